"""A column of controls beside a picture, which scrolls where the window is low."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from playground.app.widgets.label import Label


class ScrolledColumn(QScrollArea):
    """Without a frame or a ground of its own; whoever derives from it fills `_column`."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        self._column = QVBoxLayout(body)
        unit = self.fontMetrics().height()
        self._column.setContentsMargins(unit // 2, unit // 2, unit, unit)
        self._column.setSpacing(unit // 3)
        self.setWidget(body)
        body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def _caption(self, text: str, tip: str = "") -> QLabel:
        """The heading of what is added next."""
        label = Label(text)
        label.setProperty("role", "caption")
        label.setToolTip(tip)
        if self._column.count():
            self._column.addSpacing(self.fontMetrics().height() // 2)
        self._column.addWidget(label)
        return label
