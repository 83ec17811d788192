"""`belfry understand`: prints the reading of a sentence, for people (`--explain`), scripts (`--json`) and tables (`--jsonl`).

Wired into the command line by `bot.__main__`, which passes how to load the world of a workspace and how to say a reading.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.language.explain import explain
from core.language.reading import Reading
from core.language.understand import understand
from core.world import World

LoadWorld = Callable[[], World]
Say = Callable[[Reading], str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="*", help="the sentence")
    parser.add_argument("--world", metavar="FILE", help="a world file instead of the database")
    parser.add_argument(
        "--now", metavar="T", help="the moment at which it is said (ISO 8601; without offset, in the world's zone)"
    )
    parser.add_argument("--json", action="store_true", help="print the reading as JSON")
    parser.add_argument("--jsonl", action="store_true", help='read {"id", "text"} lines, print a reading for each')
    parser.add_argument("--explain", action="store_true", help="show, stage by stage, how it was read")


def run(args: argparse.Namespace, load_world: LoadWorld | None = None, say: Say | None = None) -> int:
    """Prints the reading or readings. 0 done; 1 the world cannot be loaded or a line is no JSON; 2 wrong usage."""
    try:
        said = None if args.now is None else datetime.fromisoformat(args.now)
    except ValueError:
        print(f"belfry: --now: {args.now!r} is no time; it looks like 2026-11-25T10:00:00Z.", file=sys.stderr)
        return 2
    try:
        world, now = _world(args, load_world, said)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"belfry: the world cannot be read: {error}", file=sys.stderr)
        return 1
    if args.jsonl:
        return _lines(world, now, say)
    if not args.text:
        print("belfry: say what to read, or use --jsonl.", file=sys.stderr)
        return 2
    reading = understand(" ".join(args.text), world, now)
    if args.json:
        _print(json.dumps(_public(reading, None, say), ensure_ascii=False))
    else:
        _print(_told(reading, say))
    if args.explain:
        _print(explained(" ".join(args.text), world, now))
    return 0


def _world(args: argparse.Namespace, load_world: LoadWorld | None, now: datetime | None) -> tuple[World, datetime]:
    if args.world:
        data = json.loads(Path(args.world).read_text(encoding="utf-8"))
        world = World.from_json(data)
        if now is None and data.get("now"):
            now = datetime.fromisoformat(data["now"])
    elif load_world is not None:
        world = load_world()
    else:
        raise ValueError("no --world, and no database here")
    if now is None:
        return world, datetime.now(UTC)
    return world, (now.replace(tzinfo=ZoneInfo(world.zone)) if now.tzinfo is None else now).astimezone(UTC)


def _lines(world: World, now: datetime, say: Say | None) -> int:
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            reading = understand(row["text"], world, now)
        except (ValueError, KeyError, TypeError) as error:
            print(f"belfry: line {number} is no JSON with an id and a text: {error}", file=sys.stderr)
            return 1
        _print(json.dumps(_public(reading, row.get("id"), say), ensure_ascii=False))
    return 0


def _public(reading: Reading, key: str | None, say: Say | None) -> dict[str, Any]:
    """The reading as scripts see it: without what only the chat needs."""
    told = _labelled(reading) if say is not None and reading.options else reading
    data = replace(told, id=key, text=None, spans=()).to_json()
    if say is not None:
        data["say"] = say(reading)
    return data


def _labelled(reading: Reading) -> Reading:
    """The replies are loaded only where they are needed: `--jsonl` over many sentences begins quickly."""
    from bot.replies.questions import labelled
    from bot.replies.voice import voice

    return labelled(voice(reading.lang or "en"), reading)


def _told(reading: Reading, say: Say | None) -> str:
    if say is not None:
        return say(reading)
    return json.dumps(_public(reading, None, None), ensure_ascii=False, indent=1)


def explained(sentence: str, world: World, now: datetime) -> str:
    """One line for each thing that a stage made of the sentence: masked, found, blanked, symbols, resolved."""
    return "\n".join(f"{stage:>10}  {text}" for stage, text in explain(sentence, world, now))


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(prog="belfry understand", description=__doc__)
    add_arguments(parser)
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
