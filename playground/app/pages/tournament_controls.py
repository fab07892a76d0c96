"""The column of controls beside a tournament's table: who plays, how long, with how much noise."""

from __future__ import annotations

from collections import Counter
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

from playground.app.widgets.label import Label, set_role, tip
from playground.app.widgets.match_setup import share
from playground.app.widgets.match_words import first_is_cooperation
from playground.app.widgets.scrolled_column import ScrolledColumn
from playground.app.widgets.seat_box import FORBIDDEN
from playground.app.widgets.spin import SpinBox
from playground.arena import LINEUPS, TournamentPlan, fresh_seed
from playground.catalogue import Catalogue, UnknownEntry
from playground.game import ExpressionError, NormalForm, Repetition, number
from playground.game.repetition import MAX_TURNS
from playground.problem import InputError
from playground.strategy import STRATEGIES, Strategy, seat_title, usable

FIXED, RANDOM, ENDLESS = "Fixed number of rounds", "Random end", "Without end"
NOISE_TICKS, NOISE_TOP = 100, Fraction(1, 2)
DELTA_TICKS = 1000
OWN = "As ticked below"
STANDARD = Repetition(turns=200)  # where a document does not say how long
MOST_REPETITIONS = 10_000
WEIGHT = Qt.ItemDataRole.UserRole + 1  # of an item in the list: how often it is met, as text
TITLE = Qt.ItemDataRole.UserRole + 2


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
        self.weights: tuple[Fraction, ...] = ()  # none: all alike
        self.waiting: dict[str, Fraction] = {}  # weights of the line-up's scripts that may not run yet
        self._order: tuple[str, ...] = ()  # in which players stand who were shown together
        self.repetition = STANDARD
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
        self.list.currentItemChanged.connect(self._show_weight)
        self.count = Label()
        self.count.setProperty("role", "muted")
        self.count.setWordWrap(True)
        for widget in (self.lineup, self.search, self.list, self.count):
            self._column.addWidget(widget)
        row, label = QHBoxLayout(), QLabel("Weight of the chosen one")
        self.weight = QLineEdit("1")
        self.weight.setAccessibleName("Weight of the chosen strategy")
        self.weight.setMaximumWidth(self.fontMetrics().averageCharWidth() * 14)
        for widget in (label, self.weight):
            widget.setToolTip("How often it is met, compared with the others: 0, 1/2, 3")
        self.weight.textEdited.connect(self._weighed)
        row.addWidget(label, 1)
        row.addWidget(self.weight)
        self._column.addLayout(row)
        self.weight_problem = Label()
        self.weight_problem.setProperty("role", "danger")
        self.weight_problem.setWordWrap(True)
        self.weight_problem.hide()
        self._column.addWidget(self.weight_problem)
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
                  strategies: Catalogue[Strategy] = STRATEGIES, forbidden: Collection[str] = (),
                  weights: Sequence[Fraction] = ()) -> None:
        """Offer what of `strategies` can play `game`, but for scripts that may not run, with `players` ticked
        as far as they can; those with options of their own, and twins, are offered too."""
        self._game, self._order = game, tuple(players)
        heavy = dict(zip(players, weights))
        self.waiting = {name: heavy.get(name, Fraction(1)) for name in players
                        if name.partition(":")[0] in forbidden}
        self.list.blockSignals(True)
        self.list.clear()
        own = [name for name in strategies if name not in STRATEGIES]  # a document's, first
        more = Counter(players) - Counter(list(strategies))
        for name in (*own, *more.elements(), *STRATEGIES):
            title, summary, reason = _told(name, game, strategies)
            reason = FORBIDDEN if name.partition(":")[0] in forbidden else reason
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setData(TITLE, title)
            _weigh(item, heavy.get(name, Fraction(1)))
            item.setToolTip(tip(f"{reason or summary} A double click tells more."))
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
                          | Qt.ItemFlag.ItemIsEnabled if not reason else Qt.ItemFlag.NoItemFlags)
            ticked = name in players and not reason
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        for index in range(1, self.lineup.count()):
            able = len(LINEUPS[self.lineup.itemData(index)].make(game)) > 1
            self.lineup.model().item(index).setEnabled(able)  # type: ignore[attr-defined]
        self._read_players()
        self._filter(self.search.text())

    def show_repetition(self, repetition: Repetition) -> None:
        """What the document says of length and noise."""
        for widget in (self.length, self.turns, self.delta_slider, self.noise_slider):
            widget.blockSignals(True)
        self.length.setCurrentIndex(0 if repetition.turns is not None else 2 if repetition.endless else 1)
        if repetition.turns is not None:
            self.turns.setValue(repetition.turns)
        if repetition.continuation is not None and not repetition.endless:
            self.delta.setText(str(repetition.continuation))
        self.noise.setText(str(repetition.noise))
        for widget in (self.length, self.turns, self.delta_slider, self.noise_slider):
            widget.blockSignals(False)
        self._read_settings()

    def show_plan(self, plan: TournamentPlan) -> None:
        """How a line-up that was kept is played."""
        boxes = (self.repetitions, self.exact, self.self_play)
        for widget in boxes:
            widget.blockSignals(True)
        self.repetitions.setValue(plan.repetitions)
        self.exact.setChecked(plan.exact)
        self.self_play.setChecked(plan.self_play)
        if plan.seed is not None:
            self.seed_box.setText(str(plan.seed))
        for widget in boxes:
            widget.blockSignals(False)
        self.show_repetition(plan.repetition)

    def plan(self) -> TournamentPlan:
        """What they say, with those who wait for permission."""
        heavy = dict(zip(self.players, self.weights or (Fraction(1),) * len(self.players))) | self.waiting
        players = tuple(sorted((*self.players, *self.waiting), key=self._place))
        weights = tuple(heavy[name] for name in players)
        return TournamentPlan(players, self.repetition, self.repetitions.value(), self.seed,
                              self.exact.isChecked(), self.self_play.isChecked(),
                              weights if set(weights) - {1} and any(weights) else ())

    def _place(self, name: str) -> int:
        """Where a player stands who was shown with others."""
        return self._order.index(name) if name in self._order else len(self._order)

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
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        ticked.sort(key=lambda item: self._place(item.data(Qt.ItemDataRole.UserRole)))
        self.players = tuple(item.data(Qt.ItemDataRole.UserRole) for item in ticked)
        weights = tuple(Fraction(item.data(WEIGHT)) for item in ticked)
        self.weights = weights if set(weights) - {1} and any(weights) else ()
        self._say_weights("All weights are 0: they count as if they were 1." if weights and not any(weights)
                          else "")
        able = sum(bool(item.flags() & Qt.ItemFlag.ItemIsEnabled) for item in items)
        self.count.setText(f"{len(self.players)} of {able} take part{self._reading()}")
        chosen = set(self.players)
        fits = next((index for index in range(1, self.lineup.count()) if self._game is not None and set(
            LINEUPS[self.lineup.itemData(index)].make(self._game)) == chosen), 0)
        self.lineup.setCurrentIndex(fits)

    def _show_weight(self) -> None:
        item = self.list.currentItem()
        self.weight.setEnabled(item is not None)
        self.weight.setText(item.data(WEIGHT) if item is not None else "1")
        set_role(self.weight, "")

    def _weighed(self, text: str) -> None:
        """A weight was typed: it counts as soon as it is one, and not all that take part have none."""
        item = self.list.currentItem()
        try:
            value = number(text.strip().replace(",", "."))
        except ExpressionError:
            value = Fraction(-1)
        wrong = value < 0
        set_role(self.weight, "danger" if wrong else "")
        if wrong:
            self._say_weights("A weight is a number from 0 on, such as 2 or 1/2.")
        elif item is not None:
            self.list.blockSignals(True)
            _weigh(item, value)
            self.list.blockSignals(False)
            self._read_players()
            self.counting_changed.emit()

    def _say_weights(self, text: str) -> None:
        self.weight_problem.setText(text)
        self.weight_problem.setVisible(bool(text))

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
            hay = f"{item.data(TITLE)} {item.data(Qt.ItemDataRole.UserRole)}".casefold()
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


def _weigh(item: QListWidgetItem, weight: Fraction) -> None:
    """A weight beside a name, where it is not 1."""
    item.setData(WEIGHT, str(weight))
    item.setText(item.data(TITLE) if weight == 1 else f"{item.data(TITLE)} ×{weight}")


def _told(name: str, game: NormalForm, strategies: Catalogue[Strategy]) -> tuple[str, str, str]:
    """Of a seat's text the title, what it does, and why it cannot play, if so."""
    try:
        entry, _settings = strategies.read(name)
        return seat_title(name, strategies), entry.summary, usable(name, game, strategies)
    except (UnknownEntry, InputError) as problem:
        return name, "", f"{problem}."


def _chance(text: str) -> Fraction | None:
    try:
        value = share(text.replace(",", "."))
    except ExpressionError:
        return None
    return value if 0 <= value <= 1 else None
