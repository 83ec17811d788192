"""A file of people: a table as text, read into who they are and which of its lines are wrong. Pure.

Columns by their heads, in any order and in the languages of the bot; without heads name and number. Separated by comma,
semicolon or tab, in UTF-8 or as Excel on Windows writes it. Not here: keeping them (`core.people.importing`), words for what is
wrong.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.errors import Refused
from core.people.people import name_of, phone_of

LARGEST = 2_000_000
"""Bytes."""
MOST = 20_000
"""Lines."""

_HEADS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "full name", "contact", "nombre", "nome", "nama"),
    "phone": (
        *("phone", "number", "mobile", "whatsapp", "teléfono", "telefono", "móvil"),
        *("telefone", "telemóvel", "celular", "telepon", "nomor", "hp"),
    ),
    "group": ("group", "groups", "grupo", "grupos", "grup", "kelompok"),
    "zone": ("zone", "timezone", "time zone", "zona", "zona horaria", "fuso", "fuso horário", "zona waktu"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One line: `groups` by name; `zone` an IANA name, or None."""

    line: int
    name: str
    phone: str
    groups: tuple[str, ...] = ()
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that cannot be kept: `code` "no_name", "bad_phone", "bad_zone" or "twice"; what stands there."""

    line: int
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class Sheet:
    people: tuple[Person, ...]
    wrong: tuple[Wrong, ...]


def text_of(data: bytes) -> str:
    """Raises Refused("sheet_too_large" | "no_sheet")."""
    if len(data) > LARGEST:
        raise Refused("sheet_too_large", most=MOST)
    if b"\0" in data:
        raise Refused("no_sheet")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_sheet(text: str, country: str | None) -> Sheet:
    """Raises Refused("no_sheet" | "sheet_too_large"); lines that are wrong are told, not raised."""
    try:
        rows = [(number, row) for number, row in _rows(text) if any(cell.strip() for cell in row)]
    except csv.Error:
        raise Refused("no_sheet") from None
    if len(rows) > MOST:
        raise Refused("sheet_too_large", most=MOST)
    heads = _heads(rows[0][1]) if rows else {}
    found: dict[str, Person] = {}
    wrong: list[Wrong] = []
    for number, row in rows[1:] if heads else rows:
        one = _person(number, row, heads or {"name": 0, "phone": 1}, country)
        if isinstance(one, Wrong):
            wrong.append(one)
        elif one.phone in found:
            wrong.append(Wrong(number, "twice", one.phone))
        else:
            found[one.phone] = one
    if not found and not wrong:
        raise Refused("no_sheet")
    return Sheet(tuple(found.values()), tuple(wrong))


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    for row in reader:
        yield reader.line_num, row


def _heads(row: Sequence[str]) -> dict[str, int]:
    """The place of each known head; empty where the first line is a person already."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        for name, words in _HEADS.items():
            if cell.strip().casefold() in words:
                found.setdefault(name, place)
    return found if "phone" in found else {}


def _person(number: int, row: Sequence[str], heads: Mapping[str, int], country: str | None) -> Person | Wrong:
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in heads.items()}
    try:
        phone = phone_of(cells.get("phone", ""), country)
    except Refused:
        return Wrong(number, "bad_phone", cells.get("phone", "")[:40])
    try:
        name = name_of(cells.get("name", "") or phone)
    except Refused:
        return Wrong(number, "no_name", cells.get("name", "")[:40])
    zone = cells.get("zone") or None
    if zone is not None and not _is_zone(zone):
        return Wrong(number, "bad_zone", zone[:40])
    groups = (part.strip()[:100] for part in cells.get("group", "").replace("|", ";").split(";"))
    return Person(number, name, phone, tuple(dict.fromkeys(one for one in groups if one)), zone)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
