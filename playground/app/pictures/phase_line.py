"""The phase line of one population with two strategies: what each strategy earns, how fast the first
one's share grows, and the line itself with arrows, rest points and the way of a population."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from playground.app.pictures import flow, paper
from playground.app.pictures.frame import Frame
from playground.app.pictures.table import Rows
from playground.app.theme import Theme

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scene:
    """All along `grid`, shape (n,), the share of the first strategy from 0 to 1.

    payoffs
        Shape (n, 2): what each strategy earns on average.
    velocity
        Shape (n,): the rate of change of the first strategy's share.
    rest
        Rest points; `at` has the share of the first strategy alone.
    at_rest
        Every state is a rest point.
    path
        The trajectory, states of one coordinate.
    """

    strategies: tuple[str, str]
    grid: Array
    payoffs: Array
    velocity: Array
    rest: tuple[flow.Rest, ...]
    at_rest: bool = False
    path: flow.Path | None = None

    def table(self) -> Rows:
        """The rest points."""
        everywhere = (((0.0,), (1.0,)),) if self.at_rest else ()
        return flow.rest_rows([f"share of {self.strategies[0]}"], self.rest, everywhere)


@dataclass(frozen=True)
class Place:
    """Where the parts lie: payoffs above (None when there is no room), velocity and line below."""

    payoffs: Frame | None
    velocity: Frame


def place(rect: QRectF, unit: float, scene: Scene) -> Place:
    """Where the parts of the picture lie in `rect`."""
    top = max(float(np.abs(scene.velocity).max()), 1e-12) * 1.25
    left = paper.tick_room((-top, top), (float(scene.payoffs.min()), float(scene.payoffs.max()))) + 0.5
    inner = rect.adjusted(unit * left, unit * 1.6, -unit * 1.6, -unit * 4.2)
    if inner.height() < unit * 14:
        return Place(None, Frame(inner, bottom=-top, top=top))
    split = inner.height() * 0.5
    upper = QRectF(inner.left(), inner.top(), inner.width(), split - unit * 1.6)
    lower = inner.adjusted(0, split + unit * 0.8, 0, 0)
    low, high = float(scene.payoffs.min()), float(scene.payoffs.max())
    pad = (high - low) * 0.1 or 1.0
    return Place(Frame(upper, bottom=low - pad, top=high + pad), Frame(lower, bottom=-top, top=top))


def share(where: Place, point: QPointF) -> float:
    """The share of the first strategy at `point`."""
    return min(max(where.velocity.data(point)[0], 0.0), 1.0)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    where = place(rect, u, scene)
    for rest in scene.rest:  # from the line up to the crossing payoffs that cause it
        if where.payoffs and 0 < rest.at[0] < 1:
            painter.setPen(paper.dashes(theme.colour("line"), 1.2, 3, 3))
            x = where.velocity.at(float(rest.at[0]), 0).x()
            painter.drawLine(QPointF(x, where.payoffs.box.top()), where.velocity.at(float(rest.at[0]), 0))
    titles = where.velocity.box.left() - rect.left() - u
    if where.payoffs:
        _payoffs(painter, where.payoffs, scene, theme, titles)
    _velocity(painter, where.velocity, scene, theme, titles)
    _line(painter, where.velocity, scene, theme)
    paper.mark_key(painter, QPointF(where.velocity.box.left(), rect.bottom() - u * 1.0),
                   {rest.kind for rest in scene.rest} | ({"continuum"} if scene.at_rest else set())
                   | (scene.path.kinds if scene.path is not None else set()), theme,
                   across=rect.right())


def _payoffs(painter: QPainter, frame: Frame, scene: Scene, theme: Theme, title: float) -> None:
    u, box, muted = paper.unit(painter), frame.box, theme.colour("muted")
    small, bold = paper.font(painter, 0.85), paper.font(painter, 0.95, bold=True)
    for value in paper.ticks(frame.bottom, frame.top, 5):
        y = frame.at(0, value).y()
        painter.setPen(paper.stroke(paper.faded(theme.colour("line"), 0.6), 1.0))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        paper.text(painter, QPointF(box.left() - u * 0.5, y), paper.decimal(value), muted, small, across=1)
    paper.text_up(painter, QPointF(box.left() - title, box.center().y()), "payoff", muted, small)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    wide = max(2.0, u * 0.2)
    for k in (0, 1):
        painter.setPen(paper.stroke(theme.player(k), wide) if k == 0 else paper.dashes(theme.player(k), wide))
        painter.drawPolyline(paper.polygon(np.array([[p.x(), p.y()] for p in
                                                     map(frame.at, scene.grid, scene.payoffs[:, k])])))
    # each name stands where its own line is farthest from the other
    gap = np.abs(scene.payoffs[:, 0] - scene.payoffs[:, 1])
    at_left = gap[0] > gap[-1]
    row = 0 if at_left else -1
    for k in (0, 1):
        above = scene.payoffs[row, k] >= scene.payoffs[row, 1 - k] and (k == 0 or gap[row] > 0)
        x = box.left() + u * 0.4 if at_left else box.right() - u * 0.4
        name = paper.elided(scene.strategies[k], bold, box.width() * 0.45)
        part = (paper.width(name, bold) + u) / box.width()  # off the line along all its own length
        inner = np.interp(part if at_left else 1 - part, scene.grid, scene.payoffs[:, k])
        ends = [frame.at(0, value).y() for value in (scene.payoffs[row, k], inner)]
        y = min(ends) - u * 0.8 if above else max(ends) + u * 0.85
        paper.text(painter, QPointF(x, y), name, theme.player(k), bold, across=0 if at_left else 1,
                   plate=paper.faded(theme.colour("surface"), 0.75))


def _velocity(painter: QPainter, frame: Frame, scene: Scene, theme: Theme, title: float) -> None:
    u, box, muted = paper.unit(painter), frame.box, theme.colour("muted")
    small = paper.font(painter, 0.85)
    points = [frame.at(x, v) for x, v in zip(scene.grid.tolist(), scene.velocity.tolist())]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(paper.faded(theme.colour("accent"), 0.14))
    painter.drawPolygon(QPolygonF([frame.at(0, 0), *points, frame.at(1, 0)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(theme.colour("accent"), max(1.5, u * 0.14)))
    painter.drawPolyline(QPolygonF(points))
    for value in paper.ticks(frame.bottom, frame.top, 5):
        y = frame.at(0, value).y()
        paper.text(painter, QPointF(box.left() - u * 0.95, y), paper.decimal(value), muted, small, across=1)
    paper.text_up(painter, QPointF(box.left() - title, box.center().y()),
                  paper.elided(f"growth of {scene.strategies[0]}", small, box.height()), muted, small)


def _line(painter: QPainter, frame: Frame, scene: Scene, theme: Theme) -> None:
    """The phase line at velocity 0: arrows, rest points, and below it the population's way."""
    u, ink = paper.unit(painter), theme.colour("text")
    left, right = frame.at(0, 0), frame.at(1, 0)
    if scene.at_rest:
        painter.setPen(paper.dashes(ink, u * 0.34, 1.6, 1.0))
        painter.drawLine(left, right)
    else:
        painter.setPen(paper.stroke(ink, max(1.5, u * 0.13)))
        painter.drawLine(left, right)
        heads = QPainterPath()
        heads.setFillRule(Qt.FillRule.WindingFill)
        top = float(np.abs(scene.velocity).max()) or 1.0
        stops = sorted({0.0, 1.0, *(float(rest.at[0]) for rest in scene.rest)})
        for a, b in pairwise(stops):
            count = max(1, int((b - a) * frame.box.width() / (u * 4)))
            for i in range(count):
                x = a + (b - a) * (i + 0.5) / count
                v = float(np.interp(x, scene.grid, scene.velocity))
                long = u * (0.5 + 0.8 * min(1.0, abs(v) / top))
                if v and (b - a) * frame.box.width() > u * 2:
                    paper.arrowhead(heads, frame.at(x, 0) + QPointF(long / 2 * np.sign(v), 0), v, 0, long)
        painter.fillPath(heads, ink)
    bold = paper.font(painter, 1.0, bold=True)
    y = frame.box.bottom() + u * 1.2
    taken = []
    for end, name, k, across in ((0, scene.strategies[1], 1, 0.0), (1, scene.strategies[0], 0, 1.0)):
        words = paper.elided(f"all {name}", bold, frame.box.width() * 0.4)
        taken.append(paper.width(words, bold) + u * 1.6)
        paper.text(painter, QPointF(frame.at(end, 0).x(), y), words, theme.player(k), bold, across=across)
    for rest in scene.rest:
        at = frame.at(float(rest.at[0]), 0)
        paper.mark(painter, at, rest.kind, u * 0.5, theme)
        if 0 < rest.at[0] < 1:
            beside = at.x() - left.x() < taken[0] or right.x() - at.x() < taken[1]
            above = QPointF(at.x(), y - (u * 1.25 if beside else 0))
            paper.text(painter, above, paper.share(rest.at[0]), ink, bold,
                       plate=paper.faded(theme.colour("surface"), 0.85))
    if scene.path is not None:
        line = np.array([[frame.box.left(), left.y()]])
        to = flow.Affine(np.array([[frame.box.width(), 0.0]]), line[0])
        flow.paint_path(painter, to, scene.path, theme, scene.rest)
