"""What queries write: every text and every JSON value, whatever is in it, and no error but the store's own."""

from __future__ import annotations

import ast
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.exceptions import DBConnectionError

import storage.queries
from storage import db
from storage.errors import StoreAway
from storage.queries import channels, chat, directory, messages, notices, numbers, records, workspaces
from tests.storage.clinics import keep_event

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ODD = "a\x00b\ud800c"
KEPT = "ab\ufffdc"
QUERIES = sorted(Path(storage.queries.__file__).parent.glob("*.py"))


@pytest.fixture
async def clinic(store: str) -> dict[str, Any]:
    workspace = (await workspaces.add("Clinic", "UTC", NOW))["id"]
    staff = (await workspaces.add_staff(workspace, "Olivia", "owner", "telegram", "1", NOW))["id"]
    row = await channels.add(workspace, "clinic", "waha", "http://x", "k", "s", "hook", "clinic", NOW)
    return {"workspace": workspace, "staff": staff, "channel": row["id"], "account": row["account_id"]}


async def test_what_postgresql_cannot_keep_in_a_text_or_in_json_is_left_out_everywhere(clinic: dict[str, Any]) -> None:
    workspace, staff, odd = clinic["workspace"], clinic["staff"], {ODD: [ODD]}
    contact = await directory.add_contact(workspace, ODD, None, NOW, attributes=odd)
    await directory.add_group(workspace, ODD, names=[ODD])
    await directory.tag(workspace, [contact["id"]], ODD)
    proposal = await chat.propose(workspace, staff, "1", "clarify", odd, "origin", NOW)
    await chat.set_proposal(workspace, proposal["id"], reading={"again": ODD})
    await chat.keep_update(1, 1, "1", odd, NOW)
    await notices.tell(workspace, staff, "k", "a", odd, NOW)
    await keep_event(workspace, clinic["account"], clinic["channel"], ODD, "echo", ODD, odd, ODD, NOW)
    await records.note(workspace, staff, None, "edit", "message:1", NOW, before=odd, why=ODD)
    await numbers.learn(clinic["account"], "+1", True, ODD, ODD, NOW)
    await workspaces.add_staff(workspace, ODD, "sender", "telegram", ODD, NOW)
    found = [
        (contact["name"], contact["attributes"]),
        (await directory.groups(workspace))[0]["names"],
        (await directory.tags(workspace))[0]["name"],
        (await chat.proposal(workspace, proposal["id"]) or {})["reading"],
        (await chat.next_update(1, "1") or {})["body"],
        (await notices.of_kind(workspace, "k", "a"))[0]["detail"],
        (await db.rows("select data from provider_event"))[0]["data"],
        (await db.rows("select before, detail from audit_entry"))[0],
        (await numbers.of_channel(workspace, clinic["channel"], ["+1"]))["+1"]["chat"],
        (await workspaces.staff_of(workspace, ("sender",)))[0]["ref"],
    ]
    clean = {KEPT: [KEPT]}
    assert found == [
        (KEPT, clean),
        [KEPT],
        KEPT,
        {"again": KEPT},
        clean,
        clean,
        clean,
        {"before": clean, "detail": {"why": KEPT}},
        KEPT,
        KEPT,
    ]


WRITES: dict[str, Callable[[dict[str, Any]], Awaitable[Any]]] = {
    "a proposal": lambda c: chat.propose(c["workspace"], c["staff"], "1", "clarify", {}, "o", NOW),
    "a proposal's field": lambda c: chat.set_proposal(c["workspace"], 1, bubble=2),
    "a bubble": lambda c: chat.keep_bubble(c["workspace"], c["staff"], "1", 1, "message", 1),
    "a channel's field": lambda c: channels.set_fields(c["workspace"], c["channel"], paused=True),
    "a number": lambda c: numbers.learn(c["account"], "+1", True, None, None, NOW),
    "an invitation": lambda c: workspaces.add_invite(c["workspace"], "sender", "h", NOW, NOW),
    "a workspace": lambda c: workspaces.add("Other", "UTC", NOW),
    "a message": lambda c: messages.change(c["workspace"], 1, 1, NOW, text="x"),
    "an entry": lambda c: records.note(c["workspace"], None, None, "x", "y", NOW),
    "a contact": lambda c: directory.add_contact(c["workspace"], "Ana", None, NOW),
    "a notice": lambda c: notices.tell(c["workspace"], c["staff"], "k", "a", {}, NOW),
}


@pytest.mark.parametrize("what", WRITES)
async def test_a_write_while_the_database_is_away_says_so_in_the_stores_own_words(
    clinic: dict[str, Any], what: str
) -> None:
    def fail(_self: object) -> None:
        raise DBConnectionError("gone")

    with (
        mock.patch.object(AsyncpgDBClient, "acquire_connection", fail),
        mock.patch.object(TransactionWrapper, "acquire_connection", fail),
        mock.patch.object(SqliteClient, "acquire_connection", fail),
        pytest.raises(StoreAway),
    ):
        await WRITES[what](clinic)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_queries_write_through_the_stores_door_and_never_by_a_models_own_methods(path: Path) -> None:
    tree = ast.parse(path.read_text())
    models = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "storage.models"
        for name in node.names
    }
    used = [
        f"{node.value.id}.{node.attr}, line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in models
    ]
    dumped = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "dumps"]
    assert used == dumped == []
