"""`playground new`: a game made of payoff functions."""

from __future__ import annotations

import argparse

from playground.cli.grammar import Command, Parser
from playground.cli.reading import as_options
from playground.console import say


def _new(options: argparse.Namespace) -> None:
    from playground.files import GameDocument, save
    from playground.game.payoff_functions import from_lines, noted

    counted = {f"{what}[{i}]": f"{option} {i + 1}" for what, option in (
        ("functions", "--payoffs"), ("strategies", "--payoffs"), ("parameters", "--parameters"))
        for i in range(len(getattr(options, option[2:])))}
    with as_options(functions="--payoffs", **counted):
        game = from_lines(options.payoffs, options.parameters)
    save(GameDocument(game, title=options.title, notes=noted(options.payoffs)), options.target)
    say(f"{options.title}: {game.n_players} players, written to {options.target}")


def _new_arguments(parser: Parser) -> None:
    parser.add_argument("target", metavar="OUT", help="the file to write: NAME.game.json or NAME.nfg")
    parser.add_argument("--payoffs", metavar="NAME=FUNCTION", nargs="+", required=True,
                        help="what each strategy earns: a polynomial in the shares x_NAME, or x1, x2, …")
    parser.add_argument("--parameters", metavar="NAME=VALUE", nargs="+", default=[],
                        help="named numbers that functions are written in, such as 'w = 3/4' or, with what a "
                             "slider offers, 'w = 3/4 from 0 to 1'")
    parser.add_argument("--title", metavar="TEXT", default="Game of payoff functions", help="of the game")


COMMAND = Command(
    "Make a game whose payoffs are functions of the shares in one large population.",
    _new_arguments, _new,
    ("pigou.game.json --payoffs 'Narrow = -x_Narrow^2' 'Wide = -w' --parameters 'w = 3/4'",))
