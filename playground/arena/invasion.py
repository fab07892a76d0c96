"""Who invades whom: of each pair, whether a few of one strategy spread in a population of the other.

i invades the residents j where it earns more against them than they do against each other, or as much and
then more against its own kind than they do against it (Maynard Smith and Price 1973, Nature 246, 15–18).
Where that is equal too neither is favoured, and shares drift. """

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from playground.arena.ecology import Number, complete
from playground.progress import Progress, silent

INVADES, DRIFTS, FAILS, UNSURE = "invades", "drifts", "fails", "unsure"
TOLERANCE = 1e-9  # of the greatest payoff: floats that differ by less count as equal
SURE = 3  # standard errors: simulated payoffs that differ by no more leave it open


@dataclass(frozen=True, eq=False)
class Invasions:
    """`verdicts[i, j]`: what becomes of a few i among j; of i among its own kind that it drifts. `tolerance`:
    payoffs that differ by less count as equal; zero where all are exact."""

    verdicts: npt.NDArray[np.str_]
    tolerance: float

    def towards(self, resident: int, verdict: str = INVADES) -> tuple[int, ...]:
        """Who invades a resident, or does what `verdict` says."""
        places = np.flatnonzero(self.verdicts[:, resident] == verdict).tolist()
        return tuple(i for i in places if i != resident)

    @cached_property
    def unbeaten(self) -> tuple[int, ...]:
        """Whom surely nobody invades."""
        threats = (self.verdicts == INVADES) | (self.verdicts == UNSURE)
        return tuple(np.flatnonzero(~threats.any(axis=0)).tolist())

    @cached_property
    def stable(self) -> tuple[int, ...]:
        """Those of the unbeaten among whom nobody drifts either: evolutionarily stable in this line-up."""
        return tuple(j for j in self.unbeaten if not self.towards(j, DRIFTS))

    @cached_property
    def links(self) -> tuple[tuple[int, int], ...]:
        """Every resident with whom it is invaded by."""
        return tuple((int(j), int(i)) for i, j in zip(*np.nonzero(self.verdicts == INVADES)))

    @cached_property
    def indirect(self) -> frozenset[tuple[int, int]]:
        """Those of the links that two others replace: a third invades the resident, and is invaded by the
        same."""
        beats = self.verdicts == INVADES
        twice = (beats.astype(np.intp) @ beats.astype(np.intp)) > 0
        return frozenset((j, i) for j, i in self.links if twice[i, j])


def invasions(matrix: Sequence[Sequence[Number | None]], errors: Sequence[Sequence[float | None]] = (),
              progress: Progress = silent) -> Invasions:
    """Of a tournament's `matrix` and `errors`; none: there are none. Raises `InputError` where payoffs are
    still to come, and what `progress` raises."""
    payoffs = complete(matrix)
    n = len(payoffs)
    exact = all(isinstance(value, Fraction | int) for row in payoffs for value in row)
    tolerance = 0.0 if exact else TOLERANCE * max(abs(float(value)) for row in payoffs for value in row)

    def compare(one: tuple[int, int], other: tuple[int, int]) -> int | None:
        """Which of two payoffs is greater: 1, −1, 0 where they are equal, None where it cannot be told."""
        gap = payoffs[one[0]][one[1]] - payoffs[other[0]][other[1]]
        spread = _margin([errors[i][j] for i, j in (one, other)]) if errors else 0.0
        if spread is None or (spread and -spread <= gap <= spread):
            return None
        equal = not isinstance(gap, Fraction) and -tolerance <= gap <= tolerance
        return 0 if equal else (gap > 0) - (gap < 0)

    def verdict(i: int, j: int) -> str:
        if i == j:
            return DRIFTS
        order = compare((i, j), (j, j))
        if order == 0:
            order = compare((i, i), (j, i))
        return {1: INVADES, 0: DRIFTS, -1: FAILS, None: UNSURE}[order]

    rows = []
    for i in range(n):
        progress(i / n, f"{i:,} of {n:,} strategies")
        rows.append([verdict(i, j) for j in range(n)])
    return Invasions(np.array(rows), tolerance)


def _margin(errors: Sequence[float | None]) -> float | None:
    """How far apart two simulated payoffs must be; None where an error is not known: None or NaN."""
    known = [error for error in errors if error is not None and error == error]
    return SURE * sum(error ** 2 for error in known) ** 0.5 if len(known) == len(errors) else None
