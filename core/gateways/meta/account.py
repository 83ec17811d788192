"""What Meta's webhooks say of an account and its numbers: bans, quality, limits, templates.

Here: pure functions, value in, events out. Not here: messages and their statuses (`meta.events`). Rules: sections A1.3 and A2.2
of the contract page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from core.gateways.events import ChannelEvent, ChannelNote, Event, Health
from core.gateways.reading import digest, instant_in, int_in, items_in, key, mapping_in, phone_in, text_in

TIERS = {
    "TIER_50": 50,
    "TIER_250": 250,
    "TIER_1K": 1_000,
    "TIER_2K": 2_000,
    "TIER_10K": 10_000,
    "TIER_100K": 100_000,
    "TIER_UNLIMITED": 1_000_000_000,
}
"""To how many people in 24 hours a number may write first. TIER_1K is of the older scheme."""

_STATES = {
    "DISABLE": (Health.HALTED, "account_disabled"),
    "DISABLED": (Health.HALTED, "account_disabled"),
    "REINSTATE": (Health.WORKING, ""),
}
_EVENTS = {
    "ACCOUNT_DELETED": (Health.HALTED, "account_deleted"),
    "PARTNER_REMOVED": (Health.HALTED, "no_permission"),
    "ACCOUNT_OFFBOARDED": (Health.HALTED, "account_deleted"),
    "ACCOUNT_RECONNECTED": (Health.WORKING, ""),
}
_STOPS = {"RESTRICTED_CUSTOMER_INITIATED_MESSAGING": "silenced", "RESTRICTED_BIZ_INITIATED_MESSAGING": "answers_only"}
_LIFTED = re.compile("RESTRICTION.*(LIFT|REMOV|RESOLV|EXPIR|END)")
"""Meta's page names no such event; what says it in so many words is believed."""
_LONGEST_WORD = 60
Json = Mapping[str, Any]
Reader = Callable[[str, Json, datetime | None], Iterator[Event]]


def tier_of(value: Json, *names: str) -> int | None:
    """A limit, by its tier or as a number, under any of these names; None for none that we know."""
    for name in names:
        if (limit := TIERS.get(text_in(value, name))) is not None:
            return limit
        if (number := int_in(value, name)) is not None and number != 0:
            return number if number > 0 else TIERS["TIER_UNLIMITED"]
    return None


def _key(name: str, account: str, value: Json, at: datetime | None) -> str:
    return key(name, account, digest(value), at)


def _account(account: str, value: Json, at: datetime | None) -> Iterator[Event]:
    told = mapping_in(value, "ban_info").get("waba_ban_state")
    told = told[-1] if isinstance(told, list) and told else told
    event, number = text_in(value, "event"), phone_in(value, "phone_number")
    state = (_STATES.get(told) if isinstance(told, str) else None) or _EVENTS.get(event)
    said = _said(value, event, told)
    if state is not None:
        yield ChannelEvent(_key("account", account, value, at), "", state[0], state[1], number, at)
    if told == "REINSTATE" or _LIFTED.search(event):
        yield ChannelNote(_key("lifted", account, value, at), "", {}, number, at, "lifted", {})
    elif said is not None:
        yield ChannelNote(_key("account", account, value, at), "", {}, number, at, *said)


def _said(value: Json, event: str, ban: object) -> tuple[str, dict[str, str]] | None:
    """What an event of the account says that stops nothing yet, or only some of it, or only for a while."""
    if ban == "SCHEDULE_FOR_DISABLE":
        return "disabled_soon", {"type": text_in(value, "ban_info", "waba_ban_date")[:_LONGEST_WORD]}
    if event == "ACCOUNT_VIOLATION":
        return "violation", {"type": text_in(value, "violation_info", "violation_type")[:_LONGEST_WORD]}
    return _restriction(value) if event == "ACCOUNT_RESTRICTION" else None


def _restriction(value: Json) -> tuple[str, dict[str, str]] | None:
    """The restriction that stops most, and of those that stop as much the one that lasts longest; one without an end is taken
    for longer than one that has one."""
    found = [
        (_STOPS.get(text_in(one, "restriction_type"), "restricted"), until := _until(one), until is None, one)
        for one in items_in(value, "restriction_info")
        if text_in(one, "restriction_type")
    ]
    if not found:
        return None
    order = ("restricted", "answers_only", "silenced")
    what, until, _, one = max(found, key=lambda each: (order.index(each[0]), each[2], str(each[1])))
    told = {"type": text_in(one, "restriction_type")[:_LONGEST_WORD]}
    return what, told if until is None else told | {"until": until}


def _until(restriction: Json) -> str | None:
    """When it ends, RFC 3339 in UTC: Meta writes seconds, those who hand its events on write dates too."""
    at = instant_in(restriction, "expiration")
    if at is None:
        try:
            at = datetime.fromisoformat(text_in(restriction, "expiration"))
        except ValueError:
            return None
    return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _quality(account: str, value: Json, at: datetime | None) -> Iterator[Event]:
    seen: dict[str, str | int] = {}
    event = text_in(value, "event")
    if event in ("FLAGGED", "UNFLAGGED"):
        seen["quality"] = "low" if event == "FLAGGED" else "fine"
    limit = tier_of(value, "max_daily_conversations_per_business", "current_limit")
    if limit is not None:
        seen["limit"] = limit
    if seen:
        number = phone_in(value, "display_phone_number")
        yield ChannelNote(_key("quality", account, value, at), "", seen, number, at)


def _capability(account: str, value: Json, at: datetime | None) -> Iterator[Event]:
    limit = tier_of(value, "max_daily_conversations_per_business", "max_daily_conversation_per_phone")
    if limit is not None:
        yield ChannelNote(_key("capability", account, value, at), "", {"limit": limit}, None, at)


def _template(account: str, value: Json, at: datetime | None) -> Iterator[Event]:
    name, state = text_in(value, "message_template_name")[:100], text_in(value, "event").lower()[:40]
    if name and state:
        told = {"name": name, "state": state, "language": text_in(value, "message_template_language")[:20]}
        yield ChannelNote(
            _key("template", account, value, at), "", {f"template:{name}": state}, None, at, "template", told
        )


READERS: Mapping[str, Reader] = {
    "account_update": _account,
    "phone_number_quality_update": _quality,
    "business_capability_update": _capability,
    "message_template_status_update": _template,
}
