"""`playground match`: one match between strategies."""

from __future__ import annotations

import argparse

from playground import front
from playground.cli.grammar import Command, Parser, file_arguments, repetition_arguments, scripts_argument
from playground.cli.reading import as_options, check_scripts, document_of, repetition
from playground.console import Bar, print_json, print_table, say

MOST_TURNS = 30  # that a match shows


def _match(options: argparse.Namespace) -> None:
    document = document_of(options)
    given = repetition(options)
    check_scripts(document, options.players, options.allow_scripts)
    with Bar("playing") as bar, as_options():
        result = front.match(document, options.players, **given, progress=bar,
                             allow_scripts=options.allow_scripts)
    shown = result.as_dict()
    if options.json:
        print_json(shown)
        return
    game = document.game
    say(f"{document.title} · {len(result.actions)} turns, seed {shown['seed']}\n")
    print_table(("", "player", "payoff a turn", f"share of {game.players[0].strategies[0]}"), (
        (player.name, name, f"{payoff} ({float(payoff):.4g})", f"{float(cooperation):.1%}")
        for player, name, payoff, cooperation in
        zip(game.players, result.players, result.payoffs, result.cooperation)))
    say()
    if result.forfeit:
        loser = result.forfeit.seat
        say(f"  {game.players[loser].name} forfeits: {result.players[loser]}: {result.forfeit.reason}\n")
    for k, player in enumerate(game.players):
        first = " ".join(str(row[k] + 1) for row in result.actions[:MOST_TURNS])
        say(f"  {player.name}: {first}{' …' if len(result.actions) > MOST_TURNS else ''}")
    for k, player in enumerate(game.players):
        if k == 0 or player.strategies != game.players[0].strategies:
            legend = ", ".join(f"{i} {name}" for i, name in enumerate(player.strategies, start=1))
            say(f"  ({'' if k == 0 else f'{player.name}: '}{legend})")


def _match_arguments(parser: Parser) -> None:
    file_arguments(parser)
    parser.add_argument("--players", metavar="NAME", nargs="+", required=True,
                        help="a strategy for each player: one of the file's own, or see playground list "
                             "strategies")
    repetition_arguments(parser)
    scripts_argument(parser)


COMMAND = Command(
    "Play one match between strategies.",
    _match_arguments, _match,
    ("prisoners-dilemma --players tit-for-tat defector --turns 10",
     "stag-hunt --players grim random --continuation 9/10 --noise 1/20 --seed 1"))
