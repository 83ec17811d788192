"""Taps on questions: Yes, No, one of the answers offered, the alternative of an assumption.

Not here: what follows from an answer (`answers`), taps on messages (`message_taps`).
"""

from __future__ import annotations

from typing import Any

from bot.handlers import answers
from bot.handlers.tap import Outcome, Step, Tap, as_is
from bot.replies import reply as steps
from core.channels import channel_limits, channels
from core.errors import Conflict, Unknown
from core.language.reading import Reading
from storage.queries import chat as store

Row = dict[str, Any]


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


async def _allow(tap: Tap) -> Outcome:
    """An owner lets the channel's messages go to so many people from now on; the question is settled by it."""
    question = await _question(tap)
    if question["state"] != "open":
        return await _over(tap, question)
    channel = await channels.choose(tap.task.actor, Reading.from_json(question["reading"]).channel)
    if channel is None:
        return Outcome(tap.toast("gone"))
    await channel_limits.allow_people(tap.task.actor, channel["name"], tap.guards[1], tap.now)
    reply = await answers.choose(tap.bot, tap.speaker, question, 0, tap.now, confirmed=True)
    return Outcome(tap.toast("ok"), edit=reply)


async def _instead(tap: Tap, made_by: Row) -> Outcome:
    """The alternative of an assumption: once, and only while the message is as it was made."""
    if made_by["state"] != "open":
        return await _over(tap, made_by)
    try:
        return Outcome(tap.toast("ok"), edit=await answers.instead(tap.speaker, made_by, tap.guards[1], tap.now))
    except Conflict as error:
        if error.code != "changed_meanwhile":
            raise
        return Outcome(tap.toast("changed"), edit=await as_is(tap))


async def _over(tap: Tap, question: Row) -> Outcome:
    """The question was answered, or given up for another one. Its bubble shows what came of it."""
    if question["state"] in ("replaced", "expired"):
        return Outcome(tap.toast("gone"), bare=True)
    shown = await answers.after(tap.speaker, question, tap.now) if question["state"] == "done" else None
    return Outcome(tap.toast("done"), edit=shown, bare=True)


STEPS: dict[str, tuple[Step, int]] = {
    steps.OPTION: (_option, 2),
    steps.YES: (_yes, 1),
    steps.NO: (_no, 1),
    steps.ALLOW: (_allow, 2),
}
"""What a button's first letter does, and how many guards it carries."""
