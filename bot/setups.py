"""Listens for the first events of channels that are being connected, and leads their setups on.

Each thing that is heard becomes a step of the setup's row and a notice, which draws the question of that state. Not here: the
steps (`core.channels.setup`), what a question says (`bot.replies.setup`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from bot.replies.reply import Reply
from bot.replies.voice import escape, voice
from bot.saying import edit
from core.channels import connecting
from core.channels.setup import Setup
from core.clock import Clock
from core.process.backoff import Backoff
from storage.errors import StoreAway
from storage.queries import setups as store
from storage.queries import workspaces

log = structlog.get_logger()

Row = dict[str, Any]

LOOK = timedelta(seconds=1)


class Setups:
    """The loop that listens."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock

    async def run(self) -> None:
        """For ever; trouble of any kind is waited out."""
        backoff = Backoff(0.5, 30.0)
        while True:
            pause = LOOK
            try:
                await self.round()
                backoff.reset()
            except StoreAway as error:
                pause = timedelta(seconds=backoff.pause())
                log.warning("setups.store_away", error=str(error))
            await self._clock.wait_until(self._clock.now() + pause)

    async def round(self) -> None:
        """Looks at every setup that waits for its first event. Raises StoreAway. One that cannot be led on keeps neither the
        others nor the chat from going on."""
        for row in await store.waiting():
            try:
                await self._listen(row)
            except StoreAway:
                raise
            except Exception as error:
                log.error("setups.not_led_on", setup=row["id"], error=type(error).__name__)  # noqa: TRY400 - it may hold a key

    async def _listen(self, row: Row) -> None:
        heard = await connecting.listen(row, self._clock.now())
        if heard is not None and await connecting.move_on(row, heard, self._clock.now()):
            log.info("setups.heard", setup=row["id"], step=heard.step, trouble=heard.trouble)
            if heard.step == "contact":
                await self._hide_secret(row, heard)

    async def _hide_secret(self, row: Row, heard: Setup) -> None:
        """The bubble that showed the webhook's secret no longer does; that it is gone is fine."""
        if row["bubble"] is None:
            return
        staff = await workspaces.get_staff(row["workspace_id"], row["staff_id"])
        workspace = await workspaces.get(row["workspace_id"])
        said = voice(staff["language"] or workspace["language"])
        try:
            await edit(self._bot, int(row["chat"]), row["bubble"], Reply(escape(said("setup-webhook-hidden"))))
        except TelegramAPIError as error:
            log.info("setups.secret_stays", setup=row["id"], error=type(error).__name__)
