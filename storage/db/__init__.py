"""Opening and closing the database, statements, and the few words that SQLite and PostgreSQL say differently.

Everything SQLite-only lives in this package. Statements are written once, with `$1` placeholders; `rows` and `run` turn them
into what the connection wants. Not here: any statement about a table (`storage.queries`).

SQLite: WAL, foreign keys, `synchronous=FULL`: an answer "kept" or "sent" must survive a power cut, and a commit each is not
what bounds us. Only database calls may be awaited inside a transaction.
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from tortoise import Tortoise
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.connection import get_connections

from storage.db.address import TORTOISE_ORM, configuration, shown, sqlite_path, sqlite_url
from storage.db.cleaning import json_text, text
from storage.db.cleaning import text as cleaned
from storage.db.migrating import bring
from storage.db.transactions import joined, transaction
from storage.db.translation import away
from storage.db.writing import create, update
from storage.fields import Cipher, instant, micros

__all__ = [
    "TORTOISE_ORM",
    "among",
    "away",
    "batch",
    "cipher",
    "cleaned",
    "close",
    "configuration",
    "create",
    "is_sqlite",
    "joined",
    "json_differs",
    "json_mark",
    "json_text",
    "keyed",
    "keys",
    "listed",
    "listing",
    "lock_for_send",
    "lock_rows",
    "lock_to_count",
    "marks",
    "migrate",
    "now_sql",
    "open",
    "row",
    "rows",
    "run",
    "several",
    "shown",
    "skip_locked",
    "sqlite_path",
    "sqlite_url",
    "transaction",
    "update",
]

_PLACEHOLDER = re.compile(r"\$(\d+)")
_INSTANTS = frozenset({"at", "hold_until", "not_before", "planned_to"})
_JSON = frozenset(
    {"audience", "rules", "exdates", "rdates", "detail", "reading", "before", "data", "settings", "names", "attributes"}
    | {"seen", "held", "carries"}
)
_BOOLEANS = frozenset({"active", "given_up", "is_default", "known", "paused", "stale", "undone"})

cipher: Cipher | None = None
"""Opens and closes credentials; set by `open`."""


async def open(url: str, keys: str | None = None) -> None:
    """Connects. `keys`: Fernet keys, newest first. Raises StoreAway, WrongKey. One open database per process."""
    global cipher
    cipher = Cipher(keys) if keys else None
    EXECUTOR_CACHE.clear()  # statements of the database that was open before: it may have been of the other kind
    try:
        with away():
            await _probe(url)
            await Tortoise.init(config=configuration(url), _enable_global_fallback=True)
            await rows("select 1 as one")
    except BaseException:
        await close()
        raise


async def migrate(url: str) -> None:
    """Brings the database to this version. Safe to call on one that is, and from two processes at once.

    Raises StoreAway; then nothing was changed.
    """
    try:
        with away():
            await _probe(url)
            await bring(url)
    finally:
        await close()


async def _probe(url: str) -> None:
    """Opens an SQLite file once by itself: aiosqlite's thread outlives an open that failed, and complains on its own."""
    path = sqlite_path(url)
    if path is not None and path != ":memory:":
        await asyncio.to_thread(lambda: sqlite3.connect(path).close())


async def close() -> None:
    """Closes; an aiosqlite thread left open keeps the process alive, so always in a `finally`."""
    await Tortoise.close_connections()


def is_sqlite() -> bool:
    return bool(get_connections().get("default").capabilities.dialect == "sqlite")


def _say(sql: str) -> str:
    return _sqlite_says(sql) if is_sqlite() else sql


@lru_cache(maxsize=1000)
def _sqlite_says(sql: str) -> str:
    return _PLACEHOLDER.sub(r"?\1", sql)


async def rows(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Runs one statement, with RETURNING or SELECT, and gives its rows.

    Aware datetimes go in as microseconds; columns of instants (by their names) come out as aware datetimes, JSON columns
    as values and booleans as booleans, so that a caller never sees how they are kept. Text loses what PostgreSQL cannot
    keep: NUL and halves of surrogate pairs.
    """
    with away():
        found: list[dict[str, Any]] = (
            await get_connections().get("default").execute_query_dict(_say(sql), [_kept(value) for value in values])
        )
    if found and (meant := [(name, read) for name in found[0] if (read := _reader(name)) is not None]):
        for row in found:
            for name, read in meant:
                row[name] = read(row[name])
    return found


def _kept(value: Any) -> Any:
    return text(value) if isinstance(value, str) else _number(value)


def _number(value: Any) -> Any:
    return micros(value) if isinstance(value, datetime) else value


@cache
def _reader(column: str) -> Callable[[Any], Any] | None:
    """What is made of the values of a column of this name; None: they stay as they are. Asked once a column, not once a
    value: of all that a statement costs here, looking at each value was the most."""
    if column in _BOOLEANS:
        return _boolean
    if column.endswith("_at") or column in _INSTANTS:
        return _instant
    return _json if column in _JSON else None


def _boolean(value: Any) -> Any:
    return bool(value) if isinstance(value, int) else value


def _instant(value: Any) -> Any:
    return instant(value) if isinstance(value, int) else value


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


async def row(sql: str, *values: Any) -> dict[str, Any] | None:
    """The first row, or None."""
    found = await rows(sql, *values)
    return found[0] if found else None


async def run(sql: str, *values: Any) -> None:
    """Runs one statement whose result does not matter."""
    await rows(sql, *values)


def now_sql() -> str:
    """The database's own clock, in microseconds since 1970."""
    if is_sqlite():
        return "cast((julianday('now') - 2440587.5) * 86400000000 as integer)"
    return "(extract(epoch from clock_timestamp()) * 1000000)::bigint"


def json_mark(position: int) -> str:
    """A placeholder for a JSON column, given as text."""
    return f"${position}" if is_sqlite() else f"${position}::jsonb"


def listing(items: Iterable[Mapping[str, Any]]) -> str:
    """Values for `listed`: what is in it is kept as a parameter of its own would be."""
    return json_text([{name: _number(value) for name, value in item.items()} for item in items])


def listed(position: int, **columns: str) -> str:
    """A table of values to join with, given as one parameter (`listing`): each column with its type on PostgreSQL.

    One statement for many rows, and the same one however many they are, so that it is prepared once.
    """
    if is_sqlite():
        told = {name: f"json_extract(value, '$.{name}')" for name in columns}
        picked = ", ".join(
            f"{f'json_quote({told[name]})' if kind == 'jsonb' else told[name]} as {name}"
            for name, kind in columns.items()
        )
        return f"(select {picked} from json_each(${position}))"
    typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    return f"(select * from jsonb_to_recordset(${position}::jsonb) as listed_values({typed}))"


def keyed(column: str, position: int) -> str:
    """A clause that says once more, of a key that is joined with `listed`, which values it has (`keys`). PostgreSQL takes any
    listed table for a hundred rows: where it holds the other for small (it was, when it was last counted), it reads all of it
    for each set. SQLite always goes from what is listed to the key."""
    return "" if is_sqlite() else f"and {column} = any(${position})"


def keys(values: Iterable[int]) -> list[list[int]]:
    """The parameter of `keyed`, if there is one."""
    return [] if is_sqlite() else [list(values)]


def several(values: Iterable[str] | Iterable[int]) -> Any:
    """Values for `among`."""
    return json_text(list(values)) if is_sqlite() else [_kept(value) for value in values]


def among(position: int) -> str:
    """Follows a column: its value is one of those given as one parameter (`several`). The same statement however many they
    are, so that it is prepared once."""
    return f"in (select value from json_each(${position}))" if is_sqlite() else f"= any(${position})"


def json_differs(one: str, other: str) -> str:
    """A clause: two JSON columns hold different values, however they are written."""
    return f"json({one}) <> json({other})" if is_sqlite() else f"{one} <> {other}"


def skip_locked() -> str:
    """Ends a SELECT that claims rows: rows that another worker is claiming are passed over."""
    return "" if is_sqlite() else " for update skip locked"


def lock_rows() -> str:
    """Ends a SELECT whose rows a person is going to change: nothing of them leaves before this transaction ends."""
    return "" if is_sqlite() else " for update"


def lock_to_count() -> str:
    """Ends a SELECT whose rows others may lean on (foreign keys, the look before a send) but not change or count below."""
    return "" if is_sqlite() else " for no key update"


def lock_for_send() -> str:
    """Ends the look before a send: the delivery (d) is ours, a person changes neither its message (m) nor its contact (c).

    What somebody else is at just now is passed over and looked at again: so a lane waits for nobody's lock.
    """
    if is_sqlite():
        return ""
    return " for update of d skip locked for key share of m skip locked for share of c skip locked"


def batch(values: Sequence[Any], size: int = 500) -> list[Sequence[Any]]:
    """Pieces of at most `size`: both databases bound the number of parameters."""
    return [values[start : start + size] for start in range(0, len(values), size)]


def marks(count: int, first: int = 1) -> str:
    """`$1, $2, …` for a list of parameters."""
    return ", ".join(f"${n}" for n in range(first, first + count))
