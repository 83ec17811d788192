"""Changes of messages that are kept: each says back what it did, with Undo. Not here: making messages (`scheduling`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.handlers import fitting
from bot.handlers.asking import in_short
from bot.handlers.scheduling import confirm, drawn
from bot.handlers.task import Task, made
from bot.replies.questions import days_of
from bot.replies.reply import Reply, undo_button
from bot.replies.voice import escape, fit
from core.commands import Cancel, Edit, Move, Pause, Resume, Retry, Skip
from core.messages import messages, views
from core.messages.messages import Done
from storage.queries import chat as store

_HAVE_IT = ("sending", "sent", "delivered", "read", "unsure")


async def move(task: Task, command: Move) -> Reply:
    """What would come into quiet hours, or not fit into its day, is asked about first."""
    task.actor.needs("sender")
    for number in (command.number, *command.also):
        view = await views.moved(task.actor, replace(command, number=number), task.now)
        if view is not None and (asked := await fitting.question(task, view)) is not None:
            return asked
    done = await messages.move_all(task.actor, command, task.now)
    if len(done) == 1:
        await made(task, done[0].row["id"])
        return await _one(task, done[0], "moved")
    reply = await several(task, done, "moved")
    return replace(
        reply, text=fit([reply.text, *map(escape, await in_short(task, [one.row["number"] for one in done]))])
    )


async def edit(task: Task, command: Edit) -> Reply:
    """What would come into quiet hours, past its end, or not fit into its day, is asked about first. A new text while some have
    the old one already too: it reaches only the others."""
    task.actor.needs("sender")
    ahead = await views.edited(task.actor, command, task.now)
    if ahead is not None:
        task.actor.may_change(ahead.author)
        if (fits := await fitting.question(task, ahead)) is not None:
            return fits
    if command.text is not None and not task.confirmed:
        view = await views.view(task.actor, command.number, task.now)
        counts = dict(view.counts)
        waiting = counts.pop("planned", 0) + counts.pop("queued", 0)
        gone = sum(counts.get(state, 0) for state in _HAVE_IT)
        if gone and waiting and view.state == "active":
            task.actor.may_change(view.author)
            asked = task.speaker.said("confirm-edit", gone=gone, n=waiting)
            return await confirm(task, replace(view, text=command.text), asked)
    return await _one(task, await messages.edit(task.actor, command, task.now), "edited")


async def skip(task: Task, command: Skip) -> Reply:
    head = "skipped-days" if command.dates else "skipped"
    return await _one(task, await messages.skip(task.actor, command, task.now), head)


async def cancel(task: Task, command: Cancel) -> Reply:
    return await several(task, await messages.cancel(task.actor, command, task.now), "cancelled", command.days)


async def pause(task: Task, command: Pause) -> Reply:
    return await several(task, await messages.pause(task.actor, command, task.now), "paused", command.days)


async def resume(task: Task, command: Resume) -> Reply:
    return await several(task, await messages.resume(task.actor, command, task.now), "resumed")


async def retry(task: Task, command: Retry) -> Reply:
    again, row = await messages.retry(task.actor, command, task.now)
    await store.mark_stale("message", [row["id"]])
    return Reply(task.speaker.said.html("retried", n=again, number=f"#{command.number}"))


async def _one(task: Task, done: Done, head: str) -> Reply:
    return await drawn(task, done.row, head)


async def several(task: Task, done: list[Done], head: str, days: Sequence[date] = ()) -> Reply:
    """One gets its bubble, several one sentence with one Undo; the bubbles of all are drawn anew. `days`: of a series only
    these were concerned."""
    if len(done) == 1:
        return await _one(task, done[0], head)
    await store.mark_stale("message", [one.row["id"] for one in done])
    said = task.speaker.said
    numbers = said.several([f"#{one.row['number']}" for one in done], 20)
    key = f"{head}-several-days" if days else f"{head}-several"
    words = escape(said(key, numbers=numbers, days=days_of(said, days)))
    return Reply(words, undo_button(said, done[0].entry))
