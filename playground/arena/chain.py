"""Two automata at one table are a Markov chain: which pairs of states they can be in, and how often they are.

The chain of a pair lives on the joint states that can be reached from the two starts. What is asked of it is
the *visits*: the weight of each joint state in the payoff a turn.

- T turns: the share of the turns spent there;
- continuation δ: (1 − δ) Σ δᵗ P(there at turn t), the expected turns there over the expected turns;
- δ = 1: the limit of the means, which exists for every chain (Kemeny and Snell 1960, chapter 5): stationary
  distributions of the recurrent classes, by the chance of ending in each.

Which states are reached and where chains end depends only on which moves have a positive probability, never
on how large it is; so a `Layout` serves all values of a noise slider, and all automata with the same arrows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import inf, lcm

import numpy as np
import numpy.typing as npt

from playground.game import Repetition
from playground.game.linear import reduce
from playground.progress import Progress, silent
from playground.strategy.automaton import Automaton, Mix

Indices = npt.NDArray[np.intp]
Table = tuple[tuple[Fraction, ...], ...]  # [own move][other's move]
MOST_JOINT = 20_000  # joint states of a pair that is worked out


@dataclass(frozen=True)
class Wiring:
    """What of an automaton does not depend on how large its probabilities are: where it starts, where it goes
    on (`after[state][size * own + other]`), and which moves it can make in each state."""

    start: int
    after: tuple[tuple[int, ...], ...]
    can: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True)
class Layout:
    """The chain of a pair, or of a group (groups.py). `states`: joint states, shape (n, 2), the start first;
    of a group numbers, shape (n, 1). A row of `moves` is one arrow: from, to (joint states), own move,
    other's move; of a group the number of the profile. `classes`: the recurrent classes. `passing`: the joint
    states that are left for ever; those alone are needed where there are several classes."""

    states: Indices
    moves: Indices
    classes: tuple[Indices, ...]
    passing: Indices


def wiring(automaton: Automaton, noise: Fraction) -> Wiring:
    """Of an automaton whose moves are flipped with the probability `noise`."""
    index = {name: i for i, name in enumerate(automaton.states)}
    rows = automaton.states.values()
    return Wiring(index[automaton.start], tuple(tuple(index[name] for name in row.after) for row in rows),
                  tuple(tuple(chance > 0 for chance in noisy(row.play, noise)) for row in rows))


def noisy(play: Mix, noise: Fraction) -> Mix:
    """What is played where `play` is chosen: each move, with the probability `noise`, becomes another one."""
    others = len(play) - 1
    if not noise or not others:
        return play
    return tuple((1 - noise) * chance + noise * (1 - chance) / others for chance in play)


def is_workable(first: Automaton, second: Automaton, noise: Fraction) -> bool:
    """Whether a pair has at most `MOST_JOINT` joint states. What counts is how many are reached: two that
    count the rounds are always at the same number."""
    if len(first.states) * len(second.states) <= MOST_JOINT:
        return True
    return _reaches_few(wiring(first, noise), wiring(second, noise))


@lru_cache(maxsize=1_000)
def _reaches_few(first: Wiring, second: Wiring) -> bool:
    return _walk_all(first, second, MOST_JOINT) is not None


def _walk_all(first: Wiring, second: Wiring, most: float = inf
              ) -> tuple[list[tuple[int, int]], list[tuple[int, int, int, int]]] | None:
    """The joint states that are reached, the start first, and the arrows between them as in `Layout`; None
    where there are more than `most` states."""
    size = len(first.can[0])
    able = [[[move for move, possible in enumerate(row) if possible] for row in wired.can]
            for wired in (first, second)]
    begin = (first.start, second.start)
    number, moves = {begin: 0}, []
    ahead = [begin]
    for here, (s, t) in enumerate(ahead):  # grows while it is walked
        for a, b in product(able[0][s], able[1][t]):
            there = (first.after[s][size * a + b], second.after[t][size * b + a])
            if there not in number:
                if len(number) >= most:
                    return None
                number[there] = len(number)
                ahead.append(there)
            moves.append((here, number[there], a, b))
    return ahead, moves


@lru_cache(maxsize=20_000)
def layout(first: Wiring, second: Wiring) -> Layout:
    """The chain of two automata; with more than `MOST_JOINT` states it takes long."""
    walked = _walk_all(first, second)
    assert walked is not None
    ahead, moves = walked
    return laid_out(ahead, moves)


def laid_out(states: npt.ArrayLike, moves: npt.ArrayLike) -> Layout:
    """The chain of these joint states and arrows, as in `Layout`."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    arrows, of = np.array(moves, dtype=np.intp), np.array(states, dtype=np.intp)
    count = len(of)
    graph = csr_array((np.ones(len(arrows), np.int8), (arrows[:, 0], arrows[:, 1])), shape=(count, count))
    kinds, kind = connected_components(graph, connection="strong")
    left = np.zeros(kinds, dtype=bool)
    left[kind[arrows[:, 0]][kind[arrows[:, 0]] != kind[arrows[:, 1]]]] = True
    classes = tuple(np.flatnonzero(kind == c) for c in range(kinds) if not left[c])
    return Layout(of, arrows, classes, np.flatnonzero(left[kind]))


# --- exactly ------------------------------------------------------------------------------------------------

MOST_STATES = 24  # joint states of a chain that is solved in fractions
MOST_BITS = 40_000_000  # that a chain of so many turns handles, about


def frequencies(first: Automaton, second: Automaton, repetition: Repetition, progress: Progress = silent
                ) -> Table | None:
    """How often a pair plays each profile, exactly: the weight of (own move, other's move) in the payoff a
    turn. They sum to 1. None where the numbers would grow too long: more than `MOST_STATES` joint states, or
    too many turns with too much left to chance."""
    plays = [[noisy(row.play, repetition.noise) for row in automaton.states.values()]
             for automaton in (first, second)]
    chain = layout(wiring(first, repetition.noise), wiring(second, repetition.noise))
    arrows = chain.moves.tolist()
    states = chain.states.tolist()
    scale = lcm(*{chance.denominator for play in plays for row in play for chance in row}) ** 2
    weights = [int(plays[0][states[i][0]][a] * plays[1][states[i][1]][b] * scale) for i, _j, a, b in arrows]
    times = visits(chain, arrows, weights, scale, repetition, progress)
    if times is None:
        return None
    counted = [[Fraction(0)] * first.size for _ in range(first.size)]
    for (i, _j, a, b), weight in zip(arrows, weights):
        counted[a][b] += times[i] * weight / scale
    return tuple(map(tuple, counted))


def visits(chain: Layout, arrows: Sequence[Sequence[int]], weights: Sequence[int], scale: int,
           repetition: Repetition, progress: Progress) -> list[Fraction] | None:
    """The visits of each joint state; `weights` of the arrows are probabilities times `scale`."""
    count = len(chain.states)
    if repetition.turns is not None:
        if scale == 1:
            return _walk(arrows, count, repetition.turns)
        if repetition.turns ** 2 * scale.bit_length() * len(arrows) > MOST_BITS:
            return None
        return _turns(arrows, weights, scale, count, repetition.turns, progress)
    if count > MOST_STATES and scale != 1:
        return None
    delta = repetition.continuation or Fraction(0)
    if delta < 1:
        if scale == 1:
            return _discounted_walk(arrows, count, delta)
        # visits − δ · visits · P = (1 − δ) · start
        rows = [[0] * (count + 1) for _ in range(count)]
        for j in range(count):
            rows[j][j] = scale * delta.denominator
        for (i, j, *_), weight in zip(arrows, weights):
            rows[j][i] -= weight * delta.numerator
        rows[0][count] = scale * (delta.denominator - delta.numerator)
        return _solved(rows)
    visits = [Fraction(0)] * count
    for states, chance in zip(chain.classes, _ends(chain, arrows, weights, scale)):
        for state, share in zip(states.tolist(), _stationary(states.tolist(), arrows, weights, scale)):
            visits[state] = chance * share
    return visits


def _solved(rows: list[list[int]]) -> list[Fraction]:
    """Of a system with exactly one solution."""
    reduced = reduce(rows, len(rows[0]) - 1)
    assert reduced is not None and len(reduced[1]) == len(rows[0]) - 1
    return [Fraction(row[-1], row[i]) for i, row in enumerate(reduced[0])]


def _walk(arrows: Sequence[Sequence[int]], count: int, turns: int) -> list[Fraction]:
    """Of a chain that leaves nothing to chance: a path into a cycle."""
    path, loop = _path(arrows)
    rounds, rest = divmod(max(turns - (len(path) - loop), 0), loop)
    visits = [Fraction(0)] * count
    for turn, state in enumerate(path[:turns]):
        inside = turn - (len(path) - loop)
        times = 1 if inside < 0 else rounds + (inside < rest)
        visits[state] += Fraction(times, turns)
    return visits


def _discounted_walk(arrows: Sequence[Sequence[int]], count: int, delta: Fraction) -> list[Fraction]:
    path, loop = _path(arrows)
    visits, weight = [Fraction(0)] * count, 1 - delta
    for turn, state in enumerate(path):
        visits[state] += weight / (1 - delta ** loop) if turn >= len(path) - loop else weight
        weight *= delta
    return visits


def _path(arrows: Sequence[Sequence[int]]) -> tuple[list[int], int]:
    """All states in the order they are entered, and how many of the last ones are the cycle."""
    following = {i: j for i, j, *_ in arrows}
    path: list[int] = []
    seen: dict[int, int] = {}
    state = 0
    while state not in seen:
        seen[state] = len(path)
        path.append(state)
        state = following[state]
    return path, len(path) - seen[state]


def _turns(arrows: Sequence[Sequence[int]], weights: Sequence[int], scale: int, count: int, turns: int,
           progress: Progress) -> list[Fraction]:
    here, total, unit = [1] + [0] * (count - 1), [0] * count, 1  # both over `unit`
    for turn in range(turns):
        progress(turn / turns, "working out every turn")
        if turn:
            there = [0] * count
            for (i, j, *_), weight in zip(arrows, weights):
                there[j] += here[i] * weight
            here, unit = there, unit * scale
            total = [value * scale for value in total]
        total = [value + now for value, now in zip(total, here)]
    return [Fraction(value, unit * turns) for value in total]


def _stationary(states: list[int], arrows: Sequence[Sequence[int]], weights: Sequence[int], scale: int
                ) -> list[Fraction]:
    """The stationary distribution of a recurrent class."""
    count, number = len(states), {state: k for k, state in enumerate(states)}
    rows = [[0] * (count + 1) for _ in range(count)]
    for (i, j, *_), weight in zip(arrows, weights):
        if i in number:
            rows[number[j]][number[i]] += weight
    for k in range(count):
        rows[k][k] -= scale
    rows[-1] = [1] * (count + 1)  # one balance follows from the others
    return _solved(rows)


def _ends(chain: Layout, arrows: Sequence[Sequence[int]], weights: Sequence[int], scale: int
          ) -> list[Fraction]:
    """The chance of ending in each recurrent class."""
    if len(chain.classes) == 1:
        return [Fraction(1)]
    passing = chain.passing.tolist()
    count, number = len(passing), {state: k for k, state in enumerate(passing)}
    rows = [[0] * (count + 1) for _ in range(count)]
    for (i, j, *_), weight in zip(arrows, weights):
        if i in number and j in number:
            rows[number[j]][number[i]] -= weight
    for k in range(count):
        rows[k][k] += scale
    rows[number[0]][count] = scale
    times = _solved(rows)
    of = {state: c for c, states in enumerate(chain.classes) for state in states.tolist()}
    chances = [Fraction(0)] * len(chain.classes)
    for (i, j, *_), weight in zip(arrows, weights):
        if i in number and j in of:
            chances[of[j]] += times[number[i]] * weight / scale
    return chances
