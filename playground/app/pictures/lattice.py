"""Everybody on a lattice or network, coloured by strategy, with those marked that have just changed.

With two strategies there are four colours, as in Nowak and May (1992): who keeps a strategy, and who has
newly taken it up. With more, who has changed is brighter.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from playground.app.pictures import paper
from playground.app.pictures.table import Rows
from playground.app.theme import Theme
from playground.evolution.space import Lattice, Network
from playground.evolution.space.sites import States

SERIES = 6  # colours of a theme
NEWLY = ("#2fbf8a", "#f4c430")  # who has newly taken up the first, the second of two
MOST_CELLS = 100_000  # in a table
FLAT = 3 ** 0.5 / 2  # how high a row of hexagons is, in its columns


@dataclass(frozen=True, eq=False)
class Scene:
    """`places` of shape (nodes, 2) in the unit square are for networks."""

    sites: Lattice | Network
    states: States
    previous: States
    names: tuple[str, ...]
    places: npt.NDArray[np.float64] | None = None

    def table(self) -> Rows:
        """The strategies by row and column, or by node."""
        if self.sites.size > MOST_CELLS:
            return []
        if isinstance(self.sites, Lattice):
            rows = self.states.reshape(self.sites.rows, self.sites.columns).tolist()
            return [["row", *range(1, self.sites.columns + 1)],
                    *([row, *(self.names[k] for k in line)] for row, line in enumerate(rows, 1))]
        played = (self.names[k] for k in self.states.tolist())
        return [["node", "strategy"], *([node, name] for node, name in enumerate(played, 1))]


def colour(strategy: int, theme: Theme) -> QColor:
    """Of those who keep it."""
    own = theme.player(strategy)
    return own if strategy < SERIES else own.lighter(160) if theme.dark else own.darker(160)


def colours(strategies: int, theme: Theme) -> list[QColor]:
    """Of those who keep each strategy, then of those who have newly taken it up."""
    old = [colour(k, theme) for k in range(strategies)]
    if strategies == 2:
        return [*old, *map(QColor, NEWLY)]
    return [*old, *(paper.mixed(QColor("#ffffff"), each, 0.5) for each in old)]


def _codes(states: States, previous: States, strategies: int) -> States:
    """Places in `colours`."""
    newly = (states != previous).view(np.uint8)
    newly *= np.uint8(strategies)
    newly += states
    return newly


def key_room(unit: float) -> float:
    """What the key below needs."""
    return unit * 2.2


def place(rect: QRectF, unit: float, sites: Lattice) -> QRectF:
    """Where the lattice lies; a site is a whole number of pixels wide where there is room."""
    wide, high = extent(sites)
    room = rect.adjusted(unit * 0.3, unit * 0.3, -unit * 0.3, -key_room(unit))
    side = min(room.width() / wide, room.height() / high)
    side = float(int(side)) if side >= 2 and sites.neighbourhood != "hexagonal" else side
    made = QRectF(0, 0, side * wide, side * high)
    made.moveCenter(room.center())
    made.moveTopLeft(QPointF(round(made.left()), round(made.top())))
    return made


def extent(sites: Lattice) -> tuple[float, float]:
    """Width and height, in sites."""
    hexagonal = sites.neighbourhood == "hexagonal"
    return (sites.columns + 0.5, sites.rows * FLAT) if hexagonal else (sites.columns, sites.rows)


def site_at(box: QRectF, sites: Lattice, at: QPointF) -> tuple[int, int] | None:
    """Row and column at a point; None where there is no site."""
    wide, _high = extent(sites)
    row = int((at.y() - box.top()) / box.height() * sites.rows // 1)
    shift = 0.5 if sites.neighbourhood == "hexagonal" and row % 2 else 0.0
    column = int(((at.x() - box.left()) / box.width() * wide - shift) // 1)
    return (row, column) if 0 <= row < sites.rows and 0 <= column < sites.columns else None


def image(scene: Scene, theme: Theme, most: float = math.inf) -> QImage:
    """A pixel a site; of hexagons two, as every second row stands half a site to the right. Where a side has
    more than `most` sites, so many at even distances."""
    assert isinstance(scene.sites, Lattice)
    shape = scene.sites.rows, scene.sites.columns
    states, previous = scene.states.reshape(shape), scene.previous.reshape(shape)
    if max(shape) > most and scene.sites.neighbourhood != "hexagonal":
        kept = np.ix_(*(((np.arange(n) + 0.5) * side / n).astype(np.int64)
                        for side in shape for n in [max(1, int(side * most / max(shape)))]))
        states, previous = states[kept], previous[kept]
    codes = _codes(states, previous, len(scene.names))
    table = [each.rgba() for each in colours(len(scene.names), theme)]
    if scene.sites.neighbourhood == "hexagonal":
        shifted = np.full((scene.sites.rows, 2 * scene.sites.columns + 1), len(table), dtype=np.uint8)
        double = np.repeat(codes, 2, axis=1)
        shifted[::2, :-1], shifted[1::2, 1:] = double[::2], double[1::2]
        codes = shifted
        table.append(0)
    rows, columns = codes.shape
    made = QImage(codes.data, columns, rows, columns, QImage.Format.Format_Indexed8)
    made.setColorTable(table)
    made.kept = codes  # the picture does not own its bytes
    return made


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """A lattice."""
    assert isinstance(scene.sites, Lattice)
    unit = paper.unit(painter)
    box = place(rect, unit, scene.sites)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    pixels = max(box.width(), box.height()) * painter.deviceTransform().m11()
    painter.drawImage(box, image(scene, theme, pixels))
    painter.restore()
    paint_key(painter, rect, scene.names, theme)


def paint_key(painter: QPainter, rect: QRectF, names: Sequence[str], theme: Theme) -> None:
    """Which colour is which."""
    unit, small = paper.unit(painter), paper.font(painter, 0.85)
    words = [*names, *(f"newly {name}" for name in names)] if len(names) == 2 else [*names, ""]
    shown = colours(len(names), theme)
    side = unit * 0.8
    words = [paper.elided(each, small, rect.width() / len(words) - 2.4 * side) for each in words]
    if len(names) > 2:
        words[-1] = "brighter: newly changed"
    wide = [side * (0 if len(names) > 2 and k == len(names) else 1.5) + paper.width(each, small) + unit
            for k, each in enumerate(words)]
    x, y = rect.center().x() - (sum(wide) - unit) / 2, rect.bottom() - key_room(unit) / 2
    for k, (each, step) in enumerate(zip(words, wide)):
        swatch = len(names) == 2 or k < len(names)
        if swatch:
            painter.fillRect(QRectF(x, y - side / 2, side, side), shown[k])
        at = QPointF(x + (side * 1.5 if swatch else 0), y)
        paper.text(painter, at, each, theme.colour("muted"), small, across=0)
        x += step


# --- networks --------------------------------------------------------------------------------------


def node_places(rect: QRectF, unit: float, places: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Where nodes lie in the picture, shape (nodes, 2)."""
    margin = unit * 1.2
    room = rect.adjusted(margin, margin, -margin, -margin - key_room(unit))
    made: npt.NDArray[np.float64] = np.column_stack([room.left() + places[:, 0] * room.width(),
                                                     room.top() + places[:, 1] * room.height()])
    return made


def node_radius(unit: float, nodes: int) -> float:
    return max(unit * 0.12, min(unit * 0.5, unit * 9 / max(nodes, 1) ** 0.5))


def paint_links(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """The layer of a network that stays."""
    assert isinstance(scene.sites, Network) and scene.places is not None
    at = node_places(rect, paper.unit(painter), scene.places)
    painter.setPen(paper.stroke(paper.faded(theme.colour("muted"), 0.35), 1.0))
    for (x, y), (v, w) in zip(at[scene.sites.links[:, 0]].tolist(), at[scene.sites.links[:, 1]].tolist()):
        painter.drawLine(QPointF(x, y), QPointF(v, w))
    paint_key(painter, rect, scene.names, theme)


def paint_nodes(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """The layer that moves."""
    assert scene.places is not None
    unit, codes = paper.unit(painter), _codes(scene.states, scene.previous, len(scene.names))
    at, wide = node_places(rect, unit, scene.places), 2 * node_radius(unit, len(codes))
    for code, each in enumerate(colours(len(scene.names), theme)):
        if len(points := at[codes == code]):
            pen = paper.stroke(each, wide)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(paper.polygon(points))


def paint_network(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    paint_links(painter, rect, scene, theme)
    paint_nodes(painter, rect, scene, theme)


def still_of(scene: Scene) -> tuple[int, int]:
    """What the links are drawn from."""
    return id(scene.sites), id(scene.places)


def node_at(rect: QRectF, unit: float, places: npt.NDArray[np.float64], at: QPointF) -> int | None:
    """The node at a point."""
    far = np.hypot(*(node_places(rect, unit, places) - [at.x(), at.y()]).T)
    nearest = int(far.argmin())
    return nearest if far[nearest] <= node_radius(unit, len(places)) + unit * 0.3 else None
