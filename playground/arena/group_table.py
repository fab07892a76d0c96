"""The table of a tournament of groups: what a strategy earns beside each other one, and altogether.

Row i, column j is what i earns where one of its co-players is j and the others are drawn from the line-up; so
the mean of a row, weighed as the players are met, is the mean over all groups. What i earns beside itself
counts only in self-play.

Errors are those of matches (independent between groups; of one player's seats in one group taken as equal)
and, where groups are drawn, of that sample: of the ratio of sums over the draws (Cochran 1977, Sampling
Techniques, chapter 6). """

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arena.groups import Group, Seating

Floats = npt.NDArray[np.floating[Any]]
Indices = npt.NDArray[np.intp]
MOST_BITS = 4_000  # of the common denominator of an exact mean


@dataclass(frozen=True)
class Outcome:
    """Of a group, a value a seat: payoffs, how often each played its first strategy, standard errors (NaN
    where they cannot be told); and how they were found, as a place in the list of kinds."""

    payoffs: Sequence[float | Fraction]
    cooperation: Sequence[float | Fraction]
    errors: Sequence[float]
    kind: int


@dataclass(frozen=True, eq=False)
class GroupTable:
    """[i][j] as above, and of each player the mean. NaN where nothing is known yet; `kinds` is the greatest
    of the groups that count, −1 for none."""

    payoffs: Floats
    cooperation: Floats
    errors: Floats
    freedom: Floats
    kinds: Indices
    mean: Floats
    mean_errors: Floats
    mean_freedom: Floats
    mean_kinds: Indices


@dataclass(frozen=True, eq=False)
class _Part:
    """How much sittings count in cells: an item an entry. `sitting`, which; `cell`, where; `often`, how often
    it is drawn; `share`, how far the cell's player is among the others there."""

    sitting: Indices
    cell: Indices
    often: Floats
    share: Floats


class GroupTables:
    """What is worked out of a seating once, so that its tables are soon there."""

    def __init__(self, seating: Seating, weights: Sequence[Fraction], self_play: bool) -> None:
        self.seating, self.weights, self.players = seating, tuple(weights), len(weights)
        alone = self_play or self.players == 1
        player, others = seating.player, seating.others
        itself = others[np.arange(len(player)), player]
        often = seating.weights(weights)
        sitting, other = np.nonzero(others)
        times = others[sitting, other]
        ok = alone | (itself[sitting] == (other == player[sitting]))
        self._beside = _Part(sitting[ok], (player[sitting] * self.players + other)[ok], often[sitting][ok],
                             (times / (seating.seats.shape[1] - 1))[ok])
        whole = np.flatnonzero(alone | (itself == 0))
        self._whole = _Part(whole, player[whole], often[whole], np.ones(len(whole)))
        self._place = {group: k for k, group in enumerate(seating.groups)}
        self._seats = seating.seats / seating.seats.sum(axis=1, keepdims=True)

    def table(self, outcomes: Mapping[Group, Outcome], free: int) -> GroupTable:
        """Of the groups that are known. `free`: degrees of freedom of the error of one."""
        seats = self._seats.shape[1]
        values = np.full((3, len(self._place), seats), np.nan)
        kinds = np.full(len(self._place), -1)
        for seated, outcome in outcomes.items():
            at = self._place[seated]
            values[:, at] = [list(map(float, row)) for row in (
                outcome.payoffs, outcome.cooperation, outcome.errors)]
            kinds[at] = outcome.kind
        group = self.seating.group
        payoffs, often, errors = (values[:, group] * self._seats).sum(axis=2)
        found = kinds[group]
        n = self.players
        beside = self._cells(self._beside, n * n, payoffs, often, errors, found, free)
        whole = self._cells(self._whole, n, payoffs, often, errors, found, free)
        square = [each.reshape(n, n) for each in beside]
        return GroupTable(square[0], square[1], square[2], square[3], square[4].astype(np.intp),
                          whole[0], whole[2], whole[3], whole[4].astype(np.intp))

    def _cells(self, part: _Part, count: int, payoffs: Floats, cooperation: Floats, errors: Floats,
               kinds: Indices, free: int) -> list[Floats]:
        there = kinds[part.sitting] >= 0
        sitting, cell = part.sitting[there], part.cell[there]
        often, share = part.often[there], part.share[there]
        weight = often * share

        def summed(values: Floats) -> Floats:
            return np.bincount(cell, values, count).astype(float)

        with np.errstate(invalid="ignore", divide="ignore"):
            total = summed(weight)
            mean = summed(weight * payoffs[sitting]) / total
            played = (weight * errors[sitting]) ** 2
            variance = summed(played)
            freedom = np.where(variance > 0, variance ** 2 / summed(played ** 2) * free, np.inf)
            if self.seating.drawn:
                draws = summed(often)
                off = payoffs[sitting] - mean[cell]
                variance = variance + summed(often * (share * off) ** 2) * draws / (draws - 1)
                freedom = draws - 1
            spread = np.sqrt(variance) / total
            cooperate = summed(weight * cooperation[sitting]) / total
        greatest = np.full(count, -1)
        np.maximum.at(greatest, cell, kinds[sitting])
        return [mean, cooperate, spread, freedom, greatest]

    def exact_means(self, outcomes: Mapping[Group, Outcome], table: GroupTable
                    ) -> tuple[list[Any], list[Any], list[Any]]:
        """In fractions what of the `table` can be: payoffs [i][j], cooperation [i][j], and means; None
        elsewhere, and where groups are drawn."""
        n = self.players
        beside = [self._exactly(self._beside, outcomes, table.kinds.ravel(), what)
                  for what in ("payoffs", "cooperation")]
        square = [[row[i * n:(i + 1) * n] for i in range(n)] for row in beside]
        return square[0], square[1], self._exactly(self._whole, outcomes, table.mean_kinds, "payoffs")

    def _exactly(self, part: _Part, outcomes: Mapping[Group, Outcome], kinds: Indices, what: str
                 ) -> list[Any]:
        terms: list[list[tuple[Fraction, Fraction]]] = [[] for _ in kinds]
        seating, most = self.seating, self._seats.shape[1] - 1
        able = kinds[part.cell] == 0
        for k, cell in zip(part.sitting[able].tolist(), part.cell[able].tolist()):
            outcome = outcomes.get(seating.groups[seating.group[k]])
            if outcome is not None:
                seats = np.flatnonzero(seating.seats[k]).tolist()
                beside = part is self._beside
                share = Fraction(int(seating.others[k, cell % self.players]), most) if beside else 1
                weight = seating.weight(k, self.weights) * share / len(seats)
                terms[cell] += [(weight, getattr(outcome, what)[at]) for at in seats]
        return [_mean(each) for each in terms]


def _mean(terms: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Of values by weights, where all are fractions and not too long."""
    if not terms or not all(isinstance(value, Fraction) for _weight, value in terms):
        return None
    common = 1
    for _weight, value in terms:
        common = lcm(common, value.denominator)
        if common.bit_length() > MOST_BITS:
            return None
    total = sum(weight for weight, _value in terms)
    return None if not total else sum(
        (weight * int(value * common) for weight, value in terms), Fraction(0)) / total / common
