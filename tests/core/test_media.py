"""Files of messages: they leave with them, and may be fetched by their unguessable name alone."""

from __future__ import annotations

import aiohttp
import pytest

from core.errors import Refused
from core.media import media
from tests.lab import Lab

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50
ANA = "+351912000001"


async def test_a_file_leaves_with_its_message_and_the_text_is_its_caption(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    kept = await media.keep(lab.workspace["id"], PNG, "leaf.gif", lab.now)
    message = await lab.schedule("hello {name}", ana, media=kept)
    await lab.reaches(message, "delivered")
    (bubble,) = [one for one in lab.waha.phones.get(ANA).bubbles if not one.mine]
    assert bubble.file is not None
    assert (bubble.text, bubble.file.kind, bubble.file.data) == ("hello Ana", "image", PNG)


async def test_a_file_is_given_by_its_name_and_by_no_other(lab: Lab) -> None:
    kept = await media.keep(lab.workspace["id"], PNG, "leaf.png", lab.now)
    found = await media.of_message(lab.workspace["id"], kept, lab.url)
    assert found is not None
    assert found.url is not None
    async with aiohttp.ClientSession() as session:
        async with session.get(found.url) as answer:
            assert (answer.status, answer.content_type, await answer.read()) == (200, "image/png", PNG)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        async with session.get(f"{lab.url}/media/{kept}") as answer:
            assert answer.status == 404


async def test_a_file_is_fetched_from_the_channels_own_server_and_from_no_other_private_one(lab: Lab) -> None:
    kept = await media.keep(lab.workspace["id"], PNG, "leaf.png", lab.now)
    found = await media.of_message(lab.workspace["id"], kept, lab.url)
    assert found is not None
    assert found.url is not None
    with pytest.raises(Refused) as caught:
        await media.keep_from(lab.workspace["id"], found.url, lab.now)
    assert caught.value.code == "not_public"
    again = await media.keep_from(lab.workspace["id"], found.url, lab.now, own=lab.url)
    copy = await media.of_message(lab.workspace["id"], again)
    assert copy is not None
    assert (copy.kind, copy.data) == ("image", PNG)


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "file_type"), (b"<html>", "file_type"), (b"\xff\xd8\xff" + b"0" * 6 * 2**20, "file_too_large")],
)
async def test_what_whatsapp_does_not_take_is_not_kept(lab: Lab, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        await media.keep(lab.workspace["id"], data, "leaf.png", lab.now)
    assert caught.value.code == code
