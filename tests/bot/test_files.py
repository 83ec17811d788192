"""A file with a caption is a message with a file."""

from __future__ import annotations

from typing import Any

from core.sandbox.telegram.server import OLIVIA
from storage import db
from tests.bot.bench import Bench

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50
ANA = "+351912000001"


async def send(clinic: Bench, name: str, data: bytes, caption: str, mime: str = "image/png") -> dict[str, Any]:
    mine = clinic.server.send_file(OLIVIA, name, data, caption, mime)
    return await clinic.server.wait_for(OLIVIA, lambda _message: True, after=mine)


async def test_a_picture_goes_with_the_message_that_its_caption_asks_for(clinic: Bench) -> None:
    bubble = await send(clinic, "leaf.png", PNG, "send 'Our new leaf' to Ana tomorrow 9am")
    assert bubble["text"].startswith("Scheduled #1 to Ana")
    assert "Our new leaf\n📎 leaf.png" in bubble["text"]
    (row,) = await clinic.messages()
    (kept,) = await db.rows("select kind, mime, name, data from media where id = $1", row["media_id"])
    assert (kept["kind"], kept["mime"], kept["name"], bytes(kept["data"])) == ("image", "image/png", "leaf.png", PNG)


async def test_a_picture_needs_no_words_besides_to_whom_and_when(clinic: Bench) -> None:
    bubble = await send(clinic, "leaf.png", PNG, "send to Ana tomorrow 9am")
    assert bubble["text"].startswith("Scheduled #1 to Ana")
    (row,) = await clinic.messages()
    assert (row["text"], row["title"], row["media_id"] is not None) == ("", "leaf.png", True)


async def test_a_file_waits_with_its_question(clinic: Bench) -> None:
    asked = await send(clinic, "leaf.png", PNG, "send 'hello' to Zebediah tomorrow 9am")
    assert "I do not know “Zebediah”" in asked["text"]
    assert (await clinic.say("Ana"))["text"].startswith("Scheduled #1 to Ana")
    (row,) = await clinic.messages()
    assert row["media_id"] is not None


async def test_a_program_is_refused_whatever_it_calls_itself(clinic: Bench) -> None:
    said = await send(clinic, "leaf.png", b"MZ\x90\x00", "send 'hello' to Ana tomorrow 9am")
    assert said["text"].startswith("I cannot send this kind of file.")
    assert await clinic.messages() == []


async def test_a_table_of_people_is_said_back_with_its_wrong_lines_and_kept_by_one_yes(clinic: Bench) -> None:
    table = b"name,phone,group\nDora,912 000 009,Mondays\nAna again,912 000 001,Mondays\nEva,12,\n"
    asked = await send(clinic, "people.csv", table, "", "text/csv")
    assert "2 people in this file: 1 new, 1 with a number that I know already" in asked["text"]
    assert "line 4: no phone number (12)" in asked["text"]
    assert await db.rows("select id from contact where name = 'Dora'") == []
    await clinic.tap(asked, "Yes", times=2)
    done = await clinic.server.wait_for(OLIVIA, "Done: 1 new, 1 known already.")
    assert done
    assert len(await db.rows("select id from contact where name = 'Dora'")) == 1
    members = await db.rows("select c.name from group_member g join contact c on c.id = g.contact_id order by c.name")
    assert [row["name"] for row in members] == ["Ana", "Dora"]
