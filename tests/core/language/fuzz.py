"""Coverage-guided fuzzing of the reader: `python -m tests.core.language.fuzz [SECONDS]`, where `atheris` is installed (it is
in no lock).

Bytes become phrases of every language and raw text, in a world of their own choice; what must hold of any text is asked of
each. Exit 1 with the sentence where it does not.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from core.language.reading import Reading
from core.language.understand import understand
from core.recurrence import instant
from core.world import World

LONGEST = 4096
"""Characters of a sentence."""
MOST_SECONDS = 0.5
"""Of processor time for one sentence under instrumentation, which slows the reader some ten times: 50 ms without."""


def holds(text: str, world: World, now: datetime) -> None:
    """What is taken says what was typed, to people who are known, in the future. Raises AssertionError."""
    reading = understand(text, world, now)
    assert reading.outcome in ("ok", "clarify", "refuse", "not_command")
    assert Reading.from_json(reading.to_json()) == reading
    if reading.outcome != "ok":
        return
    assert reading.message is None or reading.message in text
    known = {named.spelt for named in (*world.contacts, *world.groups, *world.tags)} | {"me", "everyone"}
    people = (*reading.recipients, *reading.exclude, *reading.add_recipients, *reading.remove_recipients)
    assert all(name in known or name.startswith("+") for name in people)
    assert all(world.message(number) is not None for number in reading.target_ids)
    if reading.intent in ("schedule", "move") and reading.dtstart and not reading.target_ids:
        assert instant(datetime.fromisoformat(reading.dtstart), reading.tz or world.zone) > now - timedelta(seconds=1)


def main() -> None:
    import atheris

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    with atheris.instrument_imports(include=["core"]):
        for name in [name for name in sys.modules if name.partition(".")[0] == "core"]:
            del sys.modules[name]
        from tests.core.language import test_any_text as given

    words = [*given.PIECES, *given._words()]
    worlds = [_world(given.NAMES, place) for place in range(12)]
    read = 0

    def one(data: bytes) -> None:
        nonlocal read
        taken = atheris.FuzzedDataProvider(data)
        world = worlds[taken.ConsumeIntInRange(0, len(worlds) - 1)]
        now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=taken.ConsumeIntInRange(0, 6 * 525_600))
        parts: list[str] = []
        while taken.remaining_bytes() and sum(map(len, parts)) < LONGEST:
            raw = taken.ConsumeIntInRange(0, 7) == 0
            parts.append(
                taken.ConsumeUnicodeNoSurrogates(12) if raw else words[taken.ConsumeIntInRange(0, len(words) - 1)]
            )
        text = " ".join(parts)[:LONGEST]
        began = time.process_time()
        try:
            given.holds(text, world, now)
            assert time.process_time() - began < MOST_SECONDS, "too slow"
        except BaseException:
            print(f"\n{text!r} at {now.isoformat()} in {world.zone}", flush=True)
            raise
        read += 1

    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds:.0f}", "-max_len=400", "-verbosity=1", "-print_final_stats=1"], one
    )
    atheris.Fuzz()


def _world(names: tuple[str, ...], place: int) -> Any:
    from core.world import World as Instrumented

    zones = ("Europe/Lisbon", "America/New_York", "Asia/Jakarta", "Pacific/Auckland")
    scheduled = {"7": ["Ana", "pay", "2033-03-09T08:30", "FREQ=DAILY"], "12": ["Sol", "hi", "2033-03-05T15:00", None]}
    return Instrumented.from_json(
        {
            "tz": zones[place % 4],
            "date_order": ("DMY", "MDY", "YMD")[place % 3],
            "week_start": ("MO", "SU")[place % 2],
            "hours": (None, ["08:00", "19:00"])[place // 6],
            "contacts": list(names[: 2 + place]),
            "groups": {"Staff": ["equipo"]},
            "tags": ["vip"],
            "scheduled": scheduled,
        }
    )


if __name__ == "__main__":
    main()
