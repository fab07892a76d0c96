"""The column of controls beside a tournament's table: who plays, how long, with how much noise."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from playground.app.widgets.label import Label, tip
from playground.app.widgets.match_setup import share
from playground.app.widgets.match_words import first_is_cooperation
from playground.app.widgets.scrolled_column import ScrolledColumn
from playground.app.widgets.seat_box import FORBIDDEN
from playground.app.widgets.spin import SpinBox
from playground.arena import LINEUPS, fresh_seed
from playground.catalogue import Catalogue
from playground.game import ExpressionError, NormalForm, Repetition
from playground.game.repetition import MAX_TURNS
from playground.strategy import STRATEGIES, Strategy, usable

FIXED, RANDOM, ENDLESS = "Fixed number of rounds", "Random end", "Without end"
NOISE_TICKS, NOISE_TOP = 100, Fraction(1, 2)
DELTA_TICKS = 1000
OWN = "As ticked below"
MOST_REPETITIONS = 10_000


class TournamentControls(ScrolledColumn):
    """Signals fire for what a person does only: players_changed, settings_changed (length, noise, luck),
    counting_changed (only how means are made); about_asked(name): what is that strategy?"""

    players_changed = Signal()
    settings_changed = Signal()
    counting_changed = Signal()
    about_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.players: tuple[str, ...] = ()
        self.repetition = Repetition(turns=200)
        self.seed = fresh_seed()
        self._game: NormalForm | None = None
        self._build_players()
        self._build_length()
        self._build_luck()
        self._column.addStretch(1)

    # --- building ---------------------------------------------------------------------------------------

    def _build_players(self) -> None:
        self._caption("Who plays")
        self.lineup = QComboBox()
        self.lineup.setAccessibleName("Line-up")
        self.lineup.addItem(OWN, "")
        for entry in LINEUPS.values():
            self.lineup.addItem(entry.title, entry.name)
            self.lineup.setItemData(self.lineup.count() - 1, entry.summary, Qt.ItemDataRole.ToolTipRole)
        self.lineup.activated.connect(self._lineup_chosen)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a strategy")
        self.search.setAccessibleName("Find a strategy")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setAccessibleName("Strategies that take part")
        self.list.setMinimumHeight(self.fontMetrics().height() * 11)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustIgnored)
        self.list.itemChanged.connect(self._ticked)
        self.list.itemDoubleClicked.connect(self._about)
        self.count = Label()
        self.count.setProperty("role", "muted")
        self.count.setWordWrap(True)
        for widget in (self.lineup, self.search, self.list, self.count):
            self._column.addWidget(widget)
        self._column.setStretchFactor(self.list, 1)

    def _build_length(self) -> None:
        self._caption("How long")
        self.length = QComboBox()
        self.length.addItems([FIXED, RANDOM, ENDLESS])
        self.length.setAccessibleName("How matches end")
        for index, words in enumerate((
                "Payoffs are means over the rounds",
                "After each round chance decides whether there is one more; payoffs are expected ones",
                "Payoffs are limits of means, as in the theory of repeated games without discounting; for "
                "automata only")):
            self.length.setItemData(index, words, Qt.ItemDataRole.ToolTipRole)
        self.length.activated.connect(self._edited)
        self.turns = SpinBox()
        self.turns.setRange(1, MAX_TURNS)
        self.turns.setValue(200)
        self.turns.setSuffix(" rounds")
        self.turns.setAccessibleName("Number of rounds")
        self.turns.valueChanged.connect(self._edited)
        self._column.addWidget(self.length)
        self._column.addWidget(self.turns)
        self.delta, self.delta_slider, self._delta_row = self._slider(
            "Chance of one more", "9/10", DELTA_TICKS, "The probability δ, from 0 to below 1: 9/10, 0.95")
        self.expected = Label()
        self.expected.setProperty("role", "muted")
        self._column.addWidget(self.expected)
        self.noise, self.noise_slider, _row = self._slider(
            "Noise", "0", NOISE_TICKS, "The probability that a choice slips to another one: 0, 1/20, 0.05")
        self.problem = Label()
        self.problem.setProperty("role", "danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._column.addWidget(self.problem)

    def _slider(self, name: str, text: str, ticks: int, tip: str) -> tuple[QLineEdit, QSlider, QWidget]:
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        row, label, box = QHBoxLayout(), QLabel(name), QLineEdit(text)
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, ticks)
        slider.setAccessibleName(name)
        box.setAccessibleName(f"{name}, exactly")
        box.setMaximumWidth(self.fontMetrics().averageCharWidth() * 14)
        for widget in (label, box, slider):
            widget.setToolTip(tip)
        row.addWidget(label, 1)
        row.addWidget(box)
        rows.addLayout(row)
        rows.addWidget(slider)
        self._column.addWidget(whole)
        box.textEdited.connect(self._edited)
        slider.valueChanged.connect(self._slid)
        return box, slider, whole

    def _build_luck(self) -> None:
        self._caption("How it is counted")
        self.self_play = QCheckBox("Against itself too")
        self.self_play.setToolTip("Count a strategy's matches against itself in its mean")
        self.self_play.toggled.connect(self.counting_changed)
        self.exact = QCheckBox("Exact where possible")
        self.exact.setChecked(True)
        self.exact.setToolTip("Expected payoffs of automata, exactly. Without this all matches are played "
                              "by chance.")
        self.exact.toggled.connect(self._edited)
        self._column.addWidget(self.self_play)
        self._column.addWidget(self.exact)
        row, label = QHBoxLayout(), QLabel("Matches a pair")
        self.repetitions = SpinBox()
        self.repetitions.setRange(1, MOST_REPETITIONS)
        self.repetitions.setValue(10)
        self.repetitions.setAccessibleName("Matches that are simulated a pair")
        self.repetitions.valueChanged.connect(self._edited)
        row.addWidget(label, 1)
        row.addWidget(self.repetitions)
        self._column.addLayout(row)
        row, label = QHBoxLayout(), QLabel("Seed")
        self.seed_box = QLineEdit(str(self.seed))
        self.seed_box.setAccessibleName("Seed")
        self.seed_box.setToolTip("The same seed gives the same matches, everywhere")
        self.seed_box.textEdited.connect(self._edited)
        self.new_seed = QPushButton("New")
        self.new_seed.setToolTip("Draw another seed")
        self.new_seed.clicked.connect(self._draw_seed)
        row.addWidget(label)
        row.addWidget(self.seed_box, 1)
        row.addWidget(self.new_seed)
        self._column.addLayout(row)

    # --- shown from outside -----------------------------------------------------------------------------

    def show_game(self, game: NormalForm, players: Sequence[str],
                  strategies: Catalogue[Strategy] = STRATEGIES, forbidden: Collection[str] = ()) -> None:
        """Offer what of `strategies` can play `game`, but for scripts that may not run, with `players` ticked
        as far as they can."""
        self._game = game
        self.list.blockSignals(True)
        self.list.clear()
        own = [entry for entry in strategies.values() if entry.name not in STRATEGIES]  # a document's, first
        for entry in (*own, *STRATEGIES.values()):
            reason = FORBIDDEN if entry.name in forbidden else usable(entry.name, game, strategies)
            item = QListWidgetItem(entry.title)
            item.setData(Qt.ItemDataRole.UserRole, entry.name)
            item.setToolTip(tip(f"{reason or entry.summary} A double click tells more."))
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
                          | Qt.ItemFlag.ItemIsEnabled if not reason else Qt.ItemFlag.NoItemFlags)
            ticked = entry.name in players and not reason
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._read_players()
        self._filter(self.search.text())

    def show_repetition(self, repetition: Repetition) -> None:
        """What the document says of length and noise."""
        for widget in (self.length, self.turns, self.delta_slider, self.noise_slider):
            widget.blockSignals(True)
        self.length.setCurrentIndex(0 if repetition.turns is not None else 1)
        if repetition.turns is not None:
            self.turns.setValue(repetition.turns)
        if repetition.continuation is not None:
            self.delta.setText(str(repetition.continuation))
        self.noise.setText(str(repetition.noise))
        for widget in (self.length, self.turns, self.delta_slider, self.noise_slider):
            widget.blockSignals(False)
        self._read_settings()

    def tick(self, players: Sequence[str]) -> None:
        """Let these take part, and no others."""
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.flags() & Qt.ItemFlag.ItemIsEnabled:
                wanted = item.data(Qt.ItemDataRole.UserRole) in players
                item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._read_players()
        self.players_changed.emit()

    # --- editing ----------------------------------------------------------------------------------------

    def _lineup_chosen(self) -> None:
        name = self.lineup.currentData()
        if name and self._game is not None:
            self.tick(LINEUPS[name].make(self._game))

    def _about(self, item: QListWidgetItem) -> None:
        self.about_asked.emit(item.data(Qt.ItemDataRole.UserRole))

    def _ticked(self) -> None:
        self._read_players()
        self.players_changed.emit()

    def _read_players(self) -> None:
        items = [self.list.item(row) for row in range(self.list.count())]
        self.players = tuple(item.data(Qt.ItemDataRole.UserRole) for item in items
                             if item.checkState() == Qt.CheckState.Checked)
        able = sum(bool(item.flags() & Qt.ItemFlag.ItemIsEnabled) for item in items)
        self.count.setText(f"{len(self.players)} of {able} take part{self._reading()}")
        chosen = set(self.players)
        fits = next((index for index in range(1, self.lineup.count()) if self._game is not None and set(
            LINEUPS[self.lineup.itemData(index)].make(self._game)) == chosen), 0)
        self.lineup.setCurrentIndex(fits)

    def _reading(self) -> str:
        """What strategies of the dilemma take for cooperation, in a game that does not call it so."""
        game = self._game
        if game is None or game.shape != (2, 2) or first_is_cooperation(game):
            return ""
        first, second = game.players[0].strategies
        return f". Those of the dilemma take {first} for cooperation and {second} for defection"

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row in range(self.list.count()):
            item = self.list.item(row)
            hay = f"{item.text()} {item.data(Qt.ItemDataRole.UserRole)}".casefold()
            item.setHidden(bool(wanted) and wanted not in hay)

    def _slid(self) -> None:
        """A slider moved: its number is written beside it."""
        if self.sender() is self.noise_slider:
            self.noise.setText(str(NOISE_TOP * self.noise_slider.value() / NOISE_TICKS))
        else:
            self.delta.setText(str(Fraction(min(self.delta_slider.value(), DELTA_TICKS - 1), DELTA_TICKS)))
        self._edited()

    def _draw_seed(self) -> None:
        self.seed_box.setText(str(fresh_seed()))
        self._edited()

    def _edited(self) -> None:
        if self._read_settings():
            self.settings_changed.emit()

    def _read_settings(self) -> bool:
        """Take over what stands in the boxes; False, and it is said, where that cannot be used."""
        kind = self.length.currentIndex()
        self.turns.setVisible(kind == 0)
        self._delta_row.setVisible(kind == 1)
        self.expected.setVisible(kind == 1)
        noise = _chance(self.noise.text())
        delta = Fraction(1) if kind == 2 else _chance(self.delta.text())
        text = self.seed_box.text().strip()
        seed = int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
        said = ""
        if noise is None:
            said = "Noise is a number from 0 to 1, such as 1/20 or 0.05."
        elif kind == 1 and (delta is None or delta == 1):
            said = "The chance of one more round is a number from 0 to below 1, such as 9/10."
        elif seed is None:
            said = "The seed is a whole number of at most 18 digits."
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        if said or noise is None or seed is None:
            return False
        for slider, value in ((self.noise_slider, noise / NOISE_TOP * NOISE_TICKS),
                              (self.delta_slider, (delta or 0) * DELTA_TICKS)):
            slider.blockSignals(True)
            slider.setValue(round(value))
            slider.blockSignals(False)
        self.seed = seed
        self.repetition = Repetition(self.turns.value() if kind == 0 else None,
                                     None if kind == 0 else delta, noise)
        if kind == 1:
            rounds = float(self.repetition.expected_turns)
            self.expected.setText(f"{rounds:,.4g} {'round is' if rounds == 1 else 'rounds are'} expected")
        return True


def _chance(text: str) -> Fraction | None:
    try:
        value = share(text.replace(",", "."))
    except ExpressionError:
        return None
    return value if 0 <= value <= 1 else None
