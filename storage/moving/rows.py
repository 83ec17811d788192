"""What a row is on either side: tables, the kinds of their columns, and values that compare. Pure.

PostgreSQL knows more kinds than SQLite (which keeps booleans and JSON as numbers and text), so the tables are described by
PostgreSQL's catalogue (`storage.moving.postgres`). Not here: reading and writing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from storage.moving import CannotMove

KINDS = {
    "integer": "int",
    "bigint": "int",
    "smallint": "int",
    "boolean": "bool",
    "jsonb": "json",
    "json": "json",
    "text": "text",
    "character varying": "text",
    "double precision": "float",
    "bytea": "bytes",
}
"""PostgreSQL's data types and what they are here."""

_LARGEST = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`longest`: characters that PostgreSQL takes at most; `largest`: the largest whole number."""

    name: str
    kind: str
    longest: int | None = None
    largest: int | None = None


def column(name: str, data_type: str, longest: int | None) -> Column:
    """A column by PostgreSQL's description. Raises CannotMove for a type that is not known here."""
    if data_type not in KINDS:
        raise CannotMove("unknown_type", column=name, type=data_type)
    return Column(name, KINDS[data_type], longest, _LARGEST.get(data_type))


@dataclass(frozen=True, slots=True)
class Table:
    """One table; the first column is its key."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> str:
        return ", ".join(f'"{one.name}"' for one in self.columns)

    @property
    def key(self) -> str:
        return self.columns[0].name


def parents_first(tables: Mapping[str, Table], parents: Mapping[str, set[str]]) -> list[Table]:
    """The tables in an order in which each comes after those that it refers to. Raises CannotMove for a circle."""
    done: dict[str, Table] = {}
    waiting = dict(sorted(tables.items()))
    while waiting:
        free = [name for name in waiting if parents.get(name, set()) - {name} <= done.keys()]
        if not free:
            raise CannotMove("circle", tables=", ".join(waiting))
        for name in free:
            done[name] = waiting.pop(name)
    return list(done.values())


class _JsonNull:
    """JSON's `null` in a column, which is not a missing value."""


JSON_NULL = _JsonNull()


def value(kind: str, kept: Any) -> Any:
    """What a kept value means, alike for both sides."""
    if kept is None:
        return None
    if kind == "bool":
        return bool(kept)
    if kind == "json":
        found = json.loads(kept)
        return JSON_NULL if found is None else _plain(found)
    return float(kept) if kind == "float" else kept


def json_text(found: Any) -> str | None:
    """How a value of a JSON column is kept."""
    if found is None:
        return None
    return "null" if found is JSON_NULL else json.dumps(found, separators=(",", ":"))


def values(table: Table, kept: Iterable[Any]) -> Values:
    return tuple(value(column.kind, one) for column, one in zip(table.columns, kept, strict=True))


def _plain(found: Any) -> Any:
    """PostgreSQL may write a number another way (1e2 as 100)."""
    if isinstance(found, dict):
        return {name: _plain(inner) for name, inner in found.items()}
    if isinstance(found, list):
        return [_plain(inner) for inner in found]
    return int(found) if isinstance(found, float) and found.is_integer() else found


def cleaned(row: Values) -> Values:
    """Without what PostgreSQL cannot keep: NUL and halves of surrogate pairs. The same row where there is none."""
    new = tuple(_clean(one) for one in row)
    return row if new == row else new


def _clean(found: Any) -> Any:
    if isinstance(found, str):
        text = found.replace("\x00", "")
        return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(found, dict):
        return {_clean(name): _clean(inner) for name, inner in found.items()}
    if isinstance(found, list):
        return [_clean(inner) for inner in found]
    return found


def fitting(table: Table, row: Values) -> Values:
    """The row, if its columns on PostgreSQL are wide enough. Raises CannotMove, without the value."""
    for column, one in zip(table.columns, row, strict=True):
        too_long = column.longest is not None and isinstance(one, str) and len(one) > column.longest
        too_large = column.largest is not None and isinstance(one, int) and abs(one) > column.largest
        if too_long or too_large:
            raise CannotMove("does_not_fit", table=table.name, column=column.name, id=row[0])
    return row


def canonical(row: Values) -> bytes:
    """One spelling of a row, for comparing and for checksums."""
    return json.dumps(row, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=_spelt).encode()


def _spelt(found: Any) -> dict[str, str]:
    if found is JSON_NULL:
        return {"json": "null"}
    if isinstance(found, bytes | bytearray | memoryview):
        return {"hex": bytes(found).hex()}
    raise TypeError(type(found).__name__)
