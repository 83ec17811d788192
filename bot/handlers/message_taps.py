"""Taps on messages: undo, stop, pause, resume, cancel, skip, show, send again; and on unsure deliveries.

Each is guarded by what its button knew: a number and a `rev`, a day, an attempt. Not here: taps on questions
(`question_taps`), the router (`buttons`).
"""

from __future__ import annotations

from collections.abc import Awaitable

from bot.handlers import calendar, changing, looking
from bot.handlers.scheduling import drawn
from bot.handlers.tap import Outcome, Step, Tap, as_is
from bot.replies import reply as steps
from bot.replies.limits import CHOICES
from bot.replies.reply import Reply, time_guard
from bot.replies.voice import escape
from core.changes.changes import numbered
from core.commands import Cancel, Contacts, Pause, Resume, Retry, Show, Skip
from core.errors import Conflict
from core.messages import messages, no_room, settling, views
from storage.queries import chat as store


async def _undo(tap: Tap) -> Outcome:
    """Only while the message is as it was when the button was made."""
    number, rev = tap.guards
    row = await numbered(tap.task.actor, number)
    if row["rev"] != rev:
        undone = await messages.was_undone(tap.task.actor, row)
        return Outcome(tap.toast("done" if undone else "changed"), edit=await as_is(tap))
    (done,) = await messages.undo(tap.task.actor, tap.now, number)
    return Outcome(tap.toast("ok"), edit=await drawn(tap.task, done.row, "undone"))


async def _stop(tap: Tap) -> Outcome:
    """Stops the countdown; too late once it has left."""
    number, _ = tap.guards
    view = await views.view(tap.task.actor, number, tap.now)
    if any(state not in ("planned", "queued", "cancelled") for state, _ in view.counts):
        raise Conflict("already_left", number=number)
    (done,) = await messages.cancel(tap.task.actor, Cancel((number,)), tap.now)
    return Outcome(tap.toast("ok"), edit=await drawn(tap.task, done.row, "cancelled"))


async def _cancel(tap: Tap) -> Outcome:
    return await _changed(tap, changing.cancel(tap.task, Cancel(tap.guards)))


async def _pause(tap: Tap) -> Outcome:
    return await _changed(tap, changing.pause(tap.task, Pause(tap.guards)))


async def _resume(tap: Tap) -> Outcome:
    return await _changed(tap, changing.resume(tap.task, Resume(tap.guards)))


async def _skip(tap: Tap) -> Outcome:
    """Leaves out the due time that the button knew as the next, and no other."""
    number, moment = tap.guards
    view = await views.view(tap.task.actor, number, tap.now)
    if not view.next_times or time_guard(view.next_times[0]) != moment:
        raise Conflict("not_due_then", number=number)
    return await _changed(tap, changing.skip(tap.task, Skip(number)))


async def _changed(tap: Tap, doing: Awaitable[Reply]) -> Outcome:
    """A bubble of this very message is edited; from a list or a notice a new bubble comes."""
    reply = await doing
    row = await store.bubble(tap.speaker.actor.workspace, str(tap.speaker.chat), tap.bubble)
    same = row is not None and reply.shows is not None and (row["kind"], row["about"]) == ("message", reply.shows.about)
    return Outcome(tap.toast("ok"), edit=reply) if same else Outcome(tap.toast("ok"), fresh=reply)


async def _show(tap: Tap) -> Outcome:
    return Outcome(fresh=await looking.show(tap.task, Show(tap.guards[0])))


async def _retry(tap: Tap) -> Outcome:
    return Outcome(tap.toast("ok"), fresh=await changing.retry(tap.task, Retry(tap.guards[0])), bare=True)


async def _more(tap: Tap) -> Outcome:
    return Outcome(fresh=await looking.contacts(tap.task, Contacts(), tap.guards[0]), bare=True)


async def _calendar(tap: Tap) -> Outcome:
    return Outcome(fresh=await calendar.of_number(tap.task, tap.guards[0]))


async def _month(tap: Tap) -> Outcome:
    return Outcome(edit=await calendar.of_number(tap.task, tap.guards[0]))


async def _day(tap: Tap) -> Outcome:
    return Outcome(fresh=await calendar.day_of_number(tap.task, tap.guards[0]))


async def _arrived(tap: Tap) -> Outcome:
    return await _settle(tap, True)


async def _resend(tap: Tap) -> Outcome:
    return await _settle(tap, False)


async def _settle(tap: Tap, arrived: bool) -> Outcome:
    """A person looked at the phone. The second tap finds it settled."""
    delivery, attempt = tap.guards
    unsure = await settling.unsure(tap.task.actor, delivery)
    if unsure is None or unsure["attempts"] != attempt:
        return Outcome(tap.toast("done"), bare=True)
    await settling.settle_by_person(tap.task.actor, delivery, arrived, tap.now)
    said = tap.speaker.said
    key = "notice-unsure-arrived" if arrived else "notice-unsure-again"
    text = said(key, number=f"#{unsure['number']}", who=unsure["contact_name"])
    return Outcome(tap.toast("ok"), edit=Reply(escape(text)))


async def _no_room(tap: Tap) -> Outcome:
    """What then with those for whom there is no room. The second tap, and whoever is second, finds it chosen."""
    number, place = tap.guards
    if place >= len(CHOICES):
        return Outcome(tap.toast("gone"))
    done = await no_room.choose(tap.task.actor, number, CHOICES[place], tap.now)
    return Outcome(tap.toast("ok"), fresh=await drawn(tap.task, done.row, "edited"), bare=True)


STEPS: dict[str, tuple[Step, int]] = {
    steps.UNDO: (_undo, 2),
    steps.STOP: (_stop, 2),
    steps.PAUSE: (_pause, 1),
    steps.RESUME: (_resume, 1),
    steps.CANCEL: (_cancel, 1),
    steps.SKIP: (_skip, 2),
    steps.SHOW: (_show, 1),
    steps.RETRY: (_retry, 1),
    steps.MORE: (_more, 1),
    steps.NO_ROOM: (_no_room, 2),
    steps.ARRIVED: (_arrived, 2),
    steps.RESEND: (_resend, 2),
    steps.CALENDAR: (_calendar, 1),
    steps.MONTH: (_month, 1),
    steps.DAY: (_day, 1),
}
"""What a button's first letter does, and how many guards it carries."""
