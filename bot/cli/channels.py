"""`belfry channel`: the WhatsApp senders."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from dataclasses import asdict

from bot.cli.edge import FAILED, WRONG_USAGE, Complaint
from bot.cli.session import in_workspace, say_json, say_table
from core import channels
from core.channels import Wanted
from core.gateways.base import Health
from core.gateways.registry import KINDS
from storage.queries import channels as store


def kinds(args: Namespace) -> None:
    if args.json:
        say_json([{"kind": k.name, "needs": dict(k.needs), "pace": k.default_pace} for k in KINDS.values()])
        return
    for one in KINDS.values():
        print(f"{one.name} (pace {one.default_pace} unless told otherwise)")
        for need, what_for in one.needs.items():
            option = f"--{need}" if need in ("url", "key", "session") else f"--set {need}=…"
            print(f"  {option:<14}{what_for}")


def _wanted(args: Namespace) -> Wanted:
    settings = {}
    for option in args.options:
        name, equals, value = option.partition("=")
        if not equals or not name:
            raise Complaint(f"--set wants name=value, not {option!r}.", WRONG_USAGE)
        settings[name] = value
    key = args.key if args.key is not None else os.environ.get("BELFRY_CHANNEL_KEY")
    if key == "-":
        key = sys.stdin.readline().strip()
    return Wanted(args.url, key or None, args.session, args.pace, args.daily_limit, settings or None)


async def add(args: Namespace) -> None:
    wanted = _wanted(args)
    async with in_workspace(args) as session:
        added = await channels.add(
            session.workspace_id, args.name, args.gateway, wanted, session.settings.public_url, session.clock.now()
        )
    if args.json:
        say_json(asdict(added))
        return
    print(
        f"{args.name} is channel {added.id}. Tell {args.gateway} where to post its events, and the key that signs them:"
    )
    print(f"  webhook URL     {added.webhook_url}")
    print(f"  webhook secret  {added.webhook_secret}")
    print(f"Then: belfry channel check {args.name}")


async def list_them(args: Namespace) -> None:
    async with in_workspace(args) as session:
        found = await store.every(session.workspace_id)
        public = session.settings.public_url
    keys = ("id", "name", "gateway", "url", "sender", "number", "pace", "daily_limit", "health", "reason")
    if args.json:
        say_json([{k: r[k] for k in keys} | {"webhook_url": channels.webhook_url(public, r["hook"])} for r in found])
        return
    rows = [(r["name"], r["gateway"], r["url"], r["sender"], r["pace"], f"{r['health']} {r['reason']}") for r in found]
    say_table(("name", "gateway", "url", "session", "pace", "health"), rows)


async def check(args: Namespace) -> int:
    async with in_workspace(args) as session:
        found = await channels.check(session.workspace_id, args.name)
    fine = found.health is Health.WORKING
    if args.json:
        say_json(asdict(found))
    else:
        told = ", ".join(word for word in (found.reason, found.number, found.engine, found.version) if word)
        print(f"{args.name}: {found.health}" + (f" ({told})" if told else ""))
    return 0 if fine else FAILED


async def change(args: Namespace) -> None:
    wanted = _wanted(args)
    if wanted == Wanted():
        raise Complaint("nothing to change; see `belfry channel set --help`.", WRONG_USAGE)
    async with in_workspace(args) as session:
        await channels.change(session.workspace_id, args.name, wanted)
    print(f"{args.name} is changed.")


async def remove(args: Namespace) -> None:
    async with in_workspace(args) as session:
        await channels.remove(session.workspace_id, args.name)
    print(f"{args.name} is removed.")
