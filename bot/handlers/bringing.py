"""A file of people sent to the bot: what it would do is said, with each wrong line; one Yes does it.

Not here: reading it (`core.people.sheets`), keeping them (`core.people.importing`).
"""

from __future__ import annotations

from bot.handlers.task import CONFIRM, Task
from bot.replies.reply import NO, YES, Reply, button, undo_button
from bot.replies.voice import Voice, escape, fit
from core.commands import Import
from core.people import importing, sheets
from core.people.importing import Plan
from storage.queries import chat as store

LARGEST = 300_000
"""Bytes that a question keeps until its answer; the command line takes more."""

MOST_LINES = LARGEST // 100
"""About so many people: what is said of a file that is too large."""

_SHOWN = 15


async def bring(task: Task, command: Import) -> Reply:
    """Asks first, whatever the file holds. Raises NotAllowed, Refused."""
    said, actor = task.speaker.said, task.actor
    actor.needs("manager")
    sheet = sheets.read_sheet(command.text, actor.country)
    if task.confirmed:
        plan = await importing.keep(actor, sheet, task.now)
        return Reply(escape(said("import-done", new=plan.new, known=plan.known)), undo_button(said, plan.entry))
    plan = await importing.look(actor.workspace, sheet)
    lines = [escape(line) for line in _preview(said, plan)]
    proposal = task.proposal
    if proposal is None or not sheet.people:
        return Reply(fit(lines))
    await store.set_proposal(actor.workspace, proposal, about=CONFIRM)
    buttons = ((button(said, YES, "yes", proposal), button(said, NO, "no", proposal)),)
    return Reply(fit(lines), buttons, None, proposal)


def _preview(said: Voice, plan: Plan) -> list[str]:
    lines = [said("import-confirm", n=plan.new + plan.known, new=plan.new, known=plan.known)]
    if plan.groups:
        lines.append(said("import-groups", names=said.several(list(plan.groups))))
    if plan.wrong:
        lines.append(said("import-wrong", n=len(plan.wrong)))
    lines += [said(f"import-wrong-{one.code}", line=one.line, value=one.value) for one in plan.wrong[:_SHOWN]]
    return lines
