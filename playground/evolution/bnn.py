"""The dynamic of Brown and von Neumann (1950) and Nash (1951): what earns more than the average draws from
all.

ẋ_i = [π_i − π̄]₊ − x_i Σ_j [π_j − π̄]₊. Brown, G. W. and von Neumann, J. (1950). Solutions of games by
differential equations. In: Contributions to the Theory of Games I, 73–79.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul

import numpy as np

from playground.evolution.dynamic import DYNAMICS, Dynamic
from playground.evolution.nash_rest import nash_rest
from playground.evolution.population import Floats


def excess(shares: Floats, payoffs: Floats) -> Floats:
    """[π_i − π̄]₊."""
    mean = np.einsum("...i,...i->...", shares, payoffs)
    more: Floats = np.maximum(payoffs - mean[..., np.newaxis], 0.0)
    return more


def velocity(shares: Floats, payoffs: Floats) -> Floats:
    more = excess(shares, payoffs)
    rates: Floats = more - shares * more.sum(axis=-1, keepdims=True)
    return rates


def plain(shares: Sequence[float], payoffs: Sequence[float]) -> list[float]:
    mean = sum(map(mul, shares, payoffs))
    more = [max(payoff - mean, 0.0) for payoff in payoffs]
    total = sum(more)
    return [gain - share * total for gain, share in zip(more, shares)]


def switches(shares: Floats, payoffs: Floats) -> Floats:
    return np.broadcast_to(excess(shares, payoffs)[..., np.newaxis, :], (*shares.shape, shares.shape[-1]))


@DYNAMICS.entry(
    "bnn", "Brown–von Neumann–Nash",
    "Members who revise take strategies that earn more than the average, in proportion to how much more.",
    reference="Brown, G. W. and von Neumann, J. (1950). Solutions of games by differential equations. In: "
              "Contributions to the Theory of Games I, 73–79.")
def bnn() -> Dynamic:
    return Dynamic(velocity, nash_rest, plain, switches)
