"""Chatwoot and Evolution API from a scheduled message to a phone and back, with what is lost on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from core.channels import channels
from core.channels.channels import Wanted
from core.sandbox.chatwoot.server import ChatwootServer
from core.sandbox.evolution.server import EvolutionServer, Webhook, bearer
from core.sandbox.provider import Provider
from storage import db
from storage.queries import channels as store
from storage.queries import deliveries, directory
from tests.lab import Lab, Row
from tests.seen import kept, logged

ANA, BRUNO = "+351912000001", "+351912000002"
SECRETS = {"key": "the-key-of-the-gateway", "signing_secret": "the-secret-that-signs"}


class Inbox:
    """A channel of another gateway in the lab."""

    def __init__(self, lab: Lab, server: Provider, sender: str) -> None:
        self.lab, self.server, self.sender = lab, server, sender

    async def close(self) -> None:
        self.server.faults.clear()
        await self.lab.close()
        await self.server.close()

    async def add(self, gateway: str, sender: str, like: str | None = None, **settings: str) -> channels.Added:
        wanted = Wanted(self.server.url, SECRETS["key"], sender, pace="0s", settings={"timeout": "1.5", **settings})
        workspace = self.lab.workspace["id"]
        return await channels.add(workspace, f"via {sender}", gateway, wanted, self.lab.url, self.lab.now, like=like)

    async def schedule(self, text: str, *contacts: int, sender: str | None = None) -> Row:
        return await self.lab.schedule(text, *contacts, after=0.1, channel=f"via {sender or self.sender}")

    async def settled(self) -> None:
        await self.server.settled()
        await self.lab.settled()

    def shown(self, number: str) -> list[str]:
        return [bubble.text for bubble in self.server.phones.get(number).bubbles if not bubble.mine]


@asynccontextmanager
async def chatwoot_in(lab: Lab) -> AsyncIterator[Inbox]:
    server = ChatwootServer(key=SECRETS["key"], now=lab.clock.now)
    server.add_inbox(7, "WA", "+351210000007")
    await server.start()
    inbox = Inbox(lab, server, "7")
    added = await inbox.add("chatwoot", "7", account="4", signing_secret=SECRETS["signing_secret"])
    server.add_webhook(added.webhook_url, SECRETS["signing_secret"])
    try:
        yield inbox
    finally:
        await inbox.close()


@asynccontextmanager
async def evolution_in(lab: Lab, version: str = "2.4.0-rc2") -> AsyncIterator[Inbox]:
    server = EvolutionServer(key=SECRETS["key"], now=lab.clock.now, version=version, retries=(0.05,) * 3)
    await server.start()
    inbox = Inbox(lab, server, "loja")
    added = await inbox.add("evolution", "loja")
    hook = Webhook(added.webhook_url, bearer(added.webhook_secret))
    server.add_instance("loja", "+351210000008", webhook=hook, exposes_key=True, token="the-token-of-the-instance")
    try:
        yield inbox
    finally:
        await inbox.close()


@pytest.fixture
async def chatwoot(lab: Lab) -> AsyncIterator[Inbox]:
    async with chatwoot_in(lab) as made:
        yield made


@pytest.fixture
async def evolution(lab: Lab, request: pytest.FixtureRequest) -> AsyncIterator[Inbox]:
    async with evolution_in(lab, getattr(request, "param", "2.4.0-rc2")) as made:
        yield made


@pytest.fixture(params=[chatwoot_in, evolution_in], ids=["chatwoot", "evolution"])
async def inbox(lab: Lab, request: pytest.FixtureRequest) -> AsyncIterator[Inbox]:
    """Each in turn."""
    async with request.param(lab) as made:
        yield made


older = pytest.mark.parametrize("evolution", ["2.3.7"], indirect=True)


async def row_of(lab: Lab, message: Row) -> Row:
    (row,) = await deliveries.of_message(lab.workspace["id"], message["id"])
    return row


async def read_by(inbox: Inbox) -> Row:
    ana = await inbox.lab.contact("Ana", ANA)
    message = await inbox.schedule("hello", ana)
    await inbox.lab.reaches(message, "delivered")
    inbox.server.open_chat(ANA)
    (row,) = await inbox.lab.reaches(message, "read")
    assert inbox.shown(ANA) == ["hello"]
    return row


# -- the ordinary course


async def test_chatwoot_a_message_arrives_once_and_is_read(chatwoot: Inbox) -> None:
    row = await read_by(chatwoot)
    assert row["provider_id"].isdigit()
    assert row["token"] != row["provider_id"]


async def test_evolution_a_message_arrives_once_and_is_read(evolution: Inbox) -> None:
    row = await read_by(evolution)
    assert row["token"] == row["provider_id"]


@older
async def test_older_evolution_a_message_arrives_once_and_is_read(evolution: Inbox) -> None:
    row = await read_by(evolution)
    assert row["token"] is None
    assert row["provider_id"].startswith("3EB0")


async def test_two_inboxes_of_one_account_share_a_webhook_and_keep_their_messages_apart(chatwoot: Inbox) -> None:
    server = chatwoot.server
    assert isinstance(server, ChatwootServer)
    server.add_inbox(8, "WA two", "+351210000009")
    await chatwoot.add("chatwoot", "8", like="via 7")
    ana = await chatwoot.lab.contact("Ana", ANA)
    for sender in ("7", "8"):
        message = await chatwoot.schedule(f"via {sender}", ana, sender=sender)
        await chatwoot.lab.reaches(message, "delivered")
    assert chatwoot.shown(ANA) == ["via 7", "via 8"]
    assert {one.inbox.id for one in server.world.conversations.values()} == {7, 8}
    assert await chatwoot.lab.count("unknown_sender") == 0


async def test_every_event_ten_times_and_in_reverse_has_one_effect(inbox: Inbox, lab: Lab) -> None:
    inbox.server.faults.set("duplicate", value=10)
    inbox.server.faults.set("reorder")
    message = await inbox.schedule("hello", await lab.contact("Ana", ANA))

    async def left() -> bool:
        return (await lab.states(message))[:1] == ["sent"]

    await lab.until(left)
    await inbox.server.settled()
    inbox.server.open_chat(ANA)
    await lab.reaches(message, "read")
    await inbox.settled()
    assert await lab.states(message) == ["read"]
    assert inbox.shown(ANA) == ["hello"]


# -- what is lost


async def test_a_lost_answer_is_settled_by_the_echo(inbox: Inbox, lab: Lab) -> None:
    inbox.server.faults.set("reset_after", count=1)
    message = await inbox.schedule("hello", await lab.contact("Ana", ANA))
    (row,) = await lab.reaches(message, "delivered")
    assert row["provider_id"]
    assert inbox.shown(ANA) == ["hello"]


async def lost_for_good(inbox: Inbox) -> Row:
    """The answer and every event of a message are lost: only a look-up knows of it."""
    inbox.server.faults.set("drop")
    inbox.server.faults.set("reset_after", count=1)
    message = await inbox.schedule("see you at nine", await inbox.lab.contact("Ana", ANA))
    await inbox.lab.reaches(message, "unsure")
    await inbox.server.settled()
    inbox.lab.later(seconds=20)
    (row,) = await inbox.lab.reaches(message, "delivered")
    assert inbox.shown(ANA) == ["see you at nine"]
    return row


async def test_chatwoot_what_no_event_told_of_is_found_by_listing_the_conversation(chatwoot: Inbox) -> None:
    row = await lost_for_good(chatwoot)
    assert row["provider_id"].isdigit()


async def test_evolution_what_no_event_told_of_is_found_by_its_id(evolution: Inbox) -> None:
    row = await lost_for_good(evolution)
    assert row["provider_id"] == row["token"]


@older
async def test_older_evolution_what_no_event_told_of_is_found_by_person_text_and_time(evolution: Inbox) -> None:
    row = await lost_for_good(evolution)
    assert row["provider_id"].startswith("3EB0")


async def test_what_the_team_types_settles_nothing_of_ours(chatwoot: Inbox) -> None:
    server, lab = chatwoot.server, chatwoot.lab
    assert isinstance(server, ChatwootServer)
    server.faults.set("reset_before", count=1)
    message = await chatwoot.schedule("hello", await lab.contact("Ana", ANA))
    await lab.reaches(message, "unsure")
    server.type_as_agent(ANA, "hello")
    await chatwoot.settled()
    assert await lab.states(message) == ["unsure"]


# -- failures and answers


async def test_a_late_failure_is_told_with_its_reason_and_a_late_arrival_takes_it_back(chatwoot: Inbox) -> None:
    server, lab = chatwoot.server, chatwoot.lab
    assert isinstance(server, ChatwootServer)
    server.faults.set("late_failure", count=1, value="131026: Message undeliverable")
    message = await chatwoot.schedule("hello", await lab.contact("Ana", ANA))
    (row,) = await lab.reaches(message, "failed")
    assert row["cause"] == "not_reachable"
    assert len(await lab.told("failed")) == 1
    conversation, late = list(server.world.messages())[-1]
    late.status, late.source_id = "delivered", "wamid.LATE"
    server.tell("message_updated", conversation, late)
    await lab.reaches(message, "delivered")


async def test_a_person_who_writes_stop_gets_no_more(inbox: Inbox, lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await lab.reaches(await inbox.schedule("one", ana), "delivered")
    inbox.server.answer(ANA, "Stop!")
    await inbox.settled()
    contact = await directory.get(lab.workspace["id"], ana)
    assert contact["blocked_by"] == "contact"
    assert len(await lab.told("opted_out")) == 1


async def test_a_phone_that_is_away_holds_its_messages_back_and_none_is_unsure(evolution: Inbox) -> None:
    server, lab = evolution.server, evolution.lab
    assert isinstance(server, EvolutionServer)
    server.faults.set("drop")  # nobody tells us
    server.set_state("loja", "close")
    await server.settled()
    message = await evolution.schedule("hello", await lab.contact("Ana", ANA))

    async def down() -> bool:
        (row,) = await db.rows("select health, reason from channel where sender = 'loja'")
        return (row["health"], row["reason"]) == ("down", "not_connected")

    await lab.until(down)
    assert await lab.states(message) == ["queued"]
    server.instances["loja"].state = "open"
    server.faults.clear("drop")
    lab.later(seconds=20)
    await lab.reaches(message, "delivered")
    assert evolution.shown(ANA) == ["hello"]


async def test_a_number_without_whatsapp_is_known_before_anything_is_sent(evolution: Inbox) -> None:
    evolution.server.phones.get(BRUNO).exists = False
    lab = evolution.lab
    message = await lab.schedule("hello", await lab.contact("Bruno", BRUNO), after=1.0, channel="via loja")

    async def over() -> bool:
        return (await lab.states(message))[:1] in (["skipped"], ["failed"])

    await lab.until(over)
    assert (await row_of(lab, message))["cause"] == "no_such_number"


# -- secrets


async def test_no_key_is_in_the_database_or_in_a_log_and_nobodys_words_or_number_in_a_log(
    inbox: Inbox, lab: Lab, database_url: str
) -> None:
    with logged() as lines:
        inbox.server.faults.set("error_after", count=1)
        ana = await lab.contact("Ana Silva", ANA)
        for text in ("your blood test is in", "come at nine"):
            await lab.reaches(await inbox.schedule(text, ana), "delivered")
        inbox.server.answer(ANA, "the pills make me dizzy")
        await inbox.settled()
        await lab.dispatcher.stop(3)
    row = await store.get(lab.workspace["id"], (await channels.find(lab.workspace["id"], f"via {inbox.sender}"))["id"])
    everything = kept(database_url)
    assert "the pills make me dizzy" in everything, "all that is kept was read"
    assert "answered" in lines()
    for hidden in (*SECRETS.values(), row["secret"], "the-token-of-the-instance"):
        assert hidden not in everything
        assert hidden not in lines()
    for private in (ANA.lstrip("+"), "Ana Silva", "your blood test is in", "come at nine", "the pills make me dizzy"):
        assert private not in lines()
