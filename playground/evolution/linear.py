"""Exact linear systems on a simplex."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

Vector = tuple[Fraction, ...]


def solve(rows: Sequence[Sequence[Fraction]], unknowns: int) -> tuple[list[list[Fraction]], list[int]] | None:
    """Gauss–Jordan elimination of rows (a_1, …, a_n, b), meaning a · x = b. Returns the reduced rows and
    their pivot columns, or None where nothing solves them."""
    system = [list(row) for row in rows]
    pivots: list[int] = []
    for column in range(unknowns):
        top = len(pivots)
        at = next((i for i in range(top, len(system)) if system[i][column]), None)
        if at is None:
            continue
        system[top], system[at] = system[at], system[top]
        lead = system[top][column]
        pivot = system[top] = [value / lead for value in system[top]]
        for i, row in enumerate(system):
            factor = row[column]
            if i != top and factor:
                system[i] = [value - factor * p for value, p in zip(row, pivot)]
        pivots.append(column)
    if any(row[unknowns] for row in system[len(pivots):]):
        return None
    return system[:len(pivots)], pivots


def equal_earners(rows: Sequence[Sequence[Fraction]]) -> list[Vector]:
    """The extreme points of {x ≥ 0, Σ x = 1, all `rows` · x equal}, where some such x is positive
    everywhere; empty where none is. One point means that it is the only one."""
    unknowns = len(rows[0])
    equations = [[Fraction(1)] * (unknowns + 1)]
    equations += [[a - b for a, b in zip(row, rows[0])] + [Fraction(0)] for row in rows[1:]]
    reduced = solve(equations, unknowns)
    if reduced is None:
        return []
    system, pivots = reduced
    if len(pivots) == unknowns:
        point = tuple(row[unknowns] for row in system)
        return [point] if min(point) > 0 else []
    found: dict[Vector, None] = {}
    for zero in combinations(range(unknowns), unknowns - len(pivots)):
        fixed = [[Fraction(int(i == j)) for i in range(unknowns)] + [Fraction(0)] for j in zero]
        corner = solve([*system, *fixed], unknowns)
        if corner is not None and len(corner[1]) == unknowns:
            point = tuple(row[unknowns] for row in corner[0])
            if min(point) >= 0:
                found[point] = None
    points = list(found)
    inside = bool(points) and all(any(point[i] for point in points) for i in range(unknowns))
    return points if inside else []


def dimension(points: Sequence[Vector]) -> int:
    """Of the smallest flat space through the points."""
    origin, *others = points
    reduced = solve([[a - b for a, b in zip(point, origin)] + [Fraction(0)] for point in others], len(origin))
    return len(reduced[1]) if reduced else 0
