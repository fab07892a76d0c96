"""The rules of Axelrod's first tournament (1980) that are not in the other modules.

The programs are lost. Tit for Tat, Grofman, Friedman (`grim`), Joss and Random follow from Axelrod's words;
most of the others are reconstructions, those of Axelrod-Python 4.14, and each says so. No result of the
tournament is reproduced by them.
"""

from __future__ import annotations

import math
from collections import deque
from fractions import Fraction

from playground.game import NormalForm
from playground.strategy.automaton import Automaton, C, D, Mix, State, cooperate, on_opponent, tabulate
from playground.strategy.counting import Count, Counter, Punishing
from playground.strategy.machines import MOVES
from playground.strategy.memory_one import AXELROD
from playground.strategy.player import STRATEGIES


def looks_random(counts: dict[str, int]) -> bool:
    """Whether a χ² test at 5% lets the moves be those of a fair coin."""
    statistic = (counts["C"] - counts["D"]) ** 2 / (counts["C"] + counts["D"])
    return math.erfc(math.sqrt(statistic / 2)) >= 0.05  # of one degree of freedom


class TidemanChieruzzi(Punishing):
    """Each punishment is one round longer than the last. A fresh start is given to who is ten points behind,
    has just cooperated and has defected unlike a coin, at most every 20 rounds and never in the last ten."""

    ending = 2
    times = defections = started = 0
    lead = Fraction(0)
    fresh = False

    def answer(self, own: str, other: str) -> Mix:
        mine, theirs = self.worth(own, other)
        self.lead += mine - theirs
        self.defections += other == "D"
        if self.fresh:
            self.fresh = False
            return C
        this = self.rounds + 1
        if (other == "C" and self.lead >= 10 and (not self.started or this - self.started >= 20)
                and (self.turns is None or self.turns - this >= 10)
                and (2 * self.defections - self.rounds) ** 2 >= 9 * self.rounds):  # 3 standard deviations
            self.started, self.fresh = this, True
            self.punish = self.times = self.defections = 0
            return C
        if move := self.carry_on():
            return move
        if other == "C":
            return C
        self.times += 1
        self.punish = self.times - 1
        return D


class Shubik(Punishing):
    """Each punishment is one round longer than the last; only a defection that met a cooperation counts."""

    times = 0

    def answer(self, own: str, other: str) -> Mix:
        if move := self.carry_on():
            return move
        if (own, other) != ("C", "D"):
            return C
        self.times += 1
        self.punish = self.times - 1
        return D


class SteinRapoport(Counter):
    """Four cooperations, then Tit for Tat; every 15 rounds it looks whether the opponent seems random."""

    ending = 2
    random = False

    def answer(self, own: str, other: str) -> Mix:
        this = self.rounds + 1
        if this % 15 == 0:
            self.random = looks_random(self.other)
        return C if this <= 4 else D if self.random else MOVES[other]


class Graaskamp(Counter):
    """Tit for Tat, but for a defection in round 51; from round 57 on it defects for ever against who ever
    seemed random, goes on with Tit for Tat against Tit for Tat and its own twin, and against others
    cooperates but for a defection 5 to 15 rounds after its last."""

    before = ""
    echo = twin = True
    random = False
    last = 0  # the round of its last defection, or else that in which it began to defect now and then

    def answer(self, own: str, other: str) -> Mix:
        self.echo = self.echo and self.before in ("", other)  # the opponent does what this player did last
        self.twin = self.twin and own == other
        self.before = own
        this = self.rounds + 1
        if this <= 56:
            return D if this == 51 else MOVES[other]
        self.random = self.random or looks_random(self.other)
        if self.random:
            return D
        if self.echo or self.twin:
            return MOVES[other]
        if not self.last:
            self.last = this
        elif own == "D":
            self.last = self.rounds
        waited = this - self.last
        # Each of the 11 rounds is as likely as the others to be that of the next defection.
        return C if waited < 5 else cooperate(1 - Fraction(1, max(16 - waited, 1)))


class Downing(Counter):
    """Estimates how often the opponent cooperates after C and after D, and plays the better of always C and
    always D against that; the opposite of its last move when they are equal."""

    first = D

    def __init__(self, game: NormalForm, player: int) -> None:
        super().__init__(game, player)
        self.answers = {"C": 0, "D": 0}  # the opponent's cooperations after each own move
        self.before = "C"  # the opponent's first move is read as the answer to a C before the match

    def answer(self, own: str, other: str) -> Mix:
        self.answers[self.before] += other == "C"
        self.before = own
        if self.rounds < 2:
            return D
        kind = self.expected("C", self.own["C"] + 1)
        hard = self.expected("D", max(self.own["D"], 2))
        return C if kind > hard else D if kind < hard else MOVES["D" if own == "C" else "C"]

    def expected(self, own: str, asked: int) -> Fraction:
        chance = Fraction(self.answers[own], asked)
        return chance * self.worth(own, "C")[0] + (1 - chance) * self.worth(own, "D")[0]


class Tullock(Counter):
    """Eleven cooperations; then it cooperates a tenth less than the opponent did in the last ten rounds."""

    def __init__(self, game: NormalForm, player: int) -> None:
        super().__init__(game, player)
        self.recent: deque[str] = deque(maxlen=10)

    def answer(self, own: str, other: str) -> Mix:
        self.recent.append(other)
        return C if self.rounds < 11 else cooperate(Fraction(max(self.recent.count("C") - 1, 0), 10))


Rounds = tuple[tuple[str, str], ...]


def last_three(memory: Rounds, own: str, other: str) -> Rounds:
    return (*memory, (own, other))[-3:]


def nydegger(memory: Rounds) -> Mix:
    """From the last three rounds, oldest first, of which each is own move and opponent's."""
    if len(memory) < 3:
        doubled = [other for _, other in memory] == ["D", "C"]
        return D if doubled else MOVES[memory[-1][1]] if memory else C
    points = sum(weight * (2 * (other == "D") + (own == "D"))
                 for weight, (own, other) in zip((1, 4, 16), memory))
    return D if points in (1, 6, 7, 17, 22, 23, 26, 29, 30, 31, 33, 38, 39, 45, 49, 54, 55, 58, 61) else C


def feld() -> Automaton:
    """P(C) after the opponent's C falls evenly from 1 to 1/2 in 200 rounds."""
    states = {"0": State(C, on_opponent("1", "1 D"))}
    for done in range(1, 201):
        after = min(done + 1, 200)
        next_ = on_opponent(str(after), f"{after} D")
        states |= {str(done): State(cooperate(1 - Fraction(done, 400)), next_), f"{done} D": State(D, next_)}
    return Automaton("0", states)


_RECONSTRUCTED = "A reconstruction, that of Axelrod-Python 4.14"

STRATEGIES.add(
    "tideman-chieruzzi", "Tideman and Chieruzzi", "Tit for Tat with ever longer punishments that gives a "
    "fresh start to who fell ten points behind, and defects in the last two rounds.",
    Count(TidemanChieruzzi),
    reference=f"Nicolaus Tideman and Paula Chieruzzi, in: {AXELROD} Second in the first tournament. "
              f"{_RECONSTRUCTED}: each defection met outside a punishment lengthens it, not each run of "
              "them.")

STRATEGIES.add(
    "nydegger", "Nydegger", "Tit for Tat for three rounds, then chooses by a list of what happened in the "
    "last three.",
    tabulate(Rounds(), nydegger, last_three),
    reference=f"Rudy Nydegger, in: {AXELROD} Third in the first tournament. The list is Axelrod's. "
              f"{_RECONSTRUCTED}: the last round weighs 16, and the exception in round 3 looks at the "
              "opponent only.")

STRATEGIES.add(
    "shubik", "Shubik", "Answers a defection with one defection, the next with two, and so on.",
    Count(Shubik),
    reference=f"Martin Shubik, in: {AXELROD} Fifth in the first tournament. {_RECONSTRUCTED}.")

STRATEGIES.add(
    "stein-rapoport", "Stein and Rapoport", "Tit for Tat that cooperates four times first, defects in the "
    "last two rounds, and always against whom it takes to be random.",
    Count(SteinRapoport),
    reference=f"William Stein and Amnon Rapoport, in: {AXELROD} Sixth in the first tournament. "
              f"{_RECONSTRUCTED}: χ² at 5% of how often the opponent did what, and no look at alternation.")

STRATEGIES.add(
    "davis", "Davis", "Cooperates ten times, then defects for ever if the opponent ever defected.",
    tabulate((0, False), lambda memory: D if memory == (10, True) else C,
             lambda memory, own, other: (min(memory[0] + 1, 10), memory[1] or other == "D")),
    reference=f"Morton Davis, in: {AXELROD} Eighth in the first tournament. Defections in the first ten "
              "rounds count, as in Axelrod-Python 4.14.")

STRATEGIES.add(
    "graaskamp", "Graaskamp", "Tit for Tat with one trial defection, then a defection now and then against "
    "those that are neither random nor Tit for Tat nor its twin.",
    Count(Graaskamp),
    reference=f"James Graaskamp, in: {AXELROD} Ninth in the first tournament. {_RECONSTRUCTED}, but for "
              "the defections now and then: here 5 to 15 rounds after the last one played, slips included; "
              "there 5 to 14 rounds after the last one intended.")

STRATEGIES.add(
    "downing", "Downing", "Defects twice, then maximises against its estimates of how the opponent answers "
    "each move.",
    Count(Downing),
    reference=f"Leslie Downing, in: {AXELROD} Tenth in the first tournament. {_RECONSTRUCTED}, after "
              "Downing, L. L. (1975). The Prisoner's Dilemma game as a problem-solving phenomenon. "
              "Simulation and Games 6, 366–391. Estimates are fractions here: ties that rounding hides there "
              "are seen.")

STRATEGIES.add(
    "feld", "Feld", "Tit for Tat whose cooperation after a cooperation becomes less likely, from 1 to 1/2 "
    "in 200 rounds.",
    feld(),
    reference=f"Scott Feld, in: {AXELROD} Eleventh in the first tournament. {_RECONSTRUCTED}: the "
              "probability falls in a straight line.")

STRATEGIES.add(
    "tullock", "Tullock", "Cooperates eleven times, then a tenth less often than the opponent did in the "
    "last ten rounds.",
    Count(Tullock),
    reference=f"Gordon Tullock, in: {AXELROD} Thirteenth in the first tournament. {_RECONSTRUCTED}.")

STRATEGIES.add(
    "name-withheld", "Name Withheld", "Cooperates or defects with equal chance, as far as is known.",
    Automaton("coin", {"coin": State(cooperate("1/2"), on_opponent("coin", "coin"))}),
    reference=f"A graduate student, in: {AXELROD} Last in the first tournament. {_RECONSTRUCTED}: the "
              "probability of cooperating is drawn anew each round from 3/10 to 7/10, which is the same as "
              "Random.")
