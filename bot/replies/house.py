"""A workspace and its staff in words, with what an owner can do about them. Pure. Not here: doing it (`bot.handlers.house`)."""

from __future__ import annotations

from bot.replies.reply import HOUSE, Button, Reply, labelled, undo_button
from bot.replies.voice import Voice, bold, code, escape, fit
from core.actor import ROLES, Actor
from core.house import House

INVITE, REMOVE, REALLY, KEEP = range(4)


def shown(said: Voice, house: House, actor: Actor) -> Reply:
    """Name, zone, hours, staff; for an owner also buttons, and how to change the rest in words."""
    owner = actor.role == "owner"
    lines = [
        bold(said("house-head", name=house.name)),
        escape(said("house-zone", zone=house.zone)),
        escape(said("house-hours", hours=house.hours) if house.hours else said("house-no-hours")),
        *[escape(line) for line in _protected(said, house)],
        bold(said("house-staff", n=len(house.staff))),
        *[said.html("house-person", name=bold(one["name"]), role=said(f"role-{one['role']}")) for one in house.staff],
    ]
    if not owner:
        return Reply(fit(lines))
    lines += [
        escape(said("house-change")),
        *[code(said(f"example-house-{one}")) for one in ("name", "zone", "hours", "quiet", "person_limit")],
    ]
    invites = [_button(said, said(f"button-invite-{role}"), place, INVITE) for place, role in enumerate(ROLES)]
    others = [one for one in house.staff if one["staff_id"] != actor.staff][:20]
    removes = [
        (_button(said, said("button-remove", name=said.cut_short(one["name"], 30)), one["staff_id"], REMOVE),)
        for one in others
    ]
    return Reply(fit(lines), (tuple(invites[:2]), tuple(invites[2:]), *removes))


def _protected(said: Voice, house: House) -> list[str]:
    """When nobody is written to, and how often a person is at most."""
    quiet = [said("house-quiet", hours=house.quiet.replace("-", "–"))] if house.quiet else []
    return quiet + ([said("house-person-limit", n=house.person_limit)] if house.person_limit else [])


def waits(said: Voice, numbers: list[int]) -> str:
    """Which messages now wait until quiet hours end."""
    return said("house-quiet-waits", n=len(numbers), numbers=said.several([f"#{one}" for one in numbers], 20))


def invited(said: Voice, role: str, invitation: str, entry: int) -> Reply:
    """With Undo, which withdraws it."""
    lines = [escape(said("house-invited", role=said(f"role-{role}"))), code(f"/start {invitation}")]
    return Reply(fit(lines), undo_button(said, entry))


def really(said: Voice, name: str, staff: int) -> Reply:
    """Before somebody is removed."""
    buttons = (
        (_button(said, said("button-remove-yes"), staff, REALLY), _button(said, said("button-no"), staff, KEEP)),
    )
    return Reply(said.html("house-really", name=bold(name)), buttons)


def _button(said: Voice, label: str, guard: int, action: int) -> Button:
    return labelled(said, HOUSE, label, guard, action)
