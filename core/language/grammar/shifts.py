"""How far a message is moved, as readings write it: an ISO 8601 duration ("PT1H", "-P2D"). Both ways, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

from core.language.spec import Length

_LENGTH = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def length_of_iso(text: str) -> timedelta:
    """A `shift` of a reading. ValueError for what is no such duration."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        raise ValueError(f"not a duration: {text!r}")
    days, hours, minutes, seconds = (int(value or 0) for value in match.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match.group(1) else length


def iso_length(length: Length) -> str:
    """An ISO 8601 duration; a minus sign before the P means earlier. Months count 30 days."""
    days, seconds = length.days + length.months * 30, length.seconds
    sign = "-" if days < 0 or seconds < 0 else ""
    days, seconds = abs(days), abs(seconds)
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    clock = "".join(f"{value}{unit}" for value, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if value)
    return f"{sign}P{f'{days}D' if days else ''}{'T' + clock if clock else ''}"
