"""Telling an instance of Evolution API where to post its events. Rules: section B4 of the contract page.

An instance has one webhook only, and setting it replaces what is there: somebody else's is left alone, and said. (`find` is not
on the page; its answer is `null`, or the webhook.) Not here: events (`evolution.events`), known calls (`evolution.door`).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from core.gateways.reading import mapping_in, text_in
from core.gateways.wire import MayHaveLeftError, NeverLeftError, Wire

EVENTS = (
    *("MESSAGES_UPSERT", "MESSAGES_UPDATE", "SEND_MESSAGE", "CONNECTION_UPDATE"),
    *("QRCODE_UPDATED", "STATUS_INSTANCE", "LOGOUT_INSTANCE", "REMOVE_INSTANCE"),
)
_FEWER = EVENTS[:5]
"""Versions differ in the names that they know, and refuse the whole for one that they do not."""


async def set_webhook(wire: Wire, instance: str, url: str, secret: str) -> str:
    """`instance` is quoted. "" when Evolution took it, else a reason code."""
    try:
        found = await wire.ask("GET", f"/webhook/find/{instance}")
        if found.status != 200:
            return _reason(found.status)
        told = found.json()
        known = text_in(told, "url") or text_in(told, "webhook", "url")
        on = (mapping_in(told, "webhook") or mapping_in(told)).get("enabled") is not False
        if known and on and urlsplit(known).path != urlsplit(url).path:
            return "webhook_taken"
        for events in (EVENTS, _FEWER):
            webhook = {
                "enabled": True,
                "url": url,
                "byEvents": False,
                "base64": False,
                "headers": {"authorization": f"Bearer {secret}"},
                "events": list(events),
            }
            answer = await wire.ask("POST", f"/webhook/set/{instance}", json={"webhook": webhook})
            if answer.status != 400:
                break
    except (NeverLeftError, MayHaveLeftError) as gone:
        return str(gone)
    return "" if answer.status in (200, 201) else _reason(answer.status)


def _reason(status: int) -> str:
    if status in (401, 403):
        return "bad_key"
    return "unknown_session" if status == 404 else f"http_{status}"
