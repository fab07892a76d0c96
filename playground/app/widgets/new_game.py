"""The "New game" dialog: a kind on the left, its sizes and a picture of what will be made on the right."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.pictures import thumbnail
from playground.app.pictures.view import PictureView
from playground.app.widgets.label import Label, tip
from playground.app.widgets.rows import PairDelegate
from playground.app.widgets.spin import SpinBox
from playground.files.document import GameDocument
from playground.game import NormalForm, generators, payoff_functions
from playground.problem import InputError, Problem

if TYPE_CHECKING:
    from playground.app.window import Window

MOST_PLAYERS, MOST_STRATEGIES, MOST_PROFILES = 6, 30, 20_000
SEEDS = 10_000
FUNCTIONS, PARAMETERS = "Narrow = -x_Narrow^2\nWide = -w", "w = 3/4 from 0 to 1"  # to start with
TYPING = 150  # milliseconds without a change before functions are read
MOST_SAID = 6  # problems


@dataclass(frozen=True)
class Kind:
    """One way to begin. `players`: how many there may be; `equal`: all have as many strategies; `written`:
    payoffs are functions."""

    title: str
    summary: str
    make: Callable[[Options], NormalForm]
    sized: bool = True
    players: tuple[int, int] = (1, MOST_PLAYERS)
    equal: bool = False
    random: bool = True
    written: bool = False


@dataclass(frozen=True)
class Options:
    """What the right side says."""

    shape: tuple[int, ...]
    low: int
    high: int
    seed: int
    functions: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


def kinds() -> list[Kind]:
    """Blank and random games of any size, then the classics."""
    made = [
        Kind("Blank", "All payoffs are 0: type them, or paste a table from a spreadsheet.",
             lambda o: generators.blank(o.shape), random=False),
        Kind("Random", "Whole payoffs, each equally likely.",
             lambda o: generators.random_game(o.shape, o.low, o.high, o.seed)),
        Kind("Random zero-sum", "What one wins the others lose.",
             lambda o: generators.random_zero_sum(o.shape, o.low, o.high, o.seed), players=(2, MOST_PLAYERS)),
        Kind("Random symmetric", "The same strategies for all; only what is played counts, not by whom.",
             lambda o: generators.random_symmetric(o.shape[0], o.low, o.high, o.seed, len(o.shape)),
             players=(2, MOST_PLAYERS), equal=True),
        Kind("Payoff functions",
             "Strategies of one large population earn polynomials in the shares, x_NAME or x1, x2, …, as on "
             "a congested road. Of degree d it is a game of d + 1 players.",
             lambda o: payoff_functions.from_lines(o.functions, o.parameters), sized=False, random=False,
             written=True),
    ]
    made += [Kind(entry.title, entry.summary, _ready(entry.make), sized=False, random=False)
             for entry in generators.TEMPLATES.values()]
    return made


def _ready(make: Callable[[], NormalForm]) -> Callable[[Options], NormalForm]:
    return lambda _options: make()


class NewGameDialog(QDialog):
    """After `exec`, `document` is the new game; None when it was cancelled."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.setWindowTitle("New game")
        self.setAccessibleName("New game")
        self.document: GameDocument | None = None
        self._game: NormalForm | None = None
        self._kinds = kinds()
        space = self.fontMetrics().height()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[round(space * 1.2)] * 4)
        outer.setSpacing(space)
        row = QHBoxLayout()
        row.setSpacing(round(space * 1.5))
        outer.addLayout(row, 1)
        self.list = QListWidget()
        self.list.setAccessibleName("Kind of game")
        for kind in self._kinds:
            item = QListWidgetItem(kind.title)
            item.setToolTip(kind.summary)
            self.list.addItem(item)
        self.list.setItemDelegate(PairDelegate(window.context.theme, self.list))
        self.list.setMinimumWidth(space * 11)
        self.list.itemActivated.connect(self._create)
        row.addWidget(self.list, 2)
        right = QVBoxLayout()
        right.setSpacing(round(space * 0.8))
        row.addLayout(right, 3)
        self.picture = PictureView(thumbnail.paint, "The new game")
        self.picture.set_theme(window.context.theme)
        self.picture.setMinimumHeight(space * 7)
        right.addWidget(self.picture, 1)
        self.summary = Label()
        self.summary.setWordWrap(True)
        self.summary.setMinimumWidth(space * 18)
        right.addWidget(self.summary)
        right.addWidget(self._build_sizes(space))
        right.addWidget(self._build_numbers(space))
        right.addWidget(self._build_functions(space))
        buttons = QDialogButtonBox()
        self.create = buttons.addButton("Create", QDialogButtonBox.ButtonRole.AcceptRole)
        self.create.setDefault(True)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._create)
        buttons.rejected.connect(self.reject)
        outer.addWidget(buttons)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show)
        self.list.currentRowChanged.connect(self._choose)
        self.list.setCurrentRow(0)
        self.list.setFocus()
        available = window.screen().availableSize() * 0.9
        self.resize(self.sizeHint().expandedTo(self.minimumSizeHint()).boundedTo(available))

    @property
    def kind(self) -> Kind:
        return self._kinds[max(0, self.list.currentRow())]

    @property
    def options(self) -> Options:
        sizes = [spin.value() for spin in self.sizes[:self.players.value()]]
        if self.kind.equal:
            sizes = sizes[:1] * len(sizes)
        low, high = sorted((self.low.value(), self.high.value()))
        return Options(tuple(sizes), low, high, self.seed.value(), _lines(self.functions),
                       _lines(self.parameters))

    # Building

    def _build_sizes(self, space: int) -> QWidget:
        self._sizes_box = QWidget()
        form = QFormLayout(self._sizes_box)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(round(space * 0.5))
        self.players = self._spin("Players", 1, MOST_PLAYERS, 2)
        form.addRow("Players", self.players)
        grid = QGridLayout()
        grid.setSpacing(round(space * 0.4))
        self.sizes = [self._spin(f"Strategies of player {k + 1}", 1, MOST_STRATEGIES, 2)
                      for k in range(MOST_PLAYERS)]
        for k, spin in enumerate(self.sizes):
            grid.addWidget(spin, k // 3, k % 3)
        form.addRow("Strategies", grid)
        return self._sizes_box

    def _build_numbers(self, space: int) -> QWidget:
        self._numbers_box = QWidget()
        form = QFormLayout(self._numbers_box)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(round(space * 0.5))
        self.low = self._spin("Lowest payoff", -999, 999, 0)
        self.high = self._spin("Highest payoff", -999, 999, 9)
        payoffs = QHBoxLayout()
        payoffs.addWidget(self.low)
        payoffs.addWidget(Label("to"))
        payoffs.addWidget(self.high)
        payoffs.addStretch(1)
        form.addRow("Payoffs", payoffs)
        self.seed = self._spin("Seed", 0, SEEDS, random.randrange(SEEDS))
        self.seed.setToolTip("The same seed makes the same game again")
        another = QPushButton("Another")
        another.setAccessibleName("Another seed")
        another.setAutoDefault(False)
        another.clicked.connect(self._another)
        seeds = QHBoxLayout()
        seeds.addWidget(self.seed)
        seeds.addWidget(another)
        seeds.addStretch(1)
        form.addRow("Seed", seeds)
        return self._numbers_box

    def _build_functions(self, space: int) -> QWidget:
        self._functions_box = QWidget()
        form = QFormLayout(self._functions_box)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(round(space * 0.5))
        self.functions, self.parameters = QPlainTextEdit(FUNCTIONS), QPlainTextEdit(PARAMETERS)
        for label, editor, lines, line in (
                ("Payoffs", self.functions, 4, "FUNCTION"),
                ("Parameters", self.parameters, 2, "VALUE, or VALUE from LOW to HIGH for its slider")):
            editor.setAccessibleName(f"{label}, one a line")
            editor.setToolTip(tip(f"One line each: NAME = {line}"))
            editor.setTabChangesFocus(True)
            editor.setFixedHeight(editor.fontMetrics().lineSpacing() * (lines + 1))
            editor.textChanged.connect(lambda: self._later.start(TYPING))
            form.addRow(label, editor)
        return self._functions_box

    def _spin(self, name: str, low: int, high: int, value: int) -> SpinBox:
        spin = SpinBox()
        spin.setRange(low, high)
        spin.setValue(value)
        spin.setAccessibleName(name)
        spin.setToolTip(tip(name))
        spin.valueChanged.connect(self._changed)
        return spin

    # What changes

    def _choose(self, _row: int) -> None:
        kind = self.kind
        self.summary.setText(kind.summary)
        self._sizes_box.setVisible(kind.sized)
        self._numbers_box.setVisible(kind.random)
        self._functions_box.setVisible(kind.written)
        self.players.setRange(*kind.players)
        self._changed()

    def _changed(self, _value: int = 0) -> None:
        for k, spin in enumerate(self.sizes):
            spin.setVisible(k < (1 if self.kind.equal else self.players.value()))
        self._later.start(0)

    def _another(self) -> None:
        self.seed.setValue(random.randrange(SEEDS))

    def _show(self) -> None:
        profiles = 1
        for size in self.options.shape:
            profiles *= size
        self._game = None
        if self.kind.sized and profiles > MOST_PROFILES:
            self.picture.show_scene(None, f"{profiles:,} outcomes are too many: choose fewer strategies.")
        else:
            try:
                self._game = self.kind.make(self.options)
                self.picture.show_scene(thumbnail.scene(self._game))
            except InputError as refused:
                said = [self._said(problem) for problem in refused.problems[:MOST_SAID]]
                self.picture.show_scene(None, "\n".join(said))
        self.create.setEnabled(self._game is not None)

    def _said(self, problem: Problem) -> str:
        """A problem, its place as the line of the editor."""
        place = re.fullmatch(r"(functions|strategies|parameters)\[(\d+)\]", problem.place)
        if place is None:
            return str(problem)
        what, editor = (("Parameters", self.parameters) if place[1] == "parameters"
                        else ("Payoffs", self.functions))
        filled = [i for i, line in enumerate(editor.toPlainText().splitlines(), 1) if line.strip()]
        return f"{what}, line {filled[int(place[2])]}: {problem.message}"

    def _create(self) -> None:
        self._later.stop()
        self._show()
        if self._game is None:
            return
        kind = self.kind
        if kind.written:
            self.document = GameDocument(self._game, title="Game of payoff functions",
                                         notes=payoff_functions.noted(self.options.functions))
        elif not kind.sized:
            self.document = GameDocument(self._game, title=kind.title, summary=kind.summary)
        elif kind.random:
            options = self.options
            self.document = GameDocument(
                self._game, title=f"{kind.title} game",
                notes=f"{kind.title}, payoffs from {options.low} to {options.high}, seed {options.seed}.")
        else:
            self.document = GameDocument(self._game)
        self.accept()


def _lines(editor: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line for line in editor.toPlainText().splitlines() if line.strip())
