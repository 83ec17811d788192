"""What an answer of Meta's Graph API means: accepted, rejected, provably not sent, or nobody knows.

Here: status, headers and body in, a typed answer out. Not here: the request (`cloud`, `wire`), the codes (`meta.codes`). Meta's
own error is a refusal, by its code; a 5xx without a known code may have had its effect. Nothing of a body is kept.
"""

from __future__ import annotations

from typing import Any

from core.gateways.base import Accepted, ChannelCheck, Health, News, NotSent, Rejected, Sent, Unsure
from core.gateways.meta.codes import Again, Halt, Never, meaning_of, sent_by
from core.gateways.reading import int_in, items_in, mapping_in, phone_in, ref_in
from core.gateways.wire import Answer


def read_answer(answer: Answer) -> Sent:
    """What an answer of the Graph API to a send says. Its 200 is acceptance; its errors go by their code."""
    data = answer.json()
    error = mapping_in(data, "error")
    if 200 <= answer.status < 300 and not error:
        ref = next((found for one in items_in(data, "messages") if (found := ref_in(one, "id"))), None)
        return Accepted(ref, chat=_other_number(data)) if ref is not None else Unsure("broken_answer")
    if error:
        return _read_error(answer, code_of(answer))
    return _read_status(answer)


def _other_number(data: Any) -> str | None:
    """WhatsApp's own number of a person, where it differs from the dialled one (Brazil, Mexico)."""
    for one in items_in(data, "contacts"):
        dialled, own = phone_in(one, "input"), phone_in(one, "wa_id")
        if own is not None and dialled is not None and own != dialled:
            return own.lstrip("+")
    return None


def _read_error(answer: Answer, code: int | None) -> Sent:
    if code == 100 and is_unknown_number(answer):
        return sent_by(Halt("unknown_number"))
    transient = mapping_in(answer.json(), "error").get("is_transient") is True
    meaning = meaning_of(code)
    if code == 1:  # "invalid request or server error": only a 4xx says which
        if answer.status >= 500:
            return Unsure(f"http_{answer.status}")
        meaning = Again("provider_error", most=2) if transient else Never("bad_request")
    if meaning is not None:
        return sent_by(meaning, answer.retry_after())
    if answer.status in (401, 429):
        return _read_status(answer)
    if answer.status >= 500:
        return Unsure(f"http_{answer.status}")
    return NotSent("provider_error", most=2) if transient else Rejected("refused_by_whatsapp")


def _read_status(answer: Answer) -> Sent:
    """An answer that is not the Graph API's own: of something in front of it."""
    status = answer.status
    if status in (401, 403):
        return sent_by(Halt("bad_key"))
    if status == 429:
        seconds = answer.retry_after()
        return sent_by(Again("throughput", 60.0, slows=True), seconds)
    if status in (404, 405):
        return NotSent("not_found", news=News("down", "not_found"))
    if status in (301, 302, 303, 307, 308):
        return NotSent("redirected", news=News("halted", "bad_url"))
    return Rejected("bad_request") if status in (400, 413, 415) else Unsure(f"http_{status}")


def unwell(answer: Answer) -> ChannelCheck:
    """What a check that got no number says."""
    meaning = Halt("unknown_number") if is_unknown_number(answer) else meaning_of(code_of(answer))
    if isinstance(meaning, Halt):
        return ChannelCheck(Health.HALTED, meaning.reason)
    if answer.status in (401, 403):
        return ChannelCheck(Health.HALTED, "bad_key")
    return ChannelCheck(Health.DOWN, f"http_{answer.status}")


def code_of(answer: Answer) -> int | None:
    return int_in(answer.json(), "error", "code")


def is_unknown_number(answer: Answer) -> bool:
    """The phone number id is nobody's, or not this token's to use."""
    return int_in(answer.json(), "error", "error_subcode") == 33
