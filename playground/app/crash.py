"""Unexpected exceptions: recovery copies first, then a dialog with the text to copy; the app goes on.

Exceptions from slots, timers and paint events reach `sys.excepthook`; those of threads their own hook.
The same exception again within a moment, as from a painter that fails at every repaint, is counted and
not shown again.
"""

from __future__ import annotations

import platform
import sys
import threading
import time
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, qVersion
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from playground.app.application import Application

AGAIN = 60.0  # seconds in which the same exception is not shown a second time


class CrashGuard(QObject):
    """Installed once; `remove` gives the hooks back."""

    _from_thread = Signal(str, str)

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self.application = application
        self._seen: dict[str, float] = {}
        self._dialog: QObject | None = None
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self.handle
        threading.excepthook = self._handle_thread
        self._from_thread.connect(self._report, Qt.ConnectionType.QueuedConnection)

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def handle(self, kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
        """The hook itself. Never raises."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(130)
            return
        text = "".join(traceback.format_exception(kind, value, trace))
        place = _place(kind, trace)
        now = time.monotonic()
        new = now - self._seen.get(place, -AGAIN) >= AGAIN
        self._seen[place] = now
        if not new:
            return
        print(text, file=sys.stderr, flush=True)
        self._from_thread.emit(str(value) or kind.__name__, text)

    def _handle_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and not issubclass(arguments.exc_type, SystemExit):
            self.handle(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _report(self, message: str, text: str) -> None:
        # Queued, so never inside a paint event.
        application = self.application
        for window in application.windows:
            if not window.document.is_clean:
                application.session.save(window.key, window.document.state, window.document.path)
        if self._dialog is not None:
            return
        from playground.app.dialogs import CrashDialog

        parent = QApplication.activeWindow() or (application.windows[-1] if application.windows else None)
        dialog = CrashDialog(parent, message, f"{text}\n{versions()}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._dialog_closed)
        self._dialog = dialog
        QTimer.singleShot(0, dialog.open)

    def _dialog_closed(self, _result: int) -> None:
        self._dialog = None


def versions() -> str:
    """What a report needs to know of the machine."""
    import numpy
    import PySide6

    from playground import __version__

    return (f"Playground {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
            f"PySide6 {PySide6.__version__}, numpy {numpy.__version__}, {platform.platform()}")


def _place(kind: type[BaseException], trace: TracebackType | None) -> str:
    last = traceback.extract_tb(trace)[-1:] if trace else []
    return f"{kind.__name__} {last[0].filename}:{last[0].lineno}" if last else kind.__name__
