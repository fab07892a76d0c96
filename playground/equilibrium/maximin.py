"""What a player can secure whatever the others do."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from playground.equilibrium.integers import positive
from playground.equilibrium.simplex import maximise
from playground.game import NormalForm
from playground.game.integers import whole_payoffs


class Security(NamedTuple):
    """`value`: the largest payoff a player can be sure of in expectation; `strategy`: a mixed strategy
    that secures it."""

    value: Fraction
    strategy: tuple[Fraction, ...]


def maximin(game: NormalForm, player: int) -> Security:
    """The maximin value of `player` in mixed strategies, exactly, and a strategy that secures it, against
    anything the others may do, even together (von Neumann 1928). In a zero-sum game of two, the value."""
    payoffs, factor = whole_payoffs(game, player)
    matrix = np.moveaxis(payoffs, player, 0).reshape(game.shape[player], -1)
    value, strategy = secure(matrix)
    return Security(value / factor, strategy)


def secure(matrix: Any) -> Security:
    """The value of the zero-sum game in which the rows are the maximiser's, whole numbers, and an optimal
    mixture of rows. Lifted so that all payoffs are positive it is a linear program whose answer at zero
    is feasible (Dantzig 1951)."""
    lift = int(matrix.min()) - 1
    rows = positive(matrix)
    # The column player's program: y ≥ 0, rows · y ≤ 1, Σ y as large as can be; its prices are the mixture.
    optimum = maximise([1] * rows.shape[1], rows.tolist(), [1] * rows.shape[0])
    value = 1 / optimum.value
    return Security(value + lift, tuple(price * value for price in optimum.prices))
