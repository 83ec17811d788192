"""The pictures: what they show, that it can be read, and that drawing them holds nobody up."""

from __future__ import annotations

import asyncio
import io
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from PIL import Image
from structlog.testing import capture_logs

from bot import pictures
from bot.pictures import canvas, month, paint, week
from bot.pictures.canvas import Box, Mark, Picture, Words
from bot.replies.voice import Voice, voice
from core.messages.months import Day, Month
from core.report import Figures, Week

MONDAY = date(2026, 11, 23)
SAID = voice("en")


class Spoken(Voice):
    """English words with the days and numbers of another language."""

    def __init__(self, language: str) -> None:
        super().__init__("en")
        self.language = language


def a_week(*days: tuple[int, ...], name: str = "Clínica São João", to_come: tuple[int, ...] = (0,) * 7) -> Week:
    rows = tuple(Figures(MONDAY + timedelta(days=n), *(days[n] if n < len(days) else ())) for n in range(7))
    total = {one: sum(getattr(row, one) for row in rows) for one in Figures.__slots__ if one != "day"}
    return Week(
        workspace=name, zone="Europe/Lisbon", first_day=MONDAY, last_day=MONDAY + timedelta(days=6),
        due=total["sent"] + total["failed"] + total["unsure"] + total["skipped"], cancelled=0, causes=(),
        lateness_median=None, lateness_worst=None, doubles=0, receipt_coverage=None, needs=(), opt_outs=0, answers=0,
        by_day=rows, next_week=tuple((MONDAY + timedelta(days=7 + n), load) for n, load in enumerate(to_come)), **total,
    )  # fmt: skip


def a_month(first: date, *loads: int, today: date = MONDAY, trouble: int = 0) -> Month:
    count = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - first).days
    return Month(
        tuple(
            Day(first + timedelta(days=n), 1, loads[n % len(loads)], failed=trouble if n % 2 else 0)
            for n in range(count)
        ),
        today,
    )


GREAT = a_week(*[(98_765 + n, 87_654, 76_543, 1_234, 5_678, 9_876) for n in range(7)], to_come=(9_999,) * 7)
EVERY = [
    week.layout(SAID, a_week()),
    week.layout(SAID, a_week((9, 8, 5, 1, 0, 0), (40, 40, 40), (1, 0, 0, 0, 1, 1), to_come=(3, 0, 30))),
    week.layout(SAID, GREAT),
    week.layout(Spoken("id"), replace(GREAT, workspace="W" * 300)),
    week.layout(Spoken("pt"), replace(GREAT, workspace="")),
    month.layout(SAID, a_month(date(2026, 11, 1), 0), 0),
    month.layout(Spoken("id"), a_month(date(2026, 8, 1), 1, 0, 98_765, 9_999, 432, trouble=432), 6),
    month.layout(Spoken("pt"), a_month(MONDAY.replace(day=1), 9_999, trouble=12), 0),
    month.layout(Spoken("es"), a_month(date(2026, 2, 1), 7, trouble=1), 6),
]


def texts(picture: Picture) -> list[str]:
    return [one.text for one in picture.words]


# --- what is drawn


def test_a_week_shows_its_totals_its_days_and_the_load_of_the_next() -> None:
    shown = week.layout(SAID, a_week((9, 8, 5, 1, 0, 0), (40, 36, 30), to_come=(3, 0, 30)))
    written = texts(shown)
    assert written[:2] == ["Clínica São João", "Nov 23\u2009–\u200929, 2026"]
    assert written[2:13] == ["49", "Sent", "44", "Delivered", "35", "Read", "1", "Failed", "×", "Mon", "Tue"]
    assert written[18:21] == ["9", "40", "30"]  # above Monday's and Tuesday's bars, and what was read of Tuesday's
    assert written[21:24] == ["× 1", "Next week", "33"]
    assert written[-2:] == ["3", "30"]


def test_a_bar_is_as_high_as_its_number_and_the_stages_stand_in_each_other() -> None:
    shown = week.layout(SAID, a_week((20, 10, 5), (40, 40, 40)))
    bars = [one for one in shown.boxes if one.right - one.left == 100]
    heights = {
        colour: [one.bottom - one.top for one in bars if one.fill == colour]
        for colour in (canvas.SENT, canvas.DELIVERED, canvas.READ)
    }
    assert heights[canvas.SENT][0] * 2 == heights[canvas.SENT][1]
    assert heights[canvas.DELIVERED][0] * 2 == heights[canvas.SENT][0]
    assert heights[canvas.READ][0] * 2 == heights[canvas.DELIVERED][0]


def test_trouble_of_a_kind_that_did_not_happen_takes_no_room() -> None:
    calm, rough = week.layout(SAID, a_week((9, 8, 5))), week.layout(SAID, a_week((9, 8, 5, 1, 1, 1)))
    assert "Unsure" not in texts(calm)
    assert [text for text in texts(rough) if text in ("× 1", "? 1", "– 1")] == ["× 1", "? 1", "– 1"]
    assert calm.height < rough.height


def test_a_week_without_anything_says_so() -> None:
    assert {"Nothing was due", "Nothing is scheduled"} < set(texts(week.layout(SAID, a_week())))


def test_a_month_has_a_field_for_each_day_under_its_weekday() -> None:
    shown = month.layout(SAID, a_month(date(2026, 11, 1), 0, 7), 6)
    assert texts(shown)[:8] == ["November 2026", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    fields = [one for one in shown.boxes if one.radius == 16 and not one.line]
    assert len(fields) == 30
    assert (fields[0].left, fields[7].left) == (canvas.EDGE, canvas.EDGE)
    assert fields[7].top > fields[0].top
    from_monday = month.layout(SAID, a_month(date(2026, 11, 1), 0, 7), 0)
    assert from_monday.boxes[0].right == canvas.WIDTH - canvas.EDGE


def test_the_more_leaves_on_a_day_the_darker_it_is() -> None:
    assert [month.shade(n, 100) for n in (0, 1, 6, 25, 56, 57, 100)] == [0, 1, 1, 2, 3, 4, 4]
    assert month.shade(0, 0) == 0


def test_today_has_a_ring_and_trouble_a_sign() -> None:
    shown = month.layout(SAID, a_month(date(2026, 11, 1), 5, trouble=2), 0)
    (ring,) = [one for one in shown.boxes if one.line]
    assert ring.top == next(one.top for one in shown.boxes if one.left == ring.left and one.bottom == ring.bottom)
    assert texts(shown).count("×2") == 15
    elsewhere = month.layout(SAID, a_month(date(2026, 12, 1), 5), 0)
    assert not [one for one in elsewhere.boxes if one.line]
    assert "trouble" not in texts(elsewhere)


def test_days_are_named_in_the_readers_language() -> None:
    assert texts(month.layout(Spoken("id"), a_month(date(2026, 8, 1), 1), 0))[:4] == [
        "Agustus 2026",
        "Sen",
        "Sel",
        "Rab",
    ]
    assert texts(month.layout(Spoken("es"), a_month(date(2026, 8, 1), 1), 0))[:3] == ["Agosto de 2026", "lun", "mar"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("São Tomé & Ñandú", "São Tomé & Ñandú"), ("Sa\u0303o", "São"), ("Clinic 🦷 Lisbon", "Clinic Lisbon"),
        ("Клиника", "Клиника"), ("Κλινική", "Κλινική"), ("מרפאה", ""), ("عيادة", ""), ("Clinic مركز", ""), ("診療所", ""),
        ("🦷🦷", ""), ("a\u202eb", ""), ("\n\tClinic\x00", "Clinic"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_written_as_far_as_the_font_can(name: str, written: str) -> None:
    assert paint.writable(name) == written


def test_a_name_that_cannot_be_written_leaves_the_dates_as_the_title() -> None:
    assert texts(week.layout(SAID, a_week(name="מרפאה")))[0].startswith("Nov 23")


# --- that it can be read


def apart(one: Mark, other: Mark) -> bool:
    left, top, right, bottom = paint.bounds(one)
    start, high, end, low = paint.bounds(other)
    return right <= start or end <= left or bottom <= high or low <= top


@pytest.mark.parametrize("picture", EVERY, ids=range(len(EVERY)))
def test_no_words_leave_the_canvas_or_run_into_each_other(picture: Picture) -> None:
    for mark in picture.marks:
        left, top, right, bottom = paint.bounds(mark)
        assert left >= 0, mark
        assert top >= 0, mark
        assert right <= picture.width, mark
        assert bottom <= picture.height, mark
    assert [(one.text, other.text) for one, other in combinations(picture.words, 2) if not apart(one, other)] == []


@pytest.mark.parametrize("picture", EVERY, ids=range(len(EVERY)))
def test_words_lie_wholly_on_the_box_below_them_or_wholly_beside_it(picture: Picture) -> None:
    for place, words in enumerate(picture.marks):
        if not isinstance(words, Words):
            continue
        left, top, right, bottom = paint.bounds(words)
        for box in picture.marks:
            if isinstance(box, Box) and not box.line and not apart(words, box):
                assert box.left <= left, (words, box)
                assert box.right >= right, (words, box)
                assert box.top <= top, (words, box)
                assert box.bottom >= bottom, (words, box)
                assert picture.marks.index(box) < place


@pytest.mark.parametrize("picture", EVERY, ids=range(len(EVERY)))
def test_type_is_at_least_ten_pixels_on_a_phone_and_telegram_takes_the_size(picture: Picture) -> None:
    assert min(one.size for one in picture.words) >= 30
    assert picture.width == 1080
    assert picture.width + picture.height < 10_000
    assert picture.height < 2 * picture.width


def test_the_marks_are_really_painted() -> None:
    picture = week.layout(SAID, a_week((9, 8, 5, 1, 0, 0)))
    with Image.open(io.BytesIO(paint.png(picture))) as opened:
        assert (opened.format, opened.size) == ("PNG", (picture.width, picture.height))
        image = opened.convert("RGB")
    for words in picture.words:
        left, top, right, bottom = (round(edge) for edge in paint.bounds(words))
        ink = _rgb(words.fill)
        seen = image.crop((left, top, right, bottom)).getcolors(100_000) or []
        assert min(sum(abs(a - b) for a, b in zip(colour, ink, strict=True)) for _, colour in seen) < 60, words
        edge = image.crop((left - 2, top - 2, right + 2, bottom + 2))
        assert len({edge.getpixel((0, y)) for y in range(edge.height)}) <= 3, words  # nothing of it is cut off


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


# Machado, Oliveira, Fernandes 2009: how the three kinds of full colour blindness see linear RGB.
_SEEN = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}
_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))


def _linear(colour: str) -> list[float]:
    return [v / 12.92 if (v := part / 255) <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for part in _rgb(colour)]


def _times(matrix: Any, values: list[float]) -> list[float]:
    return [min(max(sum(a * b for a, b in zip(row, values, strict=True)), 0.0), 1.1) for row in matrix]


def _lab(colour: str, kind: str) -> list[float]:
    xyz = _times(_XYZ, _times(_SEEN[kind], _linear(colour)))
    x, y, z = (
        v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)
    )
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


@pytest.mark.parametrize("kind", _SEEN)
def test_colour_blind_people_tell_the_colours_apart(kind: str) -> None:
    for colours in (week._COLOURS.values(), (*canvas.SHADES, canvas.FAILED)):
        for one, other in combinations(colours, 2):
            seen, beside = _lab(one, kind), _lab(other, kind)
            assert sum((a - b) ** 2 for a, b in zip(seen, beside, strict=True)) ** 0.5 > 11, (one, other)


def _light(colour: str) -> float:
    return _times(_XYZ, _linear(colour))[1]


def test_words_stand_out_from_what_they_are_written_on() -> None:
    pairs = [
        *canvas.ON.items(),
        *((ground, ink) for ground in (canvas.CARD, canvas.GROUND) for ink in (canvas.INK, canvas.SOFT)),
    ]
    for ground, ink in pairs:
        dark, light = sorted((_light(ground), _light(ink)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ground, ink)


# --- that it holds nobody up


async def test_the_loop_goes_on_while_a_picture_is_drawn() -> None:
    """Of the time that the processor spends on it, the longest stretch between two turns of the loop is no great part."""
    await pictures.of_week(SAID, GREAT)
    worst, begun = 0.0, time.process_time()
    drawing = asyncio.create_task(pictures.of_week(SAID, GREAT))
    last = time.thread_time()
    while not drawing.done():
        await asyncio.sleep(0)
        last, worst = time.thread_time(), max(worst, time.thread_time() - last)
    took = time.process_time() - begun
    assert drawing.result() is not None
    assert worst < took / 2


async def test_pictures_are_drawn_one_at_a_time_and_none_waits_for_ever() -> None:
    made = await asyncio.gather(*(pictures.of_week(SAID, a_week((n, n, n))) for n in range(3)))
    assert len({*made}) == 3


async def test_what_cannot_be_drawn_is_none_and_told_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_picture: Picture) -> bytes:
        raise ValueError("Secret name")

    monkeypatch.setattr(paint, "png", fail)
    with capture_logs() as logs:
        assert await pictures.of_month(SAID, a_month(date(2026, 8, 1), 1), 0) is None
    assert logs == [{"event": "pictures.not_drawn", "error": "ValueError", "log_level": "error"}]
