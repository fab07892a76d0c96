"""F11: the page's picture and its one line fill the screen; Esc leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from playground.app.window import Window


class Presentation:
    """Hides everything beside the page's presentation widget, and brings it back as it was."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.active = False
        self._hidden: list[QWidget] = []
        self._was_maximised = False
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.setEnabled(False)
        self._escape.activated.connect(self.leave)

    def toggle(self) -> None:
        if self.active:
            self.leave()
        else:
            self.enter()

    def enter(self, full_screen: bool = True) -> None:
        page = self.window.page
        if page is None or self.active:
            return
        self.active = True
        self._was_maximised = self.window.isMaximized()
        self._hide(self.window.menuBar())
        self._hide(self.window.rail)
        widget: QWidget | None = page.presentation()
        while widget is not None and widget is not page:
            parent = widget.parentWidget()
            for sibling in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
                if sibling is not widget and not sibling.isWindow():
                    self._hide(sibling)
            widget = parent
        self.window.header.set_presenting(True)
        page.set_presenting(True)
        self.window.application.set_presenting(True)
        self._escape.setEnabled(True)
        if full_screen:
            self.window.showFullScreen()

    def leave(self) -> None:
        if not self.active:
            return
        self.active = False
        self._escape.setEnabled(False)
        for widget in self._hidden:
            widget.show()
        self._hidden.clear()
        self.window.header.set_presenting(False)
        for page in self.window.pages.values():
            page.set_presenting(False)
        self.window.application.set_presenting(False)
        if self.window.isFullScreen():
            if self._was_maximised:
                self.window.showMaximized()
            else:
                self.window.showNormal()

    def window_state_changed(self) -> None:
        """The window left full screen by the system's own means."""
        if self.active and not self.window.isFullScreen():
            self.leave()

    def _hide(self, widget: QWidget) -> None:
        if not widget.isHidden():
            widget.hide()
            self._hidden.append(widget)
