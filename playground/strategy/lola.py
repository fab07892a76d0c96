"""Learning with opponent-learning awareness (Foerster et al. 2018): who climbs the gradient of what it earns,
and counts in that the other one climbs too, and which way its own policy turns that climb.

Policies have memory one, in games of two players with two strategies each: the probability of the first
strategy at first and after each outcome. What such a pair earns, discounted, is exact but for rounding,
by the chain of the four outcomes, and so are all derivatives.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from playground.catalogue import Option
from playground.game import NormalForm
from playground.strategy.general import draw
from playground.strategy.player import STRATEGIES, Lesson, Rule, View

Row = list[float]
Policy = Sequence[float]  # chances of the first strategy: at first, after CC, CD, DC, DD (player 1 first)

OUTCOMES = ((0, 0), (0, 1), (1, 0), (1, 1))
MOST_ODDS = 30.0  # log odds beyond which a chance is as good as sure
KEPT = 0.98  # of an observation of the other's, a round in the same state later: policies move


@dataclass(frozen=True)
class Worth:
    """What one player earns, discounted sums: `value`, its derivatives by either player's probabilities, and
    `cross[i][j]` by player 1's i-th and player 2's j-th."""

    value: float
    by_first: Row
    by_second: Row
    cross: list[Row]


def worth(first: Policy, second: Policy, payoffs: Sequence[float], gamma: float) -> Worth:
    """What payoffs after CC, CD, DC and DD are worth to their owner, a round later `gamma` times as much."""
    step = [[p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)] for p, q in zip(first, second)]
    by_p = [[q, 1 - q, -q, q - 1] for q in second]
    by_q = [[p, -p, 1 - p, p - 1] for p in first]
    # Visits of the outcome in each column, discounted, from the outcome of each row on: (1 − γ P)⁻¹.
    visits = _inverse([[(i == j) - gamma * step[1 + i][j] for j in range(4)] for i in range(4)])
    ahead = [_dot(row, payoffs) for row in visits]
    weight = [1.0, *(gamma * each for each in _times(step[0], visits))]  # of the choice in each state
    gain_p, gain_q = ([_dot(row, ahead) for row in rows] for rows in (by_p, by_q))
    later_p, later_q = ([_times(row, visits) for row in rows] for rows in (by_p, by_q))
    curve = ahead[0] - ahead[1] - ahead[2] + ahead[3]
    # A choice counts by how often its state comes; the other's choice before changes how often, and the
    # other's choice afterwards changes what it leads to.
    cross = [[(weight[i] * curve if i == j else 0.0)
              + (gamma * weight[j] * later_q[j][i - 1] * gain_p[i] if i else 0.0)
              + (gamma * weight[i] * later_p[i][j - 1] * gain_q[j] if j else 0.0)
              for j in range(5)] for i in range(5)]
    return Worth(_dot(step[0], ahead), [w * g for w, g in zip(weight, gain_p)],
                 [w * g for w, g in zip(weight, gain_q)], cross)


def climb(odds: Sequence[float], other: Policy, payoffs: tuple[Row, Row], gamma: float, alpha: float,
          lookahead: float, slip: float = 0.0) -> Row:
    """Player 1's parameters, the log odds of its policy, after a step of size `alpha`. The other is taken to
    make a step of size `lookahead` up its own gradient; 0 ignores that, as a naive learner does.
    `payoffs`: player 1's and player 2's; `slip`: how often player 1's choice turns into the other one."""
    meant = list(map(_chance, odds))
    played = [slip + (1 - 2 * slip) * chance for chance in meant]
    mine, theirs = (worth(played, other, each, gamma) for each in payoffs)
    slopes = [(1 - 2 * slip) * chance * (1 - chance) for chance in meant]
    # By log odds: the slope of the other's policy counts in what I gain by it, and in its gradient.
    pull = [gain * (q * (1 - q)) ** 2 for gain, q in zip(mine.by_second, other)]
    return [at + alpha * slope * (gain + lookahead * _dot(pull, turn))
            for at, slope, gain, turn in zip(odds, slopes, mine.by_first, theirs.cross)]


def self_play(payoffs: tuple[Row, Row], starts: tuple[Policy, Policy], steps: int, gamma: float,
              alpha: float, lookahead: float) -> tuple[Row, Row]:
    """The policies of two who know each other's policy exactly and climb `steps` times at once, as in the
    paper; the second one's outcomes, too, are in the order of player 1."""
    turned = (swap(payoffs[1]), swap(payoffs[0]))
    # Player 2's as player 2 sees them.
    one, two = (list(map(_log_odds, policy)) for policy in (starts[0], swap(starts[1])))
    for _ in range(steps):
        first, second = list(map(_chance, one)), list(map(_chance, two))
        one, two = (climb(one, swap(second), payoffs, gamma, alpha, lookahead),
                    climb(two, swap(first), turned, gamma, alpha, lookahead))
    return list(map(_chance, one)), swap(list(map(_chance, two)))


def swap(row: Sequence[float]) -> Row:
    """Numbers of four outcomes, or of a start and four, as seen from the other player."""
    made = list(row)
    made[-3], made[-2] = made[-2], made[-3]
    return made


class Lola:
    """Makes one step a round, from a fair coin in every state. It cannot see the other's policy, so it takes
    what the other played after each outcome, older rounds the less, and one imagined round of each
    strategy. Against an opponent with a longer memory, that is the memory-one policy that looks like it."""

    def __init__(self, game: NormalForm, player: int, alpha: Fraction, lookahead: Fraction, gamma: Fraction
                 ) -> None:
        self._player = player
        self._alpha, self._lookahead, self._gamma = float(alpha), float(lookahead), float(gamma)
        rows = [_unit(game, k) for k in (player, 1 - player)]
        self._payoffs = (rows[0], rows[1]) if player == 0 else (swap(rows[0]), swap(rows[1]))
        self._odds, self._policy = [0.0] * 5, [0.5] * 5
        self._seen = [[1.0, 1.0] for _ in range(5)]  # what the other played in each state
        self._read = 0

    def choose(self, view: View, rng: np.random.Generator) -> int:
        return draw(self.chances(view), rng)

    def chances(self, view: View) -> list[float]:
        self._catch_up(view)
        chance = self._policy[self._state(view, len(view.history))]
        return [chance, 1 - chance]

    def learned(self, view: View) -> Lesson:
        self._catch_up(view)
        keys = ((), *((outcome[::-1] if self._player else outcome,) for outcome in OUTCOMES))
        return {key: [chance, 1 - chance] for key, chance in zip(keys, self._policy)}

    def _state(self, view: View, turn: int) -> int:
        if not turn:
            return 0
        last = view.history[turn - 1]
        return 1 + 2 * last[self._player] + last[1 - self._player]

    def _catch_up(self, view: View) -> None:
        slip = float(view.noise)
        while self._read < len(view.history):
            state = self._state(view, self._read)
            seen = self._seen[state] = [1 + (each - 1) * KEPT for each in self._seen[state]]
            seen[view.history[self._read][1 - self._player]] += 1
            other = [first / (first + second) for first, second in self._seen]
            self._odds = climb(self._odds, other, self._payoffs, self._gamma, self._alpha, self._lookahead,
                               slip)
            self._policy = list(map(_chance, self._odds))
            self._read += 1


def _two_by_two(game: NormalForm) -> str:
    return "" if game.shape == (2, 2) else (
        "needs two players with two strategies each: its policies are written for them.")


STRATEGIES.add(
    "lola", "LOLA", "Climbs the exact gradient of what it earns, counting in how its policy turns the "
    "other's learning; what the other's policy is, it estimates from what was played.",
    Rule(Lola, _two_by_two),
    reference="Foerster, J., Chen, R. Y., Al-Shedivat, M., Whiteson, S., Abbeel, P. and Mordatch, I. (2018). "
              "Learning with opponent-learning awareness. AAMAS 2018, 122–130.",
    options=(Option("alpha", Fraction(1), Fraction(0), Fraction(10), "the size of its steps"),
             Option("lookahead", Fraction(1), Fraction(0), Fraction(10), "the size of the step the other is "
                    "taken to make; 0: none, a naive learner"),
             Option("gamma", Fraction(24, 25), Fraction(0), Fraction(99, 100), "what a payoff counts that "
                    "comes a round later")))


def _unit(game: NormalForm, player: int) -> Row:
    """The player's payoffs after CC, CD, DC and DD, from 0 to 1."""
    values = [game.payoff(player, outcome) for outcome in OUTCOMES]
    return [float((value - min(values)) / ((max(values) - min(values)) or 1)) for value in values]


def _chance(odds: float) -> float:
    """The chance with these log odds, kept off 0 and 1."""
    return 1 / (1 + math.exp(-max(-MOST_ODDS, min(MOST_ODDS, odds))))


def _log_odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b))


def _times(row: Sequence[float], matrix: list[Row]) -> Row:
    return [_dot(row, column) for column in zip(*matrix)]


def _inverse(matrix: list[Row]) -> list[Row]:
    """By Gauss and Jordan; 1 − γ P is dominated by its diagonal, so no pivot is small. Not numpy's, whose
    last digits depend on the machine."""
    size = len(matrix)
    rows = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for k in range(size):
        pivot = rows[k][k]
        rows[k] = [value / pivot for value in rows[k]]
        for i in range(size):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k])]
    return [row[size:] for row in rows]
