"""When a channel may write what it likes to a person, and when only an approved template: from when they wrote last.

Some providers let free text go only for so long after a person wrote (a `window`), and not too soon after the last one (a
`gap`). Asked when a message is scheduled, so that the bot says it then, and again before it leaves. Here: the question. Not
here: which provider has which (`core.gateways`), and words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.channels.channels import public_account
from core.gateways.base import Template
from core.gateways.registry import kind
from storage.queries import directory, events

Row = dict[str, Any]

TEMPLATE_REQUIRED = "template_required"
"""The cause of a delivery that did not leave because only a template might, and the channel names none."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a channel's provider asks. `template`: name and language of the one that takes the text in its only place."""

    channel: int
    window: timedelta | None
    gap: timedelta
    template: tuple[str, str] | None
    template_language: str = "en"
    """The language of a template that is named without one."""

    def wrap(self, text: str) -> Template | None:
        """The channel's template around a text; None where it names none."""
        return Template(self.template[0], self.template[1], (text,)) if self.template is not None else None


def terms_of(channel: Row) -> Terms:
    """The terms of a channel (`storage.queries.channels.state`)."""
    account, of_kind = public_account(channel), kind(channel["gateway"])
    name = str(account.settings.get("template") or "")
    language = str(account.settings.get("template_language") or "en")
    return Terms(channel["id"], of_kind.window(account), of_kind.pair_gap, (name, language) if name else None, language)


@dataclass(frozen=True, slots=True)
class Closed:
    """Who, at a due time, may only be sent a template, if they do not write before; and the template that is used then."""

    names: tuple[str, ...] = ()
    count: int = 0
    template: str | None = None


NOBODY = Closed()
MOST_NAMED = 500


async def foretell(
    workspace: int, channel: Row | None, contacts: Sequence[int], due: datetime, *, with_file: bool = False
) -> Closed:
    """What the bot says of a message that is due then: nothing for a channel without a window. A file fits in no place of a
    text."""
    if channel is None:
        return NOBODY
    terms = terms_of(channel)
    found = await closed_for(workspace, terms, contacts, due)
    rows = await directory.by_ids(workspace, sorted(found)) if 0 < len(found) <= MOST_NAMED else []
    names = tuple(row["name"] for row in rows)
    return Closed(names, len(found), terms.template[0] if terms.template and not with_file else None)


async def closed_for(workspace: int, terms: Terms, contacts: Sequence[int], at: datetime) -> set[int]:
    """Those of the contacts to whom free text may not go at an instant, if they do not write before."""
    if terms.window is None or not contacts:
        return set()
    wrote = await events.last_wrote(workspace, terms.channel, contacts)
    return {one for one in contacts if one not in wrote or at - wrote[one] >= terms.window}
