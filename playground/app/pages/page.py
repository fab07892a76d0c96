"""What every page is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from playground.app.actions import Action
    from playground.app.context import Context
    from playground.app.theme import Theme


class Page(QWidget):
    """One job: a picture or table that is alive, one column of controls at most, and one plain line.

    The window calls `refresh` when the document changed while the page is visible, and when a page
    whose document changed meanwhile is shown. `name`, `title`, `icon` (a file's stem in assets/icons)
    are given by the subclass.
    """

    headline_changed = Signal(str)
    name = ""
    title = ""
    icon = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName(f"page-{self.name}")
        self.setAccessibleName(self.title)
        self._headline = ""

    @property
    def headline(self) -> str:
        """What is seen, in one plain line."""
        return self._headline

    @headline.setter
    def headline(self, text: str) -> None:
        if text != self._headline:
            self._headline = text
            self.headline_changed.emit(text)

    def refresh(self) -> None:
        """Show the document as it is now."""

    def set_theme(self, theme: Theme) -> None:
        """The look changed; repaint what the style sheet does not reach."""

    def actions(self) -> list[Action]:  # type: ignore[override]
        """The page's own entries for the menus and the palette."""
        return []

    def take_focus(self) -> None:
        """The page was shown: the keyboard belongs to what it is about."""
        widget = self.focusProxy() or self.presentation()
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_presenting(self, presenting: bool) -> None:
        """A presentation begins or ends."""

    def presentation(self) -> QWidget:
        """What fills the screen in a presentation; the headline stays above it."""
        return self
