"""Figures of this process in Prometheus' text form, version 0.0.4: counters, gauges and histograms, in memory.

Here: counting, and `render`. Not here: serving them (`core.process.health`). Names are `belfry_…` with Prometheus' suffixes;
labels hold codes and channel names, never a person.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

_Labels = tuple[tuple[str, str], ...]

LATENESS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0, 300.0)
"""Seconds; the promise is 0.05."""


class Counter:
    """A figure that only grows."""

    kind = "counter"

    def __init__(self, name: str, meaning: str) -> None:
        self.name, self.meaning = name, meaning
        self._values: dict[_Labels, float] = {}
        _ALL[name] = self

    def add(self, by: float = 1.0, **labels: str) -> None:
        key = tuple(sorted(labels.items()))
        self._values[key] = self._values.get(key, 0.0) + by

    def value(self, **labels: str) -> float:
        return self._values.get(tuple(sorted(labels.items())), 0.0)

    def lines(self) -> list[str]:
        return [f"{self.name}{_label(key)} {value:g}" for key, value in sorted(self._values.items())]


class Gauge(Counter):
    """A figure that goes up and down; `read` gives it when it is asked for."""

    kind = "gauge"

    def __init__(self, name: str, meaning: str, read: Callable[[], float | None] | None = None) -> None:
        super().__init__(name, meaning)
        self._read = read

    def clear(self) -> None:
        """Forgets what was set: of a label that is gone nothing is said any more."""
        self._values.clear()

    def set(self, value: float, **labels: str) -> None:
        self._values[tuple(sorted(labels.items()))] = value

    def lines(self) -> list[str]:
        if self._read is not None and (value := self._read()) is not None:
            self.set(value)
        return super().lines()


class Histogram:
    """How often a value was at most each bound; values and bounds in seconds."""

    kind = "histogram"

    def __init__(self, name: str, meaning: str, bounds: tuple[float, ...] = LATENESS) -> None:
        self.name, self.meaning, self._bounds = name, meaning, bounds
        self._counts: dict[_Labels, list[int]] = {}
        self._sums: dict[_Labels, float] = {}
        _ALL[name] = self

    def observe(self, value: float, **labels: str) -> None:
        key = tuple(sorted(labels.items()))
        counts = self._counts.setdefault(key, [0] * (len(self._bounds) + 1))
        counts[bisect_left(self._bounds, value)] += 1
        self._sums[key] = self._sums.get(key, 0.0) + value

    def lines(self) -> list[str]:
        out = []
        for key, counts in sorted(self._counts.items()):
            total = 0
            for bound, count in zip([f"{b:g}" for b in self._bounds] + ["+Inf"], counts, strict=True):
                total += count
                out.append(f"{self.name}_bucket{_label((*key, ('le', bound)))} {total}")
            out.append(f"{self.name}_sum{_label(key)} {self._sums[key]:g}")
            out.append(f"{self.name}_count{_label(key)} {total}")
        return out


_ALL: dict[str, Counter | Histogram] = {}


def _label(labels: _Labels) -> str:
    inside = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{inside}}}" if inside else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def render() -> str:
    """Every figure of this process, as `GET /metrics` answers it."""
    out = []
    for metric in _ALL.values():
        out += [f"# HELP {metric.name} {metric.meaning}", f"# TYPE {metric.name} {metric.kind}", *metric.lines()]
    return "\n".join(out) + "\n"
