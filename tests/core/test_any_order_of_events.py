"""Every order and repetition of what a provider says of a delivery, and of its answer to the send, ends in the right state.

What an event does depends on nothing but the delivery as it is, which is tried here: each state that any order leads to is
made by its shortest story, and each thing that may come next is done to it on the database. So all stories of up to six
events are walked on the steps that were learnt. What the end should be is said by a model that knows no database.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest

from core import outcomes
from core.gateways.base import Accepted, NotSent, Rejected, Unsure
from core.receipts import work, work_all
from storage import db
from storage.queries import events, leases
from tests.core.test_outcomes import ANA, PATIENCE, Bench
from tests.lab import Lab
from tests.storage.clinics import keep_event

Row = dict[str, Any]

RANK = {"sent": 1, "delivered": 2, "read": 3}
TOLD = {"server": "sent", "device": "delivered", "seen": "read", "error": "failed", "echo": "sent"}
ANSWERS = {
    "accepted": Accepted("TOKEN"),
    "rejected": Rejected("bad_request"),
    "not sent": NotSent("not_working", 1.0),
    "unsure": Unsure("timeout"),
}
AFTER = {"accepted": "sent", "rejected": "failed", "not sent": "queued", "unsure": "unsure"}
MOST = 6
Story = tuple[str, ...]


def expected(story: Story) -> str:
    """What has arrived has arrived; an error counts until it did; the answer counts while nobody said anything before it. That
    it was on its way is older news than an error of the same id."""
    state = "sending"
    for at, one in enumerate(story):
        if state == "failed" and TOLD.get(one) == "sent" and any(before not in ANSWERS for before in story[:at]):
            continue
        if one in ANSWERS:
            state = AFTER[one] if state == "sending" else state
        elif one == "error":
            state = "failed" if state in ("sending", "sent", "unsure") else state
        else:
            state = max(state, TOLD[one], key=lambda name: RANK.get(name, 0))
    return state


class Ground:
    """One delivery, to which stories happen."""

    def __init__(self, bench: Bench, account: int) -> None:
        self.bench, self.account, self.keys = bench, account, itertools.count()

    async def live(self, story: Sequence[str]) -> tuple[Any, ...]:
        """The story from the start; what it leaves behind, as far as anything to come may depend on it."""
        await self.bench.put("sending")
        for one in story:
            await self.happens(one)
        return await self.left()

    async def happens(self, one: str) -> None:
        now = self.bench.lab.now
        if one in ANSWERS:
            await outcomes.answered(
                await self.bench.row() | {"attempts": 0}, self.bench.fence, ANSWERS[one], now, PATIENCE
            )
            return
        key = f"key{next(self.keys)}"
        for _ in range(2):  # the same event twice has one effect
            stored = await self.stored(one, key)
            if stored is not None:
                await work(stored, now)

    async def at_once(self, before: Sequence[str], story: Sequence[str]) -> tuple[Any, ...]:
        """As `live`, but what providers say comes all at once, each twice."""
        await self.bench.put("sending")
        for one in before:
            await self.happens(one)
        kept = [await self.stored(one, f"key{next(self.keys)}") for one in story]
        rows = [await events.get(one) for one in kept + kept if one is not None]
        await work_all([row for row in rows if row is not None], self.bench.lab.now)
        return await self.left()

    async def stored(self, one: str, key: str) -> int | None:
        now = self.bench.lab.now
        data = {"stage": TOLD[one], "at": now.isoformat(), "reason": "", "phone": ANA, "alias": None, "text": "hello"}
        kind = "echo" if one == "echo" else "receipt"
        where = (self.bench.workspace, self.account, self.bench.channel, key)
        return await keep_event(*where, kind, "TOKEN", data, "", now)

    async def left(self) -> tuple[Any, ...]:
        row = await self.bench.row()
        (occurrence,) = await db.rows("select state from occurrence")
        told = await db.rows("select distinct kind from notice where state = 'new' order by kind")
        stamps = tuple(row[name] is not None for name in ("sent_at", "delivered_at", "read_at"))
        return (
            str(row["state"]), row["cause"], row["provider_id"], stamps, occurrence["state"], tuple(o["kind"] for o in told)
        )  # fmt: skip


@pytest.fixture
async def ground(lab: Lab) -> Ground:
    from core.dispatch.plan import plan

    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0)
    await lab.dispatcher.stop(1)
    await plan(lab.now)
    fence = await leases.take(lab.channel["id"], "bench", 600)
    assert fence is not None
    return Ground(Bench(lab, await lab.delivery(message), fence), lab.channel["account_id"])


def may_follow(story: Story) -> list[str]:
    return [*TOLD, *(() if any(one in ANSWERS for one in story) else ANSWERS)]


async def test_every_order_of_receipts_echoes_and_the_answer_ends_in_the_right_state(ground: Ground) -> None:
    start = (await ground.live(()), False)
    shortest: dict[Any, Story] = {start: ()}
    steps: dict[tuple[Any, str], Any] = {}
    waiting = [start]
    while waiting:
        was = waiting.pop(0)
        story = shortest[was]
        for one in may_follow(story):
            is_ = (await ground.live((*story, one)), was[1] or one in ANSWERS)
            steps[was, one] = is_
            _is_consistent(is_[0])
            if is_ not in shortest and len(story) < MOST:
                shortest[is_] = (*story, one)
                waiting.append(is_)
    assert _walk(start, steps) > 100_000


async def test_what_comes_all_at_once_ends_as_what_comes_one_after_the_other(ground: Ground) -> None:
    for before in ((), ("accepted",), ("unsure",), ("rejected",)):
        for story in itertools.permutations(TOLD, 3):
            together = await ground.at_once(before, story)
            assert together[0] == expected((*before, *story)), (before, story)
            _is_consistent(together)
            if "error" not in story and before != ("rejected",):
                assert together == await ground.live((*before, *story)), (before, story)


def _walk(start: Any, steps: dict[tuple[Any, str], Any]) -> int:
    """All stories of up to `MOST` events; how many they are."""
    count, ends = 0, [((), start)]
    for _ in range(MOST):
        ends = [((*story, one), steps[at, one]) for story, at in ends for one in may_follow(story)]
        count += len(ends)
        for story, (left, _) in ends:
            state = left[0]
            assert state == expected(story), story
            best = max((RANK[TOLD[one]] for one in story if one in TOLD and one != "error"), default=0)
            assert best < 2 or RANK.get(state) == best, story
            assert not (state == "queued" and best), f"would leave twice: {story}"
            assert steps.get(((left, True), story[-1]), (left, True))[0] == left, f"once more changes it: {story}"
    return count


def _is_consistent(left: tuple[Any, ...]) -> None:
    """What else is kept of it says the same as its state."""
    state, cause, _, (sent, _, read), occurrence, told = left
    assert (state in RANK) <= (sent and not cause)
    assert (state == "read") == read
    wanted = "sent" if state in RANK else "failed" if state == "failed" else "processing"
    assert occurrence == wanted or (state == "queued" and occurrence in ("pending", "processing")), left
    assert ("failed" in told) == (state == "failed")
    assert ("unsure" in told) == (state == "unsure")
