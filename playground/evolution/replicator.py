"""The replicator dynamic and its kin: a strategy's share grows at the rate at which it does better than its
population's average.

ẋ_i = x_i (π_i − π̄): Taylor, P. D. and Jonker, L. B. (1978). Evolutionary stable strategies and game
dynamics. Mathematical Biosciences 40, 145–156. Two populations: Hofbauer, J. and Sigmund, K. (1998).
Evolutionary Games and Population Dynamics, chapter 10. Where payoffs are numbers of offspring, with those
that everybody has from elsewhere as a background b: ẋ_i = x_i (π_i − π̄) / (b + π̄), and in generations x_i′
= x_i (b + π_i) / (b + π̄) (Maynard Smith, J. 1982, Evolution and the Theory of Games, appendix D). """

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from operator import mul

import numpy as np

from playground.catalogue import Option
from playground.evolution.dynamic import DYNAMICS, Dynamic, Velocity
from playground.evolution.population import Floats, PopulationGame
from playground.evolution.replicator_rest import rest
from playground.evolution.rest import RestPoint, RestSet
from playground.evolution.search import discrete_point, jacobian, numeric_point

BACKGROUND = Option("background", Fraction(0), Fraction(0), Fraction(1000),
                    "offspring that everybody has besides the payoff", "offspring")
IN_GENERATIONS = "Maynard Smith, J. (1982). Evolution and the Theory of Games, appendix D."


def velocity(shares: Floats, payoffs: Floats) -> Floats:
    """ẋ of one population; arrays of shape (..., strategies)."""
    mean = np.einsum("...i,...i->...", shares, payoffs)
    rates: Floats = shares * (payoffs - mean[..., np.newaxis])
    return rates


def plain(shares: Sequence[float], payoffs: Sequence[float]) -> list[float]:
    """`velocity` of one state."""
    if len(shares) == 2:  # the same in fewer steps, as the shares sum to 1
        first = shares[0] * shares[1] * (payoffs[0] - payoffs[1])
        return [first, -first]
    mean = sum(map(mul, shares, payoffs))
    return [share * (payoff - mean) for share, payoff in zip(shares, payoffs)]


def imitated(shares: Floats, payoffs: Floats) -> Floats:
    """ρ_ij = x_j [π_j − π_i]₊: somebody is met at random, and imitated in proportion to what they earn
    more."""
    more: Floats = shares[..., np.newaxis, :] * np.maximum(
        payoffs[..., np.newaxis, :] - payoffs[..., np.newaxis], 0.0)
    return more


@DYNAMICS.entry(
    "replicator", "Replicator",
    "Each strategy's share grows at the rate at which it earns more than the average.",
    reference="Taylor, P. D. and Jonker, L. B. (1978). Evolutionary stable strategies and game dynamics. "
              "Mathematical Biosciences 40, 145–156.")
def replicator() -> Dynamic:
    return Dynamic(velocity, rest, plain, imitated)


# --- payoffs as offspring -----------------------------------------------------------------------------------


def too_low(background: Fraction) -> Callable[[PopulationGame], str]:
    """Refuses games in which some would have less than no offspring, or nobody any at all."""
    def refuses(population: PopulationGame) -> str:
        lowest = population.lowest + background
        table = population.tables[0]
        alone = [table[(i,) * table.ndim] for i in range(len(table))] if len(population.sizes) == 1 else [0]
        if lowest > 0 or (lowest == 0 and min(alone) + background > 0):
            return ""
        return (f"Payoffs are numbers of offspring here and must be above 0, but the lowest is "
                f"{population.lowest}{f' + {background}' if background else ''}. Set the background to more "
                f"than {-population.lowest}, or add as much to all payoffs.")
    return refuses


def per_offspring(background: Fraction) -> Velocity:
    """The velocity of a step from one generation to the next."""
    given = float(background)

    def rates(shares: Floats, payoffs: Floats) -> Floats:
        mean = np.einsum("...i,...i->...", shares, payoffs)[..., np.newaxis]
        found: Floats = shares * (payoffs - mean) / (given + mean)
        return found
    return rates


def shared_rest(population: PopulationGame, dynamic: Dynamic) -> RestSet:
    """The rest points are the replicator's; their eigenvalues are this dynamic's own."""
    found = rest(population, dynamic)

    def own(point: RestPoint) -> RestPoint:
        at = np.array(point.at, dtype=np.float64)
        if dynamic.discrete:
            values = np.linalg.eigvals(jacobian(population, dynamic, at)) + 1
            return discrete_point(population, point.at, values, point.exact)
        numeric = numeric_point(population, dynamic, at)
        if len(population.sizes) == 1:  # only the pace differs, so that the kind is known exactly
            return replace(point, eigenvalues=numeric.eigenvalues,
                           why=f"{point.why.split(' (')[0].rstrip('.')} (as under the replicator dynamic, "
                               "whose ways these are at another pace).")
        return replace(numeric, at=point.at, exact=point.exact, nash=point.nash)
    return replace(found, points=tuple(map(own, found.points)))


@DYNAMICS.entry(
    "replicator-maynard-smith", "Replicator, per Offspring",
    "The replicator dynamic for payoffs that are offspring: growth relative to the average.",
    reference=IN_GENERATIONS, options=(BACKGROUND,))
def maynard_smith(background: Fraction) -> Dynamic:
    return Dynamic(per_offspring(background), shared_rest, refuses=too_low(background),
                   rate=lambda population: 1 + population.rate)


@DYNAMICS.entry(
    "replicator-discrete", "Replicator in Generations",
    "Each generation, a strategy's share is multiplied by its payoff over the average.",
    reference=IN_GENERATIONS, options=(BACKGROUND,))
def discrete(background: Fraction) -> Dynamic:
    return Dynamic(per_offspring(background), shared_rest, refuses=too_low(background), rate=lambda p: 1.0,
                   discrete=True)
