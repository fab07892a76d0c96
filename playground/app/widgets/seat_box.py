"""Who sits in one seat of a match: a person or a strategy, found in the list or by typing."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QCompleter

from playground.app.widgets.label import tip
from playground.arena import HUMAN
from playground.catalogue import Catalogue
from playground.game import NormalForm
from playground.strategy import STRATEGIES, Strategy, usable

FORBIDDEN = "This script came with the file; Write a strategy… shows it, and allows it to run."


class SeatBox(QComboBox):
    """Typing lists the strategies with that in their title, and Enter takes the one that fits
    best. What cannot play the game is greyed; its tooltip says why."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setMaxVisibleItems(20)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setDuplicatesEnabled(True)  # or else Qt takes exact titles itself, greyed ones too
        self.completer().setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self._kept = 0
        self.activated.connect(self._keep)
        edit = self.lineEdit()
        edit.setPlaceholderText("Type to search")
        edit.returnPressed.connect(self._take)
        edit.editingFinished.connect(self._show_kept)
        edit.installEventFilter(self)

    def fill(self, game: NormalForm, seat: str, strategies: Catalogue[Strategy] = STRATEGIES,
             forbidden: Collection[str] = ()) -> None:
        """Offer what of `strategies` can play `game`, but for scripts that may not run, and show `seat`:
        "human" or the name of a strategy."""
        self.clear()
        self.addItem("Human", HUMAN)
        for entry in strategies.values():
            self.addItem(entry.title, entry.name)
            reason = FORBIDDEN if entry.name in forbidden else usable(entry.name, game, strategies)
            self.setItemData(self.count() - 1, tip(reason or entry.summary), Qt.ItemDataRole.ToolTipRole)
            self.model().item(self.count() - 1).setEnabled(not reason)
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + view.verticalScrollBar().sizeHint().width())
        self._kept = max(0, self.findData(seat))
        self._show_kept()

    def _keep(self, index: int) -> None:
        if self.model().item(index).isEnabled():
            self._kept = index
        self._show_kept()

    def _show_kept(self) -> None:
        self.setCurrentIndex(self._kept)
        self.setEditText(self.itemText(self._kept))
        self.setToolTip(self.itemData(self._kept, Qt.ItemDataRole.ToolTipRole) or "")

    def _take(self) -> None:
        """The strategy of the title typed, or else the first that has it in its title."""
        typed = self.lineEdit().text().strip().casefold()
        titles = {index: self.itemText(index).casefold() for index in range(self.count())
                  if self.model().item(index).isEnabled()}
        fitting = [index for index, title in titles.items() if typed in title]
        if typed and fitting:
            self.completer().popup().hide()
            # The shortest title that begins like that, else the shortest that has it.
            self.activated.emit(min(fitting, key=lambda index: (not titles[index].startswith(typed),
                                                                len(titles[index]))))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched is self.lineEdit():
            QTimer.singleShot(0, self.lineEdit().selectAll)  # what is typed replaces what is there
        return super().eventFilter(watched, event)
