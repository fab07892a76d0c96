"""An automaton as a graph that is drawn by hand, and the same as a table below it: one changes with the
other."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QPointF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.app.pictures import automaton as pictures
from playground.app.pictures.view import PictureView
from playground.app.theme import Theme
from playground.app.widgets.label import Label, set_role
from playground.equilibrium.words import listed
from playground.game import ExpressionError, number
from playground.strategy import Automaton, editing

HINT = ("Drag a state to move it, from its rim to another to lead there; double-click adds one. "
        "Keys: arrows choose, Insert adds, Delete removes, Home begins there.")
RIM = 0.7  # of the radius: from here on a press draws an arrow
KEPT = 200  # steps that can be undone


class AutomatonEditor(QWidget):
    """edited: the automaton is another one, by a person."""

    edited = Signal()

    def __init__(self, theme: Theme, moves: Sequence[str]) -> None:
        super().__init__()
        self.moves = tuple(moves)
        self.automaton = editing.moved(editing.blank(len(self.moves)), "1", (0.5, 0.5))
        self.chosen = "1"
        self._undo: list[tuple[Automaton, str]] = []
        self._redo: list[tuple[Automaton, str]] = []
        self._grabbed: tuple[str, bool] | None = None  # a state, and whether by its rim
        self._pulled: QPointF | None = None
        self._dragged = False
        self.view = PictureView(pictures.paint, "States of the strategy", theme=theme)
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view.setToolTip(HINT)
        self.view.pressed.connect(self._pressed)
        self.view.moved.connect(self._moved)
        self.view.released.connect(self._released)
        self.view.double_clicked.connect(self._double_clicked)
        self.view.keyed.connect(self._keyed)
        self.menu: QMenu | None = None
        self.add_button = self._button("Add state", "Another state (Insert)", self.add)
        self.remove_button = self._button("Remove", "Remove the chosen state (Delete)", self.remove)
        self.start_button = self._button("Begin here", "Play begins in the chosen state (Home)",
                                         self.begin_here)
        self.undo_button = self._button("Undo", "Undo the last change (Ctrl+Z)", self.undo)
        self.redo_button = self._button("Redo", "Do it again (Ctrl+Shift+Z)", self.redo)
        row = QHBoxLayout()
        for button in (self.add_button, self.remove_button, self.start_button, self.undo_button,
                       self.redo_button):
            row.addWidget(button)
        row.addStretch(1)
        self.table = QTableWidget()
        self.table.setAccessibleName("Table of states")
        self.table.itemChanged.connect(self._typed)
        self.table.currentCellChanged.connect(self._row_chosen)
        self.words = Label()
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 3)
        column.addLayout(row)
        column.addWidget(self.table, 2)
        column.addWidget(self.words)
        self._head()
        self._show()

    def _button(self, text: str, hint: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(hint)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on=False: do())
        return button

    # --- the automaton ------------------------------------------------------------------------------------

    def open(self, automaton: Automaton) -> None:
        """Edit this one; nothing of another can be undone."""
        self.automaton = replace(automaton, places=pictures.standing(automaton))
        self.chosen = automaton.start
        self._undo, self._redo = [], []
        self._show()

    def change(self, make: Callable[[Automaton], Automaton], chosen: str | None = None) -> bool:
        """One step; False, with the reason told, where it cannot be."""
        try:
            made = make(self.automaton)
        except ValueError as problem:
            self._say(f"{str(problem)[:1].upper()}{str(problem)[1:]}.", wrong=True)
            self._fill()
            return False
        self._undo = [*self._undo, (self.automaton, self.chosen)][-KEPT:]
        self._redo = []
        self.automaton = made
        self.chosen = chosen if chosen is not None else self.chosen
        if self.chosen not in made.states:
            self.chosen = made.start
        self._show()
        self.edited.emit()
        return True

    def undo(self) -> None:
        self._back(self._undo, self._redo)

    def redo(self) -> None:
        self._back(self._redo, self._undo)

    def _back(self, steps: list[tuple[Automaton, str]], other: list[tuple[Automaton, str]]) -> None:
        if steps:
            other.append((self.automaton, self.chosen))
            self.automaton, self.chosen = steps.pop()
            self._show()
            self.edited.emit()

    def add(self, at: tuple[float, float] | None = None) -> None:
        """Another state, at a place or where there is most room."""
        taken = list(self.automaton.places.values())
        grid = [(x / 8, y / 4) for x in range(9) for y in range(5)]
        room = at or max(grid, key=lambda point: min(math.dist(point, other) for other in taken))
        self.change(lambda automaton: editing.with_state(automaton, room)[0],
                    editing.free_name(self.automaton))

    def remove(self) -> None:
        self.change(lambda automaton: editing.without(automaton, self.chosen))

    def begin_here(self) -> None:
        self.change(lambda automaton: editing.starting(automaton, self.chosen))

    def lead(self, name: str, outcomes: Sequence[int], end: str) -> None:
        """After these pairs of moves, go on in `end`."""
        self.change(lambda automaton: editing.connected(automaton, name, outcomes, end), name)

    # --- what is shown ------------------------------------------------------------------------------------

    def _show(self) -> None:
        self._draw()
        self._fill()
        lost = editing.unreachable(self.automaton)
        self.remove_button.setEnabled(len(self.automaton.states) > 1)
        self.start_button.setEnabled(self.chosen != self.automaton.start)
        self.undo_button.setEnabled(bool(self._undo))
        self.redo_button.setEnabled(bool(self._redo))
        if lost:
            self._say(f"Play never gets to {'state' if len(lost) == 1 else 'states'} {listed(lost)}. "
                      "That is allowed.")
        else:
            self._say(HINT)

    def _say(self, text: str, wrong: bool = False) -> None:
        set_role(self.words, "danger" if wrong else "muted")
        self.words.setText(text)

    def _draw(self) -> None:
        scene = pictures.scene_of(self.automaton, self.moves, self.chosen)
        if self._pulled is not None and self._grabbed is not None:
            names = list(self.automaton.states)
            scene = pictures.pulling(scene, names.index(self._grabbed[0]), self._pulled)
        self.view.show_scene(scene, description=pictures.describe(scene))

    def _places(self) -> tuple[list[QPointF], float]:
        return pictures.places(self.view.scene, self.view.picture_rect(), self.view.unit())

    def sizeHint(self) -> QSize:
        unit = self.fontMetrics().height()
        return QSize(40 * unit, 34 * unit)

    def _share(self, point: QPointF) -> tuple[float, float]:
        box = pictures.ground(self.view.picture_rect(), self.view.unit(), len(self.automaton.states))
        return (min(max((point.x() - box.left()) / box.width(), 0.0), 1.0),
                min(max((point.y() - box.top()) / box.height(), 0.0), 1.0))

    # --- the graph under the pointer ----------------------------------------------------------------------

    def state_at(self, point: QPointF, reach: float = 1.0) -> tuple[str, float] | None:
        """The state there, and how far from its middle, in radii."""
        at, radius = self._places()
        found = min(((math.hypot(place.x() - point.x(), place.y() - point.y()) / radius, name)
                     for name, place in zip(self.automaton.states, at)), default=None)
        return (found[1], found[0]) if found and found[0] <= reach else None

    def _pressed(self, point: QPointF) -> None:
        self.view.setFocus()
        found = self.state_at(point, 1.25)
        self._grabbed, self._dragged = None, False
        if found is not None:
            self._grabbed = (found[0], found[1] > RIM)
            self.chosen = found[0]
            self._show()

    def _moved(self, point: QPointF) -> None:
        if self._grabbed is None:
            found = self.state_at(point, 1.25)
            self.view.setCursor(Qt.CursorShape.ArrowCursor if found is None else Qt.CursorShape.CrossCursor
                                if found[1] > RIM else Qt.CursorShape.OpenHandCursor)
            return
        name, by_rim = self._grabbed
        if by_rim:
            self._pulled = point
            self._draw()
            return
        place = self._share(point)
        placed = editing.moved(self.automaton, name, place)
        if not self._dragged:
            self._dragged = True
            self.change(lambda _automaton: placed, name)
        else:
            self.automaton = placed
            self._draw()
            self.edited.emit()

    def _released(self, point: QPointF) -> None:
        grabbed, self._grabbed = self._grabbed, None
        pulled, self._pulled = self._pulled, None
        if grabbed is None or not grabbed[1] or pulled is None:
            return
        self._draw()
        end = self.state_at(point, 1.3)
        if end is not None:
            self.ask_when(grabbed[0], end[0])
            if self.menu is not None:
                self.menu.popup(self.view.mapToGlobal(point.toPoint()))

    def ask_when(self, name: str, end: str) -> None:
        """A menu of after which moves `name` leads to `end`."""
        self.menu = QMenu(self)
        size = len(self.moves)
        choices = [("Whatever both play", editing.outcomes_of(size, None, None))]
        choices += [(f"When the other plays {move}", editing.outcomes_of(size, None, j))
                    for j, move in enumerate(self.moves)]
        self._offer(name, end, choices)
        self.menu.addSeparator()
        self._offer(name, end, [(f"After {self.moves[i]} by itself and {self.moves[j]} by the other",
                                 editing.outcomes_of(size, i, j)) for i in range(size) for j in range(size)])

    def _offer(self, name: str, end: str, choices: Sequence[tuple[str, tuple[int, ...]]]) -> None:
        assert self.menu is not None
        for text, outcomes in choices:
            self.menu.addAction(text).triggered.connect(partial(self._lead, name, outcomes, end))

    def _lead(self, name: str, outcomes: tuple[int, ...], end: str, _on: bool = False) -> None:
        self.lead(name, outcomes, end)

    def _double_clicked(self, point: QPointF) -> None:
        if self.state_at(point, 1.25) is None:
            self.add(self._share(point))

    def _keyed(self, event: QKeyEvent) -> None:
        names, key = list(self.automaton.states), Qt.Key
        at = names.index(self.chosen)
        if event.key() in (key.Key_Left, key.Key_Up, key.Key_Right, key.Key_Down):
            step = 1 if event.key() in (key.Key_Right, key.Key_Down) else -1
            self.chosen = names[(at + step) % len(names)]
            self._show()
        elif event.key() == key.Key_Insert:
            self.add()
        elif event.key() in (key.Key_Delete, key.Key_Backspace):
            self.remove()
        elif event.key() == key.Key_Home:
            self.begin_here()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        else:
            return
        event.accept()

    # --- the table ----------------------------------------------------------------------------------------

    def _head(self) -> None:
        size = len(self.moves)
        plays = [f"P({self.moves[0]})"] if size == 2 else [f"P({move})" for move in self.moves]
        short = pictures.letters_of(self.moves)
        heads = ["State", *plays, *(f"after {own}{other}" for own in short for other in short)]
        self.table.setColumnCount(len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().setDefaultSectionSize(QComboBox().sizeHint().height())
        pairs = [(own, other) for own in self.moves for other in self.moves]
        for column, (own, other) in enumerate(pairs, 1 + len(plays)):
            self.table.horizontalHeaderItem(column).setToolTip(
                f"Where it goes on after {own} by itself and {other} by the other")

    @property
    def _mixing(self) -> int:
        """How many columns tell what is played."""
        return 1 if len(self.moves) == 2 else len(self.moves)

    def _fill(self) -> None:
        with QSignalBlocker(self.table):
            names = list(self.automaton.states)
            self.table.setRowCount(len(names))
            for row, (name, state) in enumerate(self.automaton.states.items()):
                begins = " (begins)" if name == self.automaton.start else ""
                texts = [name, *map(str, state.play[:self._mixing])]
                for column, text in enumerate(texts):
                    item = QTableWidgetItem(text)
                    if column == 0:
                        item.setToolTip(f"State {name}{begins}; type another name")
                    self.table.setItem(row, column, item)
                for k, end in enumerate(state.after):
                    self._target(row, 1 + self._mixing + k, names, name, k, end)
            self.table.setCurrentCell(names.index(self.chosen), max(0, self.table.currentColumn()))

    def _target(self, row: int, column: int, names: list[str], name: str, outcome: int, end: str) -> None:
        box = self.table.cellWidget(row, column)
        if not isinstance(box, QComboBox):
            box = QComboBox()
            box.setAccessibleName("Next state")
            self.table.setCellWidget(row, column, box)
        else:
            box.activated.disconnect()
        with QSignalBlocker(box):
            box.clear()
            box.addItems(names)
            box.setCurrentIndex(names.index(end))
        box.activated.connect(lambda at: self.lead(name, (outcome,), names[at]))

    def _row_chosen(self, row: int, _column: int, _before: int, _other: int) -> None:
        names = list(self.automaton.states)
        if 0 <= row < len(names) and names[row] != self.chosen:
            self.chosen = names[row]
            self._draw()
            self.start_button.setEnabled(self.chosen != self.automaton.start)

    def _typed(self, item: QTableWidgetItem) -> None:
        name = list(self.automaton.states)[item.row()]
        text = item.text().strip()
        if item.column() == 0:
            self.change(lambda automaton: editing.renamed(automaton, name, text), text)
            return
        play = list(self.automaton.states[name].play)
        try:
            play[item.column() - 1] = number(text.replace(",", "."))
        except ExpressionError:
            self._say(f"{text!r} is not a probability; write one such as 2/3 or 0.1.", wrong=True)
            self._fill()
            return
        if len(play) == 2:
            play[1] = 1 - play[0]
        elif item.column() < len(play):  # the last one is what remains, as long as something does
            play[-1] = 1 - sum(play[:-1], Fraction(0))
        self.change(lambda automaton: editing.playing(automaton, name, tuple(play)), name)
