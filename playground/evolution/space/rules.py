"""Rules by which a site takes over a neighbour's strategy. Payoffs are sums over all of a site's meetings.

Fitness, where there is one, is 1 − w + w π of selection strength w (Nowak, Sasaki, Taylor and Fudenberg 2004,
Nature 428, 646–650). Adding a rule is adding one decorated function.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from playground.catalogue import Catalogue, Option
from playground.evolution.population import Floats
from playground.evolution.space.sites import Indices, States

LEAST_FIT = Fraction(1, 100)  # of the fittest there can be, where births are drawn
NOBODY = -1.0  # below every weight and key of a race
_LOWEST = np.array([0] + [(bits & -bits).bit_length() - 1 for bits in range(1, 256)], dtype=np.uint8)


@dataclass(frozen=True, eq=False)
class Hood:
    """Some sites, and what they see.

    own
        Their strategies.
    strategies, payoffs
        Of each site and its neighbours, as `Around` has them; payoffs in whole numbers, `scale` times what is
        earned.
    starts, counts
        Where each site's part begins, with the site itself; how long it is.
    """

    own: States
    strategies: States
    payoffs: Indices
    starts: Indices
    counts: Indices
    scale: int

    @property
    def earned(self) -> Floats:
        earned: Floats = self.payoffs / self.scale
        return earned

    def one_of(self, luck: np.random.Generator) -> Indices:
        """A random neighbour of each site, as a place in `strategies`; the site itself if it has none."""
        others = self.counts - 1
        drawn: Indices = self.starts + (others > 0) + (luck.random(len(others)) * others).astype(np.int64)
        return drawn

    def drawn(self, weights: Floats, luck: np.random.Generator) -> States:
        """The strategy of a neighbour, or of the site itself, drawn in proportion to its weight; the own one
        where all weights are 0.

        Each runs at a rate of its weight, and the first of a site is taken.
        """
        speed = np.where(weights > 0, weights / luck.standard_exponential(len(weights)), NOBODY)
        fastest = np.maximum.reduceat(speed, self.starts)
        first = np.where(speed == np.repeat(fastest, self.counts), self.strategies, 0)
        found: States = np.maximum.reduceat(first, self.starts).astype(np.uint8)
        return np.where(fastest > 0, found, self.own)


@dataclass(frozen=True)
class Rule:
    """become
        What each site of a `Hood` plays next, by luck.
    lowest
        Below this payoff of a site the rule makes no sense, for the reason that `negative` says.
    fitness
        Of rules in which one is born after the other: how fit a payoff is. Who gives birth is drawn from the
        whole population in proportion, and `become` is not used.
    best
        Whether it is imitating the best, for which there is a quick way on lattices.
    name
        As `Catalogue.read` reads it; the catalogue gives it.
    """

    become: Callable[[Hood, np.random.Generator], States]
    lowest: Fraction | None = None
    negative: str = ""
    fitness: Callable[[Any], Any] | None = None
    best: bool = False
    name: str = ""

    def refuses(self, low: Fraction, high: Fraction) -> str:
        """Why sites that earn from `low` to `high` cannot live by it, and what to change."""
        if self.lowest is not None and low < self.lowest:
            return f"a site can earn {low}, and {self.negative}"
        if self.fitness is not None and self.fitness(low) < LEAST_FIT * self.fitness(high):
            return (f"sites that earn {low} hardly ever give birth beside others that earn {high}; give a "
                    "lower strength, or add to all payoffs")
        return ""


# Each entry makes a rule from its options, which it takes by keyword.
RULES: Catalogue[Callable[..., Rule]] = Catalogue("rule")


def rule_of(rule: str | Rule) -> Rule:
    """The rule that a text such as `fermi:noise=1/5` names. Raises `InputError`."""
    if isinstance(rule, Rule):
        return rule
    entry, settings = RULES.chosen(rule, "rule")
    return replace(entry.make(**settings), name=entry.text(settings))


@RULES.entry("imitate-the-best", "Imitate the best",
             "Plays what the highest payoff among itself and its neighbours was earned with. Where several "
             "strategies earned it, the own one stays if it is one of them; otherwise the first in the list "
             "wins.",
             reference="Nowak, M. A. and May, R. M. (1992). Evolutionary games and spatial chaos. Nature "
                       "359, 826–829.")
def _imitate_the_best() -> Rule:
    return Rule(_best, best=True)


def _best(hood: Hood, luck: np.random.Generator) -> States:
    highest = np.repeat(np.maximum.reduceat(hood.payoffs, hood.starts), hood.counts)
    marks = np.where(hood.payoffs == highest, np.left_shift(np.uint8(1), hood.strategies), np.uint8(0))
    tied = np.bitwise_or.reduceat(marks, hood.starts)
    stays = (tied >> hood.own) & 1
    return np.where(stays, hood.own, _LOWEST[tied])


@RULES.entry("fermi", "Fermi",
             "Looks at one random neighbour, and takes over its strategy with the probability "
             "1 / (1 + exp((own payoff − its payoff) / noise)).",
             reference="Szabó, G. and Tőke, C. (1998). Evolutionary prisoner's dilemma game on a square "
                       "lattice. Physical Review E 58, 69–73.",
             options=(Option("noise", Fraction(1, 10), Fraction(1, 1000), Fraction(100),
                             "how much chance there is in who is imitated, in payoffs"),))
def _fermi(noise: Fraction) -> Rule:
    def become(hood: Hood, luck: np.random.Generator) -> States:
        other = hood.one_of(luck)
        more = (hood.payoffs[other] - hood.payoffs[hood.starts]) / hood.scale / float(noise)
        # 1 / (1 + exp(-x)) without overflow.
        takes = luck.random(len(other)) < (1 + np.tanh(more / 2)) / 2
        return np.where(takes, hood.strategies[other], hood.own)
    return Rule(become)


@RULES.entry("proportional", "Proportional",
             "Takes over the strategy of one of its neighbours, or keeps its own, with probabilities in "
             "proportion to their payoffs, to a power.",
             reference="Nowak, M. A., Bonhoeffer, S. and May, R. M. (1994). Spatial games and the "
                       "maintenance of cooperation. Proceedings of the National Academy of Sciences 91, "
                       "4877–4881.",
             options=(Option("power", Fraction(1), Fraction(1, 10), Fraction(100),
                             "the higher, the more the best decide"),))
def _proportional(power: Fraction) -> Rule:
    def become(hood: Hood, luck: np.random.Generator) -> States:
        earned = hood.earned
        highest = np.repeat(np.maximum.reduceat(earned, hood.starts), hood.counts)
        parts = np.divide(earned, highest, out=np.zeros_like(earned), where=highest > 0)
        return hood.drawn(parts ** float(power), luck)
    return Rule(become, Fraction(0), "chances in proportion to payoffs need payoffs of 0 and above; add to "
                                     "all payoffs, or use imitate-the-best or fermi")


_STRENGTH = Option("strength", Fraction(1, 10), Fraction(0), Fraction(1),
                   "how much payoffs count: fitness is 1 − strength + strength × payoff")


def _fitness(strength: Fraction) -> Callable[[Any], Any]:
    return lambda payoff: 1 - strength + strength * payoff


def _lowest(strength: Fraction) -> tuple[Fraction | None, str]:
    return (1 - 1 / strength if strength else None,
            f"fitness 1 − w + w π would be negative at the strength w = {strength}; give a lower strength, "
            "or add to all payoffs")


@RULES.entry("death-birth", "Moran, death–birth",
             "Dies, and its neighbours compete for the site in proportion to their fitness.",
             reference="Ohtsuki, H., Hauert, C., Lieberman, E. and Nowak, M. A. (2006). A simple rule for "
                       "the evolution of cooperation on graphs and social networks. Nature 441, 502–505.",
             options=(_STRENGTH,))
def _death_birth(strength: Fraction) -> Rule:
    def become(hood: Hood, luck: np.random.Generator) -> States:
        weights = 1 - float(strength) + float(strength) * hood.earned
        weights[hood.starts] = 0
        # Where nobody is fit, chance alone decides.
        none = np.repeat(np.maximum.reduceat(weights, hood.starts) <= 0, hood.counts)
        none[hood.starts] = False
        return hood.drawn(np.where(none, 1.0, weights), luck)
    return Rule(become, *_lowest(strength))


@RULES.entry("birth-death", "Moran, birth–death",
             "One of all sites gives birth, drawn in proportion to fitness, and the child takes the place of "
             "a random neighbour. One by one only.",
             reference="Lieberman, E., Hauert, C. and Nowak, M. A. (2005). Evolutionary dynamics on graphs. "
                       "Nature 433, 312–316.",
             options=(_STRENGTH,))
def _birth_death(strength: Fraction) -> Rule:
    return Rule(lambda hood, luck: hood.own, *_lowest(strength), fitness=_fitness(strength))
