"""What was done to people, said back with Undo: a new name, a tag taken off, blocked and unblocked. Pure.

Not here: lists of contacts (`bot.replies.looks`).
"""

from __future__ import annotations

from bot.replies.reply import BACK, Reply, button
from bot.replies.voice import Voice, escape, fit
from core.contacts import Done


def changed(said: Voice, done: Done) -> Reply:
    """A line for each kind of person in it."""
    buttons = ((button(said, BACK, "undo", done.entry),),) if done.entry is not None else ()
    return Reply(fit([escape(line) for line in _lines(said, done)]), buttons)


def _lines(said: Voice, done: Done) -> list[str]:
    lines = []
    for kind, names in (("", done.names), ("-others", done.others), ("-stopped", done.stopped)):
        if names:
            who = said.several(names)
            lines.append(said(f"people-{done.what}{kind}", n=len(names), who=who, value=done.value, first=names[0]))
    if done.messages:
        numbers = said.several([f"#{one}" for one in done.messages], 20)
        n, first = len(done.messages), f"#{done.messages[0]}"
        lines.append(said(f"people-{done.what}-messages", n=n, numbers=numbers, first=first))
    return lines


def undone(said: Voice, done: Done) -> Reply:
    names = done.names or done.stopped
    return Reply(said.html(f"people-{done.what}-undone", n=len(names), who=said.several(names), value=done.value))
