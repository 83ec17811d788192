"""What a new database begins with: the first workspace and its owners; in the sandbox also a channel and three people.

Here: first rows. Not here: the sandbox itself (`core.sandbox`), later changes (`bot.cli`).
"""

from __future__ import annotations

import ipaddress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from core.channels import channels
from core.channels.channels import Wanted
from core.errors import BadSetting
from core.settings import SANDBOX_OWNER, Settings
from storage.errors import AlreadyThere
from storage.queries import accounts, directory, workspaces
from storage.queries import channels as channel_store

Row = dict[str, Any]

SANDBOX_KEY = "sandbox-key-of-the-pretend-waha"
SANDBOX_SESSION = "clinic"
SANDBOX_CHANNEL = "clinic"
SANDBOX_SENDER = ("Sam", 1002)
SANDBOX_PEOPLE = (("Ana", "+351912000001"), ("Bruno", "+351912000002"), ("Carla", "+351912000003"))


async def first_workspace(settings: Settings, now: datetime, name: str = "Main") -> Row:
    """The oldest workspace, made when there is none; every address of BELFRY_OWNERS owns it."""
    for _ in range(3):
        try:
            return await _first_workspace(settings, now, name)
        except AlreadyThere:  # another role, which started at the same time, was quicker
            continue
    return await _first_workspace(settings, now, name)


async def _first_workspace(settings: Settings, now: datetime, name: str) -> Row:
    found = await workspaces.every()
    first = found[0] if found else None
    if first is None:
        first = await workspaces.add(name, settings.timezone, now, settings.language, settings.country or None)
    await _own(first["id"], settings.owners, now)
    return first


async def _own(workspace: int, owners: tuple[int, ...], now: datetime) -> None:
    known = {(row["kind"], row["ref"]): row["role"] for row in await workspaces.staff_of(workspace)}
    for owner in owners:
        if known.get(("telegram", str(owner))) != "owner":
            name = "Olivia" if owner == SANDBOX_OWNER else f"Owner {owner}"
            await workspaces.add_staff(workspace, name, "owner", "telegram", str(owner), now)


async def made_owners(settings: Settings, workspace: int, staff: int) -> list[str]:
    """The Telegram ids by which each start makes a member of staff an owner, whatever became of them: BELFRY_OWNERS."""
    if workspace != (await workspaces.every())[0]["id"]:
        return []
    rows = await workspaces.staff_of(workspace)
    theirs = {row["ref"] for row in rows if row["staff_id"] == staff and row["kind"] == "telegram"}
    return [str(owner) for owner in settings.owners if str(owner) in theirs]


async def sandbox(settings: Settings, public_url: str, waha_url: str, now: datetime) -> tuple[str, str]:
    """A clinic to play with; gives the webhook's URL and secret for the pretend WAHA.

    Raises BadSetting when the database holds a channel whose address is not loopback: a real one must not meet it.
    """
    await refuse_real_channels()
    workspace = (await first_workspace(settings, now, "Clinic"))["id"]
    row = await channel_store.find(workspace, SANDBOX_CHANNEL)
    if row is None:  # it comes last, so a seeding that was broken off is finished by the next start
        for name, phone in SANDBOX_PEOPLE:
            if await directory.by_phone(workspace, phone) is None:
                await directory.add_contact(workspace, name, phone, now)
        await _employ(workspace, *SANDBOX_SENDER, now)
        wanted = Wanted(waha_url, SANDBOX_KEY, SANDBOX_SESSION, pace="0s")
        added = await channels.add(workspace, SANDBOX_CHANNEL, "waha", wanted, public_url, now)
        return added.webhook_url, added.webhook_secret
    known = await channel_store.get(workspace, row["id"])
    if known["url"] != waha_url or known["key"] != SANDBOX_KEY:
        await accounts.set_fields(workspace, known["account_id"], waha_url, SANDBOX_KEY)
    return channels.webhook_url(public_url, known["hook"]), known["secret"]


async def _employ(workspace: int, name: str, telegram: int, now: datetime) -> None:
    known = {(row["kind"], row["ref"]) for row in await workspaces.staff_of(workspace)}
    if ("telegram", str(telegram)) not in known:
        await workspaces.add_staff(workspace, name, "sender", "telegram", str(telegram), now)


async def check_key() -> None:
    """Raises WrongKey when the secret key does not open what the database holds: better now than at the first send."""
    for workspace in await workspaces.every():
        for channel in await channel_store.every(workspace["id"]):
            await channel_store.get(workspace["id"], channel["id"])
            return


async def refuse_real_channels() -> None:
    """Raises BadSetting when any workspace's channel has an address that is not of this machine."""
    for workspace in await workspaces.every():
        for channel in await channel_store.every(workspace["id"]):
            if not _loopback(urlsplit(channel["url"]).hostname):
                hint = (
                    f"the channel {channel['name']!r} reaches {channel['url']}; the sandbox wants a database of its own"
                )
                raise BadSetting("real_channel", name="BELFRY_DATABASE", hint=hint)


def _loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
