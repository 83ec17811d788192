"""Channels and their provider accounts: add, change, check, remove. What `belfry channel` does.

Here: what must hold of a channel, and the secrets that are made for it. Not here: sending (`core.dispatch`), what a
provider's answers mean (`core.gateways`), and rows (`storage.queries.channels`).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from core.errors import Conflict, Refused, Unknown
from core.gateways.base import Account, ChannelCheck
from core.gateways.registry import kind
from core.pace import read_pace
from storage.errors import AlreadyThere
from storage.queries import channels as store

Row = dict[str, Any]


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
class Added:
    """A new channel, and what its provider must be told: where to post events, and the key that signs them."""

    id: int
    webhook_url: str
    webhook_secret: str


def account(row: Row) -> Account:
    """How a driver reaches the channel of a row with clear credentials (`storage.queries.channels.get`)."""
    settings = {**_json(row["account_settings"]), **row["settings"]}
    return Account(row["url"], row["key"], row["sender"], row["secret"], settings)


def _json(value: Any) -> dict[str, Any]:
    """A JSON column under another name comes as the text that it is kept as."""
    return dict(json.loads(value) if isinstance(value, str) else value or {})


async def add(workspace: int, name: str, gateway: str, wanted: Wanted, public_url: str, now: datetime) -> Added:
    """Adds a channel. Raises Unknown ("gateway"), Refused ("channel_needs", "bad_url", …), Conflict."""
    of_kind = kind(gateway)
    name = name.strip()
    if not name or len(name) > 100:
        raise Refused("bad_channel_name")
    given = {"url": wanted.url, "key": wanted.key, "session": wanted.session, **(wanted.settings or {})}
    for need, what_for in of_kind.needs.items():
        if not given.get(need):
            raise Refused("channel_needs", option=need, what=what_for, gateway=gateway)
    _check(wanted)
    secret, hook = secrets.token_hex(32), secrets.token_urlsafe(24)
    try:
        row = await store.add(
            workspace,
            name,
            gateway,
            (wanted.url or "").rstrip("/"),
            wanted.key or "",
            secret,
            hook,
            wanted.session or name,
            now,
            pace=wanted.pace or of_kind.default_pace,
            daily_limit=wanted.daily_limit,
            settings=dict(wanted.settings or {}),
        )
    except AlreadyThere as e:
        raise Conflict("channel_exists", name=name) from e
    return Added(int(row["id"]), webhook_url(public_url, hook), secret)


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


async def find(workspace: int, name: str) -> Row:
    """The channel of that name. Raises Unknown ("channel")."""
    found = await store.find(workspace, name)
    if found is None:
        raise Unknown("channel", name=name, known=[row["name"] for row in await store.every(workspace)])
    return found


async def change(workspace: int, name: str, wanted: Wanted) -> None:
    """Changes what is given. Lanes notice by themselves. Raises as `add`."""
    row = await find(workspace, name)
    _check(wanted)
    fields: dict[str, Any] = {}
    if wanted.pace is not None:
        fields["pace"] = wanted.pace
    if wanted.daily_limit is not None:
        fields["daily_limit"] = wanted.daily_limit
    if wanted.session is not None:
        fields["sender"] = wanted.session
    if wanted.settings:
        fields["settings"] = {**row["settings"], **wanted.settings}
    try:
        if fields:
            await store.set_fields(workspace, row["id"], **fields)
        if wanted.url is not None or wanted.key is not None or wanted.settings or wanted.session is not None:
            url = None if wanted.url is None else wanted.url.rstrip("/")
            await store.set_account(workspace, row["account_id"], url, wanted.key)
    except AlreadyThere as e:
        raise Conflict("channel_exists", name=name) from e


async def check(workspace: int, name: str) -> ChannelCheck:
    """Asks the provider now; changes nothing. Raises Unknown ("channel")."""
    row = await store.get(workspace, (await find(workspace, name))["id"])
    driver = kind(row["gateway"]).connect(account(row))
    try:
        return await driver.check()
    finally:
        await driver.close()


async def remove(workspace: int, name: str) -> None:
    """Removes a channel that nothing was sent over. Raises Unknown ("channel"), Conflict ("channel_used")."""
    row = await find(workspace, name)
    if not await store.remove(workspace, row["id"]):
        raise Conflict("channel_used", name=row["name"])
