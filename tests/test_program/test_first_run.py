"""A new user's first hour, by processes: `belfry sandbox` plays the outside world on its own ports, and `belfry up` has a token
and nothing else."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.seed import SANDBOX_KEY, SANDBOX_SESSION
from core.channels.connecting import in_container
from core.sandbox.telegram.server import labels
from core.settings import SANDBOX_TOKEN
from tests.test_program.test_up import ANY, Up

PHONE = "+351912000001"


@asynccontextmanager
async def started(folder: Path, *words: str, **environ: str) -> AsyncIterator[asyncio.subprocess.Process]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BELFRY_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=folder,
        env=clean | environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line_with(process: asyncio.subprocess.Process, part: str) -> str:
    assert process.stdout
    async for line in process.stdout:
        if part in (said := line.decode()):
            return said
    assert process.stderr
    raise AssertionError((await process.stderr.read()).decode())


class Newcomer(Up):
    """Up, but the world is another process."""

    address = ""

    @property
    def world(self) -> str:
        return self.address

    async def tap(self, label: str, staff: int = 1001) -> None:
        """Taps the newest button of that label, once it is there."""

        def look(found: dict[str, Any]) -> int | None:
            shown = [one["message_id"] for one in found["messages"] if label in labels(one)]
            return shown[-1] if shown else None

        body = {"user_id": staff, "button": label}
        body["message_id"] = await self.until(f"/control/telegram/chat?user_id={staff}", look)
        async with (
            aiohttp.ClientSession() as http,
            http.post(self.world + "/control/telegram/tap", json=body) as answer,
        ):
            assert answer.status == 200, await answer.text()

    async def asks(self, text: str, part: str) -> str:
        """Writes, and gives the bot's answer that holds these words."""
        await self.say(text)
        return await self.told(part)


async def test_from_a_token_alone_to_the_first_message(tmp_path: Path) -> None:
    async with started(tmp_path, "sandbox", BELFRY_SANDBOX_LISTEN=ANY) as outside:
        found = re.search(r"http://\S+", await line_with(outside, "pretend outside world is at"))
        assert found
        world = found[0]
        environ = {"BELFRY_TELEGRAM_TOKEN": SANDBOX_TOKEN, "BELFRY_TELEGRAM_API": f"{world}/telegram"}
        environ |= {"BELFRY_LISTEN": ANY, "BELFRY_ADMIN_LISTEN": ANY}
        async with started(tmp_path, "up", **environ) as house:
            me = Newcomer(house, tmp_path / ".belfry")
            me.address = world
            await me.heard()
            assert "belfry invite --role owner" in "".join(me.said)
            await me.asks("/start", "Nobody owns me yet")
            async with started(tmp_path, "invite", "--role", "owner") as invite:
                code = (await line_with(invite, "/start")).strip()
            await me.asks(code, "Shall we connect it now?")
            await me.asks("add channel", "Which gateway do you use?")
            await me.asks("waha", "address of the WAHA server")
            await me.say(f"{world}/waha")
            if in_container():  # there it asks whether localhost is meant
                await me.tap("Use it all the same")
            await me.told("WAHA's API key")
            await me.asks(SANDBOX_KEY, "I have deleted your message with the key")
            await me.asks(SANDBOX_SESSION, "What shall we call this number?")
            await me.asks("main", "It works: this is the number")
            await me.tap("Set it for me")
            await me.told("The first event came: it works.")
            await me.asks(PHONE, "Shall I send")
            await me.tap("Send it")
            await me.shown(PHONE, "Hello from Belfry. It works.", tick=2)
            assert SANDBOX_KEY.encode() not in b"".join(
                file.read_bytes() for file in (tmp_path / ".belfry").iterdir() if file.is_file()
            )
