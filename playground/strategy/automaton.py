"""Automata: strategies for two players with two strategies each, written as a table of states.

A state says what to play and where to go on, given what both *played* (after noise). The game's first
strategy is read as cooperation, C, and its second as defection, D (Rubinstein 1986; Abreu and
Rubinstein 1988). A state may leave its move to chance, which makes every memory-one strategy a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from playground.game import NormalForm
from playground.strategy.player import View

C, D = Fraction(1), Fraction(0)  # the chance of cooperating in a state that leaves nothing to chance


def on_opponent(after_c: str, after_d: str) -> tuple[str, str, str, str]:
    """The next states of a row that looks at the opponent's move only."""
    return (after_c, after_d, after_c, after_d)


@dataclass(frozen=True)
class State:
    """One row: the probability of cooperating, and the next state after CC, CD, DC and DD, where the
    own move comes first."""

    cooperate: Fraction
    after: tuple[str, str, str, str]


@dataclass(frozen=True)
class Automaton:
    """A table of states by name; play begins in `start`. Raises `ValueError` for a row that leads to
    no row, or a probability that is none."""

    start: str
    states: Mapping[str, State]

    def __post_init__(self) -> None:
        for name in (self.start, *(name for state in self.states.values() for name in state.after)):
            if name not in self.states:
                raise ValueError(f"the automaton has no state {name!r}")
        for name, state in self.states.items():
            if not 0 <= state.cooperate <= 1:
                raise ValueError(f"state {name!r} cooperates with probability {state.cooperate}")

    def usable(self, game: NormalForm) -> str:
        if game.shape == (2, 2):
            return ""
        return ("needs two players with two strategies each: it reads the first as cooperation and the "
                "second as defection.")

    def new(self, game: NormalForm, player: int) -> _Reader:
        return _Reader(self, player)


class _Reader:
    """Plays an automaton: follows the table along the history, from where it stopped last time."""

    def __init__(self, automaton: Automaton, player: int) -> None:
        index = {name: i for i, name in enumerate(automaton.states)}
        self._cooperate = [float(state.cooperate) for state in automaton.states.values()]
        self._after = [tuple(index[name] for name in state.after) for state in automaton.states.values()]
        self._state = index[automaton.start]
        self._own, self._other = player, 1 - player
        self._read = 0

    def choose(self, view: View, rng: np.random.Generator) -> int:
        history = view.history
        while self._read < len(history):
            profile = history[self._read]
            self._state = self._after[self._state][2 * profile[self._own] + profile[self._other]]
            self._read += 1
        chance = self._cooperate[self._state]
        if chance == 1.0 or chance == 0.0:
            return 0 if chance else 1
        return 0 if rng.random() < chance else 1
