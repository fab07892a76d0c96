"""How supporters pay together for what they want: the heart of the method of equal shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction


def rate_of(cost: Fraction, worths: Mapping[int, Fraction], purses: Sequence[Fraction],
            counts: Sequence[int]) -> Fraction | None:
    """The lowest rate ρ at which all together pay `cost`, each ρ times its worth or all it has; None where
    they cannot. By ballot: what it is worth to its voters, what is left in their purses, how many they are.
    """
    # Whoever runs out first pays all it has: in the order of purse per worth.
    order = sorted(worths, key=lambda i: purses[i] / worths[i])
    weight = sum((worths[i] * counts[i] for i in order), Fraction(0))
    left = cost
    for i in order:
        if left * worths[i] <= purses[i] * weight:
            return left / weight
        left -= purses[i] * counts[i]
        weight -= worths[i] * counts[i]
    return None
