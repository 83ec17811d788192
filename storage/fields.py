"""Column types of ours: instants and ciphers; and an index of ours. Not here: tables (`storage.models`).

Instants are stored as whole microseconds since 1970 UTC. A text or a timestamp column compares wrongly on SQLite when one
side is not in UTC (and TIMESTAMP has NUMERIC affinity there); an integer is right on both databases, in every statement.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from storage.errors import WrongKey

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(when: datetime) -> int:
    """Microseconds since 1970 UTC. A naive datetime is refused: nobody knows which instant it is."""
    if when.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return (when - _EPOCH) // _MICROSECOND


def instant(value: int) -> datetime:
    """The aware UTC datetime of microseconds since 1970."""
    return _EPOCH + value * _MICROSECOND


def instant_or_none(value: int | None) -> datetime | None:
    return None if value is None else instant(value)


class InstantField(fields.BigIntField):
    """An aware datetime, kept as microseconds UTC."""

    field_type = int

    def to_db_value(self, value: Any, instance: type[Model] | Model) -> int | None:
        return micros(value) if isinstance(value, datetime) else value

    def to_python_value(self, value: Any) -> Any:
        return instant(value) if isinstance(value, int) else value


class IndexWhere(Index):
    """A partial index with any condition; Tortoise's own knows only columns that equal a value."""

    def __init__(self, *, fields: tuple[str, ...] | list[str], name: str, where: str) -> None:
        super().__init__(fields=fields, name=name)
        self.where = where
        self.extra = f" WHERE {where}"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        path, args, named = super().deconstruct()
        return path, args, named | {"where": self.where}


class Cipher:
    """Fernet with several keys, newest first: what is written uses the first, what is read may use any."""

    def __init__(self, keys: str) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",") if key.strip()])
        except (ValueError, TypeError) as error:
            raise WrongKey from error

    def lock(self, clear: str) -> str:
        return self._fernet.encrypt(clear.encode()).decode()

    def unlock(self, locked: str) -> str:
        try:
            return self._fernet.decrypt(locked.encode()).decode()
        except InvalidToken as error:
            raise WrongKey from error
