"""What goes back into the chat, as a value: text, buttons, and what the bubble is about. Knows no aiogram.

A button's data is a letter for its step, numbers that guard it, and the language of its bubble, under Telegram's 64 bytes: a
second tap finds the step done, and what a tap leads to is said in that language. Not here: taking taps
(`bot.handlers.buttons`).
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
"""Takes back a change of people, of settings or of several messages, by its entry."""
SETUP, CHANNEL, HOUSE = "w", "h", "e"
ALLOW = "f"
"""An owner lets a channel's messages go to so many people, and the question that this was about goes on."""
GO_ON, REST, LEAVE = "j", "q", "i"
"""Sending that is held goes on (guarded by the second since when); what an outage skipped is sent, or left (its id)."""
NO_ROOM = "1"
"""What then with those for whom a day has no room: the message's number, and the place of the choice."""
PART = "v"
"""Another part of a long text that somebody wrote, in the same bubble: the answer's id and the part, from 0."""


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    data: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Shows:
    """What a bubble is about, so that it can be redrawn and replied to. `head`: its first words; `rev`: the message's;
    `language`: of its words, which it keeps whatever is spoken later."""

    kind: str
    about: int
    head: str = "shown"
    rev: int = 0
    language: str = ""


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
    """A button with a label of the Fluent files."""
    return labelled(said, step, said(f"button-{label}", **words), *guards)


def labelled(said: Voice, step: str, label: str, *guards: object) -> Button:
    """A button with a label of its own."""
    return Button(label, ":".join([step, *map(str, guards)]) + _IN + said.language)


def read_data(data: str) -> tuple[str, str, str]:
    """A button's step, its guards, and the language of its bubble; empty where it was made before buttons knew it."""
    told, _, language = data.partition(_IN)
    step, _, guards = told.partition(":")
    return step, guards, language


_IN = "@"


def undo_button(said: Voice, entry: int | None) -> Rows:
    """Takes back the change of an entry; nothing where nothing changed."""
    return ((button(said, BACK, "undo", entry),),) if entry is not None else ()


def in_rows(buttons: list[Button], width: int) -> Rows:
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def time_guard(moment: datetime) -> int:
    """A due time as a number: its UTC second."""
    return int(moment.timestamp())
