"""What a dynamic is: the one shape that all mean dynamics take.

A population game gives payoffs π = F(x); a dynamic turns the shares x and payoffs π of *one* population
into the velocity ẋ = V(x, π) (Sandholm 2010, chapter 4). With several populations each moves by its own
shares and payoffs. So a dynamic is written once, for one population, and knows neither matrices nor
how many populations there are.

Most dynamics come from how people revise: a member who plays i switches to j at the rate ρ_ij(x, π), so that
ẋ_i = Σ_j x_j ρ_ji − x_i Σ_j ρ_ij. Who writes down ρ gets the dynamic (`revision`), and with it populations of
agents who do so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from playground.catalogue import Catalogue
from playground.evolution.population import Floats, PopulationGame
from playground.evolution.rest import RestSet
from playground.problem import InputError, Problem

Velocity = Callable[[Floats, Floats], Floats]
Plain = Callable[[Sequence[float], Sequence[float]], list[float]]
Field = Callable[[Sequence[float]], list[float]]  # a whole state → its velocity, in plain floats


def nothing(_population: PopulationGame) -> str:
    """What a dynamic refuses that makes sense in every game."""
    return ""


def payoff_range(population: PopulationGame) -> float:
    return population.rate


@dataclass(frozen=True)
class Dynamic:
    """velocity
        (shares, payoffs) → rates of change, arrays of shape (..., strategies), each row summing to 0.
    rest
        All rest points of this dynamic in a population game; None: they are searched for numerically.
    plain
        The same as `velocity` for one state in plain floats; left out, `velocity` serves. Worth
        writing: a single trajectory is then about ten times faster.
    switches
        ρ: (shares, payoffs) → shape (..., from, to), at which rate who plays the first turns to the second;
        None where no such rule is known. The diagonal does not count.
    refuses
        Why a population game cannot move so, and what to change, as a sentence; empty where it can.
    rate
        How fast shares can move, in 1 / time, as far as steps of time need to know.
    discrete
        Time goes by in generations: `velocity` is the step from one to the next.
    name
        As `Catalogue.read` reads it; the catalogue gives it.
    """

    velocity: Velocity
    rest: Callable[[PopulationGame, Dynamic], RestSet] | None = None
    plain: Plain | None = None
    switches: Velocity | None = None
    refuses: Callable[[PopulationGame], str] = nothing
    rate: Callable[[PopulationGame], float] = payoff_range
    discrete: bool = False
    name: str = ""


def revision(switches: Velocity) -> Velocity:
    """The velocity that members who switch at the rates ρ make on average."""
    def velocity(shares: Floats, payoffs: Floats) -> Floats:
        flows = shares[..., np.newaxis] * switches(shares, payoffs)
        rates: Floats = flows.sum(axis=-2) - flows.sum(axis=-1)
        return rates
    return velocity


# Each entry makes a dynamic from its options, which it takes by keyword.
DYNAMICS: Catalogue[Callable[..., Dynamic]] = Catalogue("dynamic")


def dynamic_of(dynamic: str | Dynamic) -> Dynamic:
    """The dynamic that a text such as `logit:noise=1/5` names. Raises `InputError`."""
    if isinstance(dynamic, Dynamic):
        return dynamic
    entry, settings = DYNAMICS.chosen(dynamic, "dynamic")
    return replace(entry.make(**settings), name=entry.text(settings))


def fitting(population: PopulationGame, dynamic: Dynamic) -> None:
    """Raises `InputError` where the dynamic cannot move this population."""
    reason = dynamic.refuses(population)
    if reason:
        raise InputError([Problem("dynamic", reason)])


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
    cuts = population.slices

    def field(state: Sequence[float]) -> list[float]:
        earned = payoffs(state)
        return [rate for cut in cuts for rate in plain(state[cut], earned[cut])]
    return field
