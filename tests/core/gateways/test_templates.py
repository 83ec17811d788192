"""What a provider says of its approved templates, over real HTTP, and read from lists of every shape."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from core.gateways.base import Account, Approved, LookUpFailed
from core.gateways.meta.templates import places_of, read_templates
from core.gateways.registry import KINDS, kind
from core.gateways.telling import ListsTemplates
from core.sandbox.chatwoot.server import ChatwootServer
from core.sandbox.meta.bizchat import BizChatServer
from core.sandbox.meta.cloud import CloudServer

LINE = "106500000000001"


@asynccontextmanager
async def asking(account: Account, name: str) -> AsyncIterator[ListsTemplates]:
    driver = kind(name).connect(account)
    assert isinstance(driver, ListsTemplates)
    try:
        yield driver
    finally:
        await driver.close()


@asynccontextmanager
async def cloud(**settings: str) -> AsyncIterator[tuple[CloudServer, ListsTemplates]]:
    server = CloudServer()
    server.add_line(LINE, "+351210000001")
    base = await server.start()
    try:
        async with asking(Account(base, server.key, LINE, settings=settings), "cloud") as driver:
            yield server, driver
    finally:
        await server.close()


def test_each_kind_that_takes_templates_can_say_which_there_are() -> None:
    can = set()
    for name, one in KINDS.items():
        driver = one.connect(Account("http://127.0.0.1:9", "k", "7", settings={"account": "4"}))
        can |= {name} if isinstance(driver, ListsTemplates) else set()
    assert can == {name for name, one in KINDS.items() if one.takes_templates}


async def test_cloud_lists_every_page_of_what_is_approved_and_nothing_else() -> None:
    async with cloud() as (server, driver):
        for number in range(230):
            server.add_template(f"t{number:03}", text="Hi {{1}}")
        server.add_template("paused", status="PAUSED")
        found = await driver.templates()
    assert [one.name for one in found] == [f"t{number:03}" for number in range(230)]
    assert found[0] == Approved("t000", "en", "Hi {{1}}", ("1",))


async def test_cloud_is_told_its_account_where_meta_does_not_say_it() -> None:
    async with cloud() as (server, driver):
        server.tells_account = False
        with pytest.raises(LookUpFailed, match="no_business_account"):
            await driver.templates()
    async with cloud(business_account="1022") as (server, driver):
        server.tells_account = False
        server.add_template("note")
        assert [one.name for one in await driver.templates()] == ["note"]


async def test_a_wrong_key_and_a_server_that_is_gone_are_codes() -> None:
    async with cloud() as (server, driver):
        server.key = "another"
        with pytest.raises(LookUpFailed, match="bad_key"):
            await driver.templates()
        await server.close()
        with pytest.raises(LookUpFailed, match="unreachable"):
            await driver.templates()


async def test_chatwoot_hands_on_the_list_of_its_inbox() -> None:
    server = ChatwootServer()
    inbox = server.add_inbox(7, "WhatsApp", "+351210000001")
    body = {"type": "BODY", "text": "Oi {{1}}"}
    inbox.templates.append({"name": "ola", "language": "pt_BR", "status": "approved", "components": [body]})
    inbox.templates.append({"name": "no", "language": "pt_BR", "status": "REJECTED", "components": [body]})
    base = await server.start()
    try:
        account = Account(base, server.key, "7", settings={"account": str(server.account)})
        async with asking(account, "chatwoot") as driver:
            assert await driver.templates() == [Approved("ola", "pt_BR", "Oi {{1}}", ("1",))]
    finally:
        await server.close()


async def test_bizchat_tells_names_and_no_words() -> None:
    server = BizChatServer()
    server.templates["visit"] = "See you {{1}}"
    base = await server.start()
    try:
        account = Account(f"{base}/api", server.key, "*", settings={"vendor_uid": server.vendor})
        async with asking(account, "bizchat") as driver:
            assert await driver.templates() == [Approved("visit", "en", places=None)]
    finally:
        await server.close()


def _one(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "t", "language": "en", "status": "APPROVED", "components": list(components)} | more


BODY = {"type": "BODY", "text": "Hi {{1}}"}


@pytest.mark.parametrize(
    ("listed", "header", "more"),
    [
        (_one(BODY), "", False),
        (_one({"type": "HEADER", "format": "TEXT", "text": "News"}, BODY, {"type": "FOOTER", "text": "x"}), "", False),
        (_one({"type": "HEADER", "format": "TEXT", "text": "News for {{1}}"}, BODY), "", True),
        (_one({"type": "HEADER", "format": "IMAGE"}, BODY), "image", False),
        (_one({"type": "HEADER", "format": "LOCATION"}, BODY), "", True),
        (_one(BODY, {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Yes"}]}), "", False),
        (_one(BODY, {"type": "BUTTONS", "buttons": [{"type": "URL", "url": "https://a.example/{{1}}"}]}), "", True),
        (_one(BODY, {"type": "BUTTONS", "buttons": [{"type": "COPY_CODE"}]}), "", True),
        (_one(BODY, {"type": "CAROUSEL", "cards": []}), "", True),
    ],
)
def test_what_a_template_needs_besides_its_values_is_known(listed: dict[str, Any], header: str, more: bool) -> None:
    assert read_templates([listed]) == [Approved("t", "en", "Hi {{1}}", ("1",), header, more)]


def test_places_come_in_order_once_each_and_are_filled_by_their_names() -> None:
    assert places_of("{{2}} {{ 1 }} {{2}} {{10}}") == ("1", "2", "10")
    assert places_of("{{name}} at {{time}}, {{name}}") == ("name", "time")
    one = Approved("t", "en", "{{name}} at {{ time }}: {{name}}", ("name", "time"))
    assert one.said(["Ana {{time}}"]) == "Ana {{time}} at {{ time }}: Ana {{time}}"
    assert one.said(["Ana", "10:00"]) == "Ana at 10:00: Ana"


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"status": "APPROVED"},
        {"status": 7},
        {"name": [], "status": "APPROVED"},
        _one(language=None),
        _one(name=None),
    ],
)
def test_what_is_no_template_is_left_out(odd: dict[str, Any]) -> None:
    assert read_templates([odd, _one(BODY)]) == read_templates([_one(BODY)])
