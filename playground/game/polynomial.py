"""Polynomials in one unknown and their quotients, exactly, with all real roots of an interval.

A polynomial is a tuple of Fractions, the constant first and no zero last; zero is the empty tuple. Roots are
isolated by Sturm's theorem (1829), so that none is missed, however close two of them are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

Polynomial = tuple[Fraction, ...]
ZERO: Polynomial = ()
CLOSE = Fraction(1, 2**60)  # width to which roots that are not rational are enclosed


def polynomial(*coefficients: Fraction | int) -> Polynomial:
    """From coefficients, the constant first."""
    made = [Fraction(value) for value in coefficients]
    while made and not made[-1]:
        made.pop()
    return tuple(made)


def add(a: Polynomial, b: Polynomial) -> Polynomial:
    size = max(len(a), len(b))
    return polynomial(*((a[i] if i < len(a) else 0) + (b[i] if i < len(b) else 0) for i in range(size)))


def scaled(a: Polynomial, factor: Fraction | int) -> Polynomial:
    return polynomial(*(value * factor for value in a))


def times(a: Polynomial, b: Polynomial) -> Polynomial:
    if not a or not b:
        return ZERO
    made = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            made[i + j] += x * y
    return polynomial(*made)


def value(a: Polynomial, at: Fraction) -> Fraction:
    result = Fraction(0)
    for coefficient in reversed(a):
        result = result * at + coefficient
    return result


def interpolate(points: Sequence[tuple[Fraction, Fraction]]) -> Polynomial:
    """The polynomial of least degree through points with different first coordinates (Newton's form)."""
    table = [y for _x, y in points]
    for order in range(1, len(points)):
        for i in range(len(points) - 1, order - 1, -1):
            table[i] = (table[i] - table[i - 1]) / (points[i][0] - points[i - order][0])
    made = ZERO
    for (x, _y), coefficient in zip(reversed(points), reversed(table)):
        made = add(times(made, polynomial(-x, 1)), polynomial(coefficient))
    return made


def divided(a: Polynomial, b: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Quotient and remainder."""
    rest, quotient = list(a), [Fraction(0)] * max(0, len(a) - len(b) + 1)
    for i in reversed(range(len(quotient))):
        quotient[i] = rest[i + len(b) - 1] / b[-1]
        for j, coefficient in enumerate(b):
            rest[i + j] -= quotient[i] * coefficient
    return polynomial(*quotient), polynomial(*rest[:len(b) - 1])


def common_divisor(a: Polynomial, b: Polynomial) -> Polynomial:
    """The greatest one, its leading coefficient 1; zero of two zeros."""
    while b:
        a, b = b, divided(a, b)[1]
    return scaled(a, 1 / a[-1]) if a else ZERO


class Root(NamedTuple):
    """A real root, between `low` and `high`; `exact` where they are the same."""

    low: Fraction
    high: Fraction

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def middle(self) -> Fraction:
        return (self.low + self.high) / 2


def roots(a: Polynomial, low: Fraction, high: Fraction) -> list[Root]:
    """All real roots between `low` and `high`, both excluded, in order; none of the zero polynomial. Rational
    ones are exact where numerator and denominator are of moderate size, others are enclosed."""
    if len(a) < 2:
        return []
    if len(a) == 2:
        at = -a[0] / a[1]
        return [Root(at, at)] if low < at < high else []
    derivative = polynomial(*(i * coefficient for i, coefficient in enumerate(a) if i))
    simple = divided(a, common_divisor(a, derivative))[0]
    chain = [simple, polynomial(*(i * coefficient for i, coefficient in enumerate(simple) if i))]
    while chain[-1]:
        chain.append(scaled(divided(chain[-2], chain[-1])[1], -1))
    chain.pop()

    def changes(at: Fraction) -> int:
        signs = [value(each, at) for each in chain]
        signs = [sign for sign in signs if sign]
        return sum((x > 0) != (y > 0) for x, y in pairwise(signs))

    found: list[Root] = []
    waiting = [(low, high, changes(low), changes(high))]
    while waiting:
        left, right, at_left, at_right = waiting.pop()
        count = at_left - at_right  # in (left, right]
        if count == 1 and value(simple, right) != 0:
            found.append(_enclosed(simple, left, right))
        elif count:
            middle = (left + right) / 2
            if value(simple, middle) == 0:
                found.append(Root(middle, middle))
                # Keep clear of it on the left, so that it is not counted twice.
                at_middle = changes(middle)
                gap = (middle - left) / 4
                while changes(middle - gap) - at_middle > 1:
                    gap /= 2
                waiting += [(middle, right, at_middle, at_right),
                            (left, middle - gap, at_left, changes(middle - gap))]
            elif right - left > CLOSE or count > 1:
                at_middle = changes(middle)
                waiting += [(middle, right, at_middle, at_right), (left, middle, at_left, at_middle)]
    return sorted(root for root in found if low < root.middle < high)


def _enclosed(a: Polynomial, left: Fraction, right: Fraction) -> Root:
    """The only root in (left, right), where the sign changes, by halving; a simple rational is tried."""
    above = value(a, right) > 0
    while right - left > CLOSE:
        middle = (left + right) / 2
        at = value(a, middle)
        if at == 0:
            return Root(middle, middle)
        left, right = (left, middle) if (at > 0) == above else (middle, right)
    guess = ((left + right) / 2).limit_denominator(10**6)
    return Root(guess, guess) if left <= guess <= right and value(a, guess) == 0 else Root(left, right)


@dataclass(frozen=True)
class Ratio:
    """A quotient of polynomials; `under` is not zero."""

    over: Polynomial
    under: Polynomial = (Fraction(1),)

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(add(times(self.over, other.under), times(other.over, self.under)),
                     times(self.under, other.under)).reduced()

    def __sub__(self, other: Ratio) -> Ratio:
        return self + Ratio(scaled(other.over, -1), other.under)

    def __mul__(self, other: Ratio) -> Ratio:
        return Ratio(times(self.over, other.over), times(self.under, other.under)).reduced()

    def __truediv__(self, other: Ratio) -> Ratio:
        if not other.over:
            raise ZeroDivisionError
        return Ratio(times(self.over, other.under), times(self.under, other.over)).reduced()

    def reduced(self) -> Ratio:
        """Without common factors, the denominator's leading coefficient 1."""
        common = common_divisor(self.over, self.under)
        over, under = divided(self.over, common)[0], divided(self.under, common)[0]
        return Ratio(scaled(over, 1 / under[-1]), scaled(under, 1 / under[-1]))

    def value(self, at: Fraction) -> Fraction:
        """Raises `ZeroDivisionError` at a pole."""
        return value(self.over, at) / value(self.under, at)
