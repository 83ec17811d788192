"""What happens in a chaos run, drawn from its seed before it begins: the same seed, the same run, but for the machine's timing.

Not here: doing it (`city`, `run`), what must hold (`verdict`).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]

FAULTS: dict[str, tuple[Any, ...]] = {
    "slow": (0.3, 1.0),
    "error_before": (None,),
    "error_after": (None,),
    "restricted": (None,),
    "no_lid": (None,),
    "hang_before": (None,),
    "hang_after": (None,),
    "empty": (None,),
    "huge": (None,),
    "garbled": (None,),
    "other_id": (None,),
    "reset_before": (None,),
    "reset_after": (None,),
    "ack_error": (None,),
    "not_stored": (None,),
    "echo_first": (None,),
    "ack_first": (None,),
    "echo_app": (None,),
    "lid_chat": (None,),
    "lid_answer": (None,),
    "renamed_id": (None,),
    "pn_null": (None,),
    "refuse": (401, 403, 404, 429, 502, 503),
    "duplicate": (2, 3),
    "split_chat": (None,),
    "reorder": (None,),
    "drop": ("message.ack", "message.any", "*"),
    "bad_hmac": (None,),
}
"""Every fault of the pretend WAHA, with the values that it may be set with."""

WEIGHTS = {
    "fault": 14,
    "kill": 5,
    "freeze": 5,
    "end": 2,
    "web": 2,
    "valkey_wiped": 1,
    "valkey_killed": 1,
    "valkey_frozen": 1,
    "database_restarted": 1,
    "database_away": 1,
    "session": 2,
    "waha_restarted": 1,
    "rounds": 1,
    "step": 2,
    "person": 5,
}
PACES = ("0s", "0s", "0.05s", "20/s", "0.05-0.15s")


@dataclass(frozen=True)
class Deed:
    """At `at` seconds from the beginning, something is done."""

    at: float
    what: str
    more: Row = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """`people`, `messages` (text, who, after, rules, channel) and `deeds`; `seconds`: how long things go wrong."""

    seed: int
    workers: int
    seconds: float
    people: tuple[str, ...]
    channels: tuple[Row, ...]
    messages: tuple[Row, ...]
    deeds: tuple[Deed, ...]


def draw(seed: int, *, seconds: float = 8.0, most_workers: int = 4) -> Plan:
    """The run of a seed. With `most_workers` of ten, each tenth seed has ten."""
    dice = random.Random(seed)
    workers = 10 if most_workers >= 10 and seed % 10 == 0 else dice.randint(2, min(4, most_workers))
    people = tuple(f"P{number}" for number in range(dice.randint(6, 14)))
    channels = tuple({"name": f"c{number}", "pace": dice.choice(PACES)} for number in range(dice.randint(1, 3)))
    messages = tuple(
        _message(dice, number, people, channels, seconds) for number in range(round(seconds * dice.uniform(3, 6)))
    )
    whats, weights = list(WEIGHTS), list(WEIGHTS.values())
    count = round(seconds * dice.uniform(2, 4))
    deeds = [
        Deed(dice.uniform(0.2, seconds), what, _more(dice, what, workers, people, len(messages)))
        for what in dice.choices(whats, weights, k=count)
    ]
    return Plan(seed, workers, seconds, people, channels, messages, tuple(sorted(deeds, key=lambda deed: deed.at)))


def _message(
    dice: random.Random, number: int, people: tuple[str, ...], channels: tuple[Row, ...], seconds: float
) -> Row:
    many = dice.random() < 0.15
    who = list(people) if many else dice.sample(people, dice.randint(1, 3))
    return {
        "text": f"m{number}.",
        "to": who,
        "after": dice.uniform(1.0, seconds),
        "rules": ["FREQ=MINUTELY;INTERVAL=5"] if dice.random() < 0.15 else [],
        "channel": dice.choice(channels)["name"],
    }


def _more(dice: random.Random, what: str, workers: int, people: tuple[str, ...], messages: int) -> Row:
    worker, back = dice.randrange(workers), dice.uniform(0.0, 2.5)
    if what == "fault":
        name = dice.choice(list(FAULTS))
        to = None if dice.random() < 0.5 else dice.choice(people)
        return {"name": name, "value": dice.choice(FAULTS[name]), "count": dice.randint(1, 3), "to": to}
    more: dict[str, Row] = {
        "kill": {"worker": worker, "back": back},
        "freeze": {"worker": worker, "back": dice.uniform(0.3, 5.0)},
        "end": {"worker": worker, "back": back},
        "web": {"back": back},
        "valkey_frozen": {"back": back},
        "database_restarted": {"mode": dice.choice(["fast", "immediate"])},
        "database_away": {"mode": dice.choice(["fast", "immediate"]), "back": back},
        "session": {"status": dice.choice(["FAILED", "STARTING", "SCAN_QR_CODE"]), "back": back},
        "step": {"worker": worker},
        "person": {
            "does": dice.choice(["pause", "resume", "cancel", "edit", "move", "skip", "undo"]),
            "message": dice.randrange(messages),
            "by": dice.uniform(0.5, 2.0),
        },
    }
    return more.get(what, {})
