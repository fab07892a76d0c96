"""All pairs of a line-up of automata at once, in floating point: what moves while a slider is dragged.

The chains of all pairs (chain.py) are laid out once. For each noise, length or δ their matrices are filled
and solved together, chains of the same size in one call. Results carry rounding errors only, about 1e-12, but
for chains of more than 150 states with a continuation near 1, where they grow like 1e-16 / (1 − δ);
`chain.frequencies` gives the same in fractions. """

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arena.chain import MOST_JOINT, Indices, Layout, Wiring, is_workable, layout, noisy, wiring
from playground.game import NormalForm, Repetition
from playground.progress import Progress, silent
from playground.strategy.automaton import Automaton

Floats = npt.NDArray[np.floating[Any]]
LARGE = 150  # states of a chain that is solved by itself
NEVER = 1e-290  # in place of a chance that is 0 in floating point, though not in truth
MOST_ARROWS = 1_000_000  # laid out at once; line-ups with fewer are laid out once and kept


def both_seats(game: NormalForm) -> Floats:
    """What a strategy gets, [own move][the other's], in the mean of both seats. Raises `InputError` where
    payoffs are beyond floats."""
    first, second = game.floats
    mean: Floats = (first + second.T) / 2
    return mean


@dataclass(frozen=True)
class _Stack:
    """Chains of `size` states each, or classes of chains; `pair` says to which pair each belongs, `weight`
    its place among the classes. The other arrays have an item an arrow: `at`, in which chain; from `source`
    to `target`, states or for arrows into classes their places; `own` and `other`, where the probabilities of
    the moves stand; `cell`, the profile that is played."""

    size: int
    pair: Indices
    weight: Indices
    at: Indices
    source: Indices
    target: Indices
    own: Indices
    other: Indices
    cell: Indices

    def chances(self, plays: Floats) -> Floats:
        return plays[self.own] * plays[self.other]

    def matrices(self, chances: Floats) -> Floats:
        """Of each chain the transposed matrix: [to, from]."""
        where = (self.at * self.size + self.target) * self.size + self.source
        count = len(self.pair)
        filled: Floats = np.bincount(where, chances, count * self.size ** 2).astype(float)
        return filled.reshape(count, self.size, self.size)


@dataclass(frozen=True)
class _Plan:
    """What is to be solved for some of the pairs. `ways`: through what they pass, and the arrows from there,
    where they can end in several of the `classes`."""

    stacks: Sequence[_Stack]
    ways: Sequence[tuple[_Stack, _Stack]]
    classes: int


class Field:
    """A line-up of automata for games of as many strategies. `frequencies` can be asked again and again; if
    `meets` is given, it says of each pair [i, j] with i up to j whether they do."""

    def __init__(self, automata: Sequence[Automaton], meets: npt.NDArray[np.bool_] | None = None) -> None:
        self._automata = tuple(automata)
        self._meets = np.ones((len(automata),) * 2, dtype=np.bool_) if meets is None else meets
        self._size = self._automata[0].size
        counts = [len(automaton.states) * self._size for automaton in self._automata]
        self._begin = np.cumsum([0, *counts], dtype=np.intp)[:-1]
        self._kept: dict[tuple[bool, tuple[Wiring, ...]], _Plan] = {}

    def frequencies(self, repetition: Repetition, progress: Progress = silent) -> Floats:
        """How often each pair plays each profile: shape (n, n, size, size), [i, j, a, b] the weight, in the
        payoff a turn, of i playing a while j plays b; zero where they do not meet, NaN for pairs of more than
        `MOST_JOINT` states. Raises what `progress` raises."""
        n, size = len(self._automata), self._size
        plays = np.array([float(chance) for automaton in self._automata for row in automaton.states.values()
                          for chance in noisy(row.play, repetition.noise)])
        found = np.zeros(n * n * size * size)
        too_large = self._too_large(repetition.noise)
        found.reshape(n, n, -1)[self._meets & too_large] = np.nan
        for plan in self._plans(too_large, repetition, progress):
            weights = _weights(plan, plays)
            for stack in plan.stacks:
                chances = stack.chances(plays)
                visits = _visits(stack, chances, repetition, progress) * weights[stack.weight][:, None]
                found += np.bincount(stack.pair[stack.at] * size ** 2 + stack.cell,
                                     visits[stack.at, stack.source] * chances, len(found))
        whole = found.reshape(n, n, size, size)
        below = np.tril_indices(n, -1)
        whole[below] = whole.transpose(1, 0, 3, 2)[below]
        return whole

    def _too_large(self, noise: Fraction) -> npt.NDArray[np.bool_]:
        """Which pairs have too many joint states."""
        states = np.array([len(automaton.states) for automaton in self._automata])
        found: npt.NDArray[np.bool_] = np.outer(states, states) > MOST_JOINT
        for i, j in np.argwhere(np.triu(found)).tolist():
            found[i, j] = found[j, i] = not is_workable(self._automata[i], self._automata[j], noise)
        return found

    def _plans(self, too_large: npt.NDArray[np.bool_], repetition: Repetition, progress: Progress
               ) -> Iterator[_Plan]:
        wires = tuple(wiring(automaton, repetition.noise) for automaton in self._automata)
        key = (repetition.endless, wires)
        if key in self._kept:
            yield self._kept[key]
            return
        which = {wired: k for k, wired in enumerate(dict.fromkeys(wires))}
        kind = np.array([which[wired] for wired in wires])
        first, second = np.nonzero(np.triu(self._meets & ~too_large))
        kinds = kind[first] * len(which) + kind[second]
        order = np.argsort(kinds, kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(kinds[order])) + 1)
        waiting: list[tuple[Layout, Indices, Indices]] = []
        arrows, whole = 0, True
        for number, group in enumerate(groups):
            progress(number / len(groups), "laying out the pairs")
            chain = layout(wires[first[group[0]]], wires[second[group[0]]])
            for some in np.array_split(group, len(group) * len(chain.moves) // MOST_ARROWS + 1):
                if arrows and arrows + len(some) * len(chain.moves) > MOST_ARROWS:
                    yield self._plan(waiting, repetition.endless)
                    waiting, arrows, whole = [], 0, False
                waiting.append((chain, first[some], second[some]))
                arrows += len(some) * len(chain.moves)
        last = self._plan(waiting, repetition.endless)
        if whole:
            self._kept = {key: last, **dict(list(self._kept.items())[:2])}  # a slider also touches its ends
        yield last

    def _plan(self, groups: Sequence[tuple[Layout, Indices, Indices]], endless: bool) -> _Plan:
        stacks, ways, into = defaultdict(list), defaultdict(list), defaultdict(list)
        classes = 1  # the first stands for all that are certain
        for chain, first, second in groups:
            if not endless:
                states = np.arange(len(chain.states))
                stacks[len(states)].append(self._piece(chain, first, second, states, states, 0 * first))
                continue
            several = len(chain.classes) > 1
            place = np.zeros((len(first), len(chain.states)), dtype=np.intp)
            for states in chain.classes:
                own = classes + np.arange(len(first)) if several else 0 * first
                classes += several * len(first)
                place[:, states] = own[:, None]
                stacks[len(states)].append(self._piece(chain, first, second, states, states, own))
            if several:
                passing, ends = chain.passing, np.concatenate(chain.classes)
                ways[len(passing)].append(self._piece(chain, first, second, passing, passing, 0 * first))
                piece = self._piece(chain, first, second, passing, ends, 0 * first)
                into[len(passing)].append((*piece[:4], place[:, ends][piece[2], piece[4]], *piece[5:]))
        return _Plan([_stacked(size, pieces) for size, pieces in stacks.items()],
                     [(_stacked(size, pieces), _stacked(size, into[size])) for size, pieces in ways.items()],
                     classes)

    def _piece(self, chain: Layout, first: Indices, second: Indices, sources: Indices, targets: Indices,
               weight: Indices) -> tuple[Indices, ...]:
        """The arrows from some states to some, of all pairs that share a chain, as in `_Stack`."""
        number = np.full((2, len(chain.states)), -1)
        number[0, sources] = np.arange(len(sources))
        number[1, targets] = np.arange(len(targets))
        start, end = number[0, chain.moves[:, 0]], number[1, chain.moves[:, 1]]
        here = (start >= 0) & (end >= 0)
        _from, _to, a, b = chain.moves[here].T
        s, t = chain.states[_from].T
        count, size = len(first), self._size
        own = self._begin[first][:, None] + s * size + a
        other = self._begin[second][:, None] + t * size + b
        at = np.repeat(np.arange(count), len(a))
        return (first * len(self._automata) + second, weight, at, np.tile(start[here], count),
                np.tile(end[here], count), own.ravel(), other.ravel(), np.tile(a * size + b, count))


def _stacked(size: int, pieces: Sequence[tuple[Indices, ...]]) -> _Stack:
    """Pieces of chains of one size, one after the other."""
    before = np.cumsum([0, *(len(piece[0]) for piece in pieces)])
    parts = [(*piece[:2], piece[2] + past, *piece[3:]) for piece, past in zip(pieces, before)]
    return _Stack(size, *(np.concatenate(part) for part in zip(*parts)))


def _weights(plan: _Plan, plays: Floats) -> Floats:
    """The chance of ending in each class."""
    weights = np.zeros(plan.classes)
    weights[0] = 1
    for through, into in plan.ways:
        count, ending = len(through.pair), into.chances(plays)
        exits = np.bincount(into.at * through.size + into.source, ending, count * through.size)
        # Who ends begins anew: then shares are in proportion to the visits before the end.
        again = through.matrices(through.chances(plays))
        again[:, 0] += exits.reshape(count, through.size)
        reached = stationary(again)[into.at, into.source] * ending
        reached /= np.bincount(into.at, reached, count)[into.at]
        weights += np.bincount(into.target, reached, plan.classes)
    return weights


def _visits(stack: _Stack, chances: Floats, repetition: Repetition, progress: Progress) -> Floats:
    """The visits of each state of each chain; of a class those by its stationary distribution."""
    if stack.size > LARGE and not repetition.endless:
        return _large(stack, chances, repetition, progress)
    matrices = stack.matrices(chances)
    if repetition.turns is not None:
        return shares_of_turns(matrices, repetition.turns, progress)
    progress(None, f"solving {len(matrices):,} chains")
    if not repetition.endless:
        delta = repetition.continuation or Fraction(0)
        matrices = float(delta) * matrices
        matrices[:, 0] += float(1 - delta)  # the match ends and begins anew
    return stationary(matrices)


def stationary(matrices: Floats) -> Floats:
    """The stationary distribution of each chain, [to, from] the chances to move to another state; what stands
    for staying does not count. By elimination without a subtraction, so that each share keeps its digits
    however rare some moves are (Grassmann, Taksar and Heyman 1985, Regenerative analysis and steady state
    distributions for Markov chains, Operations Research 33, 1107–1116)."""
    rest = np.ascontiguousarray(np.moveaxis(matrices, 0, -1))  # [to, from, chain]
    size = len(rest)
    for last in range(size - 1, 0, -1):
        leaves = np.maximum(rest[:last, last].sum(axis=0), NEVER)
        rest[last, :last] /= leaves
        for state in range(last):  # the way through the last state is a way from state to state
            rest[:last, state] += rest[:last, last] * rest[last, state]
    shares = np.ones((size, rest.shape[-1]))
    for state in range(1, size):
        shares[state] = (rest[state, :state] * shares[:state]).sum(axis=0)
    found: Floats = (shares / shares.sum(axis=0)).T
    return found


def _large(stack: _Stack, chances: Floats, repetition: Repetition, progress: Progress) -> Floats:
    """`_visits` of chains with so many states that most of their matrices is empty: one after the other."""
    from scipy.sparse import csc_array, eye_array
    from scipy.sparse.linalg import spsolve

    start = np.eye(1, stack.size)[0]
    found = np.empty((len(stack.pair), stack.size))
    for k in range(len(stack.pair)):
        progress(k / len(stack.pair), f"large chains: {k:,} of {len(stack.pair):,}")
        mine = stack.at == k
        matrix = csc_array((chances[mine], (stack.target[mine], stack.source[mine])),
                           shape=(stack.size, stack.size))
        if repetition.turns is None:
            delta = repetition.continuation or Fraction(0)
            found[k] = spsolve(eye_array(stack.size, format="csc") - float(delta) * matrix,
                               float(1 - delta) * start)
            continue
        here, total = start, np.zeros(stack.size)
        for turn in range(repetition.turns):
            if turn % 100 == 0:
                progress(k / len(stack.pair), f"turn {turn:,} of a large chain")
            total += here
            here = matrix @ here
        found[k] = total / repetition.turns
    return found


def shares_of_turns(matrices: Floats, turns: int, progress: Progress) -> Floats:
    """Shares of the turns, by doubling: with the sums over 2ᵏ turns and the 2ᵏ-th powers at hand, the binary
    digits of `turns` say which are needed."""
    size = matrices.shape[-1]
    power, sums = matrices, np.broadcast_to(np.eye(size), matrices.shape)
    here = np.zeros((len(matrices), size, 1))
    here[:, 0] = 1
    total = np.zeros_like(here)
    for digit in reversed(f"{turns:b}"):
        progress(None, f"{turns:,} turns of {len(matrices):,} chains")
        if digit == "1":
            total += sums @ here
            here = power @ here
        sums = sums + sums @ power
        power = power @ power
    return total[..., 0] / turns
