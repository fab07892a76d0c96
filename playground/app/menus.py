"""Menus made from the table of actions, and kept in step with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from playground.app.actions import MENUS, Action
from playground.app.widgets.label import tip


class MenuAction(QAction):
    """One entry. It asks whether it may run when it runs, so a shortcut is never out of date."""

    def __init__(self, action: Action, parent: QMainWindow) -> None:
        super().__init__(action.title, parent)
        self.setObjectName(action.name)
        self.setCheckable(action.checked is not None)
        self.setStatusTip(action.tip)
        self.setToolTip(tip(action.tip))
        self.action = action
        self.give_shortcut(True)
        self.triggered.connect(self._run)

    def give_shortcut(self, active: bool) -> None:
        texts = [text.strip() for text in self.action.shortcut.split(";") if text.strip()]
        self.setShortcuts([QKeySequence(text) for text in texts] if active else [])

    def show(self, action: Action) -> None:
        """Take the current title and state."""
        self.action = action
        self.setText(action.title.replace("&", "&&"))
        self.setEnabled(action.is_enabled)
        if action.checked is not None:
            self.setChecked(action.checked())

    def _run(self) -> None:
        if self.action.is_enabled:
            self.action.run()


class Menus:
    """The menu bar of a window. `table` gives the actions as they are now; `active` says whether an
    action's shortcut counts on the visible page."""

    def __init__(self, window: QMainWindow, table: Callable[[], list[Action]],
                 active: Callable[[Action], bool]) -> None:
        self.window = window
        self.table = table
        self.active = active
        self._entries: dict[str, MenuAction] = {}
        self._menus: dict[str, QMenu] = {}

    def rebuild(self) -> None:
        """Make all menus anew: a page brought its actions, or the recent files changed."""
        bar = self.window.menuBar()
        bar.clear()
        for menu in self._menus.values():
            menu.deleteLater()
        for entry in self._entries.values():
            self.window.removeAction(entry)
            entry.deleteLater()
        self._menus, self._entries = {}, {}
        sections: dict[str, str] = {}
        order = {name: i for i, name in enumerate(MENUS)}
        table = self.table()
        for top in sorted({action.menu.split("/")[0] for action in table if action.menu},
                          key=lambda name: order.get(name, len(order))):
            self._menu(top)
        for action in table:
            if action.name in self._entries:
                continue
            entry = self._entries[action.name] = MenuAction(action, self.window)
            self.window.addAction(entry)  # the shortcut counts in a presentation too, which has no menu bar
            if not action.menu:
                continue
            menu = self._menu(action.menu)
            if menu.actions() and sections.get(action.menu) != action.section:
                menu.addSeparator()
            sections[action.menu] = action.section
            menu.addAction(entry)
        self.update_shortcuts()

    def update_shortcuts(self) -> None:
        """Another page is visible: its shortcuts count now, others' do not."""
        for entry in self._entries.values():
            entry.give_shortcut(self.active(entry.action))

    def entry(self, name: str) -> MenuAction:
        return self._entries[name]

    def _menu(self, path: str) -> QMenu:
        if path not in self._menus:
            parent, _, title = path.rpartition("/")
            menu = QMenu(title, self.window)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self._refresh)
            menu.aboutToHide.connect(self._enable)
            if parent:
                self._menu(parent).addMenu(menu)
            else:
                self.window.menuBar().addMenu(menu)
            self._menus[path] = menu
        return self._menus[path]

    def _refresh(self) -> None:
        for action in self.table():
            if action.name in self._entries:
                self._entries[action.name].show(action)

    def _enable(self) -> None:
        # A disabled entry would swallow its shortcut after the reason for it is gone.
        for entry in self._entries.values():
            entry.setEnabled(True)
