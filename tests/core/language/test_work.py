"""How much work the language does, counted and not timed: what is loaded, and how often it looks again at the same words."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from itertools import cycle, islice
from zoneinfo import ZoneInfo

import pytest

from core.language.understand import MOST_PIECES, understand
from core.world import World

HEAVY = (
    "dateparser",
    "babel",
    "dateutil.rrule",
    "tomllib",
    "phonenumbers",
    "importlib.resources",
    "asyncio",
    "core.commands",
)


def _loaded_by(code: str) -> set[str]:
    asked = f"{code}\nimport sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_language_loads_nothing_heavy_and_compiles_no_rule() -> None:
    rules = (
        "from core.language.grammar.grammar import _ALL\nassert not any('match' in vars(one) for one, _ in _ALL.rules)"
    )
    assert _loaded_by(f"import core.language.understand\n{rules}") == set()


def test_help_of_the_command_line_loads_nothing_heavy() -> None:
    assert _loaded_by("from bot.__main__ import main\nmain(['--version'])") - {"0.1.0"} == set()


WORLD = World.from_json(
    {"tz": "Europe/Lisbon", "contacts": ["Ana", "Ana Paula", "Al", "May Lim"], "groups": {"Staff": []}}
)
NOW = datetime(2027, 3, 1, 10, tzinfo=ZoneInfo("Europe/Lisbon"))
MOST_CALLS = 250_000  # of any function, for 4,096 characters: about 40 ms
WORST = (
    ("move #7 to ", "every Monday at 9 and "),
    ("send 'x' to ", "every Monday at 9 and "),
    ("send 'x' to Ana ", "to "),
    ("cancel ", "group "),
    ("cancel ", "1, "),
    ("cancel ", "1-"),
    ("cancel the message ", "1 2 3 4 "),
    ("list ", "d'l'"),
    ("did ", "dis donc "),
    ("move #7 to ", "a.b.c "),
    ("tell Ana ", "to Ana "),
    ("tell Ana that ", "a "),
    ("tell Ana that ", "\u05e9"),
    ("send 'x' to ", "Ana and "),
    ("send 'x' to Ana ", "except May Lim "),
    ("send 'x' to Ana ", "1st and "),
    ("send ", "'x' "),
    ("", '\'a "b" '),
    ("", "🎉"),
    ("", "9"),
)


def fill(head: str, piece: str, length: int = 4096) -> str:
    return head + "".join(islice(cycle(piece), length - len(head)))


def _calls(sentence: str) -> int:
    understand(sentence, WORLD, NOW)  # what is remembered from one sentence to the next is not counted
    count = 0

    def called(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        understand(sentence, WORLD, NOW)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(("head", "piece"), WORST)
def test_the_longest_sentences_are_read_with_little_work(head: str, piece: str) -> None:
    assert _calls(fill(head, piece)) < MOST_CALLS


@pytest.mark.parametrize(("head", "piece"), WORST[:9])
def test_reading_twice_as_much_is_about_twice_the_work(head: str, piece: str) -> None:
    assert _calls(fill(head, piece, 1600)) < 2.6 * _calls(fill(head, piece, 800)) + 2000


def test_more_pieces_than_anyone_says_are_refused_and_a_message_may_be_long() -> None:
    over = "tell Ana that " + "a " * MOST_PIECES
    assert (understand(over, WORLD, NOW).outcome, understand(over, WORLD, NOW).reason) == ("refuse", "too_long")
    quoted = understand(f"send '{'a ' * 30_000}b' to Ana tomorrow at 9am", WORLD, NOW)
    assert (quoted.outcome, len(quoted.message or "")) == ("ok", 60_001)
    prose = "the clinic is closed on monday and open again on tuesday, so please call us. " * 50
    assert understand(f"tell Ana tomorrow at 9am that {prose}", WORLD, NOW).message == prose.rstrip()


def test_many_rules_in_one_sentence_are_asked_about() -> None:
    assert understand(fill("send 'x' to Ana ", "every Monday at 9 and "), WORLD, NOW).outcome == "clarify"
