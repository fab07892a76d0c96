"""Dominated strategies, by mixed strategies too, exactly; and what is left without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, product
from typing import Any

import numpy as np

from playground.equilibrium.maximin import secure
from playground.equilibrium.simplex import maximise
from playground.game import NormalForm
from playground.game.integers import whole_payoffs
from playground.progress import Progress, silent

MOST_STATES = 1_000
MOST_AT_ONCE = 8  # dominated strategies of which every choice is removed


@dataclass(frozen=True)
class Domination:
    """`strategy` of `player` is dominated by the mixed strategy `by` (one probability a strategy of that
    player): always worse where `strict`, otherwise never better and somewhere worse."""

    player: int
    strategy: int
    by: tuple[Fraction, ...]
    strict: bool


@dataclass(frozen=True)
class Elimination:
    """`rounds` of dominations that were found at once; `survivors`, the strategy indices left to each
    player."""

    rounds: tuple[tuple[Domination, ...], ...]
    survivors: tuple[tuple[int, ...], ...]


def dominated(game: NormalForm, progress: Progress = silent) -> tuple[Domination, ...]:
    """Every dominated strategy of every player, with one strategy that dominates it: a strict
    domination where there is one, a pure one where there is one."""
    tables = [_table(game, player) for player in range(game.n_players)]
    everything = tuple(tuple(range(size)) for size in game.shape)
    found = []
    for player in range(game.n_players):
        for strategy in range(game.shape[player]):
            progress(None, "looking for dominated strategies")
            how = _strictly(game, tables, player, strategy, everything)
            how = how or _weakly(game, tables, player, strategy, everything)
            if how:
                found.append(how)
    return tuple(found)


def strict_domination(game: NormalForm, player: int, strategy: int, left: Sequence[Sequence[int]]
                      ) -> Domination | None:
    """How a strategy is strictly dominated by others of `left`, the strategies that are left to each player;
    None where it is not."""
    tables = [_table(game, k) for k in range(game.n_players)]
    return _strictly(game, tables, player, strategy, left)


def iterated_elimination(game: NormalForm, strict: bool = True, progress: Progress = silent
                         ) -> Elimination:
    """Remove all dominated strategies of all players at once, again and again, until none is left.

    With `strict` the order would not matter (Gilboa, Kalai and Zemel 1990), and with two players what
    survives are the rationalizable strategies (Pearce 1984). For weak dominance other orders may
    leave other strategies; this is the one that removes as many as it can in each round."""
    tables = [_table(game, player) for player in range(game.n_players)]
    left = tuple(tuple(range(size)) for size in game.shape)
    rounds: list[tuple[Domination, ...]] = []
    while True:
        found = []
        for player, own in enumerate(left):
            for strategy in own:
                progress(None, "looking for dominated strategies")
                how = _strictly(game, tables, player, strategy, left)
                if not how and not strict:
                    how = _weakly(game, tables, player, strategy, left)
                if how:
                    found.append(how)
        if not found:
            return Elimination(tuple(rounds), left)
        gone = {(each.player, each.strategy) for each in found}
        rounds.append(tuple(found))
        left = tuple(tuple(i for i in own if (player, i) not in gone) for player, own in enumerate(left))


def belief(game: NormalForm, player: int, strategy: int, left: Sequence[Sequence[int]]
           ) -> dict[tuple[int, ...], Fraction] | None:
    """Probabilities of the others' profiles, among the strategies that are left, to which `strategy` is a
    best response of `player` among its own; None where there are none. The others may be correlated. A
    profile is one strategy of each other player, in order.

    A strategy has one exactly where no mixture dominates it strictly (Pearce 1984, Lemma 3): both are the two
    sides of one zero-sum game."""
    tables = [_table(game, k) for k in range(game.n_players)]
    rows = _within(tables, player, left)
    gains = rows - rows[list(left[player]).index(strategy)]
    value, shares = secure(-gains.T)
    if value < 0:
        return None
    others = product(*(left[k] for k in range(game.n_players) if k != player))
    return {at: p for at, p in zip(others, shares) if p}


@dataclass(frozen=True)
class EndResults:
    """`survivors` of every order in which weakly dominated strategies can be removed, some or all at a time.
    `complete`: no order was left out."""

    survivors: tuple[tuple[tuple[int, ...], ...], ...]
    complete: bool


def end_results(game: NormalForm, progress: Progress = silent, most: int = MOST_STATES) -> EndResults:
    """What can be left when weakly dominated strategies are removed in any order, down to where none is. At
    most `most` games on the way are looked at."""
    tables = [_table(game, player) for player in range(game.n_players)]
    start = tuple(tuple(range(size)) for size in game.shape)
    ahead, seen, complete = [start], {start}, True
    ends = {iterated_elimination(game, False, progress).survivors}  # known however few games are looked at
    while ahead:
        progress(None, f"orders of elimination: {len(seen):,} games, {len(ends):,} ends")
        left = ahead.pop()
        found = [(player, strategy) for player, own in enumerate(left) for strategy in own
                 if _strictly(game, tables, player, strategy, left)
                 or _weakly(game, tables, player, strategy, left)]
        if not found:
            ends.add(left)
            continue
        everything = len(found) <= MOST_AT_ONCE  # or else one at a time, and all
        sizes = range(1, len(found) + 1) if everything else (1, len(found))
        complete = complete and everything
        for gone in chain.from_iterable(combinations(found, size) for size in sizes):
            smaller = tuple(tuple(i for i in own if (player, i) not in gone)
                            for player, own in enumerate(left))
            if smaller in seen:
                continue
            if len(seen) >= most:
                complete = False
                break
            seen.add(smaller)
            ahead.append(smaller)
    return EndResults(tuple(sorted(ends)), complete)


def _table(game: NormalForm, player: int) -> Any:
    """Whole payoffs with the player's own strategies as axis 0."""
    return np.moveaxis(whole_payoffs(game, player)[0], player, 0)


def _within(tables: Sequence[Any], player: int, left: Sequence[Sequence[int]]) -> Any:
    """Rows: the player's strategies that are left; columns: what the others may do with theirs."""
    own, others = left[player], [left[k] for k in range(len(left)) if k != player]
    return tables[player][np.ix_(own, *others)].reshape(len(own), -1)


def _strictly(game: NormalForm, tables: Sequence[Any], player: int, strategy: int,
              left: Sequence[Sequence[int]]) -> Domination | None:
    own = left[player]
    rows = _within(tables, player, left)
    this = rows[own.index(strategy)]
    if len(own) == 1 or np.any(this == rows.max(axis=0)):
        return None  # a best response to something is not strictly dominated
    better = np.flatnonzero((rows > this).all(axis=1))
    if len(better):
        return Domination(player, strategy, _pure(game, player, own[better[0]]), True)
    # A mixture does it where the others cannot keep its lead at or below zero.
    value, mixture = secure(rows - this)
    if value > 0:
        return Domination(player, strategy, _spread(game, player, own, mixture), True)
    return None


def _weakly(game: NormalForm, tables: Sequence[Any], player: int, strategy: int,
            left: Sequence[Sequence[int]]) -> Domination | None:
    own = left[player]
    if len(own) == 1:
        return None
    rows = _within(tables, player, left)
    at = own.index(strategy)
    lead = np.delete(rows, at, axis=0) - rows[at]
    others = [i for i in own if i != strategy]
    if np.any((lead < 0).all(axis=0)):
        return None  # the only best response to something is not dominated
    better = np.flatnonzero((lead >= 0).all(axis=1) & (lead > 0).any(axis=1))
    if len(better):
        return Domination(player, strategy, _pure(game, player, others[better[0]]), False)
    if len(others) == 1:
        return None
    # Of all mixtures that are never worse, the one whose leads sum to most; by the dual program, which
    # has few rows however much the others may do: y, s ≥ 0, s ≤ top and lead · y + s ≤ top − total, and s
    # as large as can be. Its prices are the mixture.
    total = lead.sum(axis=1).tolist()
    top = max(total)
    if top <= 0:
        return None
    constraints = [[*row, 1] for row in lead.tolist()] + [[0] * lead.shape[1] + [1]]
    optimum = maximise([0] * lead.shape[1] + [1], constraints, [*(top - t for t in total), top])
    if optimum.value < top:
        return Domination(player, strategy, _spread(game, player, others, optimum.prices[:-1]), False)
    return None


def _pure(game: NormalForm, player: int, strategy: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(int(i == strategy)) for i in range(game.shape[player]))


def _spread(game: NormalForm, player: int, strategies: Sequence[int], mixture: Sequence[Fraction]
            ) -> tuple[Fraction, ...]:
    """A mixture over some strategies as one over all."""
    by = dict(zip(strategies, mixture))
    return tuple(by.get(i, Fraction(0)) for i in range(game.shape[player]))
