"""Many matches of automata at once, by chance as it falls: all of them take each turn together.

Noise is drawn with the move: one number decides what is *played*. Each pair has a stream of random numbers of
its own, so that what one pair draws does not depend on which others play, in which order or process. """

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from playground.arena.chain import Indices, noisy
from playground.game import Repetition
from playground.progress import Progress, silent
from playground.strategy.automaton import Automaton

Counts = npt.NDArray[np.int64]
_DRAWN = 2_000_000  # random numbers at hand at a time


@dataclass(frozen=True)
class _Tables:
    """The states of all automata in one row. `upto[move]` up to which number a state draws that move; `after`
    where it goes on, at size² · state + size · own + other."""

    start: Indices
    upto: npt.NDArray[np.float64]
    after: Indices


def simulate(automata: Sequence[Automaton], pairs: Sequence[tuple[int, int]], repetition: Repetition,
             repetitions: int, seeds: Sequence[np.random.SeedSequence], progress: Progress = silent
             ) -> Counts:
    """How often each profile is played: shape (pairs, repetitions, size, size), of each match the turns in
    which the first of the pair played [a] and the second [b]. A seed a pair. Raises what `progress`
    raises."""
    size = automata[0].size
    tables = _tables(automata, repetition)
    found = np.zeros((len(pairs), repetitions, size * size), dtype=np.int64)
    some = max(1, _DRAWN // (repetitions * 2 * 100))  # pairs at a time, so that a hundred turns can be drawn
    for begin in range(0, len(pairs), some):
        chosen = pairs[begin:begin + some]
        streams = [np.random.default_rng(each) for each in seeds[begin:begin + some]]
        length = lengths(streams, repetition, repetitions)
        state = [tables.start[[pair[k] for pair in chosen]].repeat(repetitions) for k in (0, 1)]
        counts, done, most = found[begin:begin + some].reshape(-1, size * size), 0, int(length.max())
        turns = max(1, _DRAWN // (len(state[0]) * 2))
        while done < most:
            progress((begin + len(chosen) * done / most) / len(pairs), f"{begin:,} of {len(pairs):,} pairs")
            now = min(turns, most - done)
            luck = np.concatenate([rng.random((now, 2, repetitions)) for rng in streams], axis=2)
            cells = _play(tables, state, luck, size)
            lasts = np.arange(done, done + now)[:, None] < length
            where = np.arange(len(length)) * size ** 2 + cells
            counts += np.bincount(where[lasts], minlength=counts.size).reshape(counts.shape)
            done += now
    return found.reshape(len(pairs), repetitions, size, size)


def lengths(streams: Sequence[np.random.Generator], repetition: Repetition, repetitions: int) -> Counts:
    """How many turns each match has; of a random end so many numbers are drawn from each stream."""
    if repetition.turns is not None:
        return np.full(len(streams) * repetitions, repetition.turns)
    delta = float(repetition.continuation or 0)
    if not delta:
        return np.ones(len(streams) * repetitions, dtype=np.int64)
    luck = np.concatenate([rng.random(repetitions) for rng in streams])
    more: Counts = np.floor(np.log1p(-luck) / np.log(delta)).astype(np.int64)
    return 1 + more


def _tables(automata: Sequence[Automaton], repetition: Repetition) -> _Tables:
    start, after = [], []
    rows: list[list[float]] = []
    for automaton in automata:
        index = {name: len(rows) + i for i, name in enumerate(automaton.states)}
        start.append(index[automaton.start])
        for state in automaton.states.values():
            after.append([index[name] for name in state.after])
        rows += [[float(total) for total in accumulate(noisy(state.play, repetition.noise))]
                 for state in automaton.states.values()]
    return _Tables(np.array(start), np.array(rows).T[:-1].copy(), np.array(after).ravel())


def _play(tables: _Tables, state: list[Indices], luck: npt.NDArray[np.float64], size: int) -> Indices:
    """The profiles of some turns of all matches, as size · first + second; `state` moves on."""
    cells = np.empty((len(luck), len(state[0])), dtype=np.intp)
    first, second = state
    for turn, (one, two) in enumerate(luck):
        a, b = _move(tables, first, one), _move(tables, second, two)
        cell = cells[turn] = size * a + b
        first = tables.after[size * size * first + cell]
        second = tables.after[size * size * second + (size * b + a)]
    state[:] = first, second
    return cells


def _move(tables: _Tables, state: Indices, luck: npt.NDArray[np.float64]) -> Indices:
    move = np.zeros(len(state), dtype=np.intp)
    for upto in tables.upto:
        move += luck >= upto[state]
    return move
