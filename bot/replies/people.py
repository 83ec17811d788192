"""What was done to people, said back with Undo: added, a new name, a tag put on or taken off, blocked and unblocked. Pure.

Also the groups and who is in one. Not here: lists of contacts (`bot.replies.looks`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.replies import looks
from bot.replies.examples import example
from bot.replies.reply import Reply, undo_button
from bot.replies.voice import Voice, bold, code, escape, fit
from core.changes.entries import Done
from core.people.adding import Added

Row = dict[str, Any]


def added(said: Voice, done: Added) -> Reply:
    """Somebody new, or that they were there already; for who can be written to, a sentence to begin with."""
    name, phone = bold(done.row["name"]), done.row["phone"]
    undo = undo_button(said, done.entry)
    if not done.new:
        key = "known-contact" if phone else "known-contact-no-phone"
        return Reply(said.html(key, name=name, phone=phone or "", first=done.row["name"]), undo)
    if not phone:
        return Reply(said.html("added-contact", name=name), undo)
    tries = code(example(said, "schedule", done.row["name"]))
    return Reply(said.html("added-contact-phone", name=name, phone=phone, example=tries), undo)


def changed(said: Voice, done: Done) -> Reply:
    """A line for each kind of person in it."""
    return Reply(fit([escape(line) for line in _lines(said, done)]), undo_button(said, done.entry))


def _lines(said: Voice, done: Done) -> list[str]:
    lines = [said(f"people-{done.what}", value=done.value)] if not (done.names or done.others or done.stopped) else []
    for kind, names in (("", done.names), ("-others", done.others), ("-stopped", done.stopped)):
        if names:
            who = said.several(names)
            lines.append(said(f"people-{done.what}{kind}", n=len(names), who=who, value=done.value, first=names[0]))
    if done.messages:
        numbers = said.several([f"#{one}" for one in done.messages], 20)
        n, first = len(done.messages), f"#{done.messages[0]}"
        lines.append(said(f"people-{done.what}-messages", n=n, numbers=numbers, first=first))
    return lines


def groups(said: Voice, rows: Sequence[Row], who: str) -> Reply:
    """All groups with how many are in each."""
    if not rows:
        return Reply(said.html("groups-empty", example=code(example(said, "new_group", who))))
    lines = [said.html("group-line", name=bold(row["name"]), n=row["members"]) for row in rows]
    return Reply(fit([bold(said("groups-head", n=len(rows))), *lines]))


def members(said: Voice, name: str, rows: Sequence[Row], who: str) -> Reply:
    """Who is in a group, and who of them cannot be written to."""
    if not rows:
        return Reply(said.html("members-empty", name=bold(name), who=who))
    return Reply(
        fit([said.html("members-head", name=bold(name), n=len(rows)), *[looks.contact(said, row) for row in rows]])
    )


def undone(said: Voice, done: Done) -> Reply:
    names = done.names or done.stopped
    return Reply(said.html(f"people-{done.what}-undone", n=len(names), who=said.several(names), value=done.value))
