"""Who is whose neighbour: what lattices and networks have in common."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from playground.evolution.population import Floats

Indices = npt.NDArray[np.int64]
States = npt.NDArray[np.uint8]  # the strategy of every site, flat
MOST_SITES = 1 << 24


class Around(NamedTuple):
    """Some sites' neighbourhoods, one after the other. Those of site k are `flat[starts[k]:starts[k] +
    counts[k]]`, the site itself first, so that none is empty."""

    flat: Indices
    starts: Indices
    counts: Indices


class Sites(Protocol):
    """Sites are numbers from 0 to `size` − 1. Being neighbours is mutual, and no site is its own."""

    @property
    def size(self) -> int: ...

    @property
    def most_neighbours(self) -> int: ...

    def around(self, sites: Indices) -> Around:
        """Each site and its neighbours."""

    def pairs(self, states: States, strategies: int) -> Floats:
        """How many neighbours of those who play the row play the column, all together; shape (strategies,
        strategies)."""

    def reach(self, sites: Indices) -> Around:
        """Each site and those at most two steps away, some perhaps more than once."""


def segments(matrix: Indices, there: npt.NDArray[np.bool_] | None = None) -> Around:
    """Rows of a matrix as neighbourhoods, without what is not `there`. The first column is."""
    rows, columns = matrix.shape
    if there is None:
        return Around(matrix.ravel(), np.arange(0, rows * columns, columns), np.full(rows, columns))
    counts = there.sum(axis=1)
    return Around(matrix[there], np.cumsum(counts) - counts, counts)


def shares_of(states: States, strategies: int) -> Floats:
    """How large a part of the sites plays each strategy."""
    if strategies == 2:
        second = np.count_nonzero(states.view(np.bool_)) / states.size
        return np.array([1 - second, second])
    found: Floats = np.bincount(states, minlength=strategies) / states.size
    return found
