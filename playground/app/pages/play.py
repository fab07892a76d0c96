"""The Play page: people and strategies at one table, with choices hidden until all have chosen.

A match is played over the game as it was when the match began; an edit meanwhile is told, and changes the
next match. What a match is and who may see what is `Sitting`'s; this page shows it and passes on clicks
and keys.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from playground.app.actions import Action
from playground.app.context import Context
from playground.app.pages import play_words as told
from playground.app.pages.page import Page
from playground.app.pages.play_records import Records
from playground.app.pictures import learning
from playground.app.pictures.view import PictureView
from playground.app.theme import Theme
from playground.app.widgets import match_words as words
from playground.app.widgets.flow import FlowLayout
from playground.app.widgets.history_strip import HistoryStrip
from playground.app.widgets.label import Label
from playground.app.widgets.match_list import MatchList
from playground.app.widgets.match_look import line_height
from playground.app.widgets.match_setup import MatchSetup
from playground.app.widgets.match_sitting import Replay, Setup, Sitting, default_setup, fitted
from playground.app.widgets.match_table import MatchTable
from playground.app.widgets.seat_panel import SeatPanel
from playground.arena import HUMAN, RecordedMatch, fresh_seed
from playground.game import NormalForm, Repetition

NARROW = 44  # lines of text: a page less wide has its settings below
SLICE = 0.015  # seconds of work between two pictures of a match that runs to its end
SPEEDS = (("Slowly", 1000), ("Steadily", 300), ("Quickly", 60))  # milliseconds a round


class _Stage(QWidget):
    """What is played on. Keys that none of its buttons wants are passed on."""

    key = Signal(QKeyEvent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.key.emit(event)


class PlayPage(Page):
    """Shows one match. `sitting` is the match at hand, `replay` a recorded one that is looked at."""

    name = "play"
    title = "Play"
    icon = "play"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.records = Records(context)
        self.sitting: Sitting | None = None
        self.replay: Replay | None = None
        self.panels: list[SeatPanel] = []
        self._game: NormalForm | None = None
        self._strategies: tuple[object, ...] = ()  # the document's own, and whether its scripts may run
        self._thinking = False  # a script is asked, and takes its time
        self._opened = -1  # which of the window's documents is played
        self._kept_rounds = 0  # how many rounds of the match are in the document
        self._hurry = False
        self._build()

    # --- the page's parts -----------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.context.theme
        self.stage = _Stage()
        self.stage.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stage.setAccessibleName("Match")
        self.stage.key.connect(self._key)
        self.notice = Label()
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message = Label()
        self.message.setProperty("role", "subtitle")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hindsight = Label()
        self.hindsight.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (self.notice, self.message, self.hindsight):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._panels = QWidget()
        self._seats = QGridLayout(self._panels)
        self._seats.setContentsMargins(0, 0, 0, 0)
        self._build_cover()
        self.table = MatchTable(theme)
        self.strip = HistoryStrip(theme)
        self.curves = PictureView(learning.paint, "Learning curves", theme=theme)
        self.position = QSlider(Qt.Orientation.Horizontal)
        self.position.setAccessibleName("Rounds shown")
        self.position.valueChanged.connect(self._moved)
        column = QVBoxLayout(self.stage)
        unit = round(line_height())
        column.setContentsMargins(round(line_height() * 1.4), unit // 2, unit, unit)
        column.setSpacing(unit // 2)
        for widget in (self.notice, self.message, self.hindsight, self._panels, self._cover, self.table,
                       self.strip, self.curves, self.position):
            column.addWidget(widget, 100 if widget is self.table else 0)
        column.addWidget(self._build_buttons())
        column.addStretch(1)
        self._build_side(theme)
        body = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.stage, 1)
        self._row.addWidget(self._side)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        body.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)

    def _build_cover(self) -> None:
        """What is seen while the computer changes hands."""
        self._cover = QFrame()
        self._cover.setProperty("role", "card")
        self.cover_text = Label()
        self.cover_text.setProperty("role", "title")
        self.cover_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cover_text.setWordWrap(True)
        self.take_button = QPushButton()
        self.take_button.setProperty("role", "primary")
        self.take_button.setAccessibleName("Take the computer")
        self.take_button.clicked.connect(self.take)
        column = QVBoxLayout(self._cover)
        pad = round(line_height() * 2)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(pad // 2)
        column.addWidget(self.cover_text)
        column.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignCenter)

    def _build_buttons(self) -> QWidget:
        def button(text: str, tip: str, act: object) -> QPushButton:
            made = QPushButton(text)
            made.setToolTip(tip)
            made.clicked.connect(act)
            return made

        self.step_button = button("Next round", "Play one round (Space)", self.step)
        self.run_button = button("▶ Play", "Play round after round", self.run_or_pause)
        self.speed = QComboBox()
        self.speed.setAccessibleName("Speed")
        for text, pause in SPEEDS:
            self.speed.addItem(text, pause)
        self.speed.setCurrentIndex(1)
        self.speed.activated.connect(self._pace)
        self.end_button = button("To the end", "Play all rounds that are left", self.run_to_end)
        self.undo_button = button("Undo round", "Take back the last round, luck included (Backspace)",
                                  self.undo_round)
        self.again_button = button("Start again", "A new match with the settings shown", self.restart)
        self.back_button = button("Back to the match", "Leave the recorded match", self.leave_replay)
        self.keep_button = button("Keep in the game", "Keep this match in the game's file", self.keep)
        self.export_button = button("Export CSV…", "The rounds as a table", self.export)
        bar = QWidget()
        row = FlowLayout(bar)
        for widget in (self.step_button, self.run_button, self.speed, self.end_button, self.undo_button,
                       self.again_button, self.back_button, self.keep_button, self.export_button):
            row.addWidget(widget)
        return bar

    def _build_side(self, theme: Theme) -> None:
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        unit = round(line_height())
        column.setContentsMargins(unit // 2, unit // 2, unit, unit)
        self.setup = MatchSetup(theme)
        self.setup.changed.connect(self._setup_changed)
        self.setup.strategies_asked.connect(self.context.window.consent.show)
        self.list = MatchList()
        self.list.look_asked.connect(self.look)
        self.list.delete_asked.connect(self.records.delete)
        column.addWidget(self.setup)
        column.addWidget(self.list)
        column.addStretch(1)

    def presentation(self) -> QWidget:
        return self.stage

    def set_theme(self, theme: Theme) -> None:
        for widget in (self.table, self.strip, self.curves, self.setup, *self.panels):
            widget.set_theme(theme)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_row"):
            self._arrange()
            for panel in self.panels:
                panel.set_theme(self.context.theme)

    def _arrange(self) -> None:
        line = line_height()
        narrow = self.width() < NARROW * line
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self.curves.setFixedHeight(round(line * (30 if narrow else 13)))
        self._side.setMinimumWidth(0 if narrow else round(line * 16))
        self._side.setMaximumWidth((1 << 24) - 1 if narrow else round(line * 16))

    def hideEvent(self, event: object) -> None:
        self.pause()

    # --- from the document ----------------------------------------------------------------------------

    def refresh(self) -> None:
        document = self.context.document
        state, opened = document.state, document.opened
        other, self._opened = opened != self._opened, opened
        known, self._strategies = self._strategies, (state.strategies, document.scripts_allowed)
        fresh = self.sitting is None or other
        begun = self.sitting is not None and self.sitting.begun
        if fresh or (not begun and (state.game != self.sitting.game or known != self._strategies)):
            if other or self._game is None or self._game.shape != state.game.shape:
                setup = default_setup(state.game, state.repeated)
            else:
                before = self.sitting.setup if self.sitting else default_setup(state.game, None)
                setup = self._fitted(before)
            self._begin(state.game, setup)
        elif known != self._strategies and self.setup.setup is not None and state.game == self.sitting.game:
            self._show_setup(state.game, self._fitted(self.setup.setup))
        self.list.show_matches([player.name for player in state.game.players], state.matches)
        if self.replay is not None and self.replay.record not in state.matches:
            self.replay = None
        self._show()

    def watch(self, seats: Sequence[str], repetition: Repetition, seed: int) -> None:
        """A match of these strategies, as long and from that seed; it waits for its first round."""
        self._begin_with(Setup(tuple(seats), repetition, seed))
        self._show_setup(self.context.document.game, self.sitting.setup)  # type: ignore[union-attr]

    def _begin(self, game: NormalForm, setup: Setup) -> None:
        """A new match, not begun yet."""
        self.pause()
        self._game = game
        self.replay = None
        self._kept_rounds = 0
        self.sitting = self._sit(game, setup)
        self._show_setup(game, setup)
        self._seat(game, setup)

    def _sit(self, game: NormalForm, setup: Setup) -> Sitting:
        return Sitting(game, setup, self.context.document.state.catalogue(self._wait))

    def _show_setup(self, game: NormalForm, setup: Setup) -> None:
        document = self.context.document
        self.setup.show_setup(game, setup, document.state.catalogue(),
                              () if document.scripts_allowed else document.state.scripts)

    def _fitted(self, setup: Setup) -> Setup:
        """The set-up for the document as it is now, without scripts that may not run."""
        document = self.context.document
        state = document.state
        may = state if document.scripts_allowed else replace(
            state, strategies=tuple(each for each in state.strategies if each.name not in state.scripts))
        return fitted(setup, state.game, may.catalogue())

    def _wait(self, _done: float | None, _text: str = "") -> None:
        """While a script thinks, the window goes on painting."""
        self._thinking = True
        try:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        finally:
            self._thinking = False

    def _seat(self, game: NormalForm, setup: Setup) -> None:
        while len(self.panels) > game.n_players:
            panel = self.panels.pop()
            self._seats.removeWidget(panel)
            panel.deleteLater()
        while len(self.panels) < game.n_players:
            panel = SeatPanel(len(self.panels), self.context.theme)
            panel.chosen.connect(self.choose)
            self.panels.append(panel)
        across = game.n_players if game.n_players <= 3 else 2
        keys = words.keys_of(setup.humans, game.shape, setup.passing)
        alone = len(setup.humans) == 1 or setup.passing
        for k, panel in enumerate(self.panels):
            self._seats.addWidget(panel, k // across, k % across)
            player = game.players[k]
            panel.show_seat(player.name, player.strategies, keys.get(k, ""), alone)

    def _setup_changed(self) -> None:
        assert self.sitting is not None and self.setup.setup is not None
        if self.sitting.begun:
            self._show()
        else:
            self._begin_with(self.setup.setup)

    def _begin_with(self, setup: Setup) -> None:
        """A new match with `setup`; the settings themselves stay as they are being edited."""
        game = self.context.document.game
        self.pause()
        if game != self._game or setup != self.setup.setup:
            self._begin(game, self._fitted(setup))
        else:
            self.replay, self._kept_rounds = None, 0
            self.sitting = self._sit(game, setup)
            self._seat(game, setup)
        self._show()

    # --- playing --------------------------------------------------------------------------------------

    def choose(self, seat: int, action: int) -> None:
        """A person in `seat` chooses."""
        if self.sitting is not None and self.replay is None and action < self.sitting.game.shape[seat]:
            self.sitting.choose(seat, action)
            self._show()

    def take(self) -> None:
        """The next person has taken the computer."""
        if self.sitting is not None:
            self.sitting.take()
            self._show()

    def step(self) -> None:
        """One round of a match without people."""
        if self._can_step():
            assert self.sitting is not None
            self.sitting.step()
            self.sitting.tally.read(self.sitting.rounds)
            self._show()

    def undo_round(self) -> None:
        if self.sitting is not None and self.replay is None and self.sitting.begun:
            self.pause()
            self.sitting.undo()
            self._kept_rounds = min(self._kept_rounds, len(self.sitting.rounds))
            self._show()

    def restart(self) -> None:
        """A new match with the settings shown."""
        if self.setup.setup is not None:
            self._begin_with(self.setup.setup)
            self.stage.setFocus()

    def run_or_pause(self) -> None:
        if self._clock.isActive():
            self.pause()
            self._show()
        elif self._can_step():
            self._hurry = False
            self._clock.start(int(self.speed.currentData()))
            self._show()

    def run_to_end(self) -> None:
        if self._can_step():
            self._hurry = True
            self._clock.start(0)
            self._show()

    def pause(self) -> None:
        self._clock.stop()

    def _pace(self) -> None:
        if self._clock.isActive() and not self._hurry:
            self._clock.start(int(self.speed.currentData()))

    def _can_step(self) -> bool:
        return self.sitting is not None and self.replay is None and self.sitting.stage == "watch"

    def _tick(self) -> None:
        if self._thinking:
            return
        if not self._can_step():
            self.pause()
            return
        assert self.sitting is not None
        self.sitting.step()
        until = time.perf_counter() + SLICE
        while self._hurry and self.sitting.stage == "watch" and time.perf_counter() < until:
            self.sitting.step()
        self.sitting.tally.read(self.sitting.rounds)
        if self.sitting.stage != "watch":
            self.pause()
        self._show()

    def _key(self, event: QKeyEvent) -> None:
        """A key that nothing on the stage took: a choice, the next round, the next person."""
        sitting = self.sitting
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if sitting is None or self.replay is not None or held:
            return
        stage = sitting.stage
        if event.key() == Qt.Key.Key_Backspace:
            self.undo_round()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if stage in ("cover", "look"):
                self.take()
            elif stage == "watch":
                self.step()
            elif stage == "over" and event.key() != Qt.Key.Key_Space:
                self.restart()
            else:
                return
        else:
            keys = words.keys_of(sitting.setup.humans, sitting.game.shape, sitting.setup.passing)
            for seat in sitting.open:
                place = keys.get(seat, "").find(event.text().upper() or " ")
                if place >= 0:
                    self.choose(seat, place)
                    break
            else:
                return
        event.accept()

    # --- recorded matches -----------------------------------------------------------------------------

    def keep(self) -> None:
        """Put the match into the document, as an undo step."""
        if self.sitting is not None and self._has_rounds():
            self._kept_rounds = len(self.sitting.rounds)
            self.records.keep(self.sitting.match.record())
            self._show()

    def export(self) -> None:
        """Write the match that is shown as CSV."""
        record = self._record()
        if record is not None and self.sitting is not None:
            self.records.export(self.context.document.game if self.replay else self.sitting.game, record)

    def _record(self) -> RecordedMatch | None:
        if self.replay is not None:
            return self.replay.record
        return self.sitting.match.record() if self.sitting is not None and self._has_rounds() else None

    def look(self, index: int) -> None:
        """Show a recorded match."""
        state = self.context.document.state
        self.pause()
        self.replay = Replay(state.game, state.matches[index])
        self._show()

    def leave_replay(self) -> None:
        self.replay = None
        self._show()

    def _moved(self, position: int) -> None:
        if self.replay is not None and position != self.replay.position:
            self.replay.move(position)
            self._show()

    # --- showing --------------------------------------------------------------------------------------

    def _has_rounds(self) -> bool:
        return self.sitting is not None and bool(self.sitting.rounds)

    def _has_record(self) -> bool:
        return self.replay is not None or self._has_rounds()

    def _show(self) -> None:
        if self.sitting is None:
            return
        replaying = self.replay is not None
        sitting, stage = self.sitting, self.sitting.stage
        covered = not replaying and stage == "cover"
        self._cover.setVisible(not replaying and stage in ("cover", "look"))
        self._panels.setVisible(not covered and not self._other_players())
        self.position.setVisible(replaying)
        self._show_curves(None if replaying or covered else sitting)
        if self.replay is not None:
            self._show_replay(self.replay)
        else:
            self._show_match(sitting, stage)
        self._show_buttons(sitting, stage, replaying)
        self.hindsight.setText("" if replaying else told.looking_back(sitting))
        self.notice.setText(self._notice(sitting))
        for label in (self.notice, self.hindsight):
            label.setVisible(bool(label.text()))

    def _show_curves(self, sitting: Sitting | None) -> None:
        """What the learners at the table learn, where there are any."""
        diary = sitting.diary if sitting is not None else None
        self.curves.setVisible(diary is not None)
        if diary is not None:
            assert sitting is not None
            scene = learning.scene(sitting.game, diary.curves())
            self.curves.show_scene(scene, told.curves_missing(sitting), scene.words if scene else "")

    def _other_players(self) -> bool:
        """A recorded match that has other players than the game has now: the strip alone shows it."""
        return self.replay is not None and len(self.replay.players) != len(self.panels)

    def _show_match(self, sitting: Sitting, stage: str) -> None:
        game = sitting.game
        players = [player.name for player in game.players]
        strategies = [player.strategies for player in game.players]
        last = sitting.rounds[-1] if sitting.rounds else None
        focused = self.window().focusWidget() if self.isVisible() else None
        if stage != "choose" and focused is not None and self._panels.isAncestorOf(focused):
            self.stage.setFocus()  # before its button is switched off, or Qt gives the keyboard to the rail
        for k, panel in enumerate(self.panels):
            human = sitting.setup.seats[k] == HUMAN
            open_ = k in sitting.open
            waits = human and stage == "choose" and not open_ and not sitting.passing
            status = f"{players[k]} has chosen" if waits else "Choose" if open_ else ""
            choices = human and stage in ("choose", "over") and not (sitting.passing and not open_)
            panel.show_state(words.seat_title(sitting.setup.seats[k], sitting.match.strategies),
                             *told.score(sitting.tally, game, k),
                             told.last_move(strategies[k], k, last), status, open_,
                             choices)
        if stage in ("cover", "look"):
            name = players[sitting.next]
            self.cover_text.setText(f"Pass the computer to {name}" if stage == "cover"
                                    else f"Next round: {name} takes the computer")
            self.take_button.setText(f"I am {name}  [Space]")
        self.message.setText(told.message(sitting))
        self.message.setVisible(stage != "cover")
        self.table.show_game(game, last.actions if last else None)
        self.strip.show_rounds(players, strategies, sitting.rounds)
        self.headline = told.headline(sitting)

    def _show_replay(self, replay: Replay) -> None:
        shown = replay.rounds[:replay.position]
        last = shown[-1] if shown else None
        game = self.context.document.game
        if not self._other_players():
            for k, panel in enumerate(self.panels):
                score, rate = told.score(replay.tally, game, k) if replay.fits and last else ("", "")
                played = told.last_move(replay.strategies[k], k, last)
                panel.show_state(words.seat_title(replay.record.players[k]), score, rate, played, "", False,
                                 False)
        self.message.setText(f"Round {replay.position}. "
                             + words.round_text(replay.players, replay.strategies, last)
                             if last else "Before the first round.")
        self.message.show()
        fits = replay.fits and game.n_players == len(replay.players)
        if fits:
            self.table.show_game(game, last.actions if last else None)
        self.table.setVisible(fits and self.table.isVisibleTo(self.stage))
        self.strip.show_rounds(replay.players, replay.strategies, replay.rounds, replay.position)
        self.position.blockSignals(True)
        self.position.setRange(0, len(replay.rounds))
        self.position.setValue(replay.position)
        self.position.blockSignals(False)
        title = words.record_title(replay.players, replay.record)
        changed = "" if replay.fits else " The game has changed since: payoffs are not known."
        self.headline = f"Recorded: {title}, {words.record_note(replay.record)}.{changed}"

    def _show_buttons(self, sitting: Sitting, stage: str, replaying: bool) -> None:
        watching = not replaying and not sitting.setup.humans
        for widget in (self.step_button, self.run_button, self.speed, self.end_button):
            widget.setVisible(watching)
            widget.setEnabled(stage == "watch")
        running = self._clock.isActive()
        self.run_button.setText("Pause" if running else "▶ Play")
        self.step_button.setEnabled(stage == "watch" and not running)
        self.end_button.setEnabled(stage == "watch" and not (running and self._hurry))
        for button in (self.undo_button, self.again_button, self.keep_button):
            button.setVisible(not replaying)
        self.undo_button.setEnabled(sitting.begun)
        self.again_button.setText("Play again" if stage == "over" else "Start again")
        self.again_button.setEnabled(sitting.begun or stage == "over")
        self.back_button.setVisible(replaying)
        kept = self._has_rounds() and self._kept_rounds == len(sitting.rounds)
        self.keep_button.setEnabled(self._has_rounds() and not kept)
        self.keep_button.setText("Kept in the game" if kept else "Keep in the game")
        self.export_button.setEnabled(replaying or self._has_rounds())

    def _notice(self, sitting: Sitting) -> str:
        game = self.context.document.game
        if self.replay is not None:
            return ""
        if sitting.begun and game != sitting.game:
            return ("⚠ The game was changed. This match goes on with the game as it was; Start again plays "
                    "the new one.")
        if sitting.begun and self.setup.setup is not None and self.setup.setup != sitting.setup:
            return "⚠ Start again plays with the new settings."
        if sitting.game.drafts:
            return "⚠ Some payoffs are unfinished on the Game page; here their last values count."
        return ""

    # --- menus ----------------------------------------------------------------------------------------

    def actions(self) -> list[Action]:
        def begun() -> bool:
            return self.sitting is not None and self.sitting.begun and self.replay is None

        return [
            Action("again", "Start Again", "Play", self.restart, "Ctrl+R",
                   "A new match with the settings shown", enabled=begun),
            Action("new-seed", "Start Again with a New Seed", "Play", self.restart_with_new_seed,
                   "Ctrl+Shift+R", "Other luck"),
            Action("undo-round", "Undo Round", "Play", self.undo_round, "Ctrl+Backspace",
                   "Take back the last round, luck included", enabled=begun),
            Action("step", "Next Round", "Play", self.step, "Ctrl+.", "Strategies play one round",
                   enabled=self._can_step, section="run"),
            Action("run", "Play or Pause", "Play", self.run_or_pause, "Ctrl+Space",
                   "Strategies play round after round", enabled=self._can_step, section="run"),
            Action("end", "To the End", "Play", self.run_to_end, "Ctrl+End", "Play all rounds that are left",
                   enabled=self._can_step, section="run"),
            Action("keep", "Save Match in the Game", "Play", self.keep, "",
                   "Keep this match in the game's file", enabled=self._has_rounds, section="keep"),
            Action("export", "Export Match as CSV…", "Play", self.export, "", "The rounds as a table",
                   enabled=self._has_record, section="keep"),
        ]

    def restart_with_new_seed(self) -> None:
        if self.setup.setup is not None:
            setup = replace(self.setup.setup, seed=fresh_seed())
            self._begin(self.context.document.game, self._fitted(setup))
            self._show()

    def rehearse(self) -> None:
        """A few rounds, for pictures of the page."""
        for round_ in range(6):
            if self.sitting is None or self.sitting.stage not in ("choose", "watch"):
                break
            for seat in self.sitting.open:
                self.choose(seat, int(round_ == 2))
            self.step()
