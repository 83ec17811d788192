"""One HTTP request to a provider, and the difference that matters most: never left, or may have left.

Here: the connection, its time limits (settings "timeout" and "connect_timeout", seconds), what aiohttp's exceptions prove,
`Retry-After`.

A connection that stands is used again for the next request, but only within a second: servers close what is idle (Node after
5 s), and a request that meets such a close cannot be told from one that left. Opened anew, a refused connection proves that
nothing left. Where one broke off all the same, its server may be one that closes without saying so: from then on each request
to it has a connection of its own. Not here: any provider's paths or what its answers mean (a file each).
"""

from __future__ import annotations

import email.utils
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from core.errors import BadSetting
from core.gateways.base import Account, ChannelCheck, Health, News, NotSent, Sent, Unsure

LARGEST_ANSWER = 2 * 2**20
LONGEST_REST = 86400.0
CONNECT_SECONDS = 5.0
LONGEST_SECONDS = 600.0
IDLE_SECONDS = 1.0
_NEEDS_A_PERSON = ("bad_key", "bad_url")


class NeverLeftError(Exception):
    """No connection came about: not a byte of the request has left. Its text is a code.

    "unreachable", "unknown_host", "no_tls" (nobody there speaks it), "bad_certificate", "bad_url", "bad_key".
    """


class MayHaveLeftError(Exception):
    """The connection stood, and then no whole answer came. Its text is a code ("timeout", "connection_lost")."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer. Its body may hold a person's text and number: it is kept out of repr."""

    status: int
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def json(self) -> Any:
        """The body as JSON; None if it is none. (A body that says `null` says nothing either.)"""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def retry_after(self) -> float | None:
        """Seconds that `Retry-After` asks for, a number or an HTTP date (RFC 9110, 10.2.3); a day at most."""
        told = self.headers.get("Retry-After", "").strip()
        if told.isascii() and told.isdigit():
            return min(float(told[:9]), LONGEST_REST)
        try:
            when = email.utils.parsedate_to_datetime(told)
        except (ValueError, TypeError):
            return None
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return min(max((when - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_REST)


class Wire:
    """Requests to one provider account. `connect` and `read` are seconds; `longest` is what one can take at most."""

    def __init__(self, base: str, headers: Mapping[str, str], *, connect: float, read: float) -> None:
        self._base = base.rstrip("/")
        self._headers = headers
        self.longest = connect + read + 1  # aiohttp rounds long limits up to the second
        self._timeout = aiohttp.ClientTimeout(total=connect + read, connect=connect, sock_read=read)
        self._flaw = _flaw(self._base, headers)
        self._session: aiohttp.ClientSession | None = None
        self._retired: list[aiohttp.ClientSession] = []
        self._keeps = True
        """Whether a connection is used again."""

    @classmethod
    def of(cls, account: Account, headers: Mapping[str, str], *, read: float) -> Wire:
        """To an account's address, with the time limits that its settings may name. Raises BadSetting."""
        connect = _seconds(account.settings, "connect_timeout", CONNECT_SECONDS)
        return cls(account.url, headers, connect=connect, read=_seconds(account.settings, "timeout", read))

    async def ask(
        self, method: str, path: str, *, query: Mapping[str, str] | None = None, json: Any = None, data: Any = None
    ) -> Answer:
        """One request; no redirects, no repeats. `data`: a form (multipart) or bytes in place of JSON.

        Raises NeverLeftError, MayHaveLeftError.
        """
        if self._flaw:
            raise NeverLeftError(self._flaw)
        body = {"data": data} if data is not None else {"json": json}
        request = self._open().request(method, self._base + path, params=query, allow_redirects=False, **body)
        try:
            async with request as response:
                return Answer(response.status, await _read(response), response.headers)
        except aiohttp.InvalidURL:
            raise NeverLeftError("bad_url") from None
        except aiohttp.ClientConnectorCertificateError:
            raise NeverLeftError("bad_certificate") from None
        except aiohttp.ClientConnectorSSLError:
            raise NeverLeftError("no_tls") from None
        except aiohttp.ClientConnectorDNSError:
            raise NeverLeftError("unknown_host") from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise NeverLeftError("unreachable") from None
        except TimeoutError:
            raise MayHaveLeftError("timeout") from None
        except (aiohttp.ClientError, OSError):
            self._keep_no_more()
            raise MayHaveLeftError("connection_lost") from None

    async def send(self, read: Callable[[Answer], Sent], method: str, path: str, **more: Any) -> Sent:
        """One request that sends, as `ask` makes it: `read` says what its answer means, and here is what none proves."""
        try:
            answer = await self.ask(method, path, **more)
        except NeverLeftError as gone:
            return never_left(gone)
        except MayHaveLeftError as gone:
            return Unsure(str(gone))  # the connection stood, and no whole answer came
        return read(answer)

    async def close(self) -> None:
        sessions = [*self._retired, *([self._session] if self._session else [])]
        self._session, self._retired = None, []
        for session in sessions:
            await session.close()

    def _keep_no_more(self) -> None:
        if self._keeps and self._session is not None:
            self._retired.append(self._session)  # others may be on their way over it
            self._session = None
        self._keeps = False

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            kept = {"keepalive_timeout": IDLE_SECONDS} if self._keeps else {"force_close": True}
            connector = aiohttp.TCPConnector(limit=0, **kept)
            self._session = aiohttp.ClientSession(connector=connector, headers=self._headers, timeout=self._timeout)
        return self._session


def never_left(gone: NeverLeftError) -> NotSent:
    """What a send says when no connection came about: an address or a key that cannot be used needs a person."""
    reason = str(gone)
    return NotSent(reason, news=News("halted" if reason in _NEEDS_A_PERSON else "down", reason))


def unreachable(gone: NeverLeftError | MayHaveLeftError) -> ChannelCheck:
    """What a check says that got no answer: an address or a key that cannot be used needs a person."""
    return ChannelCheck(Health.HALTED if str(gone) in _NEEDS_A_PERSON else Health.DOWN, str(gone))


def _seconds(settings: Mapping[str, Any], name: str, default: float) -> float:
    """A time limit from the account's settings. Raises BadSetting."""
    try:
        seconds = float(settings.get(name, default))
    except (TypeError, ValueError):
        seconds = 0.0
    if not 0 < seconds <= LONGEST_SECONDS:
        raise BadSetting("bad_setting", name=name, hint=f"seconds, up to {LONGEST_SECONDS:.0f}")
    return seconds


def _flaw(base: str, headers: Mapping[str, str]) -> str:
    """Why nothing can be asked there at all; "" where nothing speaks against it."""
    if not _is_address(base):
        return "bad_url"
    if not all(value.isascii() and value.isprintable() for value in headers.values()):
        return "bad_key"  # no header can carry it
    return ""


def _is_address(url: str) -> bool:
    """Whether a request can go there at all: http or https, and a host; a port, if any, that exists."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The body, cut at a size that no honest answer has: what is cut is no JSON, and so unsure."""
    told = None if "Content-Encoding" in response.headers else response.content_length
    if told is not None and told <= LARGEST_ANSWER:
        return await response.read()
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            break
    return bytes(body)
