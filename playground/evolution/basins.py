"""Basins of attraction: which stable rest point each state leads to, on a grid of states.

Every state of the grid is followed, all together, along the flow at an even pace, or in generations, until it
is near a stable rest point or has gone far enough. What ends at none, such as what circles for ever, is
counted apart. The areas are shares of the grid's states, off by no more than about the border's length over
the number of points a side. """

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.evolution.dynamic import Dynamic, dynamic_of, fitting, velocity
from playground.evolution.population import Floats, PopulationGame, population_game
from playground.evolution.rest import RestPoint, RestSet
from playground.evolution.search import rest_set
from playground.game import NormalForm
from playground.progress import Progress, silent

NEAR = 0.03  # of a stable rest point, at which a state counts as gone there
LENGTH = 12.0  # of the way a state is followed
STEP = 0.03  # along it


@dataclass(frozen=True, eq=False)
class Basins:
    """sinks
        The stable rest points.
    labels
        Shape (n, n): which sink the state with the first coordinate i / (n − 1) and the second j / (n − 1)
        leads to; −1: none, and −2 beyond a triangle's edge.
    areas
        Of the basin of each sink, as a part of the whole.
    """

    sinks: tuple[RestPoint, ...]
    labels: npt.NDArray[np.int8]
    areas: tuple[float, ...]

    @property
    def elsewhere(self) -> float:
        """The part of the states that lead to none."""
        return max(0.0, 1.0 - sum(self.areas))


def basins(population: PopulationGame, dynamic: Dynamic, rest: RestSet, side: int = 48,
           progress: Progress = silent) -> Basins:
    """Of one population with three strategies, or two with two each, on a grid of `side` points a side."""
    grid = np.linspace(0.0, 1.0, side)
    x, y = np.meshgrid(grid, grid, indexing="ij")
    if population.sizes == (3,):
        inside = x + y <= 1 + 1e-12
        first, second = x[inside], y[inside]
        states = np.column_stack([first, second, np.clip(1 - first - second, 0, 1)])
    else:
        inside = np.ones_like(x, dtype=bool)
        states = np.column_stack([x.ravel(), 1 - x.ravel(), y.ravel(), 1 - y.ravel()])
    centre = np.concatenate([np.full(size, 1 / size) for size in population.sizes])
    states = states * (1 - 1e-3) + centre * 1e-3  # a state on the border may never leave it
    sinks = tuple(point for point in rest.points if point.kind == "sink")
    ends = follow(population, dynamic, states, sinks, progress)
    labels = np.full(x.shape, -2, dtype=np.int8)
    labels[inside] = ends
    areas = tuple(float((ends == k).mean()) for k in range(len(sinks)))
    return Basins(sinks, labels, areas)


def follow(population: PopulationGame, dynamic: Dynamic, states: Floats, sinks: tuple[RestPoint, ...],
           progress: Progress = silent) -> npt.NDArray[np.int8]:
    """The number of the sink each state leads to; −1: none that was reached."""
    ends = np.full(len(states), -1, dtype=np.int8)
    if not sinks:
        return ends
    at = np.array([[float(share) for share in sink.at] for sink in sinks])
    going, here = np.arange(len(states)), states
    slow = 1e-3 * dynamic.rate(population)
    count = round(LENGTH / STEP)
    for step in range(count):
        if step % 8 == 0:
            progress(step / count, "basins of attraction")
            gaps = np.abs(here[:, np.newaxis] - at).max(axis=2)
            nearest = gaps.argmin(axis=1)
            arrived = gaps[np.arange(len(here)), nearest] < NEAR
            ends[going[arrived]] = nearest[arrived]
            going, here = going[~arrived], here[~arrived]
            if not len(going):
                break
        if dynamic.discrete:
            here = _inside(here + velocity(population, dynamic, here), population)
            continue
        middle = here + _unit(velocity(population, dynamic, here), slow) * (STEP / 2)
        here = _inside(here + _unit(velocity(population, dynamic, _inside(middle, population)), slow) * STEP,
                       population)
    return ends


def _unit(rates: Floats, slow: float) -> Floats:
    made: Floats = rates / (np.sqrt(np.einsum("ij,ij->i", rates, rates)) + slow)[:, np.newaxis]
    return made


def _inside(states: Floats, population: PopulationGame) -> Floats:
    found = np.clip(states, 0.0, None)
    for cut in population.slices:
        found[:, cut] /= found[:, cut].sum(axis=1, keepdims=True)
    return found


def basins_of(game: NormalForm, dynamic: str, kind: str = "", side: int = 48, progress: Progress = silent
              ) -> Basins:
    """The basins of a game in a structure whose portrait is plane. Raises `InputError`."""
    population, used = population_game(game, kind), dynamic_of(dynamic)
    fitting(population, used)
    return basins(population, used, rest_set(population, used), side, progress)
