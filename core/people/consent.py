"""STOP and START, in the languages that people write them in. Pure data and one look-up; whole messages only."""

from __future__ import annotations

import unicodedata

STOP = frozenset(
    {
        # English
        "stop", "stop all", "stopall", "unsubscribe", "opt out", "optout", "stop messages", "stop sending",
        "stop please", "please stop", "stop messaging me", "remove me",
        "stop promo", "stop promos", "stop promotion", "stop promotions", "stop marketing",
        # Spanish
        "baja", "alto", "parar", "para", "basta", "darme de baja", "dar de baja", "dame de baja", "cancelar suscripcion",
        "no mas mensajes", "no mas", "no quiero mas mensajes", "no quiero recibir mas mensajes",
        "detener promociones", "parar promociones", "no mas promociones",
        # Portuguese
        "pare", "sair", "parem", "cancelar inscricao", "descadastrar", "nao quero mais", "remover",
        "quero sair", "nao quero mais mensagens", "nao quero receber mais mensagens",
        "parar promocoes", "interromper promocoes",
        # Indonesian
        "berhenti", "hentikan", "stop kirim", "keluar", "unreg", "jangan kirim lagi", "setop",
        "tolong berhenti", "mohon berhenti", "jangan kirim pesan lagi",
        "stop promosi", "hentikan promosi", "berhenti promosi",
    }
)  # fmt: skip
START = frozenset(
    {
        "start", "unstop", "subscribe", "resume",  # English
        "alta", "empezar", "iniciar", "reanudar", "comenzar",  # Spanish
        "comecar", "voltar", "retomar", "inscrever",  # Portuguese
        "mulai", "daftar", "lanjut", "lanjutkan",  # Indonesian
    }
)  # fmt: skip


def consent_word(text: str) -> str | None:
    """ "stop" or "start" when that is all a message says, whatever its case, accents and punctuation; else None."""
    if len(text) > 60:
        return None
    plain = unicodedata.normalize("NFKD", text.casefold())
    seen = (sign for sign in plain if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")
    kept = "".join(sign if sign.isalnum() else " " for sign in seen)
    words = " ".join(kept.split())
    if words in STOP:
        return "stop"
    return "start" if words in START else None
