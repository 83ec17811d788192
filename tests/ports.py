"""Addresses of this machine that a test names before anything listens there.

A port that was only looked up belongs to nobody: whoever asks next, a server or an outgoing connection of another test, may
get it. Here it stays taken.
"""

from __future__ import annotations

import socket

_kept: list[socket.socket] = []


def own_port() -> int:
    """A port that is nobody else's for as long as this process lives: bound, and deaf, so that who connects is refused. A
    server that is told its number may listen there, again and again."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    _kept.append(held)
    return int(held.getsockname()[1])
