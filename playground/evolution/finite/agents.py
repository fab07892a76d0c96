"""Populations of agents, simulated: who plays what, by counts, as nobody differs in anything else.

Up to `EXACT` individuals each step is drawn by itself. Larger populations take leaps of a hundredth of a
generation, or less under strong selection: so far that w π changes by at most 1/25. The probabilities stand
still meanwhile, where the counts will be half-way on average, and the steps of a leap are drawn at once
(the midpoint τ-leap of Gillespie 2001, Journal of Chemical Physics 115, 1716–1733). The mean path is then
off by the order of the square of that, 10⁻³ or less of how far payoffs move the population; chance itself
is drawn in full (Anderson, Ganguly and Kurtz 2011, Annals of Applied Probability 21, 2226–2262). Where a
leap would take more than there are, it is drawn again as two halves, down to single steps. Whole
generations of the Wright–Fisher process are always exact.

Two and three populations of N each take their steps at the same moments. """

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from playground.evolution.finite.fixation import one_population
from playground.evolution.finite.process import Counts, Process, fitting, payoffs_of, process_of
from playground.evolution.population import Floats, PopulationGame
from playground.game import NormalForm
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

EXACT = 1_000  # individuals
LEAPS, CHANGE = 100, 25  # in a generation; and in which w π changes by one
OFTEN = 32  # steps between two reports
MOST_KEPT = 100_000  # states whose probabilities are kept
MOST_RUNS = 1_000_000
MOST_WORK, TURN = 3_000_000_000, 500  # draws of all runs, about a minute; what a turn of all costs, in draws


class Agents:
    """counts
        Shape (replicates, sum of sizes), in place after each `step`: how many play each strategy.
    leap
        How many steps are drawn at once; 1: the process exactly.
    """

    def __init__(self, population: PopulationGame, process: Process, start: Sequence[int], seed: int,
                 replicates: int = 1, leap: int | None = None) -> None:
        """From these counts, in all replicates. Raises `InputError` where the game, the counts or the leap do
        not fit the process."""
        fitting(population, process)
        people = process.population
        leaps = max(LEAPS, CHANGE * float(process.strength) * population.rate)
        usual = 1 if process.generations or people <= EXACT else max(1, int(people / leaps))
        self.population, self.process = population, process
        self.leap = usual if leap is None else leap
        problems = []
        if len(start) != sum(population.sizes) or min(start) < 0 or any(
                sum(start[cut]) != people for cut in population.slices):
            problems.append(Problem("start", f"give how many of {people:,} play each strategy, of each "
                                             "population"))
        if not 1 <= self.leap <= (1 if process.generations else max(1, people // 10)):
            problems.append(Problem("leap", f"{self.leap} is not from 1 to a tenth of the population; "
                                            "generations have no leaps"))
        if seed < 0:
            problems.append(Problem("seed", f"{seed} is below 0; give a whole number from 0 on"))
        if problems:
            raise InputError(problems)
        self.counts: Counts = np.tile(np.array(start, dtype=np.int64), (replicates, 1))
        self._rng = np.random.default_rng(np.random.SeedSequence(seed))
        self._kept: dict[tuple[int, ...], list[list[float]]] = {}

    def step(self, steps: int = 1, progress: Progress = silent) -> Counts:
        """So many steps on; a generation is `process.generation` of them. The counts."""
        if self.process.generations:
            for done in range(steps):
                progress(done / steps, "generations")
                self._generation()
        elif self.leap == 1 and len(self.counts) == 1:
            self._one_by_one(steps, progress)
        else:
            done, reported = 0, 0
            while done < steps:
                if reported % OFTEN == 0:
                    progress(done / steps, "steps")
                reported += 1
                far = min(self.leap, steps - done)
                self.counts = self._leapt(self.counts, far)
                done += far
        return self.counts

    @property
    def shares(self) -> Floats:
        shares: Floats = self.counts / self.process.population
        return shares

    def _flows(self, counts: Floats) -> list[Floats]:
        """Of each population, shape (..., from, to)."""
        payoffs = payoffs_of(self.population, counts, self.process.population)
        return [self.process.flows(counts[..., cut], payoffs[..., cut]) for cut in self.population.slices]

    def _generation(self) -> None:
        counts = self.counts.astype(float)
        payoffs = payoffs_of(self.population, counts, self.process.population)
        following = [self.process.replaced(counts[..., cut], payoffs[..., cut])[..., 0, :]
                     for cut in self.population.slices]
        self.counts = np.concatenate([self._rng.multinomial(self.process.population, _whole(chances))
                                      for chances in following], axis=-1)

    def _leapt(self, counts: Counts, steps: int) -> Counts:
        flows = self._flows(counts.astype(float))
        if steps > 1:
            drift = np.concatenate([flow.sum(axis=-2) - flow.sum(axis=-1) for flow in flows], axis=-1)
            flows = self._flows(counts + steps / 2 * drift)
        parts = []
        for flow, cut in zip(flows, self.population.slices):
            size = flow.shape[-1]
            drawn = self._rng.multinomial(steps, _whole(flow.reshape(len(counts), -1)))
            moved = drawn.reshape(len(counts), size, size)
            parts.append(counts[:, cut] + moved.sum(axis=1) - moved.sum(axis=2))
        after: Counts = np.concatenate(parts, axis=-1)
        too_far = np.any(after < 0, axis=-1)
        if np.any(too_far):
            half = self._leapt(counts[too_far], steps // 2)
            after[too_far] = self._leapt(half, steps - steps // 2)
        return after

    def _one_by_one(self, steps: int, progress: Progress) -> None:
        """Exactly, in plain numbers, with the probabilities of states that were met before."""
        state = self.counts[0].tolist()
        cuts = self.population.slices
        for begin in range(0, steps, OFTEN):
            progress(begin / steps, "steps")
            for luck in self._rng.random((min(OFTEN, steps - begin), len(cuts))).tolist():
                for cut, chances, drawn in zip(cuts, self._chances(tuple(state)), luck):
                    size = cut.stop - cut.start
                    one, other = divmod(bisect_right(chances, drawn * chances[-1], hi=size * size - 1), size)
                    state[cut.start + one] -= 1
                    state[cut.start + other] += 1
        self.counts = np.array([state])

    def _chances(self, state: tuple[int, ...]) -> list[list[float]]:
        found = self._kept.get(state)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = [np.cumsum(flow).tolist() for flow in self._flows(np.array(state, dtype=float))]
            self._kept[state] = found
        return found


def _whole(chances: Floats) -> Floats:
    """Without what rounding leaves over or short of 1."""
    whole: Floats = chances / chances.sum(axis=-1, keepdims=True)
    return whole


@dataclass(frozen=True)
class Simulated:
    """`takes_over`: the share of `runs` in which the mutant did; `error` is its standard error."""

    takes_over: float
    error: float
    runs: int
    seed: int


def simulated_fixation(game: NormalForm, process: str | Process = "moran", mutant: int = 0, resident: int = 1,
                       runs: int = 10_000, seed: int = 1, progress: Progress = silent, **options: Fraction
                       ) -> Simulated:
    """How often one mutant among residents takes over, by runs to the end, steps without a change left out.
    Raises `InputError`, and what `progress` raises."""
    used = process_of(process, **options)
    population = one_population(game)
    fitting(population, used)
    size, people = population.sizes[0], used.population
    problems = [Problem(place, f"{at} is not a strategy from 0 to {size - 1}")
                for place, at in (("mutant", mutant), ("resident", resident)) if not 0 <= at < size]
    if mutant == resident:
        problems.append(Problem("mutant", "give two different strategies"))
    if not 1 <= runs <= MOST_RUNS:
        problems.append(Problem("runs", f"{runs:,} is not from 1 to {MOST_RUNS:,}"))
    if used.mutation:
        problems.append(Problem("mutation", "with mutation nobody takes over for good; give mutation=0"))
    if problems:
        raise InputError(problems)
    counts = np.zeros((people + 1, size))
    counts[:, mutant], counts[:, resident] = range(people + 1), range(people, -1, -1)
    replaced = np.broadcast_to(used.replaced(counts, payoffs_of(population, counts, people)),
                               (people + 1, 1 if used.generations else size, size))
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    if used.generations:
        drawn = replaced[:, 0, mutant]

        def after(many: Counts) -> Counts:
            return rng.binomial(people, np.clip(drawn[many], 0, 1))
    else:
        up = counts[:, resident] * replaced[:, resident, mutant]
        down = counts[:, mutant] * replaced[:, mutant, resident]
        rises = up / np.maximum(up + down, 1e-300)

        def after(many: Counts) -> Counts:
            return many + 2 * (rng.random(len(many)) < rises[many]) - 1
    won, running, turn, work = 0, np.ones(runs, dtype=np.int64), 0, 0
    while len(running):
        if turn % OFTEN == 0 or len(running) > MOST_RUNS // 10:
            progress(1 - len(running) / runs, f"{len(running):,} of {runs:,} runs")
        turn += 1
        work += len(running) + TURN
        if work > MOST_WORK:
            raise InputError([Problem("runs", f"{len(running):,} of {runs:,} still go on after {turn:,} "
                                              "changes; give fewer or a smaller population, or ask for the "
                                              "exact value")])
        running = after(running)
        won += int(np.count_nonzero(running == people))
        running = running[(running > 0) & (running < people)]
    share = won / runs
    return Simulated(share, math.sqrt(share * (1 - share) / runs), runs, seed)
