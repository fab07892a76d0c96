"""The equilibrium map beside the table, of one parameter or of two: which, and the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from playground.app.pictures import equilibrium_map, region_map
from playground.app.pictures.equilibrium_map import View
from playground.app.pictures.view import PictureView
from playground.app.widgets.label import tip
from playground.game import Expression, NormalForm, Parameter

if TYPE_CHECKING:
    from playground.app.theme import Theme

WIDER = 2  # how far the map of a parameter without a range goes, in its values
NEAR = Fraction(12, 1000)  # of the map: a click as close to a break or border means just that value
STEPS = 200  # over the map of a parameter that has no step
Range = tuple[Fraction, Fraction]
_KEYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
_LAYERS = (region_map.paint_still, region_map.paint_moving, lambda scene: scene.ground)


class MapPanel(QWidget):
    """wanted(game, names, ranges): the map of one parameter or two is asked for; jumped(texts, merge): the
    person went to these values, by name. Steps with the same `merge` are one gesture; line_changed: `line` is
    another."""

    wanted = Signal(object, object, object)
    jumped = Signal(object, str)
    line_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter, self.second, self.what = QComboBox(), QComboBox(), QComboBox()
        self.parameter.setAccessibleName("Parameter of the map")
        self.second.setAccessibleName("Second parameter of the map")
        self.second.setToolTip("A second parameter makes a map of regions")
        self.what.setAccessibleName("What the map shows")
        self.what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.what.setMinimumContentsLength(10)
        self.picture = PictureView(equilibrium_map.paint, name="Equilibrium map", grows=True)
        self.picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for box in (self.parameter, self.second):
            box.activated.connect(self._chosen)
        self.what.activated.connect(self._draw)
        self.picture.pressed.connect(self._pressed)
        self.picture.moved.connect(self._moved)
        self.picture.released.connect(self._released)
        self._game: NormalForm | None = None
        self._asked: tuple[Any, ...] | None = None  # of what, apart from the values on the map
        self._found: Any = None
        self._ground: region_map.Ground | None = None
        self._gesture = 0
        self._down = False  # the button, pressed on the map
        self._controls = QWidget()
        row = QHBoxLayout(self._controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.parameter)
        row.addWidget(self.second)
        row.addWidget(self.what, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._controls)
        layout.addWidget(self.picture, 1)

    @staticmethod
    def fits(game: NormalForm) -> bool:
        return game.n_players == 2 and bool(_free(game))

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters of the map, one or two."""
        first, second = str(self.parameter.currentData()), self.second.currentData()
        return (first,) if second is None else (first, str(second))

    def set_theme(self, theme: Theme) -> None:
        self.picture.set_theme(theme)

    def set_presenting(self, presenting: bool) -> None:
        """The picture alone, for an audience."""
        self._controls.setVisible(not presenting)

    @property
    def line(self) -> str:
        """What the map of one parameter shows; that of two says it itself."""
        return "" if len(self.names) == 2 else self.picture.accessibleDescription()

    def show_game(self, game: NormalForm) -> None:
        """Show a game; its map is asked for unless only values on the map are others."""
        before = self._game
        if before is None or game.players != before.players or game.parameters != before.parameters:
            self._offer(game)
        self._game = game
        names = self.names
        key = (names, game.players, tuple(game.cells.flat), _without_values(game, names))
        same = self._asked is not None and self._asked[:-1] == key
        # A range that follows from the value stays as long as the value is in it.
        if same and all(low <= game.values[name] <= high or _has_range(game, name)
                        for name, (low, high) in zip(names, self.ranges)):
            ranges = self.ranges
        else:
            ranges = tuple(_range(game, name) for name in names)
        if self._asked != (*key, ranges):
            self._asked, self._found, self._ground = (*key, ranges), None, None
            self.wanted.emit(game, names, ranges)
        else:
            self._draw()

    def show_map(self, asked: tuple[Any, ...], found: Any) -> None:
        """The map of what was asked for last, `asked` being how; others come too late."""
        if asked == self._asked:
            self._found = found
            self._draw()

    @property
    def ranges(self) -> tuple[Range, ...]:
        """From where to where each parameter of the map goes."""
        return () if self._asked is None else tuple(self._asked[-1])

    @property
    def asked(self) -> tuple[Any, ...] | None:
        """How the map is told apart that was asked for last."""
        return self._asked

    def show_words(self, words: str) -> None:
        """Why there is no map, or not yet."""
        self.picture.show_scene(None, words)
        self.line_changed.emit()

    def _offer(self, game: NormalForm) -> None:
        names = _free(game)
        _fill(self.parameter, [(name, name) for name in names], self.parameter.currentIndex())
        second = self.second.currentData()
        others = [name for name in names if name != self.parameter.currentData()]
        _fill(self.second, [("one parameter", None), *((f"and {name}", name) for name in others)],
              others.index(second) + 1 if second in others else 0)
        _fill(self.what, [(view.words(game), view) for view in _views(game)], self.what.currentIndex())
        self.second.setVisible(bool(others))

    def _chosen(self) -> None:
        if self._game is not None:
            self._offer(self._game)
            self.show_game(self._game)

    def _draw(self) -> None:
        game, found = self._game, self._found
        two = len(self.names) == 2
        self.what.setVisible(not two)
        if game is None or found is None:
            return
        if two:
            if self._ground is None:
                self._ground = region_map.ground(game, found)
            made: Any = region_map.scene(game, found, self._ground)
            self.picture.use(region_map.paint, "Equilibrium regions", _LAYERS)
        else:
            made = equilibrium_map.scene(game, found, self.what.currentData(), game.values[found.parameter])
            self.picture.use(equilibrium_map.paint, "Equilibrium map")
            self.picture.setToolTip("Click to give the parameter that value")
        self.picture.show_scene(made, description=made.words)
        self.line_changed.emit()

    # --- pointer and keys ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        game, found, steps = self._game, self._found, _KEYS.get(Qt.Key(event.key()))
        if game is None or found is None or steps is None:
            super().keyPressEvent(event)
            return
        self._gesture += not event.isAutoRepeat()
        self._go({name: min(max(game.values[name] + step * _step(game, name, span), span[0]), span[1])
                  for name, span, step in zip(self.names, self.ranges, steps) if step})

    def _pressed(self, point: QPointF) -> None:
        values = self._values_at(point)
        self._down = values is not None
        if values is not None:
            self._gesture += 1
            self._go(values)

    def _moved(self, point: QPointF) -> None:
        values = self._values_at(point, self._down)
        if values is not None and self._down:
            self._go(values)
        elif self._ground is not None:
            self.picture.setToolTip("" if values is None else tip(self._told(values)))

    def _released(self, _point: QPointF) -> None:
        self._down = False

    def _go(self, values: dict[str, Fraction]) -> None:
        game = self._game
        if game is not None and any(game.values[name] != value for name, value in values.items()):
            texts = {name: game.number_text(value) for name, value in values.items()}
            self.jumped.emit(texts, f"map {self._gesture}")

    def _values_at(self, point: QPointF, beyond: bool = False) -> dict[str, Fraction] | None:
        """What a click there means: multiples of the steps, or exactly a break or border that is near. None
        outside of the map; there the nearest inside, if `beyond`."""
        game, found, shown = self._game, self._found, self.picture.scene
        if game is None or found is None or shown is None:
            return None
        kind = region_map if self._ground is not None else equilibrium_map
        frame = kind.place(self.picture.picture_rect(), self.picture.unit(), shown)
        names, ranges = self.names, self.ranges
        at = tuple(map(Fraction, frame.data(point)))[:len(names)]
        inside = tuple(min(max(value, low), high) for value, (low, high) in zip(at, ranges))
        if at != inside and not beyond:
            return None
        steps = (_step(game, name, span) for name, span in zip(names, ranges))
        round_ones = [min(low + round((value - low) / step) * step, high)
                      for value, (low, high), step in zip(inside, ranges, steps)]
        if self._ground is not None:
            return dict(zip(names, _onto_border(self._ground, found, inside, round_ones)))
        (low, high), across = ranges[0], inside[0]
        near = [root.low for root in found.breaks
                if root.exact and abs(root.low - across) < (high - low) * NEAR]
        return {names[0]: min(near, key=lambda value: abs(value - across), default=round_ones[0])}

    def _told(self, values: dict[str, Fraction]) -> str:
        """What is at a point of the map of regions."""
        game, found, ground = self._game, self._found, self._ground
        assert game is not None and ground is not None
        at = region_map.written(game, values)
        on = [found.curves[i].equation for i in ground.curves if not found.curves[i].value(values)]
        if on:
            return f"{at}: on the line {' and '.join(on)}, which may have a set of its own"
        area = found.area_at(*values.values())
        return f"{at}: region {area.form + 1}, {ground.sets[area.form]}"


def _fill(box: QComboBox, entries: Sequence[tuple[str, object]], index: int) -> None:
    """Offer entries, texts with what they stand for, unless it has them already."""
    if [text for text, _data in entries] != [box.itemText(i) for i in range(box.count())]:
        box.clear()
        for text, data in entries:
            box.addItem(text, data)
        box.setCurrentIndex(max(0, min(index, len(entries) - 1)))


def _onto_border(ground: region_map.Ground, found: Any, at: Sequence[Fraction], else_at: Sequence[Fraction]
                 ) -> Sequence[Fraction]:
    """The point on a straight border that is near `at`, one parameter being that of `else_at`, or `else_at`
    where none is."""
    if not found.exact:
        return else_at
    ranges = found.across, found.up
    sizes = [high - low for low, high in ranges]
    best, least = else_at, NEAR
    for curve in (found.curves[i] for i in ground.curves):
        # By how much the curve's value changes over the map: it is crossed along the steeper one.
        slopes = [dict(curve.terms).get((name,), Fraction(0)) for name in found.parameters]
        k = int(abs(slopes[1] * sizes[1]) > abs(slopes[0] * sizes[0]))
        low, high = ranges[k]
        made = [*else_at]
        made[k] -= curve.value(dict(zip(found.parameters, else_at))) / slopes[k]
        away = abs(made[k] - at[k]) / sizes[k]
        if away < least and low <= made[k] <= high:
            best, least = made, away
    return best


def _free(game: NormalForm) -> list[str]:
    """The parameters that are numbers of their own."""
    return [parameter.name for parameter in game.parameters if not parameter.value.names]


def _without_values(game: NormalForm, names: Sequence[str]) -> tuple[Parameter, ...]:
    nothing = Expression("0")
    return tuple(replace(each, value=nothing) if each.name in names else each for each in game.parameters)


def _views(game: NormalForm) -> list[View]:
    views = [View(k, i) for k in (0, 1) for i in range(game.shape[k])]
    return [*views, View(0, None), View(1, None)]


def _parameter(game: NormalForm, name: str) -> Parameter:
    return next(each for each in game.parameters if each.name == name)


def _has_range(game: NormalForm, name: str) -> bool:
    parameter = _parameter(game, name)
    return parameter.minimum is not None and parameter.maximum is not None


def _range(game: NormalForm, name: str) -> Range:
    """The slider's range, or one round the value."""
    parameter, value = _parameter(game, name), game.values[name]
    size = abs(value) or Fraction(1)
    low = parameter.minimum if parameter.minimum is not None else min(value - size * WIDER, Fraction(0))
    high = parameter.maximum if parameter.maximum is not None else value + size * WIDER
    return (low, high) if low < high else (low - 1, high + 1)


def _step(game: NormalForm, name: str, span: Range) -> Fraction:
    return _parameter(game, name).step or (span[1] - span[0]) / STEPS
