"""The aiohttp application on the public address: provider webhooks. Further sub-applications come from the entry point.

A webhook is stored, answered, then worked on; the work that a crash cuts off is taken up by the sweep. Not here: what an
event means (`core.receipts`), health and metrics (`core.health`, on the admin address).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

import structlog
from aiohttp import web

from core import receipts
from core.clock import Clock
from core.errors import BadSignature, Refused, Unknown
from storage.errors import StorageError

log = structlog.get_logger()

BODY_LIMIT = 1024 * 1024
_QUEUE = web.AppKey("queue", asyncio.Queue[int])
_CLOCK = web.AppKey("clock", Clock)
_WORK = web.AppKey("work", asyncio.Task[None])


def make_app(clock: Clock, parts: Mapping[str, web.Application] | None = None) -> web.Application:
    """The application; `parts` are mounted under their prefixes ("/telegram")."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app[_CLOCK] = clock
    app.router.add_post("/webhooks/{hook}", take_webhook)
    app.router.add_get("/webhooks/{hook}", greet)
    app.on_startup.append(_start)
    app.on_cleanup.append(_stop)
    for prefix, part in (parts or {}).items():
        app.add_subapp(prefix, part)
    return app


async def take_webhook(request: web.Request) -> web.Response:
    """200 once it is stored, also for what we do not want: a provider retries everything else, for a long time."""
    try:
        raw = await request.read()
        found = await receipts.take_in(request.match_info["hook"], raw, request.headers, request.app[_CLOCK].now())
    except web.HTTPRequestEntityTooLarge:
        return _no(413, "too_large")
    except Unknown:
        return _no(404, "unknown_hook")
    except BadSignature:
        log.warning("bad_signature")
        return _no(401, "bad_signature")
    except Refused:
        return _no(400, "bad_json")
    except StorageError as error:
        log.warning("webhook_not_stored", error=type(error).__name__)
        return _no(503, "try_again")
    for event in found:
        request.app[_QUEUE].put_nowait(event)
    return web.json_response({"ok": True})


async def greet(request: web.Request) -> web.Response:
    """A person or a monitor opened the webhook's address."""
    return web.json_response({"ok": True, "say": "This address takes events by POST."})


def _no(status: int, code: str) -> web.Response:
    return web.json_response({"ok": False, "error": code}, status=status)


async def _start(app: web.Application) -> None:
    app[_QUEUE] = asyncio.Queue()
    app[_WORK] = asyncio.create_task(_work_on(app), name="webhooks")


async def _stop(app: web.Application) -> None:
    """What is left in the queue is in the database, and the sweep finds it."""
    app[_WORK].cancel()
    with suppress(asyncio.CancelledError):
        await app[_WORK]


async def _work_on(app: web.Application) -> None:
    while True:
        event = await app[_QUEUE].get()
        try:
            await receipts.work(event, app[_CLOCK].now())
        except StorageError as error:
            log.warning("event_waits", id=event, error=type(error).__name__)
        except Exception as error:
            log.exception("event_failed", id=event, error=type(error).__name__)
        finally:
            app[_QUEUE].task_done()
