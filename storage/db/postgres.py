"""A connection to PostgreSQL as the pool holds it. Not here: addresses (`storage.db.address`), transactions."""

from __future__ import annotations

import asyncpg


class Connection(asyncpg.Connection):  # type: ignore[misc]
    """asyncpg asks the server, each time a connection goes back to the pool, to forget what a session may have set, listened
    to or locked. Nothing here does any of that, and it is a round trip for each statement outside a transaction."""

    def get_reset_query(self) -> str:
        return ""
