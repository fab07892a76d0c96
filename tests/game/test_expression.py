"""Expressions mean what Fractions mean, and hostile text is only ever refused."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from playground.game import Expression, ExpressionError, number
from playground.game.expression import MAX_BITS, MAX_LENGTH, decimal_text, is_name, substitute

VALUES = {"a": Fraction(2, 3), "b": Fraction(-5), "größe": Fraction(7, 4)}
KINDS = ("number", "name", "+", "-", "*", "/", "neg", "^", "min", "max", "()")
TIGHTNESS = {"+": 1, "-": 1, "*": 2, "/": 2}  # an argument that binds less tightly needs parentheses


@st.composite
def numerals(draw: st.DrawFn) -> tuple[str, Fraction]:
    """A decimal as people write it, and its value by arithmetic on the digits alone."""
    whole, part = draw(st.integers(0, 10**6)), draw(st.text("0123456789", max_size=5))
    exponent = draw(st.none() | st.integers(-20, 20))
    value = Fraction(whole * 10**len(part) + int(part or "0"), 10**len(part))
    text = f"{whole}.{part}" if part else draw(st.sampled_from((f"{whole}", f"{whole}.")))
    if whole == 0 and part and draw(st.booleans()):
        text = f".{part}"
    if exponent is None:
        return text, value
    sign = draw(st.sampled_from(("", "+"))) if exponent >= 0 else ""
    return f"{text}{draw(st.sampled_from('eE'))}{sign}{exponent}", value * Fraction(10)**exponent


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> tuple[str, Fraction, int]:
    """A text with as few parentheses as the grammar allows, its value, and how tightly it binds."""
    space = draw(st.sampled_from(("", " ", "\t", "\u00a0")))
    kind = draw(st.sampled_from(KINDS if depth else KINDS[:2]))
    if kind == "number":
        text, value = draw(numerals())
        return text, value, 5
    if kind == "name":
        name = draw(st.sampled_from(sorted(VALUES)))
        return name, VALUES[name], 5
    text, value, tight = draw(expressions(depth=depth - 1))
    if kind == "neg":
        return f"-{space}{_bracketed(text, tight, 3)}", -value, 3
    if kind == "()":
        return f"({space}{text}{space})", value, 5
    if kind == "^":
        power = draw(st.integers(0 if value == 0 else -3, 3))
        return f"{_bracketed(text, tight, 5)}{space}^{space}{power}", value**power, 4
    other, second, tighter = draw(expressions(depth=depth - 1))
    if kind in ("min", "max"):
        return f"{kind}{space}({text},{space}{other})", (min if kind == "min" else max)(value, second), 5
    level = TIGHTNESS[kind]
    sign = draw(st.sampled_from({"-": "-−", "*": "*·×"}.get(kind, kind)))
    text = f"{_bracketed(text, tight, level)}{space}{sign}{space}{_bracketed(other, tighter, level + 1)}"
    if kind == "+":
        return text, value + second, level
    if kind == "-":
        return text, value - second, level
    if kind == "*":
        return text, value * second, level
    assume(second)
    return text, value / second, level


def _bracketed(text: str, tight: int, needed: int) -> str:
    return text if tight >= needed else f"({text})"


@given(expressions())
def test_value_is_the_fraction(made: tuple[str, Fraction, int]) -> None:
    text, value, _ = made
    assume(len(text) <= MAX_LENGTH)
    expression = Expression(text)
    assert expression.value(VALUES) == value
    assert expression.text == text
    assert expression.names == {name for name in VALUES if name in text.replace("max", "")}
    # Renaming is done in the text: everything but the names stays, and so does the value.
    renamed = substitute(text, {"a": "alpha_1", "b": "a"})
    values = {"alpha_1": VALUES["a"], "a": VALUES["b"], "größe": VALUES["größe"]}
    if len(renamed) <= MAX_LENGTH:
        assert Expression(renamed).value(values) == value


@pytest.mark.parametrize(("text", "value"), [
    ("-2^2", "-4"), ("(-2)^2", "4"), ("2^-1", "1/2"), ("2^3^2", "512"), ("2^-2^2", "1/16"), ("--3", "3"),
    ("8/4/2", "1"), ("2-3-4", "-5"), ("2*-3", "-6"), ("1/2*3", "3/2"), ("min(3, 1, 2)", "1"), ("max(4)", "4"),
    ("0^0", "1"), ("0.1+0.2", "3/10"), ("2.5e-3", "1/400"), (".5", "1/2"), ("5.", "5"), ("-1/3", "-1/3"),
    ("00012", "12"), ("1e3", "1000"), ("+7", "7"), (" 3 ", "3"),
])
def test_precedence_and_numerals(text: str, value: str) -> None:
    assert number(text) == Fraction(value)


@pytest.mark.parametrize(("text", "why"), [
    ("", "empty"), ("   ", "empty"), ("3/", "ends too early"), ("(3", "closing parenthesis"),
    ("3)", "unexpected"), ("3 4", "unexpected"), ("2a", "unexpected"), ("2**3", r"written with \^"),
    ("1/0", "division by zero"), ("0^-1", "division by zero"), ("1/(2-2)", "division by zero"),
    ("2^(1/2)", "whole number"), ("2**999999999", r"written with \^"), ("2^999999999", "too large"),
    ("9^9^9^9", "too large"), ("1e999999999", "too large"), ("1e-1001", "too large"),
    ("*".join(["9" * 100] * 9) + "^9", "too large"), ("9" * 1001, "1000 are allowed"),
    ("(" * 400 + "1" + ")" * 400, "deeply"), ("-" * 500 + "1", "deeply"), ("2^" * 300 + "1", "deeply"),
    ("min", "parentheses"), ("min()", "unexpected"), ("max(1,)", "unexpected"), ("abs(3)", "unexpected"),
    ("__import__('os')", "unexpected"), ("a.b", "unexpected"), ("lambda: 3", "unexpected"),
    ("3,5", "unexpected"), ("NaN", "is a name"), ("inf", "is a name"), ("½", "unexpected"),
    ("٣", "unexpected"), ("3\x00", "unexpected"), ("1_000", "unexpected"), ("0x10", "unexpected"),
    ("\ud800", "unexpected"),
])
def test_what_is_no_number(text: str, why: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ExpressionError, match=why):
        number(text)
    assert time.perf_counter() - started < 30  # no hang


HOSTILE = st.sampled_from("0123456789.eE+-*/^(),−·× \tabmnix_½٣\ud800\x00")


@given(st.text(HOSTILE, max_size=60) | st.text(max_size=60))
@example("9^99*9^99*9^99*9^99*9^99*9^99")
def test_any_text_is_valued_or_refused(text: str) -> None:
    try:
        value = Expression(text).value(VALUES)
    except ExpressionError as problem:
        assert str(problem)
    else:
        assert isinstance(value, Fraction)
        assert max(value.numerator.bit_length(), value.denominator.bit_length()) <= MAX_BITS


@given(st.lists(st.tuples(st.sampled_from("+-"), st.integers(0, 9)), min_size=1, max_size=MAX_LENGTH // 2))
def test_long_sums_on_a_deep_stack(terms: list[tuple[str, int]]) -> None:
    """A window's event loop may stand hundreds of calls deep; the longest sum is evaluated all the same."""
    terms = (terms * MAX_LENGTH)[:MAX_LENGTH // 2]
    text = "".join(f"{sign}{figure}" for sign, figure in terms)
    named = text[:-1] + "a"
    assert len(text) == MAX_LENGTH

    def at_depth(depth: int) -> tuple[Fraction, Fraction]:
        if depth:
            return at_depth(depth - 1)
        return number(text), Expression(named).value({"a": Fraction(terms[-1][1])})

    total = sum(figure if sign == "+" else -figure for sign, figure in terms)
    assert at_depth(600) == (total, total)


def test_deepest_text_on_a_deep_stack() -> None:
    """What the bound on depth lets pass must not run into Python's own bound."""
    def at_depth(depth: int, text: str) -> Fraction:
        return at_depth(depth - 1, text) if depth else number(text)

    for n in range(60):
        try:
            number("(" * n + "1" + ")" * n)
        except ExpressionError:
            break
        assert at_depth(400, "(" * n + "1" + ")" * n) == 1
    assert n >= 20


@given(st.fractions(max_denominator=10**6))
def test_decimals_are_exact_or_none(value: Fraction) -> None:
    text = decimal_text(value)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    assert (text is None) == (rest > 1)
    if text is not None:
        assert number(text) == value == Fraction(text)


@pytest.mark.parametrize(("text", "is_one"), [
    ("h", True), ("größe", True), ("x_1", True), ("β", True), ("min", False), ("max", False), ("1x", False),
    ("_x", False), ("a b", False), ("a-b", False), ("", False), ("a\n", False), ("x²", False), ("e", True),
])
def test_names_of_parameters(text: str, is_one: bool) -> None:
    assert is_name(text) == is_one
