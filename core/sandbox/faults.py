"""Faults of a pretend provider: what goes wrong on demand, how often, and for whom.

Here: the counts, the gate at which hanging requests wait, and the names that every provider has. Not here: a provider's own
names, and what each fault does (its own files).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.sandbox.phones import Watchers

SENDS = {
    "slow": "answers `value` seconds late",
    "error_before": "500 before any effect",
    "error_after": "500 although the message has left",
    "hang_before": "never answers; nothing left",
    "hang_after": "never answers; the message has left",
    "empty": "a good status with an empty body; the message has left",
    "huge": "a good status with a body of 4 MB; the message has left",
    "garbled": "a good status with a body that is no JSON; the message has left",
    "reset_before": "cuts the connection; nothing left",
    "reset_after": "cuts the connection; the message has left",
    "refuse": "answers with the status `value` (401, 403, 404, 429, 502 ...) and does nothing",
}
EVENTS = {
    "duplicate": "each event is posted `value` times (2)",
    "reorder": "receipts of one message come in reverse order",
    "drop": "events are lost (`value`: only of that name)",
    "forged": "the event is not signed by who should, or lacks the secret",
}
EVERYWHERE = SENDS | EVENTS


@dataclass(slots=True)
class Fault:
    """One fault that is set. `left`: for how many more sends or events (None: until cleared). `to`: one number only."""

    name: str
    left: int | None
    value: Any
    to: str | None
    about: str

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "left": self.left, "value": self.value, "to": self.to, "about": self.about}


class Faults:
    """The faults that are set now; at most one of each name. `known`: the names, and what each does."""

    def __init__(self, watchers: Watchers, known: Mapping[str, str] = EVERYWHERE) -> None:
        self.known = known
        self._set: dict[str, Fault] = {}
        self._watchers = watchers
        self._gates = {"hang": asyncio.Event(), "slow": asyncio.Event()}
        self.hanging = 0

    def set(self, name: str, *, count: int | None = None, value: Any = None, to: str | None = None) -> Fault:
        """Sets a fault for the next `count` sends or events, or until it is cleared. Raises ValueError."""
        if name not in self.known:
            raise ValueError(f"no such fault: {name}; there are {', '.join(self.known)}")
        if count is not None and count < 1:
            raise ValueError("a count begins at 1")
        self._set[name] = fault = Fault(name, count, value, to, self.known[name])
        self._tell()
        return fault

    def clear(self, name: str | None = None) -> None:
        """Ends one fault, or all. What is slow is answered then; what hangs is cut off, and never answered."""
        if name is None:
            self._set.clear()
        else:
            self._set.pop(name, None)
        for gate in self._gates:
            if name is None or name.startswith(gate):
                self._gates[gate].set()
                self._gates[gate] = asyncio.Event()
        self._tell()

    def peek(self, name: str, to: str | None = None) -> Fault | None:
        fault = self._set.get(name)
        return fault if fault is not None and fault.to in (None, to) else None

    def take(self, name: str, to: str | None = None) -> Fault | None:
        """The fault if it is set for this one, counted down."""
        fault = self.peek(name, to)
        if fault is not None and fault.left is not None:
            fault.left -= 1
            if fault.left == 0:
                del self._set[name]
            self._tell()
        return fault

    def active(self) -> list[dict[str, Any]]:
        return [fault.as_json() for fault in self._set.values()]

    async def hang(self) -> None:
        """Waits until hanging is cleared or the server ends."""
        await self._wait("hang", None)

    async def dawdle(self, seconds: float) -> None:
        """Waits so long, or until slowness is cleared."""
        await self._wait("slow", seconds)

    async def _wait(self, gate: str, seconds: float | None) -> None:
        cleared = self._gates[gate]
        self.hanging += 1
        self._tell()
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(cleared.wait(), seconds)
        finally:
            self.hanging -= 1
            self._tell()

    def _tell(self) -> None:
        self._watchers.tell("faults", faults=self.active(), hanging=self.hanging)
