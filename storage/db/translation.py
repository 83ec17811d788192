"""Where the exceptions of Tortoise, SQLite and asyncpg end: each becomes an error of `storage.errors`, or is a bug and stays
what it is. Not here: what anybody does about it."""

from __future__ import annotations

import sqlite3

from tortoise.exceptions import DBConnectionError, IntegrityError, OperationalError

from storage.errors import AlreadyThere, IllegalStep, StorageError, StoreAway

_AWAY = frozenset(
    # asyncpg's classes by name, with all that descend from them: it does not translate them and Tortoise does not either.
    (
        "InterfaceError",
        "InternalClientError",  # the connection broke just as a statement was to go out over it
        "PostgresConnectionError",
        "OperatorInterventionError",  # shut down, restarting, statement_timeout
        "InsufficientResourcesError",  # too many connections, disk full
        "TransactionRollbackError",  # a deadlock, of which we were the one to give way
        "LockNotAvailableError",
        "IdleInTransactionSessionTimeoutError",
        "InvalidAuthorizationSpecificationError",
    )
)
_SQLITE_AWAY = ("locked", "busy", "unable to open", "disk", "i/o", "readonly", "full")


class away:  # noqa: N801 - reads as a word: `with away():`
    """Turns what Tortoise and the drivers raise when the database is away into StoreAway, a taken key into AlreadyThere, a
    row that others refer to (or that refers to nobody) into IllegalStep."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None:
            return
        meant = _meaning(error)
        if meant is not None:
            raise meant from error


def _meaning(error: BaseException) -> StorageError | None:
    if isinstance(error, IntegrityError | sqlite3.IntegrityError):
        return AlreadyThere(str(error)) if "unique" in str(error).lower() else IllegalStep(str(error))
    if isinstance(error, OperationalError):
        cause = error.args[0] if error.args and isinstance(error.args[0], BaseException) else error
        said = str(cause).lower()
        return StoreAway(type(cause).__name__) if any(word in said for word in _SQLITE_AWAY) else None
    if isinstance(error, DBConnectionError | OSError | sqlite3.DatabaseError):
        return StoreAway(type(error).__name__)
    if any(base.__name__ in _AWAY for base in type(error).__mro__):
        return StoreAway(type(error).__name__)
    return None
