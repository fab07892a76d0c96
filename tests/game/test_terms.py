"""Expressions multiplied out: the same values, and equations as on paper."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.game import Expression, ExpressionError, terms

NAMES = ("a", "b", "c")
TEXTS = st.recursive(
    st.sampled_from([*NAMES, "0", "1", "3/2", "2"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda each: f"({each[0]} {each[1]} {each[2]})"),
        inner.map(lambda each: f"-{each}"), inner.map(lambda each: f"({each})^2"),
        inner.map(lambda each: f"{each}/3")), max_leaves=6)


def of(name: str) -> terms.Terms:
    return {(name,): Fraction(1)}


@given(TEXTS, st.lists(st.fractions(-3, 3, max_denominator=5), min_size=3, max_size=3))
def test_the_value_stays(text: str, numbers: list[Fraction]) -> None:
    values = dict(zip(NAMES, numbers))
    expression = Expression(text)
    try:
        made = terms.expanded(expression, of)
    except ExpressionError:
        return
    assert terms.put_in(made, values).get((), Fraction(0)) == expression.value(values)
    assert all(made.values()) and all(list(product) == sorted(product) for product in made)
    part = terms.put_in(made, {"b": values["b"]})
    assert terms.put_in(part, values) == terms.put_in(made, values)


@pytest.mark.parametrize(("text", "equation"), [
    ("R - T", "R = T"), ("2*h - 8", "h = 4"), ("3 - 2*x - y", "2·x + y = 3"), ("-t - 3", "t = −3"),
    ("(a + b)^2 - c", "a^2 + 2·a·b + b^2 = c"), ("x/2 + y/3", "3·x + 2·y = 0"),
])
def test_equations(text: str, equation: str) -> None:
    assert terms.equation(terms.expanded(Expression(text), of)) == equation


@pytest.mark.parametrize("text", ["1/a", "min(a, 1)", "2^a", "a^13", "a^(1/2)", "1/(a - a)",
                                  "(a + b + c + 1)^12"])
def test_what_is_no_polynomial(text: str) -> None:
    with pytest.raises(ExpressionError):
        terms.expanded(Expression(text), of)
