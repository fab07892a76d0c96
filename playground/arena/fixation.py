"""Which strategies a small population plays, and for how long, where mutants are rare.

Of N individuals two at random are compared; the first imitates the second with the chance 1 / (1 + exp(−w
(what the second earns − what the first earns))), everybody meeting everybody else: the process `fermi` of
playground/evolution/finite/, where the mathematics and its sources are. Here T⁻ₘ / T⁺ₘ is exp(−w (fₘ − gₘ)),
fₘ and gₘ being what mutants and residents earn while m are mutants. """

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.arena.ecology import Number, complete
from playground.evolution.finite.fixation import MOST_PEOPLE, MOST_STRATEGIES, one_takes_over, resident
from playground.evolution.population import Floats
from playground.problem import InputError, Problem
from playground.progress import Progress, silent


@dataclass(frozen=True, eq=False)
class Fixation:
    """`takes_over[i, j]`: the probability that one i among j takes over; on the diagonal 1 / N. `residents`:
    for which share of the time each strategy is everybody's. Both are worked out in logarithms, with relative
    errors of about 1e-12, however small."""

    takes_over: Floats
    residents: Floats


def fixation(matrix: Sequence[Sequence[Number | None]], population: int = 100, strength: float = 1.0,
             progress: Progress = silent) -> Fixation:
    """Of a tournament's `matrix`; `strength` is w, of selection. Every other strategy is equally likely as
    the next mutant. Raises `InputError`, and what `progress` raises."""
    payoffs = np.array(complete(matrix), dtype=float)
    n, people = len(payoffs), population
    problems = []
    if n > MOST_STRATEGIES:
        problems.append(Problem("matrix", f"{n:,} strategies; at most {MOST_STRATEGIES:,} are worked out"))
    if not 2 <= people <= MOST_PEOPLE:
        problems.append(Problem("population", f"{people:,} is not from 2 to {MOST_PEOPLE:,}"))
    if not 0 <= strength <= 1e6:
        problems.append(Problem("strength", f"{strength:g} is not from 0 to 1,000,000"))
    if problems:
        raise InputError(problems)
    many = np.arange(1, people)  # of the mutants
    logs = np.empty((n, n))
    for j in range(n):
        progress(j / (2 * n), f"invaders of {j:,} of {n:,} strategies")
        own, others = np.diag(payoffs)[:, None], payoffs[:, j, None]
        earned = (many - 1) * own + (people - many) * others
        lost = many * payoffs[j][:, None] + (people - many - 1) * payoffs[j, j]
        logs[:, j] = one_takes_over(strength * (lost - earned) / (people - 1))
    return Fixation(np.exp(logs), np.exp(resident(logs.T, progress)))

