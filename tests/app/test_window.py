"""The window: pages, menus, palette, zoom, presentation, files, and what is asked before work is lost."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListView,
    QPushButton,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from playground.app import filing as filing_module
from playground.app.application import Application
from playground.app.dialogs import AboutDialog, CrashDialog, DetailsDialog, ErrorDialog, Question
from playground.app.filing import slug
from playground.app.main import start
from playground.app.palette import Palette, ShortcutSheet, score
from playground.app.settings import Folders, Settings
from playground.app.theme import DARK, LIGHT
from playground.app.widgets.new_game import NewGameDialog, kinds
from playground.app.widgets.notices import Bar
from playground.app.window import Window
from playground.files import load, load_library, save
from playground.game.edits import set_payoff

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def change(window: Window, text: str = "7") -> None:
    document = window.document
    document.edit_game("Change Payoff", set_payoff(document.game, 0, (0, 0), text))


def answer(text: str) -> list[str]:
    """Click the button `text` of the dialog that will open; its words are put into the list."""
    said: list[str] = []

    def click() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(10, click)
            return
        said.append(dialog.text if isinstance(dialog, Question) else "")
        next(b for b in dialog.findChildren(QPushButton) if b.text() == text).click()

    QTimer.singleShot(0, click)
    return said


def test_the_first_start_is_the_library_with_a_game_behind_it(application: Application):
    window = start(application, [])
    assert window.page is window.pages["library"]
    assert window.document.state.title == "Stag Hunt" and window.document.is_clean
    assert window.header.title.text() == "Library" and "Stag Hunt" in window.header.headline.text()
    assert QApplication.activeModalWidget() is None


def test_pages_are_made_when_first_shown_and_refreshed_when_stale(window: Window):
    names = window.page_names
    assert names[0] == "library" and list(window.pages) == ["library"]
    for name in names[1:]:
        window.show_page(name)
        assert window.page is window.pages[name] and window.rail._buttons[name].isChecked()
    page = window.pages[names[-1]]
    calls: list[str] = []
    page.refresh = lambda: calls.append("refresh")  # type: ignore[method-assign]
    window.show_page("library")
    change(window)
    assert calls == []
    window.show_page(names[-1])
    window.show_page("library")
    window.show_page(names[-1])
    assert calls == ["refresh"]
    change(window, "8")
    assert calls == ["refresh", "refresh"]


def test_title_and_marks_follow_the_document(window: Window, tmp_path: Path):
    window.show_page(window.page_names[-1])
    assert window.windowTitle().startswith("Stag Hunt[*]") and not window.isWindowModified()
    change(window)
    assert window.isWindowModified() and window.header.title.text() == "Stag Hunt •"
    window.document.save(tmp_path / "hunt.game.json")
    assert "hunt.game.json" in window.windowTitle() and not window.isWindowModified()
    window.document.edit("Rename", replace(window.document.state, title="My Hunt"))
    assert window.windowTitle().startswith("My Hunt[*]")


def test_undo_and_redo_are_named_in_the_menu_and_the_header(window: Window, qtbot: QtBot):
    change(window)
    window.menus._menus["Edit"].aboutToShow.emit()
    undo = window.menus.entry("undo")
    assert undo.text() == "Undo Change Payoff" and undo.isEnabled()
    assert not window.menus.entry("redo").isEnabled()
    window.menus._menus["Edit"].aboutToHide.emit()
    assert window.header.undo.toolTip() == "Undo Change Payoff"
    undo.trigger()
    assert window.document.is_clean and not window.header.undo.isEnabled()
    qtbot.mouseClick(window.header.redo, Qt.MouseButton.LeftButton)
    assert window.document.game.payoff(0, (0, 0)) == 7


def test_no_two_actions_of_a_page_share_a_shortcut_and_none_of_a_menu_a_title(window: Window):
    for name in window.page_names:
        window.show_page(name)
        counts = Counter(key.toString() for entry in window.menus._entries.values()
                         for key in entry.shortcuts())
        assert [key for key, count in counts.items() if count > 1] == [], name
        names = [action.name for action in window.actions_table()]
        assert len(names) == len(set(names))
        for entry in window.menus._entries.values():
            for text in filter(None, map(str.strip, entry.action.shortcut.split(";"))):
                assert not QKeySequence(text).isEmpty(), text
    titles = Counter((action.menu, action.title) for action in window.actions_table() if action.menu)
    assert [title for title, count in titles.items() if count > 1] == []


def test_the_palette_finds_and_runs(window: Window, qtbot: QtBot):
    window.open_palette()
    palette = window.findChild(Palette)
    assert palette is not None
    qtbot.waitUntil(palette.line.hasFocus)
    qtbot.keyClicks(palette.line, "dark")
    assert palette.list.currentItem().text() == "View › Appearance › Dark"
    qtbot.keyClick(palette.line, Key.Key_Return)
    qtbot.waitUntil(lambda: window.context.theme is DARK)
    assert QApplication.activePopupWidget() is None


def test_the_palette_says_when_there_is_nothing(window: Window, qtbot: QtBot):
    palette = Palette(window, window.actions_table())
    qtbot.addWidget(palette)
    palette.line.setText("qqqq")
    assert palette.list.count() == 1 and "Nothing of that name" in palette.list.item(0).text()
    qtbot.keyClick(palette.line, Key.Key_Return)  # runs nothing
    palette.line.setText("")
    before = palette.list.currentRow()
    qtbot.keyClick(palette.line, Key.Key_Down)
    assert palette.list.currentRow() == before + 1


def test_palette_scores():
    assert score("save", "Save") > score("save", "Autosave") > score("sv", "Save") > score("x", "Save") == 0
    assert score("as save", "File › Save As…") > 0


def test_shortcuts_work_by_key(window: Window, qtbot: QtBot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    change(window)
    window.show_page(window.page_names[-1])
    qtbot.keyClick(window, Key.Key_Z, Modifier.ControlModifier)
    assert window.document.is_clean
    qtbot.keyClick(window, Key.Key_1, Modifier.ControlModifier)
    assert window.page is window.pages["library"]
    qtbot.keyClick(window, Key.Key_Plus, Modifier.ControlModifier)
    assert window.application.zoom == 1.1
    qtbot.keyClick(window, Key.Key_0, Modifier.ControlModifier)
    assert window.application.zoom == 1.0
    qtbot.keyClick(window, Key.Key_PageDown, Modifier.ControlModifier)
    assert window.page is not window.pages["library"]


def test_zoom_is_bounded_kept_and_grows_everything(application: Application, window: Window,
                                                   folders: Folders):
    height = window.fontMetrics().height()
    application.set_zoom(2.4)
    for _ in range(3):
        application.zoom_in()
    assert application.zoom == 3.0 and window.fontMetrics().height() > 2.5 * height
    assert window.rail._compact
    application.set_zoom(0.6)
    for _ in range(2):
        application.zoom_out()
    assert application.zoom == 0.5
    application.settings.sync()
    assert Settings(folders).zoom == 0.5
    application.reset_zoom()
    assert window.fontMetrics().height() == height


def test_appearance_reaches_every_window_and_is_kept(application: Application, folders: Folders,
                                                     make_window: Callable[..., Window]):
    windows = [make_window(), make_window()]
    application.set_appearance("dark")
    assert all(window.context.theme is DARK for window in windows)
    application.settings.sync()
    assert Settings(folders).appearance == "dark"
    application.set_appearance("light")
    assert all(window.context.theme is LIGHT for window in windows)


def test_damaged_settings_count_as_not_set(folders: Folders):
    folders.config.mkdir(parents=True)
    text = "zoom=many\nappearance=purple\ngeometry=7\nrecent=/no/such/file\n"
    (folders.config / "settings.ini").write_text(text)
    settings = Settings(folders)
    assert (settings.zoom, settings.appearance, settings.recent) == (1.0, "system", [])
    assert settings.geometry.isEmpty()


@pytest.mark.parametrize("leave", [Key.Key_Escape, Key.Key_F11, "action", "system"])
def test_a_presentation_shows_the_picture_and_its_line_only(window: Window, qtbot: QtBot, leave: Key | str):
    window.show_page(window.page_names[-1])
    page = window.page
    assert page is not None
    QApplication.processEvents()  # only then it is laid out, and scroll bars that are not needed are gone
    before = [widget for widget in window.findChildren(QWidget) if widget.isVisibleTo(window)]
    window.menus.entry("present").trigger()
    qtbot.waitUntil(window.isFullScreen)
    assert page.presentation().isVisible() and window.header.headline.isVisible()
    rest = (window.rail, window.menuBar(), window.header.undo)
    assert not any(widget.isVisible() for widget in rest)
    if isinstance(leave, Key):
        qtbot.keyClick(window, leave)
    elif leave == "action":
        window.presentation.toggle()
    else:
        window.showNormal()
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert not window.presentation.active and window.rail.isVisible()
    hidden = [w for w in before if not w.isVisibleTo(window)]
    assert hidden == []


# Files


def test_save_as_then_save(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def dialog(_parent: QWidget, _caption: str, start: str, _filter: str) -> tuple[str, str]:
        asked.append(start)
        return str(tmp_path / "mine"), "Playground game (*.game.json)"

    monkeypatch.setattr(filing_module.QFileDialog, "getSaveFileName", dialog)
    change(window)
    window.menus.entry("save").trigger()
    path = tmp_path / "mine.game.json"
    assert Path(asked[0]).name == "stag-hunt.game.json"
    assert load(path).game.payoff(0, (0, 0)) == 7
    assert window.document.is_clean and window.note.isVisibleTo(window) and str(path) in window.note.text()
    change(window, "8")
    window.menus.entry("save").trigger()
    assert len(asked) == 1 and load(path).game.payoff(0, (0, 0)) == 8
    assert window.context.settings.recent == [path.resolve()]
    assert any(a.title == path.name for a in window.actions_table() if a.menu == "File/Open Recent")


def test_a_failed_save_is_told_and_the_document_stays_changed(window: Window, tmp_path: Path,
                                                              monkeypatch: pytest.MonkeyPatch):
    said: list[tuple[str, str]] = []
    monkeypatch.setattr(window, "error", lambda text, details="": said.append((text, details)))
    window.document.path = tmp_path / "gone" / "hunt.game.json"
    change(window)
    assert not window.filing.save()
    assert "not saved" in said[0][0] and said[0][1] and not window.document.is_clean


def test_a_half_typed_payoff_is_not_saved_and_the_cell_is_named(window: Window, tmp_path: Path,
                                                                monkeypatch: pytest.MonkeyPatch):
    said: list[str] = []
    monkeypatch.setattr(window, "error", lambda text, details="": said.append(details))
    window.document.path = tmp_path / "hunt.game.json"
    change(window, "3/")
    assert not window.filing.save()
    assert "payoffs[0][0][0]" in said[0] and not window.document.path.exists()


def test_a_bad_file_is_explained_and_changes_nothing(window: Window, tmp_path: Path):
    path = tmp_path / "torn.game.json"
    path.write_text('{"format": "playground-game", "version": 1, "title": "", "tags": 3, "payoffs": [],'
                    ' "players": [{"name": "Ann", "strategies": ["A"]}]}')
    state = window.document.state
    said: list[str] = []

    def read() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ErrorDialog)
        said.append(dialog.to_copy)
        dialog.accept()

    QTimer.singleShot(50, read)
    assert not window.filing.open_path(path)
    assert "torn.game.json" in said[0] and "title" in said[0] and "tags" in said[0]
    assert window.document.state is state and window.context.settings.recent == []


def test_what_a_reader_changed_and_a_format_cannot_hold_is_told(window: Window, tmp_path: Path, qtbot: QtBot):
    path = tmp_path / "twice.nfg"
    path.write_text('NFG 1 R "Twice" { "Ann" "Ann" } { 1 1 } 3 4')
    assert window.filing.open_path(path)
    [bar] = window.findChildren(Bar)
    assert "On opening" in bar.label.text() and "Ann" in bar.label.text()
    qtbot.mouseClick(bar.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChildren(Bar) == [])
    window.document.load(load_library("stag-hunt"), tmp_path / "hunt.nfg")
    assert window.filing.save()
    assert "not kept" in window.findChildren(Bar)[0].label.text()


def drop(window: Window, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                            Modifier.NoModifier)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                                Modifier.NoModifier))


def test_a_dropped_file_opens(window: Window, tmp_path: Path):
    path = tmp_path / "c.game.json"
    save(load_library("chicken"), path)
    drop(window, path)
    assert window.document.state.title == "Chicken" and window.document.path == path


def test_a_dropped_game_tree_opens_and_is_saved_as_a_game(window: Window, tmp_path: Path, qtbot: QtBot,
                                                          monkeypatch: pytest.MonkeyPatch):
    """As its reduced normal form, which is said; saving asks for a place, and offers no .efg."""
    path = tmp_path / "entry.efg"
    path.write_text('EFG 2 R "Entry" { "New" "Old" } p "" 1 1 "" { "Out" "In" } 0 t "" 1 "" { 0 2 } '
                    'p "" 2 1 "" { "Fight" "Yield" } 0 t "" 2 "" { -1 -1 } t "" 3 "" { 1 1 }')
    drop(window, path)
    qtbot.waitUntil(lambda: window.document.path == path, timeout=30_000)
    assert window.document.state.title == "Entry" and window.document.game.shape == (2, 2)
    assert "Read from an extensive game" in window.findChildren(Bar)[0].label.text()
    offered: list[tuple[str, str]] = []

    def choose(parent: object, caption: str, start: str, filter: str) -> tuple[str, str]:
        offered.append((Path(start).name, filter))
        return str(tmp_path / "entry.game.json"), filter

    monkeypatch.setattr(filing_module.QFileDialog, "getSaveFileName", choose)
    assert window.filing.save() and load(tmp_path / "entry.game.json").title == "Entry"
    assert offered[0][0] == "entry.game.json" and ".efg" not in offered[0][1]
    assert path.read_text().startswith("EFG") and "*.efg" in filing_module.OPEN_FILTER


def test_text_is_not_a_file_to_drop(window: Window):
    mime = QMimeData()
    mime.setText("hello")
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                            Modifier.NoModifier)
    enter.ignore()
    window.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_closing_asks_about_changes(window: Window, application: Application, tmp_path: Path, qtbot: QtBot):
    change(window)
    said = answer("Cancel")
    assert not window.close() and window.isVisible() and "Stag Hunt" in said[0]
    window.document.path = tmp_path / "hunt.game.json"
    answer("Save")
    assert window.close()
    assert load(tmp_path / "hunt.game.json").game.payoff(0, (0, 0)) == 7
    assert application.windows == []


def test_closing_without_saving_forgets_the_recovery_copy(window: Window, application: Application):
    change(window)
    window.autosave()
    target = application.session.target(window.key)
    assert target.exists()
    answer("Don't save")
    assert window.close() and not target.exists()


def test_another_document_may_use_a_new_window(window: Window, application: Application):
    change(window)
    answer("Keep it, use a new window")
    assert not window.open_document(load_library("chicken"))
    assert [w.document.state.title for w in application.windows] == ["Stag Hunt", "Chicken"]
    assert not window.document.is_clean


def test_several_windows_have_documents_of_their_own(make_window: Callable[..., Window],
                                                     application: Application):
    first, second = make_window(), make_window(load_library("chicken"))
    change(first)
    assert first.document.state.title != second.document.state.title and second.document.is_clean
    answer("Cancel")
    application.quit()
    assert first in application.windows


def test_files_on_the_command_line_open_and_bad_ones_are_told(application: Application, tmp_path: Path,
                                                              qtbot: QtBot):
    good, bad = tmp_path / "good.game.json", tmp_path / "bad.game.json"
    save(load_library("chicken"), good)
    bad.write_bytes(b"\x00\x01")
    said: list[str] = []

    def read() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ErrorDialog):
            said.append(dialog.to_copy)
            dialog.accept()
        else:
            QTimer.singleShot(20, read)

    QTimer.singleShot(20, read)
    window = start(application, [str(bad), str(good)])
    qtbot.waitUntil(lambda: bool(said))
    assert window.document.path == good and len(application.windows) == 1
    assert "bad.game.json" in said[0]


def test_file_names_from_titles():
    assert slug("Traveler's Dilemma") == "travelers-dilemma"
    assert slug("11–20: Money / Request") == "11-20-money-request"
    assert slug("«»") == "game"


# Dialogs


def test_new_games_of_every_kind(window: Window, qtbot: QtBot):
    dialog = NewGameDialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    titles = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert titles[:4] == ["Blank", "Random", "Random zero-sum", "Random symmetric"] and len(titles) > 6
    for row, title in enumerate(titles):
        dialog.list.setCurrentRow(row)
        if title in ("Blank", "Random"):
            dialog.players.setValue(3)
            for spin, size in zip(dialog.sizes, (2, 3, 4)):
                spin.setValue(size)
        dialog._create()
        assert dialog.document is not None
        game = dialog.document.game
        assert game.is_zero_sum or title != "Random zero-sum"
        assert game.is_symmetric or title != "Random symmetric"
        assert game.shape == (2, 3, 4) or title not in ("Blank", "Random")
    assert "seed" not in titles


def test_a_new_game_of_payoff_functions(window: Window, qtbot: QtBot):
    """What is wrong is said with the line while it is typed; what is right becomes a game with parameters."""
    dialog = NewGameDialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.list.setCurrentRow([kind.title for kind in kinds()].index("Payoff functions"))
    dialog.functions.setPlainText("Fast road = -x_Fast_road^3\n\nWide = -1/x2\nBus = q")
    said = dialog.picture.accessibleDescription
    qtbot.waitUntil(lambda: said().startswith("Payoffs, line 3: it is divided by a share"))
    assert "Payoffs, line 4: 'q' is neither" in said() and not dialog.create.isEnabled()
    dialog.functions.setPlainText("Fast road = -x_Fast_road^3\nWide = -w\n")
    qtbot.waitUntil(dialog.create.isEnabled)
    dialog._create()
    assert dialog.document is not None
    game = dialog.document.game
    assert game.shape == (2, 2, 2, 2) and str(game.cells[0, 1, 0, 0, 0]) == "-w"
    assert "Fast road = -x_Fast_road^3" in dialog.document.notes


def test_a_new_game_too_large_is_refused_before_it_is_made(window: Window, qtbot: QtBot):
    dialog = NewGameDialog(window)
    qtbot.addWidget(dialog)
    dialog.players.setValue(6)
    for spin in dialog.sizes:
        spin.setValue(30)
    qtbot.waitUntil(lambda: not dialog.create.isEnabled())
    dialog._create()
    assert dialog.document is None


def test_the_same_seed_makes_the_same_random_game(window: Window, qtbot: QtBot):
    games = []
    for _ in range(2):
        dialog = NewGameDialog(window)
        qtbot.addWidget(dialog)
        dialog.list.setCurrentRow(1)
        dialog.seed.setValue(42)
        dialog._create()
        assert dialog.document is not None and "seed 42" in dialog.document.notes
        games.append(dialog.document.game)
    assert games[0] == games[1]


def test_title_and_story_are_one_undo_step(window: Window, qtbot: QtBot):
    dialog = DetailsDialog(window)
    qtbot.addWidget(dialog)
    dialog.title.setText("Deer Hunt")
    dialog.tags.setText("a, b ,, a")
    dialog._done()
    state = window.document.state
    assert state.title == "Deer Hunt" and state.tags == ("a", "b") and window.document.undo_stack.count() == 1
    window.document.undo_stack.undo()
    assert window.document.state.title == "Stag Hunt"


def test_every_control_has_a_name(window: Window, qtbot: QtBot):
    """What a screen reader says: an accessible name, or the words on the control."""
    for name in window.page_names:
        window.show_page(name)
    dialogs: list[QDialog] = [NewGameDialog(window), DetailsDialog(window), AboutDialog(window),
                              ErrorDialog(window, "a", "b\nc"), CrashDialog(window, "a", "b"),
                              Palette(window, window.actions_table()),
                              ShortcutSheet(window, window.actions_table())]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
    kinds = (QAbstractButton, QLineEdit, QComboBox, QSlider, QAbstractSpinBox, QListView)
    nameless = []
    for root in (window, *dialogs):
        for widget in root.findChildren(QWidget):
            parent = widget.parentWidget()
            inner = (isinstance(parent, (QAbstractSpinBox, QComboBox))
                     or widget.objectName().startswith("qt_")
                     or parent.metaObject().className() == "QComboBoxPrivateContainer")
            if isinstance(widget, kinds) and not inner and not widget.isHidden():
                words = widget.text() if isinstance(widget, QAbstractButton) else ""
                if not (widget.accessibleName() or words).strip():
                    nameless.append(f"{type(widget).__name__} in {type(parent).__name__}")
    assert nameless == []


# Life


def test_a_closed_window_is_gone(make_window: Callable[..., Window], qtbot: QtBot):
    window = make_window()
    for name in window.page_names:
        window.show_page(name)
    window.open_palette()
    window.findChild(Palette).close()
    document, page = weakref.ref(window.document), weakref.ref(window.pages["library"])
    window.close()
    del window
    qtbot.wait(10)
    gc.collect()
    qtbot.wait(10)
    assert document() is None and page() is None


def test_nothing_heavy_is_loaded_before_the_first_window_is_painted(tmp_path: Path):
    code = """
import sys
from PySide6.QtCore import QTimer
from playground.app.application import Application
from playground.app.main import make_qapplication, start
app = make_qapplication()
application = Application(app)
window = start(application, [])
def painted():
    heavy = ("scipy", "nashpy", "pyqtgraph", "networkx", "pygambit", "multiprocessing", "matplotlib")
    print([name for name in heavy if name in sys.modules], len(application.workers.processes()))
    QTimer.singleShot(0, app.quit)
window.first_painted.connect(painted)
app.exec()
application.stop()
"""
    env = {**os.environ, "PLAYGROUND_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[] 0", done.stderr
