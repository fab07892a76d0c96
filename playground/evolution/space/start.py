"""How a population in space begins."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from playground.evolution.space.lattice import Lattice
from playground.evolution.space.networks import Network
from playground.evolution.space.sites import States
from playground.problem import InputError, Problem

STARTS = {"random": "Random: the sites are drawn, and as many play each strategy as the shares say",
          "single": "Single: one in the middle differs; where the rule has no chance, a pattern as symmetric "
                    "as the lattice unfolds"}


def random_start(size: int, shares: Sequence[Fraction], luck: np.random.Generator) -> States:
    """As many sites as the shares say, rounded by the largest remainders, at random places. Raises
    `InputError`."""
    if min(shares) < 0 or sum(shares) != 1:
        raise InputError([Problem("start", f"the shares {', '.join(map(str, shares))} must be zero or more "
                                           "and sum to 1")])
    exact = [share * size for share in shares]
    counts = [int(count) for count in exact]
    order = sorted(range(len(shares)), key=lambda k: counts[k] - exact[k])
    for k in order[:size - sum(counts)]:
        counts[k] += 1
    return luck.permutation(np.repeat(np.arange(len(shares), dtype=np.uint8), counts))


def single_start(sites: Lattice | Network, invader: int, resident: int) -> States:
    """Everybody plays `resident` but one in the middle: on a network, the one with the most links."""
    states = np.full(sites.size, resident, dtype=np.uint8)
    states[sites.middle] = invader
    return states
