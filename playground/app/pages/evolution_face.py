"""Faces on the Evolution page: which strategies are present, when not all of them are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.theme import Theme
from playground.app.widgets.label import Label
from playground.equilibrium.words import listed
from playground.evolution import RestSet, dynamic_of, population_game
from playground.evolution.faces import face, face_problem, with_absent
from playground.evolution.population import ONE
from playground.game import NormalForm

FEWEST = 3  # strategies of which some can be left out
MOST_ROWS = 6  # that are seen at once


@dataclass(frozen=True)
class Face:
    """game
        The one that is played: the whole, or that of the strategies that are present.
    strategies
        Their indices; none: all.
    reason
        Why those that were chosen are not a face; empty where they are.
    """

    game: NormalForm
    strategies: tuple[int, ...] = ()
    reason: str = ""

    def told(self, headline: str) -> str:
        """A headline about the face."""
        if not self.strategies:
            return headline
        return f"With {listed(self.game.players[0].strategies)} alone: {headline[:1].lower()}{headline[1:]}"

    def coloured(self, theme: Theme) -> Theme:
        """A theme in whose series the strategies keep the colours that they have in the whole game."""
        kept = [theme.players[k % len(theme.players)] for k in self.strategies]
        if len(set(kept)) < len(kept):  # so many that colours come again
            return theme
        a, b, c, d, e, f = (*kept, *theme.players)[:len(theme.players)]
        return replace(theme, players=(a, b, c, d, e, f))

    def rest(self, whole: NormalForm, found: RestSet) -> RestSet:
        """The face's rest points, with what is absent there."""
        if not self.strategies:
            return found
        return with_absent(population_game(whole, ONE), self.strategies, found, whole.players[0].strategies)


def chosen_face(game: NormalForm, kind: str, dynamic: str, strategies: Sequence[int]) -> Face:
    """The face of these strategies of a game in the structure `kind`, if it is one under this dynamic."""
    population, used = population_game(game, kind), dynamic_of(dynamic)
    if not strategies or population.kind != ONE or used.refuses(population):
        return Face(game)
    reason = face_problem(population, used, strategies, game.players[0].strategies)
    return Face(game, (), reason) if reason else Face(face(game, strategies), tuple(strategies))


class FaceBox(QWidget):
    """A list of the strategies, those that are present ticked. changed: another tick."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName("Strategies that are present")
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemChanged.connect(self._ticked)
        self.all, self.none = QPushButton("All"), QPushButton("None")
        for button, present in ((self.all, True), (self.none, False)):
            button.setToolTip("Tick all of them" if present else "Take all ticks away, to choose a few")
            button.clicked.connect(partial(self._tick_all, present))
        self.words: QLabel = Label()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "muted")
        self._names: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.addWidget(self.all)
        row.addWidget(self.none)
        column.addLayout(row)
        column.addWidget(self.words)
        self.say("")

    def offer(self, names: Sequence[str]) -> None:
        """These strategies; what was ticked of the same ones stays."""
        if tuple(names) == self._names:
            return
        self._names = tuple(names)
        with QSignalBlocker(self.list):
            self.list.clear()
            for name in names:
                item = QListWidgetItem(name)
                item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled
                              | Qt.ItemFlag.ItemIsSelectable)
                item.setCheckState(Qt.CheckState.Checked)
                self.list.addItem(item)
        rows = min(len(names), MOST_ROWS)
        self.list.setFixedHeight(rows * max(1, self.list.sizeHintForRow(0)) + 2 * self.list.frameWidth() + 2)

    @property
    def ticked(self) -> tuple[int, ...]:
        return tuple(k for k in range(self.list.count())
                     if self.list.item(k).checkState() == Qt.CheckState.Checked)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The strategies that are present, by index; none: all."""
        return self.ticked if 2 <= len(self.ticked) < self.list.count() else ()

    def say(self, reason: str) -> None:
        """Why these are no face, or what else to do."""
        few = {0: "Tick two or more of them; until then all are there.", 1: "Tick another one."}
        self.words.setText(reason or few.get(len(self.ticked), ""))
        self.words.setVisible(bool(self.words.text()))

    def _tick_all(self, present: bool) -> None:
        with QSignalBlocker(self.list):
            for k in range(self.list.count()):
                self.list.item(k).setCheckState(
                    Qt.CheckState.Checked if present else Qt.CheckState.Unchecked)
        self.changed.emit()

    def _ticked(self, _item: QListWidgetItem) -> None:
        self.changed.emit()
