"""The payoffs beside the table, and what other concepts say of them laid over the picture as wished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from playground.app.pictures import payoff_space
from playground.app.pictures.view import PictureView
from playground.app.widgets.flow import FlowLayout
from playground.game import NormalForm

if TYPE_CHECKING:
    from playground.app.theme import Theme

CHIPS = {"correlated": ("Correlated", "Payoffs of correlated equilibria: a mediator recommends, all obey"),
         "coarse-correlated": ("Coarse", "Payoffs of coarse correlated equilibria: all sign up beforehand"),
         "folk": ("Repeated", "Payoffs that patient players can sustain: no less than their minimax"),
         "bargaining": ("Bargaining", "What players who can sign a contract would agree on")}


class PayoffPanel(QWidget):
    """wanted(game, concept): what that concept says of the game is asked for."""

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = PictureView(payoff_space.paint, name="Payoffs", grows=True)
        self._controls = QWidget()
        flow = FlowLayout(self._controls)
        self.chips: dict[str, QPushButton] = {}
        for concept, (title, hint) in CHIPS.items():
            chip = QPushButton(title)
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setToolTip(hint)
            chip.toggled.connect(self._draw)
            flow.addWidget(chip)
            self.chips[concept] = chip
        self._game: NormalForm | None = None
        self._scene: payoff_space.Scene | None = None  # without layers
        self._layers: dict[str, Any] = {}
        self._asked: set[str] = set()  # which of them, for the game at hand
        self._answered: set[str] = set()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._controls)
        layout.addWidget(self.picture, 1)

    def set_theme(self, theme: Theme) -> None:
        self.picture.set_theme(theme)

    def set_presenting(self, presenting: bool) -> None:
        """The picture alone, for an audience."""
        self._controls.setVisible(not presenting)

    def show_result(self, game: NormalForm, solution: Any) -> None:
        """Show a game with its equilibria; the chosen layers of another game are asked for anew, and until
        they are there those of the game before are pale."""
        if game is not self._game:
            self._asked.clear()
            self._answered.clear()
            if self._game is None or game.shape != self._game.shape:
                self._layers = {}
        self._game, self._scene = game, payoff_space.scene(game, solution)
        self._draw()

    def show_words(self, words: str) -> None:
        """Why there is no picture yet."""
        self._game = None
        self.picture.show_scene(None, words)

    def show_layer(self, game: NormalForm, concept: str, solution: Any) -> None:
        """What a concept says of the game that is shown; `solution` None: it has nothing to say."""
        if game is self._game:
            self._layers[concept] = solution
            self._answered.add(concept)
            self._draw()

    def _draw(self) -> None:
        game = self._game
        if game is None or self._scene is None:
            return
        chosen = [concept for concept, chip in self.chips.items() if chip.isChecked()]
        layers = {concept: self._layers[concept] for concept in chosen if self._layers.get(concept)}
        scene = payoff_space.overlaid(self._scene, layers, not self._answered.issuperset(layers))
        self.picture.show_scene(scene, description=scene.words)
        missing = [concept for concept in chosen if concept not in self._asked]
        self._asked.update(missing)
        for concept in missing:
            self.wanted.emit(game, concept)
