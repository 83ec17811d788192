"""What a gateway would never take is known without asking it, the same when it is scheduled as when it is sent."""

from __future__ import annotations

from datetime import datetime

import pytest

from core import reach
from core.commands import Audience, Edit, Schedule, When
from core.errors import Refused
from core.gateways.base import Account, Media, Outgoing, Rejected
from core.gateways.registry import KINDS, kind
from core.messages import messages, views
from storage import db
from storage.queries import accounts, channels, media
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


async def _far(lab: Lab, gateway: str, **settings: str) -> None:
    """A channel at a provider somewhere on the internet."""
    await channels.add(
        lab.workspace["id"],
        "far",
        gateway,
        "https://provider.example.org/api",
        "key",
        "secret",
        "hook-far",
        "clinic",
        lab.now,
        account_settings=accounts.sealed(settings, {}),
    )


@pytest.mark.parametrize(
    ("gateway", "settings"),
    [("bizchat", {"vendor_uid": "v"}), ("http", {"body": '{"to": "{to}", "text": "{text}", "file": "{media_url}"}'})],
)
async def test_a_file_that_the_gateway_could_not_fetch_from_us_is_refused_when_it_is_scheduled_and_when_changed(
    lab: Lab, gateway: str, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await _far(lab, gateway, **settings)
    ana = await lab.contact("Ana", "+351912000001")
    picture = await media.add(lab.workspace["id"], "k", "image", "image/png", "a.png", b"png", lab.now)
    when = When(datetime.fromisoformat("2030-01-02T09:00"), ZONE)
    wanted = Schedule(Audience(contacts=(ana,)), "look", when, channel="far", media=picture)
    monkeypatch.setattr(reach._Reach, "url", "https://belfry.example.org")
    row = await messages.schedule(lab.actor(), wanted, lab.now)
    reach.settle("http://127.0.0.1:8080")
    for work in (messages.schedule, views.preview):
        with pytest.raises(Refused) as refused:
            await work(lab.actor(), wanted, lab.now)
        assert refused.value.values == {"channel": "far", "cause": "media_needs_public_url"}
    with pytest.raises(Refused):
        await messages.edit(lab.actor(), Edit(row["number"], text="look here"), lab.now)
    await messages.schedule(
        lab.actor(), Schedule(Audience(contacts=(ana,)), "look", when, channel="clinic", media=picture), lab.now
    )


async def test_a_file_is_not_offered_to_a_far_gateway_at_an_address_of_this_machine(lab: Lab) -> None:
    """Sent all the same (it was scheduled before the address was lost), it fails by name, and the gateway is not asked."""
    await _far(lab, "http", body='{"to": "{to}", "text": "{text}", "file": "{media_url}"}')
    ana = await lab.contact("Ana", "+351912000001")
    picture = await media.add(lab.workspace["id"], "k", "image", "image/png", "a.png", b"png", lab.now)
    lab.dispatcher._public_url = "http://127.0.0.1:8080"
    message = await lab.schedule("", ana, channel="far", media=picture)
    (row,) = await lab.reaches(message, "failed")
    assert row["cause"] == "media_needs_public_url"
