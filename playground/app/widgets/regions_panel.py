"""The best-response regions beside the table, and a Lemke–Howson walk on them, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from playground.app.pictures import regions
from playground.app.pictures.view import PictureView
from playground.app.widgets.label import Label
from playground.equilibrium.lemke_howson import Step, walk
from playground.game import NormalForm

if TYPE_CHECKING:
    from playground.app.theme import Theme

LINES = 3  # kept for the words, so that the picture stays where it is


class RegionsPanel(QWidget):
    """A label to drop is chosen, Back and Next walk along its path. An edit of the game keeps the label, and
    the step as far as the new path goes. line_changed: `line` is another."""

    line_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QComboBox()
        self.label.setAccessibleName("Label that the Lemke–Howson walk drops")
        self.label.setToolTip("Lemke and Howson: drop one label and follow the edges that keep all others, "
                              "to an equilibrium")
        self.label.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.label.setMinimumContentsLength(10)
        self.back, self.next = QPushButton("Back"), QPushButton("Next")
        self.told = Label()
        self.told.setWordWrap(True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told.setAccessibleName("The walk’s step")
        self.picture = PictureView(regions.paint, name="Best-response regions", grows=True)
        self.label.activated.connect(self._chosen)
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)
        self._game: NormalForm | None = None
        self._solution: Any = None
        self.steps: tuple[Step, ...] = ()
        self.number = 0
        self._presenting = False
        self._controls = QWidget()
        row = QHBoxLayout(self._controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label, 1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        row.addStretch()  # what the label leaves when it is hidden
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._controls)
        layout.addWidget(self.told)
        layout.addWidget(self.picture, 1)

    @staticmethod
    def fits(game: NormalForm) -> bool:
        """A 2×2 game has the square of both players' best responses instead."""
        return regions.fits(game) and game.shape != (2, 2)

    def set_theme(self, theme: Theme) -> None:
        self.picture.set_theme(theme)

    def set_presenting(self, presenting: bool) -> None:
        """The pictures alone, for an audience; Back and Next stay on a walk, whose words are in `line`."""
        self._presenting = presenting
        self._draw()

    @property
    def line(self) -> str:
        """Where the walk is."""
        return self.told.text()

    def show_game(self, game: NormalForm, solution: Any) -> None:
        """Show a game that fits and its equilibria; `solution` None: not known yet."""
        before = self._game
        if before is None or game.players != before.players:
            self._offer(game, before is not None and before.shape == game.shape)
        if before != game:
            self._game = game
            self._walk()
        self._solution = solution
        self._draw()

    def _offer(self, game: NormalForm, keep: bool) -> None:
        kept = self.label.currentIndex() if keep else 0
        self.label.clear()
        self.label.addItem("No Lemke–Howson walk", None)
        for label in range(sum(game.shape)):
            self.label.addItem(f"Drop {regions.label_name(game, label)}", label)
        self.label.setCurrentIndex(kept)

    def _chosen(self) -> None:
        self.number = 0
        self._walk()
        self._draw()

    def _walk(self) -> None:
        label = self.label.currentData()
        self.steps = tuple(walk(self._game, label)) if self._game is not None and label is not None else ()
        self.number = min(self.number, len(self.steps))

    def _go_back(self) -> None:
        self.number -= 1
        self._draw()

    def _go_on(self) -> None:
        self.number += 1
        self._draw()

    def _draw(self) -> None:
        if self._game is None:
            return
        made = regions.scene(self._game, self._solution, self.steps, self.number)
        self.picture.show_scene(made, description=made.words)
        self.told.setText(made.told)
        self.told.setVisible(bool(made.told) and not self._presenting)
        self.told.setMinimumHeight(self.told.fontMetrics().lineSpacing() * LINES)
        self.label.setVisible(not self._presenting)
        self._controls.setVisible(not self._presenting or bool(self.steps))
        focused = self.focusWidget()
        self.back.setEnabled(self.number > 0)
        self.next.setEnabled(self.number < len(self.steps))
        if focused in (self.back, self.next) and not focused.isEnabled():
            (self.next if self.next.isEnabled() else self.back).setFocus()
        self.line_changed.emit()
