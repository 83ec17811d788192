"""What most commands need: the settings, the open database, and the workspace that is meant.

Not here: what a command does with them. A command beside `belfry up` is fine on SQLite too.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.cli.edge import WRONG_USAGE, Complaint
from core.actor import Actor
from core.clock import Clock
from core.errors import BadSetting
from core.process import datafolder
from core.settings import Settings

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Session:
    """An open database and its settings. `workspace` is filled by `in_workspace`."""

    settings: Settings
    clock: Clock
    workspace: Row

    @property
    def workspace_id(self) -> int:
        return int(self.workspace["id"])

    @property
    def owner(self) -> Actor:
        """Who sits at the command line may do what an owner may."""
        row = self.workspace
        return Actor(row["id"], None, "owner", row["zone"], row["language"], row["country"])


def said_settings(**options: str | None) -> Settings:
    """What options of a command say instead of the settings of their names. Raises Complaint, which names the option."""
    said = {f"BELFRY_{name.upper()}": value for name, value in options.items() if value}
    try:
        return Settings.read(said)
    except BadSetting as error:
        if error.values["name"] not in said:
            raise
        option = error.values["name"].removeprefix("BELFRY_").lower()
        raise Complaint(f"--{option}: {error.values['hint']}.") from error


@asynccontextmanager
async def opened(settings: Settings | None = None) -> AsyncIterator[Session]:
    """Opens the database; one of SQLite that is not there yet is made. Raises BadSetting, StoreAway, WrongKey."""
    from storage import db  # here, not above: `belfry understand --world` needs no database

    settings = settings or Settings.read()
    datafolder.prepare(settings.data)
    key = datafolder.secret_key(settings)
    file = datafolder.sqlite_path(settings.database)
    if file is not None and not file.exists():
        await db.migrate(settings.database)
    try:
        await db.open(settings.database, key)
        yield Session(settings, Clock(), {})
    finally:
        await db.close()


@asynccontextmanager
async def in_workspace(args: Namespace) -> AsyncIterator[Session]:
    """Opens the database and finds the workspace: the one named, or the only one there is."""
    async with opened() as session:
        row = await chosen_workspace(args.workspace or session.settings.workspace)
        yield Session(session.settings, session.clock, row)


async def chosen_workspace(name: str | None) -> Row:
    """The workspace of that name, or the only one. Raises Complaint."""
    from storage.queries import workspaces

    found = await workspaces.every()
    names = ", ".join(row["name"] for row in found)
    if name is not None:
        found = [row for row in found if row["name"].casefold() == name.casefold()]
        if not found:
            raise Complaint(f"there is no workspace {name!r}" + (f"; there is {names}." if names else "."))
    if not found:
        raise Complaint("there is no workspace yet; add one with `belfry workspace add NAME`.")
    if len(found) > 1:
        raise Complaint(f"which workspace? --workspace one of {names}.", WRONG_USAGE)
    return found[0]


def say_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, default=str))


def say_table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Columns under their heads; nothing but the heads' absence when there are no rows."""
    if not rows:
        print("none", file=sys.stderr)
        return
    cells = [[str("" if cell is None else cell) for cell in row] for row in rows]
    widths = [max(len(head), *(len(row[column]) for row in cells)) for column, head in enumerate(heads)]
    for line in ([head.upper() for head in heads], *cells):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
