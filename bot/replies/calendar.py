"""The calendar in words: a month with its load, and the messages of one of its days. Pure.

Days and months are numbers in buttons (20261224, 202612), so that a bubble of last week still means the same. Not here: the
figures (`core.messages.months`), the picture (`bot.pictures`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.replies import times
from bot.replies.messages import progress
from bot.replies.parts import for_people
from bot.replies.reply import CALENDAR, DAY, MONTH, SHOW, Reply, Rows, button, in_rows, labelled
from bot.replies.voice import CAPTION, Html, Voice, bold, escape, fit
from core.messages.months import DUE, Day, Month, Share, month_after
from core.messages.views import View

_PIECE = 60
_MOST_TROUBLE = 8
MOST_LINES = 20
YEARS = (2000, 2199)
"""Years that a calendar shows: a button can be made up, and arithmetic with days ends with the year 9999."""


def of_month(said: Voice, month: Month, starts: int) -> Reply:
    """The whole month, short enough for a caption. `starts`: the weekday (Monday is 0) that begins a week."""
    busy = [one for one in month.days if one.copies]
    lines = [
        bold(heading(said, month.first)),
        said.html("calendar-total", copies=month.copies, days=len(busy)),
        *_today(said, month),
        *_troubles(said, month.days),
        *_weeks(said, busy, starts),
    ]
    if busy:
        lines.append(escape(said("calendar-tap")))
    return Reply(fit(lines, CAPTION), _month_buttons(said, month))


def heading(said: Voice, month: date) -> str:
    """ "December 2026", with a capital also where the language writes months small."""
    name = times.month(said, month)
    return name[:1].upper() + name[1:]


def _today(said: Voice, month: Month) -> list[Html]:
    here = month.first == month.today.replace(day=1)
    return [said.html("calendar-today", day=times.weekday_number(said, month.today))] if here else []


def _troubles(said: Voice, days: Sequence[Day]) -> list[Html]:
    bad = [
        said("calendar-trouble-day", day=times.weekday_number(said, one.day), n=one.trouble)
        for one in days
        if one.trouble
    ]
    return [said.html("calendar-trouble", days=said.several(bad, _MOST_TROUBLE))] if bad else []


def _weeks(said: Voice, busy: Sequence[Day], starts: int) -> list[Html]:
    """A line a week."""
    lines: dict[int, list[str]] = {}
    for one in busy:
        week = (one.day.toordinal() - 1 - starts) // 7
        lines.setdefault(week, []).append(said("calendar-day", day=times.weekday_number(said, one.day), n=one.copies))
    return [escape(" · ".join(pieces)) for pieces in lines.values()]


def _month_buttons(said: Voice, month: Month) -> Rows:
    """A button for each day that has anything, then the ways to other months."""
    days = [
        labelled(said, DAY, str(one.day.day), f"{one.day:%Y%m%d}") for one in month.days if one.copies or one.trouble
    ]
    before, after = month_after(month.first, -1), month_after(month.first, 1)
    walk = []
    if before.year >= YEARS[0]:
        walk.append(button(said, MONTH, "month-before", f"{before:%Y%m}", month=times.month_name(said, before)))
    if month.first != month.today.replace(day=1):
        walk.append(button(said, MONTH, "this-month", 0))
    if after.year <= YEARS[1]:
        walk.append(button(said, MONTH, "month-after", f"{after:%Y%m}", month=times.month_name(said, after)))
    return (*in_rows(days, 7), tuple(walk))


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a day: what it has there."""

    view: View
    shares: tuple[Share, ...]


def of_day(said: Voice, day: date, entries: Sequence[Entry], rest: int, missed: int, zone: str) -> Reply:
    """A day's messages, earliest first, each with a button; `rest` more are not told."""
    lines = [bold(times.day(said, day))]
    lines += [_line(said, one, zone) for one in entries]
    if rest:
        lines.append(said.html("calendar-day-rest", n=rest))
    if missed:
        lines.append(said.html("calendar-day-missed", n=missed))
    elif not entries:
        lines.append(said.html("calendar-day-empty"))
    shown = [labelled(said, SHOW, f"#{one.view.number}", one.view.number) for one in entries]
    back = button(said, CALENDAR, "calendar", f"{day:%Y%m}")
    return Reply(fit(lines), (*in_rows(shown, 5), (back,)))


def _line(said: Voice, entry: Entry, zone: str) -> Html:
    view = entry.view
    moments = dict.fromkeys(_clock(one.first, zone) for one in entry.shares)
    counts = {one.state: one.copies for one in entry.shares if one.state != DUE}
    who = for_people(said, view.names)
    if view.people > 1 and len(view.names) == 1:
        who = f"{who} ({said('calendar-line-people', n=view.people)})"
    values = {
        "number": bold(f"#{view.number}"),
        "times": said.several(list(moments), 3),
        "who": who,
        "text": f"“{said.cut(view.title, _PIECE)}”",
    }
    if not counts:
        return said.html("calendar-line", **values)
    return said.html("calendar-line-state", progress=progress(said, counts), **values)


def _clock(moment: datetime, zone: str) -> str:
    return times.clock(moment.astimezone(ZoneInfo(zone)).replace(second=0))
