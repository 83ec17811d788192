"""Two transactions on one message at once, on a real PostgreSQL: one is held open before its commit while the other runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from core import outcomes, receipts
from core.changes import changes
from core.commands import Cancel, Pause, Retry
from core.dispatch.plan import plan, plan_deliveries
from core.errors import Conflict
from core.gateways.base import Accepted, Rejected, Stage
from core.messages import messages, settling
from storage import db
from storage.queries import deliveries, notices, records, under_way
from storage.queries import messages as stored
from tests.desk import POST, Desk, open_desk
from tests.patience import LONG_ENOUGH
from tests.storage.clinics import keep_event

PATIENCE = timedelta(minutes=1)
Row = dict[str, Any]


@pytest.fixture
async def desk(postgres_url: str) -> AsyncIterator[Desk]:
    """SQLite has one writer at a time: none of this can come about there."""
    async with open_desk(postgres_url) as found:
        yield found


async def behind_a_lock(task: asyncio.Task[Any]) -> None:
    """Until it waits for somebody's lock, or needs none and is done."""
    async with asyncio.timeout(LONG_ENOUGH):
        while not task.done():
            if await db.rows(
                "select 1 as one from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
            ):
                return


async def come_to(holds: asyncio.Event, task: asyncio.Task[Any]) -> None:
    """Until a task has come to where it is held; what it fails with before is raised."""
    reached = asyncio.create_task(holds.wait())
    async with asyncio.timeout(LONG_ENOUGH):
        await asyncio.wait({reached, task}, return_when=asyncio.FIRST_COMPLETED)
    if not reached.done():
        reached.cancel()
        raise AssertionError(f"was done before it was held: {task.result()}")


class Held:
    """A transaction that did its work and does not commit before it is let."""

    def __init__(self, work: Callable[[], Awaitable[Any]]) -> None:
        self._work = work
        self._did, self._let = asyncio.Event(), asyncio.Event()
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        async with db.transaction():
            await self._work()
            self._did.set()
            await self._let.wait()

    async def against(self, other: Coroutine[Any, Any, Any]) -> Any:
        """What the other gives: begun while this one is open, ended when this one has committed."""
        async with asyncio.timeout(LONG_ENOUGH):
            await self._did.wait()
            task = asyncio.create_task(other)
            await behind_a_lock(task)
            self._let.set()
            await self._task
            return await task


async def in_one(work: Awaitable[Any]) -> Any:
    async with db.transaction():
        return await work


async def sending(desk: Desk, *contacts: int) -> list[Row]:
    """Deliveries of one message that are in flight, as they were read before they began."""
    await desk.schedule("2026-03-02 09:00", *contacts)
    return await begun_at_nine(desk, len(contacts))


async def begun_at_nine(desk: Desk, count: int) -> list[Row]:
    await desk.until("2026-03-02 08:59")
    desk.now += timedelta(minutes=1)
    await outcomes.claim(desk.workspace, desk.channel["id"], POST, desk._fence, desk.now, desk.now, 500)
    rows = await under_way.ready(desk.workspace, desk.channel["id"], desk._fence, desk.now, 500)
    leaving = [
        {"id": row["id"], "ref": f"T{row['id']}", "phone": row["contact_phone"], "words": "hello"} for row in rows
    ]
    begun = await outcomes.begin(desk.channel["id"], POST, desk._fence, leaving, desk.now)
    assert len(begun) == len(rows) == count
    return rows


async def causes(kind: str) -> list[dict[str, int]]:
    return [row["detail"]["causes"] for row in await db.rows("select detail from notice where kind = $1", kind)]


async def test_failures_at_once_are_one_notice_that_counts_them_all(desk: Desk) -> None:
    people = [desk.ana, desk.bruno, *[await desk.contact(f"P{n}", f"+35191200001{n}") for n in range(6)]]
    rows = await sending(desk, *people)
    answer = Rejected("no_such_number")
    await asyncio.gather(*(outcomes.answered(row, desk._fence, answer, desk.now, PATIENCE) for row in rows))
    assert await causes("failed") == [{"no_such_number": 8}]


async def test_what_is_skipped_by_two_at_once_is_counted_together(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno)
    await desk.until("2026-03-02 08:59")
    one, other = await deliveries.of_message(desk.workspace, message["id"])
    first = Held(lambda: outcomes.skip([one], "no_phone", desk.now))
    await first.against(in_one(outcomes.skip([other], "no_phone", desk.now)))
    assert await causes("skipped") == [{"no_phone": 2}]
    assert [state for _, state in await desk.states(message)] == ["skipped"]


async def test_two_receipts_at_once_leave_the_due_time_sent_and_the_message_done(desk: Desk) -> None:
    one, other = await sending(desk, desk.ana, desk.bruno)
    first = Held(lambda: outcomes.receipt(one | {"state": "sending"}, Stage.DELIVERED, desk.now, desk.now))
    await first.against(in_one(outcomes.receipt(other | {"state": "sending"}, Stage.READ, desk.now, desk.now)))
    message = (await db.rows("select * from message"))[0]
    assert [state for _, state in await desk.states(message)] == ["sent"]
    assert message["state"] == "done"


async def test_receipts_that_are_worked_on_together_wait_for_one_that_is_being_written(desk: Desk) -> None:
    rows = await sending(desk, desk.ana, desk.bruno)
    where = (desk.workspace, desk.channel["account_id"], desk.channel["id"])
    data = {"stage": "delivered", "at": desk.now.isoformat(), "reason": ""}
    for row in rows:
        await keep_event(*where, f"k{row['id']}", "receipt", f"T{row['id']}", data, "", desk.now)
    stored = await db.rows("select * from provider_event")
    ana = rows[0] | {"state": "sending", "token": f"T{rows[0]['id']}"}
    first = Held(lambda: outcomes.receipt(ana, Stage.READ, desk.now, desk.now, ref=ana["token"]))
    await first.against(receipts.work_all(stored, desk.now))
    found = await db.rows("select state, provider_id from delivery order by id")
    assert [row["state"] for row in found] == ["read", "delivered"]
    assert all(row["provider_id"] for row in found), "by this id the provider knows it"
    assert await db.rows("select id from provider_event where state <> 'done'") == []
    (message,) = await db.rows("select * from message")
    assert [state for _, state in await desk.states(message)] == ["sent"]
    assert await db.rows("select * from tally") == []


async def test_of_several_that_are_to_begin_only_those_leave_that_are_still_queued(desk: Desk) -> None:
    await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno)
    await desk.until("2026-03-02 08:59")
    desk.now += timedelta(minutes=1)
    where = (desk.workspace, desk.channel["id"])
    await outcomes.claim(*where, POST, desk._fence, desk.now, desk.now, 500)
    ana, bruno = await under_way.ready(*where, desk._fence, desk.now, 500)
    leaving = [{"id": row["id"], "ref": None, "phone": row["contact_phone"], "words": "hello"} for row in (ana, bruno)]
    first = Held(lambda: outcomes.skip([ana], "no_phone", desk.now))
    begun = outcomes.begin(desk.channel["id"], POST, desk._fence, leaving, desk.now)
    assert await first.against(begun) == {bruno["id"]}
    states = await db.rows("select id, state from delivery order by id")
    assert {row["id"]: row["state"] for row in states} == {ana["id"]: "skipped", bruno["id"]: "sending"}


async def test_an_echo_that_was_read_before_its_answer_was_written_is_no_refused_step(desk: Desk) -> None:
    (row,) = await sending(desk, desk.ana)
    as_the_echo_read_it = await deliveries.get(desk.workspace, row["id"])
    assert as_the_echo_read_it
    await outcomes.answered(row, desk._fence, Accepted("raw"), desk.now, PATIENCE)
    await in_one(outcomes.receipt(as_the_echo_read_it, Stage.SENT, desk.now, desk.now, ref="raw"))
    assert await db.rows("select * from tally") == []


async def test_a_pause_while_an_answer_is_written_waits_for_it_and_never_crosswise(desk: Desk) -> None:
    ana, bruno = await sending(desk, desk.ana, desk.bruno)
    await outcomes.answered(ana, desk._fence, Accepted("raw"), desk.now, PATIENCE)
    number = (await db.rows("select number from message"))[0]["number"]
    holds, let = asyncio.Event(), asyncio.Event()
    replan = changes.replan

    async def slowly(*args: Any) -> bool:
        holds.set()
        await let.wait()
        return await replan(*args)

    with mock.patch.object(changes, "replan", slowly):
        pause = asyncio.create_task(messages.pause(desk.actor(), Pause((number,)), desk.now))
        await come_to(holds, pause)
        answer = asyncio.create_task(outcomes.answered(bruno, desk._fence, Accepted("raw2"), desk.now, PATIENCE))
        await behind_a_lock(answer)
        let.set()
        async with asyncio.timeout(LONG_ENOUGH):
            await asyncio.gather(pause, answer)
    assert [row["state"] for row in await db.rows("select state from delivery")] == ["sent", "sent"]


async def test_people_who_are_planned_while_a_message_is_cancelled_are_not_planned(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno)
    desk.now += timedelta(minutes=59)
    with mock.patch("core.dispatch.plan.plan_deliveries", mock.AsyncMock()):
        await plan(desk.now)
    (occurrence,) = await desk.occurrences(message)
    holds, let = asyncio.Event(), asyncio.Event()
    followed = changes._followed

    async def slowly(*args: Any) -> Row:
        done = await followed(*args)
        holds.set()
        await let.wait()
        return done

    with mock.patch.object(changes, "_followed", slowly):
        cancel = asyncio.create_task(messages.cancel(desk.actor(), Cancel((message["number"],)), desk.now))
        await come_to(holds, cancel)
        planning = asyncio.create_task(plan_deliveries(occurrence, desk.now))
        await behind_a_lock(planning)
        let.set()
        async with asyncio.timeout(LONG_ENOUGH):
            await asyncio.gather(cancel, planning)
    assert await desk.copies(message) == []
    assert [state for _, state in await desk.states(message)] == ["cancelled"]


async def test_a_lane_waits_for_nobody_who_changes_another_message(desk: Desk) -> None:
    one, other = [await desk.schedule("2026-03-02 09:00", who) for who in (desk.ana, desk.bruno)]
    await desk.until("2026-03-02 08:59")
    desk.now += timedelta(minutes=1)
    fence = desk._fence
    await outcomes.claim(desk.workspace, desk.channel["id"], POST, fence, desk.now, desk.now, 500)

    async def look() -> list[int]:
        where = (desk.workspace, desk.channel["id"], fence, desk.now, 500)
        return [row["message_id"] for row in await under_way.ready(*where, leaving=True)]

    held = Held(lambda: stored.get(desk.workspace, one["id"], lock=True))
    await held._did.wait()
    async with asyncio.timeout(LONG_ENOUGH):
        assert await in_one(look()) == [other["id"]]
    held._let.set()
    await held._task
    assert await in_one(look()) == [one["id"], other["id"]]


async def test_answers_that_are_written_do_not_hold_up_what_leaves_of_the_same_message(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno)
    await desk.until("2026-03-02 08:59")
    desk.now += timedelta(minutes=1)
    fence = desk._fence
    await outcomes.claim(desk.workspace, desk.channel["id"], POST, fence, desk.now, desk.now, 500)
    held = Held(lambda: stored.hold([message["id"]]))
    await held._did.wait()
    async with asyncio.timeout(LONG_ENOUGH):
        where = (desk.workspace, desk.channel["id"], fence, desk.now, 500)
        assert len(await in_one(under_way.ready(*where, leaving=True))) == 2
    held._let.set()
    await held._task


async def test_a_lane_writes_down_what_was_accepted_and_waits_for_nobody_who_is_at_another_message(desk: Desk) -> None:
    for who in (desk.ana, desk.bruno):
        await desk.schedule("2026-03-02 09:00", who)
    ana, bruno = await begun_at_nine(desk, 2)
    told = [(row, Accepted(f"raw{row['id']}")) for row in (ana, bruno)]
    held = Held(lambda: stored.get(desk.workspace, ana["message_id"], lock=True))
    await held._did.wait()
    async with asyncio.timeout(LONG_ENOUGH):
        assert set(await in_one(outcomes.accepted(told, desk._fence, desk.now))) == {bruno["id"]}
    held._let.set()
    await held._task
    assert set(await in_one(outcomes.accepted(told, desk._fence, desk.now))) == {ana["id"]}
    assert [row["state"] for row in await db.rows("select state from delivery")] == ["sent", "sent"]


async def test_of_two_taps_on_one_unsure_delivery_one_settles_it(desk: Desk) -> None:
    (row,) = await sending(desk, desk.ana)
    await outcomes.take_over(desk.workspace, desk.channel["id"], desk._fence + 1, desk.now, PATIENCE)
    taps = [settling.settle_by_person(desk.actor(), row["id"], arrived, desk.now) for arrived in (True, False)]
    done = await asyncio.gather(*taps, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "dict"]
    assert len(await db.rows("select id from audit_entry where what = 'settle'")) == 1


async def test_one_notice_told_by_two_at_once_says_what_the_second_says(desk: Desk) -> None:
    about = (desk.workspace, desk.staff["owner"], "failed", "occurrence:1")
    first = Held(lambda: notices.tell(*about, {"n": 1}, desk.now))
    assert await first.against(in_one(notices.tell(*about, {"n": 2}, desk.now)))
    assert [row["detail"] for row in await db.rows("select detail from notice")] == [{"n": 2}]
    assert not await notices.tell(*about, {"n": 2}, desk.now)


async def test_of_two_taps_on_undo_one_undoes_and_the_other_finds_it_done(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", desk.ana)
    mark, waits, let = records.mark_undone, asyncio.Event(), asyncio.Event()

    async def slowly(entry: int) -> bool:
        waits.set()
        await let.wait()
        return await mark(entry)

    with mock.patch.object(records, "mark_undone", slowly):
        first = asyncio.create_task(messages.undo(desk.actor(), desk.now, message["number"]))
        await waits.wait()
        second = asyncio.create_task(messages.undo(desk.actor(), desk.now, message["number"]))
        await behind_a_lock(second)
        let.set()
        done = await asyncio.gather(first, second, return_exceptions=True)
    assert isinstance(done[1], Conflict)
    assert done[1].code == "nothing_to_undo"
    assert (await desk.row(message))["state"] == "cancelled"


async def test_of_two_who_send_the_failed_again_one_does_and_each_person_gets_it_once(desk: Desk) -> None:
    desk.refuses = {desk.ana}
    message = await desk.schedule("2026-03-02 09:00", desk.ana)
    await desk.until("2026-03-02 09:00")
    desk.refuses = set()
    taps = [messages.retry(desk.actor(role), Retry(message["number"]), desk.now) for role in ("owner", "manager")]
    done = await asyncio.gather(*taps, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "tuple"]
    await desk.until("2026-03-02 09:05", timedelta(seconds=30))
    assert len(desk.left) == 1
