"""What `understand` made of a sentence: values only, as interface.md's table of a reading; no sentence for people.

Besides that table a reading carries `text` (the sentence, so that an answer can complete it), `then` (the questions that
follow the one asked now) and `spans` (what was read where, for `--explain`). Ids are written "contact:5", "group:2",
"tag:3"; people without an id (numbers, `me`, worlds without ids) have None in the same place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question: `patch` is laid over the reading's JSON by `apply`. `label` is the replies' business."""

    patch: Mapping[str, Any]
    hint: str | None = None
    label: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"label": self.label, "patch": dict(self.patch), "hint": self.hint}


@dataclass(frozen=True, slots=True)
class Question:
    """Why a reading is not ready. `refuse`: no answer can mend it."""

    reason: str
    refuse: bool = False
    options: tuple[Option, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        data = {
            "reason": self.reason,
            "refuse": self.refuse,
            "options": [option.to_json() for option in self.options],
            "missing": list(self.missing),
            "unknown": list(self.unknown),
        }
        return {name: value for name, value in data.items() if value}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Question:
        return Question(
            data["reason"],
            bool(data.get("refuse")),
            tuple(_option(option) for option in data.get("options") or ()),
            tuple(data.get("missing") or ()),
            tuple(data.get("unknown") or ()),
        )


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """Of `add_contact` and `tag`; of what is done to a group, which is named here."""

    name: str
    phone: str | None = None
    tags: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of the sentence and what they were read as."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    outcome: str
    intent: str | None = None
    id: str | None = None
    v: int = VERSION
    lang: str | None = None
    recipients: tuple[str, ...] = ()
    recipient_ids: tuple[str | None, ...] = ()
    exclude: tuple[str, ...] = ()
    exclude_ids: tuple[str | None, ...] = ()
    add_recipients: tuple[str, ...] = ()
    add_recipient_ids: tuple[str | None, ...] = ()
    remove_recipients: tuple[str, ...] = ()
    remove_recipient_ids: tuple[str | None, ...] = ()
    message: str | None = None
    dtstart: str | None = None
    at: str | None = None
    tz: str | None = None
    rrules: tuple[str, ...] = ()
    until: str | None = None
    exdate: tuple[str, ...] = ()
    target_ids: tuple[int, ...] = ()
    scope: str | None = None
    shift: str | None = None
    contact: ContactDetails | None = None
    resume_on: str | None = None
    range: tuple[str, str] | None = None
    channel: str | None = None
    late: str | None = None
    answered: str | None = None
    quiet: str | None = None
    beyond: str | None = None
    """Answers to what the bot asks where quiet hours or a limit stand in the way; no sentence says them."""
    reminder: bool | None = None
    assume: tuple[str, ...] = ()
    reason: str | None = None
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    then: tuple[Question, ...] = ()
    text: str | None = None
    media: int | None = None
    """A file that came with the sentence, by its id: it goes with the message."""
    template: Mapping[str, Any] | None = None
    """The approved template by which the message goes: `name`, `language` (None: the channel's), `values`."""
    spans: tuple[Span, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Without what is empty; one rule is "rrule", several are "rrules". `from_json` gives the reading back."""
        data: dict[str, Any] = {}
        for own in fields(self):
            value = getattr(self, own.name)
            if value is not None and value != ():
                data[own.name] = _plain(value)
        if len(self.rrules) == 1:
            data["rrule"] = data.pop("rrules")[0]
        return data

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Reading:
        """Fields that this version does not know are left out; `say` is one of them."""
        known = {own.name for own in fields(Reading)}
        values = {name: _frozen(value) for name, value in data.items() if name in known and value is not None}
        if data.get("rrule"):
            values["rrules"] = (data["rrule"],)
        if data.get("contact"):
            contact = data["contact"]
            lists = (tuple(contact.get(name) or ()) for name in ("tags", "groups"))
            values["contact"] = ContactDetails(contact["name"], contact.get("phone"), *lists)
        if data.get("options"):
            values["options"] = tuple(_option(option) for option in data["options"])
        if data.get("then"):
            values["then"] = tuple(Question.from_json(question) for question in data["then"])
        if data.get("spans"):
            values["spans"] = tuple(Span(**span) for span in data["spans"])
        return Reading(**values)


def asked(reading: Reading, questions: Sequence[Question]) -> Reading:
    """The reading with these questions open: what is refused first, then the first question, the others `then`."""
    if not questions:
        return replace(reading, outcome="ok", reason=None, missing=(), unknown=(), options=(), then=())
    ordered = sorted(questions, key=lambda question: not question.refuse)
    now = ordered[0]
    return replace(
        reading,
        outcome="refuse" if now.refuse else "clarify",
        reason=now.reason,
        missing=now.missing,
        unknown=now.unknown,
        options=now.options,
        then=tuple(ordered[1:]),
    )


def apply(reading: Reading, patch: Mapping[str, Any]) -> Reading:
    """The reading once a question is answered by `patch`, a dict over its JSON; its outcome anew.

    None takes a field away, "+recipients" adds to a list, "ask" holds the questions (as JSON) that this answer raises.
    """
    data = reading.to_json()
    if "rrule" in patch or "rrules" in patch:
        data.pop("rrule", None)
        data.pop("rrules", None)
    for name, value in patch.items():
        if name == "ask":
            continue
        if name.startswith("+"):
            data[name[1:]] = [*(data.get(name[1:]) or ()), *value]
        elif value is None:
            data.pop(name, None)
        else:
            data[name] = value
    patched = Reading.from_json(data)
    raised = [Question.from_json(question) for question in patch.get("ask", ())]
    still = (_still(question, patched) for question in (*raised, *reading.then))
    return asked(patched, [question for question in still if question is not None])


def _still(question: Question, reading: Reading) -> Question | None:
    """What is still missing of a question for what is missing, else the question itself."""
    if question.reason != "missing":
        return question
    given = {
        "time": reading.dtstart,
        "day": reading.dtstart,
        "message": reading.message,
        "recipient": reading.recipients,
    }
    left = tuple(name for name in question.missing if not given.get(name))
    return replace(question, missing=left) if left else None


def _option(data: Mapping[str, Any]) -> Option:
    return Option(data.get("patch") or {}, data.get("hint"), data.get("label"))


def _plain(value: Any) -> Any:
    if isinstance(value, Option | Question):
        return value.to_json()
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end, "kind": value.kind}
    if isinstance(value, ContactDetails):
        groups = {"groups": list(value.groups)} if value.groups else {}
        return {"name": value.name, "phone": value.phone, "tags": list(value.tags), **groups}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
