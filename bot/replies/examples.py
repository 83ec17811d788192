"""Sentences that one can say, and the one nearest to what was not understood. Pure.

The sentences are in the Fluent files (`example-…`). Not here: reading sentences (`core.language`).
"""

from __future__ import annotations

import re

from bot.replies.voice import Voice
from core.world import fold

EXAMPLES = (
    "schedule", "send_now", "remind", "list", "show", "cancel", "move", "pause", "resume", "skip", "undo", "retry",
    "add_contact", "contacts", "tag", "untag", "rename", "block", "unblock", "history", "status", "digest", "calendar",
)  # fmt: skip
GREETING = ("schedule", "list", "add_contact")
_WORD = re.compile(r"[^\W\d_]+|#\d+")
_ANY = "Ana"


def example(said: Voice, name: str, who: str = "") -> str:
    """One sentence, with somebody of the workspace in it."""
    return said(f"example-{name}", who=who or _ANY)


def nearest(said: Voice, sentence: str, who: str, most: int = 1, intent: str | None = None) -> list[str]:
    """The sentences that share most words with one that was not understood, those of its intent first; without any, the
    first ones."""
    given = set(_words(sentence))
    scored = []
    for place, name in enumerate(EXAMPLES):
        words = _words(example(said, name, "§"))
        shared = len(given & set(words))
        scored.append((name != intent, -shared / max(len(words), 1), place, name))
    return [example(said, name, who) for *_, name in sorted(scored)[:most]]


def _words(sentence: str) -> list[str]:
    words: list[str] = _WORD.findall(fold(sentence[:500]))
    return ["#" if word.startswith("#") else word for word in words]
