"""What stands on the Play page's stage: the players and their choices, the table, the rounds, the buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from playground.app.pages import play_words as told
from playground.app.pictures import learning, running
from playground.app.pictures.view import PictureView
from playground.app.theme import Theme
from playground.app.widgets import match_words as words
from playground.app.widgets.flow import FlowLayout
from playground.app.widgets.history_strip import HistoryStrip
from playground.app.widgets.label import Label
from playground.app.widgets.match_look import line_height
from playground.app.widgets.match_sitting import Replay, Setup, Sitting
from playground.app.widgets.match_table import MatchTable
from playground.app.widgets.match_tally import Mark
from playground.app.widgets.seat_panel import SeatPanel
from playground.arena import HUMAN
from playground.game import NormalForm

SPEEDS = (("Slowly", 1000), ("Steadily", 300), ("Quickly", 60))  # milliseconds a round


class Stage(QWidget):
    """key: one that nothing on the stage took; chosen(seat, action): a person chose; moved(position): so many
    rounds of a match that was played shall be seen."""

    key = Signal(QKeyEvent)
    chosen = Signal(int, int)
    moved = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.panels: list[SeatPanel] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Match")
        self.notice, self.message, self.hindsight = Label(), Label(), Label()
        self.message.setProperty("role", "subtitle")
        for label in (self.notice, self.message, self.hindsight):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.seats = QWidget()
        self._seats = QGridLayout(self.seats)
        self._seats.setContentsMargins(0, 0, 0, 0)
        self._build_cover()
        self.table = MatchTable(theme)
        self.strip = HistoryStrip(theme)
        self.curves = PictureView(learning.paint, "Learning curves", theme=theme)
        self.position = QSlider(Qt.Orientation.Horizontal)
        self.position.setAccessibleName("Rounds shown")
        self.position.setToolTip("How many rounds are shown: ← and →, Home and End; Space plays them")
        self.position.valueChanged.connect(self.moved)
        column = QVBoxLayout(self)
        unit = round(line_height())
        column.setContentsMargins(round(line_height() * 1.4), unit // 2, unit, unit)
        column.setSpacing(unit // 2)
        for widget in (self.notice, self.message, self.hindsight, self.seats, self.cover, self.table,
                       self.strip, self.position, self._build_buttons(), self.curves):
            column.addWidget(widget, 100 if widget is self.table else 0)
        column.addStretch(1)

    def _build_cover(self) -> None:
        """What is seen while the computer changes hands."""
        self.cover = QFrame()
        self.cover.setProperty("role", "card")
        self.cover_text = Label()
        self.cover_text.setProperty("role", "title")
        self.cover_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cover_text.setWordWrap(True)
        self.take_button = QPushButton()
        self.take_button.setProperty("role", "primary")
        self.take_button.setAccessibleName("Take the computer")
        column = QVBoxLayout(self.cover)
        pad = round(line_height() * 2)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(pad // 2)
        column.addWidget(self.cover_text)
        column.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignCenter)

    def _build_buttons(self) -> QWidget:
        def button(text: str, tip: str) -> QPushButton:
            made = QPushButton(text)
            made.setToolTip(tip)
            return made

        self.step_button = button("Next round", "Play one round (Space)")
        self.run_button = button("▶ Play", "Play round after round")
        self.speed = QComboBox()
        self.speed.setAccessibleName("Speed")
        for text, pause in SPEEDS:
            self.speed.addItem(text, pause)
        self.speed.setCurrentIndex(1)
        self.end_button = button("To the end", "Play all rounds that are left")
        self.undo_button = button("Undo round", "Take back the last round, luck included (Backspace)")
        self.again_button = button("Start again", "A new match with the settings shown, and other luck")
        self.back_button = button("Back to the match", "Leave what was played")
        self.keep_button = button("Keep in the game", "Keep this match in the game's file")
        self.export_button = button("Export CSV…", "The rounds as a table")
        bar = QWidget()
        row = FlowLayout(bar)
        for widget in (self.step_button, self.run_button, self.speed, self.end_button, self.undo_button,
                       self.again_button, self.back_button, self.keep_button, self.export_button):
            row.addWidget(widget)
        return bar

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.key.emit(event)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        for widget in (self.table, self.strip, self.curves, *self.panels):
            widget.set_theme(theme)

    def seat(self, game: NormalForm, setup: Setup) -> None:
        """A panel for each player."""
        while len(self.panels) > game.n_players:
            panel = self.panels.pop()
            self._seats.removeWidget(panel)
            panel.deleteLater()
        while len(self.panels) < game.n_players:
            panel = SeatPanel(len(self.panels), self.theme)
            panel.chosen.connect(self.chosen)
            self.panels.append(panel)
        across = game.n_players if game.n_players <= 3 else 2
        keys = words.keys_of(setup.humans, game.shape, setup.passing)
        alone = len(setup.humans) == 1 or setup.passing
        for k, panel in enumerate(self.panels):
            self._seats.addWidget(panel, k // across, k % across)
            player = game.players[k]
            panel.show_seat(player.name, player.strategies, keys.get(k, ""), alone)

    # --- the match at hand ------------------------------------------------------------------------------

    def show_match(self, sitting: Sitting) -> None:
        game, stage = sitting.game, sitting.stage
        players = [player.name for player in game.players]
        strategies = [player.strategies for player in game.players]
        last = sitting.rounds[-1] if sitting.rounds else None
        self.cover.setVisible(stage in ("cover", "look"))
        self.seats.setVisible(stage != "cover")
        focused = self.window().focusWidget() if self.isVisible() else None
        if stage != "choose" and focused is not None and self.seats.isAncestorOf(focused):
            self.setFocus()  # before its button is switched off, or Qt gives the keyboard to the rail
        for k, panel in enumerate(self.panels):
            human = sitting.setup.seats[k] == HUMAN
            open_ = k in sitting.open
            waits = human and stage == "choose" and not open_ and not sitting.passing
            status = f"{players[k]} has chosen" if waits else "Choose" if open_ else ""
            choices = human and stage in ("choose", "over") and not (sitting.passing and not open_)
            panel.show_state(sitting.title(k), *told.score(sitting.tally, game, k),
                             told.last_move(strategies[k], k, last), status, open_, choices)
        if stage in ("cover", "look"):
            name = players[sitting.next]
            self.cover_text.setText(f"Pass the computer to {name}" if stage == "cover"
                                    else f"Next round: {name} takes the computer")
            self.take_button.setText(f"I am {name}  [Space]")
        self.message.setText(told.message(sitting))
        self.message.setVisible(stage != "cover")
        self.table.show_game(game, last.actions if last else None)
        self.strip.show_rounds(players, strategies, sitting.rounds)
        self._show_position(len(sitting.rounds), len(sitting.rounds),
                            stage == "over" and sitting.hidden is None)
        self._show_curves(sitting)

    def show_thinking(self, text: str) -> None:
        """While nobody can choose: who is waited for."""
        focused = self.window().focusWidget() if self.isVisible() else None
        if focused is not None and self.seats.isAncestorOf(focused):
            self.setFocus()
        for panel in self.panels:
            panel.wait()
        self.message.setText(text)

    def _show_curves(self, sitting: Sitting) -> None:
        """What the learners at the table learn, where there are any; when all is over, how the match went."""
        over = sitting.stage == "over" and sitting.hidden is None
        self.curves.setVisible(sitting.stage != "cover" and (sitting.diary is not None or over))
        if sitting.stage == "cover":
            return
        if sitting.diary is not None:
            self._draw("Learning curves", learning.scene(sitting.game, sitting.diary.curves()),
                       told.curves_missing(sitting.game))
        elif over:
            tally = sitting.tally
            self._show_course([player.name for player in sitting.game.players],
                              [player.strategies for player in sitting.game.players],
                              (*tally.marks, tally.now), sitting.game)

    def _show_course(self, players: Sequence[str], strategies: Sequence[Sequence[str]],
                     marks: Sequence[Mark], game: NormalForm | None, now: int | None = None) -> None:
        cooperation = game is not None and words.first_is_cooperation(game)
        self._draw("How the match went", running.scene(players, strategies, marks, cooperation, game, now),
                   told.course_missing(len(players)))

    def _draw(self, name: str, scene: learning.Scene | None, missing: str) -> None:
        self.curves.use(learning.paint, name)
        self.curves.show_scene(scene, missing, scene.words if scene else "")

    # --- a match that was played ------------------------------------------------------------------------

    def show_replay(self, replay: Replay) -> None:
        shown = replay.position
        last = replay.rounds[shown - 1] if shown else None
        fits = replay.fits and replay.game.n_players == len(replay.players)
        others = len(replay.players) != len(self.panels)  # the strip alone shows them
        self.cover.hide()
        self.seats.setVisible(not others)
        if not others:
            for k, panel in enumerate(self.panels):
                score, rate = told.score(replay.tally, replay.game, k) if replay.fits and last else ("", "")
                played = told.last_move(replay.strategies[k], k, last)
                panel.show_state(replay.title(k), score, rate, played, "", False, False)
        self.message.setText(f"Round {shown:,}. "
                             + words.round_text(replay.players, replay.strategies, last)
                             if last else "Before the first round.")
        self.message.show()
        if fits:
            self.table.show_game(replay.game, last.actions if last else None)
        self.table.setVisible(fits and self.table.isVisibleTo(self))
        self.strip.show_rounds(replay.players, replay.strategies, replay.rounds, shown)
        self._show_position(shown, len(replay.rounds), True)
        self.curves.show()
        self._show_course(replay.players, replay.strategies, replay.marks,
                          replay.game if fits else None, shown)

    def _show_position(self, shown: int, count: int, visible: bool) -> None:
        self.position.setVisible(visible and count > 0)
        with QSignalBlocker(self.position):
            self.position.setRange(0, count)
            self.position.setPageStep(max(1, count // 10))
            self.position.setValue(shown)

    # --- buttons ----------------------------------------------------------------------------------------

    def show_buttons(self, sitting: Sitting, replaying: bool, running: bool, hurry: bool, thinking: bool,
                     kept: bool) -> None:
        """`kept`: the match is in the document as it is."""
        stage, guessing = sitting.stage, sitting.hidden is not None
        watching = not replaying and not sitting.setup.humans
        for widget in (self.step_button, self.end_button):
            widget.setVisible(watching)
        for widget in (self.run_button, self.speed):
            widget.setVisible(watching or replaying)
            widget.setEnabled(replaying or stage == "watch")
        self.run_button.setText("Pause" if running else "▶ Play")
        self.step_button.setEnabled(stage == "watch" and not running)
        self.end_button.setEnabled(stage == "watch" and not (running and hurry))
        for button in (self.undo_button, self.again_button, self.keep_button, self.export_button):
            button.setVisible(not guessing and (not replaying or button is self.export_button))
        self.undo_button.setEnabled(sitting.can_undo and not thinking)
        self.again_button.setText("Play again" if stage == "over" else "Start again")
        self.again_button.setEnabled(sitting.begun or stage == "over" or thinking)
        self.back_button.setVisible(replaying)
        played = bool(sitting.count) and not thinking
        self.keep_button.setEnabled(played and not kept)
        self.keep_button.setText("Kept in the game" if kept else "Keep in the game")
        self.export_button.setEnabled(replaying or played)

    def connect_buttons(self, **acts: Callable[[], None]) -> None:
        """What the buttons do, by their names without `_button`."""
        for name, act in acts.items():
            getattr(self, f"{name}_button").clicked.connect(act)
