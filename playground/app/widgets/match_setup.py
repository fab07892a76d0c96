"""Who plays, how long, with how much noise, from which seed: the settings of the next match."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.theme import Theme
from playground.app.widgets.label import Label
from playground.app.widgets.match_sitting import DEFAULT_TURNS, Setup
from playground.app.widgets.option_fields import OptionFields
from playground.app.widgets.seat_box import SeatBox
from playground.app.widgets.spin import SpinBox
from playground.arena import HUMAN, fresh_seed
from playground.catalogue import Catalogue, Settings
from playground.game import ExpressionError, NormalForm, Repetition, number
from playground.game.repetition import MAX_TURNS
from playground.strategy import STRATEGIES, Strategy, usable

FIXED, RANDOM = "Fixed number of rounds", "Random end"
TOGETHER, PASSING = "On one keyboard", "Pass the computer on"
DEFAULT_CONTINUATION = Fraction(9, 10)


def share(text: str) -> Fraction:
    """A number as people write a chance: 1/20, 0.05 or 5%. Raises `ExpressionError`."""
    text = text.strip()
    return number(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


class MatchSetup(QWidget):
    """`setup` is what is set; changed: a person set something else that can be played; strategies_asked:
    they want to write one."""

    changed = Signal()
    strategies_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.game: NormalForm | None = None
        self.setup: Setup | None = None
        self.seats: list[SeatBox] = []
        self.options: list[OptionFields] = []  # of the strategy in each seat
        self._offered: list[str] = []
        self._strategies: Catalogue[Strategy] = STRATEGIES
        self._names: list[QLabel] = []
        self._problems: dict[QLineEdit, QLabel] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._caption("Who plays")
        self._table = QGridLayout()
        self._column.addLayout(self._table)
        self._refused = self._problem_label()
        self._column.addWidget(self._refused)
        write = QPushButton("Write a strategy…")
        write.setProperty("role", "flat")
        write.setToolTip("Strategies of this game: automata drawn as graphs, and scripts")
        write.clicked.connect(self.strategies_asked)
        self._column.addWidget(write, 0, Qt.AlignmentFlag.AlignRight)
        self.sharing = QComboBox()
        self.sharing.addItems([TOGETHER, PASSING])
        self.sharing.setAccessibleName("How people share the computer")
        self.sharing.setToolTip("On one keyboard everybody has keys of their own, and choices stay hidden "
                                "until all have chosen. Or hand the computer on: each chooses unseen.")
        self.sharing.activated.connect(self._edited)
        self._column.addWidget(self.sharing)
        self._caption("How long")
        self.length = QComboBox()
        self.length.addItems([FIXED, RANDOM])
        self.length.setAccessibleName("How the match ends")
        self.length.setToolTip("With a random end, chance decides after each round whether there is one "
                               "more; nobody knows which is the last.")
        self.length.activated.connect(self._edited)
        self._column.addWidget(self.length)
        self.turns = SpinBox()
        self.turns.setRange(1, MAX_TURNS)
        self.turns.setAccessibleName("Number of rounds")
        self.turns.setSuffix(" rounds")
        self.turns.valueChanged.connect(self._edited)
        self._column.addWidget(self.turns)
        self.continuation = self._box("Chance of one more round",
                                      "The probability δ, from 0 to below 1: 9/10, 0.95")
        self.noise = self._box("Noise", "The probability that a choice slips to another one: 0, 1/20, 0.05")
        self.seed = self._box("Seed", "The same seed and the same choices give the same match, everywhere")
        self.new_seed = QPushButton("New seed")
        self.new_seed.clicked.connect(self._draw_seed)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.new_seed)
        self._column.addLayout(row)

    def _caption(self, text: str) -> None:
        label = Label(text)
        label.setProperty("role", "caption")
        self._column.addSpacing(self.fontMetrics().height() // 3)
        self._column.addWidget(label)

    def _box(self, name: str, tip: str) -> QLineEdit:
        line, label, box = QWidget(), Label(name), QLineEdit()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label, 1)
        row.addWidget(box, 1)
        label.setWordWrap(True)
        box.setAccessibleName(name)
        box.setToolTip(tip)
        box.setProperty("tip", tip)
        box.textEdited.connect(self._edited)
        self._column.addWidget(line)
        problem = self._problem_label()
        self._column.addWidget(problem)
        self._problems[box] = problem
        return box

    def _problem_label(self) -> QLabel:
        made = Label()
        made.setWordWrap(True)
        made.setProperty("role", "danger")
        made.hide()
        return made

    # --- showing ----------------------------------------------------------------------------------------

    def show_setup(self, game: NormalForm, setup: Setup, strategies: Catalogue[Strategy] = STRATEGIES,
                   forbidden: Collection[str] = ()) -> None:
        """Show `setup`; every seat offers what can play `game`, but for scripts that may not run."""
        self.game, self.setup, self._strategies = game, setup, strategies
        self._fill_seats(game, setup, strategies, forbidden)
        repetition = setup.repetition
        widgets = (self.length, self.turns, self.sharing)
        for widget in widgets:
            widget.blockSignals(True)
        self.length.setCurrentIndex(0 if repetition.turns is not None else 1)
        self.turns.setValue(repetition.turns or DEFAULT_TURNS)
        self.sharing.setCurrentIndex(int(setup.passing))
        for widget in widgets:
            widget.blockSignals(False)
        texts = ((self.continuation, str(repetition.continuation or DEFAULT_CONTINUATION)),
                 (self.noise, str(repetition.noise)), (self.seed, str(setup.seed)))
        for box, text in texts:
            box.setText(text)
            self._mark(box, "")
        self._show_parts()

    def _fill_seats(self, game: NormalForm, setup: Setup, strategies: Catalogue[Strategy],
                    forbidden: Collection[str]) -> None:
        while len(self.seats) > game.n_players:
            self._offered.pop()
            for widget in (self.seats.pop(), self._names.pop(), self.options.pop()):
                self._table.removeWidget(widget)
                widget.deleteLater()
        while len(self.seats) < game.n_players:
            label, box = Label(), SeatBox()
            box.activated.connect(self._edited)
            fields = OptionFields(sliders=True)
            fields.changed.connect(self._edited)
            self._table.addWidget(label, 2 * len(self.seats), 0)
            self._table.addWidget(box, 2 * len(self.seats), 1)
            self._table.addWidget(fields, 2 * len(self.seats) + 1, 0, 1, 2)
            self._names.append(label)
            self.seats.append(box)
            self.options.append(fields)
            self._offered.append("")
        self._table.setColumnStretch(1, 1)
        for k, (label, box, player) in enumerate(zip(self._names, self.seats, game.players)):
            label.setText(player.name)
            box.setAccessibleName(f"Who plays {player.name}")
            if setup.seats[k] == HUMAN:
                box.fill(game, HUMAN, strategies, forbidden)
                self._offer(k, {})
            else:
                entry, settings = strategies.read(setup.seats[k])
                box.fill(game, entry.name, strategies, forbidden)
                self._offer(k, settings)
        self._refused.hide()
        self.set_theme(self.theme)

    def _offer(self, seat: int, settings: Settings) -> None:
        """Fields for the options of the strategy that is chosen for a seat."""
        name = self._offered[seat] = str(self.seats[seat].currentData())
        self.options[seat].offer(() if name == HUMAN else self._strategies[name].options, settings)

    def _chosen(self) -> tuple[str, ...] | None:
        """The text of each seat; None, and the problem is said, where an option is not set right."""
        found = []
        for k, (box, fields) in enumerate(zip(self.seats, self.options)):
            name = str(box.currentData())
            if name != self._offered[k]:
                self._offer(k, {})
            try:
                text = name if name == HUMAN else self._strategies[name].text(fields.settings())
                if name != HUMAN and self.game and (refused := usable(text, self.game, self._strategies)):
                    raise ValueError(refused)
                found.append(text)
            except ValueError as problem:
                self._refused.setText(f"{self._names[k].text()}: {problem}")
                self._refused.show()
                return None
        self._refused.hide()
        return tuple(found)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        for k, label in enumerate(self._names):
            label.setStyleSheet(f"color: {theme.player(k).name()}; font-weight: 600;")

    def _show_parts(self) -> None:
        fixed = self.length.currentIndex() == 0
        self.turns.setVisible(fixed)
        self.continuation.parentWidget().setVisible(not fixed)
        problem = self._problems[self.continuation]
        problem.setVisible(not fixed and bool(problem.text()))
        self.sharing.setVisible(sum(box.currentData() == HUMAN for box in self.seats) > 1)

    # --- editing ----------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._show_parts()
        fixed = self.length.currentIndex() == 0
        continuation = None if fixed else self._chance(self.continuation, below_one=True)
        noise, seed, seats = self._chance(self.noise), self._whole(self.seed), self._chosen()
        if seats is None or noise is None or seed is None or (not fixed and continuation is None):
            return
        repetition = Repetition(self.turns.value() if fixed else None, continuation, noise)
        setup = Setup(seats, repetition, seed, self.sharing.currentIndex() == 1)
        if setup != self.setup:
            self.setup = setup
            self.changed.emit()

    def _draw_seed(self) -> None:
        self.seed.setText(str(fresh_seed()))
        self._edited()

    def _chance(self, box: QLineEdit, below_one: bool = False) -> Fraction | None:
        """The probability in a box; None, and the box is marked, where there is none."""
        limit = "to below 1" if below_one else "to 1"
        try:
            value = share(box.text())
        except ExpressionError:
            self._mark(box, f"A number from 0 {limit}, such as 1/20, 0.05 or 5%")
            return None
        if not 0 <= value <= 1 or (below_one and value == 1):
            self._mark(box, f"A chance lies from 0 {limit}")
            return None
        self._mark(box, "")
        return value

    def _whole(self, box: QLineEdit) -> int | None:
        text = box.text().strip()
        if not (text.isascii() and text.isdigit() and len(text) <= 18):
            self._mark(box, "A whole number of at most 18 digits")
            return None
        self._mark(box, "")
        return int(text)

    def _mark(self, box: QLineEdit, problem: str) -> None:
        if bool(box.property("invalid")) != bool(problem):
            box.setProperty("invalid", bool(problem))
            box.style().unpolish(box)
            box.style().polish(box)
        box.setToolTip(problem or box.property("tip"))
        self._problems[box].setText(problem)
        self._problems[box].setVisible(bool(problem))
