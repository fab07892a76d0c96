"""Agents who revise as a dynamic's members do: the same rule with chance, for a population of finite size.

Time goes by in ticks of length τ. In each one, everybody who plays i turns to j with probability τ ρ_ij(x,
π), all at once, given the state at its beginning, so that whoever stays and goes is multinomial. As the
population grows, what happens comes near the dynamic's way, for any length of time (Kurtz 1970; Benaïm and
Weibull 2003, Deterministic approximation of stochastic evolution in games, Econometrica 71, 873–903); τ is so
small that at most a tenth of any strategy's members turn in a tick. """

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from playground.evolution.dynamic import Dynamic
from playground.evolution.population import Floats, PopulationGame
from playground.problem import InputError, Problem

MOST = 100_000  # agents in each population
TURN = 0.1  # at most, of a strategy's members in a tick


class Crowd:
    """`size` agents in each population. The same seed gives the same course, however it is cut into
    calls of `advance`, as ticks have their places in time."""

    def __init__(self, population: PopulationGame, dynamic: Dynamic, start: Sequence[Fraction | float],
                 size: int, seed: int) -> None:
        """Raises `InputError`: sizes out of range, or a dynamic whose members' rule is not known."""
        if dynamic.switches is None:
            raise InputError([Problem("dynamic", f"how members of {dynamic.name} revise is not known, so "
                                                 "that there are no agents for it; imitation, logit or Smith "
                                                 "have them")])
        if not 2 <= size <= MOST:
            raise InputError([Problem("agents", f"{size:,} is not from 2 to {MOST:,}")])
        self.population, self.dynamic, self.size = population, dynamic, size
        self._switches = dynamic.switches
        self._random = np.random.default_rng(np.random.SeedSequence(seed))
        self.time = 0.0
        self.tick = TURN / dynamic.rate(population) / max(1, max(population.sizes) - 1)
        self._ticks = 0
        self.counts: npt.NDArray[np.int64] = np.concatenate(
            [self._whole([float(share) for share in start[cut]]) for cut in population.slices])

    def _whole(self, shares: Sequence[float]) -> npt.NDArray[np.int64]:
        """Numbers in proportion to the shares, by largest remainders."""
        exact = np.array(shares) * self.size
        counts = np.floor(exact).astype(np.int64)
        counts[np.argsort(counts - exact)[:self.size - int(counts.sum())]] += 1
        made: npt.NDArray[np.int64] = counts
        return made

    @property
    def shares(self) -> Floats:
        found: Floats = self.counts / self.size
        return found

    def advance(self, time: float) -> None:
        """Let ticks go by up to `time`."""
        while (self._ticks + 1) * self.tick <= time:
            self._revise()
            self._ticks += 1
        self.time = max(self.time, time)

    def _revise(self) -> None:
        shares = self.shares
        payoffs = self.population.payoffs(shares)
        for cut in self.population.slices:
            chances = np.array(self._switches(shares[cut], payoffs[cut])) * self.tick
            np.fill_diagonal(chances, 0.0)
            total = chances.sum(axis=1)
            chances *= (TURN / np.maximum(total, TURN))[:, np.newaxis]
            np.fill_diagonal(chances, 1.0 - chances.sum(axis=1))
            turned = self._random.multinomial(self.counts[cut], chances)
            self.counts[cut] = turned.sum(axis=0)
