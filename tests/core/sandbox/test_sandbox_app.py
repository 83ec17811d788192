"""The whole pretend world under one address: who may come in, what the page is told, time, and a process of its own."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from core.sandbox import app
from core.sandbox.app import SAMPLE_PHONES, Sandbox, Serving
from core.sandbox.telegram.server import OLIVIA
from tests.core.sandbox.telegram_bench import hang_up, make_bot, served
from tests.patience import LONG_ENOUGH

TOKEN = "4242:sandbox-token"
ANA = "+351912000001"
PAGE = Path(app.__file__).with_name("page")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x08\x00\x00\x00\x08rest"


class Opened:
    def __init__(self, sandbox: Sandbox, serving: Serving, http: aiohttp.ClientSession) -> None:
        self.sandbox, self.serving, self.http = sandbox, serving, http

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.http.get(self.serving.url + path, headers=headers) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, given: object, **headers: str) -> tuple[int, Any]:
        async with self.http.post(self.serving.url + path, json=given, headers=headers) as answer:
            return answer.status, await answer.json()

    @asynccontextmanager
    async def live(self) -> AsyncIterator[Stream]:
        async with self.http.get(self.serving.url + "/live") as answer:
            assert answer.content_type == "text/event-stream"
            yield Stream(answer)


class Stream:
    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer

    async def next(self, kind: str, /, **wanted: object) -> dict[str, Any]:
        """The next event of a kind whose data holds what is wanted."""
        event = ""
        async with asyncio.timeout(LONG_ENOUGH):
            async for line in self.answer.content:
                if line.startswith(b"event: "):
                    event = line[7:].decode().strip()
                elif line.startswith(b"data: ") and event == kind:
                    data = json.loads(line[6:])
                    if wanted.items() <= data.items():
                        return data
        raise AssertionError("the stream ended")


@asynccontextmanager
async def opened(**options: Any) -> AsyncIterator[Opened]:
    sandbox = Sandbox(token=TOKEN, waha_key="waha-key", session="clinic", **options)
    serving = await sandbox.serve("127.0.0.1", 0)
    async with aiohttp.ClientSession() as http:
        try:
            yield Opened(sandbox, serving, http)
        finally:
            await serving.close()


@pytest.fixture
async def world() -> AsyncIterator[Opened]:
    async with opened() as made:
        yield made


async def send_whatsapp(world: Opened, to: str, text: str) -> int:
    body = {"session": "clinic", "chatId": f"{to.lstrip('+')}@c.us", "text": text}
    status, _ = await world.post("/waha/api/sendText", body, **{"X-Api-Key": "waha-key"})
    await world.sandbox.waha.settled()
    return status


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org", ""])
async def test_it_listens_on_loopback_only(host: str) -> None:
    sandbox = Sandbox(token=TOKEN, waha_key="k", session="clinic")
    with pytest.raises(ValueError, match="loopback only"):
        await sandbox.serve(host, 0)


async def test_it_says_when_its_port_is_taken(world: Opened) -> None:
    with pytest.raises(OSError):
        await Sandbox(token=TOKEN, waha_key="k", session="clinic").serve("127.0.0.1", world.serving.port)


async def test_a_bot_and_a_gateway_work_through_one_address(world: Opened) -> None:
    bot = make_bot(world.serving.telegram_api)
    try:
        await bot.send_message(OLIVIA, "<b>ready</b>")
    finally:
        await hang_up(bot)
    assert world.sandbox.telegram.chat(OLIVIA)[0]["text"] == "ready"
    assert await send_whatsapp(world, ANA, "hello") == 201
    status, judged = await world.get("/waha/judge")
    assert (status, json.loads(judged)["shown"]) == (200, 1)
    assert [(phone.name, phone.number) for phone in world.sandbox.waha.phones] == list(SAMPLE_PHONES)


@pytest.mark.parametrize("path", ["/", "/live", "/control/telegram/faults", "/page/page.js", "/waha/control/state"])
async def test_a_foreign_host_name_is_refused(world: Opened, path: str) -> None:
    for host in ("evil.example", f"evil.example:{world.serving.port}", "127.0.0.1.evil.example", ""):
        assert (await world.get(path, Host=host))[0] in (400, 403)
    assert (await world.get(path, Origin="http://evil.example"))[0] == 403
    assert (await world.get(path, Origin="null"))[0] == 403
    assert (await world.get(path, **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}))[0] == 403


async def test_a_page_of_another_port_cannot_write(world: Opened) -> None:
    words = {"user_id": OLIVIA, "text": "hello"}
    for path in ("/control/telegram/write", f"/telegram/bot{TOKEN}/sendMessage", "/waha/control/forget"):
        assert (await world.post(path, words, Origin="http://127.0.0.1:1"))[0] == 403
    assert world.sandbox.telegram.chat(OLIVIA) == []
    assert (await world.post("/control/telegram/write", words, Origin=world.serving.url))[0] == 200
    by_name = {"Host": f"localhost:{world.serving.port}", "Origin": f"http://localhost:{world.serving.port}"}
    assert (await world.post("/control/telegram/write", words, **by_name))[0] == 200


async def test_a_link_from_elsewhere_opens_the_page(world: Opened) -> None:
    status, _ = await world.get("/", **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})
    assert status == 200


async def test_the_page_comes_whole_from_here_and_forbids_everything_else(world: Opened) -> None:
    async with world.http.get(world.serving.url + "/") as answer:
        page = await answer.text()
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "http://" not in page
    assert "https://" not in page
    names = sorted(file.name for file in PAGE.iterdir() if file.suffix != ".html")
    assert len(names) > 10
    for name in names:
        status, text = await world.get(f"/page/{name}")
        assert (status, "://" in text.replace("http://www.w3.org/2000/svg", "")) == (200, False), name
        assert "innerHTML" not in text
    for missing in ("/page/none.js", "/page/..%2fapp.py", "/page/app.py", "/elsewhere"):
        assert (await world.get(missing))[0] == 404


async def test_a_tab_gets_everything_first_and_then_each_change(world: Opened) -> None:
    world.sandbox.telegram.write(OLIVIA, "before")
    async with world.live() as tab:
        snapshot = await tab.next("snapshot")
        assert [one["name"] for one in snapshot["staff"]] == ["Olivia", "Sam", "Stranger"]
        assert snapshot["staff"][0]["messages"][0]["text"] == "before"
        assert [phone["name"] for phone in snapshot["waha"]["phones"]] == ["Ana", "Bruno", "Carla"]
        assert (snapshot["can_advance"], snapshot["can_look"], snapshot["look"]) == (False, False, None)
        world.sandbox.telegram.write(OLIVIA, "after")
        assert (await tab.next("change", kind="message"))["message"]["text"] == "after"
        world.sandbox.telegram.faults.too_many("sendMessage")
        assert (await tab.next("change", kind="faults"))["faults"]["rules"][0]["kind"] == "too_many"
        await send_whatsapp(world, ANA, "hello")
        assert (await tab.next("change", what="bubble"))["bubble"]["text"] == "hello"
        assert (await tab.next("change", what="tick"))["bubble"]["tick"] == 2


async def test_a_tab_learns_of_a_new_command_menu(world: Opened) -> None:
    async with world.live() as tab:
        await tab.next("snapshot")
        commands = [{"command": "help", "description": "What I can do"}]
        await world.post(f"/telegram/bot{TOKEN}/setMyCommands", {"commands": commands})
        assert (await tab.next("change", kind="commands"))["menus"][str(OLIVIA)] == commands


async def test_a_tab_that_cannot_keep_up_gets_a_fresh_snapshot(world: Opened) -> None:
    async with world.live() as tab:
        await tab.next("snapshot")
        for number in range(700):  # in one breath, so that the stream cannot drain meanwhile
            world.sandbox.telegram.write(OLIVIA, f"word {number}")
        assert (await tab.next("snapshot"))["staff"][0]["messages"][-1]["text"] == "word 699"
        world.sandbox.telegram.write(OLIVIA, "and on")
        assert (await tab.next("change", kind="message"))["message"]["text"] == "and on"


async def test_a_tab_is_let_go_at_once_when_the_sandbox_ends() -> None:
    """Its stream comes to an orderly end; what is only cut off, when the patience of the end is over, does not."""
    async with opened() as world, world.live() as tab:
        await tab.next("snapshot")
        await world.serving.close()
        await tab.answer.content.read()
        assert tab.answer.content.at_eof()


async def test_time_moves_by_the_hand_that_was_given() -> None:
    moved: list[float] = []

    def advance(seconds: float) -> str:
        moved.append(seconds)
        return "2026-07-24T09:00:00+01:00"

    async with opened(advance=advance) as world, world.live() as tab:
        before = world.sandbox.telegram.world.now()
        assert (await world.post("/control/time", {"seconds": 3600}))[1] == {"now": "2026-07-24T09:00:00+01:00"}
        assert (await tab.next("change", **{"from": "time"}))["now"].startswith("2026-07-24T09")
        assert world.sandbox.telegram.world.now() - before >= 3600
        for wrong in ({"seconds": -1}, {"seconds": 0}, {"seconds": 1e12}, {"seconds": "nan"}, {}, {"seconds": "soon"}):
            assert (await world.post("/control/time", wrong))[0] == 400
        assert moved == [3600]


async def test_time_stays_where_nothing_was_given(world: Opened) -> None:
    status, answer = await world.post("/control/time", {"seconds": 60})
    assert (status, answer["error"]) == (400, "time cannot be moved here: Belfry runs in another process")


async def test_what_leaves_next_reaches_the_tab_and_trouble_there_is_told() -> None:
    views: list[dict[str, Any] | Exception] = [
        {"now": "2026-07-24T09:00:00+01:00", "next": [{"message": 3, "contact": "Ana"}], "deliveries": []},
    ]

    async def look() -> dict[str, Any]:
        view = views[0]
        if isinstance(view, Exception):
            raise view
        return view

    async with opened(look=look) as world:
        async with world.live() as tab:
            assert (await tab.next("snapshot"))["can_look"]
            assert (await tab.next("change", **{"from": "look"}))["look"]["next"][0]["message"] == 3
        views[0] = OSError("the database is away")
        async with world.live() as tab:
            assert (await tab.next("change", look={"error": "OSError"}))["from"] == "look"


async def test_pictures_are_shown_and_other_files_are_only_downloaded(world: Opened) -> None:
    world.sandbox.telegram.send_file(OLIVIA, "evil.html", b"<script>alert(1)</script>")
    world.sandbox.telegram.send_file(OLIVIA, "week.png", PNG)
    page, picture = world.sandbox.telegram.world.files
    async with world.http.get(f"{world.serving.url}/picture/{page}") as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.content_type == "application/octet-stream"
    async with world.http.get(f"{world.serving.url}/picture/{picture}") as answer:
        assert (answer.content_type, await answer.read()) == ("image/png", PNG)
    assert (await world.get("/picture/none"))[0] == 404


async def test_receipts_go_to_the_webhook_target_and_to_no_other_machine(world: Opened) -> None:
    for url in ("http://10.0.0.1/hook", "https://127.0.0.1/hook", "http://example.org/hook"):
        with pytest.raises(ValueError, match="this machine only"):
            world.sandbox.set_webhook_target(url, "secret")
    events: list[str] = []

    async def hook(request: web.Request) -> web.Response:
        assert "X-Webhook-Hmac" in request.headers
        events.append((await request.json())["event"])
        return web.Response()

    receiver = web.Application()
    receiver.router.add_post("/hook", hook)
    async with served(receiver) as url:
        world.sandbox.set_webhook_target(f"{url}/hook", "secret")
        await send_whatsapp(world, ANA, "hello")
    assert sorted(events) == ["message.ack", "message.any"]


PROGRAM = """
from core.sandbox.app import main_serve
main_serve("localhost", 0, token="4242:sandbox-token", waha_key="waha-key", session="clinic",
           webhook_url="http://127.0.0.1:9/hook", webhook_secret="s",
           ready=lambda serving: print(serving.url, flush=True))
"""


async def test_it_runs_in_a_process_of_its_own_until_it_is_told_to_end() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", "-c", PROGRAM, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    url = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().strip()
    async with aiohttp.ClientSession() as http:
        async with http.post(f"{url}/control/telegram/write", json={"user_id": OLIVIA, "text": "hello"}) as answer:
            assert answer.status == 200
        async with http.get(f"{url}/telegram/bot{TOKEN}/getUpdates") as answer:
            assert (await answer.json())["result"][0]["message"]["text"] == "hello"
    process.send_signal(signal.SIGTERM)
    _, errors = await asyncio.wait_for(process.communicate(), 20)
    assert (process.returncode, errors) == (0, b"")
