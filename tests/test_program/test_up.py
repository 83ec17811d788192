"""`belfry up --sandbox` as a process: what it says, what it holds, how it ends, and what a kill -9 leaves."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import pytest

from core.process import valkey
from tests.databases import KEY, migrated
from tests.patience import LONG_ENOUGH

ANY = "127.0.0.1:0"
T = TypeVar("T")


@dataclass
class Up:
    """A running `belfry up --sandbox`, with the addresses that it printed."""

    process: asyncio.subprocess.Process
    data: Path
    said: list[str] = field(default_factory=list)

    async def heard(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            self.said.append(line.decode())
            if "Ctrl-C" in self.said[-1]:
                return
        assert self.process.stderr
        raise AssertionError((await self.process.stderr.read()).decode())

    def url(self, before: str) -> str:
        found = re.search(rf"{before}\s+(http://[^/\s]+)", "".join(self.said))
        assert found, self.said
        return found[1]

    async def get(self, before: str, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as http, http.get(self.url(before) + path) as answer:
            return answer.status, await answer.text()

    async def say(self, text: str, staff: int = 1001) -> None:
        """A member of staff writes to the bot."""
        body = {"user_id": staff, "text": text}
        async with (
            aiohttp.ClientSession() as http,
            http.post(self.world + "/control/telegram/write", json=body) as answer,
        ):
            assert answer.status == 200, await answer.text()

    async def told(self, part: str, staff: int = 1001) -> str:
        """The bot's first bubble that holds these words, once it is there."""

        def look(found: dict[str, Any]) -> str | None:
            said = [one["text"] for one in found["messages"] if one["from"]["is_bot"]]
            return next((text for text in said if part in text), None)

        return await self.until(f"/control/telegram/chat?user_id={staff}", look)

    async def shown(self, phone: str, text: str, tick: int = 0) -> dict[str, Any]:
        """The bubble on a phone, once it is there and its ticks are that far."""

        def look(found: dict[str, Any]) -> dict[str, Any] | None:
            bubbles = found["phones"].get(phone, [])
            return next((one for one in bubbles if one["text"] == text and (one["tick"] or 0) >= tick), None)

        return await self.until("/waha/judge", look)

    async def until(self, path: str, look: Callable[[dict[str, Any]], T | None]) -> T:
        """Asks whenever the page would be told of a change, until what is looked for is there."""
        async with (
            asyncio.timeout(LONG_ENOUGH),
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout()) as http,
            http.get(self.world + "/live") as changes,
        ):
            async for line in changes.content:
                if line.strip():
                    async with http.get(self.world + path) as answer:
                        if (found := look(await answer.json())) is not None:
                            return found
        raise AssertionError("the sandbox ended")

    @property
    def world(self) -> str:
        return self.url("Look at")

    async def end(self, sign: signal.Signals) -> int:
        self.process.send_signal(sign)
        async with asyncio.timeout(20):
            _, said = await self.process.communicate()
        sys.stderr.write(said.decode())  # shown when the test fails
        return self.process.returncode or 0


@asynccontextmanager
async def up(folder: Path, *words: str, **environ: str) -> AsyncIterator[Up]:
    """Starts it on ports of its own; killed at the end if it still runs."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BELFRY_")}
    ports = {"BELFRY_LISTEN": ANY, "BELFRY_ADMIN_LISTEN": ANY, "BELFRY_SANDBOX_LISTEN": ANY}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "up", "--sandbox", *words),
        cwd=folder,
        env=clean | ports | environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield Up(process, folder / ".belfry" / "sandbox")
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.fixture(autouse=True)
def _started_before(tmp_path: Path, sqlite_template: Path) -> None:
    migrated(tmp_path / ".belfry" / "sandbox", sqlite_template)


async def gone(data: Path) -> None:
    async with asyncio.timeout(LONG_ENOUGH):
        while await valkey.answers(valkey.socket_path(data)):
            await asyncio.sleep(0)


async def test_it_says_where_to_look_and_what_to_type_and_is_ready(tmp_path: Path) -> None:
    (new := tmp_path / "new").mkdir()
    async with up(new) as house:
        await house.heard()
        assert "send 'hello' to Ana in 1 minute" in "".join(house.said)
        assert (await house.get("Look at", "/"))[0] == 200
        status, told = await house.get("Health is at", "/readyz")
        assert (status, json.loads(told)["ready"]) == (200, True)
        assert (await house.get("post to", "/healthz"))[0] == 404  # never on the public address
        assert house.data.stat().st_mode & 0o777 == 0o700
        assert await house.end(signal.SIGTERM) == 0
        await gone(house.data)


async def test_asked_to_end_it_ends_with_0_and_starts_again_with_what_it_had(tmp_path: Path) -> None:
    key = None
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
        async with up(tmp_path) as house:
            await house.heard()
            key = key or (house.data / "secret.key").read_text()
            assert (house.data / "secret.key").read_text() == key
            assert await house.end(sign) == 0


async def test_killed_it_takes_its_valkey_along_and_what_it_left_is_opened_again_but_not_with_another_key(
    tmp_path: Path,
) -> None:
    async with up(tmp_path) as house:
        await house.heard()
        assert await valkey.answers(valkey.socket_path(house.data))
        await house.end(signal.SIGKILL)
        await gone(house.data)
    async with up(tmp_path) as house:
        await house.heard()
        assert await house.end(signal.SIGTERM) == 0
    async with up(tmp_path, BELFRY_SECRET_KEY="QmVsZnJ5IGlzIGEgaG91c2UgZm9yIGJlbGxzLCAzMmI=") as house:
        _, said = await house.process.communicate()
        assert house.process.returncode == 1
        assert said.decode().splitlines()[-1].startswith("belfry: BELFRY_SECRET_KEY: ")


async def test_a_second_one_in_the_same_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    async with up(tmp_path) as house:
        await house.heard()
        async with up(tmp_path) as second:
            _, said = await second.process.communicate()
            assert second.process.returncode == 1
            (line,) = said.decode().splitlines()
            assert line.startswith("belfry: BELFRY_DATA: another")
            assert str(house.process.pid) in line


async def test_a_taken_address_is_one_sentence_that_names_the_setting(tmp_path: Path) -> None:
    async with up(tmp_path) as house:
        await house.heard()
        taken = house.url("Look at").removeprefix("http://")
        (tmp_path / "other").mkdir()
        for setting in ("BELFRY_LISTEN", "BELFRY_ADMIN_LISTEN", "BELFRY_SANDBOX_LISTEN"):
            async with up(tmp_path / "other", **{setting: taken}) as second:
                _, said = await second.process.communicate()
                assert second.process.returncode == 1
                assert said.decode().splitlines()[-1].startswith(f"belfry: {setting}: ")
                assert "Traceback" not in said.decode()


async def test_a_database_with_a_real_channel_is_refused_by_the_sandbox(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BELFRY_")}
    data = tmp_path / ".belfry" / "sandbox"
    for words in (
        ("workspace", "add", "Clinic"),
        (
            *("channel", "add", "real", "--gateway", "waha", "--url", "https://waha.example.org"),
            *("--key", "k", "--session", "s"),
        ),
    ):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words),
            cwd=tmp_path,
            env=clean | {"BELFRY_DATA": str(data)},
            stdout=asyncio.subprocess.PIPE,
        )
        await process.communicate()
        assert process.returncode == 0
    async with up(tmp_path) as house:
        _, said = await house.process.communicate()
        assert house.process.returncode == 1
        assert "real" in said.decode().splitlines()[-1]


async def test_a_single_worker_without_any_valkey_says_that_there_is_none(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BELFRY_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "worker"),
        cwd=tmp_path,
        env=clean | {"BELFRY_ADMIN_LISTEN": ANY},
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode == 1
    assert said.decode().splitlines()[-1].startswith("belfry: BELFRY_REDIS: no `belfry up`")


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_asked_twice_it_ends_at_once(tmp_path: Path, sign: signal.Signals) -> None:
    async with up(tmp_path) as house:
        await house.heard()
        house.process.send_signal(sign)
        code = await house.end(sign)
        assert code in (0, 128 + sign)  # 0: the first asking was quicker


ANA = "+351912000001"


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest) -> dict[str, str]:
    """What is set so that it has its data in a database of each kind."""
    if request.param == "sqlite":
        return {}
    return {"BELFRY_DATABASE": request.getfixturevalue("postgres_url"), "BELFRY_SECRET_KEY": KEY}


async def test_the_main_job_a_sentence_in_the_chat_arrives_on_the_phone_and_its_ticks_come_back(
    tmp_path: Path, where: dict[str, str]
) -> None:
    async with up(tmp_path, **where) as house:
        await house.heard()
        await house.say("/start")
        await house.told("Hello Olivia")
        await house.say("send 'hello' to Ana in 2 seconds")
        await house.told("#1")
        bubble = await house.shown(ANA, "hello", tick=2)
        assert (bubble["arrivals"], bubble["by"]) == (1, "api")
        await house.say("send 'hello' to Ana tomorrow 9am weekly")
        told = await house.told("#2")
        assert "every" in told.lower()
        assert "09:00" in told
        assert await house.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSTOP])
async def test_valkey_killed_or_frozen_while_running_sending_goes_on(tmp_path: Path, sign: signal.Signals) -> None:
    async with up(tmp_path) as house:
        await house.heard()
        (child,) = Path(f"/proc/{house.process.pid}/task/{house.process.pid}/children").read_text().split()
        os.kill(int(child), sign)
        await house.say("send 'all the same' to Ana in 2 seconds")
        assert (await house.shown(ANA, "all the same"))["arrivals"] == 1
        assert await house.end(signal.SIGTERM) == 0


async def test_asked_to_end_with_a_request_hanging_it_ends_in_time_and_the_delivery_is_unsure(tmp_path: Path) -> None:
    async with up(tmp_path) as house:
        await house.heard()
        async with aiohttp.ClientSession() as http:
            fault = {"name": "hang_before", "count": 1}
            async with http.post(f"{house.world}/waha/control/faults", json=fault) as answer:
                assert answer.status == 200, await answer.text()
        await house.say("send 'in the air' to Ana in 2 seconds")
        await house.until("/waha/control/state", lambda world: world["hanging"] or None)
        assert await house.end(signal.SIGTERM) == 0
        said = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "message", "show", "1", "--json"),
            cwd=tmp_path,
            env=os.environ | {"BELFRY_DATA": str(house.data)},
            stdout=asyncio.subprocess.PIPE,
        )
        shown, _ = await said.communicate()
        assert json.loads(shown)["occurrences"][0]["deliveries"][0]["state"] == "unsure"


async def test_killed_with_a_message_due_it_leaves_after_the_next_start_once(
    tmp_path: Path, where: dict[str, str]
) -> None:
    async with up(tmp_path, **where) as house:
        await house.heard()
        await house.say("send 'after all' to Ana in 3 seconds")
        await house.told("#1")
        await house.end(signal.SIGKILL)
    async with up(tmp_path, **where) as house:
        await house.heard()
        assert (await house.shown(ANA, "after all", tick=2))["arrivals"] == 1
        assert await house.end(signal.SIGTERM) == 0
