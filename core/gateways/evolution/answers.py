"""What Evolution API's answers to a send mean: accepted, rejected, provably not sent, or nobody knows.

Here: status and body in, a typed answer out. Not here: the requests (`evolution`). Rules: sections B1 to B3 of the contract
page (Evolution 2.3.7 and 2.4.0-rc2). Its 400 is no proof: the send and everything after it stand in one `try`. Nothing of a
body is kept, as an error may give back number and text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.gateways.base import Accepted, News, NotSent, Rejected, Sent, Unsure
from core.gateways.meta.codes import meaning_of, sent_by
from core.gateways.reading import int_in, mapping_in, ref_in, text_in
from core.gateways.wire import Answer

SLOW_DOWN_SECONDS = 60.0
"""How long to slow down when a 429 does not say. Evolution has no limit of its own: it comes from a proxy in front."""

_SCHEMA = re.compile(
    r"(?:instance\b|[\w.\[\]]+)? ?(?:requires (?:at least one )?property|is not of a type|is not one of|is not allowed to have"
    r"|does not (?:match|conform|meet))\b|(?:\w+ ){1,4}is required\Z|The [\w\"'` ]+ cannot be empty\Z|Owned media must be\b",
)
"""How a refusal by the schema reads, whole; the texts of errors begin with the name of an error."""

_CLOSED = re.compile(r"connection (?:closed|lost|failure)", re.IGNORECASE)
_DEPTH = 4


def read_answer(answer: Answer, token: str | None, *, media: bool = False) -> Sent:
    """What an answer to a send says. `token`: the id that went with it, None where Evolution chooses ids itself."""
    if 200 <= answer.status < 300:
        return _accepted(answer, token, media)
    if (sent := refused(answer)) is not None:
        return sent
    return _bad_request(answer) if answer.status == 400 else Unsure(f"http_{answer.status}", news=_closed(answer))


def refused(answer: Answer) -> NotSent | None:
    """What was refused before the instance was asked; the same for every route. None for any other answer."""
    if answer.status in (401, 403):
        return NotSent("bad_key", news=News("halted", "bad_key"))
    if answer.status == 404:
        lost = any("does not exist" in said for said in _said(answer))
        reason = "unknown_session" if lost else "not_found"
        return NotSent(reason, news=News("halted" if lost else "down", reason))
    if answer.status == 503 and text_in(answer.json(), "code") == "LICENSE_REQUIRED":
        return NotSent("license_required", news=News("halted", "license_required"))
    if 300 <= answer.status < 400:
        return NotSent("redirected", news=News("halted", "bad_url"))
    if answer.status == 429:
        seconds = answer.retry_after()
        seconds = SLOW_DOWN_SECONDS if seconds is None else seconds
        return NotSent("slow_down", retry_after=seconds, news=News("slow_down", "http_429", seconds))
    return None


def _accepted(answer: Answer, token: str | None, media: bool) -> Sent:
    """201 with an id was written to the socket. Without one: a file whose copy failed to be kept, sent all the same; or, on
    Meta's own API, the error in place of the message."""
    data = answer.json()
    if isinstance(data, dict) and (ref := ref_in(data, "key", "id")) is not None:
        return Accepted(ref)
    if isinstance(data, dict) and (mapping_in(data, "error_data") or mapping_in(data, "error")):
        meaning = meaning_of(int_in(data, "code") or int_in(data, "error", "code"))
        return sent_by(meaning) if meaning is not None else Rejected("refused_by_whatsapp")
    if media and answer.body.strip() in (b"", b"null", b"{}"):
        return Accepted(token)
    return Unsure("no_id")


def _bad_request(answer: Answer) -> Sent:
    """400: no such number, a body that its schema refuses; any other may have come after the message had left."""
    if any(one.get("exists") is False for one in _objects(answer.json())):
        return Rejected("no_such_number")
    said = list(_said(answer))
    if said and all(_SCHEMA.match(one) for one in said):
        return Rejected("bad_request")
    return Unsure("http_400", news=_closed(answer))


def _closed(answer: Answer) -> News | None:
    """The connection to WhatsApp is gone: the next one need not try."""
    return News("down", "not_connected") if any(_CLOSED.search(one) for one in _said(answer)) else None


def _objects(data: Any, depth: int = _DEPTH) -> Iterator[Mapping[str, Any]]:
    """Every object in an answer, a few levels deep: `response.message` holds them in lists."""
    if isinstance(data, Mapping):
        yield data
    if isinstance(data, (Mapping, list)) and depth:
        for one in data.values() if isinstance(data, Mapping) else data:
            yield from _objects(one, depth - 1)


def _said(answer: Answer) -> Iterator[str]:
    """The texts of an error: `response.message` or `message`, one or a list, lists in lists too."""
    data = answer.json()
    for told in (mapping_in(data, "response").get("message"), mapping_in(data).get("message")):
        yield from _texts(told, _DEPTH)


def _texts(told: Any, depth: int) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, list) and depth:
        for one in told:
            yield from _texts(one, depth - 1)
