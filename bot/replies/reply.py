"""What goes back into the chat, as a value: text, buttons, and what the bubble is about. Knows no aiogram.

A button's data is a letter for its step and numbers that guard it, under Telegram's 64 bytes: a second tap finds the step
done. Not here: taking taps (`bot.handlers.buttons`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.replies.voice import Html, Voice

UNDO, STOP, PAUSE, RESUME, CANCEL, SKIP, SHOW, RETRY = "u", "x", "p", "r", "c", "k", "s", "t"
OPTION, YES, NO, ARRIVED, RESEND, MORE = "o", "y", "n", "a", "b", "m"


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    data: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Shows:
    """What a bubble is about, so that it can be redrawn and replied to. `head`: its first words; `rev`: the message's."""

    kind: str
    about: int
    head: str = "shown"
    rev: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """`asks`: the proposal whose question this is. `toast`: what a tap shows for a moment."""

    text: Html
    buttons: Rows = ()
    shows: Shows | None = None
    asks: int | None = None
    toast: str = ""


def button(said: Voice, step: str, label: str, *guards: object) -> Button:
    return Button(said(f"button-{label}"), ":".join([step, *map(str, guards)]))


def in_rows(buttons: list[Button], width: int) -> Rows:
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def time_guard(moment: datetime) -> int:
    """A due time as a number: its UTC second."""
    return int(moment.timestamp())
