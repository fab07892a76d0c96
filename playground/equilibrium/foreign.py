"""nashpy's methods for two players, in floats.

What they find is turned into exact equilibria and certified like everything else; what cannot be is left out
and counted. nashpy is imported when it is asked for, and not before.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

from playground.equilibrium.certify import certify
from playground.game import NormalForm, Profile
from playground.problem import InputError
from playground.progress import Progress

TINY = 1e-9  # what a float method leaves of a probability of zero
MAX_RESULTS = 20_000
HUGE = 10**9
MAX_SUPPORTS = 2**22  # pairs of supports that nashpy can look at within a few minutes


def nashpy_support(game: NormalForm, progress: Progress) -> tuple[list[Profile], int]:
    m, n = game.shape
    if 2 ** (m + n) > MAX_SUPPORTS:
        raise InputError(f"support enumeration would look at {2 ** (m + n):,} pairs of supports; "
                         "choose the exact method, which does not")
    return _nashpy(game, progress, lambda made: made.support_enumeration())


def nashpy_vertex(game: NormalForm, progress: Progress) -> tuple[list[Profile], int]:
    return _nashpy(game, progress, lambda made: made.vertex_enumeration())


def nashpy_lemke_howson(game: NormalForm, progress: Progress) -> tuple[list[Profile], int]:
    """Lemke–Howson from every first label; each path ends at one equilibrium."""
    return _nashpy(game, progress, lambda made: made.lemke_howson_enumeration())


def _nashpy(game: NormalForm, progress: Progress, enumerate_: Callable[[Any], Iterable[Any]]
            ) -> tuple[list[Profile], int]:
    import nashpy

    profiles: list[Profile] = []
    lost = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own remarks; what is wrong with the list, `solve` says
        made = nashpy.Game(*(_in_reach(payoffs) for payoffs in game.payoffs))
        for pair in islice(_while_it_works(enumerate_(made)), MAX_RESULTS):
            progress(None, "nashpy is solving")
            exact = exact_profile(game, pair)
            if exact is None:
                lost += 1
            else:
                profiles.append(exact)
    kept, refused = _certified(game, profiles)
    return kept, lost + refused


def _in_reach(payoffs: Any) -> Any:
    """Payoffs as floats. Huge ones are scaled to 0 … 1, which changes no equilibrium: nashpy's pivots could
    go round for ever otherwise."""
    low, high = payoffs.min(), payoffs.max()
    if max(abs(low), abs(high)) <= HUGE:
        return payoffs.astype(float)
    return ((payoffs - low) / (high - low or 1)).astype(float)


def _while_it_works(pairs: Iterable[Any]) -> Iterator[Any]:
    """What it yields until it ends or fails: on degenerate games it raises errors of any kind."""
    with contextlib.suppress(Exception):
        yield from pairs


def _certified(game: NormalForm, profiles: Iterable[Profile]) -> tuple[list[Profile], int]:
    """The distinct equilibria among `profiles`, and how many were none."""
    distinct = sorted(set(profiles), reverse=True)
    kept = [profile for profile in distinct if certify(game, profile)]
    return kept, len(distinct) - len(kept)


def exact_profile(game: NormalForm, floats: Any) -> Profile | None:
    """The exact profile that a pair of float vectors stands for: on their supports, the probabilities
    that make the other player indifferent, where there is just one such; or else the floats' nearest
    simple fractions. None where the floats are no probabilities."""
    supports = []
    for vector in floats:
        values = [float(p) for p in vector]
        if not all(-TINY < p < 1 + TINY for p in values) or abs(sum(values) - 1) > 1e-6:
            return None
        supports.append([i for i, p in enumerate(values) if p > TINY])
    rows, columns = supports
    ours = _indifferent(game.payoffs[1][rows][:, columns].T.tolist())
    theirs = _indifferent(game.payoffs[0][rows][:, columns].tolist())
    made = []
    for solved, support, vector in zip((ours, theirs), supports, floats):
        if solved is None:
            near = [Fraction(float(p)).limit_denominator(10_000) if p > TINY else Fraction(0) for p in vector]
            total = sum(near)
            made.append([p / total for p in near])
        else:
            by = dict(zip(support, solved))
            made.append([by.get(i, Fraction(0)) for i in range(len(vector))])
    return Profile(made)


def _indifferent(payoffs: list[list[Fraction]]) -> list[Fraction] | None:
    """The only mixture of the columns that gives every row the same payoff; None where there is none,
    or more than one."""
    count = len(payoffs[0])
    # Unknowns: the mixture and the payoff. Every row: Σ payoff · share − value = 0; shares sum to one.
    table = [[*row, Fraction(-1), Fraction(0)] for row in payoffs]
    table.append([Fraction(1)] * count + [Fraction(0), Fraction(1)])
    done = 0
    for column in range(count + 1):
        at = next((r for r in range(done, len(table)) if table[r][column]), None)
        if at is None:
            return None
        table[done], table[at] = table[at], table[done]
        head = table[done][column]
        table[done] = [value / head for value in table[done]]
        for r, row in enumerate(table):
            if r != done and row[column]:
                factor = row[column]
                table[r] = [a - factor * b for a, b in zip(row, table[done])]
        done += 1
    if any(row[-1] for row in table[done:]):
        return None
    return [table[r][-1] for r in range(count)]
