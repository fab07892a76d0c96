"""Population games: a game played by large populations at random, whose states are shares.

Three structures are known. "one": one population whose members meet each other, in groups as large as the
game, for symmetric games; a state has one share a strategy. "two" and "three": each player of the game is a
population of its own; a state is the shares of population 1, followed by those of population 2, and so on.
Everywhere a state is one flat vector, cut by `sizes`. After Sandholm (2010), Population Games and
Evolutionary Dynamics, chapter 2: strategy i earns F_i(x), what it earns on average in a group met at random,
which is linear in the shares where two meet. Payoffs that come from no meeting at all, as on a congested
road, can be given as a function. """

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
from playground.game.normal_form import MOST_PROFILES
from playground.problem import InputError, Problem

Floats = npt.NDArray[np.float64]
State = tuple[Fraction, ...]  # an exact state
Payoffs = Callable[[Sequence[float]], list[float]]
KINDS = ("one", "two", "three")  # by how many populations
ONE = KINDS[0]

MAX_PAYOFF = 1e100  # beyond, products of floats overflow


class Structure(NamedTuple):
    """`kind` is "one", "two", or "" where population dynamics do not apply; `reason` says why."""

    kind: str
    reason: str


@dataclass(frozen=True, eq=False)
class PopulationGame:
    """sizes
        How many strategies each population has: (n,), (n, m) or (n, m, k).
    tables
        Exact, one a population: what its own strategies earn, axis 0, against those met, one axis each.
    met
        Which population each of these further axes is: ((0,),) for one population that meets itself,
        ((1,), (0,)) for two.
    """

    sizes: tuple[int, ...]
    tables: tuple[npt.NDArray[np.object_], ...]
    met: tuple[tuple[int, ...], ...] = ((0,),)

    @property
    def kind(self) -> str:
        return KINDS[len(self.sizes) - 1]

    @property
    def linear(self) -> bool:
        """Whether payoffs are linear in the shares met: two meet at a time."""
        return all(len(each) == 1 for each in self.met)

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
        return tuple(table.astype(np.float64) for table in self.tables)

    @cached_property
    def whole(self) -> tuple[list[list[int]], ...]:
        """Where payoffs are linear, each table times its least common denominator, in whole numbers: who
        earns as much as whom stays the same."""
        scales = [math.lcm(*(value.denominator for row in table.tolist() for value in row))
                  for table in self.tables]
        return tuple([[int(value * scale) for value in row] for row in table]
                     for table, scale in zip(self.tables, scales))

    @cached_property
    def lowest(self) -> Fraction:
        """The lowest payoff."""
        lowest: Fraction = np.concatenate([table.ravel() for table in self.tables]).min()
        return lowest

    @cached_property
    def rate(self) -> float:
        """How fast payoff differences can drive shares, in 1 / time: the largest range of a payoff
        table. Time steps and scales of speed are measured against it; 1 where payoffs are all equal."""
        return max((float(np.ptp(table)) for table in self.floats if table.size), default=0.0) or 1.0

    def restricted(self, strategies: Sequence[int]) -> PopulationGame:
        """Of one population, the game on the face where only these strategies are present."""
        (table,) = self.tables
        return PopulationGame((len(strategies),), (table[np.ix_(*[strategies] * table.ndim)],), self.met)

    @cached_property
    def groups(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
        """Of one population: how many of each strategy there may be among those met, shape (groups, own), and
        what each strategy earns among them, summed over the orders they can stand in, exact, shape (own,
        groups). With them payoffs are polynomials of few terms, however large the table."""
        (size,), (met,) = self.sizes, self.met
        orders = np.indices((size,) * len(met)).reshape(len(met), -1)
        counts = (orders[..., np.newaxis] == np.arange(size)).sum(axis=0)
        found, which = np.unique(counts, axis=0, return_inverse=True)
        earned = np.full((size, len(found)), Fraction(0), dtype=object)
        for row, values in zip(earned, self.tables[0].reshape(size, -1).tolist()):
            for group, value in zip(which.ravel().tolist(), values):
                row[group] += value
        return found, earned

    def payoffs(self, states: Floats) -> Floats:
        """What each strategy earns at each state; shapes (..., sum of sizes) both."""
        if len(self.sizes) == 1 and self.linear:
            first: Floats = states @ self.floats[0].T
            return first
        if len(self.sizes) == 1:  # a polynomial in the shares
            counts, earned = self.groups
            powers = np.ones((*states.shape, len(self.met[0]) + 1))
            np.cumprod(np.broadcast_to(states[..., np.newaxis], (*states.shape, len(self.met[0]))), axis=-1,
                       out=powers[..., 1:])
            products = np.prod([powers[..., i, counts[:, i]] for i in range(self.sizes[0])], axis=0)
            return np.asarray(products @ earned.T.astype(np.float64))
        parts = [states[..., cut] for cut in self.slices]
        return np.concatenate([_earned(table, [parts[k] for k in met])
                               for table, met in zip(self.floats, self.met)], axis=-1)

    def exact_payoffs(self, state: Sequence[Fraction]) -> State:
        """`payoffs` at one exact state, exact."""
        if len(self.sizes) == 1 and not self.linear:
            counts, sums = self.groups
            products = [math.prod(map(pow, state, each)) for each in counts.tolist()]
            return tuple(sum(map(mul, row, products), Fraction(0)) for row in sums.tolist())
        parts = [np.array(state[cut], dtype=object) for cut in self.slices]
        earned: list[Fraction] = []
        for table, met in zip(self.tables, self.met):
            for k in reversed(met):
                table = table @ parts[k]
            earned += table.tolist()
        return tuple(earned)

    @cached_property
    def plain(self) -> Payoffs:
        """`payoffs` of one state in plain floats, which is several times faster than an array of three."""
        if len(self.sizes) == 1 and not self.linear:
            counts, earned = self.groups
            return _polynomials(counts.tolist(), earned.astype(np.float64).tolist())
        rows = [table.tolist() for table in self.floats]
        if not self.linear:
            return lambda s: [value for table, met in zip(rows, self.met)
                              for value in _plain(table, [s[self.slices[k]] for k in met])]
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


def _polynomials(counts: list[list[int]], earned: list[list[float]]) -> Payoffs:
    """What `PopulationGame.groups` says, of one state in plain floats."""
    most = range(sum(counts[0]))

    def payoffs(state: Sequence[float]) -> list[float]:
        raised = []
        for share in state:
            raised.append([1.0])
            for _ in most:
                raised[-1].append(raised[-1][-1] * share)
        products = [math.prod(share[power] for share, power in zip(raised, each)) for each in counts]
        return [sum(map(mul, row, products)) for row in earned]
    return payoffs


def _earned(table: Floats, met: Sequence[Floats]) -> Floats:
    """What each own strategy earns, averaged over those met; shape (..., own)."""
    value: Floats = np.tensordot(met[-1], table, axes=(-1, -1))
    for part in reversed(met[:-1]):
        value = (value @ part[(..., *[None] * (value.ndim - part.ndim - 1), slice(None), None)])[..., 0]
    return value


def _plain(table: list[Any], met: Sequence[Sequence[float]]) -> list[float]:
    """The same of nested lists."""
    first, *others = met
    if not others:
        return [sum(map(mul, row, first)) for row in table]
    return [sum(share * value for share, value in zip(first, _plain(row, others))) for row in table]


def structures(game: NormalForm) -> tuple[str, ...]:
    """The structures `game` can be played in, the usual one first; empty where there is none."""
    if not structure(game).kind:
        return ()
    own = KINDS[game.n_players - 1:game.n_players]  # a population a player, for up to three
    return (ONE, *own) if game.is_symmetric and own != (ONE,) else own or (ONE,)


def structure(game: NormalForm) -> Structure:
    """The usual structure of `game`, and why."""
    if game.n_players == 1:
        return Structure("", "Population dynamics need players who meet. This game has one player.")
    if game.n_players > 3 and not game.is_symmetric:
        return Structure("", "Population dynamics need two or three players, or a symmetric game. "
                             f"This one has {game.n_players} players who differ.")
    if math.prod(game.shape) > MOST_PROFILES:
        return Structure("", f"Population dynamics need a game of at most {MOST_PROFILES:,} cells. "
                             f"This one has {math.prod(game.shape):,}.")
    try:
        largest = float(np.abs(game.floats).max())
    except InputError:
        largest = math.inf
    if largest > MAX_PAYOFF:
        return Structure("", f"Population dynamics need payoffs of at most {MAX_PAYOFF:g}, up or down.")
    if game.is_symmetric:
        return Structure(ONE, "The game is symmetric, so one population can play against itself.")
    return Structure(KINDS[game.n_players - 1],
                     "The players differ, so each is a population of its own.")


def population_game(game: NormalForm, kind: str = "") -> PopulationGame:
    """`game` in the structure `kind`, or else its usual one. Raises `InputError`."""
    usual = structure(game)
    kind = kind or usual.kind
    if not kind:
        raise InputError(usual.reason)
    if kind not in structures(game):
        raise InputError("one population needs a symmetric game; a population for each player can play this "
                         "one"
                         if kind == ONE else f"there is no structure {kind!r} of this game; use "
                                             f"{' or '.join(structures(game))}")
    n = game.n_players
    if kind == ONE:
        return PopulationGame(game.shape[:1], (game.payoffs[0],), ((0,) * (n - 1),))
    others = [tuple(j for j in range(n) if j != k) for k in range(n)]
    return PopulationGame(tuple(game.shape), tuple(
        np.transpose(game.payoffs[k], (k, *others[k])) for k in range(n)), tuple(others))


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
    return states[..., ::2] if set(population.sizes) == {2} else states
