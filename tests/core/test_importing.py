"""A file of people: read in whatever way it was written, what is wrong told by its line, kept once."""

from __future__ import annotations

import pytest

from core.errors import NotAllowed, Refused
from core.people.importing import keep, look
from core.people.sheets import Person, Wrong, read_sheet, text_of
from storage.queries import directory
from tests.lab import Lab

FILE = "Name;Phone;Group;Timezone\nAna;912 345 678;Mondays|Yoga;Europe/Madrid\nBen;+351 912 000 002;yoga;\n;12;;\n"


def test_heads_in_any_order_and_language_and_numbers_in_any_style() -> None:
    sheet = read_sheet("teléfono\tnombre\n912 345 678\tAna\n", "PT")
    assert sheet.people == (Person(2, "Ana", "+351912345678"),)
    assert read_sheet("Ana,912345678\n", "PT").people == (Person(1, "Ana", "+351912345678"),)
    assert read_sheet(text_of("Name,Phone\nJosé,912345678".encode("cp1252")), "PT").people[0].name == "José"
    assert read_sheet(text_of("\ufeffName,Phone\nAna,912345678".encode()), "PT").people[0].phone == "+351912345678"


def test_what_is_wrong_is_told_by_its_line_and_the_others_are_read() -> None:
    sheet = read_sheet("name,phone,zone\nAna,912345678,\nBen,12,\nEva,912345679,Mars/City\nAgain,912345678,\n", "PT")
    assert [one.name for one in sheet.people] == ["Ana"]
    assert sheet.wrong == (
        Wrong(3, "bad_phone", "12"),
        Wrong(4, "bad_zone", "Mars/City"),
        Wrong(5, "twice", "+351912345678"),
    )


@pytest.mark.parametrize("data", [b"", b"\n\n", b"PK\x03\x04\0\0", b"name,phone\n"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read_sheet(text_of(data), "PT")


async def test_new_people_are_added_known_ones_keep_their_names_and_it_happens_once(lab: Lab) -> None:
    ben = await lab.contact("Benjamin", "+351912000002")
    sheet = read_sheet(FILE, "PT")
    plan = await look(lab.workspace["id"], sheet)
    assert (plan.new, plan.known, plan.groups) == (1, 1, ("Mondays", "Yoga", "yoga"))
    assert plan.wrong == (Wrong(4, "bad_phone", "12"),)
    actor = lab.actor("manager")
    await keep(actor, sheet, lab.now)
    await keep(actor, sheet, lab.now)
    rows = {row["name"]: row for row in await directory.contacts(lab.workspace["id"])}
    assert set(rows) == {"Ana", "Benjamin"}
    assert rows["Ana"]["zone"] == "Europe/Madrid"
    groups = {row["name"]: row["id"] for row in await directory.groups(lab.workspace["id"])}
    assert set(groups) == {"Mondays", "Yoga"}
    in_yoga = await directory.audience(lab.workspace["id"], {"groups": [groups["Yoga"]]})
    assert sorted(in_yoga) == sorted([rows["Ana"]["id"], ben])
    with pytest.raises(NotAllowed):
        await keep(lab.actor("sender"), sheet, lab.now)
