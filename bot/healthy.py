"""`python -m bot.healthy`: asks the admin address of this machine whether the role can do its work. For health checks.

Exit code 0: ready; 1: not, and a line says why. Nothing but the standard library and the settings: it runs each ten seconds.
"""

from __future__ import annotations

import http.client
import json
import sys

from core.environment import Address
from core.errors import BadSetting
from core.settings import Settings

TIMEOUT = 4.0
"""Seconds; a check that is asked in turn has three."""

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - not to listen on: to ask


def ask(at: Address) -> tuple[bool, str]:
    """Whether `/readyz` says so, and what it said."""
    connection = http.client.HTTPConnection(_EVERYWHERE.get(at.host, at.host), at.port, timeout=TIMEOUT)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        checks = json.loads(answer.read())["checks"]
    except (OSError, http.client.HTTPException, ValueError, KeyError) as e:
        return False, f"{at} does not answer ({type(e).__name__})"
    finally:
        connection.close()
    return answer.status == 200, ", ".join(f"{name}: {state}" for name, state in checks.items())


def main() -> int:
    try:
        ready, why = ask(Settings.read().admin_listen)
    except BadSetting as e:
        ready, why = False, f"{e.values['name']}: {e.values['hint']}"
    sys.stdout.write(f"{why}\n")
    return 0 if ready else 1


if __name__ == "__main__":
    sys.exit(main())
