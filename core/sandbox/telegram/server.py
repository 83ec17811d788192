"""A server that plays Telegram's Bot API, and the people who talk to the bot: what tests and the sandbox hold in hand.

Here: HTTP under `/bot<token>/<method>` and the Python side (`write`, `tap`, `chat`, `wait_for`, …). Not here: what the
methods do (`telegram.methods`, `telegram.botside`), the state (`telegram.world`), JSON control (`telegram.control`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from aiohttp import web

from core.sandbox.telegram import botside as telegram_botside
from core.sandbox.telegram import media as telegram_media
from core.sandbox.telegram import methods as telegram_methods
from core.sandbox.telegram.faults import PageError, TelegramFaults, suffer
from core.sandbox.telegram.media import describe
from core.sandbox.telegram.methods import Files, Method
from core.sandbox.telegram.params import ApiError, Args, Upload, check, read_call
from core.sandbox.telegram.webhook import Webhook
from core.sandbox.telegram.world import OLIVIA, SAM, STAFF, STRANGER, Event, Message, Person, World, first_id, labels

__all__ = ["OLIVIA", "SAM", "STAFF", "STRANGER", "Message", "Person", "TelegramServer", "labels", "shown"]

BODY_LIMIT = 60 * 1024 * 1024
Found = TypeVar("Found")
Wanted = str | Callable[[Message], object]


class TelegramServer:
    """One bot at Telegram, and its staff. All but `wait_*` is synchronous; call it on the loop that serves `app`."""

    def __init__(
        self,
        token: str,
        people: Iterable[Person] = STAFF,
        *,
        now: Callable[[], float] = time.time,
        webhook_retry: float = 1.0,
        start: int | None = None,
    ) -> None:
        self.token = token
        self.world = World(token, people, now, first_id() if start is None else start)
        self.faults = TelegramFaults(self.world.updates, lambda: self.world.emit("faults"))
        self.webhook = Webhook(self.world.updates, self.faults, webhook_retry, now)
        self.calls: list[tuple[str, Args]] = []
        """Every call that was understood, in order: the method's name and its arguments."""
        self._own_methods = {
            method.name.lower(): method
            for method in (*telegram_methods.METHODS, *telegram_media.METHODS, *telegram_botside.METHODS)
        }
        self._runner: web.AppRunner | None = None
        self.app = web.Application(client_max_size=BODY_LIMIT)
        self.app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self.app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self.app.on_shutdown.append(self._end)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listens on its own; returns the base URL for `TelegramAPIServer.from_base`. Port 0 takes a free one."""
        self._runner = web.AppRunner(self.app, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return f"http://{host}:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Ends what `start` began."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # What people do.

    def write(self, user_id: int, text: str, reply_to: int | None = None) -> int:
        """A person writes; returns the message's id. No limit on length: what a client would split can be tried too."""
        return self.world.say(user_id, {"text": text}, reply_to)

    def tap(self, user_id: int, message_id: int, button: str, times: int = 1) -> list[str]:
        """A person taps a button (its label or data); returns the query ids. ValueError names the buttons there are."""
        return self.world.press(user_id, message_id, button, max(times, self.faults.take_taps()))

    def share_contact(self, user_id: int, phone: str, first_name: str, last_name: str = "") -> int:
        """A person sends a contact card; returns the message's id."""
        contact = {"phone_number": phone, "first_name": first_name} | ({"last_name": last_name} if last_name else {})
        return self.world.say(user_id, {"contact": contact})

    def send_file(self, user_id: int, name: str, data: bytes, caption: str = "", mime: str = "text/csv") -> int:
        """A person sends a file as a document; returns the message's id."""
        upload = Upload(name, data, mime)
        document = describe(*self.world.keep_file(upload), upload)
        return self.world.say(user_id, {"document": document} | ({"caption": caption} if caption else {}))

    def block(self, user_id: int) -> None:
        """A person blocks the bot: it gets 403 until they write again."""
        self.world.chat(user_id).blocked = True

    # What can be seen.

    def chat(self, user_id: int) -> list[Message]:
        """The messages of a person's chat with the bot, oldest first, as Bot API objects."""
        return list(self.world.chat(user_id).messages.values())

    def said(self, user_id: int) -> list[Message]:
        """Of these, the bot's."""
        return [message for message in self.chat(user_id) if message["from"]["is_bot"]]

    def toasts(self, user_id: int) -> list[dict[str, Any]]:
        """What answerCallbackQuery showed this person: `query_id`, `text`, `show_alert`."""
        return list(self.world.chat(user_id).toasts)

    def on_change(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Calls back at every change with `kind`, `chat_id` and what changed; returns how to stop that."""
        self.world.listeners.append(callback)
        return lambda: self.world.listeners.remove(callback)

    async def wait_for(self, user_id: int, wanted: Wanted, timeout: float = 60.0, *, after: int = 0) -> Message:
        """The first message of the bot later than the message `after` that holds a text or fits a predicate.

        Looks at what is there, then at each change, edits too. TimeoutError shows what was there instead.
        """
        fits = (lambda message: wanted in shown(message)) if isinstance(wanted, str) else wanted

        def look() -> Message | None:
            said = (message for message in self.said(user_id) if message["message_id"] > after)
            return next((message for message in said if fits(message)), None)

        try:
            return await self.wait_until(look, timeout)
        except TimeoutError:
            there = "\n".join(f"  #{m['message_id']} {shown(m)!r} {labels(m)}" for m in self.said(user_id))
            raise TimeoutError(f"no such message came in {timeout} s; the bot has said:\n{there}") from None

    async def wait_for_answer(self, query_id: str, timeout: float = 60.0) -> dict[str, Any]:
        """The answer to a tap: `text` and `show_alert`."""
        return await self.wait_until(lambda: self.world.queries[query_id].answer, timeout)

    async def wait_until(self, look: Callable[[], Found | None], timeout: float = 60.0) -> Found:
        """What `look` gives as soon as it gives something true; it is asked now and at each change."""
        changed = asyncio.Event()
        stop = self.on_change(lambda _event: changed.set())
        try:
            async with asyncio.timeout(timeout):
                while not (found := look()):
                    await changed.wait()
                    changed.clear()
            return found
        finally:
            stop()

    # What the bot asks.

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if self.faults.is_away:
            return _cut(request)
        try:
            result = await self._call(request)
        except ApiError as error:
            if self.faults.is_away:
                return _cut(request)
            body = {"ok": False, "error_code": error.code, "description": error.description}
            if error.parameters:
                body["parameters"] = dict(error.parameters)
            return web.json_response(body, status=error.code)
        except PageError:
            return web.Response(status=502, text="<h1>502 Bad Gateway</h1>", content_type="text/html")
        if result is _LOST or self.faults.is_away:
            return _cut(request)
        return web.json_response({"ok": True, "result": result})

    async def _call(self, request: web.Request) -> Any:
        self._authorise(request)
        name = request.match_info["method"].lower()
        method = self._own_methods.get(name)
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        lost = await suffer(self.faults.take(method.name))
        raw, files = await read_call(request)
        args = check(method.spec, method.required, raw)
        if method.name != "getUpdates":
            self.calls.append((method.name, args))
        result = await self._run(method, args, files)
        return _LOST if lost else result

    async def _run(self, method: Method, args: Args, files: Files) -> Any:
        if method.name == "getUpdates":
            return await self._get_updates(args)
        if method.name == "setWebhook":
            return await self.webhook.set(args)
        if method.name == "deleteWebhook":
            return await self.webhook.set({"drop_pending_updates": args.get("drop_pending_updates", False)})
        if method.name == "getWebhookInfo":
            return self.webhook.info()
        return method.run(self.world, args, files)

    async def _get_updates(self, args: Args) -> list[dict[str, Any]]:
        if self.webhook.url:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        if "allowed_updates" in args:
            self.world.updates.allowed = args["allowed_updates"]
        limit = min(max(args.get("limit", 100), 1), 100)
        timeout = min(max(args.get("timeout", 0), 0), 50)
        return await self.world.updates.poll(args.get("offset", 0), limit, timeout)

    def _authorise(self, request: web.Request) -> None:
        if request.match_info["token"] != self.token:
            raise ApiError(401, "Unauthorized")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if self.faults.is_away:
            return _cut(request)
        if request.match_info["token"] == self.token:
            for path, upload in self.world.files.values():
                if path == request.match_info["path"]:
                    return web.Response(body=upload.data, content_type="application/octet-stream")
        return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)

    async def _end(self, _app: web.Application) -> None:
        self.faults.away()
        await self.webhook.stop()


_LOST = object()


def shown(message: Message) -> str:
    """The words of a message: its text or caption."""
    return str(message.get("text") or message.get("caption") or "")


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)
