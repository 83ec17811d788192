"""Somebody at the page: taps and types as people do, and counts it. What they see is waited for, never guessed."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.patience import LONG_ENOUGH

expect.set_options(timeout=LONG_ENOUGH * 1000)


class Person:
    """`taps` and `keys` are what a task cost so far. With `by_keyboard`, taps are made with Tab and Enter alone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.keys = 0

    # --- doing

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.keys += len(words)

    def reach(self, target: Locator, back: bool = False) -> None:
        """Walks with Tab until the target has the focus, and sees it there."""
        for _ in range(120):
            if target.count() and target.evaluate("node => node === document.activeElement"):
                break
            self.press("Shift+Tab" if back else "Tab")
            assert self.focus() != "body", "the focus fell out of the page"
        look = target.evaluate("node => [getComputedStyle(node).outlineStyle, getComputedStyle(node).outlineWidth]")
        assert look[0] != "none", "the focus cannot be seen"

    def focus(self) -> str:
        """What has the focus: its tag."""
        return str(self.page.evaluate("document.activeElement.tagName.toLowerCase()"))

    def look_at(self, part: str) -> None:
        """Turns to a part of the page: a tap where one part is shown at a time, nothing where all are."""
        tab = self.page.get_by_role("navigation").get_by_role("button", name=part)
        if tab.is_visible() and tab.get_attribute("aria-pressed") == "false":
            self.tap(tab)

    def say(self, words: str) -> Locator:
        """Writes to the bot; gives the bot's bubble that follows."""
        self.look_at("Chat")
        box = self.page.get_by_role("textbox", name="Message to Belfry")
        if not box.evaluate("box => box === document.activeElement"):
            self.tap(box)
        written = self.page.locator("#log .message.mine").filter(has_text=words)
        before = written.count()  # the same may have been said before
        self.type(words)
        self.press("Enter")
        expect(written).to_have_count(before + 1)
        after = written.last.get_attribute("data-id")
        bubble = self.page.locator(f"#log .message[data-id='{after}'] ~ .message:not(.mine)").first
        expect(bubble).to_be_visible()
        return bubble

    def move_time(self, step: str) -> None:
        button = self.page.get_by_role("group", name="Move time").get_by_role("button", name=step)
        self.tap(button)

    # --- seeing

    @property
    def said(self) -> Locator:
        """The bot's bubbles, oldest first."""
        return self.page.locator("#log .message:not(.mine)")

    def bubble(self, *words: str) -> Locator:
        """The bot's newest bubble that holds these words."""
        found = self.said
        for word in words:
            found = found.filter(has_text=word)
        return found.last

    def phone(self, name: str) -> Locator:
        return self.page.get_by_role("article", name=name, exact=True)

    def on_phone(self, name: str, words: str) -> Locator:
        """Bubbles with exactly these words on somebody's phone."""
        text = self.page.locator(".words").get_by_text(words, exact=True)
        return self.phone(name).locator(".bubble").filter(has=text)

    def sees(self, target: Locator, words: str = "") -> None:
        expect(target).to_be_visible()
        if words:
            expect(target).to_contain_text(words)
