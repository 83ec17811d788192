"""What each of WAHA's engines can, as far as a driver must know: ids that we choose, and how a message is looked up.

Here: a value, made of what WAHA says of itself. Not here: asking it (`waha`). Rules: sections 0 and 1.5 of the contract
page. GOWS and NOWEB take a message id with the request since WAHA 2026.4.3 and find a message by its raw id; WEBJS and
WPP choose their own (silently), and find it by its full id in its chat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

_WITH_IDS = ("GOWS", "NOWEB")
ENGINES_OF_THE_WEB = ("WEBJS", "WPP")
_IDS_SINCE = (2026, 4, 3)
_VERSION = re.compile(r"(\d{4})\.(\d{1,3})\.(\d{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine by its name (upper case) and the version of WAHA; "" where it is not known."""

    name: str = ""
    version: str = ""

    def told(self, name: str, version: str) -> Engine:
        """What is known now; an answer that says nothing takes nothing away."""
        return replace(self, name=name.upper()[:20] or self.name, version=version[:40] or self.version)

    @property
    def takes_ids(self) -> bool:
        """Whether an id that we send is the one that comes back. What is not known does not."""
        return self.name in _WITH_IDS and _new_enough(self.version)

    def message_paths(self, session: str, ref: str, chats: Sequence[str]) -> list[str]:
        """Where a message of ours may be found by its raw id; nowhere while the engine is not known.

        `session` is quoted already. WEBJS answers 404 to "all" for every message: that absence would mean nothing.
        """
        start = f"/api/{session}/chats/"
        if self.name in _WITH_IDS:
            return [f"{start}all/messages/{quote(ref, safe='')}"]
        if self.name in ENGINES_OF_THE_WEB:
            return [f"{start}{quote(chat)}/messages/{quote(f'true_{chat}_{ref}', safe='')}" for chat in chats]
        return []


@lru_cache(maxsize=100)
def _new_enough(version: str) -> bool:
    found = _VERSION.match(version)
    return found is not None and tuple(map(int, found.groups())) >= _IDS_SINCE
