"""What staff ask about days gone by, and what they are told."""

from __future__ import annotations

from core.sandbox.telegram.server import shown
from storage import db
from tests.bot.bench import Bench, labels


async def sent_to_both(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana and Bruno in 5 minutes")
    clinic.later(minutes=6)
    await clinic.until(lambda: "2 delivered" in clinic.now(bubble)["text"])


async def test_what_went_out_today_is_told_for_everybody(clinic: Bench) -> None:
    """It once said that nothing was sent to nobody."""
    await sent_to_both(clinic)
    told = await clinic.say("what went out today")
    assert told["text"].splitlines() == [
        "One message went out on Wednesday 25 November 2026:",
        "Wed 25 Nov 10:05 · #1 · 2 people · 2 delivered ✓✓ · “hello”",
    ]
    assert labels(told) == ["#1"]
    assert (await clinic.say("what went out yesterday"))["text"] == "Nothing went out on Tuesday 24 November 2026."
    assert (await clinic.say("history"))["text"].startswith(
        "One message went out from Thursday 19 November 2026 to Wednesday 25 November 2026:"
    )


async def test_days_in_which_a_person_got_nothing_are_named(clinic: Bench) -> None:
    """It once said that nothing had been sent yet, though something had, on another day."""
    await sent_to_both(clinic)
    nothing = "Nothing was sent to Ana from Monday 16 November 2026 to Sunday 22 November 2026."
    assert (await clinic.say("what did we send Ana last week"))["text"] == nothing
    told = await clinic.say("what did we send Ana today")
    assert told["text"].startswith("Sent to Ana on Wednesday 25 November 2026, newest first:")
    nunca = "No se envió nada a Ana del lunes 16 de noviembre de 2026 al domingo 22 de noviembre de 2026."
    assert (await clinic.say("qué le enviamos a Ana la semana pasada"))["text"] == nunca


async def test_several_people_and_groups_have_a_history_and_a_status(clinic: Bench) -> None:
    await sent_to_both(clinic)
    told = await clinic.say("what did we send Ana and Bruno")
    assert told["text"].splitlines()[-1] == "Wed 25 Nov 10:05 · #1 · 2 people · 2 delivered ✓✓ · “hello”"
    told = await clinic.say("did Ana and Bruno get it?")
    assert [line.split(" Wed")[0] for line in told["text"].splitlines()] == [
        "#1 to Ana and Bruno:",
        "Ana: ✓✓ Delivered",
        "Bruno: ✓✓ Delivered",
    ]


async def test_a_list_says_how_many_paused_ones_it_does_not_show_and_a_history_that_there_is_more(
    clinic: Bench,
) -> None:
    lab = clinic.lab
    for number in range(22):
        await lab.schedule(f"hello {number}", clinic.people["Ana"], after=30)
    clinic.later(seconds=30)
    await clinic.until(lambda: len(lab.shown("+351912000001")) == 22)
    told = shown(await clinic.say("what did we send Ana")).splitlines()
    assert len(told) == 12
    assert told[-1].startswith("Only the newest 10 are shown.")
    await db.run("update message set state = 'paused'")
    told = shown(await clinic.say("list")).splitlines()
    assert told[0] == "Paused:"
    assert (len(told), told[-1]) == (22, "… and 2 more.")
