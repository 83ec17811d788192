"""In which form a delivery's words go: as they are, by the template that a person named, or by the channel's around them.

Not here: whether it may leave (`look`), what a channel's provider asks (`core.channels.windows`). Pure.
"""

from __future__ import annotations

from typing import Any

from core.channels.windows import TEMPLATE_REQUIRED, Terms
from core.dispatch.look import Never
from core.gateways.base import Template
from core.messages.placeholders import filled

Row = dict[str, Any]


def template_of(row: Row, text: str, terms: Terms, closed: bool) -> Template | Never | None:
    """None: free text goes. `closed`: only a template may go to this person now."""
    named = (row["carries"] or {}).get("template")
    if named is not None:
        language = named["language"] or terms.template_language
        values = [filled(value, row["contact_name"]) for value in named["values"]]
        return Template(named["name"], language, values, named.get("names") or ())
    if not closed:
        return None
    wrapped = terms.wrap(text) if row["media_id"] is None else None
    return wrapped if wrapped is not None else Never(TEMPLATE_REQUIRED)


def answered_by(row: Row) -> str | None:
    """The provider's id of what it answers; another channel would not know it."""
    told = (row["carries"] or {}).get("reply_to")
    return str(told) if told is not None and row["own_channel"] == row["channel_id"] else None
