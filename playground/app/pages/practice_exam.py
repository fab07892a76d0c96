"""Exams from the Practice page: which games, asked in a dialog, and both sheets made beside the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout

from playground.app.widgets.label import Label
from playground.app.widgets.spin import SpinBox
from playground.arena import fresh_seed
from playground.files import encode, write_atomically
from playground.game import NormalForm
from playground.practice import WISHES, exam, find_many
from playground.problem import InputError
from playground.progress import Progress, silent

if TYPE_CHECKING:
    from playground.app.pages.practice import PracticePage

OWN = "open"  # the level that is the document's game alone
KEY = "exam"
FILTER = "PDF (*.pdf);;LaTeX (*.tex)"
MOST = 50  # games of an exam made here


class ExamDialog(QDialog):
    """What the exam is to hold."""

    def __init__(self, page: PracticePage) -> None:
        super().__init__(page.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Save exam")
        self._document_name = page.context.document.display_name
        self.title = QLineEdit()
        self.level = QComboBox()
        for index in range(page.level.count()):
            self.level.addItem(page.level.itemText(index), page.level.itemData(index))
        self.level.setCurrentIndex(page.level.currentIndex())
        self.count = SpinBox()
        self.count.setRange(1, MOST)
        self.count.setValue(4)
        form = QFormLayout()
        for words, field in (("Title", self.title), ("Which games", self.level), ("How many", self.count)):
            field.setAccessibleName(words)
            form.addRow(words, field)
        note = Label("Two files are written: the exam, and its solutions worked out line by line.")
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Save | standard.Cancel)
        buttons.button(standard.Save).setText("Save…")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(buttons)
        self.level.currentIndexChanged.connect(self._chosen)
        self._chosen()
        self.title.setMinimumWidth(self.fontMetrics().height() * 20)

    def _chosen(self) -> None:
        self.count.setEnabled(self.level.currentData() != OWN)
        own = self.level.currentData() == OWN
        self.title.setPlaceholderText(self._document_name if own else self.level.currentText())


class ExamMaker:
    """Asks, computes and writes."""

    def __init__(self, page: PracticePage) -> None:
        self._page = page

    def ask(self) -> None:
        """Which games, and where to."""
        dialog = ExamDialog(self._page)
        dialog.accepted.connect(partial(self._accepted, dialog))
        dialog.open()

    def _accepted(self, dialog: ExamDialog) -> None:
        title = dialog.title.text().strip() or dialog.title.placeholderText()
        level = str(dialog.level.currentData())
        context = self._page.context
        path = context.window.ask_save_path("Save exam", FILTER, "exam.pdf")
        if path is None:
            return
        if path.suffix.lower() not in (".pdf", ".tex"):
            path = path.with_name(f"{path.name}.pdf")
        context.window.say("Making the exam…")
        context.live.request(
            KEY, 0, sheets, context.document.game if level == OWN else level, dialog.count.value(),
            fresh_seed(), title, path.suffix.lower(), done=partial(self._write, path),
            failed=partial(context.window.error, "The exam was not made."))

    def _write(self, path: Path, made: tuple[bytes, bytes]) -> None:
        window, solutions = self._page.context.window, path.with_stem(f"{path.stem}-solutions")
        try:
            for file, data in zip((path, solutions), made):
                write_atomically(file, data)
        except InputError as problem:
            window.error("The exam was not saved.", str(problem))
        else:
            window.say(f"Saved {path} and {solutions.name}")


def sheets(what: NormalForm | str, count: int, seed: int, title: str, suffix: str, progress: Progress = silent
           ) -> tuple[bytes, bytes]:
    """Exam and solutions, as .pdf or .tex, of a game or of so many games of a level. Raises `InputError`."""
    games = [what] if isinstance(what, NormalForm) else find_many(WISHES[what].make, count, seed, progress)
    if suffix == ".tex":
        exam_sheet, solutions = (encode(exam(games, title, solved, progress)) for solved in (False, True))
    else:
        from playground.app.exam import exam_pdf

        exam_sheet, solutions = (exam_pdf(games, title, solved, progress) for solved in (False, True))
    return exam_sheet, solutions
