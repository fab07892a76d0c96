"""What the phase portraits in a plane share: speed as colour, flow lines, rest points, a trajectory.

States are rows of coordinates: three shares in the triangle, one share a population in the square. An
`Affine` map takes them to pixels; everything else here is the same for both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPaintEngine, QPainter, QPainterPath, QPolygonF, QTransform

from playground.app.pictures import paper
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme, viridis

Array = npt.NDArray[np.float64]
SHARP = 2  # pixels of that image in a logical one
MOST_LABELS = 5  # rest points away from the corners that are named in the picture


@dataclass(frozen=True)
class Rest:
    """A rest point: coordinates, and its kind (a key of `paper.KINDS`)."""

    at: tuple[Fraction | float, ...]
    kind: str


def rest_rows(coordinates: Sequence[str], rest: Sequence[Rest],
              continua: Sequence[tuple[tuple[float, ...], tuple[float, ...]]] = ()) -> Rows:
    """The rest points, and the ends of segments of them, by their coordinates' names."""
    lines = [((str(i), paper.KINDS[each.kind]), each.at) for i, each in enumerate(rest, 1)]
    lines += [((f"segment {i}", paper.KINDS["continuum"]), end) for i, ends in enumerate(continua, 1)
              for end in ends]
    return rows(("rest point", "kind"), coordinates, lines)


@dataclass(frozen=True, eq=False)
class Basins:
    """labels
        Shape (n, n): which of the basins the state of that place belongs to; below 0: none.
    mixtures
        Shape (basins, colours): each basin's colour, mixed of the theme's series.
    """

    labels: npt.NDArray[np.int8]
    mixtures: Array


@dataclass(frozen=True, eq=False)
class Portrait:
    """What does not depend on where the population starts.

    lines
        Flow lines, shape (lines, steps, coordinates), each in the direction of time.
    counts
        How many points of each line are drawn; none: all.
    separatrices
        Lines into and out of saddles, each of shape (points, coordinates).
    speed
        Shape (n, n), `speed[i, j]` where the first coordinate is i / (n − 1) and the second
        j / (n − 1), from 0 to 1; beyond the triangle's edge the field simply goes on. None: not coloured.
    basins
        Colours by where states lead to, instead of by speed.
    nullclines
        For each coordinate, segments where it does not change, shape (segments, 2, coordinates).
    rest
        Isolated rest points.
    continua
        Segments of rest points, each by its two ends.
    areas
        In a solid, polygons of rest points, each by its corners, shape (corners, coordinates).
    cycles
        Attracting cycles, each of shape (points, coordinates).
    """

    lines: Array
    speed: Array | None
    rest: tuple[Rest, ...] = ()
    continua: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...] = ()
    counts: tuple[int, ...] = ()
    separatrices: tuple[Array, ...] = ()
    basins: Basins | None = None
    nullclines: tuple[Array, ...] = ()
    areas: tuple[Array, ...] = ()
    cycles: tuple[Array, ...] = ()

    @property
    def kinds(self) -> set[str]:
        """The kinds of marks in the picture, for its key."""
        return ({rest.kind for rest in self.rest} | ({"continuum"} if self.continua else set())
                | ({"cycle"} if self.cycles else set())
                | ({"separatrix"} if self.separatrices else set())
                | ({"nullcline"} if self.nullclines else set()))


def spaced(lines: Array, plane: Array, drawn: Sequence[Array] = (), cells: int = 44, shortest: int = 9
           ) -> tuple[int, ...]:
    """How many points of each line to draw so that lines keep apart: a line ends where it would enter a
    cell that another one, or one of those `drawn` in any case, has taken, and is left out when little of
    it remains. `plane` takes coordinates to a plane of size 1, shape (coordinates, 2), or to space. After
    Jobard and Lefer (1997), "Creating evenly-spaced streamlines of arbitrary density", with cells for
    distances."""
    row = (4 * cells) ** np.arange(plane.shape[1])
    ids = np.floor(lines @ plane * cells).astype(int) @ row
    counts = [0] * len(lines)
    taken: set[int] = set()
    for line in drawn:
        taken.update((np.floor(line @ plane * cells).astype(int) @ row).tolist())
    stride = next((s for s in (37, 31, 29) if len(lines) % s), 1)  # far apart first, so that none is favoured
    for k in (i * stride % len(lines) for i in range(len(lines))):
        own: set[int] = set()
        count = 0
        for cell in ids[k].tolist():
            if cell in taken:
                break
            own.add(cell)
            count += 1
        if count >= shortest:
            counts[k] = count
            taken |= own
    return tuple(counts)


@dataclass(frozen=True, eq=False)
class Path:
    """A trajectory, shape (steps, coordinates), and where the moving population is now, if it moves. `others`
    are trajectories from elsewhere, and `agents` the course of a finite population, up to now if that
    moves."""

    points: Array
    now: tuple[float, ...] | None = None
    others: tuple[Array, ...] = ()
    agents: Array | None = None

    @property
    def kinds(self) -> set[str]:
        """The kinds of marks it adds to the picture."""
        return ({"start", "end"} | ({"now"} if self.now is not None else set())
                | ({"agents"} if self.agents is not None else set()))


@dataclass(frozen=True, eq=False)
class Affine:
    """pixels = coordinates @ matrix + origin; `matrix` of shape (coordinates, 2)."""

    matrix: Array
    origin: Array

    def at(self, state: Sequence[Fraction | float]) -> QPointF:
        x, y = np.asarray([float(c) for c in state]) @ self.matrix + self.origin
        return QPointF(float(x), float(y))

    def all(self, states: Array) -> Array:
        made: Array = states @ self.matrix + self.origin
        return made


def paint_ground(painter: QPainter, outline: QPolygonF, origin: QPointF, first: QPointF, second: QPointF,
                 portrait: Portrait, theme: Theme) -> None:
    """Fill `outline` with speeds or basins, whose coordinates run from `origin` to `first` and `second`.

    For SVG and PDF they are painted into an image first, whose rim is smooth, because the SVG writer keeps
    images but neither clips nor textures.
    """
    ground = np.array(theme.colour("surface").getRgb()[:3], dtype=np.float64)
    weight = 0.55 if theme.dark else 0.62
    if portrait.basins is not None:
        colours = _basin_colours(portrait.basins, theme)
    elif portrait.speed is not None:
        speed = portrait.speed
        top = float(speed.max())
        level = np.sqrt(speed / top) if top > 0 else np.zeros_like(speed)  # the root shows slow places too
        colours = viridis(level.T.ravel()).astype(np.float64) * (1 - weight) + ground * weight
    else:
        return
    n = math.isqrt(len(colours))
    pixels = np.empty((n, n, 4), dtype=np.uint8)
    pixels[..., :3] = colours.reshape(n, n, 3)[..., ::-1]  # blue first: what Qt paints fastest
    pixels[..., 3] = 255
    texture = QImage(pixels.data, n, n, 4 * n, QImage.Format.Format_RGB32)
    step = 1 / (n - 1)
    across, up = (first - origin) * step, (second - origin) * step
    corner = origin - (across + up) / 2  # a pixel's middle stands for its state
    place = QTransform(across.x(), across.y(), up.x(), up.y(), corner.x(), corner.y())
    brush = QBrush(texture)
    brush.setTransform(place)
    if painter.paintEngine().type() == QPaintEngine.Type.Raster:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.drawPolygon(outline)
        return
    box = outline.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1)
    layer = QImage(box.size() * SHARP, QImage.Format.Format_ARGB32_Premultiplied)
    layer.fill(0)
    inner = QPainter(layer)
    inner.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    inner.scale(SHARP, SHARP)
    inner.translate(-box.x(), -box.y())
    inner.setPen(Qt.PenStyle.NoPen)
    inner.setBrush(brush)
    inner.drawPolygon(outline)
    inner.end()
    painter.drawImage(QRectF(box), layer)


def _basin_colours(basins: Basins, theme: Theme) -> Array:
    """A row a place; what belongs to no basin has the ground's colour. Beyond a triangle's edge the nearest
    basin goes on, so that the edge is not frayed."""
    ground = np.array(theme.colour("surface").getRgb()[:3], dtype=np.float64)
    colours = range(basins.mixtures.shape[1])
    series = np.array([theme.player(k).getRgb()[:3] for k in colours], dtype=np.float64)
    weight = 0.55 if theme.dark else 0.6
    table = np.vstack([basins.mixtures @ series * (1 - weight) + ground * weight, ground])
    labels = basins.labels.copy()
    if (labels == -2).any():
        n = len(labels)
        x, y = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
        over = np.maximum(x + y - (n - 1), 0)
        i = np.clip(x - (over + 1) // 2, 0, n - 1)
        j = np.clip(y - over // 2, 0, n - 1 - i)
        labels = labels[i, j]
    chosen: Array = table[np.where(labels < 0, len(table) - 1, labels).T.ravel()]
    return chosen


def paint_ground_key(painter: QPainter, portrait: Portrait, right: QPointF, theme: Theme) -> None:
    """Where speed is shown, a bar from slow to fast, its right end at `right`."""
    if portrait.speed is None or portrait.basins is not None:
        return
    u = paper.unit(painter)
    small, muted = paper.font(painter, 0.85), theme.colour("muted")
    box = paper.text(painter, right, "fast", muted, small, across=1)
    long, high, steps = u * 4, u * 0.55, 24
    left = box.left() - u * 0.5 - long
    weight = 0.55 if theme.dark else 0.62
    painter.setPen(Qt.PenStyle.NoPen)
    for i, rgb in enumerate(viridis(np.linspace(0, 1, steps)).tolist()):
        colour = paper.mixed(QColor(*rgb), theme.colour("surface"), weight)
        x = left + i * long / steps
        painter.fillRect(QRectF(x, right.y() - high / 2, long / steps + 0.6, high), colour)
    paper.text(painter, QPointF(left - u * 0.5, right.y()), "slow", muted, small, across=1)


def paint_lines(painter: QPainter, to: Affine, portrait: Portrait, theme: Theme) -> None:
    """Thin flow lines, each with one arrowhead half-way along. All are one path with a pen one pixel
    wide: Qt's fast way."""
    if not portrait.lines.size:
        return
    u = paper.unit(painter)
    counts = portrait.counts or [portrait.lines.shape[1]] * len(portrait.lines)
    pixels = [line[:count] for line, count in zip(to.all(portrait.lines), counts) if count > 1]
    path, heads = QPainterPath(), QPainterPath()
    heads.setFillRule(Qt.FillRule.WindingFill)
    for line in pixels:
        path.addPolygon(paper.polygon(line))
    for line in pixels:
        # lines are travelled at an even pace: half-way in steps is half-way on paper
        k = (len(line) * 6) // 10
        (x0, y0), (x1, y1) = line[k - 1].tolist(), line[k].tolist()
        (ax, ay), (bx, by) = line[0].tolist(), line[-1].tolist()
        if math.hypot(bx - ax, by - ay) > u * 0.9 and math.hypot(x1 - x0, y1 - y0) > 0.05:
            paper.arrowhead(heads, QPointF(x1, y1), x1 - x0, y1 - y0, u * 0.62)
    ink = paper.mixed(theme.colour("surface"), theme.colour("text"), 0.62)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(ink, 1.0))
    painter.drawPath(path)
    painter.fillPath(heads, ink)


def paint_separatrices(painter: QPainter, to: Affine, portrait: Portrait, theme: Theme) -> None:
    """The lines through saddles, stronger than flow lines: those leading in part the basins."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(theme.colour("text"), max(1.4, paper.unit(painter) * 0.11)))
    for line in portrait.separatrices:
        painter.drawPolyline(paper.polygon(paper.sparse(to.all(line))))


def paint_nullclines(painter: QPainter, to: Affine, portrait: Portrait, theme: Theme) -> None:
    """The lines where a coordinate does not change, in its colour."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for k, segments in enumerate(portrait.nullclines):
        path = QPainterPath()
        for a, b in to.all(segments).tolist():
            path.moveTo(*a)
            path.lineTo(*b)
        painter.setPen(paper.stroke(theme.colour("surface"), max(3.0, paper.unit(painter) * 0.3)))
        painter.drawPath(path)
        painter.setPen(paper.stroke(theme.player(k), max(1.6, paper.unit(painter) * 0.15)))
        painter.drawPath(path)


def paint_rest(painter: QPainter, to: Affine, portrait: Portrait, theme: Theme) -> None:
    """Cycles as thick lines, continua as thick dashes, then the marks of the isolated points."""
    u = paper.unit(painter)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for cycle in portrait.cycles:
        line = paper.polygon(paper.sparse(to.all(cycle)))
        for colour, wide in (("surface", 0.5), ("text", 0.24)):
            painter.setPen(paper.stroke(theme.colour(colour), u * wide))
            painter.drawPolyline(line)
    for start, end in portrait.continua:
        a, b = to.at(start), to.at(end)
        painter.setPen(paper.stroke(theme.colour("surface"), u * 0.55))
        painter.drawLine(a, b)
        painter.setPen(paper.dashes(theme.colour("text"), u * 0.34, 1.6, 1.0))
        painter.drawLine(a, b)
    for rest in portrait.rest:
        paper.mark(painter, to.at(rest.at), rest.kind, u * 0.45, theme)


def paint_labels(painter: QPainter, to: Affine, portrait: Portrait, inside: QPointF, theme: Theme,
                 outwards: bool = False) -> None:
    """Coordinates of the rest points that are no corners, on the side towards `inside`; with `outwards`
    those on the border stand on the other side."""
    u = paper.unit(painter)
    named = [rest for rest in portrait.rest if any(0 < c < 1 for c in rest.at)]
    if len(named) > MOST_LABELS:
        return
    for rest in named:
        at = to.at(rest.at)
        words = "(" + ", ".join(paper.share(c) for c in rest.at) + ")"
        border = outwards and min(rest.at) == 0
        side = -1 if (at.x() > inside.x() + 1) != border else 1
        down = -1 if (at.y() > inside.y() + 1) != border else 1
        paper.text(painter, at + QPointF(side * u * 0.6, down * u * 1.05), words, theme.colour("text"),
                   paper.font(painter, 0.85), across=0.0 if side > 0 else 1.0,
                   plate=paper.faded(theme.colour("surface"), 0.78))


def paint_path(painter: QPainter, to: Affine, path: Path, theme: Theme, rest: Sequence[Rest] = ()) -> None:
    """The trajectory with its start, its end and the moving population; of the rest points that are
    marked already, the one that it reached is drawn again on top."""
    u = paper.unit(painter)
    ground = theme.colour("surface")
    pixels = to.all(path.points)
    line = paper.polygon(paper.sparse(pixels))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for other in path.others:
        whole = to.all(other)
        painter.setPen(paper.stroke(paper.faded(ground, 0.8), max(2.4, u * 0.28)))
        painter.drawPolyline(paper.polygon(paper.sparse(whole)))
        painter.setPen(paper.stroke(paper.faded(theme.colour("accent"), 0.75), max(1.4, u * 0.12)))
        painter.drawPolyline(paper.polygon(paper.sparse(whole)))
        paper.mark(painter, QPointF(*whole[0].tolist()), "start", u * 0.4, theme)
    if path.agents is not None and len(path.agents):
        course = to.all(path.agents)
        painter.setPen(paper.stroke(paper.faded(ground, 0.6), max(2.2, u * 0.24)))
        painter.drawPolyline(paper.polygon(paper.sparse(course)))
        painter.setPen(paper.stroke(theme.colour("text"), max(1.2, u * 0.09)))
        painter.drawPolyline(paper.polygon(paper.sparse(course)))
        paper.mark(painter, QPointF(*course[-1].tolist()), "agents", u * 0.42, theme)
    painter.setPen(paper.stroke(paper.faded(ground, 0.8), max(3.0, u * 0.36)))
    painter.drawPolyline(line)
    painter.setPen(paper.stroke(theme.colour("accent"), max(1.8, u * 0.18)))
    painter.drawPolyline(line)
    end = QPointF(*pixels[-1].tolist())
    paper.mark(painter, end, "end", u * 0.7, theme)
    for each in rest:
        if distance(to.at(each.at), end) < u * 0.3:
            paper.mark(painter, to.at(each.at), each.kind, u * 0.42, theme)
    if path.now is not None:
        paper.mark(painter, to.at(path.now), "now", u * 0.4, theme)
    paper.mark(painter, QPointF(*pixels[0].tolist()), "start", u * 0.6, theme)


def distance(a: QPointF, b: QPointF) -> float:
    return math.hypot(a.x() - b.x(), a.y() - b.y())
