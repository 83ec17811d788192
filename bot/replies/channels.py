"""Channels in words: a light for each, today's count, and what can be done about it. Pure.

Not here: connecting one (`bot.replies.setup`), notices about them (`bot.replies.notices`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.replies.channel_notices import health_words
from bot.replies.limits import guards
from bot.replies.reply import CHANNEL, Button, Reply, button
from bot.replies.voice import Html, Voice, bold, code, escape, fit
from core.channels.channels import Seen
from core.gateways.base import ChannelCheck, Health

PAUSE, RESUME, TEST, DEFAULT = range(4)


def overview(said: Voice, found: Sequence[Seen], role: str, today: date) -> Reply:
    """Every channel with its light and what it allows; a row of buttons for each, as far as the speaker's role goes."""
    if not found:
        return Reply(escape(said("channels-none")))
    lines = [bold(said("channels-head", n=len(found)))]
    for one in found:
        lines += [line for line in (_line(said, one), escape(guards(said, one.row, today))) if line]
    rows = tuple(_buttons(said, one, role, len(found) > 1) for one in found) if role in ("owner", "manager") else ()
    if role == "owner" and len(found) > 1:
        lines.append(_hint(said, found[0].name, found[1].name))
    return Reply(fit(lines), rows)


def _hint(said: Voice, name: str, other: str) -> Html:
    return said.html("failover-hint", example=code(said("example-failover", name=name, other=other)))


def how_to_stand_in(said: Voice, known: Sequence[str], name: str = "") -> Reply:
    """A sentence about stand-ins that named no two channels."""
    if len(known) < 2:
        return Reply(escape(said("failover-needs-two")))
    one = name or known[0]
    return Reply(_hint(said, one, next(other for other in known if other != one)))


def stands_in(said: Voice, name: str, other: str | None) -> Html:
    """What was just allowed, or no longer is."""
    if other is None:
        return said.html("failover-nobody", name=bold(name))
    return said.html("failover-allowed", name=bold(name), other=bold(other))


def _line(said: Voice, one: Seen) -> Html:
    """ "🟢 clinic (WAHA, +351 …), default: 12 of 200 today"."""
    row = one.row
    marks = [
        one.title,
        *([row["number"]] if row["number"] else []),
        *([said("channel-default")] if row["is_default"] else []),
    ]
    count = (
        said("channel-count-limit", n=one.sent, limit=one.limit)
        if one.limit is not None
        else said("channel-count", n=one.sent)
    )
    state = said(f"channel-light-{one.light}")
    if one.light in ("down", "slow") and row["reason"]:
        state = said("channel-why", state=state, reason=health_words(said, row["reason"], row["health"]))
    if one.stand_in:
        count = f"{count} {said('channel-stand-in', other=one.stand_in)}"
    return said.html(
        "channel-line",
        light=said(f"channel-sign-{one.light}"),
        name=bold(one.name),
        marks=", ".join(marks),
        state=state,
        count=count,
    )


def _buttons(said: Voice, one: Seen, role: str, several: bool) -> tuple[Button, ...]:
    paused = one.row["paused"]
    step, name = (RESUME, "channel-resume") if paused else (PAUSE, "channel-pause")
    found = [button_for(said, name, one, step, several), button_for(said, "channel-test", one, TEST, several)]
    if several and role == "owner" and not one.row["is_default"]:
        found.append(button_for(said, "channel-make-default", one, DEFAULT, several))
    return tuple(found)


def button_for(said: Voice, name: str, one: Seen, step: int, several: bool) -> Button:
    """With several channels, the button says which."""
    plain = button(said, CHANNEL, name, one.id, step)
    return Button(f"{plain.label}: {said.cut_short(one.name, 16)}", plain.data) if several else plain


def tested(said: Voice, name: str, found: ChannelCheck) -> Reply:
    """What the provider says of a channel now."""
    if found.health is Health.WORKING:
        key = "channel-tested-number" if found.number else "channel-tested"
        return Reply(said.html(key, name=bold(name), number=found.number or ""))
    why = health_words(said, found.reason, str(found.health))
    key = f"setup-why-{found.reason}"
    lines = [said.html("channel-tested-down", name=bold(name), reason=why)]
    if said.has(key):
        lines.append(escape(said(key)))
    return Reply(fit(lines))
