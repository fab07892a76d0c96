"""The editor of an option that is a table of probabilities, a row and a column a strategy."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.app.widgets.label import Label, set_role
from playground.catalogue import Matrix, MatrixOption
from playground.files import read_numbers
from playground.game import ExpressionError, probability
from playground.problem import InputError


class MatrixDialog(QDialog):
    """chosen: the table is accepted, exact and with rows that sum to 1; None: no table is wanted. Says while
    one types what is wrong; a block pasted from a spreadsheet begins at the chosen cell."""

    chosen = Signal(object)

    def __init__(self, option: MatrixOption, names: Sequence[str], table: Matrix | None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.option = option
        self.setWindowTitle(option.name.capitalize())
        self.setAccessibleName(option.name.capitalize())
        meaning = Label(f"{option.meaning[:1].upper()}{option.meaning[1:]}.")
        meaning.setWordWrap(True)
        size = len(names)
        self.cells = QTableWidget(size, size)
        self.cells.setAccessibleName(option.meaning)
        self.cells.setHorizontalHeaderLabels(list(names))
        self.cells.setVerticalHeaderLabels([f"{name} →" for name in names])
        if table is None or len(table) != size:
            table = tuple(tuple(Fraction(int(i == j)) for j in range(size)) for i in range(size))
        self._fill(0, 0, table)
        self.problem = Label()
        self.problem.setWordWrap(True)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.ok = buttons.button(standard.Ok)
        self.none = QPushButton(f"Use {option.instead} instead")
        buttons.addButton(self.none, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.none.clicked.connect(self._give_up)
        column = QVBoxLayout(self)
        for widget in (meaning, self.cells, self.problem, buttons):
            column.addWidget(widget)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.cells)
        paste.activated.connect(self.paste)
        self.cells.itemChanged.connect(self._check)
        self._check()

    def sizeHint(self) -> QSize:
        unit = self.fontMetrics().height()
        rows = min(self.cells.rowCount(), 10)
        return QSize(unit * min(60, 14 + 7 * rows), unit * (14 + 2 * rows))

    def matrix(self) -> Matrix:
        """What stands in the table. Raises `InputError` for what is no number, or no such table."""
        found, wrong = [], []
        size = self.cells.rowCount()
        for i in range(size):
            row = []
            for j in range(size):
                item = self.cells.item(i, j)
                try:
                    row.append(probability(item.text() if item is not None else ""))
                except ExpressionError as problem:
                    wrong.append(f"row {i + 1}, column {j + 1}: {problem}")
            found.append(tuple(row))
        refused = "" if wrong else self.option.refuses(tuple(found))
        if wrong or refused:
            raise InputError("; ".join(wrong) or refused)
        return tuple(found)

    def paste(self) -> None:
        """A block of numbers from the clipboard, from the chosen cell on; a whole table from the first."""
        try:
            block = read_numbers(QGuiApplication.clipboard().text())
        except InputError as refused:
            self._say(str(refused))
            return
        size = self.cells.rowCount()
        whole = len(block) == len(block[0]) == size
        row, column = (0, 0) if whole else (
            max(0, self.cells.currentRow()), max(0, self.cells.currentColumn()))
        if row + len(block) > size or column + len(block[0]) > size:
            self._say(f"A block of {len(block)} × {len(block[0])} does not fit here.")
            return
        self._fill(row, column, block)
        self._check()

    def accept(self) -> None:
        self.chosen.emit(self.matrix())
        super().accept()

    def _give_up(self) -> None:
        self.chosen.emit(None)
        super().accept()

    def _fill(self, row: int, column: int, block: Matrix) -> None:
        self.cells.blockSignals(True)
        for i, line in enumerate(block):
            for j, share in enumerate(line):
                self.cells.setItem(row + i, column + j, QTableWidgetItem(str(share)))
        self.cells.blockSignals(False)

    def _check(self) -> None:
        try:
            self.matrix()
        except InputError as refused:
            self._say(str(refused))
            self.ok.setEnabled(False)
        else:
            self._say("")
            self.ok.setEnabled(True)

    def _say(self, problem: str) -> None:
        self.problem.setText(problem and f"{problem[:1].upper()}{problem[1:].rstrip('.')}.")
        set_role(self.problem, "danger" if problem else "muted")
