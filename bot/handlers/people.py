"""Adding, tagging, renaming, blocking and removing contacts; who is in which group.

Not here: who is meant by a name (`core.language`).
"""

from __future__ import annotations

from bot.handlers.task import CONFIRM, Task
from bot.replies import people as replies
from bot.replies import reply as steps
from bot.replies.reply import Reply, button
from bot.replies.voice import escape
from core import adding, contacts, grouping
from core.commands import (
    AddContact,
    Block,
    JoinGroup,
    LeaveGroup,
    RemoveContact,
    RemoveGroup,
    Rename,
    Tag,
    Unblock,
    Untag,
)
from storage.queries import chat as store


async def add_contact(task: Task, command: AddContact) -> Reply:
    """Adds somebody, or says that they are there already."""
    return replies.added(task.speaker.said, await adding.add_contact(task.actor, command, task.now))


async def tag(task: Task, command: Tag) -> Reply:
    return replies.changed(task.speaker.said, await contacts.tag(task.actor, command, task.now))


async def join_group(task: Task, command: JoinGroup) -> Reply:
    return replies.changed(task.speaker.said, await grouping.join(task.actor, command, task.now))


async def leave_group(task: Task, command: LeaveGroup) -> Reply:
    return replies.changed(task.speaker.said, await grouping.leave(task.actor, command, task.now))


async def remove_group(task: Task, command: RemoveGroup) -> Reply:
    return replies.changed(task.speaker.said, await grouping.remove(task.actor, command, task.now))


async def untag(task: Task, command: Untag) -> Reply:
    return replies.changed(task.speaker.said, await contacts.untag(task.actor, command, task.now))


async def rename(task: Task, command: Rename) -> Reply:
    return replies.changed(task.speaker.said, await contacts.rename(task.actor, command, task.now))


async def block(task: Task, command: Block) -> Reply:
    return replies.changed(task.speaker.said, await contacts.block(task.actor, command, task.now))


async def unblock(task: Task, command: Unblock) -> Reply:
    return replies.changed(task.speaker.said, await contacts.unblock(task.actor, command, task.now))


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
