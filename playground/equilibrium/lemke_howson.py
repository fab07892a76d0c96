"""The algorithm of Lemke and Howson in whole numbers: an equilibrium at the end of each path, for any size.

Two systems, Bᵀx + s = 1 and A y + r = 1 for positive payoffs, hold the polytopes' vertices as bases. A path
drops one label and follows the edges on which all others stay (Lemke and Howson 1964). Pivots divide
exactly by the one before (Edmonds 1967, Bareiss 1968), and ties are broken lexicographically, so that it
ends in degenerate games too (von Stengel 2002, Computing Equilibria for Two-Person Games, section 2.6).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from playground.equilibrium.integers import positive, shares
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


def lemke_howson(game: NormalForm, label: int = 0, progress: Progress = silent) -> Profile:
    """The equilibrium of a two-player game at the end of the path that drops `label`: a strategy of player 1,
    counted from 0, or one of player 2, counted on from there. It is an extreme equilibrium."""
    first, second = positive(whole_payoffs(game, 0)[0]), positive(whole_payoffs(game, 1)[0])
    m = len(first)
    # Columns by label: x's are 0 … m−1 and its slacks m … m+n−1; y's the other way round.
    systems = (_System(second.T), _System(first))
    starts = [(0, m), (m, 0)]  # the label of the first variable, and of the first slack, of each system

    def column(system: int, wanted: int) -> int:
        variables = systems[system].variables
        at, slack = starts[system]
        return int(wanted - at if at <= wanted < at + variables else variables + wanted - slack)

    def name(system: int, found: int) -> int:
        variables = systems[system].variables
        at, slack = starts[system]
        return int(at + found if found < variables else slack + found - variables)

    system, wanted = (0 if label < m else 1), label
    while True:
        progress(None, "following a Lemke–Howson path")
        wanted = name(system, systems[system].enter(column(system, wanted)))
        if wanted == label:
            break
        system = 1 - system
    return Profile([shares(each.values()) for each in systems])


def paths(game: NormalForm, labels: Any, progress: Progress = silent) -> Iterator[Profile]:
    """The equilibria at the ends of the paths that drop `labels`, in that order."""
    count = len(labels)
    for number, label in enumerate(labels):
        progress(number / count, "following Lemke–Howson paths")
        yield lemke_howson(game, label, progress)
