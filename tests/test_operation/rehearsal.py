"""Runs what docker/compose.yaml would run, as processes: the same commands, the same settings, the same secret files.

What an engine would give is given here otherwise: PostgreSQL and Valkey by their wheels, WAHA and Telegram by the sandbox in a
process of its own, and addresses of this machine instead of service names. Not here: what is expected (the test).
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from ruamel.yaml import YAML

from core.settings import SANDBOX_TOKEN
from tests.ports import own_port

DOCKER = Path(__file__).parents[2] / "docker"


@dataclass
class Container:
    """One service of the compose file, as a process that can be started again."""

    name: str
    command: list[str]
    environ: dict[str, str]
    folder: Path
    grace: float
    process: asyncio.subprocess.Process | None = None
    codes: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    _up: asyncio.Event = field(default_factory=asyncio.Event)
    _hearing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "bot", *self.command),
            cwd=self.folder,
            env=self.environ,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._up.clear()
        self._hearing = asyncio.create_task(self._hear(self.process))

    async def _hear(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        async for line in process.stdout:
            self.said.append(line.decode())
            if "Stop with Ctrl-C" in self.said[-1]:
                self._up.set()
        self._up.set()

    async def ended(self) -> int:
        """Its exit code, once it ended by itself."""
        assert self.process
        assert self._hearing
        self.codes.append(await self.process.wait())
        await self._hearing
        return self.codes[-1]

    async def stop(self) -> float:
        """SIGTERM, as an engine does; the seconds that it took. Longer than its grace is an error: it would be killed."""
        assert self.process
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(self.grace):
            await self.ended()
        return time.monotonic() - began

    async def healthy(self, seconds: float = 90.0) -> float:
        """Asks the image's own health check, once it listens, until it is green; the seconds that it took."""
        began = time.monotonic()
        async with asyncio.timeout(seconds):
            await self._up.wait()
            while True:
                asked = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-P", "-m", "bot.healthy"),
                    cwd=self.folder,
                    env=self.environ,
                    stdout=asyncio.subprocess.DEVNULL,
                )
                if await asked.wait() == 0:
                    return time.monotonic() - began
                assert self.process
                assert self.process.returncode is None, self.said


class Rehearsal:
    """The services of the compose file that are ours, and the outside world that they meet."""

    def __init__(self, folder: Path, database: str, redis: str) -> None:
        self.folder = folder
        self._database, self._redis = database, redis
        self.containers: dict[str, Container] = {}
        self.world = ""
        self._sandbox: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Rehearsal:
        await self._open_world()
        self._make_secrets()
        services = YAML(typ="safe").load(DOCKER / "compose.yaml")["services"]
        self.web = f"http://127.0.0.1:{own_port()}"
        for name, service in services.items():
            if service.get("build"):
                self.containers[name] = self._container(name, service, self.web)
        self.other_web = f"http://127.0.0.1:{own_port()}"
        self.containers["web again"] = self._container("web again", services["web"], self.other_web)
        return self

    async def __aexit__(self, *_: object) -> None:
        for one in (*(container.process for container in self.containers.values()), self._sandbox):
            if one is not None:
                if one.returncode is None:
                    with suppress(ProcessLookupError):
                        one.kill()
                await one.wait()
        for container in self.containers.values():
            if container._hearing:
                await container._hearing

    def _container(self, name: str, service: dict[str, Any], listens: str) -> Container:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("BELFRY_")}
        image = {  # what the Dockerfile sets, and each its own ports, because they share one machine
            "BELFRY_DATA": str(self.folder / "data"),
            "BELFRY_LISTEN": listens.removeprefix("http://"),
            "BELFRY_ADMIN_LISTEN": f"127.0.0.1:{own_port()}",
            "BELFRY_TELEGRAM_API": f"{self.world}/telegram",
        }
        said = {key: self._here(value) for key, value in service["environment"].items()}
        grace = float(service["stop_grace_period"].removesuffix("s"))
        return Container(name, service["command"], clean | image | said, self.folder, grace)

    def _here(self, value: str) -> str:
        """A value of the compose file on this machine."""
        value = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)
        value = value.replace("/run/secrets/", f"{self.folder}/docker/secrets/")
        return {"redis://valkey:6379": self._redis, "http://web:8080": self.web}.get(value, value)

    def _make_secrets(self) -> None:
        made = self.folder / "docker"
        made.mkdir()
        shutil.copy(DOCKER / "secrets.sh", made)
        code = os.spawnlp(os.P_WAIT, "sh", "sh", "-c", f"sh {made}/secrets.sh {SANDBOX_TOKEN} >/dev/null")
        assert code == 0
        url = made / "secrets" / "database_url"
        url.chmod(0o600)
        url.write_text(self._database)

    async def _open_world(self) -> None:
        self._sandbox = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "bot", "sandbox"),
            cwd=self.folder,
            env={key: value for key, value in os.environ.items() if not key.startswith("BELFRY_")}
            | {"BELFRY_SANDBOX_LISTEN": "127.0.0.1:0"},
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._sandbox.stdout
        found = re.search(r"http://\S+", (await self._sandbox.stdout.readline()).decode())
        assert found
        self.world = found[0]

    async def belfry(self, *words: str) -> str:
        """A command beside them, as `docker compose exec web belfry …`; what it printed."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "bot", *words),
            cwd=self.folder,
            env=self.containers["web"].environ,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        return out.decode()

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Asks the pretend outside world."""
        async with aiohttp.ClientSession() as http, http.request(method, self.world + path, json=body) as answer:
            assert answer.status < 400, await answer.text()
            return await answer.json()

    async def until(self, so: Callable[[], Awaitable[Any]], seconds: float = 120.0) -> Any:
        """Asks whenever something changes in the outside world, until `so` gives something true, and gives that."""
        async with (
            asyncio.timeout(seconds),
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as http,
            http.get(f"{self.world}/live") as changes,
        ):
            while not (found := await so()):
                with suppress(TimeoutError):  # what we wait for may come a little later than the change it follows from
                    async with asyncio.timeout(0.5):
                        await changes.content.readline()
            return found

    async def said(self, person: int, after: int = 0) -> list[dict[str, Any]]:
        """What the bot told a person in the chat, as it reads now."""
        found = await self.ask("GET", f"/control/telegram/chat?user_id={person}&after={after}")
        return [one for one in found["messages"] if one["from"]["is_bot"]]

    async def connect_waha(self, key: str, session: str) -> None:
        """Adds the channel and tells WAHA where to post, as the README says; here to either web, so that both hear of all."""
        added = json.loads(
            await self.belfry(
                *("channel", "add", "clinic", "--gateway", "waha", "--url", f"{self.world}/waha", "--key", key),
                *("--session", session, "--pace", "0s", "--json"),
            )
        )
        urls = [added["webhook_url"], added["webhook_url"].replace(self.web, self.other_web)]
        hooks = [{"url": url, "hmac": {"key": added["webhook_secret"]}} for url in urls]
        await self.ask("POST", f"/waha/control/sessions/{session}", {"webhooks": hooks})
