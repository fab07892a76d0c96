"""Imitation: a member meets another one at random, and may do as that one does.

Of the rules of how much better the other must be: in proportion to how much (pairwise proportional imitation,
whose mean is the replicator dynamic: Schlag, K. H. 1998, Why Imitate, and If So, How? Journal of Economic
Theory 78, 130–156; Helbing 1992), or always if better at all (imitate the better: Sandholm 2010, example
5.4.4). """

from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.evolution import replicator
from playground.evolution.around import by_flow
from playground.evolution.best_response import TIE
from playground.evolution.dynamic import DYNAMICS, Dynamic
from playground.evolution.population import Floats, PopulationGame
from playground.evolution.replicator_rest import rest
from playground.evolution.rest import RestSet


@DYNAMICS.entry(
    "imitation", "Imitation, in Proportion",
    "Whoever meets somebody who earns more imitates them at a rate in proportion to the difference; on "
    "average this is the replicator dynamic.",
    reference="Schlag, K. H. (1998). Why Imitate, and If So, How? Journal of Economic Theory 78, 130–156.")
def imitation() -> Dynamic:
    return Dynamic(replicator.velocity, rest, replicator.plain, replicator.imitated)


def who_earns_more(payoffs: Floats) -> Floats:
    """sgn(π_i − π_j), 0 where they differ by rounding, shape (..., i, j)."""
    more = payoffs[..., np.newaxis] - payoffs[..., np.newaxis, :]
    found: Floats = np.sign(np.where(np.abs(more) <= TIE * (1 + np.abs(payoffs[..., np.newaxis])), 0.0, more))
    return found


def better(shares: Floats, payoffs: Floats) -> Floats:
    """ρ_ij = x_j where π_j > π_i, else 0."""
    found: Floats = shares[..., np.newaxis, :] * (who_earns_more(payoffs) < 0)
    return found


def unweighted(shares: Floats, payoffs: Floats) -> Floats:
    """ẋ_i = x_i Σ_j x_j sgn(π_i − π_j)."""
    rates: Floats = shares * np.einsum("...ij,...j->...i", who_earns_more(payoffs), shares)
    return rates


def better_rest(population: PopulationGame, dynamic: Dynamic) -> RestSet:
    """The rest points are the replicator's: all who are present earn the same. Of their kinds the flow
    tells."""
    found = rest(population, dynamic)
    ends = {vertex for each in found.continua for vertex in each.vertices}
    points = []
    for point in found.points:
        kind, why = by_flow(population, dynamic, np.array(point.at, dtype=np.float64))
        if point.at in ends:
            kind, why = "degenerate", "rest points without a gap run through it"
        points.append(replace(point, kind=kind, why=f"{kind.capitalize()}: {why}.", eigenvalues=()))
    return replace(found, points=tuple(points))


@DYNAMICS.entry(
    "imitate-the-better", "Imitate the Better",
    "Whoever meets somebody who earns more, by however little, imitates them.",
    reference="Sandholm, W. H. (2010). Population Games and Evolutionary Dynamics, example 5.4.4.")
def imitate_the_better() -> Dynamic:
    return Dynamic(unweighted, better_rest, switches=better, rate=lambda _population: 2.0)
