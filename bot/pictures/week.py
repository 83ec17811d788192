"""The digest's picture, laid out: the week's totals, its days as nested bars, next week's load. Pure but for widths.

A bar is as high as what was sent; in it, what was delivered; in that, what was read. Trouble has signs below the days.
Not here: the same facts in words (`bot.digest`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.pictures import canvas
from bot.pictures.canvas import EDGE, GAP, INK, SOFT, WIDTH, Box, Mark, Picture, Words, middle
from bot.pictures.numbers import short
from bot.pictures.paint import fitted, writable
from bot.replies import times
from bot.replies.voice import Voice
from core.report import Figures, Week

_ROOM = WIDTH - 2 * EDGE
_PAD = 26
_COLUMN = (_ROOM - 2 * _PAD) / 7
_BAR = 100
_HIGH, _LOW = 250, 110
"""Height of the highest bar: of this week, of the next."""
_LABELLED = 44
"""A part of a bar that is this high has room for its number."""
_TILE = 146
_PILL = 46

SIGNS = {"failed": "×", "unsure": "?", "skipped": "–"}
_COLOURS = {
    "sent": canvas.SENT,
    "delivered": canvas.DELIVERED,
    "read": canvas.READ,
    "failed": canvas.FAILED,
    "unsure": canvas.UNSURE,
    "skipped": canvas.SKIPPED,
}


def layout(said: Voice, week: Week) -> Picture:
    """The whole picture."""
    marks, top = _head(said, week)
    for part in (_tiles, _days, _next):
        made, top = part(said, week, top + GAP)
        marks += made
    return Picture(WIDTH, round(top + EDGE), tuple(marks))


Part = tuple[list[Mark], float]


def _head(said: Voice, week: Week) -> Part:
    dates, name = times.week(said, week.first_day, week.last_day), writable(week.workspace)
    if not name:
        return [fitted(Words(dates, EDGE + 4, 92, 54, INK, True), _ROOM)], 116
    return [
        fitted(Words(name, EDGE + 4, 88, 54, INK, True), _ROOM),
        fitted(Words(dates, EDGE + 4, 140, 40, SOFT), _ROOM),
    ], 160


def _tiles(said: Voice, week: Week, top: float) -> Part:
    """The totals, which explain the colours; without trouble of a rarer kind, its tile is left out."""
    names = ["sent", "delivered", "read", "failed"]
    names += [name for name in ("unsure", "skipped") if getattr(week, name)]
    across = 4 if len(names) == 4 else 3
    wide = (_ROOM - (across - 1) * GAP) / across
    marks: list[Mark] = []
    for place, name in enumerate(names):
        left, high = EDGE + place % across * (wide + GAP), top + place // across * (_TILE + GAP)
        marks += _tile(said, name, getattr(week, name), Box(left, high, left + wide, high + _TILE, canvas.CARD, 20))
    rows = -(-len(names) // across)
    return marks, top + rows * (_TILE + GAP) - GAP


def _tile(said: Voice, name: str, count: int, card: Box) -> list[Mark]:
    colour, x = _COLOURS[name], card.left + 24
    quiet = name in SIGNS and not count
    chip = Box(card.right - 66, card.top + 24, card.right - 22, card.top + 68, colour, 10)
    label = Words(said(f"picture-{name}"), x, card.bottom - 24, 38, SOFT)
    number = Words(short(said, count), x, card.top + 76, 66, SOFT if quiet else INK, True)
    marks: list[Mark] = [card, chip, fitted(number, chip.left - x - 8), fitted(label, card.right - x - 16)]
    if name in SIGNS:
        marks.append(middle(SIGNS[name], chip, 44, canvas.ON[colour]))
    return marks


@dataclass(frozen=True, slots=True)
class _Chart:
    """Seven columns in a card. `base` is where the bars stand."""

    top: float
    base: float

    def middle_of(self, column: int) -> float:
        return EDGE + _PAD + (column + 0.5) * _COLUMN

    def bar(self, column: int, height: float, colour: str) -> Box:
        x = self.middle_of(column)
        return Box(x - _BAR / 2, self.base - height, x + _BAR / 2, self.base, colour, 10)

    def names(self, said: Voice, days: list[date]) -> list[Mark]:
        line = Box(EDGE + _PAD, self.base, WIDTH - EDGE - _PAD, self.base + 3, canvas.LINE)
        return [line, *(self._name(said, column, day) for column, day in enumerate(days))]

    def _name(self, said: Voice, column: int, day: date) -> Words:
        text = times.weekday_name(said, day)
        return fitted(Words(text, self.middle_of(column), self.base + 46, 38, SOFT, anchor="m"), _COLUMN - 10)

    def above(self, column: int, height: float, text: str, fill: str = INK) -> Words:
        words = Words(text, self.middle_of(column), self.base - height - 14, 42, fill, True, "m")
        return fitted(words, _COLUMN - 10)


def _days(said: Voice, week: Week, top: float) -> Part:
    chart = _Chart(top, top + _PAD + 48 + _HIGH)
    most = max((one.sent for one in week.by_day), default=0)
    marks = chart.names(said, [one.day for one in week.by_day])
    for column, one in enumerate(week.by_day):
        marks += _nested(said, chart, column, one, _HIGH / most if most else 0)
    if not week.due:
        marks.append(_nothing(said("picture-nothing-due"), chart, _HIGH))
    pills, bottom = _pills(said, week, chart)
    card = Box(EDGE, top, WIDTH - EDGE, bottom + 22, canvas.CARD, 20)
    return [card, *marks, *pills], card.bottom


def _nested(said: Voice, chart: _Chart, column: int, day: Figures, scale: float) -> list[Mark]:
    """What was sent above the bar; each further stage in its own part, where it differs and there is room."""
    if not day.sent:
        return []
    marks: list[Mark] = [chart.above(column, _height(day.sent, scale), short(said, day.sent))]
    stages = ((day.sent, canvas.SENT), (day.delivered, canvas.DELIVERED), (day.read, canvas.READ), (0, ""))
    for (count, colour), (inside, _) in pairwise(stages):
        if not count:
            continue
        bar = chart.bar(column, _height(count, scale), colour)
        marks.append(bar)
        shown = _height(count, scale) - _height(inside, scale)
        if count != day.sent and shown >= _LABELLED:
            part = Box(bar.left, bar.top, bar.right, bar.top + _LABELLED, colour)
            marks.append(fitted(middle(short(said, count), part, 36, canvas.ON[colour]), _BAR - 8))
    return marks


def _height(count: int, scale: float) -> float:
    return max(6.0, count * scale) if count else 0.0


def _pills(said: Voice, week: Week, chart: _Chart) -> tuple[list[Mark], float]:
    """A row below the days for each kind of trouble that there was."""
    marks: list[Mark] = []
    top = chart.base + 64
    for name, sign in SIGNS.items():
        counts = [getattr(one, name) for one in week.by_day]
        if not any(counts):
            continue
        for column, count in enumerate(counts):
            if count:
                x = chart.middle_of(column)
                pill = Box(x - _BAR / 2, top, x + _BAR / 2, top + _PILL, _COLOURS[name], _PILL // 2)
                words = middle(f"{sign} {short(said, count)}", pill, 36, canvas.ON[_COLOURS[name]])
                marks += [pill, fitted(words, _BAR - 10)]
        top += _PILL + 12
    return marks, top - 12 if marks else chart.base + 50


def _next(said: Voice, week: Week, top: float) -> Part:
    total = sum(count for _, count in week.next_week)
    most = max((count for _, count in week.next_week), default=0)
    chart = _Chart(top, top + 96 + 48 + _LOW)
    card = Box(EDGE, top, WIDTH - EDGE, chart.base + 68, canvas.CARD, 20)
    number = Words(short(said, total), card.right - _PAD, top + 60, 46, INK, True, "r")
    title = fitted(Words(said("picture-next-week"), EDGE + _PAD, top + 60, 46, INK, True), _ROOM - 2 * _PAD - 160)
    marks: list[Mark] = [card, title, number, *chart.names(said, [day for day, _ in week.next_week])]
    for column, (_, count) in enumerate(week.next_week):
        if count:
            height = _height(count, _LOW / most)
            marks += [chart.bar(column, height, canvas.COMING), chart.above(column, height, short(said, count))]
    if not total:
        marks.append(_nothing(said("picture-nothing-next"), chart, _LOW))
    return marks, card.bottom


def _nothing(text: str, chart: _Chart, high: int) -> Words:
    return fitted(Words(text, WIDTH / 2, chart.base - high / 2, 42, SOFT, anchor="m"), _ROOM - 2 * _PAD)
