"""The Play page: people and strategies at one table, with choices hidden until all have chosen.

A match is played over the game as it was when the match began; an edit meanwhile is told, and changes the
next match. What a match is and who may see what is `Sitting`'s, what is seen is `Stage`'s; this page passes
on clicks and keys. What a match does is done beside the window, where it takes long (`Thinking`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from playground.app.actions import Action
from playground.app.context import Context
from playground.app.pages import play_words as told
from playground.app.pages.page import Page
from playground.app.pages.play_actions import actions
from playground.app.pages.play_guess import Guessing
from playground.app.pages.play_hindsight import Hindsight
from playground.app.pages.play_keys import chosen, pressed
from playground.app.pages.play_records import Records
from playground.app.pages.play_stage import Stage
from playground.app.pages.play_thinking import PATIENCE, Thinking
from playground.app.theme import Theme
from playground.app.widgets.match_list import MatchList
from playground.app.widgets.match_look import line_height
from playground.app.widgets.match_setup import MatchSetup
from playground.app.widgets.match_sitting import Replay, Setup, Sitting, default_setup, fitted
from playground.arena import RecordedMatch, fresh_seed
from playground.game import NormalForm, Repetition

NARROW = 44  # lines of text: a page less wide has its settings below
SLICE = 0.015  # seconds of work between two pictures of a match that runs to its end


class PlayPage(Page):
    """Shows one match. `sitting` is the match at hand, `replay` one that was played and is looked at."""

    name = "play"
    title = "Play"
    icon = "play"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.records = Records(context)
        self.thinking = Thinking(self)
        self.thinking.slow.connect(self.show_all)
        self.guessing = Guessing(self)
        self.hindsight = Hindsight(context, self._show_hindsight)
        self.sitting: Sitting | None = None
        self.replay: Replay | None = None
        self._game: NormalForm | None = None
        self._strategies: tuple[object, ...] = ()  # the document's own, and whether its scripts may run
        self._opened = -1  # which of the window's documents is played
        self._kept_rounds = 0  # how many rounds of the match are in the document
        self._hurry = False
        self._build()

    # --- the page's parts -----------------------------------------------------------------------------

    def _build(self) -> None:
        stage = self.stage = Stage(self.context.theme)
        stage.key.connect(self._key)
        stage.chosen.connect(self.choose)
        stage.moved.connect(self.move_to)
        stage.speed.activated.connect(self._pace)
        stage.connect_buttons(step=self.step, run=self.run_or_pause, end=self.run_to_end, take=self.take,
                              undo=self.undo_round, again=self.restart, back=self.leave_replay,
                              keep=self.keep, export=self.export)
        self._build_side()
        body = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(stage, 1)
        self._row.addWidget(self._side)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click beside the stage leaves the keyboard there
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        body.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)

    def _build_side(self) -> None:
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        unit = round(line_height())
        column.setContentsMargins(unit // 2, unit // 2, unit, unit)
        self.setup = MatchSetup(self.context.theme)
        self.setup.changed.connect(self._setup_changed)
        self.setup.strategies_asked.connect(self.context.window.consent.show)
        self.list = MatchList()
        self.list.look_asked.connect(self.look)
        self.list.delete_asked.connect(self.records.delete)
        for widget in (self.setup, self.guessing.panel, self.list):
            column.addWidget(widget)
        column.addStretch(1)

    def presentation(self) -> QWidget:
        return self.stage

    def set_theme(self, theme: Theme) -> None:
        for widget in (self.stage, self.setup, self.guessing.panel):
            widget.set_theme(theme)
        self.show_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_row"):
            self._arrange()
            for widget in (*self.stage.panels, self.guessing.panel):
                widget.set_theme(self.context.theme)

    def _arrange(self) -> None:
        line = line_height()
        narrow = self.width() < NARROW * line
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self.stage.curves.setFixedHeight(round(line * (30 if narrow else 13)))
        self._side.setMinimumWidth(0 if narrow else round(line * 16))
        self._side.setMaximumWidth((1 << 24) - 1 if narrow else round(line * 16))

    def hideEvent(self, event: object) -> None:
        self.pause()
        self._show_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys to choose with count wherever the keyboard stands, unless something there takes them."""
        event.setAccepted(chosen(self, event))

    # --- from the document ----------------------------------------------------------------------------

    def refresh(self) -> None:
        document = self.context.document
        state, opened = document.state, document.opened
        other, self._opened = opened != self._opened, opened
        known, self._strategies = self._strategies, (state.strategies, document.scripts_allowed)
        fresh = self.sitting is None or other
        begun = self.sitting is not None and (self.thinking.busy or self.sitting.begun)
        if fresh or (not begun and (state.game != self.sitting.game or known != self._strategies)):
            before = self.setup.setup
            if other or before is None or self._game is None or self._game.shape != state.game.shape:
                before = default_setup(state.game, state.repeated)
            self._begin(state.game, self._fitted(before))
        elif known != self._strategies and self.setup.setup is not None and state.game == self.sitting.game:
            self._show_setup(state.game, self._fitted(self.setup.setup))
        self.list.show_matches([player.name for player in state.game.players], state.matches)
        if self.replay is not None and self.replay.record and self.replay.record not in state.matches:
            self.replay = None
        self.show_all()

    def watch(self, seats: Sequence[str], repetition: Repetition, seed: int) -> None:
        """A match of these strategies, as long and from that seed; it waits for its first round."""
        self._begin_with(Setup(tuple(seats), repetition, seed))
        self._show_setup(self.context.document.game, self.sitting.setup)  # type: ignore[union-attr]

    def _begin(self, game: NormalForm, setup: Setup) -> None:
        """A new match, not begun yet."""
        self._sit(game, setup)
        self._show_setup(game, setup)

    def begin_known(self) -> None:
        """A new match with the settings, in which everybody is known."""
        assert self.setup.setup is not None
        self._begin(self.context.document.game, self._fitted(self.setup.setup))
        self.show_all()
        self.stage.setFocus()

    def begin_hidden(self, setup: Setup, seat: int) -> Sitting:
        """A new match in which nobody may know who plays in `seat`; the settings shown stay what they are."""
        self.setup.hide()
        self._sit(self.context.document.game, setup, seat)
        self.show_all()
        self.stage.setFocus()
        assert self.sitting is not None
        return self.sitting

    def _sit(self, game: NormalForm, setup: Setup, hidden: int | None = None) -> None:
        self.pause()
        self.thinking.drop()
        self.guessing.leave()
        self._game, self.replay, self._kept_rounds = game, None, 0
        strategies = self.context.document.state.catalogue(self.thinking.check)
        self.sitting = Sitting(game, setup, strategies, hidden)
        self.stage.seat(game, setup)

    def _show_setup(self, game: NormalForm, setup: Setup) -> None:
        document = self.context.document
        strategies = document.state.catalogue()
        forbidden = () if document.scripts_allowed else document.state.scripts
        self.setup.show_setup(game, setup, strategies, forbidden)
        if self.guessing.riddle is None:
            self.setup.show()
            self.guessing.offer(game, strategies, forbidden)

    def _fitted(self, setup: Setup) -> Setup:
        """The set-up for the document as it is now, without scripts that may not run."""
        document = self.context.document
        state = document.state
        may = state if document.scripts_allowed else replace(
            state, strategies=tuple(each for each in state.strategies if each.name not in state.scripts))
        return fitted(setup, state.game, may.catalogue())

    def _setup_changed(self) -> None:
        assert self.sitting is not None and self.setup.setup is not None
        if self.thinking.busy or self.sitting.begun:
            self.show_all()
        else:
            self._begin_with(self.setup.setup)

    def _begin_with(self, setup: Setup) -> None:
        """A new match with `setup`; the settings themselves stay as they are being edited."""
        game = self.context.document.game
        if game != self._game or setup != self.setup.setup or self.guessing.riddle is not None:
            self._begin(game, self._fitted(setup))
        else:
            self._sit(game, setup)
        self.show_all()

    # --- playing --------------------------------------------------------------------------------------

    @property
    def is_own(self) -> bool:
        """Whether the match at hand is shown and may be changed: it is no replay and no riddle."""
        return self.sitting is not None and self.replay is None and not self.guessing.open

    def _do(self, work: Callable[[], object], slow: bool, patience: float = PATIENCE) -> None:
        """Let the match go on, and show it; beside the window where that may be `slow`."""
        sitting = self.sitting

        def then() -> None:
            if sitting is not None and sitting is self.sitting:
                self._kept_rounds = min(self._kept_rounds, sitting.count)
                self.show_all()
                self.guessing.played()

        if slow:
            self.thinking.start(work, then, patience)
        else:
            work()
            then()

    def choose(self, seat: int, action: int) -> None:
        """A person in `seat` chooses."""
        sitting = self.sitting
        if sitting is None or self.replay is not None or self.thinking.busy:
            return
        if action < sitting.game.shape[seat]:
            self._do(lambda: sitting.choose(seat, action), sitting.thinks)

    def take(self) -> None:
        """The next person has taken the computer."""
        if self.sitting is not None and not self.thinking.busy:
            self.sitting.take()
            self.show_all()

    def step(self) -> None:
        """One round of a match without people."""
        if self.can_step():
            assert self.sitting is not None
            self._do(self.sitting.step, self.sitting.thinks)

    def undo_round(self) -> None:
        sitting = self.sitting
        if sitting is None or not self.is_own or self.thinking.busy or not sitting.can_undo:
            return
        self.pause()
        self._do(sitting.undo, slow=True)

    def restart(self) -> None:
        """A new match with the settings shown, and other luck, unless another seed was set; after a riddle,
        another one."""
        if self.guessing.open:
            return
        if self.guessing.riddle is not None:
            self.guessing.again()
        elif self.setup.setup is not None and self.sitting is not None:
            played, seed = self.sitting.setup.seed, self.setup.setup.seed
            self._restart_from(fresh_seed() if seed == played else seed)

    def restart_with_same_luck(self) -> None:
        """A new match with the settings shown, from the seed of the match at hand."""
        if self.sitting is not None and self.guessing.riddle is None:
            self._restart_from(self.sitting.setup.seed)

    def _restart_from(self, seed: int) -> None:
        assert self.setup.setup is not None
        self._begin(self.context.document.game, self._fitted(replace(self.setup.setup, seed=seed)))
        self.show_all()
        self.stage.setFocus()

    def run_or_pause(self) -> None:
        if self._clock.isActive():
            self.pause()
        elif self.replay is not None:
            if self.replay.position == len(self.replay.rounds):
                self.replay.move(0)
            self._run(hurry=False)
        elif self.can_step():
            self._run(hurry=False)
        self.show_all()

    def run_to_end(self) -> None:
        if self.can_step():
            self._run(hurry=True)
            self.show_all()

    def _run(self, hurry: bool) -> None:
        self._hurry = hurry
        self._clock.start(0 if hurry else int(self.stage.speed.currentData()))

    def pause(self) -> None:
        self._clock.stop()

    def _pace(self) -> None:
        if self._clock.isActive() and not self._hurry:
            self._clock.start(int(self.stage.speed.currentData()))

    def can_step(self) -> bool:
        return (self.sitting is not None and self.replay is None and not self.thinking.busy
                and self.sitting.stage == "watch")

    def _tick(self) -> None:
        sitting, replay = self.sitting, self.replay
        if self.thinking.busy:
            return
        if replay is not None and replay.position < len(replay.rounds):
            self.move_to(replay.position + 1)
        elif self.can_step():
            assert sitting is not None
            slow, seconds = sitting.thinks, SLICE if self._hurry else 0.0
            self._do(lambda: sitting.run(seconds), slow, patience=2 * seconds)
        if not self.can_step() and not self.thinking.busy and (
                self.replay is None or self.replay.position == len(self.replay.rounds)):
            self.pause()
            self.show_all()

    def _key(self, event: QKeyEvent) -> None:
        if pressed(self, event):
            event.accept()

    # --- looking at what was played ---------------------------------------------------------------------

    def can_look_back(self) -> bool:
        """Whether the match at hand is over."""
        return (self.is_own and not self.thinking.busy and self.sitting is not None
                and self.sitting.stage == "over" and bool(self.sitting.rounds))

    def look_back(self) -> None:
        """Show the match at hand from its beginning."""
        if self.can_look_back():
            self.move_to(0)

    def look(self, index: int) -> None:
        """Show a recorded match."""
        state = self.context.document.state
        self.pause()
        self.replay = Replay.recorded(state.game, state.matches[index])
        self.show_all()

    def leave_replay(self) -> None:
        self.pause()
        self.replay = None
        self.show_all()

    def move_to(self, position: int) -> None:
        """Show so many rounds of the match that was played."""
        if self.replay is None and self.can_look_back():
            assert self.sitting is not None
            self.replay = Replay.of(self.sitting)
        if self.replay is not None and position != self.replay.position:
            self.replay.move(position)
            self.show_all()

    # --- records ----------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Put the match into the document, as an undo step."""
        if self.sitting is not None and self.has_rounds():
            self._kept_rounds = len(self.sitting.rounds)
            self.records.keep(self.sitting.match.record())
            self.show_all()

    def export(self) -> None:
        """Write the match that is shown as CSV."""
        record = self._record()
        if record is not None and self.sitting is not None:
            self.records.export(self.replay.game if self.replay else self.sitting.game, record)

    def _record(self) -> RecordedMatch | None:
        if self.replay is not None and self.replay.record is not None:
            return self.replay.record
        return self.sitting.match.record() if self.sitting is not None and self.has_rounds() else None

    def has_rounds(self) -> bool:
        """Whether the match at hand can be kept: one that hides somebody would tell who it is."""
        return (self.sitting is not None and self.sitting.count > 0 and not self.thinking.busy
                and not self.guessing.open)

    def has_record(self) -> bool:
        return self.replay is not None or self.has_rounds()

    # --- showing --------------------------------------------------------------------------------------

    def show_all(self) -> None:
        sitting, replay, stage = self.sitting, self.replay, self.stage
        if sitting is None:
            return
        busy = self.thinking.busy
        if busy:
            stage.show_thinking(told.thinking(sitting))
        elif replay is not None:
            stage.show_replay(replay)
            self.headline = told.replayed(replay)
        else:
            stage.show_match(sitting)
            self.headline = told.headline(sitting)
        if not busy:
            self.hindsight.look(sitting)
        self._show_buttons()
        stage.notice.setText("" if replay else self.guessing.verdict or self._notice(sitting))
        stage.notice.setVisible(bool(stage.notice.text()))
        self._show_hindsight()

    def _show_buttons(self) -> None:
        if (sitting := self.sitting) is not None:
            kept = 0 < self._kept_rounds == sitting.count
            self.stage.show_buttons(sitting, self.replay is not None, self._clock.isActive(), self._hurry,
                                    self.thinking.busy, kept)

    def _show_hindsight(self) -> None:
        self.stage.hindsight.setText("" if self.replay else self.hindsight.text)
        self.stage.hindsight.setVisible(bool(self.stage.hindsight.text()))

    def _notice(self, sitting: Sitting) -> str:
        game = self.context.document.game
        begun = self.thinking.busy or sitting.begun
        if begun and game != sitting.game and self.guessing.open:
            return ("⚠ The game was changed. This riddle goes on with the game as it was; the next has the "
                    "new one.")
        if begun and game != sitting.game:
            return ("⚠ The game was changed. This match goes on with the game as it was; Start again plays "
                    "the new one.")
        if begun and self.guessing.riddle is None and self.setup.setup != sitting.setup:
            return "⚠ Start again plays with the new settings."
        if sitting.game.drafts:
            return "⚠ Some payoffs are unfinished on the Game page; here their last values count."
        return ""

    def actions(self) -> list[Action]:
        return actions(self)

    def rehearse(self) -> None:
        """A few rounds, for pictures of the page: the same ones each time."""
        self._restart_from(1)
        for round_ in range(6):
            if self.sitting is None or self.sitting.stage not in ("choose", "watch"):
                break
            for seat in self.sitting.open:
                self.choose(seat, int(round_ == 2))
            self.step()
