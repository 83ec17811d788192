"""The data folder: private to its user, locked by the one `belfry up` that uses it, home of the generated key.

Here: making, locking, and the key beside an SQLite database. Not here: which folder it is (`core.settings`), and what
the database and Valkey keep in it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from core.errors import BadSetting
from core.settings import Settings

OUTSIDE_WORLD = "outside-world.json"
"""What the sandbox remembers; where it lies, the folder is a sandbox's."""


def prepare(folder: Path) -> Path:
    """Makes the folder, and takes it away from everybody else (mode 700). Raises BadSetting."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as e:
        hint = f"{folder} cannot be used as data folder: {e.strerror}"
        raise BadSetting("bad_value", name="BELFRY_DATA", hint=hint) from e
    return folder


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Holds the folder for this process; the lock goes with the process, however it ends. Raises BadSetting."""
    handle = os.open(folder / "up.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "unknown"
            hint = f"another `belfry up` (process {holder}) is using {folder}"
            raise BadSetting("in_use", name="BELFRY_DATA", hint=hint) from e
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def sqlite_path(url: str) -> Path | None:
    """The file of an `sqlite:///path` URL (`sqlite:///name`: in the working folder); None for another database."""
    parts = urlsplit(url, allow_fragments=False)  # a "#" is of the name, as it is where the file is opened
    if parts.scheme != "sqlite":
        return None
    path = "/" + unquote(parts.netloc + parts.path).lstrip("/")
    return Path(path if path.count("/") > 1 else path[1:])


def secret_key(settings: Settings) -> str:
    """The Fernet keys, newest first; beside an SQLite database that does not exist yet, one is made. Raises BadSetting.

    A database without its key is never given a new one: what it holds could then never be read again.
    """
    if settings.secret_key is not None:
        return settings.secret_key
    database = sqlite_path(settings.database)
    if database is None:
        raise BadSetting("missing", name="BELFRY_SECRET_KEY", hint=_HOW)
    beside = key_file(settings.data, database)
    try:
        return beside.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    if database.exists() and database.stat().st_size:
        hint = f"{beside} is gone, and {database} holds what was encrypted with it; put the key back"
        raise BadSetting("missing", name="BELFRY_SECRET_KEY", hint=hint)
    return _make_key(beside)


def key_file(folder: Path, database: Path) -> Path:
    """Where the generated key of an SQLite database is kept."""
    return folder / "secret.key" if database.parent == folder else Path(f"{database}.key")


_HOW = "set it to a Fernet key: 32 random bytes in URL-safe base64, such as `openssl rand -base64 32 | tr '+/' '-_'`"


def _make_key(path: Path) -> str:
    from base64 import urlsafe_b64encode  # what Fernet.generate_key does, without loading OpenSSL for it

    key = urlsafe_b64encode(os.urandom(32)).decode("ascii")
    prepare(path.parent) if not path.parent.exists() else None
    waiting = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(waiting, path)  # never over a key that another process made meanwhile
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    finally:
        waiting.unlink()
    return key
