"""Start: the first window as soon as can be, everything else after it is painted."""

from __future__ import annotations

import os
import signal
import socket
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

from playground.app.application import Application
from playground.app.icons import app_icon
from playground.problem import InputError

if TYPE_CHECKING:
    from playground.app.recovery import Copy
    from playground.app.window import Window
    from playground.files.document import GameDocument

FIRST_GAME = "stag-hunt"


def make_qapplication(arguments: list[str] | None = None) -> QApplication:
    """The Qt application under its own name, or the one there is already."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments or ["playground"])
    app.setApplicationName("playground")
    app.setApplicationDisplayName("Playground")
    app.setDesktopFileName("playground")
    app.setWindowIcon(app_icon())
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("playground.games")
    return app


def first_document() -> GameDocument:
    """The game that is open behind the library at a start without files."""
    from playground.files import load_library
    from playground.files.document import GameDocument
    from playground.game import NormalForm

    try:
        return load_library(FIRST_GAME)
    except (InputError, OSError, LookupError):
        return GameDocument(NormalForm.from_arrays([["4", "0"], ["3", "3"]], [["4", "3"], ["0", "3"]]))


def start(application: Application, files: list[str]) -> Window:
    """The first windows: one a file, or the library."""
    first: Window | None = None
    problems: list[tuple[str, str]] = []
    for name in files:
        from playground.files import load

        path = Path(name).absolute()
        try:
            window = application.new_window(load(path), path)
        except InputError as problem:
            problems.append((f"“{path.name}” cannot be opened.", str(problem)))
            continue
        application.settings.add_recent(path)
        first = first or window
    if first is None:
        first = application.new_window(first_document(), page="library")
    if problems:
        if len(problems) == 1:
            title, text = problems[0]
        else:
            title = f"{len(problems)} files cannot be opened."
            text = "\n\n".join(map("\n".join, problems))
        first.first_painted.connect(partial(first.error, title, text))
    first.first_painted.connect(partial(offer_recovery, application, first))
    return first


def offer_recovery(application: Application, window: Window) -> None:
    """After a crash: a line above the page, which can wait."""
    copies = application.session.left_behind()
    if not copies:
        return
    from playground.app.widgets.notices import Bar

    newest = copies[0]
    what = (f"“{newest.title}”, changed {newest.when:%d %B at %H:%M}," if len(copies) == 1
            else f"{len(copies)} games, the latest “{newest.title}” of {newest.when:%d %B at %H:%M},")
    window.show_bar(Bar(f"Playground did not end properly last time. {what} can be recovered.",
                        [("Recover", partial(recover, application, window, copies)),
                         ("Discard", partial(application.session.discard, copies))]))


def recover(application: Application, window: Window, copies: list[Copy]) -> None:
    """Open every copy, unsaved, the first in `window` when nothing is changed there."""
    done: list[Copy] = []
    for copy in copies:
        try:
            state = copy.load()
        except InputError as problem:
            window.error(f"The copy of “{copy.title}” cannot be read.", f"{copy.file}\n{problem}")
            continue
        done.append(copy)
        if window.document.is_clean:
            window.document.load(state, copy.original, modified=True)
            window.show_page("game" if "game" in window.page_names else "library")
            window.autosave()
        else:
            application.new_window(state, copy.original, modified=True).autosave()
    application.session.discard(done)


class _Signals(QObject):
    """Ctrl-C in the terminal and the end of the session: keep recovery copies, then leave quietly."""

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self.application = application
        self._ends = socket.socketpair()
        for end in self._ends:
            end.setblocking(False)
        signal.set_wakeup_fd(self._ends[1].fileno())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _nothing)
        self._notifier = QSocketNotifier(self._ends[0].fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._leave)

    def _leave(self) -> None:
        self._notifier.setEnabled(False)
        number = self._ends[0].recv(1)[0]
        for window in self.application.windows:
            window.autosave()
        self.application.workers.stop()
        self.application.session.abandon()
        QApplication.exit(128 + number)


def _nothing(_number: int, _frame: object) -> None:
    """Python must not raise in the midst of Qt; the socket wakes the event loop instead."""


def run(files: list[str]) -> int:
    """The app, until its last window closes. The exit status."""
    if sys.platform.startswith("linux") and not _has_screen():
        print("playground: error: there is no screen here; `playground tour DIR` makes pictures of every "
              "page", file=sys.stderr)
        return 2
    app = make_qapplication()
    from playground.app.crash import CrashGuard

    application = Application(app)
    guard = CrashGuard(application)
    signals = _Signals(application)
    start(application, files)
    try:
        return app.exec()
    finally:
        guard.remove()
        signal.set_wakeup_fd(-1)
        signals.deleteLater()
        application.stop()


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
                or os.environ.get("QT_QPA_PLATFORM"))


