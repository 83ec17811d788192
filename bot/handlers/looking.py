"""Looking: lists, one message, a person's history, how far something got, contacts, the digest, help. Changes nothing."""

from __future__ import annotations

from bot import digest as digests
from bot.handlers.scheduling import drawn
from bot.handlers.task import Task
from bot.replies import looks
from bot.replies.parts import people as spelt
from bot.replies.reply import Reply
from bot.replies.voice import escape, fit
from core import channels, people, report, views
from core.commands import Audience, Contacts, Digest, Help, History, List, Show, Status
from core.errors import Refused, Unknown
from core.upcoming import upcoming


async def listed(task: Task, command: List) -> Reply:
    actor, now = task.actor, task.now
    days = (command.first, command.last)
    coming = await upcoming(actor, now, days, command.audience, limit=looks.LISTED)
    whole = days == (None, None)
    paused = await views.paused(actor, now) if whole and command.audience is None else []
    names = (await people.recipients(actor, command.audience)).names if command.audience else ()
    empty = looks.nothing_listed(task.speaker.said, days, names, await somebody(task))
    return looks.listed(task.speaker.said, coming, paused, actor.zone, empty)


async def somebody(task: Task) -> str:
    """The first contact's name, for examples in the workspace's own names."""
    found = await people.contacts(task.actor, limit=1)
    return str(found[0]["name"]) if found else ""


async def show(task: Task, command: Show) -> Reply:
    return await drawn(task, await views.row_of(task.actor, command.number), "shown")


async def history(task: Task, command: History) -> Reply:
    """What one person got. A group has no history of its own: its people have."""
    said = task.speaker.said
    if task.reading.target_ids:
        return await status(task, Status(task.reading.target_ids))
    ids = await _contacts_of(task, command.audience)
    if len(ids) > 1:
        raise Refused("one_person", who=await somebody(task))
    name = spelt(said, (await people.recipients(task.actor, command.audience)).names)
    lines = await views.sent_to(task.actor, ids[0], days=(command.first, command.last)) if ids else []
    return looks.history(said, name, lines, task.actor.zone)


async def _contacts_of(task: Task, audience: Audience) -> list[int]:
    found = list(audience.contacts)
    for phone in audience.numbers:
        contact = (await people.world(task.actor.workspace, task.now)).by_phone(phone)
        if contact is not None and contact.id is not None:
            found.append(contact.id)
    if audience.groups or audience.tags or audience.everyone:
        raise Refused("one_person", who=await somebody(task))
    return found


async def status(task: Task, command: Status) -> Reply:
    """How far messages got: those named, else the newest to the people named."""
    numbers = list(command.numbers)
    if not numbers and command.audience is not None:
        for contact in await _contacts_of(task, command.audience):
            numbers += [line.number for line in (await views.sent_to(task.actor, contact, 1))]
    if not numbers:
        if command.audience is None:
            raise Unknown("no_message", number="…")
        names = (await people.recipients(task.actor, command.audience)).names
        return Reply(task.speaker.said.html("status-nothing-yet", who=spelt(task.speaker.said, names)))
    lines: list[str] = []
    for number in dict.fromkeys(numbers):
        view = await views.view(task.actor, number, task.now)
        told = await views.lines(task.actor, number, task.now)
        lines += looks.status(task.speaker.said, view, told, task.now, task.actor.zone)
    return Reply(fit(lines))


async def contacts(task: Task, _command: Contacts, after: int = 0) -> Reply:
    found = await people.contacts(task.actor, after, looks.PAGE + 1)
    return looks.contacts(task.speaker.said, found[: looks.PAGE], len(found) > looks.PAGE, after)


async def digest(task: Task, _command: Digest) -> Reply:
    """This week so far."""
    monday, _ = report.week_of(task.now, task.actor.zone)
    week = await report.week(task.actor.workspace, monday, task.now)
    return await digests.reply(task.speaker.said, week)


async def help_(task: Task, _command: Help) -> Reply:
    return looks.helping(task.speaker.said, await somebody(task), workspaces_line(task))


def workspaces_line(task: Task) -> list[str]:
    """Said where somebody belongs to several workspaces."""
    speaker = task.speaker
    if not speaker.others:
        return []
    others = speaker.said.several(list(speaker.others))
    return [
        speaker.said("also-staff-of", n=len(speaker.others) + 1, workspace=speaker.workspace, others=others),
    ]


async def hello(task: Task, joined: bool = False) -> Reply:
    """The answer to /start."""
    speaker = task.speaker
    if not await channels.names(task.actor.workspace):
        begins = task.actor.role == "owner"
        greeting = looks.no_channel_yet(speaker.said, task.actor.name, speaker.workspace, begins)
    else:
        greeting = looks.greeting(
            speaker.said, task.actor.name, speaker.workspace, await somebody(task), workspaces_line(task)
        )
    if not joined:
        return greeting
    role = speaker.said(f"role-{task.actor.role}")
    welcome = speaker.said("joined", name=task.actor.name, role=role, workspace=speaker.workspace)
    return Reply(fit([escape(welcome), greeting.text]), greeting.buttons)
