"""Expressions multiplied out: sums of products of names, exactly, and when they are zero, in words.

Terms map a product of names, in order and a power written out (`("e", "g", "g")`), to its coefficient; no
coefficient is zero.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction

from playground.game.expression import Expression, ExpressionError

Terms = dict[tuple[str, ...], Fraction]
MOST = 60  # products in a sum
MAX_DEGREE = 12


def constant(number: Fraction) -> Terms:
    return {(): number} if number else {}


def difference(a: Terms, b: Terms) -> Terms:
    zero = Fraction(0)
    return _clean({product: a.get(product, zero) - b.get(product, zero) for product in {**a, **b}})


def expanded(expression: Expression, of: Callable[[str], Terms]) -> Terms:
    """An expression multiplied out, `of` giving the terms of each name. Raises `ExpressionError` where it is
    no polynomial, or one of too many terms."""
    return expression.fold(constant, of, combined)


def put_in(terms: Terms, values: Mapping[str, Fraction]) -> Terms:
    """The terms with numbers for some names."""
    made: Terms = {}
    for product, coefficient in terms.items():
        factor = math.prod((values[name] for name in product if name in values), start=coefficient)
        rest = tuple(name for name in product if name not in values)
        made[rest] = made.get(rest, Fraction(0)) + factor
    return _clean(made)


def degree(terms: Terms) -> int:
    return max(map(len, terms), default=0)


def primitive(terms: Terms) -> Terms:
    """The multiple whose coefficients are whole numbers without a common factor, the largest product's
    positive: the same for terms that are zero together. Of terms that are not all zero."""
    order = sorted(terms, key=lambda product: (-len(product), product))
    scale = Fraction(math.lcm(*(each.denominator for each in terms.values())),
                     math.gcd(*(each.numerator for each in terms.values())))
    scale = scale if terms[order[0]] > 0 else -scale
    return {product: terms[product] * scale for product in order}


def equation(terms: Terms) -> str:
    """When the terms are zero: `R = T`, `h = 4`, `2·x + y = 3`. Of terms with a name."""
    named = [product for product in terms if product]
    if len(named) == 1:
        at = -terms.get((), Fraction(0)) / terms[named[0]]
        return f"{_product(named[0], Fraction(1))} = {at}".replace("-", "−")
    left: list[str] = []
    right: list[str] = []
    for product, coefficient in primitive(terms).items():
        (left if coefficient > 0 else right).append(_product(product, abs(coefficient)))
    return f"{' + '.join(left)} = {' + '.join(right) or '0'}"


def written(terms: Terms) -> str:
    """The terms as an expression: `2*r/3 - c`."""
    text = ""
    for product in sorted(terms, key=lambda product: (-len(product), product)):
        size = abs(terms[product])
        sign = "-" if terms[product] < 0 else "+"
        text += f" {sign} " if text else sign.strip("+")
        names = _powers(product)
        text += "*".join([*([] if size.numerator == 1 and names else [str(size.numerator)]), *names])
        text += "" if size.denominator == 1 else f"/{size.denominator}"
    return text or "0"


def _powers(product: tuple[str, ...]) -> list[str]:
    return [name if power == 1 else f"{name}^{power}" for name, power in Counter(product).items()]


def _product(product: tuple[str, ...], coefficient: Fraction) -> str:
    return "·".join([*([] if coefficient == 1 and product else [str(coefficient)]), *_powers(product)])


def _clean(terms: Terms) -> Terms:
    return {product: coefficient for product, coefficient in terms.items() if coefficient}


def _times(a: Terms, b: Terms) -> Terms:
    made: Terms = {}
    for one, x in a.items():
        for two, y in b.items():
            product = tuple(sorted(one + two))
            made[product] = made.get(product, Fraction(0)) + x * y
    return _clean(made)


def _number(terms: Terms) -> Fraction:
    if terms.keys() - {()}:
        raise ExpressionError("no polynomial")
    return terms.get((), Fraction(0))


def combined(kind: str, arguments: list[Terms]) -> Terms:
    """An operation of an expression on terms, as `Expression.fold` asks for it. Raises `ExpressionError`."""
    a = arguments[0]
    match kind:
        case "neg":
            return difference({}, a)
        case "min" | "max":
            return constant((min if kind == "min" else max)(map(_number, arguments)))
        case "+":
            made = difference(a, difference({}, arguments[1]))
        case "-":
            made = difference(a, arguments[1])
        case "*":
            made = _times(a, arguments[1])
        case "/":
            by = _number(arguments[1])
            if not by:
                raise ExpressionError("division by zero")
            made = {product: coefficient / by for product, coefficient in a.items()}
        case _:
            made = _power(a, _number(arguments[1]))
    if len(made) > MOST or degree(made) > MAX_DEGREE:
        raise ExpressionError("a polynomial of too many terms")
    return made


def _power(base: Terms, exponent: Fraction) -> Terms:
    if exponent.denominator != 1 or abs(exponent) > MAX_DEGREE:
        raise ExpressionError("a power that is too large or no whole number")
    if exponent < 0:
        if not _number(base):
            raise ExpressionError("division by zero")
        base, exponent = constant(1 / _number(base)), -exponent
    made = constant(Fraction(1))
    for _ in range(int(exponent)):
        made = _times(made, base)
        if len(made) > MOST:
            raise ExpressionError("a polynomial of too many terms")
    return made
