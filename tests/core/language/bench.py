"""What `make bench` prints of the language: how fast sentences are read, and how others' phrases are, beside libraries."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
import warnings
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from core.language.understand import understand
from core.world import World
from tests.core.language.others import LIBRARIES, belfry, phrases, suites, tally
from tests.core.language.test_staff import TABLES, read_table
from tests.core.language.test_work import NOW, WORST, fill
from tests.core.language.test_work import WORLD as SMALL

_PEOPLE = 10_000
_SENTENCES = 10_000


def crowd(count: int = _PEOPLE) -> dict[str, object]:
    """A world file of many contacts."""
    first = ("Ana", "Bruno", "Carla", "Diego", "Eva", "Luis", "Mo", "Putri", "Rosa", "Sol")
    contacts = [
        {"id": at, "name": f"{first[at % 10]} {chr(65 + at % 26)}{at}", "phone": f"+3519{at:08d}"}
        for at in range(count)
    ]
    return {"tz": "Europe/Lisbon", "contacts": contacts}


def speed() -> list[str]:
    """Milliseconds a sentence (processor time), warm, in the worlds of the tables and in one of 10,000 contacts."""
    began = time.process_time()
    many = World.from_json(crowd())
    built = time.process_time() - began
    tables = [read_table(path) for path in TABLES]
    cases = [(row.text, told.world, told.now) for told in tables for row in told.rows]
    lines = [f"building a world of {_PEOPLE} contacts: {_ratio(built * 1000)}"]
    for name, worlds in (("their own worlds", None), (f"{_PEOPLE} contacts", many)):
        for text, world, now in cases:  # warm
            understand(text, worlds or world, now)
        taken = sorted(_took(text, worlds or world, now) for text, world, now in cases)
        p99 = taken[int(len(taken) * 0.99)]
        lines.append(f"{len(taken)} sentences, {name}: median {_ratio(statistics.median(taken))}, 99 % {_ratio(p99)}")
    return lines


def _took(text: str, world: World, now: datetime) -> float:
    began = time.process_time()
    understand(text, world, now)
    return (time.process_time() - began) * 1000


def longest() -> str:
    """The slowest reading of 4,096 characters of what is hard: names, numbers, quotes, words of time."""
    texts = [fill(head, piece) for head, piece in WORST]
    taken = {text: min(_took(text, SMALL, NOW) for _ in range(3)) for text in texts}
    worst = max(taken, key=lambda text: taken[text])
    return f"4,096 characters: at most {_ratio(taken[worst])} ({worst[:24]!r}…)"


def _spent(command: list[str], told: str = "") -> float:
    """Milliseconds of processor time that a process takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, input=told, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def starts() -> list[str]:
    """Processor time of processes: what is loaded, and ten thousand sentences through the command line."""
    bare = min(_spent([sys.executable, "-c", ""]) for _ in range(3))
    load = min(_spent([sys.executable, "-c", "import core.language.understand"]) for _ in range(3)) - bare
    rows = [row.text for path in TABLES for row in read_table(path).rows]
    told = "".join(json.dumps({"id": str(at), "text": rows[at % len(rows)]}) + "\n" for at in range(_SENTENCES))
    world = str(Path(__file__).with_name("world.json"))
    lines = _spent([sys.executable, "-m", "bot", "understand", "--world", world, "--jsonl"], told)
    shown = min(_spent([sys.executable, "-m", "bot", "--help"]) for _ in range(3))
    return [
        f"importing core.language: {_ratio(load)}; belfry --help: {_ratio(shown)}",
        f"belfry understand --jsonl, {_SENTENCES} sentences: {_ratio(lines)}",
    ]


@lru_cache
def _yardstick() -> float:
    """Milliseconds that a hundred thousand small steps of Python take here and now: machines differ, ratios less."""

    def steps() -> float:
        began = time.process_time()
        words: dict[int, str] = {}
        for at in range(100_000):
            words[at % 997] = str(at)
        return (time.process_time() - began) * 1000

    return min(steps() for _ in range(5))


def _ratio(milliseconds: float) -> str:
    return f"{milliseconds:.2f} ms ({milliseconds / _yardstick():.3g} yardsticks)"


def others() -> list[str]:
    """right/asked/silent of each suite, for Belfry and each library that is installed: of what staff may say, and of all."""
    names = "".join(f"  {name:>14}" for name in ("Belfry", *LIBRARIES))
    lines = []
    for said in (True, False):
        lines.append(f"{'that staff may say' if said else 'all phrases':21}{names}   (right/asked/silent)")
        for suite in suites():
            cells = [_cell(suite, "belfry", said), *(_cell(suite, name, said) for name in LIBRARIES)]
            number = sum(not (said and phrase.unsaid) for phrase in phrases(suite))
            lines.append(f"{suite:16}{number:>5}" + "".join(f"  {cell:>14}" for cell in cells))
    return lines


def _cell(suite: str, name: str, said: bool) -> str:
    try:
        count = tally(suite, belfry if name == "belfry" else LIBRARIES[name], said)
    except ModuleNotFoundError:
        return "not installed"
    return f"{count['right']}/{count['asked']}/{count['silent']}"


def main() -> None:
    warnings.simplefilter("ignore")  # libraries warn about their own future
    print(f"one yardstick, 100,000 small steps of Python: {_yardstick():.1f} ms of processor time, as all that follows")
    for line in (*starts(), *speed(), longest(), *others()):
        print(line)


if __name__ == "__main__":
    main()
