"""`playground evolve`: how a population's shares of strategies change."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground import front
from playground.cli.grammar import Command, Parser, file_arguments, populations_argument
from playground.cli.reading import as_options, document_of, whole
from playground.console import Bar, print_json, print_table, say
from playground.problem import InputError, Problem

if TYPE_CHECKING:
    from playground.evolution import EvolutionResult
    from playground.evolution.basins import Basins
    from playground.evolution.finite import FinitePath


def _evolve(options: argparse.Namespace) -> None:
    document = document_of(options)
    from playground.evolution.finite import FinitePath
    from playground.evolution.population import KINDS

    start: Any = None
    if options.start is not None:
        start = [part.split(",") for part in options.start.split(":")]
    with Bar("evolving") as bar, as_options():
        result = front.evolve(document, _dynamic(options), start, options.time,
                              populations=options.populations, beside=options.beside,
                              size=whole(options.size, "--size"),
                              seed=None if options.seed is None else whole(options.seed, "--seed"),
                              progress=bar)
    found = None
    if options.basins and isinstance(result, FinitePath):
        raise InputError([Problem("--basins", "a finite population has none; leave it out")])
    if options.basins:
        with Bar("basins of attraction") as bar, as_options():
            found = front.basins(document, _dynamic(options), populations=options.populations, progress=bar)
    shown = {**result.as_dict(), **({} if found is None else {"basins": found.as_list()})}
    if options.json:
        print_json(shown)
        return
    populations = document.game.players[:KINDS.index(result.structure) + 1]
    several = len(populations) > 1
    names = [f"{player.name}: {name}" if several else name
             for player in populations for name in player.strategies]
    drawn = f" of {result.population:,}, seed {result.seed}" if isinstance(result, FinitePath) else ""
    say(f"{document.title} · {options.dynamic}, {result.structure} population{'s' if several else ''}"
        f"{drawn}\n")
    print_table(("time", *names), (
        (f"{result.times[i]:g}", *(f"{share:.4f}" for share in result.shares[i]))
        for i in range(0, len(result.times), max(1, len(result.times) // 10))))
    if isinstance(result, FinitePath):
        _say_exact(names, result)
    else:
        _say_mean(names, result)
    if found is not None:
        _say_basins(names, found)
    if result.note:
        say(f"\n{result.note}")


def _dynamic(options: argparse.Namespace) -> str:
    """The dynamic, with the mutation matrix of a file."""
    if options.mutation is None:
        return str(options.dynamic)
    from playground.evolution.replicator_mutator import MATRIX
    from playground.files import read_numbers
    from playground.files.disk import read_text

    try:
        matrix = read_numbers(read_text(Path(options.mutation)))
    except InputError as refused:
        raise InputError([Problem(f"--mutation {problem.place}", problem.message)
                          for problem in refused.problems]) from None
    return f"{options.dynamic}{',' if ':' in options.dynamic else ':'}{MATRIX.name}={MATRIX.written(matrix)}"


def _say_mean(names: Sequence[str], result: EvolutionResult) -> None:
    """What goes on beside a mean dynamic, and where it rests."""
    if result.beside is not None:
        course = result.beside
        say(f"\n{course.name}, {course.size:,} {course.unit}, seed {course.seed}:\n")
        print_table(("time", *names), (
            (f"{course.trajectory.times[i]:g}", *(f"{share:.4f}" for share in course.trajectory.shares[i]))
            for i in range(0, len(course.trajectory.times), max(1, len(course.trajectory.times) // 10))))
    if result.rest_points:
        say("\nRest points:\n")
        print_table((*names, "kind"), (
            (*(share if point.exact else f"{share:.6g}" for share in point.at), point.kind)
            for point in result.rest_points))
    for continuum in result.continua:
        ends = " to ".join(f"({', '.join(map(str, vertex))})" for vertex in continuum.vertices)
        say(f"  every state from {ends}")


def _say_basins(names: Sequence[str], found: Basins) -> None:
    """Which part of all states leads to each stable rest point and cycle."""
    how = "drawn at random" if found.drawn else "on a grid"
    say(f"\nBasins of attraction, of {found.states:,} states {how}:\n")
    ends = [", ".join(f"{share if sink.exact else f'{share:.6g}'} {name}"
                      for share, name in zip(sink.at, names) if share) for sink in found.sinks]
    ends += [f"a cycle, period about {cycle.period:.4g}" for cycle in found.cycles]
    rows = list(zip(found.areas, found.errors, ends))
    if found.elsewhere > 5e-4:
        rows.append((found.elsewhere, 0.0, "none of these" if rows else "no stable rest point or cycle"))
    print_table(("part", "±", "leads to"), (
        (f"{100 * area:.1f} %", f"{100 * error:.1f} %" if error else "", end) for area, error, end in rows))


def _say_exact(names: Sequence[str], result: FinitePath) -> None:
    """What is known of a finite population without chance."""
    if result.fixation:
        say("\nOne mutant of a row takes over residents of a column with the probability:\n")
        print_table(("", *names), ((name, *(f"{chance:.6g}" for chance in row))
                                   for name, row in zip(names, result.fixation.takes_over)))
    if result.stationary:
        rare = ", where mutants are rare" if result.stationary.method == "rare mutants" else ""
        say(f"\nMean shares in the long run{rare}:\n")
        print_table(names, [[f"{share:.6g}" for share in result.stationary.shares]])


def _evolve_arguments(parser: Parser) -> None:
    file_arguments(parser)
    parser.add_argument("--dynamic", default="replicator",
                        help="see playground list dynamics (default: replicator)")
    parser.add_argument("--mutation", metavar="FILE.csv",
                        help="for --dynamic replicator-mutator: a table of the probabilities that a child of "
                             "the row's strategy plays the column's")
    parser.add_argument("--from", dest="start", metavar="SHARES",
                        help="the shares at the start, such as 1/2,1/4,1/4; two populations: 1/2,1/2:1/3,2/3")
    populations_argument(parser)
    parser.add_argument("--basins", action="store_true",
                        help="which part of all states leads to each stable rest point or cycle")
    parser.add_argument("--beside", metavar="NAME", default="",
                        help="what agents or learners do, too: see playground list courses")
    parser.add_argument("--size", default="1000", metavar="N",
                        help="how many agents, or rounds of learning (default: 1000)")
    parser.add_argument("--seed", metavar="S", help="of their chances (default: drawn, and shown)")
    parser.add_argument("--time", metavar="T", default="20",
                        help="how long; of a finite population, in generations (default: 20)")


COMMAND = Command(
    "Follow how a population's shares of strategies change.",
    _evolve_arguments, _evolve,
    ("hawk-dove --from 9/10,1/10", "rock-paper-scissors --from 1/2,1/4,1/4 --time 40 --json",
     "stag-hunt --dynamic logit:noise=1/4 --beside agents --size 100",
     "stag-hunt --dynamic moran:population=50,strength=1/10 --seed 1"))
