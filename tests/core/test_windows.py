"""Free text goes only for 24 hours after a person wrote, where the provider has it so: said before, kept when sending."""

from __future__ import annotations

from datetime import timedelta

import aiohttp

from core.channels import channels
from core.channels.windows import Closed
from core.commands import SendNow
from core.messages import messages, views
from storage import db
from storage.queries import media
from tests.core.cloud_lab import cloud_channel
from tests.lab import Lab

ANA = "+351912000001"


async def test_who_has_not_written_gets_nothing_without_a_template_and_the_author_hears_why(lab: Lab) -> None:
    async with cloud_channel(lab):
        ana = await lab.contact("Ana", ANA)
        message = await lab.schedule("hello", ana, channel="cloud")
        view = await views.view_by_id(lab.actor(), message["id"], lab.now - timedelta(seconds=1))
        assert view.closed == Closed(("Ana",), 1, None)
        (row,) = await lab.reaches(message, "skipped")
        assert row["cause"] == "template_required"
        assert lab.shown(ANA) == []
        (notice,) = await lab.told("skipped")
        assert notice["detail"]["causes"] == {"template_required": 1}


async def test_who_has_not_written_gets_the_channels_template_around_the_text(lab: Lab) -> None:
    async with cloud_channel(lab, template="note", template_language="pt_PT") as server:
        server.add_template("note", "pt_PT", text="Clinic: {{1}}")
        ana = await lab.contact("Ana", ANA)
        message = await lab.schedule("hello {name},\nsee you", ana, channel="cloud")
        view = await views.view_by_id(lab.actor(), message["id"], lab.now - timedelta(seconds=1))
        assert view.closed == Closed(("Ana",), 1, "note")
        await lab.reaches(message, "delivered")
        assert lab.shown(ANA) == ["Clinic: hello Ana, see you"]


async def test_who_wrote_within_the_day_gets_the_text_itself_and_a_day_later_not(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        ana = await lab.contact("Ana", ANA)
        server.answer(ANA, "good morning")
        await server.settled()
        await lab.settled()
        message = await lab.schedule("hello\nthere", ana, channel="cloud")
        assert (await views.view_by_id(lab.actor(), message["id"], lab.now - timedelta(seconds=1))).closed.count == 0
        await lab.reaches(message, "delivered")
        assert lab.shown(ANA) == ["hello\nthere"]
        tomorrow = await lab.schedule("tomorrow", ana, after=25 * 3600, channel="cloud")
        assert (await views.view_by_id(lab.actor(), tomorrow["id"], lab.now)).closed.names == ("Ana",)


async def test_a_receipt_settles_what_was_unsure_by_the_token_that_it_gives_back(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        ana = await lab.contact("Ana", ANA)
        server.answer(ANA, "good morning")
        await server.settled()
        await lab.settled()
        server.faults.set("reset_after", count=1)
        message = await lab.schedule("hello", ana, channel="cloud")
        (row,) = await lab.reaches(message, "delivered")
        assert row["provider_id"] in server.sent
        assert row["attempts"] == 1
        assert lab.shown(ANA) == ["hello"]


async def test_two_messages_to_one_person_leave_six_seconds_apart(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        ana, bruno = await lab.contact("Ana", ANA), await lab.contact("Bruno", "+351912000002")
        server.answer(ANA, "good morning")
        server.answer("+351912000002", "good morning")
        await server.settled()
        await lab.settled()
        first = await lab.schedule("one", ana, channel="cloud")
        await lab.reaches(first, "delivered")
        second, other = (
            await lab.schedule("two", ana, channel="cloud"),
            await lab.schedule("hi", bruno, channel="cloud"),
        )
        await lab.reaches(other, "delivered")
        await lab.rounds(3)
        assert (await lab.states(second))[0] in ("planned", "queued")
        lab.later(seconds=7)
        await lab.reaches(second, "delivered")


async def test_a_person_who_stops_advertising_in_whatsapps_menu_gets_nothing_more_and_staff_hear_it(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        ana = await lab.contact("Ana", ANA)
        server.prefer(ANA, stop=True)
        await server.settled()
        await lab.settled()
        assert [row["detail"]["name"] for row in await lab.told("opted_out")] == ["Ana"]
        message = await lab.schedule("hello", ana, channel="cloud")
        (row,) = await lab.reaches(message, "skipped")
        assert row["cause"] == "opted_out"
        server.prefer(ANA, stop=False)
        await server.settled()
        await lab.settled()
        assert len(await lab.told("opted_in")) == 1


async def test_a_challenge_is_answered_only_to_who_knows_the_verify_token(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        url = server.hooks[0].url
        assert not await server.subscribe(url, "verify-you")
        assert not await server.subscribe(f"{lab.url}/webhooks/{lab.hook}", "verify-me")
        assert await server.subscribe(url, "verify-me")


async def test_a_challenge_comes_back_as_plain_text_that_no_browser_takes_for_a_page(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        query = {"hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "<b>1158201444</b>"}
        async with aiohttp.ClientSession() as session, session.get(server.hooks[0].url, params=query) as answer:
            assert (answer.status, await answer.text()) == (200, query["hub.challenge"])
            assert answer.content_type == "text/plain"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_limit_and_a_low_standing_are_kept_with_the_channel_that_they_are_said_of(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        await channels.check(lab.workspace["id"], "cloud", lab.now)
        told = {"display_phone_number": "+351 210 000 001", "event": "FLAGGED", "current_limit": "TIER_250"}
        server.change("phone_number_quality_update", told)
        await server.settled()
        await lab.settled()
        (row,) = await db.rows("select seen from channel where name = 'cloud'")
        assert row["seen"] == {"quality": "low", "limit": 250}


async def test_an_error_that_says_that_a_person_wants_no_more_blocks_them_and_staff_hear_it(lab: Lab) -> None:
    async with cloud_channel(lab, template="promo") as server:
        ana = await lab.contact("Ana", ANA)
        template = server.add_template("promo")
        template.error = 131050
        message = await lab.schedule("buy!", ana, channel="cloud")
        (row,) = await lab.reaches(message, "failed")
        assert row["cause"] == "opted_out"
        (told,) = await lab.hears("opted_out")
        assert told["detail"]["name"] == "Ana"


async def test_a_person_whose_number_whatsapp_spells_in_another_way_is_found_by_their_answer(lab: Lab) -> None:
    async with cloud_channel(lab, template="note") as server:
        server.add_template("note")
        phone = "+5511955550123"
        rita = await lab.contact("Rita", phone)
        lab.waha.phones.add(phone, "Rita", chat="551155550123@c.us")
        await lab.reaches(await lab.schedule("hello", rita, channel="cloud"), "delivered")
        server.answer(phone, "thank you")
        await server.settled()
        await lab.settled()
        assert [row["contact_id"] for row in await db.rows("select contact_id from answer")] == [rita]


async def test_a_copy_that_leaves_now_goes_by_the_template_and_with_the_file_of_its_message(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        server.add_template("menu", places=1, text="Menu of {{1}}", header="image")
        ana = await lab.contact("Ana", ANA)
        png = await media.add(lab.workspace["id"], "k", "image", "image/png", "menu.png", b"PNG", lab.now)
        named = {"name": "menu", "language": "en", "values": ["today"]}
        weekly = {"rules": ("FREQ=WEEKLY",), "after": 86400, "channel": "cloud", "media": png, "template": named}
        row = await lab.schedule("Menu of today", ana, **weekly)
        done = await messages.send_now(lab.actor(), SendNow(row["number"]), lab.now)
        lab.later(seconds=11)
        await lab.reaches(done.row, "delivered")
        (bubble,) = [one for one in lab.waha.phones.get(ANA).bubbles if not one.mine]
        assert (bubble.text, bubble.file and bubble.file.data) == ("Menu of today", b"PNG")
