"""The list of rest points: the picture's mark, exact shares, kind, eigenvalues and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontInfo, QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from playground.app.pictures import paper
from playground.app.theme import Theme
from playground.app.widgets.label import Label, tip

MOST = 24  # rows; a sentence says how many more there are


@dataclass(frozen=True)
class Row:
    """What one line says. `kind` is a key of `paper.KINDS`."""

    kind: str
    title: str
    details: tuple[str, ...] = ()
    tip: str = ""


class RestPointList(QWidget):
    """Rows are kept and refilled, so that a slider of the game may move them sixty times a second. All
    text can be selected and copied."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: tuple[Row, ...] = ()
        self._lines: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._more = Label()
        self._more.setProperty("role", "muted")
        self._more.setWordWrap(True)
        self._grid.addWidget(self._more, MOST, 0, 1, 2)
        self.setAccessibleName("Rest points")

    def show_rows(self, rows: Sequence[Row], more: str = "") -> None:
        """Show at most `MOST` of `rows`, and the sentence `more` below."""
        rows = tuple(rows)
        if len(rows) > MOST:
            more = f"{len(rows) - MOST} more. {more}".strip()
        self.rows = rows
        self._more.setText(more)
        self._more.setVisible(bool(more))
        shown = rows[:MOST]
        while len(self._lines) < len(shown):
            self._add_line()
        for k, (mark, words) in enumerate(self._lines):
            visible = k < len(shown)
            mark.setVisible(visible)
            words.setVisible(visible)
            if visible:
                self._fill(mark, words, shown[k])

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for (mark, words), row in zip(self._lines, self.rows):
            self._fill(mark, words, row)

    def text(self) -> str:
        """All rows as plain text, for the clipboard."""
        return "\n".join("\t".join((row.title, row.kind, *row.details)) for row in self.rows)

    def _add_line(self) -> None:
        mark, words = Label(), Label(rich=True)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                      | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        at = len(self._lines)
        self._grid.addWidget(mark, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(words, at, 1)
        self._lines.append((mark, words))

    def _fill(self, mark: QLabel, words: QLabel, row: Row) -> None:
        kind = paper.KINDS[row.kind]
        mark.setPixmap(self._mark(row.kind))
        mark.setToolTip(tip(row.tip))
        muted = self._theme.colour("muted").name()
        details = "".join(f"<br><span style='color:{muted}'>{_escaped(line)}</span>" for line in row.details)
        text = f"<b>{_escaped(row.title)}</b>&nbsp; {_escaped(kind)}{details}"
        if words.text() != text:
            words.setText(text)
        words.setToolTip(tip(row.tip))
        words.setAccessibleName(f"{row.title}, {kind}. {' '.join(row.details)}")

    def _mark(self, kind: str) -> QPixmap:
        size = QFontInfo(self.font()).pixelSize() * 1.3
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(size / 2, size / 2)
        paper.mark(painter, middle, kind, size * 0.32, self._theme)
        painter.end()
        return pixmap


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
