"""The window's dialogs: what is wrong, what happened, what this game is, what Playground is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.icons import app_icon
from playground.app.widgets.label import Label
from playground.app.widgets.reading import Reading

if TYPE_CHECKING:
    from playground.app.window import Window


class _Dialog(QDialog):
    """A column with a title line; sizes follow the font."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.space = self.fontMetrics().height()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*[round(self.space * 1.3)] * 4)
        self.column.setSpacing(round(self.space * 0.7))

    def add_text(self, text: str, role: str = "") -> QLabel:
        label = Label(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", role)
        label.setMinimumWidth(self.space * 20)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(label)
        return label

    def add_details(self, text: str, name: str, lines: int) -> QPlainTextEdit:
        box = _Report(name, text, QSize(self.space * 34, self.space * min(lines, text.count("\n") + 4)))
        box.setMinimumSize(self.space * 20, self.space * 4)
        self.column.addWidget(box, 1)
        return box

    def fit(self) -> None:
        """As large as the words need, and no larger than the screen."""
        screen = QGuiApplication.primaryScreen().availableSize()
        most = QSize(round(screen.width() * 0.9), round(screen.height() * 0.85))
        self.resize(self.sizeHint().boundedTo(most))


class _Report(Reading):
    """Of a preferred size that may shrink."""

    def __init__(self, name: str, text: str, preferred: QSize) -> None:
        super().__init__(name, text)
        self._preferred = preferred

    def sizeHint(self) -> QSize:
        return self._preferred


class _Copying(_Dialog):
    """A dialog whose whole text can be copied with one button."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent, title)
        self.to_copy = ""

    def add_buttons(self, close: str) -> None:
        row = QHBoxLayout()
        self.copy_button = QPushButton("Copy text")
        self.copy_button.setAccessibleName("Copy text")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        self.close_button = QPushButton(close)
        self.close_button.setAccessibleName(close)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        row.addWidget(self.copy_button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.column.addLayout(row)
        self.close_button.setFocus()
        self.fit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.to_copy)
        self.copy_button.setText("Copied")


class ErrorDialog(_Copying):
    """What cannot be done, and every reason with its place."""

    def __init__(self, parent: QWidget | None, text: str, details: str = "") -> None:
        super().__init__(parent, "Playground")
        self.add_text(text, "subtitle")
        if details and "\n" not in details and len(details) < 300:
            self.add_text(details)
        elif details:
            self.add_details(details, "Reasons", 16)
        self.to_copy = f"{text}\n{details}".strip()
        self.add_buttons("OK")


class Question(_Dialog):
    """One question and its answers, the first the usual one, the last to change nothing. `answer` is the
    chosen one, the last where the dialog was closed."""

    def __init__(self, parent: QWidget | None, text: str, consequence: str, answers: list[str]) -> None:
        super().__init__(parent, "Playground")
        self.text = text
        self.answer = answers[-1]
        self.add_text(text, "subtitle")
        self.add_text(consequence)
        row = QHBoxLayout()
        row.setSpacing(self.space // 2)
        row.addStretch(1)
        for answer in answers:
            button = QPushButton(answer)
            button.setAccessibleName(answer)
            button.setDefault(answer == answers[0])
            button.clicked.connect(self._answered)
            row.addWidget(button)
        self.column.addLayout(row)
        self.fit()

    def _answered(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.answer = button.text()
        self.accept()


class CrashDialog(_Copying):
    """An exception nobody expected."""

    def __init__(self, parent: QWidget | None, message: str, report: str) -> None:
        super().__init__(parent, "Something went wrong")
        self.add_text("Something went wrong, and it is not your fault.", "subtitle")
        self.add_text("Copies of your changed games are kept, and you can go on. To be safe, save your game "
                      "under a new name. The text below helps to find the cause; please send it with a line "
                      "on what you did.")
        self.add_text(message, "danger")
        self.add_details(report, "Report", 14).setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.to_copy = report
        self.add_buttons("Go on")


class DetailsDialog(_Dialog):
    """Title, summary, tags, story and notes of the open game; one undo step."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, "Title and story")
        self.window_ = window
        state = window.document.state
        form = QFormLayout()
        form.setSpacing(round(self.space * 0.6))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.title = QLineEdit(state.title)
        self.summary = QLineEdit(state.summary)
        self.tags = QLineEdit(", ".join(state.tags))
        self.story = QPlainTextEdit(state.description)
        self.references = QPlainTextEdit("\n".join(state.references))
        self.notes = QPlainTextEdit(state.notes)
        for name, field, lines, hint in (
                ("Title", self.title, 0, "What the game is called"),
                ("Summary", self.summary, 0, "One sentence"),
                ("Tags", self.tags, 0, "Separated by commas"),
                ("Story", self.story, 8, "Markdown: the story to tell, and what to try"),
                ("References", self.references, 3, "One a line"),
                ("Notes", self.notes, 4, "Your own, in Markdown")):
            field.setAccessibleName(name)
            field.setPlaceholderText(hint)
            if lines:
                field.setTabChangesFocus(True)
                field.setMinimumHeight(self.space * lines)
            else:
                field.setCursorPosition(0)
            form.addRow(name, field)
        self.title.setMinimumWidth(self.space * 34)
        self.column.addLayout(form, 1)
        buttons = QDialogButtonBox()
        done = buttons.addButton("Done", QDialogButtonBox.ButtonRole.AcceptRole)
        done.setDefault(True)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._done)
        buttons.rejected.connect(self.reject)
        self.column.addWidget(buttons)
        self.fit()

    def _done(self) -> None:
        def lines(text: str, separator: str) -> tuple[str, ...]:
            return tuple(part.strip() for part in text.split(separator) if part.strip())

        document = self.window_.document
        document.edit("Change Title and Story", replace(
            document.state,
            title=self.title.text().strip() or "Untitled game",
            summary=self.summary.text().strip(),
            tags=tuple(dict.fromkeys(lines(self.tags.text(), ","))),
            description=self.story.toPlainText().strip(),
            references=lines(self.references.toPlainText(), "\n"),
            notes=self.notes.toPlainText().strip()))
        self.accept()


class AboutDialog(_Copying):
    """Which version this is."""

    def __init__(self, window: Window) -> None:
        from playground.app.crash import versions

        super().__init__(window, "About Playground")
        mark = Label()
        mark.setPixmap(app_icon().pixmap(QSize(self.space * 3, self.space * 3), 2.0))
        mark.setAccessibleName("Playground")
        self.column.addWidget(mark)
        self.add_text("Playground", "title")
        self.add_text("A desktop laboratory for games: exact equilibria, live dynamics, matches.")
        self.add_text("Free software under the GNU General Public License, version 3 or later.", "muted")
        self.add_text(versions(), "muted")
        self.to_copy = versions()
        self.add_buttons("Close")
