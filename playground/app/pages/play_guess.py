"""Guess the strategy: one of several is drawn and hidden; a person plays against it, then says who it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from playground.app.widgets import match_words as words
from playground.app.widgets.guess_panel import GuessPanel
from playground.app.widgets.match_sitting import Setup, Sitting
from playground.app.widgets.strategy_dialog import StrategyDialog
from playground.arena import HUMAN, Suspect, drawn, suspects
from playground.catalogue import Catalogue
from playground.game import NormalForm, Repetition
from playground.strategy import Strategy

if TYPE_CHECKING:
    from playground.app.pages.play import PlayPage

KEY = "play-suspects"
MOST_ROUNDS = 1000  # of a riddle
SEAT = 1  # who is hidden


@dataclass
class Riddle:
    """`guess` is empty while it is open; `found`: how likely each was, when that is known."""

    sitting: Sitting
    candidates: tuple[str, ...]
    strategies: Catalogue[Strategy]
    seed: int
    guess: str = ""
    found: tuple[Suspect, ...] = ()

    @property
    def who(self) -> str:
        return self.sitting.setup.seats[SEAT]

    @property
    def right(self) -> bool:
        return self.guess == self.who


class Guessing:
    """`riddle` is the one at hand, open or solved; `solved` are those that count."""

    def __init__(self, page: PlayPage) -> None:
        self.page = page
        self.riddle: Riddle | None = None
        self.solved: list[Riddle] = []
        self.panel = GuessPanel(page.context.theme)
        self.panel.draw_asked.connect(self.draw)
        self.panel.guessed.connect(self.guess)
        self.panel.hint_asked.connect(self._hint)
        self.panel.stop_asked.connect(self.stop)
        self.panel.about_asked.connect(self._about)
        self.panel.recount_asked.connect(self._recount)

    @property
    def open(self) -> bool:
        """Whether somebody is hidden."""
        return self.riddle is not None and not self.riddle.guess

    def offer(self, game: NormalForm, strategies: Catalogue[Strategy], forbidden: Sequence[str]) -> None:
        """Before a riddle: who might be drawn."""
        able = game.n_players == 2
        self.panel.setVisible(able)
        if able:
            self.panel.offer(game, strategies, forbidden)

    def draw(self, candidates: tuple[str, ...], seed: int) -> None:
        """A new riddle."""
        page = self.page
        assert page.setup.setup is not None
        noise = page.setup.setup.repetition.noise
        setup = Setup((HUMAN, drawn(candidates, seed)), Repetition(turns=MOST_ROUNDS, noise=noise), seed)
        self.riddle = Riddle(page.begin_hidden(setup, SEAT), candidates,
                             page.context.document.state.catalogue(), seed)
        slips = f" Choices slip with the probability {noise}; slips of the other are not told." * bool(noise)
        self.panel.ask(candidates, f"One of these {len(candidates)} plays. Play as long as you wish, then "
                                   f"choose one and guess.{slips}")

    def played(self) -> None:
        """There are more rounds."""
        if self.open and self.panel.hint.isChecked():
            self._ask()

    def guess(self, name: str) -> None:
        """A person says who it is."""
        riddle = self.riddle
        if riddle is None or riddle.guess or self.page.thinking.busy:
            return
        riddle.guess = name
        self.solved.append(riddle)
        riddle.sitting.reveal()
        self.panel.reveal(riddle.who, self.verdict, riddle.seed + 1)
        self._ask()
        self._show_score()
        self.page.show_all()

    @property
    def verdict(self) -> str:
        """What came of the riddle at hand; empty while it is open."""
        riddle = self.riddle
        if riddle is None or not riddle.guess:
            return ""
        who = riddle.sitting.title(SEAT)
        if riddle.right:
            return f"Right: it was {who}."
        return f"It was {who}; you guessed {words.seat_title(riddle.guess, riddle.strategies)}."

    def again(self) -> None:
        """Another riddle of the same kind."""
        if self.riddle is not None:
            self.draw(self.riddle.candidates, self.riddle.seed + 1)

    def stop(self) -> None:
        """Back to matches where everybody is known."""
        self.page.begin_known()

    def leave(self) -> None:
        """Forget the riddle at hand."""
        self.page.context.live.cancel(KEY)
        self.riddle = None

    def _about(self, name: str) -> None:
        context = self.page.context
        StrategyDialog(name, context.document.game, context.theme, context.window,
                       context.document.state.catalogue()).open()

    # --- what speaks for whom ---------------------------------------------------------------------------

    def _hint(self, wanted: bool) -> None:
        if wanted:
            self._ask()
        elif self.open:
            self.page.context.live.cancel(KEY)
            self.panel.show_suspects(())

    def _ask(self) -> None:
        riddle, context = self.riddle, self.page.context
        assert riddle is not None
        sitting = riddle.sitting

        def done(found: tuple[Suspect, ...]) -> None:
            riddle.found = found if riddle.guess else ()
            if riddle is self.riddle:
                self.panel.show_suspects(found)
            self._show_score()

        context.live.request(KEY, context.document.revision, suspects, sitting.game, SEAT, riddle.candidates,
                             tuple(played.actions for played in sitting.rounds), sitting.setup.repetition,
                             riddle.strategies, done=done)

    def _recount(self) -> None:
        """The next person guesses."""
        self.solved = []
        self._show_score()

    def _show_score(self) -> None:
        self.panel.show_score(score(self.solved))


def score(solved: Sequence[Riddle]) -> str:
    """How many were guessed; and how many would be, in expectation, by naming the likeliest each time."""
    if not solved:
        return ""
    told = f"{sum(riddle.right for riddle in solved)} of {len(solved)} guessed right."
    best = [[suspect.chance for suspect in riddle.found] for riddle in solved]
    if not all(best) or any(chance is None for chances in best for chance in chances):
        return told
    sure = sum((max(chance for chance in chances if chance is not None) for chances in best), Fraction(0))
    return f"{told} Naming the likeliest each time is right in {float(sure):.3g} of {len(solved)}, expected."
