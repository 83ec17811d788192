"""A database that was put back from a backup: what the old Belfry may have sent since is not sent a second time."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core import restoring
from core.commands import Audience, Retry, Schedule, When
from core.dispatch.dispatcher import Dispatcher
from core.messages import messages
from core.recurrence import local
from storage import db
from storage.moving import sqlite
from tests.lab import ZONE, Lab, open_lab

ANA, BRUNO = "+351912000001", "+351912000002"

GoBack = Callable[[], Awaitable[restoring.Held]]


@pytest.fixture
async def lab(sqlite_url: str) -> AsyncIterator[Lab]:
    async with open_lab(sqlite_url) as found:
        yield found


@pytest.fixture
def keep(lab: Lab, tmp_path: Path) -> Callable[[], GoBack]:
    """Makes a backup now; gives what puts it back later, in the place of a Belfry that went on meanwhile."""

    def make() -> GoBack:
        kept, taken_at = tmp_path / "kept.db", lab.now
        sqlite.snapshot(tmp_path / "belfry.db", kept)

        async def go_back() -> restoring.Held:
            await lab.dispatcher.stop(3)
            cipher = db.cipher
            await db.close()
            shutil.copyfile(kept, tmp_path / "belfry.db")
            await db.open(f"sqlite://{tmp_path / 'belfry.db'}")
            db.cipher = cipher
            held = await restoring.hold(taken_at, lab.now)
            lab.dispatcher = Dispatcher(lab.clock, lease=2.0, chores=lab.chores)
            return held[lab.workspace["id"]]

        return go_back

    return make


async def restored(lab: Lab) -> dict[str, object]:
    (notice,) = await lab.told("restored")
    return dict(notice["detail"])


async def test_what_left_after_the_backup_does_not_leave_again_until_somebody_says_so(
    lab: Lab, keep: Callable[[], GoBack]
) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=60)
    await lab.rounds(1)
    assert await lab.states() == ["planned"]
    go_back = keep()
    lab.later(seconds=61)
    await lab.reaches(message, "delivered")
    held = await go_back()
    assert (held.deliveries, held.messages) == (1, {message["id"]})
    await lab.rounds(5)
    assert await lab.states() == ["skipped"]
    assert (await lab.delivery(message))["cause"] == "restored"
    assert lab.shown(ANA) == ["hello"]
    told = await restored(lab)
    assert (told["held"], told["numbers"]) == (1, [message["number"]])
    assert [row["state"] for row in await lab.told("skipped")] == ["dropped"]  # one notice, not one for each due time
    assert (await messages.retry(lab.actor(), Retry(message["number"]), lab.now))[0] == 1
    await lab.reaches(message, "delivered")
    assert lab.shown(ANA) == ["hello", "hello"]


async def test_what_was_in_the_air_is_unsure_and_what_was_claimed_is_free(lab: Lab, keep: Callable[[], GoBack]) -> None:
    people = [await lab.contact("Ana", ANA), await lab.contact("Bruno", BRUNO)]
    message = await lab.schedule("hello", *people, after=60)
    await lab.rounds(1)
    ana, bruno = (await db.rows("select id from delivery order by id"))[:2]
    await db.run("update delivery set state = 'sending', sending_at = $2 where id = $1", ana["id"], lab.now)
    await db.run("update delivery set state = 'queued' where id = $1", bruno["id"])
    go_back = keep()
    held = await go_back()
    assert (held.deliveries, held.unsure) == (0, 1)
    assert await lab.states(message) == ["unsure", "planned"]
    lab.later(seconds=61)
    await lab.reaches(message, "unsure", "delivered")
    assert lab.shown(ANA) == []


async def test_a_one_off_that_came_due_meanwhile_is_held_with_its_people(lab: Lab, keep: Callable[[], GoBack]) -> None:
    people = [await lab.contact("Ana", ANA), await lab.contact("Bruno", BRUNO)]
    message = await lab.schedule("hello", *people, after=3600)
    go_back = keep()
    lab.later(days=3)
    held = await go_back()
    assert (held.deliveries, held.moved_on) == (2, 1)
    await lab.rounds(5)
    assert await lab.states(message) == ["skipped", "skipped"]
    assert (await lab.message(message))["state"] == "done"
    assert (await messages.retry(lab.actor(), Retry(message["number"]), lab.now))[0] == 2
    await lab.reaches(message, "delivered", "delivered")


async def test_a_series_goes_on_after_now_and_only_its_newest_missed_time_is_kept_for_a_retry(
    lab: Lab, keep: Callable[[], GoBack]
) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=3600, rules=["FREQ=DAILY"])
    go_back = keep()
    lab.later(days=3, hours=2)
    held = await go_back()
    assert (held.deliveries, held.moved_on) == (1, 1)
    await lab.rounds(5)
    assert await lab.states(message) == ["skipped"]
    row = await lab.message(message)
    assert lab.now < row["next_due_at"] < lab.now + timedelta(days=1)
    lab.later(days=1)
    await lab.reaches(message, "skipped", "delivered")
    assert lab.shown(ANA) == ["hello"]


async def test_what_is_due_after_now_is_left_alone(lab: Lab, keep: Callable[[], GoBack]) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=100)
    await lab.rounds(1)
    go_back = keep()
    lab.later(seconds=50)
    assert (await go_back()).deliveries == 0
    lab.later(seconds=51)
    await lab.reaches(message, "delivered")


async def test_what_was_half_planned_is_held_as_a_whole(lab: Lab, keep: Callable[[], GoBack]) -> None:
    people = [await lab.contact("Ana", ANA), await lab.contact("Bruno", BRUNO)]
    message = await lab.schedule("hello", *people, after=60)
    await lab.rounds(1)
    await db.run("delete from delivery where contact_id = $1", people[1])
    await db.run("update occurrence set cursor = $1", people[0])
    go_back = keep()
    lab.later(minutes=5)
    assert (await go_back()).deliveries == 2
    await lab.rounds(5)
    assert await lab.states(message) == ["skipped", "skipped"]
    assert lab.shown(ANA) == lab.shown(BRUNO) == []


async def test_updates_and_questions_of_that_time_have_no_effect_any_more(lab: Lab, keep: Callable[[], GoBack]) -> None:
    await db.run(
        "insert into telegram_update (bot, update_id, chat, body, state, received_at) values (1, 7, '1', '{}', 'new', $1)",
        lab.now,
    )
    await db.run(
        "insert into proposal (workspace_id, staff_id, chat, about, state, reading, origin, created_at)"
        " values ($1, $2, '1', 'confirm', 'open', '{}', 'update:6', $3)",
        lab.workspace["id"],
        lab.owner["id"],
        lab.now,
    )
    go_back = keep()
    await go_back()
    assert [row["state"] for row in await db.rows("select state from telegram_update")] == ["done"]
    assert [row["state"] for row in await db.rows("select state from proposal")] == ["expired"]


async def test_a_paused_and_a_cancelled_message_stay_what_they_are(lab: Lab, keep: Callable[[], GoBack]) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=3600, rules=["FREQ=DAILY"])
    await db.run("update message set state = 'paused' where id = $1", message["id"])
    go_back = keep()
    lab.later(days=2)
    held = await go_back()
    assert (held.deliveries, held.moved_on) == (0, 0)
    assert await lab.states(message) == []


async def test_a_reminder_to_oneself_is_recorded_and_its_message_ends(lab: Lab, keep: Callable[[], GoBack]) -> None:
    due = lab.now + timedelta(hours=1)
    when = When(local(due, ZONE).replace(microsecond=0), ZONE, at=due)
    message = await messages.schedule(lab.actor(), Schedule(Audience(me=True), "call home", when), lab.now)
    go_back = keep()
    lab.later(hours=2)
    await go_back()
    await lab.rounds(3)
    assert await lab.told("reminder") == []
    occurrence = await lab.occurrence(message)
    assert (occurrence["state"], occurrence["cause"]) == ("skipped", "restored")
    assert (await lab.message(message))["state"] == "done"


async def test_the_owners_hear_it_once_with_what_to_do(lab: Lab, keep: Callable[[], GoBack]) -> None:
    go_back = keep()
    taken = lab.now
    lab.later(hours=5)
    await go_back()
    told = await restored(lab)
    assert abs(datetime.fromisoformat(str(told["taken_at"])) - taken) < timedelta(seconds=5)
    assert datetime.fromisoformat(str(told["restored_at"])).tzinfo == UTC
    assert (told["held"], told["unsure"], told["numbers"], told["more"]) == (0, 0, [], 0)
