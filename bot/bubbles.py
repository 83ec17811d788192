"""Bubbles that stay true: drawn when a message is spoken of, redrawn when its state changed.

`core.outcomes` marks bubbles stale in the transaction of a change; the loop here edits each at most once in three seconds.
Not here: what a bubble shows (`bot.replies.messages`), notices (`bot.notices`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError

from bot.replies import assumptions
from bot.replies.messages import Drawing, bubble
from bot.replies.reply import OPTION, Button, Reply, Shows, labelled
from bot.replies.voice import Voice, spoken, voice
from bot.saying import edit, shown_as, writing
from bot.telegram import AWAY, ChatClosedError, without_waiting
from core.actor import Actor
from core.clock import Clock
from core.language.reading import Reading
from core.messages import views
from core.process.backoff import make_rounds
from storage.errors import NotFound, StoreAway
from storage.queries import chat as store
from storage.queries import workspaces

log = structlog.get_logger()

Row = dict[str, Any]

EVERY = timedelta(seconds=3)
"""Telegram tolerates about one edit of a message in that time."""
LOOK = timedelta(seconds=0.5)
"""How long a change may wait to be seen: other processes change states too."""


async def draw(
    said: Voice, actor: Actor, row: Row, now: datetime, head: str, at_rev: int | None = None, workspace: str = ""
) -> Reply:
    """The bubble of a message's row as it is now. `at_rev`: the row's `rev` when the bubble was made."""
    view = await views.view_of(actor, row, now)
    fresh = head in ("scheduled", "moved") and at_rev in (None, row["rev"])
    pinned = await store.proposal_of_message(actor.workspace, row["id"]) if fresh else None
    notes, buttons = _assumed(said, pinned)
    if workspace:
        notes.append(said("in-workspace", workspace=workspace))
    drawing = Drawing(
        zone=actor.zone,
        now=now,
        head=head,
        rev=row["rev"],
        at_rev=row["rev"] if at_rev is None else at_rev,
        notes=tuple(notes),
        alternatives=tuple(buttons),
    )
    return bubble(said, view, drawing)


def drawing_of(said: Voice, zone: str, now: datetime, reading: Reading) -> Drawing:
    """How a message that is not kept yet is drawn: with what was assumed of it."""
    return Drawing(zone, now, "scheduled", notes=tuple(assumptions.assumptions(said, reading)))


def _assumed(said: Voice, pinned: Row | None) -> tuple[list[str], list[Button]]:
    """The assumptions of the reading that made a message, and a button for each alternative."""
    if pinned is None or pinned["state"] != "open":
        return [], []
    reading = Reading.from_json(pinned["reading"])
    buttons = [
        labelled(said, OPTION, assumptions.instead(said, reading, option), pinned["id"], place)
        for place, option in assumptions.offers(reading)
    ]
    return assumptions.assumptions(said, reading), buttons


class Bubbles:
    """The loop that redraws."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock

    async def run(self) -> None:
        """For ever; while Telegram or the database is away, at a growing distance."""
        await make_rounds("bubbles", self.round, self._clock, every=LOOK, away=(*AWAY, StoreAway))

    async def round(self) -> None:
        """Redraws what is stale and was not edited just now. Raises aiogram's errors and StoreAway. One that cannot be drawn
        keeps neither the others nor the chat from going on."""
        for row in await store.stale_bubbles(self._clock.now() - EVERY):
            try:
                async with writing(int(row["chat"]), row["ref"]):
                    with without_waiting():
                        await self._redraw(row["workspace_id"], row["chat"], row["ref"])
            except AWAY:
                raise
            except ChatClosedError:
                await store.bubble_later(row["id"], self._clock.now())
            except (TelegramBadRequest, TelegramForbiddenError, NotFound) as error:
                log.info("bubbles.given_up", bubble=row["id"], error=type(error).__name__)
                await store.bubble_gone(row["id"])
            except (TelegramAPIError, StoreAway):
                raise
            except Exception as error:
                log.error("bubbles.not_drawn", bubble=row["id"], error=type(error).__name__)  # noqa: TRY400 - as in the inbox
                await store.bubble_fresh(row["id"], row["shown"], self._clock.now())

    async def _redraw(self, workspace: int, chat: str, ref: int) -> None:
        row = await store.bubble(
            workspace, chat, ref
        )  # as it is now: a tap may have given it another meaning meanwhile
        if row is None:
            return
        reply = await self._drawn(row)
        if reply is None:  # it stays known: a reply to it is a reply to what it is about
            await store.bubble_fresh(row["id"], row["shown"], row["edited_at"] or self._clock.now() - EVERY)
            return
        shown = shown_as(reply, shows_of(row))
        if shown != row["shown"]:
            await edit(self._bot, int(row["chat"]), row["ref"], reply)
            await store.bubble_fresh(row["id"], shown, self._clock.now())
        else:
            await store.bubble_fresh(row["id"], shown, row["edited_at"] or self._clock.now() - EVERY)
        again = await self._drawn(row)
        if again is not None and shown_as(again, shows_of(row)) != shown:
            await store.bubble_stale(
                row["id"]
            )  # it changed while it was drawn, and the mark was wiped with the old one

    async def _drawn(self, row: Row) -> Reply | None:
        """None: it shows nothing that changes."""
        if row["kind"] != "message":
            return None
        actor = await _actor(row)
        message = await views.row_by_id(actor, row["about"])
        shows = shows_of(row)
        return await draw(
            voice(shows.language or actor.language), actor, message, self._clock.now(), shows.head, shows.rev
        )


def shows_of(row: Row) -> Shows:
    """Why a bubble was made, at which `rev` and in which language, from what it remembers."""
    head, rev, language, _ = (*row["shown"].split(":"), "", "", "", "")[:4]
    known = spoken(language) or ""  # before it remembered its language, its digest stood there
    return Shows(row["kind"], row["about"], head or "shown", int(rev) if rev.isdigit() else 0, known)


async def _actor(row: Row) -> Actor:
    workspace = await workspaces.get(row["workspace_id"])
    staff = await workspaces.get_staff(row["workspace_id"], row["staff_id"])
    language = staff["language"] or workspace["language"]
    return Actor(row["workspace_id"], row["staff_id"], staff["role"], workspace["zone"], language, workspace["country"])
