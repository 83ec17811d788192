"""Sentences that one can say, and the one nearest to what was not understood. Pure.

The sentences are in the Fluent files (`example-…`). Not here: reading sentences (`core.language`).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from bot.replies.voice import Voice
from core.world import fold

HELP = {
    "send": ("schedule", "send_now", "remind"),
    "look": ("list", "show", "calendar", "history", "status", "digest"),
    "change": ("move", "pause", "resume", "skip", "cancel", "retry", "undo"),
    "people": ("contacts", "add_contact", "tag", "untag", "new_group", "groups", "rename", "block", "unblock"),
}
"""What one can say, as help shows it: by what it is for."""
EXAMPLES = tuple(name for names in HELP.values() for name in names)
GREETING = ("schedule", "list", "add_contact")
_WORD = re.compile(r"[^\W\d_]+|#\d+")
_ANY = "Ana"


def example(said: Voice, name: str, who: str = "") -> str:
    """One sentence, with somebody of the workspace in it."""
    return said(f"example-{name}", who=who or _ANY)


def nearest(said: Voice, sentence: str, who: str, most: int = 1, intent: str | None = None) -> list[str]:
    """The sentences that share most words with one that was not understood, those of its intent first; without any, the
    first ones. A word that few of them have tells more than one that many have."""
    given = set(_words(sentence))
    words, held = _of_examples(said)
    scored = []
    for place, (name, found) in enumerate(words.items()):
        shared = sum(1 / held[word] for word in given & set(found))
        scored.append((name != intent, -shared / max(len(found), 1), place, name))
    return [example(said, name, who) for *_, name in sorted(scored)[:most]]


@lru_cache
def _of_examples(said: Voice) -> tuple[dict[str, list[str]], Counter[str]]:
    """The words of each example of a language, and how many of the examples have each."""
    words = {name: _words(example(said, name, "§")) for name in EXAMPLES}
    return words, Counter(word for found in words.values() for word in set(found))


def asks_how(said: Voice, sentence: str) -> bool:
    """Whether somebody asks what to say ("how do I …"), in the language they are answered in."""
    folded = fold(sentence).lstrip("¿ ")
    return any(folded.startswith(words + " ") for words in said.words("how-words"))


def _words(sentence: str) -> list[str]:
    words: list[str] = _WORD.findall(fold(sentence[:500]))
    return ["#" if word.startswith("#") else word for word in words]
