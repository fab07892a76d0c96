"""How a game is repeated: a fixed number of turns, or a chance of one more; and how reliably."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from playground.problem import InputError, Problem

MAX_TURNS = 1_000_000


@dataclass(frozen=True)
class Repetition:
    """`turns` (finite) or `continuation` δ, never both: after each turn one more is played with
    probability δ, so 1 / (1 − δ) are expected; with δ = 1 the game is `endless`, and payoffs are the limits
    of the means, which can be worked out but not played. `noise` is the probability that an intended action
    is replaced, after the choice, by a uniformly chosen other one. Monitoring is perfect: all see what was
    played. Raises `InputError`."""

    turns: int | None = None
    continuation: Fraction | None = None
    noise: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        problems = []
        if (self.turns is None) == (self.continuation is None):
            problems.append(Problem("repeated", "give either turns or continuation"))
        if self.turns is not None and not 1 <= self.turns <= MAX_TURNS:
            problems.append(Problem("repeated.turns", f"{self.turns} is not from 1 to {MAX_TURNS:,}"))
        if self.continuation is not None and not 0 <= self.continuation <= 1:
            problems.append(Problem("repeated.continuation", f"{self.continuation} is not from 0 to 1"))
        if not 0 <= self.noise <= 1:
            problems.append(Problem("repeated.noise", f"{self.noise} is not from 0 to 1"))
        if problems:
            raise InputError(problems)

    @property
    def endless(self) -> bool:
        return self.continuation == 1

    @property
    def expected_turns(self) -> Fraction:
        """Raises `ZeroDivisionError` where the game is endless."""
        if self.turns is not None:
            return Fraction(self.turns)
        return 1 / (1 - (self.continuation or Fraction(0)))
