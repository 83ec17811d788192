"""Phone numbers as typed -> E.164. The one import of phonenumbers in the language."""

from __future__ import annotations

from core.language.packs import country_of
from core.world import World


def phone_of(text: str, world: World) -> str | None:
    """The E.164 form of a phone number as typed, national ones by the world's country; None for what is none."""
    import phonenumbers  # 30 ms, and few sentences hold a number

    typed = "+" + text[2:] if text.startswith("00") else text
    try:
        number = phonenumbers.parse(typed, world.country or country_of(world.zone))
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
