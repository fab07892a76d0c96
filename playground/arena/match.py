"""One match of a repeated game: a thing with a life.

Each round every seat chooses without seeing the others' choices; then each intended action is replaced,
with the probability `noise`, by a uniformly chosen other one; then all see what was *played*. After the
last round of a fixed length, or when chance ends the match, it is finished.

One seed fixes everything that is left to chance. The ending, the noise and each seat draw from streams
of their own, so that what a person chooses never shifts the luck of the others. The ending and the
noise draw the same count of numbers every round; nothing is drawn where a probability is 0 or 1.

Who cannot go on (a script that fails) forfeits: the match is finished, and the rounds before it count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

import numpy as np

from playground.arena.record import RecordedMatch
from playground.catalogue import Catalogue, UnknownEntry
from playground.game import NormalForm, Repetition
from playground.problem import InputError, Problem
from playground.strategy import STRATEGIES, Decider, Forfeit, Learner, Lesson, Strategy, View, decider, usable

HUMAN = "human"  # a seat whose choices come from outside: a person, a telephone, another program


@dataclass(frozen=True)
class Round:
    """One round: indices of what was chosen and, after noise, played, one a player; and the exact
    payoffs of what was played."""

    intended: tuple[int, ...]
    actions: tuple[int, ...]
    payoffs: tuple[Fraction, ...]


class Match:
    """A match of `game` between `seats`, one a player: "human" or the name of one of `strategies`, with
    options if wished (`Catalogue.read`).

    `rounds` are the rounds so far. While the match is not `finished`, `waiting` lists the human seats
    that still have to `choose`; the round is played when the last of them has chosen. With no human
    left to wait for, `step()` plays a round. `undo()` takes back.

    forfeit
        Who could not go on, and why; None for a match that was played to its end, or goes on.
    seed
        A whole number from 0 on; None draws one. Kept as `seed`: the same seed and the same human
        choices give the same match, on every machine.

    Raises `InputError`: unknown strategies, ones that cannot play this game, a wrong number of seats.
    """

    def __init__(self, game: NormalForm, seats: Sequence[str], repetition: Repetition,
                 seed: int | None = None, strategies: Catalogue[Strategy] = STRATEGIES) -> None:
        self.game = game
        self.seats = tuple(seats)
        self.repetition = repetition
        self.seed = fresh_seed() if seed is None else seed
        self.strategies = strategies
        problems = seat_problems(game, self.seats, strategies)
        if repetition.endless:
            problems.append(Problem("continuation", "1 is not below 1: a match has to end"))
        if self.seed < 0:
            problems.append(Problem("seed", f"{self.seed} is negative; give a whole number from 0 on"))
        if problems:
            raise InputError(problems)
        self._humans = tuple(k for k, seat in enumerate(self.seats) if seat == HUMAN)
        self._known: dict[tuple[tuple[int, ...], tuple[int, ...]], Round] = {}  # equal rounds are one object
        self._begin()

    def _begin(self) -> None:
        self.rounds: list[Round] = []
        self.finished = False
        self.forfeit: Forfeit | None = None
        self._history: list[tuple[int, ...]] = []
        self._chosen: dict[int, int] = {}
        streams = np.random.SeedSequence(self.seed).spawn(2 + len(self.seats))
        self._ending, self._noise, *self._luck = (np.random.default_rng(stream) for stream in streams)
        self._deciders: list[Decider | None] = [
            None if seat == HUMAN else decider(seat, self.game, k, self.strategies)
            for k, seat in enumerate(self.seats)]
        self._views = [View(self.game, k, self._history, self.repetition.turns, self.repetition.noise)
                       for k in range(len(self.seats))]

    # What a player may know, and do

    def view(self, seat: int) -> View:
        """What the player in `seat` sees: the rounds played, never the others' open choices."""
        return self._views[seat]

    def learned(self, seat: int) -> Lesson | None:
        """What the strategy in `seat` has learned from the rounds so far; None for a person, and for a
        strategy that does not learn."""
        learner = self._deciders[seat]
        return learner.learned(self._views[seat]) if isinstance(learner, Learner) else None

    @property
    def waiting(self) -> tuple[int, ...]:
        """The human seats that have not chosen yet in this round; none once the match is finished."""
        if self.finished:
            return ()
        return tuple(k for k in self._humans if k not in self._chosen)

    def choose(self, seat: int, action: int) -> None:
        """The player in human `seat` chooses strategy number `action`. When no other human is waited
        for, the round is played. Raises `InputError`: not that seat's turn, no such strategy."""
        if self.finished:
            raise InputError("the match is over; start a new one")
        if seat not in self._humans:
            raise InputError(f"seat {seat + 1} is not played by hand")
        if seat in self._chosen:
            raise InputError(f"{self.game.players[seat].name} has chosen already; undo takes it back")
        if not 0 <= action < self.game.shape[seat]:
            raise InputError(f"{self.game.players[seat].name} has no strategy number {action + 1}")
        self._chosen[seat] = action
        if len(self._chosen) == len(self._humans):
            self._play()

    def step(self) -> Round | None:
        """Play the next round of a match without humans, and return it; None where a player forfeits.
        Raises `InputError` when a human has to choose first, or the match is over."""
        if self.finished:
            raise InputError("the match is over; start a new one")
        if self._humans:
            names = ", ".join(self.game.players[k].name for k in self.waiting)
            raise InputError(f"the match waits for {names} to choose")
        return self._play()

    @property
    def can_undo(self) -> bool:
        return bool(self._chosen or self.rounds)

    def undo(self) -> None:
        """Take back the open choices of this round, or else the last round, luck included: from there
        the same choices lead to the same round. Does nothing at the start.

        The match is played again from its seed up to there, so nothing can be left behind."""
        if self._chosen:
            self._chosen = {}
            return
        kept = self.rounds[:-1]
        self._begin()
        for played in kept:
            self._chosen = {k: played.intended[k] for k in self._humans}
            self._play()

    # The round

    def _play(self) -> Round | None:
        try:
            intended = tuple(
                self._chosen[k] if decider is None else decider.choose(self._views[k], self._luck[k])
                for k, decider in enumerate(self._deciders))
        except Forfeit as forfeit:
            self._chosen, self.finished, self.forfeit = {}, True, forfeit
            return None
        self._chosen = {}
        actions = self._flip(intended) if self.repetition.noise else intended
        played = self._known.get((intended, actions))
        if played is None:
            payoffs = tuple(self.game.payoff(k, actions) for k in range(len(actions)))
            played = self._known[intended, actions] = Round(intended, actions, payoffs)
        self.rounds.append(played)
        self._history.append(actions)
        self.finished = self._ends()
        return played

    def _flip(self, intended: tuple[int, ...]) -> tuple[int, ...]:
        noise = float(self.repetition.noise)
        actions = list(intended)
        for k, size in enumerate(self.game.shape):
            if size == 1 or (noise == 1.0 and size == 2):  # no other action, or no choice of one
                actions[k] = size - 1 - intended[k]
                continue
            luck = self._noise.random()
            if luck < noise:
                # Given that it is below `noise`, luck / noise is uniform again: one draw serves both.
                other = min(int(luck / noise * (size - 1)), size - 2)
                actions[k] = other + (other >= intended[k])
        return tuple(actions)

    def _ends(self) -> bool:
        turns, continuation = self.repetition.turns, self.repetition.continuation
        if turns is not None:
            return len(self.rounds) >= turns
        return not continuation or self._ending.random() >= continuation

    # What came out

    @property
    def totals(self) -> tuple[Fraction, ...]:
        """The sum of each player's payoffs, exact: outcomes are counted, then weighed once."""
        counts = Counter(self._history)
        return tuple(sum((count * self.game.payoff(k, actions) for actions, count in counts.items()),
                         Fraction(0)) for k in range(len(self.seats)))

    @property
    def mean(self) -> tuple[Fraction, ...]:
        """Each player's payoff a round; zero before the first."""
        rounds = max(len(self.rounds), 1)
        return tuple(total / rounds for total in self.totals)

    @property
    def cooperation(self) -> tuple[Fraction, ...]:
        """The share of rounds in which each player played its first strategy; zero before the first."""
        rounds = max(len(self.rounds), 1)
        return tuple(Fraction(sum(actions[k] == 0 for actions in self._history), rounds)
                     for k in range(len(self.seats)))

    def record(self, when: str = "") -> RecordedMatch:
        """The match so far, by names. `when` is a moment in ISO 8601; now, if empty."""
        flipped = any(played.intended != played.actions for played in self.rounds)
        return RecordedMatch(
            self.seats,
            tuple(self.game.profile_names(played.actions) for played in self.rounds),
            tuple(self.game.profile_names(played.intended) for played in self.rounds) if flipped else None,
            self.seed, self.repetition.noise,
            when or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def fresh_seed() -> int:
    """A seed nobody chose, short enough to be read aloud."""
    return int(np.random.SeedSequence().generate_state(1)[0])


def seat_problems(game: NormalForm, seats: Sequence[str], strategies: Catalogue[Strategy] = STRATEGIES
                  ) -> list[Problem]:
    """Why `seats` cannot play `game`, each with its place; empty where they can."""
    if len(seats) != game.n_players:
        return [Problem("players", f"the game has {game.n_players} players, and {len(seats)} were given")]
    problems = []
    for k, seat in enumerate(seats):
        if seat == HUMAN:
            continue
        try:
            reasons = [usable(seat, game, strategies)]
        except UnknownEntry as problem:
            reasons = [str(problem)]
        except InputError as error:
            reasons = [problem.message for problem in error.problems]
        problems += [Problem(f"players[{k}]", reason) for reason in reasons if reason]
    return problems
