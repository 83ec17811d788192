"""Every gateway of the pretend world under one address: each with its driver, on the same phones, told where to post."""

from __future__ import annotations

import json
import shlex
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any

import aiohttp
import pytest

from core.gateways.base import Accepted, Account, Echo, Health, Incoming, Outgoing
from core.gateways.registry import KINDS, kind
from core.sandbox.app import Sandbox, Serving
from tests.core.sandbox.waha_receiver import Receiver, receiving

ANA = "+351912000001"


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


@pytest.fixture
async def world() -> AsyncIterator[tuple[Sandbox, Serving]]:
    sandbox = Sandbox(token="42:x", waha_key="k", session="clinic")
    serving = await sandbox.serve("127.0.0.1", 0)
    yield sandbox, serving
    await serving.close()


def offered(serving: Serving) -> dict[str, Account]:
    """The account that each offered command names, by its gateway."""
    found = {}
    for offer in serving.offers:
        words = shlex.split(offer)
        told = dict(pairwise(words))
        settings = dict(word.split("=", 1) for before, word in pairwise(words) if before == "--set")
        session = told.get("--session", "*")
        found[told["--gateway"]] = Account(told["--url"], told["--key"], session, "secret", settings)
    return found


async def post(url: str, body: dict[str, Any]) -> Any:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json()


def test_every_kind_is_played(world: tuple[Sandbox, Serving]) -> None:
    assert {"waha", *offered(world[1])} == set(KINDS)


@pytest.mark.parametrize("name", ["chatwoot", "evolution", "cloud", "bizchat", "http"])
async def test_what_is_offered_works_and_a_person_answers_to_who_wrote_last(
    world: tuple[Sandbox, Serving], receiver: Receiver, name: str
) -> None:
    sandbox, serving = world
    await post(f"{serving.url}/{name}/control/webhook", {"url": receiver.url, "secret": "secret"})
    driver = kind(name).connect(offered(serving)[name])
    try:
        await driver.ready()
        assert (await driver.check()).health is Health.WORKING
        if name == "cloud":
            sandbox.gateways.cloud.wrote(ANA)
        token = driver.new_token() if driver.reserves_ids else None
        assert isinstance(await driver.send(Outgoing(token, ANA, "hello")), Accepted)
    finally:
        await driver.close()
    await sandbox.gateways.every[name].settled()
    assert [bubble.text for bubble in sandbox.waha.phones.get(ANA).bubbles] == ["hello"]
    await post(f"{serving.url}/control/phones/{ANA}/answer", {"text": "thanks"})
    await post(f"{serving.url}/control/phones/{ANA}/open", {})
    await sandbox.gateways.every[name].settled()
    events = [event for one in receiver.requests for event in kind(name).read_events(json.loads(one.raw))]
    assert [event.text for event in events if isinstance(event, Incoming)] == ["thanks"]
    assert all(event.text == "hello" for event in events if isinstance(event, Echo))


async def test_a_phone_that_is_turned_off_is_off_for_every_gateway(world: tuple[Sandbox, Serving]) -> None:
    sandbox, serving = world
    told = await post(f"{serving.url}/control/phones/{ANA}/switch", {"on": False})
    assert (told["number"], told["on"]) == (ANA, False)
    assert not sandbox.gateways.chatwoot.phones.get(ANA).on


async def test_nothing_of_the_pretend_world_posts_to_another_machine(world: tuple[Sandbox, Serving]) -> None:
    _, serving = world
    async with aiohttp.ClientSession() as session:
        for name in offered(serving):
            url = f"{serving.url}/{name}/control/webhook"
            async with session.post(url, json={"url": "http://192.0.2.1/x"}) as answer:
                assert answer.status == 400


async def test_one_chooses_whom_a_phone_answers_to(world: tuple[Sandbox, Serving], receiver: Receiver) -> None:
    url = world[1].url
    async with aiohttp.ClientSession() as session, session.get(f"{url}/control/gateways") as answer:
        told = await answer.json()
    assert set(told["names"]) == set(KINDS)
    await post(f"{url}/cloud/control/webhook", {"url": receiver.url, "secret": "secret"})
    await post(f"{url}/control/phones/{ANA}/gateway", {"gateway": "cloud"})
    await post(f"{url}/control/phones/{ANA}/answer", {"text": "to Meta"})
    await post(f"{url}/cloud/control/settled", {})
    assert any(b"to Meta" in one.raw for one in receiver.requests)
    await post(f"{url}/control/phones/{ANA}/gateway", {"gateway": ""})
    async with aiohttp.ClientSession() as session, session.get(f"{url}/control/gateways") as answer:
        assert (await answer.json())["chosen"] == {}
