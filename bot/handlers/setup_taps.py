"""Taps on the questions of a setup: each is guarded by the state that its button was drawn for.

A second tap finds a later state and says "already done". Not here: what is typed (`setup`), what buttons there are
(`bot.replies.setup`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.handlers import setup as talks
from bot.handlers import setup_states as states
from bot.handlers.scheduling import schedule
from bot.handlers.setup_states import Talk
from bot.handlers.tap import Outcome, Step, Tap
from bot.handlers.task import Task
from bot.replies import setup as words
from bot.replies.reply import SETUP, Reply
from core.channels import connecting
from core.channels.setup import Setup, back, choices, chosen
from core.commands import Audience, Schedule, When
from core.gateways.registry import KINDS
from core.language.reading import Reading
from core.people import people
from core.recurrence import local
from storage.queries import setups as store

Row = dict[str, Any]
Do = Callable[[Talk, Row, Setup], Awaitable[Reply | None]]


async def _tapped(tap: Tap) -> Outcome:
    proposal, rev, action = tap.guards
    talk = Talk(tap.bot, tap.speaker, tap.place, tap.now, tap.origin)
    if proposal == 0:
        return Outcome(tap.toast("ok"), fresh=await talks.begin(talk))
    row = await store.get(tap.speaker.actor.workspace, proposal)
    if row is None or row["staff_id"] != tap.speaker.staff:
        return Outcome(tap.toast("gone"), bare=True)
    setup = states.setup_of(row)
    if setup.by == tap.origin:  # the same update once more, after a crash
        return Outcome(tap.toast("ok"), edit=await states.redrawn(talk, row, setup))
    if row["state"] != "open" or setup.rev != rev:
        return Outcome(tap.toast("done"), bare=row["state"] != "open" or row["bubble"] != tap.bubble)
    tap.task.actor.needs("owner")
    if action == words.SEND:
        return await _send(tap, talk, row, setup)
    reply = await _do(action)(talk, row, setup)
    return Outcome(tap.toast("ok"), edit=reply) if reply is not None else Outcome(tap.toast("gone"))


def _do(action: int) -> Do:
    if action >= words.FIRST_CHOICE:
        return _chosen(action - words.FIRST_CHOICE)
    return _DO.get(action, _nothing)


async def _nothing(talk: Talk, row: Row, setup: Setup) -> Reply | None:
    return None


def _chosen(place: int) -> Do:
    """One of the choices of a question, by its place."""

    async def do(talk: Talk, row: Row, setup: Setup) -> Reply | None:
        if setup.step == "kind":
            kinds = list(KINDS)
            return await states.keep(talk, row, chosen(setup, kinds[place])) if place < len(kinds) else None
        if setup.step == "name" and setup.offer:
            return await talks.name(talk, row, setup, setup.offer)
        if setup.step == "ask" and setup.ask is not None:
            offered = choices(setup.ask)
            return await talks.answer(talk, row, setup, offered[place]) if place < len(offered) else None
        if setup.step == "contact":
            found = [one for one in await people.contacts(talk.actor, limit=200) if one["phone"]]
            if place < len(found):
                following = replace(setup, step="hello", contact=found[place]["id"], trouble="")
                return await states.keep(talk, row, following)
        return None

    return do


async def _back(talk: Talk, row: Row, setup: Setup) -> Reply | None:
    following = replace(setup, step="contact", contact=None) if setup.step == "hello" else back(setup)
    return await states.keep(talk, row, replace(following, took_secret=False))


async def _again(talk: Talk, row: Row, setup: Setup) -> Reply | None:
    return await states.keep(talk, row, replace(setup, step="test", check={}, trouble="", took_secret=False))


async def _anyway(talk: Talk, row: Row, setup: Setup) -> Reply | None:
    """The channel is kept although it cannot send yet: its phone is scanned later."""
    return await states.add(talk, row, replace(setup, by=talk.origin)) if setup.step == "test" else None


async def _offer(talk: Talk, row: Row, setup: Setup) -> Reply | None:
    if setup.step == "webhook" and setup.trouble == "other_sender":
        await connecting.take_sender(talk.actor.workspace, setup)
        return await states.keep(talk, row, replace(setup, trouble="", offer=""))
    sure = setup.trouble in ("inside_container", "public_http")
    return await talks.answer(talk, row, setup, setup.offer, sure) if setup.offer else None


async def _set_it(talk: Talk, row: Row, setup: Setup) -> Reply | None:
    if setup.channel is None:
        return None
    await connecting.try_again(talk.actor.workspace, setup.channel)
    reason = await connecting.set_webhook(talk.actor.workspace, setup.channel, talk.place)
    since = talk.now.isoformat()
    return await states.keep(talk, row, replace(setup, trouble=reason or "set", offer="", waits_since=since))


async def _pasted(talk: Talk, row: Row, setup: Setup) -> Reply | None:
    if setup.channel is None:
        return None
    await connecting.try_again(talk.actor.workspace, setup.channel)
    return await states.keep(talk, row, replace(setup, trouble="", offer="", waits_since=talk.now.isoformat()))


async def _skip(talk: Talk, row: Row, setup: Setup) -> Reply | None:
    return await states.keep(talk, row, replace(setup, step="contact", trouble="", offer=""))


async def _send(tap: Tap, talk: Talk, row: Row, setup: Setup) -> Outcome:
    """The first message, as if it had been asked for in words; then the setup is over."""
    if setup.contact is None:
        return Outcome(tap.toast("gone"))
    task = Task(tap.speaker, Reading("ok", "send_now"), tap.now, tap.origin, confirmed=True)
    when = When(local(tap.now, talk.actor.zone).replace(microsecond=0), talk.actor.zone)
    text = tap.speaker.said("setup-hello-text")
    command = Schedule(Audience(contacts=(setup.contact,)), text, when, now=True, channel=setup.name)
    bubble = await schedule(task, command)
    done = replace(setup, step="done", by=tap.origin)
    await store.step(row["id"], setup.rev, done.to_json(), {}, "done", tap.now)
    return Outcome(tap.toast("ok"), edit=await states.redrawn(talk, row | {"state": "done"}, done), fresh=bubble)


_DO: dict[int, Do] = {
    words.STOP: talks.stop,
    words.BACK: _back,
    words.AGAIN: _again,
    words.ANYWAY: _anyway,
    words.OFFER: _offer,
    words.SET_IT: _set_it,
    words.PASTED: _pasted,
    words.SKIP: _skip,
}

STEPS: dict[str, tuple[Step, int]] = {SETUP: (_tapped, 3)}
"""What a button's first letter does, and how many guards it carries."""
