"""What must hold after a crash: nothing lost, nothing twice, and what the database says is what the phones show."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from tests.crash.lives import SILENT
from tests.crash.run import Run

Row = dict[str, Any]

ARRIVED = ("sent", "delivered", "read")


async def at_rest(run: Run) -> bool:
    """Nothing moves by itself any more, and each state is what the judge saw.

    What arrived has its two ticks; what did not arrive is `unsure` (and a person is going to be asked), or waits behind an
    unsure one to the same person; no event is left unworked.
    """
    rows = run.deliveries()
    if len(rows) != sum(len(one["to"]) for one in run.setting.messages):
        return False
    if run.rows("select id from provider_event where state in ('new', 'waiting')"):
        return False
    unsure = {row["who"] for row in rows if row["state"] == "unsure"}
    for row in rows:
        waits = row["state"] in ("planned", "queued") and row["who"] in unsure
        arrived = ARRIVED if run.setting.events == SILENT else ("delivered", "read")
        if not waits and row["state"] not in (*arrived, "unsure", "skipped", "failed"):
            return False
    for who in run.contacts:
        there = Counter(bubble["text"] for bubble in await run.shown(who))
        for row in rows:
            if row["who"] == who and (row["state"] in ARRIVED) != bool(there[row["words"]]):
                return False
    return True


async def settled(run: Run) -> None:
    """Comes to rest, is judged, and stays so for a while."""
    await run.until(lambda: at_rest(run), "at rest")
    await judge(run)
    await run.some_ticks(3)
    assert await at_rest(run), await run.account()
    await judge(run)


async def judge(run: Run) -> None:
    """Nothing twice; unsure only where the crash fell between the commit of `sending` and the record of the answer."""
    for who in run.contacts:
        shown = Counter(bubble["text"] for bubble in await run.shown(who))
        doubled = [text for text, times in shown.items() if times > 1]
        assert not doubled, f"twice on {who}'s phone: {doubled}\n{await run.account()}"
    for row in run.deliveries():
        if row["state"] == "unsure" and row["cause"] == "interrupted":
            was = [old["state"] for left in run.at_death for old in left if old["id"] == row["id"]]
            assert "sending" in was, f"unsure without a request under way: {row['id']}\n{await run.account()}"
            told = run.rows(f"select * from notice where kind = 'unsure' and about = 'delivery:{row['id']}'")
            assert [one["state"] for one in told] == ["new"], await run.account()
            assert told[0]["not_before"] > row["sending_at"], await run.account()
    alarms = run.rows("select * from tally where name like 'alarm%'")
    assert not alarms, f"{alarms}\n{await run.account()}"


async def tapped(run: Run) -> None:
    """A person looks at the phones, and says of what is unsure that it did not arrive: it leaves again, and arrives."""
    for _ in range(5):
        unsure = [row["id"] for row in run.deliveries() if row["state"] == "unsure"]
        if not unsure:
            return
        await run.do(not_arrived=unsure)
        await settled(run)
    raise AssertionError(f"unsure again and again\n{await run.account()}")


async def all_is_well(run: Run, never: dict[str, str] | None = None) -> None:
    """The end: each text once on each phone that was meant, each row of the story true, nobody told a trouble there was not.

    `never`: who cannot be reached, and the cause that must be given.
    """
    wrong = [*await _people(run, never or {}), *_messages(run, bool(never))]
    allowed = {"answer", "opted_out", "channel_down", "channel_back"} | ({"failed", "skipped"} if never else set())
    kinds = {row["kind"] for row in run.rows("select * from notice where state = 'new'")}
    wrong += [f"told without cause: {kinds - allowed}"] if kinds - allowed else []
    assert not wrong, "\n".join(wrong) + "\n" + await run.account()


async def _people(run: Run, never: dict[str, str]) -> list[str]:
    wrong = []
    for who in run.contacts:
        bubbles = await run.shown(who)
        meant = Counter(one["text"] for one in run.setting.messages if who in one["to"] and who not in never)
        if Counter(bubble["text"] for bubble in bubbles) != meant:
            wrong.append(f"{who}'s phone does not show what was meant for it")
        ids = {bubble["text"]: bubble["raw_id"] for bubble in bubbles}
        for row in run.deliveries():
            if row["who"] == who and who in never:
                if row["state"] not in ("failed", "skipped") or row["cause"] != never[who]:
                    wrong.append(f"delivery {row['id']} is {row['state']} ({row['cause']})")
            elif row["who"] == who:
                wrong += _delivery(run, row, ids.get(row["words"], ""))
    return wrong


def _delivery(run: Run, row: Row, raw_id: str) -> list[str]:
    right = {
        "state": row["state"] in ARRIVED,
        "id": row["token"] == raw_id and row["provider_id"] in (raw_id, None),
        "sent_at": row["sent_at"] is not None,
        "delivered_at": row["delivered_at"] is not None or run.setting.events == SILENT,
        "sending_at": row["sending_at"] >= row["slot_at"],
    }
    return [f"delivery {row['id']}: {name} is {row.get(name)}" for name, good in right.items() if not good]


def _messages(run: Run, some_never: bool) -> list[str]:
    wrong = []
    found = run.rows("select * from message order by id")
    for row, meant in zip(found, run.setting.messages, strict=True):
        occurrences = run.rows(f"select * from occurrence where message_id = {row['id']}")
        states = [one["state"] for one in occurrences]
        if states not in ([["sent"], ["partial"]] if some_never else [["sent"]]):
            wrong.append(f"message {row['id']}: occurrences {states}")
        if any(one["cursor"] is not None for one in occurrences):
            wrong.append(f"message {row['id']}: not wholly planned")
        expected = ("active", True) if meant.get("rules") else ("done", False)
        ahead = row["next_due_at"] is not None and row["next_due_at"] > (time.time() + run.ahead) * 1_000_000
        if (row["state"], ahead) != expected:
            wrong.append(f"message {row['id']} is {row['state']}, next due {row['next_due_at']}")
    return wrong
