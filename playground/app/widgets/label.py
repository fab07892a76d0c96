"""Words as they are: names come from files that strangers wrote, and Qt would take some for HTML."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Label(QLabel):
    """A label whose text is plain, unless `rich`: then what it shows was escaped by whoever wrote it."""

    def __init__(self, text: str = "", parent: QWidget | None = None, rich: bool = False) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        self.setText(text)


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another look of the style sheet."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def tip(text: str) -> str:
    """A text for a tooltip, which has no such switch: shown as it is, whatever is in it."""
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>") if Qt.mightBeRichText(text) else text
