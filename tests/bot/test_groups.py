"""Groups by sentences: made, filled, shown, emptied, deleted; what goes to them follows; each with its undo."""

from __future__ import annotations

import pytest

from core.sandbox.telegram.server import shown
from tests.bot.bench import Bench, labels


async def test_a_group_is_made_with_people_and_a_message_goes_to_each_of_them(clinic: Bench) -> None:
    done = await clinic.say("create group Parents with Ana and Bruno")
    assert shown(done) == "Ana and Bruno are in the group Parents now."
    assert shown(await clinic.say("groups")) == "One group:\nParents: 2 people"
    assert shown(await clinic.say("who is in Parents?")).startswith("In Parents are 2 people:\nAna")
    assert "2 people" in shown(await clinic.say("send 'closed on Monday' to Parents tomorrow 9am"))


async def test_what_is_planned_for_a_group_follows_who_comes_and_leaves(clinic: Bench) -> None:
    await clinic.say("create group Parents with Ana")
    bubble = await clinic.say("send 'hello' to Parents tomorrow 9am")
    await clinic.say("add Bruno to Parents")
    await clinic.until(lambda: "2 people" in shown(clinic.now(bubble)))
    assert shown(await clinic.say("take Ana out of Parents")) == "Ana is not in the group Parents any more."
    await clinic.until(lambda: "2 people" not in shown(clinic.now(bubble)))
    assert shown(await clinic.say("undo")) == "Undone: Ana is in the group Parents again."
    await clinic.until(lambda: "2 people" in shown(clinic.now(bubble)))


async def test_a_group_that_is_not_there_is_asked_about_and_made_by_a_tap(clinic: Bench) -> None:
    asked = await clinic.say("add Ana to the group Parents")
    assert "There is no group “Parents” yet. What do you want?" in shown(asked)
    assert labels(asked) == ["Make the group Parents", "Never mind"]
    await clinic.tap(asked, "Make the group Parents")
    await clinic.becomes(asked, "Ana is in the group Parents now.")
    near = await clinic.say("add Bruno to Parent")
    assert labels(near)[:2] == ["The group Parents", "Make the group Parent"]


async def test_a_group_that_was_made_goes_by_undo_and_the_people_stay(clinic: Bench) -> None:
    done = await clinic.say("create group Parents with Ana")
    assert await clinic.tap(done, "Undo", times=2) == ["Done.", "Already done."]
    assert shown(clinic.now(done)) == "Undone: Ana is not in the group Parents any more."
    assert shown(await clinic.say("groups")).startswith("There are no groups yet. Make one: create group")
    assert "Ana" in shown(await clinic.say("contacts"))


async def test_a_group_that_messages_go_to_is_not_deleted_and_an_idle_one_comes_back_by_undo(clinic: Bench) -> None:
    await clinic.say("create group Parents with Ana and Bruno")
    await clinic.say("send 'hello' to Parents tomorrow 9am")
    assert shown(await clinic.say("delete group Parents")).startswith("#1 goes to the group Parents or leaves it out")
    await clinic.say("cancel #1")
    gone = await clinic.say("delete group Parents")
    assert shown(gone) == "The group Parents is deleted. Its people stay among the contacts."
    assert shown(await clinic.say("undo")) == "Undone: the group Parents is there again, with its people."
    assert shown(await clinic.say("groups")) == "One group:\nParents: 2 people"


async def test_an_empty_group_says_how_to_fill_it(clinic: Bench) -> None:
    assert shown(await clinic.say("new group Parents")).startswith("The group Parents is there, with nobody in it yet.")
    assert shown(await clinic.say("who is in Parents?")).startswith("Nobody is in Parents yet. Put somebody in")
    assert shown(await clinic.say("add Ana to Parents")) == "Ana is in the group Parents now."
    again = await clinic.say("add Ana and Bruno to Parents")
    assert shown(again) == "Bruno is in the group Parents now.\nAna was in it already."


async def test_a_group_cannot_be_called_like_a_person(clinic: Bench) -> None:
    said = shown(await clinic.say("create group Ana with Bruno"))
    assert said == "Somebody is called Ana, so the two could be mixed up. Choose another name for the group."


@pytest.mark.parametrize(
    ("made", "joined", "left", "all_groups"),
    [
        ("crea el grupo Padres con Ana", "Bruno ya está en el grupo", "Bruno ya no está en el grupo", "grupos"),
        ("crie o grupo Pais com Ana", "Bruno agora está no grupo", "Bruno já não está no grupo", "grupos"),
        ("buat grup Orang Tua dengan Ana", "Bruno sekarang ada di grup", "Bruno tidak lagi ada di grup", "daftar grup"),
    ],
    ids=["es", "pt", "id"],
)
async def test_groups_in_other_languages(clinic: Bench, made: str, joined: str, left: str, all_groups: str) -> None:
    sentences = {
        "Padres": ("añade a Bruno al grupo Padres", "quita a Bruno del grupo Padres"),
        "Pais": ("adicione Bruno ao grupo Pais", "tire Bruno do grupo Pais"),
        "Orang Tua": ("tambahkan Bruno ke grup Orang Tua", "keluarkan Bruno dari grup Orang Tua"),
    }
    name = next(one for one in sentences if one in made)
    await clinic.say(made)
    assert shown(await clinic.say(sentences[name][0])).startswith(joined)
    assert shown(await clinic.say(sentences[name][1])).startswith(left)
    assert name in shown(await clinic.say(all_groups))


@pytest.mark.parametrize(
    ("asked", "example"),
    [
        ("how do I create a group?", "create group Parents with Ana"),
        ("¿cómo creo un grupo?", "crea el grupo Padres con Ana"),
        ("como faço para criar um grupo?", "crie o grupo Pais com Ana"),
        ("bagaimana cara buat grup?", "buat grup Orang Tua dengan Ana"),
    ],
)
async def test_who_asks_how_gets_the_nearest_example(clinic: Bench, asked: str, example: str) -> None:
    assert example in shown(await clinic.say(asked))
