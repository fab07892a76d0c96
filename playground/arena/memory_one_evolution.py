"""Mutation and selection among all memory-one strategies (Nowak and Sigmund 1993, Nature 364, 56–58).

A strategy is the chance of cooperation after each pair of moves, CC, CD, DC and DD, the own move first. In a
population without end each generation's share of a strategy is its last one times what it earns, over the
mean; payoffs are the limits of the means of endless games with noise. Every hundredth generation on average a
mutant comes, drawn at random, and who falls below a thousandth is gone.

What to expect with payoffs 5, 3, 1, 0: states last long, so that runs differ. Of the runs with the seeds 0 to
19, cooperation in the second half of 1,000,000 generations is above 0.9 in 14 with noise 1/1000 and in 6 with
noise 1/100, and below 0.2 in 4 and 11 of them. Where it is high the leaders are nearly always close to
Win-Stay Lose-Shift (1, 0, 0, 1); now and then for long they are generous, (1, q, 1, q). """

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.game import NormalForm
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

Floats = npt.NDArray[np.floating[Any]]
RARE, ARRIVING = 0.001, 0.0011  # below this share one is gone; with this share a mutant comes
GAP = 100  # generations between mutants, on average
STILL = 1e-13  # shares that move less stay, until the next mutant
MOST_GENERATIONS, MOST_MOMENTS = 10_000_000, 100_000


@dataclass(frozen=True, eq=False)
class Moment:
    """A generation: `strategies` of shape (kinds, 4) before noise, and their `shares`; the chance that a move
    is cooperation, and the mean payoff a turn. From the number of `mutants` so far and the generation in
    which the next is `due` it goes on."""

    generation: int
    strategies: Floats
    shares: Floats
    cooperation: float
    payoff: float
    mutants: int
    due: int

    @property
    def dominant(self) -> int:
        """Who has the greatest share."""
        return int(self.shares.argmax())


@dataclass(frozen=True)
class Evolution:
    """What is asked. `noise`: the chance that a move is another than meant, from 1/1000 to 1/2. The first
    strategy is `start`. The same `seed` gives the same, up to rounding, in however many pieces it is
    worked out. Raises `InputError`."""

    game: NormalForm
    noise: Fraction = Fraction(1, 100)
    seed: int = 0
    start: tuple[float, float, float, float] = (0.5, 0.5, 0.5, 0.5)

    def __post_init__(self) -> None:
        problems = []
        if self.game.shape != (2, 2) or not self.game.is_symmetric:
            problems.append(Problem("game", "a symmetric game of two strategies is needed"))
        if not Fraction(1, 1000) <= self.noise <= Fraction(1, 2):
            problems.append(Problem("noise", f"{self.noise} is not from 1/1000 to 1/2"))
        if self.seed < 0:
            problems.append(Problem("seed", f"{self.seed} is negative; give a whole number from 0 on"))
        if not (len(self.start) == 4 and all(0 <= p <= 1 for p in self.start)):
            problems.append(Problem("start", "four chances from 0 to 1 are needed"))
        if problems:
            raise InputError(problems)

    @property
    def payoffs(self) -> Floats:
        """After CC, CD, DC, DD."""
        paid: Floats = self.game.payoffs[0].astype(float).ravel()
        return paid


def stationary(first: Floats, second: Floats, noise: float) -> Floats:
    """How often first and second, both of shape (pairs, 4), play CC, CD, DC and DD: shape (pairs, 4). With
    noise it does not depend on the beginning."""
    one = noise + (1 - 2 * noise) * first
    other = noise + (1 - 2 * noise) * second[:, [0, 2, 1, 3]]
    moves = np.stack([one * other, one * (1 - other), (1 - one) * other, (1 - one) * (1 - other)], axis=1)
    balance = moves - np.eye(4)
    balance[:, -1] = 1  # one balance follows from the others; instead all sum to 1
    right = np.zeros((len(first), 4, 1))
    right[:, -1] = 1
    solved: Floats = np.linalg.solve(balance, right)
    return solved[..., 0]


class _Population:
    """The kinds there are, with their tables: what each earns, and how often it cooperates, against each."""

    def __init__(self, asked: Evolution, strategies: Floats, shares: Floats) -> None:
        self._noise, self._paid = float(asked.noise), asked.payoffs
        self._raised = max(0.0, -float(self._paid.min()))
        self.strategies: Floats = strategies
        self.shares: Floats = shares
        n = len(shares)
        i, j = np.divmod(np.arange(n * n), n)
        visits = stationary(strategies[i], strategies[j], self._noise)
        self._earns: Floats = (visits @ self._paid).reshape(n, n)
        self._cooperates: Floats = visits[:, :2].sum(axis=1).reshape(n, n)

    def add(self, strategy: Floats) -> None:
        """A mutant comes."""
        n = len(self.shares)
        own = np.tile(strategy, (n + 1, 1))
        self.strategies = np.vstack([self.strategies, strategy])
        rows = stationary(own, self.strategies, self._noise)
        columns = stationary(self.strategies[:n], own[:n], self._noise)
        self._earns = _bordered(self._earns, rows @ self._paid, columns @ self._paid)
        self._cooperates = _bordered(self._cooperates, rows[:, :2].sum(axis=1), columns[:, :2].sum(axis=1))
        self.shares = np.append(self.shares * (1 - ARRIVING), ARRIVING)

    def run(self, left: int) -> None:
        """So many generations."""
        while left > 0 and len(self.shares) > 1:
            table = self._earns + self._raised
            shares = self.shares
            while left > 0 and shares.min() >= RARE:
                before, left = shares, left - 1
                bred: Floats = shares * (table @ shares)
                shares = bred / bred.sum() if bred.any() else before
                if abs(shares - before).max() < STILL:
                    left = 0
            self.shares = shares
            self._drop(shares >= RARE)

    def _drop(self, kept: npt.NDArray[np.bool_]) -> None:
        if not kept.all():
            self.shares = self.shares[kept] / self.shares[kept].sum()
            self.strategies = self.strategies[kept]
            both = np.ix_(kept, kept)
            self._earns, self._cooperates = self._earns[both], self._cooperates[both]

    def moment(self, generation: int, mutants: int, due: int) -> Moment:
        x = self.shares
        return Moment(generation, self.strategies, x, float(x @ self._cooperates @ x),
                      float(x @ self._earns @ x), mutants, due)


def _bordered(table: Floats, row: Floats, column: Floats) -> Floats:
    """With a last row, the corner in it, and a last column."""
    return np.vstack([np.column_stack([table, column]), row])


def _mutant(seed: int, number: int) -> tuple[Floats, int]:
    """A strategy and the generations until the next. Its chances have the density 1 / (π √(p (1 − p))), which
    favours those near 0 and 1, as in the paper."""
    rng = np.random.default_rng([seed, number])
    return rng.beta(0.5, 0.5, 4), int(rng.geometric(1 / GAP))


def evolve(asked: Evolution, generations: int = 100_000, every: int = 100, since: Moment | None = None,
           progress: Progress = silent) -> list[Moment]:
    """So many generations more, after `since` or from the beginning: first the moment where it begins, then
    one after each `every` generations; what is left of them then is not worked out. Raises `InputError`, and
    what `progress` raises."""
    if not 1 <= generations <= MOST_GENERATIONS:
        raise InputError([Problem("generations", f"{generations:,} is not from 1 to {MOST_GENERATIONS:,}")])
    if not 1 <= every <= generations <= every * MOST_MOMENTS:
        raise InputError([Problem("every", f"{every:,} is not from 1 to {generations:,}, or gives more than "
                                           f"{MOST_MOMENTS:,} moments")])
    if since is None:
        people = _Population(asked, np.array([asked.start], dtype=float), np.ones(1))
        since = people.moment(0, 0, _mutant(asked.seed, 0)[1])
    else:
        people = _Population(asked, since.strategies, since.shares)
    now, mutants, due = since.generation, since.mutants, since.due
    found = [since]
    for number in range(1, generations // every + 1):
        until = since.generation + number * every
        while due <= until:
            progress((now - since.generation) / generations, f"generation {now:,}")
            people.run(due - now)
            now, mutants = due, mutants + 1
            strategy, gap = _mutant(asked.seed, mutants)
            people.add(strategy)
            due += gap
        people.run(until - now)
        now = until
        found.append(people.moment(now, mutants, due))
    return found
