"""A list row with words on the left and fainter ones on the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from playground.app.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class PairDelegate(QStyledItemDelegate):
    """Paints the item's text and, at the right edge, the text of the `RIGHT` role."""

    RIGHT = Qt.ItemDataRole.UserRole + 1
    FAINT = Qt.ItemDataRole.UserRole + 2

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        pad = round(option.fontMetrics.height() * 0.7)
        inner: QRect = option.rect.adjusted(pad, 0, -pad, 0)
        painter.save()
        painter.setFont(option.font)
        right = str(index.data(self.RIGHT) or "")
        painter.setPen(self.theme.colour("muted"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        inner.adjust(0, 0, -option.fontMetrics.horizontalAdvance(right) - pad, 0)
        if not index.data(self.FAINT):
            painter.setPen(self.theme.colour("text"))
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.fontMetrics.height() * 8, round(option.fontMetrics.height() * 1.75))
