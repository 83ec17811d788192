"""A running `belfry up --sandbox`, a Chromium, and people who use the page. Everything is waited for, nothing sleeps.

One process and one browser serve the whole folder: starting them costs more than most tests. Each test has a tab with a
memory of its own, but the clinic, its clock and its phones go on from test to test, so a test makes and finds its own words.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.house import House
from tests.browser.person import Person
from tests.patience import LONG_ENOUGH

ARTEFACTS = Path(__file__).parents[2] / "artefacts" / "browser"
WIDTHS = {390: 844, 1280: 800}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

Open = Callable[..., Person]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    where = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if where is None:
        pytest.skip("there is no Chromium on this machine; on Debian: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[House]:
    """A clinic that the whole folder shares."""
    with House(tmp_path_factory.mktemp("clinic")) as house:
        yield house


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def open_page(chromium: Browser, house: House, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens the page as a person with a new browser does; what the page's script throws fails the test."""
    opened: list[Page] = []
    thrown: list[str] = []

    def open_it(width: int = 1280, dark: bool = False, at: House | None = None, **options: Any) -> Person:
        told = {"is_mobile": True, "has_touch": True} if width < 800 else {}
        context = chromium.new_context(
            viewport={"width": width, "height": WIDTHS[width]},
            color_scheme="dark" if dark else "light",
            **told | options,
        )
        context.set_default_timeout(LONG_ENOUGH * 1000)
        page = context.new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        opened.append(page)
        page.goto((at or house).url)
        page.locator("#link[data-state=on]").wait_for(state="attached")
        return Person(page)

    yield open_it
    for number, page in enumerate(opened):
        if request.node.stash.get(FAILED, False):
            page.screenshot(path=ARTEFACTS / "failed" / f"{request.node.name}-{number}.png")
        page.context.close()
    assert not thrown


@pytest.fixture(scope="package")
def counts(house: House) -> Iterator[dict[str, dict[str, int]]]:
    """Taps and keys of each task; kept beside the screenshots."""
    found: dict[str, dict[str, int]] = {}
    yield found
    if found:
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        (ARTEFACTS / "taps.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


@pytest.fixture
def keep(counts: dict[str, dict[str, int]]) -> Callable[[Person, str, int], None]:
    """Keeps what a task cost and how the page looks at its end."""

    def keep_it(person: Person, task: str, width: int) -> None:
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        person.page.screenshot(path=ARTEFACTS / f"{task}-{width}.png")
        counts[f"{task} at {width}"] = {"taps": person.taps, "keys": person.keys}
        print(f"{task} at {width}: {person.taps} taps, {person.keys} keys")

    return keep_it
