"""`belfry up`, `chat`, `worker`, `web`, `sandbox`: the commands that stay. What they are made of is in `bot.up`."""

from __future__ import annotations

from argparse import Namespace

from core.settings import Settings


async def up(args: Namespace) -> None:
    settings = Settings.read(sandbox=args.sandbox)
    settings.require_token()
