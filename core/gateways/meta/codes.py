"""What the error codes of Meta's WhatsApp platform mean: in the answer to a send, and in a receipt that says `failed`.

Here: a table and its reading; BizChat hands the same codes on in its texts. Not here: HTTP (`cloud`, `bizchat`). Rules: section
A1.2 of the contract page (Meta's error page of 2026-09). Meta says to go by the code, not by the status or the title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.gateways.sending import News, NotSent, Rejected, Sent

HOUR = 3600.0
_TEMPLATE_AGAIN = 60.0
"""Seconds after which a copy is looked at again whose template was refused."""


@dataclass(frozen=True, slots=True)
class Again:
    """It may be sent again: after `seconds` (None: as the lane does), `most` times; `slows` the whole channel meanwhile."""

    reason: str
    seconds: float | None = None
    most: int | None = None
    slows: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    """This message will never be sent. `news`: what it says of the person."""

    reason: str
    news: str = ""


@dataclass(frozen=True, slots=True)
class Halt:
    """Nothing leaves this number before a person has mended something; what waits stays queued."""

    reason: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing leaves by this template before Meta or a person has mended it; what waits for it stays queued."""

    reason: str


Meaning = Again | Never | Halt | Stop

# 470 to 472, 1013 and 1026 are the older platform's words for 131047, 131048, 130472 and 131026: receipts of long ago, and of
# providers that still say them.
CODES: Mapping[int, Meaning] = {
    0: Halt("bad_key"),
    1: Again("provider_error", most=2),
    2: Again("provider_busy"),
    3: Halt("no_permission"),
    4: Again("app_limit", 300.0, slows=True),
    10: Halt("no_permission"),
    33: Halt("unknown_number"),
    100: Never("bad_request"),
    190: Halt("bad_key"),
    368: Halt("account_restricted"),
    470: Never("template_required", "template_required"),
    471: Again("spam_limited", HOUR, slows=True),
    472: Never("experiment"),
    1013: Never("not_reachable"),
    1026: Never("not_reachable"),
    80007: Again("account_limit", 60.0, slows=True),
    130403: Never("blocked_by_us"),
    130429: Again("throughput", 2.0, slows=True),
    130472: Never("experiment"),
    130497: Never("country_not_allowed"),
    131000: Again("provider_error", most=3),
    131005: Halt("no_permission"),
    131008: Never("bad_request"),
    131009: Never("bad_request"),
    131016: Again("provider_busy"),
    131021: Never("to_ourselves"),
    131026: Never("not_reachable"),
    131030: Never("not_on_test_list"),
    131031: Halt("account_locked"),
    131037: Halt("name_not_approved"),
    131042: Halt("payment_problem"),
    131045: Halt("not_registered"),
    131047: Never("template_required", "template_required"),
    131048: Again("spam_limited", HOUR, slows=True),
    131049: Never("engagement_limit"),
    131050: Never("opted_out", "opted_out"),
    131051: Never("cannot_send_this"),
    131052: Again("media_failed", most=2),
    131053: Again("media_failed", most=2),
    131056: Again("pair_limit"),
    131057: Again("maintenance", 60.0, slows=True),
    131062: Never("not_reachable"),
    131063: Stop("template_held"),
    131064: Stop("template_held"),
    132000: Never("template_values"),
    132001: Stop("template_unknown"),
    132005: Never("template_values"),
    132007: Never("template_refused"),
    132012: Never("template_values"),
    132015: Stop("template_paused"),
    132016: Never("template_refused"),
    132018: Never("template_values"),
    132068: Never("template_refused"),
    132069: Again("flow_limit", 60.0),
    133004: Again("provider_busy"),
    133010: Halt("not_registered"),
    133016: Again("registration_limit", HOUR, slows=True),
    135000: Never("bad_request"),
}
_IN_TEXT = re.compile(r"\(#?(\d{1,7})\)|\bcode[\"']?\s*[:=]?\s*#?(\d{3,7})\b|^\s*#?(\d{6}):", re.IGNORECASE)


def meaning_of(code: int | None) -> Meaning | None:
    """What a code means; None for one that is not known."""
    if code is None:
        return None
    return Halt("no_permission") if 200 <= code <= 299 else CODES.get(code)


def sent_by(meaning: Meaning, retry_after: float | None = None) -> Sent:
    """The typed answer. `retry_after`: what the provider itself asked for goes before the table."""
    if isinstance(meaning, Halt):
        return NotSent(meaning.reason, news=News("halted", meaning.reason))
    if isinstance(meaning, Stop):
        return NotSent(meaning.reason, retry_after=_TEMPLATE_AGAIN, news=News("template_stopped", meaning.reason))
    if isinstance(meaning, Never):
        return Rejected(meaning.reason, news=News(meaning.news) if meaning.news else None)
    seconds = meaning.seconds if retry_after is None else retry_after
    news = News("slow_down", meaning.reason, seconds) if meaning.slows and seconds is not None else None
    return NotSent(meaning.reason, retry_after=seconds, news=news, most=meaning.most)


def reason_of(code: int | None) -> str:
    """Why a receipt says `failed`, as a reason code: whatever may be done about it is up to a person by then."""
    meaning = meaning_of(code)
    return meaning.reason if meaning is not None else "refused_by_whatsapp"


def code_in(text: str) -> int | None:
    """The code that a sentence of Meta's names: "(#131047) Re-engagement message", "131047: …"."""
    found = _IN_TEXT.search(text[:2000])
    return int(next(part for part in found.groups() if part)) if found else None
