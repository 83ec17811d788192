"""Dying at an await: every suspension of the watched modules is counted, and at one of them the process kills itself.

An await is known by its stack, from the task's own coroutine down to what it waits for, file, line and function each: so the
same await under another caller is another one. `Point` names the n-th time that a stack is waited at, and on which side:
"before" dies when the wait has begun (a statement is under way, a request may be on the wire), "after" when it has ended
and the code has not gone on.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import site
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_ROOT = str(Path(__file__).parents[2]) + os.sep
_STARTS = (*(start + os.sep for start in site.getsitepackages()), _ROOT, str(Path(os.__file__).parent) + os.sep)


@dataclass(frozen=True, slots=True)
class Point:
    stack: str
    nth: int
    side: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Watch:
    """Counts the awaits of tasks whose stack passes through one of `modules`; kills the process at `die`."""

    def __init__(self, modules: Sequence[str], die: Point | None, dying: Callable[[], None]) -> None:
        self._modules = tuple(modules)
        self._die = die
        self._dying = dying
        self.counts: Counter[str] = Counter()

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """Every task that is created from now on is watched."""

        def create(loop: asyncio.AbstractEventLoop, coro: Any, **more: Any) -> asyncio.Task[Any]:
            return asyncio.Task(_Driven(coro, self) if asyncio.iscoroutine(coro) else coro, loop=loop, **more)

        loop.set_task_factory(create)

    def waits(self, coro: Any) -> str | None:
        """A task has begun to wait: the stack, if it is one to count."""
        stack = stack_of(coro)
        if not any(module in stack for module in self._modules):
            return None
        self.counts[stack] += 1
        self._at(stack, "before")
        return stack

    def goes_on(self, stack: str) -> None:
        self._at(stack, "after")

    def _at(self, stack: str, side: str) -> None:
        die = self._die
        if die is not None and die.side == side and die.stack == stack and self.counts[stack] >= die.nth:
            self._dying()
            os.kill(os.getpid(), signal.SIGKILL)


class _Driven(Coroutine[Any, Any, Any]):
    """A coroutine in another's place that sees it wait and go on."""

    def __init__(self, inner: Coroutine[Any, Any, Any], watch: Watch) -> None:
        self._inner = inner
        self._watch = watch
        self._waiting: str | None = None
        self.__qualname__ = getattr(inner, "__qualname__", "driven")

    def send(self, value: Any) -> Any:
        self._resumed()
        return self._noted(self._inner.send(value))

    def throw(self, *error: Any) -> Any:
        self._resumed()
        return self._noted(self._inner.throw(*error))

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Any:
        return self

    def _resumed(self) -> None:
        if self._waiting is not None:
            self._watch.goes_on(self._waiting)
            self._waiting = None

    def _noted(self, yielded: Any) -> Any:
        self._waiting = self._watch.waits(self._inner)
        return yielded


def stack_of(coro: Any) -> str:
    """Where a suspended coroutine waits, outermost first."""
    found = []
    here = coro
    while here is not None:
        frame, inner = _look_into(here)
        if frame is not None:
            found.append(f"{_short(frame.f_code.co_filename)}:{frame.f_lineno}:{frame.f_code.co_name}")
        here = inner
    return " > ".join(found)


def _look_into(here: Any) -> tuple[Any, Any]:
    for frame, inner in (("cr_frame", "cr_await"), ("gi_frame", "gi_yieldfrom"), ("ag_frame", "ag_await")):
        if hasattr(here, frame):
            return getattr(here, frame), getattr(here, inner)
    # Wrappers without a frame (of an async generator's step, of __await__) hold what they drive.
    if "async_generator" in type(here).__name__ or "coroutine" in type(here).__name__:
        for held in gc.get_referents(here):
            if any(hasattr(held, frame) for frame in ("cr_frame", "gi_frame", "ag_frame")):
                return None, held
    return None, None


def _short(path: str) -> str:
    for start in _STARTS:
        if path.startswith(start):
            return path.removeprefix(start)
    return path
