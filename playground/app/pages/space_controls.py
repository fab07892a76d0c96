"""The column of controls beside the lattice."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QSlider

from playground.app.context import Context
from playground.app.pages.evolution_extras import narrow
from playground.app.widgets.label import Label, tip
from playground.app.widgets.option_fields import OptionFields
from playground.app.widgets.parameter_rows import ParameterRows
from playground.app.widgets.scrolled_column import ScrolledColumn
from playground.app.widgets.shares import SharesBox, rounded
from playground.catalogue import Catalogue, Entry
from playground.evolution.space import NEIGHBOURHOODS, NETWORKS, RULES, STARTS, UPDATINGS, rule_of
from playground.game import NormalForm

SPEEDS = (("1 a second", 1.0), ("4 a second", 4.0), ("15 a second", 15.0), ("60 a second", 60.0),
          ("as fast as it goes", 0.0))
SIZES = ("9 × 9", "25 × 25", "50 × 50", "100 × 100", "200 × 200", "512 × 512", "1024 × 1024", "2048 × 2048")
BRUSHES = (("1 site", 0), ("3 × 3", 1), ("7 × 7", 3), ("21 × 21", 10))
FILE = "file"


def size_of(text: str) -> tuple[int, int] | None:
    """Rows and columns of a text such as `100 × 100`, `100x80` or `100`; None where it is none."""
    parts = text.lower().replace("×", "x").replace("*", "x").split("x")
    if len(parts) > 2 or not all(part.strip().isdecimal() and len(part) < 9 for part in parts):
        return None
    numbers = [int(part) for part in parts]
    return numbers[0], numbers[-1]


class SpaceControls(ScrolledColumn):
    """Signals fire for what a person does only. begun_anew: something was chosen for which all starts again;
    lived_on: something that the run takes up as it is; game_changed: how payoffs are counted."""

    begun_anew = Signal()
    lived_on = Signal()
    play_asked = Signal()
    step_asked = Signal(int)
    speed_changed = Signal()
    moment_chosen = Signal(int)
    file_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.path: Path | None = None  # of the network
        self._names: tuple[str, ...] = ()
        self._first = 0  # the generation at the left of the slider
        self._build_time()
        self._build_parameters()
        self._build_place()
        self._build_rule()
        self._build_start()
        self._build_brush()
        self._column.addStretch(1)

    # --- building -----------------------------------------------------------------------------------

    def _box(self, name: str, items: Sequence[tuple[str, object]], hint: str = "") -> QComboBox:
        box = narrow(QComboBox())
        box.setAccessibleName(name)
        box.setToolTip(tip(hint))
        for text, data in items:
            box.addItem(text, data)
        return box

    def _build_time(self) -> None:
        self._caption("Time", "A generation is one look at its neighbours of every site")
        self.play_button = QPushButton("▶ Play")
        self.play_button.setAccessibleName("Play or pause")
        self.play_button.clicked.connect(self.play_asked)
        self.step_button = QPushButton("Step")
        self.step_button.setToolTip("One generation on")
        self.step_button.setAutoRepeat(True)
        self.step_button.clicked.connect(lambda: self.step_asked.emit(1))
        self.speed_box = self._box("Speed", SPEEDS, "Generations a second that are computed; what is drawn "
                                                    "is the newest, 60 times a second")
        self.speed_box.setCurrentIndex(2)
        self.speed_box.activated.connect(self.speed_changed)
        self.moment = QSlider(Qt.Orientation.Horizontal)
        self.moment.setAccessibleName("Generation shown")
        self.moment.setToolTip("Look back at past generations")
        self.moment.valueChanged.connect(lambda value: self.moment_chosen.emit(value))
        self.kept = Label()
        self.kept.setProperty("role", "muted")
        self.kept.setWordWrap(True)
        row = QHBoxLayout()
        for widget, stretch in ((self.play_button, 2), (self.step_button, 1)):
            row.addWidget(widget, stretch)
        self._column.addLayout(row)
        for widget in (self.speed_box, self.moment, self.kept):
            self._column.addWidget(widget)

    def _build_parameters(self) -> None:
        self._parameters_caption = self._caption("Parameters", "The numbers that payoffs are written in: "
                                                               "what is moved here, the running pattern "
                                                               "follows")
        self.parameters = ParameterRows(self.context)
        self._column.addWidget(self.parameters)

    def _build_place(self) -> None:
        self._caption("Place", "Who is whose neighbour")
        kinds = [("Lattice", ""), *((entry.title, entry.name) for entry in NETWORKS.values()),
                 ("Network from a file…", FILE)]
        self.place_box = self._box("Place", kinds, "A lattice, or a network")
        self.place_box.activated.connect(self._place_chosen)
        self.size_box = self._box("Size", [(size, size) for size in SIZES], "Rows × columns: choose or write")
        self.size_box.setEditable(True)
        self.size_box.setCurrentIndex(3)
        self.size_box.activated.connect(self.begun_anew)
        self.size_box.lineEdit().editingFinished.connect(self._size_left)
        self._size = self.size_box.currentText()
        hoods = [(title, name) for name, (title, _) in NEIGHBOURHOODS.items()]
        self.hood_box = self._box("Neighbourhood", hoods, "Whom each site meets")
        self.walls_box = self._box("Borders", [("Torus", False), ("Walls", True)],
                                   "Torus: the last row and column are next to the first. Walls: sites at "
                                   "the border meet fewer")
        for box in (self.hood_box, self.walls_box):
            box.activated.connect(self.begun_anew)
        self.network_options = OptionFields(sliders=True)
        self.network_options.hide()
        self.network_options.changed.connect(self.begun_anew)
        self.self_box = QCheckBox("Everybody meets itself, too")
        self.self_box.setToolTip("As in Nowak and May (1992): a site may stand for several who play alike")
        self.self_box.setChecked(True)
        self.self_box.clicked.connect(self.lived_on)
        for box in (self.size_box, self.walls_box):
            box.setMinimumContentsLength(6)  # they share a line
        grid = QGridLayout()
        grid.addWidget(self.size_box, 0, 0)
        grid.addWidget(self.walls_box, 0, 1)
        self._column.addWidget(self.place_box)
        self._column.addLayout(grid)
        for widget in (self.hood_box, self.network_options, self.self_box):
            self._column.addWidget(widget)

    def _build_rule(self) -> None:
        self._caption("Rule", "How a site comes by its next strategy")
        self.rule_box = self._box("Rule", [(entry.title, entry.name) for entry in RULES.values()])
        self.rule_box.activated.connect(self._rule_chosen)
        self._summary = Label()
        self._summary.setWordWrap(True)
        self._summary.setProperty("role", "muted")
        self.rule_options = OptionFields(sliders=True)
        self.rule_options.changed.connect(self.lived_on)
        self.updating_box = self._box("Updating", [(text.partition(":")[0], name)
                                                   for name, text in UPDATINGS.items()])
        for row, text in enumerate(UPDATINGS.values()):
            self.updating_box.setItemData(row, text, Qt.ItemDataRole.ToolTipRole)
        self.updating_box.setToolTip(tip("\n".join(UPDATINGS.values())))
        self.updating_box.activated.connect(self.lived_on)
        for widget in (self.rule_box, self._summary, self.rule_options, self.updating_box):
            self._column.addWidget(widget)
        self._show_rule()

    def _build_start(self) -> None:
        self._caption("Start", "Who plays what in the beginning")
        self.start_box = self._box("Start", [(text.partition(":")[0], name) for name, text in STARTS.items()])
        for row, text in enumerate(STARTS.values()):
            self.start_box.setItemData(row, text, Qt.ItemDataRole.ToolTipRole)
        self.start_box.activated.connect(self._start_chosen)
        self.shares_box = SharesBox(self.context.theme)
        self.shares_box.edited.connect(self.begun_anew)
        self.shares_box.refused.connect(self.context.window.say)
        self.invader_box = self._box("Who is single", [], "The one in the middle")
        self.resident_box = self._box("All others", [], "All others")
        for box in (self.invader_box, self.resident_box):
            box.activated.connect(self.begun_anew)
            box.hide()
        row = QHBoxLayout()
        self.seed_field = QLineEdit("1")
        self.seed_field.setAccessibleName("Seed")
        self.seed_field.setToolTip("The same seed gives the same run")
        self.seed_field.editingFinished.connect(self._seed_left)
        self._seed = 1
        again, fresh = QPushButton("Start again"), QPushButton("New seed")
        again.setToolTip("From the start, with the same seed")
        again.clicked.connect(self.begun_anew)
        fresh.setToolTip("From another random start")
        fresh.clicked.connect(self.draw_seed)
        row.addWidget(Label("Seed"))
        row.addWidget(self.seed_field, 1)
        row.addWidget(fresh)
        for widget in (self.start_box, self.shares_box, self.invader_box, self.resident_box):
            self._column.addWidget(widget)
        self._column.addLayout(row)
        self._column.addWidget(again)

    def _build_brush(self) -> None:
        self._caption("Brush", "Press on a site, or draw over several, to let them play this")
        self.brush_box = self._box("Strategy of the brush", [], "What is painted")
        self.width_box = self._box("Width of the brush", BRUSHES, "How many sites at once")
        for box in (self.brush_box, self.width_box):
            box.setMinimumContentsLength(6)
        row = QHBoxLayout()
        row.addWidget(self.brush_box)
        row.addWidget(self.width_box)
        self._column.addLayout(row)

    # --- shown from outside -------------------------------------------------------------------------

    def show_game(self, game: NormalForm) -> None:
        self.parameters.show_game(game)
        self._parameters_caption.setVisible(bool(self.parameters.rows))
        names = game.players[0].strategies
        if names == self._names:
            return
        if len(names) != len(self._names):
            self.shares_box.set_strategies(names, range(len(names)))
            self.shares_box.show_shares(rounded([1 / len(names)] * len(names)))
        else:
            self.shares_box.set_strategies(names, range(len(names)))
        for box, usual in ((self.invader_box, 1), (self.resident_box, 0), (self.brush_box, 0)):
            kept = box.currentIndex() if len(names) == len(self._names) else min(usual, len(names) - 1)
            box.clear()
            prefix = {self.invader_box: "One: ", self.resident_box: "All others: "}.get(box, "")
            for k, name in enumerate(names):
                box.addItem(prefix + name, k)
            box.setCurrentIndex(kept)
        self._names = names

    def show_moment(self, generation: int, kept: tuple[int, int], size: int) -> None:
        first, last = kept
        with QSignalBlocker(self.moment):
            self.moment.setRange(first, max(first, last))
            self.moment.setValue(generation)
        self.moment.setEnabled(last > first)
        back = f"from {first:,} to {last:,}" if last > first else f"{last:,} only"
        self.kept.setText(f"Generation {generation:,}; kept to look back: {back}, at most {size:,}")

    def show_playing(self, playing: bool) -> None:
        self.play_button.setText("Pause" if playing else "▶ Play")

    def set_theme(self, theme: object) -> None:
        self.shares_box.set_theme(theme)  # type: ignore[arg-type]

    # --- what is chosen ------------------------------------------------------------------------------

    @property
    def network(self) -> str:
        """As `network_of` reads it; `FILE` where one is read, empty for a lattice. Raises `ValueError`."""
        name = str(self.place_box.currentData())
        return _text(NETWORKS, name, self.network_options) if name not in ("", FILE) else name

    @property
    def size(self) -> tuple[int, int]:
        return size_of(self._size_text()) or (100, 100)

    @property
    def rule(self) -> str:
        """As `rule_of` reads it. Raises `ValueError`."""
        return _text(RULES, str(self.rule_box.currentData()), self.rule_options)

    @property
    def seed(self) -> int:
        return self._seed

    @property
    def start(self) -> tuple[Fraction, ...]:
        return self.shares_box.shares

    @property
    def rate(self) -> float:
        return float(self.speed_box.currentData())

    def draw_seed(self) -> None:
        from playground.arena import fresh_seed

        self._seed = fresh_seed() % 1_000_000
        self.seed_field.setText(str(self._seed))
        self.begun_anew.emit()

    def choose(self, box: QComboBox, data: object) -> None:
        """As if a person had."""
        box.setCurrentIndex(box.findData(data))
        box.activated.emit(box.currentIndex())

    def show_place(self) -> None:
        """The fields that the place has."""
        lattice = self.place_box.currentData() == ""
        for widget in (self.size_box, self.walls_box, self.hood_box):
            widget.setVisible(lattice)
        name = str(self.place_box.currentData())
        with QSignalBlocker(self.network_options):
            self.network_options.offer(NETWORKS[name].options if name in NETWORKS else ())
        self.place_box.setToolTip(NETWORKS[name].summary if name in NETWORKS else
                                  str(self.path or "A lattice, or a network"))

    def _place_chosen(self, _index: int) -> None:
        self.show_place()
        (self.file_asked if self.place_box.currentData() == FILE else self.begun_anew).emit()

    def _rule_chosen(self, _index: int) -> None:
        self._show_rule()
        if rule_of(str(self.rule_box.currentData())).fitness is not None:
            self.updating_box.setCurrentIndex(self.updating_box.findData("asynchronous"))
        self.lived_on.emit()

    def _show_rule(self) -> None:
        entry = RULES[str(self.rule_box.currentData())]
        self._summary.setText(entry.summary)
        self._summary.setToolTip(entry.reference)
        with QSignalBlocker(self.rule_options):
            self.rule_options.offer(entry.options)

    def _start_chosen(self, _index: int) -> None:
        single = self.start_box.currentData() == "single"
        self.shares_box.setVisible(not single)
        for box in (self.invader_box, self.resident_box):
            box.setVisible(single)
        self.begun_anew.emit()

    def _size_text(self) -> str:
        return self.size_box.currentText()

    def _size_left(self) -> None:
        text = self._size_text()
        if text == self._size:
            return
        if size_of(text) is None:
            self.context.window.say(f"{text[:20]!r} is no size; write rows × columns, such as 100 × 100.")
            self.size_box.setEditText(self._size)
            return
        self._size = text
        self.begun_anew.emit()

    def _seed_left(self) -> None:
        text = self.seed_field.text().strip()
        if not text.isdecimal() or len(text) > 18:
            self.context.window.say(f"{text[:20]!r} is no seed; write a whole number from 0 on.")
            self.seed_field.setText(str(self._seed))
        elif int(text) != self._seed:
            self._seed = int(text)
            self.begun_anew.emit()


def _text(catalogue: Catalogue[object], name: str, fields: OptionFields) -> str:
    entry: Entry[object] = catalogue[name]
    return entry.text(fields.settings())
