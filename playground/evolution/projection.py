"""The projection dynamic: shares move straight along payoffs, as near as the simplex lets them.

ẋ is the projection of π on the directions in which the state can move: inside, each payoff less the plain
average of all payoffs. At the border a strategy without a share counts only if it earns more than the average
of those that count. Lahkar, R. and Sandholm, W. H. (2008). The projection dynamic and the geometry of
population games. Games and Economic Behavior 64, 565–590. """

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from playground.evolution.dynamic import DYNAMICS, Dynamic
from playground.evolution.nash_rest import fractions, nash_rest
from playground.evolution.population import Floats, PopulationGame
from playground.evolution.rest import RestSet, rest_point, spectrum

GONE = 1e-12  # a share up to which a strategy is absent


def velocity(shares: Floats, payoffs: Floats) -> Floats:
    present = shares > GONE
    if present.all():
        inside: Floats = payoffs - payoffs.mean(axis=-1, keepdims=True)
        return inside
    count = present.sum(axis=-1, keepdims=True)
    total = np.where(present, payoffs, 0.0).sum(axis=-1, keepdims=True)
    absent = np.where(present, -np.inf, payoffs)
    counted = present.copy()
    for k in np.moveaxis(np.argsort(-absent, axis=-1), -1, 0):  # absent ones, the best first
        at = k[..., np.newaxis]
        own = np.take_along_axis(absent, at, axis=-1)
        joins = own * count > total  # -inf: it is present
        np.put_along_axis(counted, at, joins | np.take_along_axis(counted, at, axis=-1), axis=-1)
        total = total + np.where(joins, own, 0.0)
        count = count + joins
    rates: Floats = np.where(counted, payoffs - total / count, 0.0)
    return rates


def plain(shares: Sequence[float], payoffs: Sequence[float]) -> list[float]:
    counted = [i for i, share in enumerate(shares) if share > GONE]
    total = sum(payoffs[i] for i in counted)
    for k in sorted((i for i, share in enumerate(shares) if share <= GONE), key=lambda i: -payoffs[i]):
        if payoffs[k] * len(counted) <= total:
            break
        counted.append(k)
        total += payoffs[k]
    rates = [0.0] * len(shares)
    for i in counted:
        rates[i] = payoffs[i] - total / len(counted)
    return rates


def rest(population: PopulationGame, dynamic: Dynamic) -> RestSet:
    """The equilibria. Where all strategies of one population that meets itself are present the dynamic is
    linear, so that its eigenvalues are exact and tell everything."""
    found = nash_rest(population, dynamic, in_stable_games=False)
    if len(population.sizes) > 1 or not population.linear or found.continua:
        return found
    table = population.tables[0]
    size = len(table)
    moved = [[table[i, j] - sum(table[:, j]) / size for j in range(size)] for i in range(size)]
    matrix = [[row[j] - row[-1] for j in range(size - 1)] for row in moved[:-1]]
    return replace(found, points=tuple(
        rest_point(fractions(point.at), spectrum(matrix), True, "the dynamic is linear inside")
        if point.exact and min(point.at) > 0 else point for point in found.points))


@DYNAMICS.entry(
    "projection", "Projection",
    "Shares move straight in the direction of payoffs, as near to it as they can.",
    reference="Lahkar, R. and Sandholm, W. H. (2008). The projection dynamic and the geometry of population "
              "games. Games and Economic Behavior 64, 565–590.")
def projection() -> Dynamic:
    return Dynamic(velocity, rest, plain)
