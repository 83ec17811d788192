"""Sending and scheduling: at once for a few people, after a Yes for many. Not here: changing what is kept (`changing`)."""

from __future__ import annotations

from dataclasses import replace

from bot.bubbles import draw, drawing_of
from bot.handlers import fitting, templates
from bot.handlers.asking import ask
from bot.handlers.task import ASKED, CONFIRM, Task, made
from bot.replies.messages import question_bubble
from bot.replies.reply import NO, YES, Reply, button
from bot.replies.voice import escape
from core.commands import Schedule, SendNow, When
from core.errors import Refused, Unknown
from core.language.command import command_of
from core.messages import messages, views
from core.messages.views import View
from core.recurrence import local
from core.slots.allotment import ANYWAY
from storage.queries import chat as store

MANY = 5
"""More people than this are asked about before anything is kept."""


async def schedule(task: Task, command: Schedule) -> Reply:
    """Keeps the message and says back what was understood; for many people asks first. Raises core.errors.Refused."""
    task.actor.needs("sender")
    if command.now:
        command = replace(command, when=When(local(task.now, task.actor.zone), task.actor.zone))
    task, filled = await templates.settled(task, command)
    if filled is None:
        return await ask(task)
    command = filled
    if not task.confirmed:
        view = await views.preview(task.actor, command, task.now)
        if view.people == 0:
            raise Unknown("nobody")
        if (closed := await templates.for_closed(task, command, view)) is not None:
            return await ask(closed)
        if (asked := await fitting.question(task, view)) is not None:
            return asked
        if (view.people > MANY or command.audience.everyone) and not fitting.chosen(task):
            return await _ask(task, command, view)
    row = await messages.schedule(task.actor, command, task.now)
    await made(task, row["id"])
    return await drawn(task, row, "scheduled")


async def _ask(task: Task, command: Schedule, view: View) -> Reply:
    if view.channel is None and not command.audience.me:
        raise Unknown("no_channel", name=command.channel or "")
    if not command.text.strip() and command.media is None:
        raise Refused("no_text")
    return await confirm(task, view, task.speaker.said("confirm-now" if command.now else "confirm", n=view.people))


async def confirm(task: Task, view: View, asked: str) -> Reply:
    """A question with Yes and No; its reading waits in its row."""
    said = task.speaker.said
    proposal = task.proposal
    if proposal is None:
        raise RuntimeError("a question without a row to keep it in")
    reading = task.reading.to_json() | {ASKED: view.people}
    await store.set_proposal(task.actor.workspace, proposal, about=CONFIRM, reading=reading)
    drawing = drawing_of(said, task.actor.zone, task.now, task.reading)
    buttons = ((button(said, YES, "yes", proposal), button(said, NO, "no", proposal)),)
    return question_bubble(said, view, drawing, [escape(asked)], buttons, proposal)


async def grown(task: Task) -> bool:
    """Whether more people would get it now than its question spoke of: a group, or a tag, was changed while it waited."""
    if task.asked is None:
        return False
    try:
        command = command_of(task.reading)
        if isinstance(command, Schedule):
            return (await views.preview(task.actor, command, task.now)).people > task.asked
        if isinstance(command, SendNow):
            return (await views.now_again(task.actor, command.number, task.now)).people > task.asked
    except (Refused, ValueError, IndexError):
        return False  # said when it is carried out
    return False


async def send_now(task: Task, command: SendNow) -> Reply:
    """An existing message leaves now."""
    task.actor.needs("sender")
    if not task.confirmed:
        view = await views.now_again(task.actor, command.number, task.now)
        if view.ahead.quiet is not None or view.people > MANY:
            key = "confirm-now-quiet" if view.ahead.quiet is not None else "confirm-now"
            hours = view.ahead.hours.replace("-", "–")
            return await confirm(task, view, task.speaker.said(key, n=view.people, hours=hours))
    done = await messages.send_now(task.actor, replace(command, quiet=ANYWAY if task.confirmed else None), task.now)
    await made(task, done.row["id"])
    return await drawn(task, done.row, "scheduled")


async def drawn(task: Task, row: dict[str, object], head: str) -> Reply:
    """The bubble of what was done."""
    speaker = task.speaker
    workspace = speaker.workspace if speaker.others else ""
    return await draw(speaker.said, task.actor, row, task.now, head, workspace=workspace)
