"""What does not fit: what a channel allows, who waits or is left out, and the questions about it. Pure.

Not here: when they are asked (`bot.handlers.fitting`), what a message's bubble says besides (`bot.replies.messages`).
"""

from __future__ import annotations

from datetime import date, datetime

from bot.replies import times
from bot.replies.parts import people
from bot.replies.reply import ALLOW, NO_ROOM, Button, Reply, button, labelled
from bot.replies.voice import Html, Voice, bold, code, escape, fit
from core.channels.channel_limits import TooMany
from core.language.reading import Option
from core.messages.views import View
from core.recurrence import local
from core.slots.allotment import ANYWAY, PART, WAIT
from core.slots.foretold import Choice, Moved
from core.slots.ramp import Row, steps
from core.slots.room import DAILY, NEW, PERSON, QUIET, TOO_MANY


def too_many(said: Voice, guard: TooMany, owner: bool) -> list[Html]:
    """Why a message cannot go to so many people, and what can be done about it."""
    values = {"n": guard.people, "most": guard.most, "channel": guard.channel}
    if guard.code != TOO_MANY:
        return [escape(said("limit-tier", **values))]
    example = code(said("example-channel-people", channel=guard.channel, n=str(guard.people)))
    what = "limit-people-owner" if owner else "limit-people-ask"
    return [escape(said("limit-people", **values)), said.html(what, n=guard.people, example=example)]


def allow(said: Voice, guard: TooMany, proposal: int) -> Button:
    """For an owner: the channel allows so many from now on, and the message goes."""
    return button(said, ALLOW, "allow-people", proposal, guard.people, n=str(guard.people))


def guards(said: Voice, channel: Row, today: date) -> str:
    """What holds of a channel, as one line."""
    parts = [said("channel-guard-pace", pace=channel["pace"])] if channel["pace"] != "0s" else []
    if channel["most_people"] is not None:
        parts.append(said("channel-guard-people", n=channel["most_people"]))
    if channel["new_limit"] is not None:
        parts.append(said("channel-guard-new", n=channel["new_limit"]))
    if ramp := steps(channel, today):
        parts.append(said("channel-guard-warm-up", steps=", ".join(map(str, ramp))))
    return " · ".join(parts)


# --- what a bubble says


def told(said: Voice, view: View, zone: str) -> list[str]:
    """Who waits and until when, who is left out and why, of the next due time or of the one that has come."""
    lines = [_waits(said, one, view.people, zone) for one in view.ahead.moved]
    lines += [said("left-out", n=count, why=said(f"why-{cause}")) for cause, count in view.ahead.out]
    if view.waiting is not None:
        count, first, last = view.waiting
        lines.append(said("waiting-until", n=count, when=_span(said, first, last, zone)))
    if view.ahead.unheeded:
        lines.append(said("quiet-anyway"))
    return lines


def _waits(said: Voice, one: Moved, people: int, zone: str) -> str:
    when = _span(said, one.first, one.last, zone)
    why = said(f"why-{one.cause}")
    if one.count == people:
        return said("waits-all", when=when, why=why)
    return said("waits-some", n=one.count, people=people, when=when, why=why)


def _span(said: Voice, first: datetime, last: datetime, zone: str) -> str:
    begins, ends = local(first, zone), local(last, zone)
    if ends.replace(second=0, microsecond=0) == begins.replace(second=0, microsecond=0):
        return times.short_moment(said, begins)
    end = times.clock(ends) if begins.date() == ends.date() else times.short_moment(said, ends)
    return said("span", first=times.short_moment(said, begins), last=end)


# --- what is asked


def asked_quiet(said: Voice, view: View, choice: Choice, zone: str) -> list[Html]:
    """Quiet hours are in the way."""
    hours = view.ahead.hours.replace("-", "–")
    due = times.short_moment(said, local(choice.due, zone))
    if choice.moved.count == choice.people:
        return [escape(said("limit-quiet", hours=hours, when=due))]
    return [escape(said("limit-quiet-some", hours=hours, when=due, n=choice.moved.count, people=choice.people))]


def asked_beyond(said: Voice, view: View, choice: Choice) -> list[Html]:
    """A limit of the day, or the end of a series, is in the way."""
    return [escape(_beyond(said, view, choice))]


def told_beyond(said: Voice, view: View, choice: Choice) -> list[str]:
    """The same of a message about which nobody was asked: limits came after it, or its people did."""
    if choice.moved.cause == PERSON:
        return []  # who has had enough is left out, which is said by that
    left = [said("would-be-left-out", n=choice.moved.count)] if choice.moved.cause in (DAILY, NEW) else []
    return [_beyond(said, view, choice), *left]


def no_room(said: Voice, view: View, choice: Choice, zone: str) -> Reply:
    """The same when it is planned, with a button for each thing that may be done about it."""
    head = said.html("head-shown", number=bold(f"#{view.number}"), who=bold(people(said, view.names)))
    title = escape(f"“{said.cut(view.title, 60)}”")
    lines = [escape(line) for line in told_beyond(said, view, choice)]
    offered = answers(said, choice, zone)
    rows = [
        (labelled(said, NO_ROOM, one.label or "", view.number, CHOICES.index(one.patch["beyond"])),) for one in offered
    ]
    return Reply(fit([head, title, *lines]), tuple(rows))


def _beyond(said: Voice, view: View, choice: Choice) -> str:
    known = choice.moved.cause in (DAILY, NEW, PERSON)
    return said(
        f"limit-{choice.moved.cause}" if known else "limit-past_end",
        n=choice.moved.count,
        people=choice.people,
        limit=choice.limit or 0,
        channel=view.channel or "",
        day=times.day(said, local(choice.due, view.when.zone).date()),
    )


def answers(said: Voice, choice: Choice, zone: str) -> list[Option]:
    """What a person may choose; the labels can be typed as well, and the words of `CHOICES`."""
    about = "quiet" if choice.moved.cause == QUIET else "beyond"
    rest, fits = choice.moved.count, choice.people - choice.moved.count
    found = []
    if choice.waits:
        when = _span(said, choice.moved.first, choice.moved.last, zone)
        alone = "option-wait-quiet" if about == "quiet" else "option-wait"
        label = said("option-wait-rest", n=rest, when=when) if fits else said(alone, when=when)
        found.append(Option({about: WAIT}, label=label))
    if about == "quiet":
        found.append(Option({about: ANYWAY}, label=said("option-anyway")))
    if fits:
        found.append(Option({about: PART}, label=said("option-part", n=fits)))
    elif not choice.waits:
        found.append(Option({about: PART}, label=said("option-leave-out")))
    return found


CHOICES = (WAIT, ANYWAY, PART)
"""What an answer may be in words: `choice-…-words`."""
