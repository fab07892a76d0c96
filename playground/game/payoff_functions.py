"""Games whose payoffs are functions of the shares in one large population, as on a congested road.

A function is a polynomial in the shares, with coefficients over the game's parameters: `-x_Short`,
`r*x_Give/2 - c`. Where shares sum to 1, one of degree d is exactly what is earned on average in a symmetric
game of d + 1 players who meet at random: multiplied by powers of that sum until every term is of degree d, it
is Σ_k b_k d!/(k_1! … k_n!) x^k over the counts k of d co-players, and b_k is the payoff among them. The b_k
are the polynomial's Bernstein coefficients: Farin, G. (2002), Curves and Surfaces for CAGD, 5th edition,
chapter 17. They stay expressions, so that parameters stay live.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from playground.game.expression import FUNCTIONS, Expression, ExpressionError, is_name, number
from playground.game.normal_form import (
    MOST_PROFILES,
    NormalForm,
    Parameter,
    Player,
    default_player_names,
    parameter_values,
)
from playground.game.terms import MAX_DEGREE, MOST, Terms, combined, constant, written
from playground.problem import InputError, Problem

Polynomial = dict[tuple[int, ...], Terms]  # the powers of the shares → the coefficient


def from_payoff_functions(strategies: Sequence[str], functions: Sequence[str],
                          parameters: Sequence[Parameter] = ()) -> NormalForm:
    """The symmetric game, of as many players as the highest degree and one more, in which each strategy
    earns on average its function of the shares. These are called x1, x2, … in the order of `strategies`, or
    x_NAME, with `_` for what is no letter or figure. Raises `InputError`: names that are empty, doubled or
    unknown, texts that are no polynomials in the shares, a game of more than `MOST_PROFILES` cells.
    """
    shares = share_names(strategies)
    problems = _name_problems(strategies, functions, parameters, shares)
    try:
        values = parameter_values(parameters)
    except InputError as refused:
        problems += refused.problems
        values = {parameter.name: Fraction(1) for parameter in parameters}  # to see what else is wrong
    polynomials: list[Polynomial] = []
    for i, text in enumerate(functions):
        try:
            polynomials.append(_polynomial(text, len(strategies), shares, values))
        except ExpressionError as problem:
            problems.append(Problem(f"functions[{i}]", str(problem)))
    if problems:
        raise InputError(problems)
    degree = max(1, *(sum(powers) for each in polynomials for powers in each))
    if len(strategies) ** (degree + 1) > MOST_PROFILES:
        raise InputError([Problem("functions", f"degree {degree} makes a game of {degree + 1} players, with "
                                  f"{len(strategies)} strategies too large: at most {MOST_PROFILES:,} cells "
                                  "are allowed")])
    return _game(strategies, polynomials, degree, tuple(parameters))


def from_lines(functions: Sequence[str], parameters: Sequence[str] = ()) -> NormalForm:
    """The same of lines `NAME = FUNCTION`, and `NAME = VALUE` or `NAME = VALUE from LOW to HIGH`, which is
    what its slider offers; without, from 0 to twice a number. Raises `InputError`; places count the lines."""
    problems: list[Problem] = []
    pairs = {what: [_pair(line, f"{what}[{i}]", form, problems) for i, line in enumerate(lines)]
             for what, form, lines in (("functions", "Short = -x_Short", functions),
                                       ("parameters", "r = 3", parameters))}
    made = []
    for i, (name, text) in enumerate(pairs["parameters"]):
        try:
            made.append(_parameter(name, text))
        except ExpressionError as problem:
            problems.append(Problem(f"parameters[{i}]", str(problem)))
            made.append(Parameter(name, Expression("1")))
    try:
        game = from_payoff_functions([name for name, _ in pairs["functions"]],
                                     [text for _, text in pairs["functions"]], made)
    except InputError as refused:
        raise InputError([*problems, *refused.problems]) from None
    if problems:
        raise InputError(problems)
    return game


def noted(functions: Sequence[str]) -> str:
    """What the notes of a game say that was made of these lines."""
    return "\n".join(["Payoffs as functions of the shares in one large population:", "", *(
        f"    {line.strip()}" for line in functions)])


def share_names(strategies: Sequence[str]) -> dict[str, int]:
    """The names of shares in functions, each with the number of its strategy."""
    worded = ["x_" + re.sub(r"\W", "_", name.strip()) for name in strategies]
    once = Counter(worded)
    return {name: i for i, name in enumerate(worded) if once[name] == 1} | {
        f"x{i + 1}": i for i in range(len(strategies))}


def _parameter(name: str, text: str) -> Parameter:
    """Raises `ExpressionError`."""
    value, bounded, bounds = text.partition(" from ")
    expression = Expression(value)
    if bounded:
        low, _, high = bounds.partition(" to ")
        ends = number(low), number(high)
        if ends[0] >= ends[1]:
            raise ExpressionError(f"the slider from {ends[0]} to {ends[1]} has no length")
        return Parameter(name, expression, *ends)
    if not expression.is_constant:
        return Parameter(name, expression)
    other = 2 * expression.value({}) or Fraction(1)
    return Parameter(name, expression, min(Fraction(0), other), max(Fraction(0), other))


def _pair(line: str, place: str, form: str, problems: list[Problem]) -> tuple[str, str]:
    name, sign, text = line.rpartition("=")
    if sign:
        return name.strip(), text.strip()
    problems.append(Problem(place, f"{line.strip()!r} has no '='; write it as in {form}"))
    return line.strip(), "1"


def _name_problems(strategies: Sequence[str], functions: Sequence[str], parameters: Sequence[Parameter],
                   shares: Mapping[str, int]) -> list[Problem]:
    problems = []
    if not strategies:
        problems.append(Problem("strategies", "at least one is needed, with its function"))
    if len(strategies) != len(functions):
        problems.append(Problem("functions", f"{len(functions)} for {len(strategies)} strategies; each needs "
                                             "one"))
    for i, name in enumerate(strategies):
        if not name.strip():
            problems.append(Problem(f"strategies[{i}]", "a strategy needs a name"))
        elif name in strategies[:i]:
            problems.append(Problem(f"strategies[{i}]", f"the name {name!r} is there twice"))
    for parameter in parameters:
        if not is_name(parameter.name):
            problems.append(Problem(f"parameters.{parameter.name}", f"{parameter.name!r} is not a name; use "
                                                                    "a letter, then letters, digits and _"))
        elif parameter.name in shares:
            problems.append(Problem(f"parameters.{parameter.name}", f"{parameter.name} is the share of "
                                    f"{strategies[shares[parameter.name]]!r}; call the parameter otherwise"))
    return problems


def _polynomial(text: str, count: int, shares: Mapping[str, int], values: Mapping[str, Fraction]
                ) -> Polynomial:
    """A function multiplied out. Raises `ExpressionError`."""
    expression = Expression(text)
    unknown = sorted(expression.names - shares.keys() - values.keys())
    if unknown:
        known = ", ".join([*list(shares)[:6], *list(values)[:6]])
        raise ExpressionError(f"{unknown[0]!r} is neither a share nor a parameter; there are {known}")
    order = [f"x{i + 1}" for i in range(count)]

    def named(name: str) -> Terms:
        return {(order[shares[name]] if name in shares else name,): Fraction(1)}

    def step(kind: str, arguments: list[Terms]) -> Terms:
        return _combined(kind, arguments, set(order))

    terms = expression.fold(constant, named, step)
    found: Polynomial = {}
    for product, coefficient in terms.items():
        powers = tuple(product.count(name) for name in order)
        found.setdefault(powers, {})[tuple(name for name in product if name not in order)] = coefficient
    for each in found.values():
        Expression(written(each)).value(values)  # division by a parameter that is 0
    return found


def _combined(kind: str, arguments: list[Terms], shares: set[str]) -> Terms:
    """As `combined`; what is no polynomial in the parameters, such as 1/c, counts as a name."""
    try:
        return combined(kind, arguments)
    except ExpressionError:
        moves = [any(name in shares for product in each for name in product) for each in arguments]
    a, *rest = arguments
    if kind == "/" and not moves[1]:
        return combined("*", [a, _atom(f"(1/{_closed(rest[0])})")])
    if kind == "^" and not any(moves):
        return _atom(f"({_closed(a)}^{_closed(rest[0])})")
    if kind in FUNCTIONS and not any(moves):
        return _atom(f"{kind}({', '.join(map(written, arguments))})")
    if kind in FUNCTIONS:
        raise ExpressionError(f"{kind} of shares is no polynomial")
    if kind == "/":
        raise ExpressionError("it is divided by a share; payoffs must be polynomials in the shares")
    if kind == "^" and rest[0] not in map(constant, map(Fraction, range(MAX_DEGREE + 1))):
        raise ExpressionError(f"the power of a share must be a whole number from 0 to {MAX_DEGREE}")
    raise ExpressionError(f"multiplied out it has more than {MOST} terms, or a degree above {MAX_DEGREE}")


def _atom(text: str) -> Terms:
    whole = Expression(text)
    return {(text,): Fraction(1)} if whole.names else constant(whole.value({}))


def _closed(terms: Terms) -> str:
    text = written(terms)
    return text if re.fullmatch(r"\w+", text) else f"({text})"


def _game(strategies: Sequence[str], polynomials: Sequence[Polynomial], degree: int,
          parameters: tuple[Parameter, ...]) -> NormalForm:
    size = len(strategies)
    cells = np.empty((degree + 1, *[size] * (degree + 1)), dtype=object)
    made: dict[tuple[int, ...], Expression] = {}  # of one's own strategy and how many others play each
    for profile in np.ndindex(*cells.shape[1:]):
        counts = [profile.count(i) for i in range(size)]
        for k, own in enumerate(profile):
            counts[own] -= 1
            key = (own, *counts)
            if key not in made:
                made[key] = _among(polynomials[own], counts, degree, own)
            cells[(k, *profile)] = made[key]
            counts[own] += 1
    players = tuple(Player(name, tuple(strategies)) for name in default_player_names(degree + 1))
    return NormalForm(players, cells, parameters)


def _among(polynomial: Polynomial, counts: Sequence[int], degree: int, own: int) -> Expression:
    """The payoff b_k among so many of each strategy."""
    total: Terms = {}
    for powers, coefficient in polynomial.items():
        orders = math.prod(map(math.perm, counts, powers))
        for product, value in coefficient.items() if orders else ():
            total[product] = total.get(product, Fraction(0)) + value * orders / math.perm(degree, sum(powers))
    try:
        return Expression(written({product: value for product, value in total.items() if value}))
    except ExpressionError as problem:
        raise InputError([Problem(f"functions[{own}]", f"a payoff multiplied out: {problem}")]) from None
