"""What a failed request proves, on real sockets: certificates, redirects, answers without end."""

from __future__ import annotations

import asyncio
import itertools
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.errors import BadSetting
from core.gateways.base import Account, News, NotSent, Outgoing, Unsure
from core.gateways.registry import kind
from core.gateways.wire import LARGEST_ANSWER, MayHaveLeftError, NeverLeftError, Wire

OUT = Outgoing("3EB0A1", "+6281200000001", "hello")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    pem += key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "both.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


async def test_a_certificate_that_does_not_verify_has_sent_nothing(tmp_path: Path) -> None:
    asked: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=201)

    async with serving(handler, self_signed(tmp_path)) as url:
        driver = kind("waha").connect(Account(url=url, key="key", sender="clinic"))
        assert await driver.send(OUT) == NotSent("bad_certificate", news=News("down", "bad_certificate"))
        await driver.close()
    assert asked == []


async def test_a_redirect_is_never_followed(tmp_path: Path) -> None:
    asked: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=307, headers={"Location": "/elsewhere"})

    async with serving(handler) as url:
        driver = kind("waha").connect(Account(url=url, key="key", sender="clinic"))
        assert await driver.send(OUT) == NotSent("redirected", news=News("halted", "bad_url"))
        await driver.close()
    assert asked == ["/api/sendText"]


async def test_an_answer_of_a_size_that_none_has_is_cut_and_unsure() -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=201, body=b"{" + b" " * (LARGEST_ANSWER * 2) + b"}", content_type="application/json")

    async with serving(handler) as url:
        driver = kind("waha").connect(Account(url=url, key="key", sender="clinic"))
        assert await driver.send(OUT) == Unsure("broken_answer")
        await driver.close()


async def test_an_answer_cut_off_in_its_middle_is_unsure() -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(status=201, headers={"Content-Length": "100"})
        await answer.prepare(request)
        await answer.write(b'{"id":')
        assert request.transport is not None
        request.transport.close()
        return answer

    async with serving(handler) as url:
        driver = kind("waha").connect(Account(url=url, key="key", sender="clinic"))
        assert await driver.send(OUT) == Unsure("connection_lost")
        await driver.close()


@pytest.mark.parametrize("url", ["ftp://x", "x", "http://", "http://x:0", "http://x:99999", "http://[::1", ""])
async def test_what_is_no_address_is_never_asked(url: str) -> None:
    with pytest.raises(NeverLeftError, match="bad_url"):
        await Wire(url, {}, connect=1, read=1).ask("GET", "/")


@pytest.mark.parametrize("value", ["soon", -1, 0, 1e9, None, "nan"])
def test_a_time_limit_that_is_none_is_a_bad_setting(value: object) -> None:
    with pytest.raises(BadSetting) as caught:
        kind("waha").connect(Account(url="http://x", key="key", sender="clinic", settings={"timeout": value}))
    assert caught.value.values["name"] == "timeout"


def test_look_ups_are_not_believed_before_a_send_can_be_over() -> None:
    driver = kind("waha").connect(Account(url="http://x", key="key", sender="clinic"))
    assert driver.send_timeout == 66.0


@asynccontextmanager
async def answering(answers: Iterator[bytes], breaks: int = 0) -> AsyncIterator[tuple[str, list[int]]]:
    """A server with these answers, and the number of the connection over which each request came. After the first `breaks`
    of them it closes without having said so."""
    came: list[int] = []
    numbers = itertools.count(1)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = next(numbers)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = re.search(rb"Content-Length: (\d+)", head)
                await reader.readexactly(int(length[1]) if length else 0)
                came.append(number)
                writer.write(next(answers))
                await writer.drain()
                if len(came) <= breaks:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", came
    finally:
        server.close()
        await server.wait_closed()


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


async def test_requests_that_follow_each_other_share_a_connection() -> None:
    async with answering(itertools.repeat(OK)) as (url, came):
        wire = Wire(url, {}, connect=5, read=5)
        for _ in range(3):
            assert (await wire.ask("POST", "/", json={})).status == 200
        await wire.close()
    assert came == [1, 1, 1]


async def test_a_connection_that_was_idle_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server may close it at that very moment, and then nobody knows whether the request left."""
    monkeypatch.setattr("core.gateways.wire.IDLE_SECONDS", 1e-9)
    async with answering(itertools.repeat(OK)) as (url, came):
        wire = Wire(url, {}, connect=5, read=5)
        for _ in range(2):
            assert (await wire.ask("POST", "/", json={})).status == 200
        await wire.close()
    assert came == [1, 2]


async def test_a_server_that_closes_without_saying_so_is_met_once() -> None:
    lost = 0
    async with answering(itertools.repeat(OK), breaks=20) as (url, came):
        wire = Wire(url, {}, connect=5, read=5)
        for _ in range(20):
            try:
                assert (await wire.ask("POST", "/", json={})).status == 200
            except MayHaveLeftError:
                lost += 1
        await wire.close()
    assert lost <= 1
    assert len(came) >= 19
    assert len(set(came)) == len(came)


async def test_after_one_that_broke_off_each_request_has_a_connection_of_its_own() -> None:
    answers = iter([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", OK, OK])
    async with answering(answers, breaks=1) as (url, came):
        wire = Wire(url, {}, connect=5, read=5)
        with pytest.raises(MayHaveLeftError, match="connection_lost"):
            await wire.ask("POST", "/", json={})
        for _ in range(2):
            assert (await wire.ask("POST", "/", json={})).status == 200
        await wire.close()
    assert came == [1, 2, 3]
