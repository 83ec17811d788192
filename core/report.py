"""The figures of a week, and its telling: what was due, what became of it, what needs a person. Values only.

The week is an ISO week in the workspace's zone. Not here: sentences and pictures (`bot.digest`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from core.messages.months import times_by_day
from core.recurrence import instant, local
from core.slots.timing import midnight
from storage.queries import channels, directory, messages, notices, report, workspaces

Row = dict[str, Any]

TOLD_AT = time(8)
_STILL_NEWS = timedelta(days=2)
"""A digest that nobody could be told on Monday morning is told until Wednesday."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for a person: `kind` "unsure", "failed", "channel_down", "no_phone"."""

    kind: str
    number: int | None
    name: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Figures:
    """One day of a week. As in the week, what was read was delivered, and what was delivered was sent."""

    day: date
    sent: int = 0
    delivered: int = 0
    read: int = 0
    failed: int = 0
    unsure: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a workspace. Lateness is in seconds from the slot, over what was sent; None when nothing was.

    `doubles` counts persons who got one due time twice as far as provider ids tell: each attempt has an id of its own, and a
    receipt for an earlier attempt after a later one arrived is a double; `unsure` are the ones that cannot be told.
    """

    workspace: str
    zone: str
    first_day: date
    last_day: date
    due: int
    sent: int
    delivered: int
    read: int
    failed: int
    unsure: int
    skipped: int
    cancelled: int
    causes: tuple[tuple[str, int], ...]
    lateness_median: float | None
    lateness_worst: float | None
    doubles: int
    receipt_coverage: float | None
    needs: tuple[Need, ...]
    opt_outs: int
    answers: int
    by_day: tuple[Figures, ...]
    next_week: tuple[tuple[date, int], ...]
    """Day, due times to come."""


def week_of(moment: datetime, zone: str) -> tuple[date, date]:
    """Monday and Sunday of the ISO week of an instant, in a zone."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def week_key(monday: date) -> str:
    year, week, _ = monday.isocalendar()
    return f"week:{year}-W{week:02d}"


async def week(workspace: int, monday: date, now: datetime) -> Week:
    """The figures of the week that begins on a Monday: of this week, what was due until now."""
    row = await workspaces.get(workspace)
    zone = row["zone"]
    start, end = midnight(monday, zone), midnight(monday + timedelta(days=7), zone)
    found = await report.deliveries_due(workspace, start, min(end, now))
    states = [one["state"] for one in found]
    left = [one for one in found if one["sent_at"] is not None and one["state"] in ("sent", "delivered", "read")]
    late = [max(0.0, (one["sent_at"] - one["slot_at"]).total_seconds()) for one in left]
    confirmed = sum(1 for one in left if one["delivered_at"] or one["read_at"])
    days = [monday + timedelta(days=n) for n in range(7)]
    edges = [midnight(day, zone) for day in (*days, monday + timedelta(days=7))]
    passed = await report.missed(workspace, start, end)
    missed = sum(passed.values())
    causes = Counter(passed) + Counter(one["cause"] for one in found if one["state"] in ("failed", "skipped"))
    return Week(
        workspace=row["name"],
        zone=zone,
        first_day=monday,
        last_day=monday + timedelta(days=6),
        due=len(found) - states.count("cancelled") + missed,
        sent=len(left),
        delivered=sum(1 for one in left if one["state"] in ("delivered", "read")),
        read=states.count("read"),
        failed=states.count("failed"),
        unsure=states.count("unsure"),
        skipped=states.count("skipped") + missed,
        cancelled=states.count("cancelled"),
        causes=tuple(sorted(causes.items(), key=lambda one: (-one[1], one[0]))),
        lateness_median=median(late) if late else None,
        lateness_worst=max(late) if late else None,
        doubles=sum(1 for one in found if one["cause"] == "double"),
        receipt_coverage=confirmed / len(left) if left else None,
        needs=await _needs(workspace),
        opt_outs=await report.opt_outs(workspace, start, end),
        answers=await report.answers(workspace, start, end),
        by_day=_by_day(found, await report.missed_by_day(workspace, edges), days, zone),
        next_week=await _load(workspace, monday + timedelta(days=7), zone, now),
    )


def _by_day(found: list[Row], missed: dict[int, int], days: list[date], zone: str) -> tuple[Figures, ...]:
    counts: dict[date, Counter[str]] = {day: Counter() for day in days}
    for one in found:
        counts[local(one["slot_at"], zone).date()][one["state"]] += 1
    return tuple(
        Figures(
            day,
            sent=n["sent"] + n["delivered"] + n["read"],
            delivered=n["delivered"] + n["read"],
            read=n["read"],
            failed=n["failed"],
            unsure=n["unsure"],
            skipped=n["skipped"] + missed.get(place, 0),
        )
        for place, (day, n) in enumerate(counts.items())
    )


async def _load(workspace: int, monday: date, zone: str, now: datetime) -> tuple[tuple[date, int], ...]:
    start, end = midnight(monday, zone), midnight(monday + timedelta(days=7), zone)
    days = {monday + timedelta(days=n): 0 for n in range(7)}
    for row in await messages.listed(workspace, ("active",), limit=directory.EVERYBODY):
        for day, (_, n) in (await times_by_day(row, max(start, now), end, zone)).items():
            days[day] += n
    return tuple(days.items())


async def _needs(workspace: int) -> tuple[Need, ...]:
    needs = [
        Need("unsure", row["number"], row["name"]) for row in await report.open_unsure(workspace, directory.EVERYBODY)
    ]
    needs += [Need("no_phone", None, row["name"]) for row in await report.without_phone(workspace, directory.EVERYBODY)]
    for row in await channels.every(workspace):
        if row["health"] != "working":
            needs.append(Need("channel_down", None, row["name"]))
    return tuple(needs)


async def tell_digests(now: datetime) -> None:
    """Monday 8:00 in each workspace's zone: a notice to owners and managers about the week that ended. Once, by its key."""
    for row in await workspaces.every():
        this_monday, _ = week_of(now, row["zone"])
        told_at = instant(datetime.combine(this_monday, TOLD_AT), row["zone"])
        if not told_at <= now < told_at + _STILL_NEWS or row["created_at"] >= told_at:
            continue
        monday = this_monday - timedelta(days=7)
        about = week_key(monday)
        for one in {staff["staff_id"] for staff in await workspaces.staff_of(row["id"], ("owner", "manager"))}:
            if not await notices.exists(row["id"], "digest", about, one):
                await notices.tell(row["id"], one, "digest", about, {"monday": monday.isoformat()}, now)
