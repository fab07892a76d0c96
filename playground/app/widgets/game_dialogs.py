"""Two dialogs of the Game page: the words of the document, and rescaling payoffs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from playground.app.widgets.game_editing import GameEditing
from playground.game import ExpressionError, number

if TYPE_CHECKING:
    from playground.app.document import Document


def _buttons(dialog: QDialog) -> QDialogButtonBox:
    standard = QDialogButtonBox.StandardButton
    made = QDialogButtonBox(standard.Ok | standard.Cancel)
    made.accepted.connect(dialog.accept)
    made.rejected.connect(dialog.reject)
    return made


class StoryDialog(QDialog):
    """Title, summary, description (Markdown), tags and references; one undo step."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Title and story")
        self.document = document
        state = document.state
        self.title = QLineEdit(state.title)
        self.summary = QLineEdit(state.summary)
        self.summary.setPlaceholderText("One sentence")
        self.description = QPlainTextEdit(state.description)
        self.description.setPlaceholderText("The story to tell, in Markdown: **bold**, *italic*, ### heading")
        self.description.setTabChangesFocus(True)
        self.tags = QLineEdit(", ".join(state.tags))
        self.tags.setPlaceholderText("coordination, 2x2, …")
        self.references = QPlainTextEdit("\n".join(state.references))
        self.references.setPlaceholderText("One reference a line")
        self.references.setTabChangesFocus(True)
        self.references.setMaximumHeight(self.fontMetrics().height() * 5)
        form = QFormLayout()
        for label, field in (("Title", self.title), ("Summary", self.summary), ("Story", self.description),
                             ("Tags", self.tags), ("References", self.references)):
            field.setAccessibleName(label)
            form.addRow(label, field)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(_buttons(self))

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 34, line * 28)

    def accept(self) -> None:
        state = replace(
            self.document.state, title=self.title.text().strip() or "Untitled game",
            summary=self.summary.text().strip(), description=self.description.toPlainText().strip(),
            tags=_parts(self.tags.text(), ","), references=_parts(self.references.toPlainText(), "\n"))
        self.document.edit("Change title and story", state)
        super().accept()


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
        self.problem = QLabel("With a factor above 0 best responses and equilibria stay as they are.")
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


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())
