"""How many messages a channel may send on a day: its daily limit, and less while a new number warms up. Pure.

A number that begins to send hundreds on its first day is banned; one that doubles each day is not noticed. Not here: keeping to
it (`core.dispatch`), who is told that it was too little (`core.channels.day_limit`).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]

DAYS = 10
"""So long a number is new. After it only the daily limit holds."""


def limit_on(channel: Row, day: date) -> int | None:
    """Messages on a day of the workspace; None: as many as there are."""
    warm = _warming(channel, day)
    limits = [limit for limit in (channel["daily_limit"], warm) if limit is not None]
    return min(limits, default=None)


def _warming(channel: Row, day: date) -> int | None:
    if channel["warm_up"] is None:
        return None
    age = (day - date.fromisoformat(channel["warm_from"])).days
    return int(channel["warm_up"]) * 2 ** max(0, age) if age < DAYS else None


def steps(channel: Row, today: date) -> list[int]:
    """The limits of today and the days that follow, for as long as the number warms up; empty where it does not."""
    found: list[int] = []
    for ahead in range(DAYS):
        day = today + timedelta(days=ahead)
        warm, full = _warming(channel, day), channel["daily_limit"]
        if warm is None or (full is not None and warm >= full):
            break
        found.append(warm)
    return found
