"""Smith's dynamic: members compare their strategy with another one, and switch if it earns more.

ẋ_i = Σ_j x_j [π_i − π_j]₊ − x_i Σ_j [π_j − π_i]₊. Smith, M. J. (1984). The stability of a dynamic model of
traffic assignment: an application of a method of Lyapunov. Transportation Science 18, 245–252. """

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.evolution.dynamic import DYNAMICS, Dynamic, revision
from playground.evolution.nash_rest import nash_rest
from playground.evolution.population import Floats


def switches(shares: Floats, payoffs: Floats) -> Floats:
    """ρ_ij = [π_j − π_i]₊."""
    return np.maximum(payoffs[..., np.newaxis, :] - payoffs[..., np.newaxis], 0.0)


def plain(shares: Sequence[float], payoffs: Sequence[float]) -> list[float]:
    rates = [0.0] * len(shares)
    for i, own in enumerate(payoffs):
        for j in range(i):
            flow = own - payoffs[j]
            flow *= shares[j] if flow > 0 else shares[i]
            rates[i] += flow
            rates[j] -= flow
    return rates


@DYNAMICS.entry(
    "smith", "Smith (Pairwise Comparison)",
    "Members compare their strategy with another, and switch in proportion to what it earns more.",
    reference="Smith, M. J. (1984). The stability of a dynamic model of traffic assignment. Transportation "
              "Science 18, 245–252.")
def smith() -> Dynamic:
    return Dynamic(revision(switches), nash_rest, plain, switches)
