"""STOP and START: whole messages only, in the languages that people write them in."""

from __future__ import annotations

import pytest

from core.people.consent import START, STOP, consent_word


@pytest.mark.parametrize(
    "text",
    [
        "STOP", "stop", "Stop.", "  stop!!!  ", "STOP 🛑", "«stop»", "ＳＴＯＰ", "s\u200btop", "Unsubscribe", "opt-out",
        "Stop please",
        "Baja", "BAJA.", "darme de baja", "no más mensajes", "No mas",
        "Sair", "PARE!", "não quero mais", "Cancelar inscrição", "quero sair", "parar",
        "Berhenti", "stop kirim", "jangan kirim lagi", "tolong berhenti", "UNREG",
    ],
)  # fmt: skip
def test_a_whole_message_that_says_stop_is_a_stop(text: str) -> None:
    assert consent_word(text) == "stop"


@pytest.mark.parametrize("text", ["START", "start!", "Alta", "reanudar", "Voltar", "começar", "mulai", "Lanjutkan."])
def test_a_whole_message_that_says_start_is_a_start(text: str) -> None:
    assert consent_word(text) == "start"


@pytest.mark.parametrize(
    "text",
    [
        "please stop by tomorrow", "stop by at 9?", "the bus stop", "don't stop", "can you stop the medicine",
        "baja la dosis", "para mañana", "saio às 9", "vou sair agora", "berhenti minum obat?", "keluar rumah sakit besok",
        "start tomorrow?", "when do we start", "", " ", "?", "👍", "stop " * 30, "no", "ok", "cancel", "end",
    ],
)  # fmt: skip
def test_anything_more_is_an_answer(text: str) -> None:
    assert consent_word(text) is None


def test_no_word_says_both() -> None:
    assert not STOP & START
    assert all(consent_word(word) == "stop" for word in STOP)
    assert all(consent_word(word) == "start" for word in START)
