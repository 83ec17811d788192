"""JSON control of the Telegram side, for the page and for tests in other processes: `/control/telegram/…`.

| | |
|---|---|
| POST write | `{"user_id", "text", "reply_to"?}` -> `{"message_id"}` |
| POST tap | `{"user_id", "message_id", "button", "times"?}` -> `{"query_ids"}` |
| POST contact | `{"user_id", "phone", "first_name", "last_name"?}` -> `{"message_id"}` |
| POST file | `{"user_id", "name", "text", "caption"?}` -> `{"message_id"}` |
| POST block | `{"user_id"}` |
| GET chat | `?user_id=&after=&since=&wait=`: messages after an id or changed since a revision; waits `wait` s for one |
| GET faults | those that are on |
| POST faults | `{"fault": "too_many", "method"?, "times"?, "retry_after"?}` …: a method of `TelegramFaults` |

What cannot be done answers 400 with `{"error"}`. Not here: who may call (`app` checks Host and Origin).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from core.sandbox.telegram.params import WrongTypeError, thing
from core.sandbox.telegram.server import TelegramServer
from core.sandbox.telegram.world import Message

Json = dict[str, Any]


class TelegramControl:
    """The routes over one server; `add_to` hangs them into an application."""

    def __init__(self, server: TelegramServer) -> None:
        self.server = server

    def add_to(self, app: web.Application, prefix: str = "/control/telegram") -> None:
        for name in ("write", "tap", "contact", "file", "block", "faults"):
            app.router.add_post(f"{prefix}/{name}", answering(getattr(self, f"_{name}")))
        app.router.add_get(f"{prefix}/faults", self._show_faults)
        app.router.add_get(f"{prefix}/chat", self._chat)

    def _write(self, given: Json) -> Json:
        return {"message_id": self.server.write(given["user_id"], given["text"], given.get("reply_to"))}

    def _tap(self, given: Json) -> Json:
        times = int(given.get("times", 1))
        return {"query_ids": self.server.tap(given["user_id"], given["message_id"], given["button"], times)}

    def _contact(self, given: Json) -> Json:
        last = given.get("last_name", "")
        return {"message_id": self.server.share_contact(given["user_id"], given["phone"], given["first_name"], last)}

    def _file(self, given: Json) -> Json:
        data = str(given["text"]).encode()
        return {"message_id": self.server.send_file(given["user_id"], given["name"], data, given.get("caption", ""))}

    def _block(self, given: Json) -> Json:
        self.server.block(given["user_id"])
        return {}

    def _faults(self, given: Json) -> Json:
        self.server.faults.set(given)
        return self.server.faults.state()

    async def _show_faults(self, _request: web.Request) -> web.Response:
        return web.json_response(self.server.faults.state())

    async def _chat(self, request: web.Request) -> web.Response:
        try:
            user_id = int(request.query["user_id"])
            after, since = (int(request.query.get(name, 0)) for name in ("after", "since"))
            wait = min(float(request.query.get("wait", 0)), 60.0)
            chat = self.server.world.chat(user_id)
        except (KeyError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)

        def look() -> list[Message]:
            return [m for i, m in chat.messages.items() if i > after and chat.revisions[i] > since]

        try:
            found = await self.server.wait_until(look, wait) if wait and not look() else look()
        except TimeoutError:
            found = []
        return web.json_response(
            {"messages": found, "revision": self.server.world.revision, "toasts": self.server.toasts(user_id)}
        )


def answering(act: Callable[[Json], Json]) -> Callable[[web.Request], Any]:
    """A handler that reads a JSON object, acts, and answers; what is wrong with the call is a 400 that says so."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(act(thing(await request.text())))
        except KeyError as error:
            return web.json_response({"error": f"{error} is missing"}, status=400)
        except WrongTypeError as error:
            return web.json_response({"error": f"the body must be a JSON {error}"}, status=400)
        except (ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400)

    return handle
