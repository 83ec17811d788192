"""What the settings accept, refuse and hide."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.environment import FROM_FILES, Address, read_env_file
from core.errors import BadSetting
from core.settings import SANDBOX_OWNER, Settings

KEY = "QmVsZnJ5IGlzIGEgaG91c2UgZm9yIGJlbGxzLCAzMmI="


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_with_nothing_set_everything_has_its_documented_default(tmp_path: Path) -> None:
    found = Settings.read({"TZ": "Europe/Lisbon"})
    assert found.data == tmp_path / ".belfry"
    assert found.database == f"sqlite://{tmp_path}/.belfry/belfry.db"
    assert (found.redis, found.telegram_token, found.secret_key, found.cron_token) == (None, None, None, None)
    assert (str(found.listen), str(found.admin_listen), str(found.sandbox_listen)) == (
        "127.0.0.1:8080",
        "127.0.0.1:9090",
        "127.0.0.1:8090",
    )
    assert (found.public_url, found.telegram_mode, found.lease) == ("http://127.0.0.1:8080", "polling", 10.0)
    assert found.language == "en"


def test_the_country_comes_from_the_zone() -> None:
    assert Settings.read({"BELFRY_TIMEZONE": "America/Sao_Paulo"}).country == "BR"
    assert Settings.read({"BELFRY_TIMEZONE": "UTC"}).country == ""
    assert Settings.read({"BELFRY_TIMEZONE": "UTC", "BELFRY_COUNTRY": "PT"}).country == "PT"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BELFRY_TIMEZONE", "Mars/Olympus"),
        ("BELFRY_TIMEZONE", "../etc/passwd"),
        ("BELFRY_LISTEN", "8080"),
        ("BELFRY_LISTEN", "localhost:http"),
        ("BELFRY_LISTEN", "localhost:99999"),
        ("BELFRY_SANDBOX_LISTEN", "0.0.0.0:8090"),
        ("BELFRY_TELEGRAM_TOKEN", "hello"),
        ("BELFRY_TELEGRAM_API", "ftp://example.org"),
        ("BELFRY_TELEGRAM_MODE", "carrier pigeon"),
        ("BELFRY_OWNERS", "Olivia"),
        ("BELFRY_COUNTRY", "Portugal"),
        ("BELFRY_LANGUAGE", "English"),
        ("BELFRY_DATABASE", "mysql://localhost/belfry"),
        ("BELFRY_REDIS", "localhost:6379"),
        ("BELFRY_PUBLIC_URL", "belfry.example.org"),
        ("BELFRY_SECRET_KEY", "short"),
        ("BELFRY_LEASE", "soon"),
        ("BELFRY_LEASE", "0"),
        ("BELFRY_HEARTBEAT_URL", "file:///etc/passwd"),
    ],
)
def test_a_bad_value_is_refused_and_the_setting_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as e:
        Settings.read({name: value})
    assert e.value.values["name"] == name
    assert e.value.values["hint"]


def test_an_empty_value_is_not_set() -> None:
    assert Settings.read({"BELFRY_LISTEN": "", "BELFRY_TELEGRAM_TOKEN": " "}).telegram_token is None


def test_the_sandbox_replaces_token_api_owners_and_heartbeat_whatever_the_environment_says(tmp_path: Path) -> None:
    environ = {
        "BELFRY_TELEGRAM_TOKEN": "123456:a-real-token",
        "BELFRY_TELEGRAM_API": "https://api.telegram.org",
        "BELFRY_OWNERS": "7,8",
        "BELFRY_HEARTBEAT_URL": "https://example.org/beat",
        "BELFRY_SANDBOX_LISTEN": "127.0.0.1:9999",
    }
    found = Settings.read(environ, sandbox=True)
    assert found.telegram_api == "http://127.0.0.1:9999/telegram"
    assert found.owners == (SANDBOX_OWNER,)
    assert found.heartbeat_url is None
    assert "a-real-token" not in found.require_token()
    assert found.data == tmp_path / ".belfry" / "sandbox"


def test_a_missing_token_names_the_setting_and_the_sandbox() -> None:
    with pytest.raises(BadSetting) as e:
        Settings.read({}).require_token()
    assert e.value.values["name"] == "BELFRY_TELEGRAM_TOKEN"
    assert "up --sandbox" in e.value.values["hint"]


def test_secrets_are_not_in_the_repr_but_known_to_the_log() -> None:
    found = Settings.read(
        {
            "BELFRY_TELEGRAM_TOKEN": "123456:AAtoken",
            "BELFRY_SECRET_KEY": f"{KEY}, {KEY}",
            "BELFRY_CRON_TOKEN": "crontoken",
            "BELFRY_DATABASE": "postgres://belfry:dbpass@db/belfry",
            "BELFRY_REDIS": "redis://:redispass@redis",
            "BELFRY_HEARTBEAT_URL": "https://example.org/uuid-1234",
        }
    )
    for secret in ("AAtoken", KEY, "crontoken", "dbpass", "redispass", "uuid-1234"):
        assert secret not in repr(found)
        assert any(secret in known for known in found.secrets)
    assert "postgres://belfry:***@db/belfry" in repr(found)


def test_the_env_file_fills_what_the_environment_leaves_open(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "# comment\n\nexport BELFRY_OWNERS=1, 2\nBELFRY_LEASE=20 # seconds\nBELFRY_TELEGRAM_TOKEN='123:a b#c'\n"
    )
    assert read_env_file(tmp_path / ".env")["BELFRY_TELEGRAM_TOKEN"] == "123:a b#c"
    (tmp_path / ".env").write_text("export BELFRY_OWNERS=1, 2\nBELFRY_LEASE=20 # seconds\n")
    found = Settings.read({"BELFRY_LEASE": "5"})
    assert (found.owners, found.lease) == ((1, 2), 5.0)


def test_a_line_that_is_no_setting_is_named_by_its_number(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BELFRY_LEASE=5\nnonsense\n")
    with pytest.raises(BadSetting, match="line 2"):
        Settings.read({})


@pytest.mark.parametrize("name", sorted(FROM_FILES))
def test_a_secret_may_be_in_a_file_whose_name_is_given(name: str, tmp_path: Path) -> None:
    values = {"SECRET_KEY": KEY, "TELEGRAM_TOKEN": "123:AA", "CRON_TOKEN": "cron"}
    value = values.get(name) or ("redis://r" if name == "REDIS" else "postgres://u:p@h/d")
    (tmp_path / "secret").write_text(f"{value}\n")
    found = Settings.read({f"BELFRY_{name}_FILE": str(tmp_path / "secret")})
    assert getattr(found, name.lower()) == value


def test_a_secret_file_that_cannot_be_read_and_a_secret_set_twice_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as e:
        Settings.read({"BELFRY_SECRET_KEY_FILE": str(tmp_path / "none")})
    assert e.value.values["name"] == "BELFRY_SECRET_KEY_FILE"
    (tmp_path / "secret").write_text(KEY)
    with pytest.raises(BadSetting, match="twice"):
        Settings.read({"BELFRY_SECRET_KEY_FILE": str(tmp_path / "secret"), "BELFRY_SECRET_KEY": KEY})


def test_what_is_no_secret_is_not_read_from_a_file(tmp_path: Path) -> None:
    assert Settings.read({"BELFRY_TIMEZONE": "UTC", "BELFRY_TIMEZONE_FILE": str(tmp_path / "none")}).timezone == "UTC"


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("127.evil.com", False),
        ("0.0.0.0", False),
    ],
)
def test_only_an_address_of_this_machine_is_one(host: str, here: bool) -> None:
    assert Address(host, 8090).loopback is here


def test_a_country_that_is_none_is_refused() -> None:
    with pytest.raises(BadSetting, match="two-letter country code"):
        Settings.read({"BELFRY_COUNTRY": "ZZ"})
    assert Settings.read({"BELFRY_COUNTRY": "BR"}).country == "BR"


def test_a_language_that_no_sentence_is_read_in_is_refused() -> None:
    with pytest.raises(BadSetting, match="en, es, fr, id, pt"):
        Settings.read({"BELFRY_LANGUAGE": "xx"})
    assert Settings.read({"BELFRY_LANGUAGE": "pt-BR"}).language == "pt-BR"
