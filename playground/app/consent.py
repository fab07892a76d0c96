"""Scripts that came with a file run only when a person says so, once a script: what was agreed to is known by
the hash of its source, and a script that has changed is another one."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from playground.app.widgets.notices import Bar
from playground.strategy import Script

if TYPE_CHECKING:
    from playground.app.document import Document
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
        if set(self.window.context.settings.agreed_scripts) >= set(_hashes(document)):
            document.allow_scripts()
            return
        count = len(document.state.scripts)
        words = "a strategy that is a script" if count == 1 else f"{count} strategies that are scripts"
        self.bar = Bar(f"This file brings {words}. Scripts run in a sandbox, and only if you allow it.",
                       [("Show", self.show), ("Allow", self.allow), ("Not now", self._forget)])
        self.window.show_bar(self.bar)

    def allow(self) -> None:
        self._drop()
        self.window.context.settings.agree_to_scripts(_hashes(self.window.document))
        self.window.document.allow_scripts()

    def show(self) -> StrategiesDialog:
        """Look at the strategies of the game, scripts unrun; there they can be allowed too."""
        self._forget()
        from playground.app.widgets.strategies_dialog import StrategiesDialog

        dialog = StrategiesDialog(self.window)
        dialog.finished.connect(self._again)
        dialog.open()
        return dialog

    def _drop(self) -> None:
        bar, self.bar = self.bar, None
        if bar is not None:
            bar.hide()
            bar.deleteLater()

    def _again(self) -> None:
        """The dialog is closed: where nothing was allowed in it, the question still stands."""
        if not self.window.document.scripts_allowed and self.bar is None:
            self._asked = -1
            self.ask()

    def _forget(self) -> None:
        self.bar = None


def _hashes(document: Document) -> list[str]:
    """SHA-256 of each script's source."""
    scripts = (entry.make for entry in document.state.strategies if isinstance(entry.make, Script))
    return [hashlib.sha256(script.source.encode(errors="surrogatepass")).hexdigest() for script in scripts]
