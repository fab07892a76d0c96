"""The table of a tournament in floating point: what is drawn, also while a slider moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from playground.arena.field import both_seats
from playground.arena.lineups import small_automaton
from playground.arena.tournament import (
    COMPUTED,
    EXACT,
    FORFEIT,
    SIMULATED,
    Bout,
    Score,
    Tournament,
    forfeits_of,
)
from playground.game import Repetition
from playground.strategy import Automaton

Floats = npt.NDArray[np.floating[Any]]
MISSING = ""


@dataclass(frozen=True, eq=False)
class Standings:
    """Of n strategies: payoffs, cooperation and standard errors [i][j] of i against j, NaN where they are
    still to come or cannot be told; `kinds` says how each was found. `mean` over all that a strategy meets,
    its standard error and the degrees of freedom of that; `ranking`: places in the line-up, best first,
    without those that have no mean yet."""

    players: tuple[str, ...]
    payoffs: Floats
    cooperation: Floats
    errors: Floats
    kinds: tuple[tuple[str, ...], ...]
    mean: Floats
    mean_errors: Floats
    mean_freedom: Floats
    ranking: tuple[int, ...]
    forfeits: Mapping[int, str]  # who could not go on, and why: they are out of the table


class Frequent(Protocol):
    """What says how often each pair plays each profile: a `Field`, or what was kept of one."""

    def frequencies(self, repetition: Repetition, /) -> Floats: ...


def standings(asked: Tournament, scores: Mapping[Bout, Score], field: Frequent | None = None,
              automata: Sequence[int] = ()) -> Standings:
    """What is known: `scores`, and before them, where a `field` of the automata at those places of the
    line-up is given, the expected values of their pairs."""
    n = len(asked.players)
    payoffs, cooperation = np.full((n, n), np.nan), np.full((n, n), np.nan)
    errors = np.full((n, n), np.nan)
    kinds = np.full((n, n), MISSING, dtype=object)
    if field is not None and automata:
        table = field.frequencies(asked.repetition)
        where = np.ix_(automata, automata)
        payoffs[where] = np.einsum("ijab,ab->ij", table, both_seats(asked.game))
        cooperation[where] = table[:, :, 0].sum(axis=-1)
        errors[where] = 0
        kinds[where] = COMPUTED
    seatings = 1 if asked.game.is_symmetric else 2
    out = forfeits_of(scores)
    for bout, score in _whole(asked, scores):
        for seat, (i, j) in enumerate((bout, bout[::-1])):
            others = [(score, seat)] if seatings == 1 else [(score, seat), (scores[bout[::-1]], 1 - seat)]
            payoffs[i, j] = sum(float(each.payoffs[at]) for each, at in others) / seatings
            cooperation[i, j] = sum(float(each.cooperation[at]) for each, at in others) / seatings
            errors[i, j] = sum((each.errors[at] if each.errors else np.nan) ** 2
                               for each, at in others) ** 0.5 / seatings
            kinds[i, j] = max((each.kind for each, _at in others),
                              key=(EXACT, COMPUTED, SIMULATED, FORFEIT).index)
    for k in out:
        for table in (payoffs, cooperation, errors):
            table[k, :] = table[:, k] = np.nan
        kinds[k, :] = kinds[:, k] = FORFEIT
    mean, mean_errors, freedom = _means(asked, payoffs, errors)
    order = sorted((k for k in range(n) if not np.isnan(mean[k])), key=lambda k: -round(float(mean[k]), 12))
    return Standings(asked.players, payoffs, cooperation, errors, tuple(map(tuple, kinds)), mean, mean_errors,
                     freedom, tuple(order), out)


def _whole(asked: Tournament, scores: Mapping[Bout, Score]) -> Iterable[tuple[Bout, Score]]:
    """Pairs of which every seating is known, each once."""
    for (i, j), score in scores.items():
        if i <= j and (asked.game.is_symmetric or (j, i) in scores):
            yield (i, j), score


def _means(asked: Tournament, payoffs: Floats, errors: Floats) -> tuple[Floats, Floats, Floats]:
    weights = np.where(np.isnan(payoffs), 0, asked.meetings)
    total = weights.sum(axis=1)
    parts = (weights * np.where(weights > 0, errors, 0)) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (weights * np.nan_to_num(payoffs)).sum(axis=1) / total
        spread = np.sqrt(parts.sum(axis=1)) / total
        freedom = parts.sum(axis=1) ** 2 / (parts ** 2).sum(axis=1) * (asked.repetitions - 1)  # `joined`
    return (np.where(total > 0, mean, np.nan), np.where(total > 0, spread, np.nan),
            np.where(parts.any(axis=1), freedom, np.inf))


def automata_of(asked: Tournament) -> dict[int, Automaton]:
    """The automata of a line-up, by their places, but for those too large to be worked out at once."""
    made = {k: small_automaton(name, asked.game, asked.strategies) for k, name in enumerate(asked.players)}
    return {k: each for k, each in made.items() if each is not None}
