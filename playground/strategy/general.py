"""Strategies for every game: they know the payoffs, and no move by name.

Payoffs are compared exactly, as whole numbers. Of several best answers the one listed first is
played, so nothing is left to chance where a strategy is not random by nature.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.catalogue import Option
from playground.game import NormalForm
from playground.game.integers import whole_payoffs
from playground.problem import InputError
from playground.strategy.player import STRATEGIES, Lesson, Rule, View

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


def draw(chances: Sequence[float], rng: np.random.Generator) -> int:
    """An index, with these probabilities; draws nothing where one of them is 1."""
    if max(chances) >= 1:
        return first_best(chances)
    luck = rng.random()
    for index, chance in enumerate(chances):
        luck -= chance
        if luck < 0:
            return index
    return max(index for index, chance in enumerate(chances) if chance)  # the chances' sum was rounded down


def softmax(values: Sequence[float], precision: float = 1.0) -> list[float]:
    """Probabilities proportional to exp(precision · value); with infinite precision the best, all alike."""
    top = max(values)
    if math.isinf(precision):
        weights = [float(value == top) for value in values]
    else:
        weights = [math.exp(precision * (value - top)) for value in values]
    total = math.fsum(weights)
    return [weight / total for weight in weights]


def without(profile: tuple[int, ...], player: int) -> tuple[int, ...]:
    """What the others play."""
    return profile[:player] + profile[player + 1:]


class MemoryOne:
    """Who looks at the last round only, and plays each strategy of its `support` with the same chance."""

    def support(self, last: tuple[int, ...] | None) -> Sequence[int]:
        """What it may play after the profile `last`; None: at first."""
        raise NotImplementedError

    def choose(self, view: View, rng: np.random.Generator) -> int:
        support = self.support(view.history[-1] if view.history else None)
        return support[pick(len(support), rng)]


class BestResponse(MemoryOne):
    """Best answer to what the others played last."""

    def __init__(self, game: NormalForm, player: int) -> None:
        self._payoffs = own_payoffs(game, player)
        self._player = player
        # Before anything was played: the others as if they mixed uniformly.
        self._first = first_best(self._payoffs.reshape(len(self._payoffs), -1).sum(axis=1))
        self._answers: dict[tuple[int, ...], int] = {}

    def support(self, last: tuple[int, ...] | None) -> Sequence[int]:
        if last is None:
            return (self._first,)
        others = without(last, self._player)
        if others not in self._answers:
            self._answers[others] = first_best(column(self._payoffs, others))
        return (self._answers[others],)


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
        return first_best(self._worths(view))

    def _worths(self, view: View) -> list[int]:
        """What each own strategy would have earned in all rounds, the imagined one included."""
        history = view.history
        while self._read < len(history):
            others = without(history[self._read], self._player)
            if others not in self._gains:
                self._gains[others] = column(self._payoffs, others)
            self._worth = [worth + gain for worth, gain in zip(self._worth, self._gains[others])]
            self._read += 1
        return self._worth


class SmoothedFictitiousPlay(FictitiousPlay):
    """A logit answer to the belief of fictitious play: each strategy with a probability proportional to
    exp(precision · what it earns against the belief)."""

    def __init__(self, game: NormalForm, player: int, precision: Fraction) -> None:
        super().__init__(game, player)
        self._precision = float(precision)
        # Of the whole numbers that are counted to a payoff in one round.
        self._scale = whole_payoffs(game, player)[1] * (game.payoffs[player].size // game.shape[player])

    def choose(self, view: View, rng: np.random.Generator) -> int:
        return draw(self.chances(view), rng)

    def learned(self, view: View) -> Lesson:
        return {(): self.chances(view)}

    def chances(self, view: View) -> list[float]:
        worth = self._worths(view)
        best, scale = max(worth), self._scale * (len(view.history) + 1)
        return softmax([(each - best) / scale for each in worth], self._precision)


class LevelK(MemoryOne):
    """Level k of reasoning, the same in every round; of several best answers one with equal chance."""

    def __init__(self, game: NormalForm, player: int, level: Fraction) -> None:
        from playground.equilibrium.level_k import reasoning_levels  # only who plays it waits for it

        levels = reasoning_levels(game, int(level))
        last = len(levels.supports) - 1
        at = int(level)
        if at > last and levels.again is not None:
            at = levels.again + (at - levels.again) % (last + 1 - levels.again)
        self._support = levels.supports[at][player]

    def support(self, last: tuple[int, ...] | None) -> Sequence[int]:
        return self._support


class Uniform(MemoryOne):
    """Each strategy with the same chance, every round anew."""

    def __init__(self, game: NormalForm, player: int) -> None:
        self._count = game.shape[player]

    def support(self, last: tuple[int, ...] | None) -> Sequence[int]:
        return range(self._count)


class RepeatLast(MemoryOne):
    """What it played last, slips included; the first move is left to chance."""

    def __init__(self, game: NormalForm, player: int) -> None:
        self._player = player
        self._count = game.shape[player]

    def support(self, last: tuple[int, ...] | None) -> Sequence[int]:
        return range(self._count) if last is None else (last[self._player],)


class WinStayLoseShift(MemoryOne):
    """Stays with what it played while that earned at least its aspiration: the mean of its payoffs over all
    profiles of the game. Otherwise it shifts, to any other strategy with the same chance."""

    def __init__(self, game: NormalForm, player: int) -> None:
        self._player, self._count = player, game.shape[player]
        self._payoffs, _ = whole_payoffs(game, player)
        self._total = sum(self._payoffs.reshape(-1).tolist())

    def support(self, last: tuple[int, ...] | None) -> Sequence[int]:
        if last is None:
            return (0,)
        own = last[self._player]
        if self._count == 1 or int(self._payoffs[last]) * self._payoffs.size >= self._total:
            return (own,)
        return [other for other in range(self._count) if other != own]


class CopyTheBest(MemoryOne):
    """What the player who earned most in the last round played; its own strategy where that was among the
    best, else the one of theirs that is listed first: it asks what was played, not who sits where. The first
    move is left to chance."""

    def __init__(self, game: NormalForm, player: int) -> None:
        self._game, self._player = game, player

    def support(self, last: tuple[int, ...] | None) -> Sequence[int]:
        if last is None:
            return range(self._game.shape[self._player])
        earned = [self._game.payoff(k, last) for k in range(len(last))]
        played = {last[k] for k, value in enumerate(earned) if value == max(earned)}
        return (last[self._player] if earned[self._player] == max(earned) else min(played),)


class ConditionalCooperation(MemoryOne):
    """What the others contributed on average in the last round. Strategies count as contributions in equal
    steps, and the end of the list counts as cooperation that is better for all together, if all play it;
    halfway between two strategies the more cooperative one is played. It begins with cooperation; in a
    dilemma of two it is Tit for Tat."""

    def __init__(self, game: NormalForm, player: int) -> None:
        last = game.shape[player] - 1
        ends = [sum(game.payoff(k, (end,) * game.n_players) for k in range(game.n_players))
                for end in (0, last)]
        self._player = player
        self._full = 0 if ends[0] >= ends[1] else last

    def support(self, last: tuple[int, ...] | None) -> Sequence[int]:
        if last is None:
            return (self._full,)
        others = without(last, self._player)
        half = Fraction(1, 2) if self._full else -Fraction(1, 2)
        mean = Fraction(sum(others), len(others))
        return (math.floor(mean + half) if self._full else math.ceil(mean + half),)


def in_floats(game: NormalForm) -> str:
    """Why who computes in floating point cannot play `game`; empty where it can."""
    try:
        _ = game.floats
    except InputError:
        return "computes in floating point, and some payoffs are beyond 10^308."
    return ""


def _alike(game: NormalForm) -> str:
    return "" if game.n_players > 1 and len(set(game.shape)) == 1 else (
        "needs two or more players with as many strategies each: it looks at what the others played.")


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
    "smoothed-fictitious-play", "Smoothed Fictitious Play", "Answers how often the others played what as "
    "fictitious play does, but errs: the better a strategy, the more often it is played.",
    Rule(SmoothedFictitiousPlay, in_floats),
    reference="Fudenberg, D. and Kreps, D. M. (1993). Learning mixed equilibria. Games and Economic Behavior "
              "5, 320–367; Fudenberg, D. and Levine, D. K. (1998). The Theory of Learning in Games. MIT.",
    options=(Option("precision", Fraction(2), Fraction(0), Fraction(1000), "λ: from blind play at 0 to the "
                    "best answer", "1/payoff"),))

STRATEGIES.add(
    "level-k", "Level-k", "Thinks a fixed number of steps ahead: level 0 plays anything with the same "
    "chance, level k answers level k − 1. The same in every round.",
    Rule(LevelK),
    reference="Nagel, R. (1995). Unraveling in guessing games: an experimental study. American Economic "
              "Review 85, 1313–1326; Stahl, D. O. and Wilson, P. W. (1995). On players' models of other "
              "players. Games and Economic Behavior 10, 218–254.",
    options=(Option("level", Fraction(2), Fraction(0), Fraction(20), "how many steps it thinks", "steps",
                    whole=True),))

STRATEGIES.add(
    "uniform", "Uniform", "Plays each strategy with the same chance, every round anew.",
    Rule(Uniform))

STRATEGIES.add(
    "repeat-last", "Repeat", "Draws its first move with equal chances, then plays what it played last; "
    "a slip becomes its new habit.",
    Rule(RepeatLast))

STRATEGIES.add(
    "win-stay-lose-shift-any", "Win-Stay Lose-Shift, Any Game", "Stays with its strategy while that earns at "
    "least the mean of its payoffs over the whole table, otherwise shifts to another; begins with the first.",
    Rule(WinStayLoseShift),
    reference="Posch, M. (1999). Win-stay, lose-shift strategies for repeated games: memory length, "
              "aspiration levels and noise. Journal of Theoretical Biology 198, 183–195. The fixed "
              "aspiration level gives Nowak and Sigmund's (1993) strategy in the repeated dilemma.")

STRATEGIES.add(
    "copy-the-best", "Copy the Best", "Plays what the player who earned most played last, its own strategy "
    "if that was among the best; the first move is left to chance.",
    Rule(CopyTheBest, _alike),
    reference="Vega-Redondo, F. (1997). The evolution of Walrasian behavior. Econometrica 65, 375–384.")

STRATEGIES.add(
    "conditional-cooperation", "Conditional Cooperation", "Contributes what the others contributed on "
    "average in the last round, and everything at first; strategies are listed from one end to the other.",
    Rule(ConditionalCooperation, _alike),
    reference="Fischbacher, U., Gächter, S. and Fehr, E. (2001). Are people conditionally cooperative? "
              "Evidence from a public goods experiment. Economics Letters 71, 397–404.")
