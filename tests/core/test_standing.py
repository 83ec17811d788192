"""What Meta says of a number that still works: told once to whoever can mend it, and what may not be sent waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.channels import channels
from core.channels.standing import KIND
from core.sandbox.meta.cloud import CloudServer
from core.troubles.channel_hold import hold
from storage import db
from storage.queries import channels as rows
from tests.core.cloud_lab import PHONE_ID, cloud_channel
from tests.lab import Lab

ANA, BRUNO = "+351912000001", "+351912000002"
BUSINESS_FIRST, ANSWERS = "RESTRICTED_BIZ_INITIATED_MESSAGING", "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"


async def says(lab: Lab, server: CloudServer, field: str, **value: Any) -> None:
    server.change(field, value)
    await server.settled()
    await lab.settled()


def restriction(lab: Lab, of: str, **lasts: float) -> dict[str, Any]:
    until = int((lab.now + timedelta(**lasts)).timestamp())
    return {"event": "ACCOUNT_RESTRICTION", "restriction_info": [{"restriction_type": of, "expiration": until}]}


async def light(lab: Lab, name: str = "cloud") -> tuple[str, str]:
    (seen,) = [one for one in await channels.overview(lab.actor(), lab.now) if one.name == name]
    return seen.light, seen.row["reason"]


async def answers(lab: Lab, server: CloudServer, phone: str) -> None:
    server.answer(phone, "good morning")
    await server.settled()
    await lab.settled()


async def test_while_only_answers_may_go_who_wrote_gets_theirs_and_all_others_wait(lab: Lab) -> None:
    async with cloud_channel(lab, template="note") as server:
        server.add_template("note", text="Clinic: {{1}}")
        ana, bruno = await lab.contact("Ana", ANA), await lab.contact("Bruno", BRUNO)
        await answers(lab, server, ANA)
        await says(lab, server, "account_update", **restriction(lab, BUSINESS_FIRST, minutes=20))
        (told,) = await lab.told("new_contacts_paused")
        assert told["detail"]["answers_only"] is True
        assert await light(lab) == ("slow", "answers_only")
        await lab.reaches(await lab.schedule("hello", ana, channel="cloud"), "delivered")
        waits = await lab.schedule("hello", bruno, channel="cloud")

        async def put_off() -> bool:
            row = await lab.delivery(waits)
            return bool(row) and row["ready_at"] > row["slot_at"] and row["state"] in ("planned", "queued")

        await lab.until(put_off)
        assert lab.shown(BRUNO) == []
        lab.later(minutes=20, seconds=1)
        await lab.reaches(waits, "delivered")
        assert lab.shown(BRUNO) == ["Clinic: hello"]
        assert await light(lab) == ("working", "")


async def test_while_nothing_may_be_sent_everything_waits_and_is_sent_when_it_is_over(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        ana = await lab.contact("Ana", ANA)
        await answers(lab, server, ANA)
        await says(lab, server, "account_update", **restriction(lab, ANSWERS, minutes=20))
        (told,) = await lab.told("channel_held")
        assert told["detail"]["reason"] == "account_restricted"
        assert await light(lab) == ("slow", "account_restricted")
        waits = await lab.schedule("hello", ana, channel="cloud")
        await lab.rounds(3)
        assert lab.shown(ANA) == []
        lab.later(minutes=20, seconds=1)
        await lab.reaches(waits, "delivered")


async def test_a_restriction_that_is_over_when_it_is_heard_of_holds_nothing_up(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        await says(lab, server, "account_update", **restriction(lab, ANSWERS, hours=-1))
        assert await lab.told("channel_held") == []
        assert await light(lab) == ("working", "")


@pytest.mark.parametrize("of", [ANSWERS, BUSINESS_FIRST])
@pytest.mark.parametrize("by", ["event", "reinstated", "check", "asking"])
async def test_a_restriction_that_is_lifted_early_ends_then_and_what_waited_leaves(lab: Lab, of: str, by: str) -> None:
    async with cloud_channel(lab, template="note") as server:
        server.add_template("note", text="{{1}}")
        line = server.lines[PHONE_ID]
        line.may_send = "LIMITED"
        await says(lab, server, "account_update", **restriction(lab, of, days=3))
        waits = await lab.schedule("hello", await lab.contact("Ana", ANA), channel="cloud")
        await lab.until(lambda: planned(lab, waits))
        lab.later(minutes=11)
        await channels.check(lab.workspace["id"], "cloud", lab.now)
        await lab.rounds(3)
        assert (await light(lab))[0] == "slow", "its provider still says so"
        line.may_send = "AVAILABLE"
        if by == "event":
            await says(lab, server, "account_update", event="ACCOUNT_RESTRICTION_LIFTED")
        elif by == "reinstated":
            await says(lab, server, "account_update", event="DISABLED_UPDATE", ban_info={"waba_ban_state": "REINSTATE"})
        elif by == "check":
            await channels.check(lab.workspace["id"], "cloud", lab.now)
        else:
            lab.later(minutes=11)
            await lab.until(lambda: is_well(lab))
        assert await light(lab) == ("working", "")
        lab.later(minutes=5)
        await lab.reaches(waits, "delivered")
        (told,) = await lab.told(KIND)
        assert told["detail"]["what"] == "lifted"


async def planned(lab: Lab, message: dict[str, Any]) -> bool:
    return bool(await lab.states(message))


async def is_well(lab: Lab) -> bool:
    return await light(lab) == ("working", "")


async def test_what_a_provider_says_of_its_rate_is_not_ended_by_a_good_check(lab: Lab) -> None:
    async with cloud_channel(lab):
        row = await rows.find(lab.workspace["id"], "cloud") or {}
        await hold(lab.workspace["id"], row["id"], "spam_limited", timedelta(hours=1), lab.now)
        await channels.check(lab.workspace["id"], "cloud", lab.now)
        assert await light(lab) == ("slow", "spam_limited")


async def test_a_restriction_without_an_end_is_believed_for_a_day(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        info = [{"restriction_type": BUSINESS_FIRST}]
        await says(lab, server, "account_update", event="ACCOUNT_RESTRICTION", restriction_info=info)
        lab.later(hours=23)
        assert (await light(lab))[1] == "answers_only"
        lab.later(hours=2)
        assert await light(lab) == ("working", "")


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ({"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "SPAM"}}, "violation"),
        ({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "SCHEDULE_FOR_DISABLE"}}, "disabled_soon"),
        (
            {
                "event": "ACCOUNT_RESTRICTION",
                "restriction_info": [{"restriction_type": "RESTRICTED_ADD_PHONE_NUMBER_ACTION"}],
            },
            "restricted",
        ),
    ],
)
async def test_a_word_on_the_whole_account_is_told_once_for_all_its_numbers(
    lab: Lab, value: dict[str, Any], what: str
) -> None:
    async with cloud_channel(lab) as server:
        account = (await rows.find(lab.workspace["id"], "cloud") or {})["account_id"]
        await rows.add_to(lab.workspace["id"], account, "second", "106500000000002", lab.now)
        for _ in range(2):
            await says(lab, server, "account_update", **value)
        (told,) = await lab.told(KIND)
        assert told["detail"]["what"] == what
        assert told["detail"]["names"] == ["cloud", "second"]
        assert await light(lab) == ("working", "")


async def test_an_announced_end_of_the_account_does_not_make_a_halted_channel_look_well(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        server.lines[PHONE_ID].status = "BANNED"
        for state in ("DISABLE", "SCHEDULE_FOR_DISABLE"):
            await says(lab, server, "account_update", event="DISABLED_UPDATE", ban_info={"waba_ban_state": state})
        assert await light(lab) == ("down", "account_disabled")


async def test_a_quality_that_turns_low_is_told_once_and_that_it_is_well_again_once(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        for event in ("FLAGGED", "FLAGGED", "UNFLAGGED", "UNFLAGGED"):
            await says(lab, server, "phone_number_quality_update", event=event, current_limit="TIER_2K")
            assert (await light(lab))[1] == ("quality_low" if event == "FLAGGED" else "")
        assert [one["detail"]["what"] for one in await lab.told(KIND)] == ["quality", "quality_back"]


async def test_a_lower_limit_is_told_and_a_higher_one_is_kept_without_a_word(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        for tier in ("TIER_2K", "TIER_10K", "TIER_250"):
            await says(lab, server, "phone_number_quality_update", event="ONBOARDING", current_limit=tier)
        (told,) = await lab.told(KIND)
        assert (told["detail"]["what"], told["detail"]["limit"]) == ("limit", 250)


def template(name: str = "visit", language: str = "en", event: str = "PAUSED") -> dict[str, Any]:
    return {"event": event, "message_template_name": name, "message_template_language": language}


async def test_a_template_that_is_gone_is_told_where_a_message_that_waits_needs_it_and_when_it_is_back(
    lab: Lab,
) -> None:
    async with cloud_channel(lab) as server:
        ana = await lab.contact("Ana", ANA)
        named = {"name": "visit", "language": None, "values": ["Friday"]}
        await lab.schedule("visit: Friday", ana, after=3600, channel="cloud", template=named)
        for told in (
            template("other"),
            template(language="de"),
            template(event="REJECTED"),
            template(event="APPROVED"),
        ):
            await says(lab, server, "message_template_status_update", **told)
        found = [(one["detail"]["what"], one["detail"]["state"]) for one in await lab.told(KIND)]
        assert found == [("template", "rejected"), ("template_back", "approved")]


async def test_a_template_that_the_channel_itself_needs_is_told_and_one_that_nothing_needs_is_not(lab: Lab) -> None:
    async with cloud_channel(lab, template="note", template_language="pt_PT") as server:
        await says(lab, server, "message_template_status_update", **template("note", "en"))
        assert await lab.told(KIND) == []
        await says(lab, server, "message_template_status_update", **template("note", "pt_PT"))
        (told,) = await lab.told(KIND)
        assert told["detail"]["name"] == "note"


async def test_only_owners_and_managers_hear_it(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        await db.run("update staff set role = 'sender' where workspace_id = $1", lab.workspace["id"])
        await says(lab, server, "account_update", event="ACCOUNT_VIOLATION")
        assert await lab.told(KIND) == []
