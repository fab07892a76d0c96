"""Whether one mutant takes over, and when.

Among N individuals who play one of two strategies, the number of mutants goes up with the probability T⁺ₘ a
step and down with T⁻ₘ; let γₘ = T⁻ₘ / T⁺ₘ. One mutant takes over with the probability

    ρ = 1 / (1 + Σₖ Πₘ γₘ),    k from 1 to N − 1, m from 1 to k

(Karlin and Taylor 1975, A First Course in Stochastic Processes, chapter 4). Let φₗ be the probability that l
mutants win. Before one kind is alone, there are l mutants in so many steps, Gₗ, on average; so that it takes
t steps, and given that the mutants win t*:

    Gₗ = (1 − φₗ) / (T⁺ₗ γ₁ … γₗ),    t = Σₗ Gₗ,    t* = Σₗ Gₗ φₗ / ρ,    l from 1 to N − 1

(the sums of Traulsen and Hauert 2009, Stochastic evolutionary game dynamics, in Reviews of Nonlinear Dynamics
and Complexity 2, 25–61, in another order). Nothing is subtracted, so logarithms carry all of it without loss,
however small. In the Wright–Fisher process any number may follow on any other; there the equations of a first
step are solved (Kemeny and Snell 1960, Finite Markov Chains, chapter 3), without subtractions as well.

Where mutants come so rarely that the last one has taken over or is gone, all play alike nearly all the time,
and who they are is a Markov chain with these probabilities (Fudenberg and Imhof 2006, Journal of Economic
Theory 131, 251–262; of strategies of the repeated dilemma: Imhof, Fudenberg and Nowak 2007, Journal of
Theoretical Biology 247, 574–580). """

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from playground.evolution.finite.process import Process, fitting, payoffs_of, process_of
from playground.evolution.population import ONE, Floats, PopulationGame, population_game
from playground.game import NormalForm
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MOST_STRATEGIES, MOST_PEOPLE = 300, 5_000
MOST_IN_GENERATIONS = 1_000  # people of the Wright–Fisher process: a matrix of that size a pair
MOST_EXACT = 200  # people whose fractions are told
IMPOSSIBLE = -1e5  # in place of the logarithm of zero
CHUNK = 20_000  # numbers of mutants, of all pairs, that are worked out at once


@dataclass(frozen=True, eq=False)
class Fixation:
    """takes_over[i, j]
        The probability that one i among j takes over; on the diagonal 1 / N.
    residents
        For which share of the time each strategy is everybody's, where mutants are rare and each other
        strategy is equally likely as the next one.
    times, times_won
        Shapes as `takes_over`: the mean number of steps (of the Wright–Fisher process, generations) until one
        of the two kinds is alone, and that of those cases in which i has taken over. NaN on the diagonal.
    error
        The largest relative error of `takes_over`, estimated.
    fractions
        `takes_over` in exact numbers, where that was asked for.
    """

    takes_over: Floats
    residents: Floats
    times: Floats
    times_won: Floats
    process: str = ""
    population: int = 0
    generation: int = 1
    error: float = 1e-11
    fractions: tuple[tuple[Fraction, ...], ...] | None = None

    def as_dict(self) -> dict[str, Any]:
        """As printed by `playground evolve --json`."""
        def finite(numbers: Floats) -> Any:
            known = numbers.astype(object)
            known[~np.isfinite(numbers)] = None
            return known.tolist()
        exact = self.fractions and [list(map(str, row)) for row in self.fractions]
        return {"takes_over": self.takes_over.tolist(), "residents": finite(self.residents),
                "times": finite(self.times), "times_won": finite(self.times_won), "error": self.error,
                "fractions": exact}


def fixation(game: NormalForm, process: str | Process = "moran", exact: bool = False,
             progress: Progress = silent, **options: Fraction) -> Fixation:
    """Of each strategy of a symmetric `game` among each other one, without mutations. `exact` gives fractions
    too, where the process has them. Raises `InputError`, and what `progress` raises."""
    used = replace(process_of(process, **options), mutation=Fraction(0))
    population = one_population(game)
    fitting(population, used)
    _check(population.sizes[0], used)

    size = population.sizes[0]
    logs = np.full((size, size), -np.log(used.population))
    times, won = np.full((2, size, size), np.nan)
    worked_out = _wright_fisher if used.generations else _birth_and_death
    for done, at in _chunks(size, 1 if used.generations else max(1, CHUNK // used.population)):
        progress(done / 2, f"{size:,} strategies as mutants among each other")
        earned = [payoffs_of(_between(population, i, j), _rows(used.population), used.population)
                  for i, j in zip(*at)]
        logs[at], times[at], won[at] = worked_out(np.array(earned), used, progress)
    fractions = _fractions(population, used, progress) if exact else None
    return Fixation(np.exp(logs), np.exp(resident(logs.T, progress)), times, won, used.name, used.population,
                    used.generation, 1e-10 if used.generations else 1e-11, fractions)


def one_population(game: NormalForm) -> PopulationGame:
    """Raises `InputError` where the game is not symmetric."""
    try:
        return population_game(game, ONE)
    except InputError as error:
        raise InputError([Problem("game", problem.message) for problem in error.problems]) from None


def _check(size: int, process: Process) -> None:
    most = MOST_IN_GENERATIONS if process.generations else MOST_PEOPLE
    problems = []
    if size > MOST_STRATEGIES:
        problems.append(Problem("game", f"{size:,} strategies; at most {MOST_STRATEGIES:,} are worked out"))
    if not 2 <= process.population <= most:
        problems.append(Problem("population", f"{process.population:,} is not from 2 to {most:,}, for which "
                                              "fixation is worked out"))
    if problems:
        raise InputError(problems)


def _chunks(size: int, length: int) -> Iterator[tuple[float, tuple[list[int], list[int]]]]:
    """How far it is, and the next pairs: mutants and residents."""
    pairs = [(i, j) for i in range(size) for j in range(size) if i != j]
    for begin in range(0, len(pairs), length):
        mutants, residents = zip(*pairs[begin:begin + length])
        yield begin / len(pairs), (list(mutants), list(residents))


def _between(population: PopulationGame, mutant: int, resident: int) -> PopulationGame:
    """The game of these two strategies."""
    table = population.tables[0]
    return PopulationGame((2,), (table[np.ix_(*[[mutant, resident]] * table.ndim)],), population.met)


def _rows(people: int) -> Floats:
    """1, 2, … of N are mutants: shape (N − 1, 2)."""
    mutants = np.arange(1.0, people)
    return np.stack([mutants, people - mutants], axis=1)


def _birth_and_death(payoffs: Floats, process: Process, _progress: Progress) -> tuple[Floats, Floats, Floats]:
    """log ρ, t and t* of each pair."""
    counts = np.broadcast_to(_rows(process.population), payoffs.shape)
    becomes = process.becomes(counts, payoffs)
    shares = np.log(counts) - np.log(process.population)
    up, down = shares[..., 1] + becomes[..., -1, 0], shares[..., 0] + becomes[..., 0, 1]
    return absorbed(up, down)


def one_takes_over(ratios: Floats) -> Floats:
    """log ρ from the logarithms of γ₁, γ₂, …, shape (..., N − 1)."""
    logs: Floats = -np.logaddexp(0, np.logaddexp.reduce(np.cumsum(ratios, axis=-1), axis=-1))
    return logs


def possible(logs: Floats) -> Floats:
    """Finite logarithms: zero is put far below all that occurs beside it."""
    return np.where(np.isneginf(logs), IMPOSSIBLE, logs)


def absorbed(up: Floats, down: Floats) -> tuple[Floats, Floats, Floats]:
    """log ρ, t and t* from the logarithms of T⁺ and T⁻, shapes (..., N − 1)."""
    never = np.any(np.isneginf(up), axis=-1)
    up, down = possible(up), possible(down)
    first = one_takes_over(down - up)
    products = np.cumsum(down - up, axis=-1)
    terms = np.concatenate([np.zeros((*up.shape[:-1], 1)), products], axis=-1)
    wins = np.logaddexp.accumulate(terms[..., :-1], axis=-1) + first[..., np.newaxis]
    loses = np.logaddexp.accumulate(terms[..., :0:-1], axis=-1)[..., ::-1] + first[..., np.newaxis]
    spent = loses - up - products
    with np.errstate(over="ignore"):
        times = np.exp(np.logaddexp.reduce(spent, axis=-1))
        won = np.exp(np.logaddexp.reduce(spent + wins, axis=-1) - first)
    return np.where(never, -np.inf, first), times, np.where(never, np.nan, won)


def _wright_fisher(payoffs: Floats, process: Process, progress: Progress) -> tuple[Floats, Floats, Floats]:
    """The same, of one pair. Numbers of mutants are taken out of the chain one by one, and what they lead to
    put in their place."""
    people = process.population
    follow = binomial(people, np.exp(process.becomes(_rows(people), payoffs[0])[:, 0, 0]))
    ends, inner = follow[:, [0, -1]], follow[:, 1:-1].copy()  # lost or won; from 1, 2, … to 1, 2, …
    leaves, spent = np.empty(people - 1), np.ones(people - 1)
    for k in range(people - 2, -1, -1):
        progress(None, f"generations of {people:,}")
        leaves[k] = inner[k, :k].sum() + ends[k].sum()
        inner[:k, k] /= leaves[k]
        inner[:k, :k] += np.outer(inner[:k, k], inner[k, :k])
        ends[:k] += np.outer(inner[:k, k], ends[k])
        spent[:k] += inner[:k, k] * spent[k]
    wins = np.zeros(people - 1)
    for k in range(people - 1):
        wins[k] = (ends[k, 1] + inner[k, :k] @ wins[:k]) / leaves[k]
    until_won = wins.copy()
    for k in range(people - 2, 0, -1):
        until_won[:k] += inner[:k, k] * until_won[k]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(wins[:1]), spent[:1] / leaves[0], until_won[:1] / leaves[0] / wins[:1]


def binomial(people: int, chance: Floats) -> Floats:
    """The probability of 0, 1, … successes among so many, shape (..., people + 1)."""
    from scipy.special import gammaln, xlog1py, xlogy

    many = np.arange(people + 1)
    ways = gammaln(people + 1) - gammaln(many + 1) - gammaln(people - many + 1)
    each = np.clip(chance, 0, 1)[..., np.newaxis]
    probability: Floats = np.exp(ways + xlogy(many, each) + xlog1py(people - many, -each))
    return probability


def _fractions(population: PopulationGame, process: Process, progress: Progress
               ) -> tuple[tuple[Fraction, ...], ...]:
    """ρ of each pair in exact numbers."""
    size, people = population.sizes[0], process.population
    if process.moves is None:
        raise InputError([Problem("exact", f"{process.name} has no exact probabilities: exponentials and "
                                           "generations give none; moran and moran-death-birth have")])
    if people > MOST_EXACT:
        raise InputError([Problem("exact", f"fractions are told of a population of at most {MOST_EXACT}, not "
                                           f"{people:,}")])
    counts = np.array([[m, people - m] for m in range(1, people)], dtype=object)
    rows = [[Fraction(1, people)] * size for _ in range(size)]
    for i in range(size):
        for j in range(size):
            progress(0.5 + (i * size + j) / (2 * size * size), "fractions")
            if i == j:
                continue
            product, total, never = Fraction(1), Fraction(1), False
            for (mutants, _), earned in zip(counts, payoffs_of(_between(population, i, j), counts, people)):
                fit, other = (1 + process.strength * (payoff - 1) for payoff in earned)
                up, down = process.moves(people, mutants, fit, other)
                never = never or not up
                if never:
                    break
                product *= down / up
                total += product
            rows[i][j] = Fraction(0) if never else 1 / total
    return tuple(map(tuple, rows))


def resident(logs: Floats, progress: Progress = silent) -> Floats:
    """The stationary distribution of a chain with rates [from, to], both as logarithms: state after state is
    taken out and put in again, without a subtraction (Grassmann, Taksar and Heyman 1985, Operations Research
    33, 1107–1116). NaN where there are several: states that never lead to each other."""
    n = len(logs)
    if np.any(np.isneginf(logs)) and len(kept := _kept(logs)) < n:
        some = np.full(n, -np.inf if kept else np.nan)
        if kept:
            some[kept] = resident(logs[np.ix_(kept, kept)], progress)
        return some
    rates = logs.copy()
    for k in range(n - 1, 0, -1):
        progress(0.5 + (n - k) / (2 * n), "how long each stays")
        rates[:k, k] -= np.logaddexp.reduce(rates[k, :k])
        rates[:k, :k] = np.logaddexp(rates[:k, :k], rates[:k, k, None] + rates[k, None, :k])
    times = np.zeros(n)
    for k in range(1, n):
        times[k] = np.logaddexp.reduce(times[:k] + rates[:k, k])
    settled: Floats = times - np.logaddexp.reduce(times)
    return settled


def _kept(logs: Floats) -> list[int]:
    """The states where a chain with these rates stays in the end; none where that depends on the start."""
    from scipy.sparse.csgraph import connected_components

    leads = np.isfinite(logs) & ~np.eye(len(logs), dtype=bool)
    count, of = connected_components(leads, connection="strong")
    ends = [k for k in range(count) if not np.any(leads[of == k][:, of != k])]
    return np.flatnonzero(of == ends[0]).tolist() if len(ends) == 1 else []
