"""The tour: the real app walks through every page on some of the library's games and takes pictures."""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from playground.app.application import Application
from playground.app.main import make_qapplication, start
from playground.app.settings import Folders
from playground.app.window import Window
from playground.files import load_library

GAMES = ("stag-hunt", "prisoners-dilemma", "battle-of-the-sexes", "rock-paper-scissors", "public-goods-3")
PATIENCE = 10.0  # seconds for results that are still being computed


class Stage:
    """An app of its own for pictures: nothing of the user's is read or written."""

    def __init__(self, folder: Path, home: Path, theme: str = "light", size: tuple[int, int] = (1280, 800),
                 zoom: float = 1.0) -> None:
        self.folder = folder
        self.files: list[Path] = []
        self.application = Application(make_qapplication(), Folders(home / "config", home / "recovery"))
        self.application.set_appearance(theme)
        self.application.set_zoom(zoom)
        self.window: Window = start(self.application, [])
        self.window.resize(*size)
        for name in self.window.page_names:
            self.window.show_page(name)
        self.show("library")

    def show(self, page: str, game: str = "") -> None:
        """Go to a page, with a library game on the table when one is named."""
        if game:
            self.window.document.load(load_library(game))
        self.window.show_page(page)
        self.settle()

    def settle(self) -> None:
        """Wait until the page shows its results."""
        deadline = time.monotonic() + PATIENCE
        QTest.qWait(30)
        while self.window.context.live.waiting and time.monotonic() < deadline:
            QTest.qWait(20)
        QTest.qWait(60)

    def shoot(self, name: str) -> None:
        """Save a picture of the window."""
        self._save(self.window.grab(), name)

    def shoot_dialog(self, dialog: QDialog, name: str) -> None:
        """Save a picture of a dialog over the dimmed window, then close the dialog."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        picture = self.window.grab()
        dialog.show()
        QTest.qWait(50)
        over = dialog.grab()
        size = over.deviceIndependentSize().toSize()
        space = self.window.rect()
        at = QRect(QPoint(0, 0), size)
        at.moveCenter(space.center())
        painter = QPainter(picture)
        painter.fillRect(space, QColor(0, 0, 0, 70))
        painter.drawPixmap(at.topLeft(), over)
        painter.setPen(self.window.context.theme.colour("line"))
        painter.drawRect(at)
        painter.end()
        dialog.close()
        dialog.deleteLater()
        self._save(picture, name)

    def close(self) -> None:
        for window in list(self.application.windows):
            window.document.undo_stack.setClean()
            window.close()
        self.application.stop()
        self.application.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]

    def _save(self, picture: QPixmap, name: str) -> None:
        path = self.folder / f"{name}.png"
        if not picture.save(str(path)):
            raise OSError(f"{path}: the picture cannot be written; is the disk full, the folder there?")
        self.files.append(path)


@contextmanager
def staged(folder: Path, theme: str = "light", size: tuple[int, int] = (1280, 800),
           zoom: float = 1.0) -> Iterator[Stage]:
    """A `Stage` whose unexpected exceptions are raised at its end."""
    folder.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []

    def note(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
        problems.append("".join(traceback.format_exception(kind, value, trace)))

    before, sys.excepthook = sys.excepthook, note
    try:
        with tempfile.TemporaryDirectory() as home:
            stage = Stage(folder, Path(home), theme, size, zoom)
            try:
                yield stage
            finally:
                stage.close()
    finally:
        sys.excepthook = before
    if problems:
        raise RuntimeError("the app failed on the way:\n" + "\n".join(problems))


def run(folder: Path) -> list[Path]:
    """Walk through every page, save a picture of each to `folder`, and return the files."""
    with staged(folder) as stage:
        stage.settle()
        QTest.qWait(400)  # the shelf's pictures
        stage.shoot("library")
        library = stage.window.pages["library"]
        QTest.keyClicks(library.search, "hunt")  # type: ignore[attr-defined]
        stage.settle()
        stage.shoot("library-search")
        for game in GAMES:
            for page in stage.window.page_names[1:]:
                stage.show(page, game)
                _play_a_little(stage, page)
                stage.shoot(f"{game}-{page}")
        stage.application.set_appearance("dark")
        for page in stage.window.page_names:
            stage.show(page, GAMES[0])
            stage.shoot(f"{page}-dark")
        files = stage.files
    for file in files:
        print(file)
    QApplication.processEvents()
    return files


def _play_a_little(stage: Stage, page: str) -> None:
    """On a page that offers it, do what a visitor does first."""
    rehearse = getattr(stage.window.pages[page], "rehearse", None)
    if rehearse is not None:
        rehearse()
        stage.settle()
