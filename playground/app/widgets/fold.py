"""A page of a stage and a column of controls, side by side; one above the other where the page is narrow for
its letters, as on a projector."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

NARROW = 42  # lines of text: a page less wide has its controls below
COLUMN = 46  # characters the controls are wide
QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's word for "as large as may be"


class Fold(QScrollArea):
    """`stage` has `give_room(narrow, height)`, which takes what the picture needs of a page so high; where it
    is narrow, both are scrolled as one. `controls` scrolls by itself beside the stage only."""

    def __init__(self, stage: QWidget, controls: QScrollArea) -> None:
        super().__init__()
        self.stage, self.controls = stage, controls
        body = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(stage, 1)
        self._row.addWidget(controls)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(body)
        body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    @property
    def is_narrow(self) -> bool:
        return self.width() < NARROW * self.fontMetrics().height()

    def arrange(self) -> None:
        """Put the controls where there is room, and give the stage the least it needs."""
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if self.is_narrow else way.LeftToRight)
        self.stage.give_room(self.is_narrow, self.height())  # type: ignore[attr-defined]
        controls, policy = self.controls, Qt.ScrollBarPolicy
        if self.is_narrow:
            controls.setMinimumWidth(0)
            controls.setMaximumWidth(QWIDGETSIZE_MAX)
            controls.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff)
            controls.setMinimumHeight(controls.widget().sizeHint().height())
        else:
            controls.setFixedWidth(controls.fontMetrics().averageCharWidth() * COLUMN)
            controls.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded)
            controls.setMinimumHeight(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_row"):
            self.arrange()
