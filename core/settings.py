"""All configuration: every `BELFRY_…` setting, read once from the environment and `.env`, then frozen.

Here: names, defaults, and what a value must look like. Not here: what is done with a value, and the files of the data
folder (`core.process.datafolder`). The table of settings is interface.md's; README.md repeats it and a test compares them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from core.environment import Address, Source, read_env_file
from core.errors import BadSetting

SANDBOX_TOKEN = "424242:sandbox-token-of-the-pretend-telegram"  # noqa: S105  (opens nothing but the sandbox)
SANDBOX_OWNER = 1001
"""The Telegram id of Olivia, the owner in the pretend outside world."""

_SECRET = frozenset({"telegram_token", "secret_key", "cron_token", "heartbeat_url"})
_URLS = frozenset({"database", "redis"})


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
        return _build(Source(values), sandbox)

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


def _build(source: Source, sandbox: bool) -> Settings:
    data = Path(source.text("DATA") or (".belfry/sandbox" if sandbox else ".belfry")).expanduser().absolute()
    listen = source.address("LISTEN", "127.0.0.1:8080")
    at = source.address("SANDBOX_LISTEN", "127.0.0.1:8090")
    if not at.loopback:
        raise source.bad("SANDBOX_LISTEN", "the sandbox listens on loopback only, such as 127.0.0.1:8090")
    zone = source.zone()
    token, api, owners, heartbeat = _outside(source, at if sandbox else None)
    mode = source.choice("TELEGRAM_MODE", ("polling", "webhook"))
    database = source.url(
        "DATABASE", ("sqlite", "postgres", "postgresql"), "sqlite:///path or postgres://user:pass@host/db"
    )
    public = source.url("PUBLIC_URL", ("http", "https"), "https://belfry.example.org")
    return Settings(
        data=data,
        database=database or f"sqlite://{quote(str(data / 'belfry.db'))}",
        redis=source.url("REDIS", ("redis", "rediss", "unix"), "redis://host:6379"),
        telegram_token=token or None,
        telegram_api=api.rstrip("/") if api else None,
        telegram_mode=mode,
        owners=owners,
        timezone=zone,
        language=source.language(),
        country=source.country(zone),
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


def _outside(source: Source, pretend: Address | None) -> tuple[str, str | None, tuple[int, ...], str | None]:
    """Token, API, owners and heartbeat; those of the `pretend` outside world whatever was said, where that is served."""
    token = source.matching(
        "TELEGRAM_TOKEN", "", r"(\d+:\S+)?", "it must look like 123456789:AA…, as @BotFather gave it"
    )
    api = source.url("TELEGRAM_API", ("http", "https"), "https://api.telegram.org")
    owners, heartbeat = source.ids("OWNERS"), source.url("HEARTBEAT_URL", ("http", "https"), "https://example.org/beat")
    if pretend is not None:
        return SANDBOX_TOKEN, f"{pretend.url}/telegram", (SANDBOX_OWNER,), None
    return token, api, owners, heartbeat
