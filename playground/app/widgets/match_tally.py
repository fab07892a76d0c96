"""Scores and frequencies of a match, kept up while rounds are added, so that a long one stays quick."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from playground.arena import Round


class Tally:
    """Counts equal outcomes and weighs them when asked; everything is exact."""

    def __init__(self, n_players: int) -> None:
        self.n_players = n_players
        self.rounds = 0
        self.slips = 0
        self._counts: dict[tuple[int, ...], int] = {}
        self._payoffs: dict[tuple[int, ...], tuple[Fraction, ...]] = {}

    def read(self, rounds: Sequence[Round], until: int | None = None) -> None:
        """Take in what was added to `rounds`, up to number `until`; fewer than before start anew."""
        end = len(rounds) if until is None else until
        if end < self.rounds:
            self.__init__(self.n_players)  # type: ignore[misc]
        for at in range(self.rounds, end):
            played = rounds[at]
            self._counts[played.actions] = self._counts.get(played.actions, 0) + 1
            self._payoffs[played.actions] = played.payoffs
            self.slips += sum(a != b for a, b in zip(played.intended, played.actions))
        self.rounds = end

    def forget(self, last: Round) -> None:
        """Take out the last round that was read."""
        self._counts[last.actions] -= 1
        self.slips -= sum(a != b for a, b in zip(last.intended, last.actions))
        self.rounds -= 1

    @property
    def knows_payoffs(self) -> bool:
        return all(self._payoffs.values())

    @property
    def totals(self) -> tuple[Fraction, ...]:
        """Each player's sum of payoffs."""
        return tuple(sum((count * self._payoffs[at][k] for at, count in self._counts.items()), Fraction(0))
                     for k in range(self.n_players))

    def shares(self, player: int, size: int) -> list[Fraction]:
        """How often the player played each of `size` strategies, as parts of 1; zeros at the start."""
        counts = [0] * size
        for at, count in self._counts.items():
            counts[at[player]] += count
        return [Fraction(count, max(self.rounds, 1)) for count in counts]
