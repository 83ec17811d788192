"""Staff and contacts on the command line: it goes through the doors that the chat goes through."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from storage import db
from storage.queries import directory, workspaces
from tests.test_program.conftest import Belfry, kept

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
OLIVIA, PAULA = "1001", "1003"


def join(name: str, role: str, ref: str) -> None:
    kept(lambda: workspaces.add_staff(1, name, role, "telegram", ref, NOW))


def audit() -> list[dict[str, Any]]:
    return kept(lambda: db.rows("select what, about, before, staff_id from audit_entry order by id"))


def names(belfry: Belfry) -> list[str]:
    return [row["name"] for row in json.loads(belfry("staff", "list", "--json").out)]


def test_the_last_owner_is_not_removed(clinic: Belfry) -> None:
    join("Olivia", "owner", OLIVIA)
    join("Sam", "sender", "1002")
    said = clinic("staff", "remove", "Olivia")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("belfry: that is the only owner; make somebody else an owner first")
    assert names(clinic) == ["Olivia", "Sam"]
    assert audit() == []


def test_who_is_removed_is_in_the_audit_trail_with_what_puts_them_back(clinic: Belfry) -> None:
    join("Olivia", "owner", OLIVIA)
    join("Paula", "owner", PAULA)
    assert clinic("staff", "remove", PAULA).out == f"{PAULA} can no longer talk to the bot.\n"
    assert names(clinic) == ["Olivia"]
    (entry,) = audit()
    assert (entry["what"], entry["about"], entry["staff_id"]) == ("remove_staff", "staff:2", None)
    assert entry["before"] == {"staff": 2}


def test_who_is_removed_and_stands_in_the_settings_is_said_to_come_back(
    clinic: Belfry, monkeypatch: pytest.MonkeyPatch
) -> None:
    join("Olivia", "owner", OLIVIA)
    join("Paula", "manager", PAULA)
    monkeypatch.setenv("BELFRY_OWNERS", f"{OLIVIA},{PAULA}")
    first, second = clinic("staff", "remove", "Paula").out.splitlines()
    assert first == "Paula can no longer talk to the bot."
    assert second.startswith(f"But {PAULA} stands in BELFRY_OWNERS: the next start makes them owner again")


def test_who_stands_in_the_settings_owns_only_the_first_workspace(
    clinic: Belfry, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clinic("workspace", "add", "Shop").code == 0
    kept(lambda: workspaces.add_staff(2, "Paula", "sender", "telegram", PAULA, NOW))
    monkeypatch.setenv("BELFRY_OWNERS", PAULA)
    said = clinic("staff", "remove", "Paula", "--workspace", "Shop")
    assert said.out == "Paula can no longer talk to the bot.\n"


def test_an_invitation_is_made_as_the_chat_makes_it(clinic: Belfry) -> None:
    said = clinic("invite", "--role", "manager")
    code = said.out.split()[1]
    assert "within 7 days, once, it makes the sender manager of Clinic." in said.out
    (row,) = kept(lambda: db.rows("select id, code_hash, role from invite"))
    assert (row["code_hash"], row["role"]) == (hashlib.sha256(code.encode()).hexdigest(), "manager")
    assert [(one["what"], one["about"]) for one in audit()] == [("invite", f"invite:{row['id']}")]


def people() -> list[dict[str, Any]]:
    return kept(lambda: db.rows("select id, name, phone, language, zone from contact order by id"))


def test_somebody_added_is_in_the_audit_trail_with_tags_and_what_takes_it_back(clinic: Belfry) -> None:
    line = ("contact", "add", "Ana", "912 000 001", "--tag", "VIP", "--timezone", "Asia/Jakarta", "--language", "pt")
    assert clinic(*line).out == "Ana +351912000001\n"
    (entry,) = audit()
    assert (entry["what"], entry["about"], entry["staff_id"]) == ("add_contact", "contact:1", None)
    assert (entry["before"]["contacts"], entry["before"]["tags"]) == ([1], {"vip": [1]})
    (row,) = people()
    assert (row["language"], row["zone"]) == ("pt", "Asia/Jakarta")


def test_somebody_known_without_a_number_gets_it_and_no_twin(clinic: Belfry) -> None:
    kept(lambda: directory.add_contact(1, "Ana", None, NOW))
    assert clinic("contact", "add", "ana", "912 000 001").out == "Ana +351912000001\n"
    assert [(row["name"], row["phone"]) for row in people()] == [("Ana", "+351912000001")]
    assert [one["what"] for one in audit()] == ["add_phone"]


def test_who_is_known_already_is_said_to_be_and_learns_what_is_said_besides(clinic: Belfry) -> None:
    assert clinic("contact", "add", "Ana", "912 000 001").code == 0
    said = clinic("contact", "add", "Ana", "912 000 001", "--timezone", "Asia/Jakarta")
    assert (said.code, said.out) == (0, "Ana +351912000001 was known already\n")
    assert [row["zone"] for row in people()] == ["Asia/Jakarta"]
    assert [one["what"] for one in audit()] == ["add_contact", "describe"]
    taken = clinic("contact", "add", "Bea", "912 000 001", "--tag", "vip")
    assert (taken.code, taken.err) == (1, "belfry: +351912000001 is Ana's already.\n")
    assert kept(lambda: directory.tags(1)) == []
