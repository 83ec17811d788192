"""For everyone: axe finds nothing serious, the keyboard alone is enough, the focus is never lost, ticks have names."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, Open

pytestmark = pytest.mark.browser


COLOURS = ["color-contrast", "link-in-text-block"]
"""axe's rules that look at colours."""


def serious(page: Page, **options: Any) -> list[str]:
    """What axe finds."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def in_both_lights(page: Page) -> list[str]:
    """Light and dark differ in their colours alone: in the dark only the rules about colours are asked again."""
    found = serious(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += serious(page, runOnly={"type": "rule", "values": COLOURS})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_serious_with_every_panel_open(open_page: Open, width: int) -> None:
    person = open_page(width, reduced_motion="reduce")
    person.say(f"send 'axe {width}' to Ana in 1 second")
    expect(person.bubble(f"axe {width}")).to_contain_text("Delivered")
    found = []
    for menu in ("Commands", "Send a contact or a file"):
        person.tap(person.page.get_by_role("button", name=menu, exact=True))
        found += in_both_lights(person.page)
        person.press("Escape")
    person.look_at("Phones")
    person.tap(person.phone("Bruno").get_by_role("switch"))
    expect(person.phone("Bruno").get_by_role("switch")).not_to_be_checked()
    found += in_both_lights(person.page) if width < 800 else []  # a wide page shows its phones beside the trouble
    person.look_at("Trouble")
    gateway = person.page.get_by_role("region", name="WhatsApp gateway")
    person.tap(gateway.get_by_role("button", name="Slow"))
    found += in_both_lights(person.page)
    person.tap(gateway.get_by_role("button", name="All is well"))
    person.look_at("Phones")
    person.tap(person.phone("Bruno").get_by_role("switch"))
    assert found == []


def test_the_keyboard_alone_does_everything_and_the_focus_is_never_lost(open_page: Open) -> None:
    person = open_page(reduced_motion="reduce")
    page = person.page
    bubble = person.say("send 'by key' to Bruno now")
    person.reach(bubble.get_by_role("button", name="Stop"), back=True)
    person.press("Enter")
    expect(bubble).to_contain_text("Cancelled")
    assert person.focus() != "body"
    person.reach(page.get_by_role("textbox", name="Message to Belfry"))
    person.say("send 'are you in?' to Carla in 1 second")
    expect(person.on_phone("Carla", "are you in?")).to_be_visible()
    person.reach(person.phone("Carla").get_by_role("button", name="Open chat"))
    person.press("Enter")
    expect(person.on_phone("Carla", "are you in?").get_by_role("img", name="read")).to_be_visible()
    assert person.focus() != "body"
    person.reach(person.phone("Carla").get_by_role("textbox"))
    person.type("I am")
    person.press("Enter")
    notice = person.bubble("Carla writes", "I am")
    expect(notice).to_be_visible()
    person.reach(notice.get_by_role("button", name="Reply"), back=True)
    person.press("Enter")
    person.say("good")
    person.reach(page.get_by_role("group", name="Move time").get_by_role("button", name="+1 min"), back=True)
    person.press("Enter")
    expect(person.on_phone("Carla", "good")).to_be_visible()
    person.reach(page.get_by_role("button", name="Hangs, not sent"))
    person.press("Space")
    expect(page.get_by_role("button", name="Hangs, not sent")).to_have_attribute("aria-pressed", "true")
    assert person.focus() == "button"
    person.press("Space")
    expect(page.get_by_role("button", name="Hangs, not sent")).to_have_attribute("aria-pressed", "false")
    assert person.taps == 0


def test_the_ticks_have_names_and_a_phone_that_is_off_stays_at_one(open_page: Open) -> None:
    person = open_page()
    person.tap(person.phone("Bruno").get_by_role("switch"))
    person.say("send 'switched off' to Bruno in 1 second")
    bubble = person.on_phone("Bruno", "switched off")
    person.sees(bubble.get_by_role("img", name="sent"))
    expect(person.phone("Bruno")).to_contain_text("1 waiting")
    expect(person.bubble("switched off")).to_contain_text("✓ Sent")
    person.tap(person.phone("Bruno").get_by_role("switch"))
    person.sees(bubble.get_by_role("img", name="delivered"))
    person.tap(person.phone("Bruno").get_by_role("button", name="Open chat"))
    person.sees(bubble.get_by_role("img", name="read"))
    expect(person.bubble("switched off")).to_contain_text("Read")


def test_what_arrives_is_announced(open_page: Open) -> None:
    page = open_page().page
    assert page.get_by_role("log", name="Messages", exact=True).count() == 1
    assert page.get_by_role("log", name="Messages on the phone of").count() >= 3
    assert page.get_by_role("status").count() >= 4
