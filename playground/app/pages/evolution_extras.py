"""What the Evolution page's column offers beside the dynamic: what the portrait shows, a course that is laid
over it, and what stands below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from playground.app.pictures.evolution import Shown
from playground.app.widgets.label import Label
from playground.app.widgets.spin import SpinBox
from playground.arena import fresh_seed
from playground.evolution import PopulationGame
from playground.evolution.courses import COURSES
from playground.evolution.crowd import MOST

GROUNDS = (("Colours: speed", "speed", "Where shares move fast and where slowly"),
           ("Colours: basins", "basins", "Which stable rest point or cycle each state leads to"),
           ("No colours", "plain", "For the page of a paper"))
SHARES = "Shares and payoffs over time"


def narrow(box: QComboBox) -> QComboBox:
    """A box that is as wide as its place, not as its longest text."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box


class ShowBox(QWidget):
    """What a plane portrait shows. changed: something else was chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ground = narrow(QComboBox())
        self.ground.setAccessibleName("Colours of the portrait")
        for text, name, hint in GROUNDS:
            self.ground.addItem(text, name)
            self.ground.setItemData(self.ground.count() - 1, hint, Qt.ItemDataRole.ToolTipRole)
        self.lines = self._box("Flow lines", "Where populations go", True)
        self.separatrices = self._box("Separatrices", "The ways into saddles and out of them, which bound "
        "basins", True)
        self.nullclines = self._box("Nullclines", "Where one strategy’s share does not change, in its "
        "colour", False)
        self.ground.activated.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.ground, self.lines, self.separatrices, self.nullclines):
            column.addWidget(widget)

    def _box(self, text: str, hint: str, on: bool) -> QCheckBox:
        box = QCheckBox(text)
        box.setToolTip(hint)
        box.setChecked(on)
        box.clicked.connect(self.changed)
        return box

    @property
    def shown(self) -> Shown:
        return Shown(str(self.ground.currentData()), self.lines.isChecked(), self.separatrices.isChecked(),
                     self.nullclines.isChecked())


class BesideBox(QWidget):
    """A course laid over the portrait: agents, or two who learn; how many or how long, and by which seed.
    changed: one of these is another."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.seed = fresh_seed() % 10_000
        self.what = narrow(QComboBox())
        self.what.setAccessibleName("Beside the mean")
        self.what.addItem("Nothing", "")
        for entry in COURSES.values():
            self.what.addItem(entry.title, entry.name)
            hint = f"{entry.summary}\n{entry.reference}"
            self.what.setItemData(self.what.count() - 1, hint, Qt.ItemDataRole.ToolTipRole)
        self.what.activated.connect(self._switched)
        self.size = SpinBox()
        self.size.setRange(2, MOST)
        self.size.setValue(100)
        self.size.setGroupSeparatorShown(True)
        self.size.setKeyboardTracking(False)
        self.size.setAccessibleName("How many agents, or rounds")
        self.size.lineEdit().setAccessibleName("How many agents, or rounds")
        self.size.setMinimumWidth(self.fontMetrics().height() * 7)
        self.size.valueChanged.connect(self.changed)
        self.again = QPushButton("New seed")
        self.again.clicked.connect(self._draw_seed)
        self.words: QLabel = Label()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "muted")
        self._refused = ""
        row = QHBoxLayout()
        row.addWidget(self.size, 1)
        row.addWidget(self.again, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.what)
        column.addLayout(row)
        column.addWidget(self.words)
        self._arrange()

    def offer(self, population: PopulationGame, dynamic: str) -> None:
        """What is chosen may not be for this population or dynamic; then it says why."""
        name = str(self.what.currentData())
        self._refused = COURSES[name].make.refuses(population, dynamic) if name else ""
        self._arrange()

    def say(self, note: str) -> None:
        """What is to be said of the course that is shown."""
        self.words.setText(self._refused or note)
        self.words.setVisible(bool(self.words.text()))

    def _arrange(self) -> None:
        name = str(self.what.currentData())
        for widget in (self.size, self.again):
            widget.setVisible(bool(self.wanted))
        if name:
            self.size.setSuffix(f" {COURSES[name].make.unit}")
        self.again.setToolTip(f"The same start, other chances; now seed {self.seed}")
        self.say("")

    @property
    def wanted(self) -> str:
        """The name of the course; empty for none."""
        return "" if self._refused else str(self.what.currentData())

    def _switched(self, _index: int) -> None:
        name = str(self.what.currentData())
        with QSignalBlocker(self.size):
            self.size.setValue({"agents": 100, "": 100}.get(name, 1000))
        self._refused = ""
        self._arrange()
        self.changed.emit()

    def _draw_seed(self) -> None:
        self.seed = fresh_seed() % 10_000
        self._arrange()
        self.changed.emit()


class BelowBox(QWidget):
    """What stands below the portrait: shares and payoffs, or rest points against a parameter, by the share of
    one strategy. changed: something else was chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.what = narrow(QComboBox())
        self.what.setAccessibleName("Below the portrait")
        self.axis = narrow(QComboBox())
        self.axis.setAccessibleName("Share that is drawn")
        self.words: QLabel = Label()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "muted")
        for box in (self.what, self.axis):
            box.activated.connect(self._chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.what, self.axis, self.words):
            column.addWidget(widget)
        self.offer((), ())

    def offer(self, parameters: Sequence[str], axes: Sequence[str]) -> None:
        """The parameters, and the strategies, there are; what was chosen stays where it can."""
        for box, texts, values in ((self.what, [SHARES, *("Rest points against "
                                                          f"{name}" for name in parameters)],
                                    ["", *parameters]), (self.axis, [f"share of {name}" for name in axes],
                                                         list(range(len(axes))))):
            kept = box.currentData()
            with QSignalBlocker(box):
                box.clear()
                for text, value in zip(texts, values):
                    box.addItem(text, value)
                box.setCurrentIndex(max(0, box.findData(kept)))
        self.what.setEnabled(bool(parameters))
        self.what.setToolTip("" if parameters else "Neither the game nor the dynamic has a parameter that "
        "could change; type letters as payoffs on the Game page")
        self._arrange()

    @property
    def parameter(self) -> str:
        """The parameter rest points are drawn against; empty: shares and payoffs are wanted."""
        return str(self.what.currentData() or "")

    def _arrange(self) -> None:
        self.axis.setVisible(bool(self.parameter) and self.axis.count() > 1)
        self.words.setVisible(bool(self.parameter))
        self.words.setText("Drag the line in the picture to set the parameter." if self.parameter else "")

    def _chosen(self, _index: int) -> None:
        self._arrange()
        self.changed.emit()
