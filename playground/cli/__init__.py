"""The `playground` command: the window, and every capability without a screen.

Each command is one module with a function `_NAME(options) -> None` that reads its input, calls the core and
prints; what goes wrong with the input is an `InputError`, which `main` turns into one line a problem.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from playground import __version__
from playground.cli import (
    alpha_rank,
    convert,
    evolve,
    find,
    fixation,
    listing,
    match,
    new,
    solve,
    space,
    tour,
    tournament,
    vote,
)
from playground.cli.grammar import Command, Parser
from playground.cli.window import open_window
from playground.console import print_error
from playground.problem import InputError
from playground.progress import Cancelled

QUIET_END = 130  # what a shell reports after Ctrl-C
BAD_INPUT = 2
COMMANDS: dict[str, Command] = {
    "list": listing.COMMAND, "solve": solve.COMMAND, "match": match.COMMAND, "tournament": tournament.COMMAND,
    "evolve": evolve.COMMAND, "space": space.COMMAND, "fixation": fixation.COMMAND,
    "alpha-rank": alpha_rank.COMMAND, "vote": vote.COMMAND, "convert": convert.COMMAND, "new": new.COMMAND,
    "find": find.COMMAND, "tour": tour.COMMAND}

ABOUT = f"""Playground {__version__}: a laboratory for games and coordination.

  playground               open the window
  playground FILE...       open it on games: files, or names of library games such as stag-hunt
  playground COMMAND ...   work without a window:
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; the exit status: 0, 2 after bad input, 130 when cut off."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        status = _dispatch(arguments)
        if sys.stdout is not None:  # there is none under pythonw on Windows
            sys.stdout.flush()
        return status
    except InputError as error:
        print_error(error)
        return BAD_INPUT
    except (KeyboardInterrupt, Cancelled):
        return QUIET_END
    except OSError as error:
        # Python would try to flush once more on its way out, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return QUIET_END  # nobody reads any more
        print_error(f"the output cannot be written: {error.strerror or error}")
        return BAD_INPUT


def _dispatch(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in COMMANDS or first.startswith("-"):
        options = _parser().parse_args(arguments)
        options.run(options)
        return 0
    return open_window(arguments)


def _parser() -> Parser:
    parser = Parser(prog="playground", description=ABOUT, allow_abbrev=False,
                    formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="version", version=f"playground {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)
    for name, (summary, arguments, run, examples) in COMMANDS.items():
        command = commands.add_parser(
            name, help=summary, description=summary, allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            epilog="examples:\n" + "\n".join(f"  playground {name} {example}" for example in examples))
        arguments(command)
        command.set_defaults(run=run)
    return parser
