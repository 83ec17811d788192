"""The gateways of the pretend world besides WAHA, on the same phones: Chatwoot, Evolution API, the Cloud API, BizChat, and a
service of one's own.

Here: one of each, how Belfry is told of them, and which of them a person answers to. Not here: any of their routes and JSON (a
file each). After a restart each begins anew; the phones keep what they show.

    GET  /control/gateways                 {"names": {gateway: what it is called}, "chosen": {number: gateway}}
    POST /control/phones/{number}/gateway  {"gateway"}: whom the phone answers to; "" whoever wrote to it last
    POST /control/phones/{number}/answer   {"text", "kind"?, "reply_to"?}: to that one
    POST /control/phones/{number}/open     what was not read is read, whoever sent it
    POST /control/phones/{number}/switch   {"on"}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from core.sandbox.chatwoot.server import ChatwootServer
from core.sandbox.evolution.server import EvolutionServer
from core.sandbox.meta.bizchat import BizChatServer
from core.sandbox.meta.cloud import CloudServer
from core.sandbox.own import OwnServer
from core.sandbox.provider import Provider
from core.sandbox.waha.server import WahaServer

NAMES = {
    "waha": "WAHA",
    "cloud": "Cloud API",
    "chatwoot": "Chatwoot",
    "evolution": "Evolution API",
    "bizchat": "BizChat",
    "http": "own service",
}
INBOX, INSTANCE, LINE = 7, "evolution", "106500000000001"


class Gateways:
    """One of each; `number` is the business's."""

    def __init__(
        self, waha: WahaServer, number: str, *, now: Callable[[], datetime], ack_delay: float = 0.0, key: str = ""
    ) -> None:
        more: dict[str, Any] = {"phones": waha.phones, "now": now, "ack_delay": ack_delay} | (
            {"key": key} if key else {}
        )
        self.waha = waha
        self._chosen: dict[str, str] = {}
        self.chatwoot, self.evolution = ChatwootServer(**more), EvolutionServer(**more)
        self.cloud, self.bizchat, self.own = CloudServer(**more), BizChatServer(**more), OwnServer(**more)
        self.chatwoot.add_inbox(INBOX, "WhatsApp", number)
        self.evolution.add_instance(INSTANCE, number)
        self.cloud.add_line(LINE, number)
        self.cloud.add_template("appointment", places=2, text="Your appointment is on {{1}} at {{2}}.")
        self.cloud.add_template("note", text="The clinic writes: {{1}}")

    @property
    def every(self) -> Mapping[str, Provider]:
        """By the name of the kind, which is also the path under which it is mounted."""
        return {
            "chatwoot": self.chatwoot,
            "evolution": self.evolution,
            "cloud": self.cloud,
            "bizchat": self.bizchat,
            "http": self.own,
        }

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/control/phones/{number}/{what:answer|open|switch|gateway}", self._turn)
        app.router.add_get("/control/gateways", self._tell)
        for name, server in self.every.items():
            app.add_subapp(f"/{name}", server.app)

    def offers(self, url: str) -> list[str]:
        """A command for each that adds it as a channel; `url` is where this world listens."""
        return [
            f"belfry channel add team --gateway chatwoot --url {url}/chatwoot --key {self.chatwoot.key}"
            f" --session {INBOX} --set account={self.chatwoot.account}",
            f"belfry channel add evolution --gateway evolution --url {url}/evolution --key {self.evolution.key}"
            f" --session {INSTANCE}",
            f"belfry channel add cloud --gateway cloud --url {url}/cloud --key {self.cloud.key} --session {LINE}"
            f" --set app_secret={self.cloud.app_secret}",
            f"belfry channel add bizchat --gateway bizchat --url {url}/bizchat/api --key {self.bizchat.key}"
            f" --set vendor_uid={self.bizchat.vendor}",
            f"belfry channel add own --gateway http --url {url}/http/messages --key {self.own.key}",
        ]

    def wrote_last(self, number: str) -> Provider | None:
        """Whose message is the last one on a phone; None: WAHA's, or nobody's."""
        spoke = [bubble.sender for bubble in self.waha.phones.get(number).bubbles if not bubble.mine]
        return next((one for one in self.every.values() if spoke and spoke[-1] in one.senders()), None)

    def answers_to(self, number: str) -> Provider | WahaServer:
        """Whom a phone answers to: the one chosen for it, else whoever wrote to it last."""
        chosen = self._chosen.get(self.waha.phones.get(number).number)
        if chosen is not None:
            return self.every.get(chosen, self.waha)
        return self.wrote_last(number) or self.waha

    def choose(self, number: str, name: str) -> None:
        """Raises KeyError for a gateway or a number that is not there."""
        own = self.waha.phones.get(number).number
        if not name:
            self._chosen.pop(own, None)
            return
        if name not in NAMES:
            raise KeyError(name)
        self._chosen[own] = name

    async def _tell(self, _request: web.Request) -> web.Response:
        return web.json_response({"names": NAMES, "chosen": self._chosen})

    async def _turn(self, request: web.Request) -> web.Response:
        number, what = request.match_info["number"], request.match_info["what"]
        try:
            body = await request.json() if request.can_read_body else {}
            given = self._turned(number, what, body if isinstance(body, dict) else {})
        except (KeyError, ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response(given)

    def _turned(self, number: str, what: str, body: dict[str, Any]) -> Any:
        if what == "answer":
            to = self.answers_to(number)
            text, kind = str(body.get("text", "")), str(body.get("kind") or "text")
            return to.answer(number, text, kind=kind, reply_to=body.get("reply_to")).as_json()
        if what == "gateway":
            self.choose(number, str(body.get("gateway", "")))
            return {"gateway": body.get("gateway", "")}
        if what == "open":
            return {"read": self.waha.open_chat(number) + sum(one.open_chat(number) for one in self.every.values())}
        on = bool(body["on"])
        self.waha.switch(number, on)
        for one in self.every.values():
            one.switch(number, on)
        return self.waha.phones.get(number).as_json()
