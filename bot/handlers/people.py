"""Adding, tagging, renaming, blocking and removing contacts. Not here: who is meant by a name (`core.language`)."""

from __future__ import annotations

from bot.handlers.tap import Outcome, Step, Tap
from bot.handlers.task import CONFIRM, Task
from bot.replies import people as replies
from bot.replies import reply as steps
from bot.replies.examples import example
from bot.replies.reply import Reply, button
from bot.replies.voice import bold, code, escape
from core import contacts, people
from core.commands import AddContact, Block, RemoveContact, Rename, Tag, Unblock, Untag
from core.errors import Conflict
from storage.queries import chat as store


async def add_contact(task: Task, command: AddContact) -> Reply:
    """Adds somebody, or says that they are there already."""
    said = task.speaker.said
    row, new = await people.add_contact(task.actor, command, task.now)
    name = bold(row["name"])
    if not new:
        return Reply(said.html("known-contact", name=name, phone=row["phone"] or ""))
    if not row["phone"]:
        return Reply(said.html("added-contact", name=name))
    tries = code(example(said, "schedule", row["name"]))
    return Reply(said.html("added-contact-phone", name=name, phone=row["phone"], example=tries))


async def tag(task: Task, command: Tag) -> Reply:
    tagged = await people.tag(task.actor, command)
    return Reply(task.speaker.said.html("tagged", n=tagged, tags=task.speaker.said.several(command.tags)))


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


async def undo(task: Task, entry: int | None = None) -> Reply | None:
    """Takes back the last change of people, or one; None where the last change was of a message."""
    done = await contacts.undo(task.actor, task.now, entry)
    return None if done is None else replies.undone(task.speaker.said, done)


async def _back(tap: Tap) -> Outcome:
    reply = await undo(tap.task, tap.guards[0])
    if reply is None:
        raise Conflict("already_undone")
    return Outcome(tap.toast("ok"), edit=reply)


STEPS: dict[str, tuple[Step, int]] = {steps.BACK: (_back, 1)}
"""What a button's first letter does, and how many guards it carries."""
