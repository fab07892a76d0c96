"""Mixed equilibria of games with three and more players.

For every choice of supports the indifferences are polynomial equations. Newton's method solves them from
many starts in floats; what it finds becomes exact and certified where its probabilities are rational. They
need not be: Nash (1951) gave a poker game of three players whose equilibrium is irrational. Three players
with two strategies each lead to one quadratic equation, so there nothing can be missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import chain, combinations, product
from math import isqrt, prod
from typing import Any

import numpy as np

from playground.equilibrium.best_response import pure_equilibria
from playground.equilibrium.certify import earnings
from playground.equilibrium.dominance import iterated_elimination
from playground.equilibrium.newton import (
    Floats,
    Mixed,
    against,
    index,
    indifferent,
    rational,
    spread_out,
    unit_payoffs,
)
from playground.equilibrium.solution import Equilibrium, Solution
from playground.equilibrium.words import counted
from playground.game import NormalForm, Profile
from playground.game.integers import whole_payoffs
from playground.problem import InputError
from playground.progress import Progress, silent

MAX_SUPPORTS = 20_000
MAX_PAYOFFS = 60_000
STARTS = (24, 100, 400)  # more where the indices show that an equilibrium is missing
SEED = 1951
SLACK = 1e-9  # what another strategy may earn more, payoffs being 0 … 1, and the least probability
SAME = 1e-7
SURE = Fraction(1, 10**12)
MAX_LISTED = 100_000

Supports = tuple[tuple[int, ...], ...]
Found = tuple[Profile, int | None]  # an equilibrium and its index, None where it is not regular


@dataclass(frozen=True)
class MixedEquilibria:
    """What was found.

    profiles
        Exact and certified ones in Fractions, others in floats; in the order of a `Solution`.
    regrets
        For each the most that anybody can gain by a change alone, exactly: of floats, taken as the fractions
        they are, each player's made to sum to one.
    indices
        The sum of the indices where every equilibrium is regular, otherwise None. Where it is not +1,
        equilibria are missing.
    multiple
        How many are not regular, so that there may be infinitely many around; for each choice of supports at
        most one is given.
    complete
        Nothing is missing.
    """

    profiles: tuple[Profile, ...]
    regrets: tuple[Fraction, ...]
    indices: int | None
    multiple: int
    complete: bool


def mixed_equilibria(game: NormalForm, progress: Progress = silent) -> MixedEquilibria:
    """Equilibria of a game of three or more players; the pure ones are all there. Raises `InputError` where
    there are too many choices of supports."""
    if game.payoffs.size > MAX_PAYOFFS:
        raise InputError(f"mixed equilibria are looked for in games of up to {MAX_PAYOFFS:,} payoffs and "
                         f"this one has {game.payoffs.size:,}; remove strategies that nobody would play")
    left = iterated_elimination(game, True, progress).survivors
    count = prod(2 ** len(own) - 1 for own in left)
    if count > MAX_SUPPORTS:
        raise InputError(f"this game has {count:,} choices of supports and only {MAX_SUPPORTS:,} can be "
                         "looked through; remove strategies that nobody would play")
    whole = [whole_payoffs(game, k)[0] for k in range(game.n_players)]
    possible = []
    for number, supports in enumerate(product(*map(_subsets, left))):
        if not number % 64:
            progress(0.1 * number / count, "looking at supports")
        if max(map(len, supports)) > 1 and _plausible(whole, supports):
            possible.append(supports)
    pure = [_pure(game, at) for at in pure_equilibria(game)]
    settled, found = all(_roots(game, supports) is not None for supports in possible), pure
    for starts in STARTS:
        found = _distinct(pure + _look(game, possible, starts, progress))
        if settled or _indices(found) in (1, None):
            break
    everything, found = found, [each for each in found if not _is_false(game, each[0])]
    found.sort(key=lambda each: [[float(p) for p in own] for own in each[0]], reverse=True)
    profiles = tuple(profile for profile, _index in found)
    regrets = tuple(_regret(game, profile) for profile in profiles)
    spread = min((payoffs.max() - payoffs.min() or 1 for payoffs in game.payoffs), default=1)
    sure = max(regrets, default=0) <= SURE * spread  # or else floats are too coarse for these payoffs
    return MixedEquilibria(profiles, regrets, _indices(found),
                           sum(number is None for _profile, number in found),
                           settled and sure and len(found) == len(everything))


def _distinct(found: Sequence[Found]) -> list[Found]:
    """Each profile once, with its index where that is known."""
    indices: dict[Profile, int | None] = {}
    for profile, number in found:
        indices[profile] = number if indices.get(profile) is None else indices[profile]
    return list(indices.items())


def _is_false(game: NormalForm, profile: Profile) -> bool:
    """Whether somebody gains more by a change than floats that are rounded would explain."""
    widest = max(payoffs.max() - payoffs.min() for payoffs in game.payoffs)
    return bool(_regret(game, profile) > SURE * widest)


def _subsets(strategies: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(strategies, size) for size in range(1, len(strategies) + 1))


def _plausible(whole: Sequence[Any], supports: Supports) -> bool:
    """Whether nothing in the supports is dominated while the others play all of theirs, exactly (Porter,
    Nudelman and Shoham 2004)."""
    for k, table in enumerate(whole):
        rows = table[np.ix_(*supports[:k], range(table.shape[k]), *supports[k + 1:])]
        rows = np.moveaxis(rows, k, 0).reshape(table.shape[k], -1)
        own = rows[list(supports[k])]
        if ((rows[:, None] >= own).all(axis=2) & (rows[:, None] > own).any(axis=2)).any():
            return False
    return True


def _pure(game: NormalForm, at: Sequence[int]) -> Found:
    profile = Profile.pure(game, at)
    strict = all(earned.count(max(earned)) == 1 for earned in (
        profile.action_payoffs(game, k) for k in range(game.n_players)))
    return profile, 1 if strict else None


def _indices(found: Sequence[Found]) -> int | None:
    numbers = [number for _profile, number in found if number is not None]
    return sum(numbers) if len(numbers) == len(found) else None


def _regret(game: NormalForm, profile: Profile) -> Fraction:
    exact = [[Fraction(p) for p in strategy] for strategy in profile]
    regrets = Profile([[p / sum(strategy) for p in strategy] for strategy in exact]).regrets(game)
    return Fraction(max(regrets))


# --- on given supports --------------------------------------------------------------------------------------


def _roots(game: NormalForm, supports: Supports) -> list[list[float]] | None:
    """Where two or three players choose between two strategies each and the others play one: the second
    strategies' probabilities in all mixtures that leave everybody indifferent. None in other cases, and where
    there may be infinitely many."""
    moving = [k for k, support in enumerate(supports) if len(support) > 1]
    if len(moving) not in (2, 3) or any(len(support) > 2 for support in supports):
        return None
    # What the second strategy earns more, at each choice of the other one or two.
    gains = [np.diff(game.payoffs[k][np.ix_(*supports)].reshape((2,) * len(moving)), axis=axis).reshape(-1)
             for axis, k in enumerate(moving)]
    if len(moving) == 2:
        (a, b), (c, d) = gains
        return None if a == b or c == d else _inside([[c / (c - d), a / (a - b)]])
    # As a + b·p + c·q + d·p·q, where p belongs to the first of the other two.
    (a, b, c, d), (a2, b2, c2, d2), (a3, b3, c3, d3) = (
        (low, first - low, second - low, both - first - second + low) for low, second, first, both in gains)
    # The second player's gain fixes z = −(a2 + b2·x)/(c2 + d2·x), the third's y; the first's is then zero:
    terms = [(a, c3, d3, c2, d2), (-b, a3, b3, c2, d2), (-c, a2, b2, c3, d3), (d, a3, b3, a2, b2)]
    constant = sum(factor * p * r for factor, p, _q, r, _s in terms)
    linear = sum(factor * (p * s + q * r) for factor, p, q, r, s in terms)
    square = sum(factor * q * s for factor, _p, q, _r, s in terms)
    if not (constant or linear or square):
        return None
    found = []
    for x in _quadratic(square, linear, constant):
        ends = [(a2 + b2 * x, c2 + d2 * x), (a3 + b3 * x, c3 + d3 * x)]  # of z and y: −first/second
        if (0, 0) in ends:  # at this x one of them is free in its equation, and fixed by the first player's
            free = ends.index((0, 0))
            other, rest = ends[1 - free], ((a, c), (b, d)) if free else ((a, b), (c, d))
            if not other[1]:
                return None
            known = -other[0] / other[1]
            ends[free] = (rest[0][0] + rest[0][1] * known, rest[1][0] + rest[1][1] * known)
            if ends[free] == (0, 0):
                return None
        if ends[0][1] and ends[1][1]:
            found.append([x, -ends[1][0] / ends[1][1], -ends[0][0] / ends[0][1]])
    return _inside(found)


def _quadratic(square: Fraction, linear: Fraction, constant: Fraction) -> list[Fraction]:
    """The real roots; irrational ones to some twenty digits."""
    if not square:
        return [-constant / linear] if linear else []
    inner = linear * linear - 4 * square * constant
    if inner < 0:
        return []
    digits = 2 ** 80
    whole = inner.numerator * inner.denominator
    root = Fraction(isqrt(whole), inner.denominator)
    if root * root != inner:
        root = Fraction(isqrt(whole * digits * digits), inner.denominator * digits)
    return [(-linear + sign * root) / (2 * square) for sign in ((1, -1) if root else (1,))]


def _inside(solutions: Sequence[Sequence[Fraction]]) -> list[list[float]]:
    return [[float(p) for p in each] for each in solutions if all(0 < p < 1 for p in each)]


def _starts(supports: Supports, roots: Sequence[Sequence[float]] | None, count: int,
            random: np.random.Generator) -> Mixed:
    """Where Newton's method starts: at the solutions where they are known, or else at the centre and at
    random, once more only where two players mix, whose equations are linear."""
    sizes = [len(support) for support in supports]
    if roots is None:
        more = count - 1 if sum(size > 1 for size in sizes) > 2 else 1
        return [np.concatenate([np.full((1, size), 1 / size), random.dirichlet(np.ones(size), more)])
                for size in sizes]
    seconds = iter(np.array(roots).T)
    found = []
    for size in sizes:
        second = next(seconds) if size > 1 else np.zeros(len(roots))
        found.append(np.array([1 - second, second][:size]).T)
    return found


def _look(game: NormalForm, possible: Sequence[Supports], starts: int, progress: Progress) -> list[Found]:
    """The equilibria that Newton's method finds on each of the supports."""
    random, tables = np.random.default_rng(SEED), unit_payoffs(game)
    found: list[Found] = []
    for number, supports in enumerate(possible):
        progress(0.1 + 0.9 * number / len(possible),
                 f"solving on supports, {starts} starts each; {len(found):,} mixed so far")
        roots = _roots(game, supports)
        if roots != []:
            start = _starts(supports, roots, starts, random)
            found += _equilibria(game, tables, supports, start, SLACK if roots is None else 0)
    return found


def _equilibria(game: NormalForm, tables: Sequence[Floats], supports: Supports, start: Mixed, least: float
                ) -> list[Found]:
    """The equilibria on the supports that are found from these starts, all probabilities at least `least`:
    each regular one, and one other."""
    found: list[Found] = []
    known: list[Floats] = []
    for mixed, regular in indifferent(tables, supports, start):
        full = spread_out(game, supports, mixed)
        flat = np.concatenate(full)
        again = any(np.abs(flat - other).max() < SAME for other in known)
        if again or min(strategy.min() for strategy in mixed) < least or (known and not regular):
            continue
        margin = _margin(tables, supports, full)
        if margin > -SLACK:
            known.append(flat)
            profile = rational(game, supports, mixed) or Profile(full)
            inside = profile.supports == tuple(map(tuple, supports))  # or else it is one of smaller supports
            number = index(tables, supports, mixed) if regular and inside and margin > SLACK else None
            found.append((profile, number))
    return found


def _margin(tables: Sequence[Floats], supports: Supports, full: Sequence[Sequence[float]]) -> float:
    """By how much what is played earns more than what is not, at least; 1 where everything is played."""
    mixed, least = [np.array([strategy]) for strategy in full], 1.0
    for k, table in enumerate(tables):
        earned = against(table, mixed, k)[0]
        others = np.delete(earned, supports[k])
        least = min(least, float(earned @ mixed[k][0] - others.max(initial=-1)))
    return least


# --- as a solution ------------------------------------------------------------------------------------------


def solution(game: NormalForm, progress: Progress) -> Solution:
    """All that is found of three and more players' equilibria; of games that are too large the pure ones."""
    try:
        found = mixed_equilibria(game, progress)
    except InputError as error:
        pure = pure_equilibria(game)
        if len(pure) > MAX_LISTED:
            raise InputError(f"{len(pure):,} pure equilibria: too many for a list") from None
        message = (f"{counted(len(pure), 'pure equilibrium', 'pure equilibria')}: all there are. Mixed ones "
                   f"were not looked for: {error}.")
        return _solution(game, "exact", [Profile.pure(game, at) for at in pure], False, lambda _how: message)
    lines = []
    if found.multiple and not found.complete:
        lines.append(f"{counted(found.multiple, 'equilibrium', 'equilibria')} may be surrounded by "
                     "infinitely many; for each choice of supports one is given.")
    return _solution(game, "exact", found.profiles, found.complete, partial(_message, found), lines,
                     (("indices", found.indices), ("multiple", found.multiple)))


def solution_by(game: NormalForm, method: str, profiles: Sequence[Profile], refused: int) -> Solution:
    """What another program's method found, which never proves that this is all. `refused`: how many results
    were no equilibria."""
    left_out = f" {counted(refused, 'result was', 'results were')} no equilibrium and left out."
    remarks = left_out if refused else ""
    what = counted(len(profiles), "equilibrium", "equilibria")

    def message(how: str) -> str:
        found = (f"{what} found by this method, {how}; there may be more." if profiles else
                 "This method found no equilibrium, though every game has one; choose another.")
        return found + remarks

    return _solution(game, method, profiles, False, message)


def _solution(game: NormalForm, method: str, profiles: Sequence[Profile], complete: bool,
              message: Callable[[str], str], lines: Sequence[str] = (),
              details: tuple[tuple[str, Any], ...] = ()) -> Solution:
    """Profiles with payoffs, regrets and what is exact of them, which `message` is told."""
    equilibria, exact, regrets = [], [], []
    for i, (profile, (earned, stable)) in enumerate(zip(profiles, earnings(game, profiles))):
        equilibria.append(Equilibrium(profile, earned or profile.payoffs(game), i))
        exact.append(stable)
        regrets.append(Fraction(0) if stable else _regret(game, profile))
    bounds = [f"Equilibrium {number} is in floats: nobody can gain more than {_above(regret)} alone."
              for number, (regret, stable) in enumerate(zip(regrets, exact), 1) if not stable]
    return Solution("nash", method, all(exact), complete, all(exact), tuple(equilibria),
                    tuple((i,) for i in range(len(equilibria))), message(_quality(exact)),
                    lines=(*bounds, *lines),
                    details=(("regrets", [float(regret) for regret in regrets]), *details))


def _above(regret: Fraction) -> str:
    """A number of one digit that is not less."""
    return f"{max(float(regret), 1e-16) * 1.5:.0e}"


def _quality(exact: Sequence[bool]) -> str:
    """How many equilibria are certified."""
    inexact = len(exact) - sum(exact)
    return ("certified exactly" if not inexact else
            f"{sum(exact):,} certified exactly, {inexact:,} in floats, rational or not")


def _message(found: MixedEquilibria, how: str) -> str:
    what = counted(len(found.profiles), "equilibrium", "equilibria")
    if found.complete:
        return f"Complete: {what}, {how}; the equations on all supports were solved for all their solutions."
    if found.indices not in (1, None):
        return (f"Not complete: {what}, {how}. Their indices add up to {found.indices} and not to 1, so at "
                "least one is missing.")
    hint = " Their indices add up to 1, as those of all equilibria must." if found.indices == 1 else ""
    return (f"{what}, {how}; all pure ones, and mixed ones found by Newton’s method from many starts: there "
            f"may be more.{hint}")
