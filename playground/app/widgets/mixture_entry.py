"""Fields for a mixed profile: a probability a strategy, as a person writes them."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from playground.app.theme import Theme
from playground.app.widgets.label import Label, tip
from playground.game import ExpressionError, NormalForm, Profile, probability
from playground.problem import InputError


class MixtureEntry(QWidget):
    """given: the person wants what stands in the fields to be checked."""

    given = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: list[list[QLineEdit]] = []
        self._names: list[tuple[str, tuple[str, ...]]] = []
        self._labels: list[tuple[Label, int]] = []  # with whose strategy or name it is
        self._compact = False
        self.check = QPushButton("Check", self)
        self.check.clicked.connect(self.given)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)

    def show_game(self, game: NormalForm, theme: Theme) -> None:
        """Empty fields for a game's strategies."""
        labels = [label for label, _player in self._labels]
        for widget in (*labels, *(field for row in self.fields for field in row)):
            self._grid.removeWidget(widget)
            widget.deleteLater()
        self._labels, self.fields = [], []
        self._names = [(player.name, player.strategies) for player in game.players]
        for k, player in enumerate(game.players):
            self._add_label(player.name, k, 2 * k + 1, 0)
            row = []
            for i, name in enumerate(player.strategies):
                field = QLineEdit()
                field.setAccessibleName(f"Probability that {player.name} plays {name}")
                field.setMaximumWidth(self.fontMetrics().height() * 6)
                field.returnPressed.connect(self.given)
                self._add_label(name, k, 2 * k, i + 1)
                self._grid.addWidget(field, 2 * k + 1, i + 1)
                row.append(field)
            self.fields.append(row)
        chain = [field for row in self.fields for field in row] + [self.check]
        for one, following in pairwise(chain):
            QWidget.setTabOrder(one, following)
        self._grid.addWidget(self.check, 2 * game.n_players - 1, max(game.shape) + 1)
        self._grid.setColumnStretch(max(game.shape) + 2, 1)
        self.set_theme(theme)
        self._name_fields()

    def set_compact(self, compact: bool) -> None:
        """Without lines of their own for the strategies' names: they stand in the fields that are empty."""
        if compact != self._compact:
            self._compact = compact
            self._name_fields()

    def _name_fields(self) -> None:
        for (_player, strategies), row in zip(self._names, self.fields):
            for name, field in zip(strategies, row):
                field.setPlaceholderText(name if self._compact else "0")
                field.setToolTip(tip(name))
        for label, _player in self._labels:
            is_strategy = self._grid.getItemPosition(self._grid.indexOf(label))[1] > 0  # type: ignore[index]
            label.setVisible(not (self._compact and is_strategy))

    def set_theme(self, theme: Theme) -> None:
        for label, player in self._labels:
            label.setStyleSheet(f"color: {theme.player(player).name()}")

    def _add_label(self, text: str, player: int, row: int, column: int) -> None:
        label = Label(text)
        label.setWordWrap(column > 0)
        label.setMaximumWidth(self.fontMetrics().height() * 8)
        self._labels.append((label, player))
        self._grid.addWidget(label, row, column)

    def profile(self) -> Profile:
        """What stands in the fields; empty ones are 0. Raises `InputError` for what is no number."""
        mixed = []
        for (player, strategies), row in zip(self._names, self.fields):
            mixed.append([])
            for strategy, field in zip(strategies, row):
                try:
                    mixed[-1].append(probability(field.text()))
                except ExpressionError:
                    raise InputError(f"{player}’s {strategy}: write a fraction such as 1/3 or a decimal "
                                     "such as 0.25") from None
        return Profile(mixed)
