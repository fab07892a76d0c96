"""How a line-up's ranking depends on noise: the means and ranks of all strategies at each of many noises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arena.field import Field, both_seats
from playground.arena.tournament import Tournament
from playground.problem import InputError, Problem
from playground.progress import Progress, silent
from playground.strategy import seat_title, table_of

Floats = npt.NDArray[np.floating[Any]]
MOST = Fraction(1, 2)  # noise; at which all play at random
EQUAL = 1e-9  # means that differ by less, of the greatest payoff, share their rank
MOST_STEPS = 1_000


@dataclass(frozen=True, eq=False)
class NoiseRanks:
    """At `noises`, from 0 to 1/2: `means` of shape (noises, strategies), the payoff a turn over all that a
    strategy meets, in floating point with rounding errors of about 1e-12, and `ranks`, 1 for the best; equal
    ones share the better rank."""

    noises: tuple[Fraction, ...]
    means: Floats
    ranks: npt.NDArray[np.intp]


def noise_ranks(asked: Tournament, steps: int = 50, progress: Progress = silent) -> NoiseRanks:
    """The tournament at `steps` + 1 noises, whatever its own is. Raises `InputError` for strategies that are
    no automata, as these would have to be simulated, and what `progress` raises."""
    made = [table_of(name, asked.game, asked.strategies) for name in asked.players]
    automata = [each for each in made if each is not None]
    problems = [Problem(f"players[{k}]",
                        f"{seat_title(asked.players[k], asked.strategies)} is no table of states")
                for k, each in enumerate(made) if each is None]
    if not 1 <= steps <= MOST_STEPS:
        problems.append(Problem("steps", f"{steps:,} is not from 1 to {MOST_STEPS:,}"))
    if problems:
        raise InputError(problems)
    field = Field(automata)
    paid, weights = both_seats(asked.game), asked.meetings
    total = np.maximum(weights.sum(axis=1), np.finfo(float).tiny)  # who meets nobody earns nothing
    noises = tuple(MOST * step / steps for step in range(steps + 1))
    means = np.empty((len(noises), len(made)))
    for step, noise in enumerate(noises):
        progress(step / len(noises), f"noise {float(noise):.3f}")

        def hear(done: float | None, text: str = "", step: int = step) -> None:
            progress(step / len(noises), text)

        table = field.frequencies(replace(asked.repetition, noise=noise), hear)
        means[step] = (np.einsum("ijab,ab->ij", table, paid) * weights).sum(axis=1) / total
    return NoiseRanks(noises, means, np.array([_ranks(row, EQUAL * np.abs(paid).max()) for row in means]))


def _ranks(means: Floats, equal: float) -> npt.NDArray[np.intp]:
    behind = np.searchsorted(np.sort(means), means + equal, side="right")
    ranks: npt.NDArray[np.intp] = 1 + len(means) - behind
    return ranks
