"""Every await of a scene: found by running it unharmed, then the scene again for each, killed there.

By default each distinct await dies once: before or after it, the first, second or third time; on both sides where a
transaction begins or ends and where something leaves for the provider. BELFRY_CRASH=all: on both sides, each time.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.crash.bench import Bench
from tests.crash.run import Run
from tests.crash.watch import Point

AT_ONCE = 4 * (os.cpu_count() or 1)
_BOTH_SIDES = (":_immediate", ":_pooled", "core/gateways/")
_MORE_TRIES = 6
_EACH_TIME = 40
"""In BELFRY_CRASH=all: at most so many times of one await; what comes oftener is an idle round."""


async def _nothing(run: Run) -> None:
    return None


@dataclass(frozen=True)
class Scene:
    """A story with an end. `before` arranges the world; `play` goes through the story whatever dies, and judges.

    `only`: of the awaits of `modules`, those whose stack passes through one of these (functions, files); none means all.
    """

    name: str
    modules: Sequence[str]
    play: Callable[[Run], Awaitable[None]]
    before: Callable[[Run], Awaitable[None]] = _nothing
    only: Sequence[str] = ()
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass
class Report:
    """What a sweep saw. `counts`: how often each await was waited at, unharmed."""

    scene: str
    counts: Counter[str]
    points: list[Point]
    by_chance: set[str] = field(default_factory=set)
    """Lines that only some of the unharmed runs came to: a race that nobody can order decides whether they are waited at."""
    died_at: set[str] = field(default_factory=set)
    missed: list[Point] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def lines(self) -> set[str]:
        """The lines of core at which anything is awaited."""
        return {_innermost_of_ours(stack) for stack in self.counts}

    @property
    def lines_died_at(self) -> set[str]:
        return {_innermost_of_ours(stack) for stack in self.died_at}

    def __str__(self) -> str:
        return (
            f"{self.scene}: {self.counts.total()} awaits, {len(self.counts)} distinct stacks on {len(self.lines)} lines of"
            f" core; {len(self.points) - len(self.missed)} of {len(self.points)} deaths, at {len(self.died_at)} stacks on"
            f" {len(self.lines_died_at)} lines; {len(self.failures)} failures; {self.seconds:.0f} s"
        )


def _innermost_of_ours(stack: str) -> str:
    return next((frame for frame in reversed(stack.split(" > ")) if frame.startswith("core/")), stack)


async def sweep(bench: Bench, scene: Scene, most: int | None = None) -> Report:
    """Finds the awaits of a scene and dies at them all; with `most`, at so many that lie evenly among them."""
    began = time.monotonic()
    counts: Counter[str] = Counter()
    runs = await asyncio.gather(*(unharmed(bench, scene) for _ in range(3 if most is None else 1)))
    for found in runs:
        counts |= found
    if scene.only:
        counts = Counter({stack: n for stack, n in counts.items() if any(part in stack for part in scene.only)})
    report = Report(scene.name, counts, evenly(choose(counts), most))
    always = set.intersection(*({_innermost_of_ours(stack) for stack in found} for found in runs))
    report.by_chance = report.lines - always
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(point: Point) -> None:
        for _ in range(3):  # what hangs on the chance of timing is tried again
            async with gate:
                if await _killed(bench, scene, point, report):
                    report.died_at.add(point.stack)
                    return
        report.missed.append(point)

    await asyncio.gather(*(one(point) for point in report.points))
    if most is None:
        await _once_more(bench, scene, report)
    report.seconds = time.monotonic() - began
    return report


async def _once_more(bench: Bench, scene: Scene, report: Report) -> None:
    """Lines at which nobody died yet, with nothing else going on: each of their awaits, the first time, some more tries."""
    for line in report.lines - report.lines_died_at:
        stacks = sorted(stack for stack in report.counts if _innermost_of_ours(stack) == line)
        for _ in range(_MORE_TRIES):
            if line in report.lines_died_at:
                break
            for stack in stacks:
                if await _killed(bench, scene, Point(stack, 1, "before"), report):
                    report.died_at.add(stack)
                    break


async def unharmed(bench: Bench, scene: Scene) -> Counter[str]:
    """The scene with an orderly end: the awaits of its first life."""
    async with bench.run(scene.name, modules=scene.modules, **scene.settings) as run:
        trace = run.folder / "trace.json"
        await scene.before(run)
        await run.start(trace=trace)
        await scene.play(run)
        await _end(run)
        assert not run.died_as_told
        return Counter(json.loads(trace.read_text()))


async def _end(run: Run) -> None:
    """An orderly end of the first life: it has awaits of its own."""
    if run.life == 1 and run.alive:
        await run.signal(signal.SIGTERM)


async def _killed(bench: Bench, scene: Scene, point: Point, report: Report) -> bool:
    """One death, and all that follows. False: it never came there."""
    async with bench.run(scene.name, modules=scene.modules, **scene.settings) as run:
        try:
            await scene.before(run)
            await run.start(die=point)
            await scene.play(run)
            await _end(run)
            if run.life == 1 and run.died_as_told:
                await scene.play(run)
            if run.died_as_told:
                assert run.life > 1, await run.account()
            else:
                assert run.status in (0, None), await run.account()
        except AssertionError as error:
            report.failures.append(f"{_story(scene, point)}\n{error}")
        except Exception as error:
            report.failures.append(f"{_story(scene, point)}\n{type(error).__name__}: {error}\n{await run.account()}")
        return run.died_as_told


def _story(scene: Scene, point: Point) -> str:
    return f"{scene.name}: died {point.side} the {point.nth}. time at\n{_lines(point.stack)}"


def _lines(stack: str) -> str:
    return "\n".join(f"    {one}" for one in stack.split(" > "))


def evenly(points: list[Point], most: int | None) -> list[Point]:
    """So many of the points, from all over them."""
    if most is None or most >= len(points):
        return points
    return [points[place * len(points) // most] for place in range(most)]


def choose(counts: Counter[str]) -> list[Point]:
    """Where to die."""
    points = []
    for place, (stack, times) in enumerate(sorted(counts.items())):
        if os.environ.get("BELFRY_CRASH") == "all":
            nths = range(1, min(times, _EACH_TIME) + 1)
            points += [Point(stack, nth, side) for nth in nths for side in ("before", "after")]
            continue
        if any(part in stack for part in _BOTH_SIDES):
            points += [Point(stack, 1, "before"), Point(stack, min(times, 3), "after")]
        else:
            points.append(Point(stack, min(times, 1 + place % 3), ("before", "after")[place % 2]))
    return points
