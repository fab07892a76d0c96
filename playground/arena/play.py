"""A whole match of strategies, in one call."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from playground.arena.match import HUMAN, Match
from playground.catalogue import Catalogue
from playground.game import NormalForm, Repetition
from playground.problem import InputError, Problem
from playground.progress import Progress, silent
from playground.strategy import STRATEGIES, Forfeit, Strategy

MAX_EXPECTED_TURNS = 50_000  # of a random end; ten times as many are then as good as impossible
_REPORT_EVERY = 0.02  # seconds


@dataclass(frozen=True)
class MatchResult:
    """What came of a match.

    players
        The strategies' names, one a player of the game.
    actions, intended
        Indices of what was played, and of what was chosen before noise: one profile a round.
    payoffs
        Each player's exact payoff a round.
    cooperation
        The share of rounds in which each player played its first strategy.
    seed
        Gives the same match again.
    forfeit
        The player who could not go on, and why: the match ended before its time.
    """

    players: tuple[str, ...]
    actions: tuple[tuple[int, ...], ...]
    intended: tuple[tuple[int, ...], ...]
    payoffs: tuple[Fraction, ...]
    cooperation: tuple[Fraction, ...]
    seed: int
    forfeit: Forfeit | None = None

    @property
    def turns(self) -> int:
        return len(self.actions)

    def as_dict(self) -> dict[str, Any]:
        """As printed by `playground match --json`."""
        return {"players": list(self.players), "turns": self.turns,
                "actions": [list(actions) for actions in self.actions],
                "intended": [list(intended) for intended in self.intended],
                "payoffs": [str(payoff) for payoff in self.payoffs],
                "cooperation": [float(share) for share in self.cooperation], "seed": self.seed,
                "forfeit": self.forfeit and {"player": self.forfeit.seat, "reason": self.forfeit.reason}}


def play(game: NormalForm, players: Sequence[str], repetition: Repetition | None = None, *,
         turns: int = 200, seed: int | None = None, progress: Progress = silent,
         strategies: Catalogue[Strategy] = STRATEGIES) -> MatchResult:
    """A match of `players`, names of `strategies`, over `repetition` or else `turns` rounds without noise.
    Raises `InputError` as `Match` does, and for human seats or an end too far away."""
    repetition = repetition or Repetition(turns=turns)
    problems = [Problem(f"players[{k}]", "a human cannot play here; name a strategy")
                for k, name in enumerate(players) if name == HUMAN]
    if repetition.turns is None and not repetition.endless and repetition.expected_turns > MAX_EXPECTED_TURNS:
        problems.append(Problem("continuation", f"{float(repetition.expected_turns):,.10g} turns are "
                                                f"expected; {MAX_EXPECTED_TURNS:,} are allowed"))
    if problems:
        raise InputError(problems)
    match = Match(game, players, repetition, seed, strategies)
    play_on(match, progress)
    return MatchResult(match.seats, tuple(played.actions for played in match.rounds),
                       tuple(played.intended for played in match.rounds),
                       match.mean, match.cooperation, match.seed, match.forfeit)


def play_on(match: Match, progress: Progress, after: Callable[[], None] = lambda: None) -> None:
    """Play a match without humans to its end; `after` is called after each round. Raises `InputError` where
    humans play."""
    turns, due = match.repetition.turns, 0.0
    while not match.finished:
        if time.monotonic() >= due:
            due = time.monotonic() + _REPORT_EVERY
            progress(len(match.rounds) / turns if turns else None, f"round {len(match.rounds):,}")
        match.step()
        after()
