"""The pretend Bot API's updates: polling, webhooks, repeats, double taps, and how Telegram fails on demand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import web

from core.sandbox.telegram.server import OLIVIA, SAM
from tests.core.sandbox.telegram_bench import TOKEN, Bench, bench, served
from tests.patience import LONG_ENOUGH

STOP = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Stop", callback_data="s:1")]])


@pytest.fixture
async def tg() -> AsyncIterator[Bench]:
    async with bench(start=100) as made:
        yield made


class Receiver:
    """A webhook that answers with the statuses it is given, then with 200, and keeps what came."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.came = asyncio.Event()
        self.gate: asyncio.Event | None = None
        self.app = web.Application()
        self.app.router.add_post("/hook", self.take)

    async def take(self, request: web.Request) -> web.Response:
        self.updates.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.came.set()
        if self.gate is not None and self.updates[-1]["message"]["from"]["id"] == OLIVIA:
            await self.gate.wait()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def until(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(LONG_ENOUGH):
            while len(self.updates) < count:
                self.came.clear()
                await self.came.wait()
        return self.updates


async def test_update_ids_go_up_by_one_and_an_offset_confirms(tg: Bench) -> None:
    for word in ("one", "two", "three"):
        tg.server.write(OLIVIA, word)
    assert [u.update_id for u in await tg.bot.get_updates(limit=2)] == [100, 101]
    assert [u.update_id for u in await tg.bot.get_updates(offset=102)] == [102]
    assert [u.update_id for u in await tg.bot.get_updates()] == [102]
    assert await tg.bot.get_updates(offset=103) == []
    tg.server.write(OLIVIA, "four")
    tg.server.write(OLIVIA, "five")
    assert [u.message.text for u in await tg.bot.get_updates(offset=-1)] == ["five"]


async def test_a_long_poll_ends_with_the_first_update(tg: Bench) -> None:
    poll = asyncio.create_task(tg.bot.get_updates(timeout=30))
    await tg.server.wait_until(lambda: tg.server.world.updates.waiting)
    tg.server.write(OLIVIA, "wake up")
    (update,) = await poll
    assert update.message.text == "wake up"


async def test_a_second_poll_ends_the_first(tg: Bench) -> None:
    first = asyncio.create_task(tg.bot.get_updates(timeout=30))
    await tg.server.wait_until(lambda: tg.server.world.updates.waiting)
    second = asyncio.create_task(tg.bot.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates"):
        await first
    tg.server.write(OLIVIA, "hello")
    assert len(await second) == 1


async def test_kinds_of_updates_that_were_not_asked_for_do_not_come(tg: Bench) -> None:
    await tg.bot.get_updates(allowed_updates=["callback_query"])
    tg.server.write(OLIVIA, "unheard")
    sent = await tg.bot.send_message(OLIVIA, "x", reply_markup=STOP)
    tg.server.tap(OLIVIA, sent.message_id, "Stop")
    (update,) = await tg.bot.get_updates()
    assert (update.update_id, update.callback_query.data) == (100, "s:1")


async def test_an_update_comes_again_under_its_id_even_after_it_was_confirmed(tg: Bench) -> None:
    tg.server.write(OLIVIA, "once")
    await tg.bot.get_updates()
    await tg.bot.get_updates(offset=101)
    tg.server.faults.repeat()
    tg.server.write(OLIVIA, "next")
    assert [(u.update_id, u.message.text) for u in await tg.bot.get_updates(offset=101)] == [
        (100, "once"),
        (101, "next"),
    ]
    assert [u.update_id for u in await tg.bot.get_updates(offset=101)] == [101]
    with pytest.raises(ValueError, match="no such update"):
        tg.server.faults.repeat(7)


async def test_a_double_tap_is_two_updates_with_two_queries(tg: Bench) -> None:
    sent = await tg.bot.send_message(OLIVIA, "x", reply_markup=STOP)
    tg.server.faults.double_tap()
    tg.server.tap(OLIVIA, sent.message_id, "Stop")
    tg.server.tap(OLIVIA, sent.message_id, "Stop")
    tg.server.tap(OLIVIA, sent.message_id, "Stop", times=2)
    taps = await tg.bot.get_updates()
    assert [tap.update_id for tap in taps] == [100, 101, 102, 103, 104]
    assert len({tap.callback_query.id for tap in taps}) == 5
    assert {tap.callback_query.data for tap in taps} == {"s:1"}


async def test_too_many_requests_says_how_long_to_wait(tg: Bench) -> None:
    tg.server.faults.too_many("sendMessage", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(TelegramRetryAfter) as caught:
            await tg.bot.send_message(OLIVIA, "x")
        assert caught.value.retry_after == 7
    await tg.bot.send_message(OLIVIA, "x")
    assert len(tg.server.chat(OLIVIA)) == 1


async def test_a_server_error_has_no_effect_and_spares_other_methods(tg: Bench) -> None:
    tg.server.faults.fail("sendMessage")
    await tg.bot.get_me()
    with pytest.raises(TelegramServerError):
        await tg.bot.send_message(OLIVIA, "x")
    assert tg.server.chat(OLIVIA) == []
    tg.server.faults.fail(times=None)
    await tg.bot.get_updates()
    for _ in range(3):
        with pytest.raises(TelegramServerError):
            await tg.bot.get_me()
    tg.server.faults.clear()
    await tg.bot.get_me()


async def test_a_lost_answer_has_its_effect(tg: Bench) -> None:
    tg.server.faults.lose("sendMessage")
    with pytest.raises(TelegramNetworkError):
        await tg.bot.send_message(OLIVIA, "x")
    assert [message["text"] for message in tg.server.chat(OLIVIA)] == ["x"]


async def test_while_telegram_is_away_connections_close_and_polls_are_cut(tg: Bench) -> None:
    poll = asyncio.create_task(tg.bot.get_updates(timeout=30))
    await tg.server.wait_until(lambda: tg.server.world.updates.waiting)
    tg.server.faults.away()
    with pytest.raises(TelegramNetworkError):
        await poll
    with pytest.raises(TelegramNetworkError):
        await tg.bot.send_message(OLIVIA, "x")
    tg.server.write(OLIVIA, "are you there?")
    tg.server.faults.back()
    assert [u.message.text for u in await tg.bot.get_updates()] == ["are you there?"]


async def test_telegram_comes_back_by_itself(tg: Bench) -> None:
    tg.server.faults.away(0.02)
    assert tg.server.faults.state()["away"]
    await tg.server.faults.presence()
    await tg.bot.get_me()


async def test_a_slow_call_still_has_its_effect(tg: Bench) -> None:
    tg.server.faults.slow(0.01, "sendMessage", times=1)
    await tg.bot.send_message(OLIVIA, "x")
    assert tg.server.faults.state()["rules"] == []


async def test_a_webhook_gets_updates_with_its_secret_until_it_takes_them() -> None:
    receiver = Receiver(500, 404)
    async with bench(start=100, webhook_retry=0.0) as tg, served(receiver.app) as url:
        tg.server.write(OLIVIA, "before")
        await tg.bot.set_webhook(f"{url}/hook", secret_token="s3cret", allowed_updates=["message"])
        await receiver.until(3)
        tg.server.write(OLIVIA, "after")
        await receiver.until(4)
        assert [update["update_id"] for update in receiver.updates] == [100, 100, 100, 101]
        assert set(receiver.secrets) == {"s3cret"}
        with pytest.raises(TelegramConflictError, match="while webhook is active"):
            await tg.bot.get_updates()
        info = await tg.bot.get_webhook_info()
        assert (info.url, info.last_error_message) == (
            f"{url}/hook",
            "Wrong response from the webhook: 404 Not Found",
        )
        tg.server.faults.repeat(100)
        assert (await receiver.until(5))[-1]["message"]["text"] == "before"
        await tg.bot.delete_webhook()
        assert await tg.bot.get_updates(offset=102) == []


async def test_a_slow_chat_does_not_hold_up_another_at_the_webhook_and_stays_in_order() -> None:
    receiver = Receiver()
    receiver.gate = asyncio.Event()
    async with bench(start=100) as tg, served(receiver.app) as url:
        await tg.bot.set_webhook(f"{url}/hook")
        tg.server.write(OLIVIA, "one")
        tg.server.write(OLIVIA, "two")
        tg.server.write(SAM, "three")
        assert {update["message"]["text"] for update in await receiver.until(2)} == {"one", "three"}
        receiver.gate.set()
        assert (await receiver.until(3))[-1]["message"]["text"] == "two"


async def test_a_webhook_outside_loopback_is_refused(tg: Bench) -> None:
    with pytest.raises(TelegramBadRequest, match="loopback addresses only"):
        await tg.bot.set_webhook("https://bot.example.org/hook")
    with pytest.raises(TelegramBadRequest, match="unallowed characters"):
        await tg.bot.set_webhook("http://127.0.0.1:1/hook", secret_token="no spaces")


async def test_other_processes_write_tap_and_read_over_json(tg: Bench) -> None:
    control = f"{tg.url}/control/telegram"

    async def post(what: str, **given: object) -> tuple[int, dict[str, Any]]:
        async with tg.http.post(f"{control}/{what}", json=given) as answer:
            return answer.status, await answer.json()

    status, written = await post("write", user_id=OLIVIA, text="hello")
    assert status == 200
    sent = await tg.bot.send_message(OLIVIA, "x", reply_markup=STOP)
    assert (
        len((await post("tap", user_id=OLIVIA, message_id=sent.message_id, button="Stop", times=2))[1]["query_ids"])
        == 2
    )
    assert (await post("contact", user_id=OLIVIA, phone="+351912", first_name="Rui"))[0] == 200
    assert (await post("file", user_id=OLIVIA, name="a.csv", text="Ana"))[0] == 200
    assert len(await tg.bot.get_updates()) == 5
    assert (await post("write", user_id=7, text="x"))[1]["error"].startswith("nobody with the id 7")
    assert (await post("write", user_id=OLIVIA))[1] == {"error": "'text' is missing"}
    assert (await post("tap", user_id=OLIVIA, message_id=written["message_id"], button="x"))[0] == 400
    assert (await post("faults", fault="explode"))[0] == 400
    assert (await post("faults", fault="too_many", nonsense=1))[0] == 400
    assert (await post("faults", fault="too_many", method="getMe", retry_after=9))[1]["rules"] == [
        {"kind": "too_many", "method": "getMe", "times": 1, "value": 9.0}
    ]
    async with tg.http.get(f"{control}/faults") as answer:
        assert len((await answer.json())["rules"]) == 1
    async with tg.http.post(f"{control}/write", data="no json") as answer:
        assert answer.status == 400


async def test_other_processes_wait_for_news_of_a_chat(tg: Bench) -> None:
    first = await tg.bot.send_message(OLIVIA, "first")

    async def chat(**query: int) -> dict[str, Any]:
        given = {"user_id": OLIVIA, **query}
        async with tg.http.get(f"{tg.url}/control/telegram/chat", params=given) as answer:
            return await answer.json()

    seen = await chat()
    assert [message["text"] for message in seen["messages"]] == ["first"]
    assert (await chat(after=first.message_id))["messages"] == []
    waiting = asyncio.create_task(chat(since=seen["revision"], wait=5))
    await tg.bot.edit_message_text("edited", chat_id=OLIVIA, message_id=first.message_id)
    assert [message["text"] for message in (await waiting)["messages"]] == ["edited"]
    async with tg.http.get(f"{tg.url}/control/telegram/chat?user_id=7") as answer:
        assert answer.status == 400


async def test_aiograms_own_polling_runs_against_it(tg: Bench) -> None:
    from aiogram import Dispatcher
    from aiogram.types import Message

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"you said <b>{message.text}</b>")

    polling = asyncio.create_task(dispatcher.start_polling(tg.bot, handle_signals=False, close_bot_session=False))
    try:
        tg.server.write(SAM, "hello")
        assert (await tg.server.wait_for(SAM, "you said"))["text"] == "you said hello"
    finally:
        await dispatcher.stop_polling()
        await polling


async def test_broken_bodies_are_answered_not_crashed_upon(tg: Bench) -> None:
    for body, kind in [(b"{", "application/json"), (b"[]", "application/json"), (b"\xff", "application/json")]:
        async with tg.http.post(f"{tg.url}/bot{TOKEN}/getMe", data=body, headers={"Content-Type": kind}) as answer:
            assert answer.status == 400
    form = aiohttp.FormData()
    form.add_field("chat_id", str(OLIVIA))
    form.add_field("document", b"", filename="empty.txt")
    async with tg.http.post(f"{tg.url}/bot{TOKEN}/sendDocument", data=form) as answer:
        assert (await answer.json())["description"] == "Bad Request: file must be non-empty"


async def test_a_poll_without_news_ends_empty(tg: Bench) -> None:
    assert await tg.server.world.updates.poll(0, 100, 0.01) == []
