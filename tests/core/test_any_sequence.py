"""Whatever is said in whatever order, and whatever happens between: each time of a message comes to exactly one end.

What could go wrong, and is looked for after every step:
- a time that was moved, skipped or called off, and put back by an undo, stands twice, or not at all;
- moved onto a time that it has already, or back to where it was, one time leaves twice under two names;
- a pause is caught up afterwards; or its end swallows what was planned, or due at its very moment;
- a time is planned and its message changed before it leaves: the old plan leaves beside the new one;
- somebody is added or taken off while copies are under way: none, or two, for one person;
- a failed or unsure copy that is sent again, a late receipt, a channel that was down: a second copy for the same time;
- an outage passes over due times: they vanish without a trace, or leave after their lateness limit;
- what an occurrence or a message says of itself is not what its deliveries are (done with something open, open for ever).

The desk is real but for the wire. The model is small: which instants should be due now, and for whom.
"""

from __future__ import annotations

import asyncio
import functools
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import date, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core import outcomes
from core.commands import Audience, Cancel, Edit, Move, Pause, Resume, Retry, Schedule, Skip, When
from core.errors import Refused
from core.gateways.base import Stage
from core.messages import messages
from core.messages.settling import settle_by_person
from core.outcomes.occurrences import UNSURE_OPEN
from core.recurrence import due_times, local
from core.slots.timing import limit_of, midnight, when_of
from storage import db
from storage.queries import deliveries
from storage.states import ARRIVED
from tests.databases import Postgres, apart
from tests.desk import ZONE, Desk, open_desk

Row = dict[str, Any]

LONG = int(os.environ.get("BELFRY_LONG_TESTS", "0"))
"""So many stories, and longer ones; 0: those of every day."""
WINDOW = timedelta(days=12)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
GONE = {"queued", "sending", "unsure", *ARRIVED, "failed"}

RULES = {
    "single": (),
    "daily": ("FREQ=DAILY",),
    "every other day": ("FREQ=DAILY;INTERVAL=2",),
    "weekly": ("FREQ=WEEKLY;BYDAY=MO",),
    "four times": ("FREQ=DAILY;COUNT=4",),
    "twice a day": ("FREQ=DAILY;BYHOUR=9,18;BYMINUTE=30",),
    "two rules": ("FREQ=DAILY;BYHOUR=9;BYMINUTE=30", "FREQ=DAILY;BYHOUR=21;BYMINUTE=0"),
    "every eight hours": ("FREQ=HOURLY;INTERVAL=8",),
}
SHIFTS = [MINUTE, 30 * MINUTE, HOUR, 9 * HOUR, DAY, 2 * DAY, -MINUTE, -HOUR, -DAY]


class Server:
    """Where the databases of the model are: files, or a PostgreSQL server."""

    postgres: Postgres | None = None


@functools.cache
def _template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="belfry-model-")) / "belfry.db"
    apart(db.migrate(f"sqlite://{path}"))
    return path


class AnySequence(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.house = AsyncExitStack()
        self.folder = Path(tempfile.mkdtemp(prefix="belfry-model-"))
        self.url = f"sqlite://{self.folder / 'belfry.db'}"
        self.desk: Desk
        self.message: Row
        self.carla = 0
        self.due: set[datetime] = set()
        """Due times that came while the message was active: these alone may leave."""
        self.failed_later: Counter[int] = Counter()
        """How often a copy that had left was said to have failed: that often it may be sent again."""
        self.seen = 0

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def teardown(self) -> None:
        self.do(self.house.aclose())
        self.runner.close()
        shutil.rmtree(self.folder)
        if Server.postgres is not None:
            Server.postgres.drop(self.url)

    # --- what the message is

    def row(self) -> Row:
        found: Row = self.do(self.desk.row(self.message))
        return found

    def dues(self, row: Row, until: datetime | None = None) -> list[datetime]:
        """What is to come by the rule, whether it is active or not."""
        end = until or self.desk.now + WINDOW
        return [one.due for one in takewhile(lambda one: one.due < end, due_times(when_of(row), self.desk.now))]

    def audience(self, row: Row) -> set[int]:
        return set(row["audience"].get("contacts", ())) - set(row["audience"].get("except_contacts", ()))

    # --- the beginning

    @initialize(kind=st.sampled_from(sorted(RULES)), hour=st.sampled_from([0, 8, 9, 23]), both=st.booleans())
    def schedule(self, kind: str, hour: int, both: bool) -> None:
        if Server.postgres is not None:
            self.url = Server.postgres.fresh()
        else:
            shutil.copyfile(_template(), self.folder / "belfry.db")
        self.desk = self.do(self.house.enter_async_context(open_desk(self.url)))
        self.carla = self.do(self.desk.contact("Carla", "+351912000003"))
        when = When(datetime(2026, 3, 2 + (hour < 9), hour, 30), ZONE, RULES[kind])  # noqa: DTZ001
        who = Audience(contacts=(self.desk.ana, self.desk.bruno) if both else (self.desk.ana,))
        self.message = self.do(messages.schedule(self.desk.actor(), Schedule(who, "hello", when), self.desk.now))

    # --- time

    async def tick(self) -> None:
        await self.desk.tick()
        row = await self.desk.row(self.message)
        for delivery in self.desk.left_ids[self.seen :]:
            one = (await db.rows("select d.*, o.due_at from delivery d join occurrence o on o.id = d.occurrence_id"
                                 " where d.id = $1", delivery))[0]  # fmt: skip
            assert one["due_at"] in self.due, f"{one['due_at']} left, which was not to"
            assert one["due_at"] <= self.desk.now, "it left early"
            assert self.desk.now <= one["late_at"], "it left too late"
            assert row["state"] in ("active", "done"), f"it left while {row['state']}"
            assert one["text"] == row["text"]
        self.seen = len(self.desk.left_ids)

    async def comes(self, due: datetime) -> None:
        """A due time of an active message comes while everything works."""
        row = await self.desk.row(self.message)
        self.desk.now = due
        self.due.add(due)
        await self.tick()
        found = await db.rows("select * from occurrence where message_id = $1 and due_at = $2", row["id"], due)
        found = [one for one in found if one["state"] != "cancelled"]
        assert len(found) == 1, f"{due} has {len(found)} occurrences"
        copies = await deliveries.of_occurrence(self.desk.workspace, found[0]["id"])
        gone = {one["contact_id"] for one in copies if one["state"] in GONE}
        if not self.desk.down:
            assert gone == self.audience(row), f"{due} went to {gone}"

    async def live_until(self, end: datetime) -> None:
        while True:
            row = await self.desk.row(self.message)
            now = self.desk.now
            stops = []
            if row["state"] == "paused" and row["resume_on"]:
                resumes = midnight(date.fromisoformat(row["resume_on"]), ZONE)
                assert resumes > now, "it was to run again"
                stops = [(resumes, "resume")]
            elif row["state"] == "active":
                stops = [(due, "due") for due in self.dues(row, end + MINUTE)[:1]]
            if not stops or stops[0][0] > end:
                break
            at, what = stops[0]
            if at - MINUTE > now:
                self.desk.now = at - MINUTE
                await self.tick()
            if what == "due":
                await self.comes(at)
                continue
            first = next(due_times(when_of(row), at, inclusive=True), None)
            if first is not None and first.due == at:
                self.due.add(at)
            self.desk.now = at
            await self.tick()
            row = await self.desk.row(self.message)
            assert row["state"] in ("active", "done"), "it runs again from that moment"
            assert row["resume_on"] is None
            await self.tick()
        self.desk.now = end
        await self.tick()

    @rule(by=st.sampled_from([MINUTE, 20 * MINUTE, HOUR, 5 * HOUR, DAY, 2 * DAY]))
    def time_passes(self, by: timedelta) -> None:
        self.do(self.live_until(self.desk.now + by))

    @rule()
    def it_is_just_before_the_next_time(self) -> None:
        found = self.dues(self.row(), self.desk.now + 3 * DAY)
        if found and found[0] - MINUTE > self.desk.now:
            self.do(self.live_until(found[0] - MINUTE))

    @rule()
    def the_next_time_comes(self) -> None:
        found = self.dues(self.row(), self.desk.now + 3 * DAY)
        if found:
            self.do(self.live_until(found[0]))

    @rule(by=st.sampled_from([20 * MINUTE, 3 * HOUR, 30 * HOUR]))
    def an_outage_passes(self, by: timedelta) -> None:
        """Nothing runs; then it does. What came due meanwhile leaves within its limit, and is said to be missed beyond."""
        row, began = self.row(), self.desk.now
        when = when_of(row)
        if row["state"] == "paused" and row["resume_on"]:
            began = max(began, midnight(date.fromisoformat(row["resume_on"]), ZONE) - timedelta(microseconds=1))
        awake = row["state"] == "active" or row["resume_on"] is not None
        self.desk.now += by
        came = (
            [one.due for one in takewhile(lambda one: one.due <= self.desk.now, due_times(when, began))]
            if awake
            else []
        )
        self.due.update(came)
        for _ in range(2):
            self.do(self.tick())
        for due in came:
            found = self.do(db.rows("select * from occurrence where message_id = $1 and due_at = $2", row["id"], due))
            found = [one for one in found if one["state"] != "cancelled"] or found[-1:]
            assert len(found) == 1, f"{due} has {len(found)} occurrences after an outage"
            if self.desk.now > due + limit_of(row, when, due):
                assert found[0]["state"] in ("skipped", "cancelled"), f"{due} is {found[0]['state']}"
            elif not self.desk.down:
                copies = self.do(deliveries.of_occurrence(self.desk.workspace, found[0]["id"]))
                assert {one["contact_id"] for one in copies if one["state"] in GONE} == self.audience(row)

    # --- the world

    @rule()
    def the_channel_goes_down_or_comes_back(self) -> None:
        self.desk.down = not self.desk.down

    @rule(who=st.sampled_from(["ana", "bruno"]), how=st.sampled_from(["refuses", "silent", "fine"]))
    def a_phone_behaves(self, who: str, how: str) -> None:
        contact = getattr(self.desk, who)
        for one in ("refuses", "silent"):
            getattr(self.desk, one).discard(contact)
            if one == how:
                getattr(self.desk, one).add(contact)

    def begun(self) -> list[Row]:
        found: list[Row] = self.do(db.rows("select * from delivery where attempts > 0 order by id desc limit 3"))
        return found

    @rule(which=st.integers(0, 2), stage=st.sampled_from(Stage))
    def a_receipt_comes(self, which: int, stage: Stage) -> None:
        async def hear(row: Row) -> None:
            async with db.transaction():
                changed = await outcomes.receipt(row, stage, self.desk.now, self.desk.now)
            self.failed_later[row["id"]] += changed and stage is Stage.FAILED

        for row in self.begun()[which : which + 1]:
            self.do(hear(row))

    @rule(arrived=st.booleans())
    def a_person_settles_what_is_unsure(self, arrived: bool) -> None:
        for row in [one for one in self.begun() if one["state"] == "unsure"][:1]:
            self.do(settle_by_person(self.desk.actor(), row["id"], arrived, self.desk.now))

    # --- changes

    def change(self, work: Coroutine[Any, Any, Any]) -> Row | None:
        """The row afterwards; None: refused, and then nothing has changed."""
        was = self.row()
        try:
            self.do(work)
        except Refused:
            assert self.row() == was
            return None
        return self.row()

    @property
    def number(self) -> int:
        return int(self.message["number"])

    @rule(shift=st.sampled_from(SHIFTS), scope=st.sampled_from(["one", "all"]))
    def move_by(self, shift: timedelta, scope: str) -> None:
        was = self.row()
        before = self.dues(was, self.desk.now + WINDOW + 4 * DAY)
        row = self.change(messages.move(self.desk.actor(), Move(self.number, shift=shift, scope=scope), self.desk.now))
        if row is None or not before:
            return
        if scope == "one" and was["rules"]:
            want = {*before[1:], before[0] + shift}
        elif len(was["rules"]) > 1 or any("BYHOUR" in one for one in was["rules"]):
            assert before[0] + shift in {*self.dues(row), min(self.desk.now, before[0] + shift)}
            return
        else:
            want = {one + shift for one in before}
        self.same(row, want)

    @rule(to=st.sampled_from([MINUTE, HOUR, 26 * HOUR]), scope=st.sampled_from(["one", "all"]))
    def move_to(self, to: timedelta, scope: str) -> None:
        was = self.row()
        before = self.dues(was)
        target = self.desk.now + to
        when = When(local(target, ZONE), ZONE)
        row = self.change(messages.move(self.desk.actor(), Move(self.number, when, scope=scope), self.desk.now))
        if row is None:
            return
        after = self.dues(row)
        assert target in after
        if scope == "one" and was["rules"]:
            self.same(row, {*before[1:], target})
        elif not was["rules"]:
            assert after == [target]

    @rule(first=st.integers(1, 2))
    def move_onto_another_of_its_times(self, first: int) -> None:
        was = self.row()
        before = self.dues(was)
        if was["rules"] and len(before) > first:
            when = When(local(before[first], ZONE), ZONE)
            move = Move(self.number, when, scope="one")
            row = self.change(messages.move(self.desk.actor(), move, self.desk.now))
            if row is not None:
                self.same(row, set(before[1:]))

    @rule(days=st.lists(st.integers(0, 3), max_size=2, unique=True))
    def skip(self, days: list[int]) -> None:
        was = self.row()
        before = self.dues(was)
        left_out = {local(self.desk.now, ZONE).date() + day * DAY for day in days}
        row = self.change(messages.skip(self.desk.actor(), Skip(self.number, tuple(sorted(left_out))), self.desk.now))
        if row is not None:
            kept = {one for one in before if local(one, ZONE).date() not in left_out}
            self.same(row, kept if left_out else set(before[1:]))

    @rule(kind=st.sampled_from(sorted(set(RULES) - {"single"})))
    def edit_the_rule(self, kind: str) -> None:
        self.change(messages.edit(self.desk.actor(), Edit(self.number, rules=RULES[kind]), self.desk.now))

    @rule(text=st.sampled_from(["hi", "good day"]))
    def edit_the_text(self, text: str) -> None:
        before = self.dues(self.row())
        row = self.change(messages.edit(self.desk.actor(), Edit(self.number, text=text), self.desk.now))
        if row is not None:
            self.same(row, set(before))

    @rule(who=st.sampled_from(["ana", "bruno", "carla"]), add=st.booleans())
    def edit_the_recipients(self, who: str, add: bool) -> None:
        one = Audience(contacts=(self.carla if who == "carla" else getattr(self.desk, who),))
        edit = Edit(self.number, add=one) if add else Edit(self.number, remove=one)
        self.change(messages.edit(self.desk.actor(), edit, self.desk.now))

    @rule(days=st.sampled_from([None, 1, 2]))
    def pause(self, days: int | None) -> None:
        until = local(self.desk.now, ZONE).date() + days * DAY if days else None
        row = self.change(messages.pause(self.desk.actor(), Pause((self.number,), until), self.desk.now))
        assert row is None or row["state"] == "paused"

    @rule()
    def resume(self) -> None:
        was = self.row()
        row = self.change(messages.resume(self.desk.actor(), Resume((self.number,)), self.desk.now))
        assert row is None or (was["state"] == "paused" and row["state"] == "active")

    @rule()
    def cancel(self) -> None:
        row = self.change(messages.cancel(self.desk.actor(), Cancel((self.number,)), self.desk.now))
        assert row is None or row["state"] == "cancelled"

    @rule()
    def undo(self) -> None:
        entries = self.do(
            db.rows("select * from audit_entry where undone = false and what <> 'undo' and message_id = $1"
                    " and staff_id is not null order by id desc limit 1", self.message["id"])
        )  # fmt: skip
        row = self.change(messages.undo(self.desk.actor(), self.desk.now))
        if row is None:
            return
        before = entries[0]["before"]
        if before is None:
            assert row["state"] == "cancelled", "what was scheduled is not"
            return
        self.same(row, set(self.dues(row | before | {"at": before["at"] and datetime.fromisoformat(before["at"])})))
        assert row["audience"] == before["audience"]
        assert row["text"] == before["text"]

    @rule()
    def retry(self) -> None:
        self.change(messages.retry(self.desk.actor(), Retry(self.number), self.desk.now))

    def same(self, row: Row, want: set[datetime]) -> None:
        """What is to come is this, as far as one looks."""
        end = self.desk.now + WINDOW
        assert set(self.dues(row, end)) == {one for one in want if self.desk.now < one < end}

    # --- what holds after every step

    @invariant()
    def everything_has_exactly_one_end(self) -> None:
        if hasattr(self, "message"):
            self.do(self._holds())

    async def _holds(self) -> None:
        row = await self.desk.row(self.message)
        now = self.desk.now
        occurrences = await self.desk.occurrences(self.message)
        living = Counter(one["due_at"] for one in occurrences if one["state"] not in ("cancelled", "skipped"))
        assert all(count == 1 for count in living.values()), f"twice: {living}"
        people: Counter[tuple[datetime, int]] = Counter()
        for one in occurrences:
            copies = await deliveries.of_occurrence(self.desk.workspace, one["id"])
            states = Counter(str(copy["state"]) for copy in copies)
            out = sum(copy["state"] == "cancelled" and copy["cause"] == "left_out" for copy in copies)
            meant = states - Counter(cancelled=out if any(states[state] for state in ARRIVED) else 0)
            assert one["state"] in _may_be(one, meant, now), f"{one['state']} with {states}"
            people.update((one["due_at"], copy["contact_id"]) for copy in copies if copy["state"] in ARRIVED)
            if row["state"] in ("cancelled", "paused") and not self.desk.down:
                assert not states["queued"], "it may leave"
            if one["due_at"] > now and one["state"] in ("pending", "processing"):
                assert row["state"] == "active"
                assert one["due_at"] in self.dues(row, one["due_at"] + MINUTE), "planned, but not of the rule"
        assert all(count == 1 for count in people.values()), f"two copies: {people}"
        left = Counter(self.desk.left_ids)
        assert all(count <= 1 + self.failed_later[one] for one, count in left.items()), "left twice"
        self._nothing_is_lost(row, {one["due_at"] for one in occurrences if one["state"] in ("pending", "processing")})

    def _nothing_is_lost(self, row: Row, open_: set[datetime]) -> None:
        """What is to come is planned, or will be."""
        if row["state"] != "active":
            assert row["next_due_at"] is None
            assert row["state"] != "done" or not open_
            return
        planned_from = row["next_due_at"]
        for due in self.dues(row):
            if planned_from is not None and due >= planned_from:
                assert due > planned_from or due == planned_from
                break
            assert due in open_, f"{due} is neither planned nor will be"
        if planned_from is None:
            assert open_, "active, with nothing to come and nothing open"


def _may_be(occurrence: Row, states: Counter[str], now: datetime) -> set[str]:
    """The states that an occurrence may have with such deliveries."""
    total = states.total()
    if not total:
        return {"pending", "processing", "cancelled", "skipped"}
    arrived = sum(states[state] for state in ARRIVED)
    if states["planned"] + states["queued"] + states["sending"]:
        return {"pending", "processing"}
    if states["unsure"] and now < occurrence["due_at"] + UNSURE_OPEN:
        return {"processing"}
    if occurrence["cursor"] is not None:
        return {"pending", "processing"}
    if arrived == total:
        return {"sent"}
    if states["cancelled"] == total:
        return {"cancelled"}
    if states["skipped"] + states["cancelled"] == total:
        return {"skipped"}
    return {"partial", "processing"} if arrived or states["unsure"] else {"failed"}


def _run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not LONG,
            phases=[Phase.explicit, Phase.generate] if os.environ.get("BELFRY_NO_SHRINK") or not LONG else list(Phase),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.timeout(900)
def test_any_sequence_of_changes_leaves_each_time_with_exactly_one_end() -> None:
    _run(LONG or 60, 60 if LONG else 25)


@pytest.mark.timeout(900)
def test_any_sequence_of_changes_on_postgresql_leaves_each_time_with_exactly_one_end(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same model: what differs is what the two databases make of the same statements, so fewer stories do."""
    monkeypatch.setattr(Server, "postgres", postgres)
    _run(LONG or 6, 60 if LONG else 25)
