"""Which template, and what fills it: asked with the provider's own list, one thing at a time, before anything is kept.

Asked where a sentence names no template, or one that is not approved; where it says too few values; and where somebody may only
be sent a template by then. What the provider could not be asked about goes as it was said. Not here: taking templates out of
sentences (`carrying`), the list (`core.channels.templates`), words (`bot.replies.questions`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.handlers.task import CLARIFY, Task
from bot.replies.questions import TEMPLATE_CHOICE, TEMPLATE_CLOSED, TEMPLATE_VALUE
from core.channels import templates
from core.channels.channels import choose
from core.channels.windows import terms_of
from core.commands import Schedule
from core.errors import Refused
from core.gateways.base import Approved
from core.gateways.registry import kind
from core.language.reading import Option, Reading, apply
from core.media.media import kind_of
from core.messages.views import View
from storage.queries import channels
from storage.queries import chat as store

Row = dict[str, Any]

_SHOWN = 6
"""So many are offered at once; others are named by typing."""
_AS_IT_IS = {"none": True}
"""The text goes as it is, to those whom it may reach."""
_NAME = re.compile(r"(?P<name>[a-z0-9_]{1,512})(?:/(?P<language>[A-Za-z_]{2,6}))?")
_QUOTES = ("''", '""', "“”", "‘’", "«»")


async def settled(task: Task, command: Schedule) -> tuple[Task, Schedule | None]:
    """The task and its command once its template is known and filled; before, the task with a question, and None.

    Raises Refused where no template can be had, or where this one needs what a sentence cannot say.
    """
    told = command.template
    if told is None or told.get("settled"):
        return task, command
    if told.get("none"):
        return task, replace(command, template=None)
    channel = await choose(task.actor, command.channel)
    if channel is None or task.proposal is None:
        return task, command
    row = await channels.state(task.actor.workspace, channel["id"])
    if not kind(row["gateway"]).takes_templates:
        raise Refused("no_templates", channel=row["name"], template=told["name"] or task.speaker.said("a-template"))
    try:
        found = await templates.approved(task.actor.workspace, row["name"])
    except Refused:
        if not told["name"]:
            raise
        return task, command
    one = templates.match(found, told["name"], told["language"], terms_of(row).template_language)
    file = await kind_of(task.actor.workspace, command.media)
    if one is None:
        return await _which(task, row["name"], found, file), None
    _check(one, file, told["values"])
    return await _fill(task, command, one, [str(value) for value in told["values"]])


def _check(one: Approved, file: str, values: Sequence[str]) -> None:
    """Raises Refused where a template does not go with what the sentence says."""
    if one.more:
        raise Refused("template_needs_more", template=one.name)
    if one.header != file:
        code = "template_needs_file" if one.header else "template_takes_no_file"
        raise Refused(code, template=one.name, kind=one.header or file)
    if one.places is not None and len(values) > len(one.places):
        raise Refused("template_too_full", template=one.name, places=len(one.places), given=len(values))


async def _fill(task: Task, command: Schedule, one: Approved, values: Sequence[str]) -> tuple[Task, Schedule | None]:
    """The next place that nothing fills is asked for; with the last one it is settled, and reads as it will arrive."""
    told: Row = {"name": one.name, "language": one.language, "values": list(values)}
    if one.places is None:
        return await _done(task, command, told, command.text)
    text = one.said(values)
    if len(values) < len(one.places):
        reading = apply(task.reading, {"template": told, "message": text})
        missing = (one.places[len(values)],)
        return await _kept(task, replace(reading, outcome="clarify", reason=TEMPLATE_VALUE, missing=missing)), None
    if not all(place.isdigit() for place in one.places):
        told["names"] = list(one.places)
    return await _done(task, command, told, text)


async def _done(task: Task, command: Schedule, told: Row, text: str) -> tuple[Task, Schedule]:
    """What was settled is kept with the reading, so that a Yes means just that."""
    told = told | {"settled": True}
    reading = apply(task.reading, {"template": told, "message": text})
    await store.set_proposal(task.actor.workspace, task.proposal or 0, reading=reading.to_json())
    return replace(task, reading=reading), replace(command, text=text, template=told)


async def for_closed(task: Task, command: Schedule, view: View) -> Task | None:
    """The task with a question, where somebody may only be sent a template by then and the channel has none of its own; None:
    nothing is to be asked, or nothing can be offered."""
    if task.reading.template is not None or task.proposal is None or view.channel is None:
        return None
    if not view.closed.count or view.closed.template is not None:
        return None
    try:
        found = await templates.approved(task.actor.workspace, view.channel)
    except Refused:
        return None
    file = await kind_of(task.actor.workspace, command.media)
    usable = [one for one in found if templates.can_fill(one, file)]
    if not usable:
        return None
    options = [_option(task, one, _only_value(one, command.text)) for one in usable[:_SHOWN]]
    options.append(Option({"template": _AS_IT_IS}, label=task.speaker.said("option-template-none")))
    who = task.speaker.said.several(list(view.closed.names)) or str(view.closed.count)
    return await _asked(task, TEMPLATE_CLOSED, options, len(usable), (who,))


async def _which(task: Task, channel: str, found: Sequence[Approved], file: str) -> Task:
    """Raises Refused ("templates_none")."""
    told = dict(task.reading.template or {})
    usable = [one for one in templates.nearest(found, told["name"]) if templates.can_fill(one, file)]
    if not usable:
        raise Refused("templates_none", channel=channel)
    options = [_option(task, one, told["values"]) for one in usable[:_SHOWN]]
    return await _asked(task, TEMPLATE_CHOICE, options, len(usable), (told["name"],) if told["name"] else ())


def _option(task: Task, one: Approved, values: Sequence[str]) -> Option:
    told = {"name": one.name, "language": one.language, "values": list(values)}
    count = len(one.places) if one.places is not None else -1
    label = task.speaker.said("option-template", name=one.name, language=one.language, n=count)
    return Option({"template": told}, one.text or None, label)


def _only_value(one: Approved, text: str) -> list[str]:
    """A text of one line fills the only place of a template."""
    return [text] if one.places is not None and len(one.places) == 1 and text and "\n" not in text else []


async def _asked(task: Task, reason: str, options: list[Option], count: int, unknown: tuple[str, ...]) -> Task:
    told = {"name": "", "language": None, "values": [], **(task.reading.template or {}), "count": count}
    reading = replace(task.reading, outcome="clarify", reason=reason, options=tuple(options), missing=(), then=())
    return await _kept(task, replace(reading, template=told, unknown=unknown))


async def _kept(task: Task, reading: Reading) -> Task:
    workspace, proposal = task.actor.workspace, task.proposal or 0
    await store.set_proposal(workspace, proposal, about=CLARIFY, reading=reading.to_json())
    return replace(task, reading=reading)


# --- typed answers


def waits(question: Row | None) -> bool:
    """Whether the open question is for a value: what is typed then is taken word for word."""
    return question is not None and question["reading"].get("reason") == TEMPLATE_VALUE


def answered(asked: Reading, text: str, alone: Reading) -> Reading | None:
    """The reading that a typed answer to such a question completes; None: it is no such question, or a sentence of its own."""
    told = dict(asked.template or {})
    if asked.reason == TEMPLATE_VALUE:
        quoted = len(text) > 2 and any(text[0] == pair[0] and text[-1] == pair[1] for pair in _QUOTES)
        if alone.outcome == "ok" and not quoted:
            return None
        value = " ".join((text[1:-1] if quoted else text).split())
        return _goes_on(asked, told | {"values": [*told["values"], value]})
    name = _NAME.fullmatch(text.strip()) if asked.reason in (TEMPLATE_CHOICE, TEMPLATE_CLOSED) else None
    if name is None or alone.outcome == "ok":
        return None
    return _goes_on(asked, {"name": name["name"], "language": name["language"], "values": told.get("values") or []})


def _goes_on(asked: Reading, told: Mapping[str, Any]) -> Reading:
    return apply(replace(asked, outcome="ok", reason=None, missing=(), unknown=(), options=()), {"template": told})
