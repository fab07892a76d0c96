"""After a crash: what was changed is offered again; what went wrong can be reported; the app goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from playground.app.application import Application
from playground.app.crash import CrashGuard
from playground.app.dialogs import CrashDialog
from playground.app.main import offer_recovery
from playground.app.recovery import LARGE, Session
from playground.app.settings import Folders
from playground.app.widgets.notices import Bar
from playground.app.window import Window
from playground.files import load, load_library
from playground.game.edits import set_payoff
from playground.game.generators import blank


@pytest.fixture
def left(folders: Folders) -> Session:
    """A session that is about to crash."""
    return Session(folders.recovery)


def changed(text: str = "9"):
    from dataclasses import replace

    state = load_library("stag-hunt")
    return replace(state, game=set_payoff(state.game, 0, (0, 0), text))


def click(qtbot: QtBot, parent: QWidget, text: str) -> None:
    button = next(b for b in parent.findChildren(QPushButton) if b.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_changed_document_is_copied_and_the_copy_goes_when_saved(window: Window, tmp_path: Path):
    target = window.application.session.target(window.key)
    window.autosave()
    assert not target.exists()  # nothing is changed
    window.document.edit("Change", changed())
    window.autosave()
    assert load(target).game.payoff(0, (0, 0)) == 9
    window.document.save(tmp_path / "a.game.json")
    assert not target.exists()


def test_undoing_to_the_saved_state_removes_the_copy(window: Window):
    window.document.edit("Change", changed())
    window.autosave()
    window.document.undo_stack.undo()
    assert not window.application.session.target(window.key).exists()


def test_the_copy_is_made_by_itself(window: Window, qtbot: QtBot):
    window._autosave_timer.setInterval(20)
    window.document.edit("Change", changed())
    qtbot.waitUntil(window.application.session.target(window.key).exists, timeout=3000)


def test_a_large_game_is_copied_by_a_worker(window: Window, qtbot: QtBot):
    from playground.files.document import GameDocument

    window.document.load(GameDocument(blank((40, 40))), modified=True)
    assert window.document.game.cells.size > LARGE
    window._saved_revision = -1
    window.autosave()
    target = window.application.session.target(window.key)
    qtbot.waitUntil(target.exists, timeout=10_000)
    assert window.application.workers.processes()


def test_half_typed_payoffs_survive(folders: Folders, left: Session):
    left.save("k", changed("3/"), Path("/somewhere/hunt.game.json"))
    left.abandon()
    session = Session(folders.recovery)
    [copy] = session.left_behind()
    [(player, profile, draft)] = copy.load().game.drafts
    assert (player, profile, draft.text) == (0, (0, 0), "3/")
    assert copy.original == Path("/somewhere/hunt.game.json") and copy.title == "Stag Hunt"
    session.close()


def test_a_living_app_s_copies_are_left_alone(folders: Folders, left: Session):
    left.save("k", changed(), None)
    session = Session(folders.recovery)
    assert session.left_behind() == []
    session.close()
    assert left.target("k").exists()
    left.close()
    assert not left.folder.exists()


def test_damaged_copies_are_passed_over(folders: Folders, left: Session):
    left.save("k", changed(), None)
    left.target("k").with_suffix(".about").write_text("not JSON")
    left.abandon()
    session = Session(folders.recovery)
    [copy] = session.left_behind()
    assert copy.load().game.payoff(0, (0, 0)) == 9 and copy.original is None
    session.close()


def test_a_crash_is_offered_in_a_line_above_the_page_and_recovered(left: Session, window: Window,
                                                                     application: Application, qtbot: QtBot):
    left.save("k", changed(), None)
    left.abandon()
    offer_recovery(application, window)
    [bar] = window.findChildren(Bar)
    qtbot.waitUntil(bar.isVisible)
    assert "Stag Hunt" in bar.label.text()
    assert QApplication.activeModalWidget() is None
    click(qtbot, bar, "Recover")
    assert window.document.game.payoff(0, (0, 0)) == 9 and not window.document.is_clean
    assert not left.target("k").exists()
    assert application.session.target(window.key).exists()  # and safe again at once


def test_a_recovered_document_does_not_replace_unsaved_work(left: Session, window: Window,
                                                            application: Application, qtbot: QtBot):
    window.document.edit("Change", changed("5"))
    left.save("k", changed("9"), None)
    left.save("l", changed("8"), None)
    left.abandon()
    offer_recovery(application, window)
    click(qtbot, window.findChildren(Bar)[0], "Recover")
    assert window.document.game.payoff(0, (0, 0)) == 5
    assert sorted(w.document.game.payoff(0, (0, 0)) for w in application.windows) == [5, 8, 9]


def test_discarded_copies_are_gone(left: Session, window: Window, application: Application, folders: Folders,
                                   qtbot: QtBot):
    left.save("k", changed(), None)
    left.abandon()
    offer_recovery(application, window)
    click(qtbot, window.findChildren(Bar)[0], "Discard")
    application.session.close()
    session = Session(folders.recovery)
    assert session.left_behind() == []
    session.close()


def test_a_normal_start_asks_nothing(window: Window, application: Application):
    offer_recovery(application, window)
    assert window.findChildren(Bar) == []


def test_a_killed_app_leaves_its_copy(tmp_path: Path):
    code = """
import sys
from dataclasses import replace
from playground.app.application import Application
from playground.app.main import make_qapplication, start
from playground.game.edits import set_payoff
app = make_qapplication()
application = Application(app)
window = start(application, [])
document = window.document
document.edit_game("Change", set_payoff(document.game, 0, (0, 0), "1/7"))
window.autosave()
print("ready", flush=True)
app.exec()
"""
    env = {**os.environ, "PLAYGROUND_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, text=True) as app:
        assert app.stdout is not None and app.stdout.readline() == "ready\n"
        session = Session(tmp_path / "recovery")
        assert session.left_behind() == []
        app.kill()
        app.wait()
    [copy] = session.left_behind()
    assert str(copy.load().game.cells[0, 0, 0]) == "1/7"
    session.close()


# Unexpected exceptions


@pytest.fixture
def guard(application: Application) -> Iterator[CrashGuard]:
    made = CrashGuard(application)
    yield made
    made.remove()


def dialogs() -> list[CrashDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, CrashDialog) and w.isVisible()]


def boom(message: str = "the moon is gone") -> None:
    raise ZeroDivisionError(message)


def provoke(guard: CrashGuard, call: Callable[[], None] = boom) -> None:
    try:
        call()
    except ZeroDivisionError:
        guard.handle(*sys.exc_info())  # type: ignore[arg-type]


def test_an_unexpected_exception_is_shown_copied_and_survived(window: Window, guard: CrashGuard, qtbot: QtBot,
                                                              capsys: pytest.CaptureFixture[str]):
    window.document.edit("Change", changed())
    provoke(guard)
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert load(window.application.session.target(window.key)).game.payoff(0, (0, 0)) == 9
    click(qtbot, dialogs()[0], "Copy text")
    text = QGuiApplication.clipboard().text()
    assert "the moon is gone" in text and "in boom" in text and "Qt 6" in text
    click(qtbot, dialogs()[0], "Go on")
    assert not dialogs()
    window.document.undo_stack.undo()  # the app goes on
    assert window.document.is_clean
    assert "the moon is gone" in capsys.readouterr().err


def test_the_same_exception_again_is_not_shown_again(window: Window, guard: CrashGuard, qtbot: QtBot,
                                                     capsys: pytest.CaptureFixture[str]):
    for _ in range(100):
        provoke(guard)
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    click(qtbot, dialogs()[0], "Go on")
    provoke(guard)
    qtbot.wait(50)
    assert not dialogs()
    assert capsys.readouterr().err.count("ZeroDivisionError: the moon") == 1


class BadPainter(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1
        painter = QPainter(self)
        painter.end()
        boom("paint")


def test_a_painter_that_fails_for_ever_does_not_flood(window: Window, guard: CrashGuard, qtbot: QtBot):
    widget = BadPainter()
    qtbot.addWidget(widget)
    with qtbot.captureExceptions():  # pytest-qt wraps the hook; ours is called as Qt would
        sys.excepthook = guard.handle
        widget.show()
        qtbot.waitUntil(lambda: len(dialogs()) == 1)
        click(qtbot, dialogs()[0], "Go on")
        for _ in range(5):
            widget.update()
            qtbot.wait(10)
    assert widget.painted >= 6 and not dialogs()


def test_threads_are_guarded_too(window: Window, guard: CrashGuard, qtbot: QtBot):
    thread = threading.Thread(target=boom, args=("in a thread",))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert "in a thread" in dialogs()[0].to_copy
    click(qtbot, dialogs()[0], "Go on")


def test_ctrl_c_ends_quietly(tmp_path: Path):
    """With a recovery copy, and without a traceback."""
    code = """
import signal
from PySide6.QtCore import QTimer
import playground.app.main as main
from playground.game.edits import set_payoff
start = main.start
def changed_start(application, files):
    window = start(application, files)
    document = window.document
    document.edit_game("Change", set_payoff(document.game, 0, (0, 0), "1/7"))
    window.first_painted.connect(lambda: print("ready", flush=True))
main.start = changed_start
raise SystemExit(main.run([]))
"""
    env = {**os.environ, "PLAYGROUND_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as app:
        assert app.stdout is not None and app.stdout.readline() == "ready\n"
        time.sleep(0.1)
        app.send_signal(2)
        _, errors = app.communicate(timeout=10)
    assert app.returncode == 130 and "Traceback" not in errors
    session = Session(tmp_path / "recovery")
    assert len(session.left_behind()) == 1
    session.close()
