"""What Meta's webhooks say of an account and its numbers: bans, quality, limits, templates.

Here: pure functions, value in, events out. Not here: messages and their statuses (`meta_events`). Rules: sections A1.3 and A2.2
of the contract page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from core.gateways.events import ChannelEvent, ChannelNote, Event, Health
from core.gateways.reading import digest, int_in, key, mapping_in, phone_in, text_in

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
    "SCHEDULE_FOR_DISABLE": (Health.WORKING, "account_warning"),
    "REINSTATE": (Health.WORKING, ""),
}
_EVENTS = {
    "ACCOUNT_DELETED": (Health.HALTED, "account_deleted"),
    "PARTNER_REMOVED": (Health.HALTED, "no_permission"),
    "ACCOUNT_OFFBOARDED": (Health.HALTED, "account_deleted"),
    "ACCOUNT_RECONNECTED": (Health.WORKING, ""),
}
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
    state = (_STATES.get(told) if isinstance(told, str) else None) or _EVENTS.get(text_in(value, "event"))
    if state is not None:
        number = phone_in(value, "phone_number")
        yield ChannelEvent(_key("account", account, value, at), "", state[0], state[1], number, at)


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
        yield ChannelNote(_key("template", account, value, at), "", {f"template:{name}": state}, None, at)


READERS: Mapping[str, Reader] = {
    "account_update": _account,
    "phone_number_quality_update": _quality,
    "business_capability_update": _capability,
    "message_template_status_update": _template,
}
