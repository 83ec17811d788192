"""What BizChat's answers mean: accepted, rejected, provably not sent, or nobody knows. Rules: section B1 of the
contract page.

Failures come with HTTP 200 and a sentence; Meta's code, if any, stands in it. A 200 without an id is neither success
nor failure. Not here: the request (`bizchat`), the codes (`meta.codes`). Nothing of a body is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.gateways.base import Accepted, ChannelCheck, Health, News, NotSent, Rejected, Sent, Unsure
from core.gateways.meta.codes import Again, Halt, Meaning, code_in, meaning_of, sent_by
from core.gateways.reading import mapping_in, ref_in, text_in
from core.gateways.wire import Answer

_FAILED = frozenset({"failed", "fail", "error", "false"})
_NOBODY_KNOWS = re.compile(r"curl error|timed? ?out|connection (reset|closed)|gateway", re.IGNORECASE)
_PHRASES: tuple[tuple[str, Meaning], ...] = (
    ("cloud api setup", Halt("not_set_up")),
    ("subscription", Halt("no_permission")),
    ("api access", Halt("no_permission")),
    ("invalid token", Halt("bad_key")),
    ("unauthenticated", Halt("bad_key")),
    ("too many", Again("throughput", 60.0, slows=True)),
    ("24 hours", meaning_of(131047) or Halt("")),
    ("re-engagement", meaning_of(131047) or Halt("")),
    ("undeliverable", meaning_of(131026) or Halt("")),
)


def read_answer(answer: Answer) -> Sent:
    """What an answer to a send says."""
    data = answer.json()
    if 200 <= answer.status < 300:
        return _read_fine(data)
    if answer.status == 422 and isinstance(data, Mapping):
        return _by_sentence(data, Rejected("bad_request"))
    return _read_status(answer, data)


def _read_fine(data: Any) -> Sent:
    if not isinstance(data, Mapping):
        return Unsure("broken_answer")
    ids = [ref for name in ("wamid", "log_uid") for place in places(data) if (ref := ref_in(place, name))]
    if failure_in(data):
        return Unsure("contradiction") if ids else _by_sentence(data, Rejected("refused_by_provider"))
    return Accepted(ids[0]) if ids else Unsure("no_id")


def _by_sentence(data: Mapping[str, Any], otherwise: Sent) -> Sent:
    """The meaning of a refusal's sentence: Meta's code in it, or a phrase that is known."""
    said = text_in(data, "message") or text_in(data, "error")
    if (meaning := meaning_of(code_in(said))) is not None:
        return sent_by(meaning)
    if _NOBODY_KNOWS.search(said):
        return Unsure("provider_timeout")  # the vendor had no answer from Meta
    known = next((meaning for phrase, meaning in _PHRASES if phrase in said.lower()), None)
    return sent_by(known) if known is not None else otherwise


def _read_status(answer: Answer, data: Any) -> Sent:
    status = answer.status
    if status == 401:
        return sent_by(Halt("bad_key"))
    if status == 403:
        return sent_by(Halt("no_permission"))
    if status in (404, 405):
        if isinstance(data, Mapping):
            return sent_by(Halt("unknown_vendor"))
        return NotSent("not_found", news=News("down", "not_found"))
    if status == 429:
        return sent_by(Again("throughput", 60.0, slows=True), answer.retry_after())
    if status in (301, 302, 303, 307, 308):
        return NotSent("redirected", news=News("halted", "bad_url"))
    return Rejected("bad_request") if status in (400, 413, 415) else Unsure(f"http_{status}")


def places(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Where an answer has its values: `data`, the top, or `response.data`."""
    yield mapping_in(data, "data")
    yield data
    yield mapping_in(data, "response", "data")


def failure_in(data: Mapping[str, Any]) -> bool:
    """Whether an answer says that it failed, in any of the words in which it may."""
    words = [data.get(name) for name in ("result", "status", "success")]
    words += [place.get("status") for place in places(data)]
    return any(word is False or (isinstance(word, str) and word.lower() in _FAILED) for word in words)


def status_in(data: Mapping[str, Any]) -> str:
    """The word for how far a message came; that of the answer itself ("success") is none."""
    return next((word for place in (mapping_in(data, "data"), data) if (word := text_in(place, "status"))), "")


def door(answer: Answer) -> ChannelCheck:
    """What a question that every account may ask says of the channel."""
    data = answer.json()
    sent = _read_status(answer, data) if answer.status >= 300 else None
    if answer.status == 200 and isinstance(data, Mapping) and failure_in(data):
        sent = _by_sentence(data, Unsure("refused_by_provider"))
    news = sent.news if sent is not None else None
    if news is not None and news.kind == "halted":
        return ChannelCheck(Health.HALTED, news.reason)
    if sent is None and isinstance(data, Mapping | list):
        return ChannelCheck(Health.WORKING)
    return ChannelCheck(Health.DOWN, f"http_{answer.status}")
