"""A match at the table: who sits where, whose turn it is, and what may be seen. No Qt."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from playground.app.widgets.match_tally import Tally
from playground.app.widgets.match_words import seat_title
from playground.arena import HUMAN, Diary, Match, RecordedMatch, Round, fresh_seed, seat_problems
from playground.catalogue import Catalogue
from playground.game import NormalForm, Repetition
from playground.strategy import STRATEGIES, Script, Strategy, usable

DEFAULT_TURNS = 10
HIDDEN = "Who is it?"


@dataclass(frozen=True)
class Setup:
    """How a match is played. `passing`: people hand the computer on, and each chooses unseen."""

    seats: tuple[str, ...]
    repetition: Repetition
    seed: int
    passing: bool = False

    @property
    def humans(self) -> tuple[int, ...]:
        return tuple(k for k, seat in enumerate(self.seats) if seat == HUMAN)


def default_setup(game: NormalForm, repeated: Repetition | None) -> Setup:
    """A match that can be played at once, from a seed of its own: the first player is human, the others are
    played by Tit for Tat in a 2×2 game and by the best response in all others."""
    name = "tit-for-tat" if not usable("tit-for-tat", game) else "best-response"
    return Setup((HUMAN, *(name for _ in game.players[1:])), repeated or Repetition(turns=DEFAULT_TURNS),
                 fresh_seed())


def fitted(setup: Setup, game: NormalForm, strategies: Catalogue[Strategy] = STRATEGIES) -> Setup:
    """The same set-up for another game, as far as its seats exist there and can play it."""
    standard = default_setup(game, setup.repetition).seats
    kept = [standard[k] if seat_problems(game, (*standard[:k], seat, *standard[k + 1:]), strategies) else seat
            for k, seat in enumerate(setup.seats[:game.n_players])]
    return replace(setup, seats=(*kept, *standard[len(kept):]))


class Sitting:
    """One match, and the order in which people come to choose.

    stage
        "choose": the seats in `open` may choose. "cover": what was chosen is hidden until `next` takes
        the computer. "look": everybody sees the round; then `next` takes the computer. "watch": no
        human plays, `step` goes on. "over": the match is finished.
    hidden
        The seat of which nobody may know who plays there, nor which of its moves were slips.
    """

    def __init__(self, game: NormalForm, setup: Setup, strategies: Catalogue[Strategy] = STRATEGIES,
                 hidden: int | None = None) -> None:
        self.setup = setup
        self.match = Match(game, setup.seats, setup.repetition, setup.seed, strategies)
        self.tally = Tally(game.n_players)
        learns = any(self.match.learned(k) is not None for k in range(game.n_players))
        self.diary = Diary(self.match) if learns and hidden is None else None  # what learners here learn
        self._hidden = hidden
        self._closed = False  # nobody plays on
        self._masked: list[Round] = []
        self._handed = setup.humans[:1]  # who has the computer, where it is passed on
        self._looking = False

    @property
    def game(self) -> NormalForm:
        return self.match.game

    @property
    def hidden(self) -> int | None:
        return self._hidden

    def reveal(self) -> None:
        """Everybody may know now, and the match is over."""
        self._hidden, self._closed = None, True
        self.tally = Tally(self.game.n_players)
        self.tally.read(self.rounds)

    def title(self, seat: int) -> str:
        """Who sits there, as far as that may be known."""
        return HIDDEN if seat == self._hidden else seat_title(self.setup.seats[seat], self.match.strategies)

    @property
    def thinks(self) -> bool:
        """Whether a script is at the table, which may take its time."""
        return any(seat != HUMAN and isinstance(self.match.strategies.read(seat)[0].make, Script)
                   for seat in self.setup.seats)

    @property
    def count(self) -> int:
        """How many rounds there are, also while the next one is being played."""
        return len(self.match.rounds)

    @property
    def rounds(self) -> Sequence[Round]:
        """The rounds so far, as they may be seen."""
        if self._hidden is None:
            return self.match.rounds
        del self._masked[len(self.match.rounds):]
        for played in self.match.rounds[len(self._masked):]:
            meant = list(played.intended)
            meant[self._hidden] = played.actions[self._hidden]
            self._masked.append(replace(played, intended=tuple(meant)))
        return self._masked

    @property
    def passing(self) -> bool:
        return self.setup.passing and len(self.setup.humans) > 1

    @property
    def begun(self) -> bool:
        """Whether there is anything to lose."""
        return self.match.can_undo

    @property
    def can_undo(self) -> bool:
        """Whether a choice or a round can be taken back: not where that would open a solved riddle."""
        return self.match.can_undo and not self._closed

    @property
    def stage(self) -> str:
        if self.match.finished or self._closed:
            return "over"
        if not self.setup.humans:
            return "watch"
        if self.passing and self.match.waiting[:1] != self._handed:
            return "look" if self._looking else "cover"
        return "choose"

    @property
    def next(self) -> int:
        """The seat that takes the computer, or chooses."""
        return self.match.waiting[0]

    @property
    def open(self) -> tuple[int, ...]:
        """The seats that may choose now."""
        if self.stage != "choose":
            return ()
        return self.match.waiting[:1] if self.passing else self.match.waiting

    def choose(self, seat: int, action: int) -> bool:
        """Choose for a human seat whose turn it is; True when that made a round."""
        if seat not in self.open:
            return False
        before = len(self.rounds)
        self.match.choose(seat, action)
        played = len(self.rounds) > before
        self._looking = played
        if played:
            self.tally.read(self.rounds)
            self._note()
            if self.passing:
                self._handed = ()
        return played

    def take(self) -> None:
        """The next person has the computer."""
        if self.stage in ("cover", "look"):
            self._handed = self.match.waiting[:1]

    def step(self) -> None:
        """Play one round of a match without people."""
        self.run(0)

    def run(self, seconds: float) -> None:
        """The same for so long, once at least."""
        until = time.perf_counter() + seconds
        while self.stage == "watch":
            self.match.step()
            self._note()
            if time.perf_counter() >= until:
                break
        self.tally.read(self.rounds)

    def _note(self) -> None:
        if self.diary is not None:
            self.diary.note()

    def undo(self) -> None:
        """Take back the open choices, or else the last round. The first person chooses again."""
        last = self.rounds[-1] if self.rounds else None
        before = len(self.rounds)
        self.match.undo()
        self._handed, self._looking = self.setup.humans[:1], False
        if last is not None and len(self.rounds) < before:
            self.tally.forget(last)
            self._note()


class Replay:
    """A match that was played, seen again: as much of it as `position` says.

    game
        The one it was played over. `fits`: payoffs are known.
    record, sitting
        Where it comes from: a record of the document, or the match at hand, which is left for a while.
    marks
        The states of its tally over all rounds.
    """

    def __init__(self, game: NormalForm, players: Sequence[str], strategies: Sequence[Sequence[str]],
                 rounds: Sequence[Round], fits: bool = True, record: RecordedMatch | None = None,
                 sitting: Sitting | None = None) -> None:
        self.game, self.players, self.rounds, self.fits = game, tuple(players), rounds, fits
        self.strategies = tuple(map(tuple, strategies))
        self.record, self.sitting = record, sitting
        self.tally = Tally(len(self.players)) if sitting is None else sitting.tally.copy()
        self.move(len(rounds))
        self.marks = (*self.tally.marks, self.tally.now)

    @classmethod
    def of(cls, sitting: Sitting) -> Replay:
        """The match at hand."""
        players = sitting.game.players
        return cls(sitting.game, [player.name for player in players],
                   [player.strategies for player in players], sitting.rounds, sitting=sitting)

    @classmethod
    def recorded(cls, game: NormalForm, record: RecordedMatch) -> Replay:
        """A record of the document. Names that the game no longer has are added to its own, and then payoffs
        are not known."""
        n = len(record.players)
        named = [player.name for player in game.players]
        players = named if len(named) == n else [f"Player {k + 1}" for k in range(n)]
        known = [player.strategies for player in game.players] if len(named) == n else [()] * n
        seen = (*record.actions, *(record.intended or ()))
        strategies = [tuple(dict.fromkeys((*known[k], *(row[k] for row in seen)))) for k in range(n)]
        fits = strategies == known
        index = [{name: i for i, name in enumerate(names)} for names in strategies]
        rounds = []
        for row, meant in zip(record.actions, record.intended or record.actions):
            actions = tuple(index[k][name] for k, name in enumerate(row))
            payoffs = tuple(game.payoff(k, actions) for k in range(n)) if fits else ()
            rounds.append(Round(tuple(index[k][name] for k, name in enumerate(meant)), actions, payoffs))
        return cls(game, players, strategies, rounds, fits, record)

    def title(self, seat: int) -> str:
        """Who sat there."""
        if self.sitting is not None:
            return self.sitting.title(seat)
        assert self.record is not None
        return seat_title(self.record.players[seat])

    def move(self, position: int) -> None:
        """See the first `position` rounds."""
        self.position = max(0, min(position, len(self.rounds)))
        self.tally.read(self.rounds, self.position)
