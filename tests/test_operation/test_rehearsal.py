"""The grown-up form, rehearsed: every command of the compose file as a process, and a rolling restart under way."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.seed import SANDBOX_KEY, SANDBOX_SESSION
from core.actor import Actor
from core.clock import Clock
from core.commands import Audience, Cancel, Schedule, When
from core.messages import messages
from core.process.valkey import EmbeddedValkey
from core.recurrence import local
from storage import db
from storage.queries import directory, workspaces
from tests.databases import Postgres
from tests.test_operation.rehearsal import Rehearsal

SECONDS = 150
"""A message each second for so long, unless everything was restarted before: then the rest is called off."""
OLIVIA = 1001
PEOPLE = {"Ana": "+351912000001", "Bruno": "+351912000002"}


@pytest.fixture
async def house(tmp_path: Path, postgres: Postgres, valkey: EmbeddedValkey) -> AsyncIterator[Rehearsal]:
    url = postgres.empty()
    (tmp_path / "run").mkdir()
    async with Rehearsal(tmp_path / "run", url, valkey.url) as found:
        yield found
    await db.close()
    postgres.drop(url)


def actor(workspace: int, origin: str) -> Actor:
    return Actor(workspace, None, "owner", "UTC", origin=origin)


async def schedule_each_second(house: Rehearsal, clock: Clock) -> list[dict[str, Any]]:
    """Messages to everybody, due one second after the other from soon on."""
    url = (house.folder / "docker/secrets/database_url").read_text()
    await db.open(url, (house.folder / "docker/secrets/secret_key").read_text().strip())
    (workspace,) = await workspaces.every()
    ids = [(await directory.add_contact(workspace["id"], *one, clock.now()))["id"] for one in PEOPLE.items()]
    start, made = clock.now() + timedelta(seconds=10), []
    for number in range(SECONDS):
        due = start + timedelta(seconds=number)
        when = When(local(due, "UTC").replace(microsecond=0), "UTC", at=due)
        command = Schedule(Audience(contacts=tuple(ids)), f"message {number}", when)
        who = actor(workspace["id"], f"rehearsal:{number}")
        made.append(await messages.schedule(who, command, clock.now()) | {"due": due})
    return made


async def call_off_the_rest(made: list[dict[str, Any]], clock: Clock) -> list[dict[str, Any]]:
    """Those that were left to leave."""
    until = clock.now() + timedelta(seconds=5)
    for one in made:
        if one["due"] > until:
            command = Cancel((one["number"],))
            await messages.cancel(actor(one["workspace_id"], f"rest:{one['number']}"), command, clock.now())
    return [one for one in made if one["due"] <= until]


async def more_than(count: int) -> bool:
    """Whether so many and more have arrived, as far as Belfry knows."""
    (row,) = await db.rows("select count(*) as n from delivery where state in ('delivered', 'read')")
    return int(row["n"]) > count


async def talk(house: Rehearsal) -> None:
    """Staff get in with a code, write a sentence, and hear what the person answers: once, though both webs were told of it."""

    async def said(words: str) -> list[dict[str, Any]]:
        return [one for one in await house.said(OLIVIA) if words in one.get("text", "")]

    code = re.search(r"/start \S+", await house.belfry("invite", "--role", "owner"))
    assert code
    for text, answer in ((code[0], "Welcome"), ("send 'from the chat' to Ana in 1 second", "from the chat")):
        await house.ask("POST", "/control/telegram/write", {"user_id": OLIVIA, "text": text})
        await house.until(lambda answer=answer: said(answer))
    ana = PEOPLE["Ana"]

    async def arrived() -> bool:
        return "from the chat" in [one["text"] for one in (await house.ask("GET", "/waha/judge"))["phones"][ana]]

    await house.until(arrived)
    await house.ask("POST", f"/control/phones/{ana}/answer", {"text": "see you then"})
    await house.until(lambda: said("see you then"))
    assert len(await db.rows("select id from answer")) == 1
    assert len(await said("see you then")) == 1


@pytest.mark.timeout(480)
async def test_what_compose_runs_is_healthy_loses_no_second_in_a_rolling_restart_and_ends_in_time(
    house: Rehearsal,
) -> None:
    parts = house.containers
    assert set(parts) == {"migrate", "web", "web again", "chat", "worker-1", "worker-2"}
    await parts["migrate"].start()
    assert await parts["migrate"].ended() == 0, parts["migrate"].said
    stay = [parts[name] for name in ("web", "web again", "chat", "worker-1", "worker-2")]
    await asyncio.gather(*(one.start() for one in stay))
    green = await asyncio.gather(*(one.healthy() for one in stay))
    await house.connect_waha(SANDBOX_KEY, SANDBOX_SESSION)
    made = await schedule_each_second(house, clock := Clock())
    began, took = time.monotonic(), []
    await house.until(lambda: more_than(len(PEOPLE)))
    for name in ("worker-1", "worker-2", "chat", "web", "web again"):
        took.append((name, round(await parts[name].stop(), 2)))
        await parts[name].start()
        await parts[name].healthy()
    rolled = time.monotonic() - began
    texts = [one["text"] for one in await call_off_the_rest(made, clock)]
    assert len(texts) > 5
    await house.until(lambda: more_than(len(texts) * len(PEOPLE) - 1))
    await talk(house)
    texts.append("from the chat")
    judged = await house.ask("GET", "/waha/judge")
    for name, number in PEOPLE.items():
        mine = texts if name == "Ana" else texts[:-1]
        assert Counter(one["text"] for one in judged["phones"][number]) == Counter(mine)
        assert all(one["arrivals"] == one["shown"] == 1 for one in judged["phones"][number])
    late = [
        (row["sent_at"] - row["slot_at"]).total_seconds()
        for row in await db.rows("select sent_at, slot_at from delivery where sent_at is not null")
    ]
    tallies = await db.rows("select name, count from tally")
    await db.close()
    ends = await asyncio.gather(*(one.stop() for one in stay))
    assert all(code == 0 for one in stay for code in one.codes), [one.said[-9:] for one in stay]
    told = {
        "messages": len(texts),
        "green after s": [round(one, 1) for one in green],
        "rolling restart s": round(rolled, 1),
        "ended after s": took + [round(one, 2) for one in ends],
        "worst lateness s": round(max(late), 2),
        "tallies": {row["name"]: row["count"] for row in tallies},
    }
    sys.stderr.write(json.dumps(told) + "\n")
