"""All configuration: every `BELFRY_…` setting, read once from the environment and `.env`, then frozen.

Here: names, defaults, and what a value must look like. Not here: what is done with a value, and the files of the data
folder (`core.datafolder`). The table of settings is interface.md's; README.md repeats it and a test compares them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from core.errors import BadSetting

SANDBOX_TOKEN = "424242:sandbox-token-of-the-pretend-telegram"  # noqa: S105  (opens nothing but the sandbox)
SANDBOX_OWNER = 1001
"""The Telegram id of Olivia, the owner in the pretend outside world."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

FROM_FILES = frozenset({"SECRET_KEY", "TELEGRAM_TOKEN", "DATABASE", "REDIS", "CRON_TOKEN"})
"""Settings that may be given as the name of a file that holds them, in `BELFRY_…_FILE`: secrets of containers and systemd."""

_SECRET = frozenset({"telegram_token", "secret_key", "cron_token", "heartbeat_url"})
_URLS = frozenset({"database", "redis"})


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int

    @property
    def loopback(self) -> bool:
        return self.host in LOOPBACK or self.host.startswith("127.")

    @property
    def url(self) -> str:
        return f"http://{self}"

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """The values of one process. None means "not set"; what its absence means is said in interface.md."""

    data: Path
    database: str
    redis: str | None
    telegram_token: str | None
    telegram_api: str | None
    telegram_mode: str
    owners: tuple[int, ...]
    timezone: str
    language: str
    country: str
    listen: Address
    admin_listen: Address
    sandbox_listen: Address
    public_url: str
    secret_key: str | None
    cron_token: str | None
    lease: float
    heartbeat_url: str | None
    workspace: str | None

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None, sandbox: bool = False) -> Settings:
        """Reads the environment over `.env` in the working folder. Raises BadSetting, which names the setting."""
        values = {**read_env_file(Path(".env")), **(os.environ if environ is None else environ)}
        return _build(_Source(values), sandbox)

    def require_token(self) -> str:
        """The bot's token; raises BadSetting when there is none."""
        if self.telegram_token is None:
            hint = "set it to the token @BotFather gave you, or try `belfry up --sandbox`, which needs none"
            raise BadSetting("missing", name="BELFRY_TELEGRAM_TOKEN", hint=hint)
        return self.telegram_token

    @property
    def secrets(self) -> tuple[str, ...]:
        """The clear texts that must never be seen in a log."""
        keys = (self.secret_key or "").split(",")
        passwords = (urlsplit(url).password for url in (self.database, self.redis or ""))
        found = [self.telegram_token, self.cron_token, self.heartbeat_url, *keys, *passwords]
        return tuple(secret for secret in found if secret and len(secret) >= 4)

    def __repr__(self) -> str:
        shown = ", ".join(f"{f.name}={_masked(f.name, getattr(self, f.name))}" for f in fields(self))
        return f"Settings({shown})"


def _masked(name: str, value: object) -> str:
    if value is None:
        return "None"
    if name in _SECRET:
        return "'***'"
    if name in _URLS:
        return repr(mask_url(str(value)))
    return repr(str(value)) if isinstance(value, Address | Path) else repr(value)


def mask_url(url: str) -> str:
    """The URL without its password."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    at = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:***@{at}"))


_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")


def read_env_file(path: Path) -> dict[str, str]:
    """The `NAME=value` lines of a file; quotes round a value are taken off, `# …` behind a blank ends it.

    A file that does not exist holds nothing. Raises BadSetting for a line that is none of name, comment or blank.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as e:
        raise BadSetting("unreadable", name=str(path), hint="the file cannot be read as text") from e
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise BadSetting("unreadable", name=str(path), hint=f"line {number} is not NAME=value")
        found[match[1]] = _unquoted(match[2])
    return found


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] in "'\"" and (end := value.find(value[0], 1)) > 0:
        return value[1:end]
    return re.split(r"\s#", value, maxsplit=1)[0].strip()


class _Source:
    """Reads single values and complains with the setting's name."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def text(self, name: str) -> str | None:
        value = self._values.get(f"BELFRY_{name}", "").strip() or None
        file = self._values.get(f"BELFRY_{name}_FILE", "").strip() if name in FROM_FILES else ""
        if not file:
            return value
        if value is not None:
            raise self.bad(name, f"it is set twice, here and by BELFRY_{name}_FILE")
        try:
            return Path(file).read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as e:
            raise self.bad(f"{name}_FILE", f"the file {file} cannot be read") from e

    def bad(self, name: str, hint: str) -> BadSetting:
        return BadSetting("bad_value", name=f"BELFRY_{name}", hint=hint)

    def address(self, name: str, default: str) -> Address:
        host, colon, port = (self.text(name) or default).rpartition(":")
        host = host.removeprefix("[").removesuffix("]")
        if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
            raise self.bad(name, "it must be host:port, such as " + default)
        return Address(host, int(port))

    def url(self, name: str, schemes: tuple[str, ...], example: str) -> str | None:
        value = self.text(name)
        if value is None:
            return None
        try:
            parts = urlsplit(value)
            parts.port  # noqa: B018  (raises for a port that is no number)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in schemes or not (parts.netloc or parts.path.strip("/")):
            raise self.bad(name, f"it must look like {example}")
        return value

    def ids(self, name: str) -> tuple[int, ...]:
        words = [word.strip() for word in (self.text(name) or "").split(",") if word.strip()]
        if not all(word.isascii() and word.isdigit() for word in words):
            raise self.bad(name, "it must be Telegram user ids (numbers), separated by commas")
        return tuple(int(word) for word in words)

    def seconds(self, name: str, default: float, least: float, most: float) -> float:
        try:
            value = float(self.text(name) or default)
        except ValueError:
            value = -1.0
        if not least <= value <= most:
            raise self.bad(name, f"it must be a number of seconds from {least:g} to {most:g}")
        return value

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        value = self.text(name) or choices[0]
        if value not in choices:
            raise self.bad(name, "it must be " + " or ".join(choices))
        return value

    def matching(self, name: str, default: str, pattern: str, hint: str) -> str:
        value = self.text(name) or default
        if not re.fullmatch(pattern, value):
            raise self.bad(name, hint)
        return value

    def zone(self) -> str:
        value = self.text("TIMEZONE")
        try:
            ZoneInfo(value or "UTC")
        except (KeyError, ValueError, OSError) as e:
            raise self.bad("TIMEZONE", "it must be an IANA zone, such as Europe/Lisbon") from e
        return value or system_zone(self._values)


def _build(source: _Source, sandbox: bool) -> Settings:
    data = Path(source.text("DATA") or (".belfry/sandbox" if sandbox else ".belfry")).expanduser().absolute()
    listen = source.address("LISTEN", "127.0.0.1:8080")
    at = source.address("SANDBOX_LISTEN", "127.0.0.1:8090")
    if not at.loopback:
        raise source.bad("SANDBOX_LISTEN", "the sandbox listens on loopback only, such as 127.0.0.1:8090")
    zone = source.zone()
    token = source.matching(
        "TELEGRAM_TOKEN", "", r"(\d+:\S+)?", "it must look like 123456789:AA…, as @BotFather gave it"
    )
    api = source.url("TELEGRAM_API", ("http", "https"), "https://api.telegram.org")
    owners, heartbeat = source.ids("OWNERS"), source.url("HEARTBEAT_URL", ("http", "https"), "https://example.org/beat")
    mode = source.choice("TELEGRAM_MODE", ("polling", "webhook"))
    if sandbox:
        token, api, owners, heartbeat = SANDBOX_TOKEN, f"{at.url}/telegram", (SANDBOX_OWNER,), None
    database = source.url(
        "DATABASE", ("sqlite", "postgres", "postgresql"), "sqlite:///path or postgres://user:pass@host/db"
    )
    public = source.url("PUBLIC_URL", ("http", "https"), "https://belfry.example.org")
    return Settings(
        data=data,
        database=database or f"sqlite://{data / 'belfry.db'}",
        redis=source.url("REDIS", ("redis", "rediss", "unix"), "redis://host:6379"),
        telegram_token=token or None,
        telegram_api=api.rstrip("/") if api else None,
        telegram_mode=mode,
        owners=owners,
        timezone=zone,
        language=source.matching("LANGUAGE", "en", r"[a-z]{2}(-[A-Z]{2})?", "it must be a language code, such as en"),
        country=source.matching(
            "COUNTRY", country_of(zone), r"([A-Z]{2})?", "it must be a two-letter country code, such as PT"
        ),
        listen=listen,
        admin_listen=source.address("ADMIN_LISTEN", "127.0.0.1:9090"),
        sandbox_listen=at,
        public_url=(public or listen.url).rstrip("/"),
        secret_key=source.matching(
            "SECRET_KEY",
            "",
            r"([\w=-]{44}(\s*,\s*[\w=-]{44})*)?",
            "it must be Fernet keys of 44 characters, newest first",
        )
        or None,
        cron_token=source.text("CRON_TOKEN"),
        lease=source.seconds("LEASE", 10.0, 1.0, 600.0),
        heartbeat_url=heartbeat,
        workspace=source.text("WORKSPACE"),
    )


def system_zone(environ: Mapping[str, str]) -> str:
    """The machine's IANA zone; UTC when it does not say."""
    linked = os.path.realpath("/etc/localtime").partition("/zoneinfo/")[2]
    try:
        written = Path("/etc/timezone").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        written = ""
    for name in (environ.get("TZ", "").lstrip(":"), linked, written):
        try:
            if name and ZoneInfo(name):
                return name
        except (KeyError, ValueError, OSError):
            continue
    return "UTC"


def country_of(zone: str) -> str:
    """The ISO country of a zone by the tz database's zone.tab; empty when the zone is no country's (UTC)."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        columns = line.split("\t")
        if len(columns) > 2 and columns[2] == zone:
            return columns[0]
    return ""
