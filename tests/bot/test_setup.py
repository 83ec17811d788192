"""Connecting a channel in the chat, as a new owner does it: every step, every failure on the way, every way to leave it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from core.channels.connecting import Place
from core.sandbox.telegram.server import shown
from storage import db
from storage.queries import setups
from tests.bot.bench import OLIVIA, SAM, Bench, labels, open_bench
from tests.lab import WAHA_KEY

Message = dict[str, Any]


@asynccontextmanager
async def without_channel(url: str, contained: bool = False) -> AsyncIterator[Bench]:
    """The clinic before anybody connected a channel; its webhook's address is the real one."""
    async with open_bench(url, running=False) as made:
        await db.run("delete from channel")
        await db.run("delete from provider_account")
        made.lab.waha.sessions["clinic"].webhooks.clear()
        made.place = Place(made.lab.url, contained)
        await made.start()
        yield made


@pytest.fixture
async def fresh(database_url: str) -> AsyncIterator[Bench]:
    async with without_channel(database_url) as made:
        yield made


async def last(fresh: Bench, user: int = OLIVIA) -> Message:
    await fresh.quiet()
    return fresh.server.said(user)[-1]


async def begun(fresh: Bench) -> Message:
    """At the first thing that the gateway needs."""
    asked = await fresh.say("add channel")
    await fresh.tap(asked, "WAHA")
    return fresh.now(asked)


async def tell(fresh: Bench, *words: str) -> Message:
    """Says one after the other, and gives the bot's last message."""
    for word in words:
        await fresh.say(word)
    return await last(fresh)


async def connected(fresh: Bench) -> Message:
    """At the webhook."""
    await begun(fresh)
    return await tell(fresh, fresh.lab.waha.url, WAHA_KEY, "clinic", "main")


async def channel() -> dict[str, Any]:
    rows = await db.rows("select c.*, a.hook, a.url from channel c join provider_account a on a.id = c.account_id")
    assert len(rows) == 1
    return rows[0]


async def posted(fresh: Bench, secret: str, session: str = "clinic") -> int:
    """The gateway posts an event, signed with a key."""
    event = fresh.lab.incoming("+351912000001", "hi") | {"session": session}
    return await fresh.lab.post(event, key=secret, hook=(await channel())["hook"])


def secret_in(message: Message) -> str:
    line = next(line for line in message["text"].splitlines() if line.startswith("Secret: "))
    return line.removeprefix("Secret: ")


async def test_from_start_to_the_first_message_to_oneself(fresh: Bench) -> None:
    hello = await fresh.say("/start")
    assert "First I need a WhatsApp number to send from" in hello["text"]
    await fresh.tap(hello, "Connect a channel")
    asked = await last(fresh)
    assert (labels(asked)[0], labels(asked)[-1]) == ("WAHA", "Stop")
    await fresh.tap(asked, "WAHA")
    assert "address of the WAHA server" in fresh.now(asked)["text"]
    webhook = await tell(fresh, fresh.lab.waha.url, WAHA_KEY, "clinic", "main")
    assert webhook["text"].startswith("It works: this is the number +351210000000. main is connected.")
    kept = await channel()
    assert (kept["name"], kept["sender"], kept["is_default"]) == ("main", "clinic", True)
    assert f"{fresh.lab.url}/webhooks/{kept['hook']}" in webhook["text"]
    await fresh.tap(webhook, "Set it for me")
    assert fresh.now(webhook)["text"].startswith("Done: the gateway has the address and the secret.")
    heard = await fresh.server.wait_for(OLIVIA, lambda one: "The first event came: it works." in one["text"])
    assert "Now somebody to write to" in heard["text"]
    own = await fresh.say("+351 912 000 009")
    assert "Shall I send Olivia (+351912000009) a first message" in own["text"]
    fresh.lab.waha.phones.add("+351912000009", "Olivia")
    assert await fresh.tap(own, "Send it", times=2) == ["Done.", "Already done."]
    assert "From now on write to me as you would to a person" in fresh.now(own)["text"]
    fresh.later(seconds=11)
    await fresh.until(lambda: fresh.lab.shown("+351912000009") == ["Hello from Belfry. It works."])
    assert len(await fresh.messages()) == 1
    (row,) = await db.rows("select state, reading from proposal where about = 'setup'")
    assert row["state"] == "done"


async def test_a_gateway_that_there_is_not_is_asked_again_with_the_choices(fresh: Bench) -> None:
    await fresh.say("add channel")
    again = await tell(fresh, "whatsapp")
    assert again["text"].startswith("That is none of the choices.")
    assert labels(again)[0] == "WAHA"
    assert "address of the WAHA server" in (await tell(fresh, "waha"))["text"]


async def test_a_question_from_before_is_over_when_a_channel_is_begun(fresh: Bench) -> None:
    asked = await fresh.say("send 'hi' to Zoe tomorrow 9am")
    assert "I do not know “Zoe”" in asked["text"]
    begun = await fresh.say("add channel")
    assert begun["text"].endswith("(Your earlier question is dropped.)")
    assert labels(fresh.now(asked)) == []
    assert (await tell(fresh, "nowhere"))["text"].startswith("That is none of the choices.")


async def test_the_key_is_deleted_from_the_chat_and_readable_nowhere(fresh: Bench, tmp_path: Path) -> None:
    await begun(fresh)
    await fresh.say(fresh.lab.waha.url)
    key = "very-secret-key-4711"
    after = await fresh.say(key)
    assert "I have deleted your message with the key from this chat." in after["text"]
    assert all(key not in one.get("text", "") for one in fresh.server.chat(OLIVIA))
    await fresh.quiet()
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or key.encode() not in file.read_bytes(), file
    for table in ("telegram_update", "proposal", "notice", "audit_entry"):
        assert key not in str(await db.rows(f"select * from {table}")), table
    row = await setups.newest(fresh.lab.workspace["id"], fresh.lab.owner["id"], str(OLIVIA))
    assert row is not None
    assert row["secrets"] == {"key": key}
    await fresh.say("stop")
    (row,) = await db.rows("select reading from proposal where about = 'setup'")
    assert "sealed" not in row["reading"]


async def test_a_key_that_cannot_be_deleted_is_to_be_deleted_by_hand(fresh: Bench) -> None:
    await begun(fresh)
    await fresh.say(fresh.lab.waha.url)
    fresh.server.faults.refuse("deleteMessage")
    after = await fresh.say(WAHA_KEY)
    assert after["text"].startswith("I could not delete your message with the key. Please delete it yourself")
    assert "name of the WAHA session" in after["text"]


async def test_a_crash_after_the_key_was_kept_neither_loses_it_nor_leaves_it_in_the_chat(fresh: Bench) -> None:
    await begun(fresh)
    await fresh.say(fresh.lab.waha.url)
    fresh.server.faults.slow(5, "deleteMessage", times=1)
    fresh.server.write(OLIVIA, WAHA_KEY)

    async def kept() -> bool:
        row = await setups.newest(fresh.lab.workspace["id"], fresh.lab.owner["id"], str(OLIVIA))
        return row is not None and row["secrets"] == {"key": WAHA_KEY}

    await fresh.lab.until(kept)
    await fresh.kill()
    fresh.server.faults.clear()
    await fresh.start()
    after = await fresh.server.wait_for(OLIVIA, lambda one: "name of the WAHA session" in one["text"])
    assert "I have deleted your message with the key" in after["text"]
    await fresh.quiet()
    assert all(one.get("text") != WAHA_KEY for one in fresh.server.chat(OLIVIA))
    assert WAHA_KEY not in str(await db.rows("select body from telegram_update"))


async def test_a_restart_at_every_step_loses_nothing(fresh: Bench) -> None:
    await begun(fresh)
    for word in (fresh.lab.waha.url, WAHA_KEY, "clinic", "main"):
        await fresh.kill()
        fresh.server.write(OLIVIA, word)
        await fresh.start()
        said = await last(fresh)
    assert said["text"].startswith("It works")
    await fresh.kill()
    await fresh.start()
    assert await posted(fresh, secret_in(said)) == 200
    await fresh.server.wait_for(OLIVIA, lambda one: "The first event came" in one["text"])


@pytest.mark.parametrize(
    ("typed", "told", "offers"),
    [
        ("localhost:3000", "An address begins with http:// or https://.", "Use http://localhost:3000"),
        ("waha.example.org", "An address begins with http:// or https://.", "Use https://waha.example.org"),
        ("http://waha.example.org", "without encryption", "Use it all the same"),
        ("http://user:pw@10.0.0.5:3000", "Leave the name and password", "Use http://10.0.0.5:3000"),
        ("http://0.0.0.0:3000", "0.0.0.0 is where a server listens", "Use http://127.0.0.1:3000"),
        ("ftp://10.0.0.5", "An address begins with http:// or https://.", ""),
        ("http://", "That is no address.", ""),
    ],
)
async def test_an_address_that_cannot_be_meant_is_asked_for_again(
    fresh: Bench, typed: str, told: str, offers: str
) -> None:
    await begun(fresh)
    asked = await fresh.say(typed)
    assert told in asked["text"]
    assert "address of the WAHA server" in asked["text"]
    assert (labels(asked)[0] == offers) if offers else labels(asked) == ["Back", "Stop"]
    if offers:
        await fresh.tap(asked, offers)
        again = fresh.now(asked)["text"]
        assert "X-Api-Key" in again or told != again


async def test_localhost_in_a_container_is_the_container_itself(database_url: str) -> None:
    async with without_channel(database_url, contained=True) as fresh:
        await begun(fresh)
        asked = await fresh.say("http://localhost:3000")
        assert "I run in a container, where localhost is the container itself" in asked["text"]
        await fresh.tap(asked, "Use it all the same")
        assert "X-Api-Key" in fresh.now(asked)["text"]


async def test_a_gateway_that_does_not_answer_is_asked_again_at_its_right_address(fresh: Bench) -> None:
    await begun(fresh)
    asked = await tell(fresh, "http://127.0.0.1:1", WAHA_KEY, "clinic", "main")
    assert asked["text"].startswith("Nothing answers at that address. Is the gateway running")
    assert labels(asked) == ["Test again", "Back", "Stop"]
    again = await fresh.say(fresh.lab.waha.url)
    assert again["text"].startswith("It works"), "the other answers are kept"


async def test_a_key_that_is_not_accepted_is_asked_for_again_and_deleted_again(fresh: Bench) -> None:
    await begun(fresh)
    asked = await tell(fresh, fresh.lab.waha.url, "wrong-key", "clinic", "main")
    assert asked["text"].startswith("The gateway answers, but it does not accept the key.")
    again = await fresh.say(WAHA_KEY)
    assert again["text"].startswith("I have deleted your message with the key from this chat.\nIt works")
    assert all(one.get("text") not in ("wrong-key", WAHA_KEY) for one in fresh.server.chat(OLIVIA))


async def test_an_unknown_session_is_asked_for_again(fresh: Bench) -> None:
    await begun(fresh)
    asked = await tell(fresh, fresh.lab.waha.url, WAHA_KEY, "clinc", "main")
    assert asked["text"].startswith("The gateway accepts the key, but knows no such session.")
    assert (await fresh.say("clinic"))["text"].startswith("It works")


async def test_an_unscanned_phone_is_scanned_and_tested_again(fresh: Bench) -> None:
    fresh.lab.waha.set_status("clinic", "SCAN_QR_CODE")
    asked = await connected(fresh)
    assert "the phone is not connected yet" in asked["text"]
    assert labels(asked) == ["Test again", "Go on all the same", "Back", "Stop"]
    fresh.lab.waha.set_status("clinic", "WORKING")
    assert await fresh.tap(asked, "Test again") == ["Done."]
    assert fresh.now(asked)["text"].startswith("It works")


async def test_a_channel_can_be_kept_before_its_phone_is_scanned(fresh: Bench) -> None:
    fresh.lab.waha.set_status("clinic", "SCAN_QR_CODE")
    asked = await connected(fresh)
    await fresh.tap(asked, "Go on all the same")
    assert fresh.now(asked)["text"].startswith("main is kept; it cannot send yet.")
    assert (await channel())["health"] == "halted"


async def test_a_wrong_signature_on_the_first_event_is_said_once(fresh: Bench) -> None:
    webhook = await connected(fresh)
    assert await posted(fresh, "another secret") == 401
    told = await fresh.server.wait_for(OLIVIA, lambda one: "its signature is wrong" in one["text"])
    assert secret_in(told) == secret_in(webhook)
    assert await posted(fresh, "another secret") == 401
    assert sum("its signature is wrong" in text for text in fresh.said()) == 1
    await fresh.tap(told, "I have mended it")
    assert await posted(fresh, secret_in(webhook)) == 200
    await fresh.server.wait_for(OLIVIA, lambda one: "The first event came: it works." in one["text"])


async def test_events_of_another_session_can_become_the_channels(fresh: Bench) -> None:
    webhook = await connected(fresh)
    assert await posted(fresh, secret_in(webhook), "other") == 200
    told = await fresh.server.wait_for(OLIVIA, lambda one: "from the sender “other”" in one["text"])
    await fresh.tap(told, "Use other")
    assert (await channel())["sender"] == "other"
    assert await posted(fresh, secret_in(webhook), "other") == 200
    await fresh.server.wait_for(OLIVIA, lambda one: "The first event came: it works." in one["text"])


async def test_after_the_first_event_the_secret_is_no_longer_shown(fresh: Bench) -> None:
    webhook = await connected(fresh)
    secret = secret_in(webhook)
    assert await posted(fresh, secret) == 200
    await fresh.server.wait_for(OLIVIA, lambda one: "The first event came" in one["text"])
    await fresh.becomes(webhook, "its secret is no longer shown")
    assert all(secret not in text for text in fresh.said())


async def test_a_sentence_in_the_middle_is_read_as_that(fresh: Bench) -> None:
    await begun(fresh)
    done = fresh.server.write(OLIVIA, "send 'hi' to Ana tomorrow 9am")
    reply = await fresh.server.wait_for(OLIVIA, lambda _one: True, after=done)
    assert "There is no channel to send through yet" in reply["text"]
    assert (await last(fresh))["text"].startswith("(The new channel still waits for this: address of")
    await fresh.say(fresh.lab.waha.url)
    for sentence in ("list", "send 'hi' to Ana", "contacts"):
        await fresh.say(sentence)
        assert (await last(fresh))["text"].startswith("(The new channel still waits for this: WAHA's API key")
    assert any(one.get("text") == "list" for one in fresh.server.chat(OLIVIA)), "it was not taken for a key"
    asked = await fresh.say("my key is 4711")
    assert "Paste only the value itself" in asked["text"]
    assert all(one.get("text") != "my key is 4711" for one in fresh.server.chat(OLIVIA))


async def test_one_can_go_back_stop_and_begin_again(fresh: Bench) -> None:
    asked = await begun(fresh)
    key = await fresh.say(fresh.lab.waha.url)
    await fresh.tap(key, "Back")
    assert "address of the WAHA server" in fresh.now(key)["text"]
    assert labels(fresh.now(asked)) == [], "only the newest question has buttons"
    assert (await fresh.say("back"))["text"].startswith("Let us connect WhatsApp.")
    stopped = await fresh.say("stop")
    assert stopped["text"] == "Stopped; nothing was kept. Write add channel to begin again."
    assert (await fresh.say("add channel"))["text"].startswith("Let us connect WhatsApp.")
    assert await db.rows("select id from channel") == []


async def test_a_tap_on_a_question_that_is_answered_says_so(fresh: Bench) -> None:
    asked = await fresh.say("add channel")
    assert await fresh.tap(asked, "WAHA", times=2) == ["Done.", "Already done."]
    assert "WAHA, 1 of 4" in fresh.now(asked)["text"]


async def test_undo_takes_back_a_channel_that_was_just_connected_and_nothing_older(fresh: Bench) -> None:
    await fresh.say("add Rui +351912000009")
    webhook = await connected(fresh)
    event = fresh.lab.event("session.status", name="clinic", status="WORKING")
    assert await fresh.lab.post(event, key=secret_in(webhook), hook=(await channel())["hook"]) == 200
    told = await fresh.say("undo")
    assert told["text"].startswith("Undone: that channel is no longer connected.")
    assert await db.rows("select id from channel") == await db.rows("select id from provider_account") == []
    assert [row["state"] for row in await db.rows("select state from proposal where about = 'setup'")] == ["stopped"]
    assert await db.rows("select id from contact where name = 'Rui' and removed_at is null")


async def test_a_channel_that_somebody_wrote_to_is_not_taken_back(fresh: Bench) -> None:
    webhook = await connected(fresh)
    assert await posted(fresh, secret_in(webhook)) == 200
    await fresh.server.wait_for(OLIVIA, lambda one: "The first event came" in one["text"])
    told = await fresh.say("undo")
    assert "still has messages" in told["text"]
    assert (await channel())["name"] == "main"


async def test_a_name_that_is_taken_is_asked_for_again(fresh: Bench) -> None:
    await connected(fresh)
    await begun(fresh)
    taken = await tell(fresh, fresh.lab.waha.url, WAHA_KEY, "clinic", "Main")
    assert taken["text"].startswith("That name is taken by another channel.")
    assert (await fresh.say("second"))["text"].startswith("It works")
    assert [row["name"] for row in await db.rows("select name from channel order by id")] == ["main", "second"]


async def test_only_an_owner_connects_a_channel(fresh: Bench) -> None:
    refused = await fresh.say("add channel", SAM)
    assert "one needs to be an owner" in refused["text"]
    hello = await fresh.say("/start", SAM)
    assert "an owner connects one" in hello["text"]
    assert labels(hello) == []


async def test_a_public_address_that_is_only_this_machine_is_warned_of(database_url: str) -> None:
    async with without_channel(database_url) as fresh:
        await begun(fresh)
        fresh.lab.waha.set_status("clinic", "WORKING")
        asked = await tell(fresh, fresh.lab.waha.url.replace("127.0.0.1", "localhost"), WAHA_KEY, "clinic", "main")
        assert "means only this machine" not in asked["text"]


async def test_a_setup_that_was_left_for_a_day_takes_no_word_for_a_key(fresh: Bench) -> None:
    await begun(fresh)
    await fresh.say(fresh.lab.waha.url)
    fresh.later(days=1, minutes=1)
    await fresh.say("thanks")
    await fresh.quiet()
    assert any(one.get("text") == "thanks" for one in fresh.server.chat(OLIVIA)), "it was not deleted as a key"
    assert [row["state"] for row in await db.rows("select state from proposal where about = 'setup'")] == ["expired"]


async def test_a_key_pasted_where_the_address_is_asked_for_is_deleted_too(fresh: Bench) -> None:
    await begun(fresh)
    asked = await fresh.say("sk0123456789abcdefghij")
    assert "That looks like a key. The address comes first" in asked["text"]
    assert all("sk0123456789" not in one.get("text", "") for one in fresh.server.chat(OLIVIA))


async def test_a_setup_that_cannot_be_led_on_does_not_end_the_chat(fresh: Bench) -> None:
    await begun(fresh)
    with mock.patch("core.channels.connecting.listen", side_effect=ValueError) as listened:
        fresh.later(seconds=5)
        await fresh.until(lambda: listened.called)
        assert "Olivia" in shown(await fresh.say("/start"))
