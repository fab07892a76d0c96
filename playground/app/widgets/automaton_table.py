"""The table of an automaton, a row a state: what it plays and where it goes on, to be typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from playground.app.pictures.automaton import short_moves
from playground.app.theme import Theme
from playground.app.widgets.automaton_model import AutomatonModel
from playground.app.widgets.label import tip
from playground.strategy import sketch as sketches

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
START, NAME, PLAY = 0, 1, 2  # columns; after those of the play come the next states


class AutomatonRows(QAbstractTableModel):
    """The sketch of a model as Qt's tables read it."""

    def __init__(self, model: AutomatonModel, theme: Theme) -> None:
        super().__init__(model)
        self.model, self.theme = model, theme
        self._shape = (0, 0)
        self._names: list[str] = []
        self._unreached: tuple[str, ...] = ()
        model.changed.connect(self._changed)

    def _changed(self) -> None:
        self._names = list(self.model.sketch.rows)
        self._unreached = sketches.unreachable(self.model.sketch)
        shape = (len(self.model.sketch.rows), self.model.sketch.size)
        if shape != self._shape:
            self.beginResetModel()
            self._shape = shape
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(shape[0] - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._shape[0]

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        size = self._shape[1]
        return 0 if parent.isValid() else PLAY + size + size ** 2

    def name(self, row: int) -> str:
        return self._names[row]

    def after(self, column: int) -> int | None:
        """The pair of moves of a column; None where the column is none of a next state."""
        cell = column - PLAY - self._shape[1]
        return cell if cell >= 0 else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        moves, size, cell = self.model.moves, self._shape[1], self.after(section)
        told = role == Role.ToolTipRole
        if section == START:
            return "Where play starts" if told else "Start"
        if section == NAME:
            return "The name of the state" if told else "State"
        if cell is None:
            move = moves[section - PLAY]
            return tip(f"The probability of playing {move}") if told else f"P({move})"
        own, other = divmod(cell, size)
        short = short_moves(moves)
        return (tip(f"The next state after the own {moves[own]} and the other’s {moves[other]}") if told else
                f"{short[own]}{short[other]} →")

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        name, column = self.name(index.row()), index.column()
        row = self.model.sketch.rows[name]
        cell = self.after(column)
        wrong = self._wrong(name, column)
        if role == Role.CheckStateRole and column == START:
            return Qt.CheckState.Checked if name == self.model.sketch.start else Qt.CheckState.Unchecked
        if role in (Role.DisplayRole, Role.EditRole) and column != START:
            return name if column == NAME else row.play[column - PLAY] if cell is None else row.after[cell]
        if role == Role.ToolTipRole:
            return tip(wrong or self._apart(name, column)
                       or self.headerData(column, Qt.Orientation.Horizontal, role))
        if role == Role.BackgroundRole and wrong:
            return self.theme.mix("danger", amount=0.18)
        if role == Role.ForegroundRole:
            return self.theme.colour("danger" if wrong else
                                     "warning" if self._apart(name, column) else "text")
        if role == Role.AccessibleTextRole and column == START:
            return "start" if name == self.model.sketch.start else "not the start"
        return None

    def _wrong(self, name: str, column: int) -> str:
        row, cell = self.model.sketch.rows[name], self.after(column)
        if column < PLAY:
            return ""
        if cell is None:
            return sketches.wrong_play(row.play)
        return sketches.wrong_target(self.model.sketch, row.after[cell])

    def _apart(self, name: str, column: int) -> str:
        return ("play never comes here from the start" if column == NAME
                and name in self._unreached else "")

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | (Qt.ItemFlag.ItemIsUserCheckable if index.column() == START else
                        Qt.ItemFlag.ItemIsEditable)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        name, column = self.name(index.row()), index.column()
        sketch, cell = self.model.sketch, self.after(column)
        if column == START:
            self.model.edit(sketches.set_start(sketch, name))
            return True
        text = str(value).strip()
        if column == NAME:
            wrong = sketches.wrong_name(sketch, name, text)
            self.model.rename(name, text)
            if wrong:
                self.model.tell(f"The name stays: {wrong}.")
            return not wrong
        if cell is None:
            play = list(sketch.rows[name].play)
            play[column - PLAY] = text
            self.model.edit(sketches.set_play(sketch, name, play))
        else:
            self.model.edit(sketches.connect(sketch, name, text, {cell}))
        return True


class _Targets(QStyledItemDelegate):
    """Next states are chosen from the names, or typed."""

    def __init__(self, rows: AutomatonRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        if self._rows.after(index.column()) is None:
            made: QWidget = super().createEditor(parent, option, index)
            made.setProperty("role", "cell")
            return made
        box = QComboBox(parent)
        box.setEditable(True)
        box.setProperty("role", "cell")
        box.addItems(list(self._rows.model.sketch.rows))
        box.activated.connect(lambda: self.commitData.emit(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(index.data(Role.EditRole))
            editor.lineEdit().selectAll()
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        else:
            super().setModelData(editor, model, index)


class AutomatonTable(QTableView):
    def __init__(self, model: AutomatonModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._following = False  # whether it is the model that chooses
        self.rows = AutomatonRows(model, theme)
        self.setModel(self.rows)
        self.setItemDelegate(_Targets(self.rows, self))
        self.setAccessibleName("Table of states")
        self.verticalHeader().hide()
        self.horizontalHeader().setResizeContentsPrecision(0)  # what is in view
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed
                             | QAbstractItemView.EditTrigger.DoubleClicked
                             | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(self._chose)
        model.changed.connect(self._show)

    def set_theme(self, theme: Theme) -> None:
        self.rows.theme = theme
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().column() <= NAME:
            self._model.remove(self._model.chosen)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # which would close the dialog
            if self.state() != QAbstractItemView.State.EditingState:
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _chose(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and not self._following:
            self._model.choose(self.rows.name(index.row()))

    def _show(self) -> None:
        row = list(self._model.sketch.rows).index(self._model.chosen)
        if self.currentIndex().row() != row:
            column = max(NAME, self.currentIndex().column())
            self._following = True
            self.setCurrentIndex(self.rows.index(row, column))
            self._following = False
        self.resizeColumnsToContents()
