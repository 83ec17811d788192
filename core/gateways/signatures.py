"""Whether a call to a webhook comes from the provider: comparisons that take the same time whatever is wrong.

Not here: which header a provider signs in, and with what.
"""

from __future__ import annotations

import hashlib
import hmac


def same(given: str, expected: str) -> bool:
    """Whether two secrets are the same; an empty one is the same as nothing."""
    return bool(expected) and hmac.compare_digest(_bytes(given), _bytes(expected))


def signed(raw: bytes, given: str, secret: str, algorithm: str) -> bool:
    """Whether `given` is the hexadecimal HMAC of the raw bytes. Without a secret nothing is."""
    if not secret or algorithm not in ("sha256", "sha512"):
        return False
    digest = hashlib.sha256 if algorithm == "sha256" else hashlib.sha512
    return same(given.lower(), hmac.new(secret.encode(), raw, digest).hexdigest())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
