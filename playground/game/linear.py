"""Exact linear systems, in whole numbers: fractions only appear in the solution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

Vector = tuple[Fraction, ...]
Rows = list[list[int]]


def reduce(rows: Sequence[Sequence[int]], unknowns: int) -> tuple[Rows, list[int]] | None:
    """Gauss–Jordan elimination of rows (a_1, …, a_n, b), meaning a · x = b. Returns the reduced rows and
    their pivot columns, or None where nothing solves them. Each row is kept free of common factors, so
    that its numbers stay small."""
    system = [list(row) for row in rows]
    pivots: list[int] = []
    for column in range(unknowns):
        top = len(pivots)
        at = next((i for i in range(top, len(system)) if system[i][column]), None)
        if at is None:
            continue
        system[top], system[at] = system[at], system[top]
        pivot = system[top]
        lead = pivot[column]
        for i, row in enumerate(system):
            factor = row[column]
            if i != top and factor:
                row = [lead * value - factor * p for value, p in zip(row, pivot)]
                common = math.gcd(*row)
                system[i] = [value // common for value in row] if common > 1 else row
        pivots.append(column)
    if any(row[unknowns] for row in system[len(pivots):]):
        return None
    return system[:len(pivots)], pivots


def pivot(rows: Rows, at: int, column: int, before: int) -> int:
    """Clear a column but for the row `at`, in place; the pivot. In whole numbers the division by the pivot
    before is exact (Edmonds 1967; Bareiss 1968, Sylvester's Identity and Multistep Integer-Preserving
    Gaussian Elimination)."""
    row = rows[at]
    lead = row[column]
    for i, other in enumerate(rows):
        if i != at:
            factor = other[column]
            rows[i] = [(lead * a - factor * p) // before for a, p in zip(other, row)]
    return lead


def eliminated(rows: Rows) -> tuple[int, list[int]]:
    """The determinant of a matrix with one column more than rows, that column left out, and what the column
    has become: the solution, times the determinant. Works in `rows`."""
    before, sign = 1, 1
    for k in range(len(rows)):
        at = next((i for i in range(k, len(rows)) if rows[i][k]), None)
        if at is None:
            return 0, []
        if at != k:
            rows[k], rows[at] = rows[at], rows[k]
            sign = -sign
        before = pivot(rows, k, k, before)
    return sign * before, [sign * row[-1] for row in rows]


def equal_earners(rows: Sequence[Sequence[int]]) -> list[Vector]:
    """The extreme points of {x ≥ 0, Σ x = 1, all `rows` · x equal}, where some such x is positive
    everywhere; empty where none is. One point means that it is the only one."""
    unknowns = len(rows[0])
    equations = [[1] * (unknowns + 1)]
    equations += [[*(a - b for a, b in zip(row, rows[0])), 0] for row in rows[1:]]
    reduced = reduce(equations, unknowns)
    if reduced is None:
        return []
    system, pivots = reduced
    if len(pivots) == unknowns:
        point = _solution(system)
        return [point] if min(point) > 0 else []
    found: dict[Vector, None] = {}
    for zero in combinations(range(unknowns), unknowns - len(pivots)):
        fixed = [[*(int(i == j) for i in range(unknowns)), 0] for j in zero]
        corner = reduce([*system, *fixed], unknowns)
        if corner is not None and len(corner[1]) == unknowns:
            point = _solution(corner[0])
            if min(point) >= 0:
                found[point] = None
    points = list(found)
    inside = bool(points) and all(any(point[i] for point in points) for i in range(unknowns))
    return points if inside else []


def _solution(system: Rows) -> Vector:
    """Of a reduced system with a pivot in every column."""
    return tuple(Fraction(row[-1], row[i]) for i, row in enumerate(system))


def dimension(points: Sequence[Vector]) -> int:
    """Of the smallest flat space through the points."""
    origin, *others = points
    rows = []
    for point in others:
        offset = [a - b for a, b in zip(point, origin)]
        scale = math.lcm(*(value.denominator for value in offset))
        rows.append([*(int(value * scale) for value in offset), 0])
    reduced = reduce(rows, len(origin))
    return len(reduced[1]) if reduced else 0
