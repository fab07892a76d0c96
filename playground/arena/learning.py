"""What the players of a match learn in its course, as curves: how likely each plays what, and what it earns.

A diary keeps a bounded number of samples, at equal distances, however long the match becomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from playground.arena.match import Match
from playground.arena.play import play_on
from playground.game import NormalForm, Repetition
from playground.progress import Progress, silent
from playground.strategy import Lesson

SAMPLES = 200
MOST_LINES = 12  # of one player's policy; a longer one is shown by what was played
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Curve:
    """One player's line for each of `states`, the rounds it remembers, and `strategies`.

    learned
        Whether `chances` are what the player would play after those rounds. Otherwise they are how often it
        played each strategy since the sample before, and all states are ().
    chances
        Shape (samples, lines); before the first round, what was played is not a number.
    """

    learned: bool
    states: tuple[tuple[tuple[int, ...], ...], ...]
    strategies: tuple[int, ...]
    chances: Floats


@dataclass(frozen=True, eq=False)
class Curves:
    """`rounds`: after how many of them the samples were taken; `payoffs` of shape (samples, players): what
    each earned a round since the sample before, not a number at the start; `players`: a curve each."""

    rounds: npt.NDArray[np.int64]
    players: tuple[Curve, ...]
    payoffs: Floats


@dataclass(frozen=True)
class _Sample:
    rounds: int
    lessons: tuple[Lesson | None, ...]
    counts: tuple[tuple[int, ...], ...]  # how often each player played what, so far
    earned: tuple[Fraction, ...]  # so far


class Diary:
    """Watches `match`; `note` is to be called after each round and each that is taken back."""

    def __init__(self, match: Match, samples: int = SAMPLES) -> None:
        self._match = match
        self._most = max(2, samples)
        self._every = 1
        self._read = 0
        self._counts = [[0] * size for size in match.game.shape]
        self._earned = [Fraction(0)] * match.game.n_players
        self._kept: list[_Sample] = []
        self._kept.append(self._sample())

    def note(self) -> None:
        played = len(self._match.rounds)
        if played < self._read:
            self._rewind(played)
        for each in self._match.rounds[self._read:]:
            for k, (action, payoff) in enumerate(zip(each.actions, each.payoffs)):
                self._counts[k][action] += 1
                self._earned[k] += payoff
        self._read = played
        if played >= self._kept[-1].rounds + self._every:
            self._kept.append(self._sample())
            if len(self._kept) > 2 * self._most:
                self._kept, self._every = self._kept[::2], 2 * self._every

    def curves(self) -> Curves:
        """As of now; the last sample is the present."""
        samples = self._kept
        if samples[-1].rounds < self._read:
            samples = [*samples, self._sample()]
        rounds = np.array([each.rounds for each in samples])
        since = np.diff(rounds, prepend=np.nan)[:, None]
        earned = np.array([list(map(float, each.earned)) for each in samples])
        payoffs = np.diff(earned, axis=0, prepend=np.nan) / since
        return Curves(rounds, tuple(self._curve(samples, k, since) for k in range(len(earned[0]))), payoffs)

    def _curve(self, samples: Sequence[_Sample], player: int, since: Floats) -> Curve:
        size = self._match.game.shape[player]
        last = samples[-1].lessons[player]
        # Of two probabilities one tells both. The start, where others are remembered, comes once.
        shown = range(1) if size == 2 else range(size)
        states = [state for state in sorted(last or ()) if state or len(last or ()) == 1]
        if not states or len(states) * len(shown) > MOST_LINES:
            counts = np.array([each.counts[player] for each in samples], float)
            return Curve(False, ((),) * size, tuple(range(size)),
                         np.diff(counts, axis=0, prepend=np.nan) / since)
        lines = [(state, strategy) for state in states for strategy in shown]
        alike = [1 / size] * size
        chances = [[(each.lessons[player] or {}).get(state, alike)[strategy] for state, strategy in lines]
                   for each in samples]
        return Curve(True, tuple(state for state, _ in lines), tuple(strategy for _, strategy in lines),
                     np.array(chances))

    def _sample(self) -> _Sample:
        return _Sample(self._read, tuple(map(self._lesson, range(len(self._counts)))),
                       tuple(map(tuple, self._counts)), tuple(self._earned))

    def _lesson(self, player: int) -> Lesson | None:
        """None also for who remembered more than is drawn before: that only grows, and takes long to tell."""
        if self._kept:
            before = self._kept[-1].lessons[player]
            if before is None or len(before) > MOST_LINES + 1:
                return None
        return self._match.learned(player)

    def _rewind(self, rounds: int) -> None:
        while self._kept[-1].rounds > rounds:
            self._kept.pop()
        last = self._kept[-1]
        self._read = last.rounds
        self._counts, self._earned = list(map(list, last.counts)), list(last.earned)


def curves(game: NormalForm, seats: Sequence[str], rounds: int = 10_000, samples: int = SAMPLES,
           seed: int | None = None, noise: Fraction = Fraction(0), progress: Progress = silent) -> Curves:
    """What strategies learn in a match of `rounds` rounds: a sample a round, or between `samples` and twice
    as many. Raises `InputError` as `Match` does."""
    match = Match(game, seats, Repetition(turns=rounds, noise=noise), seed)
    diary = Diary(match, samples)
    play_on(match, progress, diary.note)
    return diary.curves()
