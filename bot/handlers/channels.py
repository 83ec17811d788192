"""Channels at a glance, what an owner changes of them in words, and taps on them: pause, resume, test, make default.

Not here: connecting one (`setup`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.access import Speaker
from bot.handlers.tap import Outcome, Step, Tap
from bot.replies import channels as words
from bot.replies.channel_notices import TRY_TEMPLATES
from bot.replies.refusals import why_not
from bot.replies.reply import CHANNEL, Reply, undo_button
from bot.replies.voice import Voice, heard
from core import outcomes
from core.channels import channel_limits, channels
from core.errors import Refused
from core.recurrence import local
from storage.errors import NotFound


async def overview(speaker: Speaker, now: datetime) -> Reply:
    """Every channel with its light."""
    found = await channels.overview(speaker.actor, now)
    return words.overview(speaker.said, found, speaker.actor.role, local(now, speaker.actor.zone).date())


async def spoken(speaker: Speaker, text: str, now: datetime) -> Reply | None:
    """What follows from "channel clinic people 180", which changes what a channel allows; None: it is something else."""
    first, _, rest = text.strip().partition(" ")
    said = heard(speaker.said, "channel-word", first)
    known = await channels.names(speaker.actor.workspace) if said else []
    named = [one for one in known if rest.casefold().startswith(f"{one.casefold()} ")]
    if said is None or not named:
        return None
    name = max(named, key=len)
    what, value = _setting(said, rest[len(name) :].split())
    if what is None or not value:
        return None
    try:
        none = heard(said, "house-none-words", value) is not None
        entry = await channel_limits.change(speaker.actor, name, what, channel_limits.NONE if none else value, now)
    except Refused as error:
        return Reply(why_not(said, error))
    shown = await overview(speaker.speaking(said.language), now)
    return replace(shown, buttons=(*undo_button(said, entry), *shown.buttons))


def _setting(said: Voice, words: Sequence[str]) -> tuple[str | None, str]:
    """Which setting the first words name, and the words after it."""
    for count in range(len(words), 0, -1):
        for what in channel_limits.SETTINGS:
            if heard(said, f"channel-{what}-words", " ".join(words[:count])) is not None:
                return what, " ".join(words[count:])
    return None, ""


async def _tapped(tap: Tap) -> Outcome:
    channel, action = tap.guards
    actor = tap.task.actor
    names = {one.id: one.name for one in await channels.overview(actor, tap.now)}
    if channel not in names:
        return Outcome(tap.toast("gone"), bare=True)
    if action == words.TEST:
        return await _test(tap, channel, names[channel])
    if action == TRY_TEMPLATES:
        tried = await channels.try_templates(actor, channel, tap.now)
        return Outcome(tap.toast("ok" if tried else "done"), bare=True)
    if action in (words.PAUSE, words.RESUME):
        changed = await channels.pause(actor, channel, action == words.PAUSE, tap.now)
    elif action == words.DEFAULT:
        changed = await channels.make_default(actor, channel, tap.now)
    else:
        return Outcome(tap.toast("gone"))
    return Outcome(tap.toast("ok" if changed else "done"), edit=await overview(tap.speaker, tap.now))


async def _test(tap: Tap, channel: int, name: str) -> Outcome:
    """Asks the provider now; what it says is also what the channel's light shows from then on."""
    tap.task.actor.needs("manager")
    workspace = tap.speaker.actor.workspace
    try:
        found = await channels.check(workspace, name, tap.now)
    except NotFound:
        return Outcome(tap.toast("gone"))
    await outcomes.channel_is(workspace, channel, str(found.health), found.reason, tap.now)
    edit = await overview(tap.speaker, tap.now)
    return Outcome(edit=edit, fresh=words.tested(tap.speaker.said, name, found))


STEPS: dict[str, tuple[Step, int]] = {CHANNEL: (_tapped, 2)}
"""What a button's first letter does, and how many guards it carries."""
