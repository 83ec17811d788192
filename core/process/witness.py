"""What was last seen of the database, kept outside it: in the data folder, and in memory while a process lives.

A database that was put back knows nothing of what left since; these counts do. They are written after the database has
committed them, never before, so that a crash in between is no false alarm. Each process has a file of its own (the first
whose lock is free), and reads all of them when it starts. A file that cannot be read is no witness: only proof counts.

Not here: comparing (`core.dispatch.lineage`).
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_MOST_PROCESSES = 64


@dataclass
class Seen:
    """Of one lineage: how many beats there were, and how often something had left over each channel (by its id)."""

    lineage: str
    beats: int = 0
    lefts: dict[int, int] = field(default_factory=dict)

    def grow(self, other: Seen) -> None:
        self.beats = max(self.beats, other.beats)
        for channel, count in other.lefts.items():
            self.lefts[channel] = max(count, self.lefts.get(channel, 0))


class Witness:
    """`folder`: the data folder; None where nothing outlives the process (it then only remembers)."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._file: int | None = None
        self._seen: dict[str, Seen] = {}
        self._opened = False

    def of(self, lineage: str) -> Seen | None:
        """What was seen of a lineage until now, by this process or one before it on this machine; None: nothing."""
        self._open()
        found = self._seen.get(lineage)
        return None if found is None else Seen(lineage, found.beats, dict(found.lefts))

    def saw(self, lineage: str, beats: int = 0, lefts: Mapping[int, int] | None = None) -> None:
        """What the database has committed. Of another lineage nothing is kept any more: its database is gone."""
        self._open()
        seen = self._seen.setdefault(lineage, Seen(lineage))
        seen.grow(Seen(lineage, beats, dict(lefts or {})))
        self._seen = {lineage: seen}
        self._write(seen)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file, self._opened = None, False

    def _open(self) -> None:
        if self._opened or self._folder is None:
            return
        self._opened = True
        for number in range(_MOST_PROCESSES):
            path = self._folder / f"seen.{number}"
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            if (found := _read(handle)) is not None:
                self._seen.setdefault(found.lineage, Seen(found.lineage)).grow(found)
            if self._file is None and _lock(handle):
                self._file = handle
            else:
                os.close(handle)
            if self._file is not None and not path.with_name(f"seen.{number + 1}").exists():
                return

    def _write(self, seen: Seen) -> None:
        """One call writes it all, so that a killed process leaves the old counts or the new ones."""
        if self._file is None:
            return
        lefts = {str(channel): count for channel, count in seen.lefts.items()}
        text = json.dumps({"lineage": seen.lineage, "beats": seen.beats, "lefts": lefts}) + "\n"
        with suppress(OSError):  # a full disk stops no message; then there is one witness less
            os.pwrite(self._file, text.encode("ascii"), 0)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(handle: int) -> Seen | None:
    try:
        found, _ = json.JSONDecoder().raw_decode(os.pread(handle, 1 << 20, 0).decode("ascii"))
        lefts = {int(channel): int(count) for channel, count in found["lefts"].items()}
        return Seen(str(found["lineage"]), int(found["beats"]), lefts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
