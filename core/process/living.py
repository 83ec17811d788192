"""Where installations that share a Valkey see each other: who beats, of which lineage. Lost with it, which proves nothing.

Valkey is not needed for sending; whatever is wrong with it, nobody is seen there. Not here: who is a stranger, and what follows
(`core.dispatch.lineage`).
"""

from __future__ import annotations

from contextlib import suppress

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger()

_FRESH = 30.0
"""Seconds after which who does not beat any more is gone."""


class Living:
    """One connection to the Valkey that a setting names; an embedded one is nobody else's, so nobody is met there."""

    def __init__(self, redis_url: str) -> None:
        self._redis = Redis.from_url(redis_url, socket_timeout=2, socket_connect_timeout=1, decode_responses=True)

    async def others(self, lineage: str) -> dict[str, float]:
        """Who beat lately, and when by Valkey's clock."""
        with suppress(RedisError, OSError, ValueError):
            found, now = await self._redis.hgetall(_key(lineage)), await self._now()
            times = {owner: float(at) for owner, at in found.items()}
            return {owner: at for owner, at in times.items() if now - at < _FRESH}
        return {}

    async def here(self, lineage: str, owner: str) -> None:
        """One beat of a worker; who has been gone for long is forgotten with the whole key."""
        with suppress(RedisError, OSError):
            await self._redis.hset(_key(lineage), owner, str(await self._now()))
            await self._redis.expire(_key(lineage), 86_400)

    async def close(self) -> None:
        with suppress(RedisError, OSError):
            await self._redis.aclose()

    async def _now(self) -> float:
        seconds, micros = await self._redis.time()
        return float(seconds) + float(micros) / 1e6


def _key(lineage: str) -> str:
    return f"belfry:living:{lineage}"
