"""Adding and tagging contacts. Not here: who is meant by a name (`core.language`)."""

from __future__ import annotations

from bot.handlers.task import Task
from bot.replies.examples import example
from bot.replies.reply import Reply
from bot.replies.voice import bold, code
from core import people
from core.commands import AddContact, Tag


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
