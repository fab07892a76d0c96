"""What all windows share: settings, the look and its zoom, worker processes, recovery, the windows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from playground.app.live import Workers
from playground.app.recovery import Session
from playground.app.settings import Folders, Settings
from playground.app.theme import DARK, LIGHT, MAX_ZOOM, MIN_ZOOM, Theme, apply_theme, system_theme

if TYPE_CHECKING:
    from playground.app.window import Window
    from playground.files.document import GameDocument

PRESENTED = 1.4  # how much larger everything is in a presentation
ZOOMS = (0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


class Application(QObject):
    """One a process; it owns the windows.

    theme_changed: colours or zoom are others; every window repaints.
    """

    theme_changed = Signal()

    def __init__(self, app: QApplication, folders: Folders | None = None) -> None:
        super().__init__()
        self.app = app
        self.settings = Settings(folders or Folders.standard())
        self.workers = Workers(self)
        self.session = Session(self.settings.folders.recovery)
        self.windows: list[Window] = []
        self.theme: Theme = self._wanted_theme()
        self.zoom = self.settings.zoom
        self._presented = 0  # windows that are being presented
        apply_theme(app, self.theme, self.zoom)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        app.aboutToQuit.connect(self.stop)

    def new_window(self, state: GameDocument, path: Path | None = None, page: str = "game",
                   modified: bool = False) -> Window:
        """Show another window on a document."""
        from playground.app.window import Window

        window = Window(self, state, path, modified)
        window.closed.connect(self._window_closed)
        self.windows.append(window)
        if len(self.windows) > 1:
            other = self.windows[-2]
            window.resize(other.size())
            window.move(other.pos().x() + 32, other.pos().y() + 32)
        window.show_page(page if page in window.page_names else "library")
        window.show()
        return window

    def set_appearance(self, appearance: str) -> None:
        """"system", "light" or "dark"."""
        self.settings.appearance = appearance
        self._apply()

    def set_zoom(self, zoom: float) -> None:
        """Everything `zoom` times its normal size, from 0.5 to 3."""
        self.zoom = self.settings.zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
        self._apply()

    def set_presenting(self, presenting: bool) -> None:
        """A window begins a presentation or ends one: larger letters for those in the last row."""
        self._presented = max(0, self._presented + (1 if presenting else -1))
        self._apply()

    def zoom_in(self) -> None:
        self.set_zoom(next((z for z in ZOOMS if z > self.zoom + 0.01), MAX_ZOOM))

    def zoom_out(self) -> None:
        self.set_zoom(next((z for z in reversed(ZOOMS) if z < self.zoom - 0.01), MIN_ZOOM))

    def reset_zoom(self) -> None:
        self.set_zoom(1.0)

    def quit(self) -> None:
        """Close every window; each may ask to save, and keep the app open."""
        for window in list(self.windows):
            if not window.close():
                return

    def stop(self) -> None:
        """End what runs beside the windows. Safe to call twice."""
        self.workers.stop()
        self.session.close()
        self.settings.sync()

    def _wanted_theme(self) -> Theme:
        return {"light": LIGHT, "dark": DARK}.get(self.settings.appearance) or system_theme()

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._wanted_theme() is not self.theme:
            self._apply()

    def _apply(self) -> None:
        self.theme = self._wanted_theme()
        apply_theme(self.app, self.theme, self.zoom * (PRESENTED if self._presented else 1))
        self.theme_changed.emit()

    def _window_closed(self, window: Window) -> None:
        if window in self.windows:
            self.windows.remove(window)
