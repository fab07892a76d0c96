"""The grammar of the command line: what a command is, how errors are told; arguments that they share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NamedTuple, NoReturn

from playground.problem import InputError, Problem


class Command(NamedTuple):
    """One command: `run` is called with what `arguments` let the command line say. `examples` stand in its
    help, without the name of the command."""

    summary: str
    arguments: Callable[[Parser], None]
    run: Callable[[argparse.Namespace], None]
    examples: tuple[str, ...]


class Parser(argparse.ArgumentParser):
    """argparse with our form of errors: one line, the place first."""

    def error(self, message: str) -> NoReturn:
        command = self.prog.removeprefix("playground").strip()
        if message.startswith("argument "):
            place, _, message = message.removeprefix("argument ").partition(": ")
        elif message.startswith("the following arguments are required: "):
            place, message = message.removeprefix("the following arguments are required: "), "missing"
            choices = [", ".join(action.choices) for action in self._actions
                       if action.metavar == place and action.choices and not action.option_strings]
            message += f", one of {choices[0]}" if choices else ""
        elif message.startswith("unrecognized arguments: "):
            place, message = message.removeprefix("unrecognized arguments: "), "not expected here"
        else:
            place = command
        raise InputError([Problem(place, f"{message}; type {self.prog} --help")])


def json_argument(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON value instead of a table")


def file_arguments(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE",
                        help="a .game.json, .nfg or .efg file, or a library game's name")
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[],
                        help="give a parameter of the game another value; may be repeated")
    json_argument(parser)


def populations_argument(parser: Parser) -> None:
    parser.add_argument("--populations", choices=("one", "two", "three"), default="",
                        help="how many populations (default: one for a symmetric game, else one a player)")


def scripts_argument(parser: Parser) -> None:
    parser.add_argument("--allow-scripts", action="store_true",
                        help="let the file's own scripts run, in a sandbox")


def repetition_arguments(parser: Parser) -> None:
    parser.add_argument("--turns", metavar="N", help="play N turns")
    parser.add_argument("--continuation", metavar="D", help="after each turn, go on with probability D")
    parser.add_argument("--noise", metavar="E", help="probability that a choice is replaced by another")
    parser.add_argument("--seed", metavar="S", help="a whole number; the same seed plays the same matches")
