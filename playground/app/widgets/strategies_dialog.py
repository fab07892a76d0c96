"""The strategies of a document: a list, an editor for the scripts among them, and a match to try one in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from playground.app.trying import problem_of, try_out
from playground.app.widgets.code_editor import CodeEditor
from playground.app.widgets.history_strip import HistoryStrip
from playground.app.widgets.label import Label, set_role
from playground.app.widgets.match_words import exact, rounds_text
from playground.app.widgets.script_examples import EXAMPLES
from playground.arena import MatchResult, Round
from playground.catalogue import Entry
from playground.equilibrium.words import listed
from playground.files.game_reader import MOST_STRATEGIES
from playground.strategy import STRATEGIES, Script, Strategy, usable
from playground.strategy.script import too_long

if TYPE_CHECKING:
    from playground.app.window import Window
    from playground.files.document import GameDocument

CHECK_AFTER = 400  # milliseconds without a key
CHECK, TRY = "script-check", "script-try"  # keys of live requests
MOST_ROUNDS = 10_000
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
        self._build(window.context.theme)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER)
        self._timer.timeout.connect(self._check)
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
        for example in EXAMPLES:
            menu.addAction(example[1].removeprefix("My ")).triggered.connect(partial(self.add, example))
        self.new_button.setMenu(menu)
        self.new_button.setToolTip("Begin with an example")
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
        self.status = Label()
        self.status.setWordWrap(True)
        self.strip = HistoryStrip(theme)  # type: ignore[arg-type]
        self.outcome = Label()
        self.outcome.setWordWrap(True)
        right = QVBoxLayout()
        for widget in (self.allow_row, self.title, self.editor, self.status, self._build_trial(),
                       self.outcome, self.strip):
            right.addWidget(widget, 1 if widget is self.editor else 0)
        body = QHBoxLayout()
        body.addLayout(left, 1)
        body.addLayout(right, 3)
        box = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(box.Ok | box.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[space] * 4)
        whole.addLayout(body, 1)
        whole.addWidget(self.buttons)

    def _build_trial(self) -> QWidget:
        self.opponent, self.rounds, self.try_button = QComboBox(), QSpinBox(), QPushButton("Try it")
        for entry in STRATEGIES.values():
            if not usable(entry.name, self.state.game):
                self.opponent.addItem(entry.title, entry.name)
        self.opponent.setCurrentIndex(max(0, self.opponent.findData("tit-for-tat")))
        self.opponent.setAccessibleName("Opponent")
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
        return QSize(space * 52, space * 36).boundedTo(self.screen().availableSize() * 0.9)

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
        taken = {*STRATEGIES, *(entry.name for entry in self.entries)}
        free = next(n for n in (name, *map(f"{name}-{{}}".format, range(2, 999))) if n not in taken)
        title += free.removeprefix(name).replace("-", " ")
        self.entries.append(Entry(free, title, "", Script(source)))
        self._fill(len(self.entries) - 1)
        self.editor.setFocus()

    def delete(self) -> None:
        if 0 <= self.at < len(self.entries):
            at = self.at
            del self.entries[at]
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
        self.editor.show_problem(0, 0)
        self.outcome.clear()
        self.strip.hide()
        if entry is None:
            self._say("New begins a strategy from an example.")
        elif self.source is None:
            self._say("A table of states; its file is where it is edited.")
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

    # --- checking and trying ------------------------------------------------------------------------------

    def allow(self) -> None:
        self.window_.consent.allow()
        self._show_allowed()
        self._check()

    def _show_allowed(self) -> None:
        allowed = self.window_.document.scripts_allowed
        self.allow_row.setVisible(not allowed)
        self.try_button.setEnabled(self.at >= 0 and (allowed or self.source is None))

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
            return
        self._check()
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
        """Keep what is written, unless a file could not, or nobody could tell it apart."""
        titles = {entry.title.casefold() for entry in STRATEGIES.values()}
        for row, entry in enumerate(self.entries):
            reason = too_long(entry.make.source) if isinstance(entry.make, Script) else ""
            if entry.title.casefold() in titles:
                reason = f"There is a strategy with the title {entry.title} already; give this one another."
            if reason:
                self.list.setCurrentRow(row)
                self._timer.stop()  # or else a check would say that all is well
                self.live.cancel(CHECK)
                self._say_wrong(reason)
                return
            titles.add(entry.title.casefold())
        self.window_.document.edit("Edit Strategies", replace(self.window_.document.state,
                                                              strategies=tuple(self.entries)))
        super().accept()

    def done(self, result: int) -> None:
        self._timer.stop()
        self.live.cancel(CHECK)
        self.live.cancel(TRY)
        super().done(result)


def _ignore(_done: float | None, _text: str) -> None:
    """How far a short match is, nobody needs to see."""
