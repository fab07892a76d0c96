"""Scripts that came with a file run only when a person says so, once a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from playground.app.widgets.notices import Bar

if TYPE_CHECKING:
    from playground.app.widgets.strategies_dialog import StrategiesDialog
    from playground.app.window import Window


class Consent(QObject):
    """Asks in a bar of the window, for each document that brings scripts."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.window = window
        self.bar: Bar | None = None
        self._asked = -1
        window.document.changed.connect(self.ask)
        self.ask()

    def ask(self) -> None:
        """Show the question where the document is a new one with scripts."""
        document = self.window.document
        if document.opened == self._asked:
            return
        self._asked = document.opened
        self._drop()
        if document.scripts_allowed:
            return
        count = len(document.state.scripts)
        words = "a strategy that is a script" if count == 1 else f"{count} strategies that are scripts"
        self.bar = Bar(f"This file brings {words}. Scripts run in a sandbox, and only if you allow it.",
                       [("Show", self.show), ("Allow", self.allow), ("Not now", self._forget)])
        self.window.show_bar(self.bar)

    def allow(self) -> None:
        self._drop()
        self.window.document.allow_scripts()

    def show(self) -> StrategiesDialog:
        """Look at the strategies of the game, scripts unrun; there they can be allowed too."""
        self._forget()
        from playground.app.widgets.strategies_dialog import StrategiesDialog

        dialog = StrategiesDialog(self.window)
        dialog.open()
        return dialog

    def _drop(self) -> None:
        bar, self.bar = self.bar, None
        if bar is not None:
            bar.hide()
            bar.deleteLater()

    def _forget(self) -> None:
        self.bar = None
