"""What protects a number, as settings of a channel: how an owner changes them, and who is too many for one message.

Here: the settings' values and their checks; what a channel's gateway would refuse. Not here: what a day holds
(`core.slots.ramp`, `core.slots.room`), asking about it in a chat (`bot.handlers.scheduling`), a channel's other settings
(`core.channels`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import reach
from core.actor import Actor
from core.changes.entries import noted_setting
from core.channels.channels import find, public_account
from core.channels.setup import seen_only_here
from core.commands import Audience
from core.errors import Refused, Unknown
from core.gateways.base import Media, Outgoing, Template
from core.gateways.registry import kind
from core.people import people
from core.recurrence import local
from core.slots.pace import read_pace, tidy
from core.slots.room import TOO_MANY
from storage import db
from storage.queries import channels as store
from storage.queries import deliveries
from storage.queries import media as files

Row = dict[str, Any]

BEYOND_TIER = "beyond_tier"
NONE = "none"
COUNTS = {"daily": "daily_limit", "people": "most_people", "new": "new_limit", "warm-up": "warm_up"}
"""What a setting is called, and its column."""
SETTINGS = ("pace", *COUNTS)


@dataclass(frozen=True, slots=True)
class TooMany:
    """A message goes to more people than may be: `code` is TOO_MANY where an owner can change it, BEYOND_TIER where only the
    provider can."""

    code: str
    most: int
    people: int
    channel: str


def stands_against(channel: Row | None, count: int) -> TooMany | None:
    """What stands against a message to so many people over a channel."""
    if channel is None:
        return None
    most, tier = channel["most_people"], (channel["seen"] or {}).get("limit")
    if most is not None and count > most:
        return TooMany(TOO_MANY, most, count, channel["name"])
    if tier is not None and count > tier:
        return TooMany(BEYOND_TIER, tier, count, channel["name"])
    return None


async def allow(actor: Actor, channel: Row | None, audience: Audience) -> None:
    """Raises Refused ("too_many_people" | "beyond_tier") for a message that goes to more than the channel allows in one."""
    if channel is None or stands_against(channel, 1_000_000) is None:
        return
    who = await people.recipients(actor, audience)
    if (found := stands_against(channel, who.people)) is not None:
        raise Refused(found.code, people=found.people, most=found.most, channel=found.channel)


async def takes(
    workspace: int, channel: Row | None, text: str, media: int | None, template: Mapping[str, Any] | None = None
) -> None:
    """Raises Refused ("gateway_refuses", with a `cause`) for what a channel's gateway would refuse when it is to leave."""
    if channel is None:
        return
    row = await store.state(workspace, channel["id"])
    file = await files.about(workspace, media) if media is not None else None
    url = None if seen_only_here(reach.public_url(), row["url"]) else ""
    sent = Media(file["kind"], file["mime"], file["name"], b"", url) if file is not None else None
    named = Template(template["name"], "", template["values"]) if template is not None else None
    refused = kind(row["gateway"]).refuses(Outgoing(None, "", text, None, sent, named), public_account(row))
    if refused:
        raise Refused("gateway_refuses", channel=row["name"], cause=refused)


async def let_in(channel: Row, occurrence: int, contacts: Sequence[int]) -> list[int]:
    """Those of the contacts, in their order, who still fit into what a due time may have beside those who are in it already: a
    group may have grown since somebody agreed to its number."""
    most = channel["most_people"]
    if most is None or not contacts:
        return list(contacts)
    inside = await deliveries.in_plan(channel["workspace_id"], occurrence)
    room = max(most - len(inside), 0)
    known = [one for one in contacts if one in inside]
    return known + [one for one in contacts if one not in inside][:room]


async def change(actor: Actor, name: str, what: str, value: str, now: datetime) -> int | None:
    """Changes one of SETTINGS; the entry that undoes it, None where it was so already. "none" takes a limit away.

    Raises NotAllowed, Unknown ("channel" | "no_such_setting"), Refused ("bad_pace" | "bad_limit").
    """
    actor.needs("owner")
    row = await find(actor.workspace, name)
    return await _set(actor, row, _fields(what, value.strip(), actor, now), now)


async def _set(actor: Actor, row: Row, fields: Row, now: datetime) -> int | None:
    before = {name: row[name] for name in fields}
    if before == fields:
        return None
    async with db.transaction():
        await store.set_fields(actor.workspace, row["id"], **fields)
        kept = {"channel": row["id"], "fields": before}
        return await noted_setting(actor, "channel", f"channel:{row['id']}", kept, now, **fields)


async def allow_people(actor: Actor, name: str, count: int, now: datetime) -> bool:
    """From now on so many recipients a message, unless more are allowed already (False). Raises NotAllowed, Unknown."""
    actor.needs("owner")
    row = await find(actor.workspace, name)
    if row["most_people"] is None or row["most_people"] >= count:
        return False
    return await _set(actor, row, {"most_people": count}, now) is not None


def _fields(what: str, value: str, actor: Actor, now: datetime) -> dict[str, Any]:
    if what == "pace":
        text = "0s" if value.casefold() == NONE else tidy(value)
        read_pace(text)
        return {"pace": text}
    if what not in COUNTS:
        raise Unknown("no_such_setting", name=what)
    count = count_of(value)
    fields: dict[str, Any] = {COUNTS[what]: count}
    if what == "warm-up":
        fields["warm_from"] = local(now, actor.zone).date().isoformat() if count is not None else None
    return fields


def count_of(value: str) -> int | None:
    """ "180" or "none". Raises Refused ("bad_limit")."""
    if value.casefold() == NONE:
        return None
    if not (value.isascii() and value.isdigit()) or not 0 < int(value) < 1_000_000_000:
        raise Refused("bad_limit", limit=value)
    return int(value)
