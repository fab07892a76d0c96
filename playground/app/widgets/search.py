"""A line to search with: a glass at its left, a cross at its right when there is something to clear."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from playground.app.icons import icon, pixmap
from playground.app.theme import Theme


class SearchLine(QLineEdit):
    """A `QLineEdit` that looks like what it is for."""

    def __init__(self, name: str, hint: str, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._theme = theme
        self._cross = QToolButton(self)
        self._cross.setObjectName("cross")
        self._cross.setAccessibleName("Clear the search")
        self._cross.setToolTip("Clear (Esc)")
        self._cross.setCursor(Qt.CursorShape.ArrowCursor)
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.clicked.connect(self.clear)
        self._cross.hide()
        self.textChanged.connect(self._changed)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        line = self.fontMetrics().height()
        self.setTextMargins(round(line * 1.25), 0, round(line * 1.4), 0)
        size = round(line * 0.9)
        self._cross.setIconSize(QSize(size, size))
        self._cross.setIcon(icon("close", theme.muted, size))
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = self.fontMetrics().height()
        painter = QPainter(self)
        painter.drawPixmap(round(size * 0.55), (self.height() - size) // 2,
                           pixmap("search", self._theme.muted, size))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_cross"):
            self.set_theme(self._theme)

    def _changed(self, text: str) -> None:
        self._cross.setVisible(bool(text))

    def _place(self) -> None:
        side = round(self.fontMetrics().height() * 1.2)
        gap = (self.height() - side) // 2
        self._cross.setGeometry(self.width() - side - gap, gap, side, side)
