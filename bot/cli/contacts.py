"""`belfry contact`: the people who receive."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from pathlib import Path

from bot.cli.edge import Complaint
from bot.cli.session import in_workspace, said_settings, say_json, say_table
from core.commands import AddContact
from core.environment import LANGUAGE_CODE
from core.people import adding, importing, people, sheets


async def add(args: Namespace) -> None:
    said_settings(timezone=args.timezone)
    if args.language and not re.fullmatch(LANGUAGE_CODE, args.language):  # theirs may be one that we do not read
        raise Complaint("--language: it must be a language code, such as en.")
    tags = tuple(tag.strip().lower() for tag in args.tags)
    if not all(tags):
        raise Complaint("a tag is a word.")
    async with in_workspace(args) as session:
        command = AddContact(args.name, args.phone, tags, args.language, args.timezone)
        done = await adding.add_contact(session.owner, command, session.clock.now())
    print(f"{done.row['name']} {done.row['phone']}" + ("" if done.new else " was known already"))


_WRONG = {"no_name": "no name", "bad_phone": "no phone number", "bad_zone": "no time zone", "twice": "is there twice"}
_SHOWN = 20


async def bring(args: Namespace) -> int:
    """Says what would happen, line by line what is wrong, and does it with --yes."""
    data = _bytes(args.file)
    async with in_workspace(args) as session:
        sheet = sheets.read_sheet(sheets.text_of(data), session.workspace["country"])
        now = session.clock.now()
        done = importing.keep(session.owner, sheet, now) if args.yes else importing.look(session.workspace_id, sheet)
        plan = await done
    groups = f"; into {', '.join(plan.groups)}" if plan.groups else ""
    print(f"{plan.new} new, {plan.known} known already, {len(plan.wrong)} wrong{groups}.")
    for one in plan.wrong[:_SHOWN]:
        print(f"  line {one.line}: {_WRONG[one.code]} ({one.value})")
    if len(plan.wrong) > _SHOWN:
        print(f"  and {len(plan.wrong) - _SHOWN} more lines.")
    print(
        "Done."
        if args.yes
        else "Nothing is changed yet: the same with --yes does it, without the lines that are wrong."
    )
    return 0


def _bytes(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise Complaint(f"{file} cannot be read: {(error.strerror or 'it is no file').lower()}.") from error


async def list_them(args: Namespace) -> None:
    async with in_workspace(args) as session:
        found = await people.contacts(session.owner, limit=1_000_000)
    if args.json:
        keys = ("id", "name", "phone", "tags", "language", "zone", "consent")
        say_json([{key: row[key] for key in keys} | {"blocked": row["blocked_at"] is not None} for row in found])
        return
    rows = [(r["name"], r["phone"], ", ".join(r["tags"]), "blocked" if r["blocked_at"] else "") for r in found]
    say_table(("name", "phone", "tags", ""), rows)
