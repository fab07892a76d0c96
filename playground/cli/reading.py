"""What commands are given: games by file or name, parameters, numbers; what is wrong is an `InputError`."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground import front
from playground.console import say
from playground.problem import InputError, Problem

if TYPE_CHECKING:
    from playground.files import GameDocument, VoteDocument

MOST_VALUES = 2_000  # of a setting

# What the core calls things, and the options that set them.
OPTIONS = {"start": "--from", "repeated.turns": "--turns", "repeated.continuation": "--continuation",
           "repeated.noise": "--noise", "features": "--with", "options": "--with",
           **dict.fromkeys(("process", "population", "strength", "mutation", "exponential"), "--dynamic"),
           "rows": "--size", "columns": "--size", "size": "--size",
           **{name: f"--{name}" for name in (
               "rule", "generations", "neighbourhood", "network", "updating", "single",
               "concept", "method", "players", "turns", "continuation", "noise", "seed", "dynamic", "time",
               "beside", "repetitions", "weights", "wish", "shape", "low", "high", "count")}}


def path_of(name: str, suffix: str = ".game.json", what: str = "game") -> Path:
    """The file of that name, or the one in the library. Raises `InputError` with the nearest names."""
    from playground.cli import COMMANDS
    from playground.files import library

    path = Path(name)
    try:
        if path.is_dir():
            raise InputError([Problem(name, f"this is a folder; give a {what} file in it")])
        if os.path.lexists(path):
            return path  # whether it can be read, the reader says
    except OSError as error:
        raise InputError([Problem(name[:80], f"{error.strerror}; give the name of a {what} file")]) from None
    games = {library_name(file): file for file in library(suffix)}
    if name in games:
        return games[name]
    if path.suffix or len(path.parts) > 1:
        raise InputError([Problem(name, "there is no such file")])
    close = difflib.get_close_matches(name, [*COMMANDS, *games], n=3)
    hint = (f"did you mean {' or '.join(close)}?" if close
            else f"see playground --help, playground list {what}s")
    raise InputError([Problem(name[:80], f"neither a command, a file nor a library {what}; {hint}")])


def library_name(file: Path) -> str:
    return file.name.removesuffix(".game.json").removesuffix(".vote.json")


def load_game(name: str) -> GameDocument:
    """The game of that name. What its reader had to change is told on stderr."""
    from playground.files import load

    document = load(path_of(name))
    for remark in document.remarks:
        say(f"playground: note: {remark}", file=sys.stderr)
    return document


def load_votes(name: str) -> VoteDocument:
    """The votes of that name. What their reader had to change is told on stderr."""
    from playground import files

    document = files.load_votes(path_of(name, ".vote.json", "vote"))
    for remark in document.remarks:
        say(f"playground: note: {remark}", file=sys.stderr)
    return document


def document_of(options: argparse.Namespace) -> GameDocument:
    """The opened game, with every `--set NAME=VALUE` applied."""
    from playground.game.edits import set_parameter

    document = load_game(options.file)
    game = document.game
    problems: list[Problem] = []
    for setting in options.set:
        name, sign, value = setting.partition("=")
        if not sign:
            problems.append(Problem("--set", f"{setting!r} has no '='; write NAME=VALUE, such as b=3"))
            continue
        try:
            game = set_parameter(game, name.strip(), value)
        except InputError as error:
            problems += [Problem(f"--set {name}", problem.message) for problem in error.problems]
    if problems:
        raise InputError(problems)
    return replace(document, game=game)


@contextmanager
def as_options(**renamed: str) -> Iterator[None]:
    """Name the places of problems as the options they came in by: `sweep noise` as `--sweep noise`. A command
    gives those that it calls otherwise: `population="--size"`."""
    try:
        yield
    except InputError as error:
        raise InputError([replace(problem, place=renamed.get(problem.place) or _option(problem.place))
                          for problem in error.problems]) from None


def _option(place: str) -> str:
    if place.partition(" ")[0] == "sweep":
        return f"--{place}"
    return OPTIONS.get(place.partition("[")[0], place)


def whole(text: str, place: str) -> int:
    value = front.fraction(text, place)
    if value.denominator != 1:
        raise InputError([Problem(place, f"{text} is not a whole number")])
    return value.numerator


def unpaired(given: Sequence[str], form: str) -> list[Problem]:
    """What is wrong with the values of `--with`, which are to be of this form."""
    return [Problem("--with", f"{each!r} has no '='; write {form}") for each in given if "=" not in each]


def paired(given: Sequence[str]) -> dict[str, str]:
    """What `--with NAME=VALUE` gives."""
    return {name.strip(): value.strip() for name, _, value in (each.partition("=") for each in given)}


def repetition(options: argparse.Namespace) -> dict[str, Any]:
    """What of a repeated game, and of its luck, is given."""
    turns = None if options.turns is None else whole(options.turns, "--turns")
    seed = None if options.seed is None else whole(options.seed, "--seed")
    if turns is not None and options.continuation is not None:
        raise InputError([Problem("--turns", "give either --turns or --continuation, not both")])
    return {"turns": turns, "continuation": options.continuation, "noise": options.noise, "seed": seed}


def axis(text: str) -> tuple[str, tuple[Fraction, ...]]:
    """A setting and the values it takes: `noise=0:1/2:11`, from, to and how many, or `noise=0,1/20`."""
    name, sign, values = (part.strip() for part in text.partition("="))
    place = f"--sweep {name}".strip()
    if not sign or not name:
        raise InputError([Problem("--sweep", f"{text!r} has no '='; write NAME=FROM:TO:COUNT, such as "
                                             "noise=0:1/2:11, or NAME=VALUE,VALUE")])
    if ":" not in values:
        return name, tuple(front.fraction(value, place) for value in values.split(","))
    parts = values.split(":")
    if len(parts) != 3:
        raise InputError([Problem(place, f"{values!r} is not FROM:TO:COUNT, such as 0:1/2:11")])
    low, high = (front.fraction(part, place) for part in parts[:2])
    count = whole(parts[2], place)
    if not 2 <= count <= MOST_VALUES:
        raise InputError([Problem(place, f"{count} values; give from 2 to {MOST_VALUES:,}")])
    return name, tuple(low + (high - low) * k / (count - 1) for k in range(count))


def check_scripts(document: GameDocument, players: Sequence[str], allowed: bool) -> None:
    if not allowed and any(name in document.scripts for name in players):
        names = ", ".join(name for name in dict.fromkeys(players) if name in document.scripts)
        raise InputError([Problem("--players", f"{names}: a script of this file; if you trust who wrote it, "
                                               "add --allow-scripts to run it in the sandbox")])
