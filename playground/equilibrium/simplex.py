"""Small linear programs, exactly: the simplex method in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from playground.game.linear import pivot


@dataclass(frozen=True)
class Optimum:
    """`value` of the program, an optimal `x`, and optimal `prices`, one a constraint."""

    value: Fraction
    x: tuple[Fraction, ...]
    prices: tuple[Fraction, ...]


def maximise(objective: Sequence[int], matrix: Any, bounds: Sequence[int]) -> Optimum:
    """Maximise objective · x subject to matrix · x ≤ bounds and x ≥ 0, in whole numbers with bounds ≥ 0.

    Bland's rule, so that it ends whatever ties there are. Raises `ValueError` for an unbounded program.
    """
    rows, columns = len(bounds), len(objective)
    table = [[int(v) for v in row] + [int(i == k) for k in range(rows)] + [int(bounds[i])]
             for i, row in enumerate(matrix)]
    table.append([-int(v) for v in objective] + [0] * (rows + 1))
    basis = [columns + i for i in range(rows)]
    denominator = 1
    while True:
        last = table[-1]
        entering = next((j for j in range(columns + rows) if last[j] < 0), None)
        if entering is None:
            break
        leaving = None
        for i in range(rows):
            if table[i][entering] <= 0:
                continue
            if leaving is None:
                leaving = i
                continue
            here = table[i][-1] * table[leaving][entering]
            best = table[leaving][-1] * table[i][entering]
            if here < best or (here == best and basis[i] < basis[leaving]):
                leaving = i
        if leaving is None:
            raise ValueError("the program is unbounded")
        denominator = pivot(table, leaving, entering, denominator)
        basis[leaving] = entering
    x = [Fraction(0)] * columns
    for i, variable in enumerate(basis):
        if variable < columns:
            x[variable] = Fraction(table[i][-1], denominator)
    last = table[-1]
    return Optimum(Fraction(last[-1], denominator), tuple(x),
                   tuple(Fraction(v, denominator) for v in last[columns:columns + rows]))
