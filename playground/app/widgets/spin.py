"""A spin box whose figures keep their distance from the edge; a style sheet's padding does not reach them."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QSpinBox


class SpinBox(QSpinBox):
    """A `QSpinBox` with the inner margins of the other fields."""

    def __init__(self) -> None:
        super().__init__()
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._space()

    def _space(self) -> None:
        self.lineEdit().setTextMargins(round(self.fontMetrics().height() * 0.5), 0, 0, 0)
