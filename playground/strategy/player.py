"""What a strategy is: how one seat of a repeated game decides, from what that seat can see.

The shape is the same for a table of states in this process, a script in another one and a person at
a telephone: once a round the seat is given its `View` and answers with the index of a strategy of the
game. Everything a view holds can be written down as numbers and names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, runtime_checkable

import numpy as np

from playground.catalogue import NO_SETTINGS, Catalogue, Settings
from playground.game import NormalForm

Lesson = Mapping[tuple[tuple[int, ...], ...], Sequence[float]]  # remembered rounds, and what is played then


@dataclass(frozen=True)
class View:
    """What one seat sees before it chooses.

    history
        What was *played*, after noise: one profile of indices a round, oldest first. It grows while
        the match goes on; nobody but the match changes it.
    turns
        How many rounds the match has; None where the end is random: then nobody is told a length.
    noise
        The probability that a choice is replaced, after it was made, by another one.
    """

    game: NormalForm
    player: int
    history: Sequence[tuple[int, ...]]
    turns: int | None = None
    noise: Fraction = Fraction(0)


class Forfeit(Exception):
    """The player in `seat` cannot go on and has lost; `reason` says why, as the end of a sentence that
    begins with the strategy."""

    def __init__(self, seat: int, reason: str) -> None:
        super().__init__(seat, reason)
        self.seat, self.reason = seat, reason

    def __str__(self) -> str:
        return self.reason

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Forfeit) and other.args == self.args

    def __hash__(self) -> int:
        return hash(self.args)


class Decider(Protocol):
    """One seat of one match. `choose` is called once a round and gives the index of the intended
    strategy. It depends on the view and on `rng` alone: an object may keep what it has worked out so
    far, since a history only grows, and a new object given the same history chooses the same. Numbers
    are drawn by `rng.random()` only, whose values do not change between releases of numpy, and none
    where there is nothing to leave to chance. Raises `Forfeit` where the player cannot go on."""

    def choose(self, view: View, rng: np.random.Generator) -> int: ...


@runtime_checkable
class Learner(Decider, Protocol):
    """A decider that can tell what it has learned so far."""

    def chances(self, view: View) -> Sequence[float]:
        """The probability of each of its strategies in the next round."""

    def learned(self, view: View) -> Lesson:
        """The probability of each of its strategies after each of the last rounds that it remembers, oldest
        first. Who remembers none has one row, (); what is missing is played uniformly."""


class Strategy(Protocol):
    """What the catalogue holds."""

    def usable(self, game: NormalForm, settings: Settings = NO_SETTINGS) -> str:
        """Empty where the strategy makes sense for `game`, with these options or the defaults; otherwise the
        reason why not."""

    def new(self, game: NormalForm, player: int, settings: Settings = NO_SETTINGS) -> Decider:
        """A fresh decider for seat `player` of a match of `game`, with a value for every option."""


STRATEGIES: Catalogue[Strategy] = Catalogue("strategy")


def seat_title(text: str, strategies: Catalogue[Strategy] = STRATEGIES) -> str:
    """A seat's text as people read it: `Q-Learning (memory 2, epsilon 1/20)`. Raises as `Catalogue.read`."""
    entry, settings = strategies.read(text)
    return entry.titled(settings)


def usable(text: str, game: NormalForm, strategies: Catalogue[Strategy] = STRATEGIES) -> str:
    """Empty where the strategy that `text` names can play `game`; otherwise why not, as a sentence. Raises
    as `Catalogue.read`."""
    entry, settings = strategies.read(text)
    reason = entry.make.usable(game, settings)
    return f"{entry.title} {reason}" if reason else ""


def any_game(game: NormalForm) -> str:
    """The reason why a rule that makes sense everywhere cannot play: none."""
    return ""


@dataclass(frozen=True)
class Rule:
    """A strategy written as a class whose objects are made with (game, player) and, by their names, the
    options of its entry. `refuses` says for which games it makes no sense, and why."""

    decider: Callable[..., Decider]
    refuses: Callable[[NormalForm], str] = any_game

    def usable(self, game: NormalForm, settings: Settings = NO_SETTINGS) -> str:
        return self.refuses(game)

    def new(self, game: NormalForm, player: int, settings: Settings = NO_SETTINGS) -> Decider:
        return self.decider(game, player, **settings)


def decider(text: str, game: NormalForm, player: int, strategies: Catalogue[Strategy] = STRATEGIES
            ) -> Decider:
    """A fresh decider for seat `player` of a match of `game`. Raises as `Catalogue.read`."""
    entry, settings = strategies.read(text)
    return entry.make.new(game, player, settings)
