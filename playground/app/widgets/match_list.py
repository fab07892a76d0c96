"""The matches that a game's file keeps: look at one again, or delete it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.widgets import match_words as words
from playground.app.widgets.label import Label, tip
from playground.arena import RecordedMatch


class MatchList(QWidget):
    """look_asked(index), delete_asked(index): of the matches shown. Hidden while there are none."""

    look_asked = Signal(int)
    delete_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[str, ...], tuple[RecordedMatch, ...]] | None = None
        caption = Label("Recorded matches")
        caption.setProperty("role", "caption")
        self.list = QListWidget()
        self.list.setAccessibleName("Recorded matches")
        self.list.itemActivated.connect(self._look)
        self.list.currentRowChanged.connect(self._selected)
        self.look_button, self.delete_button = QPushButton("Look"), QPushButton("Delete")
        self.look_button.clicked.connect(self._look)
        self.delete_button.clicked.connect(self._delete)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.look_button)
        row.addWidget(self.delete_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(caption)
        column.addWidget(self.list)
        column.addLayout(row)

    def show_matches(self, players: Sequence[str], matches: Sequence[RecordedMatch]) -> None:
        """Show the matches of a document, the newest last."""
        shown = (tuple(players), tuple(matches))
        if shown == self._shown:
            return
        self._shown = shown
        self.list.clear()
        for match in matches:
            title = words.record_title(players, match)
            item = QListWidgetItem(f"{title}\n{words.record_note(match)}")
            item.setToolTip(tip(title))
            self.list.addItem(item)
        line = self.fontMetrics().height()
        self.list.setFixedHeight(round(line * 3.4 * min(3, max(1, len(matches)))))
        self.setVisible(bool(matches))
        self.list.setCurrentRow(len(matches) - 1)
        self._selected()

    def _selected(self) -> None:
        for button in (self.look_button, self.delete_button):
            button.setEnabled(self.list.currentRow() >= 0)

    def _look(self) -> None:
        if self.list.currentRow() >= 0:
            self.look_asked.emit(self.list.currentRow())

    def _delete(self) -> None:
        if self.list.currentRow() >= 0:
            self.delete_asked.emit(self.list.currentRow())
