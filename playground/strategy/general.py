"""Strategies for every game: they know the payoffs, and no move by name.

Payoffs are compared exactly, as whole numbers. Of several best answers the one listed first is
played, so nothing is left to chance where a strategy is not random by nature.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from playground.game import NormalForm
from playground.game.integers import whole_payoffs
from playground.strategy.player import STRATEGIES, Rule, View

Whole = npt.NDArray[np.object_]  # an array of Python ints


def own_payoffs(game: NormalForm, player: int) -> Whole:
    """The payoffs of `player` as Python ints; axes in the order (own strategies, player 1's, player 2's, …
    without the own). Order and ties stay as they are."""
    return np.moveaxis(whole_payoffs(game, player)[0], player, 0).astype(object)


def column(payoffs: Whole, others: tuple[int, ...]) -> list[int]:
    """What each own strategy is worth against one profile of the others."""
    at: Any = (slice(None), *others)
    return list(payoffs[at])


def first_best(values: Any) -> int:
    """The index of the greatest value; of equal ones the first."""
    return max(range(len(values)), key=values.__getitem__)


def pick(count: int, rng: np.random.Generator) -> int:
    """One of `count` with equal chance; draws nothing where there is one."""
    return int(rng.random() * count) if count > 1 else 0


class BestResponse:
    """Best answer to what the others played last."""

    def __init__(self, game: NormalForm, player: int) -> None:
        self._payoffs = own_payoffs(game, player)
        self._player = player
        # Before anything was played: the others as if they mixed uniformly.
        self._first = first_best(self._payoffs.reshape(len(self._payoffs), -1).sum(axis=1))
        self._answers: dict[tuple[int, ...], int] = {}

    def choose(self, view: View, rng: np.random.Generator) -> int:
        if not view.history:
            return self._first
        last = view.history[-1]
        others = last[:self._player] + last[self._player + 1:]
        if others not in self._answers:
            self._answers[others] = first_best(column(self._payoffs, others))
        return self._answers[others]


class FictitiousPlay:
    """Best answer to the frequencies of what the others did together.

    The belief is the joint frequency of the others' profiles so far, and of one imagined round before
    the first in which they played each profile in equal parts. Ties go to the strategy listed first.
    Everything is counted in whole numbers, so a tie is a tie."""

    def __init__(self, game: NormalForm, player: int) -> None:
        self._player = player
        payoffs = own_payoffs(game, player)
        flat = payoffs.reshape(len(payoffs), -1)
        # Times the number of the others' profiles, so that the imagined round is whole as well.
        self._worth: list[int] = list(flat.sum(axis=1))
        self._payoffs = payoffs * flat.shape[1]
        self._gains: dict[tuple[int, ...], list[int]] = {}
        self._read = 0

    def choose(self, view: View, rng: np.random.Generator) -> int:
        history = view.history
        while self._read < len(history):
            profile = history[self._read]
            others = profile[:self._player] + profile[self._player + 1:]
            if others not in self._gains:
                self._gains[others] = column(self._payoffs, others)
            self._worth = [worth + gain for worth, gain in zip(self._worth, self._gains[others])]
            self._read += 1
        return first_best(self._worth)


class Uniform:
    """Each strategy with the same chance, every round anew."""

    def __init__(self, game: NormalForm, player: int) -> None:
        self._count = game.shape[player]

    def choose(self, view: View, rng: np.random.Generator) -> int:
        return pick(self._count, rng)


class RepeatLast:
    """What it played last, slips included; the first move is left to chance."""

    def __init__(self, game: NormalForm, player: int) -> None:
        self._player = player
        self._count = game.shape[player]

    def choose(self, view: View, rng: np.random.Generator) -> int:
        if view.history:
            return view.history[-1][self._player]
        return pick(self._count, rng)


STRATEGIES.add(
    "best-response", "Best Response", "Plays the best answer (of several, the one listed first) to what the "
    "others played last; at first, to a uniform mixture.",
    Rule(BestResponse),
    reference="Cournot, A. A. (1838). Recherches sur les principes mathématiques de la théorie des "
              "richesses. Hachette.")

STRATEGIES.add(
    "fictitious-play", "Fictitious Play", "Plays the best answer (of several, the one listed first) to how "
    "often the others played what, counting one imagined round of uniform mixtures before the first.",
    Rule(FictitiousPlay),
    reference="Brown, G. W. (1951). Iterative solution of games by fictitious play. In T. C. Koopmans "
              "(ed.), Activity Analysis of Production and Allocation, 374–376. Wiley.")

STRATEGIES.add(
    "uniform", "Uniform", "Plays each strategy with the same chance, every round anew.",
    Rule(Uniform))

STRATEGIES.add(
    "repeat-last", "Repeat", "Draws its first move with equal chances, then plays what it played last; "
    "a slip becomes its new habit.",
    Rule(RepeatLast))
