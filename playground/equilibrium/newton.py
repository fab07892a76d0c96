"""Mixed play in floats, for any number of players: what strategies earn, where the players of given supports
are indifferent (Newton's method from many starts at once), and the exact equilibrium near a float one.

Floats are called mixed: one array a player, whose first axis counts starts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.equilibrium.certify import certify
from playground.equilibrium.foreign import exact_profile
from playground.game import NormalForm, Profile
from playground.game.profile import Number

Floats = npt.NDArray[np.float64]
Mixed = Sequence[Floats]
Supports = Sequence[Sequence[int]]
STEPS = 40
SMALL = 1e-11  # what is left of an indifference, payoffs being 0 … 1
SINGULAR = 1e-7  # ratio of singular values from which on a solution is not isolated, or a multiple one
DENOMINATORS = (10, 1_000, 100_000, 10_000_000)
SHARES = (1e-2, 1e-3, 1e-4, 1e-6, 1e-9)  # below one of them a probability is taken for zero
NEAR = 1e-3


def unit_payoffs(game: NormalForm, spread: Fraction | None = None) -> list[Floats]:
    """Everybody's payoffs in floats, the least 0 and the greatest 1; or all divided by `spread`."""
    found = []
    for payoffs in game.payoffs:
        low = payoffs.min()
        divisor = spread or payoffs.max() - low or Fraction(1)
        found.append(((payoffs - low) / divisor).astype(float))
    return found


def against(table: Floats, mixed: Mixed, *kept: int) -> Floats:
    """Expected payoffs for each strategy of the players `kept`, in order; the others as in `mixed`."""
    result: Floats = np.broadcast_to(table, (len(mixed[0]), *table.shape))
    for other in reversed(range(table.ndim)):
        if other not in kept:
            result = np.einsum("z...i,zi->z...", np.moveaxis(result, other + 1, -1), mixed[other])
    return result


def indifferent(tables: Sequence[Floats], supports: Supports, starts: Mixed) -> Iterator[tuple[Mixed, bool]]:
    """The mixed profiles (without an axis for starts) in which everybody is indifferent among their support,
    as Newton's method finds them from `starts` on these supports; and whether each is regular."""
    small = [table[np.ix_(*supports)] for table in tables]
    sizes = [len(support) for support in supports]
    mixed = [np.array(start) for start in starts]
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            equations, slopes = _indifference(small, mixed)
            step = -(np.linalg.pinv(slopes, rcond=1e-11) @ equations[:, :, None])[:, :, 0]
            longest = np.abs(step).max(axis=1, initial=0)
            step /= np.maximum(longest, 1)[:, None]
            at = 0
            for k, size in enumerate(sizes):
                mixed[k][:, 1:] += step[:, at:at + size - 1]
                mixed[k][:, 0] = 1 - mixed[k][:, 1:].sum(axis=1)
                np.clip(mixed[k], -9, 9, out=mixed[k])
                at += size - 1
            if longest.max(initial=0) < 1e-15:
                break
    equations, slopes = _indifference(small, mixed)
    left = np.abs(equations).max(axis=1, initial=0)
    for z in np.flatnonzero(left < SMALL):
        found = [strategy[z] for strategy in mixed]
        if all(strategy.min() > 0 for strategy in found):
            values = np.linalg.svd(slopes[z], compute_uv=False)
            yield found, not len(values) or bool(values[-1] > SINGULAR * values[0])


def _indifference(tables: Sequence[Floats], mixed: Mixed) -> tuple[Floats, Floats]:
    """By how much each strategy earns more than the player's first one, and how that changes with the
    probabilities of all but first strategies."""
    sizes = [strategy.shape[1] - 1 for strategy in mixed]
    at = np.concatenate([[0], np.cumsum(sizes)])
    equations = np.zeros((len(mixed[0]), at[-1]))
    slopes = np.zeros((len(mixed[0]), at[-1], at[-1]))
    for i, table in enumerate(tables):
        if sizes[i]:
            earned = against(table, mixed, i)
            equations[:, at[i]:at[i + 1]] = earned[:, 1:] - earned[:, :1]
            for j in range(len(tables)):
                if j != i and sizes[j]:
                    both = against(table, mixed, i, j)
                    both = both if i < j else both.swapaxes(1, 2)
                    more = both[:, 1:] - both[:, :1]
                    slopes[:, at[i]:at[i + 1], at[j]:at[j + 1]] = more[:, :, 1:] - more[:, :, :1]
    return equations, slopes


def index(tables: Sequence[Floats], supports: Supports, mixed: Mixed) -> int:
    """The index of a regular equilibrium, +1 or −1 (Ritzberger 1994): that of every strict one is +1, and the
    indices of all equilibria add up to +1 where every one is regular."""
    small = [table[np.ix_(*supports)] for table in tables]
    _equations, slopes = _indifference(small, [strategy[None] for strategy in mixed])
    return int(np.linalg.slogdet(-slopes[0])[0])


def spread_out(game: NormalForm, supports: Supports, mixed: Mixed) -> list[list[float]]:
    """Probabilities on supports as probabilities of all strategies."""
    full = [[0.0] * size for size in game.shape]
    for strategy, support, shares in zip(full, supports, mixed):
        for i, p in zip(support, shares):
            strategy[i] = float(p)
    return full


def rational(game: NormalForm, supports: Supports, mixed: Mixed) -> Profile | None:
    """The certified exact equilibrium that these floats on their supports stand for, if one is found: where
    two players mix it solves linear equations; otherwise its probabilities must have small denominators."""
    moving = [k for k, support in enumerate(supports) if len(support) > 1]
    if len(moving) == 2:
        block = [payoffs[np.ix_(*supports)].reshape(*(len(supports[k]) for k in moving))
                 for payoffs in (game.payoffs[k] for k in moving)]
        # Only which strategies are played counts here, however small their probabilities are.
        anything = [[1 / len(supports[k])] * len(supports[k]) for k in moving]
        solved = exact_profile(NormalForm.from_arrays(*block), anything)
        if solved is not None:
            exact: list[Sequence[Any]] = [[Fraction(1)] for _support in supports]
            exact[moving[0]], exact[moving[1]] = solved
            profile = _on_supports(game, supports, exact)
            if certify(game, profile):
                return profile
    for most in DENOMINATORS:
        near = [[Fraction(float(p)).limit_denominator(most) for p in strategy[1:]] for strategy in mixed]
        profile = _on_supports(game, supports, [[1 - sum(shares, Fraction(0)), *shares] for shares in near])
        if certify(game, profile):
            return profile
    return None


def _on_supports(game: NormalForm, supports: Supports, shares: Sequence[Sequence[Fraction]]) -> Profile:
    by = [dict(zip(support, own)) for support, own in zip(supports, shares)]
    return Profile([[own.get(i, Fraction(0)) for i in range(size)] for own, size in zip(by, game.shape)])


def nearest_exact(game: NormalForm, floats: Sequence[Sequence[Number]]) -> tuple[Profile, float] | None:
    """A certified exact equilibrium close to a mixed profile in floats, on the support of what is not small
    there, and how far the two are apart in the probability that differs most."""
    for supports, mixed in _near(game, floats):
        profile = rational(game, supports, mixed)
        if profile is not None and (distance := apart(profile, floats)) < NEAR:
            return profile, distance
    return None


def polished(game: NormalForm, floats: Sequence[Sequence[Number]]) -> Profile:
    """The exact equilibrium close to a mixed profile, or else the profile in floats with the least regret: as
    Newton's method leaves it on the support of what is not small there, or as it is."""
    exact = nearest_exact(game, floats)
    if exact is not None:
        return exact[0]
    given = Profile([[float(p) for p in strategy] for strategy in floats])
    nearby = [Profile(spread_out(game, supports, mixed)) for supports, mixed in _near(game, floats)]
    close = [profile for profile in nearby if apart(profile, floats) < NEAR]
    return min([given, *close], key=lambda profile: max(profile.regrets(game)))


def apart(one: Sequence[Sequence[Number]], other: Sequence[Sequence[Number]]) -> float:
    """The greatest difference between two profiles in a probability."""
    return max(abs(float(p) - float(q)) for ours, theirs in zip(one, other) for p, q in zip(ours, theirs))


def _near(game: NormalForm, floats: Sequence[Sequence[Number]]) -> Iterator[tuple[Supports, Mixed]]:
    """Where everybody is indifferent on the supports that a mixed profile in floats may have, near it."""
    tables, tried = unit_payoffs(game), set()
    for share in SHARES:
        supports = tuple(tuple(i for i, p in enumerate(strategy) if p >= share) for strategy in floats)
        if supports in tried or not all(supports):
            continue
        tried.add(supports)
        kept = [np.array([[strategy[i] for i in support]], dtype=float)
                for strategy, support in zip(floats, supports)]
        start = [strategy / strategy.sum() for strategy in kept]
        for mixed, _regular in indifferent(tables, supports, start):
            yield supports, mixed
