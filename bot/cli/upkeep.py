"""`belfry migrate` and `belfry doctor`."""

from __future__ import annotations

import asyncio
import os
from argparse import Namespace
from collections.abc import Awaitable, Callable

from bot.cli.edge import DONE, FAILED, sentence
from core.environment import FROM_FILES
from core.errors import BadSetting
from core.gateways.base import Health
from core.process import datafolder, valkey
from core.process.valkey import binary
from core.settings import Settings, mask_url

KNOWN = {f"BELFRY_{name.upper()}" for name in Settings.__dataclass_fields__} | {"BELFRY_CHANNEL_KEY"}
KNOWN |= {f"BELFRY_{name}_FILE" for name in FROM_FILES}


async def migrate(_args: Namespace) -> None:
    from storage import db

    settings = Settings.read()
    datafolder.prepare(settings.data)
    datafolder.secret_key(settings)
    await db.migrate(settings.database)
    print(f"{mask_url(settings.database)} is at this version.")


async def doctor(_args: Namespace) -> int:
    """A line for each thing, "ok" or what is wrong with it. Changes nothing."""
    settings = _as_it_runs(Settings.read())
    checks: list[tuple[str, Callable[[Settings], Awaitable[str]]]] = [
        ("settings", _settings),
        ("database", _database),
        ("redis", _redis),
        ("telegram", _telegram),
    ]
    fine = [await _line(name, check(settings)) for name, check in checks]
    if fine[1]:
        fine += await _channels(settings)
    return DONE if all(fine) else FAILED


def _as_it_runs(settings: Settings) -> Settings:
    """Beside a sandbox, whose folder it is: `up --sandbox` took the pretend Telegram whatever the settings say."""
    pretend = settings.telegram_token is None and (settings.data / datafolder.OUTSIDE_WORLD).exists()
    return Settings.read(sandbox=True) if pretend else settings


async def _line(name: str, check: Awaitable[str]) -> bool:
    try:
        async with asyncio.timeout(20):
            told = await check
    except Exception as e:
        told = "no answer within 20 s." if isinstance(e, TimeoutError) else sentence(e)
        print(f"fail  {name:<20} {told}")
        return False
    print(f"ok    {name:<20} {told}")
    return True


async def _settings(settings: Settings) -> str:
    unknown = [name for name in os.environ if name.startswith("BELFRY_") and name not in KNOWN and "_TEST_" not in name]
    if unknown:
        raise BadSetting("unknown", name=", ".join(sorted(unknown)), hint="no such setting; is it spelt right?")
    datafolder.secret_key(settings)
    return f"data in {settings.data}"


async def _database(settings: Settings) -> str:
    from storage import db
    from storage.queries import workspaces

    file = datafolder.sqlite_path(settings.database)
    if file is not None and not file.exists():
        raise BadSetting("missing", name="BELFRY_DATABASE", hint=f"{file} is not there yet; `belfry up` makes it")
    try:
        await db.open(settings.database, datafolder.secret_key(settings))
        found = await workspaces.every()
    finally:
        await db.close()
    return f"{mask_url(settings.database)}, {len(found)} workspace(s)"


async def _redis(settings: Settings) -> str:
    if settings.redis is None:
        if await valkey.answers(valkey.socket_path(settings.data)):
            return "the embedded Valkey is running"
        return f"embedded; `belfry up` starts {binary().name}"
    from core.worker import answers

    await answers(settings.redis)
    return mask_url(settings.redis)


async def _telegram(settings: Settings) -> str:
    token = settings.require_token()
    from aiohttp import ClientError, ClientSession, ClientTimeout

    api = settings.telegram_api or "https://api.telegram.org"
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=10)) as http,
            http.get(f"{api}/bot{token}/getMe") as answer,
        ):
            told = await answer.json(content_type=None)
    except (ClientError, OSError, TimeoutError, ValueError) as e:
        hint = f"{api} cannot be reached ({type(e).__name__})"
        raise BadSetting("away", name="BELFRY_TELEGRAM_API", hint=hint) from None  # its message may hold the token
    if not told.get("ok"):
        raise BadSetting("bad_value", name="BELFRY_TELEGRAM_TOKEN", hint=f"Telegram says {told.get('description')}")
    return f"@{told['result'].get('username')} at {api}"


async def _channels(settings: Settings) -> list[bool]:
    from core.channels import channels
    from core.clock import Clock
    from storage import db
    from storage.queries import channels as store
    from storage.queries import workspaces

    async def look(workspace: int, name: str) -> str:
        found = await channels.check(workspace, name, Clock().now())
        if found.health is not Health.WORKING:
            hint = f"the channel is {found.health}" + (f" ({found.reason})" if found.reason else "")
            raise BadSetting("channel", name=name, hint=hint)
        return " ".join(word for word in ("working", found.number, found.engine, found.version) if word)

    fine = []
    try:
        await db.open(settings.database, datafolder.secret_key(settings))
        for workspace in await workspaces.every():
            names = [row["name"] for row in await store.every(workspace["id"])]
            fine += [await _line(f"channel {name}", look(workspace["id"], name)) for name in names]
    finally:
        await db.close()
    return fine
