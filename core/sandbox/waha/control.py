"""The remote control of the pretend WAHA: what the page and tests in other processes turn and ask for, as JSON.

Here: `GET /judge`, `GET /control/state` and `POST /control/...`. Not here: WAHA's own API (`waha.http`). No key is
asked for: it listens on loopback, and whoever mounts it guards Host and Origin.

    GET    /judge                            {"collapse", "arrivals", "shown", "phones": {number: [{"raw_id", ...}]}}
    GET    /control/state                    everything; see WahaServer.state
    GET    /control/faults                   {"known": {name: what it does}, "set": [...]}
    POST   /control/faults                   {"name", "count"?, "value"?, "to"?}
    DELETE /control/faults[/{name}]
    POST   /control/phones                   {"number", "name"?, "chat"?, "lid"?, "exists"?, "receipts"?, "on"?}
    POST   /control/phones/{number}/answer   {"text", "session"?, "kind"?, "reply_to"?}
    POST   /control/phones/{number}/open     {"session"?}
    POST   /control/phones/{number}/switch   {"on"}
    POST   /control/sessions                 {"name", "number", "engine"?, "webhooks"?: [{"url", "key", ...}]}
    POST   /control/sessions/{name}          {"status"?, "back_after"?, "webhooks"?, "timelock"?, "capping"?}
    POST   /control/sessions/{name}/type     {"to", "text"}: a person types on the business's own phone
    POST   /control/collapse                 {"on"}
    POST   /control/restart                  deliveries of webhooks under way are lost
    POST   /control/forget                   empties the phones
    POST   /control/settled                  answers when no echo, ack or webhook is under way
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from aiohttp import web

from core.sandbox.provider_control import add_phone, clear_faults, set_fault
from core.sandbox.waha.faults import FAULTS
from core.sandbox.waha.hooks import webhook_from

if TYPE_CHECKING:
    from core.sandbox.waha.server import WahaServer

Action = Callable[["WahaServer", dict[str, str], dict[str, Any]], Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _bound(server: WahaServer, action: Action) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            body = await request.json() if request.can_read_body else {}
            given = action(server, dict(request.match_info), body if isinstance(body, dict) else {})
        except KeyError as error:
            return web.json_response({"error": f"unknown or missing: {error}"}, status=400)
        except (ValueError, TypeError, StopIteration) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response(given)

    return handle


def control_routes(server: WahaServer) -> list[web.RouteDef]:
    """The routes, for the server's own application."""
    bound = partial(_bound, server)

    async def settled(_: web.Request) -> web.Response:
        await server.settled()
        return web.json_response(server.judge())

    posts: dict[str, Action] = {
        "/control/faults": set_fault,
        "/control/phones": add_phone,
        "/control/phones/{number}/answer": answer,
        "/control/phones/{number}/open": open_chat,
        "/control/phones/{number}/switch": switch,
        "/control/sessions": add_session,
        "/control/sessions/{name}": change_session,
        "/control/sessions/{name}/type": type_on_phone,
        "/control/collapse": collapse,
        "/control/restart": lambda waha, _path, _body: {"lost": waha.restart()},
        "/control/forget": forget,
    }
    return [
        web.get("/judge", bound(lambda waha, _path, _body: waha.judge())),
        web.get("/control/state", bound(lambda waha, _path, _body: waha.state())),
        web.get("/control/faults", bound(lambda waha, _path, _body: {"known": FAULTS, "set": waha.faults.active()})),
        web.delete("/control/faults", bound(clear_faults)),
        web.delete("/control/faults/{name}", bound(clear_faults)),
        web.post("/control/settled", settled),
        *(web.post(path, bound(action)) for path, action in posts.items()),
    ]


def answer(waha: WahaServer, path: dict[str, str], body: dict[str, Any]) -> Any:
    bubble = waha.answer(
        path["number"],
        str(body.get("text", "")),
        session=body.get("session"),
        kind=str(body.get("kind") or "text"),
        reply_to=body.get("reply_to"),
    )
    return bubble.as_json()


def open_chat(waha: WahaServer, path: dict[str, str], body: dict[str, Any]) -> Any:
    return {"read": waha.open_chat(path["number"], session=body.get("session"))}


def switch(waha: WahaServer, path: dict[str, str], body: dict[str, Any]) -> Any:
    waha.switch(path["number"], bool(body["on"]))
    return waha.phones.get(path["number"]).as_json()


def add_session(waha: WahaServer, _path: dict[str, str], body: dict[str, Any]) -> Any:
    webhooks = [webhook_from(hook) for hook in body.get("webhooks") or ()]
    engine = str(body.get("engine") or "GOWS")
    session = waha.add_session(str(body["name"]), str(body["number"]), engine=engine, webhooks=webhooks)
    return waha.session_json(session)


def change_session(waha: WahaServer, path: dict[str, str], body: dict[str, Any]) -> Any:
    session = waha.sessions[path["name"]]
    if "webhooks" in body:
        session.webhooks = [webhook_from(hook) for hook in body["webhooks"]]
    if "timelock" in body:
        waha.set_timelock(session.name, body["timelock"])
    if "capping" in body:
        waha.set_capping(session.name, None if body["capping"] is None else str(body["capping"]))
    if "status" in body:
        after = body.get("back_after")
        waha.set_status(session.name, str(body["status"]), back_after=None if after is None else float(after))
    return waha.session_json(session)


def type_on_phone(waha: WahaServer, path: dict[str, str], body: dict[str, Any]) -> Any:
    return waha.type_on_phone(path["name"], str(body["to"]), str(body["text"])).as_json()


def collapse(waha: WahaServer, _path: dict[str, str], body: dict[str, Any]) -> Any:
    waha.phones.collapse = bool(body["on"])
    return {"on": waha.phones.collapse}


def forget(waha: WahaServer, _path: dict[str, str], _body: dict[str, Any]) -> Any:
    waha.phones.forget()
    return {}
