"""`belfry dispatch --once` and `belfry top`: a round of sending for an outside cron, and a live look at the lanes."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from bot.cli.session import Session, in_workspace, opened
from core.dispatch.once import Round
from storage.errors import StoreAway
from storage.queries import lanes, runners

if TYPE_CHECKING:
    from rich.table import Table

_KEPT_OUT = {
    "worker": "a worker runs on this database and sends by itself; nothing was done.",
    "held": "sending is held, because the database went back or is a copy; `belfry hold` says more.",
    "round": "another round is under way; nothing was done.",
}


async def dispatch(args: Namespace) -> None:
    """Says in one line what the round did."""
    from bot.parts import Parts  # here: `belfry top` needs no driver and no sandbox

    async with opened() as session:
        await Parts(session.settings).run_round(args.seconds, lambda done: print(_told(done), flush=True))


def _told(done: Round) -> str:
    if done.kept_out:
        return _KEPT_OUT[done.kept_out]
    words = [f"{count} {state}" for state, count in done.counts.items() if count or state == "sent"]
    later = f"; the next is planned for {done.next_at.isoformat(timespec='seconds')}" if done.next_at else ""
    return ", ".join(words) + later + "."


async def top(args: Namespace) -> None:
    """A table, drawn anew each second until Ctrl-C; once where nobody watches (a pipe, --once)."""
    from rich.console import Console
    from rich.live import Live

    async with in_workspace(args) as session:
        console = Console()
        if args.once or not sys.stdout.isatty():
            console.print(await _table(session))
            return
        with Live(await _table(session), console=console, auto_refresh=False, screen=True) as live:
            while True:
                await asyncio.sleep(1)
                try:
                    live.update(await _table(session), refresh=True)
                except StoreAway:
                    live.console.print("the database cannot be reached now")


async def _table(session: Session) -> Table:
    from rich.table import Table

    now = session.clock.now()
    worker = "a worker is on duty" if await runners.worker_on_duty() else "NO WORKER IS ON DUTY: nothing is sent"
    table = Table(title=f"{session.workspace['name']}, {now.astimezone():%H:%M:%S}: {worker}")
    for head in ("channel", "state", "lane", "due", "lag", "in flight", "last minute", "unsure"):
        table.add_column(head, justify="left" if head in ("channel", "state", "lane") else "right")
    for row in await lanes.every(session.workspace_id, now):
        lag = (now - row["ready_at"]).total_seconds() if row["ready_at"] else 0.0
        lane = row["owner"] if row["held"] else "-"
        numbers = (str(row["due"]), _lag(lag), *(str(row[name]) for name in ("flying", "left", "unsure")))
        table.add_row(row["name"], _state(row), lane, *numbers)
    return table


def _state(row: dict[str, Any]) -> str:
    if row["paused"]:
        return "paused"
    return str(row["health"]) + (f" ({row['reason']})" if row["reason"] else "")


def _lag(seconds: float) -> str:
    return "-" if seconds <= 0 else f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
