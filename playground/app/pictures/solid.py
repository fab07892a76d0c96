"""The phase portraits in space: one population with four strategies in the tetrahedron of shares, and three
populations with two strategies each in the cube.

Seen from far away, so that parallels stay parallel and a state's place on paper is linear in it, as in the
plane. What is farther away is fainter; edges behind the solid are dashed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations, product

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath

from playground.app.pictures import flow, paper, triangle
from playground.app.pictures.table import Rows
from playground.app.theme import Theme
from playground.equilibrium.words import listed

Array = flow.Array
Turn = tuple[float, float]  # radians: round the upright axis, and how far from above it is seen
TURNS: dict[str, Turn] = {"tetrahedron": (0.35, 0.3), "cube": (0.38, 0.3)}  # to begin with
STEEPEST = math.pi / 2
BANDS = 6  # of depth, each with lines of one strength
BESIDE = 0.0173  # radians
CELLS = 18  # a unit of space, in which flow lines keep apart: a solid fits in a ball of radius 1


@dataclass(frozen=True, eq=False)
class Shape:
    """A solid in a ball of radius 1 around the origin: point = state @ axes + origin, state = point @ back +
    middle. Corners are states; a face is its corners, in order round it."""

    axes: Array
    origin: Array
    back: Array
    middle: Array
    corners: Array
    faces: tuple[tuple[int, ...], ...]

    @cached_property
    def points(self) -> Array:
        made: Array = self.corners @ self.axes + self.origin
        return made

    @cached_property
    def width(self) -> float:
        """The largest distance between corners: no shadow is longer."""
        return float(np.linalg.norm(self.points[:, np.newaxis] - self.points, axis=-1).max())

    @cached_property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """Pairs of corners that two faces share."""
        return tuple(pair for pair in combinations(range(len(self.corners)), 2)
                     if sum(set(pair) <= set(face) for face in self.faces) == 2)

    def facing(self, towards: Array) -> list[bool]:
        """Which faces are seen."""
        return [float(self.points[list(face)].mean(axis=0) @ towards) > 1e-9 for face in self.faces]


def _tetrahedron() -> Shape:
    """The last strategy is at the top. Of its unit vectors v the inner products are −1/3, hence `back`."""
    angles = np.radians([210.0, 330.0, 90.0])
    wide = math.sqrt(8) / 3
    points = np.vstack([np.column_stack([wide * np.cos(angles), wide * np.sin(angles), np.full(3, -1 / 3)]),
                        [[0.0, 0.0, 1.0]]])
    return Shape(points, np.zeros(3), points.T * 0.75, np.full(4, 0.25), np.eye(4),
                 tuple(combinations(range(4), 3)))


def _cube() -> Shape:
    """Population 1's share runs to the right, 2's into the depth, 3's upwards."""
    side = 2 / math.sqrt(3)
    corners = np.array(list(product((0.0, 1.0), repeat=3)))
    faces = []
    for axis in range(3):
        for value in (0.0, 1.0):
            a, b, c, d = np.flatnonzero(corners[:, axis] == value).tolist()
            faces.append((a, b, d, c))
    return Shape(np.eye(3) * side, np.full(3, -side / 2), np.eye(3) / side, np.full(3, 0.5), corners,
                 tuple(faces))


SHAPES = {"tetrahedron": _tetrahedron(), "cube": _cube()}


@dataclass(frozen=True, eq=False)
class Scene:
    """States are four shares in the tetrahedron; in the cube the share of each population that plays its
    first strategy. `players` and `strategies` have an entry a population."""

    kind: str
    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    portrait: flow.Portrait
    path: flow.Path | None = None
    turn: Turn = TURNS["tetrahedron"]

    @property
    def still(self) -> tuple[object, ...]:
        """What the still layer shows."""
        return self.portrait, self.turn, self.kind, self.players, self.strategies

    def table(self) -> Rows:
        """The rest points."""
        if self.kind == "tetrahedron":
            names = [f"share of {name}" for name in self.strategies[0]]
        else:
            names = [f"{player}: share of {own[0]}" for player, own in zip(self.players, self.strategies)]
        return flow.rest_rows(names, self.portrait.rest, self.portrait.continua)

    @property
    def words(self) -> str:
        """What is seen, for those who do not see it."""
        if self.kind == "cube":
            axes = [f"{player}’s share of {own[0]}" for player, own in zip(self.players, self.strategies)]
            return f"A cube whose three directions are {listed(axes)}."
        names = self.strategies[0]
        near = names[int(np.argmax(SHAPES[self.kind].points @ directions(self.turn)[2]))]
        return f"A tetrahedron with corners {listed(names)}; nearest is {near}."


# --- seen from somewhere --------------------------------------------------------------------------


@lru_cache(maxsize=64)
def directions(turn: Turn) -> tuple[Array, Array, Array]:
    """What points right, up, and towards who looks."""
    round_, steep = turn
    right = np.array([math.cos(round_), math.sin(round_), 0.0])
    away = np.array([-math.sin(round_), math.cos(round_), 0.0])
    upright = np.array([0.0, 0.0, 1.0])
    return (right, upright * math.cos(steep) + away * math.sin(steep),
            upright * math.sin(steep) - away * math.cos(steep))


@dataclass(frozen=True, eq=False)
class View:
    """Where a shape lies on paper: the map from states to pixels, and from −1 to 1 how near they are."""

    shape: Shape
    turn: Turn
    centre: QPointF
    radius: float

    @cached_property
    def to(self) -> flow.Affine:
        right, up, _towards = directions(self.turn)
        plane = np.column_stack([right, -up]) * self.radius
        return flow.Affine(self.shape.axes @ plane,
                           self.shape.origin @ plane + [self.centre.x(), self.centre.y()])

    def nearness(self, states: Array) -> Array:
        made: Array = (states @ self.shape.axes + self.shape.origin) @ directions(self.turn)[2]
        return made

    def _ray(self, at: QPointF) -> tuple[Array, Array]:
        """The states, inside or not, that are drawn at a point: the first + nearness · the second."""
        right, up, towards = directions(self.turn)
        point = ((at.x() - self.centre.x()) * right - (at.y() - self.centre.y()) * up) / self.radius
        return point @ self.shape.back + self.shape.middle, towards @ self.shape.back

    def at_depth(self, at: QPointF, nearness: float) -> Array:
        """The state of that nearness drawn at a point, or the nearest one to it."""
        start, way = self._ray(at)
        return _inside(self.shape, start + nearness * way)

    def in_front(self, at: QPointF) -> Array:
        """The state on the surface that is seen at a point; beside the solid, one near it."""
        start, way = self._ray(at)
        if len(way) == 3:  # a cube's shares end at 1 as well
            start, way = np.concatenate([start, 1 - start]), np.concatenate([way, -way])
        slanted = np.abs(way) > 1e-12
        ends = -start[slanted] / way[slanted]  # where a share, or what is left of it, is 0
        low = float(ends[way[slanted] > 0].max(initial=-2.0))
        high = float(ends[way[slanted] < 0].min(initial=2.0))
        return self.at_depth(at, high if low <= high else (low + high) / 2)


def _inside(shape: Shape, state: Array) -> Array:
    """The state nearest in space."""
    return triangle.nearest(state) if len(shape.middle) == 4 else np.clip(state, 0.0, 1.0)


def place(rect: QRectF, unit: float, scene: Scene) -> View:
    """As large as it can be turned with room for names around it, and in the middle however it is turned."""
    inner = rect.adjusted(unit * 4, unit * 2.2, -unit * 4, -unit * 2.2)
    shape = SHAPES[scene.kind]
    radius = max(10.0, min(inner.width(), inner.height()) / shape.width)
    right, up, _towards = directions(scene.turn)
    across, high = shape.points @ right, shape.points @ up
    off = QPointF(across.max() + across.min(), -(high.max() + high.min())) * (radius / 2)
    return View(shape, scene.turn, inner.center() - off, radius)


def turned(turn: Turn, across: float, down: float) -> Turn:
    """After the front was dragged by so many radians."""
    return turn[0] - across, min(max(turn[1] + down, -STEEPEST), STEEPEST)


# --- painting -------------------------------------------------------------------------------------


def paint_still(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """All that stays while the start is dragged."""
    u = paper.unit(painter)
    view = place(rect, u, scene)
    to = view.to
    seen = view.shape.facing(directions(scene.turn)[2])
    _paint_faces(painter, view, seen, theme)
    _paint_edges(painter, view, seen, False, theme)
    for area in scene.portrait.areas:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paper.faded(theme.colour("text"), 0.14))
        painter.drawPolygon(paper.polygon(to.all(area)))
    _paint_lines(painter, view, scene.portrait, theme)
    _paint_edges(painter, view, seen, True, theme)
    flow.paint_rest(painter, to, _sorted(view, scene.portrait), theme)
    _name_rest(painter, rect, view, scene.portrait, theme)
    if scene.kind == "tetrahedron":
        _name_corners(painter, rect, view, scene, theme)
    else:
        _name_axes(painter, rect, view, scene, theme)
    kinds = scene.portrait.kinds | (scene.path.kinds if scene.path is not None else set())
    paper.mark_key(painter, rect.topLeft() + QPointF(u * 0.9, u * 1.3), kinds, theme)


def paint_moving(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """The trajectory."""
    if scene.path is not None:
        view = place(rect, paper.unit(painter), scene)
        flow.paint_path(painter, view.to, scene.path, theme, scene.portrait.rest)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    paint_still(painter, rect, scene, theme)
    paint_moving(painter, rect, scene, theme)


def _paint_faces(painter: QPainter, view: View, seen: Sequence[bool], theme: Theme) -> None:
    """A breath of shade, the stronger the more a face is turned away: what makes a solid of lines."""
    pixels = view.to.all(view.shape.corners)
    towards = directions(view.turn)[2]
    for face, front in zip(view.shape.faces, seen):
        if not front:
            continue
        middle = view.shape.points[list(face)].mean(axis=0)
        straight = float(middle @ towards) / float(np.linalg.norm(middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paper.mixed(theme.colour("surface"), theme.colour("text"), 0.10 - 0.08 * straight))
        painter.drawPolygon(paper.polygon(pixels[list(face)]))


def _paint_edges(painter: QPainter, view: View, seen: Sequence[bool], front: bool, theme: Theme) -> None:
    """Those in front, or those behind, dashed."""
    pixels = view.to.all(view.shape.corners).tolist()
    u = paper.unit(painter)
    for a, b in view.shape.edges:
        shown = any(each for face, each in zip(view.shape.faces, seen) if a in face and b in face)
        if shown == front:
            painter.setPen(paper.stroke(theme.colour("muted"), max(1.2, u * 0.1)) if front else
                           paper.dashes(paper.mixed(theme.colour("surface"), theme.colour("muted"), 0.6),
                                        max(1.0, u * 0.07), 4.0, 4.0))
            painter.drawLine(QPointF(*pixels[a]), QPointF(*pixels[b]))


def _paint_lines(painter: QPainter, view: View, portrait: flow.Portrait, theme: Theme) -> None:
    """Flow lines, from the back to the front, a path a band of depth: thin and faint ones are far away."""
    if not portrait.lines.size:
        return
    u = paper.unit(painter)
    counts = np.array(portrait.counts or [portrait.lines.shape[1]] * len(portrait.lines))
    pixels = view.to.all(portrait.lines)
    middles = portrait.lines[np.arange(len(counts)), counts // 2]
    bands = np.clip(((view.nearness(middles) + 1) / 2 * BANDS).astype(int), 0, BANDS - 1)
    for band in range(BANDS):
        part = band / (BANDS - 1)
        path, heads = QPainterPath(), QPainterPath()
        heads.setFillRule(Qt.FillRule.WindingFill)
        for k in np.flatnonzero((bands == band) & (counts > 1)).tolist():
            line = pixels[k, :counts[k]]
            path.addPolygon(paper.polygon(paper.sparse(line)))
            at = max(1, counts[k] * 6 // 10)
            (x0, y0), (x1, y1) = line[at - 1].tolist(), line[at].tolist()
            if float(np.ptp(line, axis=0).max()) > u * 0.9 and math.hypot(x1 - x0, y1 - y0) > 0.05:
                paper.arrowhead(heads, QPointF(x1, y1), x1 - x0, y1 - y0, u * (0.5 + 0.22 * part))
        ink = paper.mixed(theme.colour("surface"), theme.colour("text"), 0.26 + 0.5 * part)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(paper.stroke(ink, 0.8 + 0.6 * part))
        painter.drawPath(path)
        painter.fillPath(heads, ink)


def _sorted(view: View, portrait: flow.Portrait) -> flow.Portrait:
    """Rest points from the back to the front."""
    def near(rest: flow.Rest) -> float:
        return float(view.nearness(np.array(rest.at, dtype=np.float64)))
    return replace(portrait, rest=tuple(sorted(portrait.rest, key=near)))


def _name_rest(painter: QPainter, rect: QRectF, view: View, portrait: flow.Portrait, theme: Theme) -> None:
    """Coordinates of the rest points that are no corners, where they hide no marks."""
    named = [rest for rest in portrait.rest if any(0 < share < 1 for share in rest.at)]
    if len(named) > flow.MOST_LABELS:
        return
    small = paper.font(painter, 0.85)
    labels = paper.Labels(painter, rect, paper.faded(theme.colour("surface"), 0.78),
                          [view.to.at(rest.at) for rest in portrait.rest])
    for rest in named:
        at = view.to.at(rest.at)
        words = f"({', '.join(map(paper.share, rest.at))})"
        labels.put(at, words, theme.colour("text"), small, at - view.centre)


def _name_corners(painter: QPainter, rect: QRectF, view: View, scene: Scene, theme: Theme) -> None:
    """Each strategy beside its corner, on the outer side."""
    bold = paper.font(painter, 1.1, bold=True)
    for k, name in enumerate(scene.strategies[0]):
        at = view.to.at(np.eye(4)[k])
        _name(painter, rect, at, at - view.centre, name, theme.player(k), bold, theme)


def _name_axes(painter: QPainter, rect: QRectF, view: View, scene: Scene, theme: Theme) -> None:
    """Of every direction one edge of the outline has its names: the population in its middle, a strategy at
    either end. Outlines of cubes are hexagons, in which every other edge is one of each; which, is seen from
    a little beside, where no corners lie on each other."""
    corners = view.shape.corners
    round_, steep = scene.turn
    beside = replace(view, turn=(round_ + BESIDE, steep + math.copysign(BESIDE, -steep)))
    near = beside.nearness(corners)
    rim = [k for k in range(8) if k not in (int(near.argmax()), int(near.argmin()))]
    around = beside.to.all(corners) - [view.centre.x(), view.centre.y()]
    rim.sort(key=lambda k: math.atan2(around[k, 1], around[k, 0]))
    pixels = {k: view.to.at(corners[k]) for k in rim}
    ways = [[(rim[i], rim[(i + 1) % 6]) for i in range(first, 6, 2)] for first in (0, 1)]
    chosen = max(ways, key=lambda pairs: max(pixels[a].y() + pixels[b].y() for a, b in pairs))
    bold, plain = paper.font(painter, 0.95, bold=True), paper.font(painter, 0.95)
    for pair in chosen:
        axis = int(np.flatnonzero(corners[pair[0]] != corners[pair[1]])[0])
        if flow.distance(pixels[pair[0]], pixels[pair[1]]) < 3 * paper.unit(painter):  # seen along it
            continue
        middle = (pixels[pair[0]] + pixels[pair[1]]) / 2
        out, colour = middle - view.centre, theme.player(axis)
        _name(painter, rect, middle, out, scene.players[axis], colour, bold, theme)
        for k in pair:
            end = scene.strategies[axis][int(corners[k][axis] == 0)]
            _name(painter, rect, pixels[k] * 0.8 + middle * 0.2, out, end, colour, plain, theme)


def _name(painter: QPainter, rect: QRectF, at: QPointF, out: QPointF, name: str, colour: QColor, font: QFont,
          theme: Theme) -> None:
    """Write a name beside a point on the outline, away from it in the direction `out`."""
    u = paper.unit(painter)
    far = math.hypot(out.x(), out.y())
    way = out / far if far > u else QPointF(0, -1)
    beside = rect.right() - at.x() if way.x() > 0 else at.x() - rect.left()
    room = beside - u * 1.6 if abs(way.x()) > 0.5 else rect.width() * 0.3
    shown = paper.elided(name, font, max(room, u * 4))
    wide = paper.width(shown, font)
    x = at.x() + way.x() * u * 1.1 + wide / 2 * min(max(way.x() * 1.5, -1.0), 1.0)
    x = min(max(x, rect.left() + wide / 2 + u * 0.4), rect.right() - wide / 2 - u * 0.4)
    paper.text(painter, QPointF(x, at.y() + way.y() * u * 1.5), shown, colour, font,
               plate=paper.faded(theme.colour("surface"), 0.7))
