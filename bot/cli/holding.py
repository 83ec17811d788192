"""`belfry hold`: whether sending is held because the database went back or is a copy; `--end` lets it go on."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime

from bot.cli.edge import Complaint
from bot.cli.session import opened
from core.errors import Conflict

_WHY = {
    "went_back": "the database went back: it knows nothing of what left since then",
    "other_place": "the database was moved, or is a copy: the original may still send",
    "other_timeline": "the database server was put back to an earlier time",
    "living": "another Belfry runs on a copy of this database",
}


async def hold(args: Namespace) -> None:
    from core import restoring

    async with opened() as session:
        held = await restoring.state()
        if held is None:
            if args.end:
                raise Complaint("sending is not held.")
            print("Sending is not held.")
            return
        why = f"{_WHY[held['cause']]} ({_moment(held['last'])})."
        if not args.end:
            print(f"Sending is held since {_moment(held['since'])}: {why}")
            print("See that no other Belfry sends, then go on with `belfry hold --end`.")
            return
        try:
            back = (await restoring.go_on(session.clock.now())).values()
        except Conflict:
            raise Complaint("sending goes on already.") from None
    print("Sending goes on.")
    waiting, unsure = sum(one.deliveries for one in back), sum(one.unsure for one in back)
    if waiting:
        print(f"{waiting} deliveries that may have left already were not sent; `retry #N` in the chat sends them.")
    if unsure:
        print(f"{unsure} deliveries are unsure: they were in the air.")


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M:%S}"
