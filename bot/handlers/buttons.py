"""The router for taps. Each button's data names a step and what guards it; the bubble is then edited to what became of it.

A second tap finds the step done and says so. Not here: what buttons there are (`bot.replies`), the steps (`message_taps`,
`question_taps`).
"""

from __future__ import annotations

from datetime import datetime

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import CallbackQuery

from bot.access import Speaker
from bot.handlers import channels, holding, house, message_taps, question_taps, reading_on, setup_taps, undoing
from bot.handlers.tap import Outcome, Step, Tap, as_is
from bot.replies.refusals import ALREADY, why_not
from bot.replies.reply import Reply, read_data
from bot.replies.voice import spoken
from bot.saying import change, say, without_buttons
from core.channels.connecting import Place
from core.errors import Refused

_STEPS: dict[str, tuple[Step, int]] = {
    **message_taps.STEPS,
    **undoing.STEPS,
    **question_taps.STEPS,
    **setup_taps.STEPS,
    **channels.STEPS,
    **house.STEPS,
    **holding.STEPS,
    **reading_on.STEPS,
}


def make_router() -> Router:
    made = Router(name="buttons")
    made.callback_query.register(tapped)
    return made


async def tapped(query: CallbackQuery, bot: Bot, speaker: Speaker, now: datetime, origin: str, place: Place) -> None:
    """Takes the step, edits the bubble, answers the tap (Telegram shows a spinner until then)."""
    step, guards, language = _read(query.data or "")
    if language is not None:
        speaker = speaker.speaking(language)
    if step is None or query.message is None:
        await _answer(query, speaker.said("tap-gone"))
        return
    tap = Tap(bot, speaker, query.message.message_id, guards, now, origin, place)
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
    """A bubble that is gone, too old to edit or of another kind gets a new one in its place, and loses its buttons."""
    try:
        await change(bot, workspace, staff, chat, ref, reply)
    except (TelegramBadRequest, TelegramEntityTooLarge):
        await without_buttons(bot, chat, ref)
        await say(bot, workspace, staff, chat, reply)


async def _answer(query: CallbackQuery, text: str) -> None:
    """A tap that waited too long can no longer be answered: what it asked for is done all the same."""
    try:
        await query.answer(text[:200])
    except TelegramBadRequest:
        return


def _read(data: str) -> tuple[Step | None, tuple[int, ...], str | None]:
    """The step, its guards, and the language that its bubble speaks: what follows from a tap is said in it."""
    name, rest, told = read_data(data)
    language, guards = spoken(told), rest.split(":") if rest else []
    if not all(guard.isascii() and guard.isdigit() and len(guard) < 16 for guard in guards):
        return None, (), language
    step, count = _STEPS.get(name, (None, -1))
    return (step, tuple(map(int, guards)), language) if len(guards) == count else (None, (), language)


async def _refused(tap: Tap, error: Refused) -> Outcome:
    """The second tap says "already done"; anything else gets its sentence. The bubble shows the truth again."""
    edit = await as_is(tap)
    if error.code in ALREADY:
        return Outcome(tap.toast("done"), edit=edit)
    if error.code == "already_left":
        return Outcome(tap.toast("late"), edit=edit)
    return Outcome(edit=edit, fresh=Reply(why_not(tap.speaker.said, error)))
