"""The calendar: a month as picture and text, walked by its buttons, and the messages of a day. Changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import pictures
from bot.handlers.task import Task
from bot.replies import calendar as replies
from bot.replies import times
from bot.replies.reply import Reply
from core.commands import Calendar
from core.errors import Unknown
from core.messages import months, views
from core.recurrence import local


async def calendar(task: Task, command: Calendar) -> Reply:
    """The month of a day; without one, this month."""
    said, actor = task.speaker.said, task.actor
    day = _shown(command.day or local(task.now, actor.zone).date())
    found = await months.month(actor, day, task.now)
    starts = times.week_starts(said, actor.country)
    return replace(replies.of_month(said, found, starts), picture=await pictures.of_month(said, found, starts))


async def of_number(task: Task, number: int) -> Reply:
    """The month of a button's number (202612); 0 is this month. Raises Unknown for one that is none."""
    return await calendar(task, Calendar(_date(number * 100 + 1) if number else None))


async def day_of_number(task: Task, number: int) -> Reply:
    """The messages of the day of a button's number (20261224). Raises Unknown for one that is none."""
    day, actor = _date(number), task.actor
    found: dict[int, list[months.Share]] = {}
    for share in await months.shares(actor, [day], task.now):
        found.setdefault(share.number, []).append(share)
    told = list(found.items())[: replies.MOST_LINES]
    entries = [replies.Entry(await views.view(actor, one, task.now), tuple(shares)) for one, shares in told]
    rest = len(found) - len(entries)
    return replies.of_day(task.speaker.said, day, entries, rest, await months.missed(actor, day), actor.zone)


def _date(number: int) -> date:
    try:
        return _shown(date(number // 10000, number // 100 % 100, number % 100))
    except (ValueError, OverflowError) as error:
        raise Unknown("no_day") from error


def _shown(day: date) -> date:
    first, last = replies.YEARS
    if not first <= day.year <= last:
        raise Unknown("no_day")
    return day
