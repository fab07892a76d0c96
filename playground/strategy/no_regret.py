"""Learners without regret: in the long run they do as well as one who knew how often the others play what.

All of them learn from what was *played*, slips included, so that a new decider given the same history
has learned the same. Payoffs are scaled so that the lowest in the player's table is 0 and the highest 1.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from playground.catalogue import Option
from playground.game import NormalForm
from playground.strategy.general import column, draw, own_payoffs, softmax, without
from playground.strategy.player import STRATEGIES, Lesson, Rule, View


class Student:
    """Reads each round of the history once, and draws from a mixture that depends on what it has read."""

    def __init__(self, game: NormalForm, player: int) -> None:
        self.player, self.count = player, game.shape[player]
        self._payoffs = own_payoffs(game, player)
        values = self._payoffs.reshape(-1).tolist()
        self._low, self.spread = min(values), max(values) - min(values)
        self._whole: dict[tuple[int, ...], list[int]] = {}
        self._unit: dict[tuple[int, ...], list[float]] = {}
        self._read = 0

    def whole(self, others: tuple[int, ...]) -> list[int]:
        """What each own strategy earns against the others, from 0 to `spread`: exact."""
        if others not in self._whole:
            self._whole[others] = [value - self._low for value in column(self._payoffs, others)]
        return self._whole[others]

    def unit(self, others: tuple[int, ...]) -> list[float]:
        """The same as floats from 0 to 1."""
        if others not in self._unit:
            self._unit[others] = [value / (self.spread or 1) for value in self.whole(others)]
        return self._unit[others]

    def choose(self, view: View, rng: np.random.Generator) -> int:
        return draw(self.chances(view), rng)

    def chances(self, view: View) -> list[float]:
        self.catch_up(view)
        return self.mixture(view)

    def learned(self, view: View) -> Lesson:
        return {(): self.chances(view)}

    def catch_up(self, view: View) -> None:
        while self._read < len(view.history):
            self.learn(view, self._read)
            self._read += 1

    def learn(self, view: View, turn: int) -> None:
        """What round `turn` of the history teaches; all before it have been read."""
        raise NotImplementedError

    def mixture(self, view: View) -> list[float]:
        """The probability of each strategy in the next round; all rounds have been read."""
        raise NotImplementedError


class RegretMatching(Student):
    """Regrets are means over all rounds, counted in whole numbers.

    Conditional: from the strategy j played last to each k with a probability of the regret for not having
    played k whenever j was played, over the number of strategies; else j again. The frequencies of what
    all play together then come close to the correlated equilibria. Unconditional: each strategy with a
    probability proportional to the regret for not having played it throughout, uniformly where there is
    none; the frequencies come close to the coarse correlated equilibria."""

    def __init__(self, game: NormalForm, player: int, conditional: Fraction) -> None:
        super().__init__(game, player)
        self._conditional = bool(conditional)
        self._regret = [[0] * self.count for _ in range(self.count if conditional else 1)]

    def learn(self, view: View, turn: int) -> None:
        profile = view.history[turn]
        own, earned = profile[self.player], self.whole(without(profile, self.player))
        row = own if self._conditional else 0
        self._regret[row] = [regret + each - earned[own] for regret, each in zip(self._regret[row], earned)]

    def mixture(self, view: View) -> list[float]:
        if self._conditional and view.history:
            last = view.history[-1][self.player]
            most = self.count * (self.spread or 1) * len(view.history)
            chances = [max(regret, 0) / most for regret in self._regret[last]]
            chances[last] = 1 - math.fsum(chances)
            return chances
        positive = [max(regret, 0) for regret in self._regret[0]]
        total = sum(positive)
        return [regret / total for regret in positive] if total else [1 / self.count] * self.count


class Hedge(Student):
    """Each strategy with a probability proportional to exp(rate · what it would have earned so far)."""

    def __init__(self, game: NormalForm, player: int, rate: Fraction | None) -> None:
        super().__init__(game, player)
        self._rate = None if rate is None else float(rate)
        self._earned = [0] * self.count

    def learn(self, view: View, turn: int) -> None:
        gains = self.whole(without(view.history[turn], self.player))
        self._earned = [earned + gain for earned, gain in zip(self._earned, gains)]

    def mixture(self, view: View) -> list[float]:
        rate = self._rate
        if rate is None:
            rate = math.sqrt(8 * math.log(self.count) / (view.turns or len(view.history) + 1))
        best = max(self._earned)  # differences of whole numbers: what is equal stays equal
        return softmax([(earned - best) / (self.spread or 1) for earned in self._earned], rate)


class Exp3(Student):
    """Knows only what it earned itself. What a strategy earned is estimated as the payoff over the
    probability with which it was played, slips included, when it was played, and as 0 when not."""

    def __init__(self, game: NormalForm, player: int, exploration: Fraction | None) -> None:
        super().__init__(game, player)
        self._given = None if exploration is None else float(exploration)
        self._estimates = [0.0] * self.count

    def learn(self, view: View, turn: int) -> None:
        profile = view.history[turn]
        own = profile[self.player]
        chance, noise = self.mixture(view)[own], float(view.noise)
        if noise and self.count > 1:
            chance = chance * (1 - noise) + (1 - chance) * noise / (self.count - 1)
        # What was played with no chance at all was played by hand in a made-up history, and teaches nothing.
        self._estimates[own] += self.unit(without(profile, self.player))[own] / chance if chance else 0.0

    def mixture(self, view: View) -> list[float]:
        explore = self._exploration(view)
        return [(1 - explore) * chance + explore / self.count
                for chance in softmax(self._estimates, explore / self.count)]

    def _exploration(self, view: View) -> float:
        if self._given is not None:
            return self._given
        if view.turns is None:
            return 0.1
        return min(1.0, math.sqrt(self.count * math.log(self.count) / ((math.e - 1) * view.turns)))


STRATEGIES.add(
    "regret-matching", "Regret Matching", "Switches to a strategy the more often, the more it would have "
    "earned with it in place of the one it played last, in all rounds in which it played that.",
    Rule(RegretMatching),
    reference="Hart, S. and Mas-Colell, A. (2000). A simple adaptive procedure leading to correlated "
              "equilibrium. Econometrica 68, 1127–1150; the unconditional form is in its section 4.",
    options=(Option("conditional", Fraction(1), Fraction(0), Fraction(1), "1: regrets of the strategy played "
                    "last; 0: of all rounds together", whole=True),))

STRATEGIES.add(
    "hedge", "Hedge", "Weighs each strategy exponentially by what it would have earned in all rounds so far.",
    Rule(Hedge),
    reference="Freund, Y. and Schapire, R. E. (1997). A decision-theoretic generalization of on-line "
              "learning. Journal of Computer and System Sciences 55, 119–139; rate and bound: Cesa-Bianchi, "
              "N. and Lugosi, G. (2006). Prediction, Learning, and Games, theorems 2.2 and 2.3. Cambridge.",
    options=(Option("rate", None, Fraction(0), Fraction(100), "η; not set: √(8 ln N / T) for N strategies "
                    "and T rounds, or, where T is not known, the rounds so far"),))

STRATEGIES.add(
    "exp3", "EXP3", "Weighs its strategies as Hedge does, but knows only what it earned, and explores.",
    Rule(Exp3),
    reference="Auer, P., Cesa-Bianchi, N., Freund, Y. and Schapire, R. E. (2002). The nonstochastic "
              "multiarmed bandit problem. SIAM Journal on Computing 32, 48–77.",
    options=(Option("exploration", None, Fraction(0), Fraction(1), "γ: the share of uniform play; not set: "
                    "√(N ln N / ((e − 1) T)), at most 1, for N strategies and T rounds, or 1/10 where T is "
                    "not known"),))
