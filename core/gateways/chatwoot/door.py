"""Whether a webhook call is Chatwoot's. Rules: section A2.3 of the contract page. Not here: events (`chatwoot.events`).

Chatwoot signs since 4.12 (account webhooks) and 4.13 (API inboxes), over the time and the raw bytes, with a secret that it
makes itself. Whoever has not told us that secret has ours in the webhook's address instead.
"""

from __future__ import annotations

from datetime import timedelta

from core.gateways.base import Account, Call
from core.gateways.signatures import same, signed

REPLAY = timedelta(minutes=5)
"""How old a signed call may be. Chatwoot signs when it posts and posts once, so a later one is a replay."""


def opens(call: Call, account: Account) -> bool:
    """A fresh signature; or `?token=` in the address, as long as no signing secret is known: then only a signature will do."""
    theirs = str(account.settings.get("signing_secret") or "")
    if _is_signed(call, (theirs, account.secret)):
        return True
    return not theirs and same(call.query.get("token", ""), account.secret)


def _is_signed(call: Call, keys: tuple[str, ...]) -> bool:
    told, given = call.headers.get("x-chatwoot-timestamp", ""), call.headers.get("x-chatwoot-signature", "")
    if not (told.isascii() and told.isdigit() and len(told) <= 12) or not given.lower().startswith("sha256="):
        return False
    raw, mac = told.encode() + b"." + call.raw, given[7:]
    right = [signed(raw, mac, key, "sha256") for key in keys]
    return any(right) and abs(call.at.timestamp() - int(told)) <= REPLAY.total_seconds()
