"""The phase portrait of one population with three strategies, in the triangle of shares.

A corner is everybody playing one strategy; the closer to it, the larger that strategy's share.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from playground.app.pictures import flow, paper
from playground.app.pictures.table import Rows
from playground.app.theme import Theme

HEIGHT = math.sqrt(3) / 2
PLANE = np.array([[0.5, HEIGHT], [0.0, 0.0], [1.0, 0.0]])  # shares to a triangle of side 1


@dataclass(frozen=True, eq=False)
class Scene:
    """`corners` says which strategy stands at the top, bottom left and bottom right."""

    strategies: tuple[str, str, str]
    portrait: flow.Portrait
    path: flow.Path | None = None
    corners: tuple[int, int, int] = (0, 1, 2)

    @property
    def still(self) -> tuple[flow.Portrait, tuple[int, int, int], tuple[str, str, str]]:
        """What the still layer shows."""
        return self.portrait, self.corners, self.strategies

    def table(self) -> Rows:
        """The rest points."""
        names = [f"share of {name}" for name in self.strategies]
        return flow.rest_rows(names, self.portrait.rest, self.portrait.continua)


def place(rect: QRectF, unit: float, corners: tuple[int, int, int] = (0, 1, 2)) -> flow.Affine:
    """The map from three shares to pixels: the largest equilateral triangle with room for names."""
    inner = rect.adjusted(unit * 2.2, unit * 2.6, -unit * 2.2, -unit * 2.6)
    side = max(10.0, min(inner.width(), inner.height() / HEIGHT))
    left = inner.center().x() - side / 2
    bottom = inner.center().y() + side * HEIGHT / 2
    matrix = np.empty((3, 2))
    matrix[corners[0]] = left + side / 2, bottom - side * HEIGHT
    matrix[corners[1]] = left, bottom
    matrix[corners[2]] = left + side, bottom
    return flow.Affine(matrix, np.zeros(2))  # shares sum to 1, so the origin is in the matrix


def shares(to: flow.Affine, point: QPointF) -> tuple[float, float, float]:
    """The state drawn at `point`, or the nearest one when that lies outside."""
    full = np.vstack([to.matrix.T, np.ones(3)])
    s = np.linalg.solve(full, np.array([point.x(), point.y(), 1.0]))
    return tuple(float(x) for x in nearest(s))  # type: ignore[return-value]


def nearest(state: np.ndarray) -> np.ndarray:
    """The point of the simplex nearest to `state` (Duchi et al. 2008, "Efficient projections onto the
    l1-ball"). Shares are an equilateral triangle's coordinates, so near there is near on paper."""
    if np.all(state >= 0):
        return state
    ordered = np.sort(state)[::-1]
    excess = (np.cumsum(ordered) - 1) / np.arange(1, len(state) + 1)
    return np.maximum(state - excess[np.flatnonzero(ordered > excess)[-1]], 0.0)


def paint_still(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """Field, flow, rest points and names: all that stays while the start is dragged."""
    u = paper.unit(painter)
    to = place(rect, u, scene.corners)
    points = [QPointF(*to.matrix[k].tolist()) for k in range(3)]
    outline = QPolygonF([points[k] for k in scene.corners])
    flow.paint_ground(painter, outline, points[2], points[0], points[1], scene.portrait, theme)
    painter.setPen(paper.stroke(theme.colour("muted"), 1.0))
    painter.drawPolyline(QPolygonF([*outline, outline[0]]))
    flow.paint_lines(painter, to, scene.portrait, theme)
    flow.paint_nullclines(painter, to, scene.portrait, theme)
    flow.paint_separatrices(painter, to, scene.portrait, theme)
    flow.paint_rest(painter, to, scene.portrait, theme)
    centre = to.at((Fraction(1, 3),) * 3)
    flow.paint_labels(painter, to, scene.portrait, centre, theme, outwards=True)
    bold = paper.font(painter, 1.1, bold=True)
    for slot, k in enumerate(scene.corners):
        at = points[k] + QPointF(0, -u * 1.25 if slot == 0 else u * 1.35)
        side = points[scene.corners[2]].x() - points[scene.corners[1]].x()
        name = paper.elided(scene.strategies[k], bold, side * 0.48)
        wide = paper.width(name, bold)
        x = min(max(at.x(), rect.left() + wide / 2 + u * 0.4), rect.right() - wide / 2 - u * 0.4)
        paper.text(painter, QPointF(x, at.y()), name, theme.player(k), bold)
    kinds = scene.portrait.kinds | (scene.path.kinds if scene.path is not None else set())
    corner = rect.topLeft() + QPointF(u * 0.9, u * 1.3)
    paper.mark_key(painter, corner, kinds, theme)
    flow.paint_ground_key(painter, scene.portrait, rect.topRight() + QPointF(-u * 0.9, u * 1.3), theme)


def paint_moving(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """The trajectory."""
    if scene.path is not None:
        u = paper.unit(painter)
        flow.paint_path(painter, place(rect, u, scene.corners), scene.path, theme, scene.portrait.rest)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    paint_still(painter, rect, scene, theme)
    paint_moving(painter, rect, scene, theme)

