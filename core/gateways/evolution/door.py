"""Whether a webhook call is Evolution's. It signs nothing: a secret of ours travels in a header, or signs a short-lived token.

Rules: section B4 of the contract page. Of the body nothing is proven, so its address is unguessable besides. Not here: events.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from typing import Any

from core.gateways.base import Call
from core.gateways.signatures import same

_LEEWAY = 60.0


def opens(call: Call, secret: str) -> bool:
    """Whether a header has the secret (with "Bearer " or without), or a token signed with it; or `?token=` in the address,
    for Evolution's webhook by environment, which takes no headers. Every header is compared, whatever is found."""
    told = [value.removeprefix("Bearer ").removeprefix("bearer ").strip() for value in call.headers.values()]
    found = [same(one, secret) for one in (*told, call.query.get("token", ""))]
    bearer = call.headers.get("authorization", "").partition(" ")[2].strip()
    return any(found) or (bool(secret) and _is_token(bearer, secret, call.at.timestamp()))


def _is_token(told: str, secret: str, now: float) -> bool:
    """A JSON web token, HS256 over `{iat, exp, app, action}` (`headers: {"jwt_key": …}`); it lives ten minutes."""
    parts = told.split(".")
    if len(parts) != 3 or len(told) > 4096 or not told.isascii():
        return False
    mac = hmac.new(secret.encode(), f"{parts[0]}.{parts[1]}".encode(), hashlib.sha256).digest()
    head, claims = _part(parts[0]), _part(parts[1])
    right = hmac.compare_digest(_bytes(parts[2]), mac)
    until = claims.get("exp")
    fresh = isinstance(until, (int, float)) and not isinstance(until, bool) and until + _LEEWAY >= now
    return right and head.get("alg") == "HS256" and fresh


def _part(text: str) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(text))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
