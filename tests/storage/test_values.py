"""What is put in comes out again: credentials under any of their keys, instants of any zone, JSON and booleans."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet

from storage import db
from storage.errors import WrongKey
from storage.queries import accounts, channels, directory, events, messages, numbers, workspaces
from tests.databases import KEY
from tests.storage.clinics import keep_event

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLEAR, SECRET = "clear-text-of-the-key", "clear-text-of-the-secret"


async def a_channel() -> tuple[int, int]:
    workspace = (await workspaces.add("Clinic", "UTC", NOW))["id"]
    row = await channels.add(workspace, "clinic", "waha", "http://x", CLEAR, SECRET, "hook", "clinic", NOW)
    return workspace, row["id"]


async def everything(url: str) -> bytes:
    """All that is kept, as bytes: the file and its log, or the text of every row."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite://"))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("pragma wal_checkpoint(full)")
        return b"".join(one.read_bytes() for one in path.parent.glob(path.name + "*"))
    rows = await db.rows("select a::text as kept from provider_account a union all select c::text from channel c")
    return "".join(row["kept"] for row in rows).encode()


async def test_credentials_cannot_be_read_in_what_is_kept(store: str) -> None:
    workspace, channel = await a_channel()
    await accounts.set_fields(
        workspace, (await channels.get(workspace, channel))["account_id"], key="another-clear-key"
    )
    kept = await everything(store)
    assert b"http://x" in kept, "the look itself works"
    for clear in (CLEAR, SECRET, "another-clear-key"):
        assert clear.encode() not in kept
    row = await channels.get(workspace, channel)
    assert (row["key"], row["secret"]) == ("another-clear-key", SECRET)


async def test_a_key_that_does_not_open_what_is_kept_says_so_and_breaks_nothing_else(store: str) -> None:
    workspace, channel = await a_channel()
    await db.close()
    await db.open(store, Fernet.generate_key().decode())
    with pytest.raises(WrongKey):
        await channels.get(workspace, channel)
    with pytest.raises(WrongKey):
        await accounts.by_hook("hook")
    assert (await channels.state(workspace, channel))["name"] == "clinic"


async def test_a_newer_key_opens_what_an_older_one_closed_and_closes_what_comes(store: str) -> None:
    workspace, channel = await a_channel()
    newer = Fernet.generate_key().decode()
    await db.close()
    await db.open(store, f"{newer},{KEY}")
    row = await channels.get(workspace, channel)
    assert (row["key"], row["secret"]) == (CLEAR, SECRET)
    await accounts.set_fields(workspace, row["account_id"], key="fresh")
    kept = await db.rows("select key, secret from provider_account")
    assert Fernet(newer).decrypt(kept[0]["key"].encode()) == b"fresh"
    assert Fernet(KEY).decrypt(kept[0]["secret"].encode()) == SECRET.encode(), "what was not written stays as it was"


MOMENTS = [
    datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Europe/Lisbon")),  # does not exist there
    datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/Lisbon")),
    datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/Lisbon"), fold=1),
    datetime(2026, 3, 2, 9, 0, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    datetime(2026, 3, 2, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
    datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(1900, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
]


async def test_an_instant_comes_back_the_same_whatever_its_zone_by_statement_and_by_model(store: str) -> None:
    workspace = (await workspaces.add("Clinic", "UTC", NOW))["id"]
    for number, moment in enumerate(MOMENTS, 1):
        some = {"state": "active", "title": "t", "text": "t", "audience": {}, "zone": "UTC", "starts": "x"}
        row = await messages.add(workspace, number, None, NOW, next_due_at=moment, **some)  # by the model
        instant = moment.astimezone(UTC)  # Python calls no time of a gap or fold equal to one of another zone
        assert row["next_due_at"] == instant
        assert row["next_due_at"].utcoffset() == timedelta(0)
        assert await messages.set_plan(workspace, row["id"], row["rev"], NOW, was=moment), "compares as it is kept"
        assert await messages.set_plan(workspace, row["id"], row["rev"], moment, was=NOW)  # by a statement
        assert (await messages.get(workspace, row["id"]))["next_due_at"] == instant
    ordered = await db.rows("select next_due_at from message order by next_due_at")
    assert [row["next_due_at"] for row in ordered] == sorted(one.astimezone(UTC) for one in MOMENTS)


async def test_a_time_without_a_zone_is_refused_by_statement_and_by_model(store: str) -> None:
    naive = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        await messages.due(naive, 1)
    with pytest.raises(ValueError, match="zone"):
        await workspaces.add("Clinic", "UTC", naive)


JSONS: list[Any] = [
    {},
    {"a": [1, -2.5, None, True, False, "", "é😀\u2028\"'\\"], "": {"deep": [{"er": []}]}},
    {"big": 2**53, "small": 1e-9, "true": "true", "null": "null"},
    {"$1": "%s ? :x", "1": 1},
]


async def test_json_comes_back_the_same_by_statement_and_by_model(store: str) -> None:
    workspace, channel = await a_channel()
    account = (await channels.get(workspace, channel))["account_id"]
    for number, value in enumerate(JSONS):
        contact = await directory.add_contact(workspace, f"P{number}", None, NOW, attributes=value)  # by the model
        assert contact["attributes"] == value
        event = await keep_event(workspace, account, channel, f"k{number}", "echo", None, value, "{}", NOW)
        assert ((await events.get(event or 0)) or {})["data"] == value
        await channels.set_fields(workspace, channel, settings=value)
        assert (await channels.state(workspace, channel))["settings"] == value


async def test_booleans_come_back_as_booleans_and_can_be_asked_for(store: str) -> None:
    workspace, channel = await a_channel()
    for paused in (True, False):
        await channels.set_fields(workspace, channel, paused=paused)
        assert (await channels.state(workspace, channel))["paused"] is paused
        assert len(await db.rows("select id from channel where paused = true")) == paused
        assert len(await db.rows("select id from channel where paused = $1", paused)) == 1
    account = (await channels.get(workspace, channel))["account_id"]
    for number, known in enumerate((True, False, None)):
        await numbers.learn(account, f"+{number}", known, None, None, NOW)
        assert (await numbers.of_channel(workspace, channel, [f"+{number}"]))[f"+{number}"]["known"] is known
    await numbers.learn(account, "+0", None, None, "alias", NOW)
    row = (await numbers.of_channel(workspace, channel, ["+0"]))["+0"]
    assert (row["known"], row["alias"]) == (True, "alias"), "what was known is not forgotten"
