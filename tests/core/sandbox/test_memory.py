"""The pretend outside world over a restart: as little forgets it as the real one does."""

from __future__ import annotations

import json
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from core.sandbox import memory
from core.sandbox.app import Sandbox
from core.sandbox.phones import Tick
from core.sandbox.telegram.server import OLIVIA, SAM
from tests.core.sandbox.telegram_bench import hang_up, make_bot
from tests.core.sandbox.test_sandbox_app import ANA, PNG, TOKEN, Opened, opened, send_whatsapp


def life(tmp_path: Path) -> AbstractAsyncContextManager[Opened]:
    return opened(memory=tmp_path / "world.json", advance=lambda _seconds: "2026-07-24T09:00:00+01:00")


async def test_chats_phones_and_the_time_are_as_before(tmp_path: Path) -> None:
    async with life(tmp_path) as world:
        bot = make_bot(world.serving.telegram_api)
        try:
            said = await bot.send_message(OLIVIA, "<b>ready</b>")
        finally:
            await hang_up(bot)
        world.sandbox.telegram.send_file(SAM, "week.png", PNG)
        await send_whatsapp(world, ANA, "hello")
        world.sandbox.waha.answer(ANA, "hi")
        world.sandbox.waha.switch(ANA, False)
        await world.post("/control/time", {"seconds": 3600})
        before = world.sandbox.page.snapshot()
    async with life(tmp_path) as world:
        after = world.sandbox.page.snapshot()
        assert after["staff"] == before["staff"]
        assert after["waha"]["phones"] == before["waha"]["phones"]
        assert world.sandbox.ahead == 3600
        (picture,) = world.sandbox.telegram.world.files
        async with world.http.get(f"{world.serving.url}/picture/{picture}") as answer:
            assert await answer.read() == PNG
        assert world.sandbox.telegram.write(OLIVIA, "and on") > said.message_id + 1
        assert (await world.post("/waha/control/phones/%2B351912000001/switch", {"on": True}))[0] == 200
        world.sandbox.waha.open_chat(ANA)
        assert world.sandbox.waha.phones.get(ANA).bubbles[0].tick == Tick.READ, "sent in one life, read in the next"


async def test_what_the_bot_had_not_taken_yet_is_still_there(tmp_path: Path) -> None:
    async with life(tmp_path) as world:
        world.sandbox.telegram.write(OLIVIA, "list")
        (update,) = world.sandbox.telegram.world.updates.peek()
    async with life(tmp_path) as world:
        assert world.sandbox.telegram.world.updates.peek() == [update]
        world.sandbox.telegram.write(OLIVIA, "help")
        assert world.sandbox.telegram.world.updates.peek()[1]["update_id"] > update["update_id"]


async def test_what_happens_is_written_while_it_goes_on_not_only_at_the_end(tmp_path: Path) -> None:
    async with life(tmp_path) as world, world.live() as tab:
        await tab.next("snapshot")
        await send_whatsapp(world, ANA, "hello")
        await tab.next("change", what="tick")
        await send_whatsapp(world, ANA, "again")
        while "again" not in (tmp_path / "world.json").read_text(encoding="utf-8"):
            world.sandbox.telegram.write(OLIVIA, "time passes")
            await tab.next("change", kind="message")


async def test_time_that_was_moved_is_written_before_anybody_hears_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large world is written seldom; a kill after a move turned the time back."""
    monkeypatch.setattr(memory, "PAUSE", 3600.0)
    async with life(tmp_path) as world:
        for hours in (1, 2):
            await world.post("/control/time", {"seconds": 3600})
            assert json.loads((tmp_path / "world.json").read_text(encoding="utf-8"))["ahead"] == hours * 3600


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"version": 99}', "null"])
async def test_a_memory_that_cannot_be_read_begins_anew(tmp_path: Path, kept: str) -> None:
    (tmp_path / "world.json").write_text(kept, encoding="utf-8")
    async with life(tmp_path) as world:
        assert world.sandbox.page.snapshot()["staff"][0]["messages"] == []
        world.sandbox.telegram.write(OLIVIA, "hello")
    assert json.loads((tmp_path / "world.json").read_text(encoding="utf-8"))["version"] == 1


async def test_without_a_memory_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened() as world:
        world.sandbox.telegram.write(OLIVIA, "hello")
    assert list(tmp_path.iterdir()) == []
    assert isinstance(world, Opened)
    assert Sandbox(token=TOKEN, waha_key="k", session="clinic").ahead == 0
