"""What Meta says of a channel, in the chat: once, in words that say what is at risk and what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.replies import channel_notices
from bot.replies.voice import voice
from core.commands import Cancel
from core.messages import messages
from core.sandbox.meta.cloud import CloudServer
from tests.bot.bench import OLIVIA, SAM, Bench
from tests.core.cloud_lab import cloud_channel

LANGUAGES = ("en", "es", "pt", "id")
DUES = (datetime(2026, 11, 25, 12, 0, tzinfo=UTC), datetime(2026, 11, 25, 12, 30, tzinfo=UTC))
WHATS = ("restricted", "violation", "disabled_soon", "quality", "limit")


async def _says(clinic: Bench, server: CloudServer, field: str, **value: Any) -> None:
    server.change(field, value)
    await server.settled()
    await clinic.lab.settled()


async def test_a_broken_rule_is_told_to_the_owner_with_what_is_at_risk_and_to_no_sender(clinic: Bench) -> None:
    async with cloud_channel(clinic.lab, template="note") as server:
        await clinic.say("send 'hello' to Ana today at 11:00 via cloud")
        info = {"violation_type": "SPAM_OR_SCAM"}
        await _says(clinic, server, "account_update", event="ACCOUNT_VIOLATION", violation_info=info)
        told = await clinic.server.wait_for(OLIVIA, "Meta says that cloud has broken a rule of WhatsApp: spam or scam.")
        assert "One message is due over it in the next three hours, the first at Wed 25 Nov 11:00" in told["text"]
        assert told["text"].endswith("If it is a mistake, ask for a review in Meta’s Business Support Home.")
        assert not [text for text in clinic.said(SAM) if "broken a rule" in text]


async def test_a_restriction_to_answers_says_until_when_and_what_still_leaves(clinic: Bench) -> None:
    async with cloud_channel(clinic.lab) as server:
        ends = int((clinic.lab.now + timedelta(hours=2)).timestamp())
        info = [{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": ends}]
        await _says(clinic, server, "account_update", event="ACCOUNT_RESTRICTION", restriction_info=info)
        told = await clinic.server.wait_for(
            OLIVIA, "WhatsApp lets the channel cloud only answer now. Until Wed 25 Nov 12:00"
        )
        assert "takes a request for review" in told["text"]
        assert "WhatsApp lets it only answer now" in (await clinic.say("channels"))["text"]


async def test_a_template_that_is_gone_names_the_messages_that_go_by_it(clinic: Bench) -> None:
    async with cloud_channel(clinic.lab) as server:
        server.add_template("visit")
        await clinic.say("send template visit to Ana with 'Friday' tomorrow 9am via cloud")
        gone = {"message_template_name": "visit", "message_template_language": "en"}
        await _says(clinic, server, "message_template_status_update", event="PAUSED", **gone)
        told = await clinic.server.wait_for(OLIVIA, "WhatsApp has paused the template visit of cloud")
        assert "#1 goes by it, next at Thu 26 Nov 09:00." in told["text"]
        assert "cancel what goes by it" in told["text"]
        await _says(clinic, server, "message_template_status_update", event="APPROVED", **gone)
        await clinic.server.wait_for(OLIVIA, "WhatsApp has approved the template visit of cloud again.")


async def test_what_was_called_off_meanwhile_is_not_told(clinic: Bench) -> None:
    async with cloud_channel(clinic.lab) as server:
        server.add_template("visit")
        await clinic.say("send template visit to Ana with 'Friday' tomorrow 9am via cloud")
        await clinic.stop()
        gone = {"message_template_name": "visit", "message_template_language": "en"}
        await _says(clinic, server, "message_template_status_update", event="REJECTED", **gone)
        assert len(await clinic.lab.told("channel_news")) == 1
        await messages.cancel(clinic.lab.actor(), Cancel((1,)), clinic.lab.now)
        await clinic.start()

        async def over() -> bool:
            return [one["state"] for one in await clinic.lab.told("channel_news")] == ["dropped"]

        await clinic.lab.until(over)
        assert not [text for text in clinic.said() if "rejected" in text]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", WHATS)
def test_each_news_is_said_in_each_language_with_what_to_do(what: str, language: str) -> None:
    detail = {"what": what, "names": ["clinic", "shop"], "type": "SPAM", "limit": 250, "channels": [1, 2]}
    if what == "restricted":
        detail["until"] = "2026-11-26T12:00:00+00:00"
    said = voice(language)
    text = channel_notices.channel_news(said, detail, DUES, "UTC").text
    assert said.several(["clinic", "shop"]) in text
    assert said(f"notice-news-{what}-do") in text
    assert "12:00" in text
    assert "{" not in text
    if what == "limit":
        assert "250" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_restriction_that_is_lifted_is_said_in_each_language_without_advice(language: str) -> None:
    said = voice(language)
    detail = {"what": "lifted", "names": ["clinic"], "channels": [1]}
    assert channel_notices.channel_news(said, detail, DUES, "UTC").text == said("notice-news-lifted", names="clinic")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["paused", "rejected", "disabled", "flagged", "archived", "missing", "held"])
def test_each_state_of_a_template_is_said_in_each_language_with_what_needs_it(state: str, language: str) -> None:
    said = voice(language)
    detail = {"what": "template", "name": "visit", "state": state, "names": ["clinic"], "channels": [1]}
    waiting = [{"number": 4, "next_due_at": DUES[0]}, {"number": 7, "next_due_at": None}]
    text = channel_notices.template_news(said, detail, waiting, "UTC").text
    assert said.several(["#4", "#7"]) in text
    assert "12:00" in text
    assert said("notice-template-do") in text
    assert "visit" in text
    alone = channel_notices.template_news(said, detail, [], "UTC").text
    assert said("notice-template-of-channel") in alone
    paused = channel_notices.template_news(said, detail, waiting[1:], "UTC").text
    assert "#7" in paused
    assert "none" not in paused
    assert (said("notice-template-waits") in text) is (state != "flagged")


async def test_a_template_that_meta_refuses_is_told_with_a_button_that_tries_it_again(clinic: Bench) -> None:
    async with cloud_channel(clinic.lab) as server:
        visit = server.add_template("visit", text="Visit: {{1}}")
        await clinic.say("send template visit to Ana with 'Friday' today at 11:00 via cloud")
        visit.status = "PAUSED"
        clinic.later(hours=1)
        await clinic.lab.hears("channel_news")
        told = await clinic.server.wait_for(OLIVIA, "WhatsApp has paused the template visit of cloud")
        assert "waits, as long as it may be late" in told["text"]
        visit.status = "APPROVED"
        assert await clinic.tap(told, "Try again now") == ["Done."]
        clinic.lab.later(seconds=61)
        await clinic.lab.until(lambda: _sent(clinic))


async def _sent(clinic: Bench) -> bool:
    return await clinic.lab.states() == ["delivered"]
