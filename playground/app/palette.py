"""Everything there is to do, by name (Ctrl+K), and all shortcuts on one sheet (F1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.app.actions import MENUS, Action
from playground.app.widgets.label import Label, tip
from playground.app.widgets.rows import PairDelegate

if TYPE_CHECKING:
    from playground.app.window import Window

_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


def score(query: str, text: str) -> float:
    """How well `text` answers `query`, 0 for not at all: whole words, beginnings of words, parts,
    letters in order, in this order."""
    query, text = query.casefold().strip(), text.casefold()
    if not query:
        return 1.0
    if query in text:
        at = text.index(query)
        starts = at == 0 or not text[at - 1].isalnum()
        return 100 + 50 * starts - at / 10 - len(text) / 100
    words = query.split()
    if len(words) > 1 and all(word in text for word in words):
        return 60 - len(text) / 100
    at = -1
    for letter in query.replace(" ", ""):
        at = text.find(letter, at + 1)
        if at < 0:
            return 0.0
    return 10 - len(text) / 100


class Palette(QDialog):
    """A line to type in and what it finds; Enter runs it."""

    def __init__(self, window: Window, table: list[Action]) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("palette")
        self.setAccessibleName("All commands")
        self._actions = [action for action in table if action.name != "commands"]
        space = self.fontMetrics().height()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[space // 2] * 4)
        column.setSpacing(space // 3)
        self.line = QLineEdit()
        self.line.setPlaceholderText("What do you want to do?")
        self.line.setAccessibleName("Command")
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        column.addWidget(self.line)
        self.list = QListWidget()
        self.list.setAccessibleName("Commands")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(PairDelegate(window.context.theme, self.list))
        self.list.itemClicked.connect(self._run)
        column.addWidget(self.list, 1)
        self._search("")
        width = min(space * 34, window.width() - 2 * space)
        height = min(space * 26, window.height() - 4 * space)
        self.resize(QSize(width, height))
        corner = window.mapToGlobal(window.rect().topLeft())
        down = min(4 * space, window.height() // 8)
        self.move(corner.x() + (window.width() - width) // 2, corner.y() + down)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
                row = self.list.currentRow() + step[Qt.Key(event.key())]
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.list.currentItem():
                    self._run(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _search(self, query: str) -> None:
        ranked = sorted((-_answers(query, action), i) for i, action in enumerate(self._actions))
        found = [self._actions[i] for rank, i in ranked if rank < 0]
        if query.strip():  # what cannot be done now comes last
            found.sort(key=lambda action: not action.is_enabled)
        self.list.clear()
        for action in found:
            item = QListWidgetItem(_place(action))
            item.setData(Qt.ItemDataRole.UserRole, action)
            item.setData(PairDelegate.RIGHT, _keys(action))
            item.setData(PairDelegate.FAINT, not action.is_enabled)
            item.setToolTip(tip(action.tip))
            self.list.addItem(item)
        if not found:
            item = QListWidgetItem("Nothing of that name. Try another word, such as “save” or “dark”.")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setData(PairDelegate.FAINT, True)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _run(self, item: QListWidgetItem) -> None:
        action = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(action, Action) and action.is_enabled:
            self.close()
            QTimer.singleShot(0, action.run)  # after the popup gave back the keyboard


# What keys do where no menu has them.
BY_HAND = (
    ("Payoff table", (
        ("figures, letters", "Write the selected payoff anew"),
        ("Enter", "Change the selected payoff or name"),
        ("Tab  or  Shift+Tab", "To the next or previous payoff"), ("arrows", "To another cell or name"),
        ("Shift+arrows", "Choose cells to copy"), ("Esc", "Back to what stood there"),
        ("drag a number", "Change it; with Shift in small steps"))),
    ("At play", (
        ("the keys shown", "Choose"), ("Space", "Next round; I have the computer"),
        ("Backspace", "Take the last round back"))),
)


class ShortcutSheet(QDialog):
    """All shortcuts, by menu."""

    def __init__(self, window: Window, table: list[Action]) -> None:
        super().__init__(window)
        self.setWindowTitle("Keyboard shortcuts")
        self.setAccessibleName("Keyboard shortcuts")
        space = self.fontMetrics().height()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        outer.addWidget(area)
        body = QWidget()
        area.setWidget(body)
        grid = QGridLayout(body)
        grid.setContentsMargins(*[space * 2] * 4)
        grid.setHorizontalSpacing(space * 3)
        grid.setVerticalSpacing(space * 2)
        columns = [QVBoxLayout() for _ in range(2 if window.width() > space * 48 else 1)]
        for i, column in enumerate(columns):
            column.setSpacing(space * 2)
            grid.addLayout(column, 0, i)
        filled = [0] * len(columns)
        for menu in MENUS:
            entries = [action for action in table if action.menu.split("/")[0] == menu and action.shortcut]
            if entries:
                shorter = filled.index(min(filled))
                filled[shorter] += len(entries) + 3
                keys = [(_keys(action, all_of_them=True), action.title.split(" (")[0].rstrip("…"))
                        for action in entries]
                columns[shorter].addLayout(_block(menu, keys, space))
        for title, keys in BY_HAND:
            shorter = filled.index(min(filled))
            filled[shorter] += len(keys) + 3
            columns[shorter].addLayout(_block(title, keys, space))
        for column in columns:
            column.addStretch(1)
        hint = body.sizeHint()
        self.resize(min(hint.width() + space * 2, round(window.width() * 0.9)),
                    min(hint.height() + space, round(window.height() * 0.9)))


def _block(title: str, entries: Sequence[tuple[str, str]], space: int) -> QGridLayout:
    """What keys do, one line each: (keys, words)."""
    block = QGridLayout()
    block.setHorizontalSpacing(space * 2)
    block.setVerticalSpacing(round(space * 0.4))
    head = Label(title)
    head.setProperty("role", "subtitle")
    block.addWidget(head, 0, 0, 1, 2)
    for row, (keys, words) in enumerate(entries, start=1):
        shown = Label(keys)
        shown.setProperty("role", "muted")
        shown.setAlignment(Qt.AlignmentFlag.AlignRight)
        block.addWidget(Label(words), row, 0)
        block.addWidget(shown, row, 1)
    block.setColumnStretch(0, 1)
    return block


def _answers(query: str, action: Action) -> float:
    by_tip = score(query, action.tip) * 0.5 if len(query) > 2 else 0.0
    return max(score(query, action.title), score(query, _place(action)) * 0.9, by_tip)


def _place(action: Action) -> str:
    """"View › Appearance › Dark": what is typed finds the way too."""
    return " › ".join([*filter(None, action.menu.split("/")), action.title])


def _keys(action: Action, all_of_them: bool = False) -> str:
    texts = [QKeySequence(text.strip()).toString(QKeySequence.SequenceFormat.NativeText)
             for text in action.shortcut.split(";") if text.strip()]
    return "  or  ".join(texts if all_of_them else texts[:1])
