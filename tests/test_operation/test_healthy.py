"""`python -m bot.healthy`: what a container asks to know whether its role can work."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot import healthy
from core.environment import Address
from core.process.health import Check, make_admin_app, serving


async def fine() -> None:
    return None


async def broken() -> None:
    raise ConnectionError


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("check", "code", "said"), [(fine, 0, "database: ok"), (broken, 1, "ConnectionError")])
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
async def test_it_says_what_the_role_says_of_itself(
    check: Check,
    code: int,
    said: str,
    host: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with serving(make_admin_app({"database": check}), Address(host, 0), "BELFRY_ADMIN_LISTEN") as at:
        monkeypatch.setenv("BELFRY_ADMIN_LISTEN", str(at))
        assert await asyncio.to_thread(healthy.main) == code
    assert said in capsys.readouterr().out


def test_nobody_there_is_not_healthy(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("BELFRY_ADMIN_LISTEN", "127.0.0.1:1")
    assert healthy.main() == 1
    assert "does not answer" in capsys.readouterr().out


def test_a_bad_setting_is_not_healthy_and_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BELFRY_ADMIN_LISTEN", "nonsense")
    assert healthy.main() == 1
    assert "BELFRY_ADMIN_LISTEN" in capsys.readouterr().out
