"""`belfry channel`: the WhatsApp senders."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from dataclasses import asdict

from bot.cli.edge import FAILED, WRONG_USAGE, Complaint
from bot.cli.session import Session, in_workspace, say_json, say_table
from bot.cli.staff import one_of_staff
from core.channels import channel_limits, channels
from core.channels import failover as standins
from core.channels.channels import Seen, Wanted
from core.channels.connecting import in_container
from core.channels.templates import approved as approved_templates
from core.gateways.base import Health, Kind
from core.gateways.fields import PLACES, Field
from core.gateways.registry import KINDS


def kinds(args: Namespace) -> None:
    if args.json:
        say_json([_kind_json(one) for one in KINDS.values()])
        return
    for one in KINDS.values():
        print(f"{one.name} (pace {one.default_pace} unless told otherwise)")
        for need in (*one.fields, *one.unasked):
            option = f"--{need.name}" if need.name in PLACES else f"--set {need.name}=…"
            print(f"  {option:<24}{need.about}{_unless(need)}")


def _unless(need: Field) -> str:
    if need.default:
        return f" (unless told: {need.default})"
    return "" if need.required else " (may be left out)"


def _kind_json(one: Kind) -> dict[str, object]:
    needs = {need.name: need.about for need in one.fields if need.required}
    fields = [asdict(need) for need in (*one.fields, *one.unasked)]
    return {"kind": one.name, "needs": needs, "fields": fields, "pace": one.default_pace}


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


def _guarded(args: Namespace) -> dict[str, str]:
    """What is said of limits, by setting (`core.channels.channel_limits`)."""
    said = {"people": args.people, "new": args.new_limit, "warm-up": args.warm_up}
    return {what: value for what, value in said.items() if value is not None}


async def _guard(session: Session, name: str, wanted: dict[str, str]) -> None:
    for what, value in wanted.items():
        await channel_limits.change(session.owner, name, what, value, session.clock.now())


async def add(args: Namespace) -> None:
    wanted, limits = _wanted(args), _guarded(args)
    for value in limits.values():
        channel_limits.count_of(value)
    async with in_workspace(args) as session:
        public, now = session.settings.public_url, session.clock.now()
        added = await channels.add(session.workspace_id, args.name, args.gateway, wanted, public, now, like=args.like)
        await _guard(session, args.name, limits)
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
        seen = await channels.overview(session.owner, session.clock.now())
        public = session.settings.public_url
    keys = (
        "id",
        "name",
        "gateway",
        "url",
        "sender",
        "number",
        "pace",
        *channel_limits.COUNTS.values(),
        "health",
        "reason",
    )
    if args.json:
        say_json([{k: one.row[k] for k in keys} | _seen_json(one, public) for one in seen])
        return
    rows = [
        (r["name"], r["gateway"], r["url"], r["sender"], r["pace"], _state(one), _count(one))
        for one in seen
        for r in (one.row,)
    ]
    say_table(("name", "gateway", "url", "session", "pace", "state", "today"), rows)


def _state(one: Seen) -> str:
    if one.light == "working" and not one.checked:
        return "not checked yet"
    return f"{one.light} {one.row['reason']}"


def _seen_json(one: Seen, public: str) -> dict[str, object]:
    row = one.row
    shown = {
        "failover_id": row["failover_id"],
        "state": one.light,
        "checked": one.checked,
        "sent_today": one.sent,
        "default": row["is_default"],
        "staff": row["staff_id"],
    }
    return shown | {"webhook_url": channels.webhook_url(public, row["hook"])}


def _count(one: Seen) -> str:
    return f"{one.sent} of {one.limit}" if one.limit is not None else str(one.sent)


async def check(args: Namespace) -> int:
    async with in_workspace(args) as session:
        found = await channels.check(session.workspace_id, args.name, session.clock.now())
    fine = found.health is Health.WORKING
    if args.json:
        say_json(asdict(found))
    else:
        told = ", ".join(word for word in (found.reason, found.number, found.engine, found.version) if word)
        print(f"{args.name}: {found.health}" + (f" ({told})" if told else ""))
        if not fine:
            print(f"  {_why(found.reason)}")
    return 0 if fine else FAILED


async def templates(args: Namespace) -> None:
    """The templates that a channel may send by, each with its text; those with more than a sentence can fill are marked."""
    async with in_workspace(args) as session:
        found = await approved_templates(session.workspace_id, args.name)
    if args.json:
        say_json([asdict(one) for one in found])
        return
    if not found:
        print(f"WhatsApp has approved no template for {args.name}.")
    for one in found:
        places = "its places are not told" if one.places is None else f"{len(one.places)} to fill"
        marks = [
            places,
            *([f"with a file ({one.header})"] if one.header else []),
            *(["not by a sentence"] if one.more else []),
        ]
        print(f"{one.name}/{one.language} ({', '.join(marks)})")
        print(*(f"  {line}" for line in one.text.splitlines()), sep="\n", end="\n" if one.text else "")


def _why(reason: str) -> str:
    """What is wrong and what to do about it, as the chat says it."""
    from bot.replies import setup
    from bot.replies.voice import voice

    return setup.why(voice("en"), reason, setup.Facts(contained=in_container()))


async def change(args: Namespace) -> None:
    wanted, limits = _wanted(args), _guarded(args)
    if wanted == Wanted() and args.staff is None and not limits:
        raise Complaint("nothing to change; see `belfry channel set --help`.", WRONG_USAGE)
    async with in_workspace(args) as session:
        await _guard(session, args.name, limits)
        if wanted != Wanted():
            await channels.change(session.workspace_id, args.name, wanted)
        if args.staff is not None:
            staff = None if args.staff == "everybody" else await one_of_staff(session.workspace_id, args.staff)
            await channels.give(session.workspace_id, args.name, staff)
    print(f"{args.name} is changed.")


async def pause(args: Namespace) -> None:
    await _paused(args, True, "is paused: nothing leaves over it.")


async def resume(args: Namespace) -> None:
    await _paused(args, False, "sends again.")


async def _paused(args: Namespace, paused: bool, said: str) -> None:
    async with in_workspace(args) as session:
        row = await channels.find(session.workspace_id, args.name)
        await channels.pause(session.owner, row["id"], paused, session.clock.now())
    print(f"{row['name']} {said}")


async def default(args: Namespace) -> None:
    async with in_workspace(args) as session:
        row = await channels.find(session.workspace_id, args.name)
        await channels.make_default(session.owner, row["id"], session.clock.now())
    print(f"{row['name']} is the default channel.")


async def failover(args: Namespace) -> None:
    """Which channel may stand in for another while that does not work; `none`: no channel."""
    async with in_workspace(args) as session:
        other = None if args.other == "none" else args.other
        row, by, _ = await standins.allow(session.owner, args.name, other, session.clock.now())
    if by is None:
        print(f"No channel stands in for {row['name']}.")
    else:
        print(f"{by['name']} stands in for {row['name']} while that does not work.")


async def remove(args: Namespace) -> None:
    async with in_workspace(args) as session:
        await channels.remove(session.workspace_id, args.name)
    print(f"{args.name} is removed.")
