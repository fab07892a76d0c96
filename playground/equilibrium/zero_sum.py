"""Zero-sum games of two players, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from playground.equilibrium.integers import Mixture, positive
from playground.equilibrium.polytope import optimum
from playground.progress import Progress, silent


class Value(NamedTuple):
    """`value`: what the mixture `rows` earns at least and the mixture `columns` allows at most."""

    value: Fraction
    rows: Mixture
    columns: Mixture


def zero_sum(matrix: Any, progress: Progress = silent) -> Value:
    """The value of the game in which the rows are the maximiser's, in whole numbers, and optimal mixtures.
    Lifted so that all payoffs are positive it is a linear program for which zero is feasible (Dantzig 1951).
    """
    lift = int(matrix.min()) - 1
    rows = positive(matrix)
    # The column player's program: y ≥ 0, rows · y ≤ 1, Σ y as large as can be; its prices are the other's.
    found = optimum([1] * rows.shape[1], rows.tolist(), [1] * rows.shape[0], progress)
    value = 1 / found.value
    return Value(value + lift, tuple(price * value for price in found.prices),
                 tuple(share * value for share in found.x))
