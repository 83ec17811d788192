"""Looking: lists, one message, a person's history, how far something got, contacts, the digest, help. Changes nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import digest as digests
from bot.handlers.scheduling import drawn
from bot.handlers.task import Task
from bot.replies import looks
from bot.replies import people as people_replies
from bot.replies.parts import people as spelt
from bot.replies.reply import Reply
from bot.replies.voice import escape, fit
from core import report
from core.changes.changes import numbered
from core.channels import channels
from core.commands import Audience, Contacts, Digest, Groups, Help, History, List, Show, Status
from core.messages import copies, views
from core.messages import history as past
from core.messages.upcoming import upcoming
from core.people import grouping, people

_FAILED = frozenset({"failed", "skipped", "unsure"})
_EACH = 5
"""Of so many people who are named together the newest message of each is looked at."""


async def listed(task: Task, command: List) -> Reply:
    actor, now = task.actor, task.now
    days = (command.first, command.last)
    coming = await upcoming(actor, now, days, command.audience, limit=looks.LISTED)
    whole = days == (None, None)
    everything = whole and command.audience is None
    paused, count = await views.paused(actor, now, looks.LISTED) if everything else ([], 0)
    names = (await people.recipients(actor, command.audience)).names if command.audience else ()
    empty = looks.nothing_listed(task.speaker.said, days, names, await somebody(task))
    return looks.listed(task.speaker.said, coming, paused, actor.zone, empty, count - len(paused))


async def somebody(task: Task) -> str:
    """The first contact's name, for examples in the workspace's own names."""
    found = await people.contacts(task.actor, limit=1)
    return str(found[0]["name"]) if found else ""


async def show(task: Task, command: Show) -> Reply:
    return await drawn(task, await numbered(task.actor, command.number), "shown")


async def history(task: Task, command: History) -> Reply:
    """What one person got, copy by copy; what several people, a group or everybody got, due time by due time."""
    said, zone = task.speaker.said, task.actor.zone
    if task.reading.target_ids:
        return await status(task, Status(task.reading.target_ids))
    days = (command.first, command.last)
    found = await people.recipients(task.actor, command.audience)
    name = spelt(said, found.names)
    if found.names and len(found.ids) <= 1 and not (command.audience.groups or command.audience.tags):
        lines = await past.sent_to(task.actor, found.ids[0], looks.GOT + 1, days) if found.ids else []
        return looks.history(said, name, lines, zone, days)
    week = _days(task.now, zone, days)
    went = await past.sent(task.actor, week, list(found.ids) if found.names else None)
    return looks.went(said, name, went, zone, week)


def _days(now: datetime, zone: str, asked: past.Days = (None, None)) -> tuple[date, date]:
    """The days that are asked about; else the last seven."""
    first, last = asked
    last = last or now.astimezone(ZoneInfo(zone)).date()
    return first or last - timedelta(days=6), last


async def status(task: Task, command: Status) -> Reply:
    """How far messages got: those named, else the newest to the people named, else all that failed."""
    if not command.numbers and command.audience is None:
        return await _failed(task, _days(task.now, task.actor.zone, (command.first, command.last)))
    numbers = list(command.numbers) or await _newest_to(task, command.audience)
    if not numbers and command.audience is not None:
        names = (await people.recipients(task.actor, command.audience)).names
        return Reply(task.speaker.said.html("status-nothing-yet", who=spelt(task.speaker.said, names)))
    lines: list[str] = []
    for number in dict.fromkeys(numbers):
        view = await views.view(task.actor, number, task.now)
        told = await copies.lines(task.actor, number, task.now)
        lines += looks.status(task.speaker.said, view, told, task.now, task.actor.zone)
    return Reply(fit(lines))


async def _failed(task: Task, days: tuple[date, date]) -> Reply:
    """Due times of which something did not go out."""
    went = await past.sent(task.actor, days)
    return looks.failed(task.speaker.said, [one for one in went if _FAILED & set(one.counts)], task.actor.zone, days)


async def _newest_to(task: Task, audience: Audience | None) -> list[int]:
    """The newest message to each of the people named, or to a group of them."""
    if audience is None:
        return []
    ids = list((await people.recipients(task.actor, audience)).ids)
    if audience.groups or audience.tags or audience.everyone:
        went = await past.sent(task.actor, _days(task.now, task.actor.zone), ids)
        return [went[0].number] if went else []
    return [line.number for contact in ids[:_EACH] for line in await past.sent_to(task.actor, contact, 1)]


async def contacts(task: Task, _command: Contacts, after: int = 0) -> Reply:
    found = await people.contacts(task.actor, after, looks.PAGE + 1)
    return looks.contacts(task.speaker.said, found[: looks.PAGE], len(found) > looks.PAGE, after)


async def groups(task: Task, command: Groups) -> Reply:
    """All groups; who is in one."""
    said = task.speaker.said
    if command.group is None:
        return people_replies.groups(said, await grouping.every(task.actor), await somebody(task))
    name, found = await grouping.members(task.actor, command.group)
    return people_replies.members(said, name, found, await somebody(task))


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


async def hello(task: Task, joined: bool | None = None) -> Reply:
    """The answer to /start. `joined`: by an invitation; False: one that was for somebody else."""
    speaker = task.speaker
    if not await channels.names(task.actor.workspace):
        begins = task.actor.role == "owner"
        greeting = looks.no_channel_yet(speaker.said, task.actor.name, speaker.workspace, begins)
    else:
        greeting = looks.greeting(
            speaker.said, task.actor.name, speaker.workspace, await somebody(task), workspaces_line(task)
        )
    if joined is None:
        return greeting
    role = speaker.said(f"role-{task.actor.role}")
    key = "joined" if joined else "joined-already"
    welcome = speaker.said(key, name=task.actor.name, role=role, workspace=speaker.workspace)
    return Reply(fit([escape(welcome), greeting.text]), greeting.buttons)
