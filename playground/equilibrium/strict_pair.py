"""The two strict equilibria of a 2×2 game: which is better for both, and which risk-dominates."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from playground.equilibrium.best_response import gains, pure_equilibria
from playground.game import NormalForm


class StrictPair(NamedTuple):
    """The two strict equilibria, in order, and what each player `loses` in either by leaving it alone.
    `payoff_dominant`: the place of the one that is better for both, `risk_dominant`: of the one with the
    larger product of losses; None where there is none (Harsanyi and Selten 1988, A General Theory of
    Equilibrium Selection in Games, sections 3.6 and 3.9)."""

    profiles: tuple[tuple[int, ...], tuple[int, ...]]
    losses: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
    payoff_dominant: int | None
    risk_dominant: int | None

    @property
    def products(self) -> tuple[Fraction, Fraction]:
        """Of the losses in each."""
        (a, b), (c, d) = self.losses
        return a * b, c * d


def strict_pair(game: NormalForm) -> StrictPair | None:
    """None unless the game is 2×2 and has two strict equilibria."""
    strict = strict_equilibria(game) if game.shape == (2, 2) else []
    if len(strict) != 2:
        return None
    (one, lost), (other, lost_there) = strict
    more = [game.payoff(k, one) - game.payoff(k, other) for k in (0, 1)]
    risk = lost[0] * lost[1] - lost_there[0] * lost_there[1]
    return StrictPair((one, other), (lost, lost_there),
                      0 if min(more) > 0 else 1 if max(more) < 0 else None,
                      0 if risk > 0 else 1 if risk < 0 else None)


def strict_equilibria(game: NormalForm) -> list[tuple[tuple[int, ...], tuple[Fraction, ...]]]:
    """The strict equilibria of a 2×2 game, each with what either player loses by leaving it alone."""
    found = [(profile, tuple(-gains(game, k, profile)[1 - profile[k]] for k in (0, 1)))
             for profile in pure_equilibria(game)]
    return [(profile, losses) for profile, losses in found if all(losses)]
