"""Chatwoot: whom it finds, where it writes, what its answers and late failures mean, how its calls are known."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.gateways.base import (
    Accepted,
    Account,
    Call,
    ChannelCheck,
    Echo,
    Health,
    Incoming,
    LookUpFailed,
    News,
    NotSent,
    Receipt,
    Rejected,
    Sought,
    Stage,
    Template,
    Unsure,
)
from core.gateways.chatwoot.sends import as_written
from core.gateways.registry import kind
from core.sandbox.chatwoot.shapes import signed_headers
from core.sandbox.chatwoot.world import liquid
from tests.core.gateways.conformance.bench import ANA, SECRET, id_of
from tests.core.gateways.conformance.chatwoot_bench import INBOX, ChatwootBench, chatwoot_bench

RITA = "+5531987650123"
RITA_AT_WHATSAPP = "+553187650123"


@pytest.fixture
async def chatwoot() -> AsyncIterator[ChatwootBench]:
    async with chatwoot_bench() as made:
        yield made


@pytest.fixture
async def api_inbox() -> AsyncIterator[ChatwootBench]:
    async with chatwoot_bench("Channel::Api") as made:
        yield made


def conversations(bench: ChatwootBench) -> list[tuple[int, int, str | None]]:
    return [(one.id, one.inbox.id, one.contact.phone_number) for one in bench.server.world.conversations.values()]


# --- whom and where


async def test_a_new_number_gets_a_contact_and_one_conversation_which_is_kept(chatwoot: ChatwootBench) -> None:
    for text in ("one", "two", "three"):
        assert isinstance((await chatwoot.send(text))[1], Accepted)
    world = chatwoot.server.world
    assert [one.phone_number for one in world.contacts.values()] == [ANA]
    assert conversations(chatwoot) == [(902, INBOX, ANA)]
    assert chatwoot.shown(ANA) == ["one", "two", "three"]


async def test_the_conversation_in_which_a_person_wrote_is_the_one_that_is_answered_in(chatwoot: ChatwootBench) -> None:
    chatwoot.answer(ANA, "are you open?")
    await chatwoot.send("yes")
    assert len(conversations(chatwoot)) == 1


async def test_a_resolved_conversation_is_kept_too(chatwoot: ChatwootBench) -> None:
    await chatwoot.send("one")
    chatwoot.server.world.conversations[902].status = "resolved"
    await chatwoot.send("two")
    assert len(conversations(chatwoot)) == 1


async def test_an_open_conversation_goes_before_a_resolved_one_that_was_used_later(chatwoot: ChatwootBench) -> None:
    await chatwoot.send("one")
    world = chatwoot.server.world
    contact, inbox = world.contacts[381], world.inboxes[INBOX]
    later = world.open(contact, inbox, "", chatwoot.server.now() + timedelta(hours=1), "resolved")
    _, sent = await chatwoot.send("two")
    assert [str(one.id) for one in world.conversations[902].messages][-1] == id_of(sent)
    assert later.messages == []


async def test_the_conversation_whose_window_is_open_goes_first(chatwoot: ChatwootBench) -> None:
    world = chatwoot.server.world
    world.inboxes[INBOX].windowed = True
    chatwoot.answer(ANA, "hello?")
    heard = next(iter(world.conversations.values()))
    heard.status = "resolved"
    world.open(heard.contact, world.inboxes[INBOX], "", chatwoot.server.now())
    _, sent = await chatwoot.send("hello!")
    assert str(heard.messages[-1].id) == id_of(sent)
    assert chatwoot.shown(ANA) == ["hello!"]


async def test_conversations_of_other_inboxes_are_left_alone(chatwoot: ChatwootBench) -> None:
    world = chatwoot.server.world
    site = chatwoot.server.add_inbox(8, "Site", "", channel_type="Channel::WebWidget")
    contact = world.add_contact("Ana", ANA)
    world.open(contact, site, "site-session", chatwoot.server.now())
    await chatwoot.send()
    assert [inbox for _, inbox, _ in conversations(chatwoot)] == [8, INBOX]
    assert list(world.contacts) == [contact.id]


async def test_a_contact_that_somebody_makes_at_the_same_moment_is_found(chatwoot: ChatwootBench) -> None:
    chatwoot.server.faults.set("contact_race", count=1)
    assert isinstance((await chatwoot.send())[1], Accepted)
    assert len(chatwoot.server.world.contacts) == 1
    assert chatwoot.shown(ANA) == ["hello"]


async def test_two_at_once_to_one_new_number_make_one_contact_and_one_conversation(chatwoot: ChatwootBench) -> None:
    await asyncio.gather(chatwoot.send("one"), chatwoot.send("two"))
    assert len(chatwoot.server.world.contacts) == 1
    assert len(conversations(chatwoot)) == 1
    assert sorted(chatwoot.shown(ANA)) == ["one", "two"]


async def test_a_part_of_a_number_is_not_the_number(chatwoot: ChatwootBench) -> None:
    world = chatwoot.server.world
    world.add_contact("somebody else", ANA + "9", world.inboxes[INBOX])
    chatwoot.server.faults.set("step", count=1, value=404)  # no filter here: the search finds parts of numbers
    await chatwoot.send()
    assert chatwoot.shown(ANA) == ["hello"]
    assert chatwoot.shown(ANA + "9") == []


async def test_a_mobile_of_brazil_is_found_as_whatsapp_spells_it(chatwoot: ChatwootBench) -> None:
    chatwoot.server.phones.add(RITA, "Rita", chat=f"{RITA_AT_WHATSAPP.lstrip('+')}@c.us")
    world = chatwoot.server.world
    world.add_contact("Rita", RITA_AT_WHATSAPP, world.inboxes[INBOX])
    assert isinstance((await chatwoot.send(to=RITA))[1], Accepted)
    assert len(world.contacts) == 1
    assert chatwoot.shown(RITA) == ["hello"]


async def test_each_number_is_looked_for_anew_so_that_an_edited_contact_gets_nothing_of_another(
    chatwoot: ChatwootBench,
) -> None:
    await chatwoot.send("for Ana")
    other = "+6281200000002"
    contact = chatwoot.server.world.contacts[381]
    contact.phone_number, contact.source_ids[INBOX] = other, other.lstrip("+")
    await chatwoot.send("for Ana again")
    assert chatwoot.shown(ANA) == ["for Ana", "for Ana again"]
    assert chatwoot.shown(other) == []


async def test_an_inbox_that_would_still_write_to_the_old_number_of_a_contact_is_not_used(
    chatwoot: ChatwootBench,
) -> None:
    await chatwoot.send("for Ana")
    new = "+6281200000002"
    chatwoot.server.world.contacts[381].phone_number = new  # the place in the inbox still has the old one
    assert (await chatwoot.send("for Bia", to=new))[1] == Rejected("other_number_at_gateway")
    assert chatwoot.shown(ANA) == ["for Ana"]


async def test_digits_that_are_a_hidden_id_are_not_taken_for_another_number(chatwoot: ChatwootBench) -> None:
    world = chatwoot.server.world
    world.inboxes[INBOX].provider = "baileys"
    world.inboxes[INBOX].channel_type = "Channel::Api"  # so that the phone is found by the contact's number
    contact = world.add_contact("Ana", ANA, world.inboxes[INBOX], source_id="18812345678901")
    assert isinstance((await chatwoot.send())[1], Accepted)
    assert contact.source_ids == {INBOX: "18812345678901"}


async def test_a_contact_that_the_team_has_blocked_gets_nothing(chatwoot: ChatwootBench) -> None:
    await chatwoot.send("one")
    chatwoot.server.world.contacts[381].blocked = True
    assert (await chatwoot.send("two"))[1] == Rejected("blocked_at_gateway")
    assert chatwoot.shown(ANA) == ["one"]


async def test_a_conversation_whose_making_was_not_answered_is_found_by_the_next_try(chatwoot: ChatwootBench) -> None:
    chatwoot.server.world.add_contact("Ana", ANA, chatwoot.server.world.inboxes[INBOX])
    chatwoot.server.faults.set("step_after", count=1)
    sent = (await chatwoot.send())[1]
    assert sent == NotSent("http_500", retry_after=60.0)
    assert isinstance((await chatwoot.send())[1], Accepted)
    assert len(conversations(chatwoot)) == 1
    assert chatwoot.shown(ANA) == ["hello"]


@pytest.mark.parametrize(
    ("status", "news"), [(500, None), (502, "down"), (503, "down"), (404, "down"), (429, "slow_down")]
)
async def test_what_fails_before_the_message_has_not_left_it(
    chatwoot: ChatwootBench, status: int, news: str | None
) -> None:
    chatwoot.server.faults.set("step", value=status)
    sent = (await chatwoot.send())[1]
    assert isinstance(sent, NotSent)
    assert (sent.news.kind if sent.news else None) == news
    assert chatwoot.shown(ANA) == []


async def test_an_api_inbox_keeps_the_place_that_it_gave_a_contact(api_inbox: ChatwootBench) -> None:
    await api_inbox.send("one")
    await api_inbox.send("two")
    assert len(api_inbox.server.world.contacts[381].source_ids) == 1
    assert api_inbox.shown(ANA) == ["one", "two"]


# --- what is sent


@pytest.mark.parametrize(
    "text",
    [
        "Hi {{ contact.name }}, 10 % {% if x %}off{% endif %}",
        "`{{ code }}` and {{ contact.name }} and `more`",
        "half a {{ tag, and a brace at the end {",
        "plain {x} text",
        "{`{{ a }}`}",
    ],
)
async def test_a_text_that_looks_like_liquid_arrives_as_written(chatwoot: ChatwootBench, text: str) -> None:
    await chatwoot.send(text)
    assert chatwoot.shown(ANA) == [text]


def test_a_text_without_braces_is_sent_as_it_is() -> None:
    assert as_written("a {x} `b` 100 %") == "a {x} `b` 100 %"
    assert liquid("{{ contact.name }}!") == "!"


async def test_the_token_travels_in_content_attributes_and_is_joined_by_it(chatwoot: ChatwootBench) -> None:
    out, sent = await chatwoot.send()
    echo, *_ = [event for event in await chatwoot.events() if isinstance(event, Echo)]
    assert (echo.token, echo.ref, echo.by_api) == (out.token, id_of(sent), True)
    assert {one.token for one in await chatwoot.events() if isinstance(one, Receipt)} == {out.token}


async def test_a_reply_names_the_message_that_it_answers(chatwoot: ChatwootBench) -> None:
    chatwoot.answer(ANA, "when?")
    (asked,) = [event for event in await chatwoot.events() if isinstance(event, Incoming)]
    await chatwoot.send("at nine", reply_to=asked.ref)
    message = list(chatwoot.server.world.messages())[-1][1]
    assert message.content_attributes["in_reply_to"] == int(asked.ref)


async def test_outside_the_window_a_text_fails_late_and_a_template_leaves(chatwoot: ChatwootBench) -> None:
    chatwoot.server.world.inboxes[INBOX].windowed = True
    _, sent = await chatwoot.send("hello")
    (failed,) = [event for event in await chatwoot.events() if isinstance(event, Receipt)]
    assert (failed.ref, failed.stage, failed.reason) == (id_of(sent), Stage.FAILED, "template_required")
    await chatwoot.send("Your order is out, Ana", template=Template("order_out", "en", ["Ana"]))
    assert chatwoot.shown(ANA) == ["Your order is out, Ana"]
    params = list(chatwoot.server.world.messages())[-1][1].additional_attributes["template_params"]
    assert params == {"name": "order_out", "language": "en", "processed_params": {"body": {"1": "Ana"}}}


def test_only_a_person_can_say_that_an_inbox_has_whatsapps_window() -> None:
    account = Account("http://x", "k", "7", "s", {"account": "4"})
    assert kind("chatwoot").window(account) is None
    assert kind("chatwoot").window(replace(account, settings={"window": "24h"})) == timedelta(hours=24)


# --- what answers mean


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, {"error": "Invalid Access Token"}, "bad_key"),
        (401, {"errors": ["You need to sign in or sign up before continuing."]}, "bad_key"),
        (401, {"error": "Account is suspended"}, "account_suspended"),
        (401, {"error": "You are not authorized to do this action"}, "not_allowed"),
        (401, {"error": "Access to this endpoint is not authorized for bots"}, "bot_key"),
        (403, {"error": "API access is not enabled for this account"}, "api_not_enabled"),
    ],
)
def test_a_shut_door_halts_the_channel_and_says_why(status: int, body: Any, expected: str) -> None:
    from core.gateways.chatwoot.answers import read_message_answer
    from core.gateways.wire import Answer

    sent = read_message_answer(Answer(status, json.dumps(body).encode()))
    assert sent == NotSent(expected, news=News("halted", expected))


async def test_a_validation_is_proof_that_there_is_no_row_and_no_other_422_is(chatwoot: ChatwootBench) -> None:
    chatwoot.server.faults.set("invalid_before", count=1)
    sent = (await chatwoot.send())[1]
    assert isinstance(sent, NotSent)
    assert (sent.reason, sent.retry_after) == ("slow_down", 60.0)
    chatwoot.server.faults.set("invalid_before", count=1, value="Validation failed: Content is too long")
    assert (await chatwoot.send())[1] == Rejected("unprocessable")
    chatwoot.server.faults.set("invalid_after", count=1)
    assert (await chatwoot.send())[1] == Unsure("http_422")
    assert chatwoot.shown(ANA) == ["hello"]


async def test_a_conversation_that_is_deleted_under_our_hands_is_not_sent_and_no_news(chatwoot: ChatwootBench) -> None:
    chatwoot.server.faults.set("refuse", count=1, value=404)
    assert (await chatwoot.send())[1] == NotSent("conversation_gone")


async def test_a_bots_token_cannot_find_contacts_and_the_check_says_so(chatwoot: ChatwootBench) -> None:
    bot = chatwoot.connect(key=chatwoot.server.bot_key)
    assert await bot.send(chatwoot.outgoing()) == NotSent("bot_key", news=News("halted", "bot_key"))
    assert await bot.check() == ChannelCheck(Health.HALTED, "bot_key")


@pytest.mark.parametrize("changes", [{"sender": "clinic"}, {"settings": {"account": "mine"}}, {"sender": ""}])
async def test_numbers_that_are_none_halt_the_channel_before_anything_is_asked(
    chatwoot: ChatwootBench, changes: dict[str, Any]
) -> None:
    driver = chatwoot.connect(**changes)
    assert await driver.send(chatwoot.outgoing()) == NotSent("bad_ids", news=News("halted", "bad_ids"))
    assert (await driver.check()).reason == "bad_ids"


async def test_a_check_tells_the_inboxs_number_or_that_it_is_not_there(chatwoot: ChatwootBench) -> None:
    found = await chatwoot.driver.check()
    assert found == ChannelCheck(Health.WORKING, "", "+6281199990000", "Whatsapp")
    assert (await chatwoot.connect(sender="99").check()).reason == "unknown_inbox"
    assert (await chatwoot.connect(settings={"account": "5"}).check()).reason == "not_allowed"
    chatwoot.down()
    assert (await chatwoot.driver.check()).reason == "reauthorize"


async def test_the_token_is_no_part_of_any_address_or_answer(chatwoot: ChatwootBench) -> None:
    key = "very-secret-token"
    driver = chatwoot.connect(key=key)
    assert key not in repr(await driver.send(chatwoot.outgoing()))
    assert key not in repr(await driver.check())
    assert key not in repr(vars(driver).get("_base"))


# --- what comes later


async def test_a_row_whose_jobs_do_not_run_is_accepted_and_nothing_more(chatwoot: ChatwootBench) -> None:
    chatwoot.server.faults.set("stuck", count=1)
    out, sent = await chatwoot.send()
    assert isinstance(sent, Accepted)
    assert [event for event in await chatwoot.events() if isinstance(event, Receipt)] == []
    found = await chatwoot.driver.look_up(Sought(None, ANA, token=out.token))
    assert found is not None
    assert found.stage is Stage.SENT


async def test_a_failure_of_which_nothing_is_sure_is_not_called_one(api_inbox: ChatwootBench) -> None:
    api_inbox.server.faults.set("failed_though_arrived", count=1)
    await api_inbox.send()
    assert api_inbox.shown(ANA) == ["hello"]
    assert [event for event in await api_inbox.events() if isinstance(event, Receipt)] == []


async def test_a_late_failure_is_a_failed_receipt(chatwoot: ChatwootBench) -> None:
    chatwoot.server.faults.set("late_failure", count=1, value="131047: Re-engagement message")
    _, sent = await chatwoot.send()
    (failed,) = [event for event in await chatwoot.events() if isinstance(event, Receipt)]
    assert (failed.ref, failed.stage, failed.reason) == (id_of(sent), Stage.FAILED, "template_required")
    assert chatwoot.shown(ANA) == []


async def test_an_update_may_come_before_the_message(chatwoot: ChatwootBench) -> None:
    chatwoot.server.faults.set("updated_first", count=1)
    out, sent = await chatwoot.send()
    echoes = [event for event in await chatwoot.events() if isinstance(event, Echo)]
    assert [(one.ref, one.token) for one in echoes] == [(id_of(sent), out.token)]


async def test_after_a_retry_has_wiped_the_token_the_id_still_joins(chatwoot: ChatwootBench) -> None:
    chatwoot.server.faults.set("late_failure", count=1)
    _, sent = await chatwoot.send()
    message = list(chatwoot.server.world.messages())[-1][1]
    message.source_id = "wamid.AGAIN"
    chatwoot.server.retry(message)
    told = [event for event in await chatwoot.events() if isinstance(event, Receipt)]
    assert [(one.ref, one.stage, one.token is None) for one in told] == [
        (id_of(sent), Stage.FAILED, False),
        (id_of(sent), Stage.SENT, True),
    ]


async def test_what_the_team_types_is_an_echo_without_our_token_and_a_note_is_nothing(chatwoot: ChatwootBench) -> None:
    chatwoot.answer(ANA, "hello?")
    chatwoot.server.type_as_agent(ANA, "I am on it")
    chatwoot.server.type_as_agent(ANA, "she owes us money", private=True)
    echoes = [event for event in await chatwoot.events() if isinstance(event, Echo)]
    assert [(one.text, one.token, one.by_api) for one in echoes] == [("I am on it", None, False)]
    assert chatwoot.shown(ANA) == ["I am on it"]


async def test_one_accounts_webhook_tells_of_every_inbox_by_its_number(chatwoot: ChatwootBench) -> None:
    chatwoot.server.add_inbox(9, "WA two", "+6281199990009")
    other = chatwoot.connect(sender="9")
    await chatwoot.send("from seven")
    await other.send(chatwoot.outgoing("from nine", to="+6281200000002"))
    echoes = {event.text: event.sender for event in await chatwoot.events() if isinstance(event, Echo)}
    assert echoes == {"from seven": "7", "from nine": "9"}


# --- looking back


async def test_a_lost_answer_is_found_by_its_token_behind_many_later_messages(chatwoot: ChatwootBench) -> None:
    chatwoot.server.faults.set("reset_after", count=1)
    out, sent = await chatwoot.send()
    assert isinstance(sent, Unsure)
    for number in range(45):
        chatwoot.server.type_as_agent(ANA, f"note {number}")
    found = await chatwoot.driver.look_up(Sought(None, ANA, token=out.token, since=chatwoot.server.now()))
    assert found is not None
    assert (found.stage, found.ref) == (Stage.DELIVERED, "55120")
    again = await chatwoot.driver.look_up(Sought("55120", ANA))
    assert again is not None
    assert again.stage is Stage.DELIVERED


async def test_a_look_up_goes_back_no_further_than_the_send(chatwoot: ChatwootBench) -> None:
    out, _ = await chatwoot.send()
    later = chatwoot.server.now() + timedelta(days=3)
    for _, message in chatwoot.server.world.messages():
        message.created_at = chatwoot.server.now()
    conversation = chatwoot.server.world.conversations[902]
    for _ in range(20):
        chatwoot.server.write(conversation, "filler", {}).created_at = later - timedelta(days=1)
    assert await chatwoot.driver.look_up(Sought(None, ANA, token=out.token, since=later)) is None


async def test_a_number_that_chatwoot_does_not_know_has_no_message(chatwoot: ChatwootBench) -> None:
    assert await chatwoot.driver.look_up(Sought(None, "+6281200000003", token="x")) is None
    with pytest.raises(LookUpFailed):
        await chatwoot.connect(key=chatwoot.server.bot_key).look_up(Sought(None, ANA, token="x"))


async def test_a_look_up_says_of_a_failed_message_why(chatwoot: ChatwootBench) -> None:
    chatwoot.server.faults.set("late_failure", count=1, value="131047: Re-engagement message")
    _, sent = await chatwoot.send()
    found = await chatwoot.driver.look_up(Sought(id_of(sent), ANA))
    assert found is not None
    assert (found.stage, found.reason) == (Stage.FAILED, "template_required")


# --- calls to the webhook


async def call_of(bench: ChatwootBench) -> Call:
    bench.answer(ANA, "hello")
    (one,) = await bench.calls()
    return one


async def test_an_old_call_is_not_let_in_again(chatwoot: ChatwootBench) -> None:
    one, account = await call_of(chatwoot), chatwoot.account()
    assert chatwoot.kind.verify(one, account)
    assert not chatwoot.kind.verify(replace(one, at=one.at + timedelta(minutes=6)), account)
    assert not chatwoot.kind.verify(replace(one, at=one.at - timedelta(minutes=6)), account)


async def test_the_time_is_signed_too(chatwoot: ChatwootBench) -> None:
    one, account = await call_of(chatwoot), chatwoot.account()
    for told in (str(int(one.at.timestamp()) + 1), "", "now", "９", "9" * 40):
        assert not chatwoot.kind.verify(replace(one, headers={**one.headers, "x-chatwoot-timestamp": told}), account)


async def test_a_signature_without_its_prefix_or_with_odd_letters_is_none(chatwoot: ChatwootBench) -> None:
    one, account = await call_of(chatwoot), chatwoot.account()
    given = one.headers["x-chatwoot-signature"]
    for wrong in (given.removeprefix("sha256="), "sha256=", "sha256=é", given + "0", "sha1=" + given[7:]):
        assert not chatwoot.kind.verify(replace(one, headers={**one.headers, "x-chatwoot-signature": wrong}), account)


async def test_chatwoot_before_4_12_signs_nothing_and_is_known_by_the_address(chatwoot: ChatwootBench) -> None:
    one = await call_of(chatwoot)
    bare = replace(one, headers={}, query={"token": "ours"})
    unsigned = Account("http://x", "k", "7", "ours", {"account": "4"})
    assert chatwoot.kind.verify(bare, unsigned)
    assert not chatwoot.kind.verify(replace(bare, query={"token": "theirs"}), unsigned)
    assert not chatwoot.kind.verify(replace(bare, query={}), unsigned)
    assert not chatwoot.kind.verify(bare, replace(unsigned, settings={"signing_secret": SECRET})), "it signs by now"


async def test_chatwoot_is_told_by_its_api_where_to_post_and_its_calls_are_known(chatwoot: ChatwootBench) -> None:
    server, receiver = chatwoot.server, chatwoot.receiver
    server.webhooks.clear()
    assert await chatwoot.connect().set_webhook(receiver.url, "ours") == ""  # type: ignore[attr-defined]
    assert await chatwoot.connect().set_webhook(receiver.url, "ours") == ""  # type: ignore[attr-defined]
    (hook,) = server.webhooks
    assert hook.url == f"{receiver.url}?token=ours"
    chatwoot.answer(ANA, "hello")
    (one,) = await chatwoot.calls()
    told = Account("http://x", "k", "7", "ours")
    assert chatwoot.kind.verify(replace(one, query={"token": "ours"}), told), "signed with a secret that nobody told us"
    assert not chatwoot.kind.verify(replace(one, query={"token": "other"}), told)
    bot = chatwoot.connect(key=server.bot_key)
    assert await bot.set_webhook(receiver.url, "ours") == "bot_key"  # type: ignore[attr-defined]
    assert await chatwoot.closed().set_webhook(receiver.url, "ours") == "unreachable"  # type: ignore[attr-defined]


async def test_our_own_secret_signs_as_well_for_whoever_can_choose_it(chatwoot: ChatwootBench) -> None:
    one = await call_of(chatwoot)
    signed = {name.lower(): value for name, value in signed_headers(one.raw, "ours", one.at).items()}
    assert kind("chatwoot").verify(replace(one, headers=signed), Account("http://x", "k", "7", "ours"))
