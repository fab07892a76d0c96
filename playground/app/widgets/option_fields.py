"""Fields for a concept's options: a number each, as people write it; empty: the option's default."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.app.widgets.flow import FlowLayout
from playground.app.widgets.label import Label, tip
from playground.catalogue import Option
from playground.game import ExpressionError, number

SIGNS = {"lambda": "λ", "tau": "τ", "discount": "δ"}  # as the field writes them


class OptionFields(QWidget):
    """changed: another number stands in a field, or what stands there is none."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, QLineEdit] = {}
        self._options: dict[str, Option] = {}
        self._flow = FlowLayout(self)

    def offer(self, options: Sequence[Option]) -> None:
        """Empty fields for these options instead of those before."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            widget.hide()
            widget.deleteLater()
        self.fields, self._options = {}, {option.name: option for option in options}
        for option in options:
            label = Label(f"{SIGNS.get(option.name, option.name.replace('-', ' '))} =")
            field = QLineEdit()
            field.setPlaceholderText("" if option.default is None else str(option.default))
            field.setFixedWidth(self.fontMetrics().height() * 5)
            field.setAccessibleName(option.meaning)
            hint = tip(f"{option.meaning}; {option.minimum} to {option.maximum} {option.unit}")
            for widget in (label, field):
                widget.setToolTip(hint)
            label.setMinimumHeight(field.sizeHint().height())
            field.textChanged.connect(self.changed)
            self._flow.addWidget(label)
            self._flow.addWidget(field)
            self.fields[option.name] = field
        self.setVisible(bool(options))

    def settings(self) -> dict[str, Fraction]:
        """What stands in the fields that are not empty. Raises `ValueError` with what to mend."""
        found = {}
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
