"""Whole databases: from SQLite to PostgreSQL and back, into a backup file and out of it.

`rows` (what a table's rows are, on either side), `sqlite` and `postgres` (the two sides), `copying` (from one to the other,
checked row by row), `archive` (the backup file). Not here: what a restored database must not do (`core.restoring`), and any
sentence.

What can go wrong, and what holds:
- somebody writes while we copy: a copy wants the database for itself (SQLite's exclusive lock, no other connection on
  PostgreSQL, its tables locked); a backup takes a snapshot instead, beside a running Belfry.
- killed in the middle: PostgreSQL is written in one transaction; an SQLite file and a backup are written under another name
  and renamed when they are whole.
- the target holds something: refused, also when it came between the look and the copy (looked at under the lock).
- two versions: both sides must have applied the same migrations.
- what the other side keeps differently: booleans, JSON (order of keys, 1.0 and 1), text with NUL. Rows are compared as
  values; NUL and halves of surrogate pairs, which PostgreSQL cannot keep, are left out, and their rows counted.
- a text longer than its column (SQLite does not mind): refused by table, column and id, before anything is kept.
- an id that was given and whose row is gone must not be given again (buttons carry ids): sequences are copied.
- a damaged or strange backup file: refused by its checksum, before the database is touched.
"""

from __future__ import annotations

from typing import Any

from storage.errors import StorageError


class CannotMove(StorageError):
    """It was not copied, kept or put back, and nothing was changed. `code` is stable, `values` fill its sentence."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
