"""The strategies of a document: a list, editors of scripts and of automata, and a match to try one in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.app.dialogs import Question
from playground.app.pictures.automaton import moves_of
from playground.app.trying import problem_of, try_out
from playground.app.widgets.automaton_editor import AutomatonEditor
from playground.app.widgets.code_editor import CodeEditor
from playground.app.widgets.history_strip import HistoryStrip
from playground.app.widgets.label import Label, set_role
from playground.app.widgets.match_words import exact, rounds_text
from playground.app.widgets.script_examples import EXAMPLES
from playground.app.widgets.spin import SpinBox
from playground.app.widgets.strategy_dialog import StrategyDialog
from playground.arena import MatchResult, Round
from playground.catalogue import Catalogue, Entry
from playground.equilibrium.words import listed
from playground.files.game_reader import MOST_STRATEGIES
from playground.files.sketches import sketch_in, with_sketch
from playground.strategy import STRATEGIES, Automaton, Script, Strategy, usable
from playground.strategy.automaton import Family
from playground.strategy.script import too_long
from playground.strategy.sketch import Sketch, automaton_of, blank, problems, sketch_of

if TYPE_CHECKING:
    from playground.app.window import Window
    from playground.files.document import GameDocument

CHECK_AFTER = 400  # milliseconds without a key
CHECK, TRY = "script-check", "script-try"  # keys of live requests
MOST_ROUNDS = 10_000
DISCARD, GO_ON = "Discard", "Go on writing"
EMPTY = ("This game has no strategies of its own yet.\n\nNew begins one: an automaton, drawn as a graph of "
         "states; a copy of one that the program has; or a script, a few lines of a programming language.")
DOCUMENTED = "A script is one function, move(history, me, game, random), called once a round."


class StrategiesDialog(QDialog):
    """Edits a copy; what is accepted is one undo step of the document."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Strategies of this game")
        self.window_, self.live = window, window.context.live
        self.state: GameDocument = window.document.state
        self.entries: list[Entry[Strategy]] = list(self.state.strategies)
        self.sketches: dict[str, Sketch] = {  # of the automata, as they were written so far
            entry.name: sketch for entry in self.entries
            if (sketch := sketch_in(self.state, entry.name)) is not None}
        self._kept = tuple(self.entries), dict(self.sketches)  # what the document has
        self._build(window.context.theme)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER)
        self._timer.timeout.connect(self._pause)
        self._fill(0)
        self.resize(self.sizeHint())

    # --- building -----------------------------------------------------------------------------------------

    def _build(self, theme: object) -> None:
        space = self.fontMetrics().height()
        self.list = QListWidget()
        self.list.setAccessibleName("Strategies of this game")
        self.list.currentRowChanged.connect(self._show)
        self.new_button, self.delete_button = QPushButton("New"), QPushButton("Delete")
        menu = QMenu(self.new_button)
        self.new_automaton = menu.addAction("Automaton")
        self.new_copy = menu.addAction("Copy of an automaton…")
        refused = self.no_automata
        for action in (self.new_automaton, self.new_copy):
            action.setEnabled(not refused)
        if refused:
            menu.addAction(refused).setEnabled(False)
        self.new_automaton.triggered.connect(self.add_automaton)
        self.new_copy.triggered.connect(self.choose_copy)
        menu.addSeparator()
        for example in EXAMPLES:
            action = menu.addAction(f"Script: {example[1].removeprefix('My ')}")
            action.triggered.connect(partial(self.add, example))
        self.new_button.setMenu(menu)
        self.new_button.setToolTip("Begin an automaton, or a script from an example")
        self.delete_button.clicked.connect(self.delete)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.new_button)
        buttons.addWidget(self.delete_button)
        left.addLayout(buttons)
        self.allow_row = QWidget()
        row = QHBoxLayout(self.allow_row)
        row.setContentsMargins(0, 0, 0, 0)
        words = Label("These scripts came with the file. They are not run before you allow it.")
        words.setWordWrap(True)
        self.allow_button = QPushButton("Allow scripts")
        self.allow_button.clicked.connect(self.allow)
        row.addWidget(words, 1)
        row.addWidget(self.allow_button)
        self.title = QLineEdit()
        self.title.setAccessibleName("Title")
        self.title.setPlaceholderText("Title")
        self.title.textEdited.connect(self._edited)
        self.editor = CodeEditor(theme)  # type: ignore[arg-type]
        self.editor.textChanged.connect(self._edited)
        self.graph = AutomatonEditor(theme)  # type: ignore[arg-type]
        self.graph.model.edited.connect(self._sketched)
        self.empty = Label(EMPTY)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self.stack = _Editors()
        for page in (self.empty, self.editor, self.graph):
            self.stack.addWidget(page)
        self.status = Label()
        self.status.setWordWrap(True)
        self.strip = HistoryStrip(theme)  # type: ignore[arg-type]
        self.outcome = Label()
        self.outcome.setWordWrap(True)
        stage = _Stage()
        right = QVBoxLayout(stage.widget())
        right.setContentsMargins(0, 0, 0, 0)
        for widget in (self.allow_row, self.title, self.stack, self.status, self._build_trial(),
                       self.outcome, self.strip):
            right.addWidget(widget, 1 if widget is self.stack else 0)
        body = QHBoxLayout()
        body.addLayout(left, 1)
        body.addWidget(stage, 4)
        box = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(box.Ok | box.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[space] * 4)
        whole.addLayout(body, 1)
        whole.addWidget(self.buttons)

    def _build_trial(self) -> QWidget:
        self.opponent, self.rounds, self.try_button = QComboBox(), SpinBox(), QPushButton("Try it")
        for entry in STRATEGIES.values():
            if not usable(entry.name, self.state.game):
                self.opponent.addItem(entry.title, entry.name)
        self.opponent.setCurrentIndex(max(0, self.opponent.findData("tit-for-tat")))
        self.opponent.setAccessibleName("Opponent")
        self.opponent.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.opponent.setMinimumContentsLength(8)  # a long title shall not make the dialog wide
        self.rounds.setRange(1, MOST_ROUNDS)
        self.rounds.setValue(20)
        self.rounds.setSuffix(" rounds")
        self.rounds.setAccessibleName("Number of rounds")
        self.try_button.clicked.connect(self.try_or_stop)
        self.try_button.setAutoDefault(False)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label("Against"))
        row.addWidget(self.opponent, 1)
        row.addWidget(self.rounds)
        row.addWidget(self.try_button)
        return line

    def sizeHint(self) -> QSize:
        space = self.fontMetrics().height()
        return QSize(space * 68, space * 44).boundedTo(self.screen().availableSize() * 0.9)

    # --- the list -----------------------------------------------------------------------------------------

    @property
    def at(self) -> int:
        return self.list.currentRow()

    @property
    def source(self) -> str | None:
        """The chosen script; None where no script is chosen."""
        make = self.entries[self.at].make if 0 <= self.at < len(self.entries) else None
        return make.source if isinstance(make, Script) else None

    def add(self, example: tuple[str, str, str]) -> None:
        """A new strategy from an example, under a free name."""
        name, title, source = example
        self._append(name, title, Script(source))
        self.editor.setFocus()

    @property
    def no_automata(self) -> str:
        """Why this game has no automata; empty where it has."""
        game = self.state.game
        if game.n_players != 2:
            return f"Automata are for two players; this game has {game.n_players}"
        if game.shape[0] != game.shape[1]:
            return ("Automata need as many strategies for one player as for the other; this game has "
                    f"{game.shape[0]} and {game.shape[1]}")
        return ""

    def add_automaton(self) -> None:
        """A new automaton of one state."""
        self._append("my-automaton", "My Automaton", automaton_of(blank(self.state.game.shape[0])))
        self.graph.graph.setFocus()

    def choose_copy(self) -> None:
        """Ask which automaton to copy, with its graph."""
        offered: Catalogue[Strategy] = Catalogue("strategy").joined(
            entry for entry in (*STRATEGIES.values(), *self.entries)
            if isinstance(entry.make, (Automaton, Family)) and not entry.make.usable(self.state.game))
        if offered:
            name = "tit-for-tat" if "tit-for-tat" in offered else next(iter(offered))
            card = StrategyDialog(name, self.state.game, self.graph.graph.theme, self, offered)
            card.copied.connect(self.copy)
            card.open()

    def copy(self, entry: Entry[Strategy]) -> None:
        """A new automaton that is like that of an entry."""
        name = entry.name if entry.name.startswith("my-") else f"my-{entry.name}"
        title = entry.title if entry.title.startswith("My ") else f"My {entry.title}"
        self._append(name, title, entry.make, entry.summary)
        self.graph.graph.setFocus()

    def _append(self, name: str, title: str, make: Strategy, summary: str = "") -> None:
        taken = {*STRATEGIES, *(entry.name for entry in self.entries)}
        free = next(n for n in (name, *map(f"{name}-{{}}".format, range(2, 999))) if n not in taken)
        title += free.removeprefix(name).replace("-", " ")
        self.entries.append(Entry(free, title, summary, make))
        if isinstance(make, Automaton):
            self.sketches[free] = sketch_of(make)
        self._fill(len(self.entries) - 1)

    def delete(self) -> None:
        if 0 <= self.at < len(self.entries):
            at = self.at
            self.sketches.pop(self.entries.pop(at).name, None)
            self._fill(min(at, len(self.entries) - 1))

    def _fill(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([entry.title for entry in self.entries])
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self._show()

    def _show(self, _row: int = 0) -> None:
        self._stop()
        entry = self.entries[self.at] if 0 <= self.at < len(self.entries) else None
        for widget in (self.title, self.editor):
            widget.blockSignals(True)
        self.title.setText(entry.title if entry else "")
        self.editor.setPlainText(self.source or "")
        for widget in (self.title, self.editor):
            widget.blockSignals(False)
        for widget in (self.title, self.delete_button):
            widget.setEnabled(entry is not None)
        self.new_button.setEnabled(len(self.entries) < MOST_STRATEGIES)
        self.editor.setEnabled(self.source is not None)
        sketch = self.sketches.get(entry.name) if entry else None
        if sketch is not None:
            self.graph.model.open(sketch, moves_of(self.state.game, sketch.size))
        self.stack.setCurrentWidget(self.graph if sketch else self.editor if entry else self.empty)
        self.editor.show_problem(0, 0)
        self.outcome.clear()
        self.strip.hide()
        if entry is None:
            self._say("")
        elif self.source is None:
            refused = entry.make.usable(self.state.game)
            cannot = f" It cannot play this game: it {refused}" if refused else ""
            self._say(f"Its name is {entry.name}.{cannot}")
        else:
            self._say(f"{DOCUMENTED} Its name is {entry.name}.")
        self._show_allowed()
        self._check()

    def _edited(self) -> None:
        entry = self.entries[self.at]
        make = entry.make if self.source is None else Script(self.editor.toPlainText())
        self.entries[self.at] = replace(entry, title=self.title.text().strip() or entry.name, make=make)
        self.list.item(self.at).setText(self.entries[self.at].title)
        self._timer.start()

    def _sketched(self) -> None:
        """The automaton is another one: kept as it is, and played from where it is right."""
        entry, sketch = self.entries[self.at], self.graph.model.sketch
        self.sketches[entry.name] = sketch
        if not problems(sketch):
            self.entries[self.at] = replace(entry, make=automaton_of(sketch))
            if self.outcome.text():
                self._timer.start()  # what was tried is tried again
        self._show_allowed()

    # --- checking and trying ------------------------------------------------------------------------------

    def allow(self) -> None:
        self.window_.consent.allow()
        self._show_allowed()
        self._check()

    def _show_allowed(self) -> None:
        allowed = self.window_.document.scripts_allowed
        self.allow_row.setVisible(not allowed)
        self.try_button.setEnabled(self.at >= 0 and (allowed if self.source is not None else not (
            problems(self.graph.model.sketch) or self.entries[self.at].make.usable(self.state.game))))

    def _pause(self) -> None:
        """Nothing was typed for a while."""
        if self.source is None and self.outcome.text() and self.try_button.isEnabled():
            self._try()
        self._check()

    def _check(self) -> None:
        if self.source is not None and self.window_.document.scripts_allowed:
            self.live.request(CHECK, 0, problem_of, self.source, done=self._checked, failed=self._say_wrong)
        else:
            self.live.cancel(CHECK)

    def _checked(self, found: tuple[int, int, str]) -> None:
        line, column, message = found
        self.editor.show_problem(line, column)
        if message:
            self._say_wrong(f"Line {line}: {message}" if line else message)
        else:
            self._say(f"{DOCUMENTED} Its name is {self.entries[self.at].name}.")

    def try_or_stop(self) -> None:
        if self.live.is_busy(TRY):
            self._stop()
        else:
            self._check()
            self._try()

    def _try(self) -> None:
        trial = replace(self.state, strategies=tuple(self.entries))
        self.live.request(TRY, 0, try_out, trial, self.entries[self.at].name, self.opponent.currentData(),
                          self.rounds.value(), done=self._tried, failed=self._try_failed, told=_ignore)
        self.try_button.setText("Stop")

    def _tried(self, result: MatchResult) -> None:
        self.try_button.setText("Try it")
        players = self.state.game.players
        got = listed([f"{player.name} gets {exact(payoff)}"
                      for player, payoff in zip(players, result.payoffs)])
        told = f"After {rounds_text(result.turns)} {got} a round." if result.turns else ""
        set_role(self.outcome, "danger" if result.forfeit else "")
        if result.forfeit:
            told = f"{players[result.forfeit.seat].name} forfeits: {result.forfeit.reason}. {told}".rstrip()
        self.outcome.setText(told)
        self.strip.setVisible(bool(result.turns))
        self.strip.show_rounds([player.name for player in players], [player.strategies for player in players],
                               [Round(intended, actions, ()) for intended, actions in
                                zip(result.intended, result.actions)])

    def _try_failed(self, reason: str) -> None:
        self.try_button.setText("Try it")
        set_role(self.outcome, "danger")
        self.outcome.setText(reason)

    def _stop(self) -> None:
        self.live.cancel(TRY)
        self.try_button.setText("Try it")

    def _say(self, text: str) -> None:
        set_role(self.status, "muted")
        self.status.setText(text)

    def _say_wrong(self, text: str) -> None:
        set_role(self.status, "danger")
        self.status.setText(text)

    # --- the end ------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Keep what is written, unless a file could not, nobody could tell it apart, or an automaton is not
        whole."""
        titles = {entry.title.casefold() for entry in STRATEGIES.values()}
        for row, entry in enumerate(self.entries):
            reason = too_long(entry.make.source) if isinstance(entry.make, Script) else ""
            if entry.name in self.sketches and problems(self.sketches[entry.name]):
                reason = ("This automaton has something to mend before it can be kept. Cancel keeps none of "
                          "the changes.")
            if entry.title.casefold() in titles:
                reason = f"There is a strategy with the title {entry.title} already; give this one another."
            if reason:
                self.list.setCurrentRow(row)
                self._timer.stop()  # or else a check would say that all is well
                self.live.cancel(CHECK)
                self._say_wrong(reason)
                return
            titles.add(entry.title.casefold())
        state = replace(self.window_.document.state, strategies=tuple(self.entries))
        for name, sketch in self.sketches.items():
            state = with_sketch(state, name, sketch)
        self.window_.document.edit("Edit Strategies", state)
        super().accept()

    def reject(self) -> None:
        """Keep nothing; where something was written, only if that is meant."""
        if self._kept != (tuple(self.entries), self.sketches):
            question = Question(self, "Discard what was changed here?", "Otherwise one can go on writing.",
                                [DISCARD, GO_ON])
            question.exec()
            question.deleteLater()
            if question.answer != DISCARD:
                return
        super().reject()

    def done(self, result: int) -> None:
        self._timer.stop()
        self.live.cancel(CHECK)
        self.live.cancel(TRY)
        super().done(result)


class _Editors(QStackedWidget):
    """Needs the room of the editor that is shown; Qt would take that of the largest."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _index: self.updateGeometry())

    def sizeHint(self) -> QSize:
        return self.currentWidget().sizeHint() if self.count() else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        if not self.count():
            return super().minimumSizeHint()
        least, inner = self.currentWidget().minimumSizeHint(), self.currentWidget().layout()
        if inner is not None and inner.hasHeightForWidth():  # buttons and words in several lines
            least.setHeight(max(least.height(), inner.totalMinimumHeightForWidth(self.width())))
        return least

    def hasHeightForWidth(self) -> bool:
        return False  # or Qt would ask all editors

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class _Stage(QScrollArea):
    """Room for what is as large as the area, and scrolls only below what it needs: with large letters on a
    small screen. (A resizable widget would scroll below what it would like.)"""

    def __init__(self) -> None:
        super().__init__()
        made = QWidget()
        self.setWidget(made)
        made.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room, made = self.viewport().size(), self.widget()
        wide = max(room.width(), made.minimumSizeHint().width())
        made.resize(wide, max(room.height(), made.layout().totalMinimumHeightForWidth(wide)))


def _ignore(_done: float | None, _text: str) -> None:
    """How far a short match is, nobody needs to see."""
