"""The nursery of the chaos runs: it forks the real commands of `belfry`, each with a clock that can be made to step.

python -m tests.chaos.nursery PARENT
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import bot.cli.dispatching
import bot.cli.edge
import bot.up  # noqa: F401  (loaded once, before the forks)
from bot import parts
from bot.__main__ import main as belfry
from core.clock import Clock
from tests.crash.nursery import main


class SteppingClock(Clock):
    """A machine's clock that somebody sets: SIGUSR1 steps it by `step` seconds, once, and tells nobody."""

    def __init__(self, step: float) -> None:
        super().__init__()
        self._step = step
        signal.signal(signal.SIGUSR1, self._stepped)

    def _stepped(self, *_: object) -> None:
        self._ahead += timedelta(seconds=self._step)
        self._step = 0.0


def live(config: dict[str, Any], _say: Callable[..., None]) -> None:
    """One command of `belfry`, in the environment of its config."""
    os.dup2(2, 1)
    for name in [name for name in os.environ if name.startswith("BELFRY_")]:
        del os.environ[name]
    os.environ.update(config["env"])
    os.chdir(config["env"]["BELFRY_DATA"])
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    parts.Clock = lambda: SteppingClock(config["step"])  # type: ignore[assignment, misc]
    code = belfry(config["words"])
    if code:
        raise SystemExit(code)


if __name__ == "__main__":
    main(live)
