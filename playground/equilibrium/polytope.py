"""One polytope and many objectives: linear programs that floats guess and whole numbers prove.

The simplex method in floats says which constraints are tight at the best vertex. Two exact systems of
equations give that vertex and its prices, and these prove that it is feasible and that nothing is better
(Dhiflaoui et al. 2003, Certifying and Repairing Solutions to Large LPs). Where the proof fails the same
method in whole numbers decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from typing import Any

import numpy as np

from playground.equilibrium.simplex import Optimum, maximise
from playground.progress import Progress, silent

Vertex = tuple[Fraction, ...]
TINY = 1e-9  # what floats take for zero
SMALL = 80  # entries of a matrix up to which whole numbers are faster at once


def optimum(objective: Sequence[int], matrix: Sequence[Sequence[int]], bounds: Sequence[int],
            progress: Progress = silent) -> Optimum:
    """Maximise objective · x subject to matrix · x ≤ bounds and x ≥ 0, in whole numbers with bounds ≥ 0,
    exactly and by the faster way. Raises `ValueError` for an unbounded program, and what `progress` does."""
    progress(None, "linear programs")
    if len(objective) * len(bounds) <= SMALL:
        return maximise(objective, matrix, bounds)
    x, prices = Polytope(matrix, bounds).best([objective], progress)
    return Optimum(sum((c * v for c, v in zip(objective, x) if v), Fraction(0)), x, prices)


class Polytope:
    """{x ≥ 0 : matrix · x ≤ bounds}, in whole numbers with bounds ≥ 0; bounded where it is asked."""

    def __init__(self, matrix: Sequence[Sequence[int]], bounds: Sequence[int]) -> None:
        self._matrix: Any = np.array(matrix, dtype=object).reshape(len(bounds), -1)
        self._bounds = list(bounds)
        self._floats = self._fresh_floats()
        self._whole: _Tableau | None = None

    def _fresh_floats(self) -> _Tableau:
        scales = [max(1, *map(abs, row)) for row in self._matrix.tolist()]
        matrix = [[v / scale for v in row] for row, scale in zip(self._matrix.tolist(), scales)]
        bounds = [Fraction(b, scale) for b, scale in zip(self._bounds, scales)]
        most = max(bounds, default=Fraction(0)) or Fraction(1)  # only the basis is used, not how far it is
        return _Tableau(np.array(matrix), [float(b / most) for b in bounds], TINY)

    def maximise(self, *objectives: Sequence[int], progress: Progress = silent) -> Vertex:
        """A vertex at which the first objective is greatest, among those the second one, and so on.
        Raises `ValueError` where there is no greatest value, and what `progress` raises."""
        return self.best(objectives, progress)[0]

    def best(self, objectives: Sequence[Sequence[int]], progress: Progress) -> tuple[Vertex, Vertex]:
        """`maximise`, and prices of the constraints: for a single objective those that prove it greatest."""
        scaled = [[v / max(1, *map(abs, each)) for v in each] for each in objectives]
        for fresh in (False, True):  # errors add up from one search to the next
            if fresh:
                self._floats = self._fresh_floats()
            if self._floats.climb(scaled, progress):
                proven = self._proven(self._floats.basis, objectives, progress)
                if proven is not None:
                    return proven
        if self._whole is None:
            self._whole = _Tableau(self._matrix, self._bounds, 0)
        self._whole.climb(objectives, progress)
        return self._whole.vertex(), self._whole.prices()

    def _proven(self, basis: Sequence[int], objectives: Sequence[Sequence[int]], progress: Progress
                ) -> tuple[Vertex, Vertex] | None:
        """The vertex of a basis and its prices, if it is one and the best."""
        rows, columns = self._matrix.shape
        own = sorted(j for j in basis if j < columns)
        tight = sorted(set(range(rows)) - {j - columns for j in basis})
        square = self._matrix[np.ix_(tight, own)]
        weights = [np.array(each, dtype=object) for each in objectives]
        solved = _solve(square, np.array([self._bounds[i] for i in tight], dtype=object)[:, None],
                        progress)
        priced = _solve(square.T, np.array([each[own] for each in weights], dtype=object).T, progress)
        if solved is None or priced is None:
            return None
        (values, scale), (prices, unit) = solved, priced
        slack = scale * np.array(self._bounds, dtype=object) - self._matrix[:, own] @ values[:, 0]
        if min(values[:, 0], default=0) < 0 or slack.min() < 0:
            return None
        # What a column, or loosening a constraint, costs: of the first objective, of the second, …
        costs = prices.T @ self._matrix[tight] - unit * np.array(weights, dtype=object)
        nothing = [0] * len(objectives)
        if any(list(each) < nothing for each in (*prices.tolist(), *costs.T.tolist())):
            return None
        vertex, priced_at = [Fraction(0)] * columns, [Fraction(0)] * rows
        for j, value in zip(own, values[:, 0]):
            vertex[j] = Fraction(value, scale)
        for i, price in zip(tight, prices[:, -1]):
            priced_at[i] = Fraction(price, unit)
        return tuple(vertex), tuple(priced_at)


def _solve(matrix: Any, right: Any, progress: Progress) -> tuple[Any, int] | None:
    """The x with matrix · x = right · denominator and that denominator > 0, in whole numbers (Bareiss 1968);
    None for a singular matrix."""
    size = len(matrix)
    table = np.concatenate([matrix, right], axis=1)
    before = 1
    for k in range(size):
        progress(None, "linear programs")
        if not table[k, k]:
            other = next((i for i in range(k + 1, size) if table[i, k]), None)
            if other is None:
                return None
            table[[k, other]] = table[[other, k]]
        below = table[k + 1:, k:]
        product = np.multiply.outer(below[:, 0], table[k, k + 1:])
        below[:, 1:] = (below[:, 1:] * table[k, k] - product) // before
        before = table[k, k]
    x = np.zeros((size, right.shape[1]), dtype=object)
    for k in reversed(range(size)):
        x[k] = (table[k, size:] * before - table[k, k + 1:size] @ x[k + 1:]) // table[k, k]
    return (x, before) if before > 0 else (-x, -before)


class _Tableau:
    """The condensed tableau, with a column for each variable that is zero; `basis` holds the others, of which
    those from the number of columns on are the slacks. In whole numbers pivots divide exactly by the one
    before (Edmonds 1967, Bareiss 1968).

    Bounds are thought to be larger by infinitely little, by another amount each (Charnes 1952), so that the
    steepest objective may enter although most vertices are degenerate; where that leaves ties Bland's rule
    (1977) takes over until there is progress.
    """

    def __init__(self, matrix: Any, bounds: Sequence[Any], tiny: float) -> None:
        rows, self._columns = matrix.shape
        self.basis = list(range(self._columns, self._columns + rows))
        self._zero = list(range(self._columns))  # the variable of each column
        self._denominator = 1
        self._tiny = tiny
        self._table: Any = np.zeros((rows + 1, self._columns + 2), dtype=matrix.dtype)
        self._table[:-1, :-2] = matrix
        self._table[:-1, -2] = bounds
        self._table[:-1, -1] = [pow(3, i, 1_000_003) for i in range(1, rows + 1)]

    def climb(self, objectives: Sequence[Sequence[Any]], progress: Progress) -> bool:
        """Go to a vertex at which the first objective is greatest, among those the second one, and so on.
        Whether it was reached: floats may lose their way."""
        columns = list(range(self._columns))
        for objective in objectives:
            if not self._climb(objective, columns, progress):
                return False
            columns = [j for j in columns if self._table[-1, j] <= self._tiny]  # the others stay zero
        return True

    def vertex(self) -> Vertex:
        x = [Fraction(0)] * self._columns
        for variable, value in zip(self.basis, self._table[:-1, -2]):
            if variable < self._columns:
                x[variable] = Fraction(value, self._denominator)
        return tuple(x)

    def prices(self) -> Vertex:
        """Of the constraints, for the objective that was climbed last."""
        prices = [Fraction(0)] * len(self.basis)
        for variable, value in zip(self._zero, self._table[-1]):
            if variable >= self._columns:
                prices[variable - self._columns] = Fraction(value, self._denominator)
        return tuple(prices)

    def _climb(self, objective: Sequence[Any], columns: Sequence[int], progress: Progress) -> bool:
        weights = np.array([*objective, *[0] * len(self.basis)], dtype=self._table.dtype)
        self._table[-1] = weights[self.basis] @ self._table[:-1]
        self._table[-1, :-2] -= self._denominator * weights[self._zero]
        stuck = False
        for step in count():
            progress(None, "linear programs")
            costs = self._table[-1].tolist()
            if self._tiny:  # the same choice on every machine
                costs = [round(cost, 9) for cost in costs]
            better = [j for j in columns if costs[j] < -self._tiny]
            if not better:
                return True
            if self._tiny and step > 50 * len(self.basis):
                break
            entering = min(better, key=lambda j: (0 if stuck else costs[j], self._zero[j]))
            leaving = self._leaving(entering)
            if leaving is None:
                if self._tiny:
                    break
                raise ValueError("the program is unbounded")
            stuck = not self._table[leaving, -2] and not self._table[leaving, -1]
            self._pivot(leaving, entering)
        return False

    def _leaving(self, entering: int) -> int | None:
        """The row that reaches its bound first; of several, that of the earliest variable."""
        found, row = None, None
        for i, (size, bound, little) in enumerate(self._table[:-1, [entering, -2, -1]].tolist()):
            if size <= self._tiny:
                continue
            if found is not None and row is not None:
                sooner = bound * found[0] - found[1] * size
                if sooner > self._tiny or (sooner >= -self._tiny and (little * found[0], self.basis[i]) >= (
                        found[2] * size, self.basis[row])):
                    continue
            found, row = (size, bound, little), i
        return row

    def _pivot(self, i: int, j: int) -> None:
        table = self._table
        row, column, pivot = table[i].copy(), table[:, j].copy(), table[i, j]
        if self._tiny:
            table -= np.multiply.outer(column, row / pivot)
            table[i], table[:, j], table[i, j] = row / pivot, -column / pivot, 1 / pivot
        else:
            table *= pivot
            table -= np.multiply.outer(column, row)
            table //= self._denominator
            table[i], table[:, j], table[i, j] = row, -column, self._denominator
            self._denominator = pivot
        self.basis[i], self._zero[j] = self._zero[j], self.basis[i]
