"""The errors of the domain. Each has a `code` and `values`; sentences are made at the edge (`bot.replies`, the CLI).

BelfryError
├── Refused            the person may not or cannot do this; `code` says which sentence
│   ├── NotAllowed     the role is too small
│   ├── Unknown        no such message, contact, channel ...
│   └── Conflict       it changed meanwhile, or its state does not allow it
├── BadSetting         a setting is missing or wrong; names the setting
├── BadSignature       a webhook whose signature does not verify
└── Away               the database, Redis or Telegram cannot be reached now; trying again may help
"""

from __future__ import annotations

from typing import Any


class BelfryError(Exception):
    """The root. `code` is stable and language-free; `values` fill the sentence of that code."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.code}({inside})" if inside else self.code


class Refused(BelfryError):
    """The person cannot do this; nothing was changed."""


class NotAllowed(Refused):
    """The person's role does not allow it."""


class Unknown(Refused):
    """What was named does not exist in this workspace."""


class Conflict(Refused):
    """It changed meanwhile, or its state does not allow the step."""


class BadSetting(BelfryError):
    """A setting is missing or wrong. `values["name"]` is the setting, `values["hint"]` what to do."""


class BadSignature(BelfryError):
    """The webhook's signature does not verify: nothing of it may be stored."""


class Away(BelfryError):
    """Something that we need cannot be reached now."""
