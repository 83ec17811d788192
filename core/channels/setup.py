"""A channel on its way in: what was asked, what was answered, what comes next. Pure values.

Here: the steps and how one leads to the next, and what can be wrong with an address before anybody is asked there. Not here:
asking a provider, keeping anything (`core.channels.connecting`), and any sentence. The steps, in order:

    kind ─▶ ask (each thing the kind needs) ─▶ name ─▶ test ─▶ webhook ─▶ contact ─▶ hello

A test that fails leads back to the one answer that it speaks against (`fixing`), and from there to the test again.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from core.gateways.fields import Field
from core.gateways.registry import kind

ADDRESS = frozenset(
    {"unreachable", "unknown_host", "bad_url", "bad_certificate", "no_tls", "not_found", "connection_lost", "timeout"}
)
"""Reasons of a check that speak against the address; so does "http_…"."""
KEY = frozenset({"bad_key", "bot_key"})
_BLAMES = {
    "unknown_session": "session",
    "unknown_number": "session",
    "unknown_inbox": "session",
    "unknown_vendor": "vendor_uid",
    "not_allowed": "account",
}
"""Reasons that speak against another answer, and against which."""
SILENT_FROM = timedelta(minutes=5)
"""So long after the webhook was shown its silence is worth a word."""
_PRIVATE = (".local", ".internal", ".lan", ".home", ".localdomain", ".localhost", ".test")


def asks(gateway: str) -> tuple[Field, ...]:
    """What a kind needs, in the order in which it is asked. Raises Unknown ("gateway")."""
    return kind(gateway).fields


def choices(ask: Field) -> tuple[str, ...]:
    """What one tap may answer: one of its choices, or its default; "" leaves it out, where it may be."""
    found = ask.choices or ((ask.default,) if ask.default else ())
    return found if ask.required or (ask.default and not ask.choices) else (*found, "")


def title(gateway: str) -> str:
    """A kind's name as people know it."""
    of_kind = kind(gateway)
    return of_kind.title or of_kind.name


@dataclass(frozen=True, slots=True)
class Setup:
    """`by`: the update that made this state; `rev` grows with each, and guards the buttons. `trouble`: why it is asked
    again; `offer`: what one tap takes instead. `check`: what the last test found."""

    step: str = "kind"
    gateway: str = ""
    at: int = 0
    given: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    fixing: bool = False
    name: str = ""
    trouble: str = ""
    offer: str = ""
    check: Mapping[str, Any] = field(default_factory=dict)
    channel: int | None = None
    contact: int | None = None
    by: str = ""
    took_secret: bool = False
    waits_since: str = ""
    """From when on an event is waited for, RFC 3339."""
    rev: int = 0

    @property
    def ask(self) -> Field | None:
        """What is asked for now."""
        found = asks(self.gateway) if self.step == "ask" else ()
        return found[self.at] if self.at < len(found) else None

    def to_json(self) -> dict[str, Any]:
        """Without the secrets: they are kept apart, sealed (`storage.queries.setups`)."""
        kept = asdict(self)
        del kept["secrets"]
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any], secrets: Mapping[str, str]) -> Setup:
        return cls(**{name: value for name, value in kept.items() if name in cls.__dataclass_fields__}, secrets=secrets)


def chosen(setup: Setup, gateway: str) -> Setup:
    """The kind is picked. Raises Unknown ("gateway")."""
    kind(gateway)
    return _first(replace(setup, gateway=gateway, given={}, secrets={}, check={}, fixing=False))


def _first(setup: Setup) -> Setup:
    return replace(_plain(setup), step="ask" if asks(setup.gateway) else "name", at=0)


def _plain(setup: Setup) -> Setup:
    return replace(setup, trouble="", offer="")


def answered(setup: Setup, text: str, contained: bool, sure: bool = False) -> Setup:
    """What was asked for came. An address that cannot be meant is asked for again; `sure`: it is meant all the same."""
    ask = setup.ask
    if ask is None:
        return setup
    value = text.strip()
    if ask.name == "url" and value:
        trouble, offer = address_trouble(value, contained)
        if trouble and not (sure and trouble in ("inside_container", "public_http")):
            return replace(setup, trouble=trouble, offer=offer)
        value = value.rstrip("/")
    if ask.choices and value not in choices(ask):
        return replace(setup, trouble="no_choice", offer="")
    if not value and ask.required:
        return replace(setup, trouble="empty", offer="")
    if ask.secret:
        return _after(replace(setup, secrets={**setup.secrets, ask.name: value}))
    return _after(replace(setup, given={**setup.given, ask.name: value}))


def _after(setup: Setup) -> Setup:
    setup = _plain(setup)
    if setup.fixing:
        return replace(setup, step="test", check={}, fixing=False)
    if setup.at + 1 < len(asks(setup.gateway)):
        return replace(setup, at=setup.at + 1)
    return replace(setup, step="name" if not setup.name else "test")


def named(setup: Setup, name: str) -> Setup:
    return replace(_plain(setup), step="test", name=" ".join(name.split()), check={})


def back(setup: Setup) -> Setup:
    """One step back, as far as nothing is kept yet; what was answered there is asked anew."""
    last = len(asks(setup.gateway)) - 1 if setup.gateway else -1
    setup = replace(_plain(setup), check={}, fixing=False)
    if setup.step == "ask" and setup.at > 0:
        return replace(setup, at=setup.at - 1)
    if setup.step == "test":
        return replace(setup, step="name", name="")
    if setup.step == "name" and last >= 0:
        return replace(setup, step="ask", at=last)
    return setup if setup.channel is not None else replace(setup, step="kind", gateway="", at=0)


def tested(setup: Setup, health: str, reason: str, number: str | None) -> Setup:
    """What the check found; where it speaks against one answer, that one is asked for again."""
    setup = replace(_plain(setup), check={"health": health, "reason": reason, "number": number})
    if health == "working":
        return setup
    place = _blamed(setup, reason)
    if place is None:
        return replace(setup, step="test")
    return replace(setup, step="ask", at=place, fixing=True, offer=_other_scheme(setup.given.get("url", ""), reason))


def _blamed(setup: Setup, reason: str) -> int | None:
    """The place of the answer that a reason speaks against; None: of none alone."""
    found = asks(setup.gateway)
    blamed = _BLAMES.get(reason)
    if reason == "bad_ids":
        blamed = "session" if setup.given.get("account", "").isdigit() else "account"
    for place, ask in enumerate(found):
        if (reason in KEY and ask.secret) or ask.name == blamed:
            return place
        if ask.name == "url" and (reason in ADDRESS or reason.startswith("http_")):
            return place
    return None


def redirected(reason: str) -> bool:
    """Whether somebody answers who sends one on to another address."""
    return reason == "bad_url" or reason in ("http_301", "http_302", "http_303", "http_307", "http_308")


def _other_scheme(url: str, reason: str) -> str:
    """The same address with https where http is sent on to it, with http where nobody speaks TLS; "" where neither is so."""
    if redirected(reason) and url.startswith("http://"):
        return url.replace("http://", "https://", 1)
    return url.replace("https://", "http://", 1) if reason == "no_tls" else ""


# Addresses


def address_trouble(url: str, contained: bool) -> tuple[str, str]:
    """What is wrong with an address, as a code, and the address that is probably meant; ("", "") for a good one.

    `contained`: Belfry runs in a container, where localhost is the container itself.
    """
    if any(sign.isspace() for sign in url):
        return "no_address", ""
    if "://" not in url:
        host = _host(f"http://{url}")
        meant = f"{'https' if host and _public(host) else 'http'}://{url}"
        return ("no_scheme", meant) if host else ("no_address", "")
    host = _host(url)
    parts = urlsplit(url) if host else None
    if parts is None or host is None:
        return "no_address", ""
    if parts.scheme not in ("http", "https"):
        return "no_scheme", ""
    if parts.username or parts.password:
        return "credentials", urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    if host in ("0.0.0.0", "::"):  # noqa: S104 - nothing listens here: somebody pasted it
        return "nowhere", urlunsplit(parts._replace(netloc=parts.netloc.replace(host, "127.0.0.1")))
    if contained and loopback(host):
        return "inside_container", url
    if parts.scheme == "http" and _public(host):
        return "public_http", url
    return "", ""


def _host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        possible = parts.port != 0
    except ValueError:
        return None
    return (parts.hostname or None) if possible else None


def loopback(host: str | None) -> bool:
    """Whether a host is this machine alone."""
    if not host or host == "localhost" or host.endswith(".localhost"):
        return bool(host)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _public(host: str) -> bool:
    """Whether a request to it crosses the open internet, as far as the name tells."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(_PRIVATE)


def seen_only_here(public_url: str, gateway_url: str) -> bool:
    """Whether the webhook's address means only this machine, while the gateway is on another."""
    return loopback(urlsplit(public_url).hostname) and not loopback(urlsplit(gateway_url).hostname)
