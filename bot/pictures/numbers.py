"""Numbers as pictures have room for them. Pure."""

from __future__ import annotations

from babel.numbers import format_compact_decimal, format_decimal

from bot.replies.voice import Voice


def short(said: Voice, number: int) -> str:
    """ "987", "9,870", "98.7K": as the language writes it; the text beside a picture has it in full."""
    if number < 10_000:
        return str(format_decimal(number, locale=said.language))
    return str(format_compact_decimal(number, locale=said.language, fraction_digits=1 if number < 100_000 else 0))
