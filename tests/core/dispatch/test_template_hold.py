"""A template that Meta does not send now holds what goes by it, and loses nobody."""

from __future__ import annotations

from typing import Any

import pytest

from core.channels import channels
from core.channels.standing import KIND
from core.sandbox.meta.cloud import CloudServer
from storage import db
from storage.queries import channels as rows
from tests.core.cloud_lab import PHONE_ID, cloud_channel
from tests.lab import Lab, Row

ANA, BRUNO, CARLA = "+351912000001", "+351912000002", "+351912000003"
VISIT = {"name": "visit", "language": None, "values": ["Friday"]}


async def says(lab: Lab, server: CloudServer, event: str, language: str = "en") -> None:
    told = {"event": event, "message_template_name": "visit", "message_template_language": language}
    server.change("message_template_status_update", told)
    await server.settled()
    await lab.settled()


async def waits_by_template(lab: Lab, message: Row, reason: str = "template_paused") -> list[Row]:
    """The copies of a message once all of them wait for their template."""

    async def so() -> list[Row]:
        found = await db.rows("select * from delivery where message_id = $1 order by id", message["id"])
        fine = found and all(one["state"] in ("planned", "queued") and one["cause"] == reason for one in found)
        return found if fine else []

    return list(await lab.until(so))


async def to_all(lab: Lab, **more: Any) -> Row:
    people = [await lab.contact(name, phone) for name, phone in (("Ana", ANA), ("Bruno", BRUNO), ("Carla", CARLA))]
    return await lab.schedule("Visit: Friday", *people, channel="cloud", template=VISIT, **more)


@pytest.mark.parametrize(
    ("code", "reason", "state"),
    [
        (132015, "template_paused", "paused"),
        (132001, "template_unknown", "missing"),
        (131063, "template_held", "held"),
        (131064, "template_held", "held"),
    ],
)
async def test_copies_of_a_template_that_is_refused_wait_and_leave_when_meta_sends_it_again(
    lab: Lab, code: int, reason: str, state: str
) -> None:
    async with cloud_channel(lab) as server:
        visit = server.add_template("visit", text="Visit: {{1}}")
        visit.error = code
        message = await to_all(lab)
        await waits_by_template(lab, message, reason)
        (told,) = await lab.hears(KIND)
        assert (told["detail"]["what"], told["detail"]["state"], told["detail"]["name"]) == ("template", state, "visit")
        visit.error = None
        await says(lab, server, "APPROVED")
        lab.later(seconds=61)
        await lab.reaches(message, *["delivered"] * 3)
        assert [lab.shown(one) for one in (ANA, BRUNO, CARLA)] == [["Visit: Friday"]] * 3
        assert [one["detail"]["what"] for one in await lab.told(KIND)] == ["template", "template_back"]


async def test_a_template_that_meta_pauses_is_not_even_tried_and_is_told_once(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        visit = server.add_template("visit", text="Visit: {{1}}")
        message = await to_all(lab, after=5)
        await says(lab, server, "PAUSED")
        visit.status = "PAUSED"
        lab.later(seconds=5)
        found = await waits_by_template(lab, message)
        assert [one["attempts"] for one in found] == [0, 0, 0]
        assert len(await lab.told(KIND)) == 1
        lab.later(minutes=11)  # tried again, and refused again: the same trouble
        assert max(one["attempts"] for one in await _tried(lab, message)) >= 1
        await waits_by_template(lab, message)
        (told,) = await lab.told(KIND)
        assert told["detail"]["state"] == "paused"


async def _tried(lab: Lab, message: Row) -> list[Row]:
    async def so() -> list[Row]:
        return await db.rows("select * from delivery where message_id = $1 and attempts > 0", message["id"])

    return list(await lab.until(so))


async def test_a_template_that_is_well_without_a_word_is_found_so_by_trying(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        visit = server.add_template("visit", text="Visit: {{1}}")
        visit.status = "PAUSED"
        message = await to_all(lab)
        await waits_by_template(lab, message)
        visit.status = "APPROVED"
        lab.later(minutes=11)
        await lab.reaches(message, *["delivered"] * 3)
        assert [lab.shown(one) for one in (ANA, BRUNO, CARLA)] == [["Visit: Friday"]] * 3


async def test_a_tap_has_it_tried_again_and_a_second_one_does_nothing(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        visit = server.add_template("visit", text="Visit: {{1}}")
        visit.status = "PAUSED"
        message = await lab.schedule("Visit: Friday", await lab.contact("Ana", ANA), channel="cloud", template=VISIT)
        (first,) = await waits_by_template(lab, message)
        await lab.hears(KIND)
        visit.status = "APPROVED"
        assert await channels.try_templates(lab.actor(), first["channel_id"], lab.now)
        assert not await channels.try_templates(lab.actor(), first["channel_id"], lab.now)
        lab.later(seconds=61)
        await lab.reaches(message, "delivered")


async def test_other_messages_to_the_same_people_do_not_wait_behind_it(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        server.add_template("visit", text="Visit: {{1}}").status = "PAUSED"
        server.add_template("bill", text="Bill: {{1}}")
        message = await to_all(lab)
        await waits_by_template(lab, message)
        ana = (await db.rows("select contact_id from delivery order by id limit 1"))[0]["contact_id"]
        bill = {"name": "bill", "language": None, "values": ["12"]}
        other = await lab.schedule("Bill: 12", ana, channel="cloud", template=bill)
        await lab.reaches(other, "delivered")
        assert lab.shown(ANA) == ["Bill: 12"]


async def test_what_waited_for_its_template_until_it_was_too_late_says_so(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        server.add_template("visit", text="Visit: {{1}}").status = "PAUSED"
        message = await to_all(lab)
        await waits_by_template(lab, message)
        lab.later(minutes=31)
        found = await lab.reaches(message, *["skipped"] * 3)
        assert {one["cause"] for one in found} == {"template_paused"}
        (told,) = await lab.told("skipped")
        assert told["detail"]["causes"] == {"template_paused": 3}


async def test_a_failure_that_is_heard_later_stops_the_template_for_the_others(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        server.add_template("visit", text="Visit: {{1}}")
        ana = await lab.contact("Ana", ANA)
        first = await lab.schedule("Visit: Friday", ana, channel="cloud", template=VISIT)
        (row,) = await lab.reaches(first, "delivered")
        await db.run("update delivery set state = 'sent', delivered_at = null, read_at = null where id = $1", row["id"])
        status = {"id": row["provider_id"], "status": "failed", "errors": [{"code": 132015, "title": "x"}]}
        server.change(
            "messages",
            {"metadata": {"phone_number_id": PHONE_ID, "display_phone_number": "1"}, "statuses": [status]},
        )
        await server.settled()
        await lab.reaches(first, "failed")
        await lab.settled()
        others = await lab.schedule("Visit: Friday", await lab.contact("Bruno", BRUNO), channel="cloud", template=VISIT)
        (waiting,) = await waits_by_template(lab, others)
        assert waiting["attempts"] == 0


async def test_it_is_stopped_in_its_language_and_told_once_for_two_numbers_of_an_account(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        for language in ("en", "pt_PT"):
            server.add_template("visit", language, text="Visit: {{1}}")
        server.templates["visit", "en"].status = "PAUSED"
        account = (await rows.find(lab.workspace["id"], "cloud") or {})["account_id"]
        await rows.add_to(lab.workspace["id"], account, "second", "106500000000002", lab.now, pace="0s")
        server.add_line("106500000000002", "+351210000002")
        ana = await lab.contact("Ana", ANA)
        for channel in ("cloud", "second"):
            message = await lab.schedule("Visit: Friday", ana, channel=channel, template=VISIT)
            await waits_by_template(lab, message)
            await lab.hears(KIND)
        assert len(await lab.told(KIND)) == 1
        portuguese = VISIT | {"language": "pt_PT"}
        other = await lab.schedule("Visit: Friday", ana, channel="cloud", template=portuguese)
        await lab.reaches(other, "delivered")
