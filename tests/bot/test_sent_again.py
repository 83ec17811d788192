"""What failed is sent again at a word, also where nobody says its number.

What could go wrong: the wrong message is sent again; one is picked where two could be meant; a reply to the bot's
own word about it is not understood.
"""

from __future__ import annotations

from storage.queries import channels
from tests.bot.bench import OLIVIA, Bench, labels


async def _paused(clinic: Bench, paused: bool) -> None:
    await channels.set_fields(clinic.lab.workspace["id"], clinic.lab.channel["id"], paused=paused)


async def _too_late(clinic: Bench, *names: str) -> None:
    """A message to each is not sent in time, and the bot says so."""
    await _paused(clinic, True)
    numbers = []
    for name in names:
        await clinic.say(f"send 'hello' to {name} in 1 minute")
        numbers.append((await clinic.messages())[-1]["number"])
    clinic.later(minutes=1)
    await clinic.lab.rounds(2)
    clinic.later(minutes=31)
    told = [f"#{number} “hello” to" for number in numbers]
    await clinic.until(lambda: all(any(one in said and "too late" in said for said in clinic.said()) for one in told))
    await _paused(clinic, False)


async def test_the_only_message_that_failed_lately_is_meant_in_every_language(clinic: Bench) -> None:
    for count, words in enumerate(
        ("retry the failed", "reintenta los fallidos", "reenvie as que falharam", "kirim ulang yang gagal", "retry"), 1
    ):
        await _too_late(clinic, "Ana")
        said = await clinic.say(words)
        assert f"#{count}" in said["text"], words
        await clinic.until(lambda count=count: clinic.lab.waha.judge()["arrivals"] == count)
        await clinic.lab.settled()  # until its receipt is in, it may still be one that failed
    asked = await clinic.say("retry the failed")
    assert asked["text"].startswith("Which message do you mean?"), "all have been sent again"


async def test_of_two_that_failed_it_is_asked_which_and_a_reply_says_it(clinic: Bench) -> None:
    await _too_late(clinic, "Ana", "Bruno")
    asked = await clinic.say("retry the failed ones")
    assert asked["text"].startswith("Which message do you mean?")
    assert labels(asked)[:2] == ["#2 hello", "#1 hello"]
    await clinic.tap(asked, "#2 hello")
    await clinic.until(lambda: clinic.lab.shown("+351912000002") == ["hello"])
    assert clinic.lab.shown("+351912000001") == []
    told = next(one for one in clinic.server.said(OLIVIA) if "#1 “hello” to Ana was not sent" in one["text"])
    await clinic.say("retry the failed", reply_to=told["message_id"])
    await clinic.until(lambda: clinic.lab.shown("+351912000001") == ["hello"])


async def test_what_failed_is_listed_without_naming_a_message(clinic: Bench) -> None:
    assert "Nothing failed" in (await clinic.say("what failed?"))["text"]
    await _too_late(clinic, "Ana")
    await clinic.say("send 'fine' to Bruno now")
    for words in (
        "what failed?",
        "what failed today",
        "qué falló hoy",
        "o que falhou hoje?",
        "apa yang gagal hari ini",
    ):
        told = await clinic.say(words)
        assert "#1" in told["text"], words
        assert "Bruno" not in told["text"], words
        assert "#1" in labels(told)
