"""The table of a tournament in floating point: what is drawn, also while a slider moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from playground.arena.field import both_seats
from playground.arena.lineups import small_automaton
from playground.arena.plan import KeptResults
from playground.arena.tournament import (
    COMPUTED,
    EXACT,
    FORFEIT,
    KINDS,
    SIMULATED,
    Bout,
    Score,
    Tournament,
    forfeits_of,
    outcomes,
)
from playground.arena.uncertainty import joined
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
    if asked.game.n_players > 2:
        return _of_groups(asked, scores)
    n = len(asked.players)
    payoffs, cooperation = np.full((n, n), np.nan), np.full((n, n), np.nan)
    errors, freedom = np.full((n, n), np.nan), np.full((n, n), np.inf)
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
        for seat, (i, j) in enumerate(dict.fromkeys((bout, bout[::-1]))):  # itself once, as in `result`
            others = [(score, seat)] if seatings == 1 else [(score, seat), (scores[bout[::-1]], 1 - seat)]
            payoffs[i, j] = sum(float(each.payoffs[at]) for each, at in others) / seatings
            cooperation[i, j] = sum(float(each.cooperation[at]) for each, at in others) / seatings
            error, freedom[i, j] = joined([each.errors[at] if each.errors else None for each, at in others],
                                          [asked.repetitions - 1] * seatings, [1] * seatings)
            errors[i, j] = np.nan if error is None else error
            kinds[i, j] = max((each.kind for each, _at in others),
                              key=(EXACT, COMPUTED, SIMULATED, FORFEIT).index)
    for k in out:
        for table in (payoffs, cooperation, errors):
            table[k, :] = table[:, k] = np.nan
        kinds[k, :] = kinds[:, k] = FORFEIT
    mean, mean_errors, mean_freedom = _means(asked, payoffs, errors, freedom)
    return Standings(asked.players, payoffs, cooperation, errors, tuple(map(tuple, kinds)), mean, mean_errors,
                     mean_freedom, _ranked(mean), out)


def _ranked(mean: Floats) -> tuple[int, ...]:
    there = np.flatnonzero(~np.isnan(mean)).tolist()
    return tuple(sorted(there, key=lambda k: -round(float(mean[k]), 12)))


def _of_groups(asked: Tournament, scores: Mapping[Bout, Score]) -> Standings:
    """Rows and columns as in group_table.py."""
    table, out = asked.tables.table(outcomes(asked, scores), asked.repetitions - 1), forfeits_of(scores)
    kinds = [[MISSING if kind < 0 else KINDS[kind] for kind in row] for row in table.kinds.tolist()]
    for k in out:
        kinds[k] = [FORFEIT] * len(kinds)
        for row in kinds:
            row[k] = FORFEIT
    return Standings(asked.players, table.payoffs, table.cooperation, table.errors, tuple(map(tuple, kinds)),
                     table.mean, table.mean_errors, table.mean_freedom, _ranked(table.mean), out)


def kept_standings(asked: Tournament, results: KeptResults) -> Standings | None:
    """The table that a document keeps of this tournament; None where it keeps the means alone."""
    if not (results.matrix and results.cooperation and results.errors and results.kinds):
        return None
    mean, errors, free = _floats(results.mean), _floats(results.mean_errors), float(asked.repetitions - 1)
    kinds = tuple(tuple(kind or MISSING for kind in row) for row in results.kinds)
    return Standings(asked.players, _floats(results.matrix), _floats(results.cooperation),
                     _floats(results.errors), kinds, mean, errors, np.where(errors > 0, free, np.inf),
                     _ranked(mean), {})


def _floats(values: Sequence[Any]) -> Floats:
    """With NaN where there is nothing."""
    rows: list[Any] = [row if isinstance(row, Sequence) else [row] for row in values]
    made = np.array([[np.nan if value is None else float(value) for value in row] for row in rows])
    return made if isinstance(values[0], Sequence) else made[:, 0]


def _whole(asked: Tournament, scores: Mapping[Bout, Score]) -> Iterable[tuple[Bout, Score]]:
    """Pairs of which every seating is known, each once."""
    for (i, j), score in scores.items():
        if i <= j and (asked.game.is_symmetric or (j, i) in scores):
            yield (i, j), score


def _means(asked: Tournament, payoffs: Floats, errors: Floats, free: Floats
           ) -> tuple[Floats, Floats, Floats]:
    weights = np.where(np.isnan(payoffs), 0, asked.meetings)
    total = weights.sum(axis=1)
    parts = (weights * np.where(weights > 0, errors, 0)) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (weights * np.nan_to_num(payoffs)).sum(axis=1) / total
        spread = np.sqrt(parts.sum(axis=1)) / total
        freedom = parts.sum(axis=1) ** 2 / (parts ** 2 / free).sum(axis=1)  # as in `joined`
    return (np.where(total > 0, mean, np.nan), np.where(total > 0, spread, np.nan),
            np.where(parts.any(axis=1), freedom, np.inf))


def automata_of(asked: Tournament) -> dict[int, Automaton]:
    """The automata of a line-up, by their places, but for those too large to be worked out at once."""
    made = {k: small_automaton(name, asked.game, asked.strategies) for k, name in enumerate(asked.players)}
    return {k: each for k, each in made.items() if each is not None}
