"""What a line-up becomes when success breeds: shares of the strategies, generation by generation.

A tournament says what each strategy earns against each. In a population where strategy i has the share xᵢ it
earns fᵢ = Σⱼ Mᵢⱼ xⱼ, its own kind met like any other, and in the next generation its share is
xᵢ fᵢ / Σⱼ xⱼ fⱼ: the ecological analysis of Axelrod (1984), chapter 2, after Axelrod and Hamilton (1981). No
new strategies appear, and none that earns anything dies out altogether. """

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.problem import InputError, Problem
from playground.progress import Progress, silent

Number = Fraction | float
Floats = npt.NDArray[np.floating[Any]]
MOST_SHARES = 50_000_000  # generations times strategies


@dataclass(frozen=True, eq=False)
class Ecology:
    """`shares` of shape (generations + 1, strategies), the start first; each row sums to 1. They carry
    rounding errors only, about 1e-16 of each share a generation. `raised`: what was added to all payoffs
    because some were negative; it makes selection slower, but changes no rest point."""

    shares: Floats
    raised: Number


def complete(matrix: Sequence[Sequence[Number | None]]) -> list[list[Number]]:
    """The payoffs of a tournament that is over. Raises `InputError` where some are still to come: None or
    NaN."""
    known = [[value for value in row if value is not None and value == value] for row in matrix]
    missing = sum(map(len, matrix)) - sum(map(len, known))
    if missing or not known:
        raise InputError([Problem("matrix", f"{missing:,} of its payoffs are still to come" if known
                                            else "there is nobody in it")])
    return known


def ecology(matrix: Sequence[Sequence[Number | None]], start: Sequence[Number] = (), generations: int = 500,
            progress: Progress = silent) -> Ecology:
    """The shares over `generations`, from the weights of `start`, none: all equal. `matrix[i][j]` is what i
    earns against j. Where nobody earns anything the shares stay. Raises `InputError`, and what `progress`
    raises."""
    payoffs = complete(matrix)
    n = len(payoffs)
    problems = []
    if start and len(start) != n:
        problems.append(Problem("start", f"{len(start)} are given for {n} strategies"))
    elif start and not (min(start) >= 0 and 0 < sum(start) < float("inf")):
        problems.append(Problem("start", "none may be negative, and not all zero"))
    if not 1 <= generations <= MOST_SHARES // n:
        problems.append(Problem("generations", f"{generations:,} is not from 1 to {MOST_SHARES // n:,}"))
    if problems:
        raise InputError(problems)
    raised = max(Fraction(0), -min(min(row) for row in payoffs))
    table = np.array([[float(value + raised) for value in row] for row in payoffs])
    # Shares are parts times powers of two, so that a strategy may grow rare beyond all floats and come back.
    parts, powers = np.frexp(np.array([float(weight) for weight in start or [1] * n]))
    shares = np.empty((generations + 1, n))
    for generation in range(generations + 1):
        progress(generation / generations, f"generation {generation:,} of {generations:,}")
        now = np.ldexp(parts, powers)
        total = now.sum()
        shares[generation] = now / total
        earned = table @ shares[generation]
        mean = shares[generation] @ earned
        parts, more = np.frexp(parts * (earned / mean if mean else 1) / total)
        powers = powers + more
    return Ecology(shares, raised)
