"""Telling a Chatwoot account where to post its events. Rules: section A2.1 of the contract page.

Chatwoot makes the webhook's secret itself: nobody could paste ours. So ours goes into the address, by which a call is known as
well (`chatwoot.door`). Not here: events (`chatwoot.events`).
"""

from __future__ import annotations

from urllib.parse import quote

from core.gateways.chatwoot.answers import door
from core.gateways.reading import items_in, mapping_in, text_in
from core.gateways.wire import Answer, MayHaveLeftError, NeverLeftError, Wire

EVENTS = ("message_created", "message_updated")


async def set_webhook(wire: Wire, base: str, url: str, secret: str) -> str:
    """`base`: the account's path. "" when Chatwoot took it or has it, else a reason code. Only an administrator's key may."""
    address = f"{url}?token={quote(secret, safe='')}"
    try:
        known = await wire.ask("GET", f"{base}/webhooks")
        if known.status != 200:
            return _reason(known)
        hooks = items_in(mapping_in(known.json(), "payload"), "webhooks")
        if any(text_in(one, "url").partition("?")[0] == url for one in hooks):
            return ""  # pasted by a person, or set before
        body = {"webhook": {"url": address, "name": "Belfry", "subscriptions": list(EVENTS)}}
        answer = await wire.ask("POST", f"{base}/webhooks", json=body)
    except (NeverLeftError, MayHaveLeftError) as gone:
        return str(gone)
    return "" if answer.status in (200, 201) else _reason(answer)


def _reason(answer: Answer) -> str:
    if answer.status in (401, 403):
        why = door(answer)
        return "key_may_not" if why == "not_allowed" else why
    return "not_found" if answer.status == 404 else f"http_{answer.status}"
