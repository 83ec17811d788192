"""Posting webhooks as WAHA does: signed over the raw bytes, each on its own, retried, kept in memory only.

Here: the webhook's settings, delivery with retries, the delivery log. Not here: what the events say (`waha.shapes`) and
when they happen (`waha`). Rules: reference of WAHA 2026.7, "HTTP request WAHA makes".
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from core.sandbox.phones import Watchers
from core.sandbox.underway import Underway
from core.sandbox.waha.faults import Faults

DEFAULT_EVENTS = ("message.any", "message.ack", "session.status")


@dataclass(slots=True)
class Webhook:
    """One subscriber. `delay` seconds between tries, `attempts` retries after the first: WAHA's defaults, constant."""

    url: str
    key: str = field(default="", repr=False)
    events: tuple[str, ...] = DEFAULT_EVENTS
    attempts: int = 15
    delay: float = 2.0

    def wants(self, event: str) -> bool:
        return "*" in self.events or event in self.events

    def as_json(self) -> dict[str, Any]:
        retries = {"policy": "constant", "delaySeconds": self.delay, "attempts": self.attempts}
        secret = {"key": self.key} if self.key else None
        return {"url": self.url, "events": list(self.events), "hmac": secret, "retries": retries, "customHeaders": None}


def webhook_from(data: dict[str, Any]) -> Webhook:
    """A webhook as WAHA's session config spells it, or short: {"url", "key", "events", "delay", "attempts"}."""
    retries = data.get("retries") or {}
    return Webhook(
        url=str(data["url"]),
        key=str((data.get("hmac") or {}).get("key") or data.get("key") or ""),
        events=tuple(data.get("events") or DEFAULT_EVENTS),
        attempts=int(retries.get("attempts", data.get("attempts", 15))),
        delay=float(retries.get("delaySeconds", data.get("delay", 2.0))),
    )


@dataclass(slots=True)
class Posting:
    """One delivery of one event to one subscriber, as it went."""

    event: str
    event_id: str
    request_id: str
    tries: int = 0
    status: int | None = None
    done: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "event": self.event,
            "id": self.event_id,
            "request_id": self.request_id,
            "tries": self.tries,
            "status": self.status,
            "done": self.done,
        }


def sign(raw: bytes, key: str) -> str:
    return hmac.new(key.encode(), raw, hashlib.sha512).hexdigest()


class Hooks(Underway):
    """Sends events to subscribers in the background. Nothing survives the process: that is how WAHA is."""

    def __init__(self, faults: Faults, watchers: Watchers, version: str) -> None:
        super().__init__()
        self._faults = faults
        self._watchers = watchers
        self._agent = f"WAHA/{version}"
        self.log: deque[Posting] = deque(maxlen=500)

    def post(self, webhook: Webhook, event: dict[str, Any]) -> list[asyncio.Task[None]]:
        """Begins to deliver an event; the tasks end with the delivery, done or given up."""
        drop = self._faults.peek("drop")
        if drop is not None and drop.value in (None, "", "*", event["event"]):
            self._faults.take("drop")
            return []
        twice = self._faults.take("duplicate")
        copies = int(twice.value or 2) if twice is not None else 1
        raw = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        return [self.spawn(self._deliver(webhook, event, raw)) for _ in range(copies)]

    def _headers(self, webhook: Webhook, event: dict[str, Any], raw: bytes) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": self._agent,
            "X-Webhook-Request-Id": secrets.token_hex(12),
            "X-Webhook-Timestamp": str(event["timestamp"]),
        }
        if webhook.key:
            key = webhook.key if self._faults.take("bad_hmac") is None else webhook.key + "-wrong"
            headers["X-Webhook-Hmac"] = sign(raw, key)
            headers["X-Webhook-Hmac-Algorithm"] = "sha512"
        return headers

    async def _deliver(self, webhook: Webhook, event: dict[str, Any], raw: bytes) -> None:
        headers = self._headers(webhook, event, raw)  # once: a retry repeats the very same headers
        posting = Posting(str(event["event"]), str(event["id"]), headers["X-Webhook-Request-Id"])
        self.log.append(posting)
        for again in range(webhook.attempts + 1):
            if again:
                await asyncio.sleep(webhook.delay)
            posting.tries += 1
            posting.status = await self._try(webhook.url, raw, headers)
            posting.done = posting.status is not None and 200 <= posting.status < 300
            self._watchers.tell("webhook", posting=posting.as_json())
            if posting.done:
                return

    async def _try(self, url: str, raw: bytes, headers: dict[str, str]) -> int | None:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, sock_connect=10))
        try:
            async with self._session.post(url, data=raw, headers=headers) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, OSError, TimeoutError):
            return None
