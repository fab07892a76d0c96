"""Fields for an entry's options: a number each, as people write it, and if wished a slider beside it; empty:
the option's default."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QLineEdit, QPushButton, QSlider, QWidget

from playground.app.widgets.flow import FlowLayout
from playground.app.widgets.label import Label, tip
from playground.catalogue import Matrix, MatrixOption, Option, Settings
from playground.game import ExpressionError, number

SIGNS = {"lambda": "λ", "tau": "τ", "discount": "δ"}  # as the field writes them


TICKS = 100  # of a slider


def at_tick(option: Option, tick: int) -> Fraction:
    """The value at a slider's tick, from 0 to `TICKS`. Whole numbers lie evenly; others the closer together,
    the smaller they are, and have two significant digits."""
    part = Fraction(tick, TICKS)
    span = option.maximum - option.minimum
    if option.whole:
        return option.minimum + round(span * part)
    value = Fraction(f"{float(option.minimum + span * part ** 3):.2g}")
    return min(max(value, option.minimum), option.maximum)


def tick_of(option: Option, value: Fraction) -> int:
    """The tick nearest to a value."""
    part = float((value - option.minimum) / (option.maximum - option.minimum))
    return round(TICKS * (part if option.whole else part ** (1 / 3)))


class OptionFields(QWidget):
    """changed: another number stands in a field, or what stands there is none. table_asked: the table of the
    option of that name is to be edited."""

    changed = Signal()
    table_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None, sliders: bool = False) -> None:
        super().__init__(parent)
        self.fields: dict[str, QLineEdit] = {}
        self.sliders: dict[str, QSlider] = {}
        self.buttons: dict[str, QPushButton] = {}
        self.tables: dict[str, Matrix] = {}
        self._with_sliders = sliders
        self._options: dict[str, Option] = {}
        self._flow: QLayout = QGridLayout(self) if sliders else FlowLayout(self)
        self._flow.setContentsMargins(0, 0, 0, 0)

    def offer(self, options: Sequence[Option], given: Settings | None = None) -> None:
        """Fields for these options instead of those before: empty, or with what is `given`."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            widget.hide()
            widget.deleteLater()
        self.fields, self.sliders, self._options = {}, {}, {option.name: option for option in options}
        self.buttons, self.tables = {}, {}
        for row, option in enumerate(options):
            if isinstance(option, MatrixOption):
                button = self._button(option)
                if isinstance(self._flow, QGridLayout):
                    self._flow.addWidget(button, row, 0, 1, 3)
                else:
                    self._flow.addWidget(button)
                continue
            label = Label(f"{SIGNS.get(option.name, option.name.replace('-', ' '))} =")
            field = QLineEdit()
            field.setPlaceholderText("" if option.default is None else str(option.default))
            field.setFixedWidth(self.fontMetrics().height() * (4 if self._with_sliders else 5))
            field.setAccessibleName(option.meaning)
            value = (given or {}).get(option.name)
            if value is not None and value != option.default:
                field.setText(str(value))
            hint = tip(f"{option.meaning}; {option.minimum} to {option.maximum} {option.unit}")
            for widget in (label, field):
                widget.setToolTip(hint)
            label.setMinimumHeight(field.sizeHint().height())
            field.textChanged.connect(self.changed)
            self.fields[option.name] = field
            if isinstance(self._flow, QGridLayout):  # one below the other, in line
                for column, widget in enumerate((label, field, self._slider(option, field, hint))):
                    self._flow.addWidget(widget, row, column)
            else:
                self._flow.addWidget(label)
                self._flow.addWidget(field)
        for name in self.buttons:
            self._show_table(name, (given or {}).get(name))
        self.setVisible(bool(options))

    def _button(self, option: MatrixOption) -> QPushButton:
        button = self.buttons[option.name] = QPushButton()
        button.setToolTip(tip(option.meaning))
        button.clicked.connect(lambda: self.table_asked.emit(option.name))
        return button

    def set_table(self, name: str, table: Matrix | None) -> None:
        """Take a table, or none, as if a person had typed it."""
        self._show_table(name, table)
        self.changed.emit()

    def _show_table(self, name: str, table: Matrix | None) -> None:
        option = self._options[name]
        assert isinstance(option, MatrixOption)
        self.tables.pop(name, None)
        if table is not None:
            self.tables[name] = table
        self.buttons[name].setText(f"{option.name.capitalize()} …" if table is None else
                                   f"{option.name.capitalize()} {len(table)} × {len(table)} …")
        for widgets in (self.fields, self.sliders):
            if option.instead in widgets:
                widgets[option.instead].setEnabled(table is None)

    def _slider(self, option: Option, field: QLineEdit, hint: str) -> QSlider:
        slider = self.sliders[option.name] = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, TICKS)
        slider.setMinimumWidth(self.fontMetrics().height() * 3)
        slider.setMinimumHeight(field.sizeHint().height())
        slider.setAccessibleName(f"Slider: {option.meaning}")
        slider.setToolTip(hint)

        def follow() -> None:
            text = field.text().strip()
            try:
                value = number(text.replace(",", ".")) if text else option.default
            except ExpressionError:
                return
            slider.blockSignals(True)
            if value is not None and not option.refuses(value):
                slider.setValue(tick_of(option, value))
            slider.blockSignals(False)

        def slid(tick: int) -> None:
            value = at_tick(option, tick)
            field.textChanged.disconnect(follow)  # the slider stays where it was put
            field.setText("" if value == option.default else str(value))
            field.textChanged.connect(follow)

        field.textChanged.connect(follow)
        slider.valueChanged.connect(slid)
        follow()
        return slider

    def settings(self) -> dict[str, Any]:
        """What stands in the fields that are not empty. Raises `ValueError` with what to mend."""
        found: dict[str, Any] = {**self.tables}
        for name, field in self.fields.items():
            text = field.text().strip().replace(",", ".")
            if not text:
                continue
            try:
                found[name] = number(text)
            except ExpressionError:
                raise ValueError(f"{text!r} is not a number; write one such as 2, 3/4 or 0.5.") from None
            refused = self._options[name].refuses(found[name])
            if refused:
                raise ValueError(f"{refused}.")
        return found
