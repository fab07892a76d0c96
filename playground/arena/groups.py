"""Groups of three and more: who sits together, what a strategy earns among the others, and groups as chains.

Each of a group's co-players is drawn from the line-up by the weights, independently of each other; who is not
in self-play never meets itself. So with n seats a strategy's mean is over all multisets of n − 1 others, each
counted as often as it is drawn, and the same others may sit there twice. In a symmetric game a multiset is
played once, whatever the seats; in any other, in every order of seats, each counting alike. Where there are
more than `MOST_GROUPS`, so many groups as are told are drawn for each strategy instead.

Of strategies that look at the last round only (`MemoryOne`) a group is a Markov chain on the profiles. """

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import comb, factorial, lcm, prod
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arena.chain import MOST_STATES, Indices, Layout, laid_out, noisy, visits
from playground.arena.field import shares_of_turns
from playground.game import NormalForm, Repetition
from playground.progress import Progress
from playground.strategy.automaton import Mix
from playground.strategy.general import MemoryOne

Floats = npt.NDArray[np.float64]
Group = tuple[int, ...]  # who sits in each seat: places in the line-up

MOST_GROUPS = 4_000
FEWEST_DRAWN = 20  # for each strategy
MOST_PROFILES = 600  # of a game whose groups are worked out


@dataclass(frozen=True, eq=False)
class Seating:
    """Who sits together in `groups`, and how these make up what each player earns: an item a *sitting*, of a
    player in a group. `player`, `group`: places in the line-up and among the groups; `seats` [sitting, seat],
    where the player sits; `others` [sitting, place], how often each co-player is there; `orders`, in how many
    orders they can sit, or how often they were drawn. `drawn`: by chance, out of so many groups as `count`
    says."""

    groups: tuple[Group, ...]
    player: Indices
    group: Indices
    seats: npt.NDArray[np.bool_]
    others: npt.NDArray[np.int8]
    orders: npt.NDArray[np.int64]
    count: int
    drawn: bool

    def weight(self, sitting: int, weights: Sequence[Fraction]) -> Fraction:
        """How often the player is in this group, compared with the others, exactly."""
        orders = Fraction(int(self.orders[sitting]))
        if self.drawn:
            return orders
        others = self.others[sitting]
        return prod((weights[k] ** int(others[k]) for k in np.flatnonzero(others).tolist()), start=orders)

    def weights(self, weights: Sequence[Fraction]) -> Floats:
        """`weight` of all."""
        if self.drawn:
            return self.orders.astype(float)
        row, other = np.nonzero(self.others)
        powers = np.array(weights, dtype=float)[other] ** self.others[row, other]
        made = self.orders.astype(float)
        np.multiply.at(made, row, powers)
        return made


def seat(players: int, game: NormalForm, weights: tuple[Fraction, ...], self_play: bool,
         seed: np.random.SeedSequence) -> Seating:
    """The groups of a line-up of so many players."""
    seats, alike = game.n_players, game.is_symmetric
    count = comb(players + seats - 1, seats) if alike else players ** seats
    if count > MOST_GROUPS:
        return _drawn(players, game, weights, self_play, seed, count)
    groups = tuple(combinations_with_replacement(range(players), seats) if alike
                   else product(range(players), repeat=seats))
    table = np.array(groups)
    there = _counts(table, players)
    group, player = np.nonzero(there)
    own = there[group, player].astype(np.int64)
    orders = own
    if alike:
        factorials = np.array([factorial(k) for k in range(seats + 1)])
        orders = factorial(seats - 1) * own // factorials[there].prod(axis=1)[group]
    return Seating(groups, player, group, table[group] == player[:, None], _without(there[group], player),
                   orders, count, False)


def _counts(groups: Indices, players: int) -> npt.NDArray[np.int8]:
    """How often each player is in each group: [group, place]."""
    there = np.zeros((len(groups), players), dtype=np.int8)
    for column in groups.T:
        there[np.arange(len(groups)), column] += 1
    return there


def _without(there: npt.NDArray[np.int8], player: Indices) -> npt.NDArray[np.int8]:
    there[np.arange(len(there)), player] -= 1
    return there


def _drawn(players: int, game: NormalForm, weights: tuple[Fraction, ...], self_play: bool,
           seed: np.random.SeedSequence, count: int) -> Seating:
    seats, rng = game.n_players, np.random.default_rng(seed)
    times = max(FEWEST_DRAWN, MOST_GROUPS // players)
    upto = np.cumsum(np.array(weights, dtype=float))
    itself = self_play or players == 1
    seen: Counter[tuple[int, Group, int]] = Counter()  # the first of all players first
    for _ in range(times):
        for player in range(players):
            if not itself and not sum(weights[:player] + weights[player + 1:]):
                continue  # it meets nobody
            others = list(_others(player, seats - 1, upto, itself, rng))
            own = 0 if game.is_symmetric else int(rng.random() * seats)
            group = (*others[:own], player, *others[own:])
            seen[player, tuple(sorted(group)) if game.is_symmetric else group, own] += 1
    place = {each: k for k, each in enumerate(dict.fromkeys(group for _, group, _ in seen))}
    table, who = np.array([group for _, group, _ in seen]), np.array([player for player, _, _ in seen])
    where = table == who[:, None]
    if not game.is_symmetric:
        where = np.arange(seats) == np.array([own for _, _, own in seen])[:, None]
    return Seating(tuple(place), who, np.array([place[group] for _, group, _ in seen]), where,
                   _without(_counts(table, players), who), np.array(list(seen.values())), count, True)


def _others(player: int, many: int, upto: Floats, itself: bool, rng: np.random.Generator) -> Iterator[int]:
    """So many, drawn by weights whose sums are `upto`."""
    while many:
        drawn = min(int(np.searchsorted(upto, rng.random() * upto[-1], side="right")), len(upto) - 1)
        if itself or drawn != player:
            yield drawn
            many -= 1


# --- a group as a chain -------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Habit:
    """What somebody in a seat plays after noise: at first, then after each profile, in the order of the
    payoffs' cells; `sure`, where it never draws."""

    mixes: tuple[Mix, ...]
    sure: bool
    chances: Floats


def habit_of(who: MemoryOne, seat: int, game: NormalForm, noise: Fraction) -> Habit:
    made = []
    for last in (None, *np.ndindex(game.shape)):
        support = who.support(last)
        chance = Fraction(1, len(support))
        made.append(noisy(tuple(chance * (move in support) for move in range(game.shape[seat])), noise))
    return Habit(tuple(made), all(max(mix) == 1 for mix in made), np.array(made, dtype=float))


def frequencies(played: Sequence[Habit], repetition: Repetition, progress: Progress
                ) -> tuple[list[Fraction] | list[float], bool]:
    """How often a group plays each profile, in the order of the cells, given the habit in each seat; and
    whether exactly. They sum to 1. Raises what `progress` raises."""
    able = _together([np.array([[chance > 0 for chance in mix] for mix in habit.mixes]) for habit in played])
    reached = _reached(able)
    here, cells = np.nonzero(able[reached])
    number = np.zeros(len(able), dtype=np.intp)
    number[reached] = np.arange(len(reached))
    moves = np.stack([here, number[cells + 1], cells], axis=1)
    chain = laid_out(reached[:, None], moves)
    if len(reached) <= MOST_STATES or len(moves) == len(reached):
        exactly = _exactly([habit.mixes for habit in played], chain, repetition, progress)
        if exactly is not None:
            return exactly, True
    chances = _together([habit.chances for habit in played])[reached]
    matrix = np.zeros((len(reached), len(reached)))
    matrix[here, moves[:, 1]] = chances[here, cells]
    found: list[float] = (_visits(matrix, chain, repetition, progress) @ chances).tolist()
    return found, False


def _reached(able: npt.NDArray[np.bool_]) -> Indices:
    """The states that are reached from the first: row k + 1 is what may follow profile k."""
    seen = np.zeros(len(able), dtype=np.bool_)
    new = np.array([0])
    while len(new):
        seen[new] = True
        after = np.flatnonzero(able[new].any(axis=0)) + 1
        new = after[~seen[after]]
    return np.flatnonzero(seen)


def _exactly(played: Sequence[Sequence[Mix]], chain: Layout, repetition: Repetition, progress: Progress
             ) -> list[Fraction] | None:
    """In fractions, where they do not grow too long."""
    shape = tuple(len(rows[0]) for rows in played)
    one = lcm(*(chance.denominator for rows in played for mix in rows for chance in mix)) ** len(played)
    arrows, states = chain.moves.tolist(), chain.states[:, 0].tolist()
    weights = [int(one * prod(rows[states[here]][move] for rows, move in zip(
        played, np.unravel_index(cell, shape)))) for here, _there, cell in arrows]
    times = visits(chain, arrows, weights, one, repetition, progress)
    if times is None:
        return None
    counted = [Fraction(0)] * prod(shape)
    for (here, _there, cell), weight in zip(arrows, weights):
        counted[cell] += times[here] * weight / one
    return counted


def _together(parts: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Of each state (row) the product of what each seat has for its move: a column a profile."""
    whole = parts[0]
    for part in parts[1:]:
        whole = (whole[:, :, None] * part[:, None, :]).reshape(len(whole), -1)
    return whole


def _visits(matrix: Floats, chain: Layout, repetition: Repetition, progress: Progress) -> Floats:
    """`chain.visits` in floating point."""
    start = np.eye(len(matrix))[0]
    if repetition.turns is not None:
        whole: Floats = shares_of_turns(matrix.T[None], repetition.turns, progress)[0]
        return whole
    delta = float(repetition.continuation or 0)
    if not repetition.endless:
        return np.linalg.solve(np.eye(len(matrix)) - delta * matrix.T, (1 - delta) * start)
    found = np.zeros(len(matrix))
    chances = np.ones(1)
    passing = chain.passing
    if len(chain.classes) > 1:
        inner = matrix[np.ix_(passing, passing)]
        times = np.linalg.solve(np.eye(len(passing)) - inner.T, start[passing])
        chances = np.array([(times @ matrix[np.ix_(passing, states)]).sum() for states in chain.classes])
    for states, chance in zip(chain.classes, chances):
        balance = matrix[np.ix_(states, states)].T - np.eye(len(states))
        balance[-1] = 1  # one balance follows from the others; instead all sum to 1
        found[states] = chance * np.linalg.solve(balance, np.eye(len(states))[-1])
    return found
