"""The Game page's own dialog: rescaling payoffs."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from playground.app.widgets.game_editing import GameEditing
from playground.app.widgets.label import Label
from playground.game import ExpressionError, number


def _buttons(dialog: QDialog) -> QDialogButtonBox:
    standard = QDialogButtonBox.StandardButton
    made = QDialogButtonBox(standard.Ok | standard.Cancel)
    made.accepted.connect(dialog.accept)
    made.rejected.connect(dialog.reject)
    return made


class RescaleDialog(QDialog):
    """Multiply payoffs and add to them; equilibria stay where the factor is positive."""

    def __init__(self, editing: GameEditing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Rescale payoffs")
        self.editing = editing
        self.whose = QComboBox()
        self.whose.addItem("everybody’s payoffs", None)
        for k, player in enumerate(editing.game.players):
            self.whose.addItem(f"{player.name}’s payoffs", k)
        self.factor = QLineEdit("2")
        self.shift = QLineEdit("0")
        form = QFormLayout()
        for label, field in (("Take", self.whose), ("times", self.factor), ("plus", self.shift)):
            field.setAccessibleName(label)
            form.addRow(label, field)
        self.problem = Label("With a factor above 0 best responses and equilibria stay as they are.")
        self.problem.setWordWrap(True)
        self.problem.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(_buttons(self))

    def accept(self) -> None:
        try:
            factor, shift = number(self.factor.text()), number(self.shift.text())
        except ExpressionError as problem:
            self.problem.setText(str(problem))
            return
        if factor == Fraction(0):
            self.problem.setText("A factor of 0 would make all payoffs alike.")
            return
        self.editing.scale(factor, shift, self.whose.currentData())
        super().accept()

