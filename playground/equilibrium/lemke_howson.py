"""The algorithm of Lemke and Howson in whole numbers: an equilibrium at the end of each path, for any size.

Two systems, Bᵀx + s = 1 and A y + r = 1 for positive payoffs, hold the polytopes' vertices as bases. A path
drops one label and follows the edges on which all others stay (Lemke and Howson 1964). Pivots divide
exactly by the one before (Edmonds 1967, Bareiss 1968), and ties are broken lexicographically, so that it
ends in degenerate games too (von Stengel 2002, Computing Equilibria for Two-Person Games, section 2.6).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.equilibrium.integers import Mixture, positive, shares
from playground.game import NormalForm, Profile
from playground.game.integers import Integers, whole_payoffs
from playground.progress import Progress, silent


class _System:
    """matrix · v + slack = 1 with v, slack ≥ 0, in the basis of the moment.

    table
        Shape (rows, variables + rows + 1), times `scale`: the columns of v, of the slacks, the right side.
    basis
        Which column each row holds.
    """

    def __init__(self, matrix: Integers) -> None:
        rows, self.variables = matrix.shape
        self.table = np.concatenate([matrix, np.eye(rows, dtype=object), np.ones((rows, 1), dtype=object)],
                                    axis=1).astype(object)
        self.basis: list[int] = [self.variables + i for i in range(rows)]
        self.scale = 1

    def enter(self, column: int) -> int:
        """Bring a column into the basis; the column that leaves."""
        row = self._leaving(column)
        table = self.table
        pivot = table[row, column]
        others = np.arange(len(table)) != row
        moved = pivot * table[others] - np.multiply.outer(table[others, column], table[row])
        table[others] = moved // self.scale
        self.scale = pivot
        left, self.basis[row] = self.basis[row], column
        return left

    def _leaving(self, column: int) -> int:
        """The row with the lexicographically smallest ratios: the right side's, then the slacks'."""
        table = self.table
        rows = [i for i in range(len(table)) if table[i, column] > 0]
        for at in (-1, *range(self.variables, table.shape[1] - 1)):
            best = rows[:1]
            for i in rows[1:]:
                first = best[0]
                gap = table[i, at] * table[first, column] - table[first, at] * table[i, column]
                if gap < 0:
                    best = [i]
                elif gap == 0:
                    best.append(i)
            rows = best
            if len(rows) == 1:
                break
        return rows[0]

    def values(self) -> list[int]:
        """v, times a positive number."""
        made = [0] * self.variables
        for row, column in enumerate(self.basis):
            if column < self.variables:
                made[column] = self.table[row, -1]
        return made


@dataclass(frozen=True)
class Step:
    """One edge of a path; labels are numbered as for `lemke_howson`.

    player
        Whose point moves: 0 for x, 1 for y.
    dropped, picked
        The label it loses, and the one it gets instead.
    points
        x and y after the step; None for a point still at 0, which is in nobody's simplex.
    labels
        The labels of x and of y after the step. Where a tie makes a strategy best, or unplayed, without a
        label of its own, the basis decides; the point may then stay where it is.
    """

    player: int
    dropped: int
    picked: int
    points: tuple[Mixture | None, Mixture | None]
    labels: tuple[frozenset[int], frozenset[int]]


class _Pair:
    """The systems of both players, whose columns are called by their labels: those of x are 0 … m−1 and its
    slacks m … m+n−1; y's are the other way round."""

    def __init__(self, game: NormalForm) -> None:
        first, second = positive(whole_payoffs(game, 0)[0]), positive(whole_payoffs(game, 1)[0])
        self.size = len(first)
        self.systems = (_System(second.T), _System(first))
        self._starts = ((0, self.size), (self.size, 0))  # the labels of the first variable and first slack

    def path(self, label: int, progress: Progress) -> Iterator[tuple[int, int, int]]:
        """Pivot from (0, 0) to an equilibrium: who moves, the label dropped and the one picked up."""
        player, dropped = (0 if label < self.size else 1), label
        while True:
            progress(None, "following a Lemke–Howson path")
            picked = self._label(player, self.systems[player].enter(self._column(player, dropped)))
            yield player, dropped, picked
            if picked == label:
                return
            player, dropped = 1 - player, picked

    def _column(self, player: int, label: int) -> int:
        variables = self.systems[player].variables
        at, slack = self._starts[player]
        return int(label - at if at <= label < at + variables else variables + label - slack)

    def _label(self, player: int, column: int) -> int:
        variables = self.systems[player].variables
        at, slack = self._starts[player]
        return int(at + column if column < variables else slack + column - variables)

    def labels(self, player: int) -> frozenset[int]:
        """Of the columns outside the basis, which are 0."""
        every = frozenset(range(sum(system.variables for system in self.systems)))
        return every - {self._label(player, column) for column in self.systems[player].basis}

    def point(self, player: int) -> Mixture | None:
        """The mixed strategy; None at 0."""
        values = self.systems[player].values()
        return shares(values) if any(values) else None


def lemke_howson(game: NormalForm, label: int = 0, progress: Progress = silent) -> Profile:
    """The equilibrium of a two-player game at the end of the path that drops `label`: a strategy of player 1,
    counted from 0, or one of player 2, counted on from there. It is an extreme equilibrium."""
    pair = _Pair(game)
    for _edge in pair.path(label, progress):
        pass
    return Profile([shares(system.values()) for system in pair.systems])


def walk(game: NormalForm, label: int = 0, progress: Progress = silent) -> Iterator[Step]:
    """The path that drops `label`, edge by edge, from (0, 0), which has every label, to the
    equilibrium that `lemke_howson` gives. On the way one label is missing and another is had by both."""
    pair = _Pair(game)
    for player, dropped, picked in pair.path(label, progress):
        yield Step(player, dropped, picked, (pair.point(0), pair.point(1)), (pair.labels(0), pair.labels(1)))


def paths(game: NormalForm, labels: Any, progress: Progress = silent) -> Iterator[Profile]:
    """The equilibria at the ends of the paths that drop `labels`, in that order."""
    count = len(labels)
    for number, label in enumerate(labels):
        progress(number / count, "following Lemke–Howson paths")
        yield lemke_howson(game, label, progress)
