"""Figures of what becomes of deliveries in this process, for `/metrics`. Not here: the figures of a week (`core.report`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from core.process.metrics import LATENESS, Counter, Histogram

Row = dict[str, Any]

STEPS = Counter("belfry_deliveries_total", "Deliveries that came into a state, by what this process did or heard.")
LATE = Histogram("belfry_lateness_seconds", "From a delivery's slot until its request began to leave.", LATENESS)
TAKEOVERS = Counter("belfry_lane_takeovers_total", "Lanes found with requests of a holder that had gone.")


def came_into(rows: Iterable[Row]) -> None:
    """Counts deliveries, as they are after a step."""
    for row in rows:
        STEPS.add(state=str(row["state"]))


def began(rows: Iterable[Row], now: datetime) -> None:
    """How late deliveries, as they were before, leave. Of an attempt after the first nothing can be said."""
    for row in rows:
        if not row["attempts"]:
            LATE.observe(max(0.0, (now - row["slot_at"]).total_seconds()))
