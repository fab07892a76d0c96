"""The editor of an automaton: its graph, a card of the chosen state, and the table of all."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSlider,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from playground.app.theme import Theme
from playground.app.widgets.automaton_graph import HINT, AutomatonGraph
from playground.app.widgets.automaton_model import AutomatonModel
from playground.app.widgets.automaton_table import AutomatonTable
from playground.app.widgets.flow import FlowLayout
from playground.app.widgets.label import Label, tip
from playground.equilibrium.words import listed
from playground.strategy import sketch as sketches

TICKS = 20  # of the slider: a chance goes by twentieths


class AutomatonEditor(QWidget):
    """`model` is the one that graph, card and table follow."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.model = AutomatonModel(self)
        self.graph = AutomatonGraph(self.model, theme)
        self.card = StateCard(self.model)
        self.table = AutomatonTable(self.model, theme)
        self.wrong, self.apart, self.told = Label(), Label(), Label()
        for label, role in ((self.wrong, "danger"), (self.apart, "warning"), (self.told, "muted")):
            label.setProperty("role", role)
            label.setWordWrap(True)
        upper = QWidget()
        row = QHBoxLayout(upper)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.graph, 1)
        row.addWidget(self.card)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(upper)
        split.addWidget(self.table)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        line = self.fontMetrics().height()
        split.setSizes([line * 22, line * 8])
        self.graph.setMinimumHeight(line * 12)
        self.table.setMinimumHeight(line * 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._tools())
        column.addWidget(split, 1)
        for label in (self.wrong, self.apart, self.told):
            column.addWidget(label)
        self.graph.naming.connect(self.card.write_name)
        self.card.written.connect(self.graph.setFocus)
        self.model.changed.connect(self._show)
        self._show()

    def _tools(self) -> FlowLayout:
        row = FlowLayout()
        model = self.model
        self.add_button = self._tool(row, "Add state", "N, or a double-click on empty ground", model.add)
        self.connect_button = self._tool(row, "Connect", "C: drag from a state to another, or choose the "
                                         "other with keys and press Enter", self._take_tool)
        self.connect_button.setCheckable(True)
        self.graph.connecting_changed.connect(self.connect_button.setChecked)
        self.remove_button = self._tool(row, "Delete state", "Delete; what led to it leads to the start",
                                        lambda: model.remove(model.chosen))
        self.arrange_button = self._tool(row, "Arrange", "Lay out the states in a ring", self._arrange)
        self.undo_button = self._tool(row, "Undo", "Ctrl+Z: the last change of this automaton", model.undo)
        self.redo_button = self._tool(row, "Redo", "Ctrl+Shift+Z", model.redo)
        for keys, act in ((QKeySequence.StandardKey.Undo, model.undo),
                          (QKeySequence.StandardKey.Redo, model.redo)):
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return row

    def _tool(self, row: QLayout, title: str, hint: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(title)
        button.setToolTip(hint)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        row.addWidget(button)
        return button

    def set_theme(self, theme: Theme) -> None:
        self.graph.set_theme(theme)
        self.table.set_theme(theme)

    def _take_tool(self) -> None:
        """The tool, for the mouse and the keys; a second click puts it down."""
        if self.connect_button.isChecked():
            self.graph.setFocus()
            self.graph.connect_chosen()
        else:
            self.graph.set_connecting(False)

    def _arrange(self) -> None:
        sketch = self.model.sketch
        self.model.edit(sketches.Sketch(sketch.start, sketch.rows))

    def _show(self) -> None:
        model = self.model
        found, apart = sketches.problems(model.sketch), sketches.unreachable(model.sketch)
        self.wrong.setText("\n".join(f"S{str(problem)[1:]}." for problem in found[:3])
                           + (f"\n{len(found) - 3} more to mend." if len(found) > 3 else ""))
        self.apart.setText(f"Play never comes to {listed(list(apart))} from the start, {model.sketch.start}: "
                           "no arrows lead there." if apart else "")
        self.told.setText(model.told or HINT)
        self.wrong.setVisible(bool(found))
        self.apart.setVisible(bool(apart))
        self.undo_button.setEnabled(model.can_undo)
        self.redo_button.setEnabled(model.can_redo)
        self.remove_button.setEnabled(len(model.sketch.rows) > 1)


class StateCard(QWidget):
    """The chosen state: its name, what it plays, and whether play starts there.

    written: Enter ends the writing in a field."""

    written = Signal()

    def __init__(self, model: AutomatonModel) -> None:
        super().__init__()
        self.model = model
        self._shown = ""  # the state whose name stands in the field
        line = self.fontMetrics().height()
        self.setFixedWidth(line * 13)
        self.heading = Label("The chosen state")
        self.heading.setProperty("role", "caption")
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the state")
        self.name.textEdited.connect(self._rename)
        self.name.editingFinished.connect(self._show_name)
        self.problem_of_name, self.problem = Label(), Label()
        for label in (self.problem_of_name, self.problem):
            label.setProperty("role", "danger")
            label.setWordWrap(True)
        self.plays = Label("Plays, with which probability")
        self.plays.setProperty("role", "caption")
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.fields: list[QLineEdit] = []
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, TICKS)
        self.slider.valueChanged.connect(self._slide)
        self.start = QPushButton("Start here")
        self.start.setToolTip("S: play starts in this state")
        self.start.setAutoDefault(False)
        self.start.clicked.connect(lambda: model.edit(sketches.set_start(model.sketch, model.chosen)))
        column = QVBoxLayout(self)
        column.setContentsMargins(line // 2, 0, 0, 0)
        for widget in (self.heading, self.name, self.problem_of_name, self.plays):
            column.addWidget(widget)
        column.addLayout(self.form)
        for widget in (self.slider, self.problem, self.start):
            column.addWidget(widget)
        column.addStretch(1)
        model.changed.connect(self.show_model)
        self.show_model()

    def write_name(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.written.emit()
        else:
            super().keyPressEvent(event)

    def show_model(self) -> None:
        model = self.model
        row = model.sketch.rows[model.chosen]
        if len(self.fields) != len(row.play):
            self._make_fields(len(row.play))
        if self._shown != model.chosen:
            self._show_name()
        for field, move, text in zip(self.fields, model.moves, row.play):
            field.setAccessibleName(f"Probability of {move}")
            label = cast(QLabel, self.form.labelForField(field))
            label.setText(self.fontMetrics().elidedText(move, Qt.TextElideMode.ElideRight, self.width() // 2))
            label.setToolTip(tip(move))
            if field.text().strip() != text:
                field.setText(text)
        wrong = sketches.wrong_play(row.play)
        self.problem.setText(f"{wrong[:1].upper()}{wrong[1:]}." if wrong else "")
        self.problem.setVisible(bool(wrong))
        for field in self.fields:
            self._mark(field, wrong)
        self.slider.setVisible(len(row.play) == 2)
        if len(row.play) == 2:
            self.slider.setAccessibleName(f"Slider: probability of {model.moves[0]}")
            self.slider.setToolTip(tip(f"Left plays {model.moves[1]}, right {model.moves[0]}"))
            if not wrong:
                with QSignalBlocker(self.slider):
                    self.slider.setValue(round(TICKS * sketches.mix_of(row.play)[0]))
        starts = model.chosen == model.sketch.start
        self.start.setEnabled(not starts)
        self.start.setText("Play starts here" if starts else "Start here")

    def _make_fields(self, count: int) -> None:
        while self.form.rowCount():
            self.form.removeRow(0)
        self.fields = []
        for i in range(count):
            field = QLineEdit()
            field.setPlaceholderText("0")
            field.setToolTip("A fraction or a decimal: 1/3, 0.25, 5 %")
            field.textEdited.connect(partial(self._typed, i))
            self.form.addRow(Label(), field)
            self.fields.append(field)
        self.setMinimumHeight(self.sizeHint().height())

    def _show_name(self) -> None:
        self._shown = self.model.chosen
        self.name.setText(self._shown)
        self._say_of_name("")

    def _rename(self, text: str) -> None:
        new, old = text.strip(), self.model.chosen
        wrong = sketches.wrong_name(self.model.sketch, old, new)
        self._say_of_name(f"{wrong[:1].upper()}{wrong[1:]}; it stays {old}." if wrong else "")
        if not wrong:
            self._shown = new
            self.model.rename(old, new)

    def _say_of_name(self, wrong: str) -> None:
        self.problem_of_name.setText(wrong)
        self.problem_of_name.setVisible(bool(wrong))
        self._mark(self.name, wrong)

    def _typed(self, i: int, text: str) -> None:
        model = self.model
        play = list(model.sketch.rows[model.chosen].play)
        play[i] = text.strip()
        model.edit(sketches.set_play(model.sketch, model.chosen, play), f"play {model.chosen} {i}")

    def _slide(self, tick: int) -> None:
        chance, model = Fraction(tick, TICKS), self.model
        play = (str(chance), str(1 - chance))
        model.edit(sketches.set_play(model.sketch, model.chosen, play), f"slide {model.chosen}")

    @staticmethod
    def _mark(field: QLineEdit, wrong: str) -> None:
        if bool(field.property("invalid")) != bool(wrong):
            field.setProperty("invalid", bool(wrong))
            field.style().unpolish(field)
            field.style().polish(field)
