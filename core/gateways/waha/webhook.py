"""Telling a WAHA session where to post its events: `GET` its config, add our webhook, `PUT` it back.

Section 2.1 of the contract page: `PUT` restarts a running session, so this is done once, when a person asks for it. Everything
else in the config stays: other webhooks, metadata, the engine's own settings. Not here: events (`waha.events`).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from core.gateways.wire import MayHaveLeftError, NeverLeftError, Wire

EVENTS = ("message.any", "message.ack", "session.status")


async def set_webhook(wire: Wire, path: str, url: str, secret: str) -> str:
    """`path`: the session's. "" when WAHA took it, else a reason code."""
    try:
        told = await wire.ask("GET", path)
        if told.status != 200:
            return _reason(told.status)
        session = told.json()
        config = session.get("config") if isinstance(session, dict) else None
        body = {"config": with_webhook(config if isinstance(config, dict) else {}, url, secret)}
        answer = await wire.ask("PUT", path, json=body)
    except (NeverLeftError, MayHaveLeftError) as gone:
        return str(gone)
    return "" if answer.status in (200, 201) else _reason(answer.status)


def with_webhook(config: dict[str, Any], url: str, secret: str) -> dict[str, Any]:
    """The config with our webhook in it, once: one that posts to the same path is replaced."""
    hooks = [one for one in config.get("webhooks") or [] if isinstance(one, dict) and not _same(one.get("url"), url)]
    ours = {
        "url": url,
        "events": list(EVENTS),
        "hmac": {"key": secret},
        "retries": {"policy": "exponential", "delaySeconds": 2, "attempts": 8},
    }
    return config | {"webhooks": [*hooks, ours]}


def _same(known: Any, url: str) -> bool:
    """The hook in the path is unguessable: another host with the same path is an older address of ours."""
    return isinstance(known, str) and urlsplit(known).path == urlsplit(url).path


def _reason(status: int) -> str:
    if status == 401:
        return "bad_key"
    if status == 403:
        return "key_may_not"
    return "unknown_session" if status == 404 else f"http_{status}"
