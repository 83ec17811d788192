"""Fetching a file from an address that somebody gave us, so that nobody can make us ask where they could not ask themselves.

What can go wrong, and what holds: a name that means a machine of ours (each address it resolves to must be public, or nothing
is asked); a name that means another one a moment later (resolved once, and the connection goes to just that address); a
redirect to such (each hop is checked as the first was, and none leads from https to http); numbers in disguise (decimal, hex,
octal, IPv4 inside IPv6, NAT64, 6to4, Teredo); a body that does not end, or that comes a byte a minute (size and time, over all
hops); a page or a program (the type is told by the first bytes). Only the channel's own configured origin may be private.

Not here: which types there are (`core.media.filetypes`), keeping (`core.media`).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from core.errors import Refused
from core.media.filetypes import LARGEST, FileType, name_for, type_of

SECONDS = 20.0
MOST_HOPS = 5
PORTS = frozenset({80, 443, 8080, 8443})
LONGEST_URL = 2000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HIDDEN_IPV4 = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("::ffff:0:0:0/96"),
    ipaddress.ip_network("::/96"),
)
_NEVER = (
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2001::/23"),
    ipaddress.ip_network("fec0::/10"),
    ipaddress.ip_network("100::/64"),
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it came: its type by its bytes, a safe name, its bytes."""

    type: FileType
    name: str
    data: bytes = field(repr=False)


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, by the system's resolver. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


async def fetch(url: str, *, own: str | None = None, resolve: Resolve = resolve, seconds: float = SECONDS) -> Fetched:
    """The file at an address. `own`: an origin ("http://10.0.0.5:3000") that may be private, because a channel is there.

    Raises Refused ("bad_url", "not_public", "too_many_redirects", "file_too_large", "file_type", "not_fetched").
    """
    try:
        async with asyncio.timeout(seconds):
            for _ in range(MOST_HOPS):
                found = await _hop(url, own, resolve)
                if isinstance(found, Fetched):
                    return found
                if url.lower().startswith("https:") and not found.lower().startswith("https:"):
                    raise Refused("not_public")
                url = found
    except TimeoutError:
        raise Refused("not_fetched", why="timeout") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise Refused("not_fetched", why=type(error).__name__) from None
    raise Refused("too_many_redirects")


async def _hop(url: str, own: str | None, resolve: Resolve) -> Fetched | str:
    """One request: the file, or where it is said to be."""
    host, port = _place(url)
    address = await _checked(host, port, private=own is not None and _origin(url) == _origin(own), resolve=resolve)
    connector = aiohttp.TCPConnector(resolver=_Pinned(address), force_close=True, use_dns_cache=False)
    headers = {"Accept-Encoding": "identity", "User-Agent": "belfry"}
    async with (
        aiohttp.ClientSession(connector=connector, auto_decompress=False, trust_env=False) as session,
        session.get(url, allow_redirects=False, headers=headers) as answer,
    ):
        if answer.status in _REDIRECTS:
            return urljoin(url, answer.headers.get("Location", ""))
        if answer.status != 200:
            raise Refused("not_fetched", why=f"http_{answer.status}")
        data = await _read(answer)
    name = unquote(urlsplit(url).path.rpartition("/")[2])
    of = type_of(data, name)
    if of is None:
        raise Refused("file_type")
    if len(data) > of.largest:
        raise Refused("file_too_large", most=of.largest)
    return Fetched(of, name_for(name, of), data)


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    if (answer.content_length or 0) > LARGEST:
        raise Refused("file_too_large", most=LARGEST)
    data = bytearray()
    async for chunk in answer.content.iter_any():
        data += chunk
        if len(data) > LARGEST:
            raise Refused("file_too_large", most=LARGEST)
    return bytes(data)


def _place(url: str) -> tuple[str, int]:
    """Host and port of an address that may be asked at all. Raises Refused("bad_url")."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Refused("bad_url") from None
    if len(url) > LONGEST_URL or parts.scheme not in ("http", "https") or not host or not url.isprintable():
        raise Refused("bad_url")
    if parts.username is not None or parts.password is not None or "\\" in url or "%" in (parts.netloc or ""):
        raise Refused("bad_url")
    return host, port or (443 if parts.scheme == "https" else 80)


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


async def _checked(host: str, port: int, *, private: bool, resolve: Resolve) -> str:
    """The one address to go to. Every address of a name must be public: one that is not makes the whole name suspect."""
    if not private and port not in PORTS:
        raise Refused("not_public")
    if _in_disguise(host):
        raise Refused("not_public")
    found = await resolve(host, port)
    if not found or not (private or all(is_public(one) for one in found)):
        raise Refused("not_public")
    return found[0]


def _in_disguise(host: str) -> bool:
    """A number that is no address as people write one: "2130706433", "0x7f.1", "0177.0.0.1"."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2]
        return last.isdigit() or last.lower().startswith("0x") or not last
    return False


def is_public(text: str) -> bool:
    """Whether an address is one of the open Internet; an IPv4 address inside an IPv6 one counts as itself."""
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner = _ipv4_in(address) if isinstance(address, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    if any(address in network for network in _NEVER if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _ipv4_in(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if any(address in network for network in _HIDDEN_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


class _Pinned(AbstractResolver):
    """Says one address whatever it is asked: the name was resolved, and checked, before."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        six = ":" in self._address
        return [
            ResolveResult(
                hostname=host,
                host=self._address,
                port=port,
                family=socket.AF_INET6 if six else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        return None
