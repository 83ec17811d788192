"""`belfry message`: what was scheduled, and how it went."""

from __future__ import annotations

import re
from argparse import Namespace
from html import unescape
from typing import Any

from bot.cli.edge import WRONG_USAGE, Complaint
from bot.cli.session import in_workspace, say_json, say_table
from core.commands import Cancel
from core.messages import export, messages

_ABOUT = {"quiet": "in quiet hours", "beyond": "over a limit"}
_CHOICES = {"anyway": "it leaves all the same", "wait": "it waits", "part": "they are left out"}
"""What was chosen when it was scheduled, as `show` says it."""


async def list_them(args: Namespace) -> None:
    async with in_workspace(args) as session:
        found = await export.message_list(session.workspace_id)
    if args.json:
        say_json(found)
        return
    rows = [(f"#{one['number']}", one["state"], _short(one["next_due"]), one["title"]) for one in found]
    say_table(("message", "state", "next", "title"), rows)


async def show(args: Namespace) -> None:
    if args.state is not None and args.state not in export.DELIVERY_STATES:
        states = ", ".join(export.DELIVERY_STATES)
        raise Complaint(f"{args.state!r} is no state of a delivery; they are {states}.", WRONG_USAGE)
    limit, after = args.limit or 1000, args.after or 0
    async with in_workspace(args) as session:
        found = await export.message(session.workspace_id, args.number, args.state, limit, after)
    if args.json:
        say_json(found)
    else:
        _print(found)


def _print(found: dict[str, Any]) -> None:
    print(f"#{found['number']} {found['title']} ({found['state']})")
    print(f"text: {found['text']}")
    print(f"next: {_short(found['next_due']) or 'nothing to come'}")
    for about, choice in found["chosen"].items():
        print(f"{_ABOUT[about]}: {_CHOICES[choice]}")
    for one in found["occurrences"]:
        counts = ", ".join(f"{count} {state}" for state, count in one["counts"].items())
        print(f"\n{_short(one['due'])} {one['state']}" + (f": {counts}" if counts else ""))
        for each in one["deliveries"]:
            why = f" ({each['error']['text']})" if each["error"] else ""
            via = f" via {each['stand_in']}" if each["stand_in"] else ""
            print(f"  {each['id']:>6}  {each['contact']:<20} {each['state']}{via}{why}")
    if found["next_after"] is not None:
        print(f"\nThere are more: the same with --after {found['next_after']}.")


def _short(moment: str | None) -> str:
    return moment[:16].replace("T", " ") if moment else ""


async def cancel(args: Namespace) -> None:
    async with in_workspace(args) as session:
        await messages.cancel(session.owner, Cancel((args.number,)), session.clock.now())
    print(f"#{args.number} is cancelled.")


async def digest(args: Namespace) -> None:
    """This week's, so far; with `--send` as a notice, which a running chat delivers."""
    from bot.digest import render
    from bot.replies.voice import voice
    from core import report
    from storage.queries import notices, workspaces

    async with in_workspace(args) as session:
        now, workspace = session.clock.now(), session.workspace_id
        monday, _ = report.week_of(now, session.workspace["zone"])
        text = render(voice(session.workspace["language"]), await report.week(workspace, monday, now))
        staff = await workspaces.staff_of(workspace, ("owner", "manager")) if args.send else []
        hearers = sorted({one["staff_id"] for one in staff})
        about = f"{report.week_key(monday)}:{now:%Y-%m-%dT%H:%M:%S}"
        for one in hearers:
            await notices.tell(workspace, one, "digest", about, {"monday": monday.isoformat()}, now)
    if args.send:
        whom = "1 owner or manager" if len(hearers) == 1 else f"{len(hearers)} owners and managers"
        print(f"The digest goes to {whom}, as soon as the chat runs.")
    else:
        print(unescape(re.sub(r"</?[a-z]+>", "", text)))
