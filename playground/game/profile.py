"""A mixed profile: one probability vector a player."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from playground.game.normal_form import NormalForm

Number = Fraction | float


class Profile(tuple[tuple[Number, ...], ...]):
    """One mixed strategy a player: a tuple of tuples of Fractions (exact) or floats.

    >>> Profile([[1, 0], ["1/3", "2/3"]])
    Profile((Fraction(1, 1), Fraction(0, 1)), (Fraction(1, 3), Fraction(2, 3)))
    """

    def __new__(cls, mixed: Iterable[Iterable[Number | int | str]]) -> Profile:
        """Whole numbers and texts become Fractions; floats stay floats."""
        return super().__new__(cls, (tuple(p if isinstance(p, (Fraction, float)) else Fraction(p)
                                           for p in strategy) for strategy in mixed))

    def __repr__(self) -> str:
        return f"Profile{super().__repr__()}"

    @classmethod
    def pure(cls, game: NormalForm, choices: Sequence[int]) -> Profile:
        return cls([[1 if i == choice else 0 for i in range(size)]
                    for size, choice in zip(game.shape, choices)])

    @property
    def supports(self) -> tuple[tuple[int, ...], ...]:
        """For each player the strategies played with positive probability."""
        return tuple(tuple(i for i, p in enumerate(strategy) if p > 0) for strategy in self)

    @property
    def is_pure(self) -> bool:
        return all(len(support) == 1 for support in self.supports)

    def action_payoffs(self, game: NormalForm, player: int) -> tuple[Number, ...]:
        """What each pure strategy of `player` earns against the others' part of this profile."""
        array: Any = game.payoffs[player]
        for other in reversed(range(game.n_players)):
            if other != player:
                support = self.supports[other]
                array = sum(array.take(i, axis=other) * self[other][i] for i in support)
        return tuple(array)

    def payoffs(self, game: NormalForm) -> tuple[Number, ...]:
        """The expected payoff of each player."""
        return tuple(sum((p * u for p, u in zip(self[k], self.action_payoffs(game, k)) if p), Fraction(0))
                     for k in range(game.n_players))

    def regrets(self, game: NormalForm) -> tuple[Number, ...]:
        """What each player could gain by a unilateral change: zero for all exactly at an equilibrium."""
        return tuple(max(self.action_payoffs(game, k)) - earned
                     for k, earned in enumerate(self.payoffs(game)))
