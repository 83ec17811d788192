"""What Chatwoot's answers mean: for the steps before a message (whom, where), and for the message itself.

Here: status and body in, a typed answer out. Not here: the requests (`chatwoot.rooms`, `chatwoot`). Rules: sections A1.9 and
C1 of the contract page (Chatwoot v4.15.1). The steps before leave no message behind, so whatever goes wrong there is `NotSent`;
of the message only 401, 403, 404, 429 and a 422 that begins with "Validation failed:" prove that no row was made. Nothing of a
body is kept.
"""

from __future__ import annotations

from core.gateways.base import Accepted, News, NotSent, Rejected, Sent, Unsure
from core.gateways.chatwoot.messages import number_of
from core.gateways.reading import text_in
from core.gateways.wire import Answer

SLOW_DOWN_SECONDS = 60.0
"""How long to slow down when nothing says: Chatwoot counts by the minute, and its 429 has no Retry-After."""

_DOWN = (502, 503, 504)


def read_message_answer(answer: Answer) -> Sent:
    """What the answer to a new message says."""
    if 200 <= answer.status < 300:
        data = answer.json()
        ref = number_of(data.get("id")) if isinstance(data, dict) else ""
        return Accepted(ref) if ref else Unsure("no_id")
    if answer.status == 422:
        return _invalid(_said(answer))
    return refused(answer) or Unsure(f"http_{answer.status}")


def read_step_failure(answer: Answer) -> Sent:
    """What an answer other than a good one says of a step before the message, which has not left."""
    news = News("down", f"http_{answer.status}") if answer.status in _DOWN else None
    return refused(answer) or NotSent(f"http_{answer.status}", news=news)


def refused(answer: Answer) -> NotSent | None:
    """What was refused before any work: a key, an account, an address, a limiter. None for every other answer."""
    if answer.status in (401, 403):
        reason = door(answer)
        return NotSent(reason, news=News("halted", reason))
    if answer.status == 404:
        return NotSent("not_found", news=News("down", "not_found"))
    if 300 <= answer.status < 400:
        return NotSent("redirected", news=News("halted", "bad_url"))
    if answer.status == 429:
        seconds = answer.retry_after()
        return slow_down("http_429", SLOW_DOWN_SECONDS if seconds is None else seconds)
    return None


def slow_down(why: str, seconds: float = SLOW_DOWN_SECONDS) -> NotSent:
    return NotSent("slow_down", retry_after=seconds, news=News("slow_down", why, seconds))


def door(answer: Answer) -> str:
    """Why the door is shut, as a code. Chatwoot says 401 also where others say 403."""
    said = _said(answer).lower()
    if "bots" in said:
        return "bot_key"
    if "suspended" in said:
        return "account_suspended"
    if "not enabled" in said:
        return "api_not_enabled"
    return "not_allowed" if "not authorized" in said else "bad_key"


def _said(answer: Answer) -> str:
    data = answer.json()
    return text_in(data, "error") or text_in(data, "message")


def _invalid(said: str) -> Sent:
    """A 422: proof only in the words of a validation, as errors after the row was made come as 422 too."""
    if not said.startswith("Validation failed:"):
        return Unsure("http_422")
    return slow_down("conversation_limit") if "too many messages" in said.lower() else Rejected("unprocessable")
