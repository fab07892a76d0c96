"""What is earned in a meeting: the game's payoffs as whole numbers, so that ties are ties."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from playground.evolution.population import structure
from playground.evolution.space.sites import Around, Indices, States
from playground.game import NormalForm
from playground.problem import InputError

MOST_STRATEGIES = 8
LARGEST = 1 << 62  # what a sum of payoffs in whole numbers may be


def space_problem(game: NormalForm) -> str:
    """Why the game cannot be played in space, and what to do; empty where it can."""
    if game.n_players != 2:
        return (f"In space two neighbours meet at a time. This game has {game.n_players} "
                f"player{'s' if game.n_players > 1 else ''}; open one of two.")
    if not game.is_symmetric:
        return ("In space everybody can be on either side, so the game must be symmetric: both players the "
                "same number of strategies, and the payoff tables each other's mirror image. Change this "
                "game so, or open another.")
    if game.shape[0] > MOST_STRATEGIES:
        return (f"In space there is a colour for each of up to {MOST_STRATEGIES} strategies. This game has "
                f"{game.shape[0]}; remove some.")
    return structure(game).reason if not structure(game).kind else ""


@dataclass(frozen=True, eq=False)
class Meetings:
    """table
        What who plays the row earns in a meeting with who plays the column, times `scale`.
    with_self
        Whether everybody meets itself once, too, as in Nowak and May (1992).
    """

    table: npt.NDArray[np.int64]
    scale: int
    with_self: bool

    @property
    def strategies(self) -> int:
        return len(self.table)

    def earned(self, states: States, around: Around) -> Indices:
        """What each of these sites earns from all its meetings, times `scale`."""
        own = states[around.flat[around.starts]]
        each = self.table[np.repeat(own, around.counts), states[around.flat]]
        total: Indices = np.add.reduceat(each, around.starts)
        return total if self.with_self else total - self.table[own, own]

    def range(self, neighbours: int) -> tuple[Fraction, Fraction]:
        """The least and most that a site with up to so many neighbours can earn."""
        low, high = (Fraction(int(value), self.scale) for value in (self.table.min(), self.table.max()))
        fewest, most = int(self.with_self), neighbours + self.with_self
        return min(low * fewest, low * most), max(high * fewest, high * most)


def meetings_of(game: NormalForm, with_self: bool, neighbours: int) -> Meetings:
    """Of a game whose sites have up to so many neighbours. Raises `InputError`."""
    if problem := space_problem(game):
        raise InputError(problem)
    rows = game.payoffs[0].tolist()
    scale = math.lcm(*(value.denominator for row in rows for value in row))
    whole = [[int(value * scale) for value in row] for row in rows]
    if max(abs(value) for row in whole for value in row) * (neighbours + 1) >= LARGEST:
        raise InputError("The payoffs have too many digits to be added up exactly on a lattice; write them "
                         "with fewer.")
    return Meetings(np.array(whole, dtype=np.int64), scale, with_self)
