"""The last word on every equilibrium that is shown: the definition itself, in exact arithmetic.

Knows nothing of how a profile was found, and shares no code with what found it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from playground.game import NormalForm, Profile


def certify(game: NormalForm, profile: Profile) -> bool:
    """Whether `profile` is a Nash equilibrium: exact probabilities that sum to one for each player, and
    no pure strategy of anybody that earns more (Nash 1951). Floats are never certified."""
    return next(earnings(game, [profile]))[1]


def earnings(game: NormalForm, profiles: Iterable[Profile]) -> Iterator[tuple[tuple[Fraction, ...], bool]]:
    """For each profile what the players earn, and whether it is an equilibrium. No payoffs where it is no
    exact profile of this game."""
    tables, units = zip(*(_whole(payoffs) for payoffs in game.payoffs))
    for profile in profiles:
        if not _is_exact(game, profile):
            yield (), False
            continue
        weights, totals = zip(*map(_weights, profile))
        scale = 1
        for total in totals:
            scale *= total
        earned, stable = [], True
        for k, table in enumerate(tables):
            own = weights[k]
            each = _against(table, k, weights)
            mean = sum(weight * each[i] for i, weight in own.items())
            stable = stable and mean == max(each) * totals[k]
            earned.append(Fraction(mean, scale * units[k]))
        yield tuple(earned), stable


def certify_distribution(game: NormalForm, distribution: Mapping[tuple[int, ...], Fraction],
                         coarse: bool = False) -> bool:
    """Whether exact probabilities of pure profiles are a correlated equilibrium: they sum to one, and nobody
    who is told a strategy expects more from another one (Aumann 1974). `coarse`: nobody expects more from
    deciding on a strategy before being told anything (Moulin and Vial 1978)."""
    if sum(distribution.values()) != 1 or min(distribution.values()) < 0:
        return False
    for k, size in enumerate(game.shape):
        for instead in range(size):
            gains = [Fraction(0)] * size
            for profile, p in distribution.items():
                other = (*profile[:k], instead, *profile[k + 1:])
                gains[profile[k]] += p * (game.payoff(k, other) - game.payoff(k, profile))
            if (sum(gains) if coarse else max(gains)) > 0:
                return False
    return True


def _is_exact(game: NormalForm, profile: Profile) -> bool:
    return tuple(map(len, profile)) == game.shape and all(
        all(isinstance(p, Fraction) and p >= 0 for p in strategy) and sum(strategy) == 1
        for strategy in profile)


def _whole(payoffs: Any) -> tuple[Any, int]:
    """Payoffs times a factor that makes them Python integers, and the factor."""
    factor = lcm(*(value.denominator for value in payoffs.flat))
    whole = np.empty(payoffs.shape, dtype=object)
    whole.reshape(-1)[:] = [value.numerator * (factor // value.denominator) for value in payoffs.flat]
    return whole, factor


def _weights(strategy: Any) -> tuple[dict[int, int], int]:
    """The strategies played and how often, in whole numbers, and their sum."""
    total = lcm(*(p.denominator for p in strategy))
    return {i: p.numerator * (total // p.denominator) for i, p in enumerate(strategy) if p}, total


def _against(table: Any, player: int, weights: Any) -> list[int]:
    """What each pure strategy of `player` earns against the others, times the others' totals."""
    for other in reversed(range(len(weights))):
        if other != player:
            table = sum(table.take(i, axis=other) * weight for i, weight in weights[other].items())
    earned: list[int] = table.tolist()
    return earned
