"""People who were removed: what was for them, and what they wrote."""

from __future__ import annotations

import pytest

from core.sandbox.telegram.server import OLIVIA, shown
from tests.bot.bench import Bench

ANA = "+351912000001"


@pytest.mark.parametrize(
    ("remove", "yes", "told"),
    [
        ("remove contact Ana", "yes", "Ana was removed from the contacts, so nothing goes there."),
        ("quita el contacto Ana", "sí", "Ana ya no está entre los contactos, así que no le llega nada."),
        ("remover contato Ana", "sim", "Ana não está mais nos contatos, por isso nada é enviado."),
        ("hapus kontak Ana", "ya", "Ana sudah dihapus dari kontak, jadi tidak ada yang dikirim ke sana."),
    ],
    ids=["en", "es", "pt", "id"],
)
async def test_what_went_to_somebody_who_was_removed_names_them_and_a_reply_to_their_answer_says_why_it_does_not_go(
    clinic: Bench, remove: str, yes: str, told: str
) -> None:
    await clinic.say("send 'hello' to Ana in 20 seconds")
    clinic.later(seconds=21)
    await clinic.until(lambda: clinic.lab.shown(ANA) == ["hello"])
    await clinic.lab.hear(clinic.lab.incoming(ANA, "can I come?"))
    bubble = await clinic.server.wait_for(OLIVIA, "can I come?")
    asked = await clinic.say(remove)
    if "?" in asked["text"]:
        await clinic.say(yes)
    refused = await clinic.say("yes, at 5", reply_to=bubble["message_id"])
    assert shown(refused).startswith(told)
    assert shown(await clinic.say("show #1")).splitlines()[0] == "#1 to Ana"
    assert len(await clinic.messages()) == 1
