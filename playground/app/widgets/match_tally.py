"""Scores and frequencies of a match, kept up while rounds are added, so that a long one stays quick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from playground.arena import Round

MARKS = 200  # at least so many are kept of a long match, and at most twice as many
Counts = Mapping[tuple[int, ...], int]  # how often each profile was played


@dataclass(frozen=True)
class Mark:
    """The state of a tally after so many rounds."""

    rounds: int
    counts: Counts
    slips: int = 0


class Tally:
    """Counts equal outcomes and weighs them when asked; everything is exact. `marks` are its states at equal
    distances, from none on, as far as it has ever read: by them it goes back and forth quickly."""

    def __init__(self, n_players: int) -> None:
        self.n_players = n_players
        self.payoffs: dict[tuple[int, ...], tuple[Fraction, ...]] = {}  # of the profiles seen
        self.marks = [Mark(0, {})]
        self._every = 1
        self._take(self.marks[0])

    def _take(self, mark: Mark) -> None:
        self.rounds, self.slips, self._counts = mark.rounds, mark.slips, dict(mark.counts)

    def read(self, rounds: Sequence[Round], until: int | None = None) -> None:
        """Take in `rounds` up to number `until`, or all; those read before are as they were."""
        end = len(rounds) if until is None else until
        if end < self.rounds or self.marks[-1].rounds > self.rounds:
            near = [mark for mark in self.marks if mark.rounds <= end][-1]
            if end < self.rounds or near.rounds > self.rounds:
                self._take(near)
        for at in range(self.rounds, end):
            played = rounds[at]
            self._counts[played.actions] = self._counts.get(played.actions, 0) + 1
            self.payoffs[played.actions] = played.payoffs
            self.slips += sum(a != b for a, b in zip(played.intended, played.actions))
            if at + 1 >= self.marks[-1].rounds + self._every:
                self._mark(at + 1)
        self.rounds = end

    def _mark(self, rounds: int) -> None:
        self.marks.append(Mark(rounds, dict(self._counts), self.slips))
        if len(self.marks) > 2 * MARKS:
            self.marks, self._every = self.marks[::2], 2 * self._every

    def copy(self) -> Tally:
        """A tally of the same match, to go back and forth in it. The match is not to go on meanwhile."""
        made = Tally(self.n_players)
        made.payoffs, made.marks, made._every = self.payoffs, list(self.marks), self._every
        made._take(self.now)
        return made

    def forget(self, last: Round) -> None:
        """Take out the last round that was read."""
        self._counts[last.actions] -= 1
        self.slips -= sum(a != b for a, b in zip(last.intended, last.actions))
        self.rounds -= 1
        while self.marks[-1].rounds > self.rounds:
            self.marks.pop()

    @property
    def now(self) -> Mark:
        return Mark(self.rounds, dict(self._counts), self.slips)

    @property
    def totals(self) -> tuple[Fraction, ...]:
        """Each player's sum of payoffs."""
        return tuple(sum((count * self.payoffs[at][k] for at, count in self._counts.items()), Fraction(0))
                     for k in range(self.n_players))

    def shares(self, player: int, size: int) -> list[Fraction]:
        """How often the player played each of `size` strategies, as parts of 1; zeros at the start."""
        counts = [0] * size
        for at, count in self._counts.items():
            counts[at[player]] += count
        return [Fraction(count, max(self.rounds, 1)) for count in counts]
