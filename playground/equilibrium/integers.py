"""A player's payoffs as whole numbers: what is best, and by how much compared, stays the same."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.game import NormalForm

Integers = npt.NDArray[Any]  # int64, or object holding Python ints where those could overflow
_FITS = 2**31


def whole_payoffs(game: NormalForm, player: int) -> tuple[Integers, int]:
    """The payoffs of `player` times the least factor that makes all of them whole, shape `game.shape`,
    and that factor. int64 where every entry is below 2³¹ in size, Python ints otherwise."""
    payoffs = game.payoffs[player]
    flat = payoffs.reshape(-1).tolist()
    factor = lcm(*{value.denominator for value in flat})
    values = [value.numerator * (factor // value.denominator) for value in flat]
    small = max(map(abs, values)) < _FITS
    whole = np.array(values, dtype=np.int64 if small else object)
    return whole.reshape(payoffs.shape), factor


def positive(matrix: Integers) -> Integers:
    """The matrix plus a constant, so that its least entry is 1: the same best responses."""
    lifted: Integers = matrix - matrix.min() + 1
    return lifted


def shares(weights: Any) -> tuple[Fraction, ...]:
    """Non-negative whole numbers, not all zero, as exact probabilities."""
    values = [int(weight) for weight in weights]
    total = sum(values)
    return tuple(Fraction(value, total) for value in values)
