"""What commands do to messages: schedule, move, edit, pause, resume, skip, cancel, undo, retry.

Not here: how a change is written (`core.changes`), what follows for what is planned (`core.changes.replan`), the arithmetic of
times (`core.messages.moves`), reading sentences, sending, and looking (`core.messages.views`).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib.metadata import version
from typing import Any

from core.actor import Actor
from core.changes.changes import Done, began, change, is_as_made, live, not_begun, numbered, undo, was_undone
from core.changes.replan import replan, say_missed
from core.channels import channel_limits
from core.channels.channels import choose
from core.commands import Audience, Cancel, Edit, Move, Pause, Resume, Schedule, SendNow, Skip, When
from core.errors import Conflict, Refused, Unknown
from core.gateways.registry import kind
from core.media import media
from core.messages import moves
from core.messages.again import retry
from core.people import people
from core.people.audience import audience_json, audience_of, changed
from core.recurrence import local, next_due
from core.slots.timing import COUNTDOWN, midnight, quiet_of_one, when_fields, when_of
from storage import db
from storage.queries import channels, chat, directory, messages, records, workspaces

__all__ = [
    "TZ_VERSION",
    "Done",
    "cancel",
    "edit",
    "is_as_made",
    "move",
    "pause",
    "resume",
    "resume_due",
    "retime",
    "retry",
    "schedule",
    "send_now",
    "skip",
    "title_of",
    "undo",
    "was_undone",
]

Row = dict[str, Any]

TZ_VERSION = version("tzdata")
_JUST_NOW = timedelta(seconds=1)


# --- making


async def schedule(actor: Actor, command: Schedule, now: datetime) -> Row:
    """Keeps a message. Raises NotAllowed, Refused (more people than its channel allows, too), Unknown("no_channel"). The same
    origin gives the same message."""
    actor.needs("sender")
    if (done := await _scheduled(actor)) is not None:
        return done
    when = _starting_now(command.when, now) if command.now else command.when
    upcoming = next_due(when, now - _JUST_NOW)
    if upcoming is None:
        raise Refused("past" if next_due(when) else "never_due")
    channel = await _way_out(actor, command)
    await people.ensure_numbers(actor, command.audience, now)
    async with db.transaction():
        await workspaces.lock(actor.workspace)
        if (done := await _scheduled(actor)) is not None:
            return done
        row = await messages.add(
            actor.workspace,
            await workspaces.next_number(actor.workspace),
            actor.staff,
            now,
            state="active",
            title=command.title or title_of(command.text) or await media.name_of(actor.workspace, command.media),
            text=command.text,
            media_id=command.media,
            carries=_carries(command),
            audience=audience_json(command.audience, actor.staff),
            channel_id=channel["id"] if channel else None,
            late=command.late,
            answered=command.answered,
            quiet=command.quiet,
            beyond=command.beyond,
            tz_version=TZ_VERSION,
            next_due_at=upcoming.due,
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
    return row


async def _way_out(actor: Actor, command: Schedule) -> Row | None:
    """The channel that a message leaves over, which takes it; None where it goes to its author alone."""
    if not command.text.strip() and command.media is None:
        raise Refused("no_text")
    channel = await choose(actor, command.channel)
    if channel is None and not command.audience.me:
        raise Unknown("no_channel", name=command.channel or "")
    if command.template is not None and channel is not None and not kind(channel["gateway"]).takes_templates:
        raise Refused("no_templates", channel=channel["name"], template=str(command.template["name"]))
    await channel_limits.takes(actor.workspace, channel, command.text, command.media, command.template)
    await channel_limits.allow(actor, channel, command.audience)
    return channel


def _carries(command: Schedule) -> Row | None:
    """What goes along besides text and file, as it is kept."""
    named = command.template or {}
    kept = {name: named[name] for name in ("name", "language", "values", "names") if named.get(name) is not None}
    told = {"template": kept | {"language": named.get("language")} if kept else None, "reply_to": command.reply_to}
    return {name: value for name, value in told.items() if value is not None} or None


async def _scheduled(actor: Actor) -> Row | None:
    """What this origin has scheduled already."""
    done = await records.by_origin(actor.origin)
    return None if done is None else await messages.get(actor.workspace, done["message_id"])


def title_of(text: str) -> str:
    """A short name for a message: the first line of its text."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 60 else line[:59] + "…"


def _starting_now(when: When, now: datetime) -> When:
    at = now + COUNTDOWN
    return When(starts=local(at, when.zone).replace(microsecond=0), zone=when.zone, at=at)


# --- changing


async def move(actor: Actor, command: Move, now: datetime) -> Done:
    """A new time for a message, or for the next due time of a series (`scope` "one")."""
    return (await move_all(actor, command, now))[0]


async def move_all(actor: Actor, command: Move, now: datetime) -> list[Done]:
    """The same for all that the command names, or none of them."""

    async def fields(row: Row) -> Row:
        live(row)
        await not_begun(row)
        when = when_of(row)
        new = when_fields(moves.moved(when, command, now))
        if when.rules and command.scope == "one":
            chosen = {"beyond": command.beyond or row["beyond"]}
            return new | chosen | quiet_of_one(row, moves.single(when, command, now), command.quiet)
        if command.late is not None:
            new["late"] = command.late
        return new | {"state": "active", "resume_on": None, "quiet": command.quiet, "beyond": command.beyond}

    return await change(actor, (command.number, *command.also), "move", now, fields)


async def edit(actor: Actor, command: Edit, now: datetime) -> Done:
    """Text, rule, start, end, lateness limit or audience."""

    async def fields(row: Row) -> Row:
        live(row)
        new: Row = {}
        if command.text is not None:
            if not command.text.strip():
                raise Refused("no_text")
            if (row["carries"] or {}).get("template"):
                raise Refused("text_of_template", number=row["number"])
            if row["channel_id"] is not None:
                channel = await channels.state(actor.workspace, row["channel_id"])
                await channel_limits.takes(actor.workspace, channel, command.text, row["media_id"])
            new |= {"text": command.text, "title": title_of(command.text)}
        new |= moves.edited_choices(row, command)
        if command.times:
            if not command.rules:
                await not_begun(row)
            new |= when_fields(moves.edited(when_of(row), command, now))
        if command.late is not None:
            new["late"] = command.late
        if command.add != Audience() or command.remove != Audience():
            new["audience"] = await _audience(actor, row, command, now)
        return new

    return (await change(actor, [command.number], "edit", now, fields, ends=True))[0]


async def _audience(actor: Actor, row: Row, command: Edit, now: datetime) -> Row:
    await people.ensure_numbers(actor, command.add, now)
    audience = changed(row["audience"], command.add, command.remove, actor.staff)
    if not audience.get("me") and not await directory.audience(row["workspace_id"], audience, limit=1):
        raise Refused("nobody_left", number=row["number"])
    if row["channel_id"] is None and any(name != "me" for name in audience):
        raise Unknown("no_channel", name="")
    if row["channel_id"] is not None and command.add != Audience():
        channel = await channels.state(actor.workspace, row["channel_id"])
        await channel_limits.allow(actor, channel, audience_of(audience))
    return audience


async def cancel(actor: Actor, command: Cancel, now: datetime) -> list[Done]:
    """Nothing more of them leaves; of a series, where there are `days`, those alone. What has left is not called back. All of
    them or none."""

    async def fields(row: Row) -> Row:
        live(row)
        return _without(row, command.days, now) or {"state": "cancelled", "resume_on": None}

    return await change(actor, command.numbers, "cancel", now, fields, ends=bool(command.days))


def _without(row: Row, days: tuple[date, ...], now: datetime) -> Row:
    """A series without some days; nothing where there are none, or it is none."""
    return when_fields(moves.skipped(when_of(row), Skip(row["number"], days), now)) if days and row["rules"] else {}


async def pause(actor: Actor, command: Pause, now: datetime) -> list[Done]:
    """Nothing leaves until they are resumed, or from the first moment of a day on; of a series, where there are `days`, those
    alone are left out. All of them or none."""

    async def fields(row: Row) -> Row:
        live(row)
        if without := _without(row, command.days, now):
            return without
        if row["state"] == "paused" and not command.resume_on and not row["resume_on"]:
            raise Conflict("already_paused", number=row["number"])
        if command.resume_on and midnight(command.resume_on, row["zone"]) <= now:
            raise Refused("past", number=row["number"])
        return {"state": "paused", "resume_on": command.resume_on.isoformat() if command.resume_on else None}

    return await change(actor, command.numbers, "pause", now, fields, ends=bool(command.days))


async def resume(actor: Actor, command: Resume, now: datetime) -> list[Done]:
    """What came due while it was paused is not caught up; what was under way when it was paused goes on, within its lateness
    limit. Refused("past") where nothing is left to come."""

    async def fields(row: Row) -> Row:
        if row["state"] != "paused":
            raise Conflict("not_paused", number=row["number"], state=row["state"])
        return {"state": "active", "resume_on": None}

    return await change(actor, command.numbers, "resume", now, fields)


async def skip(actor: Actor, command: Skip, now: datetime) -> Done:
    """Leaves out due times of a series: the days given, or the next one."""

    async def fields(row: Row) -> Row:
        live(row)
        return when_fields(moves.skipped(when_of(row), command, now))

    return (await change(actor, [command.number], "skip", now, fields, ends=True))[0]


async def send_now(actor: Actor, command: SendNow, now: datetime) -> Done:
    """A single message is moved to now; of a series, or of one that has left, a copy goes out."""
    row = await numbered(actor, command.number)
    if (done := await _sent_now(actor, row)) is not None:
        return done
    if row["state"] in ("active", "paused") and not row["rules"]:
        at = now + COUNTDOWN
        when = When(starts=local(at, row["zone"]).replace(microsecond=0), zone=row["zone"], at=at)
        return await move(actor, Move(command.number, when, quiet=command.quiet), now)
    who = audience_of(row["audience"])
    when = When(starts=local(now, row["zone"]).replace(microsecond=0), zone=row["zone"])
    channel = await channels.state(actor.workspace, row["channel_id"]) if row["channel_id"] else None
    name = channel["name"] if channel else None
    copied = Schedule(
        who,
        row["text"],
        when,
        now=True,
        title=row["title"],
        channel=name,
        late=row["late"],
        quiet=command.quiet,
        media=row["media_id"],
        template=(row["carries"] or {}).get("template"),
    )
    return Done("send_now", await schedule(actor, copied, now))


async def _sent_now(actor: Actor, row: Row) -> Done | None:
    """What this origin did: a single message that it moved has left meanwhile, and would now be copied."""
    if actor.origin and await records.by_origin(f"{actor.origin}:{row['number']}") is not None:
        return Done("move", row)
    done = await _scheduled(actor)
    return None if done is None else Done("send_now", done)


# --- by the clock


async def resume_due(now: datetime) -> None:
    """Messages paused until a day run again from its first moment, in their own zone, also where that has long passed: what
    came due since is planned. Asked by the tick."""
    for row in await messages.to_resume():
        begins = began(row)
        if begins is None or begins > now:
            continue
        async with db.transaction():
            fields = {"state": "active", "resume_on": None}
            if not await messages.change(row["workspace_id"], row["id"], row["rev"], now, **fields):
                continue
            about = f"message:{row['id']}"
            await records.note(
                row["workspace_id"], None, None, "resume", about, now, row["id"], after_rev=row["rev"] + 1
            )
            if not await replan(await messages.get(row["workspace_id"], row["id"]), now, begins):
                await say_missed(row, now)
            await chat.mark_stale("message", [row["id"]])


async def retime(now: datetime) -> None:
    """After a change of the tz database: due times are derived again from the wall clock. Asked by the tick."""
    for row in await messages.with_other_tz(TZ_VERSION):
        async with db.transaction():
            if await messages.change(row["workspace_id"], row["id"], row["rev"], now, tz_version=TZ_VERSION):
                due = row["next_due_at"]
                await replan(
                    await messages.get(row["workspace_id"], row["id"]), now, due if due and due <= now else None
                )
