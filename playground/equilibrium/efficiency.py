"""Welfare: the best that all could reach together, and what equilibria lose of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from playground.equilibrium.best_response import pure_equilibria
from playground.equilibrium.certify import earnings
from playground.equilibrium.concepts import CONCEPTS, solution_of
from playground.equilibrium.nash import MAX_EQUILIBRIA, extreme_equilibria
from playground.equilibrium.solution import Solution
from playground.equilibrium.vertices import TooLarge
from playground.equilibrium.words import amount, quoted
from playground.game import NormalForm, Profile
from playground.problem import InputError
from playground.progress import Progress

MOST_TOLD = 12  # profiles in a line


@dataclass(frozen=True)
class Prices:
    """What equilibria with a welfare between `worst` and `best` lose of `optimum`, the greatest welfare.

    With positive welfare the price of anarchy is optimum / worst and the price of stability optimum / best.
    Where the optimum is negative payoffs are costs, and the prices are ratios of costs: worst / optimum
    and best / optimum. Either way they are 1 where nothing is lost, and greater otherwise. None where there
    is no such ratio: for an optimum of zero, or a positive optimum and welfare that is not.
    """

    optimum: Fraction
    worst: Fraction
    best: Fraction

    @property
    def anarchy(self) -> Fraction | None:
        return self._ratio(self.worst)

    @property
    def stability(self) -> Fraction | None:
        return self._ratio(self.best)

    def _ratio(self, welfare: Fraction) -> Fraction | None:
        if self.optimum < 0:
            return welfare / self.optimum
        return self.optimum / welfare if self.optimum > 0 and welfare > 0 else None


@CONCEPTS.entry("welfare", "Efficiency and its price", "Greatest welfare, the most equal profiles, and "
                "how much of the welfare is lost in the worst and in the best equilibrium.",
                reference="Koutsoupias, E., Papadimitriou, C. (1999). Worst-Case Equilibria. STACS 1999.")
def efficiency(game: NormalForm, progress: Progress) -> Solution:
    progress(None, "welfare")
    welfare, least = game.payoffs.sum(axis=0), game.payoffs.min(axis=0)
    best, equal = _greatest(welfare), _greatest(least)
    optimum, fairest = welfare[best[0]], least[equal[0]]
    lines = [f"Greatest welfare, {amount(game, optimum)} together: {_listed(game, best)}.",
             f"Greatest least payoff, {amount(game, fairest)}: {_listed(game, equal)}."]
    groups: dict[str, list[Profile]] = {"pure": [Profile.pure(game, at) for at in _extremes(game, welfare)]}
    message, complete = "Complete: every profile was compared.", True
    if game.n_players > 2:
        message = "Complete for pure equilibria; mixed ones of more than two players are not compared."
        complete = False
    elif game.n_players == 2:
        try:
            groups["all"] = extreme_equilibria(game, progress)
            message = ("Complete: welfare has its extremes over all equilibria at those that were found, the "
                       "extreme ones.")
        except TooLarge as error:
            message, complete = f"Not complete, as to mixed equilibria: {error}.", False
    prices, certified = [], True
    for over, profiles in groups.items():
        values = []
        for earned, stable in earnings(game, profiles):
            certified = certified and stable
            values.append(sum(earned, Fraction(0)))
        found = Prices(optimum, min(values), max(values)) if values else None
        prices.append(_plain(over, found))
        lines.append(_line(game, over, found))
    details = (("welfare", _detail(game, optimum, best)), ("egalitarian", _detail(game, fairest, equal)),
               ("prices", prices))
    return solution_of(game, "welfare", "exact", [Profile.pure(game, at) for at in best],
                       tuple((i,) for i in range(len(best))), complete, message, progress, details,
                       certified and _is_greatest(game, optimum, fairest), lines)


def _greatest(table: Any) -> list[tuple[int, ...]]:
    """Where a table is greatest."""
    found = [tuple(at) for at in np.argwhere(table == table.max()).tolist()]
    if len(found) > MAX_EQUILIBRIA:
        raise InputError(f"{len(found):,} profiles are equally good: too many for a list")
    return found


def _extremes(game: NormalForm, welfare: Any) -> list[tuple[int, ...]]:
    """A pure equilibrium with the least and one with the greatest welfare, if there are any."""
    stable = sorted(pure_equilibria(game), key=lambda at: welfare[at])
    return [stable[0], stable[-1]] if stable else []


def _is_greatest(game: NormalForm, optimum: Fraction, fairest: Fraction) -> bool:
    """By the definitions, profile by profile."""
    earned = [game.payoffs[(slice(None), *at)].tolist() for at in np.ndindex(*game.shape)]
    return max(map(sum, earned)) == optimum and max(map(min, earned)) == fairest


def _listed(game: NormalForm, profiles: Sequence[Sequence[int]]) -> str:
    shown = [f"({', '.join(map(quoted, game.profile_names(at)))})" for at in profiles[:MOST_TOLD]]
    more = len(profiles) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def _detail(game: NormalForm, value: Fraction, profiles: Sequence[Sequence[int]]) -> dict[str, Any]:
    return {"value": str(value), "profiles": [list(game.profile_names(at)) for at in profiles]}


def _plain(over: str, prices: Prices | None) -> dict[str, Any]:
    names = ("worst", "best", "anarchy", "stability")
    values = {name: getattr(prices, name, None) for name in names}
    return {"over": over, **{name: None if value is None else str(value) for name, value in values.items()}}


def _line(game: NormalForm, over: str, prices: Prices | None) -> str:
    what = "pure equilibria" if over == "pure" else "all equilibria, mixed ones too"
    if prices is None:
        return "There is no pure equilibrium, and so no price over pure ones."
    worst, best = amount(game, prices.worst), amount(game, prices.best)
    among = f"Over {what}, welfare is {f'between {worst} and {best}' if worst != best else worst}"
    said = [f"the price of {name} is {amount(game, price)}" if price is not None else
            f"the price of {name} is undefined"
            for name, price in (("anarchy", prices.anarchy), ("stability", prices.stability))]
    if prices.optimum < 0:
        said.append("both as ratios of costs, all welfare being negative")
    elif prices.optimum == 0:
        said = ["no price is defined where the greatest welfare is 0"]
    elif prices.anarchy is None:
        said.append("a ratio needs welfare above 0")
    return f"{among}: {', '.join(said)}."
