"""`playground fixation`: whether one mutant of a finite population takes over, and the long run."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING

from playground import front
from playground.cli.grammar import Command, Parser, file_arguments
from playground.cli.reading import as_options, document_of
from playground.console import Bar, print_json, print_table, say

if TYPE_CHECKING:
    from playground.evolution.population import Floats


def _fixation(options: argparse.Namespace) -> None:
    document = document_of(options)
    with Bar("solving") as bar, as_options():
        found = front.fixation(document, options.dynamic, exact=options.exact, progress=bar)
        long_run = front.stationary(document, options.dynamic, progress=bar)
    if options.json:
        print_json({"process": options.dynamic, "fixation": found.as_dict(),
                    "stationary": long_run.as_dict()})
        return
    names = document.game.players[0].strategies
    say(f"{document.title} · {found.process}, {found.population:,} individuals\n")

    def told(row: Floats) -> list[str]:
        return [f"{number:.6g}" if math.isfinite(number) else "never" for number in row]

    exact = found.fractions
    chances = [list(map(str, row)) for row in exact] if exact else [told(row) for row in found.takes_over]
    for title, rows in (
            ("One mutant of a row takes over residents of a column with the probability", chances),
            ("Steps until one kind is alone", [told(row) for row in found.times]),
            ("Steps of those cases in which the mutant wins", [told(row) for row in found.times_won])):
        say(f"{title}:\n")
        print_table(("", *names), (
            (name, *("" if i == k else text for i, text in enumerate(row)))
            for k, (name, row) in enumerate(zip(names, rows))))
        say("")
    rare = ", where mutants are rare" if long_run.method == "rare mutants" else ""
    if all(map(math.isfinite, long_run.shares)):
        say(f"Mean shares in the long run{rare}:\n")
        print_table(names, [told(long_run.shares)])
    else:
        say("The long run depends on the start: some strategies never replace each other.")


def _fixation_arguments(parser: Parser) -> None:
    file_arguments(parser)
    parser.add_argument("--dynamic", default="moran", metavar="PROCESS",
                        help="with its options, such as fermi:population=50,strength=1/10,mutation=1/100 "
                             "(default: moran)")
    parser.add_argument("--exact", action="store_true",
                        help="probabilities as fractions, of the Moran processes with up to 200 individuals")


COMMAND = Command(
    "Find whether one mutant of a finite population takes over, and the long run.",
    _fixation_arguments, _fixation,
    ("stag-hunt --dynamic moran:population=20,strength=1/10",
     "hawk-dove --dynamic fermi:mutation=1/100 --json"))
