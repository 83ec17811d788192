"""One thing that somebody asked for, on its way: who, which reading, when, under which origin.

Also here: pinning a reading. An update's reading is kept before anything is done about it, so that after a crash the same
update does the same thing, even if names and messages changed meanwhile. Not here: doing it (`bot.handlers.doing`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.access import Speaker
from core.actor import Actor
from core.language.reading import Reading, apply
from storage.queries import chat as store

Row = dict[str, Any]

SAID, CLARIFY, CONFIRM = "said", "clarify", "confirm"
ASKED = "asked"
"""Beside a reading: of how many people its question whether speaks."""


@dataclass(frozen=True, slots=True)
class Task:
    """`proposal` is the row that pins the reading; `confirmed`: a Yes was tapped, so nothing is asked any more. `asked`: of so
    many people the question spoke, where it did."""

    speaker: Speaker
    reading: Reading
    now: datetime
    origin: str
    proposal: int | None = None
    confirmed: bool = False
    asked: int | None = None

    @property
    def actor(self) -> Actor:
        """The speaker, acting under this task's origin."""
        return replace(self.speaker.actor, origin=self.origin)


async def pinned(speaker: Speaker, reading: Reading, origin: str, now: datetime) -> Task:
    """Keeps a reading under its origin, or finds the one that was kept under it before."""
    reading = _whole(reading)
    about = CLARIFY if reading.outcome == "clarify" else SAID
    row = await store.propose(
        speaker.actor.workspace, speaker.staff, str(speaker.chat), about, reading.to_json(), origin, now
    )
    return task_of(speaker, row, now)


def _whole(reading: Reading) -> Reading:
    """All contacts at once are asked about like any great number of people: with their number, not before it."""
    return apply(reading, reading.options[0].patch) if reading.reason == "all_contacts" and reading.options else reading


def task_of(speaker: Speaker, row: Row, now: datetime) -> Task:
    """The task that a kept reading stands for."""
    asked = row["reading"].get(ASKED)
    return Task(speaker, Reading.from_json(row["reading"]), now, row["origin"], row["id"], asked=asked)


async def made(task: Task, message: int) -> None:
    """Remembers which message came of a reading."""
    if task.proposal is not None:
        await store.set_proposal(task.speaker.actor.workspace, task.proposal, message_id=message)
