"""Webhook mode: the two keys, stored before it is answered, worked on also by another process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
from aiohttp import web

from bot.chat import SECRET_HEADER, Chat
from bot.telegram import hang_up, webhook_keys
from core.sandbox.telegram.server import OLIVIA
from core.web import make_app
from tests.bot.bench import Bench, open_bench
from tests.core.sandbox.telegram_bench import TOKEN, served

HOOK, SECRET = webhook_keys(TOKEN)


@asynccontextmanager
async def _hooked(clinic: Bench) -> AsyncIterator[tuple[Chat, str]]:
    """The chat in webhook mode, its application under the public one."""
    holder = web.Application()
    chat = Chat(TOKEN, clinic.url, "webhook", clinic.lab.clock)
    public = make_app(clinic.lab.clock, {"/telegram": chat.app})
    async with served(public) as url:
        chat._webhook_url = f"{url}/telegram/{HOOK}"
        running = asyncio.create_task(chat.run())
        try:
            yield chat, url
        finally:
            await chat.stop()
            await running
    assert holder is not None


async def test_updates_come_by_webhook_and_are_answered(database_url: str) -> None:
    async with open_bench(database_url, running=False) as clinic, _hooked(clinic):
        said = await clinic.say("send 'hello' to Ana tomorrow 9am")
        assert said["text"].startswith("Scheduled #1 to Ana")
        clinic.server.faults.repeat()
        await clinic.say("list")
        assert len(await clinic.messages()) == 1


async def test_without_the_keys_nothing_is_taken(database_url: str) -> None:
    async with open_bench(database_url, running=False) as clinic, _hooked(clinic) as (_, url):
        update = {"update_id": 1, "message": {"chat": {"id": OLIVIA}}}
        async with aiohttp.ClientSession() as http:
            for hook, secret, status in (
                ("guessed", SECRET, 404),
                (HOOK, "guessed", 401),
                (HOOK, "", 401),
                (HOOK, "ü", 401),
            ):
                headers = {SECRET_HEADER: secret}
                async with http.post(f"{url}/telegram/{hook}", json=update, headers=headers) as answer:
                    assert answer.status == status
            async with http.post(f"{url}/telegram/{HOOK}", data=b"{", headers={SECRET_HEADER: SECRET}) as answer:
                assert answer.status == 400
        assert await clinic.updates("new") == 0
        assert await clinic.updates("done") == 0


async def test_a_database_that_is_away_makes_telegram_try_again(database_url: str) -> None:
    async with open_bench(database_url, running=False) as clinic, _hooked(clinic) as (_, url):
        update = {"update_id": 1, "message": {"chat": {"id": OLIVIA}}}
        async with aiohttp.ClientSession() as http:
            with clinic.lab.database_away():
                async with http.post(f"{url}/telegram/{HOOK}", json=update, headers={SECRET_HEADER: SECRET}) as answer:
                    assert answer.status == 503


async def test_what_another_process_took_is_worked_on(database_url: str) -> None:
    async with open_bench(database_url) as clinic:
        await clinic.say("help")
        other = Chat(TOKEN, clinic.url, "webhook", clinic.lab.clock)
        try:
            head = clinic.server.world.chat(OLIVIA)
            message = {"message_id": 1, "date": 1, "chat": head.head(), "from": head.person.user(), "text": "contacts"}
            other.inbox._closed = True  # it stores, and does not run
            await other.inbox.take({"update_id": 5, "message": message})
        finally:
            await hang_up(other.bot)
        await clinic.stop()
        await clinic.start()
        await clinic.server.wait_for(OLIVIA, "3 contacts:")


async def test_one_update_posted_to_two_webs_at_once_is_one_message(database_url: str) -> None:
    """Webs only store: the chat, in a process of its own, works on what they stored."""
    async with open_bench(database_url, running=False) as clinic, AsyncExitStack() as stack:
        posts = []
        for _ in range(2):
            web_of_its_own = Chat(TOKEN, clinic.url, "webhook", clinic.lab.clock)
            stack.push_async_callback(hang_up, web_of_its_own.bot)
            web_of_its_own.inbox._closed = True
            app = make_app(clinic.lab.clock, {"/telegram": web_of_its_own.app})
            posts.append(f"{await stack.enter_async_context(served(app))}/telegram/{HOOK}")
        head = clinic.server.world.chat(OLIVIA)
        said = {
            "message_id": 1,
            "date": 1,
            "chat": head.head(),
            "from": head.person.user(),
            "text": "send 'a' to Ana at 9pm",
        }
        http = await stack.enter_async_context(aiohttp.ClientSession(headers={SECRET_HEADER: SECRET}))

        async def post(url: str) -> int:
            async with http.post(url, json={"update_id": 5, "message": said}) as answer:
                return answer.status

        assert set(await asyncio.gather(*(post(url) for _ in range(5) for url in posts))) == {200}
        await clinic.start()
        await clinic.server.wait_for(OLIVIA, "Scheduled #1 to Ana")
        await clinic.chat.inbox.quiet()
        assert len(await clinic.messages()) == 1
        assert await clinic.updates("done") == 1
        assert len(clinic.said()) == 1
