"""From a database URL to Tortoise's configuration. Pure. Not here: connecting (`storage.db`).

The configuration is given as values, not as a URL: Tortoise would cut a file name at `#` and not know `sslmode`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from tortoise.backends.base.config_generator import expand_db_url

_PRAGMAS = {"busy_timeout": "5000", "synchronous": "FULL", "foreign_keys": "ON"}
_MIGRATES = "60000"
"""Milliseconds that one process waits for another's migration: on a busy machine it takes seconds."""
_QUERY = re.compile(r"\?(\w+=[^&?]*(?:&\w+=[^&?]*)*)$")
_PATIENCE = {
    # Below a lane's lease: a worker that was stopped inside a transaction must not hold its locks for ever.
    "lock_timeout": "5s",
    "statement_timeout": "8s",
    "idle_in_transaction_session_timeout": "8s",
}
_POOL = 10


def configuration(url: str, *, patient: bool = True) -> dict[str, Any]:
    """Tortoise's configuration for `sqlite:///path` or `postgres://…`. Not `patient`: a migration may take its time."""
    return {
        "connections": {"default": _sqlite(url, patient) if url.startswith("sqlite:") else _postgres(url, patient)},
        "apps": {
            "storage": {
                "models": ["storage.models"],
                "default_connection": "default",
                "migrations": "storage.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def _sqlite(url: str, patient: bool) -> dict[str, Any]:
    query = _QUERY.search(url)
    pragmas = dict(parse_qsl(query[1])) if query else {}
    waits = {} if patient else {"busy_timeout": _MIGRATES}
    kept = {"file_path": sqlite_path(url)} | _PRAGMAS | waits | pragmas
    return {"engine": "tortoise.backends.sqlite", "credentials": kept}


def sqlite_path(url: str) -> str | None:
    """The file of `sqlite:///path` (`sqlite:///name`: in the working folder), None for another database."""
    if not url.startswith("sqlite:"):
        return None
    path = unquote(_QUERY.sub("", url).removeprefix("sqlite:").removeprefix("//"))
    return path[1:] if path.startswith("/") and path.count("/") == 1 and path != "/" else path


def sqlite_url(path: Path) -> str:
    """The URL of a file, whatever signs its name holds."""
    return f"sqlite://{quote(str(path.absolute()))}"


def _postgres(url: str, patient: bool) -> dict[str, Any]:
    found: dict[str, Any] = expand_db_url(url)
    credentials = found["credentials"]
    if "sslmode" in credentials:
        credentials["ssl"] = credentials.pop("sslmode")
    credentials.setdefault("maxsize", _POOL)
    from storage.db.postgres import Connection  # only who is on PostgreSQL loads its driver

    credentials["connection_class"] = Connection
    if patient:
        credentials["server_settings"] = _PATIENCE
    return found


def shown(url: str) -> str:
    """The URL without its password, for people."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username}:***@{host}"))


TORTOISE_ORM = configuration("sqlite://:memory:")
"""For `tortoise -c storage.db.TORTOISE_ORM makemigrations` only."""
