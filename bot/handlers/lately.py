"""What a member of staff did last in a chat, as a reading that the next sentence may follow on: "at 10 instead".

Not here: what such a sentence means (`core.language.dialogue.afterwards`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.access import Speaker
from bot.handlers.task import CLARIFY, CONFIRM, SAID
from core.changes.changes import numbered
from core.language.reading import Reading
from core.language.words.people import EVERYONE, ME
from core.messages import views
from core.world import World
from storage.queries import channels
from storage.queries import chat as store

Row = dict[str, Any]

YOUNG = timedelta(minutes=15)
"""So long a sentence may follow on what was done; later it is said about something else."""
_ABOUT_ONE = ("edit", "skip", "pause", "resume")


async def last_done(speaker: Speaker, world: World, now: datetime) -> Reading | None:
    """The message that this member of staff made or changed last in this chat; None: nothing young, or several."""
    row = await store.newest_proposal(speaker.actor.workspace, speaker.staff, str(speaker.chat))
    if row is None or (row["closed_at"] or row["created_at"]) < now - YOUNG:
        return None
    if row["about"] != SAID and not (row["about"] in (CLARIFY, CONFIRM) and row["state"] == "done"):
        return None
    reading = Reading.from_json(row["reading"])
    if row["message_id"] is not None:
        return await about(speaker, await views.row_by_id(speaker.actor, row["message_id"]), world, reading)
    if reading.outcome != "ok" or reading.intent not in _ABOUT_ONE or len(reading.target_ids) != 1:
        return None
    message = await numbered(speaker.actor, reading.target_ids[0])
    return await about(speaker, message, world, reading)


async def about(speaker: Speaker, row: Row, world: World, said: Reading | None = None) -> Reading | None:
    """A message as a reading that was carried out; `said` is the one that was. None: it was called off."""
    if row["state"] == "cancelled":
        return None
    audience = row["audience"]
    kinds = (("contacts", "contact"), ("groups", "group"), ("tags", "tag"))
    own = [(kind, one) for key, kind in kinds for one in audience.get(key, ())]
    out = [(kind, one) for key, kind in kinds for one in audience.get(f"except_{key}", ())]
    if not all(one in world.spelt for one in (*own, *out)):
        return None
    others = [*audience.get("numbers", ()), *(name for name in (ME, EVERYONE) if audience.get(name))]
    names = {one["id"]: one["name"] for one in await channels.every(speaker.actor.workspace)}
    plain = not row["rdates"]  # times of their own cannot be said in a reading: then the time is asked
    return Reading(
        "ok",
        "send_now" if said is not None and said.intent == "send_now" else "schedule",
        lang=said.lang if said is not None else speaker.actor.language,
        target_ids=(row["number"],),
        recipients=(*(world.spelt[one] for one in own), *others),
        recipient_ids=(*(f"{kind}:{one}" for kind, one in own), *(None for _ in others)),
        exclude=tuple(world.spelt[one] for one in out),
        exclude_ids=tuple(f"{kind}:{one}" for kind, one in out),
        message=row["text"],
        media=row["media_id"],
        template=(row["carries"] or {}).get("template"),
        channel=names.get(row["channel_id"]),
        late=row["late"],
        answered=row["answered"],
        dtstart=row["starts"] if plain else None,
        at=row["at"].isoformat() if plain and row["at"] else None,
        tz=row["zone"],
        rrules=tuple(row["rules"]) if plain else (),
        until=row["until"] if plain else None,
        exdate=tuple(row["exdates"]) if plain else (),
    )
