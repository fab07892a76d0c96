"""What takes long at the table, a script that thinks or a match played anew, in a thread beside the window.

A thread is enough: a script thinks in a process of its own, and what is computed here gives way to the window
as soon as that asks.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from playground.progress import Cancelled

PATIENCE = 0.02  # seconds that the window waits for what is quick
LOOK = 5  # milliseconds between two looks whether it is done
TOLD_AFTER = 0.15  # seconds
USUAL = sys.getswitchinterval()
TURN = USUAL / 50  # seconds after which a thread at work gives way to the window


class Thinking(QObject):
    """One piece of work at a time. `check` is the progress hook of all of them: it stops what was dropped.

    slow: the work takes so long that people should be told."""

    slow = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._failed: BaseException | None = None
        self._then: Callable[[], None] | None = None
        self._began = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        return self._thread is not None

    def start(self, work: Callable[[], object], then: Callable[[], None], patience: float = PATIENCE) -> None:
        """Do `work` beside the window, and `then`, back in it, what comes of it; at once where that takes no
        longer than `patience` in seconds. What was at work before is dropped."""
        self.drop()
        thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread, self._then, self._began = thread, then, time.monotonic()
        sys.setswitchinterval(TURN)
        thread.start()
        thread.join(patience)
        if thread.is_alive():
            self._timer.start()
        else:
            self._look()

    def drop(self) -> None:
        """Forget what is at work; it ends at its next look at the hook."""
        self._thread = self._then = self._failed = None
        self._timer.stop()
        sys.setswitchinterval(USUAL)

    def check(self, done: float | None, text: str = "") -> None:
        if threading.current_thread() is not self._thread:
            raise Cancelled

    def _run(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Cancelled:
            pass
        except BaseException as problem:  # it belongs to the window, which reports it
            if threading.current_thread() is self._thread:
                self._failed = problem

    def _look(self) -> None:
        if self._thread is None:
            return
        if self._thread.is_alive():
            if self._began and time.monotonic() - self._began > TOLD_AFTER:
                self._began = 0.0
                self.slow.emit()
            return
        failed, then = self._failed, self._then
        self.drop()
        if failed is not None:
            raise failed
        if then is not None:
            then()
