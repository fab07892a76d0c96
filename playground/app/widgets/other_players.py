"""Which slice of a game of three or more players the table shows: the others' strategies, chosen here."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.theme import LIGHT, Theme
from playground.app.widgets.game_editing import GameEditing
from playground.app.widgets.label import Label
from playground.game import NormalForm

MOST_BUTTONS = 4


class OtherPlayers(QWidget):
    """One line a player from the third on. chosen(player, strategy)."""

    chosen = Signal(int, int)

    def __init__(self, editing: GameEditing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editing = editing
        self.lines: list[PlayerLine] = []
        self._theme = LIGHT
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for line in self.lines:
            line.set_theme(theme)

    def show_game(self, game: NormalForm, selected: tuple[int, ...]) -> None:
        """Show players 3, 4, … with their selected strategies; hidden where there are none."""
        wanted = [(player.name, player.strategies) for player in game.players[2:]]
        if [line.what for line in self.lines] != wanted:
            for old in self.lines:
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.lines = [PlayerLine(k, name, strategies, self)
                          for k, (name, strategies) in enumerate(wanted, 2)]
            for line in self.lines:
                line.set_theme(self._theme)
                self._column.addWidget(line)
        for line in self.lines:
            line.select(selected[line.player])
        self.setVisible(bool(self.lines))


class PlayerLine(QWidget):
    """A player's name and strategies: buttons where they are few, a list otherwise."""

    def __init__(self, player: int, name: str, strategies: tuple[str, ...], owner: OtherPlayers) -> None:
        super().__init__(owner)
        self.player = player
        self.what = (name, strategies)
        self.owner = owner
        self.label = Label(f"<b>{escape(name)}</b> plays", rich=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label)
        self.buttons: list[QPushButton] = []
        self.combo: QComboBox | None = None
        if len(strategies) <= MOST_BUTTONS:
            group = QButtonGroup(self)
            for i, strategy in enumerate(strategies):
                button = QPushButton(strategy)
                button.setProperty("role", "chip")
                button.setCheckable(True)
                button.setAccessibleName(f"{name} plays {strategy}")
                group.addButton(button, i)
                self.buttons.append(button)
                row.addWidget(button)
            group.idClicked.connect(self._chosen)
        else:
            self.combo = QComboBox()
            self.combo.addItems(strategies)
            self.combo.setAccessibleName(f"Strategy of {name}")
            self.combo.activated.connect(self._chosen)
            row.addWidget(self.combo)
        more = QToolButton()
        more.setText("⋯")
        more.setProperty("role", "flat")
        more.setAccessibleName(f"More about {name}")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(self._menu(more))
        row.addWidget(more)
        row.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        self.label.setStyleSheet(f"color: {theme.player(self.player).name()}")

    def select(self, strategy: int) -> None:
        if self.combo is not None:
            self.combo.setCurrentIndex(strategy)
        else:
            self.buttons[strategy].setChecked(True)

    @property
    def selected(self) -> int:
        if self.combo is not None:
            return self.combo.currentIndex()
        return next((i for i, button in enumerate(self.buttons) if button.isChecked()), 0)

    def _chosen(self, strategy: int) -> None:
        self.owner.chosen.emit(self.player, strategy)

    def _menu(self, parent: QWidget) -> QMenu:
        editing, name = self.owner.editing, self.what[0]
        menu = QMenu(parent)
        menu.addAction("Rename player…", self._rename_player)
        menu.addAction("Rename the strategy shown…", self._rename_strategy)
        menu.addAction("Add a strategy", partial(editing.add_strategy, self.player))
        menu.addAction("Remove the strategy shown", self._remove_strategy).setEnabled(len(self.what[1]) > 1)
        menu.addSeparator()
        menu.addAction(f"Remove {name}", partial(editing.remove_player, self.player))
        return menu

    def _ask(self, title: str, old: str) -> str:
        text, sure = QInputDialog.getText(self, title, "Name", QLineEdit.EchoMode.Normal, old)
        return text.strip() if sure else old

    def _rename_player(self) -> None:
        name = self._ask("Rename player", self.what[0])
        if name != self.what[0]:
            self.owner.editing.rename("player", self.player, 0, name)

    def _rename_strategy(self) -> None:
        old = self.what[1][self.selected]
        name = self._ask("Rename strategy", old)
        if name != old:
            self.owner.editing.rename("strategy", self.player, self.selected, name)

    def _remove_strategy(self) -> None:
        self.owner.editing.remove_strategy(self.player, self.selected)
