"""The chat, put together: the line to Telegram, the inbox, the routers behind the door, notices and bubbles.

`run` lasts until `stop` (or a cancel) and waits out every outage. With webhooks, `app` takes the updates; it may live in
another process than `run`, for what it takes is stored and found there. Not here: what any of the parts does.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from datetime import timedelta
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import BotCommand, Update
from aiohttp import web
from pydantic import ValidationError

from bot.access import STRANGER, Access, speaker_at
from bot.bubbles import Bubbles
from bot.handlers import buttons, files, words
from bot.inbox import ALLOWED, Inbox
from bot.notices import Notices
from bot.replies.voice import LANGUAGES, voice
from bot.setups import Setups
from bot.telegram import hang_up, make_bot, webhook_keys
from bot.typing_sign import Typing
from core.channels.connecting import Place
from core.clock import Clock
from core.errors import BadSetting
from core.process.backoff import Backoff
from storage.errors import StoreAway

log = structlog.get_logger()

Row = dict[str, Any]

BODY_LIMIT = 1024 * 1024
STOP_SECONDS = 5.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
LOOK = timedelta(seconds=1)
"""How often the database is asked for updates that another process took."""
MENU = ("start", "help", "list", "calendar", "contacts", "channels", "workspace", "digest", "undo")


class Chat:
    """One bot at Telegram. `mode`: "polling" or "webhook"; `webhook_url`: the public base that `app` is served under,
    `/telegram` included; `place`: where this Belfry is, as its gateways see it."""

    def __init__(
        self,
        token: str,
        api_base: str | None,
        mode: str,
        clock: Clock,
        *,
        webhook_url: str | None = None,
        place: Place | None = None,
    ) -> None:
        self.bot: Bot = make_bot(token, api_base, clock)
        self._mode = mode
        self._clock = clock
        self._hook, self._secret = webhook_keys(token)
        self._webhook_url = f"{webhook_url.rstrip('/')}/{self._hook}" if webhook_url else ""
        self._place = place or Place()
        self._dispatcher = make_dispatcher()
        self.inbox = Inbox(self.bot, clock, self._work, self._apologise)
        self._stopped = asyncio.Event()
        self.app = web.Application(client_max_size=BODY_LIMIT)
        self.app.router.add_post("/{hook}", self._take)

    async def run(self) -> None:
        """Until `stop`. Raises BadSetting when Telegram does not know the token; no outage comes out."""
        self._stopped.clear()
        self.inbox = Inbox(self.bot, self._clock, self._work, self._apologise)
        parts = [
            self._receive,
            Notices(self.bot, self._clock, self._place).run,
            Bubbles(self.bot, self._clock).run,
            Setups(self.bot, self._clock).run,
        ]
        tasks = [asyncio.create_task(part()) for part in parts]
        ending = asyncio.create_task(self._stopped.wait())
        try:
            await asyncio.wait([*tasks, ending], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (*tasks, ending):
                task.cancel()
            await asyncio.gather(*tasks, ending, return_exceptions=True)
            await self.inbox.stop(STOP_SECONDS)
            await hang_up(self.bot)
        for task in tasks:
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error

    async def stop(self) -> None:
        """Ends `run`, which lets what is being worked on end first."""
        self._stopped.set()

    async def check(self) -> None:
        """Raises when Telegram cannot be reached now."""
        await self.bot.get_me(request_timeout=2)

    # --- updates

    async def _receive(self) -> None:
        await self._take_up()
        await self._introduce()
        if self._mode == "polling":
            await self.inbox.poll()
        while True:
            await self._clock.wait_until(self._clock.now() + LOOK)
            await self._take_up()

    async def _take_up(self) -> None:
        try:
            await self.inbox.resume()
        except StoreAway as error:
            log.warning("chat.store_away", error=str(error))

    async def _introduce(self) -> None:
        """Tells Telegram how updates come and which commands there are; again and again until it is there."""
        backoff = Backoff(0.5, 30.0)
        while True:
            try:
                if self._mode == "webhook":
                    await self.bot.set_webhook(self._webhook_url, secret_token=self._secret, allowed_updates=ALLOWED)
                else:
                    await self.bot.delete_webhook()
                for language in LANGUAGES:
                    await self._commands(language)
            except (TelegramUnauthorizedError, TelegramNotFound) as error:
                hint = "Telegram does not know this token; use the one that @BotFather gave you"
                raise BadSetting("bad_value", name="BELFRY_TELEGRAM_TOKEN", hint=hint) from error
            except (TelegramAPIError, OSError) as error:
                pause = backoff.pause()
                log.warning("chat.telegram_away", error=type(error).__name__, again_in=pause)
                await self._clock.wait_until(self._clock.now() + timedelta(seconds=pause))
            else:
                log.info("chat.up", bot=self.bot.id, mode=self._mode)
                return

    async def _commands(self, language: str) -> None:
        said = voice(language)
        menu = [BotCommand(command=name, description=said(f"command-{name}")) for name in MENU]
        await self.bot.set_my_commands(menu, language_code=None if language == LANGUAGES[0] else language)

    async def _take(self, request: web.Request) -> web.Response:
        """A webhook's update: stored, then answered, then worked on where `run` is. Only Telegram knows the two keys."""
        hook, secret = request.match_info["hook"], request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(hook.encode(), self._hook.encode()):
            return web.Response(status=404)
        if not hmac.compare_digest(secret.encode(), self._secret.encode()):
            log.warning("chat.bad_secret")
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
            await self.inbox.take(update)
        except StoreAway:
            return web.Response(status=503)
        except (ValueError, KeyError, TypeError, AttributeError):
            return web.Response(status=400)
        return web.Response()

    async def _work(self, row: Row) -> str:
        """Feeds a stored update to the routers, with the origin that all its effects carry."""
        try:
            update = Update.model_validate(row["body"], context={"bot": self.bot})
        except ValidationError:
            log.warning("chat.unreadable_update", update=row["update_id"])
            return "done"
        origin = f"tg:{self.bot.id}:{row['update_id']}"
        ended = await self._dispatcher.feed_update(
            self.bot, update, origin=origin, now=self._clock.now(), place=self._place
        )
        return str(ended) if ended in (STRANGER, words.PUZZLED) else "done"

    async def _apologise(self, row: Row) -> None:
        """One sentence for an update that could not be worked on; strangers get none."""
        if not row["chat"].lstrip("-").isdigit():
            return
        speaker = await speaker_at(int(row["chat"]), int(row["chat"]), None)
        if speaker is not None:
            await self.bot.send_message(speaker.chat, speaker.said.html("error-crash"))


def make_dispatcher() -> Dispatcher:
    """Routers behind the door: taps, words, everything else."""
    made = Dispatcher(disable_fsm=True)
    made.update.outer_middleware(Access())
    for told in (made.message, made.edited_message, made.callback_query):
        told.outer_middleware(Typing())
    made.include_routers(buttons.make_router(), words.make_router(), files.make_router())
    return made
