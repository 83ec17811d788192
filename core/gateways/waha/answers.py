"""What WAHA's answer to a send means: accepted, rejected, provably not sent, or nobody knows.

Here: status, headers and body in, a typed answer out. Not here: the request (`waha`, `wire`). Rules: sections 1.4 and
1.6 of the contract page (WAHA 2026.7). What the page does not name is `Unsure`. Nothing of a body is kept: WAHA's 500
gives back the text and the number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from core.gateways.base import Accepted, News, NotSent, Rejected, Sent, Unsure
from core.gateways.reading import text_in
from core.gateways.waha.ids import id_in
from core.gateways.wire import Answer

SLOW_DOWN_SECONDS = 60.0
"""How long to slow down when a 429 does not say. WAHA has no limit of its own: it comes from a proxy in front."""

NEW_CONTACTS_SECONDS = 3600.0
"""How long new contacts rest after a 463. WhatsApp's error does not say; the session's `reachoutTimelock` may."""

_RESTRICTED = re.compile(r"returned error 463\b")
_NO_SUCH_NUMBER = re.compile(r"no LID found for|No LID for user|Lid is missing in chat table", re.IGNORECASE)


def read_answer(answer: Answer, token: str | None) -> Sent:
    """What an answer to sendText says. `token` is the id that went with the request, None if the engine ignores it."""
    if 200 <= answer.status < 300:
        return _accepted(answer, token)
    reader = _READERS.get(answer.status)
    return reader(answer) if reader is not None else Unsure(f"http_{answer.status}")


def _accepted(answer: Answer, token: str | None) -> Sent:
    """201 is acceptance, not delivery. So is an empty body (WEBJS): its id is as reserved, or unknown until the echo."""
    if answer.body.strip() in (b"", b"null"):
        return Accepted(token)
    data = answer.json()
    if not isinstance(data, dict):
        return Unsure("broken_answer")  # not WAHA's: a proxy's page, or cut off on the way
    found = id_in(data)
    return Accepted(found.raw if found is not None else token)


def _bad_key(_: Answer) -> Sent:
    """Refused at the door, before the engine: nothing left, and nothing will until a person mends the key."""
    return NotSent("bad_key", news=News("halted", "bad_key"))


def _not_found(_: Answer) -> Sent:
    """sendText has no 404: WAHA is not there (a proxy answers while it restarts), or the address is wrong."""
    return NotSent("not_found", news=News("down", "not_found"))


def _bad_request(_: Answer) -> Sent:
    """The body was refused before the engine saw it; the same body will be refused again."""
    return Rejected("bad_request")


def _redirected(_: Answer) -> Sent:
    """Asked to go elsewhere by something in front of WAHA; we do not follow, so nothing left."""
    return NotSent("redirected", news=News("halted", "bad_url"))


def _slow_down(answer: Answer) -> Sent:
    """Refused by a limiter in front of WAHA, before the engine."""
    seconds = answer.retry_after()
    seconds = SLOW_DOWN_SECONDS if seconds is None else seconds
    return NotSent("slow_down", retry_after=seconds, news=News("slow_down", "http_429", seconds))


def _unprocessable(answer: Answer) -> Sent:
    """Two bodies share 422: the session's (`error`, `session`, `status`), never sent, and NestJS's own (`message`)."""
    data = answer.json()
    error = text_in(data, "error")
    if "does not exist" in error or error == "Session name is required":
        return NotSent("unknown_session", news=News("halted", "unknown_session"))
    status = text_in(data, "status")
    if status and error:
        # WORKING here means that it came back between the check and the answer: no news.
        news = News("down", status.lower()[:40]) if status != "WORKING" else None
        return NotSent("not_working", news=news)
    if text_in(data, "message"):
        return Rejected("unprocessable")
    return Unsure("http_422")


def _thrown(answer: Answer) -> Sent:
    """The engine threw. Two texts of WhatsApp's own refusals prove that nothing left; any other may have come after."""
    data = answer.json()
    told = text_in(data, "exception", "message") + "\n" + text_in(data, "exception", "details")
    if _RESTRICTED.search(told):
        # Refused for this recipient, not only for the account (seen without a timelock): waiting alone may not mend it.
        news = News("new_contacts_paused", "error_463", NEW_CONTACTS_SECONDS)
        return Rejected("new_contacts_paused", news=news)
    if _NO_SUCH_NUMBER.search(told):
        return Rejected("no_such_number")
    return Unsure("http_500")


_READERS: Mapping[int, Callable[[Answer], Sent]] = {
    301: _redirected,
    302: _redirected,
    307: _redirected,
    308: _redirected,
    400: _bad_request,
    401: _bad_key,
    403: _bad_key,
    404: _not_found,
    405: _not_found,
    413: _bad_request,
    415: _bad_request,
    422: _unprocessable,
    429: _slow_down,
    500: _thrown,
}
