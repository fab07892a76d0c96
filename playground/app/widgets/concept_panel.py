"""Other solution concepts beside the table: one is chosen, and what it says of the game follows each edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from playground.app.widgets.equilibrium_rows import as_text
from playground.app.widgets.label import Label
from playground.equilibrium import worked
from playground.equilibrium.words import typeset
from playground.game import NormalForm

MOST = 200  # profiles that are written out
MOST_WORKED = 20  # equilibria that are worked out line by line


class ConceptPanel(QWidget):
    """wanted(name): this concept of the game at hand is asked for."""

    wanted = Signal(str)

    def __init__(self, concepts: Sequence[tuple[str, str, str, str]], parent: QWidget | None = None) -> None:
        """`concepts`: name, title, summary and reference of each."""
        super().__init__(parent)
        self.choice = QComboBox()
        self.choice.setAccessibleName("Solution concept")
        self._about = {name: (summary, reference) for name, _title, summary, reference in concepts}
        for name, title, _summary, _reference in concepts:
            self.choice.addItem(title, name)
        self.choice.activated.connect(self._chosen)
        self.summary = Label()
        self.summary.setWordWrap(True)
        self.summary.setProperty("role", "muted")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.text.setAccessibleName("What the concept says")
        self.text.setTabChangesFocus(True)
        self.copy_button = QPushButton("Copy")
        self.copy_button.setProperty("role", "flat")
        self.copy_button.clicked.connect(self.copy)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.copy_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choice)
        layout.addWidget(self.summary)
        layout.addWidget(self.text, 1)
        layout.addLayout(foot)
        self._sought = -1  # the equilibrium to scroll to
        self._describe()

    @property
    def concept(self) -> str:
        """The chosen one's name."""
        return str(self.choice.currentData())

    def choose(self, name: str) -> None:
        """Choose a concept by its name, as a person would."""
        self.choice.setCurrentIndex(self.choice.findData(name))
        self._chosen()

    def show_solution(self, game: NormalForm, solution: Any) -> None:
        """What a concept says of a game."""
        self._write(told(game, solution, self._sought))

    def show_working(self, index: int) -> None:
        """Show how an equilibrium, by its index among the Nash equilibria, is worked out."""
        self.choice.setCurrentIndex(self.choice.findData("nash"))
        self._describe()
        self._sought = index
        self.wanted.emit(self.concept)
        self._seek()

    def show_words(self, words: str) -> None:
        """Why there is nothing to say, or not yet."""
        self._write(words)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.choice.currentText()}\n\n{self.text.toPlainText()}")

    def _write(self, text: str) -> None:
        if text != self.text.toPlainText():
            bar = self.text.verticalScrollBar()
            kept = bar.value()
            self.text.setPlainText(text)
            bar.setValue(kept)
            self._seek()

    def _seek(self) -> None:
        """Scroll to the equilibrium that is sought, once it is there."""
        if self._sought < 0:
            return
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if self.text.find(heading(self._sought)):
            self._sought = -1
            self.text.setFocus()
            # the cursor is on the heading; from the end, the lines below it come into view as well
            found = self.text.textCursor()
            self.text.moveCursor(QTextCursor.MoveOperation.End)
            self.text.setTextCursor(found)

    def _chosen(self) -> None:
        self._sought = -1
        self._describe()
        self.text.clear()  # what stands there is of another concept
        self.wanted.emit(self.concept)

    def _describe(self) -> None:
        summary, reference = self._about[self.concept]
        self.summary.setText(summary)
        self.summary.setToolTip(reference)
        self.choice.setItemData(self.choice.currentIndex(), reference, Qt.ItemDataRole.ToolTipRole)


def heading(index: int) -> str:
    """What the working of an equilibrium begins with."""
    return f"Equilibrium {index + 1}."


def told(game: NormalForm, solution: Any, sought: int = -1) -> str:
    """A solution in plain words: what is known of it, its own sentences, its profiles; Nash equilibria
    worked out, that with the index `sought` among them."""
    parts = [solution.message]
    if solution.lines:
        parts.append("\n".join(solution.lines))
    if solution.concept == "nash" and solution.exact:
        start = max(0, min(sought, len(solution.equilibria) - MOST_WORKED))
        for i, each in list(enumerate(solution.equilibria))[start:start + MOST_WORKED]:
            parts.append("\n".join([f"{heading(i)} {as_text(game, each)}", *worked(game, each.profile)]))
        more = len(solution.equilibria) - MOST_WORKED
        if more > 0:
            parts.append(f"and {more:,} more: double-click one in the list to see its working")
        return typeset("\n\n".join(parts))
    profiles = [typeset(as_text(game, each)) for each in solution.equilibria[:MOST]]
    more = len(solution.equilibria) - MOST
    if more > 0:
        profiles.append(f"and {more:,} more")
    if profiles:
        parts.append("\n".join(profiles))
    return "\n\n".join(parts)
