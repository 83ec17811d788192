"""What goes back into the chat, as a value: text, buttons, and what the bubble is about. Knows no aiogram.

A button's data is a letter for its step and numbers that guard it, under Telegram's 64 bytes: a second tap finds the step
done. Not here: taking taps (`bot.handlers.buttons`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.replies.voice import Html, Voice

UNDO, STOP, PAUSE, RESUME, CANCEL, SKIP, SHOW, RETRY = "u", "x", "p", "r", "c", "k", "s", "t"
OPTION, YES, NO, ARRIVED, RESEND, MORE = "o", "y", "n", "a", "b", "m"
CALENDAR, MONTH, DAY = "l", "g", "d"
"""A calendar in a bubble of its own, another month in the same bubble (both YYYYMM), the messages of a day (YYYYMMDD)."""
BACK = "z"
"""Takes back a change of people, by its entry."""
SETUP, CHANNEL, HOUSE = "w", "h", "e"
ALLOW = "f"
"""An owner lets a channel's messages go to so many people, and the question that this was about goes on."""
GO_ON, REST, LEAVE = "j", "q", "i"
"""Sending that is held goes on (guarded by the second since when); what an outage skipped is sent, or left (its id)."""


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
    """`asks`: the proposal whose question this is. `toast`: what a tap shows for a moment. `picture`: a PNG that shows what
    the text says; where it cannot be sent, the text goes alone."""

    text: Html
    buttons: Rows = ()
    shows: Shows | None = None
    asks: int | None = None
    toast: str = ""
    picture: bytes | None = field(default=None, repr=False)


def button(said: Voice, step: str, label: str, *guards: object, **words: str | int) -> Button:
    return Button(said(f"button-{label}", **words), ":".join([step, *map(str, guards)]))


def in_rows(buttons: list[Button], width: int) -> Rows:
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def time_guard(moment: datetime) -> int:
    """A due time as a number: its UTC second."""
    return int(moment.timestamp())
