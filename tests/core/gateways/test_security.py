"""What holds for every gateway: nobody outside knows one by name, secrets stay secret, an old call has no second effect."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp

from core.channels import channels
from core.channels.channels import Wanted
from core.gateways.base import Outgoing
from core.gateways.fields import PLACES
from core.gateways.registry import KINDS, kind
from core.sandbox.meta import shapes as meta_shapes
from storage import db
from storage.queries import channels as store
from tests.core.cloud_lab import cloud_channel
from tests.lab import WAHA_KEY, Lab, Row
from tests.ports import own_port
from tests.seen import kept, logged

ROOT = Path(__file__).parents[3]
NAMES = re.compile(
    "|".join([*sorted(set(KINDS) - {"http", "cloud"}), "whatsjet", "cloud api", "'cloud'", '"cloud"']), re.I
)
OPEN = {"base", "registry", "fields", "telling"}
"""The modules of the gateways that everybody else may see."""
ANA = "+351912000001"
WORDS, ANSWER = "your blood test is in", "the pills make me dizzy"


def sources() -> Iterator[Path]:
    """Every module of core and storage that is neither a gateway nor a pretend one."""
    for path in [*(ROOT / "core").rglob("*.py"), *(ROOT / "storage").rglob("*.py")]:
        inside = path.relative_to(ROOT).parts
        if inside[1] not in ("gateways", "sandbox", "migrations"):
            yield path


def test_nothing_but_gateways_and_pretend_servers_names_a_provider() -> None:
    said = {str(path.relative_to(ROOT)): NAMES.findall(path.read_text()) for path in sources()}
    assert {path: names for path, names in said.items() if names} == {}


def test_nothing_but_gateways_imports_a_gateways_own_modules() -> None:
    found = set()
    for path in [*sources(), *(ROOT / "bot").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            found |= {name.split(".")[2] for name in names if name.startswith("core.gateways.")}
    assert found <= OPEN


def test_no_secret_is_compared_by_a_plain_equality() -> None:
    """`signatures.same` takes the same time whatever is wrong; an == stops at the first wrong byte."""
    plain = re.compile(r"(secret|signature|mac|hmac)\w*\)?\s*(==|!=)|(==|!=)\s*\w*(secret|signature|hmac)", re.I)
    for path in (ROOT / "core" / "gateways").rglob("*.py"):
        assert not plain.search(path.read_text()), path.name


async def add_one_of_each(lab: Lab) -> list[str]:
    """A channel of each kind at an address where nobody listens; the secrets that it was given or that were made for it."""
    hidden = []
    for name, one in KINDS.items():
        said = {}
        for field in one.fields:
            if field.secret:
                said[field.name] = f"hush-{name}-{field.name}"
                hidden.append(said[field.name])
            elif field.required and not field.default:
                said[field.name] = field.choices[0] if field.choices else "7"
        said |= {"url": f"http://127.0.0.1:{own_port()}/x"}
        settings = {key: value for key, value in said.items() if key not in PLACES}
        wanted = Wanted(said["url"], said.get("key"), said.get("session"), settings=settings)
        added = await channels.add(lab.workspace["id"], f"a {name}", name, wanted, lab.url, lab.now)
        hidden.append((await store.get(lab.workspace["id"], added.id))["secret"])
    return hidden


async def test_secrets_are_neither_in_the_database_nor_in_logs_nor_in_what_errors_say(
    lab: Lab, database_url: str
) -> None:
    said: list[Any] = []
    with logged() as lines:
        hidden = await add_one_of_each(lab)
        ana = await lab.contact("Ana", ANA)
        for name in KINDS:
            row = await store.get(lab.workspace["id"], (await channels.find(lab.workspace["id"], f"a {name}"))["id"])
            driver = kind(name).connect(channels.account(row))
            try:
                said += [
                    await driver.send(Outgoing("b1", ANA, WORDS)),
                    await driver.check(),
                    driver,
                    channels.account(row),
                ]
            finally:
                await driver.close()
            said.append(await channels.check(lab.workspace["id"], f"a {name}", lab.now))
            await lab.schedule(WORDS, ana, channel=f"a {name}")
        await lab.hears("channel_down")
        await lab.dispatcher.stop(3)
    rest = kept(database_url)
    assert WORDS in rest, "all that is kept was read"
    assert "lane_began" in lines()
    shown = repr(said) + repr(await store.every(lab.workspace["id"])) + lines()
    for secret in hidden:
        assert secret not in shown + rest
    for person in (ANA, ANA[1:], WORDS):
        assert person not in lines()


FAULTS = ("error_after", "reset_after", "empty", "ack_error", "no_lid", "garbled", "lid_chat", "other_id", "restricted")


async def test_no_number_and_no_word_of_anybody_is_in_a_log_whatever_the_provider_gives_back(lab: Lab) -> None:
    """WAHA's 500 gives back the text and the number of the request."""
    with logged() as lines:
        for at, fault in enumerate(FAULTS):
            contact = await lab.contact(f"Ana Silva {at}", f"{ANA}{at}")
            lab.waha.faults.set(fault, count=1)
            message = await lab.schedule(WORDS, contact)
            await lab.until(lambda message=message: _left(lab, message))  # type: ignore[misc]
        lab.waha.answer(f"{ANA}0", ANSWER)
        lab.waha.type_on_phone("clinic", f"{ANA}0", ANSWER)
        assert await lab.post(lab.incoming(ANA, ANSWER), key="wrong") == 401
        assert await lab.post(lab.event("message.any", id=7, body=ANSWER, **{"from": ANA})) == 200
        assert await lab.post(json.dumps({"body": ANSWER}).encode()[:-1]) == 400
        await lab.settled()
        await lab.dispatcher.stop(3)
    assert await db.rows("select id from answer where text = $1", ANSWER)
    for event in ("answered", "receipt", "bad_signature"):
        assert event in lines()
    for private in (ANA, ANA[1:], WORDS, ANSWER, "Ana Silva", WAHA_KEY, lab.secret):
        assert private not in lines()


async def _left(lab: Lab, message: Row) -> bool:
    return (await lab.states(message))[:1] not in ([], ["planned"], ["queued"], ["sending"])


async def test_a_secret_setting_reaches_its_driver_in_clear_and_may_be_changed(lab: Lab) -> None:
    await add_one_of_each(lab)
    name, workspace = "a cloud", lab.workspace["id"]
    await channels.change(workspace, name, Wanted(settings={"app_secret": "newer", "version": "v25.0"}))
    row = await store.get(workspace, (await channels.find(workspace, name))["id"])
    settings = channels.account(row).settings
    assert (settings["app_secret"], settings["version"]) == ("newer", "v25.0")


async def test_two_channels_share_an_account_and_each_gets_its_own_events(lab: Lab) -> None:
    workspace = lab.workspace["id"]
    async with cloud_channel(lab) as server:
        server.add_line("222", "+351210000002")
        added = await channels.add(workspace, "second", "cloud", Wanted(session="222"), lab.url, lab.now, like="cloud")
        first = await channels.find(workspace, "cloud")
        for line in ("106500000000001", "222"):
            server.change("messages", meta_shapes.metadata(line, "+1") | {"statuses": [{"id": line, "status": "read"}]})
        await server.settled()
        rows = await db.rows("select channel_id, ref from provider_event order by ref")
        assert [(row["channel_id"], row["ref"]) for row in rows] == [
            (first["id"], "106500000000001"),
            (added.id, "222"),
        ]
        server.change("account_update", {"event": "ACCOUNT_DELETED"})
        await server.settled()
        told = await db.rows("select channel_id, data from provider_event where kind = 'channel' order by channel_id")
        assert [row["channel_id"] for row in told] == [first["id"], added.id]
        assert {row["data"]["reason"] for row in told} == {"account_deleted"}


async def test_an_old_signed_call_that_comes_again_has_no_effect(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        ana = await lab.contact("Ana", ANA)
        server.answer(ANA, "good morning")
        await server.settled()
        await lab.settled()
        message = await lab.schedule("hello", ana, channel="cloud")
        (row,) = await lab.reaches(message, "delivered")
        out = server.sent[row["provider_id"]]
        old = [server.tick_event(out, tick) for tick in meta_shapes._WORDS]
        answered = server.answer_event(out.line, out.phone, server.phones.get(ANA).bubbles[0])
        server.open_chat(ANA)
        await server.settled()
        await lab.settled()
        await lab.reaches(message, "read")
        before = [await db.rows(f"select * from {table} order by id") for table in ("delivery", "answer", "notice")]
        for raw in [*old[:2], answered] * 2:
            assert isinstance(raw, bytes)
            async with (
                aiohttp.ClientSession() as session,
                session.post(server.hooks[0].url, data=raw, headers=server._signed(raw, False)) as posted,
            ):
                assert posted.status == 200
        await lab.settled()
        assert [
            await db.rows(f"select * from {table} order by id") for table in ("delivery", "answer", "notice")
        ] == before


async def test_an_unknown_shape_is_kept_and_counted_and_answered_with_200(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        raw = json.dumps({"object": "tomorrow", "entry": [{"changes": [{"field": "dreams", "value": {}}]}]}).encode()
        async with (
            aiohttp.ClientSession() as session,
            session.post(server.hooks[0].url, data=raw, headers=server._signed(raw, False)) as posted,
        ):
            assert posted.status == 200
        assert await lab.count("unknown_event") == 1
        assert [row["state"] for row in await db.rows("select state from provider_event")] == ["unknown"]
