"""The line editor that opens over a payoff or a name, and says how the person leaves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.app.theme import Theme

MOVES = {Qt.Key.Key_Return: "down", Qt.Key.Key_Enter: "down", Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down",
         Qt.Key.Key_Tab: "next", Qt.Key.Key_Backtab: "previous"}


class CellEditor(QLineEdit):
    """left(how): the text stands; go "down", "up", "left", "right", "next", "previous" or "" (stay).
    cancelled: what was there before shall come back."""

    left = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cell-editor")
        self.setFrame(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.replacing = False
        self._problem = False
        self._pending = QColor("red")
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._pending = theme.colour("warning")
        self.setStyleSheet(
            f"QLineEdit#cell-editor {{ min-height: 0; padding: 0 1px; margin: 0; border-radius: 4px; "
            f"border: 2px solid {theme.accent}; background: {theme.surface}; }}")

    def open(self, text: str, colour: QColor, font: QFont, replacing: bool, name: str) -> None:
        """Begin with `text`. `replacing`: the person has begun to type instead of asking to edit, so
        that the arrow keys leave the cell."""
        self.replacing = replacing
        self._problem = False
        self.setFont(font)
        palette = self.palette()
        palette.setColor(self.foregroundRole(), colour)
        self.setPalette(palette)
        self.setAccessibleName(name)
        self.setText(text)
        self.show()
        self.setFocus()
        if replacing:
            self.end(False)
        else:
            self.selectAll()

    def mark(self, problem: bool) -> None:
        """Show whether the text so far is none (yet)."""
        if problem != self._problem:
            self._problem = problem
            self.update()

    def event(self, event: QEvent) -> bool:
        # Tab never reaches keyPressEvent of a widget that takes part in focus chains.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) \
                and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.left.emit(MOVES[Qt.Key(event.key())])
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        undone = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
        if key == Qt.Key.Key_Escape or undone:
            self.cancelled.emit()
        elif key in MOVES:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            back = shift and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            self.left.emit("up" if back else MOVES[key])
        elif self.replacing and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            self.left.emit("left" if key == Qt.Key.Key_Left else "right")
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QEvent) -> None:
        self.replacing = False  # the person points into the text: arrows move the caret from now on
        super().mousePressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() not in (Qt.FocusReason.PopupFocusReason,
                                                       Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit("")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._problem:
            return
        metrics = QFontMetricsF(self.font())
        box = QRectF(self.rect()).adjusted(5, 0, -5, -4)
        right = min(box.right(), box.left() + max(metrics.horizontalAdvance(self.text()), 8))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._pending, 1.3))
        step, x, up = 3.0, box.left(), True
        while x < right:
            low, high = QPointF(x, box.bottom()), QPointF(x + step, box.bottom())
            painter.drawLine(low - QPointF(0, 0 if up else 2), high - QPointF(0, 2 if up else 0))
            x, up = x + step, not up
        painter.end()
