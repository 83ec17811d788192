"""A message's bubble: what was understood, what is to come, how far it got, and what can be tapped. Pure.

The same function draws it first and redraws it when its state changed. Not here: lists (`bot.replies.looks`), questions
(`bot.replies.readings`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from bot.replies import limits, times
from bot.replies.parts import late_words, people
from bot.replies.reply import CANCEL, PAUSE, RESUME, SKIP, STOP, UNDO, Button, Reply, Rows, Shows, button, time_guard
from bot.replies.voice import Html, Voice, bold, escape, fit
from core.messages import placeholders
from core.messages.views import View
from core.recurrence import instant, local, next_due
from core.slots.timing import COUNTDOWN, midnight

TICKS = ("waiting", "sending", "sent", "delivered", "read", "unsure", "failed", "skipped", "cancelled")
_TICK_OF = {"planned": "waiting", "queued": "waiting"}
_WAITING = {"planned", "queued", "cancelled"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """What besides the message a bubble is drawn from: whose zone, which moment, why it was made.

    `head` "scheduled", "moved", … is its first word; `rev` the message's now, `at_rev` when the bubble was made: Undo is
    offered while they agree. `alternatives` are buttons that take an assumption back, `notes` are further lines.
    """

    zone: str
    now: datetime
    head: str = "shown"
    rev: int = 0
    at_rev: int = 0
    notes: tuple[str, ...] = ()
    alternatives: tuple[Button, ...] = ()


def bubble(said: Voice, view: View, drawing: Drawing) -> Reply:
    """The whole bubble of a message."""
    lines = [_head(said, view, drawing), _when(said, view, drawing), *_content(said, view)]
    lines += [
        escape(line) for line in (*_times(said, view, drawing), *_state(said, view), *_progress(said, view, drawing))
    ]
    if view.state in ("active", "paused", "draft"):
        lines += [escape(line) for line in (*_trouble(said, view), *drawing.notes)]
    shows = Shows("message", view.id, drawing.head, drawing.at_rev, said.language)
    return Reply(fit([line for line in lines if line]), _buttons(said, view, drawing), shows)


def question_bubble(
    said: Voice, view: View, drawing: Drawing, asked: Sequence[Html], buttons: Rows, proposal: int
) -> Reply:
    """A message that is not kept yet, and the question whether to keep it."""
    who = bold(people(said, view.names))
    lines = [
        bold(asked[0]),
        *asked[1:],
        said.html("head-shown", number="", who=who).strip(),
        _when(said, view, drawing),
    ]
    lines += _content(said, view)
    lines += [escape(line) for line in (*_times(said, view, drawing), *_trouble(said, view), *drawing.notes)]
    return Reply(fit([line for line in lines if line]), buttons, None, proposal)


# --- lines


def _content(said: Voice, view: View) -> list[Html]:
    """What goes out: the text, and the file that it goes with."""
    text = [said.quoted(view.text)] if view.text or not view.file else []
    more = [escape(said("by-template", name=view.template))] if view.template else []
    return text + more + ([escape(said("with-file", name=view.file))] if view.file else [])


def _head(said: Voice, view: View, drawing: Drawing) -> Html:
    key = drawing.head
    if key == "scheduled" and counting_down(view, drawing.now):
        key = "now"
    if key == "scheduled" and view.names == ("me",):
        key = "reminder"
    head = said.html(f"head-{key}", number=bold(f"#{view.number}"), who=bold(people(said, view.names)))
    over = not view.people and view.state not in ("active", "paused")  # they were removed since
    if view.people != 1 and not over and (len(view.names) != view.people or view.people > 5):
        head = said.html("head-people", head=head, n=view.people)
    return head


def counting_down(view: View, now: datetime) -> bool:
    """It was said to leave now and can still be stopped."""
    at = view.when.at
    return view.state == "active" and not view.when.rules and at is not None and now < at <= now + COUNTDOWN


def has_begun(view: View) -> bool:
    """Whether any of it has left or was tried."""
    return any(state not in _WAITING for state, _ in view.counts)


def _when(said: Voice, view: View, drawing: Drawing) -> Html:
    when = view.when
    if counting_down(view, drawing.now):
        left = (when.at or drawing.now) - drawing.now
        return said.html("leaves-in", time=times.clock(when.starts), n=ceil(left.total_seconds()))
    moved = set(when.rdates)
    ruled = [one for at in view.next_times if (one := at.replace(tzinfo=None)) not in moved]
    coming = ruled[0] if ruled else None  # a time that was moved by itself is no start of the rule
    if view.resume_on is not None and when.rules:
        again = next_due(when, midnight(view.resume_on, when.zone) - timedelta(microseconds=1))
        coming = local(again.due, when.zone) if again else coming
    first = coming.date() if coming else local(drawing.now, when.zone).date()
    days = {moment.date() for moment in when.rdates}
    when = replace(when, exdates=tuple(day for day in when.exdates if day >= first and day not in days))
    words = _capital(times.when_words(said, when, coming, drawing.zone))
    if coming is None and not when.rules and view.state == "cancelled":
        return escape(said("was-when", when=times.when_words(said, when, coming, drawing.zone)))
    here = times.here(said, when, drawing.zone) if not when.rules else ""
    return escape("\n".join([words, *([said("here-it-is", when=here)] if here else [])]))


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]


def _times(said: Voice, view: View, drawing: Drawing) -> list[str]:
    lines = []
    if view.recurring and view.next_times and view.state != "paused":
        year = drawing.now.year
        following = [times.short_moment(said, one.replace(tzinfo=None), year) for one in view.next_times]
        lines.append(said("next-times", times=" · ".join(following)))
    if view.late and view.state == "active" and view.next_times:
        lines.append(late_words(said, view.late))
    if view.answered and view.state == "active" and view.next_times:
        lines.append(said(f"answered-{view.answered}"))
    if view.slots:
        first, last = (local(slot, drawing.zone) for slot in view.slots)
        same_day = first.date() == last.date()
        end = times.clock(last) if same_day else times.short_moment(said, last)
        lines.append(said("spread", first=times.clock(first), last=end))
    if view.state not in ("active", "draft") or drawing.head == "asked":  # what would wait is what is asked about
        return lines
    return lines + limits.told(said, view, drawing.zone)


def _state(said: Voice, view: View) -> list[str]:
    if view.state == "paused":
        if view.resume_on:
            return [said("state-paused-until", day=times.day(said, view.resume_on))]
        if not view.next_times:
            return [said("state-paused-past", number=f"#{view.number}")]
        return [said("state-paused")]
    if view.state == "cancelled":
        return [said("state-cancelled")]
    return [said("state-over")] if view.state == "done" and view.recurring else []


def _progress(said: Voice, view: View, drawing: Drawing) -> list[str]:
    """How far the newest due time that has begun got: a tick for one person, counts for several."""
    counts = dict(view.counts)
    due = view.last_due
    if not counts or due is None or (due > drawing.now and set(counts) <= _WAITING):
        return []
    if view.state == "cancelled" and set(counts) == {"cancelled"}:
        return []
    words = progress(said, counts)
    stood_in = [said("by-stand-in", n=n, channel=name) for name, n in view.stand_ins]
    if view.recurring:
        words = said("progress-last", when=times.short_moment(said, local(due, view.when.zone)), progress=words)
    return [words, *stood_in]


def progress(said: Voice, counts: dict[str, int]) -> str:
    """ "✓✓ Delivered" for one, "3 waiting · 2 read" for several."""
    tally: Counter[str] = Counter()
    for state, n in counts.items():
        tally[_TICK_OF.get(state, state)] += n
    if tally.total() == 1:
        return said(f"tick-{next(iter(tally))}")
    tally["waiting"] += tally.pop("sending", 0)
    return " · ".join(said(f"count-{name}", n=tally[name]) for name in TICKS if tally[name])


def tick(said: Voice, state: str) -> str:
    return said(f"tick-{_TICK_OF.get(state, state)}")


def _trouble(said: Voice, view: View) -> list[str]:
    lines = _placeholders(said, view)
    if view.without_phone:
        names = said.several(view.without_phone)
        lines.append(said("missing-phone", n=len(view.without_phone), names=names, first=view.without_phone[0]))
    if view.blocked:
        lines.append(said("blocked-people", n=len(view.blocked), names=said.several(view.blocked)))
    if view.barred:
        lines.append(said("barred-people", n=len(view.barred), names=said.several(view.barred)))
    lines += _template(said, view)
    if view.channel and view.channel_health not in ("working", "starting", "unknown", ""):
        lines.append(said("channel-waits", channel=view.channel))
    if view.ahead.beyond is not None and view.state == "active":
        lines += limits.told_beyond(said, view, view.ahead.beyond)
    return lines


def _placeholders(said: Voice, view: View) -> list[str]:
    """What is filled in for each person, and what would go out with its braces."""
    lines = []
    if (name := placeholders.names_them(view.text)) is not None:
        lines.append(said("fills-name", n=view.people, name=name, who=view.names[0] if view.names else ""))
    if left := placeholders.left_over(view.text):
        lines.append(
            said("fills-nothing-else", names=said.several(left), n=len(left), name=f"{{{said('placeholder-name')}}}")
        )
    return lines


def _template(said: Voice, view: View) -> list[str]:
    """Outside the hours after somebody wrote only an approved template may go to them: said now, not when it is due."""
    closed = view.closed
    if view.template or not closed.count or view.state not in ("active", "draft"):
        return []
    names = said.several(closed.names) if closed.names else said("template-people", n=closed.count)
    if closed.template is not None:
        return [said("goes-as-template", n=closed.count, names=names, template=closed.template)]
    return [said("needs-template", n=closed.count, names=names, channel=view.channel or "")]


# --- buttons


def _buttons(said: Voice, view: View, drawing: Drawing) -> Rows:
    rows: list[tuple[Button, ...]] = []
    fresh = drawing.head not in ("shown", "undone") and drawing.rev == drawing.at_rev
    if counting_down(view, drawing.now) and not has_begun(view):
        rows.append((button(said, STOP, "stop", view.number, drawing.rev),))
    elif fresh and not (drawing.head == "scheduled" and has_begun(view)) and view.state != "done":
        rows.append((button(said, UNDO, "undo", view.number, drawing.rev),))
    elif view.state == "paused":
        rows.append((button(said, RESUME, "resume", view.number), button(said, CANCEL, "cancel", view.number)))
    elif view.state == "active" and (view.next_times or view.waiting):
        rows.append(_running(said, view))
    if fresh and drawing.alternatives and view.state == "active" and not has_begun(view):
        rows += [(one,) for one in drawing.alternatives]
    return tuple(rows)


def _running(said: Voice, view: View) -> tuple[Button, ...]:
    found = [button(said, PAUSE, "pause", view.number)]
    if view.recurring and view.next_times:
        found.append(button(said, SKIP, "skip", view.number, time_guard(view.next_times[0])))
    return (*found, button(said, CANCEL, "cancel", view.number))


def first_due(view: View) -> datetime:
    """The instant of the first due time to come; the start where none is."""
    return view.next_times[0] if view.next_times else instant(view.when.starts, view.when.zone)
