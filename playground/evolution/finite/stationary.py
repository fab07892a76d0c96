"""How a population is spent in the long run: the stationary distribution of a process with mutation.

Of two strategies, replaced one by one, detailed balance gives it in closed form, whatever the size: πₘ T⁺ₘ =
πₘ₊₁ T⁻ₘ₊₁. Of more, and of whole generations, the equations π P = π are solved over all states, which are (N
+ s − 1 over s − 1) for s strategies: for three, up to N = 153. Where mutants are rare, only states in which
all play alike count; that limit is in `fixation` (Fudenberg and Imhof 2006).

Where one is replaced at a time most moves are impossible, and the sparse equations are solved with one
state's share set to 1. Their matrix is I − P without that state. Its inverse has no negative entries, and its
row sums are the mean times until that state is reached: times what is left of each equation they bound the
error (Berman and Plemmons 1994, Nonnegative Matrices in the Mathematical Sciences, chapter 6). Whole
generations are solved without a subtraction, by taking out state after state. What rounding of P itself does
is bounded by 2 n times its relative size, n being the number of states (O'Cinneide 1993, Numerische
Mathematik 65, 109–120). """

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from playground.evolution.finite.fixation import fixation, one_population, possible
from playground.evolution.finite.process import Counts, Process, fitting, payoffs_of, process_of
from playground.evolution.population import Floats
from playground.game import NormalForm
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MOST_STATES, MOST_IN_GENERATIONS = 12_000, 1_001
ACCEPTED = 1e-6  # error of probabilities
SEARCH, ATTEMPTS = 100, 4


@dataclass(frozen=True, eq=False)
class Stationary:
    """states
        Shape (states, strategies): how many play each.
    probabilities
        Of each state, in the long run.
    shares
        The mean share of each strategy; NaN where strategies never replace each other, as no mutant wins.
    method
        "closed form", "equations" or, without mutation, "rare mutants".
    error
        A bound of the sum of all errors of the probabilities, up to rounding in the bound itself.
    """

    process: str
    population: int
    states: Counts
    probabilities: Floats
    method: str
    error: float

    @property
    def shares(self) -> Floats:
        mean: Floats = self.probabilities @ self.states / self.population
        return mean

    def as_dict(self) -> dict[str, Any]:
        """As printed by `playground evolve --json`, without the states."""
        return {"shares": self.shares.tolist(), "method": self.method, "error": self.error}


def stationary(game: NormalForm, process: str | Process = "moran", progress: Progress = silent,
               **options: Fraction) -> Stationary:
    """The long run of a symmetric `game`; without mutation, the limit of rare mutants. Raises `InputError`,
    and what `progress` raises."""
    used = process_of(process, **options)
    population = one_population(game)
    fitting(population, used)
    size, people = population.sizes[0], used.population
    if not used.mutation or size == 1:
        found = fixation(game, used, progress=progress)
        return Stationary(used.name, people, people * np.eye(size, dtype=np.int64), found.residents,
                          "rare mutants", size * found.error)
    pair = size == 2 and not used.generations
    _check(size, used, pair)
    states = all_states(size, people)
    progress(0.1, "how likely each step is")
    earned = payoffs_of(population, states, people)
    if pair:
        return Stationary(used.name, people, states, _balanced(states, earned, used), "closed form",
                          1e-13 + 1e-15 * people)
    error, entries = 0.0, 1e-14  # the latter: the relative error of the moves
    if used.generations:
        entries = 1e-15 * math.lgamma(people + 2)
        probabilities = _taken_out(_generations(states, earned, used), progress)
    else:
        moves = _events(states, earned, used)
        progress(0.4, f"{len(states):,} equations")
        probabilities, error = _settled(moves)
    return Stationary(used.name, people, states, probabilities, "equations",
                      error + 2 * len(states) * entries)


def _check(size: int, process: Process, pair: bool) -> None:
    count = math.comb(process.population + size - 1, size - 1)
    most = MOST_IN_GENERATIONS if process.generations else MOST_STATES
    if pair or count <= most:
        return
    largest = max((n for n in range(2, most) if math.comb(n + size - 1, size - 1) <= most), default=0)
    smaller = f"give population={largest} or less, or " if largest else "give "
    raise InputError([Problem("population", f"{process.population:,} people with {size} strategies have "
                                            f"{count:,} states; at most {most:,} are worked out; {smaller}"
                                            "mutation=0 for the limit of rare mutants")])


def all_states(size: int, people: int) -> Counts:
    """In how many ways so many can play `size` strategies, shape (states, size), in lexical order."""
    walls = np.array(list(combinations(range(people + size - 1), size - 1)), dtype=np.int64)
    ends = np.pad(walls, ((0, 0), (1, 1)), constant_values=-1)
    ends[:, -1] = people + size - 1
    states: Counts = np.diff(ends, axis=1) - 1
    return states


def _balanced(states: Counts, payoffs: Floats, process: Process) -> Floats:
    flows = process.flows(states.astype(float), payoffs)
    with np.errstate(divide="ignore"):
        up, down = (possible(np.log(flow)) for flow in (flows[:-1, 1, 0], flows[1:, 0, 1]))
    logs = np.concatenate([[0.0], np.cumsum(up - down)])
    weights = np.exp(logs - logs.max())
    probabilities: Floats = weights / weights.sum()
    return probabilities


def _events(states: Counts, payoffs: Floats, process: Process) -> Any:
    """The probabilities of going to another state, sparse, where one is replaced at a time."""
    from scipy.sparse import csr_array

    size, people = states.shape[1], process.population
    flows = process.flows(states.astype(float), payoffs)
    places = (people + 1) ** np.arange(size - 1, -1, -1, dtype=object)
    keys = states @ places.astype(np.int64)
    rows, columns, values = [], [], []
    for i in range(size):
        for j in range(size):
            if i != j:
                at = np.flatnonzero((states[:, i] > 0) & (flows[:, i, j] > 0))
                rows.append(at)
                columns.append(np.searchsorted(keys, keys[at] + int(places[j]) - int(places[i])))
                values.append(flows[at, i, j])
    shape = (len(states), len(states))
    return csr_array((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=shape)


def _generations(states: Counts, payoffs: Floats, process: Process) -> Floats:
    """The same where all are replaced at once, dense."""
    from scipy.special import gammaln

    chances = process.replaced(states.astype(float), payoffs)[:, 0]
    ways = gammaln(process.population + 1) - gammaln(states + 1).sum(axis=1)
    moves: Floats = np.exp(ways + np.log(np.maximum(chances, 1e-300)) @ states.T)
    np.fill_diagonal(moves, 0)
    return moves


def _settled(moves: Any) -> tuple[Floats, float]:
    """The stationary distribution of a sparse chain, and a bound of what solving adds to its error. It is
    told best from a state that is often visited. Raises `InputError` where the bound stays too large."""
    states = moves.shape[0]
    stays = 1 - moves.sum(axis=1)
    probabilities, error = np.full(states, 1 / states), math.inf
    for _ in range(SEARCH):
        probabilities = probabilities * stays + probabilities @ moves
    for _ in range(ATTEMPTS):
        one = int(np.argmax(probabilities))
        probabilities, error = _fixed_at(moves, one)
        if error < ACCEPTED and one == np.argmax(probabilities):
            return probabilities, error
    if error < ACCEPTED:
        return probabilities, error
    raise InputError([Problem("mutation", "the equations are too close to singular to be solved surely; give "
                                          "a larger mutation, or 0 for the limit of rare mutants")])


def _fixed_at(moves: Any, one: int) -> tuple[Floats, float]:
    """The distribution, told from state `one`, and the bound of what solving adds to its error."""
    from scipy.sparse import csc_array, diags_array
    from scipy.sparse.linalg import splu

    others = np.delete(np.arange(moves.shape[0]), one)
    right = moves[[one]].toarray()[0][others]
    system = csc_array(diags_array(moves.sum(axis=1)[others]) - moves[others][:, others])
    solve = splu(system, diag_pivot_thresh=0.0).solve  # which such a matrix allows
    found = solve(right, "T")
    found = found - solve(system.T @ found - right, "T")
    left = np.abs(system.T @ found - right) + 4e-16 * (abs(system).T @ np.abs(found) + right)
    waiting = solve(np.ones(len(others)))
    if not (waiting.min() > 0 and np.all(np.isfinite(found))):
        return np.insert(np.abs(np.nan_to_num(found)), one, 1.0), math.inf
    whole = 1 + float(found.sum())
    return np.insert(np.maximum(found, 0), one, 1.0) / whole, 2 * float(waiting @ left) / whole


def _taken_out(moves: Floats, progress: Progress) -> Floats:
    """The distribution of a dense chain, as `resident` has it, in plain numbers."""
    rates, n = moves.copy(), len(moves)
    for k in range(n - 1, 0, -1):
        progress(0.4 + 0.6 * (n - k) / n, f"{n:,} states taken out")
        rates[:k, k] /= rates[k, :k].sum()
        rates[:k, :k] += np.outer(rates[:k, k], rates[k, :k])
    weights = np.ones(n)
    for k in range(1, n):
        weights[k] = weights[:k] @ rates[:k, k]
        weights[:k + 1] /= max(weights[k], 1)  # lest they overflow
    shares: Floats = weights / weights.sum()
    return shares
