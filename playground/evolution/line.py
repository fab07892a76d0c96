"""One population with two strategies: its states are a line, and what the first strategy earns more than the
second is a polynomial of its share. All its roots, and its signs between them, are found exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from playground.evolution.population import PopulationGame
from playground.game.polynomial import Polynomial, Root, interpolate, roots, value


@dataclass(frozen=True)
class Line:
    """gain
        F₁ − F₂ as a polynomial of the first strategy's share.
    roots
        Where both earn the same, inside, in order of that share.
    signs
        Of the gain, between neighbouring roots and before the first and after the last: one more than roots.
        All 0 where both always earn the same.
    """

    gain: Polynomial
    roots: tuple[Root, ...]
    signs: tuple[int, ...]

    def at(self, share: Fraction) -> Fraction:
        return value(self.gain, share)


def line(population: PopulationGame) -> Line:
    """Of a population of two strategies, whatever the size of the groups that meet."""
    degree = population.tables[0].ndim - 1
    points = []
    for k in range(degree + 1):
        share = Fraction(k, degree)
        first, second = population.exact_payoffs((share, 1 - share))
        points.append((share, first - second))
    gain = interpolate(points)
    found = tuple(roots(gain, Fraction(0), Fraction(1)))
    stops = [Fraction(0), *(root.middle for root in found), Fraction(1)]
    signs = tuple((between > 0) - (between < 0)
                  for a, b in pairwise(stops) for between in [value(gain, (a + b) / 2)])
    return Line(gain, found, signs)


def state(root: Root) -> tuple[Fraction, ...] | tuple[float, ...]:
    """The state at a root: exact, or to the last digit of a float."""
    share = root.middle
    return (share, 1 - share) if root.exact else (float(share), float(1 - share))


def beside(left: int, right: int) -> tuple[str, str]:
    """The kind of a state at which the gain has these signs before and after, and why."""
    before = "grows" if left > 0 else "falls"
    after = "grows" if right > 0 else "falls"
    kind = {(1, -1): "sink", (-1, 1): "source"}.get((left, right), "degenerate")
    come = {"sink": "Sink: nearby states come back", "source": "Source: nearby states leave",
            "degenerate": "Degenerate: nearby states come back from one side and leave on the other"}[kind]
    return kind, f"{come} (the first strategy's share {before} below it and {after} above it)."
