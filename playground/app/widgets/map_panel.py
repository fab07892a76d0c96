"""The equilibrium map beside the table: which parameter, what is shown of the equilibria, and the picture."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from playground.app.pictures import equilibrium_map
from playground.app.pictures.equilibrium_map import View
from playground.app.pictures.view import PictureView
from playground.game import NormalForm, edits

if TYPE_CHECKING:
    from playground.app.theme import Theme

WIDER = 2  # how far the map of a parameter without a range goes, in its values


class MapPanel(QWidget):
    """wanted(game, parameter, low, high): a map is asked for; jumped(parameter, text): the person clicked on
    this value."""

    wanted = Signal(object, str, object, object)
    jumped = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter, self.what = QComboBox(), QComboBox()
        self.parameter.setAccessibleName("Parameter of the map")
        self.what.setAccessibleName("What the map shows")
        self.what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.what.setMinimumContentsLength(10)
        self.picture = PictureView(equilibrium_map.paint, name="Equilibrium map")
        self.picture.setToolTip("Click to give the parameter that value")
        self.parameter.activated.connect(self._chosen)
        self.what.activated.connect(self._draw)
        self.picture.pressed.connect(self._pressed)
        self._game: NormalForm | None = None
        self._asked: tuple[NormalForm, str] | None = None  # of what, apart from the parameter's value
        self._found: Any = None
        row = QHBoxLayout()
        row.addWidget(self.parameter)
        row.addWidget(self.what, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.picture, 1)

    @staticmethod
    def fits(game: NormalForm) -> bool:
        return game.n_players == 2 and any(not parameter.value.names for parameter in game.parameters)

    def set_theme(self, theme: Theme) -> None:
        self.picture.set_theme(theme)

    def show_game(self, game: NormalForm) -> None:
        """Show a game; its map is asked for unless only the parameter's value is another one."""
        before = self._game
        if before is None or game.players != before.players or game.parameters != before.parameters:
            self._offer(game)
        self._game = game
        name = str(self.parameter.currentData())
        low, high = _range(game, name)
        base = edits.set_parameter(game, name, str(low))
        if self._asked != (base, name):
            self._asked, self._found = (base, name), None
            self.wanted.emit(game, name, low, high)
        else:
            self._draw()

    def show_map(self, asked_of: NormalForm, found: Any) -> None:
        """The map of what was asked for last; others come too late."""
        name = str(self.parameter.currentData())
        if self._asked is not None and found.parameter == name and edits.set_parameter(
                asked_of, name, str(found.low)) == self._asked[0]:
            self._found = found
            self._draw()

    def show_words(self, words: str) -> None:
        """Why there is no map, or not yet."""
        self.picture.show_scene(None, words)

    def _offer(self, game: NormalForm) -> None:
        for box, entries in ((self.parameter, [(each.name, each.name) for each in game.parameters
                                               if not each.value.names]),
                             (self.what, [(view.words(game), view) for view in _views(game)])):
            kept = box.currentIndex()
            texts = [text for text, _data in entries]
            if texts != [box.itemText(i) for i in range(box.count())]:
                box.clear()
                for text, data in entries:
                    box.addItem(text, data)
                box.setCurrentIndex(max(0, min(kept, len(entries) - 1)))

    def _chosen(self) -> None:
        if self._game is not None:
            self.show_game(self._game)

    def _draw(self) -> None:
        game, found = self._game, self._found
        if game is None or found is None:
            return
        view = self.what.currentData()
        made = equilibrium_map.scene(game, found, view, game.values[found.parameter])
        self.picture.show_scene(made, description=made.words)

    def _pressed(self, at: QPointF) -> None:
        game, found, shown = self._game, self._found, self.picture.scene
        if game is None or found is None or shown is None:
            return
        frame = equilibrium_map.place(self.picture.picture_rect(), self.picture.unit(), shown)
        across = frame.data(at)[0]
        if not shown.span[0] <= across <= shown.span[1]:
            return
        near = min(found.breaks, key=lambda root: abs(float(root.middle) - across), default=None)
        close = (shown.span[1] - shown.span[0]) * 0.012
        if near is not None and near.exact and abs(float(near.low) - across) < close:
            value = near.low  # a click on a break means just that value
        else:
            step = _step(game, found)
            value = found.low + round((Fraction(across) - found.low) / step) * step
        self.jumped.emit(found.parameter, str(min(max(value, found.low), found.high)))


def _views(game: NormalForm) -> list[View]:
    views = [View(k, i) for k in (0, 1) for i in range(game.shape[k])]
    return [*views, View(0, None), View(1, None)]


def _range(game: NormalForm, name: str) -> tuple[Fraction, Fraction]:
    """The slider's range, or one round the value."""
    parameter = next(each for each in game.parameters if each.name == name)
    value = game.values[name]
    size = abs(value) or Fraction(1)
    low = parameter.minimum if parameter.minimum is not None else min(value - size * WIDER, Fraction(0))
    high = parameter.maximum if parameter.maximum is not None else value + size * WIDER
    return (low, high) if low < high else (low - 1, high + 1)


def _step(game: NormalForm, found: Any) -> Fraction:
    parameter = next(each for each in game.parameters if each.name == found.parameter)
    step: Fraction = parameter.step or (found.high - found.low) / 200
    return step
