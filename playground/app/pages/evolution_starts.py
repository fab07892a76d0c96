"""Where populations start, and the table of where they went: what the Evolution page needs, without Qt."""

from __future__ import annotations

import random
from fractions import Fraction

from playground.app.widgets.shares import Shares, rounded
from playground.evolution import PopulationGame, Trajectory
from playground.files.csv_table import csv_table
from playground.game import NormalForm

_SUGGESTED: dict[tuple[int, ...], tuple[str, ...]] = {
    (2,): ("3/5", "2/5"), (3,): ("1/2", "3/10", "1/5"), (2, 2): ("7/10", "3/10", "3/5", "2/5"),
    (2, 2, 2): ("7/10", "3/10", "3/5", "2/5", "1/5", "4/5")}


def suggested_start(population: PopulationGame) -> Shares:
    """A state inside and off the centre, which in many games is a rest point."""
    if population.sizes in _SUGGESTED:
        return tuple(map(Fraction, _SUGGESTED[population.sizes]))
    return tuple(Fraction(2 * (size - i), size * (size + 1))
                 for size in population.sizes for i in range(size))


def even_start(population: PopulationGame) -> Shares:
    """All strategies of a population equally frequent."""
    return tuple(Fraction(1, size) for size in population.sizes for _ in range(size))


def nudged(population: PopulationGame) -> Shares:
    """A state off the centre, towards which a start is nudged: strategies fall off evenly."""
    return suggested_start(population)


def random_start(population: PopulationGame) -> Shares:
    """Drawn evenly from all states, in thousandths."""
    state: list[Fraction] = []
    for size in population.sizes:
        weights = [random.expovariate(1) for _ in range(size)]
        state += rounded([weight / sum(weights) for weight in weights])
    return tuple(state)


def shares_csv(game: NormalForm, population: PopulationGame, run: Trajectory) -> str:
    """Times and shares, one line a time, each number with full precision."""
    one = population.kind == "one"
    names = [name if one else f"{player.name}: {name}"
             for player, _cut in zip(game.players, population.slices) for name in player.strategies]
    return csv_table([["time", *names], *([time, *row] for time, row in zip(run.times.tolist(),
                                                                            run.shares.tolist()))])
