"""How the Play page's own widgets look: sizes from the app's font, a mark a strategy."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication, QLabel

MARKS = 8  # shapes; strategies beyond carry their number


def font(factor: float = 1.0, bold: bool = False) -> QFont:
    """The app's font, `factor` times as large."""
    made = QFont(QApplication.font())
    made.setPointSizeF(made.pointSizeF() * factor)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def line_height(factor: float = 1.0) -> float:
    """The height of a line of the app's font, in pixels."""
    return QFontMetricsF(font(factor)).height()


def colour_label(label: QLabel, colour: QColor | str, factor: float, bold: bool = False) -> None:
    """Give a label a colour and a size."""
    label.setFont(font(factor, bold))
    label.setStyleSheet(f"color: {QColor(colour).name()}; background: transparent;")


def draw_mark(painter: QPainter, box: QRectF, index: int, colour: QColor, ground: QColor) -> None:
    """The shape that stands for strategy number `index`, within the square `box`. Full and hollow forms
    take turns, so that the first two, which most games have, are told apart from far away."""
    side = min(box.width(), box.height())
    square = QRectF(0, 0, side, side)
    square.moveCenter(box.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    thick = max(1.5, side * 0.13)
    hollow = index % 2 == 1
    pen = QPen(colour, thick)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
    inner = square.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
    middle = inner.center()
    match index // 2 if index < MARKS else -1:
        case 0:
            painter.drawRect(inner)
        case 1:
            painter.drawEllipse(inner)
        case 2:
            low = inner.bottom() - inner.height() * 0.06
            painter.drawPolygon(QPolygonF([QPointF(middle.x(), inner.top() + thick / 2),
                                           QPointF(inner.right(), low), QPointF(inner.left(), low)]))
        case 3:
            painter.drawPolygon(QPolygonF([QPointF(middle.x(), inner.top()),
                                           QPointF(inner.right(), middle.y()),
                                           QPointF(middle.x(), inner.bottom()),
                                           QPointF(inner.left(), middle.y())]))
        case _:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(square, side * 0.2, side * 0.2)
            text = str(index + 1)
            small = QFont(painter.font())
            small.setPixelSize(max(5, round(side * (0.62 if len(text) < 3 else 0.42))))
            small.setBold(True)
            painter.setFont(small)
            painter.setPen(ground)
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def mark_icon(index: int, colour: QColor, ground: QColor, side: int) -> QIcon:
    """The mark as an icon, `side` logical pixels square; greyed when disabled by Qt itself."""
    picture = QPixmap(side * 2, side * 2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_mark(painter, QRectF(1, 1, side * 2 - 2, side * 2 - 2), index, colour, ground)
    painter.end()
    picture.setDevicePixelRatio(2.0)
    return QIcon(picture)
