"""What the page itself promises: small, from here alone, at home at every width, alive after a restart, and a tour."""

from __future__ import annotations

import re
import signal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Response, expect

from core.sandbox.telegram.server import OLIVIA
from core.settings import SANDBOX_TOKEN
from tests.browser.conftest import WIDTHS, Open
from tests.browser.house import House

pytestmark = pytest.mark.browser

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc000000114944415478da63d0cf598115310c2d09006f5950"
    "c139e1ffd20000000049454e44ae426082"
)
MOST_FILES, MOST_BYTES = 16, 120_000


def test_it_is_small_and_comes_from_nowhere_else(open_page: Open, house: House) -> None:
    person = open_page()
    seen: list[Response] = []
    person.page.on("response", lambda response: seen.append(response))
    person.page.reload()
    expect(person.page.locator("#link")).to_have_text("connected")
    assert {urlsplit(one.url).netloc for one in seen} == {urlsplit(house.url).netloc}
    files = [one for one in seen if urlsplit(one.url).path != "/live"]
    assert all(one.status == 200 for one in files)
    assert 10 < len(files) <= MOST_FILES
    assert sum(len(one.body()) for one in files) <= MOST_BYTES
    timing = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
    print(f"loaded in {person.page.evaluate(timing):.0f} ms, {len(files)} files")


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(open_page: Open, width: int) -> None:
    person = open_page(width)
    for part in ("Chat", "Phones", "Trouble"):
        person.look_at(part)
        assert person.page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_all_trouble_can_be_reached_on_a_small_desktop(open_page: Open) -> None:
    person = open_page()
    last = person.page.get_by_role("region", name="Telegram").get_by_role("button", name="All is well")
    assert person.page.locator("#workshop").evaluate("box => box.scrollHeight > box.clientHeight")
    person.tap(last)
    expect(last).to_be_in_viewport()


def test_the_steps_of_a_message_light_up_and_a_bubble_on_a_phone_picks_its_own(open_page: Open) -> None:
    person = open_page()
    steps = person.page.get_by_role("list", name="Steps of the message")
    here = steps.locator("[aria-current=step]")
    first = person.say("send 'first step' to Ana in 1 second")
    expect(first).to_contain_text("Delivered")  # this one, not an earlier one of this clinic
    expect(here).to_contain_text("delivered")
    person.tap(person.phone("Ana").get_by_role("button", name="Open chat"))
    expect(first).to_contain_text("Read")
    expect(here).to_contain_text("read")
    person.tap(person.page.get_by_role("button", name="Refused later"))
    person.say("send 'second step' to Bruno in 1 second")
    expect(here).to_have_text("failed")
    person.tap(person.on_phone("Ana", "first step").get_by_role("button"))
    expect(here).to_contain_text("read")
    expect(person.page.locator("#story")).to_contain_text("blue ticks")


def test_three_weeks_pass_in_three_taps_and_nothing_of_them_is_missed(open_page: Open) -> None:
    person = open_page(reduced_motion="reduce")
    person.say("send 'weekly walk' to Ana every wednesday 9am")
    moves = person.page.get_by_role("group", name="Move time").get_by_role("button", name="+1 week")
    for weeks in (1, 2, 3):
        person.tap(moves)
        expect(person.on_phone("Ana", "weekly walk")).to_have_count(weeks)
        expect(moves).to_have_attribute("aria-disabled", "false")
    expect(person.on_phone("Ana", "weekly walk").first).to_contain_text("09:00")
    assert not person.said.filter(has_text="was not sent").filter(has_text="weekly walk").count()


def test_pictures_of_the_bot_are_shown_with_their_words(open_page: Open, house: House) -> None:
    person = open_page()
    sent = person.page.request.post(
        f"{house.url}telegram/bot{SANDBOX_TOKEN}/sendPhoto",
        multipart={
            "chat_id": str(OLIVIA),
            "caption": "Your week in a picture",
            "photo": {"name": "week.png", "mimeType": "image/png", "buffer": PNG},
        },
    )
    assert sent.ok, sent.text()
    picture = person.page.get_by_role("img", name="Your week in a picture")
    expect(picture).to_be_visible()
    expect(person.bubble("Your week in a picture")).to_be_visible()


def test_the_tour_types_five_sentences_and_stays_away_once_it_was_closed(open_page: Open) -> None:
    person = open_page(reduced_motion="reduce")
    tour = person.page.get_by_role("region", name="Guided tour")
    box = person.page.get_by_role("textbox", name="Message to Belfry")
    for step in range(1, 6):
        expect(tour).to_contain_text(f"Tour, {step} of 5")
        sentence = tour.locator("code").inner_text()
        person.tap(tour.get_by_role("button", name="type it for me"))
        expect(box).to_have_value(sentence)
        person.press("Enter")
        expect(tour.get_by_role("button", name=re.compile("again$"))).to_be_visible()
        person.tap(tour.get_by_role("button", name=re.compile("^(Next|Done)$")))
    expect(tour).to_be_hidden()
    person.page.reload()
    expect(person.page.get_by_role("button", name="Tour", exact=True)).to_be_visible()
    expect(tour).to_be_hidden()
    person.tap(person.page.get_by_role("button", name="Tour", exact=True))
    expect(tour).to_contain_text("Tour, 1 of 5")


def test_it_lives_through_a_kill_of_belfry(open_page: Open, house: House) -> None:
    person = open_page()
    person.say("send 'before' to Ana in 1 second")
    expect(person.bubble("before")).to_contain_text("Delivered")
    box = person.page.get_by_role("textbox", name="Message to Belfry")
    box.fill("half a sent")
    chat, phones = person.page.locator("#log"), person.page.locator("#phones")
    house.remembers("before", "Delivered")
    before = chat.inner_text(), phones.inner_text()
    house.end(signal.SIGKILL)
    link = person.page.locator("#link")
    expect(link).to_have_text("Belfry is restarting…")
    house.start()
    expect(link).to_have_text("connected")
    expect(box).to_have_value("half a sent")
    assert (chat.inner_text(), phones.inner_text()) == before
    box.fill("")
    person.say("send 'after' to Ana in 1 second")
    expect(person.bubble("after")).to_contain_text("Delivered")
    person.page.reload()
    expect(person.bubble("before")).to_contain_text("Delivered")
