"""The most that can be earned against a known automaton, and how: a Markov decision problem on its states.

Everybody sees what was played, so who knows the table knows its state. Against a fixed length the best reply
looks at the round as well; against a random end at the state alone (Howard, R. A. (1960). Dynamic Programming
and Markov Processes. MIT Press; Shapley, L. S. (1953). Stochastic games. PNAS 39).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm

from playground.arena.chain import noisy
from playground.game import NormalForm, Repetition
from playground.game.linear import reduce
from playground.problem import InputError
from playground.progress import Progress, silent
from playground.strategy.automaton import Automaton

MOST_BITS = 30_000_000  # of the numbers of all rounds together; with more they are counted in floats
Number = Fraction | float


@dataclass(frozen=True)
class BestReply:
    """`payoff`: expected a turn, a Fraction where it is exact. `plan[round][state]`: which strategy to choose
    in each state of the opponent, by the order of its table; one row where the round does not matter,
    otherwise one a round. Of equally good ones the first."""

    payoff: Number
    plan: tuple[tuple[int, ...], ...]
    opponent: Automaton

    def choice(self, turn: int, state: str) -> int:
        """What to choose in a turn, counted from 0, when the opponent is in `state`."""
        return self.plan[min(turn, len(self.plan) - 1)][list(self.opponent.states).index(state)]


@dataclass(frozen=True)
class _Problem:
    """[state][choice]: the expected payoff now, and the chances of each next state."""

    payoffs: list[list[Fraction]]
    chances: list[list[dict[int, Fraction]]]
    start: int


def best_reply(game: NormalForm, player: int, opponent: Automaton, repetition: Repetition,
               progress: Progress = silent) -> BestReply:
    """The best reply of `player`, seat 0 or 1, to `opponent` in the other seat. Raises `InputError` where the
    automaton does not fit the game or there is no end, and what `progress` raises."""
    reason = opponent.usable(game)
    if reason or repetition.endless:
        raise InputError(f"the automaton {reason}" if reason else "a match has to end")
    problem = _problem(game, player, opponent, repetition.noise)
    if repetition.turns is None:
        return _discounted(problem, opponent, repetition.continuation or Fraction(0), progress)
    return _rounds(problem, opponent, repetition.turns, progress)


def _problem(game: NormalForm, player: int, opponent: Automaton, noise: Fraction) -> _Problem:
    size = opponent.size
    names = {name: i for i, name in enumerate(opponent.states)}
    chosen = [noisy(tuple(Fraction(int(i == choice)) for i in range(size)), noise) for choice in range(size)]
    payoffs, chances = [], []
    for state in opponent.states.values():
        theirs = noisy(state.play, noise)
        now, then = [], []
        for mine in chosen:
            earned = Fraction(0)
            to: dict[int, Fraction] = {}
            for own, other in product(range(size), repeat=2):
                chance = mine[own] * theirs[other]
                if chance:
                    earned += chance * game.payoff(player, (own, other) if player == 0 else (other, own))
                    there = names[state.after[size * other + own]]
                    to[there] = to.get(there, Fraction(0)) + chance
            now.append(earned)
            then.append(to)
        payoffs.append(now)
        chances.append(then)
    return _Problem(payoffs, chances, names[opponent.start])


def _best(values: Sequence[Number]) -> int:
    return max(range(len(values)), key=values.__getitem__)


def _discounted(problem: _Problem, opponent: Automaton, delta: Fraction, progress: Progress) -> BestReply:
    """Policy iteration: each plan is better than the one before, so it ends."""
    plan = [_best(row) for row in problem.payoffs]
    while True:
        progress(None, "looking for the best reply")
        worth = _worth(problem, plan, delta)
        better = []
        for state, (payoffs, chances) in enumerate(zip(problem.payoffs, problem.chances)):
            values = [now + delta * sum((p * worth[to] for to, p in then.items()), Fraction(0))
                      for now, then in zip(payoffs, chances)]
            best = _best(values)
            better.append(best if values[best] > values[plan[state]] else plan[state])
        if better == plan:
            return BestReply((1 - delta) * worth[problem.start], (tuple(plan),), opponent)
        plan = better


def _worth(problem: _Problem, plan: Sequence[int], delta: Fraction) -> list[Fraction]:
    """What each state is worth to who follows the plan: worth = payoff + δ · chances · worth."""
    count = len(plan)
    rows = []
    for state, choice in enumerate(plan):
        row = [Fraction(int(i == state)) for i in range(count)] + [problem.payoffs[state][choice]]
        for to, chance in problem.chances[state][choice].items():
            row[to] -= delta * chance
        scale = lcm(*(value.denominator for value in row))
        rows.append([int(value * scale) for value in row])
    reduced = reduce(rows, count)
    assert reduced is not None  # δ < 1
    return [Fraction(row[-1], row[i]) for i, row in enumerate(reduced[0])]


def _rounds(problem: _Problem, opponent: Automaton, turns: int, progress: Progress) -> BestReply:
    """Backwards from the last round."""
    ways = [p for row in problem.chances for then in row for p in then.values()]
    exact = turns ** 2 * max(p.denominator.bit_length() - 1 for p in ways) * len(ways) <= MOST_BITS
    number = Fraction if exact else float
    payoffs = [[number(value) for value in row] for row in problem.payoffs]
    chances = [[{to: number(p) for to, p in then.items()} for then in row] for row in problem.chances]
    worth: list[Number] = [number(0)] * len(payoffs)
    plan = []
    for left in range(turns):
        progress(left / turns, "looking for the best reply")
        values = [[now + sum(p * worth[to] for to, p in then.items())  # type: ignore[operator]
                   for now, then in zip(*state)] for state in zip(payoffs, chances)]
        choices = tuple(_best(row) for row in values)
        plan.append(choices)
        worth = [row[choice] for row, choice in zip(values, choices)]
    return BestReply(worth[problem.start] / turns, tuple(reversed(plan)), opponent)
