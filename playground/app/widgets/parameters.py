"""The parameters under the table: name, exact value, slider; live, and one undo step a movement."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.widgets.game_editing import GameEditing
from playground.app.widgets.label import Label, tip
from playground.app.widgets.parameter_dialog import ParameterDialog
from playground.app.widgets.payoff_drag import as_decimal, natural_step
from playground.app.widgets.payoff_table_model import number_text
from playground.game import NormalForm, Parameter

MOST_TICKS = 2000
TWO_COLUMNS_FROM = 3
MOST_ROWS = 40


class ParameterPanel(QWidget):
    """One row a parameter and a button to add one."""

    def __init__(self, editing: GameEditing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editing = editing
        self.rows: dict[str, ParameterRow] = {}
        self._names: list[str] = []
        self._compact = False
        self.more = Label()
        self.more.setProperty("role", "muted")
        self.more.hide()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(4)
        self.title = Label("Parameters")
        self.title.setProperty("role", "subtitle")
        self.hint = Label("A parameter is a number with a slider: write its name in payoffs.")
        self.hint.setProperty("role", "muted")
        self.add = QPushButton("Add parameter…")
        self.add.setProperty("role", "flat")
        self.add.clicked.connect(self.ask_new)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.title)
        head.addWidget(self.hint)
        head.addStretch(1)
        head.addWidget(self.add)
        self.title.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._head = QWidget()
        self._head.setLayout(head)
        layout.addWidget(self._head)
        layout.addLayout(self._grid)
        layout.addWidget(self.more)

    def set_compact(self, compact: bool) -> None:
        """Only the parameters there are, one above the other, for a narrow place."""
        if compact != self._compact:
            self._compact = compact
            self._head.setVisible(not compact)
            for row in self.rows.values():
                row.set_compact(compact)
            self._place()

    def show_game(self, game: NormalForm) -> None:
        """Show the game's parameters; rows stay while the names are the same."""
        names = [parameter.name for parameter in game.parameters]
        if names != self._names:
            self._build(names)
        for parameter in game.parameters[:MOST_ROWS]:
            self.rows[parameter.name].show_parameter(parameter, game.values[parameter.name])

    def _build(self, names: list[str]) -> None:
        self._names = names
        self.title.setVisible(bool(names))
        self.hint.setVisible(not names)
        for row in self.rows.values():
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.more.setText(f"and {len(names) - MOST_ROWS:,} more, which can be changed in the file"
                          if len(names) > MOST_ROWS else "")
        self.more.setVisible(bool(self.more.text()))
        self.rows = {name: ParameterRow(name, self.editing, self) for name in names[:MOST_ROWS]}
        for row in self.rows.values():
            row.set_compact(self._compact)
        self._place()
        heads = [row.head for row in self.rows.values()]
        widest = max((head.sizeHint().width() for head in heads), default=0)
        for head in heads:
            head.setMinimumWidth(widest)

    def _place(self) -> None:
        columns = 2 if len(self._names) >= TWO_COLUMNS_FROM and not self._compact else 1
        for i, row in enumerate(self.rows.values()):
            self._grid.addWidget(row, i // columns, i % columns)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def ask_new(self) -> None:
        """Ask for a new parameter and add it."""
        ParameterDialog(self.editing, None, self.window()).open()


class ParameterRow(QWidget):
    """One parameter: its name, the box that holds its exact value as typed, its slider, its menu."""

    def __init__(self, name: str, editing: GameEditing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.editing = editing
        self.parameter: Parameter | None = None
        self._tick = Fraction(1)  # what one step of the slider is worth
        self._gesture = 0
        self._visit = 0
        self._showing = False
        self._most_figures = 16
        self.head = Label(f"<b>{name}</b> =", rich=True)
        self.box = QLineEdit()
        self.box.setAccessibleName(f"Value of {name}")
        self.box.textEdited.connect(self._typed)
        self.box.editingFinished.connect(self._left)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(f"Slider of {name}")
        self.slider.sliderPressed.connect(self._new_gesture)
        self.slider.sliderReleased.connect(self._new_gesture)
        self.slider.valueChanged.connect(self._slid)
        self.value = Label()
        self.value.setProperty("role", "muted")
        self.more = QToolButton()
        self.more.setText("⋯")
        self.more.setProperty("role", "flat")
        self.more.setAccessibleName(f"More about {name}")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        menu.addAction("Edit name, range and meaning…", self._edit)
        menu.addAction("Remove, keeping its value in the payoffs", self._remove)
        self.more.setMenu(menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.head)
        layout.addWidget(self.box)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.value, 0)
        layout.addWidget(self.more)

    def set_compact(self, compact: bool) -> None:
        """Only what changes the value, for a narrow place."""
        self._most_figures = 5 if compact else 16
        self.more.setVisible(not compact)
        self._fit_box()

    def _fit_box(self) -> None:
        figures = min(max(8, len(self.box.text()) + 3), self._most_figures)
        self.box.setMaximumWidth(self.box.fontMetrics().horizontalAdvance("0" * figures))

    def show_parameter(self, parameter: Parameter, value: Fraction) -> None:
        self._showing = True
        self.parameter = parameter
        text = str(parameter.value)
        if not self.box.hasFocus() or _same(self.box.text(), text):
            self._mark("")
        if not self.box.hasFocus() and not self.box.property("invalid"):
            self.box.setText(text)
        self._fit_box()
        words = parameter.meaning or f"The parameter {parameter.name}"
        self.setToolTip(tip(words[:1].upper() + words[1:]))
        self.slider.setAccessibleDescription(words)
        self._range(parameter, value)
        derived = bool(parameter.value.names)
        self.value.setText(f"= {number_text(value)}" if derived else "")
        self.value.setVisible(derived)
        self._showing = False

    def _range(self, parameter: Parameter, value: Fraction) -> None:
        low, high = parameter.minimum, parameter.maximum
        usable = low is not None and high is not None and low < high and not parameter.value.names
        self.slider.setVisible(usable)
        if not usable or low is None or high is None:
            return
        if self.slider.isSliderDown():
            return
        step = parameter.step or min(natural_step(str(parameter.value), value), (high - low) / 20)
        self._tick = max(step, (high - low) / MOST_TICKS)
        self.slider.setRange(0, int((high - low) / self._tick))
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self.slider.setValue(round((value - low) / self._tick))

    def _new_gesture(self) -> None:
        self._gesture += 1

    def _slid(self, tick: int) -> None:
        if self._showing or self.parameter is None or self.parameter.minimum is None:
            return
        value = self.parameter.minimum + tick * self._tick
        fraction = "/" in str(self.parameter.value)
        self.box.setText(str(value) if fraction else as_decimal(value))
        self._mark("")
        self.editing.set_parameter(self.name, self.box.text(), f"slider {self.name} {self._gesture}")

    def _typed(self, text: str) -> None:
        self._mark(self.editing.set_parameter(self.name, text, f"parameter {self.name} {self._visit}"))

    def _left(self) -> None:
        self._visit += 1
        if self.box.property("invalid"):
            self.editing.say(self.box.toolTip().split("\n")[0])

    def _mark(self, problem: str) -> None:
        """Text that is no value stays in the box, marked, with the reason."""
        if bool(problem) != bool(self.box.property("invalid")):
            self.box.setProperty("invalid", bool(problem))
            self.box.style().unpolish(self.box)
            self.box.style().polish(self.box)
        counts = "\nUntil it is mended, the value before counts."
        self.box.setToolTip(tip(problem + counts) if problem else "")

    def _edit(self) -> None:
        if self.parameter is not None:
            ParameterDialog(self.editing, self.parameter, self.window()).open()

    def _remove(self) -> None:
        self.editing.remove_parameter(self.name)


def _same(a: str, b: str) -> bool:
    return a.strip() == b.strip()
