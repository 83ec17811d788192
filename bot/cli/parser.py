"""Every command and option of `belfry`, and where the function that does it lives ("module:function").

Here: words only, nothing is imported that a command needs. Not here: what commands do.
"""

from __future__ import annotations

import argparse
from typing import Any

ROLES = ("owner", "manager", "sender", "viewer")

_Subs = Any  # argparse has no public name for what add_subparsers gives
_DIGITS, _DIGITS_OF_ID = 9, 18  # as many as both databases surely hold


def make_parser() -> argparse.ArgumentParser:
    """The whole command line. Wrong usage ends with exit code 2, as argparse does."""
    parser = argparse.ArgumentParser(
        prog="belfry",
        description="Schedule and manage WhatsApp messages by chatting with a bot.",
        epilog="First steps: belfry up --sandbox. Settings are BELFRY_… variables or a .env file; see README.md.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_roles(commands)
    _add_staff(commands)
    _add_channels(commands)
    _add_contacts(commands)
    _add_messages(commands)
    _add_understand(commands)
    _add_upkeep(commands)
    _add_moving(commands)
    return parser


def _command(subs: _Subs, name: str, run: str, what: str, workspace: bool = False) -> argparse.ArgumentParser:
    one: argparse.ArgumentParser = subs.add_parser(name, help=what, description=what, allow_abbrev=False)
    one.set_defaults(run=run)
    if workspace:
        one.add_argument("--workspace", metavar="NAME", help="needed only when there are two (or BELFRY_WORKSPACE)")
    return one


def _group(subs: _Subs, name: str, what: str) -> _Subs:
    group = subs.add_parser(name, help=what, description=what, allow_abbrev=False)
    return group.add_subparsers(dest="action", metavar="ACTION", required=True)


def _json(one: argparse.ArgumentParser) -> None:
    one.add_argument("--json", action="store_true", help="print JSON")


def _add_roles(commands: _Subs) -> None:
    up = _command(commands, "up", "bot.cli.roles:up", "everything in one process")
    up.add_argument("--sandbox", action="store_true", help="with a pretend Telegram and WhatsApp; nothing to set")
    _command(commands, "chat", "bot.cli.roles:chat", "only the chat")
    _command(commands, "worker", "bot.cli.roles:worker", "only the worker, which sends")
    _command(commands, "web", "bot.cli.roles:web", "only the web server, which hears the providers")
    world = _command(commands, "sandbox", "bot.cli.roles:sandbox", "only the pretend outside world, in its own process")
    world.add_argument(
        "--engine", choices=("GOWS", "NOWEB", "WEBJS", "WPP"), default="GOWS", help="how its WAHA speaks"
    )
    world.add_argument("--key", help="the key that the pretend WAHA asks for")
    world.add_argument("--webhook-url", metavar="URL", help="where the pretend WAHA posts its events")
    world.add_argument("--webhook-secret", metavar="S", help="the key that signs them")

    once = _command(commands, "dispatch", "bot.cli.dispatching:dispatch", "one round of sending, for an outside cron")
    once.add_argument("--once", action="store_true", required=True, help="plan, send what is due, and end")
    once.add_argument("--for", type=_seconds, default=50.0, dest="seconds", metavar="50s", help="at most so long")
    top = _command(commands, "top", "bot.cli.dispatching:top", "a live view of what is sent", workspace=True)
    top.add_argument("--once", action="store_true", help="print it once and end")


def _seconds(word: str) -> float:
    number, unit = (word[:-1], word[-1]) if word[-1:] in ("s", "m") else (word, "s")
    try:
        seconds = float(number) * (60 if unit == "m" else 1)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{word} is no time from 1s to 60m, such as 50s")
    return seconds


def _add_staff(commands: _Subs) -> None:
    group = _group(commands, "workspace", "clinics, shops: each with its own staff, people and messages")
    add = _command(group, "add", "bot.cli.staff:workspace_add", "add a workspace")
    add.add_argument("name")
    add.add_argument("--timezone", metavar="Z")
    add.add_argument("--language", metavar="L")
    add.add_argument("--country", metavar="C")
    _json(_command(group, "list", "bot.cli.staff:workspace_list", "list the workspaces"))
    change = _command(
        group, "set", "bot.cli.staff:workspace_set", "change when and how often people are written to", True
    )
    change.add_argument("--quiet", metavar="21:00-8:00|none", help="hours in which nobody is written to")
    change.add_argument("--person-limit", metavar="N|none", help="messages a day to one person, over all staff")
    group = _group(commands, "staff", "people who may talk to the bot")
    _json(_command(group, "list", "bot.cli.staff:staff_list", "list them", workspace=True))
    _command(group, "remove", "bot.cli.staff:staff_remove", "remove one", workspace=True).add_argument("name")
    invite = _command(
        commands, "invite", "bot.cli.staff:invite", "print a one-time code for /start CODE", workspace=True
    )
    invite.add_argument("--role", choices=ROLES, default="sender")


def _add_channels(commands: _Subs) -> None:
    group = _group(commands, "channel", "WhatsApp senders")
    _json(_command(group, "kinds", "bot.cli.channels:kinds", "list the kinds of gateway and what each needs"))
    add = _command(group, "add", "bot.cli.channels:add", "add a channel", workspace=True)
    add.add_argument("name")
    add.add_argument("--gateway", required=True, metavar="KIND", help="see `belfry channel kinds`")
    add.add_argument("--like", metavar="CHANNEL", help="share the provider account and webhook of this channel")
    _channel_options(add)
    _json(add)
    _json(_command(group, "list", "bot.cli.channels:list_them", "list the channels", workspace=True))
    check = _command(group, "check", "bot.cli.channels:check", "ask the provider how a channel is", workspace=True)
    check.add_argument("name")
    _json(check)
    listed = _command(
        group, "templates", "bot.cli.channels:templates", "list what WhatsApp has approved", workspace=True
    )
    listed.add_argument("name")
    _json(listed)
    change = _command(group, "set", "bot.cli.channels:change", "change a channel's settings", workspace=True)
    change.add_argument("name")
    _channel_options(change)
    change.add_argument("--staff", metavar="WHO", help="only this member of staff uses it; everybody: all do again")
    for name, what in (
        ("pause", "let nothing leave over a channel"),
        ("resume", "let a paused channel send again"),
        ("default", "send over this one what names no channel"),
    ):
        one = _command(group, name, f"bot.cli.channels:{name}", what, workspace=True)
        one.add_argument("name")
    what = "let one send for another while that is down"
    stand_in = _command(group, "failover", "bot.cli.channels:failover", what, workspace=True)
    stand_in.add_argument("name")
    stand_in.add_argument("other", help="the channel that stands in; none: no channel")
    remove = _command(group, "remove", "bot.cli.channels:remove", "remove a channel", workspace=True)
    remove.add_argument("name")


def _channel_options(one: argparse.ArgumentParser) -> None:
    one.add_argument("--url", help="where the provider's API is")
    one.add_argument(
        "--key", metavar="KEY|-", help="the provider's key; - reads standard input (or BELFRY_CHANNEL_KEY)"
    )
    one.add_argument("--session", metavar="S", help="the sender's name at the provider")
    one.add_argument(
        "--set", metavar="name=value", action="append", default=[], dest="options", help="a further option"
    )
    one.add_argument("--pace", metavar="12s", help="how fast it sends: 12s, 5-30s, 29/s, '29/s burst 60'")
    one.add_argument("--daily-limit", metavar="N", type=int, help="the most messages a day")
    one.add_argument("--people", metavar="N|none", help="the most people that one message goes to")
    one.add_argument("--new-limit", metavar="N|none", help="the most people a day whom it never wrote to before")
    one.add_argument(
        "--warm-up", metavar="N|none", help="a new number: N messages today, twice as many each day after it"
    )


def _add_contacts(commands: _Subs) -> None:
    group = _group(commands, "contact", "people who receive")
    add = _command(group, "add", "bot.cli.contacts:add", "add a person", workspace=True)
    add.add_argument("name")
    add.add_argument("phone")
    add.add_argument("--tag", metavar="T", action="append", default=[], dest="tags")
    add.add_argument("--language", metavar="L")
    add.add_argument("--timezone", metavar="Z")
    bring = _command(group, "import", "bot.cli.contacts:bring", "add the people of a CSV file", workspace=True)
    bring.add_argument("file", help="columns name, phone, group, timezone; - reads standard input")
    bring.add_argument("--yes", action="store_true", help="do it; without it, only say what would happen")
    _json(_command(group, "list", "bot.cli.contacts:list_them", "list them", workspace=True))


def _add_messages(commands: _Subs) -> None:
    group = _group(commands, "message", "what was scheduled")
    _json(_command(group, "list", "bot.cli.messages:list_them", "list the messages", workspace=True))
    show = _command(group, "show", "bot.cli.messages:show", "one message with its deliveries", workspace=True)
    show.add_argument("number", type=_number)
    _json(show)
    show.add_argument("--state", metavar="S", help="only deliveries in this state")
    show.add_argument(
        "--limit", metavar="N", type=_count, help="at most so many deliveries, 1000 unless told otherwise"
    )
    show.add_argument("--after", metavar="ID", type=_id, help="go on behind that delivery: the next page")
    cancel = _command(group, "cancel", "bot.cli.messages:cancel", "call a message off", workspace=True)
    cancel.add_argument("number", type=_number)
    digest = _command(commands, "digest", "bot.cli.messages:digest", "print this week's digest", workspace=True)
    digest.add_argument("--send", action="store_true", help="send it to owners and managers")


def _number(word: str) -> int:
    digits = word.removeprefix("#")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _DIGITS:
        raise argparse.ArgumentTypeError(f"{word} is not the number of a message, such as 12")
    return int(digits)


def _count(word: str) -> int:
    if not _id(word):
        raise argparse.ArgumentTypeError("it is at least 1")
    return int(word)


def _id(word: str) -> int:
    if not (word.isascii() and word.isdigit()) or len(word) > _DIGITS_OF_ID:
        raise argparse.ArgumentTypeError(f"{word} is no number, such as 12")
    return int(word)


def _add_understand(commands: _Subs) -> None:
    one = _command(commands, "understand", "bot.cli.understand:run", "print the reading of a sentence", workspace=True)
    one.add_argument("text", nargs="*", metavar="TEXT")
    one.add_argument("--world", metavar="FILE", help="the names to read in; without it, those of the database")
    one.add_argument("--now", metavar="T", help="the time it is said, RFC 3339")
    _json(one)
    one.add_argument("--jsonl", action="store_true", help='read {"id", "text"} lines, print one reading a line')
    one.add_argument("--explain", action="store_true", help="show how it was read")


def _add_upkeep(commands: _Subs) -> None:
    _command(commands, "migrate", "bot.cli.upkeep:migrate", "bring the database to this version")
    held = _command(commands, "hold", "bot.cli.holding:hold", "whether sending is held, because of a copied database")
    held.add_argument("--end", action="store_true", help="go on sending")
    _command(commands, "doctor", "bot.cli.upkeep:doctor", "check settings, database, Redis, Telegram and channels")


def _add_moving(commands: _Subs) -> None:
    keep = _command(
        commands, "backup", "bot.cli.moving:backup", "keep the database in one file, beside a running Belfry"
    )
    keep.add_argument("file", metavar="FILE")
    keep.add_argument("--with-key", action="store_true", help="put the secret key into it too")
    back = _command(commands, "restore", "bot.cli.restoring:restore", "put a backup in place; nothing may run")
    back.add_argument("file", metavar="FILE")
    back.add_argument("--replace", action="store_true", help="also when the database holds data")
    copy = _command(commands, "copy", "bot.cli.moving:copy", "move everything to a database of the other kind")
    copy.add_argument("--to", required=True, metavar="URL", help="an empty database: postgres://… or sqlite:///…")
