"""Dominated strategies, by mixed strategies too, exactly; and what is left without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from playground.equilibrium.integers import Mixture
from playground.equilibrium.polytope import optimum
from playground.equilibrium.zero_sum import zero_sum
from playground.game import NormalForm
from playground.game.integers import Integers, whole_payoffs
from playground.progress import Progress, silent

MOST_STATES = 1_000
MOST_AT_ONCE = 8  # dominated strategies of which every choice is removed

MOST_SPARED = 12  # strategies of which a dominating mixture is made as small as can be


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
    return _found(tables(game), tuple(tuple(range(size)) for size in game.shape), False, progress)


def strict_domination(game: NormalForm, player: int, strategy: int, left: Sequence[Sequence[int]]
                      ) -> Domination | None:
    """How a strategy is strictly dominated by others of `left`, the strategies that are left to each player;
    None where it is not."""
    return domination(tables(game), player, strategy, left, True)


def iterated_elimination(game: NormalForm, strict: bool = True, progress: Progress = silent
                         ) -> Elimination:
    """Remove all dominated strategies of all players at once, again and again, until none is left.

    With `strict` the order would not matter (Gilboa, Kalai and Zemel 1990), and with two players what
    survives are the rationalizable strategies (Pearce 1984). For weak dominance other orders may
    leave other strategies; this is the one that removes as many as it can in each round."""
    rows = tables(game)
    left = tuple(tuple(range(size)) for size in game.shape)
    rounds: list[tuple[Domination, ...]] = []
    while found := _found(rows, left, strict, progress):
        gone = {(each.player, each.strategy) for each in found}
        rounds.append(found if strict else tuple(_told(rows, each, left) for each in found))
        left = tuple(tuple(i for i in own if (player, i) not in gone) for player, own in enumerate(left))
    return Elimination(tuple(rounds), left)


def _found(rows: Sequence[Integers], left: Sequence[Sequence[int]], strict: bool, progress: Progress
           ) -> tuple[Domination, ...]:
    """All that are dominated among the strategies that are left."""
    every = [(player, strategy) for player, own in enumerate(left) for strategy in own]
    found = []
    for number, (player, strategy) in enumerate(every):
        progress(number / len(every), "looking for dominated strategies")
        found.append(domination(rows, player, strategy, left, strict, progress))
    return tuple(filter(None, found))


def _told(rows: Sequence[Integers], each: Domination, left: Sequence[Sequence[int]]) -> Domination:
    """The domination by one strategy, even if only weak, that a class is told before one by a mixture."""
    own = left[each.player]
    if max(each.by) == 1:
        return each
    table = within(rows, each.player, left)
    better = _never_worse(table - table[own.index(each.strategy)])
    if not len(better):
        return each
    chosen = own[better[0]]
    return replace(each, by=tuple(Fraction(int(i == chosen)) for i in range(len(each.by))), strict=False)


# --- one strategy -------------------------------------------------------------------------------------------


def tables(game: NormalForm) -> list[Integers]:
    """Of each player the payoffs as whole numbers, with the player's own strategies as axis 0."""
    return [np.moveaxis(whole_payoffs(game, player)[0], player, 0) for player in range(game.n_players)]


def within(rows: Sequence[Integers], player: int, left: Sequence[Sequence[int]]) -> Integers:
    """Of `tables` the rows that are left to the player, and a column for all that the others may do with what
    is left to them."""
    own, others = left[player], [left[k] for k in range(len(left)) if k != player]
    kept: Integers = rows[player][np.ix_(own, *others)].reshape(len(own), -1)
    return kept


def domination(rows: Sequence[Integers], player: int, strategy: int, left: Sequence[Sequence[int]],
               strict: bool, progress: Progress = silent) -> Domination | None:
    """How a strategy is dominated by others that are left, `strict`: strictly; None where it is not. `rows`:
    the `tables` of the game."""
    own = left[player]
    found = how_dominated(within(rows, player, left), own.index(strategy), strict, progress)
    if found is None:
        return None
    others = [i for i in own if i != strategy]
    by = [Fraction(0)] * len(rows[player])
    for i, p in zip(others, found[0]):
        by[i] = p
    return Domination(player, strategy, tuple(by), found[1])


def how_dominated(rows: Integers, at: int, strict: bool, progress: Progress = silent
                  ) -> tuple[Mixture, bool] | None:
    """A mixture of the other rows that dominates row `at`, and whether strictly; None where there is none, or
    with `strict` no strict one. Pure where one is, or else a mixture of few."""
    lead = np.delete(rows, at, axis=0) - rows[at]
    if not len(lead) or (lead < 0).all(axis=0).any():
        return None  # the only best response to something
    if (lead > 0).any(axis=0).all():  # a best response to something is not strictly dominated
        better = np.flatnonzero((lead > 0).all(axis=1))
        if len(better):
            return _pure(len(lead), better[0]), True
        value, mixture, _belief = zero_sum(lead, progress)
        if value > 0:
            return _sparser(lead, mixture, progress), True
        if value < 0:
            return None  # the only best response to a mixture of columns
    if strict:
        return None
    if len(better := _never_worse(lead)):
        return _pure(len(lead), better[0]), False
    # Of all mixtures that are never worse, the one whose leads sum to most; by the dual program, which
    # has few rows however much the others may do: y, s ≥ 0, s ≤ top and lead · y + s ≤ top − total, and s
    # as large as can be. Its prices are the mixture.
    total = lead.sum(axis=1).tolist()
    top = max(total)
    if top <= 0 or len(lead) == 1:
        return None
    constraints = [[*row, 1] for row in lead.tolist()] + [[0] * lead.shape[1] + [1]]
    best = optimum([0] * lead.shape[1] + [1], constraints, [*(top - t for t in total), top], progress)
    return (best.prices[:-1], False) if best.value < top else None


def _never_worse(lead: Integers) -> Any:
    """The rows that dominate weakly by themselves."""
    return np.flatnonzero((lead >= 0).all(axis=1) & (lead > 0).any(axis=1))


def _sparser(lead: Integers, mixture: Mixture, progress: Progress) -> Mixture:
    """A strictly dominating mixture of fewer rows: one after the other is left out where the others do it,
    too, those with the least probability first. Of large games the mixture as it is."""
    support = [i for i in sorted(range(len(mixture)), key=mixture.__getitem__) if mixture[i]]
    if len(lead) > MOST_SPARED:
        return mixture
    for row in list(support):
        fewer = [i for i in support if i != row]
        if not fewer:
            break
        value, shares, _belief = zero_sum(lead[sorted(fewer)], progress)
        if value > 0:
            support = [i for i, share in zip(sorted(fewer), shares) if share]
            found = dict(zip(sorted(fewer), shares))
            mixture = tuple(found.get(i, Fraction(0)) for i in range(len(mixture)))
    return mixture


def _pure(size: int, at: int) -> Mixture:
    return tuple(Fraction(int(i == at)) for i in range(size))
