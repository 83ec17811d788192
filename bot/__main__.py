"""The door of the `belfry` command line. Not here: what commands do (`bot.cli`), what roles are made of (`bot.up`)."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bot.cli.edge import DONE, WRONG_USAGE, run
from bot.cli.parser import make_parser

VERSION = "0.1.0"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Exit codes: 0 done, 1 it did not work (one sentence on standard error), 2 wrong usage."""
    parser = make_parser()
    try:
        args = parser.parse_args(argv)
    except SystemExit as e:  # argparse has said why, or printed the help that was asked for
        return e.code if isinstance(e.code, int) else WRONG_USAGE
    if args.version:
        print(VERSION)
        return DONE
    if args.command is None:
        parser.print_help(sys.stderr)
        return WRONG_USAGE
    return run(args)


if __name__ == "__main__":
    sys.exit(main())
