"""The context menu of the payoff table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from playground.app.widgets.payoff_table_model import Spot

if TYPE_CHECKING:
    from playground.app.widgets.payoff_table import PayoffTable


def table_menu(table: PayoffTable, spot: Spot) -> QMenu:
    """What can be done at a spot; the menu deletes itself when it closes."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if spot.kind == "strategy":
        _strategy_entries(menu, table, spot)
    elif spot.kind == "player":
        menu.addAction("Rename player", partial(table.edit, spot))
    else:
        menu.addAction("Edit payoff\tF2", partial(table.edit, spot))
        menu.addAction("Copy\tCtrl+C", table.copy)
        menu.addAction("Paste\tCtrl+V", table.paste)
        menu.addAction("Set to 0\tDel", table.clear)
        menu.addSeparator()
        _strategy_entries(menu.addMenu(f"Row {table.model.strategies[0][spot.row]}"), table,
                          Spot("strategy", 0, spot.row, 0))
        if table.model.has_columns:
            _strategy_entries(menu.addMenu(f"Column {table.model.strategies[1][spot.column]}"), table,
                              Spot("strategy", 1, 0, spot.column))
    return menu


def _strategy_entries(menu: QMenu, table: PayoffTable, spot: Spot) -> None:
    commands, player, index = table.commands, spot.player, spot.index
    last = table.model.game.shape[player] - 1
    before, after, back, on = (("above", "below", "up", "down") if player == 0
                               else ("to the left", "to the right", "left", "right"))
    menu.addAction("Rename", partial(table.edit, spot))
    menu.addSeparator()
    menu.addAction(f"Insert a strategy {before}", partial(commands.add_strategy, player, index))
    menu.addAction(f"Insert a strategy {after}", partial(commands.add_strategy, player, index + 1))
    move = partial(commands.move_strategy, player, index)
    menu.addAction(f"Move {back}", partial(move, index - 1)).setEnabled(index > 0)
    menu.addAction(f"Move {on}", partial(move, index + 1)).setEnabled(index < last)
    menu.addSeparator()
    menu.addAction("Remove", partial(commands.remove_strategy, player, index)).setEnabled(last > 0)
