"""Who was removed, or taken out of a message, gets nothing more of it; nor does whoever has their number now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import outcomes
from core.changes import undoing
from core.changes.entries import Done
from core.commands import AddContact, Audience, Edit, RemoveContact, Retry, Tag
from core.errors import Conflict, Refused
from core.gateways.base import NotSent
from core.messages import messages, outages
from core.people import adding, contacts, importing, people, sheets
from storage.queries import deliveries, directory, under_way
from storage.queries import outages as outage_rows
from tests.desk import POST, Desk, at

ANAS = "+351912000001"
A_MINUTE = timedelta(minutes=1)
DAILY = ("FREQ=DAILY",)


async def remove(desk: Desk, *people: int) -> Done:
    return await contacts.remove(desk.actor(), RemoveContact(Audience(contacts=people)), desk.now)


async def test_whoever_has_the_number_of_somebody_removed_gets_none_of_their_messages(desk: Desk) -> None:
    await contacts.tag(desk.actor(), Tag(Audience(contacts=(desk.ana,)), ("vip",)), desk.now)
    message = await desk.schedule("2026-03-02 09:00", desk.ana, rules=DAILY)
    await remove(desk, desk.ana)
    zoe = await adding.add_contact(desk.actor(), AddContact("Zoe", ANAS), desk.now)
    assert zoe.new
    assert zoe.row["id"] != desk.ana
    await desk.until("2026-03-03 10:00", timedelta(minutes=30))
    assert desk.times(message) == [], "it was for Ana alone"
    assert [row["tags"] for row in await people.contacts(desk.actor()) if row["name"] == "Zoe"] == [[]]


async def test_a_number_of_somebody_removed_that_is_written_to_gets_that_message_alone(desk: Desk) -> None:
    theirs = await desk.schedule("2026-03-02 09:00", desk.ana, rules=DAILY)
    await remove(desk, desk.ana)
    other = await desk.schedule("2026-03-02 08:30", audience=Audience(numbers=(ANAS,)))
    await desk.until("2026-03-03 10:00", timedelta(minutes=30))
    assert (len(desk.times(other)), desk.times(theirs)) == (1, [])


@pytest.mark.parametrize("how", ["a name", "the number", "a file"])
async def test_a_stop_goes_with_the_number(desk: Desk, how: str) -> None:
    await directory.block(desk.workspace, desk.ana, "contact", desk.now)
    await remove(desk, desk.ana)
    if how == "a name":
        await adding.add_contact(desk.actor(), AddContact("Zoe", ANAS), desk.now)
    elif how == "a file":
        await importing.keep(desk.actor(), sheets.read_sheet(f"name,phone\nZoe,{ANAS}\n", "PT"), desk.now)
    message = await desk.schedule("2026-03-02 09:00", audience=Audience(numbers=(ANAS,)))
    await desk.until("2026-03-02 09:00", A_MINUTE)
    assert [state for _, _, state in await desk.copies(message)] == ["skipped"]
    assert (await directory.by_phone(desk.workspace, ANAS) or {})["blocked_by"] == "contact"


async def test_undoing_a_removal_after_the_number_was_given_on_brings_the_person_back_without_it(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", desk.ana)
    removal = await remove(desk, desk.ana)
    await adding.add_contact(desk.actor(), AddContact("Zoe", ANAS), desk.now)
    await undoing.undo(desk.actor(), desk.now, removal.entry)
    await desk.until("2026-03-02 09:30", A_MINUTE)
    assert desk.times(message) == []
    assert (await directory.get(desk.workspace, desk.ana))["removed_at"] is None


@pytest.mark.parametrize("how", ["a name", "a file"])
async def test_undoing_who_got_the_number_of_somebody_removed_gives_it_back_with_a_stop_that_came_since(
    desk: Desk, how: str
) -> None:
    message = await desk.schedule("2026-03-02 09:00", desk.ana, rules=DAILY)
    await remove(desk, desk.ana)
    if how == "a name":
        await adding.add_contact(desk.actor(), AddContact("Zoe", ANAS), desk.now)
    else:
        await importing.keep(desk.actor(), sheets.read_sheet(f"name,phone\nZoe,{ANAS}\n", "PT"), desk.now)
    await desk.until("2026-03-02 10:00", timedelta(minutes=30))
    zoe = await directory.by_phone(desk.workspace, ANAS)
    assert zoe is not None
    await directory.block(desk.workspace, zoe["id"], "contact", desk.now)
    await undoing.undo(desk.actor(), desk.now)
    assert [row["name"] for row in await directory.contacts(desk.workspace)] == ["Bruno"]
    await undoing.undo(desk.actor(), desk.now)
    ana = await directory.get(desk.workspace, desk.ana)
    assert (ana["phone"], ana["blocked_by"]) == (ANAS, "contact")
    await desk.until("2026-03-03 10:00", timedelta(minutes=30))
    assert [state for _, _, state in await desk.copies(message)][-1:] == ["skipped"]
    assert desk.left == []


async def test_undoing_a_file_leaves_those_whom_it_brought_back(desk: Desk) -> None:
    await remove(desk, desk.ana)
    await desk.schedule("2026-03-02 09:00", desk.bruno)
    back = sheets.read_sheet(f"name,phone\nana,{ANAS}\n", "PT")
    assert (await importing.keep(desk.actor(), back, desk.now)).entry is None
    with pytest.raises(Refused, match="no_undo"):
        await undoing.undo(desk.actor(), desk.now)
    await remove(desk, desk.ana)
    both = sheets.read_sheet(f"name,phone\nana,{ANAS}\nZoe,+351912000009\n", "PT")
    done = await undoing.undo(desk.actor(), desk.now, (await importing.keep(desk.actor(), both, desk.now)).entry)
    assert isinstance(done, Done)
    assert done.names == ("Zoe",)
    assert sorted(row["name"] for row in await directory.contacts(desk.workspace)) == ["Ana", "Bruno"]


async def test_a_file_with_numbers_of_people_who_were_removed_is_kept(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno, rules=DAILY)
    await remove(desk, desk.ana, desk.bruno)
    sheet = sheets.read_sheet(f"name,phone,zone\nana,{ANAS},\nZoe,+351912000002,Europe/Madrid\n", "PT")
    assert (await importing.keep(desk.actor(), sheet, desk.now)).new == 2
    rows = {row["name"]: row for row in await directory.contacts(desk.workspace)}
    assert rows["Ana"]["id"] == desk.ana, "the same name and number is the same person"
    assert rows["Zoe"]["zone"] == "Europe/Madrid"
    await desk.until("2026-03-02 09:30", A_MINUTE)
    assert [who for _, who, _ in desk.left] == [desk.ana], "Zoe is not Bruno"
    assert len(desk.times(message)) == 1


@pytest.mark.parametrize("how", ["removed", "taken out"])
async def test_what_failed_is_not_sent_again_to_somebody_who_was_taken_out_since(desk: Desk, how: str) -> None:
    desk.refuses = {desk.ana, desk.bruno}
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno, rules=DAILY)
    await desk.until("2026-03-02 09:00", A_MINUTE)
    desk.refuses = set()
    if how == "removed":
        await remove(desk, desk.ana)
    else:
        await messages.edit(desk.actor(), Edit(1, remove=Audience(contacts=(desk.ana,))), desk.now)
    again, _ = await messages.retry(desk.actor(), Retry(message["number"]), desk.now)
    await desk.tick()
    assert (again, [who for _, who, _ in desk.left]) == (1, [desk.bruno])


async def test_what_an_outage_skipped_is_not_sent_to_somebody_who_was_removed_since(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", desk.ana)
    await desk.until("2026-03-02 08:59", A_MINUTE)
    desk.down = True
    await outage_rows.began(desk.workspace, desk.channel["id"], desk.now)
    await desk.until("2026-03-02 10:00", timedelta(minutes=10))
    assert [state for _, _, state in await desk.copies(message)] == ["skipped"]
    await remove(desk, desk.ana)
    with pytest.raises(Conflict, match="nothing_to_retry"):
        await outages.send_rest(desk.actor(), 1, desk.now)
    desk.down = False
    await desk.tick()
    assert desk.left == []


async def test_what_comes_back_from_a_gateway_that_was_busy_does_not_go_to_somebody_removed_meanwhile(
    desk: Desk,
) -> None:
    message = await desk.schedule("2026-03-02 09:00", desk.ana)
    await desk.until("2026-03-02 08:59", A_MINUTE)
    desk.now, channel, fence = at("2026-03-02 09:00"), desk.channel["id"], desk._fence
    await outcomes.claim(desk.workspace, channel, POST, fence, desk.now, desk.now, 5)
    (row,) = await under_way.ready(desk.workspace, channel, fence, desk.now, 5)
    leaving = [{"id": row["id"], "ref": None, "phone": ANAS, "words": "hello"}]
    assert await outcomes.begin(channel, POST, fence, leaving, desk.now) == {row["id"]}
    await remove(desk, desk.ana)
    await outcomes.answered(row, fence, NotSent("slow_down", 5.0), desk.now, A_MINUTE)
    await desk.until("2026-03-02 09:01")
    assert desk.left == []
    (row,) = await deliveries.of_message(desk.workspace, message["id"])
    assert (row["state"], row["cause"]) == ("skipped", "left_out")
