"""The phase portrait of two populations with two strategies each, in the unit square.

Across runs the share of population 1 that plays its first strategy, up that of population 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from playground.app.pictures import flow, paper
from playground.app.pictures.frame import paint_square_axes, unit_square
from playground.app.pictures.table import Rows
from playground.app.theme import Theme

HEAD, SIDE = 3.6, 12.0  # room above and beside the square, in units of the font


@dataclass(frozen=True, eq=False)
class Scene:
    """States are pairs: the share of each population that plays its first strategy."""

    players: tuple[str, str]
    strategies: tuple[tuple[str, str], tuple[str, str]]
    portrait: flow.Portrait
    path: flow.Path | None = None

    @property
    def still(self) -> tuple[flow.Portrait, tuple[str, str], tuple[tuple[str, str], tuple[str, str]]]:
        """What the still layer shows."""
        return self.portrait, self.players, self.strategies

    def table(self) -> Rows:
        """The rest points."""
        names = [f"{player}: share of {first}" for player, (first, _) in zip(self.players, self.strategies)]
        return flow.rest_rows(names, self.portrait.rest, self.portrait.continua)


def place(rect: QRectF, unit: float) -> flow.Affine:
    """The map from a pair of shares to pixels."""
    box = unit_square(rect, unit, head=HEAD).box
    matrix = np.array([[box.width(), 0.0], [0.0, -box.height()]])
    return flow.Affine(matrix, np.array([box.left(), box.bottom()]))


def shares(to: flow.Affine, point: QPointF) -> tuple[float, float]:
    """The state drawn at `point`, or the nearest one when that lies outside."""
    p = (point.x() - to.origin[0]) / to.matrix[0, 0]
    q = (point.y() - to.origin[1]) / to.matrix[1, 1]
    return min(max(float(p), 0.0), 1.0), min(max(float(q), 0.0), 1.0)


def paint_still(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """Field, flow, rest points and axes: all that stays while the start is dragged."""
    u = paper.unit(painter)
    frame, to = unit_square(rect, u, head=HEAD), place(rect, u)
    box = frame.box
    outline = QPolygonF([box.bottomLeft(), box.bottomRight(), box.topRight(), box.topLeft()])
    flow.paint_ground(painter, outline, box.bottomLeft(), box.bottomRight(), box.topLeft(), scene.portrait,
                      theme)
    (a, b), (c, d) = scene.strategies
    titles = (f"{scene.players[0]}: share of {a}", f"{scene.players[1]}: share of {c}")
    paint_square_axes(painter, frame, titles, ((b, a), (d, c)), theme)
    flow.paint_lines(painter, to, scene.portrait, theme)
    flow.paint_nullclines(painter, to, scene.portrait, theme)
    flow.paint_separatrices(painter, to, scene.portrait, theme)
    flow.paint_rest(painter, to, scene.portrait, theme)
    flow.paint_labels(painter, to, scene.portrait, box.center(), theme)
    kinds = scene.portrait.kinds | (scene.path.kinds if scene.path is not None else set())
    if box.left() - rect.left() > u * SIDE:  # room beside the square
        paper.mark_key(painter, rect.topLeft() + QPointF(u * 0.9, u * 1.3), kinds, theme)
        flow.paint_ground_key(painter, scene.portrait, rect.topRight() + QPointF(-u * 0.9, u * 1.3), theme)
    else:
        paper.mark_key(painter, QPointF(box.left(), box.top() - u * 1.4), kinds, theme,
                       across=rect.right())
        flow.paint_ground_key(painter, scene.portrait, QPointF(box.right(), box.top() - u * 2.8), theme)


def paint_moving(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """The trajectory."""
    if scene.path is not None:
        flow.paint_path(painter, place(rect, paper.unit(painter)), scene.path, theme,
                        scene.portrait.rest)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    paint_still(painter, rect, scene, theme)
    paint_moving(painter, rect, scene, theme)
