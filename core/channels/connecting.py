"""Connecting a channel step by step: what a setup asks of the outside world, and what it keeps.

Here: testing what was typed before anything is kept, adding the channel, telling the provider where to post, and whether
its events come. Not here: the steps themselves (`core.channels.setup`), sentences (`bot.replies.setup`).
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from core.actor import Actor
from core.changes.entries import noted_setting
from core.channels import channels
from core.channels.channels import Wanted
from core.channels.setup import SILENT_FROM, Setup, seen_only_here, tested
from core.errors import BadSetting
from core.gateways.base import Account, ChannelCheck, Driver, Health
from core.gateways.registry import kind
from core.gateways.telling import SetsWebhook
from storage import db
from storage.queries import accounts, notices, setups
from storage.queries import channels as store

Row = dict[str, Any]

TEST_SECONDS = 15.0
"""A person waits for it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where this Belfry is: how the outside reaches it, and whether it runs in a container."""

    public_url: str = "http://127.0.0.1:8080"
    contained: bool = False


def in_container() -> bool:
    """Docker and Podman leave a file, Kubernetes a variable."""
    marks = (Path("/.dockerenv"), Path("/run/.containerenv"))
    return any(mark.exists() for mark in marks) or "KUBERNETES_SERVICE_HOST" in os.environ


@dataclass(frozen=True, slots=True)
class Webhook:
    """What is pasted into the provider's form, and what helps with it."""

    url: str
    secret: str
    steps: str
    settable: bool
    only_here: bool


async def webhook_of(workspace: int, channel: int, place: Place) -> Webhook:
    """Raises NotFound where the channel is gone."""
    row = await store.get(workspace, channel)
    of_kind = kind(row["gateway"])
    driver = of_kind.connect(channels.account(row))
    try:
        settable = isinstance(driver, SetsWebhook)
    finally:
        await driver.close()
    url = channels.webhook_url(place.public_url, row["hook"])
    secret, only_here = of_kind.verify_token(channels.account(row)), seen_only_here(place.public_url, row["url"])
    return Webhook(url, secret, of_kind.webhook_steps, settable, only_here)


async def set_webhook(workspace: int, channel: int, place: Place) -> str:
    """Tells the provider by its API where to post. "" when done, else a reason code."""
    row = await store.get(workspace, channel)
    driver = kind(row["gateway"]).connect(channels.account(row))
    try:
        if not isinstance(driver, SetsWebhook):
            return "not_settable"
        async with asyncio.timeout(TEST_SECONDS):
            return await driver.set_webhook(channels.webhook_url(place.public_url, row["hook"]), row["secret"])
    except TimeoutError:
        return "timeout"
    finally:
        await driver.close()


async def test(setup: Setup) -> Setup:
    """Asks the provider with what was typed; nothing is kept."""
    values = {one.name: one.default for one in kind(setup.gateway).fields} | {**setup.given, **setup.secrets}
    url, key, sender = values.pop("url", ""), values.pop("key", ""), values.pop("session", "") or setup.name
    try:
        driver = kind(setup.gateway).connect(Account(url, key, sender, "", values))
    except BadSetting as error:
        return tested(setup, str(Health.HALTED), str(error.values.get("name") or error.code), None)
    found = await _check(driver)
    return tested(setup, str(found.health), found.reason, found.number)


async def _check(driver: Driver) -> ChannelCheck:
    try:
        async with asyncio.timeout(TEST_SECONDS):
            return await driver.check()
    except TimeoutError:
        return ChannelCheck(Health.DOWN, "timeout")
    finally:
        await driver.close()


async def keep_channel(actor: Actor, proposal: int, setup: Setup, place: Place, now: datetime) -> Setup | None:
    """The channel is kept as it was tested, in one transaction with the step that says so; None: another step was quicker.

    Raises as `core.channels.channels.add`.
    """
    actor.needs("owner")
    with suppress(_LateError):
        async with db.transaction():
            kept = await _add(actor, setup, place, now)
            if not await setups.step(proposal, setup.rev, kept.to_json(), {}, "open", now):
                raise _LateError
        return replace(kept, rev=kept.rev + 1)
    return None


class _LateError(Exception):
    """Rolls the channel back."""


async def _add(actor: Actor, setup: Setup, place: Place, now: datetime) -> Setup:
    values = {name: value for name, value in {**setup.given, **setup.secrets}.items() if value}
    url, key, session = (values.pop(name, None) for name in ("url", "key", "session"))
    wanted = Wanted(url, key, session, settings=values or None)
    added = await channels.add(actor.workspace, setup.name, setup.gateway, wanted, place.public_url, now)
    health, reason = setup.check.get("health", "working"), setup.check.get("reason", "")
    fields: Row = {"number": setup.check.get("number")}
    if setup.check.get("health") == "working":
        fields["seen"] = {"answered": True}
    if health != "working":
        fields |= {"health": health, "reason": reason, "health_at": now}
    await store.set_fields(actor.workspace, added.id, **fields)
    await noted_setting(actor, "add_channel", f"channel:{added.id}", {"channel": added.id}, now, name=setup.name)
    kept = replace(setup, step="webhook", channel=added.id, secrets={}, trouble="", offer="", took_secret=False)
    return replace(kept, waits_since=now.isoformat())


async def name_taken(workspace: int, name: str) -> bool:
    return await store.find(workspace, name) is not None


async def listen(row: Row, now: datetime) -> Setup | None:
    """What came in for a setup that waits for its first event; None: nothing new.

    A verified event of the channel itself leads on; one of another sender of the account, a call whose signature was wrong,
    or a long silence is said.
    """
    setup = Setup.from_json(row["reading"], {})
    if setup.step != "webhook" or setup.channel is None:
        return None
    heard = await accounts.heard(row["workspace_id"], setup.channel)
    if heard["verified"]:
        return replace(setup, step="contact", trouble="", offer="", by="")
    if setup.trouble not in ("", "set"):
        return None
    if heard["other_sender"]:
        return replace(setup, trouble="other_sender", offer=heard["other_sender"], by="")
    if heard["refused"]:
        return replace(setup, trouble="bad_signature", by="")
    if setup.waits_since and now - datetime.fromisoformat(setup.waits_since) >= SILENT_FROM:
        return replace(setup, trouble="silent", waits_since="", by="")
    return None


async def move_on(row: Row, setup: Setup, now: datetime) -> bool:
    """Keeps the next state of a setup whose secrets are gone by now, and has it told; False: another was quicker."""
    async with db.transaction():
        if not await setups.step(row["id"], setup.rev, setup.to_json(), {}, "open", now):
            return False
        detail = {"setup": row["id"], "rev": setup.rev + 1}
        about = f"setup:{row['id']}:{setup.rev + 1}"
        await notices.tell(row["workspace_id"], row["staff_id"], "setup", about, detail, now)
    return True


async def take_sender(workspace: int, setup: Setup) -> None:
    """The sender that the events name is the channel's; what came under it before is looked at no more."""
    if setup.channel is None:
        return
    row = await store.state(workspace, setup.channel)
    await store.set_fields(workspace, setup.channel, sender=setup.offer)
    await accounts.set_fields(workspace, row["account_id"])  # drivers notice by its revision
    await accounts.forget_strays(row["account_id"])


async def try_again(workspace: int, channel: int) -> None:
    """A person mended the webhook: what was refused or astray until now is forgotten."""
    row = await store.state(workspace, channel)
    await accounts.forget_strays(row["account_id"])
