"""The names that sentences are read in."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from core.language.understand import understand
from core.world import Named, World, fold, words


def world(*names: str) -> World:
    return World("Europe/Lisbon", tuple(Named("contact", name, at) for at, name in enumerate(names)))


def found(place: World, spoken: str) -> list[str]:
    return [one.name for one in place.named(words(spoken))]


def test_case_and_accents_do_not_matter() -> None:
    assert fold("ÇÃO Ñu") == "cao nu"
    assert found(world("João Silva"), "joao SILVA") == ["João Silva"]
    assert found(world("João"), "joa\u0303o") == ["João"]


def test_an_exact_full_name_wins_over_a_longer_one() -> None:
    assert found(world("Ana Paula", "Ana"), "ana") == ["Ana"]
    assert found(world("Ana Paula", "Ana"), "ana paula") == ["Ana Paula"]


def test_a_first_name_is_everybody_who_has_it() -> None:
    assert found(world("Rui Gomes", "Rui Sá", "Eva"), "rui") == ["Rui Gomes", "Rui Sá"]
    assert found(world("Rui Gomes"), "gomes") == []


def test_near_names_are_offered_for_a_mistyped_one() -> None:
    assert [one.name for one in world("Bruno", "Carla").near("Brunno")] == ["Bruno"]
    assert world("Bruno").near("Zebediah") == ()
    assert world("Bruno").near("…") == ()


def test_a_world_file_may_name_contacts_or_describe_them() -> None:
    place = World.from_json(
        {
            "tz": "Asia/Jakarta",
            "contacts": ["Ana", {"id": 7, "name": "Budi", "aliases": ["Pak Budi"], "hint": "…1", "phone": "+62811"}],
            "groups": {"Staff": ["tim"]},
            "tags": ["vip"],
            "hours": ["08:00", "19:00"],
            "scheduled": {"3": ["Ana", "hello", "2026-11-26T15:00", None]},
        }
    )
    assert [one.key for one in place.named(words("pak budi"))] == ["contact:7"]
    assert [one.spelt for one in place.named(("tim",))] == ["group:Staff"]
    assert place.by_phone("+62811") is place.contacts[1]
    message = place.message(3)
    assert message is not None
    assert (message.recipients, message.rules) == (("Ana",), ())


def test_a_world_file_without_a_zone_is_none() -> None:
    with pytest.raises(KeyError):
        World.from_json({"contacts": []})


def test_ten_thousand_contacts_cost_next_to_nothing_a_sentence() -> None:
    place = world(*(f"Person{at} Name{at % 97}" for at in range(10_000)))
    now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    sentence = "send 'hello' to Person77 and Person9999 tomorrow at 9am"
    assert understand(sentence, place, now).recipients == ("Person77 Name77", "Person9999 Name8")
    began = time.thread_time()
    for _ in range(20):
        understand(sentence, place, now + timedelta(seconds=1))
    assert (time.thread_time() - began) / 20 < 0.05
