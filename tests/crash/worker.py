"""The process under test: the tick, the lanes and the webhook on one database file. Started by the nursery, killed often.

What it does is what `belfry up` does for the roles worker and web, without Valkey and chat. Its orders come by HTTP on
the webhook's own port: moving the clock, a person's tap on an unsure delivery.
"""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from core import receipts, report
from core.actor import Actor
from core.clock import Clock
from core.commands import Audience, Schedule, When
from core.dispatch.dispatcher import Dispatcher
from core.messages import messages
from core.messages.settling import settle_by_person
from core.recurrence import local
from core.web import make_app
from storage import db
from storage.queries import channels, directory, workspaces
from tests.crash.watch import Point, Watch

Say = Callable[..., None]
Config = dict[str, Any]

ZONE = "Europe/Lisbon"
SECRET = "hook-secret"
HOOK = "hook"
WAHA_KEY = "crash-key"
FERNET = "VGhpcy1rZXktaXMtZm9yLXRlc3RzLW9ubHktMTIzNDU="


async def main(config: Config, say: Say) -> None:
    """One life. `config`: see `tests.crash.lives`."""
    url = config["db"]
    if config.get("migrate"):
        await db.migrate(url)
        return
    await db.open(url, FERNET)
    clock = Clock()
    try:
        if config.get("prepare"):
            await _prepare(config["prepare"], clock)
        if config["aged"]:
            await db.run("update lease set expires_at = expires_at - $1", int(config["aged"] * 1_000_000))
        clock.advance(timedelta(seconds=config["ahead"]))
        watch = _watch(config, say)
        try:
            await asyncio.create_task(_live(config, clock, say))
        finally:
            if config.get("trace"):
                Path(config["trace"]).write_text(json.dumps(watch.counts))
    finally:
        await db.close()
    say("ended")


def _watch(config: Config, say: Say) -> Watch:
    die = Point(**config["die"]) if config.get("die") else None
    watch = Watch(config["modules"], die, lambda: say("dying"))
    watch.install(asyncio.get_running_loop())
    return watch


async def _live(config: Config, clock: Clock, say: Say) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    chores = (receipts.sweep, report.tell_digests, messages.resume_due)
    dispatcher = Dispatcher(clock, lease=config["lease"], chores=chores)
    runner = web.AppRunner(make_app(clock, {"/orders": _orders(clock)}), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", config["port"], reuse_port=True).start()
    say("ready")
    while not stop.is_set():
        await dispatcher.tick()
        say("tick", now=clock.now().timestamp())
        with suppress(TimeoutError):
            async with asyncio.timeout(config["every"]):
                await stop.wait()
    await dispatcher.stop(config["patience"])
    await runner.cleanup()


def _orders(clock: Clock) -> web.Application:
    async def obey(request: web.Request) -> web.Response:
        order = await request.json()
        clock.advance(timedelta(seconds=order.get("advance", 0)))
        for delivery in order.get("not_arrived", ()):
            row = await db.row("select attempts from delivery where id = $1", delivery) or {}
            actor = Actor(1, 1, "owner", ZONE, origin=f"tap:{delivery}:{row['attempts']}")
            await settle_by_person(actor, delivery, False, clock.now())
        return web.json_response({})

    app = web.Application()
    app.router.add_post("/do", obey)
    return app


# --- what a database begins with


async def _prepare(plan: dict[str, Any], clock: Clock) -> None:
    """A clinic with an owner, a channel and contacts, if it is not there, and messages that are due soon."""
    if await db.row("select id from workspace where id = 1") is None:
        await _clinic(plan, clock.now())
    await db.run("update channel set sender = $1", plan["session"])
    for number, one in enumerate(plan["messages"]):
        actor = Actor(1, 1, "owner", ZONE, origin=f"test:{number}")
        due = clock.now() + timedelta(seconds=one["after"])
        rules = tuple(one.get("rules", ()))
        when = When(local(due, ZONE).replace(microsecond=0), ZONE, rules=rules, at=None if rules else due)
        contacts = [await directory.by_phone(1, plan["contacts"][name]) or {} for name in one["to"]]
        audience = Audience(contacts=tuple(row["id"] for row in contacts), everyone=not contacts)
        await messages.schedule(actor, Schedule(audience, one["text"], when), clock.now())


async def _clinic(plan: dict[str, Any], now: datetime) -> None:
    workspace = await workspaces.add("Clinic", ZONE, now, country="PT")
    await workspaces.add_staff(workspace["id"], "Olivia", "owner", "telegram", "1", now)
    await channels.add(
        workspace["id"],
        "clinic",
        "waha",
        plan["waha"],
        WAHA_KEY,
        SECRET,
        HOOK,
        plan["session"],
        now,
        pace=plan["pace"],
        settings={"timeout": plan["timeout"]},
    )
    async with db.transaction():
        for name, phone in plan["contacts"].items():
            await directory.add_contact(workspace["id"], name, phone, now)
