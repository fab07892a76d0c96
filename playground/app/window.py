"""The window: a rail of pages, a header with one plain line, and the page itself."""

from __future__ import annotations

import importlib
import importlib.util
import uuid
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from playground.app.actions import Action
from playground.app.commands import window_actions
from playground.app.consent import Consent
from playground.app.context import Context
from playground.app.document import Document
from playground.app.filing import Filing
from playground.app.icons import app_icon
from playground.app.live import Live
from playground.app.menus import Menus
from playground.app.pages.page import Page
from playground.app.presentation import Presentation
from playground.app.recovery import INTERVAL, LARGE, write_copy
from playground.app.widgets.frame import Header, Rail
from playground.app.widgets.notices import Bar, Note

if TYPE_CHECKING:
    from playground.app.application import Application
    from playground.files.document import GameDocument

PAGES = [("library", "playground.app.pages.library", "LibraryPage"),
         ("game", "playground.app.pages.game", "GamePage"),
         ("play", "playground.app.pages.play", "PlayPage"),
         ("tournament", "playground.app.pages.tournament", "TournamentPage"),
         ("evolution", "playground.app.pages.evolution", "EvolutionPage"),
         ("space", "playground.app.pages.space", "SpacePage"),
         ("practice", "playground.app.pages.practice", "PracticePage")]
PRELOAD_AFTER = 300  # milliseconds after the first paint


class Window(QMainWindow):
    """One document, seen on several pages.

    first_painted: the window can be seen; closed(window): it was closed for good.
    """

    first_painted = Signal()
    closed = Signal(object)

    def __init__(self, application: Application, state: GameDocument, path: Path | None = None,
                 modified: bool = False) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.application = application
        self.key = uuid.uuid4().hex
        self.document = Document(state, path, self)
        if modified:
            self.document.load(state, path, modified=True)
        self.context = Context(self.document, Live(application.workers, self), application.settings,
                               application.theme, self)
        self.filing = Filing(self)
        self.pages: dict[str, Page] = {}
        self._page_actions: dict[str, list[Action]] = {}
        self._stale: set[str] = set()
        self._saved_revision = self.document.revision
        self._painted = False
        self._build()
        self.presentation = Presentation(self)
        self.menus = Menus(self, self.actions_table, self._shortcut_counts)
        self.menus.rebuild()
        self.document.changed.connect(self._document_changed)
        self.document.meta_changed.connect(self._show_title)
        self.document.opened_another.connect(self._forget_note)
        application.theme_changed.connect(self._theme_changed)
        self._autosave_timer = QTimer(self)
        self._autosave_timer.setInterval(INTERVAL)
        self._autosave_timer.timeout.connect(self.autosave)
        self._autosave_timer.start()
        for keys in ("Ctrl+PgDown", "Ctrl+PgUp"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(self._next_page if keys.endswith("Down") else self._previous_page)
        self.setMinimumSize(640, 420)
        if not self.restoreGeometry(application.settings.geometry):
            self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize() * 0.95))
        self._show_title()
        self.consent = Consent(self)

    # What pages and others call

    @property
    def page(self) -> Page | None:
        """The visible page."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, Page) else None

    @property
    def page_names(self) -> list[str]:
        """The pages there are, in the rail's order."""
        return [name for name, module, _ in PAGES if importlib.util.find_spec(module)]

    def show_page(self, name: str) -> None:
        """Show a page, making it when it is the first time. An unknown name is an error."""
        page = self._make_page(name)
        if self.page is not page:
            if self.presentation.active:
                self.presentation.leave()
            self.note.hide()
            self._stack.setCurrentWidget(page)
            page.take_focus()
            self.menus.update_shortcuts()
        self.rail.check(name)
        if name in self._stale:
            self._stale.discard(name)
            page.refresh()
        self._show_header()

    def open_document(self, state: GameDocument, path: Path | None = None) -> bool:
        """Work on another document in this window, asking first about unsaved changes. False: kept."""
        return self.filing.replace(state, path)

    def _forget_note(self) -> None:
        """What was said of another document is of no use now."""
        if hasattr(self, "note"):
            self.note.hide()

    def say(self, text: str) -> None:
        """A passing note."""
        self.note.say(text)

    def error(self, text: str, details: str = "") -> None:
        """A dialog: what is wrong in one sentence, and where."""
        from playground.app.dialogs import ErrorDialog

        ErrorDialog(self, text, details).exec()

    def ask_save_path(self, caption: str, filter: str, name: str = "") -> Path | None:
        """Ask where to save; None when the user does not want to."""
        return self.filing.ask_save_path(caption, filter, name)

    def show_bar(self, bar: Bar) -> None:
        """Show a line with a question above the page."""
        self._stage_column.insertWidget(0, bar)

    def actions_table(self) -> list[Action]:
        """All there is to do, as it is now."""
        table = window_actions(self)
        for name in self.page_names:
            table += self._page_actions.get(name, [])
        return table

    def rebuild_menus(self) -> None:
        """The table got other entries."""
        for name, page in self.pages.items():
            self._page_actions[name] = [self._on_page(name, action) for action in page.actions()]
        self.menus.rebuild()

    # Building

    def _build(self) -> None:
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail(self.page_names)
        self.rail.chosen.connect(self.show_page)
        self.rail.commands_asked.connect(self.open_palette)
        row.addWidget(self.rail)
        stage = QWidget()
        stage.setObjectName("stage")
        self._stage_column = QVBoxLayout(stage)
        self._stage_column.setContentsMargins(1, 0, 0, 0)
        self._stage_column.setSpacing(0)
        self.header = Header()
        self.header.undo_asked.connect(self.document.undo_stack.undo)
        self.header.redo_asked.connect(self.document.undo_stack.redo)
        self.document.undo_stack.indexChanged.connect(self._show_undo)
        self._stage_column.addWidget(self.header)
        self._stack = QStackedWidget()
        self._stage_column.addWidget(self._stack, 1)
        row.addWidget(stage, 1)
        self.setCentralWidget(body)
        self.note = Note(stage)
        self._dress()

    def _make_page(self, name: str) -> Page:
        if name not in self.pages:
            module, class_name = next((m, c) for n, m, c in PAGES if n == name)
            page: Page = getattr(importlib.import_module(module), class_name)(self.context)
            self.pages[name] = page
            page.headline_changed.connect(self._show_header)
            self._stack.addWidget(page)
            self._stale.add(name)
            self.rebuild_menus()
        return self.pages[name]

    def _preload(self) -> None:
        """Make the next page while the user reads, so that showing it is quick."""
        missing = [name for name in self.page_names if name not in self.pages]
        if missing and self.isVisible():
            self._make_page(missing[0])
            QTimer.singleShot(PRELOAD_AFTER, self._preload)

    def _on_page(self, name: str, action: Action) -> Action:
        """The same action, which first shows its page."""
        from dataclasses import replace

        return replace(action, name=f"{name}-{action.name}", run=partial(self._run_on_page, name, action))

    def _run_on_page(self, name: str, action: Action) -> None:
        self.show_page(name)
        if action.is_enabled:
            action.run()

    def _shortcut_counts(self, action: Action) -> bool:
        return not any(action in actions for name, actions in self._page_actions.items()
                       if self.page is not self.pages[name])

    # What changes

    def _document_changed(self) -> None:
        self._stale = set(self.pages)
        page = self.page
        if page is not None and page.isVisible():
            self._stale.discard(page.name)
            page.refresh()
        self._show_title()

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.document.display_name}[*] — Playground")
        self.setWindowModified(not self.document.is_clean)
        self.setWindowFilePath("")
        if self.document.path:
            self.setWindowFilePath(str(self.document.path))
            self.setWindowTitle(f"{self.document.display_name}[*] — {self.document.path.name} — Playground")
        if self.document.is_clean:
            self.application.session.forget(self.key)
        self._show_header()

    def _show_header(self, _headline: str = "") -> None:
        page = self.page
        own = getattr(page, "heading", "")
        self.header.show_title(own or self.document.display_name, not own and not self.document.is_clean)
        self.header.show_headline(page.headline if page else "")

    def _show_undo(self, _index: int = 0) -> None:
        stack = self.document.undo_stack
        self.header.show_undo(stack.undoText() if stack.canUndo() else None,
                              stack.redoText() if stack.canRedo() else None)

    def _theme_changed(self) -> None:
        self.context.theme = self.application.theme
        self._dress()
        for page in self.pages.values():
            page.set_theme(self.context.theme)

    def _dress(self) -> None:
        theme = self.context.theme
        self.rail.set_theme(theme)
        self.header.set_theme(theme)
        self._show_undo()
        self._fit_rail()

    def _fit_rail(self) -> None:
        self.rail.set_compact(self.width() < 62 * self.fontMetrics().averageCharWidth() * 2)

    def _next_page(self) -> None:
        self._step_page(1)

    def _previous_page(self) -> None:
        self._step_page(-1)

    def _step_page(self, by: int) -> None:
        names = self.page_names
        at = names.index(self.page.name) if self.page else 0
        self.show_page(names[(at + by) % len(names)])

    def open_palette(self) -> None:
        from playground.app.palette import Palette

        Palette(self, self.actions_table()).open()

    def autosave(self) -> None:
        """Keep a recovery copy of a modified document; large games are written by a worker."""
        document = self.document
        if document.is_clean or document.revision == self._saved_revision:
            return
        self._saved_revision = document.revision
        session = self.application.session
        if document.game.cells.size <= LARGE:
            session.save(self.key, document.state, document.path)
            return
        self.context.live.request("recovery", document.revision, write_copy, str(session.target(self.key)),
                                  document.state, str(document.path or ""), done=_ignore, failed=_ignore)

    # Qt's own events

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)
            if self.page is not None:
                self.page.take_focus()
            QTimer.singleShot(PRELOAD_AFTER, self._preload)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            (self.application.zoom_in if event.angleDelta().y() > 0 else self.application.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and hasattr(self, "presentation"):
            self.presentation.window_state_changed()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.filing.open_path(Path(url.toLocalFile()))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.filing.may_leave():
            event.ignore()
            return
        self._autosave_timer.stop()
        self.presentation.leave()
        self.application.settings.geometry = self.saveGeometry()
        self.context.live.cancel_all()
        self.application.session.forget(self.key)
        event.accept()
        self.closed.emit(self)


def _ignore(_result: object) -> None:
    """A copy that could not be written is tried again with the next change."""
