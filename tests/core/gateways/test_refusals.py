"""What a gateway would never take is known without asking it, the same when it is scheduled as when it is sent."""

from __future__ import annotations

from datetime import datetime

import pytest

from core import messages, views
from core.commands import Audience, Edit, Schedule, When
from core.errors import Refused
from core.gateways.base import Account, Media, Outgoing, Rejected
from core.gateways.registry import KINDS, kind
from storage import db
from storage.queries import media
from tests.core.cloud_lab import cloud_channel
from tests.lab import ZONE, Lab

SETTINGS = {"account": "4", "vendor_uid": "v", "app_secret": "s"}
SENDERS = {"chatwoot": "7", "cloud": "1065"}


def of(kind_of: str, mime: str) -> Media:
    return Media(kind_of, mime, "file", b"0", "https://example.org/file")


@pytest.mark.parametrize(
    ("name", "file", "text", "why"),
    [
        ("cloud", of("audio", "audio/ogg"), "listen", "no_caption_with_audio"),
        ("cloud", of("image", "image/webp"), "", "not_this_picture"),
        ("cloud", of("image", "image/png"), "x" * 1025, "caption_too_long"),
        ("cloud", of("image", "image/png"), "x" * 1024, ""),
        ("cloud", None, "x" * 4097, "too_long"),
        ("cloud", None, "x" * 4096, ""),
        ("bizchat", of("audio", "audio/ogg"), "", "cannot_send_this"),
        ("bizchat", of("image", "image/webp"), "", "not_this_picture"),
        ("bizchat", of("image", "image/png"), "x" * 1025, "caption_too_long"),
        ("bizchat", None, "x" * 4097, "too_long"),
        ("waha", of("audio", "audio/ogg"), "listen", ""),
        ("chatwoot", of("image", "image/webp"), "", ""),
        ("evolution", of("sticker", "image/webp"), "", "cannot_send_this"),
        ("http", of("document", "application/pdf"), "", "cannot_send_this"),
    ],
)
async def test_the_same_reason_before_and_when_it_is_sent(name: str, file: Media | None, text: str, why: str) -> None:
    account = Account("http://127.0.0.1:9", "key", SENDERS.get(name, "clinic"), settings=SETTINGS)
    out = Outgoing(None, "+351912000001", text, media=file)
    assert kind(name).refuses(out, account) == why
    if why:
        driver = kind(name).connect(account)
        try:
            assert await driver.send(out) == Rejected(why)
        finally:
            await driver.close()


def test_a_service_whose_body_has_no_place_for_a_file_takes_none() -> None:
    account = Account("http://127.0.0.1:9", "", "*", settings={"body": '{"to": "{to}", "text": "{text}"}'})
    assert (
        KINDS["http"].refuses(Outgoing(None, "+1", "", media=of("image", "image/png")), account) == "cannot_send_this"
    )


async def test_what_the_gateway_would_refuse_is_refused_when_it_is_scheduled_and_when_it_is_changed(lab: Lab) -> None:
    async with cloud_channel(lab):
        ana = await lab.contact("Ana", "+351912000001")
        sound = await media.add(lab.workspace["id"], "k", "audio", "audio/ogg", "note.ogg", b"OggS", lab.now)
        when = When(datetime.fromisoformat("2030-01-02T09:00"), ZONE)
        wrong = Schedule(Audience(contacts=(ana,)), "listen", when, channel="cloud", media=sound)
        for work in (messages.schedule, views.preview):
            with pytest.raises(Refused) as refused:
                await work(lab.actor(), wrong, lab.now)
            assert refused.value.values == {"channel": "cloud", "cause": "no_caption_with_audio"}
        assert await db.rows("select id from message") == []
        row = await messages.schedule(
            lab.actor(), Schedule(Audience(contacts=(ana,)), "", when, channel="cloud", media=sound), lab.now
        )
        with pytest.raises(Refused) as refused:
            await messages.edit(lab.actor(), Edit(row["number"], text="listen"), lab.now)
        assert refused.value.code == "gateway_refuses"
