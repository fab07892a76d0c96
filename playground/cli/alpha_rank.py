"""`playground alpha-rank`: which profiles remain where small populations rarely mutate."""

from __future__ import annotations

import argparse

from playground import front
from playground.cli.grammar import Command, Parser, file_arguments, populations_argument
from playground.cli.reading import as_options, document_of, whole
from playground.console import Bar, print_json, print_table, say


def _alpha_rank(options: argparse.Namespace) -> None:
    document = document_of(options)
    with Bar("ranking") as bar, as_options(population="--size", local="--everybody",
                                          structure="--populations"):
        found = front.alpha_rank(document, alpha=options.alpha, population=whole(options.size, "--size"),
                                 local=not options.everybody, structure=options.populations, progress=bar)
    if options.json:
        print_json(found.as_dict())
        return
    selection = "the limit of strong selection" if found.alpha is None else f"alpha {found.alpha}"
    say(f"{document.title} · α-rank, {selection}, {found.population:,} individuals a population\n")
    populations = document.game.players[:len(found.profiles[0])]
    remaining = {k for sink in found.sinks for k in sink}
    names = [player.name for player in populations] if len(populations) > 1 else ["strategy"]
    print_table(("", *names, "share of the time", "in a sink"), (
        (str(place), *(player.strategies[i] for player, i in zip(populations, found.profiles[k])),
         str(found.fractions[k]) if found.fractions and len(str(found.fractions[k])) < 16
         else f"{found.masses[k]:.6g}", "yes" if k in remaining else "")
        for place, k in enumerate(found.ranking, 1)))


def _alpha_rank_arguments(parser: Parser) -> None:
    file_arguments(parser)
    parser.add_argument("--alpha", metavar="A",
                        help="the strength of selection (default: its limit, found exactly)")
    parser.add_argument("--size", default="50", metavar="N",
                        help="how many individuals a population has (default: 50)")
    populations_argument(parser)
    parser.add_argument("--everybody", action="store_true",
                        help="in one population everybody meets everybody, not a mutant a resident")


COMMAND = Command(
    "Rank the profiles by how often they are played where mutants are rare.",
    _alpha_rank_arguments, _alpha_rank,
    ("rock-paper-scissors", "battle-of-the-sexes --alpha 1/2 --size 20 --json"))
