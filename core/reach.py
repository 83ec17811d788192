"""How the outside reaches this installation: said once by the entry point, asked where a gateway would fetch a file from us.

Not here: whether that address is of any use to a gateway (`core.channels.setup.seen_only_here`).
"""

from __future__ import annotations


class _Reach:
    url = ""


def settle(public_url: str) -> None:
    """From now on this is the address of this process; "" where it is not known."""
    _Reach.url = public_url


def public_url() -> str:
    return _Reach.url
