"""The last word on every equilibrium that is shown: the definition itself, in exact arithmetic.

Knows nothing of how a profile was found, and shares no code with what found it."""

from __future__ import annotations

from fractions import Fraction

from playground.game import NormalForm, Profile


def certify(game: NormalForm, profile: Profile) -> bool:
    """Whether `profile` is a Nash equilibrium: exact probabilities that sum to one for each player, and
    no pure strategy of anybody that earns more (Nash 1951). Floats are never certified."""
    if tuple(map(len, profile)) != game.shape:
        return False
    for strategy in profile:
        if not all(isinstance(p, Fraction) and p >= 0 for p in strategy) or sum(strategy) != 1:
            return False
    return not any(profile.regrets(game))
