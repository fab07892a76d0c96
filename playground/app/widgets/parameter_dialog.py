"""The dialog behind a parameter: name, value, range, step and meaning."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from playground.app.widgets.game_editing import GameEditing
from playground.app.widgets.label import Label
from playground.game import Expression, ExpressionError, Parameter, number
from playground.game.expression import is_name


class ParameterDialog(QDialog):
    """Adds a parameter (`parameter` None) or changes one. Stays open, with the reason, where the entries
    cannot be used."""

    def __init__(self, editing: GameEditing, parameter: Parameter | None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("New parameter" if parameter is None else f"Parameter {parameter.name}")
        self.editing = editing
        self.parameter = parameter
        taken = {p.name for p in editing.game.parameters}
        names = [*"abcdefghkmnpqrstuvwxyz", *map("x{}".format, range(999))]
        free = next(name for name in names if name not in taken)
        given = parameter or Parameter(free, Expression("1"), Fraction(0), Fraction(10), Fraction(1, 10))
        self.fields: dict[str, QLineEdit] = {}
        form = QFormLayout()
        for key, label, text in (("name", "Name", given.name), ("value", "Value", str(given.value)),
                                 ("minimum", "Slider from", _text(given.minimum)),
                                 ("maximum", "to", _text(given.maximum)),
                                 ("step", "in steps of", _text(given.step)),
                                 ("meaning", "Meaning", given.meaning)):
            field = self.fields[key] = QLineEdit(text)
            field.setAccessibleName(label)
            form.addRow(label, field)
        self.fields["meaning"].setPlaceholderText("for example: cost of a fight")
        self.problem = Label("Use the name in any payoff, alone or in a formula such as 2*b - c.")
        self.problem.setProperty("role", "muted")
        self.problem.setWordWrap(True)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.fields["name"].selectAll()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 24, super().sizeHint().height())

    def accept(self) -> None:
        problem = self._apply()
        if problem:
            self.problem.setText(problem)
            self.problem.setProperty("role", "danger")
            self.problem.style().unpolish(self.problem)
            self.problem.style().polish(self.problem)
        else:
            super().accept()

    def _apply(self) -> str:
        texts = {key: field.text().strip() for key, field in self.fields.items()}
        if not is_name(texts["name"]):
            return "A name is a letter followed by letters, digits or _; min and max are taken."
        bounds: dict[str, Fraction | None] = {}
        for key, label in (("minimum", "The slider’s start"), ("maximum", "The slider’s end"),
                           ("step", "The step")):
            try:
                bounds[key] = number(texts[key]) if texts[key] else None
            except ExpressionError as problem:
                return f"{label}: {problem}"
        low, high, step = bounds["minimum"], bounds["maximum"], bounds["step"]
        if low is not None and high is not None and low >= high:
            return "The slider’s end must be above its start."
        if step is not None and step <= 0:
            return "The step must be above 0."
        try:
            value = Expression(texts["value"])
        except ExpressionError as problem:
            return f"Value: {problem}"
        made = Parameter(texts["name"], value, low, high, step, texts["meaning"])
        if self.parameter is None:
            return self.editing.add_parameter(made)
        return self.editing.change_parameter(self.parameter.name, made)


def _text(value: Fraction | None) -> str:
    return "" if value is None else str(value)
