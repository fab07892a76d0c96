"""Rules of the repeated dilemma that count without end, so that no table of states holds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from playground.catalogue import NO_SETTINGS, Settings
from playground.game import NormalForm
from playground.strategy.automaton import TWO_BY_TWO, C, D, Mix
from playground.strategy.machines import LI, MITTAL, MOVES
from playground.strategy.player import STRATEGIES, Rule, View


@dataclass(frozen=True)
class Count(Rule):
    """A rule for two players with two strategies each, of which the first is C."""

    decider: Callable[[NormalForm, int], Counter]

    def usable(self, game: NormalForm, settings: Settings = NO_SETTINGS) -> str:
        return "" if game.shape == (2, 2) else TWO_BY_TWO


class Counter:
    """Reads each round once and keeps the counts. A rule says how it begins, and in `answer` what follows a
    round in which these moves, "C" or "D", were played. Where the length is known, it defects in the last
    `ending` rounds."""

    first: Mix = C
    ending = 0

    def __init__(self, game: NormalForm, player: int) -> None:
        self.game, self.player = game, player
        self.rounds = 0
        self.turns: int | None = None
        self.own = {"C": 0, "D": 0}
        self.other = {"C": 0, "D": 0}
        self.next = self.first

    def answer(self, own: str, other: str) -> Mix:
        raise NotImplementedError

    def worth(self, own: str, other: str) -> tuple[Fraction, Fraction]:
        """What a round with these moves pays this player and the opponent."""
        played = ("CD".index(own), "CD".index(other))
        profile = played if self.player == 0 else played[::-1]
        return self.game.payoff(self.player, profile), self.game.payoff(1 - self.player, profile)

    def choose(self, view: View, rng: np.random.Generator) -> int:
        self.turns = view.turns
        while self.rounds < len(view.history):
            profile = view.history[self.rounds]
            own, other = "CD"[profile[self.player]], "CD"[profile[1 - self.player]]
            self.rounds += 1
            self.own[own] += 1
            self.other[other] += 1
            self.next = self.answer(own, other)
        if self.turns is not None and self.turns - self.rounds <= self.ending:
            return 1
        chance = self.next[0]
        return int(not chance) if chance in (0, 1) else int(rng.random() >= float(chance))


class Punishing(Counter):
    """Keeps how many more rounds it punishes, and how many it is calm after that."""

    punish = calm = 0

    def carry_on(self) -> Mix | None:
        """The move of a punishment, or of the calm after it, that is under way."""
        if self.punish:
            self.punish -= 1
            return D
        if self.calm:
            self.calm -= 1
            return C
        return None


class OriginalGradual(Punishing):
    """The n-th punishment lasts n rounds; two calm ones follow. Meanwhile nothing is counted."""

    times = 0

    def answer(self, own: str, other: str) -> Mix:
        if move := self.carry_on():
            return move
        if other == "C":
            return C
        self.times += 1
        self.punish, self.calm = self.times - 1, 2
        return D


class Gradual(Punishing):
    """A punishment lasts as many rounds as the opponent has defected so far; two calm ones follow."""

    def answer(self, own: str, other: str) -> Mix:
        if move := self.carry_on():
            return move
        if other == "C":
            return C
        self.punish, self.calm = self.other["D"] - 1, 2
        return D


class SoftMajority(Counter):
    def answer(self, own: str, other: str) -> Mix:
        return D if self.other["D"] > self.other["C"] else C


class HardMajority(Counter):
    first = D

    def answer(self, own: str, other: str) -> Mix:
        return C if self.other["C"] > self.other["D"] else D


class Adaptive(Counter):
    """Opens with six times C and five times D, then plays what has earned more; D on a tie."""

    opening = "CCCCCCDDDDD"

    def __init__(self, game: NormalForm, player: int) -> None:
        super().__init__(game, player)
        self.earned = {"C": Fraction(0), "D": Fraction(0)}

    def merit(self, move: str) -> Fraction:
        return self.earned[move]

    def answer(self, own: str, other: str) -> Mix:
        self.earned[own] += self.worth(own, other)[0]
        if self.rounds < len(self.opening):
            return MOVES[self.opening[self.rounds]]
        return C if self.merit("C") > self.merit("D") else D


class AdaptiveAverage(Adaptive):
    """The same with what a move has earned each time it was played; 0 for one that never was."""

    def merit(self, move: str) -> Fraction:
        return self.earned[move] / max(self.own[move], 1)


class LevelPunisher(Counter):
    def answer(self, own: str, other: str) -> Mix:
        return D if self.rounds >= 10 and 5 * self.other["D"] > self.rounds else C


class Forgiver(Counter):
    def answer(self, own: str, other: str) -> Mix:
        return D if 10 * self.other["D"] > self.rounds else C


class ForgivingTitForTat(Counter):
    def answer(self, own: str, other: str) -> Mix:
        return D if other == "D" and 10 * self.other["D"] > self.rounds else C


class Grumpy(Counter):
    """Changes its mood when the opponent's defections and cooperations differ by more than ten."""

    mood = C

    def answer(self, own: str, other: str) -> Mix:
        ahead = self.other["D"] - self.other["C"]
        if abs(ahead) > 10:
            self.mood = D if ahead > 0 else C
        return self.mood


class Retaliate(Counter):
    """Defects while it was exploited more than a tenth as often as it exploited."""

    exploited = exploiting = 0

    def answer(self, own: str, other: str) -> Mix:
        self.exploited += (own, other) == ("C", "D")
        self.exploiting += (own, other) == ("D", "C")
        return D if 10 * self.exploited > self.exploiting else C


class OmegaTitForTat(Counter):
    """Tit for Tat that counts signs of a deadlock (both alternate, out of step) and of randomness."""

    before = ""
    deadlock = randomness = 0

    def answer(self, own: str, other: str) -> Mix:
        before, self.before = self.before, other
        if not before:
            return MOVES[other]
        if self.deadlock >= 3:  # two cooperations end it
            self.deadlock = 4 if self.deadlock == 3 else 0
            return C
        self.randomness += (other != before) + (own != other) - (before == other == "C")
        if self.randomness >= 8:
            return D
        self.deadlock = self.deadlock + 1 if other != before else 0
        return MOVES[other]


_GRADUAL = ("Beaufils, B., Delahaye, J.-P. and Mathieu, P. (1997). Our meeting with Gradual, a good "
            "strategy for the iterated prisoner's dilemma. Artificial Life V, 202–209.")
_MAJORITY = ("Axelrod, R. (1984). The Evolution of Cooperation. Basic Books. Gail Grisell's entry was 23rd "
             "in the second tournament.")

STRATEGIES.add(
    "gradual", "Gradual", "Answers a defection with as many as the opponent has played so far, then "
    "cooperates twice.",
    Count(Gradual),
    reference=f"CRISTAL Lab, University of Lille (2018). IPD: the Iterated Prisoner's Dilemma. It counts "
              f"defections during a punishment as well, unlike {_GRADUAL}")

STRATEGIES.add(
    "original-gradual", "Gradual (original)", "Answers its n-th reason to punish with n defections, then "
    "cooperates twice.",
    Count(OriginalGradual),
    reference=f"{_GRADUAL} As in Axelrod-Python 4.14.")

STRATEGIES.add(
    "majority-soft", "Soft Majority", "Defects when the opponent has defected more often than not; "
    "cooperates on a tie.",
    Count(SoftMajority),
    reference=_MAJORITY)

STRATEGIES.add(
    "majority-hard", "Hard Majority", "Cooperates when the opponent has cooperated more often than not; "
    "defects on a tie, and first.",
    Count(HardMajority),
    reference=MITTAL)

STRATEGIES.add(
    "adaptive", "Adaptive", "Opens with six cooperations and five defections, then plays the move that has "
    "earned more in all.",
    Count(Adaptive),
    reference=f"{LI} As in Axelrod-Python 4.14, which compares sums; Adaptive (average) compares averages.")

STRATEGIES.add(
    "adaptive-average", "Adaptive (average)", "Opens with six cooperations and five defections, then plays "
    "the move that has earned more on average.",
    Count(AdaptiveAverage),
    reference=f"{LI} As described there; Axelrod-Python 4.14 compares sums.")

STRATEGIES.add(
    "level-punisher", "Level Punisher", "Cooperates ten times, then defects whenever more than a fifth of "
    "the opponent's moves were defections.",
    Count(LevelPunisher),
    reference="Arnold, E. (2016). CoopSim 0.9.9; as defined in Axelrod-Python 4.14.")

STRATEGIES.add(
    "forgiver", "Forgiver", "Defects whenever more than a tenth of the opponent's moves were defections.",
    Count(Forgiver),
    reference="Thomas Campbell, in Axelrod-Python (since 2015), as of 4.14.")

STRATEGIES.add(
    "forgiving-tit-for-tat", "Forgiving Tit for Tat", "Tit for Tat that punishes only when more than a "
    "tenth of the opponent's moves were defections.",
    Count(ForgivingTitForTat),
    reference="Thomas Campbell, in Axelrod-Python (since 2015), as of 4.14.")

STRATEGIES.add(
    "grumpy", "Grumpy", "Cooperates until the opponent has defected eleven times more than cooperated, then "
    "defects until it is the other way round.",
    Count(Grumpy),
    reference="Axelrod-Python (since 2015), as of 4.14.")

STRATEGIES.add(
    "retaliate", "Retaliate", "Defects while it was exploited more than a tenth as often as it exploited.",
    Count(Retaliate),
    reference="Owen Campbell, in Axelrod-Python (since 2015), as of 4.14.")

STRATEGIES.add(
    "omega-tit-for-tat", "Omega Tit for Tat", "Tit for Tat that ends deadlocks with two cooperations and "
    "defects against whom it takes to be random.",
    Count(OmegaTitForTat),
    reference="Slany, W. and Kienreich, W. (2007). On some winning strategies for the iterated prisoner's "
              "dilemma. In G. Kendall, X. Yao and S. Chong (eds.), The Iterated Prisoners' Dilemma: 20 "
              "Years On, 171–204. World Scientific. Thresholds 3 and 8, as in Axelrod-Python 4.14.")
