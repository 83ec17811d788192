"""Where settings come from: the environment, a `.env` file, files of secrets, the machine; read and checked one by one.

Not here: which settings there are (`core.settings`).
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from core.errors import BadSetting

FROM_FILES = frozenset({"SECRET_KEY", "TELEGRAM_TOKEN", "DATABASE", "REDIS", "CRON_TOKEN"})
"""Settings that may be given as the name of a file that holds them, in `BELFRY_…_FILE`: secrets of containers and systemd."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int

    @property
    def loopback(self) -> bool:
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def url(self) -> str:
        return f"http://{self}"

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


LANGUAGE_CODE = r"[a-z]{2}(-[A-Z]{2})?"
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


class Source:
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

    def language(self) -> str:
        value = self.text("LANGUAGE") or "en"
        known = languages()
        if not re.fullmatch(LANGUAGE_CODE, value):
            raise self.bad("LANGUAGE", "it must be a language code, such as en")
        if value[:2] not in known:
            raise self.bad("LANGUAGE", f"it must be a language that sentences are read in: {', '.join(known)}")
        return value

    def country(self, zone: str) -> str:
        value = self.text("COUNTRY")
        if value is not None and value not in countries():
            raise self.bad("COUNTRY", "it must be a two-letter country code, such as PT")
        return value or country_of(zone)

    def zone(self) -> str:
        value = self.text("TIMEZONE")
        try:
            ZoneInfo(value or "UTC")
        except (KeyError, ValueError, OSError) as e:
            raise self.bad("TIMEZONE", "it must be an IANA zone, such as Europe/Lisbon") from e
        return value or system_zone(self._values)


def languages() -> tuple[str, ...]:
    """The languages that sentences are read in: each is a file."""
    packs = resources.files("core").joinpath("language", "packs").iterdir()
    return tuple(sorted(file.name[:2] for file in packs if re.fullmatch(r"[a-z]{2}\.toml", file.name)))


def countries() -> frozenset[str]:
    """The two-letter codes of all countries, by the tz database's iso3166.tab."""
    table = resources.files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    return frozenset(line[:2] for line in table.splitlines() if not line.startswith("#"))


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
