"""Channels on their way in: proposals whose `about` is "setup". Their secrets are ciphertext beside what is readable.

Also here: updates of a chat in which a setup is open are kept sealed, for any of them may hold a key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage import db
from storage.errors import WrongKey
from storage.models import Proposal

Row = dict[str, Any]


def seal(clear: str) -> str:
    """Ciphertext. Raises WrongKey where no key is set."""
    if db.cipher is None:
        raise WrongKey
    return db.cipher.lock(clear)


def unseal(sealed: str) -> str:
    if db.cipher is None:
        raise WrongKey
    return db.cipher.unlock(sealed)


async def under_way(chat: str) -> bool:
    """Whether a setup is open in a chat, in any workspace."""
    found = await db.row(
        "select id from proposal where chat = $1 and about = 'setup' and state = 'open' limit 1",
        chat,
    )
    return found is not None


async def newest(workspace: int, staff: int, chat: str) -> Row | None:
    """The newest setup of a chat, open or over, with its `secrets` in clear."""
    found = await db.row(
        "select * from proposal where workspace_id = $1 and staff_id = $2 and chat = $3 and about = 'setup'"
        " order by id desc limit 1",
        workspace,
        staff,
        chat,
    )
    return _clear(found)


async def get(workspace: int, setup: int) -> Row | None:
    found = await db.row(
        "select * from proposal where id = $1 and workspace_id = $2 and about = 'setup'", setup, workspace
    )
    return _clear(found)


async def waiting() -> list[Row]:
    """Open ones of all workspaces, secrets left closed: for the chat's look at what came in."""
    return await db.rows("select * from proposal where about = 'setup' and state = 'open' order by id")


async def begin(workspace: int, staff: int, chat: str, reading: Mapping[str, Any], origin: str, now: datetime) -> int:
    """A new one; older ones of the chat are over, and their secrets are gone. The same origin begins once."""
    async with db.joined():
        known = await db.row("select id from proposal where origin = $1", origin)
        if known is not None:
            return int(known["id"])
        for row in await db.rows(
            "select id, reading from proposal where workspace_id = $1 and staff_id = $2 and chat = $3"
            " and about = 'setup' and state = 'open'",
            workspace,
            staff,
            chat,
        ):
            await _write(row["id"], row["reading"], {}, "replaced", now)
        return await db.create(
            Proposal,
            workspace_id=workspace,
            staff_id=staff,
            chat=chat,
            about="setup",
            state="open",
            reading=dict(reading),
            origin=origin,
            created_at=now,
        )


async def step(
    setup: int, rev: int, reading: Mapping[str, Any], secrets: Mapping[str, str], state: str, now: datetime
) -> bool:
    """From `rev` to the next state; False: another step was quicker. What is over keeps no secret."""
    async with db.joined():
        row = await db.row(f"select state, reading from proposal where id = $1{db.lock_rows()}", setup)
        if row is None or row["state"] != "open" or row["reading"].get("rev") != rev:
            return False
        await _write(setup, {**reading, "rev": rev + 1}, secrets if state == "open" else {}, state, now)
    return True


async def _write(setup: int, reading: Mapping[str, Any], secrets: Mapping[str, str], state: str, now: datetime) -> None:
    kept = {name: value for name, value in reading.items() if name != "sealed"}
    if secrets:
        kept["sealed"] = seal(db.json_text(dict(secrets)))
    await db.run(
        f"update proposal set reading = {db.json_mark(2)}, state = $3, closed_at = $4 where id = $1",
        setup,
        db.json_text(kept),
        state,
        None if state == "open" else now,
    )


def _clear(row: Row | None) -> Row | None:
    if row is None:
        return None
    sealed = row["reading"].get("sealed")
    return row | {"secrets": json.loads(unseal(sealed)) if sealed else {}}
