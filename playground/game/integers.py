"""A player's payoffs as whole numbers: what is best, and by how much compared, stays the same."""

from __future__ import annotations

from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.game.normal_form import NormalForm

Integers = npt.NDArray[Any]  # int64, or object holding Python ints where those could overflow
_FITS = 2**31


def whole_payoffs(game: NormalForm, player: int) -> tuple[Integers, int]:
    """The payoffs of `player` times the least factor that makes all of them whole, shape `game.shape`,
    and that factor. int64 where every entry is below 2³¹ in size, Python ints otherwise."""
    payoffs = game.payoffs[player]
    flat = payoffs.reshape(-1).tolist()
    factor = lcm(*{value.denominator for value in flat})
    values = [value.numerator * (factor // value.denominator) for value in flat]
    small = max(map(abs, values)) < _FITS
    whole = np.array(values, dtype=np.int64 if small else object)
    return whole.reshape(payoffs.shape), factor
