"""Each gateway connected in the chat, as a new owner does it; and what is said of everything that can be wrong on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.replies import setup as words
from bot.replies.voice import voice
from core.channels import connecting
from core.channels.setup import Setup, asks, chosen, title
from core.sandbox.app import Sandbox
from core.sandbox.gateways import INBOX, INSTANCE, LINE
from storage import db
from tests.bot.bench import OLIVIA, Bench, labels
from tests.bot.test_setup import last, without_channel

LANGUAGES = ("en", "es", "pt", "id")
OTHERS = ("cloud", "chatwoot", "evolution", "bizchat", "http")


class World:
    """Every gateway of the sandbox on a port of its own, and what a person would type for each."""

    def __init__(self, sandbox: Sandbox, url: str) -> None:
        one = sandbox.gateways
        self.gateways = one
        self.answers: Mapping[str, dict[str, str]] = {
            "cloud": {"key": one.cloud.key, "session": LINE, "app_secret": one.cloud.app_secret, "url": f"{url}/cloud"},
            "chatwoot": {
                "url": f"{url}/chatwoot",
                "key": one.chatwoot.key,
                "account": str(one.chatwoot.account),
                "session": str(INBOX),
            },
            "evolution": {"url": f"{url}/evolution", "key": one.evolution.key, "session": INSTANCE},
            "bizchat": {"vendor_uid": one.bizchat.vendor, "key": one.bizchat.key, "url": f"{url}/bizchat/api"},
            "http": {"url": f"{url}/http/messages", "key": one.own.key, "check_path": "/http/health"},
        }

    async def tested(self, gateway: str, **wrong: str) -> Setup:
        """The test's outcome with some answers as they are given here."""
        told = {one.name: one.default for one in asks(gateway) if one.default} | self.answers[gateway] | wrong
        secrets = {one.name for one in asks(gateway) if one.secret}
        given = {name: value for name, value in told.items() if name not in secrets}
        kept = {name: value for name, value in told.items() if name in secrets}
        return await connecting.test(Setup(step="test", gateway=gateway, name="main", given=given, secrets=kept))


@pytest.fixture
async def world() -> AsyncIterator[World]:
    sandbox = Sandbox(token="42:x", waha_key="k", session="clinic")
    serving = await sandbox.serve("127.0.0.1", 0)
    yield World(sandbox, serving.url)
    await serving.close()


@pytest.fixture
async def fresh(database_url: str) -> AsyncIterator[Bench]:
    async with without_channel(database_url) as made:
        yield made


def said_of(setup: Setup, language: str = "en") -> tuple[str, list[str]]:
    """What the owner is asked then, and the buttons under it."""
    reply = words.question(voice(language), setup, 1, words.Facts((), title(setup.gateway)))
    return reply.text, [button.label for row in reply.buttons for button in row]


@pytest.mark.parametrize("gateway", OTHERS)
async def test_a_new_owner_connects_it_after_a_wrong_key(fresh: Bench, world: World, gateway: str) -> None:
    asked = await fresh.say("add channel")
    await fresh.tap(asked, title(gateway))
    for one in asks(gateway):
        value = world.answers[gateway].get(one.name)
        if one.name == "key":
            await fresh.say("a-wrong-key")
        elif value is not None:
            await fresh.say(value)
        else:
            now = await last(fresh)
            await fresh.tap(now, next(label for label in labels(now) if label.startswith(("Use ", "Leave it out"))))
    wrong = await fresh.say("main")
    assert "does not accept the key" in wrong["text"]
    done = await fresh.say(world.answers[gateway]["key"])
    assert "main is connected." in done["text"]
    (row,) = await db.rows(
        "select c.name, a.hook, a.gateway from channel c join provider_account a on a.id = c.account_id"
    )
    assert row["gateway"] == gateway
    assert row["hook"] in done["text"]
    assert all("a-wrong-key" not in one.get("text", "") for one in fresh.server.chat(OLIVIA))


@pytest.mark.parametrize("gateway", OTHERS)
@pytest.mark.parametrize(
    ("scheme", "told"),
    [
        ("http://127.0.0.1:1", "Nothing answers at that address."),
        ("http://no-such-host.invalid", "There is no machine of that name."),
    ],
)
async def test_an_address_where_nobody_is_is_asked_for_again(
    world: World, gateway: str, scheme: str, told: str
) -> None:
    setup = await world.tested(gateway, url=f"{scheme}/api")
    assert (setup.step, setup.ask and setup.ask.name) == ("ask", "url")
    assert said_of(setup)[0].startswith(told)


@pytest.mark.parametrize("gateway", OTHERS)
async def test_https_where_only_http_is_spoken_is_told_and_offered_without(world: World, gateway: str) -> None:
    plain = world.answers[gateway]["url"]
    setup = await world.tested(gateway, url=plain.replace("http://", "https://"))
    text, buttons = said_of(setup)
    assert text.startswith("Something answers there, but without encryption.")
    assert setup.offer == plain
    assert buttons[0].startswith("Use http://")


@asynccontextmanager
async def answering(status: int, **headers: str) -> AsyncIterator[str]:
    """Somebody else's page, at every path."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(status=status, text="<html>hello", content_type="text/html", headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize("gateway", OTHERS)
async def test_an_address_that_sends_one_on_is_told_and_offered_with_https(world: World, gateway: str) -> None:
    async with answering(301, Location="https://elsewhere.example/") as url:
        setup = await world.tested(gateway, url=f"{url}/api")
    assert said_of(setup)[0].startswith("That address sends one on to another one.")
    assert setup.offer == f"{url.replace('http', 'https', 1)}/api"


@pytest.mark.parametrize("gateway", OTHERS)
async def test_another_page_at_the_address_is_not_taken_for_the_gateway(world: World, gateway: str) -> None:
    async with answering(404) as url:
        setup = await world.tested(gateway, url=f"{url}/dashboard")
    text = said_of(setup)[0]
    assert text.startswith("Something answers there, but not as this gateway does")
    assert "Leave out what comes after the port" in text


@pytest.mark.parametrize("gateway", OTHERS)
async def test_a_port_of_something_else_that_hangs_up_is_told(world: World, gateway: str) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        setup = await world.tested(gateway, url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    assert said_of(setup)[0].startswith("Something is there but hung up.")


@pytest.mark.parametrize(
    ("gateway", "wrong", "told", "again"),
    [
        ("cloud", {"session": "999"}, "phone number id is not one that its key may use", "session"),
        ("chatwoot", {"session": "999"}, "its inbox is not there", "session"),
        ("chatwoot", {"session": "WhatsApp"}, "the number of its account or of its inbox is none", "session"),
        ("chatwoot", {"account": "main"}, "the number of its account or of its inbox is none", "account"),
        ("chatwoot", {"account": "99"}, "its key may not use this account", "account"),
        ("evolution", {"session": "other"}, "knows no such session", "session"),
        ("bizchat", {"vendor_uid": "other"}, "its vendor uid is not known there", "vendor_uid"),
    ],
)
async def test_a_wrong_answer_beside_the_key_is_the_one_that_is_asked_for_again(
    world: World, gateway: str, wrong: dict[str, str], told: str, again: str
) -> None:
    setup = await world.tested(gateway, **wrong)
    assert told in said_of(setup)[0]
    assert (setup.step, setup.ask and setup.ask.name, setup.fixing) == ("ask", again, True)
    assert "Send me the right one" in said_of(setup)[0]


async def test_a_bots_key_of_chatwoot_is_asked_for_again(world: World) -> None:
    setup = await world.tested("chatwoot", key=world.gateways.chatwoot.bot_key)
    assert setup.ask is not None
    assert setup.ask.name == "key"
    assert "access token of a user" in said_of(setup)[0]


def test_what_may_be_left_out_can_be_left_out_also_where_there_are_choices() -> None:
    place = next(place for place, one in enumerate(asks("chatwoot")) if one.name == "window")
    setup = Setup(**{**_plain(chosen(Setup(), "chatwoot")), "at": place})
    assert said_of(setup)[1][:2] == ["24h", "Leave it out"]


def _plain(setup: Setup) -> dict[str, Any]:
    return {name: getattr(setup, name) for name in setup.__dataclass_fields__}


TROUBLES = [
    *(
        "no_tls",
        "unknown_host",
        "bad_url",
        "http_301",
        "not_found",
        "http_404",
        "http_502",
        "timeout",
        "connection_lost",
    ),
    *("unknown_number", "unknown_inbox", "bad_ids", "not_allowed", "unknown_vendor", "bot_key"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", TROUBLES)
def test_every_trouble_is_said_in_each_language(reason: str, language: str) -> None:
    text = words.why(voice(language), reason, words.Facts())
    assert reason.replace("_", " ") not in text
    assert len(text) > 40
    assert "{" not in text


async def test_a_webhook_from_which_nothing_comes_is_told_of_after_five_minutes_and_once(
    fresh: Bench, world: World
) -> None:
    asked = await fresh.say("add channel")
    await fresh.tap(asked, title("evolution"))
    for one in asks("evolution"):
        await fresh.say(world.answers["evolution"][one.name])
    await fresh.say("main")
    fresh.later(minutes=4)
    await fresh.quiet()
    assert not [text for text in fresh.said() if "No event has come" in text]
    fresh.later(minutes=2)
    told = await fresh.server.wait_for(OLIVIA, lambda one: "No event has come for five minutes." in one["text"])
    assert "BELFRY_PUBLIC_URL" in told["text"]
    fresh.later(minutes=20)
    await fresh.say("help")
    assert len([text for text in fresh.said() if "No event has come" in text]) == 1
    await fresh.tap(told, "I have mended it")
    assert "No event has come" not in fresh.now(told)["text"]
    mine = told["message_id"]
    fresh.later(minutes=6)
    await fresh.server.wait_for(OLIVIA, lambda one: "No event has come" in one["text"], after=mine)
