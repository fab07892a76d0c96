"""Automata: strategies for two players with as many strategies each, written as a table of states.

A state says what to play and where to go on, given what both *played* (after noise). A state may leave its
move to chance, which makes every memory-one strategy a table (Rubinstein 1986; Abreu and Rubinstein 1988).
With two strategies the game's first is read as cooperation, C, and its second as defection, D.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np

from playground.catalogue import NO_SETTINGS, Catalogue, Settings
from playground.game import NormalForm
from playground.strategy.player import STRATEGIES, Strategy, View

Mix = tuple[Fraction, ...]  # a probability for each strategy of the game
Memory = TypeVar("Memory", bound=Hashable)

TWO_BY_TWO = ("needs two players with two strategies each: it reads the first as cooperation and the second "
              "as defection.")

C: Mix = (Fraction(1), Fraction(0))
D: Mix = (Fraction(0), Fraction(1))


def cooperate(chance: Fraction | str | int) -> Mix:
    """C with this probability, D otherwise."""
    return (Fraction(chance), 1 - Fraction(chance))


def on_opponent(*after: str) -> tuple[str, ...]:
    """The next states of a row that looks at the opponent's move only: one for each."""
    return after * len(after)


@dataclass(frozen=True)
class State:
    """One row: the probability of each own move, and the next state after each pair of moves played. The own
    move counts first: after CC, CD, DC and DD."""

    play: Mix
    after: tuple[str, ...]


@dataclass(frozen=True)
class Automaton:
    """A table of states by name; play begins in `start`. Raises `ValueError` for a row that leads to no row,
    for a mixture that is none, and for rows of different sizes."""

    start: str
    states: Mapping[str, State]

    def __post_init__(self) -> None:
        for name in (self.start, *(name for state in self.states.values() for name in state.after)):
            if name not in self.states:
                raise ValueError(f"the automaton has no state {name!r}")
        for name, state in self.states.items():
            if min(state.play) < 0 or sum(state.play) != 1:
                raise ValueError(f"state {name!r} plays {', '.join(map(str, state.play))}, which are not "
                                 "probabilities that sum to 1")
            if len(state.play) != self.size or len(state.after) != self.size ** 2:
                raise ValueError(f"state {name!r} is not a row of {self.size} strategies and "
                                 f"{self.size ** 2} next states")

    @property
    def size(self) -> int:
        """How many strategies the game has for each player."""
        return len(self.states[self.start].play)

    def usable(self, game: NormalForm, settings: Settings = NO_SETTINGS) -> str:
        if game.shape == (self.size, self.size):
            return ""
        return TWO_BY_TWO if self.size == 2 else f"needs two players with {self.size} strategies each."

    def new(self, game: NormalForm, player: int, settings: Settings = NO_SETTINGS) -> _Reader:
        return _Reader(self, player)


@runtime_checkable
class Family(Protocol):
    """Strategies that are automata, another one for each setting of their options and for each game."""

    def table(self, game: NormalForm, settings: Settings = NO_SETTINGS) -> Automaton:
        """The automaton. Raises `ValueError` where there is none."""


def table_of(text: str, game: NormalForm, strategies: Catalogue[Strategy] = STRATEGIES) -> Automaton | None:
    """The automaton that the strategy of a seat is in a game; None where it is none. Raises as
    `Catalogue.read`."""
    entry, settings = strategies.read(text)
    if isinstance(entry.make, Family):
        return None if entry.make.usable(game, settings) else entry.make.table(game, settings)
    return entry.make if isinstance(entry.make, Automaton) else None


def tabulate(start: Memory, play: Callable[[Memory], Mix], learn: Callable[[Memory, str, str], Memory]
             ) -> Automaton:
    """The smallest table of a player whose memory has finitely many values: `play` is what it does with a
    memory, `learn` the memory after a round, given the own move and the opponent's, each "C" or "D".

    Memories that can never lead to different play are one state, found by splitting those that do until
    nothing splits (Moore 1956); states are numbered as they are reached."""
    after: dict[Memory, list[Memory]] = {}
    new = [start]
    while new:
        after |= {memory: [learn(memory, own, other) for own in "CD" for other in "CD"] for memory in new}
        new = [each for each in dict.fromkeys(each for memory in new for each in after[memory])
               if each not in after]
    block = _numbered({memory: play(memory) for memory in after})
    while True:
        finer = _numbered({memory: (block[memory], *(block[each] for each in after[memory]))
                           for memory in after})
        if max(finer.values()) == max(block.values()):
            break
        block = finer
    first = {number: memory for memory, number in reversed(block.items())}
    return Automaton("1", {
        str(number + 1): State(play(memory), tuple(str(block[each] + 1) for each in after[memory]))
        for number, memory in sorted(first.items())})


def _numbered(kinds: Mapping[Memory, Hashable]) -> dict[Memory, int]:
    """Equal kinds get equal numbers, from 0 on as they come."""
    numbers: dict[Hashable, int] = {}
    return {memory: numbers.setdefault(kind, len(numbers)) for memory, kind in kinds.items()}


class _Reader:
    """Plays an automaton: follows the table along the history, from where it stopped last time."""

    def __init__(self, automaton: Automaton, player: int) -> None:
        index = {name: i for i, name in enumerate(automaton.states)}
        # Up to which number each move is drawn; none for the last one that is played at all.
        self._upto = [_upto(state.play) for state in automaton.states.values()]
        self._after = [tuple(index[name] for name in state.after) for state in automaton.states.values()]
        self._state = index[automaton.start]
        self._size = automaton.size
        self._own, self._other = player, 1 - player
        self._read = 0

    def choose(self, view: View, rng: np.random.Generator) -> int:
        history = view.history
        while self._read < len(history):
            profile = history[self._read]
            self._state = self._after[self._state][self._size * profile[self._own] + profile[self._other]]
            self._read += 1
        moves, upto = self._upto[self._state]
        if not upto:
            return moves[0]
        luck = rng.random()
        return next((move for move, limit in zip(moves, upto) if luck < limit), moves[-1])


def _upto(play: Mix) -> tuple[list[int], list[float]]:
    moves = [move for move, chance in enumerate(play) if chance]
    return moves, [float(total) for total in accumulate(play[move] for move in moves)][:-1]
