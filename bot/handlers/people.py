"""Adding, tagging, renaming, blocking and removing contacts; who is in which group.

Not here: who is meant by a name (`core.language`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.handlers.task import CONFIRM, Task
from bot.replies import people as replies
from bot.replies import reply as steps
from bot.replies.reply import Reply, button
from bot.replies.voice import escape
from core.actor import Actor
from core.changes.entries import Done
from core.commands import AddContact, RemoveContact
from core.people import adding, contacts, grouping
from storage.queries import chat as store


async def add_contact(task: Task, command: AddContact) -> Reply:
    """Adds somebody, or says that they are there already."""
    return replies.added(task.speaker.said, await adding.add_contact(task.actor, command, task.now))


def _changing(change: Callable[[Actor, Any, datetime], Awaitable[Done]]) -> Callable[[Task, Any], Awaitable[Reply]]:
    """What is said back to a command that changes people or groups: whom it concerned, with Undo."""

    async def done(task: Task, command: Any) -> Reply:
        return replies.changed(task.speaker.said, await change(task.actor, command, task.now))

    return done


tag, untag = _changing(contacts.tag), _changing(contacts.untag)
join_group, leave_group = _changing(grouping.join), _changing(grouping.leave)
remove_group = _changing(grouping.remove)
rename = _changing(contacts.rename)
block, unblock = _changing(contacts.block), _changing(contacts.unblock)


async def remove(task: Task, command: RemoveContact) -> Reply:
    """Asks first where messages to come concern them."""
    said = task.speaker.said
    if not task.confirmed and task.proposal is not None:
        names, numbers = await contacts.concerned(task.actor, command, task.now)
        if numbers:
            await store.set_proposal(task.actor.workspace, task.proposal, about=CONFIRM)
            told = said.several([f"#{one}" for one in numbers], 20)
            line = said("confirm-remove_contact", who=said.several(names), n=len(numbers), numbers=told)
            yes, no = button(said, steps.YES, "yes", task.proposal), button(said, steps.NO, "no", task.proposal)
            return Reply(escape(line), ((yes, no),), None, task.proposal)
    return replies.changed(said, await contacts.remove(task.actor, command, task.now))
