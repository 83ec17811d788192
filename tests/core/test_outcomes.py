"""The one door: every allowed step, every refused one, and receipts in any order, any number of times."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import outcomes
from core.gateways.base import Accepted, NotSent, Rejected, Sent, Stage, Unsure
from core.outcomes import figures
from storage import db
from storage.queries import deliveries, leases, steps
from storage.states import ALLOWED, DeliveryState
from tests.lab import Lab, Row

ANA = "+351912000001"
S = DeliveryState
PATIENCE = timedelta(seconds=70)
RANK = {"sent": 1, "delivered": 2, "read": 3}


class Bench:
    """One delivery that can be put into any state, and a lease to act under."""

    def __init__(self, lab: Lab, row: Row, fence: int) -> None:
        self.lab, self.id, self.fence = lab, row["id"], fence
        self.workspace, self.channel = lab.workspace["id"], lab.channel["id"]

    async def put(self, state: str, **fields: Any) -> Row:
        """The delivery in a state, as if nothing had happened to it before."""
        left = state in ("sending", "sent", "delivered", "read", "unsure")
        await db.run(
            "update delivery set state = $2, fence = $3, attempts = $4, token = 'TOKEN', provider_id = null, cause = '',"
            " sending_at = $5, sent_at = null, delivered_at = null, read_at = null, ready_at = slot_at,"
            " late_at = slot_at + 1800000000 where id = $1",
            self.id,
            state,
            self.fence,
            1 if left else 0,
            self.lab.now if left else None,
        )
        await db.run("update message set state = 'active'")
        await db.run("update occurrence set state = 'pending', cursor = null, due_at = $1", self.lab.now)
        await db.run("delete from notice")
        await db.run("delete from tally")
        await db.run("delete from past_ref")
        return await self.row()

    async def row(self) -> Row:
        found = await deliveries.get(self.workspace, self.id)
        assert found is not None
        return found

    async def state(self) -> str:
        return str((await self.row())["state"])

    async def receipt(self, stage: Stage, ref: str | None = None) -> None:
        async with db.transaction():
            await outcomes.receipt(await self.row(), stage, self.lab.now, self.lab.now, ref=ref)

    async def answer(self, answer: Sent) -> None:
        row = await self.row()
        before = row | {"attempts": 0}  # as the lane read it, before it began
        await outcomes.answered(before, self.fence, answer, self.lab.now, PATIENCE)


@pytest.fixture
async def bench(lab: Lab) -> Bench:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=0)
    await lab.dispatcher.stop(1)
    from core.dispatch.plan import plan

    await plan(lab.now)
    fence = await leases.take(lab.channel["id"], "bench", 600)
    assert fence is not None
    return Bench(lab, await lab.delivery(message), fence)


async def _skip(bench: Bench) -> None:
    async with db.transaction():
        await outcomes.skip([await bench.row()], "too_late", bench.lab.now)


async def _call_off(bench: Bench) -> None:
    async with db.transaction():
        await outcomes.call_off(bench.workspace, (await bench.row())["occurrence_id"], "moved", bench.lab.now)


async def _retry(bench: Bench) -> None:
    async with db.transaction():
        await outcomes.retry(await bench.row(), timedelta(minutes=30), bench.lab.now)


def _settle(arrived: bool) -> Callable[[Bench], Awaitable[None]]:
    async def settle(bench: Bench) -> None:
        async with db.transaction():
            await outcomes.settle_by_person(await bench.row(), arrived, timedelta(minutes=30), bench.lab.now)

    return settle


async def _claim(bench: Bench) -> None:
    await outcomes.claim(bench.workspace, bench.channel, "bench", bench.fence, bench.lab.now, bench.lab.now, 10)


async def _begin(bench: Bench) -> None:
    leaving = {"id": (await bench.row())["id"], "ref": "TOKEN", "phone": ANA, "words": "hello"}
    await outcomes.begin(bench.channel, "bench", bench.fence, [leaving], bench.lab.now)


async def _let_go(bench: Bench) -> None:
    await outcomes.let_go(bench.workspace, bench.channel, bench.fence, bench.lab.now)


async def _take_over(bench: Bench) -> None:
    await outcomes.take_over(bench.workspace, bench.channel, bench.fence + 1, bench.lab.now, PATIENCE)


def _answer(answer: Sent) -> Callable[[Bench], Awaitable[None]]:
    async def say(bench: Bench) -> None:
        await bench.answer(answer)

    return say


def _receipt(stage: Stage) -> Callable[[Bench], Awaitable[None]]:
    async def say(bench: Bench) -> None:
        await bench.receipt(stage)

    return say


NEVER_LEFT = {S.PLANNED, S.QUEUED}
STEPS: dict[str, tuple[Callable[[Bench], Awaitable[None]], S, set[S]]] = {
    # what is done: (how, the state it leads to, the states it may start from)
    "claim": (_claim, S.QUEUED, {S.PLANNED}),
    "begin": (_begin, S.SENDING, {S.QUEUED}),
    "let go": (_let_go, S.PLANNED, {S.QUEUED}),
    "take over": (_take_over, S.UNSURE, {S.SENDING}),
    "accepted": (_answer(Accepted("ID")), S.SENT, {S.SENDING, S.UNSURE}),
    "rejected": (_answer(Rejected("no_such_number")), S.FAILED, {S.SENDING, S.UNSURE}),
    "not sent": (_answer(NotSent("unreachable")), S.QUEUED, {S.SENDING, S.UNSURE}),
    "unsure": (_answer(Unsure("timeout")), S.UNSURE, {S.SENDING}),
    "skip": (_skip, S.SKIPPED, NEVER_LEFT),
    "call off": (_call_off, S.CANCELLED, NEVER_LEFT),
    "retry": (_retry, S.PLANNED, {S.FAILED, S.SKIPPED}),
    "a person saw it": (_settle(True), S.SENT, {S.UNSURE}),
    "a person did not": (_settle(False), S.PLANNED, {S.UNSURE}),
    "receipt: sent": (_receipt(Stage.SENT), S.SENT, set(S) - {S.SENT, S.DELIVERED, S.READ}),
    "receipt: delivered": (_receipt(Stage.DELIVERED), S.DELIVERED, set(S) - {S.DELIVERED, S.READ}),
    "receipt: read": (_receipt(Stage.READ), S.READ, set(S) - {S.READ}),
    "receipt: failed": (_receipt(Stage.FAILED), S.FAILED, {S.SENDING, S.SENT, S.UNSURE}),
}


@pytest.mark.parametrize("name", STEPS)
async def test_each_step_is_taken_from_where_it_may_be_and_from_nowhere_else(bench: Bench, name: str) -> None:
    how, to, sources = STEPS[name]
    for start in S:
        await bench.put(start)
        await how(bench)
        expected = to if start in sources else start
        if name == "take over" and start is S.QUEUED:
            expected = S.PLANNED  # what the former holder had claimed is free again
        if name == "not sent" and start is S.UNSURE:
            expected = S.PLANNED  # it was answered behind the end of its lane: whoever holds it now may take it
        assert await bench.state() == expected, f"{name} from {start}"


async def test_the_drawing_of_the_states_is_what_the_guarded_statement_does(bench: Bench) -> None:
    for to in S:
        for start in S:
            row = await bench.put(start)
            moved = await steps.step(row["id"], to, ALLOWED[to], bench.lab.now)
            assert (moved is not None) == (start in ALLOWED[to])
            assert await bench.state() == (to if start in ALLOWED[to] else start)


async def test_a_receipt_that_is_refused_is_counted_and_a_repeat_is_not(bench: Bench) -> None:
    await bench.put(S.READ)
    await bench.receipt(Stage.FAILED)
    assert await bench.lab.count("refused_step") == 1
    await bench.receipt(Stage.DELIVERED)
    await bench.receipt(Stage.READ)
    assert await bench.lab.count("refused_step") == 1


async def test_an_answer_behind_its_echo_is_no_refused_step(bench: Bench) -> None:
    for state in (S.SENT, S.DELIVERED, S.READ):
        for answer in (Accepted("ID"), Accepted(None)):
            await bench.put(state)
            await bench.answer(answer)
            assert await bench.state() == state
            assert await bench.lab.count("refused_step") == 0


async def test_what_was_heard_of_before_its_answer_counts_as_sent_all_the_same(bench: Bench) -> None:
    """`belfry dispatch --once` says what it sent by this figure, however quick the receipts are."""
    row = await bench.put(S.SENDING)
    before = figures.STEPS.value(state="sent")
    await bench.receipt(Stage.DELIVERED)
    await outcomes.answered(row | {"attempts": 0}, bench.fence, Accepted("TOKEN"), bench.lab.now, PATIENCE)
    assert await bench.state() == "delivered"
    assert figures.STEPS.value(state="sent") == before + 1


async def test_an_answer_of_an_earlier_attempt_does_not_touch_a_later_one(bench: Bench) -> None:
    row = await bench.put(S.SENDING)
    await db.run("update delivery set attempts = 2 where id = $1", row["id"])
    await outcomes.answered(row | {"attempts": 0}, bench.fence, NotSent("unreachable"), bench.lab.now, PATIENCE)
    assert await bench.state() == "sending"
    assert await bench.lab.count("refused_step") == 1


@pytest.mark.parametrize(("stage", "state"), [(Stage.SENT, "planned"), (Stage.FAILED, "planned"), (Stage.READ, "read")])
async def test_of_an_attempt_that_its_provider_gave_up_only_an_arrival_stops_the_next_one(
    bench: Bench, stage: Stage, state: str
) -> None:
    await bench.put(S.SENT)
    await bench.receipt(Stage.FAILED, ref="RAW")
    await _retry(bench)
    await bench.receipt(stage, ref="RAW")
    assert await bench.state() == state


async def test_an_attempt_of_which_nothing_was_heard_and_that_left_after_all_is_not_sent_again(bench: Bench) -> None:
    await bench.put(S.UNSURE)
    await _settle(arrived=False)(bench)
    await bench.receipt(Stage.SENT, ref="TOKEN")
    assert await bench.state() == "sent"


EVENTS = [Stage.SENT, Stage.DELIVERED, Stage.READ, Stage.FAILED]
STARTS = [S.PLANNED, S.QUEUED, S.SENDING, S.SENT, S.DELIVERED, S.READ, S.UNSURE, S.FAILED, S.CANCELLED, S.SKIPPED]


def _expected(state: str, events: list[Stage]) -> tuple[str, int]:
    """The state after receipts, and how many were refused; written down apart from the table of steps."""
    refused = 0
    for event in events:
        if event is not Stage.FAILED:
            if RANK.get(state, 0) < RANK[event.value]:
                state = event.value
        elif state in ("sending", "sent", "unsure"):
            state = "failed"
        elif state != "failed":
            refused += 1
    return state, refused


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(start=st.sampled_from(STARTS), events=st.lists(st.sampled_from(EVENTS), max_size=5))
async def test_receipts_in_any_order_and_number_go_forwards_only(
    bench: Bench, start: DeliveryState, events: list[Stage]
) -> None:
    await bench.put(start)
    ranks = []
    for event in events:
        await bench.receipt(event)
        ranks.append(RANK.get(await bench.state(), 0))
    state, refused = _expected(start, events)
    assert await bench.state() == state
    assert await bench.lab.count("refused_step") == refused
    furthest = max((RANK.get(event.value, 0) for event in events), default=0)
    if furthest >= RANK["delivered"]:
        assert RANK[state] >= furthest, (
            "what was delivered or read can never be anything less, in whatever order it came"
        )
    row = await bench.row()
    for event in events:
        if event is not Stage.FAILED and state != "failed":
            assert row[f"{event.value}_at"] is not None
    stamps = [row[name] for name in ("sending_at", "sent_at", "delivered_at", "read_at") if row[name] is not None]
    assert stamps == sorted(stamps)


ANSWERS: list[Sent] = [Accepted("ID"), Rejected("no_such_number"), NotSent("unreachable"), Unsure("timeout")]


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(
    answer=st.sampled_from(ANSWERS),
    before=st.lists(st.sampled_from(EVENTS), max_size=3),
    after=st.lists(st.sampled_from(EVENTS), max_size=2),
)
async def test_an_answer_among_receipts_never_takes_back_what_they_proved(
    bench: Bench, answer: Sent, before: list[Stage], after: list[Stage]
) -> None:
    await bench.put(S.SENDING)
    for event in before:
        await bench.receipt(event)
    await bench.answer(answer)
    for event in after:
        await bench.receipt(event)
    furthest = max((RANK.get(event.value, 0) for event in before + after), default=0)
    state = await bench.state()
    if furthest >= RANK["delivered"]:
        assert RANK[state] == furthest
    if before and before[-1] is Stage.SENT and isinstance(answer, NotSent) and not after:
        assert state != "queued", "proven to have left: it must not leave again"


async def test_what_was_called_off_and_arrives_all_the_same_raises_an_alarm_once(bench: Bench) -> None:
    for start in (S.CANCELLED, S.SKIPPED):
        await bench.put(start)
        for stage in (Stage.SENT, Stage.DELIVERED, Stage.READ):
            await bench.receipt(stage)
        assert len(await bench.lab.told("alarm")) == 1
        assert await bench.lab.count("alarm_arrived_after_being_called_off") == 1


async def test_what_had_failed_and_arrives_after_all_is_no_longer_told_as_failed(bench: Bench) -> None:
    await bench.put(S.SENT)
    await bench.receipt(Stage.FAILED)
    assert [one["kind"] for one in await bench.lab.due_notices()] == ["failed"]
    await bench.receipt(Stage.DELIVERED)
    assert await bench.lab.due_notices() == []
    assert (await bench.row())["cause"] == ""


async def test_only_what_a_pause_called_off_is_revived_and_not_when_it_is_too_late(bench: Bench) -> None:
    async def revive(cause: str, late: bool) -> str:
        row = await bench.put(S.CANCELLED)
        await db.run(
            "update delivery set cause = $2, late_at = $3 where id = $1",
            row["id"],
            cause,
            bench.lab.now + timedelta(minutes=-1 if late else 1),
        )
        async with db.transaction():
            await outcomes.revive(bench.workspace, row["occurrence_id"], "paused", bench.lab.now)
        return await bench.state()

    assert await revive("paused", late=False) == "planned"
    assert await revive("moved", late=False) == "cancelled"
    assert await revive("paused", late=True) == "cancelled"


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ({"planned": 2}, "pending"),
        ({"queued": 2}, "pending"),
        ({"planned": 1, "sending": 1}, "processing"),
        ({"sent": 1, "queued": 1}, "processing"),
        ({"unsure": 1, "read": 1}, "processing"),
        ({"sent": 1, "delivered": 1, "read": 1}, "sent"),
        ({"failed": 2}, "failed"),
        ({"failed": 1, "read": 1}, "partial"),
        ({"skipped": 2}, "skipped"),
        ({"cancelled": 2}, "cancelled"),
        ({"cancelled": 1, "sent": 1}, "partial"),
        ({"cancelled": 1, "skipped": 1}, "skipped"),
        ({"skipped": 1, "sent": 1}, "partial"),
        ({"skipped": 1, "failed": 1}, "failed"),
        ({}, None),
    ],
)
def test_the_state_of_a_due_time_follows_from_its_deliveries(counts: dict[str, int], state: str | None) -> None:
    at = datetime(2026, 5, 4, 9, tzinfo=UTC)
    occurrence = {"due_at": at, "cursor": None}
    assert outcomes.state_of(occurrence, counts, at + timedelta(minutes=1)) == state
    if "unsure" in counts:
        assert outcomes.state_of(occurrence, counts, at + timedelta(hours=24)) == "partial"
