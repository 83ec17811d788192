"""The aiohttp application on the public address: provider webhooks, an outside cron's call. Further sub-applications come
from the entry point.

A webhook is stored, answered, then worked on; the work that a crash cuts off is taken up by the sweep. Not here: what an
event means (`core.receipts`), health and metrics (`core.process.health`, on the admin address).
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web

from core import receipts
from core.clock import Clock
from core.errors import BadSignature, Refused, Unknown
from core.gateways.base import Call
from core.media import media
from storage.errors import StorageError

log = structlog.get_logger()

_AT_ONCE = 200
_REST = 0.05
"""Seconds between the beginnings of two rounds of work: by then more has come, and a round costs the same for one and for many.
What comes after a quiet moment is worked on at once, and nobody's answer waits for this."""

BODY_LIMIT = 4 * 1024 * 1024
"""The most that any kind of gateway takes; most take less (`Kind.body_limit`)."""
Handler = Callable[[web.Request], Awaitable[web.Response]]
_QUEUE = web.AppKey("queue", asyncio.Queue[dict[str, Any]])
_INTAKE = web.AppKey("intake", receipts.Intake)
_CLOCK = web.AppKey("clock", Clock)
_WORK = web.AppKey("work", asyncio.Task[None])
_ROUNDS = web.AppKey("rounds", set[asyncio.Task[None]])


@dataclass(frozen=True, slots=True)
class Cron:
    """What an outside cron may start by HTTP: one round of dispatch. `token`: the bearer token it must bring."""

    token: str
    round: Callable[[], Awaitable[None]]


def make_app(
    clock: Clock, parts: Mapping[str, web.Application] | None = None, cron: Cron | None = None
) -> web.Application:
    """The application; `parts` are mounted under their prefixes ("/telegram"). Without `cron` its URL answers 404."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app[_CLOCK] = clock
    app.router.add_post("/webhooks/{hook}", take_webhook)
    app.router.add_post("/webhooks/{hook}/{event}", take_webhook)  # a provider may append the name of the event
    app.router.add_get("/webhooks/{hook}", greet)
    app.router.add_get("/media/{key}", give_file)
    if cron is not None:
        app.router.add_post("/cron/dispatch", _cron(cron))
        app[_ROUNDS] = set()
    app.on_startup.append(_start)
    app.on_cleanup.append(_stop)
    for prefix, part in (parts or {}).items():
        app.add_subapp(prefix, part)
    return app


async def take_webhook(request: web.Request) -> web.Response:
    """200 once it is stored, also for what we do not want: a provider retries everything else, for a long time."""
    try:
        raw = await request.read()
        found = await request.app[_INTAKE].take_in(request.match_info["hook"], _call(request, raw))
    except web.HTTPRequestEntityTooLarge:
        return _no(413, "too_large")
    except Unknown:
        return _no(404, "unknown_hook")
    except BadSignature:
        log.warning("bad_signature")
        return _no(401, "bad_signature")
    except Refused as refused:
        return _no(413 if refused.code == "too_large" else 400, refused.code)
    except StorageError as error:
        log.warning("webhook_not_stored", error=type(error).__name__)
        return _no(503, "try_again")
    for event in found:
        request.app[_QUEUE].put_nowait(event)
    return web.json_response({"ok": True})


async def greet(request: web.Request) -> web.Response:
    """A provider that makes sure of us gets its answer; a person or a monitor who opened the address, a word about it.

    Plain text that no browser takes for a page: what is given back is what anybody may have written into the address.
    """
    if not request.query:
        return web.json_response({"ok": True, "say": "This address takes events by POST."})
    try:
        said = await receipts.greet(request.match_info["hook"], _call(request, b""))
    except StorageError as error:
        log.warning("greeting_not_answered", error=type(error).__name__)
        return _no(503, "try_again")
    if said is None:
        return _no(403, "not_you")
    return web.Response(text=said, headers={"X-Content-Type-Options": "nosniff"})


async def give_file(request: web.Request) -> web.Response:
    """A file of a message, for a provider that takes none but by its address; never shown as a page of this origin."""
    try:
        row = await media.by_key(request.match_info["key"])
    except StorageError as error:
        log.warning("file_not_given", error=type(error).__name__)
        return _no(503, "try_again")
    if row is None:
        return _no(404, "unknown_file")
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment", "Cache-Control": "no-store"}
    return web.Response(body=bytes(row["data"]), content_type=row["mime"], headers=headers)


def _call(request: web.Request, raw: bytes) -> Call:
    return Call.of(raw, request.headers, request.app[_CLOCK].now(), request.query)


def _cron(cron: Cron) -> Handler:
    """Answers 202 at once; the round goes on behind it, never two of them here (nor elsewhere: `core.dispatch.once`)."""

    async def start(request: web.Request) -> web.Response:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        right = hmac.compare_digest(given.strip().encode(errors="replace"), cron.token.encode())
        if scheme.casefold() != "bearer" or not right:  # the scheme is in any case: RFC 9110, 11.1
            return _no(401, "bad_token")
        rounds = request.app[_ROUNDS]
        if not rounds:
            task = asyncio.create_task(_safely(cron.round), name="cron")
            rounds.add(task)
            task.add_done_callback(rounds.discard)
            return web.json_response({"ok": True, "say": "A round has begun."}, status=202)
        return web.json_response({"ok": True, "say": "A round is under way already."}, status=202)

    return start


async def _safely(round_of_dispatch: Callable[[], Awaitable[None]]) -> None:
    try:
        await round_of_dispatch()
    except StorageError as error:
        log.warning("cron_round_broke_off", error=type(error).__name__)
    except Exception as error:
        log.exception("cron_round_failed", error=type(error).__name__)


def _no(status: int, code: str) -> web.Response:
    return web.json_response({"ok": False, "error": code}, status=status)


async def _start(app: web.Application) -> None:
    app[_QUEUE] = asyncio.Queue()
    app[_INTAKE] = receipts.Intake()
    app[_WORK] = asyncio.create_task(_work_on(app), name="webhooks")


async def _stop(app: web.Application) -> None:
    """What is left in the queue is in the database, and the sweep finds it."""
    tasks = [app[_WORK], *app.get(_ROUNDS, ())]
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task


async def _work_on(app: web.Application) -> None:
    queue, loop = app[_QUEUE], asyncio.get_running_loop()
    while True:
        found = [await queue.get()]
        while not queue.empty() and len(found) < _AT_ONCE:
            found.append(queue.get_nowait())
        began = loop.time()
        try:
            await receipts.work_all(found, app[_CLOCK].now())
        except StorageError as error:
            log.warning("events_wait", ids=[event["id"] for event in found], error=type(error).__name__)
        except Exception as error:
            log.exception("events_failed", ids=[event["id"] for event in found], error=type(error).__name__)
        if queue.qsize() < _AT_ONCE:
            await asyncio.sleep(began + _REST - loop.time())
