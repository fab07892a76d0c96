"""Best responses in pure strategies, pure equilibria, and what a change alone would bring."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from playground.game import NormalForm
from playground.game.integers import whole_payoffs


def best_responses(game: NormalForm, player: int) -> npt.NDArray[np.bool_]:
    """Where the strategy of `player` is a best response to the others' strategies; shape `game.shape`."""
    payoffs, _factor = whole_payoffs(game, player)
    best: npt.NDArray[np.bool_] = (payoffs == payoffs.max(axis=player, keepdims=True)).astype(bool)
    return best


def pure_equilibria(game: NormalForm) -> list[tuple[int, ...]]:
    """All pure equilibria, for any number of players, each as one strategy index a player, in order."""
    everywhere = np.ones(game.shape, dtype=bool)
    for player in range(game.n_players):
        everywhere &= best_responses(game, player)
    return [tuple(map(int, profile)) for profile in np.argwhere(everywhere)]


def gains(game: NormalForm, player: int, profile: Sequence[int]) -> tuple[Fraction, ...]:
    """What `player` would gain by playing each of its strategies instead, the others as in `profile`."""
    now = game.payoff(player, profile)
    return tuple(game.payoff(player, (*profile[:player], i, *profile[player + 1:])) - now
                 for i in range(game.shape[player]))
