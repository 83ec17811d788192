"""Who may talk to the sandbox: programs and pages of this machine. Not here: any secret; loopback is the wall.

A page of another site must not drive it, neither by a cross-site request (Origin, Sec-Fetch-Site) nor by a name of its
own that resolves to 127.0.0.1 (DNS rebinding: Host). What a page may load is in `PAGE_HEADERS`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address, without port, can only mean this machine."""
    if not host:
        return False
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def need_loopback(host: str) -> None:
    """Raises ValueError for an address that others could reach."""
    if not is_loopback(host):
        raise ValueError(f"the sandbox listens on loopback only (127.0.0.1, ::1 or localhost), not on {host!r}")


def need_loopback_url(url: str) -> None:
    """Raises ValueError for an address on another machine: nothing leaves the sandbox."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not is_loopback(parts.hostname):
        raise ValueError("the sandbox calls http addresses of this machine only")


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers 403 to a foreign Host, a foreign Origin and a cross-site fetch."""
    host = urlsplit(f"//{request.headers.get('Host', '')}").hostname
    if not is_loopback(host):
        return web.json_response({"error": "this Host is not served here"}, status=403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.headers['Host']}":
        return web.json_response({"error": "this Origin is not served here"}, status=403)
    visit = request.path == "/" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin") and not visit:
        return web.json_response({"error": "this Origin is not served here"}, status=403)
    return await handler(request)
