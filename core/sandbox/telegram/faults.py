"""How Telegram can misbehave on demand. Rules are counted down as calls come; here is no HTTP and no state of chats."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.sandbox.telegram.params import ApiError
from core.sandbox.telegram.updates import Updates

Told = Callable[[], None]
_KINDS = ("too_many", "fail", "page", "refuse", "slow", "lose")
_ASIDE = ("getUpdates", "sendChatAction")
"""What is called all the time, or only when an answer takes long: whoever breaks "the next call" means another."""


class PageError(Exception):
    """The answer is a page for people."""


@dataclass(slots=True)
class Rule:
    """`kind` for the next `times` calls (None: for good) of `method` ("*": all but `_ASIDE`); `value`: seconds."""

    kind: str
    method: str
    times: int | None
    value: float = 0.0

    def fits(self, method: str) -> bool:
        return self.method.lower() == method.lower() or (self.method == "*" and method not in _ASIDE)


class TelegramFaults:
    """What goes wrong now. `on_change` is called after every change; `interrupt` cuts the polls that wait."""

    def __init__(self, updates: Updates, on_change: Told) -> None:
        self._updates = updates
        self._told = on_change
        self._back = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self.rules: list[Rule] = []
        self.is_away = False
        self.taps = 1

    def too_many(self, method: str = "*", times: int | None = 1, retry_after: int = 3) -> None:
        """429 with `parameters.retry_after` seconds."""
        self._add(Rule("too_many", method, times, float(retry_after)))

    def fail(self, method: str = "*", times: int | None = 1) -> None:
        """500; the call has no effect."""
        self._add(Rule("fail", method, times))

    def page(self, method: str = "*", times: int | None = 1) -> None:
        """502 with a page of HTML, as from a proxy in front; the call has no effect."""
        self._add(Rule("page", method, times))

    def refuse(self, method: str = "*", times: int | None = 1) -> None:
        """400: what was asked for cannot be done, now or later."""
        self._add(Rule("refuse", method, times))

    def slow(self, seconds: float, method: str = "*", times: int | None = None) -> None:
        """Each call waits that long before it has its effect."""
        self._add(Rule("slow", method, times, seconds))

    def lose(self, method: str = "*", times: int | None = 1) -> None:
        """The call has its effect, but its answer never comes: the connection closes."""
        self._add(Rule("lose", method, times))

    def away(self, seconds: float | None = None) -> None:
        """Closes all connections, for `seconds` or until `back()`."""
        self.is_away = True
        self._back.clear()
        if seconds is not None:
            self._timer = asyncio.get_running_loop().call_later(seconds, self.back)
        self._updates.interrupt()
        self._told()

    def back(self) -> None:
        """Telegram can be reached again."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.is_away = False
        self._back.set()
        self._told()

    async def presence(self) -> None:
        """Returns when Telegram is not away."""
        if self.is_away:
            await self._back.wait()

    def repeat(self, update_id: int | None = None) -> int:
        """Delivers an update once more under its old id, even if it was confirmed; None: the last. Returns its id."""
        return self._updates.repeat(update_id)

    def double_tap(self, taps: int = 2) -> None:
        """The next tap arrives as so many callback queries, each with an update id of its own."""
        self.taps = taps
        self._told()

    def take_taps(self) -> int:
        taps, self.taps = self.taps, 1
        if taps != 1:
            self._told()
        return taps

    def clear(self) -> None:
        """All is well again."""
        self.rules.clear()
        self.taps = 1
        self.back()

    def take(self, method: str) -> list[Rule]:
        """The rules that hit this call; those that are used up go."""
        hit = [rule for rule in self.rules if rule.fits(method)]
        for rule in hit:
            if rule.times is not None:
                rule.times -= 1
        if hit:
            self.rules = [rule for rule in self.rules if rule.times is None or rule.times > 0]
            self._told()
        return hit

    def state(self) -> dict[str, Any]:
        """What is on, for the page and for tests in other processes."""
        rules = [{"kind": r.kind, "method": r.method, "times": r.times, "value": r.value} for r in self.rules]
        return {"away": self.is_away, "taps": self.taps, "rules": rules}

    def set(self, given: dict[str, Any]) -> None:
        """A fault by name, from JSON: `{"fault": "too_many", "method": …}`. Raises ValueError and TypeError."""
        wanted = dict(given)
        name = wanted.pop("fault", None)
        if name not in (*_KINDS, "away", "back", "repeat", "double_tap", "clear"):
            raise ValueError(f"there is no fault {name!r}")
        getattr(self, name)(**wanted)

    def _add(self, rule: Rule) -> None:
        self.rules.append(rule)
        self._told()


async def suffer(rules: list[Rule]) -> bool:
    """Waits or raises ApiError as the rules say; True: the answer is to be lost."""
    for rule in rules:
        if rule.kind == "slow":
            await asyncio.sleep(rule.value)
    for rule in rules:
        if rule.kind == "too_many":
            after = int(rule.value)
            raise ApiError(429, f"Too Many Requests: retry after {after}", {"retry_after": after})
        if rule.kind == "refuse":
            raise ApiError(400, "Bad Request: message can't be deleted")
        if rule.kind == "fail":
            raise ApiError(500, "Internal Server Error")
        if rule.kind == "page":
            raise PageError
    return any(rule.kind == "lose" for rule in rules)
