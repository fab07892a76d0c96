"""What a player can secure whatever the others do."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np

from playground.equilibrium.concepts import CONCEPTS, solution_of
from playground.equilibrium.integers import Mixture, whole
from playground.equilibrium.solution import Solution
from playground.equilibrium.words import amount
from playground.equilibrium.zero_sum import zero_sum
from playground.game import NormalForm, Profile
from playground.game.integers import Integers, whole_payoffs
from playground.progress import Progress, silent


class Security(NamedTuple):
    """`value`: the largest payoff a player can be sure of in expectation; `strategy`: a mixed strategy
    that secures it."""

    value: Fraction
    strategy: Mixture


def maximin(game: NormalForm, player: int, progress: Progress = silent) -> Security:
    """The maximin value of `player` in mixed strategies, exactly, and a strategy that secures it, against
    anything the others may do, even together (von Neumann 1928). In a zero-sum game of two, the value."""
    rows, factor = _rows(game, player)
    value, strategy, _others = zero_sum(rows, progress)
    return Security(value / factor, strategy)


@CONCEPTS.entry("maximin", "Maximin", "What each player can secure whatever the others do, and how.",
                reference="von Neumann, J. (1928). Zur Theorie der Gesellschaftsspiele. Mathematische "
                          "Annalen 100.")
def _maximin(game: NormalForm, progress: Progress) -> Solution:
    secured, certified = [], True
    for k in range(game.n_players):
        rows, factor = _rows(game, k)
        value, strategy, others = zero_sum(rows, progress)
        secured.append(Security(value / factor, strategy))
        certified &= min(_earned(strategy, rows)) == value == max(_earned(others, rows.T))
    message = "; ".join(f"{player.name} can secure {amount(game, value)}"
                        for player, (value, _strategy) in zip(game.players, secured))
    profile = Profile([strategy for _value, strategy in secured])
    return solution_of(game, "maximin", "exact", [profile], ((0,),), True, f"{message}.", progress,
                       (("values", [str(value) for value, _strategy in secured]),), certified)


def _rows(game: NormalForm, player: int) -> tuple[Integers, int]:
    """The player's payoffs as whole numbers, a row a strategy and a column for all that the others may do;
    and the factor they were multiplied by."""
    payoffs, factor = whole_payoffs(game, player)
    return np.moveaxis(payoffs, player, 0).reshape(game.shape[player], -1), factor


def _earned(strategy: Mixture, rows: Integers) -> list[Fraction]:
    """What a mixture of rows earns in each column."""
    weights, scale = whole(strategy)
    return [Fraction(value, scale) for value in weights @ rows.astype(object)]
