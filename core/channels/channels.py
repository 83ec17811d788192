"""Channels and their provider accounts: add, change, check, remove. What `belfry channel` does.

Here: what must hold of a channel, and the secrets that are made for it. Not here: sending (`core.dispatch`), what a
provider's answers mean (`core.gateways`), and rows (`storage.queries.channels`).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from core.actor import Actor
from core.changes.entries import noted_setting
from core.errors import Conflict, Refused, Unknown
from core.gateways.base import Account, ChannelCheck, Health, Kind
from core.gateways.fields import only_known, sort_out
from core.gateways.registry import kind
from core.slots.pace import read_pace, tidy
from core.slots.ramp import limit_on
from core.slots.timing import midnight
from core.troubles import template_hold
from core.troubles.channel_hold import lift, why_held
from core.troubles.troubles import NEW_CONTACTS_PAUSED, answers_only, held_from_new_contacts
from storage import db
from storage.errors import AlreadyThere
from storage.queries import accounts, load
from storage.queries import channels as store

Row = dict[str, Any]

LOW_QUALITY = frozenset({"low", "red"})
"""A provider's words for the standing of a number that people report."""
ANSWERS_ONLY = "answers_only"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person says about a channel; None leaves it as it is (or the kind's default)."""

    url: str | None = None
    key: str | None = None
    session: str | None = None
    pace: str | None = None
    daily_limit: int | None = None
    settings: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A channel at a glance: its provider's `title`, its `light`, and how many messages it `sent` today, of at most `limit`."""

    id: int
    name: str
    title: str
    light: str
    sent: int
    row: Row
    stand_in: str = ""
    """The channel that may send in its place while it is down."""
    limit: int | None = None
    checked: bool = True
    """Whether its provider was ever heard of; one that was not is taken to work until it shows that it does not."""


@dataclass(frozen=True, slots=True)
class Added:
    """A new channel, and what its provider must be told: where to post events, and the key that signs them."""

    id: int
    webhook_url: str
    webhook_secret: str


def account(row: Row) -> Account:
    """How a driver reaches the channel of a row with clear credentials (`storage.queries.channels.get`)."""
    return Account(row["url"], row["key"], row["sender"], row["secret"], {**row["account_settings"], **row["settings"]})


def public_account(row: Row) -> Account:
    """A channel without its secrets, for what only its settings tell (`storage.queries.channels.state`)."""
    return Account(
        row["url"], "", row["sender"], "", {**accounts.opened(row["account_settings"], None), **row["settings"]}
    )


def hook_account(row: Row) -> Account:
    """What a webhook is verified with: an account by its hook (`storage.queries.accounts.by_hook`), no channel yet."""
    return Account(row["url"], row["key"], "", row["secret"], row["settings"])


async def add(
    workspace: int, name: str, gateway: str, wanted: Wanted, public_url: str, now: datetime, *, like: str | None = None
) -> Added:
    """Adds a channel. `like`: the name of a channel whose provider account, and so whose webhook, it shares.

    Raises Unknown ("gateway", "channel"), Refused ("channel_needs", "unknown_setting", "bad_choice", "bad_url", …), Conflict.
    """
    of_kind = kind(gateway)
    name = name.strip()
    if not name or len(name) > 100:
        raise Refused("bad_channel_name")
    shared = await _shared(workspace, like, gateway)
    _known(of_kind, wanted)
    said = sort_out(of_kind.fields, _said(wanted), gateway, only="session" if shared else None)
    _check(wanted)
    more: Row = {
        "pace": tidy(wanted.pace or of_kind.default_pace),
        "daily_limit": wanted.daily_limit,
        "most_people": of_kind.most_people,
        "settings": dict(said.free),
    }
    sender = said.places.get("session") or name
    try:
        if shared is not None:
            more["settings"] |= said.settings
            row = await store.add_to(workspace, shared["account_id"], name, sender, now, **more)
        else:
            url, key = said.places.get("url", "").rstrip("/"), said.places.get("key", "")
            secret, hook = secrets.token_hex(32), secrets.token_urlsafe(24)
            kept = accounts.sealed(said.settings, said.hidden)
            row = await store.add(
                workspace, name, gateway, url, key, secret, hook, sender, now, account_settings=kept, **more
            )
    except AlreadyThere as e:
        raise Conflict("channel_exists", name=name) from e
    return Added(int(row["id"]), webhook_url(public_url, row["hook"]), of_kind.verify_token(account(row)))


async def _shared(workspace: int, like: str | None, gateway: str) -> Row | None:
    """The channel to share an account with. Raises Unknown ("channel"), Refused ("other_gateway")."""
    if like is None:
        return None
    row = await store.get(workspace, (await find(workspace, like))["id"])
    if row["gateway"] != gateway:
        raise Refused("other_gateway", name=row["name"], gateway=row["gateway"])
    return row


def _said(wanted: Wanted) -> dict[str, str | None]:
    return {**(wanted.settings or {}), "url": wanted.url, "key": wanted.key, "session": wanted.session}


def _known(of_kind: Kind, wanted: Wanted) -> None:
    only_known((*of_kind.fields, *of_kind.unasked), wanted.settings or (), of_kind.name)


def webhook_url(public_url: str, hook: str) -> str:
    return f"{public_url.rstrip('/')}/webhooks/{hook}"


def _check(wanted: Wanted) -> None:
    if wanted.url is not None:
        parts = urlsplit(wanted.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("bad_url", url=wanted.url)
    if wanted.pace is not None:
        read_pace(wanted.pace)
    if wanted.daily_limit is not None and wanted.daily_limit < 1:
        raise Refused("bad_daily_limit")


async def names(workspace: int) -> list[str]:
    return [row["name"] for row in await store.every(workspace)]


async def overview(actor: Actor, now: datetime) -> list[Seen]:
    """Every channel with what it did today, by the workspace's day; the default one first."""
    day = now.astimezone(ZoneInfo(actor.zone)).date()
    found = []
    rows = await store.every(actor.workspace)
    called = {row["id"]: row["name"] for row in rows}
    for row in rows:
        limit = limit_on(row, day)
        sent = await load.sent_since(actor.workspace, row["id"], midnight(day, actor.zone))
        title, other = kind(row["gateway"]).title or row["gateway"], called.get(row["failover_id"], "")
        shown = row | {"reason": row["reason"] or _slowed(row, now)}
        known = bool(row["health_at"] or row["number"] or row["seen"])
        checked = known or await load.ever_sent(actor.workspace, row["id"])
        at_a_glance = light(shown, sent, limit, now)
        found.append(Seen(row["id"], row["name"], title, at_a_glance, sent, shown, other, limit, checked))
    return sorted(found, key=lambda one: not one.row["is_default"])


def _slowed(row: Row, now: datetime) -> str:
    """Why a channel that works does so only in part, as a reason code; "" where it does as ever."""
    if held := why_held(row, now):
        return held
    if held_from_new_contacts(row, now) is not None:
        return ANSWERS_ONLY if answers_only(row, now) else NEW_CONTACTS_PAUSED
    return "quality_low" if (row["seen"] or {}).get("quality") in LOW_QUALITY else ""


def light(row: Row, sent: int, limit: int | None, now: datetime) -> str:
    """ "paused", "down", "slow", "limit" or "working": how a channel is at a glance."""
    if row["paused"]:
        return "paused"
    if row["health"] != "working":
        return "down"
    if near_limit(limit, sent):
        return "limit"
    held = row["hold_until"] is not None and row["hold_until"] > now
    return "slow" if held or row["reason"] else "working"


def near_limit(limit: int | None, sent: int) -> bool:
    """Whether nine tenths of a day's limit are used."""
    return limit is not None and sent * 10 >= limit * 9


async def pause(actor: Actor, channel: int, paused: bool, now: datetime) -> bool:
    """Nothing leaves over a paused channel; what comes due waits, up to its lateness limit. False: it was so already."""
    actor.needs("manager")
    async with db.transaction():
        changed = await store.set_paused(actor.workspace, channel, paused)
        if changed:
            before = {"channel": channel, "fields": {"paused": not paused}}
            await noted_setting(actor, "channel", f"channel:{channel}", before, now, paused=paused)
    return changed


async def make_default(actor: Actor, channel: int, now: datetime) -> bool:
    """What names no channel leaves over this one from now on. False: it was the default already."""
    actor.needs("owner")
    async with db.transaction():
        was = [row["id"] for row in await store.every(actor.workspace) if row["is_default"]]
        changed = await store.make_default(actor.workspace, channel)
        if changed and was:
            before = {"channel": channel, "default": was[0]}
            await noted_setting(actor, "channel", f"channel:{channel}", before, now, is_default=True)
    return changed


async def try_templates(actor: Actor, channel: int, now: datetime) -> bool:
    """What waits for a template that the provider did not send is tried again, over all channels of the account. False: nothing
    was stopped. Raises NotFound."""
    actor.needs("manager")
    async with db.transaction():
        row = await store.state(actor.workspace, channel)
        every = [one["id"] for one in await store.of_account(row["account_id"])]
        return any([await template_hold.go_on(actor.workspace, one, now) for one in every])


async def choose(actor: Actor, name: str | None) -> Row | None:
    """The channel that a message leaves over: the one named, else the speaker's own, else the default one; None: none such.

    Raises Refused("channel_of_another") for one that belongs to somebody else; an owner may use each.
    """
    rows = await store.every(actor.workspace)
    if name is not None:
        named = next((row for row in rows if row["name"].casefold() == name.casefold()), None)
        if named is not None and named["staff_id"] not in (None, actor.staff) and actor.role != "owner":
            raise Refused("channel_of_another", name=named["name"])
        return named
    own = [row for row in rows if row["staff_id"] is not None and row["staff_id"] == actor.staff]
    shared = sorted((row for row in rows if row["staff_id"] is None), key=lambda row: not row["is_default"])
    return next(iter([*own, *shared]), None)


async def give(workspace: int, name: str, staff: int | None) -> None:
    """From now on only that member of staff, and owners, begin messages over it; None: everybody. Raises Unknown."""
    await store.set_fields(workspace, (await find(workspace, name))["id"], staff_id=staff)


async def find(workspace: int, name: str) -> Row:
    """The channel of that name. Raises Unknown ("channel")."""
    found = await store.find(workspace, name)
    if found is None:
        raise Unknown("channel", name=name, known=await names(workspace))
    return found


async def change(workspace: int, name: str, wanted: Wanted) -> None:
    """Changes what is given. Lanes notice by themselves. Raises as `add`."""
    found = await find(workspace, name)
    row = await store.get(workspace, found["id"])
    of_kind = kind(row["gateway"])
    _known(of_kind, wanted)
    said = sort_out(of_kind.fields, _said(wanted), row["gateway"], only="")
    _check(wanted)
    fields: dict[str, Any] = {}
    if wanted.pace is not None:
        fields["pace"] = tidy(wanted.pace)
    if wanted.daily_limit is not None:
        fields["daily_limit"] = wanted.daily_limit
    if wanted.session is not None:
        fields["sender"] = wanted.session
    own = {name: value for name, value in said.settings.items() if name in row["settings"]}
    if said.free or own:
        fields["settings"] = {**row["settings"], **said.free, **own}
    try:
        if fields:
            await store.set_fields(workspace, row["id"], **fields)
        if wanted.url is not None or wanted.key is not None or wanted.settings or wanted.session is not None:
            url = None if wanted.url is None else wanted.url.rstrip("/")
            kept = {name: value for name, value in said.settings.items() if name not in own}
            await accounts.set_fields(workspace, row["account_id"], url, wanted.key, accounts.sealed(kept, said.hidden))
    except AlreadyThere as e:
        raise Conflict("channel_exists", name=name) from e


async def check(workspace: int, name: str, now: datetime) -> ChannelCheck:
    """Asks the provider now, and keeps what it tells besides health; a restriction that it has lifted ends. Raises Unknown
    ("channel")."""
    row = await store.get(workspace, (await find(workspace, name))["id"])
    driver = kind(row["gateway"]).connect(account(row))
    try:
        found = await driver.check()
    finally:
        await driver.close()
    await learn(row["id"], found)
    if found.free:
        await lift(workspace, row["id"], now)
    return found


async def learn(channel: int, found: ChannelCheck) -> None:
    """Keeps what a check told of a channel besides its health: its number, how many people it may write to, its standing."""
    seen: Row = {
        name: value for name, value in (("limit", found.limit), ("quality", found.quality)) if value is not None
    }
    if found.health is Health.WORKING and not seen and found.number is None:
        seen["answered"] = True  # all that is known is that somebody is there
    await store.learn_seen(channel, seen, found.number)


async def remove(workspace: int, name: str) -> None:
    """Removes a channel that nothing was sent over. Raises Unknown ("channel"), Conflict ("channel_used")."""
    row = await find(workspace, name)
    if not await store.remove(workspace, row["id"]):
        raise Conflict("channel_used", name=row["name"])
