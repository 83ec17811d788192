"""Audiences as values: how a message keeps one, and what adding and removing people makes of it. Pure.

Not here: who is in an audience (`core.people`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from core.commands import Audience

_KINDS = ("contacts", "groups", "tags", "numbers")


def audience_json(audience: Audience, staff: int | None) -> dict[str, Any]:
    """How a message keeps its audience. "me" is kept as the member of staff who said it."""
    kept = {name: value for name, value in asdict(audience).items() if value}
    if kept.pop("me", False):
        kept["me"] = staff
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


def audience_of(kept: Mapping[str, Any]) -> Audience:
    """The audience of a message's row."""
    return Audience(
        contacts=tuple(kept.get("contacts", ())),
        groups=tuple(kept.get("groups", ())),
        tags=tuple(kept.get("tags", ())),
        numbers=tuple(kept.get("numbers", ())),
        me=bool(kept.get("me")),
        everyone=bool(kept.get("everyone")),
        except_contacts=tuple(kept.get("except_contacts", ())),
        except_groups=tuple(kept.get("except_groups", ())),
        except_tags=tuple(kept.get("except_tags", ())),
    )


def changed(kept: Mapping[str, Any], add: Audience, remove: Audience, staff: int | None) -> dict[str, Any]:
    """A kept audience with people added and removed.

    Who is removed is also kept as an exception: they may be in by a group, a tag or a number as well. Who is added is no
    exception any more.
    """
    more, less = audience_json(add, staff), audience_json(remove, staff)
    audience: dict[str, Any] = {}
    for name in _KINDS:
        left_out = less.get(name, [])
        named = dict.fromkeys([*kept.get(name, []), *more.get(name, [])])
        audience[name] = [one for one in named if one not in left_out]
        if name != "numbers":
            unless = f"except_{name}"
            excepted = dict.fromkeys([*kept.get(unless, []), *more.get(unless, []), *left_out])
            audience[unless] = [one for one in excepted if one not in more.get(name, [])]
    audience["everyone"] = (kept.get("everyone") or more.get("everyone")) and not less.get("everyone")
    audience["me"] = None if less.get("me") else more.get("me") or kept.get("me")
    if not any(audience[name] for name in ("groups", "tags", "numbers", "everyone")):
        # Only people by name are left: nobody can be in it any other way.
        audience |= {f"except_{name}": [] for name in ("contacts", "groups", "tags")}
    return {name: value for name, value in audience.items() if value}
