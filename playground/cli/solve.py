"""`playground solve`: equilibria, and other solution concepts."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from playground import front
from playground.cli.grammar import Command, Parser, file_arguments
from playground.cli.reading import as_options, document_of, paired, unpaired
from playground.console import Bar, print_json, print_table, say
from playground.problem import InputError

if TYPE_CHECKING:
    from playground.equilibrium import Component, Solution
    from playground.game import NormalForm

MOST_DESCRIBED = 300  # equilibria whose components are described


def _solve(options: argparse.Namespace) -> None:
    document = document_of(options)
    from playground.equilibrium import CONCEPTS
    from playground.equilibrium.words import mixture, rounded

    if problems := unpaired(options.options, "NAME=VALUE, such as lambda=2"):
        raise InputError(problems)
    with Bar("solving") as bar, as_options():
        solution = front.solve(document, options.concept, options.method, bar, paired(options.options))
    game = document.game
    structure = _structure(game, solution)
    if options.json:
        more = {"structure": [component.as_dict() for component in structure]} if structure else {}
        print_json({"title": document.title, **solution.as_dict(), **more})
        return
    say(f"{document.title} · {CONCEPTS[options.concept].title}"
          f"{f', {solution.method}' if options.concept == 'nash' else ''}\n")
    if solution.equilibria:
        several = options.concept == "nash" and len(solution.components) < len(solution.equilibria)
        head = ("", *(player.name for player in game.players), "payoffs", *(["component"] if several else []))
        print_table(head, (
            (number, *(mixture(player.strategies, strategy)
                       for strategy, player in zip(equilibrium.profile, game.players)),
             ", ".join(map(rounded, equilibrium.payoffs)), *([equilibrium.component + 1] if several else []))
            for number, equilibrium in enumerate(solution.equilibria, 1)))
        say()
    if any(len(component.members) > 1 for component in structure):
        print_table(("component", "extreme equilibria", "maximal Nash subsets", "dimension", "index"), (
            (number, len(each.members), len(each.subsets), each.dimension, each.index_text)
            for number, each in enumerate(structure, 1)))
        say()
    for line in solution.lines:
        say(f"  {line}")
    if solution.lines:
        say()
    say(solution.message)


def _structure(game: NormalForm, solution: Solution) -> tuple[Component, ...]:
    """What the components of equilibria are like, as far as that is known and not too long."""
    from playground.equilibrium import components_of

    if (solution.concept != "nash" or not solution.complete or game.n_players != 2
            or len(solution.equilibria) > MOST_DESCRIBED):
        return ()
    try:
        return components_of(game, solution)
    except InputError:
        return ()


def _solve_arguments(parser: Parser) -> None:
    file_arguments(parser)
    parser.add_argument("--concept", default="nash", help="see playground list concepts (default: nash)")
    parser.add_argument("--method", default="exact",
                        help="how Nash equilibria are found; see playground list methods (default: exact)")
    parser.add_argument("--with", metavar="NAME=VALUE", dest="options", action="append", default=[],
                        help="an option of the concept, such as lambda=2 for quantal; may be repeated")


COMMAND = Command(
    "Find the equilibria of a game, or another solution concept.",
    _solve_arguments, _solve,
    ("stag-hunt", "prisoners-dilemma --set R=6", "my-game.nfg --json",
     "travelers-dilemma --concept dominance"))
