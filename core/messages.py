"""What commands do to messages: schedule, move, edit, pause, resume, skip, cancel, undo, retry.

Every change writes the message under its `rev`, an audit entry whose origin makes a repeated update harmless, and replans:
what is no longer due is called off, the next due time is written. Nothing is ever inserted beside a stopped row; planning
revives it (`storage.queries.messages.plan_occurrence`). Not here: reading sentences, sending, and looking (`core.views`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from importlib.metadata import version
from typing import Any

from core import outcomes, people
from core.actor import Actor
from core.commands import Audience, Cancel, Edit, Move, Pause, Resume, Retry, Schedule, SendNow, Skip, When
from core.errors import Conflict, Refused, Unknown
from core.recurrence import due_times, first, instant, local, next_due, reanchor
from core.timing import COUNTDOWN, midnight, when_fields, when_of
from storage import db
from storage.errors import NotFound
from storage.queries import channels, chat, deliveries, directory, messages, notices, records, workspaces

Row = dict[str, Any]

TZ_VERSION = version("tzdata")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: to which message, and what kind of change (`undone` names what `undo` took back)."""

    what: str
    row: Row
    undone: str = ""


# --- making


async def schedule(actor: Actor, command: Schedule, now: datetime) -> Row:
    """Keeps a message. Raises NotAllowed, Refused, Unknown("no_channel"). The same origin gives the same message."""
    actor.needs("sender")
    done = await records.by_origin(actor.origin)
    if done is not None:
        return await messages.get(actor.workspace, done["message_id"])
    when = _starting_now(command.when, now) if command.now else command.when
    if next_due(when, now - timedelta(seconds=1)) is None:
        raise Refused("past" if next_due(when) else "never_due")
    if not command.text.strip():
        raise Refused("no_text")
    channel = await channels.find(actor.workspace, command.channel)
    if channel is None and not command.audience.me:
        raise Unknown("no_channel", name=command.channel or "")
    await people.ensure_numbers(actor, command.audience, now)
    async with db.transaction():
        number = await workspaces.next_number(actor.workspace)
        row = await messages.add(
            actor.workspace,
            number,
            actor.staff,
            now,
            state="active",
            title=command.title or title_of(command.text),
            text=command.text,
            audience=people.audience_json(command.audience, actor.staff),
            channel_id=channel["id"] if channel else None,
            late=command.late,
            tz_version=TZ_VERSION,
            **when_fields(when),
        )
        await records.note(
            actor.workspace,
            actor.staff,
            actor.origin,
            "schedule",
            f"message:{row['id']}",
            now,
            message=row["id"],
            after_rev=row["rev"],
        )
        await _plan_next(row, now - timedelta(seconds=1))
    return await messages.get(actor.workspace, row["id"])


def title_of(text: str) -> str:
    """A short name for a message: the first line of its text."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 60 else line[:59] + "…"


def _starting_now(when: When, now: datetime) -> When:
    at = now + COUNTDOWN
    starts = local(at, when.zone).replace(microsecond=0)
    return When(starts=starts, zone=when.zone, at=at)


# --- changing


async def _change(
    actor: Actor,
    number: int,
    what: str,
    now: datetime,
    fields: Callable[[Row], Awaitable[Row]],
    after: Callable[[Row], Awaitable[None]] | None = None,
) -> Done:
    """The one way a message changes: what `fields` says, under the message's lock, with an audit entry, then replanned."""
    origin = f"{actor.origin}:{number}" if actor.origin else None
    done = await records.by_origin(origin)
    async with db.transaction():
        try:
            row = await messages.by_number(actor.workspace, number, lock=True)
        except NotFound as error:
            raise Unknown("no_message", number=number) from error
        if done is not None:
            return Done(what, row)
        actor.may_change(row["author_id"])
        new = await fields(row)
        if not await messages.change(actor.workspace, row["id"], row["rev"], now, **new):
            raise Conflict("changed_meanwhile", number=number)
        await records.note(
            actor.workspace,
            actor.staff,
            origin,
            what,
            f"message:{row['id']}",
            now,
            message=row["id"],
            before=_snapshot(row),
            after_rev=row["rev"] + 1,
        )
        fresh = await messages.get(actor.workspace, row["id"])
        await replan(fresh, now)
        if after is not None:
            await after(fresh)
    return Done(what, await messages.get(actor.workspace, row["id"]))


def _snapshot(row: Row) -> Row:
    kept = {name: row[name] for name in messages.SCHEDULE_FIELDS}
    kept["at"] = row["at"].isoformat() if row["at"] else None
    return kept


def _live(row: Row) -> None:
    if row["state"] == "cancelled":
        raise Conflict("already_cancelled", number=row["number"])
    if row["state"] == "done":
        raise Conflict("already_left", number=row["number"])


async def move(actor: Actor, command: Move, now: datetime) -> Done:
    """A new time for a message, or for the next due time of a series (`scope` "one")."""

    async def fields(row: Row) -> Row:
        _live(row)
        when = when_of(row)
        if when.rules and command.scope == "one":
            return when_fields(_move_one(row, when, command, now))
        new = _move_all(when, command, now)
        if next_due(new, now) is None:
            raise Refused("past", number=row["number"])
        return when_fields(new) | {"state": "active", "resume_on": None}

    return await _change(actor, command.number, "move", now, fields)


def _target(command: Move, old: datetime) -> datetime:
    if command.shift is not None:
        return old + command.shift
    if command.when is None:
        raise Refused("no_time", number=command.number)
    return command.when.starts


def _move_one(row: Row, when: When, command: Move, now: datetime) -> When:
    """The next due time is left out and the new one added. Leaving out is by day: a rule that is due several times that
    day keeps its other times as added ones."""
    upcoming = next_due(when, now)
    if upcoming is None:
        raise Conflict("nothing_to_come", number=row["number"])
    old = local(upcoming.due, when.zone)
    target = _target(command, old)
    if instant(target, when.zone) <= now:
        raise Refused("past", number=row["number"])
    others = [
        local(due.due, when.zone)
        for due in first(when, 200, now)
        if local(due.due, when.zone).date() == old.date() and due.due != upcoming.due
    ]
    rdates = {moment for moment in when.rdates if moment != old} | set(others) | {target}
    exdates = dict.fromkeys((*when.exdates, old.date()))
    return replace(when, exdates=tuple(exdates), rdates=tuple(sorted(rdates)))


def _move_all(when: When, command: Move, now: datetime) -> When:
    if command.when is not None and command.when.rules:
        return command.when
    upcoming = next_due(when, now)
    old = local(upcoming.due, when.zone) if upcoming and when.rules else when.starts
    zone = command.when.zone if command.when else when.zone
    target = _target(command, old)
    at = command.when.at if command.when else None
    if command.shift is not None and when.at is not None:
        at = when.at + command.shift
    if not when.rules:
        return When(starts=target, zone=zone, at=at)
    return replace(when, starts=target, zone=zone, rules=reanchor(when.rules, old, target), exdates=(), rdates=())


async def edit(actor: Actor, command: Edit, now: datetime) -> Done:
    """Text, rule, start, end or audience."""

    async def fields(row: Row) -> Row:
        _live(row)
        new: Row = {}
        if command.text is not None:
            if not command.text.strip():
                raise Refused("no_text")
            new |= {"text": command.text, "title": title_of(command.text)}
        if command.rules is not None or command.starts is not None or command.until is not None:
            new |= _new_rules(when_of(row), command, now)
        if command.add != Audience() or command.remove != Audience():
            new["audience"] = await _new_audience(actor, row, command, now)
        return new

    async def after(row: Row) -> None:
        if command.add != Audience() or command.remove != Audience():
            await _readdress(row, now)

    return await _change(actor, command.number, "edit", now, fields, after)


def _new_rules(when: When, command: Edit, now: datetime) -> Row:
    rules = when.rules if command.rules is None else command.rules
    starts = command.starts or when.starts
    new = replace(when, rules=rules, starts=starts, until=command.until or when.until)
    if rules and not when.rules:
        new = replace(new, at=None)
    if next_due(new, now) is None:
        raise Refused("never_due")
    return when_fields(new)


async def _new_audience(actor: Actor, row: Row, command: Edit, now: datetime) -> Row:
    await people.ensure_numbers(actor, command.add, now)
    audience = dict(row["audience"])
    add = people.audience_json(command.add, actor.staff)
    remove = people.audience_json(command.remove, actor.staff)
    for name in ("contacts", "groups", "tags", "numbers"):
        left_out = set(remove.get(name, []))
        kept = [one for one in dict.fromkeys([*audience.get(name, []), *add.get(name, [])]) if one not in left_out]
        unless = f"except_{name}"
        excluded = [one for one in audience.get(unless, []) if one not in add.get(name, [])]
        if name != "numbers" and (audience.get("groups") or audience.get("everyone")):
            excluded += [one for one in left_out if one not in audience.get(name, [])]
        audience[name], audience[unless] = kept, excluded
    audience = {name: value for name, value in audience.items() if value}
    if not audience.get("me") and not await directory.audience(row["workspace_id"], audience, limit=1):
        raise Refused("nobody_left", number=row["number"])
    return audience


async def _readdress(row: Row, now: datetime) -> None:
    """Occurrences that are planned already: those no longer in the audience are called off, the new ones planned."""
    wanted = set(await directory.audience(row["workspace_id"], row["audience"], limit=100_000))
    for occurrence in await messages.open_occurrences(row["id"]):
        planned = await deliveries.of_occurrence(row["workspace_id"], occurrence["id"])
        gone = [one["contact_id"] for one in planned if one["contact_id"] not in wanted]
        await outcomes.call_off(row["workspace_id"], occurrence["id"], "left_out", now, gone)
        await messages.plan_again(occurrence["id"])


async def cancel(actor: Actor, command: Cancel, now: datetime) -> list[Done]:
    """Nothing more of it leaves. What has left is not called back."""

    async def fields(row: Row) -> Row:
        _live(row)
        return {"state": "cancelled", "resume_on": None}

    return [await _change(actor, number, "cancel", now, fields) for number in command.numbers]


async def pause(actor: Actor, command: Pause, now: datetime) -> list[Done]:
    async def fields(row: Row) -> Row:
        _live(row)
        if row["state"] == "paused" and not command.resume_on:
            raise Conflict("already_paused", number=row["number"])
        return {"state": "paused", "resume_on": command.resume_on.isoformat() if command.resume_on else None}

    return [await _change(actor, number, "pause", now, fields) for number in command.numbers]


async def resume(actor: Actor, command: Resume, now: datetime) -> list[Done]:
    """What came due while it was paused is not caught up; what waits within its lateness limit is revived."""

    async def fields(row: Row) -> Row:
        if row["state"] != "paused":
            raise Conflict("not_paused", number=row["number"], state=row["state"])
        return {"state": "active", "resume_on": None}

    return [await _change(actor, number, "resume", now, fields) for number in command.numbers]


async def skip(actor: Actor, command: Skip, now: datetime) -> Done:
    """Leaves out due times of a series: the days given, or the next one."""

    async def fields(row: Row) -> Row:
        _live(row)
        when = when_of(row)
        if not when.rules:
            raise Conflict("not_a_series", number=row["number"])
        days = command.dates
        if not days:
            upcoming = next_due(when, now)
            if upcoming is None:
                raise Conflict("nothing_to_come", number=row["number"])
            days = (local(upcoming.due, when.zone).date(),)
        if not any(_due_on(when, day, now) for day in days):
            raise Conflict("not_due_then", number=row["number"])
        rdates = tuple(moment for moment in when.rdates if moment.date() not in days)
        return when_fields(replace(when, exdates=tuple(dict.fromkeys((*when.exdates, *days))), rdates=rdates))

    return await _change(actor, command.number, "skip", now, fields)


def _due_on(when: When, day: date, now: datetime) -> bool:
    start = midnight(day, when.zone) - timedelta(microseconds=1)
    found = next_due(when, max(start, now))
    return found is not None and local(found.due, when.zone).date() == day


async def _numbered(actor: Actor, number: int) -> Row:
    try:
        return await messages.by_number(actor.workspace, number)
    except NotFound as error:
        raise Unknown("no_message", number=number) from error


async def send_now(actor: Actor, command: SendNow, now: datetime) -> Done:
    """A single message is moved to now; of a series, or of one that has left, a copy goes out."""
    row = await _numbered(actor, command.number)
    if row["state"] in ("active", "paused") and not row["rules"]:
        at = now + COUNTDOWN
        when = When(starts=local(at, row["zone"]).replace(microsecond=0), zone=row["zone"], at=at)
        return await move(actor, Move(command.number, when), now)
    who = people.audience_of(row["audience"])
    when = When(starts=local(now, row["zone"]).replace(microsecond=0), zone=row["zone"])
    channel = await channels.state(actor.workspace, row["channel_id"]) if row["channel_id"] else None
    name = channel["name"] if channel else None
    return Done(
        "send_now",
        await schedule(actor, Schedule(who, row["text"], when, now=True, title=row["title"], channel=name), now),
    )


async def resume_due(now: datetime) -> None:
    """Messages paused until a day run again from its first moment, in their own zone. Asked by the tick."""
    for row in await messages.to_resume():
        if midnight(date.fromisoformat(row["resume_on"]), row["zone"]) > now:
            continue
        async with db.transaction():
            fields = {"state": "active", "resume_on": None}
            if await messages.change(row["workspace_id"], row["id"], row["rev"], now, **fields):
                await replan(await messages.get(row["workspace_id"], row["id"]), now)
                await chat.mark_stale("message", [row["id"]])


async def retime(now: datetime) -> None:
    """After a change of the tz database: due times are derived again from the wall clock. Asked by the tick."""
    for row in await messages.with_other_tz(TZ_VERSION):
        async with db.transaction():
            if await messages.change(row["workspace_id"], row["id"], row["rev"], now, tz_version=TZ_VERSION):
                await replan(await messages.get(row["workspace_id"], row["id"]), now)


async def retry(actor: Actor, command: Retry, now: datetime) -> tuple[int, Row]:
    """Sends again what failed or was skipped of the newest due time. How many. `unsure` is never retried by this."""
    row = await _numbered(actor, command.number)
    actor.may_change(row["author_id"])
    origin = f"{actor.origin}:retry" if actor.origin else None
    if done := await records.by_origin(origin):
        return int(done["detail"]["count"]), row
    again = 0
    async with db.transaction():
        for occurrence in await messages.occurrences(actor.workspace, row["id"], limit=1):
            for one in await deliveries.of_occurrence(actor.workspace, occurrence["id"], ("failed", "skipped")):
                again += await outcomes.retry(one, timedelta(seconds=occurrence["limit_seconds"]), now)
        if not again:
            raise Conflict("nothing_to_retry", number=command.number)
        await records.note(actor.workspace, actor.staff, origin, "retry", f"message:{row['id']}", now, count=again)
    return again, await messages.get(actor.workspace, row["id"])


async def undo(actor: Actor, now: datetime, number: int | None = None) -> Done:
    """Takes back the speaker's last change of a message, or of the message that a button names.

    Raises Conflict when there is none or it cannot be any more, Unknown("no_message").
    """
    if actor.staff is None:
        raise Conflict("nothing_to_undo")
    done = await records.by_origin(actor.origin)
    if done is not None:
        return Done("undo", await messages.get(actor.workspace, done["message_id"]), done["detail"]["undone"])
    only = None if number is None else (await _numbered(actor, number))["id"]
    entry = await records.last_undoable(actor.workspace, actor.staff, only)
    if entry is None:
        raise Conflict("nothing_to_undo")
    async with db.transaction():
        row = await messages.get(actor.workspace, entry["message_id"])
        row = await messages.by_number(actor.workspace, row["number"], lock=True)
        if entry["before"] is None:
            _live(row)
            fields: Row = {"state": "cancelled", "resume_on": None}
        else:
            if row["rev"] != entry["after_rev"]:
                raise Conflict("changed_since", number=row["number"])
            at = entry["before"]["at"]
            fields = dict(entry["before"]) | {"at": datetime.fromisoformat(at) if at else None}
        await records.mark_undone(entry["id"])
        await messages.change(actor.workspace, row["id"], row["rev"], now, **fields)
        await messages.chain_undo(row["id"], entry["after_rev"], row["rev"] + 1)
        await records.note(
            actor.workspace,
            actor.staff,
            actor.origin,
            "undo",
            f"message:{row['id']}",
            now,
            message=row["id"],
            undone=entry["what"],
        )
        await replan(await messages.get(actor.workspace, row["id"]), now)
    return Done("undo", await messages.get(actor.workspace, row["id"]), entry["what"])


# --- planning after a change


async def replan(row: Row, now: datetime) -> None:
    """After a change, in its transaction: what is no longer due is called off, what a pause held is revived, and the next
    due time is written. What the rule says again is revived by the planning itself."""
    when = when_of(row)
    active = row["state"] == "active"
    for occurrence in await messages.open_occurrences(row["id"]):
        if not active or not is_due(when, occurrence):
            cause = row["state"] if not active else "moved"
            await outcomes.call_off(row["workspace_id"], occurrence["id"], cause, now)
            await notices.withdraw("reminder", f"occurrence:{occurrence['id']}")
    if active:
        for occurrence in await messages.occurrences(row["workspace_id"], row["id"], limit=5):
            if occurrence["due_at"] <= now and is_due(when, occurrence):
                await outcomes.revive(row["workspace_id"], occurrence["id"], "paused", now)
    await _plan_next(row, now)


def is_due(when: When, occurrence: Row) -> bool:
    """Whether the rule still has this nominal time at this instant."""
    found = next(due_times(when, occurrence["due_at"] - timedelta(microseconds=1)), None)
    return found is not None and found.nominal == occurrence["nominal"] and found.due == occurrence["due_at"]


async def _plan_next(row: Row, after: datetime) -> None:
    upcoming = next_due(when_of(row), after) if row["state"] == "active" else None
    await messages.set_plan(row["workspace_id"], row["id"], row["rev"], upcoming.due if upcoming else None)
    if upcoming is None and row["state"] == "active":
        await messages.finish(row["id"], after)
