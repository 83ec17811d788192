"""Five things that people do with Belfry, on a telephone and on a desktop, with what each costs in taps and keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Open
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", WIDTHS)]

Keep = Callable[[Person, str, int], None]


def test_schedule_weekly_and_see_the_next_three(open_page: Open, keep: Keep, width: int) -> None:
    person = open_page(width)
    bubble = person.say(f"send 'week {width}' to Ana every monday 9am")
    expect(bubble).to_contain_text("Every Monday at 09:00")
    expect(bubble).to_contain_text(re.compile(r"Next: (Mon \d+ \w+ 09:00( · )?){3}"))
    expect(person.page.get_by_role("list", name="What leaves next")).to_contain_text("to Ana")
    keep(person, "schedule-weekly", width)


def test_stop_a_message_in_its_ten_seconds(open_page: Open, keep: Keep, width: int) -> None:
    person = open_page(width)
    bubble = person.say(f"send 'oops {width}' to Bruno now")
    expect(bubble).to_contain_text(re.compile(r"Leaves at \S+, in (ten|\d) seconds"))
    person.tap(bubble.get_by_role("button", name="Stop"))
    expect(bubble).to_contain_text("Cancelled")
    keep(person, "stop", width)
    person.move_time("+1 min")
    after = person.say(f"send 'after {width}' to Bruno in 1 second")
    expect(after).to_contain_text("Delivered")
    person.look_at("Phones")
    person.sees(person.on_phone("Bruno", f"after {width}"))
    expect(person.on_phone("Bruno", f"oops {width}")).to_have_count(0)


def test_a_contact_answers_and_staff_reply(open_page: Open, keep: Keep, width: int) -> None:
    person = open_page(width)
    person.say(f"send 'coming {width}?' to Carla in 1 second")
    person.look_at("Phones")
    person.sees(person.on_phone("Carla", f"coming {width}?"))
    person.tap(person.phone("Carla").get_by_role("button", name="Open chat"))
    person.tap(person.phone("Carla").get_by_role("textbox"))
    person.type(f"yes {width}")
    person.press("Enter")
    person.look_at("Chat")
    expect(person.bubble(f"coming {width}?")).to_contain_text("Read")
    notice = person.bubble("Carla writes", f"yes {width}")
    person.tap(notice.get_by_role("button", name="Reply"))
    person.say(f"see you {width}")
    person.move_time("+1 min")
    person.look_at("Phones")
    person.sees(person.on_phone("Carla", f"see you {width}"))
    keep(person, "answer", width)


def test_the_gateway_hangs_and_the_person_settles_it(open_page: Open, keep: Keep, width: int) -> None:
    person = open_page(width)
    person.look_at("Trouble")
    person.tap(person.page.get_by_role("button", name="Hangs, not sent"))
    bubble = person.say(f"send 'there {width}?' to Bruno in 1 second")
    expect(bubble).to_contain_text("Leaving now")  # it is this one that hangs, not another that came due
    person.look_at("Trouble")
    person.sees(person.page.get_by_text("hanging now"))
    gateway = person.page.get_by_role("region", name="WhatsApp gateway")
    person.tap(gateway.get_by_role("button", name="All is well"))
    person.look_at("Chat")
    expect(bubble).to_contain_text("Unsure")
    person.move_time("+10 min")
    question = person.bubble("I cannot tell whether", f"there {width}?")
    person.tap(question.get_by_role("button", name="It did not – send again"))
    person.look_at("Phones")
    expect(person.on_phone("Bruno", f"there {width}?")).to_have_count(1)
    person.look_at("Chat")
    expect(bubble).to_contain_text("Delivered")
    keep(person, "unsure", width)


def test_find_and_move_next_fridays_message(open_page: Open, keep: Keep, width: int) -> None:
    """Days are said by their dates: which Friday is the next one depends on the day of the week on which the test runs."""
    person = open_page(width)
    today = datetime.now(UTC).date()
    friday = today + timedelta(days=25 - today.weekday())
    saturday = friday + timedelta(days=1)
    person.say(f"send 'friday {width}' to Ana on {friday:%-d %B} 2pm")
    person.taps = person.keys = 0
    found = person.say(f"what goes out on {friday:%-d %B}")
    expect(found).to_contain_text(f"friday {width}")
    number = re.search(rf"(#\d+) · \w+ \d+ \w+ 14:00 · Ana · “friday {width}”", found.inner_text())
    assert number
    moved = person.say(f"move {number[1]} to {saturday:%-d %B} 11am")
    expect(moved).to_contain_text(f"Moved {number[1]}")
    expect(moved).to_contain_text(re.compile(r"Saturday .* at 11:00"))
    keep(person, "move", width)
