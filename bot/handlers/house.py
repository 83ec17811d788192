"""The workspace and its staff: looked at, changed in words, invitations and removals by taps.

Not here: what must hold of them (`core.house`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.access import Speaker
from bot.handlers.tap import Outcome, Step, Tap
from bot.replies import house as words
from bot.replies.refusals import why_not
from bot.replies.reply import HOUSE, Reply, undo_button
from bot.replies.voice import Voice, escape, fit, heard
from core import house
from core.actor import ROLES
from core.errors import Refused


async def spoken(speaker: Speaker, text: str, now: datetime) -> Reply | None:
    """What follows from "workspace", "staff", "workspace zone Europe/Madrid", "quiet hours 21 to 8"; None: it is something
    else."""
    told = text.strip().removeprefix("/")
    if (said := heard(speaker.said, "house-words", told)) is not None:
        return words.shown(said, await house.look(speaker.actor), speaker.actor)
    found = _wanted(speaker.said, told)
    if found is None:
        return None
    said, part, value = found
    if not value:
        return words.shown(said, await house.look(speaker.actor), speaker.actor)
    none = part != "name" and heard(said, "house-none-words", value) is not None
    try:
        entry = await house.change(speaker.actor, part, "none" if none else value, now)
    except Refused as error:
        return Reply(why_not(said, error))
    shown = words.shown(said, await house.look(speaker.actor), speaker.actor)
    shown = replace(shown, buttons=(*undo_button(said, entry), *shown.buttons))
    waits = await house.in_quiet_hours(speaker.actor) if part == "quiet" else []
    return replace(shown, text=fit([shown.text, escape(words.waits(said, waits))])) if waits else shown


def _wanted(speaks: Voice, told: str) -> tuple[Voice, str, str] | None:
    """Which part of the workspace a text changes, and to what ("": it only asks)."""
    if (said := heard(speaks, "quiet-none-words", told)) is not None:
        return said, "quiet", "none"
    typed = told.split()
    for count in range(len(typed), 0, -1):
        value = " ".join(typed[count:])
        if (said := heard(speaks, "quiet-words", " ".join(typed[:count]))) is not None:
            return (said, "quiet", value) if not value or any(sign.isdigit() for sign in value) else None
    said = heard(speaks, "house-word", typed[0]) if typed else None
    for count in range(len(typed) - 1, 1, -1):
        what = " ".join(typed[1:count])
        part = next((one for one in house.PARTS if said and heard(said, f"house-{one}-words", what)), None)
        if said is not None and part is not None:
            return said, part, " ".join(typed[count:])
    return None


async def _tapped(tap: Tap) -> Outcome:
    guard, action = tap.guards
    said, actor = tap.speaker.said, tap.speaker.actor
    actor.needs("owner")
    if action == words.INVITE and guard < len(ROLES):
        code, entry = await house.invite(actor, ROLES[guard], tap.now)
        return Outcome(tap.toast("ok"), fresh=words.invited(said, ROLES[guard], code, entry))
    found = await house.look(actor)
    name = next((one["name"] for one in found.staff if one["staff_id"] == guard), None)
    if action == words.REMOVE and name is not None:
        return Outcome(edit=words.really(said, name, guard))
    if action == words.REALLY:
        gone = await house.remove(actor, guard, tap.now)
        shown = words.shown(said, await house.look(actor), actor)
        shown = replace(shown, buttons=(*undo_button(said, gone), *shown.buttons))
        return Outcome(tap.toast("done" if gone is None else "ok"), edit=shown)
    return Outcome(tap.toast("ok" if name else "done"), edit=words.shown(said, found, actor))


STEPS: dict[str, tuple[Step, int]] = {HOUSE: (_tapped, 2)}
"""What a button's first letter does, and how many guards it carries."""
