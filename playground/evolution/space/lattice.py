"""Lattices: sites in rows and columns, on a torus or within walls.

Sites are numbered row by row. Von Neumann's neighbourhood has the 4 sites that share a side, Moore's 8 with
those at the corners, the hexagonal one 6: odd rows stand half a site to the right. On a torus the last row
and column are next to the first; at a wall there is nobody, and sites there meet fewer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.evolution.population import Floats
from playground.evolution.space.sites import MOST_SITES, Around, Indices, States, segments
from playground.problem import InputError, Problem

Offset = tuple[int, int]
_BESIDE = ((0, -1), (0, 1))
_CROSS = (*_BESIDE, (-1, 0), (1, 0))
# By name: how it is called, and where the neighbours of even and of odd rows are.
NEIGHBOURHOODS: dict[str, tuple[str, tuple[tuple[Offset, ...], tuple[Offset, ...]]]] = {
    "moore": ("Moore, 8 neighbours", ((*_CROSS, *product((-1, 1), (-1, 1))),) * 2),
    "von-neumann": ("Von Neumann, 4 neighbours", (_CROSS,) * 2),
    "hexagonal": ("Hexagonal, 6 neighbours", ((*_CROSS, (-1, -1), (1, -1)), (*_CROSS, (-1, 1), (1, 1))))}
RINGS = 2  # sites around a padded lattice: as far as an update by payoffs of neighbours sees


@dataclass(frozen=True)
class Lattice:
    """Raises `InputError`, with all that is wrong, where there is no such lattice."""

    rows: int = 100
    columns: int = 100
    neighbourhood: str = "moore"
    walls: bool = False

    def __post_init__(self) -> None:
        problems = []
        if self.rows == self.columns == 1:
            problems.append(Problem("size", "a single site has nobody to meet; give more"))
        for name, count in (("rows", self.rows), ("columns", self.columns)) if not problems else ():
            if not self.walls and count < 3:
                problems.append(Problem(name, f"{count} on a torus, where a site would be a neighbour twice; "
                                              "give 3 or more, or walls"))
            elif count < 1:
                problems.append(Problem(name, f"{count} is below 1"))
        if self.neighbourhood not in NEIGHBOURHOODS:
            problems.append(Problem("neighbourhood", f"there is no {self.neighbourhood!r}; use one of "
                                                     f"{', '.join(NEIGHBOURHOODS)}"))
        elif self.neighbourhood == "hexagonal" and not self.walls and self.rows % 2:
            problems.append(Problem("rows", f"{self.rows} rows of hexagons do not close to a torus; give an "
                                            "even number, or walls"))
        if self.rows * self.columns > MOST_SITES:
            problems.append(Problem("size", f"{self.rows * self.columns:,} sites; at most {MOST_SITES:,} are "
                                            "allowed"))
        if problems:
            raise InputError(problems)

    @property
    def size(self) -> int:
        return self.rows * self.columns

    @property
    def most_neighbours(self) -> int:
        return len(self._offsets[0])

    @property
    def middle(self) -> int:
        """The site in the middle, or next to it where sides are even."""
        return self.rows // 2 * self.columns + self.columns // 2

    @property
    def words(self) -> str:
        """What it is called in a sentence."""
        return (f"{self.rows:,} × {self.columns:,} sites, {NEIGHBOURHOODS[self.neighbourhood][0]}, "
                f"{'walls' if self.walls else 'torus'}")

    @property
    def _offsets(self) -> tuple[tuple[Offset, ...], tuple[Offset, ...]]:
        return NEIGHBOURHOODS[self.neighbourhood][1]

    @cached_property
    def _near(self) -> npt.NDArray[np.int64]:
        """Shape (parity of the row, neighbours and the site, 2)."""
        return np.array([[(0, 0), *places] for places in self._offsets])

    @cached_property
    def _far(self) -> npt.NDArray[np.int64]:
        """The same for two steps."""
        found = []
        for parity in range(2):
            places = {(0, 0): None} | dict.fromkeys(self._offsets[parity]) | {
                (down + more, right + further): None for down, right in self._offsets[parity]
                for more, further in self._offsets[(parity + down) % 2]}
            found.append(list(places))
        return np.array(found)

    def around(self, sites: Indices) -> Around:
        return self._at(sites, self._near)

    def reach(self, sites: Indices) -> Around:
        return self._at(sites, self._far)

    def _at(self, sites: Indices, places: npt.NDArray[np.int64]) -> Around:
        row, column = np.divmod(sites, self.columns)
        steps = places[row % 2] if self.neighbourhood == "hexagonal" else places[:1]
        rows, columns = row[:, np.newaxis] + steps[..., 0], column[:, np.newaxis] + steps[..., 1]
        if self.walls:
            there = (rows >= 0) & (rows < self.rows) & (columns >= 0) & (columns < self.columns)
            return segments(rows * self.columns + columns, there)
        return segments(rows % self.rows * self.columns + columns % self.columns)

    def pairs(self, states: States, strategies: int) -> Floats:
        padding: dict[str, Any] = {"mode": "constant"} if self.walls else {"mode": "wrap"}
        table = states.reshape(self.rows, self.columns)
        plays = [table == strategy for strategy in range(strategies)]
        found = np.zeros((strategies, strategies))
        for other, there in enumerate(plays):
            around = self.spread(np.pad(there.view(np.uint8), 1, **padding), np.add, -1)
            for own, here in enumerate(plays):
                found[own, other] = (around * here).sum(dtype=np.int64)
            found[other, other] -= np.count_nonzero(there)  # itself
        return found

    # --- all sites at once ------------------------------------------------------------------------

    def spread(self, values: npt.NDArray[Any], join: Callable[..., Any], first: int = 0
               ) -> npt.NDArray[Any]:
        """`join` of each value of a table with its neighbours: sums by np.add, the highest by np.maximum. The
        sites at the table's edge are left out; `first` is the first row's number.

        Rows are joined before columns, so that Moore's 8 neighbours cost what von Neumann's 4 do.
        """
        beside = join(values[:, :-2], values[:, 2:])
        join(beside, values[:, 1:-1], out=beside)
        if self.neighbourhood == "moore":
            whole = join(beside[:-2], beside[2:])
            join(whole, beside[1:-1], out=whole)
            return whole  # type: ignore[no-any-return]
        whole = beside[1:-1].copy()
        if self.neighbourhood == "von-neumann":
            join(whole, values[:-2, 1:-1], out=whole)
            join(whole, values[2:, 1:-1], out=whole)
            return whole  # type: ignore[no-any-return]
        pairs = join(values[:, :-1], values[:, 1:])
        wide = values.shape[1] - 2
        for odd in range(2):
            begin = (first + 1 + odd) % 2
            own = whole[begin::2]
            for way in (0, 2):  # the row above, the row below
                join(own, pairs[begin + way::2, odd:odd + wide][:len(own)], out=own)
        return whole  # type: ignore[no-any-return]
