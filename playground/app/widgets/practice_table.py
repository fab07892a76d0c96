"""A payoff table to point at: what is crossed out, underlined and marked is the person's own work."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.app.widgets.payoff_table import PayoffTable
from playground.app.widgets.payoff_table_model import TableModel
from playground.practice import Exercise


class PracticeTable(PayoffTable):
    """picked: the person clicked at, or pressed Enter or Space on, the spot where the cursor is."""

    picked = Signal()

    def __init__(self, exercise: Exercise, parent: QWidget | None = None) -> None:
        super().__init__(None, _model(exercise), parent)

    def minimumSizeHint(self) -> QSize:
        """As high as the page asks: the letters follow the room that is left."""
        return QSize(super().minimumSizeHint().width(), self.minimumHeight())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def show_exercise(self, exercise: Exercise) -> None:
        self.show_model(_model(exercise))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if (event.button() == Qt.MouseButton.LeftButton
                and self.plan.spot_at(self.in_table(event.position())) is not None):
            self.picked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit()
        else:
            super().keyPressEvent(event)


def _model(exercise: Exercise) -> TableModel:
    best = np.zeros((2, *exercise.game.shape), dtype=bool)
    for mark in exercise.underlined:
        best[mark] = True
    return TableModel(exercise.game, best=best, marked=frozenset(exercise.cells), formulas=False,
                      highlight=exercise.mixed[-1] if exercise.mixed else None,
                      dominated=dict.fromkeys(exercise.crossed, "Crossed out"),
                      dim=exercise.step in ("dominance", ""))  # best responses are to all strategies
