"""`belfry workspace`, `belfry staff`, `belfry invite`: who may talk to the bot, and for whom."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from bot.cli.edge import WRONG_USAGE, Complaint
from bot.cli.session import chosen_workspace, in_workspace, opened, said_settings, say_json, say_table
from bot.seed import first_workspace, made_owners
from core import house
from core.environment import country_of
from core.settings import Settings
from storage.errors import AlreadyThere
from storage.queries import workspaces


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
        for what, value in wanted.items():
            if value is not None:
                await house.change(session.owner, what, value, session.clock.now())
        waits = await house.in_quiet_hours(session.owner) if args.quiet is not None else []
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
        workspace = session.workspace_id
        staff = await one_of_staff(workspace, args.name)
        again = await made_owners(session.settings, workspace, staff)
        await house.remove(session.owner, staff, session.clock.now())
    print(f"{args.name} can no longer talk to the bot.")
    for ref in again:
        print(
            f"But {ref} stands in BELFRY_OWNERS: the next start makes them owner again, unless you take it out there."
        )


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
    async with opened() as session:
        now = session.clock.now()
        if not await workspaces.every():  # the very first thing that somebody does
            await first_workspace(session.settings, now)
        row = await chosen_workspace(args.workspace or session.settings.workspace)
        code, _ = await house.invite(replace(session, workspace=row).owner, args.role, now)
    print(f"/start {code}")
    lasts = f"within {house.INVITE_LASTS.days} days, once"
    print(f"Sent to the bot {lasts}, it makes the sender {args.role} of {row['name']}.")
