"""A finite population's way from a start, in one call, with what is exact about it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from playground.evolution.finite.agents import Agents
from playground.evolution.finite.fixation import Fixation, fixation
from playground.evolution.finite.process import Counts, Process, process_of
from playground.evolution.finite.stationary import Stationary, stationary
from playground.evolution.population import Floats, PopulationGame, default_start, population_game, state_of
from playground.game import NormalForm
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MOST_DRAWS = 2_000_000  # steps or leaps of a call: about a minute
MOST_POINTS = 10_000
CHEAP_STRATEGIES, CHEAP_PEOPLE, CHEAP_GENERATIONS, CHEAP_STATES = 8, 1_000, 200, 3_000


@dataclass(frozen=True, eq=False)
class FinitePath:
    """process
        As it is read: `moran:population=50`.
    structure
        "one", "two" or "three" populations.
    times, counts
        Shapes (points,), in generations, and (points, sum of sizes): how many play each strategy.
    drawn_singly
        Whether each step was drawn by itself; else in leaps, see `Agents`.
    fixation, stationary
        Where they are exact and take no time; else None.
    """

    process: str
    structure: str
    population: int
    seed: int
    times: Floats
    counts: Counts
    drawn_singly: bool
    fixation: Fixation | None
    stationary: Stationary | None
    note: str

    @property
    def shares(self) -> Floats:
        shares: Floats = self.counts / self.population
        return shares

    def as_dict(self) -> dict[str, Any]:
        """As printed by `playground evolve --json`."""
        return {
            "dynamic": self.process, "structure": self.structure, "population": self.population,
            "seed": self.seed, "start": [str(Fraction(many, self.population)) for many in
                                         self.counts[0].tolist()],
            "times": self.times.tolist(), "shares": self.shares.tolist(), "exact": self.drawn_singly,
            "fixation": self.fixation and self.fixation.as_dict(),
            "stationary": self.stationary and self.stationary.as_dict(), "note": self.note}


def path(game: NormalForm, process: str | Process = "moran", start: Any = None, time: Any = 20,
         steps: int = 200, seed: int = 1, kind: str = "", progress: Progress = silent) -> FinitePath:
    """A simulated way of `time` generations, told at up to `steps` + 1 moments. `start` as for `evolve`, in
    shares, put into whole numbers. Raises `InputError`, and what `progress` raises."""
    used = process_of(process)
    population = population_game(game, kind)
    state = default_start(population) if start is None else state_of(population, start)
    counts = counts_of(population, state, used.population)
    agents = Agents(population, used, counts, seed)
    total = _total(float(time), steps, agents)
    moments = np.unique(np.round(np.linspace(0, total, steps + 1)).astype(np.int64))
    rows = [agents.counts[0]]
    for before, now in pairwise(moments.tolist()):
        def inner(done: float | None, text: str = "", before: int = before, now: int = now) -> None:
            progress((before + (done or 0) * (now - before)) / total, text)
        rows.append(agents.step(now - before, inner)[0].copy())
    singly = agents.leap == 1
    notes = ["" if singly else f"Drawn in leaps of {agents.leap:,} steps.",
             "" if [Fraction(many, used.population) for many in counts] == list(state) else
             "The start is the nearest one in whole numbers."]
    fixed, settled = _exact(game, used, population, progress)
    if settled and np.isnan(settled.shares).any():
        settled = None
        notes.append("Some strategies are never taken over, so the long run depends on the start.")
    return FinitePath(used.name, population.kind, used.population, seed, moments / used.generation,
                      np.array(rows), singly, fixed, settled, " ".join(filter(None, notes)))


def counts_of(population: PopulationGame, state: Sequence[Fraction], people: int) -> list[int]:
    """Whole numbers that sum to `people` in each population, as near to these shares as can be: the largest
    remainders are rounded up."""
    counts: list[int] = []
    for cut in population.slices:
        wanted = [share * people for share in state[cut]]
        whole = [math.floor(value) for value in wanted]
        up = sorted(range(len(whole)), key=lambda k: whole[k] - wanted[k])[:people - sum(whole)]
        counts += [value + (k in up) for k, value in enumerate(whole)]
    return counts


def _total(time: float, steps: int, agents: Agents) -> int:
    """How many steps of the process that is."""
    problems = []
    if not 1 <= steps <= MOST_POINTS:
        problems.append(Problem("steps", f"{steps} is not from 1 to {MOST_POINTS:,}"))
    most = MOST_DRAWS * agents.leap / agents.process.generation
    if not (math.isfinite(time) and time > 0):
        problems.append(Problem("time", f"{time} is not a time; give a number of generations above 0"))
    elif time > most:
        problems.append(Problem("time", f"{time:,.10g} generations are too long; at most {most:,.6g} of this "
                                        "population can be followed"))
    if problems:
        raise InputError(problems)
    return max(1, round(time * agents.process.generation))


def _exact(game: NormalForm, process: Process, population: PopulationGame, progress: Progress
           ) -> tuple[Fixation | None, Stationary | None]:
    """What is known without chance, where that takes no time."""
    size, people = sum(population.sizes), process.population
    if len(population.sizes) > 1 or not 2 <= size <= CHEAP_STRATEGIES:
        return None, None
    most = CHEAP_GENERATIONS if process.generations else CHEAP_PEOPLE
    fixed = fixation(game, process, progress=progress) if people <= most else None
    pair = size == 2 and not process.generations
    few = math.comb(people + size - 1, size - 1) <= (most if process.generations else CHEAP_STATES)
    rare = not process.mutation and fixed is not None
    settled = stationary(game, process, progress) if rare or (process.mutation and (pair or few)) else None
    return fixed, settled
