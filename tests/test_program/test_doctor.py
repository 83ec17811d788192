"""`belfry doctor` beside a sandbox."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest
from aiohttp import web

from bot.cli import upkeep
from core.environment import Address
from core.process.datafolder import OUTSIDE_WORLD
from core.process.health import serving
from core.settings import SANDBOX_TOKEN
from tests.databases import migrated


@pytest.mark.parametrize("sandbox", [True, False])
async def test_beside_a_sandbox_the_pretend_telegram_is_asked(
    tmp_path: Path,
    sqlite_template: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sandbox: bool,
) -> None:
    async def me(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": {"username": "belfry_bot"}})

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BELFRY_DATA", str(tmp_path / "data"))
    migrated(tmp_path / "data", sqlite_template)
    if sandbox:
        (tmp_path / "data" / OUTSIDE_WORLD).write_text("{}")
    app = web.Application()
    app.router.add_get(f"/telegram/bot{SANDBOX_TOKEN}/getMe", me)
    async with serving(app, Address("127.0.0.1", 0), "BELFRY_SANDBOX_LISTEN") as at:
        monkeypatch.setenv("BELFRY_SANDBOX_LISTEN", str(at))
        code = await upkeep.doctor(Namespace())
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.split()[1] == "telegram"]
    assert line.split()[0] == ("ok" if sandbox else "fail")
    assert code == (0 if sandbox else 1)
