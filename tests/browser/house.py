"""`belfry up --sandbox` as a process of its own, for a browser: started, killed, started again at the same address."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.patience import LONG_ENOUGH
from tests.ports import own_port


class House:
    """Its address is `url`. The sandbox keeps its port over restarts, as a browser's tab expects."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port, self._listen = own_port(), own_port()
        self._memory = folder / ".belfry" / "sandbox" / "outside-world.json"
        self._process: subprocess.Popen[str] | None = None
        self.url = f"http://127.0.0.1:{self._port}/"

    def start(self) -> None:
        """Returns when it listens."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "up", "--sandbox"],
                cwd=self._folder,
                env=self._environment(),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout
        for line in self._process.stdout:
            if re.search("Ctrl-C", line):
                return
        raise AssertionError((self._folder / "log").read_text(encoding="utf-8")[-4000:])

    def remembers(self, *words: str) -> None:
        """Returns when the outside world has written down a text with all these words: what is newer a kill -9 takes along."""
        end = time.monotonic() + LONG_ENOUGH
        while not any(all(word in text for word in words) for text in _texts(json.loads(self._memory.read_text()))):
            assert time.monotonic() < end, words

    def belfry(self, *words: str) -> str:
        """What a command beside it prints."""
        env = self._environment() | {"BELFRY_DATA": str(self._folder / ".belfry" / "sandbox")}
        command = [sys.executable, "-m", "bot", *words]
        done = subprocess.run(command, cwd=self._folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BELFRY_")}
        own = {
            "BELFRY_LISTEN": f"127.0.0.1:{self._listen}",
            "BELFRY_ADMIN_LISTEN": "127.0.0.1:0",
            "BELFRY_SANDBOX_LISTEN": f"127.0.0.1:{self._port}",
            "BELFRY_TIMEZONE": "Europe/Lisbon",
        }
        return clean | own

    def end(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """Returns when it has ended."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(sign)
            process.communicate(timeout=LONG_ENOUGH)

    def __enter__(self) -> House:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, list | dict):
        for one in found.values() if isinstance(found, dict) else found:
            yield from _texts(one)
