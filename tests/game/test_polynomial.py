"""Polynomials: their arithmetic by evaluation, their roots by construction and against numpy's."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.game import polynomial as p

SMALL = st.fractions(-5, 5, max_denominator=6)
POLYNOMIALS = st.lists(SMALL, max_size=5).map(lambda values: p.polynomial(*values))


@given(POLYNOMIALS, POLYNOMIALS, SMALL)
def test_arithmetic_is_that_of_values(a: p.Polynomial, b: p.Polynomial, at: Fraction) -> None:
    x, y = p.value(a, at), p.value(b, at)
    assert p.value(p.add(a, b), at) == x + y and p.value(p.times(a, b), at) == x * y
    if b:
        quotient, rest = p.divided(a, b)
        assert p.add(p.times(quotient, b), rest) == a and len(rest) < len(b)
        common = p.common_divisor(a, b)
        assert p.divided(a, common)[1] == p.divided(b, common)[1] == p.ZERO
    points = [(Fraction(i), p.value(a, Fraction(i))) for i in range(len(a) + 1)]
    assert p.interpolate(points) == a


@given(POLYNOMIALS, POLYNOMIALS, POLYNOMIALS, POLYNOMIALS, SMALL)
def test_quotients(a: p.Polynomial, b: p.Polynomial, c: p.Polynomial, d: p.Polynomial, at: Fraction) -> None:
    if not b or not d or not p.value(b, at) or not p.value(d, at):
        return
    one, two = p.Ratio(a, b), p.Ratio(c, d)
    x, y = one.value(at), two.value(at)
    assert (one + two).value(at) == x + y and (one - two).value(at) == x - y
    assert (one * two).value(at) == x * y
    if y:
        assert (one / two).value(at) == x / y
    assert one.reduced() == (one + two - two)


@settings(max_examples=200)
@given(st.lists(SMALL, max_size=5), st.integers(1, 3), st.booleans())
def test_roots_by_construction(known: list[Fraction], power: int, more: bool) -> None:
    """Multiple ones once; with a factor that has none, and one with √2."""
    a = p.polynomial(3)
    for root in known:
        for _ in range(power):
            a = p.times(a, p.polynomial(-root, 1))
    if more:
        a = p.times(p.times(a, p.polynomial(1, 0, 1)), p.polynomial(-2, 0, 1))
    low, high = Fraction(-3), Fraction(7, 2)
    found = p.roots(a, low, high)
    wanted = {root for root in known if low < root < high}
    assert {root.low for root in found if root.exact} == wanted
    others = [float(root.middle) for root in found if not root.exact]
    assert others == pytest.approx([-(2**0.5), 2**0.5] if more else [])
    assert found == sorted(found)


@settings(max_examples=100)
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=7))
def test_as_many_as_numpy_finds(coefficients: list[int]) -> None:
    a = p.polynomial(*coefficients)
    found = p.roots(a, Fraction(-1000), Fraction(1000))
    for root in found:
        assert root.high - root.low <= p.CLOSE
        if root.exact:
            assert p.value(a, root.low) == 0
    if len(a) > 1:
        derivative = p.polynomial(*(i * c for i, c in enumerate(a) if i))
        simple = p.divided(a, p.common_divisor(a, derivative))[0]
        real = [z.real for z in np.roots([float(c) for c in reversed(simple)]) if abs(z.imag) < 1e-7]
        assert len(found) == len(real)
        assert [float(root.middle) for root in found] == pytest.approx(sorted(real), abs=1e-5)


def test_roots_that_are_very_close() -> None:
    tiny = Fraction(1, 10**25)
    a = p.times(p.polynomial(-1, 3), p.polynomial(-Fraction(1, 3) - tiny, 1))
    assert len(p.roots(a, Fraction(0), Fraction(1))) == 2
    for without in (p.ZERO, p.polynomial(4)):
        assert p.roots(without, Fraction(0), Fraction(1)) == []
    assert p.roots(p.polynomial(-1, 1), Fraction(0), Fraction(1)) == [], "the ends are left out"
