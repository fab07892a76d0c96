"""A slider and a box for each of the game's parameters, in a column of controls; they change the document."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.context import Context
from playground.app.widgets.game_editing import GameEditing
from playground.app.widgets.parameters import ParameterRow
from playground.game import NormalForm

MOST_ROWS = 40  # the Game page says that there are more


class ParameterRows(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.rows: dict[str, ParameterRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_game(self, game: NormalForm) -> None:
        shown = game.parameters[:MOST_ROWS]
        names = [parameter.name for parameter in shown]
        if names != list(self.rows):
            self._make_rows(names)
        for parameter in shown:
            self.rows[parameter.name].show_parameter(parameter, game.values[parameter.name])

    def _make_rows(self, names: list[str]) -> None:
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        editing = GameEditing(self.context.document, self.context.window.say)
        self.rows = {name: ParameterRow(name, editing, self) for name in names}
        for row in self.rows.values():
            self._column.addWidget(row)
