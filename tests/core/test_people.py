"""Contacts, tags and audiences through the door: who is added, who is meant, and what sentences are read in."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.changes import undoing
from core.commands import AddContact, Audience, Block, Cancel, Rename, Tag, Unblock, Untag
from core.errors import Conflict, NotAllowed, Refused, Unknown
from core.messages.messages import cancel
from core.people import adding, contacts, people
from storage.queries import directory
from tests.desk import Desk

AN_HOUR = timedelta(hours=1)


async def add(desk: Desk, name: str, phone: str | None = None, *tags: str, role: str = "owner") -> tuple[str, bool]:
    added = await adding.add_contact(desk.actor(role), AddContact(name, phone, tags), desk.now)
    return added.row["name"], added.new


async def test_a_number_is_kept_in_one_form_however_it_is_written(desk: Desk) -> None:
    assert await add(desk, "Dora", "912 000 009") == ("Dora", True)
    assert await add(desk, "dora", "+351 912-000-009") == ("Dora", False)
    assert (await directory.by_phone(desk.workspace, "+351912000009") or {})["name"] == "Dora"
    with pytest.raises(Refused, match="bad_phone"):
        await add(desk, "Eva", "12")
    with pytest.raises(Refused, match="bad_name"):
        await add(desk, "  ")


async def test_a_number_of_somebody_else_is_told_and_not_taken(desk: Desk) -> None:
    with pytest.raises(Conflict, match="phone_taken"):
        await add(desk, "Dora", "+351912000001")
    assert (await directory.by_phone(desk.workspace, "+351912000001") or {})["name"] == "Ana"


async def test_somebody_known_by_name_alone_gets_the_number_and_one_known_by_number_gets_the_name(desk: Desk) -> None:
    await add(desk, "Dora")
    assert await add(desk, "Dora", "+351912000009") == ("Dora", True)
    await people.ensure_numbers(desk.actor(), Audience(numbers=("+351912000010",)), desk.now)
    assert await add(desk, "Eva", "+351912000010") == ("Eva", True)
    assert len(await people.contacts(desk.actor())) == 4


async def test_two_of_one_name_with_other_numbers_are_two_people(desk: Desk) -> None:
    assert await add(desk, "Ana", "+351912000009") == ("Ana", True)
    world = await people.world(desk.workspace, desk.now)
    assert sorted(str(one.hint) for one in world.named(("ana",))) == ["…001", "…009"]


async def test_the_same_update_adds_once_also_at_the_same_time(desk: Desk) -> None:
    actor = desk.actor(origin="update:7")
    command = AddContact("Dora", "+351912000009")
    found = await asyncio.gather(*(adding.add_contact(actor, command, desk.now) for _ in range(3)))
    assert {one.row["id"] for one in found} == {found[0].row["id"]}
    assert [one.new for one in found] == [True, True, True], "each asking gets the same answer"


async def test_a_viewer_adds_and_tags_nobody(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        await add(desk, "Dora", role="viewer")
    with pytest.raises(NotAllowed):
        await contacts.tag(desk.actor("viewer"), Tag(Audience(contacts=(desk.ana,)), ("vip",)), desk.now)


async def test_a_tag_is_one_however_it_is_written_and_is_an_audience(desk: Desk) -> None:
    await contacts.tag(desk.actor(), Tag(Audience(contacts=(desk.ana,)), ("VIP",)), desk.now)
    await contacts.tag(desk.actor(), Tag(Audience(contacts=(desk.bruno,)), ("vip",)), desk.now)
    tags = await directory.tags(desk.workspace)
    assert [one["name"] for one in tags] == ["VIP"]
    who = await people.recipients(desk.actor(), Audience(tags=(tags[0]["id"],), contacts=(desk.ana,)))
    assert (who.names, who.people) == (("Ana", "tag:VIP"), 2)
    with pytest.raises(Unknown, match="nobody"):
        await contacts.tag(desk.actor(), Tag(Audience(contacts=(999,)), ("vip",)), desk.now)


async def test_an_audience_says_who_of_it_cannot_be_written_to(desk: Desk) -> None:
    dora = await desk.contact("Dora", None)
    await directory.block(desk.workspace, desk.bruno, "contact", desk.now)
    group = await directory.add_group(desk.workspace, "Team", [desk.ana, desk.bruno, dora])
    audience = Audience(groups=(group,), numbers=("+351912000077",), me=True)
    who = await people.recipients(desk.actor(), audience)
    assert (who.names, who.people) == (("group:Team", "+351912000077", "me"), 5)
    assert (who.without_phone, who.blocked) == (("Dora",), ("Bruno",))


async def test_an_audience_is_spelt_the_same_in_a_view_and_in_the_world(desk: Desk) -> None:
    """Two functions spelt it, each in its own order: what was said back did not read to the same people."""
    group = await directory.add_group(desk.workspace, "Team", [desk.ana])
    audience = Audience(contacts=(desk.bruno, desk.ana), groups=(group,), numbers=("+351912000077",), everyone=True)
    message = await desk.schedule("2026-03-02 09:00", audience=audience)
    scheduled = (await people.world(desk.workspace, desk.now)).message(message["number"])
    assert scheduled is not None
    assert scheduled.recipients == await people.names_of(desk.workspace, message["audience"])
    assert scheduled.recipients == ("Bruno", "Ana", "group:Team", "+351912000077", "everyone")


async def test_the_world_follows_a_change_at_once(desk: Desk) -> None:
    assert not (await people.world(desk.workspace, desk.now)).named(("dora",))
    await add(desk, "Dora", "+351912000009")
    assert (await people.world(desk.workspace, desk.now)).named(("dora",))
    message = await desk.schedule("2026-03-02 09:00")
    assert (await people.world(desk.workspace, desk.now)).message(message["number"])
    await cancel(desk.actor(), Cancel((message["number"],)), desk.now)
    over = (await people.world(desk.workspace, desk.now)).message(message["number"])
    assert over is not None
    assert over.state == "cancelled"


async def test_contacts_come_in_pages_with_their_tags(desk: Desk) -> None:
    await add(desk, "Dora", "+351912000009", "vip")
    first = await people.contacts(desk.actor(), limit=2)
    rest = await people.contacts(desk.actor(), after=first[-1]["id"])
    assert [one["name"] for one in (*first, *rest)] == ["Ana", "Bruno", "Dora"]
    assert [one["tags"] for one in rest] == [["vip"]]


async def test_the_same_update_renames_once_and_an_undo_puts_name_and_alias_back(desk: Desk) -> None:
    who, actor = Audience(contacts=(desk.ana,)), desk.actor(origin="update:8")
    first = await contacts.rename(actor, Rename(who, "Ana Costa"), desk.now)
    assert await contacts.rename(actor, Rename(who, "Ana Costa"), desk.now) == first
    assert [one["name"] for one in await directory.aliases(desk.workspace)] == ["Ana"]
    with pytest.raises(Conflict, match="name_taken"):
        await contacts.rename(desk.actor(), Rename(Audience(contacts=(desk.bruno,)), "ana"), desk.now)
    back = desk.actor(origin="update:9")
    undone = await undoing.undo(back, desk.now)
    assert await undoing.undo(back, desk.now) == undone, "the same update says the same again"
    assert (await directory.get(desk.workspace, desk.ana))["name"] == "Ana"
    assert await directory.aliases(desk.workspace) == []
    with pytest.raises(Conflict, match="nothing_to_undo"):
        await undoing.undo(desk.actor(), desk.now)


async def test_what_is_planned_for_a_tag_follows_who_loses_it_and_gets_it_back(desk: Desk) -> None:
    await contacts.tag(desk.actor(), Tag(Audience(contacts=(desk.ana, desk.bruno)), ("vip",)), desk.now)
    tag = (await directory.tags(desk.workspace))[0]["id"]
    message = await desk.schedule("2026-03-02 08:02", audience=Audience(tags=(tag,)))
    await desk.until("2026-03-02 08:01")
    done = await contacts.untag(desk.actor(), Untag(Audience(contacts=(desk.bruno,)), ("VIP",)), desk.now)
    assert (done.names, done.others) == (("Bruno",), ())
    assert await desk.copies(message) == [
        ("2026-03-02T08:02", desk.ana, "planned"),
        ("2026-03-02T08:02", desk.bruno, "cancelled"),
    ]
    await undoing.undo(desk.actor(), desk.now)
    await desk.until("2026-03-02 08:02")
    assert {who for _, who, _ in desk.left} == {desk.ana, desk.bruno}


async def test_nothing_leaves_to_whom_staff_blocked_and_it_does_again_after(desk: Desk) -> None:
    alone = await desk.schedule("2026-03-02 09:00", desk.bruno, rules=["FREQ=DAILY"])
    await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno)
    who = Audience(contacts=(desk.bruno,))
    done = await contacts.block(desk.actor(), Block(who), desk.now)
    assert done.messages == (alone["number"],)
    await desk.until("2026-03-02 09:00")
    assert {one for _, one, _ in desk.left} == {desk.ana}
    assert (await contacts.block(desk.actor(), Block(who), desk.now)).entry is None
    assert (await contacts.unblock(desk.actor(), Unblock(who), desk.now)).names == ("Bruno",)
    await desk.until("2026-03-03 09:00", AN_HOUR)
    assert len(desk.times(alone, desk.bruno)) == 1


async def test_a_stop_outlives_what_staff_block_and_unblock(desk: Desk) -> None:
    who = Audience(contacts=(desk.bruno,))
    await contacts.block(desk.actor(), Block(who), desk.now)
    await directory.block(desk.workspace, desk.bruno, "contact", desk.now)
    done = await contacts.unblock(desk.actor(), Unblock(who), desk.now)
    assert (done.names, done.stopped) == ((), ("Bruno",))
    assert (await directory.get(desk.workspace, desk.bruno))["blocked_by"] == "contact"
    await contacts.block(desk.actor(), Block(who), desk.now)
    await directory.unblock(desk.workspace, desk.bruno, "contact")
    assert (await directory.get(desk.workspace, desk.bruno))["blocked_by"] == "staff", "a START lifts only their own"
    assert (await contacts.unblock(desk.actor(), Unblock(who), desk.now)).names == ("Bruno",)


async def test_a_viewer_changes_nobody(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        await contacts.block(desk.actor("viewer"), Block(Audience(contacts=(desk.ana,))), desk.now)
    with pytest.raises(NotAllowed):
        await contacts.rename(desk.actor("viewer"), Rename(Audience(contacts=(desk.ana,)), "X"), desk.now)
