"""Every test of the app has folders of its own, and fails when it leaves a window behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QStandardPaths
from PySide6.QtWidgets import QApplication, QWidget

from playground.app.application import Application
from playground.app.context import Context
from playground.app.main import first_document, make_qapplication
from playground.app.settings import Folders
from playground.app.window import Window

if TYPE_CHECKING:
    from playground.files.document import GameDocument

HELPERS = {"QTipLabel", "QComboBoxPrivateContainer"}  # Qt's own, which it keeps for later


@pytest.fixture(scope="session", autouse=True)
def _isolated(tmp_path_factory: pytest.TempPathFactory) -> None:
    QStandardPaths.setTestModeEnabled(True)
    os.environ["PLAYGROUND_HOME"] = str(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return make_qapplication(["playground", "-platform", os.environ["QT_QPA_PLATFORM"]])


def _flush() -> None:
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]


def _windows() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets()
            if widget.metaObject().className() not in HELPERS and widget.parent() is None]


@pytest.fixture(autouse=True)
def _no_window_left(qapp: QApplication) -> Iterator[None]:
    before = {id(widget) for widget in _windows()}
    yield
    _flush()
    left = [widget for widget in _windows() if id(widget) not in before]
    names = [f"{type(widget).__name__} {widget.windowTitle()!r}" for widget in left]
    for widget in left:
        widget.close()
        widget.deleteLater()
    _flush()
    assert not names, f"the test left windows behind: {names}"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "config", tmp_path / "recovery")


@pytest.fixture
def application(qapp: QApplication, folders: Folders) -> Iterator[Application]:
    """An app with the light look at 100 %; its windows are closed unasked at the end."""
    made = Application(qapp, folders)
    made.set_appearance("light")
    yield made
    for window in list(made.windows):
        window.document.undo_stack.setClean()
        window.close()
    made.stop()
    made.deleteLater()
    _flush()


@pytest.fixture
def make_window(application: Application) -> Callable[..., Window]:
    """make_window(state=Stag Hunt, path=None, page="library", modified=False): a shown window."""
    def make(state: GameDocument | None = None, path: Path | None = None, page: str = "library",
             modified: bool = False) -> Window:
        window = application.new_window(state or first_document(), path, page, modified)
        window.resize(1280, 800)  # whatever the screen
        return window
    return make


@pytest.fixture
def window(make_window: Callable[..., Window]) -> Window:
    """A window on the Stag Hunt, showing the library."""
    return make_window()


@pytest.fixture
def context(window: Window) -> Context:
    """What a page is made with."""
    return window.context
