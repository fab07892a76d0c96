"""What a process is: how a population of N changes by chance, one step at a time.

In a step of the Moran and Fermi processes one individual is replaced: one who plays i, with the probability
nᵢ / N, by one who plays j, with the probability that `becomes` tells. In a step of the Wright–Fisher process
all are. N steps of the former, and one of the latter, are a generation. Everybody meets everybody else, not
itself: who plays i in a population with the counts n earns πᵢ = (Σⱼ nⱼ aᵢⱼ − aᵢᵢ) / (N − 1), and in games of
more players what groups drawn without replacement bring on average.

Fitness, where there is one, is 1 − w + w π, of selection strength w (Nowak, Sasaki, Taylor and Fudenberg
2004, Nature 428, 646–650): at w = 1 payoffs are fitness, as textbooks have it, and no payoff may then be
below zero. The other mapping, exp(w π), takes all payoffs and every strength (Traulsen, Shoresh and Nowak
2008, Bulletin of Mathematical Biology 70, 1410–1424); for weak selection both are the same. Where nobody is
fit, chance alone decides.

Mutants play each of the other strategies alike: with the probability μ the newborn one does, or under
imitation the one who would have compared itself. """

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.catalogue import Catalogue, Option, Settings
from playground.evolution.population import Floats, PopulationGame
from playground.problem import InputError, Problem

Counts = npt.NDArray[np.int64]
Moves = tuple[Fraction, Fraction]
MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class Process:
    """becomes
        (counts, payoffs), shapes (..., strategies) → the logarithm of the probability that in the place of
        one who plays `from` there is one who plays `to`, shape (..., from, to) or, where all are alike,
        (..., 1, to); without mutation.
    moves
        The same in exact numbers, of two strategies: (N, how many mutants, their fitness, the residents')
        → with which probability they become one more, and one less. None where it is irrational.
    newborn
        Whether mutation strikes who is born; else who would imitate, and does not then.
    generations
        Whether all are replaced at once.
    lowest
        Below this payoff the process makes no sense.
    name
        As `Catalogue.read` reads it; the catalogue gives it.
    """

    becomes: Callable[[Floats, Floats], Floats]
    population: int
    strength: Fraction
    mutation: Fraction
    moves: Callable[[int, int, Fraction, Fraction], Moves] | None = None
    newborn: bool = True
    generations: bool = False
    lowest: Fraction | None = None
    name: str = ""

    @property
    def generation(self) -> int:
        """How many steps a generation has."""
        return 1 if self.generations else self.population

    def refuses(self, population: PopulationGame) -> str:
        """Why the game cannot be played so, and what to change; empty where it can."""
        if self.lowest is not None and population.lowest < self.lowest:
            weaker = 1 / (1 - population.lowest)
            return (f"fitness 1 − w + w π is negative where the payoff π is {population.lowest} and the "
                    f"strength w {self.strength}; give strength={weaker} or less, add to all payoffs, or use "
                    "exponential=1")
        most = max(map(len, population.met)) + (len(population.sizes) == 1)
        if len(population.sizes) == 1 and self.population < most:
            return f"{most} meet in this game; give population={most} or more"
        return ""

    def replaced(self, counts: Floats, payoffs: Floats) -> Floats:
        """The probabilities (..., from, to), or (..., 1, to), of `becomes` with mutation."""
        chances: Floats = np.exp(self.becomes(counts, payoffs))
        size, rate = chances.shape[-1], float(self.mutation)
        if not rate or size == 1:
            return chances
        mutants = 1 - chances if self.newborn else 1 - np.eye(size)
        mixed: Floats = (1 - rate) * chances + rate / (size - 1) * mutants
        return mixed

    def flows(self, counts: Floats, payoffs: Floats) -> Floats:
        """The probabilities that the next step puts a `to` in the place of a `from`, shape (..., from, to),
        summing to 1; of a process without generations."""
        flows: Floats = counts[..., np.newaxis] / self.population * self.replaced(counts, payoffs)
        return flows


# Each entry makes a process from its options, which it takes by keyword.
PROCESSES: Catalogue[Callable[..., Process]] = Catalogue("process")


def process_of(process: str | Process, **options: Fraction) -> Process:
    """The process that a text such as `moran:population=50` names, some `options` set besides. Raises
    `InputError`."""
    if isinstance(process, Process):
        if options:
            raise InputError([Problem(name, "the process is there already; set this where it is made")
                              for name in options])
        return process
    entry, settings = PROCESSES.chosen(process, "process")
    try:
        given = entry.settings(options)
    except InputError as refused:
        raise InputError([replace(problem, place=problem.place[len("options["):-1])
                          for problem in refused.problems]) from None
    settings = {**settings, **{name: given[name] for name in options}}
    made = entry.make(**settings)
    return replace(made, name=entry.text(settings))


def fitting(population: PopulationGame, process: Process) -> None:
    """Raises `InputError` where this process cannot play the game."""
    if reason := process.refuses(population):
        raise InputError([Problem("process", reason)])


def payoffs_of(population: PopulationGame, counts: npt.NDArray[Any], people: int) -> npt.NDArray[Any]:
    """What each strategy earns where so many of each population's `people` play each; shapes (..., sum of
    sizes). Of a strategy that nobody plays the number means nothing. Exact where the counts are objects."""
    exact = counts.dtype == object
    tables = population.tables if exact else population.floats
    if len(population.sizes) > 1:
        shares = counts * Fraction(1, people) if exact else counts / people
        if exact:
            return np.array([population.exact_payoffs(state) for state in shares])
        return population.payoffs(shares)
    table, group = tables[0], len(population.met[0])
    if group == 1:
        one = Fraction(1, people - 1) if exact else 1 / (people - 1)
        earned: npt.NDArray[Any] = (counts @ table.T - table.diagonal()) * one
        return earned
    return _in_groups(table, counts, people, group, exact)


def _in_groups(table: npt.NDArray[Any], counts: npt.NDArray[Any], people: int, group: int, exact: bool
               ) -> npt.NDArray[Any]:
    """The same where each meets `group` others, drawn without replacement from those who are not itself."""
    size = len(table)
    earned: npt.NDArray[Any] = np.zeros(counts.shape, dtype=object if exact else np.float64)
    others = counts[..., np.newaxis, :] - np.eye(size, dtype=int)  # whom each can meet
    for met in combinations_with_replacement(range(size), group):
        ways: Any = 1
        for kind, times in Counter(met).items():
            for k in range(times):
                one = Fraction(1, k + 1) if exact else 1 / (k + 1)
                ways = ways * np.maximum(others[..., kind] - k, 0) * one
        earned = earned + ways * table.T[met]
    total = math.comb(people - 1, group)
    return earned * (Fraction(1, total) if exact else 1 / total)


# --- the processes ----------------------------------------------------------------------------------------


def _log(values: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        logs: Floats = np.log(values)
    return logs


def _fitness(payoffs: Floats, strength: Fraction, exponential: bool) -> Floats:
    """In logarithms."""
    if exponential:
        return float(strength) * payoffs
    return _log(np.maximum(1 + float(strength) * (payoffs - 1), 0))


def _drawn(numbers: Floats, fitness: Floats) -> Floats:
    """Logarithms of the probabilities to be drawn in proportion to fitness, of so many of each kind."""
    logs = _log(numbers)
    both = logs + fitness
    nobody = np.all(np.isneginf(both), axis=-1, keepdims=True)
    both = np.where(nobody, logs, both)
    drawn: Floats = both - np.logaddexp.reduce(both, axis=-1, keepdims=True)
    return drawn


def _options(strength: str) -> tuple[Option, ...]:
    return (Option("population", Fraction(100), Fraction(2), Fraction(MOST_PEOPLE), "how many there are",
                   whole=True),
            Option("strength", Fraction(1), Fraction(0), Fraction(10**6), strength),
            Option("mutation", Fraction(0), Fraction(0), Fraction(1), "the probability of a mutation; 0: "
                   "none, and in the long run so few that each is over before the next"))


FITNESS = (*_options("of selection, w: fitness is 1 − w + w π, or exp(w π)"),
           Option("exponential", Fraction(0), Fraction(0), Fraction(1), "1: fitness is exp(w π), for payoffs "
                  "of all kinds", whole=True))


def _bred(becomes: Callable[[Floats, Floats], Floats], settings: Settings, generations: bool = False,
          moves: Callable[[int, int, Fraction, Fraction], Moves] | None = None) -> Process:
    """A process with fitness; `becomes` takes its logarithm in place of payoffs."""
    people, strength, mutation = (settings[name] or Fraction(0)
                                  for name in ("population", "strength", "mutation"))
    exponential = bool(settings["exponential"])
    if not exponential and strength > 1:
        raise InputError([Problem("strength", "fitness 1 − w + w π needs a strength w from 0 to 1, not "
                                              f"{strength}; stronger selection needs exponential=1")])
    return Process(lambda counts, payoffs: becomes(counts, _fitness(payoffs, strength, exponential)),
                   int(people), strength, mutation, None if exponential else moves, generations=generations,
                   lowest=None if exponential or not strength else 1 - 1 / strength)


def _births(counts: Floats, fitness: Floats) -> Floats:
    return _drawn(counts, fitness)[..., np.newaxis, :]


def _chance(number: int, fitness: Fraction, others: int, theirs: Fraction) -> Fraction:
    """That one of so many is drawn and none of the others, in proportion to fitness."""
    mine, all_ = number * fitness, number * fitness + others * theirs
    return Fraction(mine, all_) if all_ else Fraction(number, number + others)


def _birth_death(people: int, mutants: int, theirs: Fraction, others: Fraction) -> Moves:
    residents = people - mutants
    born = _chance(mutants, theirs, residents, others)
    return Fraction(residents, people) * born, Fraction(mutants, people) * (1 - born)


def _death_birth(people: int, mutants: int, theirs: Fraction, others: Fraction) -> Moves:
    residents = people - mutants
    return (Fraction(residents, people) * _chance(mutants, theirs, residents - 1, others),
            Fraction(mutants, people) * _chance(residents, others, mutants - 1, theirs))


@PROCESSES.entry(
    "moran", "Moran (birth–death)",
    "One is chosen in proportion to fitness and has a child, which takes the place of one chosen at random.",
    reference="Moran, P. A. P. (1958). Random processes in genetics. Mathematical Proceedings of the "
              "Cambridge Philosophical Society 54, 60–71; with games: Nowak, M. A., Sasaki, A., Taylor, C. "
              "and Fudenberg, D. (2004). Emergence of cooperation and evolutionary stability in finite "
              "populations. Nature 428, 646–650.", options=FITNESS)
def moran(**settings: Fraction) -> Process:
    return _bred(_births, settings, moves=_birth_death)


@PROCESSES.entry(
    "moran-death-birth", "Moran (death–birth)",
    "One chosen at random dies; the others compete for the place in proportion to fitness.",
    reference="Kaveh, K., Komarova, N. L. and Kohandel, M. (2015). The duality of spatial death–birth and "
              "birth–death processes and limitations of the isothermal theorem. Royal Society Open Science "
              "2, 140465.", options=FITNESS)
def death_birth(**settings: Fraction) -> Process:
    def becomes(counts: Floats, fitness: Floats) -> Floats:
        left = np.maximum(counts[..., np.newaxis, :] - np.eye(counts.shape[-1]), 0)
        return _drawn(left, fitness[..., np.newaxis, :])
    return _bred(becomes, settings, moves=_death_birth)


@PROCESSES.entry(
    "fermi", "Fermi (pairwise comparison)",
    "Two at random are compared; the first imitates the second, the likelier the more it earns.",
    reference="Traulsen, A., Nowak, M. A. and Pacheco, J. M. (2006). Stochastic dynamics of invasion and "
              "fixation. Physical Review E 74, 011909.",
    options=_options("of selection, w: the first imitates with the probability 1 / (1 + exp(−w (π₂ − π₁)))"))
def fermi(population: Fraction, strength: Fraction, mutation: Fraction) -> Process:
    people, beta = int(population), float(strength)

    def becomes(counts: Floats, payoffs: Floats) -> Floats:
        more = payoffs[..., np.newaxis, :] - payoffs[..., np.newaxis]
        imitated = _log(counts)[..., np.newaxis, :] - math.log(people - 1) - np.logaddexp(0, -beta * more)
        own = np.eye(counts.shape[-1], dtype=bool)
        stays = 1 - np.sum(np.exp(imitated), axis=-1, where=~own)
        made: Floats = np.where(own, _log(np.maximum(stays, 0))[..., np.newaxis], imitated)
        return made
    return Process(becomes, people, strength, mutation, newborn=False)


@PROCESSES.entry(
    "wright-fisher", "Wright–Fisher",
    "All are replaced at once: each of the next generation draws its parent in proportion to fitness.",
    reference="Imhof, L. A. and Nowak, M. A. (2006). Evolutionary game dynamics in a Wright–Fisher process. "
              "Journal of Mathematical Biology 52, 667–681.", options=FITNESS)
def wright_fisher(**settings: Fraction) -> Process:
    return _bred(_births, settings, generations=True)
