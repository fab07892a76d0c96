"""Correlated and coarse correlated equilibria: what a mediator can bring about, by exact linear programs.

The equilibria are a polytope of distributions over profiles; what is asked is how far it reaches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm, prod
from typing import Any

import numpy as np

from playground.equilibrium.certify import certify_distribution
from playground.equilibrium.concepts import CONCEPTS, solution_of
from playground.equilibrium.pareto import Point, hull
from playground.equilibrium.polytope import Polytope
from playground.equilibrium.solution import Solution
from playground.equilibrium.words import amount, listed, quoted
from playground.game import NormalForm
from playground.game.integers import whole_payoffs
from playground.problem import InputError
from playground.progress import Progress

MAX_PROFILES = 150
MAX_CORNERS = 64  # of the region of payoffs: there can be hundreds
MOST_TOLD = 12  # profiles or corners in a line; all of them are in the details

Distribution = Mapping[tuple[int, ...], Fraction]
Constraints = Callable[[Sequence[Any]], list[list[int]]]


@CONCEPTS.entry("correlated", "Correlated equilibria", "How far private advice can lead that nobody "
                "gains by disobeying: best, worst and most equal.",
                reference="Aumann, R. J. (1974). Subjectivity and Correlation in Randomized Strategies. "
                          "Journal of Mathematical Economics 1.")
def correlated_equilibria(game: NormalForm, progress: Progress) -> Solution:
    return _extremes(game, "correlated", "correlated equilibria", _obedience, progress)


@CONCEPTS.entry("coarse-correlated", "Coarse correlated equilibria", "How far advice can lead that "
                "nobody gains by refusing before hearing it: best, worst and most equal.",
                reference="Moulin, H., Vial, J.-P. (1978). Strategically Zero-Sum Games. International "
                          "Journal of Game Theory 7.")
def coarse_correlated_equilibria(game: NormalForm, progress: Progress) -> Solution:
    return _extremes(game, "coarse-correlated", "coarse correlated equilibria", _commitment, progress)


def _obedience(tables: Sequence[Any]) -> list[list[int]]:
    """For each player, advice and other strategy: what disobeying would bring, profile by profile."""
    rows = []
    for k, table in enumerate(tables):
        for told in range(table.shape[k]):
            for instead in range(table.shape[k]):
                if told != instead:
                    row = np.zeros_like(table)
                    np.moveaxis(row, k, 0)[told] = table.take(instead, axis=k) - table.take(told, axis=k)
                    rows.append(row.reshape(-1).tolist())
    return rows


def _commitment(tables: Sequence[Any]) -> list[list[int]]:
    """For each player and strategy: what playing it whatever the advice would bring, profile by profile."""
    return [(table.take([always], axis=k) - table).reshape(-1).tolist()
            for k, table in enumerate(tables) for always in range(table.shape[k])]


class _Equilibria:
    """The polytope of the distributions over profiles that no player gains by leaving, and one variable
    more: a number that no player's payoff is below, payoffs being lifted so that all are positive."""

    def __init__(self, game: NormalForm, constraints: Constraints) -> None:
        tables, factors = zip(*(whole_payoffs(game, k) for k in range(game.n_players)))
        self.unit = lcm(*factors)
        self.payoffs = [[int(v) * (self.unit // factor) for v in table.reshape(-1)]
                        for table, factor in zip(tables, factors)]
        lift = 1 - min(map(min, self.payoffs))
        rows = [[*row, 0] for row in constraints(tables)]
        rows += [[*(-v - lift for v in own), 1] for own in self.payoffs]
        # Every objective is lifted to be positive, so that the probabilities add up to what they may: to one.
        rows.append([1] * len(self.payoffs[0]) + [0])
        self._polytope = Polytope(rows, [0] * (len(rows) - 1) + [1])
        self.least = [0] * len(self.payoffs[0]) + [1]

    def best(self, *objectives: Sequence[int], progress: Progress) -> tuple[Fraction, ...]:
        """The distribution at which the first is greatest, of those the one for the second."""
        wide = [each if each is self.least else [*(v - min(each) + 1 for v in each), 0]
                for each in objectives]
        return self._polytope.maximise(*wide, progress=progress)[:-1]

    def earned(self, distribution: Sequence[Fraction]) -> tuple[Fraction, ...]:
        return tuple(sum((p * v for p, v in zip(distribution, own) if p), Fraction(0)) / self.unit
                     for own in self.payoffs)

    def region(self, corners: Sequence[Point], progress: Progress) -> tuple[Point, ...] | None:
        """The corners of what two players can earn, anticlockwise from the left: whatever is beyond an edge
        between two `corners` found so far is one more, until nothing is beyond any. None where there are too
        many. A single corner is all there is: the greatest for each is there, and the least together."""
        one, two = self.payoffs
        corners, at = list(hull(corners)), 0
        while at < len(corners) > 1:
            if len(corners) > MAX_CORNERS:
                return None
            (a, b), (c, d) = corners[at], corners[(at + 1) % len(corners)]
            x, y = d - b, a - c  # outward
            scale = lcm(x.denominator, y.denominator)
            outward = [int(x * scale) * u + int(y * scale) * v for u, v in zip(one, two)]
            first, second = self.earned(self.best(outward, progress=progress))
            if x * first + y * second > x * a + y * b:
                corners.insert(at + 1, (first, second))
            else:
                at += 1
        return hull(corners)


def _extremes(game: NormalForm, concept: str, called: str, constraints: Constraints, progress: Progress
              ) -> Solution:
    count = prod(game.shape)
    if count > MAX_PROFILES:
        raise InputError(f"{count:,} profiles are too many for {called}; {MAX_PROFILES} are allowed")
    space = _Equilibria(game, constraints)
    welfare = [sum(column) for column in zip(*space.payoffs)]
    asked = {"greatest welfare": (welfare, space.least),
             "least welfare": ([-v for v in welfare], space.least),
             **{f"greatest for {player.name}": (own, welfare)
                for player, own in zip(game.players, space.payoffs)},
             "most equal": (space.least, welfare)}
    found = {what: space.best(*objectives, progress=progress) for what, objectives in asked.items()}
    earned = {shares: space.earned(shares) for shares in found.values()}
    profiles: list[tuple[int, ...]] = list(np.ndindex(*game.shape))
    played = {shares: {profile: p for profile, p in zip(profiles, shares) if p} for shares in earned}
    certified = all(certify_distribution(game, each, concept == "coarse-correlated")
                    for each in played.values())
    details: list[tuple[str, Any]] = [("distributions", [
        {"what": what, "payoffs": list(map(str, earned[shares])), "distribution": [
            [*game.profile_names(profile), str(p)] for profile, p in played[shares].items()]}
        for what, shares in found.items()])]
    lines = [_line(game, [what for what, other in found.items() if other == shares], played[shares],
                   earned[shares]) for shares in earned]
    message, complete = f"Complete: no {called} reach further; every mixture of these is one too.", True
    if game.n_players == 2:
        corners = space.region([(a, b) for a, b in earned.values()], progress)
        details.append(("region", corners and [list(map(str, corner)) for corner in corners]))
        if corners is None:
            complete = False
            message = (f"No {called} reach further; the region of all their payoffs has more than "
                       f"{MAX_CORNERS} corners and is left out.")
        else:
            lines.append(_region_line(game, called, corners))
    return solution_of(game, concept, "exact", [], (), complete, message, progress, tuple(details), certified,
                       lines)


def _line(game: NormalForm, what: Sequence[str], played: Distribution, earned: Sequence[Fraction]) -> str:
    asked = listed(what)
    shown = [f"({', '.join(map(quoted, game.profile_names(profile)))}) {amount(game, p)}"
             for profile, p in sorted(played.items(), key=lambda each: -each[1])]
    if len(shown) > MOST_TOLD:
        shown[MOST_TOLD - 1:] = [f"and {len(shown) - MOST_TOLD + 1} profiles more"]
    gets = ", ".join(f"{player.name} {'' if k else 'gets '}{amount(game, own)}"
                     for k, (player, own) in enumerate(zip(game.players, earned)))
    together = f", {amount(game, sum(earned, Fraction(0)))} together" if game.n_players > 1 else ""
    return f"{asked[0].upper()}{asked[1:]}{together}: {', '.join(shown)}; {gets}."


def _region_line(game: NormalForm, called: str, corners: Sequence[Point]) -> str:
    shown = [f"({amount(game, a)}, {amount(game, b)})" for a, b in corners]
    if len(shown) == 1:
        return f"All {called} pay {shown[0]}."
    if len(shown) > MOST_TOLD:
        return f"The payoffs that {called} can bring are a region with {len(shown)} corners."
    between = f"a region with the corners {', '.join(shown)}" if len(shown) > 2 else \
        f"the line from {shown[0]} to {shown[1]}"
    return f"The payoffs that {called} can bring are {between}."
