"""The column of controls beside the phase portrait."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSlider,
)

from playground.app.context import Context
from playground.app.pages.evolution_extras import BelowBox, BesideBox, ShowBox, narrow
from playground.app.pages.evolution_face import FEWEST, FaceBox
from playground.app.theme import Theme
from playground.app.widgets.label import Label
from playground.app.widgets.option_fields import OptionFields
from playground.app.widgets.parameter_rows import ParameterRows
from playground.app.widgets.rest_points import RestPointList
from playground.app.widgets.scrolled_column import ScrolledColumn
from playground.app.widgets.shares import Shares, SharesBox
from playground.catalogue import Settings
from playground.evolution import DYNAMICS, PopulationGame
from playground.evolution.population import KINDS
from playground.game import ExpressionError, NormalForm, number

STRUCTURES = {"one": "One population", "two": "A population for each player",
              "three": "A population for each player"}
SPEEDS = (("¼×", 0.25), ("½×", 0.5), ("1×", 1.0), ("2×", 2.0), ("4×", 4.0))
NOW_TICKS = 1000
LONGEST = 10_000


class EvolutionControls(ScrolledColumn):
    """What is chosen here: the dynamic, the structure, the start and the time; and what is read here:
    the rest points. Signals fire for what a person does only."""

    dynamic_chosen = Signal()
    structure_chosen = Signal(str)
    start_edited = Signal()
    even_asked = Signal()
    random_asked = Signal()
    time_edited = Signal()
    play_asked = Signal()
    now_moved = Signal(float)
    step_asked = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.time = Fraction(20)
        self._sizes: tuple[int, ...] = ()
        self._shown: object = None
        self._build_dynamic()
        self._face_caption = self._caption(
            "Strategies present", "Without a tick a strategy is absent: the picture is the face of the "
            "others, two or more")
        self.face = FaceBox()
        self._column.addWidget(self.face)
        self._build_start(context.theme)
        self._build_time()
        self._build_parameters()
        self._show_caption = self._caption("Picture", "What the portrait shows")
        self.show_box = ShowBox()
        self._column.addWidget(self.show_box)
        self._caption("Beside it", "What agents or learners do, over the mean that the portrait shows")
        self.beside = BesideBox()
        self._column.addWidget(self.beside)
        self._caption("Below", "What stands below the portrait")
        self.below = BelowBox()
        self._column.addWidget(self.below)
        self._caption("Rest points", "States where nothing moves, with the marks of the picture")
        self.rest_points = RestPointList(context.theme)
        self._column.addWidget(self.rest_points)
        self._column.addStretch(1)

    # --- building --------------------------------------------------------------------------------

    def _build_dynamic(self) -> None:
        self._caption("Dynamic", "The rule by which shares change")
        self._dynamic = narrow(QComboBox())
        self._dynamic.setAccessibleName("Dynamic")
        for entry in DYNAMICS.values():
            self._dynamic.addItem(entry.title, entry.name)
            self._dynamic.setItemData(self._dynamic.count() - 1, entry.summary, Qt.ItemDataRole.ToolTipRole)
        self._dynamic.activated.connect(self._dynamic_activated)
        self._summary = Label()
        self._summary.setWordWrap(True)
        self._summary.setProperty("role", "muted")
        self._structure = narrow(QComboBox())
        self._structure.setAccessibleName("Populations")
        self._structure.setToolTip("Members of one population meet each other; with two, each player of the "
                                   "game stands for a population of its own.")
        self._structure.activated.connect(self._structure_activated)
        self.options = OptionFields(sliders=True)
        self.options.changed.connect(self._option_changed)
        self.mend_button = QPushButton()
        self.mend_button.clicked.connect(self._mend)
        self.mend_button.hide()
        self._mending = ""
        for widget in (self._dynamic, self._summary, self.options, self.mend_button, self._structure):
            self._column.addWidget(widget)
        self._text = ""
        self._show_summary()

    def _build_start(self, theme: Theme) -> None:
        self._caption("Start", "Drag the green point, double-click a place, or set the shares here")
        self._headings = [Label() for _ in KINDS]
        self._boxes = [SharesBox(theme) for _ in KINDS]
        for heading, box in zip(self._headings, self._boxes):
            box.edited.connect(self.start_edited)
            box.refused.connect(self.context.window.say)
            self._column.addWidget(heading)
            self._column.addWidget(box)
        row = QHBoxLayout()
        for text, tip, signal in (("Equal shares", "All strategies equally frequent; often a rest point",
                                   self.even_asked),
                                  ("Anywhere", "A start drawn from all states", self.random_asked)):
            button = QPushButton(text)
            button.setToolTip(tip)
            button.clicked.connect(signal)
            row.addWidget(button)
        self._column.addLayout(row)

    def _build_time(self) -> None:
        self._caption("Time", "How long the population is followed; move the slider to see it on its way.")
        self._time = QLineEdit(str(self.time))
        self._time.setAccessibleName("Time")
        self._time.setToolTip("How long the population is followed")
        self._time.textEdited.connect(self._time_typed)
        self._time.editingFinished.connect(self._time_left)
        self.play_button = QPushButton("▶ Play")
        self.play_button.setAccessibleName("Play or pause")
        self.play_button.clicked.connect(self.play_asked)
        self._speed = QComboBox()
        self._speed.setAccessibleName("Speed of play")
        for text, factor in SPEEDS:
            self._speed.addItem(text, factor)
        self._speed.setCurrentIndex(2)
        self._now = QSlider(Qt.Orientation.Horizontal)
        self._now.setRange(0, NOW_TICKS)
        self._now.setValue(NOW_TICKS)
        self._now.setAccessibleName("Moment shown")
        self._now.valueChanged.connect(self._now_slid)
        row = QHBoxLayout()
        row.addWidget(self._time, 2)
        row.addWidget(self.play_button, 2)
        row.addWidget(self._speed, 1)
        self._column.addLayout(row)
        steps = QHBoxLayout()
        for text, name, way in (("‹", "A step back", -1), ("›", "A step on", 1)):
            button = QPushButton(text)
            button.setAccessibleName(name)
            button.setToolTip(f"{name}: a hundredth of the time")
            button.setFixedWidth(self.fontMetrics().height() * 2)
            button.setAutoRepeat(True)
            button.clicked.connect(lambda _on=False, way=way: self.step_asked.emit(way))
            steps.addWidget(button)
        steps.insertWidget(1, self._now, 1)
        self._column.addLayout(steps)

    def _build_parameters(self) -> None:
        self._parameters_caption = self._caption("Parameters", "The numbers that payoffs are written in")
        self._parameters_caption.hide()
        self.parameters = ParameterRows(self.context)
        self._column.addWidget(self.parameters)

    # --- shown from outside ----------------------------------------------------------------------

    def show_game(self, game: NormalForm, population: PopulationGame, kinds: Sequence[str]) -> None:
        """Offer the structures this game can have, and boxes for its strategies."""
        shown = (game.players, population.sizes, tuple(kinds))
        if shown == self._shown:
            return
        self._shown = shown
        self._structure.clear()
        for kind in kinds:
            self._structure.addItem(STRUCTURES[kind], kind)
        self._structure.setCurrentIndex(list(kinds).index(population.kind))
        self._structure.setVisible(len(kinds) > 1)
        several = len(population.sizes) > 1
        self._sizes = population.sizes
        for k, (heading, box) in enumerate(zip(self._headings, self._boxes)):
            used = k < len(population.sizes)
            heading.setVisible(used and several)
            box.setVisible(used)
            if used:
                names = game.players[k].strategies
                heading.setText(f"{game.players[k].name}’s population")
                alike = several and set(population.sizes) == {2}
                box.set_strategies(names, [k] * 2 if alike else range(len(names)))

    def show_face(self, kind: str, reason: str) -> None:
        """Offer the faces of one population, and say why what is ticked is none."""
        offered = kind == "one" and self.face.list.count() >= FEWEST
        self.face.say(reason)
        for widget in (self._face_caption, self.face):
            widget.setVisible(offered)

    def show_start(self, start: Shares) -> None:
        at = 0
        for size, box in zip(self._sizes, self._boxes):
            box.show_shares(start[at:at + size])
            at += size

    def show_now(self, part: float) -> None:
        self._now.blockSignals(True)
        self._now.setValue(round(part * NOW_TICKS))
        self._now.blockSignals(False)

    def show_playing(self, playing: bool) -> None:
        self.play_button.setText("Pause" if playing else "▶ Play")

    def show_parameters(self, game: NormalForm) -> None:
        """A slider and a box for each of the game's parameters; they change the document."""
        self.parameters.show_game(game)
        self._parameters_caption.setVisible(bool(self.parameters.rows))

    def set_theme(self, theme: Theme) -> None:
        for box in self._boxes:
            box.set_theme(theme)
        self.rest_points.set_theme(theme)

    def show_portrait_parts(self, plane: bool) -> None:
        """Whether there is a portrait in the plane, of which something can be shown or not."""
        self._show_caption.setVisible(plane)
        self.show_box.setVisible(plane)

    # --- what is chosen --------------------------------------------------------------------------

    @property
    def dynamic(self) -> str:
        """As `dynamic_of` reads it, with its options."""
        return self._text

    @property
    def start(self) -> Shares:
        """The start in the boxes, flat."""
        return tuple(share for _size, box in zip(self._sizes, self._boxes) for share in box.shares)

    @property
    def speed(self) -> float:
        return float(self._speed.currentData())

    def choose(self, text: str) -> None:
        """Take the dynamic that a text names, as if a person had. Raises `InputError`."""
        entry, settings = DYNAMICS.read(text)
        self._dynamic.setCurrentIndex(self._dynamic.findData(entry.name))
        self._show_summary(settings)
        self.dynamic_chosen.emit()

    def _dynamic_activated(self, _index: int) -> None:
        self._show_summary()
        self.dynamic_chosen.emit()

    def _show_summary(self, settings: Settings | None = None) -> None:
        entry = DYNAMICS[str(self._dynamic.currentData())]
        self._summary.setText(entry.summary)
        self._summary.setToolTip(entry.reference)
        with QSignalBlocker(self.options):
            self.options.offer(entry.options, settings)
        self._text = entry.text(settings or {})

    def _option_changed(self) -> None:
        """Another option stands in a field; what is none stays out of use, and says so."""
        entry = DYNAMICS[str(self._dynamic.currentData())]
        try:
            text = entry.text(self.options.settings())
        except ValueError as problem:
            self.context.window.say(str(problem))
            return
        if text != self._text:
            self._text = text
            self.dynamic_chosen.emit()

    def offer_to_mend(self, population: PopulationGame | None) -> None:
        """Where payoffs are too low to be offspring, a button that sets the background; None: nothing to
        mend."""
        self._mending = ""
        if population is not None and "background" in self.options.fields:
            self._mending = str(math.floor(-population.lowest) + 1)
            self.mend_button.setText(f"Set the background to {self._mending}")
        self.mend_button.setVisible(bool(self._mending))

    def _mend(self) -> None:
        self.options.fields["background"].setText(self._mending)

    def _structure_activated(self, index: int) -> None:
        self.structure_chosen.emit(self._structure.itemData(index))

    def _time_typed(self, text: str) -> None:
        try:
            value = number(text)
        except ExpressionError:
            value = Fraction(0)
        good = 0 < value <= LONGEST
        self._time.setProperty("invalid", not good)
        self._time.setToolTip("How long the population is followed" if good
                              else f"A number above 0, at most {LONGEST:,}")
        self._time.style().unpolish(self._time)
        self._time.style().polish(self._time)
        if good and value != self.time:
            self.time = value
            self.time_edited.emit()

    def _time_left(self) -> None:
        if self._time.property("invalid"):
            self.context.window.say(self._time.toolTip())
        self._time.setText(str(self.time))
        self._time_typed(self._time.text())

    def _now_slid(self, value: int) -> None:
        self.now_moved.emit(value / NOW_TICKS * float(self.time))
