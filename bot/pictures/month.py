"""The calendar's picture, laid out: a field for each day, darker the more leaves on it. Pure but for widths.

The number is what leaves that day, one for each person; a sign tells of trouble; a ring is round today. Not here: the same
facts in words (`bot.replies.calendar`).
"""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, sqrt

from bot.pictures import canvas
from bot.pictures.canvas import EDGE, INK, SHADES, SOFT, WIDTH, Box, Mark, Picture, Words, middle
from bot.pictures.numbers import short
from bot.pictures.paint import fitted, width
from bot.pictures.week import SIGNS
from bot.replies import times
from bot.replies.calendar import heading
from bot.replies.voice import Voice
from core.messages.months import Day, Month

_SPACE = 10
_WIDE = (WIDTH - 2 * EDGE - 6 * _SPACE) / 7
_HIGH = 128
_TOP = 198
_MANY = 100


def layout(said: Voice, month: Month, starts: int) -> Picture:
    """The whole picture. `starts`: the weekday (Monday is 0) that begins a week."""
    most = max(one.copies for one in month.days)
    marks = [*_head(said, month), *_weekdays(said, month.first, starts)]
    row = 0
    for one in month.days:
        column = (one.day.weekday() - starts) % 7
        row += column == 0 and one.day.day > 1
        left, top = EDGE + column * (_WIDE + _SPACE), _TOP + row * (_HIGH + _SPACE)
        field = Box(left, top, left + _WIDE, top + _HIGH, SHADES[shade(one.copies, most)], 16)
        marks += _field(said, one, field, one.day == month.today)
    bottom = _TOP + (row + 1) * (_HIGH + _SPACE)
    marks += _legend(said, bottom, any(one.trouble for one in month.days))
    return Picture(WIDTH, round(bottom + 70 + EDGE / 2), tuple(marks))


def shade(copies: int, most: int) -> int:
    """A place in `SHADES`: by the root, so that one great day leaves the others apart."""
    return ceil((len(SHADES) - 1) * sqrt(copies / most)) if copies else 0


def _head(said: Voice, month: Month) -> list[Mark]:
    return [fitted(Words(heading(said, month.first), EDGE + 4, 92, 60, INK, True), WIDTH - 2 * EDGE)]


def _weekdays(said: Voice, first: date, starts: int) -> list[Mark]:
    monday = first - timedelta(days=first.weekday())
    return [
        fitted(
            Words(
                times.weekday_name(said, monday + timedelta(days=(starts + column) % 7)),
                EDGE + column * (_WIDE + _SPACE) + _WIDE / 2, 168, 38, SOFT, anchor="m",
            ),
            _WIDE,
        )
        for column in range(7)
    ]  # fmt: skip


def _field(said: Voice, one: Day, field: Box, today: bool) -> list[Mark]:
    ink = canvas.ON[field.fill]
    marks: list[Mark] = [field]
    number = Words(str(one.day.day), field.left + 16, field.top + 42, 34, ink, today)
    if today:
        chip = Box(field.left + 8, field.top + 8, field.left + 60, field.top + 52, INK, 12)
        marks += [Box(field.left, field.top, field.right, field.bottom, INK, 16, 7), chip]
        number = middle(number.text, chip, 34, canvas.WHITE)
    marks.append(number)
    if one.copies:
        load = Words(short(said, one.copies), (field.left + field.right) / 2, field.bottom - 20, 52, ink, True, "m")
        marks.append(fitted(load, _WIDE - 20))
    if one.trouble:
        pill = Box(field.right - 66, field.top + 8, field.right - 8, field.top + 52, canvas.FAILED, 22)
        count = str(one.trouble) if one.trouble < _MANY else "99+"
        marks += [pill, fitted(middle(_sign(count), pill, 34, canvas.WHITE), 52)]
    return marks


def _sign(count: str) -> str:
    return f"{SIGNS['failed']}{count}"


def _legend(said: Voice, top: float, trouble: bool) -> list[Mark]:
    marks: list[Mark] = []
    left = float(EDGE + 4)
    for colour in SHADES[1:]:
        marks.append(Box(left, top + 16, left + 44, top + 60, colour, 10))
        left += 50
    marks.append(fitted(Words(said("picture-per-day"), left + 10, top + 51, 38, SOFT), 440))
    if trouble:
        word = fitted(Words(said("picture-trouble"), WIDTH - EDGE - 4, top + 51, 38, SOFT, anchor="r"), 200)
        left = word.x - width(word.text, word.size) - 14
        pill = Box(left - 60, top + 16, left, top + 60, canvas.FAILED, 22)
        marks += [word, pill, middle(SIGNS["failed"], pill, 34, canvas.WHITE)]
    return marks
