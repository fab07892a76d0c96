"""Reinforcement learning: strategies that know neither the game nor the others, only what they earned.

What they remember, the state, is what all played in the last rounds. They learn from what was *played*,
slips included, so that a new decider given the same history has learned the same. Payoffs are the game's
own, as floats.
"""

from __future__ import annotations

import math
from fractions import Fraction

from playground.catalogue import Option
from playground.game import NormalForm
from playground.strategy.general import in_floats, softmax, without
from playground.strategy.no_regret import Student
from playground.strategy.player import STRATEGIES, Lesson, Rule, View

State = tuple[tuple[int, ...], ...]
SLIGHT = 1e-6  # a trace that has faded to this counts no more


class Remembering(Student):
    """A student with a row of numbers, one a strategy, for each state it has met."""

    def __init__(self, game: NormalForm, player: int, memory: Fraction) -> None:
        super().__init__(game, player)
        self._memory = int(memory)
        self._rows: dict[State, list[float]] = {}
        self._earned: dict[tuple[int, ...], float] = {}
        self._game = game

    def state(self, view: View, turn: int) -> State:
        """What it remembers before round `turn`."""
        return tuple(view.history[max(0, turn - self._memory):turn])

    def row(self, state: State) -> list[float]:
        """The numbers of that state, to be changed in place; zeros at first."""
        return self._rows.setdefault(state, [0.0] * self.count)

    def payoff(self, profile: tuple[int, ...]) -> float:
        if profile not in self._earned:
            self._earned[profile] = float(self._game.payoff(self.player, profile))
        return self._earned[profile]

    def mixture(self, view: View) -> list[float]:
        return self.policy(self._rows.get(self.state(view, len(view.history)), [0.0] * self.count), view)

    def learned(self, view: View) -> Lesson:
        self.catch_up(view)
        return {state: self.policy(row, view) for state, row in self._rows.items()}

    def policy(self, row: list[float], view: View) -> list[float]:
        """The probability of each strategy where the state's numbers are `row`."""
        raise NotImplementedError


class QLearning(Remembering):
    """Estimates what each strategy is worth in each state, Q, from the payoff and the best estimate of the
    state that follows. With the probability epsilon, which fades by `decay` a round, any strategy is
    played; otherwise the best (of several, any), or, with a temperature, one with a probability
    proportional to exp(Q / temperature)."""

    def __init__(self, game: NormalForm, player: int, memory: Fraction, alpha: Fraction, gamma: Fraction,
                 epsilon: Fraction, decay: Fraction, temperature: Fraction) -> None:
        super().__init__(game, player, memory)
        self._alpha, self._gamma = float(alpha), float(gamma)
        self._epsilon, self._kept = float(epsilon), 1 - float(decay)
        self._precision = 1 / float(temperature) if temperature else math.inf

    def learn(self, view: View, turn: int) -> None:
        self._correct(view, turn, max(self.row(self.state(view, turn + 1))))

    def _correct(self, view: View, turn: int, next_worth: float) -> None:
        profile = view.history[turn]
        row, own = self.row(self.state(view, turn)), profile[self.player]
        row[own] += self._alpha * (self.payoff(profile) + self._gamma * next_worth - row[own])

    def policy(self, row: list[float], view: View) -> list[float]:
        explore = self._epsilon * self._kept ** len(view.history)
        return [(1 - explore) * chance + explore / self.count for chance in softmax(row, self._precision)]


class Sarsa(QLearning):
    """As Q-learning, but the state that follows is worth what the strategy that was really played there is
    estimated at. So a round is learned from when the next one has been played."""

    def learn(self, view: View, turn: int) -> None:
        if turn:
            following = self.row(self.state(view, turn))[view.history[turn][self.player]]
            self._correct(view, turn - 1, following)
        else:
            self.row(())


class PolicyGradient(Remembering):
    """Climbs the gradient of what it earns: each strategy is played with a probability proportional to
    exp(preference) in the state, and each round moves the preferences of what was played lately by
    alpha · (payoff − mean payoff so far), what was played n rounds ago gamma to the power n times as much.
    Payoffs are scaled to go from 0 to 1."""

    def __init__(self, game: NormalForm, player: int, memory: Fraction, alpha: Fraction, gamma: Fraction
                 ) -> None:
        super().__init__(game, player, memory)
        self._alpha, self._gamma = float(alpha), float(gamma)
        self._traces: dict[State, list[float]] = {}
        self._mean = 0.0

    def learn(self, view: View, turn: int) -> None:
        profile, state = view.history[turn], self.state(view, turn)
        payoff = self.unit(without(profile, self.player))[profile[self.player]]
        self._traces = {met: faded for met, trace in self._traces.items()
                        if max(map(abs, faded := [self._gamma * each for each in trace])) > SLIGHT}
        chances, trace = softmax(self.row(state)), self._traces.setdefault(state, [0.0] * self.count)
        for i, chance in enumerate(chances):
            trace[i] += (i == profile[self.player]) - chance
        if turn:  # the first payoff has nothing to be compared with
            step = self._alpha * (payoff - self._mean)
            for met, trace in self._traces.items():
                row = self.row(met)
                for i, each in enumerate(trace):
                    row[i] += step * each
        self._mean += (payoff - self._mean) / (turn + 1)

    def policy(self, row: list[float], view: View) -> list[float]:
        return softmax(row)


MEMORY = Option("memory", Fraction(1), Fraction(0), Fraction(2), "how many rounds it remembers", "rounds",
                whole=True)
GAMMA = Option("gamma", Fraction(9, 10), Fraction(0), Fraction(99, 100), "what a payoff counts that comes a "
               "round later")
ALPHA = Option("alpha", Fraction(1, 10), Fraction(1, 1000), Fraction(1), "how far an estimate moves towards "
               "what it should have been")
EXPLORING = (Option("epsilon", Fraction(1, 10), Fraction(0), Fraction(1), "the probability of playing "
                    "anything, to explore"),
             Option("decay", Fraction(0), Fraction(0), Fraction(1), "the share of epsilon lost a round"),
             Option("temperature", Fraction(0), Fraction(0), Fraction(1000), "how strongly strategies that "
                    "seem worse are played as well; 0: not at all", "payoff"))

STRATEGIES.add(
    "q-learning", "Q-Learning", "Learns what each strategy is worth after what was played last, from its own "
    "payoffs and the best that can follow; explores now and then.",
    Rule(QLearning, in_floats),
    reference="Watkins, C. J. C. H. and Dayan, P. (1992). Q-learning. Machine Learning 8, 279–292; in the "
              "dilemma: Sandholm, T. W. and Crites, R. H. (1996). Multiagent reinforcement learning in the "
              "iterated prisoner's dilemma. Biosystems 37, 147–166.",
    options=(MEMORY, ALPHA, GAMMA, *EXPLORING))

STRATEGIES.add(
    "sarsa", "SARSA", "Learns what each strategy is worth after what was played last, from its own payoffs "
    "and what it really played next; explores now and then.",
    Rule(Sarsa, in_floats),
    reference="Rummery, G. A. and Niranjan, M. (1994). On-line Q-learning using connectionist systems. "
              "Technical report 166, Cambridge University Engineering Department.",
    options=(MEMORY, ALPHA, GAMMA, *EXPLORING))

STRATEGIES.add(
    "policy-gradient", "Policy Gradient", "Plays what was followed by more than its mean payoff more often, "
    "separately after each thing that was played last.",
    Rule(PolicyGradient),
    reference="Williams, R. J. (1992). Simple statistical gradient-following algorithms for connectionist "
              "reinforcement learning. Machine Learning 8, 229–256; with fading traces: Baxter, J. and "
              "Bartlett, P. L. (2001). Infinite-horizon policy-gradient estimation. Journal of Artificial "
              "Intelligence Research 15, 319–350.",
    options=(MEMORY, Option("alpha", Fraction(1, 10), Fraction(1, 1000), Fraction(10), "the size of steps"),
             GAMMA))
