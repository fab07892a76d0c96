"""F11: the page's picture and its one line fill the screen; Esc or F11 leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from playground.app.pages.page import Page
    from playground.app.window import Window


class Presentation:
    """Hides everything beside the page's presentation widget, and brings it back as it was."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.active = False
        self._hidden: list[QWidget] = []  # beside the page
        self._beside: list[QWidget] = []  # on the page, beside what is presented
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
        self.window.note.hide()
        self._was_maximised = self.window.isMaximized()
        self._hide(self.window.menuBar(), self._hidden)
        self._hide(self.window.rail, self._hidden)
        self._hide_beside(page)
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
        self._show_again(self._hidden)
        self._show_again(self._beside)
        self.window.header.set_presenting(False)
        for page in self.window.pages.values():
            page.set_presenting(False)
        self.window.application.set_presenting(False)
        if self.window.isFullScreen():
            if self._was_maximised:
                self.window.showMaximized()
            else:
                self.window.showNormal()

    def rearrange(self, page: Page, arrange: Callable[[], None]) -> None:
        """Let a page arrange itself anew, whether it is being presented or not."""
        presented = self.active and page is self.window.page
        if presented:
            self._show_again(self._beside)
        arrange()
        if presented:
            self._hide_beside(page)

    def window_state_changed(self) -> None:
        """The window left full screen by the system's own means."""
        if self.active and not self.window.isFullScreen():
            self.leave()

    def _hide_beside(self, page: Page) -> None:
        widget: QWidget | None = page.presentation()
        while widget is not None and widget is not page:
            parent = widget.parentWidget()
            for sibling in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
                if sibling is not widget and not sibling.isWindow():
                    self._hide(sibling, self._beside)
            widget = parent

    @staticmethod
    def _hide(widget: QWidget, hidden: list[QWidget]) -> None:
        if not widget.isHidden():
            widget.hide()
            hidden.append(widget)

    @staticmethod
    def _show_again(hidden: list[QWidget]) -> None:
        for widget in hidden:
            widget.show()
        hidden.clear()
