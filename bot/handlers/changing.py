"""Changes of messages that are kept: each says back what it did, with Undo. Not here: making messages (`scheduling`)."""

from __future__ import annotations

from bot.handlers.scheduling import drawn
from bot.handlers.task import Task, made
from bot.replies.reply import Reply
from bot.replies.voice import escape
from core import messages
from core.commands import Cancel, Edit, Move, Pause, Resume, Retry, Skip, Undo
from core.messages import Done
from storage.queries import chat as store


async def move(task: Task, command: Move) -> Reply:
    done = await messages.move(task.actor, command, task.now)
    await made(task, done.row["id"])
    return await _one(task, done, "moved")


async def edit(task: Task, command: Edit) -> Reply:
    return await _one(task, await messages.edit(task.actor, command, task.now), "edited")


async def skip(task: Task, command: Skip) -> Reply:
    """The days that were named, whole; where none was named, only the next due time, not its whole day."""
    named = not command.dates or any(span.kind == "when" for span in task.reading.spans)
    wanted = command if named else Skip(command.number)
    head = "skipped-days" if wanted.dates else "skipped"
    return await _one(task, await messages.skip(task.actor, wanted, task.now), head)


async def undo(task: Task, _command: Undo) -> Reply:
    return await _one(task, await messages.undo(task.actor, task.now), "undone")


async def cancel(task: Task, command: Cancel) -> Reply:
    return await _several(task, await messages.cancel(task.actor, command, task.now), "cancelled")


async def pause(task: Task, command: Pause) -> Reply:
    return await _several(task, await messages.pause(task.actor, command, task.now), "paused")


async def resume(task: Task, command: Resume) -> Reply:
    return await _several(task, await messages.resume(task.actor, command, task.now), "resumed")


async def retry(task: Task, command: Retry) -> Reply:
    again, row = await messages.retry(task.actor, command, task.now)
    await store.mark_stale("message", [row["id"]])
    return Reply(task.speaker.said.html("retried", n=again, number=f"#{command.number}"))


async def _one(task: Task, done: Done, head: str) -> Reply:
    return await drawn(task, done.row, head)


async def _several(task: Task, done: list[Done], head: str) -> Reply:
    """One gets its bubble, several one sentence; the bubbles of all are drawn anew."""
    if len(done) == 1:
        return await _one(task, done[0], head)
    await store.mark_stale("message", [one.row["id"] for one in done])
    said = task.speaker.said
    numbers = said.several([f"#{one.row['number']}" for one in done], 20)
    return Reply(escape(said(f"{head}-several", numbers=numbers)))
