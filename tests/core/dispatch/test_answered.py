""" "if she hasn't answered" and "until she answers": who has written is looked up at the last moment."""

from __future__ import annotations

from tests.lab import Lab

ANA, BRUNO = "+351912000001", "+351912000002"


async def wrote(lab: Lab, phone: str) -> None:
    lab.later(seconds=5)  # what a phone says counts whole seconds
    await lab.hear(lab.incoming(phone, "yes, I am coming"))
    await lab.settled()


async def test_whoever_has_answered_since_is_skipped_and_the_others_get_it(lab: Lab) -> None:
    ana, bruno = await lab.contact("Ana", ANA), await lab.contact("Bruno", BRUNO)
    message = await lab.schedule("last call", ana, bruno, after=3600, answered="if_not")
    await wrote(lab, ANA)
    lab.later(seconds=3600)
    rows = await lab.reaches(message, "skipped", "delivered")
    assert rows[0]["cause"] == "answered"
    assert (lab.shown(ANA), lab.shown(BRUNO)) == ([], ["last call"])
    assert await lab.told("skipped")


async def test_what_was_written_before_it_was_scheduled_is_no_answer(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await wrote(lab, ANA)
    lab.later(seconds=1)
    message = await lab.schedule("last call", ana, after=0.2, answered="if_not")
    await lab.reaches(message, "delivered")


async def test_each_copy_of_a_series_asks_anew_whether_they_answered(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("are you well?", ana, after=3600, rules=["FREQ=DAILY"], answered="if_not")
    await wrote(lab, ANA)
    lab.later(hours=1)
    await lab.reaches(message, "skipped")
    lab.later(days=1)
    await lab.reaches(message, "skipped", "skipped")
    assert (await lab.message(message))["state"] == "active"


async def test_it_goes_on_until_they_answer_and_then_is_over(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("please confirm", ana, after=3600, rules=["FREQ=DAILY"], answered="until")
    lab.later(hours=1)
    await lab.reaches(message, "delivered")
    await wrote(lab, ANA)
    lab.later(days=1)

    async def over() -> bool:
        return bool((await lab.message(message))["state"] == "done")

    await lab.until(over)
    assert lab.shown(ANA) == ["please confirm"]
    assert len(await lab.told("skipped")) == 1


async def test_an_answer_in_the_second_of_the_send_is_one_though_its_provider_tells_whole_seconds(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("are you well?", ana, after=3600, rules=["FREQ=DAILY"], answered="if_not")
    lab.later(hours=1)
    (row,) = await lab.reaches(message, "delivered")
    await lab.hear(lab.incoming(ANA, "yes", timestamp=int(row["sending_at"].timestamp())))
    lab.later(days=1)
    await lab.reaches(message, "delivered", "skipped")


async def test_who_answered_in_the_second_in_which_it_was_scheduled_is_not_asked_until_they_answer(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("please confirm", ana, after=3600, rules=["FREQ=DAILY"], answered="until")
    made = (await lab.message(message))["created_at"]
    await lab.hear(lab.incoming(ANA, "yes", timestamp=int(made.timestamp())))
    lab.later(hours=1)

    async def over() -> bool:
        return bool((await lab.message(message))["state"] == "done")

    await lab.until(over)
    assert lab.shown(ANA) == []
