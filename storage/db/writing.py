"""Writing through Tortoise's models: for rows that are made or changed by name. Not here: statements (`storage.db`).

Queries write by these and never by a model's own methods, whose exceptions are Tortoise's, asyncpg's and SQLite's, and which
hand PostgreSQL texts that it refuses.
"""

from __future__ import annotations

from typing import Any

from tortoise.models import Model

from storage.db.cleaning import clean
from storage.db.translation import away


async def create(model: type[Model], **fields: Any) -> int:
    """A new row; its id. Raises AlreadyThere, IllegalStep, StoreAway."""
    with away():
        made = await model.create(**{name: clean(value) for name, value in fields.items()})
    return int(made.pk)


async def update(model: type[Model], fields: dict[str, Any], **where: Any) -> int:
    """Changes the rows that are so; how many. Raises AlreadyThere, IllegalStep, StoreAway."""
    with away():
        return int(await model.filter(**where).update(**{name: clean(value) for name, value in fields.items()}))
