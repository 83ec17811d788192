"""Files that go along with messages: checked when they come, kept in the database, handed to the gateways.

Here: keeping and giving. Not here: which types there are (`core.media.filetypes`), fetching one from an address
(`core.media.fetching`).
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from core.errors import Refused
from core.gateways.base import Media
from core.media.fetching import fetch
from core.media.filetypes import LARGEST, name_for, type_of
from storage.queries import media as store

Row = dict[str, Any]


async def keep(workspace: int, data: bytes, name: str, now: datetime) -> int:
    """Keeps a file; its id. What it is, its bytes say. Raises Refused ("file_type", "file_too_large")."""
    of = type_of(data, name) if len(data) <= LARGEST else None
    if len(data) > (of.largest if of is not None else LARGEST):
        raise Refused("file_too_large", most=of.largest if of is not None else LARGEST)
    if of is None:
        raise Refused("file_type")
    return await store.add(workspace, secrets.token_urlsafe(24), of.kind, of.mime, name_for(name, of), data, now)


async def keep_from(workspace: int, url: str, now: datetime, *, own: str | None = None) -> int:
    """Fetches a file from an address and keeps it; its id. Raises Refused, as `keep` and `core.media.fetching.fetch`."""
    found = await fetch(url, own=own)
    return await keep(workspace, found.data, found.name, now)


async def of_message(workspace: int, media: int | None, public_url: str = "") -> Media | None:
    """The file of a message as a gateway takes it; None for none. `public_url`: where the outside reaches us, if it does."""
    row = await store.get(workspace, media) if media is not None else None
    if row is None:
        return None
    url = f"{public_url.rstrip('/')}/media/{row['key']}" if public_url else None
    return Media(row["kind"], row["mime"], row["name"], bytes(row["data"]), url)


async def name_of(workspace: int, media: int | None) -> str:
    """The name of a file; "" for none."""
    row = await store.about(workspace, media) if media is not None else None
    return str(row["name"]) if row is not None else ""


async def kind_of(workspace: int, media: int | None) -> str:
    """ "image", "video", "document" or "audio"; "" for no file."""
    row = await store.about(workspace, media) if media is not None else None
    return str(row["kind"]) if row is not None else ""


async def by_key(key: str) -> Row | None:
    """The file with an unguessable name, for a provider that fetches it."""
    return await store.by_key(key)
