"""`playground tournament`: everybody against everybody."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playground import front
from playground.catalogue import UnknownEntry
from playground.cli.grammar import Command, Parser, file_arguments, repetition_arguments, scripts_argument
from playground.cli.reading import as_options, axis, check_scripts, document_of, repetition, whole
from playground.console import Bar, print_json, print_table, say
from playground.problem import InputError, Problem

if TYPE_CHECKING:
    from playground.arena import TournamentResult
    from playground.files import GameDocument


def _tournament(options: argparse.Namespace) -> None:
    from playground.arena import LINEUPS

    document = document_of(options)
    given = repetition(options)
    players, plan = options.players, document.tournament
    if (players is not None and options.lineup is not None) or (
            players is None and options.lineup is None and plan is None):
        raise InputError([Problem("--players", "name strategies, or a line-up with --lineup; "
                                               f"line-ups: {', '.join(LINEUPS)}")])
    if options.lineup is not None:
        try:
            players = LINEUPS[options.lineup].make(document.game)
        except UnknownEntry as problem:
            raise InputError([Problem("--lineup", str(problem))]) from None
    taking_part = plan.players if players is None and plan is not None else players
    check_scripts(document, taking_part, options.allow_scripts)
    given |= {"exact": options.exact or None, "self_play": options.self_play or None,
              "weights": options.weights.split(",") if options.weights else None,
              "repetitions": None if options.repetitions is None else whole(
                  options.repetitions, "--repetitions"),
              "allow_scripts": options.allow_scripts}
    if options.sweep:
        _sweep(options, document, players, given)
        return
    if options.csv:
        raise InputError([Problem("--csv", "goes with --sweep; a table alone is printed with --json")])
    with Bar("playing") as bar, as_options():
        result = front.tournament(document, players, **given, progress=bar)
    if options.json:
        print_json(result.as_dict())
        return
    say(f"{document.title} · {len(result.players)} strategies, {_groups(result)}"
        f"{'expected payoffs' if result.exact else f'seed {result.seed}'}\n")
    margins = result.mean_margins
    print_table(("", "strategy", "payoff a turn", "95 % interval", "how"), (
        (str(place), result.players[k], f"{float(result.mean[k] or 0):.6g}",
         f"± {margins[k]:.2g}" if margins[k] else "",
         result.how(k))
        for place, k in enumerate(result.ranking, start=1)))
    for k, reason in result.forfeits.items():
        say(f"  {result.players[k]} is out: {reason}")


def _sweep(options: argparse.Namespace, document: GameDocument, players: Sequence[str] | None,
           given: dict[str, Any]) -> None:
    """One tournament over a grid of settings."""
    from playground.files.csv_table import csv_table

    axes: dict[str, Any] = {}
    for name, values in map(axis, options.sweep):
        if name in axes:
            raise InputError([Problem(f"--sweep {name}", "is given twice")])
        axes[name] = values
    settings = {name: axes.pop(name) for name in ("noise", "continuation", "turns") if name in axes}
    for name in settings:
        if given[name] is not None:
            raise InputError([Problem(f"--{name}", f"give either --{name} or --sweep {name}")])
    with Bar("playing") as bar, as_options():
        found = front.sweep(document, players, **(given | settings), parameters=axes, progress=bar)
    if options.json:
        print_json(found.as_dict())
        return
    if options.csv:
        print(csv_table(found.rows()), end="")
        return
    say(f"{document.title} · {len(found.players)} strategies at {len(found.results):,} points, "
        f"seed {found.sweep.base.seed}\n")
    print_table((*found.sweep.axes, "best", "payoff a turn", "95 % interval", "then"), (
        (*map(str, at.values()), *_best(result)) for at, result in zip(found.sweep.points, found.results)))


def _best(result: TournamentResult) -> tuple[str, ...]:
    """Who is first, with what, and who comes next."""
    if not result.ranking:
        return ("nobody", "", "", "")
    best, *others = result.ranking
    margin = result.mean_margins[best]
    return (result.players[best], f"{float(result.mean[best] or 0):.6g}", f"± {margin:.2g}" if margin else "",
            ", ".join(result.players[k] for k in others[:2]))


def _groups(result: TournamentResult) -> str:
    """Which groups of three and more there are; nothing for pairs."""
    asked = result.tournament
    if asked.game.n_players == 2:
        return ""
    seating = asked.seating
    drawn = f" drawn of {seating.count:,}" if seating.drawn else ""
    return f"{len(seating.groups):,} groups of {asked.game.n_players}{drawn}, "


def _tournament_arguments(parser: Parser) -> None:
    file_arguments(parser)
    parser.add_argument("--players", metavar="NAME", nargs="+",
                        help="strategies; see playground list strategies; the file's own if left out")
    parser.add_argument("--lineup", metavar="NAME", help="a line-up; see playground list lineups")
    parser.add_argument("--exact", action="store_true",
                        help="work out expected payoffs where all are automata, or in groups look at the "
                             "last round only; simulate the others")
    parser.add_argument("--repetitions", metavar="K", help="matches of each pair (default: 10)")
    parser.add_argument("--self-play", action="store_true", help="count matches against itself, too")
    parser.add_argument("--weights", metavar="W,W,…", help="how often each player is met, a number each")
    parser.add_argument("--sweep", metavar="NAME=FROM:TO:COUNT", action="append", default=[],
                        help="at so many values of noise, continuation, turns or a parameter of the game; or "
                             "NAME=VALUE,VALUE; may be given twice")
    parser.add_argument("--csv", action="store_true", help="print a sweep as CSV")
    repetition_arguments(parser)
    scripts_argument(parser)


COMMAND = Command(
    "Play everybody against everybody.",
    _tournament_arguments, _tournament,
    ("prisoners-dilemma --lineup four --turns 200",
     "prisoners-dilemma --lineup automata --exact --continuation 1 --noise 1/100 --json",
     "stag-hunt --players tit-for-tat grim fictitious-play --noise 1/20 --seed 1",
     "prisoners-dilemma --lineup classics --exact --sweep noise=0:1/5:5",
     "public-goods-3 --players conditional-cooperation best-response uniform --exact"))
