"""Text to read, select and copy, with the look of the page it is on."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget


class Reading(QPlainTextEdit):
    """Not to be changed; Tab goes on to the next widget."""

    def __init__(self, name: str, text: str = "", parent: QWidget | None = None) -> None:
        """`name`: what a screen reader calls it."""
        super().__init__(text, parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
