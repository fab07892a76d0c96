"""Basins of attraction: which stable rest point, or which attracting cycle, each state leads to.

States are followed, all together, along the flow at an even pace, or in generations, until they are near a
stable rest point or have gone far enough. From where the others are then, attracting cycles are looked for
(`cycles`). What ends at none of these, such as what circles for ever around a centre, is counted apart.

In the plane the states are those of a grid, and a basin's part of them is off by at most about half of the
states that lie beside its border. In more dimensions they are drawn, evenly from all states, and the parts
have the standard errors of a sample. """

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.evolution.cycles import Cycle, attracting_cycle
from playground.evolution.dynamic import Dynamic, dynamic_of, fitting, velocity
from playground.evolution.population import Floats, PopulationGame, population_game
from playground.evolution.rest import RestPoint, RestSet
from playground.evolution.search import rest_set
from playground.game import NormalForm
from playground.problem import InputError
from playground.progress import Progress, silent

NEAR = 0.03  # of a stable rest point or a cycle, at which a state counts as gone there
LENGTH = 12.0  # of the way a state is followed
STEP = 0.03  # along it
TRIES = 4  # states from which a cycle is looked for
PLANE = ((3,), (2, 2))  # sizes of populations whose states are a plane
DRAWN, MOST_SHARES = 2_000, 12  # states that are drawn, and of how many shares

Labels = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Basins:
    """sinks, cycles
        The stable rest points, and the attracting cycles that were found; numbered in this order.
    labels
        On a grid, shape (n, n): to which of them the state with the first coordinate i / (n − 1) and the
        second j / (n − 1) leads; −1: none, and −2 beyond a triangle's edge. Of drawn states, shape (states,).
    areas, errors
        Of the basin of each, as a part of the whole, and how far that may be off; of drawn states, the
        standard error.
    """

    sinks: tuple[RestPoint, ...]
    labels: Labels
    areas: tuple[float, ...]
    errors: tuple[float, ...] = ()
    cycles: tuple[Cycle, ...] = ()

    @property
    def drawn(self) -> bool:
        """Whether the states are a sample."""
        return self.labels.ndim == 1

    @property
    def states(self) -> int:
        """How many were followed."""
        return int((self.labels > -2).sum())

    @property
    def elsewhere(self) -> float:
        """The part of the states that lead to none."""
        return max(0.0, 1.0 - sum(self.areas))

    def as_list(self) -> list[dict[str, Any]]:
        """As printed by `playground evolve --basins --json`."""
        ends: list[dict[str, Any]] = [
            {"at": [str(share) if sink.exact else share for share in sink.at]} for sink in self.sinks]
        ends += [{"cycle": cycle.points.tolist(), "period": cycle.period, "period_error": cycle.error,
                  "payoffs": list(cycle.payoffs)} for cycle in self.cycles]
        return [{**end, "part": area, "error": error}
                for end, area, error in zip(ends, self.areas, self.errors)]


def basins(population: PopulationGame, dynamic: Dynamic, rest: RestSet, side: int = 48,
           progress: Progress = silent, cycles: bool = True) -> Basins:
    """Of one population with three strategies, or two with two each, on a grid of `side` points a side.
    Without `cycles`, none are looked for."""
    grid = np.linspace(0.0, 1.0, side)
    x, y = np.meshgrid(grid, grid, indexing="ij")
    if population.sizes == (3,):
        inside = x + y <= 1 + 1e-12
        first, second = x[inside], y[inside]
        states = np.column_stack([first, second, np.clip(1 - first - second, 0, 1)])
    else:
        inside = np.ones_like(x, dtype=bool)
        states = np.column_stack([x.ravel(), 1 - x.ravel(), y.ravel(), 1 - y.ravel()])
    sinks = tuple(point for point in rest.points if point.kind == "sink")
    ends, found = _ends(population, dynamic, states, sinks, progress, cycles)
    labels = np.full(x.shape, -2, dtype=np.int8)
    labels[inside] = ends
    areas, errors = [], []
    for k in range(len(sinks) + len(found)):
        areas.append(float((ends == k).mean()))
        errors.append(_beside_border(labels, k) / (2 * len(ends)))
    return Basins(sinks, labels, tuple(areas), tuple(errors), found)


def drawn_basins(population: PopulationGame, dynamic: Dynamic, rest: RestSet, count: int = DRAWN,
                 progress: Progress = silent, seed: int = 1) -> Basins:
    """Of any population, from so many states drawn evenly from all, by the seed. Raises `InputError` where
    there are too many shares to follow."""
    if sum(population.sizes) > MOST_SHARES:
        raise InputError(f"basins are measured up to {MOST_SHARES} shares; here are {sum(population.sizes)}")
    random = np.random.default_rng(seed)
    states = np.concatenate([random.dirichlet(np.ones(size), count) for size in population.sizes], axis=1)
    sinks = tuple(point for point in rest.points if point.kind == "sink")
    ends, found = _ends(population, dynamic, states, sinks, progress, True)
    areas = tuple(float((ends == k).mean()) for k in range(len(sinks) + len(found)))
    errors = tuple(math.sqrt(area * (1 - area) / count) for area in areas)
    return Basins(sinks, ends, areas, errors, found)


def _beside_border(labels: Labels, k: int) -> int:
    """How many states on both sides of the border of basin k have a neighbour across it."""
    own, other = labels == k, (labels != k) & (labels != -2)
    beside = np.zeros_like(own)
    for axis in (0, 1):
        for one, two in ((own, other), (other, own)):
            for shift in (1, -1):
                moved = np.roll(two, shift, axis)
                moved[(slice(None),) * axis + (0 if shift == 1 else -1,)] = False
                beside |= one & moved
    return int(beside.sum())


def _ends(population: PopulationGame, dynamic: Dynamic, states: Floats, sinks: tuple[RestPoint, ...],
          progress: Progress, cycles: bool) -> tuple[Labels, tuple[Cycle, ...]]:
    """To which sink or cycle each state leads, and the cycles."""
    centre = np.concatenate([np.full(size, 1 / size) for size in population.sizes])
    states = states * (1 - 1e-3) + centre * 1e-3  # a state on the border may never leave it
    ends, last = follow(population, dynamic, states, sinks, progress)
    found: list[Cycle] = []
    for _ in range(TRIES if cycles and not dynamic.discrete else 0):
        left = np.flatnonzero(ends == -1)
        if not len(left):
            break
        cycle = attracting_cycle(population, dynamic, last[left[len(left) // 2]].tolist(), progress)
        if cycle is not None:
            found.append(cycle)
            _gone_round(ends, last, left, cycle, len(sinks) + len(found) - 1)
            left = np.flatnonzero(ends == -1)
        if len(left):  # those that were slow, or that the try was too early for
            ends[left], last[left] = follow(population, dynamic, last[left], sinks, progress)
            for k, known in enumerate(found):
                _gone_round(ends, last, np.flatnonzero(ends == -1), known, len(sinks) + k)
    return ends, tuple(found)


def _gone_round(ends: Labels, last: Floats, left: npt.NDArray[np.intp], cycle: Cycle, label: int) -> None:
    ends[left[cycle.distances(last[left]) < NEAR]] = label


def follow(population: PopulationGame, dynamic: Dynamic, states: Floats, sinks: tuple[RestPoint, ...],
           progress: Progress = silent) -> tuple[Labels, Floats]:
    """The number of the sink each state leads to, −1: none that was reached; and where it was at last."""
    ends, last = np.full(len(states), -1, dtype=np.int8), states.copy()
    at = np.array([[float(share) for share in sink.at] for sink in sinks]).reshape(-1, states.shape[1])
    going, here = np.arange(len(states)), states
    slow = 1e-3 * dynamic.rate(population)
    count = round(LENGTH / STEP)
    for step in range(count):
        progress(step / count, "basins of attraction")
        if step % 8 == 0:
            if len(sinks):
                gaps = np.abs(here[:, np.newaxis] - at).max(axis=2)
                nearest = gaps.argmin(axis=1)
                arrived = gaps[np.arange(len(here)), nearest] < NEAR
                ends[going[arrived]] = nearest[arrived]
                last[going[arrived]] = here[arrived]
                going, here = going[~arrived], here[~arrived]
            if not len(going):
                break
        if dynamic.discrete:
            here = _inside(here + velocity(population, dynamic, here), population)
            continue
        middle = here + _unit(velocity(population, dynamic, here), slow) * (STEP / 2)
        here = _inside(here + _unit(velocity(population, dynamic, _inside(middle, population)), slow) * STEP,
                       population)
    last[going] = here
    return ends, last


def _unit(rates: Floats, slow: float) -> Floats:
    made: Floats = rates / (np.sqrt(np.einsum("ij,ij->i", rates, rates)) + slow)[:, np.newaxis]
    return made


def _inside(states: Floats, population: PopulationGame) -> Floats:
    found = np.clip(states, 0.0, None)
    for cut in population.slices:
        found[:, cut] /= found[:, cut].sum(axis=1, keepdims=True)
    return found


def basins_of(game: NormalForm, dynamic: str, kind: str = "", side: int = 120, progress: Progress = silent
              ) -> Basins:
    """The basins of a game in a structure: in the plane on a grid of so many points a side, else of states
    that are drawn. Raises `InputError`."""
    population, used = population_game(game, kind), dynamic_of(dynamic)
    fitting(population, used)
    rest = rest_set(population, used)
    if population.sizes in PLANE:
        return basins(population, used, rest, side, progress)
    return drawn_basins(population, used, rest, progress=progress)
