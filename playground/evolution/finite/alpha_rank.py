"""α-rank: how often each profile of strategies is played where small populations rarely mutate.

Each player is a population of m; all of one play alike nearly always, and one after the other a mutant
appears. With the selection α it takes over with the probability

    ρ = 1 / Σₖ exp(−α Sₖ),    k from 0 to m − 1,

Sₖ being the sum over 1, …, k mutants of what they earn more than the residents: k times the gain of the
deviation, so that ρ = (1 − e^(−αd)) / (1 − e^(−αmd)). What is played is a Markov chain on the profiles, and
its stationary distribution the ranking (Omidshafiei and others 2019, α-Rank: multi-agent evaluation by
evolution, Scientific Reports 9, 9937). In one population of a symmetric game a mutant meets a resident; or,
with `local` off, everybody everybody else, as in `fixation`.

As α grows, ρ behaves like c exp(−α h). With numbers of that kind, of which a sum keeps the slowest terms, the
chain is solved without a subtraction, so that the limit itself is found, exactly: no α is large enough by
definition, and no small number stands for zero. Where ties decide, the limit differs from OpenSpiel's
infinite-α option, which gives a tie 1/2 in place of 1/m. The profiles that remain lie in sinks of the
response graph: sets that weakly better responses of one player do not leave. """

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, product
from typing import Any

import numpy as np

from playground.evolution.finite.fixation import MOST_STRATEGIES, resident
from playground.evolution.finite.process import payoffs_of
from playground.evolution.population import KINDS, ONE, Floats, PopulationGame, population_game
from playground.game import NormalForm
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MOST_PROFILES, MOST_EXACT = 1_000, 120
MOST_PEOPLE, MOST_SUMS = 1_000, 500_000
Size = tuple[Fraction, Fraction]  # h and c of c exp(−α h)


@dataclass(frozen=True, eq=False)
class AlphaRank:
    """profiles
        What is ranked: indices of strategies, one a population.
    masses
        For which share of the time each is played; `fractions` the same exactly, in the limit.
    alpha
        None: the limit of strong selection.
    responses
        The response graph: [from, to], whether one player's deviation does not earn less.
    sinks
        Its sets of profiles, by index, that no response leaves, each whole.
    """

    profiles: tuple[tuple[int, ...], ...]
    masses: Floats
    alpha: Fraction | None
    population: int
    responses: Any
    sinks: tuple[tuple[int, ...], ...]
    fractions: tuple[Fraction, ...] | None = None

    @property
    def ranking(self) -> tuple[int, ...]:
        """Indices of profiles, the largest mass first."""
        return tuple(np.argsort(-self.masses, kind="stable").tolist())

    def as_dict(self) -> dict[str, Any]:
        """As printed by `playground alpha-rank --json`."""
        return {"alpha": None if self.alpha is None else str(self.alpha), "population": self.population,
                "profiles": [list(profile) for profile in self.profiles], "masses": self.masses.tolist(),
                "fractions": self.fractions and [str(mass) for mass in self.fractions],
                "ranking": list(self.ranking), "sinks": [list(sink) for sink in self.sinks]}


@dataclass(frozen=True, eq=False)
class _Contests:
    """Of each (from, to) that one deviation makes: the gain d, or, where it depends on how many deviate, the
    sums Sₖ, k from 0 on. All exact."""

    profiles: tuple[tuple[int, ...], ...]
    people: int
    gains: dict[tuple[int, int], Fraction]
    sums: dict[tuple[int, int], list[Fraction]]

    def logs(self, alpha: float) -> Floats:
        """The logarithms of ρ, [from, to]."""
        rates = np.full((len(self.profiles),) * 2, -np.inf)
        if self.gains:
            u = alpha * np.array([float(gain) for gain in self.gains.values()])
            far = np.abs(np.where(u, u, 1))
            ratio = np.log(-np.expm1(-far)) - np.log(-np.expm1(-self.people * far))
            rates[tuple(zip(*self.gains))] = np.where(u, np.minimum(0, (self.people - 1) * u) + ratio,
                                                      -np.log(self.people))
        if self.sums:
            sums = np.array([[float(value) for value in row] for row in self.sums.values()])
            rates[tuple(zip(*self.sums))] = -np.logaddexp.reduce(-alpha * sums, axis=1)
        return rates

    def sizes(self) -> dict[tuple[int, int], Size]:
        """ρ as α grows."""
        found = {at: (max(-gain * (self.people - 1), Fraction(0)),
                      Fraction(1) if gain else Fraction(1, self.people)) for at, gain in self.gains.items()}
        for at, sums in self.sums.items():
            lowest = min(sums)
            found[at] = (-lowest, Fraction(1, sums.count(lowest)))
        return found


def alpha_rank(game: NormalForm, alpha: Fraction | None = None, population: int = 50, local: bool = True,
               kind: str = "", progress: Progress = silent) -> AlphaRank:
    """The ranking of `game`'s profiles, or of its strategies where it is symmetric and played within one
    population; `kind` "one" or, for each player a population, "two" or "three". Without `alpha`, the limit.
    Raises `InputError`, and what `progress` raises."""
    if alpha is not None and not 0 <= alpha <= 10**9:
        raise InputError([Problem("alpha", f"{alpha} is not from 0 to 1,000,000,000; without it the limit is "
                                           "found")])
    contests = _contests(game, population, local, kind, progress)
    sizes = contests.sizes()
    count = len(contests.profiles)
    responses = np.zeros((count, count), dtype=bool)
    for at, (height, _) in sizes.items():
        responses[at] = height == 0
    fractions = None
    if alpha is None:
        if count > MOST_EXACT:
            raise InputError([Problem("alpha", f"the limit is found of at most {MOST_EXACT} profiles, not "
                                               f"{count:,}; give an alpha")])
        fractions = _limit(sizes, count, progress)
        masses = np.array(fractions, dtype=np.float64)
    else:
        masses = np.exp(resident(contests.logs(float(alpha)), progress))
    return AlphaRank(contests.profiles, masses, alpha, population, responses, _sinks(responses), fractions)


def alpha_sweep(game: NormalForm, alphas: Sequence[float], population: int = 50, local: bool = True,
                kind: str = "", progress: Progress = silent) -> Floats:
    """The masses under each of these selections, shape (alphas, profiles). Raises as `alpha_rank`."""
    contests = _contests(game, population, local, kind, progress)
    return np.array([np.exp(resident(contests.logs(alpha), progress)) for alpha in alphas])


def _contests(game: NormalForm, people: int, local: bool, kind: str, progress: Progress) -> _Contests:
    one = kind == ONE if kind else game.is_symmetric and game.n_players > 1
    count, most = ((game.shape[0], MOST_STRATEGIES) if one else (math.prod(game.shape), MOST_PROFILES))
    problems = []
    if kind not in ("", ONE, *KINDS[game.n_players - 1:game.n_players]) or (one and not game.is_symmetric):
        problems.append(Problem("structure", f"there is no structure {kind!r} of this game; without one, "
                                             "each player is a population, of a symmetric game all are one"))
    if not 2 <= people <= MOST_PEOPLE:
        problems.append(Problem("population", f"{people:,} is not from 2 to {MOST_PEOPLE:,}"))
    if count > most:
        problems.append(Problem("game", f"{count:,} profiles; at most {most:,} are ranked"))
    if one and local and game.n_players != 2:
        problems.append(Problem("local", f"{game.n_players} players meet in this game, no mutant with one "
                                         "resident alone; let everybody meet everybody (local=False)"))
    elif one and not local and count ** 2 * people > MOST_SUMS:
        problems.append(Problem("population", f"{count:,} strategies in a population of {people:,} are too "
                                              "many where all meet; give local=True or a smaller population"))
    if problems:
        raise InputError(problems)
    population = None if not one or local else population_game(game, ONE)
    profiles = tuple((i,) for i in range(count)) if one else tuple(product(*map(range, game.shape)))
    index = {profile: at for at, profile in enumerate(profiles)}
    gains: dict[tuple[int, int], Fraction] = {}
    sums: dict[tuple[int, int], list[Fraction]] = {}
    for at, profile in enumerate(profiles):
        progress(at / (2 * count), "deviations")
        for player, own in enumerate(profile):
            for other in range(game.shape[player]):
                if other == own:
                    continue
                deviation = (*profile[:player], other, *profile[player + 1:])
                to = index[deviation]
                if population is not None:
                    each = _gains(population, other, own, people)
                    sums[at, to] = list(accumulate(each, initial=Fraction(0)))
                elif one:
                    gains[at, to] = game.payoff(0, (other, own)) - game.payoff(0, (own, other))
                else:
                    gains[at, to] = game.payoff(player, deviation) - game.payoff(player, profile)
    return _Contests(profiles, people, gains, sums)


def _gains(population: PopulationGame, mutant: int, own: int, people: int) -> list[Fraction]:
    """What 1, 2, … mutants each earn more than residents, everybody meeting everybody else."""
    counts = np.zeros((people - 1, population.sizes[0]), dtype=object)
    counts[:, mutant], counts[:, own] = range(1, people), range(people - 1, 0, -1)
    earned = payoffs_of(population, counts, people)
    return [Fraction(row[mutant] - row[own]) for row in earned]


def _limit(sizes: dict[tuple[int, int], Size], count: int, progress: Progress) -> tuple[Fraction, ...]:
    """The stationary distribution as α grows without bound: `resident` with numbers c exp(−α h)."""
    rates = dict(sizes)
    for k in range(count - 1, 0, -1):
        progress(0.5 + (count - k) / (2 * count), "the limit")
        into = [i for i in range(k) if (i, k) in rates]
        out = [j for j in range(k) if (k, j) in rates]
        high, many = _summed([rates[k, j] for j in out])
        for i in into:
            h, c = rates[i, k]
            rates[i, k] = (h - high, c / many)
            for j in out:
                if i != j:
                    through = (rates[i, k][0] + rates[k, j][0], rates[i, k][1] * rates[k, j][1])
                    rates[i, j] = _summed([rates[i, j], through]) if (i, j) in rates else through
    times: list[Size] = [(Fraction(0), Fraction(1))]
    for k in range(1, count):
        times.append(_summed([(times[i][0] + rates[i, k][0], times[i][1] * rates[i, k][1])
                              for i in range(k) if (i, k) in rates]))
    lowest, whole = _summed(times)
    return tuple(c / whole if h == lowest else Fraction(0) for h, c in times)


def _summed(terms: Sequence[Size]) -> Size:
    lowest = min(h for h, _ in terms)
    return lowest, sum((c for h, c in terms if h == lowest), Fraction(0))


def _sinks(responses: Any) -> tuple[tuple[int, ...], ...]:
    from scipy.sparse.csgraph import connected_components

    count, of = connected_components(responses, connection="strong")
    return tuple(tuple(np.flatnonzero(of == k).tolist()) for k in range(count)
                 if not np.any(responses[of == k][:, of != k]))
