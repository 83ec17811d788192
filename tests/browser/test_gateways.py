"""The page's choices of gateway: whose goes wrong, and whom a phone answers to."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from core.sandbox.own import KEY
from tests.browser.conftest import Open
from tests.browser.house import House

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[House]:
    """A clinic of its own with a second channel, "shop", over a service of one's own."""
    with House(tmp_path_factory.mktemp("shop")) as house:
        url = f"{house.url}http/messages"
        words = ("channel", "add", "shop", "--gateway", "http", "--url", url, "--key", KEY, "--json")
        added = json.loads(house.belfry(*words))
        page = chromium.new_page()
        told = {"url": added["webhook_url"], "secret": added["webhook_secret"]}
        assert page.request.post(f"{house.url}http/control/webhook", data=told).ok
        page.close()
        yield house


def test_another_gateway_goes_wrong_and_only_what_leaves_over_it(open_page: Open, shop: House) -> None:
    person = open_page(at=shop)
    trouble = person.page.get_by_role("region", name="WhatsApp gateway")
    whose = trouble.get_by_label("Whose")
    whose.select_option("A service of one’s own")
    fault = trouble.get_by_role("button", name="ack error")
    expect(fault).to_have_attribute("aria-pressed", "false")
    trouble.get_by_label("Lasts for").select_option("until taken back")
    person.tap(fault)
    expect(fault).to_have_attribute("aria-pressed", "true")
    person.say("send 'over the shop' to Ana via shop in 1 second")
    expect(person.bubble("over the shop", "failed")).to_be_visible()
    clinic = person.say("send 'over the clinic' to Bruno in 1 second")
    expect(clinic).to_contain_text("Delivered")
    whose.select_option("WAHA")
    expect(trouble.get_by_role("button", name="Refused later")).to_have_attribute("aria-pressed", "false")
    expect(fault).to_have_count(0)
    whose.select_option("A service of one’s own")
    expect(fault).to_have_attribute("aria-pressed", "true")
    person.tap(trouble.get_by_role("button", name="All is well"))
    expect(fault).to_have_attribute("aria-pressed", "false")
    mended = person.say("send 'over the mended shop' to Ana via shop in 1 second")
    expect(mended).to_contain_text("Delivered")
    expect(person.on_phone("Ana", "over the mended shop")).to_be_visible()


def test_a_phone_answers_to_the_gateway_that_was_chosen_for_it(open_page: Open, shop: House) -> None:
    person = open_page(at=shop)
    first = person.say("send 'can you come?' to Carla via shop in 1 second")
    expect(first).to_contain_text("Delivered")
    phone = person.phone("Carla")
    goes, box = phone.get_by_label("Answers of Carla go"), phone.get_by_label("Answer as Carla")
    for gateway, words in (
        ("to BizChat", "nobody listens there"),
        ("to own service", "yes, at five"),
        ("to WAHA", "no, at six"),
        ("to whoever wrote last", "at seven then"),
    ):
        with person.page.expect_response("**/gateway") as kept:
            goes.select_option(gateway)
        assert kept.value.ok
        box.fill(words)
        box.press("Enter")
        expect(person.on_phone("Carla", words)).to_be_visible()
        if gateway != "to BizChat":
            expect(person.bubble("Carla writes", words)).to_be_visible()
    assert not person.said.filter(has_text="nobody listens there").count()
    goes.select_option("to WAHA")
    person.page.reload()
    expect(goes).to_have_value("waha")
