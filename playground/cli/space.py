"""`playground space`: a game among neighbours on a lattice or network."""

from __future__ import annotations

import argparse

from playground import front
from playground.cli.grammar import Command, Parser, file_arguments
from playground.cli.reading import as_options, document_of, whole
from playground.console import Bar, print_json, print_table, say
from playground.problem import InputError, Problem

ROWS = 11  # of the table


def _space(options: argparse.Namespace) -> None:
    document = document_of(options)
    with Bar("generations") as bar, as_options():
        result = front.space(
            document, options.rule, whole(options.generations, "--generations"), size=_size(options.size),
            neighbourhood=options.neighbourhood, walls=options.walls, network=options.network,
            updating=options.updating, self_interaction=not options.no_self,
            start=None if options.start is None else options.start.split(","),
            single=None if options.single is None else [name.strip() for name in options.single.split(",")],
            seed=None if options.seed is None else whole(options.seed, "--seed"), progress=bar)
    if options.json:
        print_json({"title": document.title} | result.as_dict(options.states))
        return
    own = ", everybody meets itself too" if result.with_self else ""
    say(f"{document.title} · {result.rule}, {result.updating}; {result.place}{own}; seed {result.seed}\n")
    last = len(result.shares) - 1
    shown = sorted({round(last * k / (ROWS - 1)) for k in range(ROWS)})
    print_table(("generation", *result.strategies), (
        (f"{k:,}", *(f"{share:.4f}" for share in result.shares[k])) for k in shown))
    say(f"\nMean payoff at the end, of all meetings of a site: {result.mean_payoff:.6g}")


def _size(text: str) -> tuple[int, int]:
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) > 2:
        raise InputError([Problem("--size", f"{text!r} is no size; write ROWSxCOLUMNS, such as 100x100")])
    numbers = [whole(part, "--size") for part in parts]
    return numbers[0], numbers[-1]


def _space_arguments(parser: Parser) -> None:
    file_arguments(parser)
    parser.add_argument("--rule", default="imitate-the-best",
                        help="see playground list space-rules (default: imitate-the-best)")
    parser.add_argument("--size", default="100x100", metavar="ROWSxCOLUMNS", help="default: 100x100")
    parser.add_argument("--neighbourhood", default="moore", help="moore, von-neumann or hexagonal "
                                                                 "(default: moore)")
    parser.add_argument("--walls", action="store_true", help="an edge, in place of a torus")
    parser.add_argument("--network", default="", metavar="NAME|FILE",
                        help="not on a lattice: see playground list networks, or a text with a link a line")
    parser.add_argument("--updating", default="", help="synchronous or asynchronous (default: synchronous)")
    parser.add_argument("--no-self", action="store_true", help="nobody meets itself")
    parser.add_argument("--from", dest="start", metavar="SHARES",
                        help="shares of a random start, such as 9/10,1/10 (default: equal)")
    parser.add_argument("--single", metavar="ONE,OTHERS",
                        help="start with one in the middle who differs, such as Defect,Cooperate")
    parser.add_argument("--generations", default="100", metavar="N", help="default: 100")
    parser.add_argument("--seed", metavar="S", help="the same seed gives the same run (default: drawn)")
    parser.add_argument("--states", action="store_true", help="with --json: who plays what at the end")


COMMAND = Command(
    "Let a game be played among neighbours, who take over what does well.", _space_arguments, _space,
    ("nowak-may --size 200x200 --generations 300 --seed 1", "nowak-may --single Defect,Cooperate --json",
     "hawk-dove --rule fermi:noise=1/5 --neighbourhood hexagonal",
     "stag-hunt --network scale-free:size=1000 --rule death-birth --updating asynchronous"))
