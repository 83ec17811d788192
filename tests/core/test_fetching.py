"""Fetching what somebody gave the address of: never from a machine that only we can reach."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from core.errors import Refused
from core.media.fetching import Resolve, fetch, is_public, resolve
from core.media.filetypes import LARGEST, FileType, name_for, type_of

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


class Site:
    """A web site on loopback. `names`: what each name resolves to; asked in order, the last for ever."""

    def __init__(self) -> None:
        self.url = ""
        self.port = 0
        self.asked: list[str] = []
        self.names: dict[str, list[list[str]]] = {}
        self.gate = asyncio.Event()

    @property
    def own(self) -> str:
        return self.url

    async def resolve(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        answers = self.names.get(host, [[host]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name.startswith("to-"):
            raise web.HTTPFound(request.query["url"])
        if name == "page.png":
            return web.Response(body=b"<html><script>", content_type="image/png")
        if name == "huge.png":
            return web.Response(body=PNG, headers={"Content-Length": str(LARGEST * 2)})
        if name == "endless.png":
            return await self._endless(request)
        if name == "slow.png":
            await self.gate.wait()
        if name == "loop.png":
            raise web.HTTPFound(f"{self.url}/loop.png")
        return web.Response(body=PNG, content_type="text/html")

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        try:
            for _ in range(LARGEST // 2**20 + 2):
                await answer.write(PNG[:8] + b"0" * (2**20 - 8))
        except (ConnectionError, asyncio.CancelledError):
            pass
        return answer


@asynccontextmanager
async def open_site() -> AsyncIterator[Site]:
    site = Site()
    app = web.Application()
    app.router.add_get("/{name}", site.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = int(runner.addresses[0][1])
    site.url = f"http://127.0.0.1:{site.port}"
    try:
        yield site
    finally:
        site.gate.set()
        await runner.cleanup()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as made:
        yield made


async def refused(url: str, own: str | None = None, resolve: Resolve = resolve, seconds: float = 5.0) -> str:
    with pytest.raises(Refused) as caught:
        await fetch(url, own=own, resolve=resolve, seconds=seconds)
    return caught.value.code


async def test_a_picture_of_the_channels_own_server_is_fetched_with_the_type_that_its_bytes_say(site: Site) -> None:
    found = await fetch(f"{site.url}/leaf.gif?x=1", own=site.own)
    assert (found.type, found.name, found.data) == (FileType("image", "image/png"), "leaf.png", PNG)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001"),
        *(
            "0.0.0.0",
            "10.0.0.5",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
            "240.0.0.1",
        ),
        *("[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]"),
        *(
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b:1::1]",
            "[2002:7f00:1::1]",
            "[2001:0:7f00:1::1]",
            "[::127.0.0.1]",
            "[fec0::1]",
        ),
        *("127.0.0.1.", "255.255.255.255", "192.0.0.170", "198.18.0.1", "[ff02::1]", "[::ffff:0:127.0.0.1]"),
    ],
)
async def test_an_address_that_is_not_of_the_open_internet_is_never_asked(host: str) -> None:
    assert await refused(f"http://{host}/leaf.png") == "not_public"


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8", "2002:808:808::1"]
)
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://example.org/a.png",
            "file:///etc/passwd",
            "gopher://x",
            "//example.org/a",
            "example.org/a.png",
            "http://",
        ),
        *(
            "http://user:pass@example.org/a.png",
            "http://example.org\\@127.0.0.1/a",
            "http://exa\nmple.org/",
            "http://[::1",
        ),
        *(
            "http://example.org:99999/a.png",
            "http://%31%32%37.0.0.1/a.png",
            "data:image/png;base64,AAAA",
            "",
            "x" * 3000,
        ),
    ],
)
async def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    assert await refused(url) == "bad_url"


async def test_other_ports_than_those_of_the_web_are_not_asked() -> None:
    assert await refused("http://8.8.8.8:6379/a.png") == "not_public"


async def test_a_name_that_means_a_private_machine_is_refused(site: Site) -> None:
    site.names["intranet.example"] = [["10.0.0.5"]]
    assert await refused("http://intranet.example/a.png", resolve=site.resolve) == "not_public"


async def test_a_name_with_one_public_and_one_private_address_is_refused(site: Site) -> None:
    site.names["both.example"] = [["8.8.8.8", "127.0.0.1"]]
    assert await refused("http://both.example/a.png", resolve=site.resolve) == "not_public"


async def test_a_name_is_resolved_once_and_the_connection_goes_there(site: Site) -> None:
    """DNS rebinding: the second answer would be another machine, and nobody asks for it."""
    origin = f"http://rebind.example:{site.port}"
    site.names["rebind.example"] = [["127.0.0.1"], ["10.255.255.1"]]
    found = await fetch(f"{origin}/leaf.png", own=origin, resolve=site.resolve)
    assert found.data == PNG
    assert site.asked == ["rebind.example"]


@pytest.mark.parametrize(
    "to", ["http://10.0.0.5/a.png", "http://169.254.169.254/latest/meta-data", "http://[::1]/a.png"]
)
async def test_a_redirect_to_a_private_machine_is_refused(site: Site, to: str) -> None:
    assert await refused(f"{site.url}/to-there?url={to}", own=site.own) == "not_public"


async def test_a_redirect_is_followed_within_the_rules_and_not_for_ever(site: Site) -> None:
    assert (await fetch(f"{site.url}/to-there?url=/leaf.png", own=site.own)).data == PNG
    assert await refused(f"{site.url}/to-there?url=file:///etc/passwd", own=site.own) == "bad_url"
    assert await refused(f"{site.url}/loop.png", own=site.own) == "too_many_redirects"


async def test_a_page_that_says_it_is_a_picture_is_refused(site: Site) -> None:
    assert await refused(f"{site.url}/page.png", own=site.own) == "file_type"


@pytest.mark.parametrize("name", ["huge.png", "endless.png"])
async def test_a_body_that_is_too_large_is_cut_off(site: Site, name: str) -> None:
    assert await refused(f"{site.url}/{name}", own=site.own) == "file_too_large"


async def test_a_server_that_does_not_answer_is_given_up(site: Site) -> None:
    assert await refused(f"{site.url}/slow.png", own=site.own, seconds=0.2) == "not_fetched"


async def test_a_name_that_nobody_knows_is_not_fetched() -> None:
    async def nobody(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    assert await refused("http://nowhere.example/a.png", resolve=nobody) == "not_fetched"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"\xff\xd8\xff\xe0 jpeg", "a", "image"),
        (b"RIFF0000WEBPVP8", "a", "image"),
        (b"0000ftypisom", "a", "video"),
        (b"0000ftypM4A ", "a", "audio"),
        (b"OggS", "a", "audio"),
        (b"%PDF-1.7", "a.exe", "document"),
        (b"PK\x03\x04", "a.docx", "document"),
        ("preço;1".encode(), "a.csv", "document"),
    ],
)
def test_a_file_is_what_its_bytes_say(data: bytes, name: str, kind: str) -> None:
    found = type_of(data, name)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "data", [b"", b"MZ\x90\x00", b"<svg onload=x>", b"  <!doctype html>", b"\x7fELF", b"a\x00b", b"GIF89a\x00\xff"]
)
def test_a_page_a_program_and_nothing_are_no_files_to_send(data: bytes) -> None:
    assert type_of(data, "a.png") is None


def test_a_name_is_safe_to_hand_on() -> None:
    pdf = FileType("document", "application/pdf")
    assert name_for("../../etc/passwd", pdf) == "passwd.pdf"
    assert name_for("C:\\x\\bill\u202e.exe", pdf) == "bill.pdf"
    assert name_for("", pdf) == "document.pdf"
