"""The Library page: find a game, read its story, open it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.actions import Action
from playground.app.icons import icon
from playground.app.pages.page import Page
from playground.app.pictures import thumbnail
from playground.app.widgets.about_game import AboutGame
from playground.app.widgets.cards import Card, CardView, Shelf
from playground.app.widgets.flow import FlowLayout
from playground.app.widgets.label import Label, tip
from playground.app.widgets.search import SearchLine
from playground.files import library, load
from playground.problem import InputError

if TYPE_CHECKING:
    from playground.app.context import Context
    from playground.app.theme import Theme
    from playground.files.document import GameDocument

SHOWN_RECENT = 4
PAUSE = 4  # milliseconds between two games read, so that the window stays quick


class LibraryPage(Page):
    """Cards on the left, the story of the selected one on the right."""

    name = "library"
    title = "Library"
    icon = "library"
    heading = "Library"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shelf = Shelf(Card.read(path) for path in library())
        self._states: dict[Path, GameDocument] = {}
        self._problems: dict[Path, str] = {}
        self._build()
        self._fill = QTimer(self)
        self._fill.setInterval(PAUSE)
        self._fill.timeout.connect(self._read_next)
        self._fill.start()
        self._say()

    # What the window asks

    def refresh(self) -> None:
        self._show_recent()
        row = next((i for i, card in enumerate(self.shelf.shown)
                    if card.title == self.context.document.state.title), -1)
        if not self.view.currentIndex().isValid() and row >= 0:
            self.view.setCurrentIndex(self.shelf.index(row))
        self._say()

    def set_theme(self, theme: Theme) -> None:
        self.view.set_theme(theme)
        self.story.set_theme(theme)
        self._dress()

    def actions(self) -> list[Action]:
        return [Action("find", "Find a Game", "View", self.focus_search, "Ctrl+F; /",
                       "Search titles, summaries, tags and strategies", section="find")]

    def presentation(self) -> QWidget:
        return self.story

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        self._column = column
        row = QHBoxLayout()
        self._top_row = row
        self.search = SearchLine("Search the library", "Search titles, tags, strategies", self.context.theme)
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.new_game = QPushButton("New game")
        self.new_game.setAccessibleName("New game")
        self.new_game.setToolTip("Any number of players and strategies, or from a template (Ctrl+N)")
        self.new_game.clicked.connect(self._new_game)
        row.addWidget(self.search, 1)
        row.addWidget(self.new_game)
        column.addLayout(row)
        self._chips = QWidget()
        self._chip_flow = FlowLayout(self._chips)
        counts = Counter(tag for card in self.shelf.all for tag in card.tags)
        self.chips: dict[str, QPushButton] = {}
        for tag, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            chip = QPushButton(tag)
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            chip.setAccessibleName(f"Only games tagged {tag}")
            chip.setToolTip(f"{count} game{'s' * (count > 1)}")
            chip.toggled.connect(self._search)
            self._chip_flow.addWidget(chip)
            self.chips[tag] = chip
        self.more = QPushButton("All tags")
        self.more.setCheckable(True)
        self.more.setProperty("role", "chip")
        self.more.setAccessibleName("Show all tags")
        self.more.toggled.connect(self._show_chips)
        self._chip_flow.addWidget(self.more)
        column.addWidget(self._chips)
        self._recent = QWidget()
        self._recent_row = QHBoxLayout(self._recent)
        self._recent_row.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._recent)
        self.view = CardView(self.shelf, self.context.theme)
        self.view.selectionModel().currentChanged.connect(self._selected)
        self.view.activated.connect(self._activated)
        self.view.typed.connect(self._typed)
        self.view.left.connect(self.focus_search)
        self._shelves = QStackedWidget()
        self._shelves.addWidget(self.view)
        self._shelves.addWidget(self._build_nothing())
        self.story = AboutGame(self.context.theme)
        self.story.open_asked.connect(self.open_selected)
        self.story.window_asked.connect(self._open_in_window)
        self.story.tag_asked.connect(self._only_tag)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._shelves)
        self.splitter.addWidget(self.story)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([640, 360])
        column.addWidget(self.splitter, 1)
        self.setFocusProxy(self.view)
        self._dress()

    def _build_nothing(self) -> QWidget:
        nothing = QWidget()
        column = QVBoxLayout(nothing)
        self.nothing = Label()
        self.nothing.setProperty("role", "subtitle")
        hint = Label("Try a shorter word, fewer tags, or a strategy such as “Hare”.")
        hint.setProperty("role", "muted")
        clear = QPushButton("Show all games")
        clear.setAccessibleName("Show all games")
        clear.clicked.connect(self.show_all)
        column.addStretch(1)
        for label in (self.nothing, hint):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        column.addSpacing(self.fontMetrics().height() // 2)
        column.addWidget(clear, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)
        return nothing

    def _dress(self) -> None:
        line = self.fontMetrics().height()
        self._column.setContentsMargins(round(line * 1.4), line // 3, line // 2, 0)
        self._column.setSpacing(round(line * 0.6))
        self._top_row.setContentsMargins(0, 0, line // 2, 0)
        self._chip_flow.setSpacing(round(line * 0.3))
        self.search.set_theme(self.context.theme)
        self._show_recent()
        self._fit_story()

    # Searching

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_all(self) -> None:
        """Forget the search and the tags."""
        self.search.clear()
        for chip in self.chips.values():
            chip.setChecked(False)

    def _search(self) -> None:
        current = self._current()
        tags = [tag for tag, chip in self.chips.items() if chip.isChecked()]
        self.shelf.search(self.search.text(), tags)
        self._show_chips()
        self._shelves.setCurrentIndex(0 if self.shelf.shown else 1)
        self._fit_story()
        if not self.shelf.shown:
            text = self.search.text().strip()
            wanted = " and ".join([f"“{text}”"] * bool(text) + [f"the tag “{tag}”" for tag in tags])
            self.nothing.setText(f"No game matches {wanted}.")
        row = self.shelf.row_of(current.path) if current else -1
        if self.shelf.shown:
            self.view.setCurrentIndex(self.shelf.index(max(row, 0)))
        self._say()

    def _show_chips(self) -> None:
        """One line of the commonest, those in use, or all that are asked for."""
        self.more.setText("Fewer tags" if self.more.isChecked() else "All tags")
        space = self._chip_flow.spacing()
        room = self._chips.width() - self.more.sizeHint().width()
        for chip in self.chips.values():
            room -= chip.sizeHint().width() + space
            chip.setVisible(room > 0 or chip.isChecked() or self.more.isChecked())
        self._chips.updateGeometry()

    def _only_tag(self, tag: str) -> None:
        self.search.clear()
        for name, chip in self.chips.items():
            chip.setChecked(name == tag)

    def _typed(self, text: str) -> None:
        self.search.setFocus()
        self.search.insert(text)

    def _say(self) -> None:
        total, shown = len(self.shelf.all), len(self.shelf.shown)
        if shown < total:
            self.headline = f"{shown} of {total} games match." if shown else "No game matches."
        else:
            name = self.context.document.display_name
            self.headline = (f"“{name}” is open: choose Game on the left to change its payoffs, "
                             f"or pick another of {total} games here.")

    # Reading and selecting

    def _read_next(self) -> None:
        """One game more, those in sight first; stops when all are read."""
        known = self.shelf.scenes.keys() | self._problems.keys()
        waiting = [card.path for card in (*self.shelf.shown, *self.shelf.all) if card.path not in known]
        if waiting:
            self._read(waiting[0])
        else:
            self._fill.stop()

    def _read(self, path: Path) -> GameDocument | None:
        if path in self._states:
            return self._states[path]
        try:
            state = load(path)
        except InputError as problem:
            self._problems[path] = str(problem)
            return None
        self._states[path] = state
        self.shelf.add_scene(path, thumbnail.scene(state.game))
        return state

    def _current(self) -> Card | None:
        index = self.view.currentIndex()
        return self.shelf.shown[index.row()] if index.isValid() else None

    def _selected(self, current: QModelIndex, _previous: QModelIndex) -> None:
        card = self._current() if current.isValid() else None
        state = self._read(card.path) if card else None
        if card and state:
            self.story.show_document(state, self.shelf.scenes[card.path])

    def _activated(self, _index: QModelIndex) -> None:
        self.open_selected()

    def open_selected(self) -> None:
        """Put the selected game on the table."""
        state = self._wanted()
        if state is not None and self.context.window.open_document(state):
            self.context.window.show_page("game" if "game" in self.context.window.page_names else "library")

    def _open_in_window(self) -> None:
        state = self._wanted()
        if state is not None:
            self.context.window.application.new_window(state)

    def _wanted(self) -> GameDocument | None:
        card = self._current()
        if card is None:
            return None
        state = self._read(card.path)
        if state is None:
            self.context.window.error(f"“{card.path.name}” cannot be opened.", self._problems[card.path])
        return state

    def _new_game(self) -> None:
        self.context.window.menus.entry("new-game").trigger()

    # Recent files

    def _show_recent(self) -> None:
        while item := self._recent_row.takeAt(0):
            if item.widget():
                item.widget().deleteLater()
        paths = self.context.settings.recent[:SHOWN_RECENT]
        self._recent.setVisible(bool(paths))
        if not paths:
            return
        head = Label("Recent")
        head.setProperty("role", "muted")
        self._recent_row.addWidget(head)
        line = self.fontMetrics().height()
        for path in paths:
            button = QToolButton()
            button.setProperty("role", "flat")
            button.setProperty("path", str(path))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIcon(icon("file", self.context.theme.muted, line))
            button.setText(self.fontMetrics().elidedText(path.name, Qt.TextElideMode.ElideMiddle, line * 11))
            button.setToolTip(tip(str(path)))
            button.setAccessibleName(f"Open {path.name}")
            button.clicked.connect(self._open_recent)
            self._recent_row.addWidget(button)
        self._recent_row.addStretch(1)

    def _open_recent(self) -> None:
        button = self.sender()
        if button is not None:
            self.context.window.filing.open_path(Path(str(button.property("path"))))

    # Qt's own events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.shelf.shown:
                self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
                if not self.view.currentIndex().isValid():
                    self.view.setCurrentIndex(self.shelf.index(0))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.open_selected()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_story()
        self._show_chips()

    def _fit_story(self) -> None:
        """Nothing to tell, or no room for two columns: no story."""
        room = self.width() > 34 * self.fontMetrics().height()
        self.story.setVisible(room and bool(self.shelf.shown))
