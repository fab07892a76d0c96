"""How sure simulated payoffs are: standard errors of few matches, of different lengths.

The payoff a turn of a pair is a ratio, all payoffs over all turns, and with a random end lengths differ as
much as a geometric distribution does. The usual first-order formula is then too small, by a third with three
matches. The jackknife (each match left out once) errs to the safe side instead (Efron and Stein 1981, The
Annals of Statistics 9, 586-596), and is what Iglehart (1975, Naval Research Logistics Quarterly 22, 553-565)
recommends for such ratios in short simulations. Intervals take Student's t with a degree of freedom less
than there are matches, and of several pairs together those of Welch and Satterthwaite. """

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

LEVEL = 0.95  # of the intervals that are told


def jackknife(sums: npt.NDArray[np.float64], turns: npt.NDArray[np.int64]) -> float:
    """The standard error of sum(sums) / sum(turns), of two matches or more; of equal lengths it is the usual
    one of a mean."""
    n = len(turns)
    without = (sums.sum() - sums) / (turns.sum() - turns)
    off = without - without[0]  # nothing at all where all are equal
    off -= off.mean()
    return math.sqrt(float(off @ off) * (n - 1) / n)


def joined(errors: Sequence[float | None], freedom: Sequence[float], weights: Sequence[float]
           ) -> tuple[float | None, float]:
    """The standard error of a weighted mean of independent values, and its degrees of freedom: infinite where
    nothing is uncertain; None and none where an error cannot be told."""
    if not any(errors) and None not in errors:
        return 0.0, math.inf
    known = [error for error in errors if error is not None]
    if len(known) < len(errors):
        return None, 0.0
    parts = [(error * weight) ** 2 for error, weight in zip(known, weights)]
    whole = math.fsum(parts)
    spread = math.fsum(part ** 2 / free for part, free in zip(parts, freedom) if part)
    return math.sqrt(whole) / sum(weights), whole ** 2 / spread if spread else math.inf


def quantile(freedom: float, level: float = LEVEL) -> float:
    """How many standard errors an interval of that level reaches to each side."""
    from scipy.special import ndtri, stdtrit

    upto = (1 + level) / 2
    return float(ndtri(upto) if math.isinf(freedom) else stdtrit(freedom, upto))


def margin(error: float | None, freedom: float) -> float | None:
    """Half the width of the interval of 95 %; None where the error cannot be told."""
    return error if not error else error * quantile(freedom)
