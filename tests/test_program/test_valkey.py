"""The embedded Valkey: private, without TCP, kept running, and gone with its parent."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from redis.asyncio import Redis

from core.errors import BadSetting
from core.process import logs, valkey
from core.process.valkey import EmbeddedValkey
from tests.patience import LONG_ENOUGH


async def answering(path: Path) -> None:
    while not await valkey.answers(path):
        await asyncio.sleep(0)


async def gone(path: Path) -> None:
    while await valkey.answers(path):
        await asyncio.sleep(0)


async def test_it_listens_on_a_private_socket_and_on_no_port(valkey: EmbeddedValkey, tmp_path: Path) -> None:
    async with Redis.from_url(valkey.url) as redis:
        assert (await redis.config_get("port"))["port"] == "0"
        assert await redis.set("a", "1")
    assert (tmp_path / "valkey").stat().st_mode & 0o777 == 0o700
    assert Path(valkey.url.removeprefix("unix://")).stat().st_mode & 0o777 == 0o700


async def test_killed_it_is_started_again(valkey: EmbeddedValkey) -> None:
    first = valkey.pid
    assert first
    os.kill(first, signal.SIGKILL)
    async with asyncio.timeout(LONG_ENOUGH):
        while valkey.pid in (None, first):
            await asyncio.sleep(0)
        await answering(Path(valkey.url.removeprefix("unix://")))


async def test_left_it_is_gone_and_leaves_no_socket(tmp_path: Path) -> None:
    async with EmbeddedValkey(tmp_path) as server:
        assert await valkey.running(tmp_path) == server.url
    assert not valkey.socket_path(tmp_path).exists()
    with pytest.raises(BadSetting) as e:
        await valkey.running(tmp_path)
    assert e.value.values["name"] == "BELFRY_REDIS"


async def test_frozen_it_still_can_be_left(tmp_path: Path) -> None:
    async with asyncio.timeout(LONG_ENOUGH), EmbeddedValkey(tmp_path) as server:
        assert server.pid
        os.kill(server.pid, signal.SIGSTOP)


async def test_a_folder_with_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 25)
    folder.mkdir()
    async with EmbeddedValkey(folder) as server:
        path = Path(server.url.removeprefix("unix://"))
        assert len(os.fsencode(path)) <= 100
        assert path.parent.stat().st_mode & 0o777 == 0o700
        assert await valkey.running(folder) == server.url
    assert not path.parent.exists()


PARENT = f"""
import asyncio, sys
from pathlib import Path
from {logs.__name__} import configure
from {valkey.__name__} import EmbeddedValkey, pipe_guard
configure()
async def main():
    async with EmbeddedValkey(Path(sys.argv[1]), guard=pipe_guard if sys.argv[2] == "pipe" else None) as server:
        print(server.url, flush=True)
        await asyncio.Event().wait()
asyncio.run(main())
"""


@pytest.mark.parametrize("way", ["platform", "pipe"])
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
async def test_it_dies_with_its_parent_however_that_ends(tmp_path: Path, way: str, sign: signal.Signals) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, str(tmp_path), way, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout
    path = Path((await parent.stdout.readline()).decode().strip().removeprefix("unix://"))
    try:
        assert await valkey.answers(path)
    finally:
        parent.send_signal(sign)
        await parent.wait()
    async with asyncio.timeout(LONG_ENOUGH):
        await gone(path)
