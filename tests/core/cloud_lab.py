"""A channel at a pretend Cloud API, added to the lab's clinic."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.sandbox.meta.cloud import CloudServer
from storage.queries import accounts, channels
from tests.lab import Lab

PHONE_ID = "106500000000001"


@asynccontextmanager
async def cloud_channel(lab: Lab, **settings: str) -> AsyncIterator[CloudServer]:
    """The channel "cloud"; its webhook posts to the lab."""
    server = CloudServer(phones=lab.waha.phones, now=lab.clock.now)
    server.add_line(PHONE_ID, "+351210000001")
    base = await server.start()
    hook = secrets.token_hex(8)
    kept = accounts.sealed(settings, {"app_secret": server.app_secret})
    await channels.add(
        lab.workspace["id"],
        "cloud",
        "cloud",
        base,
        server.key,
        "verify-me",
        hook,
        PHONE_ID,
        lab.now,
        pace="0s",
        settings={"timeout": 1.5},
        account_settings=kept,
    )
    assert await server.subscribe(f"{lab.url}/webhooks/{hook}", "verify-me")
    try:
        yield server
    finally:
        await lab.dispatcher.stop(3)
        await server.close()
