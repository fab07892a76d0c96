"""What a strategy is: its sentence, where it comes from, and its table as a graph."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from playground.app.pictures import automaton as pictures
from playground.app.pictures.view import PictureView
from playground.app.theme import Theme
from playground.app.widgets.label import Label, tip
from playground.catalogue import Catalogue, Entry
from playground.game import NormalForm
from playground.strategy import STRATEGIES, Automaton, Strategy, table_of

NO_TABLE = "This strategy is a rule that is no table of finitely many states, so there is no graph of it."


class StrategyDialog(QDialog):
    """Shows the strategy named `name`, with the moves of `game`; others can be chosen in it.

    copied: a person wants to edit a copy of this entry."""

    copied = Signal(object)

    def __init__(self, name: str, game: NormalForm, theme: Theme, parent: QWidget | None = None,
                 strategies: Catalogue[Strategy] = STRATEGIES) -> None:
        super().__init__(parent)
        self.setWindowTitle("About a strategy")
        self._game, self._strategies = game, strategies
        self.choice = QComboBox()
        self.choice.setAccessibleName("Strategy")
        for entry in strategies.values():
            self.choice.addItem(entry.title, entry.name)
        self.summary, self.source = Label(), Label()
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.source.setTextFormat(Qt.TextFormat.PlainText)
        self.source.setProperty("role", "muted")
        for label in (self.summary, self.source):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                          | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.picture = PictureView(pictures.paint, "States of the strategy", theme=theme)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.copy_button = buttons.addButton("Edit a copy", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        column = QVBoxLayout(self)
        for widget in (self.choice, self.summary):
            column.addWidget(widget)
        column.addWidget(self.picture, 1)
        column.addWidget(self.source)
        column.addWidget(buttons)
        unit = self.fontMetrics().height()
        self.resize(unit * 48, unit * 38)
        self.choice.activated.connect(self._show)
        self.choice.setCurrentIndex(max(0, self.choice.findData(name.partition(":")[0])))
        self._show()

    def _show(self) -> None:
        entry = self._strategies[self.choice.currentData()]
        self.summary.setText(entry.summary)
        self.source.setText(entry.reference)
        table = self._table(entry)
        refused = NO_TABLE if table is None else table.usable(self._game)
        self.copy_button.setEnabled(not refused)
        self.copy_button.setToolTip(tip(refused or "Among the strategies of this game, as a graph to change"))
        if table is None:
            self.picture.show_scene(None, NO_TABLE)
            return
        scene = pictures.scene_of(table, pictures.moves_of(self._game, table.size))
        self.picture.show_scene(scene, description=pictures.describe(scene))

    def _copy(self) -> None:
        entry = self._strategies[self.choice.currentData()]
        self.copied.emit(replace(entry, make=self._table(entry), options=()))
        self.accept()

    def _table(self, entry: Entry[Strategy]) -> Automaton | None:
        return table_of(entry.name, self._game, self._strategies)
