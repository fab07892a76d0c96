"""What a dynamic is: the one shape that all mean dynamics take.

A population game gives payoffs π = F(x); a dynamic turns the shares x and payoffs π of *one* population
into the velocity ẋ = V(x, π) (Sandholm 2010, chapter 4). With several populations each moves by its own
shares and payoffs. So a dynamic is written once, for one population, and knows neither matrices nor
how many populations there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from playground.catalogue import Catalogue, UnknownEntry
from playground.evolution.population import Floats, PopulationGame
from playground.evolution.rest import RestSet
from playground.problem import InputError, Problem

Plain = Callable[[Sequence[float], Sequence[float]], list[float]]
Field = Callable[[Sequence[float]], list[float]]  # a whole state → its velocity, in plain floats


@dataclass(frozen=True)
class Dynamic:
    """velocity
        (shares, payoffs) → rates of change, arrays of shape (..., strategies), each row summing to 0.
    rest
        All rest points of this dynamic in a population game.
    plain
        The same as `velocity` for one state in plain floats; left out, `velocity` serves. Worth
        writing: a single trajectory is then about ten times faster.
    """

    name: str
    velocity: Callable[[Floats, Floats], Floats]
    rest: Callable[[PopulationGame], RestSet]
    plain: Plain | None = None


# Each entry makes a dynamic from its options, which it takes by keyword.
DYNAMICS: Catalogue[Callable[..., Dynamic]] = Catalogue("dynamic")


def dynamic_of(dynamic: str | Dynamic) -> Dynamic:
    """The dynamic of that name with its options at their defaults. Raises `InputError`."""
    if isinstance(dynamic, Dynamic):
        return dynamic
    try:
        return DYNAMICS[dynamic].make()
    except UnknownEntry as problem:
        raise InputError([Problem("dynamic", str(problem))]) from None


def velocity(population: PopulationGame, dynamic: Dynamic, states: Floats) -> Floats:
    """The velocity at each state; shapes (..., sum of sizes) both."""
    payoffs = population.payoffs(states)
    if len(population.sizes) == 1:
        return dynamic.velocity(states, payoffs)
    return np.concatenate([dynamic.velocity(states[..., cut], payoffs[..., cut])
                           for cut in population.slices], axis=-1)


def field_of(population: PopulationGame, dynamic: Dynamic) -> Field:
    """The velocity of one state in plain floats."""
    payoffs, plain = population.plain, dynamic.plain
    if plain is None:
        return lambda state: list(velocity(population, dynamic, np.array(state)).tolist())
    if len(population.sizes) == 1:
        return lambda state: plain(state, payoffs(state))
    n = population.sizes[0]

    def field(state: Sequence[float]) -> list[float]:
        earned = payoffs(state)
        return plain(state[:n], earned[:n]) + plain(state[n:], earned[n:])
    return field
