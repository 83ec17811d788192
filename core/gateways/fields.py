"""What a channel needs, as data, and what a person said of it sorted by where it is kept.

Here: fields and their checks; pure. Not here: which fields a kind has (its own file), asking for them (the command line, the
chat), and keeping them (`core.channels`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.errors import Refused

PLACES = ("url", "key", "session")
"""Fields that have a place of their own; every other is a setting."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a channel of a kind needs: the command line and the chat ask for it by this.

    `name` says where it is kept: "url", "key" and "session" (the provider's own name of the sender) in their places, any
    other in the settings. `about` says what it is and where to find it. `secret`: kept as ciphertext, never shown again.
    """

    name: str
    about: str
    secret: bool = False
    required: bool = True
    default: str = ""
    choices: tuple[str, ...] = ()


TIMES = (
    Field("timeout", "seconds that the provider has to answer", required=False),
    Field("connect_timeout", "seconds until a connection must stand", required=False),
)
"""What every kind takes besides, and nobody is asked for."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """What was said: `places` by field, settings in clear and `hidden` ones, and `free`: those that nobody is asked for."""

    places: Mapping[str, str] = field(repr=False)
    settings: Mapping[str, str]
    hidden: Mapping[str, str] = field(repr=False)
    free: Mapping[str, str]


def only_known(fields: Iterable[Field], named: Iterable[str], gateway: str) -> None:
    """A name that is misspelt would be kept and never looked at. Raises Refused("unknown_setting")."""
    known = [one.name for one in fields if one.name not in PLACES]
    for name in named:
        if name not in known:
            raise Refused("unknown_setting", name=name, gateway=gateway, known=", ".join(known))


def sort_out(
    fields: Iterable[Field], said: Mapping[str, str | None], gateway: str, *, only: str | None = None
) -> Sorted:
    """Checks what was said against the fields and sorts it. `only`: the one field that is needed, and no defaults (another
    channel of an account), "" for none (a change).

    Raises Refused ("channel_needs", "bad_choice").
    """
    known = {one.name: one for one in fields}
    given: dict[str, str] = {}
    for one in known.values():
        value = said.get(one.name) or (one.default if only is None else "")
        if not value and one.required and only in (None, one.name):
            how = f"--{one.name}" if one.name in PLACES else f"--set {one.name}=…"
            raise Refused("channel_needs", option=one.name, how=how, what=one.about, gateway=gateway)
        if value and one.choices and value not in one.choices:
            raise Refused("bad_choice", option=one.name, choices=", ".join(one.choices))
        if value:
            given[one.name] = value
    settings = {name: value for name, value in given.items() if name not in PLACES}
    places = {name: value for name in PLACES if (value := given.get(name) or said.get(name) or "")}
    free = {name: value for name, value in said.items() if value and name not in known and name not in PLACES}
    return Sorted(
        places,
        {name: value for name, value in settings.items() if not known[name].secret},
        {name: value for name, value in settings.items() if known[name].secret},
        free,
    )
