"""The templates that a channel's provider has approved: asked for, and found by name.

Asked for when somebody needs one, never kept: what is approved changes at the provider. Not here: sending (`core.dispatch`),
when one is needed (`core.channels.windows`), a provider's lists (`core.gateways`).
"""

from __future__ import annotations

import asyncio
import difflib
from collections.abc import Sequence
from typing import Any

from core.channels.channels import account, find
from core.errors import Refused
from core.gateways.base import Approved, LookUpFailed
from core.gateways.registry import kind
from core.gateways.telling import ListsTemplates
from storage.queries import channels as store

Row = dict[str, Any]

PATIENCE = 8.0
"""Seconds: a person waits for it."""


async def approved(workspace: int, name: str) -> list[Approved]:
    """What a channel's provider has approved, by name and language.

    Raises Unknown ("channel"), Refused: "no_templates" where the gateway knows none, "templates_away" where it could not be
    asked (`reason`).
    """
    row = await store.get(workspace, (await find(workspace, name))["id"])
    of_kind = kind(row["gateway"])
    driver = of_kind.connect(account(row))
    try:
        if not of_kind.takes_templates or not isinstance(driver, ListsTemplates):
            raise Refused("no_templates", channel=row["name"], template="")
        async with asyncio.timeout(PATIENCE):
            return await driver.templates()
    except (LookUpFailed, TimeoutError) as failed:
        reason = str(failed) or "timeout"
        raise Refused("templates_away", channel=row["name"], reason=reason) from None
    finally:
        await driver.close()


def match(found: Sequence[Approved], name: str, language: str | None, usual: str) -> Approved | None:
    """The template of that name: in the language named, else in the channel's usual one, else in its only one."""
    named = [one for one in found if one.name == name.lower()]
    if language is not None:
        return next((one for one in named if one.language.lower() == language.lower()), None)
    return next((one for one in named if one.language == usual), named[0] if len(named) == 1 else None)


def can_fill(one: Approved, file: str) -> bool:
    """Whether a sentence can say all that a template needs: values for its body, and a file of this kind ("" for none)."""
    return not one.more and one.header == file


def nearest(found: Sequence[Approved], name: str) -> list[Approved]:
    """The most similar names first; as they are where nothing is similar."""
    return sorted(found, key=lambda one: -round(difflib.SequenceMatcher(None, name.lower(), one.name).ratio(), 1))
