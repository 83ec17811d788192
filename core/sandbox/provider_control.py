"""The remote control of a pretend provider: what the page and tests in other processes turn and ask for, as JSON.

No key is asked for: it listens on loopback, and whoever mounts it guards Host and Origin. Not here: a provider's own API.

    GET    /judge                            {"collapse", "arrivals", "shown", "phones": {number: [{"raw_id", ...}]}}
    GET    /control/faults                   {"known": {name: what it does}, "set": [...]}
    POST   /control/faults                   {"name", "count"?, "value"?, "to"?}
    DELETE /control/faults[/{name}]
    POST   /control/phones                   {"number", "name"?, "chat"?, "lid"?, "exists"?, "receipts"?, "on"?}
    POST   /control/phones/{number}/answer   {"text", "kind"?, "reply_to"?}
    POST   /control/phones/{number}/open
    POST   /control/phones/{number}/switch   {"on"}
    POST   /control/webhook                  {"url", "secret"}: where it posts its events
    POST   /control/restart                  deliveries of webhooks under way are lost
    POST   /control/forget                   empties the phones
    POST   /control/settled                  answers when no event is under way
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from core.sandbox.guard import need_loopback_url

if TYPE_CHECKING:
    from core.sandbox.provider import Provider
    from core.sandbox.waha.server import WahaServer

Action = Callable[["Provider", dict[str, str], dict[str, Any]], Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def control_routes(server: Provider) -> list[web.RouteDef]:
    """The routes, for the server's own application."""

    def bound(action: Action) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                body = await request.json() if request.can_read_body else {}
                given = action(server, dict(request.match_info), body if isinstance(body, dict) else {})
            except KeyError as error:
                return web.json_response({"error": f"unknown or missing: {error}"}, status=400)
            except (ValueError, TypeError) as error:
                return web.json_response({"error": str(error)}, status=400)
            return web.json_response(given)

        return handle

    async def settled(_: web.Request) -> web.Response:
        await server.settled()
        return web.json_response(server.judge())

    posts: dict[str, Action] = {
        "/control/faults": set_fault,
        "/control/phones": add_phone,
        "/control/phones/{number}/answer": _answer,
        "/control/phones/{number}/open": lambda one, path, _body: {"read": one.open_chat(path["number"])},
        "/control/phones/{number}/switch": _switch,
        "/control/webhook": _listen,
        "/control/restart": lambda one, _path, _body: {"lost": one.postman.drop_pending()},
        "/control/forget": lambda one, _path, _body: one.phones.forget(),
    }
    return [
        web.get("/judge", bound(lambda one, _path, _body: one.judge())),
        web.get("/control/faults", bound(lambda one, _path, _body: _faults(one))),
        web.delete("/control/faults", bound(clear_faults)),
        web.delete("/control/faults/{name}", bound(clear_faults)),
        web.post("/control/settled", settled),
        *(web.post(path, bound(action)) for path, action in posts.items()),
    ]


def _faults(server: Provider) -> Any:
    return {"known": dict(server.faults.known), "set": server.faults.active()}


def _listen(server: Provider, _path: dict[str, str], body: dict[str, Any]) -> Any:
    url = str(body["url"])
    need_loopback_url(url)
    server.listen(url, str(body.get("secret") or ""))
    return {"url": url}


def set_fault(server: Provider | WahaServer, _path: dict[str, str], body: dict[str, Any]) -> Any:
    count = body.get("count")
    to = "+" + str(body["to"]).lstrip("+") if body.get("to") else None
    fault = server.faults.set(
        str(body["name"]), count=None if count is None else int(count), value=body.get("value"), to=to
    )
    return fault.as_json()


def clear_faults(server: Provider | WahaServer, path: dict[str, str], _body: dict[str, Any]) -> Any:
    server.faults.clear(path.get("name"))
    return {"set": server.faults.active()}


def add_phone(server: Provider | WahaServer, _path: dict[str, str], body: dict[str, Any]) -> Any:
    number = str(body["number"])
    phone = server.phones.add(number, str(body.get("name") or ""), chat=body.get("chat"), lid=body.get("lid"))
    phone.exists = bool(body.get("exists", phone.exists))
    phone.receipts = bool(body.get("receipts", phone.receipts))
    if "on" in body:
        server.switch(number, bool(body["on"]))
    return phone.as_json()


def _answer(server: Provider, path: dict[str, str], body: dict[str, Any]) -> Any:
    bubble = server.answer(
        path["number"], str(body.get("text", "")), kind=str(body.get("kind") or "text"), reply_to=body.get("reply_to")
    )
    return bubble.as_json()


def _switch(server: Provider, path: dict[str, str], body: dict[str, Any]) -> Any:
    server.switch(path["number"], bool(body["on"]))
    return server.phones.get(path["number"]).as_json()
