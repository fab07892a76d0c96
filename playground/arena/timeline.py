"""A match of two, round by round: what was played in which states, and what was to be expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, log
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arena.chain import layout, noisy, wiring
from playground.arena.lineups import small_automaton
from playground.arena.match import Match
from playground.catalogue import Catalogue
from playground.game import NormalForm, Repetition
from playground.problem import InputError, Problem
from playground.progress import Progress, silent
from playground.strategy import STRATEGIES, Automaton, Strategy

Floats = npt.NDArray[np.floating[Any]]
Indices = npt.NDArray[np.intp]
MOST_ROUNDS = 10_000  # of a longer match, the first
LIKELY = 0.01  # of a match with a random end, the rounds that are reached with at least this chance


@dataclass(frozen=True, eq=False)
class Timeline:
    """One match of two, played with `seed`, and what the chain of two automata says of each round.

    actions, intended
        Of shape (rounds, 2): what was played, and what was chosen before noise.
    states
        Of shape (rounds, 2): in which state of its table each automaton chose, by place; −1 for others.
    tables
        The automaton in each seat; None where there is none.
    chances
        Of shape (rounds, own moves, other's moves): the probability of each profile in a round that is
        played at all, in floating point, rounding errors of about 1e-16 a round. Never shorter than the
        match, longer where that ended early by chance. None unless both are automata.
    paid
        Of shape (2, own moves, other's moves): what each player gets.
    sure
        Nothing but the end is left to chance.
    whole
        The match was played to its end; otherwise these are its first rounds.
    forfeit
        Who could not go on, and why; empty otherwise."""

    seed: int
    actions: Indices
    intended: Indices
    states: Indices
    tables: tuple[Automaton | None, Automaton | None]
    chances: Floats | None
    paid: Floats
    sure: bool
    whole: bool
    forfeit: str = ""

    @property
    def rounds(self) -> int:
        return len(self.actions)

    @property
    def length(self) -> int:
        """How many rounds there is something to say of."""
        return max(self.rounds, 0 if self.chances is None else len(self.chances))

    @cached_property
    def payoffs(self) -> Floats:
        """Of shape (rounds, 2): what each got."""
        got: Floats = self.paid[:, self.actions[:, 0], self.actions[:, 1]].T
        return got

    @cached_property
    def means(self) -> Floats:
        """Of shape (rounds, 2): the payoff a turn so far."""
        return _so_far(self.payoffs)

    @cached_property
    def cooperation(self) -> Floats:
        """Of shape (rounds, 2): the share of the rounds so far in which each played its first strategy."""
        return _so_far((self.actions == 0).astype(float))

    @cached_property
    def first(self) -> Floats | None:
        """Of shape (rounds, 2): the probability that each plays its first strategy in that round."""
        if self.chances is None:
            return None
        return np.column_stack([self.chances[:, 0, :].sum(axis=1), self.chances[:, :, 0].sum(axis=1)])

    @cached_property
    def expected(self) -> Floats | None:
        """Of shape (rounds, 2): the expected payoff a turn of the rounds up to that one."""
        if self.chances is None:
            return None
        return _so_far(np.einsum("tab,kab->tk", self.chances, self.paid))


def timeline(game: NormalForm, seats: Sequence[str], repetition: Repetition, seed: int,
             strategies: Catalogue[Strategy] = STRATEGIES, progress: Progress = silent) -> Timeline:
    """Play a match of two, its first `MOST_ROUNDS` rounds at most. Raises `InputError`, and what `progress`
    raises."""
    if game.n_players != 2:
        raise InputError([Problem("game", f"a time line is one of two players; this game has "
                                          f"{game.n_players}")])
    match = Match(game, seats, repetition, seed, strategies)
    most = min(repetition.turns or MOST_ROUNDS, MOST_ROUNDS)
    while not match.finished and len(match.rounds) < most:
        if len(match.rounds) % 20 == 0:
            progress(len(match.rounds) / most, f"round {len(match.rounds):,}")
        match.step()
    actions, intended = (np.array(rows, dtype=np.intp).reshape(-1, 2) for rows in (
        [played.actions for played in match.rounds], [played.intended for played in match.rounds]))
    first, second = (small_automaton(seat, game, strategies) for seat in seats)
    states = np.column_stack([_states(first, actions), _states(second, actions[:, ::-1])])
    chances = None
    if first is not None and second is not None:
        chances = _chances(first, second, repetition.noise, max(_likely(repetition), len(actions)), progress)
    sure = chances is not None and bool(((chances == 0) | (chances == 1)).all())
    return Timeline(match.seed, actions, intended, states, (first, second), chances,
                    np.array(game.floats), sure, match.finished,
                    "" if match.forfeit is None else str(match.forfeit))


def _so_far(values: Floats) -> Floats:
    """The mean of each row and all before it."""
    total: Floats = np.cumsum(values, axis=0) / np.arange(1, len(values) + 1)[:, None]
    return total


def _likely(repetition: Repetition) -> int:
    if repetition.turns is not None:
        return min(repetition.turns, MOST_ROUNDS)
    delta = float(repetition.continuation or 0)
    return min(ceil(log(LIKELY) / log(delta)), MOST_ROUNDS) if delta else 1


def _states(automaton: Automaton | None, actions: Indices) -> Indices:
    """The state before each round, along `actions`: own, other's."""
    made = np.full(len(actions), -1, dtype=np.intp)
    if automaton is not None:
        wired = wiring(automaton, Fraction(0))
        state = wired.start
        for turn, (own, other) in enumerate(actions.tolist()):
            made[turn] = state
            state = wired.after[state][automaton.size * own + other]
    return made


def _chances(first: Automaton, second: Automaton, noise: Fraction, rounds: int, progress: Progress) -> Floats:
    """Of each profile in each round: the distribution over joint states, carried on from the start."""
    chain, size = layout(wiring(first, noise), wiring(second, noise)), first.size
    plays = [np.array([[float(chance) for chance in noisy(row.play, noise)]
                       for row in automaton.states.values()]) for automaton in (first, second)]
    source, target, own, other = chain.moves.T
    states = chain.states[source]
    weights = plays[0][states[:, 0], own] * plays[1][states[:, 1], other]
    here: Floats = np.zeros(len(chain.states))
    here[0] = 1.0
    made = np.empty((rounds, size, size))
    for turn in range(rounds):
        if turn % 100 == 0:
            progress(turn / rounds, f"chances in round {turn:,}")
        moved = here[source] * weights
        made[turn] = np.bincount(own * size + other, moved, size * size).reshape(size, size)
        here = np.bincount(target, moved, len(here)).astype(float)
    return made
