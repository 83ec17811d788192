"""`belfry workspace`, `belfry staff`, `belfry invite`: who may talk to the bot, and for whom."""

from __future__ import annotations

import hashlib
import secrets
from argparse import Namespace
from datetime import timedelta

from bot.cli.edge import WRONG_USAGE, Complaint
from bot.cli.session import chosen_workspace, in_workspace, opened, said_settings, say_json, say_table
from bot.seed import first_workspace
from core import house
from core.actor import Actor
from core.environment import country_of
from core.settings import Settings
from storage.errors import AlreadyThere
from storage.queries import workspaces

INVITE_LASTS = timedelta(days=7)


async def workspace_add(args: Namespace) -> None:
    defaults = Settings.read()
    checked = said_settings(timezone=args.timezone, language=args.language, country=args.country)
    zone = checked.timezone if args.timezone else defaults.timezone
    country = checked.country if args.country else country_of(zone) if args.timezone else defaults.country
    name = args.name.strip()
    if not name or len(name) > 100:
        raise Complaint("a workspace's name has 1 to 100 characters.")
    async with opened() as session:
        language = checked.language if args.language else defaults.language
        try:
            await workspaces.add(name, zone, session.clock.now(), language, country or None)
        except AlreadyThere as e:
            raise Complaint(f"there is a workspace {name!r} already.") from e
    print(f"{name}: {zone}, {language}. Invite its owner with `belfry invite --role owner --workspace {name!r}`.")


async def workspace_list(args: Namespace) -> None:
    async with opened():
        found = await workspaces.every()
    if args.json:
        keys = ("id", "name", "zone", "language", "country")
        say_json([{key: row[key] for key in keys} for row in found])
    else:
        say_table(
            ("name", "zone", "language", "country"),
            [(row["name"], row["zone"], row["language"], row["country"]) for row in found],
        )


async def workspace_set(args: Namespace) -> None:
    wanted = {"quiet": args.quiet, "person_limit": args.person_limit}
    if all(value is None for value in wanted.values()):
        raise Complaint("nothing to change; see `belfry workspace set --help`.", WRONG_USAGE)
    async with in_workspace(args) as session:
        actor = Actor(session.workspace_id, None, "owner", session.workspace["zone"])
        for what, value in wanted.items():
            if value is not None:
                await house.change(actor, what, value, session.clock.now())
        waits = await house.in_quiet_hours(actor) if args.quiet is not None else []
    print(f"{session.workspace['name']} is changed.")
    if waits:
        print(f"In quiet hours, and so waiting until they end: {', '.join(f'#{number}' for number in waits)}.")


async def staff_list(args: Namespace) -> None:
    async with in_workspace(args) as session:
        found = await workspaces.staff_of(session.workspace_id)
    if args.json:
        say_json([{"id": r["staff_id"], "name": r["name"], "role": r["role"], r["kind"]: r["ref"]} for r in found])
    else:
        say_table(("name", "role", "address"), [(r["name"], r["role"], f"{r['kind']}:{r['ref']}") for r in found])


async def staff_remove(args: Namespace) -> None:
    async with in_workspace(args) as session:
        await workspaces.remove_staff(session.workspace_id, await one_of_staff(session.workspace_id, args.name))
    print(f"{args.name} can no longer talk to the bot.")


async def one_of_staff(workspace: int, name: str) -> int:
    """The one member of staff of a name, or of a Telegram id. Raises Complaint."""
    found = await workspaces.staff_of(workspace)
    ids = {int(row["staff_id"]) for row in found if name.casefold() in (row["name"].casefold(), row["ref"])}
    if not ids:
        raise Complaint(f"nobody on the staff is called {name!r}; see `belfry staff list`.")
    if len(ids) > 1:
        raise Complaint(f"{len(ids)} people are called {name!r}; give the Telegram id instead.")
    return ids.pop()


async def invite(args: Namespace) -> None:
    code = secrets.token_urlsafe(9)
    async with opened() as session:
        now = session.clock.now()
        if not await workspaces.every():  # the very first thing that somebody does
            await first_workspace(session.settings, now)
        row = await chosen_workspace(args.workspace or session.settings.workspace)
        await workspaces.add_invite(row["id"], args.role, code_hash(code), now, now + INVITE_LASTS)
        name = row["name"]
    print(f"/start {code}")
    print(f"Sent to the bot within 7 days, once, it makes the sender {args.role} of {name}.")


def code_hash(code: str) -> str:
    """What is kept of an invitation's code."""
    return hashlib.sha256(code.encode()).hexdigest()
