"""A database that went back, or a copy, holds sending; and everything that only looks like one does not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from core import restoring
from core.commands import Retry
from core.dispatch import lineage
from core.errors import Conflict
from core.messages import messages
from core.process.witness import Seen, Witness
from storage import db
from storage.queries import installation
from tests.lab import Lab

ANA, BRUNO = "+351912000001", "+351912000002"
Row = dict[str, Any]

_KEPT = {
    "delivery": "state ready_at sending_at sent_at delivered_at read_at token provider_id attempts fence changed_at",
    "channel": "lefts last_left_at",
    "installation": "lineage beats beat_at beat_clock place timeline",
    "occurrence": "state",
    "message": "state next_due_at",
}


async def backup() -> Callable[[], Awaitable[None]]:
    """Keeps the database as it is now; gives what puts it back, under the feet of whoever runs."""
    kept = {
        table: await db.rows(f"select id, {', '.join(names.split())} from {table}") for table, names in _KEPT.items()
    }

    async def go_back() -> None:
        for table, rows in kept.items():
            for row in rows:
                names = [name for name in row if name != "id"]
                sets = ", ".join(f"{name} = ${place}" for place, name in enumerate(names, 2))
                await db.run(f"update {table} set {sets} where id = $1", row["id"], *(row[name] for name in names))

    return go_back


async def held() -> str:
    found = await restoring.state()
    return found["cause"] if found else ""


@pytest.fixture
def folder(lab: Lab, tmp_path: Path) -> Path:
    """The workers of the lab keep what they saw in a data folder from their first tick on."""
    lab.seen = tmp_path / "data"
    lab.seen.mkdir()
    lab.dispatcher = lab.worker()
    return lab.seen


async def test_a_database_that_was_put_back_sends_nothing_twice_and_goes_on_at_a_word(lab: Lab, folder: Path) -> None:
    ana, bruno = await lab.contact("Ana", ANA), await lab.contact("Bruno", BRUNO)
    first = await lab.schedule("hello", ana, after=60)
    later = await lab.schedule("later", bruno, after=3600)
    await lab.rounds(1)
    go_back = await backup()
    lab.later(seconds=61)
    await lab.reaches(first, "delivered")
    await lab.dispatcher.stop(3)
    await go_back()
    lab.dispatcher = lab.worker()
    await lab.rounds(4)
    assert await held() == "went_back"
    assert await lab.states(first) == ["planned"]
    (told,) = await lab.told("held")
    assert (told["detail"]["overdue"], told["detail"]["ahead"], told["detail"]["cause"]) == (1, 1, "went_back")
    assert told["detail"]["next"] is not None
    back = await restoring.go_on(lab.now)
    assert back[lab.workspace["id"]].deliveries == 1
    await lab.reaches(first, "skipped")
    lab.later(seconds=3600)
    await lab.reaches(later, "delivered")
    assert (lab.shown(ANA), lab.shown(BRUNO)) == (["hello"], ["later"])
    (told,) = await lab.told("held")
    assert (told["detail"]["held"], told["detail"]["numbers"]) == (1, [first["number"]])
    assert (await messages.retry(lab.actor(), Retry(first["number"]), lab.now))[0] == 1
    await lab.reaches(first, "delivered")
    await lab.restart()
    await lab.rounds(2)
    assert await held() == ""


async def test_a_lane_under_which_the_database_goes_back_sends_nothing_more(lab: Lab) -> None:
    """A failover that lost the last second: the worker lives on, and its next send finds the count behind."""
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=60)
    await lab.rounds(1)
    go_back = await backup()
    lab.later(seconds=61)
    await lab.reaches(message, "delivered")
    await lab.settled()  # a receipt that comes later would prove, rightly, that it has left
    await lab.dispatcher.idle()
    await go_back()
    await lab.until(held)
    await lab.rounds(3)
    assert await held() == "went_back"
    assert lab.shown(ANA) == ["hello"]
    assert set(await lab.states(message)) <= {"planned", "queued"}


async def test_what_other_workers_do_stops_too(lab: Lab) -> None:
    other = lab.another()
    await lab.until(lambda: _both(lab))
    row = await installation.now()
    assert row is not None
    await installation.hold({"cause": "went_back", "since": lab.now.isoformat(), "last": lab.now.isoformat()})
    message = await lab.schedule("hello", await lab.contact("Ana", ANA))
    for _ in range(3):
        await lab.dispatcher.tick()
        await other.tick()
    assert other.held
    assert lab.dispatcher.held
    assert await lab.states(message) == []
    await restoring.go_on(lab.now)
    assert (await installation.now() or {})["lineage"] != row["lineage"]
    with pytest.raises(Conflict):
        await restoring.go_on(lab.now)


async def _both(lab: Lab) -> bool:
    return not any(one.held for one in (lab.dispatcher, *lab.others))


async def test_a_restart_a_second_folder_a_lost_folder_and_a_moved_clock_hold_nothing(lab: Lab, folder: Path) -> None:
    ana = await lab.contact("Ana", ANA)
    for number in range(3):
        message = await lab.schedule(f"hello {number}", ana)
        await lab.reaches(message, "delivered")
        if number == 0:
            await lab.restart()
        elif number == 1:  # a new machine, which saw nothing, and the old one behind it
            lab.seen = folder.with_name("other")
            lab.seen.mkdir()
            await lab.restart()
    for file in folder.iterdir():
        file.unlink()
    lab.seen = folder
    lab.later(days=40)
    await lab.restart()
    message = await lab.schedule("bye", ana)
    await lab.reaches(message, "delivered")
    assert await held() == ""
    assert await lab.told("held") == []


async def test_a_kill_between_the_commit_and_the_note_of_it_holds_nothing(lab: Lab, folder: Path) -> None:
    """What was seen is less than what is there then, never more."""
    message = await lab.schedule("hello", await lab.contact("Ana", ANA))
    await lab.reaches(message, "delivered")
    row = await installation.now() or {}
    await lab.dispatcher.stop(3)
    await db.run("update channel set lefts = lefts + 1")
    await db.run("update installation set beats = beats + 1")
    lab.dispatcher = lab.worker()
    await lab.rounds(2)
    assert await held() == ""
    seen = Witness(folder).of(row["lineage"])
    assert seen is not None
    assert seen.lefts == {lab.channel["id"]: 2}


async def test_a_torn_file_is_no_witness(lab: Lab, folder: Path) -> None:
    await lab.rounds(1)
    await lab.dispatcher.stop(3)
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:20])
    await db.run("update installation set beats = 0")
    lab.dispatcher = lab.worker()
    await lab.rounds(2)
    assert await held() == ""


async def test_two_processes_on_one_folder_have_a_file_each_and_read_both(tmp_path: Path) -> None:
    one, two = Witness(tmp_path), Witness(tmp_path)
    one.saw("a", 5, {1: 3})
    two.saw("a", 4, {2: 9})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["seen.0", "seen.1"]
    one.close()
    three = Witness(tmp_path)
    seen = three.of("a")
    assert seen is not None
    assert (seen.beats, seen.lefts) == (5, {1: 3, 2: 9})
    three.saw("b", 1)
    assert three.of("a") is None
    two.close()
    three.close()


def _row(**more: Any) -> Row:
    return {"lineage": "a", "beats": 7, "place": "1:2", "timeline": "1"} | more


@pytest.mark.parametrize(
    ("seen", "place", "timeline", "cause"),
    [
        (None, "1:2", "1", ""),
        (None, "", "", ""),
        (None, "1:3", "1", "other_place"),
        (None, "9:2", "1", "other_place"),
        (None, "1:2", "2", "other_timeline"),
        (Seen("a", 7, {1: 4}), "1:2", "2", ""),
        (Seen("a", 8, {}), "1:2", "2", "went_back"),
        (Seen("a", 7, {1: 5}), "1:2", "2", "went_back"),
        (Seen("a", 7, {2: 5}), "1:2", "1", ""),
    ],
    ids=[
        "nothing changed and nothing was seen",
        "where it is cannot be known",
        "another database of the same server",
        "another server",
        "a server put back in time, and nobody saw what was before",
        "a failover that lost nothing",
        "a failover that lost a beat",
        "a failover that lost a send",
        "a channel that was removed",
    ],
)
def test_proof_and_what_is_none(seen: Seen | None, place: str, timeline: str, cause: str) -> None:
    assert lineage._proof(_row(), seen, {1: 4}, place, timeline) == cause


async def test_where_a_database_is_is_known_on_postgresql_and_nowhere_else(lab: Lab) -> None:
    place, timeline = await installation.where()
    assert (place, timeline) == ("", "") if db.is_sqlite() else (place.count(":"), len(timeline)) == (1, 8)
    await lab.rounds(1)
    if not db.is_sqlite():
        await db.run("update installation set place = '1:1'")
        await lab.restart()
        await lab.rounds(2)
        assert await held() == "other_place"


class Meeting:
    """A Valkey on which somebody else beats, or has stopped to."""

    def __init__(self, **others: float) -> None:
        self.beats = others
        self.lives = True
        self.told: list[str] = []

    async def others(self, lineage: str) -> dict[str, float]:
        if self.lives:
            self.beats = {one: at + 1 for one, at in self.beats.items()}
        return dict(self.beats)

    async def here(self, lineage: str, owner: str) -> None:
        self.told.append(owner)


async def test_a_copy_that_finds_the_original_living_when_it_starts_holds(lab: Lab) -> None:
    await lab.rounds(1)
    await lab.dispatcher.stop(3)
    lab.dispatcher = lab.worker()
    lab.dispatcher.guard.meeting = meeting = Meeting(original=100.0)
    await lab.rounds(3)
    assert await held() == "living"
    assert meeting.told == []  # held, it does not make the original hold in its turn
    await restoring.go_on(lab.now)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA))
    meeting.lives, meeting.beats = False, {}
    await lab.reaches(message, "delivered")


async def test_a_worker_of_the_same_database_and_one_that_just_ended_are_no_strangers(lab: Lab) -> None:
    other = lab.another()
    await lab.rounds(1)
    await other.tick()
    await lab.dispatcher.stop(3)
    lab.dispatcher = lab.worker()
    lab.dispatcher.guard.meeting = meeting = Meeting(**{other.owner: 100.0})
    await lab.rounds(2)
    assert await held() == ""
    assert meeting.told == [lab.dispatcher.owner]
    await lab.dispatcher.stop(3)
    lab.dispatcher = lab.worker()
    lab.dispatcher.guard.meeting = gone = Meeting(ended=100.0)
    gone.lives = False
    await lab.rounds(2)
    assert (lab.dispatcher.held, await held()) == (True, "")  # it waits until it is known
    gone.beats = {}
    await lab.rounds(1)
    assert not lab.dispatcher.held


async def test_a_worker_whose_ticks_break_off_is_no_stranger_to_the_next_one(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It beat on Valkey before the database knew it: one that started beside it held everything back."""
    other = lab.worker()
    other.guard.meeting = Meeting()

    async def broken() -> None:
        raise RuntimeError("a part that fails")

    monkeypatch.setattr(other._settler, "round", broken)
    monkeypatch.setattr(other._lost, "round", broken)
    await other.tick()
    lab.dispatcher = lab.worker()
    lab.dispatcher.guard.meeting = Meeting(**{other.owner: 100.0})
    await lab.rounds(3)
    assert (await held(), lab.dispatcher.held) == ("", False)


async def test_who_beats_while_strangers_are_looked_for_is_known_by_then(lab: Lab) -> None:
    """Who was known was asked before who beats: a worker that came in between was a stranger."""
    await lab.rounds(1)
    other = lab.worker()
    other.guard.meeting = Meeting()

    class Late(Meeting):
        async def others(self, lineage: str) -> dict[str, float]:
            if self.asked:
                await other.tick()
            self.asked = True
            return await super().others(lineage)

        asked = False

    await lab.dispatcher.stop(3)
    lab.dispatcher = lab.worker()
    lab.dispatcher.guard.meeting = Late(**{other.owner: 100.0})
    await lab.rounds(3)
    assert (await held(), lab.dispatcher.held) == ("", False)
