"""What a new database begins with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import seed
from core.channels import channels
from core.channels.channels import Wanted
from core.errors import BadSetting
from core.process import datafolder
from core.settings import Settings
from storage import db
from storage.queries import channels as channel_store
from storage.queries import directory, workspaces
from tests.databases import KEY

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
HERE, WAHA = "http://127.0.0.1:8080", "http://127.0.0.1:8090/waha"


@pytest.fixture(params=["sqlite", "postgres"])
async def settings(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Settings]:
    """An empty database's settings, with two owners and a zone."""
    environ = {"BELFRY_DATA": str(tmp_path), "BELFRY_OWNERS": "7,8", "BELFRY_TIMEZONE": "Asia/Jakarta"}
    if request.param == "postgres":
        environ |= {"BELFRY_DATABASE": request.getfixturevalue("postgres_url"), "BELFRY_SECRET_KEY": KEY}
    found = Settings.read(environ)
    key = datafolder.secret_key(found)
    await db.migrate(found.database)
    await db.open(found.database, key)
    try:
        yield found
    finally:
        await db.close()


async def test_a_data_folder_of_any_name_holds_its_own_database(tmp_path: Path) -> None:
    folder = tmp_path / "50% of #1? really%20"
    folder.mkdir()
    found = Settings.read({"BELFRY_DATA": str(folder)})
    key = datafolder.secret_key(found)
    await db.migrate(found.database)
    await db.open(found.database, key)
    await db.close()
    assert {"belfry.db", "secret.key"} <= {file.name for file in folder.iterdir()}
    assert list(tmp_path.iterdir()) == [folder], "nothing beside it"


async def test_the_first_workspace_has_the_settings_zone_and_owners_and_is_made_once(settings: Settings) -> None:
    for _ in range(2):
        row = await seed.first_workspace(settings, NOW)
        assert (row["zone"], row["country"], row["language"]) == ("Asia/Jakarta", "ID", "en")
    assert len(await workspaces.every()) == 1
    staff = await workspaces.staff_of(row["id"], ("owner",))
    assert [(one["kind"], one["ref"]) for one in staff] == [("telegram", "7"), ("telegram", "8")]


async def test_the_sandbox_begins_with_a_channel_without_pace_and_three_people_once(settings: Settings) -> None:
    first = await seed.sandbox(settings, HERE, WAHA, NOW)
    assert await seed.sandbox(settings, HERE, WAHA, NOW) == first
    (workspace,) = await workspaces.every()
    (channel,) = await channel_store.every(workspace["id"])
    assert (channel["name"], channel["gateway"], channel["pace"], channel["url"]) == ("clinic", "waha", "0s", WAHA)
    people = [(one["name"], one["phone"]) for one in await directory.contacts(workspace["id"])]
    assert people == list(seed.SANDBOX_PEOPLE)
    assert first[0].startswith(f"{HERE}/webhooks/")


async def test_the_sandbox_channel_follows_the_sandbox_to_another_port(settings: Settings) -> None:
    _, secret = await seed.sandbox(settings, HERE, WAHA, NOW)
    url, same = await seed.sandbox(settings, "http://127.0.0.1:8081", "http://127.0.0.1:9999/waha", NOW)
    assert same == secret
    assert url.startswith("http://127.0.0.1:8081/webhooks/")
    (channel,) = await channel_store.every(1)
    assert channel["url"] == "http://127.0.0.1:9999/waha"


@pytest.mark.parametrize("url", ["https://waha.example.org", "http://10.0.0.7:3000", "http://127.0.0.1.example.org"])
async def test_the_sandbox_refuses_a_database_with_a_channel_that_reaches_further_than_this_machine(
    settings: Settings, url: str
) -> None:
    workspace = (await seed.first_workspace(settings, NOW))["id"]
    await channels.add(workspace, "real", "waha", Wanted(url, "key", "default"), HERE, NOW)
    with pytest.raises(BadSetting, match="real"):
        await seed.sandbox(settings, HERE, WAHA, NOW)
