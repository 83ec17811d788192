"""One sentence for each error code of the domain, which says what to do. Pure.

Not here: refusals of sentences (`bot.replies.readings`): those are readings, not errors.
"""

from __future__ import annotations

from bot.replies.channel_notices import health_words
from bot.replies.looks import cause
from bot.replies.voice import Html, Voice
from core.actor import ROLES
from core.errors import BelfryError

ALREADY = frozenset(
    {
        "already_cancelled",
        "already_paused",
        "not_paused",
        "not_due_then",
        "nothing_to_retry",
        "already_chosen",
        "already_settled",
        "already_undone",
        "not_held",
    }
)
"""Codes that, after a tap, mean that an earlier tap did it."""


def why_not(said: Voice, error: BelfryError) -> Html:
    """The sentence of an error's code, filled with its values."""
    values = {name: value for name, value in error.values.items() if isinstance(value, str | int)}
    if "number" in values:
        values["number"] = f"#{values['number']}"
    for name in ("role", "needs"):
        if values.get(name) in ROLES:
            values[name] = said(f"role-{values[name]}")
    if "reason" in values:
        values["reason"] = health_words(said, str(values["reason"]), "down")
    if "cause" in values:
        values["cause"] = cause(said, str(values["cause"]))
    key = f"error-{error.code}"
    if error.code == "no_channel" and values.get("name"):
        key = "error-no_channel-name"
    return said.html(key if said.has(key) else "error-other", **values)
