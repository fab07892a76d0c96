"""Best-response regions: where in one player's simplex each strategy of the other is a best response.

The mixtures of two strategies are a segment, those of three a triangle. Each region is the part of it that
some half-planes leave, cut one by one in exact numbers (Sutherland and Hodgman 1974, Reentrant Polygon
Clipping). With the sides, where an own strategy is not played, the regions label every mixture: that is how
Lemke–Howson paths and equilibria are seen (von Stengel 2002, Computing Equilibria for Two-Person Games, 2.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from playground.equilibrium.integers import Mixture
from playground.game import NormalForm
from playground.problem import InputError

DRAWN = (2, 3)  # how many strategies whose mixtures are a segment or a triangle


@dataclass(frozen=True)
class Region:
    """strategies
        The other player's, whose payoffs are the same all over; mostly one.
    corners
        The mixtures at the region's corners, in order round it. Two are the ends of a segment, one is a
        single point, none says that the strategies are never best.
    """

    strategies: tuple[int, ...]
    corners: tuple[Mixture, ...]

    @property
    def whole(self) -> bool:
        """Whether it is as wide as the simplex: a polygon in the triangle, a piece of the segment."""
        return bool(self.corners) and len(self.corners) >= len(self.corners[0])

    @property
    def share(self) -> Fraction:
        """The part of the simplex it takes: 1 is all of it."""
        if not self.whole:
            return Fraction(0)
        if len(self.corners[0]) == 2:
            return abs(self.corners[0][0] - self.corners[1][0])
        turned = zip(self.corners, (*self.corners[1:], self.corners[0]))
        return abs(sum((a[0] * b[1] - a[1] * b[0] for a, b in turned), Fraction(0)))


def best_response_regions(game: NormalForm, player: int) -> tuple[Region, ...]:
    """The regions of `player`'s mixtures in a two-player game, one for each strategy of the other, in order;
    strategies with the same payoffs share one. Together they cover the simplex, and no two overlap but on
    their borders. Raises `InputError` unless the player has two or three strategies."""
    if game.n_players != 2 or game.shape[player] not in DRAWN:
        raise InputError("best-response regions are of two players, one with two or three strategies")
    payoffs = game.payoffs[1 - player] if player == 0 else game.payoffs[1 - player].T
    groups: dict[Mixture, list[int]] = {}
    for j, column in enumerate(payoffs.T.tolist()):  # the other's payoffs against each strategy of the player
        groups.setdefault(tuple(column), []).append(j)
    size = game.shape[player]
    simplex = tuple(tuple(Fraction(i == k) for i in range(size)) for k in range(size))
    regions = []
    for mine, strategies in groups.items():
        corners = simplex
        for other in groups:
            if other != mine:
                corners = _cut(corners, [a - b for a, b in zip(mine, other)])
        regions.append(Region(tuple(strategies), corners))
    return tuple(regions)


def _cut(corners: tuple[Mixture, ...], normal: Sequence[Fraction]) -> tuple[Mixture, ...]:
    """The part of a convex polygon, segment or point where normal · x ≥ 0."""
    kept: dict[Mixture, None] = {}
    heights = [sum(a * x for a, x in zip(normal, corner)) for corner in corners]
    for i, (p, h) in enumerate(zip(corners, heights)):
        q, g = corners[(i + 1) % len(corners)], heights[(i + 1) % len(corners)]
        if h >= 0:
            kept[p] = None
        if h * g < 0:
            kept[tuple((a * g - b * h) / (g - h) for a, b in zip(p, q))] = None
    return tuple(kept)
