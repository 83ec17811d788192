"""The world that sentences are read in: names, tags, numbers, zone, hours, what is scheduled. A value, without `now`.

Built once and reused: the constructor folds every name into look-up tables, so that finding "Ana" among ten thousand
contacts costs a few dictionary look-ups. Where the names come from (the database, a file) is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property, lru_cache
from typing import Any

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+(?:['’](?:[^\W\d_])+)*")
_MOST_WORDS = 8  # of a name that the tables hold; the rest of a longer name is not needed to tell it apart
_MOST_NEAR = 5
_MOST_LIKE = 500  # of one first name, that are looked at for it


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Text without case and accents: the form in which names and phrases are compared."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


def words(text: str) -> tuple[str, ...]:
    """The folded words of a name: letters and digits; punctuation does not tell names apart."""
    return tuple(fold(word) for word in _WORD.findall(text))


@dataclass(frozen=True, slots=True)
class Named:
    """A contact, a group or a tag. `hint` tells two of one name apart for people ("…678", "vip")."""

    kind: str
    name: str
    id: int | None = None
    aliases: tuple[str, ...] = ()
    hint: str | None = None
    phone: str | None = None

    @property
    def spelt(self) -> str:
        """As readings write it: the name, "group:Name" or "tag:name"."""
        return self.name if self.kind == "contact" else f"{self.kind}:{self.name}"

    @property
    def key(self) -> str | None:
        """As commands are executed: "contact:5", "group:2", "tag:3"; None where the world has no ids."""
        return None if self.id is None else f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A message of this workspace. `due` is the next due time, naive wall clock in the message's zone."""

    number: int
    recipients: tuple[str, ...]
    text: str
    title: str = ""
    due: datetime | None = None
    rules: tuple[str, ...] = ()
    state: str = "active"


@dataclass(frozen=True)
class World:
    """Everything but the moment. `languages` in order of preference; `hours` are opening hours, first and last."""

    zone: str
    contacts: tuple[Named, ...] = ()
    groups: tuple[Named, ...] = ()
    tags: tuple[Named, ...] = ()
    scheduled: tuple[Scheduled, ...] = ()
    date_order: str = "DMY"
    week_start: str = "MO"
    languages: tuple[str, ...] = ("en",)
    hours: tuple[time, time] | None = None
    country: str | None = None
    channels: tuple[str, ...] = ()
    spelt: dict[tuple[str, int | None], str] = field(init=False, repr=False, compare=False)
    """By kind and id: how readings write them."""
    _full: dict[tuple[str, ...], tuple[Named, ...]] = field(init=False, repr=False, compare=False)
    _part: dict[tuple[str, ...], tuple[Named, ...]] = field(init=False, repr=False, compare=False)
    _phones: dict[str, Named] = field(init=False, repr=False, compare=False)
    _numbers: dict[int, Scheduled] = field(init=False, repr=False, compare=False)
    _initials: dict[str, dict[str, list[Named]]] = field(init=False, repr=False, compare=False)
    _second: dict[str, list[tuple[tuple[str, ...], Named]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        full: dict[tuple[str, ...], list[Named]] = {}
        part: dict[tuple[str, ...], list[Named]] = {}
        initials: dict[str, dict[str, list[Named]]] = {}
        second: dict[str, list[tuple[tuple[str, ...], Named]]] = {}
        for named in (*self.contacts, *self.groups, *self.tags):
            for spelling in {words(name)[:_MOST_WORDS] for name in (named.name, *named.aliases)} - {()}:
                full.setdefault(spelling, []).append(named)
                initials.setdefault(spelling[0][0], {}).setdefault(spelling[0], []).append(named)
            if named.kind == "contact":
                own = words(named.name)[:_MOST_WORDS]
                for length in range(1, len(own)):
                    part.setdefault(own[:length], []).append(named)
                if len(own) > 1:
                    second.setdefault(own[1], []).append((own, named))
        for named in (*self.groups, *self.tags):
            for spelling in {words(name)[:_MOST_WORDS] for name in (named.name, *named.aliases)} - {()}:
                for ending in ("s", "es"):  # "los morosos" have the tag moroso
                    plural = (*spelling[:-1], spelling[-1] + ending)
                    if spelling[-1].isalpha() and len(spelling[-1]) > 2 and plural not in part:
                        full.setdefault(plural, [named])
        put = object.__setattr__
        put(self, "spelt", {(one.kind, one.id): one.spelt for one in (*self.contacts, *self.groups, *self.tags)})
        put(self, "_full", {key: tuple(found) for key, found in full.items()})
        put(self, "_part", {key: tuple(found) for key, found in part.items()})
        put(self, "_initials", initials)
        put(self, "_second", second)
        put(self, "_phones", {contact.phone: contact for contact in self.contacts if contact.phone})
        put(self, "_numbers", {message.number: message for message in self.scheduled})

    @cached_property
    def by_spelling(self) -> dict[str, Named]:
        """Whom a reading means; of two who are written alike the last."""
        return {one.spelt: one for one in (*self.contacts, *self.groups, *self.tags)}

    def with_scheduled(self, scheduled: tuple[Scheduled, ...]) -> World:
        """The same names with other messages: the look-up tables of the names are shared, not built again."""
        new = copy(self)
        object.__setattr__(new, "scheduled", scheduled)
        object.__setattr__(new, "_numbers", {message.number: message for message in scheduled})
        return new

    def preferring(self, language: str) -> World:
        """The same names, for somebody who speaks a language: a sentence that fits several is read in it."""
        new = copy(self)
        ordered = tuple(dict.fromkeys((language, *self.languages)))
        object.__setattr__(new, "languages", ordered)
        return new

    def named(self, spelling: Sequence[str]) -> tuple[Named, ...]:
        """Who goes by exactly these folded words; else the contacts whose name begins with them. Empty: nobody."""
        key = tuple(spelling)
        return self._full.get(key) or self._part.get(key, ())

    def titled(self, spelling: Sequence[str], titles: Container[str]) -> tuple[Named, ...]:
        """The contacts whose name, but for the title that it begins with, begins with these folded words: "byrne" for
        Mr. Byrne. Empty where somebody goes by exactly these words."""
        key = tuple(spelling)
        if key in self._full:
            return ()
        return tuple(
            one for own, one in self._second.get(key[0], ()) if own[0] in titles and own[1 : len(key) + 1] == key
        )

    def follows_first(self, word: str) -> bool:
        """Whether a folded word is the second of a contact's name."""
        return word in self._second

    def begins(self, word: str) -> bool:
        """Whether somebody's name begins with this folded word."""
        return word in self._initials.get(word[:1], ()) or word in self._second

    def by_phone(self, phone: str) -> Named | None:
        return self._phones.get(phone)

    def message(self, number: int) -> Scheduled | None:
        return self._numbers.get(number)

    def near(self, name: str) -> tuple[Named, ...]:
        """A few names that look like a mistyped one: to be offered, never taken."""
        typed = words(name)
        if not typed:
            return ()
        found: dict[tuple[str, str, int | None], Named] = {}
        for first, named in self._initials.get(typed[0][0], {}).items():
            if _alike(typed[0], first) or _alike("".join(typed), first):
                found.update({(one.kind, one.name, one.id): one for one in named[:_MOST_LIKE]})
        ranked = sorted(found.values(), key=lambda one: len(set(typed) & set(words(one.name))), reverse=True)
        return tuple(ranked[:_MOST_NEAR])

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> World:
        """A world file: contacts (a name, or an object with id, name, aliases, hint, phone), groups and their other
        names, tags, scheduled messages by number. Raises KeyError or ValueError for a file that is none."""
        hours = data.get("hours")
        return World(
            zone=data["tz"],
            contacts=tuple(_named("contact", item) for item in data.get("contacts", ())),
            groups=_groups(data.get("groups", ())),
            tags=tuple(_named("tag", item) for item in data.get("tags", ())),
            scheduled=tuple(_scheduled(int(number), row) for number, row in dict(data.get("scheduled") or {}).items()),
            date_order=data.get("date_order", "DMY"),
            week_start=data.get("week_start", "MO"),
            languages=tuple(data.get("languages") or ("en", "es", "pt", "id")),
            hours=(time.fromisoformat(hours[0]), time.fromisoformat(hours[1])) if hours else None,
            country=data.get("country"),
            channels=tuple(data.get("channels") or ()),
        )


def _alike(one: str, other: str) -> bool:
    """Whether two words are one small typing error apart: a letter more, less, other or two swapped."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 3:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[at:], other[at:]
    swapped = len(rest) > 1 and rest[1::-1] == others[:2] and rest[2:] == others[2:]
    return rest[1:] == others[1:] or rest[1:] == others or rest == others[1:] or swapped


def _named(kind: str, item: str | Mapping[str, Any]) -> Named:
    if isinstance(item, str):
        return Named(kind, item)
    return Named(
        kind, item["name"], item.get("id"), tuple(item.get("aliases") or ()), item.get("hint"), item.get("phone")
    )


def _groups(data: Mapping[str, Iterable[str]] | Iterable[str | Mapping[str, Any]]) -> tuple[Named, ...]:
    if isinstance(data, Mapping):
        return tuple(Named("group", name, aliases=tuple(others or ())) for name, others in data.items())
    return tuple(_named("group", item) for item in data)


def _scheduled(number: int, row: Sequence[Any] | Mapping[str, Any]) -> Scheduled:
    if isinstance(row, Mapping):
        who = row.get("recipients") or [row["recipient"]]
        rules = row.get("rrules") or ([row["rrule"]] if row.get("rrule") else [])
        text, due = row.get("text", ""), row.get("next_due")
        title, state = row.get("title") or "", row.get("state") or "active"
    else:
        who, text, due, rules = [row[0]], row[1], row[2], [row[3]] if row[3] else []
        title, state = "", "active"
    when = datetime.fromisoformat(due) if due else None
    return Scheduled(number, tuple(who), text, title, when, tuple(rules), state)
