"""One job for each message, as one would write it with a queue and an ORM, beside the lane: same rows, same gateway, as many
at once.

The job loads the delivery with the ORM, posts it and saves it: once, after the answer, so that a job that is killed sends it
again or never, which the lane does not. Jobs are queued beforehand, and that time does not count. APScheduler is in no lock
of ours: it is taken up where it is installed, with SQLAlchemy.
"""

from __future__ import annotations

import asyncio
import importlib
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
from arq import create_pool
from arq.connections import RedisSettings
from arq.worker import Worker, func

from core.dispatch.lane import MOST_IN_FLIGHT
from core.process.valkey import EmbeddedValkey
from storage import db
from storage.models import Delivery
from tests.bench.dispatch import durable
from tests.bench.gateway import running
from tests.bench.stage import Stage, open_stage

_UNSENT = (
    "update delivery set state = 'planned', token = null, provider_id = null, sending_at = null, sent_at = null, fence = 0,"
    " attempts = 0, text = null, to_phone = null"
)


class _Job:
    """What each rival does with one delivery."""

    gateway = ""
    session: aiohttp.ClientSession
    turns: asyncio.Semaphore
    done = 0

    @classmethod
    async def run(cls, delivery: int) -> None:
        row: Any = await Delivery.get(id=delivery).select_related("contact", "message")
        body = {"session": "clinic0", "chatId": row.contact.phone, "text": row.message.text, "id": f"job{delivery}"}
        async with cls.session.post(f"{cls.gateway}/api/sendText", json=body) as answer:
            told = await answer.json()
        row.state, row.provider_id, row.sent_at = "sent", told["key"]["id"], row.slot_at
        await row.save()
        cls.done += 1


async def in_arq(_ctx: Any, delivery: int) -> None:
    await _Job.run(delivery)


async def in_apscheduler(delivery: int) -> None:
    async with _Job.turns:
        await _Job.run(delivery)


async def measure(url: str, count: int) -> str:
    with running() as gateway:
        async with open_stage(url, gateway) as stage:
            ours = await durable(stage, count)
            ids = [row["id"] for row in await db.rows("select id from delivery order by id")]
            _Job.gateway, _Job.turns = gateway, asyncio.Semaphore(MOST_IN_FLIGHT)
            connector = aiohttp.TCPConnector(limit=0)
            async with aiohttp.ClientSession(connector=connector) as _Job.session:
                figures = {"arq": await _arq(ids), "APScheduler": await _apscheduler(stage, ids)}
    told = [f"{count / ours:.0f}/s"]
    for name, took in figures.items():
        told.append(f"{took / ours:.1f} times {name} ({count / took:.0f}/s)" if took else f"{name} is not installed")
    return "; ".join(told)


async def _arq(ids: list[int]) -> float:
    await db.run(_UNSENT)
    with tempfile.TemporaryDirectory(prefix="belfry-bench-") as folder:
        async with EmbeddedValkey(Path(folder)) as valkey:
            settings = RedisSettings.from_dsn(valkey.url)
            pool = await create_pool(settings)
            for one in ids:
                await pool.enqueue_job("in_arq", one)
            worker = Worker(
                [func(in_arq, keep_result=0)],  # type: ignore[list-item]
                redis_pool=pool,
                burst=True,
                max_jobs=MOST_IN_FLIGHT,
                poll_delay=0.01,
                handle_signals=False,
            )
            _Job.done = 0
            began = time.perf_counter()
            await worker.main()
            took = time.perf_counter() - began
            await worker.close()
    assert _Job.done == len(ids), f"{_Job.done} of {len(ids)}"
    return took


async def _apscheduler(stage: Stage, ids: list[int]) -> float | None:
    """None: it is not installed."""
    try:
        schedulers = importlib.import_module("apscheduler.schedulers.asyncio")
        stores = importlib.import_module("apscheduler.jobstores.sqlalchemy")
    except ImportError:
        return None
    await db.run(_UNSENT)
    with tempfile.TemporaryDirectory(prefix="belfry-bench-") as folder:
        store = stores.SQLAlchemyJobStore(url=f"sqlite:///{Path(folder) / 'jobs.db'}")
        scheduler = schedulers.AsyncIOScheduler(jobstores={"default": store}, timezone="UTC")
        scheduler.start(paused=True)
        due = stage.clock.now() - timedelta(seconds=1)
        for one in ids:
            scheduler.add_job(in_apscheduler, "date", run_date=due, args=[one], misfire_grace_time=None)
        _Job.done = 0
        began = time.perf_counter()
        scheduler.resume()
        while _Job.done < len(ids):
            await asyncio.sleep(0.01)
        took = time.perf_counter() - began
        scheduler.shutdown()
    return took
