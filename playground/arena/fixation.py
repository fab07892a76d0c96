"""Which strategies a small population plays, and for how long, where mutants are rare.

Of N individuals two at random are compared; the first imitates the second with the chance
1 / (1 + exp(−w (what the second earns − what the first earns))), everybody meeting everybody else (Traulsen,
Nowak and Pacheco 2006, Physical Review E 74, 011909). A single mutant i among residents j takes over, in the
end, with the probability

    ρᵢⱼ = 1 / (1 + Σₖ Πₘ exp(−w (fₘ − gₘ))),    k from 1 to N − 1, m from 1 to k,

fₘ and gₘ being what i and j earn while m are i. Where mutants come so rarely that the last one has taken over
or is gone, all play alike nearly all the time, and who they are is a Markov chain with these probabilities
(Fudenberg and Imhof 2006, Journal of Economic Theory 131, 251–262; of the strategies of the repeated dilemma:
Imhof, Fudenberg and Nowak 2007, Journal of Theoretical Biology 247, 574–580). """

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arena.ecology import Number, complete
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

Floats = npt.NDArray[np.floating[Any]]
MOST_STRATEGIES, MOST_PEOPLE = 300, 5_000


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
        steps = np.cumsum(strength * (lost - earned) / (people - 1), axis=1)
        logs[:, j] = -np.logaddexp(0, np.logaddexp.reduce(steps, axis=1))
    return Fixation(np.exp(logs), np.exp(_stationary(logs.T, progress)))


def _stationary(logs: Floats, progress: Progress) -> Floats:
    """Of a chain with rates [from, to], all as logarithms: state after state is taken out and put in again,
    without a subtraction (Grassmann, Taksar and Heyman 1985, Operations Research 33, 1107–1116)."""
    rates, n = logs.copy(), len(logs)
    for k in range(n - 1, 0, -1):
        progress(0.5 + (n - k) / (2 * n), "how long each stays")
        rates[:k, k] -= np.logaddexp.reduce(rates[k, :k])
        rates[:k, :k] = np.logaddexp(rates[:k, :k], rates[:k, k, None] + rates[k, None, :k])
    times = np.zeros(n)
    for k in range(1, n):
        times[k] = np.logaddexp.reduce(times[:k] + rates[:k, k])
    settled: Floats = times - np.logaddexp.reduce(times)
    return settled
