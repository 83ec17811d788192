"""The router for taps. Each button's data names a step and what guards it; the bubble is then edited to what became of it.

A second tap finds the step done and says so. Not here: what buttons there are (`bot.replies`), doing (`changing`, `answers`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery

from bot.access import Speaker
from bot.bubbles import draw, shows_of
from bot.handlers import answers, changing, looking
from bot.handlers.scheduling import drawn
from bot.handlers.task import Task
from bot.replies import reply as steps
from bot.replies.refusals import ALREADY, why_not
from bot.replies.reply import Reply
from bot.replies.voice import escape
from bot.saying import change, say, without_buttons
from core import messages, settling, views
from core.commands import Cancel, Contacts, Pause, Resume, Retry, Show, Skip
from core.errors import Conflict, Refused, Unknown
from core.language.reading import Reading
from storage.queries import chat as store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap: by whom, on which bubble, with which guards."""

    bot: Bot
    speaker: Speaker
    bubble: int
    guards: tuple[int, ...]
    now: datetime
    origin: str

    @property
    def task(self) -> Task:
        return Task(self.speaker, Reading("ok"), self.now, self.origin)

    def toast(self, key: str) -> str:
        return self.speaker.said(f"tap-{key}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`edit` becomes the bubble, `fresh` a new one; the toast is shown for a moment. `bare`: its buttons are over."""

    toast: str = ""
    edit: Reply | None = None
    fresh: Reply | None = None
    bare: bool = False


Step = Callable[[Tap], Awaitable[Outcome]]


def make_router() -> Router:
    made = Router(name="buttons")
    made.callback_query.register(tapped)
    return made


async def tapped(query: CallbackQuery, bot: Bot, speaker: Speaker, now: datetime, origin: str) -> None:
    """Takes the step, edits the bubble, answers the tap (Telegram shows a spinner until then)."""
    step, guards = _read(query.data or "")
    if step is None or query.message is None:
        await _answer(query, speaker.said("tap-gone"))
        return
    tap = Tap(bot, speaker, query.message.message_id, guards, now, origin)
    try:
        outcome = await step(tap)
    except Refused as error:
        outcome = await _refused(tap, error)
    staff, workspace, chat = speaker.staff, speaker.actor.workspace, speaker.chat
    if outcome.edit is not None:
        await _edit(bot, workspace, staff, chat, tap.bubble, outcome.edit)
    elif outcome.bare:
        await without_buttons(bot, chat, tap.bubble)
    if outcome.fresh is not None:
        await say(bot, workspace, staff, chat, outcome.fresh)
    await _answer(query, outcome.toast)


async def _edit(bot: Bot, workspace: int, staff: int, chat: int, ref: int, reply: Reply) -> None:
    """A bubble that is gone or too old to edit gets a new one in its place."""
    try:
        await change(bot, workspace, staff, chat, ref, reply)
    except TelegramBadRequest:
        await say(bot, workspace, staff, chat, reply)


async def _answer(query: CallbackQuery, text: str) -> None:
    """A tap that waited too long can no longer be answered: what it asked for is done all the same."""
    try:
        await query.answer(text[:200])
    except TelegramBadRequest:
        return


def _read(data: str) -> tuple[Step | None, tuple[int, ...]]:
    name, _, rest = data.partition(":")
    guards = rest.split(":") if rest else []
    if not all(guard.isascii() and guard.isdigit() and len(guard) < 16 for guard in guards):
        return None, ()
    step, count = _STEPS.get(name, (None, -1))
    return (step, tuple(map(int, guards))) if len(guards) == count else (None, ())


async def _refused(tap: Tap, error: Refused) -> Outcome:
    """The second tap says "already done"; anything else gets its sentence. The bubble shows the truth again."""
    edit = await _as_is(tap)
    if error.code in ALREADY:
        return Outcome(tap.toast("done"), edit=edit)
    if error.code == "already_left":
        return Outcome(tap.toast("late"), edit=edit)
    return Outcome(edit=edit, fresh=Reply(why_not(tap.speaker.said, error)))


async def _as_is(tap: Tap) -> Reply | None:
    """The tapped bubble as it should look now, where it shows a message."""
    row = await store.bubble(tap.speaker.actor.workspace, str(tap.speaker.chat), tap.bubble)
    if row is None or row["kind"] != "message":
        return None
    message, shows = await views.row_by_id(tap.task.actor, row["about"]), shows_of(row)
    return await draw(tap.speaker.said, tap.task.actor, message, tap.now, shows.head, shows.rev)


# --- steps on messages


async def _undo(tap: Tap) -> Outcome:
    """Only while the message is as it was when the button was made."""
    number, rev = tap.guards
    row = await views.row_of(tap.task.actor, number)
    if row["rev"] != rev:
        kept = await store.bubble(tap.speaker.actor.workspace, str(tap.speaker.chat), tap.bubble)
        undone = kept is not None and shows_of(kept).head == "undone"
        return Outcome(tap.toast("done" if undone else "changed"), edit=await _as_is(tap))
    done = await messages.undo(tap.task.actor, tap.now, number)
    return Outcome(tap.toast("ok"), edit=await drawn(tap.task, done.row, "undone"))


async def _stop(tap: Tap) -> Outcome:
    """Stops the countdown; too late once it has left."""
    number, _ = tap.guards
    view = await views.view(tap.task.actor, number, tap.now)
    if any(state not in ("planned", "queued", "cancelled") for state, _ in view.counts):
        raise Conflict("already_left", number=number)
    (done,) = await messages.cancel(tap.task.actor, Cancel((number,)), tap.now)
    return Outcome(tap.toast("ok"), edit=await drawn(tap.task, done.row, "cancelled"))


async def _cancel(tap: Tap) -> Outcome:
    return await _changed(tap, changing.cancel(tap.task, Cancel(tap.guards)))


async def _pause(tap: Tap) -> Outcome:
    return await _changed(tap, changing.pause(tap.task, Pause(tap.guards)))


async def _resume(tap: Tap) -> Outcome:
    return await _changed(tap, changing.resume(tap.task, Resume(tap.guards)))


async def _skip(tap: Tap) -> Outcome:
    number, day = tap.guards
    skipped = Skip(number, (datetime.strptime(str(day), "%Y%m%d").date(),))  # noqa: DTZ007 - a local day
    return await _changed(tap, changing.skip(tap.task, skipped))


async def _changed(tap: Tap, doing: Awaitable[Reply]) -> Outcome:
    """A bubble of this very message is edited; from a list or a notice a new bubble comes."""
    reply = await doing
    row = await store.bubble(tap.speaker.actor.workspace, str(tap.speaker.chat), tap.bubble)
    same = row is not None and reply.shows is not None and (row["kind"], row["about"]) == ("message", reply.shows.about)
    return Outcome(tap.toast("ok"), edit=reply) if same else Outcome(tap.toast("ok"), fresh=reply)


async def _show(tap: Tap) -> Outcome:
    return Outcome(fresh=await looking.show(tap.task, Show(tap.guards[0])))


async def _retry(tap: Tap) -> Outcome:
    return Outcome(tap.toast("ok"), fresh=await changing.retry(tap.task, Retry(tap.guards[0])), bare=True)


async def _more(tap: Tap) -> Outcome:
    return Outcome(fresh=await looking.contacts(tap.task, Contacts(), tap.guards[0]), bare=True)


# --- steps on questions


async def _question(tap: Tap) -> Row:
    row = await store.proposal(tap.speaker.actor.workspace, tap.guards[0])
    if row is None or row["staff_id"] != tap.speaker.staff:
        raise Unknown("no_question")
    return row


async def _yes(tap: Tap) -> Outcome:
    question = await _question(tap)
    if question["state"] != "open":
        return await _over(tap, question)
    return Outcome(tap.toast("ok"), edit=await answers.confirm(tap.bot, tap.speaker, question, tap.now))


async def _no(tap: Tap) -> Outcome:
    question = await _question(tap)
    if question["state"] != "open":
        return await _over(tap, question)
    return Outcome(edit=await answers.drop(tap.bot, tap.speaker, question, tap.now))


async def _option(tap: Tap) -> Outcome:
    question = await _question(tap)
    if question["about"] == "said":
        return await _instead(tap, question)
    if question["state"] != "open":
        return await _over(tap, question)
    if tap.guards[1] >= len(Reading.from_json(question["reading"]).options):
        return Outcome(tap.toast("gone"))
    reply = await answers.choose(tap.bot, tap.speaker, question, tap.guards[1], tap.now)
    return Outcome(tap.toast("ok"), edit=reply)


async def _instead(tap: Tap, made_by: Row) -> Outcome:
    """The alternative of an assumption: once, and only while the message is as it was made."""
    if made_by["state"] != "open":
        return await _over(tap, made_by)
    reply = await answers.instead(tap.speaker, made_by, tap.guards[1], tap.now)
    await store.close_proposal(tap.speaker.actor.workspace, made_by["id"], "done", tap.now)
    return Outcome(tap.toast("ok"), edit=reply)


async def _over(tap: Tap, question: Row) -> Outcome:
    """The question was answered, or given up for another one. Its bubble shows what came of it."""
    if question["state"] in ("replaced", "expired"):
        return Outcome(tap.toast("gone"), bare=True)
    shown = await answers.after(tap.speaker, question, tap.now) if question["state"] == "done" else None
    return Outcome(tap.toast("done"), edit=shown, bare=True)


# --- steps on unsure deliveries


async def _arrived(tap: Tap) -> Outcome:
    return await _settle(tap, True)


async def _resend(tap: Tap) -> Outcome:
    return await _settle(tap, False)


async def _settle(tap: Tap, arrived: bool) -> Outcome:
    """A person looked at the phone. The second tap finds it settled."""
    delivery, attempt = tap.guards
    unsure = await settling.unsure(tap.task.actor, delivery)
    if unsure is None or unsure["attempts"] != attempt:
        return Outcome(tap.toast("done"), bare=True)
    await settling.settle_by_person(tap.task.actor, delivery, arrived, tap.now)
    said = tap.speaker.said
    key = "notice-unsure-arrived" if arrived else "notice-unsure-again"
    text = said(key, number=f"#{unsure['number']}", who=unsure["contact_name"])
    return Outcome(tap.toast("ok"), edit=Reply(escape(text)))


_STEPS: dict[str, tuple[Step, int]] = {
    steps.UNDO: (_undo, 2),
    steps.STOP: (_stop, 2),
    steps.PAUSE: (_pause, 1),
    steps.RESUME: (_resume, 1),
    steps.CANCEL: (_cancel, 1),
    steps.SKIP: (_skip, 2),
    steps.SHOW: (_show, 1),
    steps.RETRY: (_retry, 1),
    steps.MORE: (_more, 1),
    steps.OPTION: (_option, 2),
    steps.YES: (_yes, 1),
    steps.NO: (_no, 1),
    steps.ARRIVED: (_arrived, 2),
    steps.RESEND: (_resend, 2),
}
