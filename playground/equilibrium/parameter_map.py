"""The equilibrium map of a parameter: all equilibria of a two-player game as one of its parameters moves, and
the values at which the set changes its form.

A player's mixed strategy that is a vertex makes as many strategies of the other equally good as it plays. For
each such pair of supports its probabilities are quotients of determinants, polynomials in the parameter, and
so is by how much other strategies would earn less. Between two neighbouring roots of all these polynomials
no vertex appears, vanishes or gets another label, and so neither does an equilibrium: solving the game once
in each gap finds all there are; at rational roots it is solved too. The roots are found exactly
(`playground.game.polynomial`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from playground.equilibrium.nash import connected_components, extreme_equilibria
from playground.game import ExpressionError, NormalForm, Profile
from playground.game.linear import Rows, eliminated
from playground.game.polynomial import (
    ZERO,
    Polynomial,
    Ratio,
    Root,
    interpolate,
    polynomial,
    roots,
    scaled,
    times,
    value,
)
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MAX_PAIRS = 260  # pairs of supports: 5×5 games have 251
MAX_DEGREE = 12  # of a payoff in the parameter

Functions = tuple[Ratio, ...]


@dataclass(frozen=True)
class Branch:
    """One extreme equilibrium as a function of the parameter: both players' probabilities and payoffs."""

    strategies: tuple[Functions, Functions]
    payoffs: tuple[Ratio, Ratio]

    def at(self, value: Fraction) -> Profile:
        """The equilibrium at a value of the parameter."""
        return Profile([[ratio.value(value) for ratio in strategy] for strategy in self.strategies])


@dataclass(frozen=True)
class Piece:
    """Between two neighbouring breaks, `low` and `high`: the extreme equilibria there, and which of them hang
    together, as indices of `branches`."""

    low: Fraction
    high: Fraction
    branches: tuple[Branch, ...]
    components: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class ParameterMap:
    """breaks
        Where the equilibria change their form, in order, poles among them. One that is not `exact` is
        enclosed to 2⁻⁶⁰. A value at which alone the set is another one is found where it is rational.
    at_breaks
        All extreme equilibria of the game at each break that is exact and no pole; of others none.
    pieces
        From the low end over every break to the high end, one more than there are breaks.
    """

    parameter: str
    low: Fraction
    high: Fraction
    breaks: tuple[Root, ...]
    at_breaks: tuple[tuple[Profile, ...], ...]
    pieces: tuple[Piece, ...]


def parameter_map(game: NormalForm, name: str, low: Fraction, high: Fraction, progress: Progress = silent
                  ) -> ParameterMap:
    """The map of the parameter `name` from `low` to `high`. Raises `InputError` for other numbers of players,
    games that are too large, payoffs that are no quotients of polynomials in it, and poles."""
    check(game, name, low, high)
    reader = _Reader(game, name)
    gaps: list[tuple[Fraction, Fraction, tuple[Branch, ...]]] = []
    breaks: list[Root] = []
    parts = reader.parts(low, high)
    for number, (left, right, payoffs) in enumerate(parts):
        system = _System(payoffs, progress)
        changes = _merged(system.roots(left, right, progress))
        ends = [Root(left, left), *changes, Root(right, right)]
        for a, b in pairwise(ends):
            progress((number + float((b.middle - left) / (right - left))) / len(parts), "solving in each gap")
            middle = between(a.high, b.low)
            gaps.append((a.high, b.low, system.branches(reader.game_at(middle), middle)))
            breaks.append(b)
    breaks.pop()  # the high end
    kept, pieces = [], [gaps[0]]
    for found, gap in zip(breaks, gaps[1:]):
        progress(1, "comparing neighbours")
        if set(gap[2]) == set(pieces[-1][2]) and not reader.is_other_at(found, gap[2]):
            pieces[-1] = (pieces[-1][0], gap[1], gap[2])
        else:
            kept.append(found)
            pieces.append(gap)
    there = tuple(reader.equilibria_at(root) for root in kept)
    return ParameterMap(name, low, high, tuple(kept), there, tuple(
        Piece(left, right, branches, connected_components([each.at((left + right) / 2) for each in branches]))
        for left, right, branches in pieces))


def check(game: NormalForm, name: str, low: Fraction, high: Fraction) -> None:
    """Raises `InputError` unless the game can have a map of this parameter over this range."""
    if name not in {parameter.name for parameter in game.parameters}:
        raise InputError([Problem("parameter", f"this game has no parameter {name!r}")])
    if game.n_players != 2:
        raise InputError("the map of a parameter needs a game of two players")
    if not low < high:
        raise InputError(f"the map needs a range of values; {low} is not below {high}")
    m, n = game.shape
    if support_pairs(m, n) > MAX_PAIRS:
        raise InputError(f"the map is for games up to about 5 × 5; this one has {m} × {n} strategies")


def support_pairs(m: int, n: int) -> int:
    """How many pairs of supports of the same size an m × n game has."""
    return sum(math.comb(m, k) * math.comb(n, k) for k in range(1, min(m, n) + 1))


def _merged(found: list[Root]) -> list[Root]:
    """In order, those that cannot be told apart as one."""
    kept: list[Root] = []
    for root in sorted(found):
        if kept and root.low <= kept[-1].high:
            last = kept[-1]
            if not last.exact:
                kept[-1] = root if root.exact else Root(last.low, max(last.high, root.high))
        else:
            kept.append(root)
    return kept


def between(low: Fraction, high: Fraction) -> Fraction:
    """A number between two that is as simple as may be."""
    middle = (low + high) / 2
    for size in (1, 2, 4, 10, 100, 10**4, 10**8):
        simple = middle.limit_denominator(size)
        if low < simple < high:
            return simple
    return middle


class _Reader:
    """The payoffs as functions of the parameter."""

    def __init__(self, game: NormalForm, name: str) -> None:
        self.game, self.name = game, name
        self.expressions = {parameter.name: parameter.value for parameter in game.parameters}
        self.splits: list[Polynomial] = []

    def parts(self, low: Fraction, high: Fraction) -> list[tuple[Fraction, Fraction, Any]]:
        """Ranges on which min and max choose the same and nothing has a pole, with the payoffs there: an
        array of `Ratio`, shape (2, m, n). Ends of a range that are not rational are rounded inwards."""
        self.splits = []
        try:
            payoffs = self._payoffs((low + high) / 2)
        except (ZeroDivisionError, ExpressionError) as problem:
            why = str(problem) or "a division by zero"
            raise InputError(f"the payoffs cannot be followed from {low} to {high}: {why}") from None
        poles = [ratio.under for ratio in payoffs.flat if len(ratio.under) > 1]
        cuts = _merged([root for each in {*self.splits, *poles} for root in roots(each, low, high)])
        if not cuts:
            return [(low, high, payoffs)]
        ends = [Root(low, low), *cuts, Root(high, high)]
        return [part for a, b in pairwise(ends) for part in self.parts(a.high, b.low)]

    def game_at(self, at: Fraction) -> NormalForm:
        """The game with the parameter at this value, in plain numbers."""
        known: dict[str, Fraction] = {self.name: at}

        def of(name: str) -> Fraction:
            if name not in known:
                expression = self.expressions[name]
                known[name] = expression.value({other: of(other) for other in expression.names})
            return known[name]

        cells = [[[cell.value({name: of(name) for name in cell.names}) for cell in row] for row in table]
                 for table in self.game.cells.tolist()]
        return NormalForm.from_arrays(*(np.array(table, dtype=object) for table in cells))

    def equilibria_at(self, root: Root) -> tuple[Profile, ...]:
        """All extreme equilibria at a break that is exact and no pole; else none."""
        try:
            return tuple(extreme_equilibria(self.game_at(root.low))) if root.exact else ()
        except ExpressionError:
            return ()

    def is_other_at(self, root: Root, branches: Sequence[Branch]) -> bool:
        """Whether the equilibria at a root, which are the same on both sides of it, are others there; of
        one that is not exact that is not known."""
        if not root.exact:
            return False
        try:
            passing = [each.at(root.low) for each in branches]
        except ZeroDivisionError:
            return True
        return len(set(passing)) < len(passing) or set(passing) != set(self.equilibria_at(root))

    def _payoffs(self, at: Fraction) -> Any:
        known: dict[str, Ratio] = {self.name: Ratio(polynomial(0, 1))}

        def of(name: str) -> Ratio:
            if name not in known:
                known[name] = self._ratio(self.expressions[name], of, at)
            return known[name]

        made = np.empty(self.game.cells.shape, dtype=object)
        for place, cell in np.ndenumerate(self.game.cells):
            made[place] = self._ratio(getattr(cell, "last", cell), of, at)
        return made

    def _ratio(self, expression: Any, of: Any, at: Fraction) -> Ratio:
        def combine(kind: str, arguments: list[Ratio]) -> Ratio:
            if kind == "neg":
                return Ratio(scaled(arguments[0].over, -1), arguments[0].under)
            if kind in ("min", "max"):
                return self._choice(kind, arguments, at)
            a, b = arguments
            match kind:
                case "+":
                    result = a + b
                case "-":
                    result = a - b
                case "*":
                    result = a * b
                case "/":
                    result = a / b
                case _:
                    result = _power(a, b)
            if max(len(result.over), len(result.under)) > MAX_DEGREE + 1:
                raise ExpressionError(f"a degree above {MAX_DEGREE}")
            return result

        made: Ratio = expression.fold(lambda number: Ratio(polynomial(number)), of, combine)
        return made

    def _choice(self, kind: str, arguments: list[Ratio], at: Fraction) -> Ratio:
        """What min or max takes near `at`; where it would take another, the range is split."""
        chosen = (min if kind == "min" else max)(arguments, key=lambda ratio: ratio.value(at))
        self.splits += [difference.over for each in arguments if (difference := each - chosen).over]
        return chosen


def _power(base: Ratio, exponent: Ratio) -> Ratio:
    if len(exponent.over) > 1 or len(exponent.under) > 1:
        raise ExpressionError("the parameter stands in an exponent")
    number = exponent.over[0] / exponent.under[0] if exponent.over else Fraction(0)
    if number.denominator != 1 or abs(number) > MAX_DEGREE:
        raise ExpressionError("a power that is too large or no whole number")
    made = Ratio(polynomial(1))
    for _ in range(abs(int(number))):
        made = made * base
    return made if number >= 0 else Ratio(polynomial(1)) / made


class _Vertex:
    """What a pair of supports gives: D, the numerators of the probabilities, V of the payoff they level, and
    of each strategy of the other by how much it would earn less; all polynomials, quotients by D."""

    def __init__(self, common: Polynomial, weights: dict[int, Polynomial], level: Polynomial,
                 short: dict[int, Polynomial]) -> None:
        self.common, self.weights, self.level, self.short = common, weights, level, short

    @property
    def polynomials(self) -> list[Polynomial]:
        return [self.common, *self.weights.values(), *self.short.values()]


class _System:
    """Both players' vertices on one part of the range."""

    def __init__(self, payoffs: Any, progress: Progress) -> None:
        self.unit = polynomial(1)  # what all payoffs are multiplied by, positive on the part
        for under in {ratio.under for ratio in payoffs.flat if len(ratio.under) > 1}:
            self.unit = times(self.unit, times(under, under))
        whole = np.empty(payoffs.shape, dtype=object)
        for place, ratio in np.ndenumerate(payoffs):
            whole[place] = _whole(ratio, self.unit)
        # Whole numbers are faster; the unit says what they stand for.
        factor = math.lcm(*(coefficient.denominator for each in whole.flat for coefficient in each))
        self.unit = scaled(self.unit, factor)
        for place, each in np.ndenumerate(whole):
            whole[place] = [int(coefficient * factor) for coefficient in each]
        m, n = payoffs.shape[1:]
        pairs = [(rows, columns) for k in range(1, min(m, n) + 1)
                 for rows in combinations(range(m), k) for columns in combinations(range(n), k)]
        # Of player 2's strategies, levelling player 1's payoffs; and the other way round.
        self.first, self.second = {}, {}
        for number, (rows, columns) in enumerate(pairs):
            progress(number / len(pairs), "following each pair of supports")
            self.second[rows, columns] = _vertex(whole[0], rows, columns)
            self.first[columns, rows] = _vertex(whole[1].T, columns, rows)

    def roots(self, low: Fraction, high: Fraction, progress: Progress) -> list[Root]:
        distinct = {scaled(each, 1 / each[-1]) for table in (self.first, self.second)
                    for vertex in table.values() for each in vertex.polynomials if len(each) > 1}
        found = []
        for number, each in enumerate(distinct):
            progress(number / len(distinct), "looking for values where the equilibria change")
            found += roots(each, low, high)
        return found

    def branches(self, game: NormalForm, at: Fraction) -> tuple[Branch, ...]:
        """The extreme equilibria near `at`, `game` being the one there."""
        made: dict[Branch, None] = {}
        for profile in extreme_equilibria(game):
            one, earned_by_two = self._functions(self.first, profile, 0, game, at)
            two, earned_by_one = self._functions(self.second, profile, 1, game, at)
            made[Branch((one, two), (earned_by_one, earned_by_two))] = None
        return tuple(made)

    def _functions(self, table: Any, profile: Profile, player: int, game: NormalForm, at: Fraction
                   ) -> tuple[Functions, Ratio]:
        own = profile.supports[player]
        earned = profile.action_payoffs(game, 1 - player)
        best = [i for i, each in enumerate(earned) if each == max(earned)]
        candidates = (table[tight, own] for tight in combinations(best, len(own)))
        vertex = next(each for each in candidates if value(each.common, at))
        strategy = tuple(Ratio(vertex.weights.get(i, ZERO), vertex.common).reduced()
                         for i in range(game.shape[player]))
        return strategy, (Ratio(vertex.level, vertex.common) / Ratio(self.unit)).reduced()


def _whole(ratio: Ratio, unit: Polynomial) -> Polynomial:
    made = Ratio(times(ratio.over, unit), ratio.under).reduced()
    return scaled(made.over, 1 / made.under[0])


def _vertex(payoffs: Any, tight: Sequence[int], own: Sequence[int]) -> _Vertex:
    """The mixture of `own` columns that makes the `tight` rows equal, by Cramer's rule; polynomials from
    their values at enough points. `payoffs` are polynomials with whole coefficients."""
    size = len(own)
    degree = max(1, *(len(each) for each in payoffs.flat)) - 1
    rows = len(payoffs)
    columns: list[list[tuple[Fraction, Fraction]]] = [[] for _ in range(size + 2 + rows)]
    for at in range((size + 1) * degree + 1):
        table = [[sum(c * at**k for k, c in enumerate(payoffs[i, j])) for j in own] for i in range(rows)]
        matrix = [[*table[i], -1] for i in tight] + [[1] * size + [0]]
        common, numerators = _cramer(matrix, [0] * size + [1])
        short = [numerators[-1] - sum(u * w for u, w in zip(table[i], numerators)) for i in range(rows)]
        for column, y in zip(columns, [common, *numerators, *short]):
            column.append((Fraction(at), Fraction(y)))
    made = [interpolate(column) for column in columns]
    return _Vertex(made[0], dict(zip(own, made[1:size + 1])), made[size + 1],
                   {i: made[size + 2 + i] for i in range(rows) if i not in tight})


def _cramer(matrix: Rows, right: Sequence[int]) -> tuple[int, list[int]]:
    """The determinant of a square matrix, and with `right` in place of each column."""
    determinant, solved = eliminated([[*row, b] for row, b in zip(matrix, right)])
    if determinant:
        return determinant, solved
    return 0, [eliminated([[*row[:j], b, *row[j + 1:], 0] for row, b in zip(matrix, right)])[0]
               for j in range(len(matrix))]
