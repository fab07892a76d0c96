"""Matrices of whole numbers and the mixed strategies that come of them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from playground.game.integers import Integers

Mixture = tuple[Fraction, ...]  # the probability of each strategy


def positive(matrix: Integers) -> Integers:
    """The matrix plus a constant, so that its least entry is 1: the same best responses."""
    lifted: Integers = matrix - matrix.min() + 1
    return lifted


def shares(weights: Any) -> Mixture:
    """Non-negative whole numbers, not all zero, as exact probabilities."""
    values = [int(weight) for weight in weights]
    total = sum(values)
    return tuple(Fraction(value, total) for value in values)


def whole(shares: Iterable[Fraction]) -> tuple[Integers, int]:
    """Probabilities times the least factor that makes them whole, as Python ints, and that factor."""
    values = list(shares)
    factor = lcm(*(p.denominator for p in values))
    return np.array([p.numerator * (factor // p.denominator) for p in values], dtype=object), factor
