"""Population games: a two-player game played by large populations, whose states are shares.

Two structures are known. "one": one population whose members meet each other, for symmetric games; a
state has one share a strategy. "two": each player of the game is a population of its own; a state is
the shares of population 1 followed by those of population 2. Everywhere a state is one flat vector,
cut by `sizes`. After Sandholm (2010), Population Games and Evolutionary Dynamics, chapter 2: strategy i
earns F_i(x), linear in the shares when agents meet at random.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from operator import mul
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from playground.game import ExpressionError, NormalForm, number
from playground.problem import InputError, Problem

Floats = npt.NDArray[np.float64]
State = tuple[Fraction, ...]  # an exact state
Payoffs = Callable[[Sequence[float]], list[float]]
ONE, TWO = "one", "two"

MAX_PAYOFF = 1e100  # beyond, products of floats overflow


class Structure(NamedTuple):
    """`kind` is "one", "two", or "" where population dynamics do not apply; `reason` says why."""

    kind: str
    reason: str


@dataclass(frozen=True, eq=False)
class PopulationGame:
    """sizes
        How many strategies each population has: (n,) or (n, m).
    matrices
        Exact. "one": (A,), payoffs A x, shape (n, n). "two": (A, B), payoffs A y to population 1, shape
        (n, m), and B x to population 2, shape (m, n): each population's own strategies are its rows.
    """

    sizes: tuple[int, ...]
    matrices: tuple[npt.NDArray[np.object_], ...]

    @property
    def kind(self) -> str:
        return ONE if len(self.sizes) == 1 else TWO

    @property
    def dimension(self) -> int:
        """How many free coordinates a state has."""
        return sum(self.sizes) - len(self.sizes)

    @cached_property
    def slices(self) -> tuple[slice, ...]:
        """Where each population stands in a flat state."""
        ends = np.cumsum(self.sizes).tolist()
        return tuple(slice(end - size, end) for end, size in zip(ends, self.sizes))

    @cached_property
    def floats(self) -> tuple[Floats, ...]:
        return tuple(matrix.astype(np.float64) for matrix in self.matrices)

    @cached_property
    def whole(self) -> tuple[list[list[int]], ...]:
        """Each matrix times its least common denominator, in whole numbers: who earns as much as whom
        stays the same."""
        scales = [math.lcm(*(value.denominator for row in matrix.tolist() for value in row))
                  for matrix in self.matrices]
        return tuple([[int(value * scale) for value in row] for row in matrix]
                     for matrix, scale in zip(self.matrices, scales))

    @cached_property
    def rate(self) -> float:
        """How fast payoff differences can drive shares, in 1 / time: the largest range of a payoff
        matrix. Time steps and scales of speed are measured against it; 1 where payoffs are all equal."""
        return max((float(np.ptp(matrix)) for matrix in self.floats if matrix.size), default=0.0) or 1.0

    def payoffs(self, states: Floats) -> Floats:
        """What each strategy earns at each state; shapes (..., sum of sizes) both."""
        if len(self.sizes) == 1:
            first: Floats = states @ self.floats[0].T
            return first
        own, other = self.slices
        return np.concatenate([states[..., other] @ self.floats[0].T,
                               states[..., own] @ self.floats[1].T], axis=-1)

    def exact_payoffs(self, state: Sequence[Fraction]) -> State:
        """`payoffs` at one exact state, exact."""
        parts = [state[cut] for cut in self.slices][::-1]  # each population meets the other, or itself
        return tuple(sum(map(mul, row, part), Fraction(0))
                     for matrix, part in zip(self.matrices, parts) for row in matrix)

    @cached_property
    def plain(self) -> Payoffs:
        """`payoffs` of one state in plain floats, which is several times faster than an array of three."""
        rows = [[[float(value) for value in row] for row in matrix] for matrix in self.matrices]
        if self.sizes == (2,):
            (a, b), (c, d) = rows[0]
            return lambda s: [a * s[0] + b * s[1], c * s[0] + d * s[1]]
        if self.sizes == (3,):
            (a, b, c), (d, e, f), (g, h, i) = rows[0]
            return lambda s: [a * s[0] + b * s[1] + c * s[2], d * s[0] + e * s[1] + f * s[2],
                              g * s[0] + h * s[1] + i * s[2]]
        if len(self.sizes) == 1:
            return lambda s: [sum(map(mul, row, s)) for row in rows[0]]
        n = self.sizes[0]
        if self.sizes == (2, 2):
            ((a, b), (c, d)), ((e, f), (g, h)) = rows
            return lambda s: [a * s[2] + b * s[3], c * s[2] + d * s[3],
                              e * s[0] + f * s[1], g * s[0] + h * s[1]]
        return lambda s: ([sum(map(mul, row, s[n:])) for row in rows[0]]
                          + [sum(map(mul, row, s[:n])) for row in rows[1]])


def structures(game: NormalForm) -> tuple[str, ...]:
    """The structures `game` can be played in, the usual one first; empty where there is none."""
    if game.n_players != 2 or not structure(game).kind:
        return ()
    return (ONE, TWO) if game.is_symmetric else (TWO,)


def structure(game: NormalForm) -> Structure:
    """The usual structure of `game`, and why."""
    if game.n_players != 2:
        return Structure("", "Population dynamics need a game of two players. "
                             f"This one has {game.n_players}.")
    try:
        largest = float(np.abs(game.floats).max())
    except InputError:
        largest = math.inf
    if largest > MAX_PAYOFF:
        return Structure("", f"Population dynamics need payoffs of at most {MAX_PAYOFF:g}, up or down.")
    if game.is_symmetric:
        return Structure(ONE, "The game is symmetric, so one population can play against itself.")
    return Structure(TWO, "The players differ, so each is a population of its own.")


def population_game(game: NormalForm, kind: str = "") -> PopulationGame:
    """`game` in the structure `kind`, or else its usual one. Raises `InputError`."""
    usual = structure(game)
    kind = kind or usual.kind
    if not kind:
        raise InputError(usual.reason)
    if kind not in structures(game):
        raise InputError("one population needs a symmetric game; two populations can play this one"
                         if kind == ONE else f"there is no structure {kind!r}; use one or two")
    first, second = game.payoffs
    if kind == ONE:
        return PopulationGame((game.shape[0],), (first,))
    return PopulationGame((game.shape[0], game.shape[1]), (first, second.T))


def state_of(population: PopulationGame, shares: Any, place: str = "start") -> State:
    """An exact state from shares a person gave: flat, or one list a population; whole numbers, texts
    ("1/3"), Fractions, or floats, whose sum may be off by rounding. Raises `InputError`."""
    nested = [list(part) if isinstance(part, (list, tuple, np.ndarray)) else part for part in shares]
    flat = [share for part in nested for share in part] if nested and all(
        isinstance(part, list) for part in nested) else nested
    needed = " and ".join(map(str, population.sizes))
    if len(flat) != sum(population.sizes):
        raise InputError([Problem(place, f"{len(flat)} shares where {needed} are needed")])
    rough = any(isinstance(share, float) for share in flat)
    exact: list[Fraction] = []
    for share in flat:
        try:
            exact.append(Fraction(float(share)) if isinstance(share, float) else
                         share if isinstance(share, Fraction) else number(str(share)))
        except (ExpressionError, ValueError, OverflowError):
            raise InputError([Problem(place, f"{share!r} is not a number; give one such as 1/3")]) from None
    state: list[Fraction] = []
    for cut in population.slices:
        part = exact[cut]
        total = sum(part, Fraction(0))
        if min(part) < 0 or (abs(total - 1) > Fraction(1, 10**6) if rough else total != 1):
            raise InputError([Problem(place, "the shares of a population must be zero or more and sum to 1; "
                                             f"{', '.join(str(share) for share in flat[cut])} do not")])
        state += [share / total for share in part]
    return tuple(state)


def default_start(population: PopulationGame) -> State:
    """A state in the interior, away from the simple fractions where rest points like to be: shares
    falling as the odd numbers down to 5, so 7/12 and 5/12 of two strategies."""
    return tuple(Fraction(2 * (size - i) + 3, size * (size + 4))
                 for size in population.sizes for i in range(size))


def coordinates(population: PopulationGame, states: Floats) -> Floats:
    """States as pictures have them: all shares of one population with three or more strategies; else
    the share of the first strategy of each population of two."""
    if population.sizes == (2,):
        return states[..., :1]
    if population.sizes == (2, 2):
        return states[..., ::2]
    return states
