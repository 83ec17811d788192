"""What goes wrong, told in a dialogue: failed, left out, late, unsure, an outage; in Spanish, Portuguese and Indonesian."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from core.sandbox.telegram.server import OLIVIA, shown
from storage import db
from storage.queries import directory
from tests.bot.bench import Bench, labels

ANA = "+351912000001"


class Said(NamedTuple):
    send: str
    failed: str
    late: str
    left_out: str
    unsure: str
    arrived: str
    outage: str


SPOKEN = {
    "es": Said(
        "envía '{}' a {} en {} minutos",
        "#1 “uno” para Ana falló: el número no está en WhatsApp.\n"
        "Cuando la causa esté resuelta, toca el botón o escribe reintenta #1 para enviar otra vez lo que falló.",
        "#2 “dos” para Ana no se envió: ya era demasiado tarde.\nSi aún debe salir, toca el botón o escribe reintenta #2.",
        "No se enviaron 2 mensajes de #3 “tres”: escribieron STOP.\nVolverán a recibir mensajes cuando escriban START.",
        "No sé si #4 “cuatro” le llegó a Carla: la respuesta al envío de",
        "#4 para Carla: resuelto, llegó.",
        "Para uno ya era demasiado tarde y no se envió: #5 “cinco”.\nLo que no se envió solo sale si tú lo dices.",
    ),
    "pt": Said(
        "envie '{}' para {} em {} minutos",
        "#1 “uno” para Ana falhou: o número não está no WhatsApp.\n"
        "Quando a causa estiver resolvida, toque no botão ou escreva reenvie #1 para enviar de novo o que falhou.",
        "#2 “dos” para Ana não foi enviada: já era tarde demais.\nSe ainda deve sair, toque no botão ou escreva reenvie #2.",
        "Não foram enviadas 2 mensagens de #3 “tres”: escreveram STOP.\nVoltam a receber mensagens quando escreverem START.",
        "Não sei se #4 “cuatro” chegou a Carla: a resposta ao envio de",
        "#4 para Carla: resolvido, chegou.",
        "Para uma já era tarde demais e não foi enviada: #5 “cinco”.\nO que não foi enviado só sai se você pedir.",
    ),
    "id": Said(
        "kirim '{}' ke {} dalam {} menit",
        "#1 “uno” untuk Ana gagal: nomornya tidak ada di WhatsApp.\n"
        "Setelah penyebabnya beres, ketuk tombolnya atau tulis kirim ulang #1 untuk mengirim lagi yang gagal.",
        "#2 “dos” untuk Ana tidak dikirim: sudah terlambat.\n"
        "Jika masih harus dikirim, ketuk tombolnya atau tulis kirim ulang #2.",
        "2 pesan dari #3 “tres” tidak dikirim: menulis STOP.\nMereka baru menerima pesan lagi setelah menulis START.",
        "Saya tidak tahu apakah #4 “cuatro” sampai ke Carla: jawaban atas pengiriman",
        "#4 untuk Carla: beres, sudah sampai.",
        "Satu pesan sudah terlalu terlambat dan dilewati: #5 “cinco”.\nYang dilewati hanya keluar jika Anda memintanya.",
    ),
}
_AND = {"es": "Ana y Bruno", "pt": "Ana e Bruno", "id": "Ana dan Bruno"}


@pytest.mark.parametrize("language", SPOKEN)
async def test_each_trouble_is_told_in_the_language_that_is_spoken(clinic: Bench, language: str) -> None:
    words, lab = SPOKEN[language], clinic.lab

    async def tell(text: str) -> str:
        await clinic.until(lambda: [one for one in clinic.said() if text in one])
        return next(one for one in clinic.said() if text in one)

    lab.waha.phones.get(ANA).exists = False
    await clinic.say(words.send.format("uno", "Ana", 1))
    clinic.later(seconds=61)
    assert await tell(words.failed) == words.failed
    lab.waha.phones.get(ANA).exists = True
    await db.run("update known_number set known = null")

    await db.run("update channel set paused = true")
    await clinic.say(words.send.format("dos", "Ana", 1))
    clinic.later(seconds=61)
    await lab.rounds(2)
    clinic.later(minutes=31)
    assert await tell(words.late) == words.late
    await db.run("update channel set paused = false")

    for name in ("Ana", "Bruno"):
        await directory.block(lab.workspace["id"], clinic.people[name], "contact", lab.now)
    await clinic.say(words.send.format("tres", _AND[language], 1))
    clinic.later(seconds=61)
    assert await tell(words.left_out) == words.left_out

    lab.waha.faults.set("drop")
    lab.waha.faults.set("not_stored")
    lab.waha.faults.set("reset_after", count=1)
    await clinic.say(words.send.format("cuatro", "Carla", 1))
    clinic.later(seconds=61)
    await clinic.until(lambda: clinic.lab.shown("+351912000003"))
    await lab.until(lambda: lab.told("unsure"))
    clinic.later(seconds=80)
    assert words.unsure in await tell(words.unsure)
    told = await clinic.server.wait_for(OLIVIA, words.unsure)
    await clinic.tap(told, labels(told)[0])
    assert shown(clinic.now(told)) == words.arrived

    await clinic.say(words.send.format("cinco", "Carla", 90))
    await lab.dispatcher.stop(3)
    await db.run("update installation set beat_clock = beat_clock - 10800000000")
    clinic.later(hours=3)
    lab.dispatcher = lab.worker()
    await lab.until(lambda: lab.told("outage"))
    clinic.later(seconds=11)
    assert words.outage in await tell(words.outage)
