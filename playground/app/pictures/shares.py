"""Shares over time: one line a strategy, named where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme


@dataclass(frozen=True)
class Line:
    """How one column of the shares is drawn: its name, its colour's place in the theme's series, and
    whether it is dashed (a second population)."""

    name: str
    colour: int
    dashed: bool = False


@dataclass(frozen=True, eq=False)
class Scene:
    """`times` of shape (n,), `shares` of shape (n, lines); `now` is the time of the moving population. The
    axes are named by `titles`; `span` is what the vertical one shows."""

    times: npt.NDArray[np.float64]
    shares: npt.NDArray[np.float64]
    lines: tuple[Line, ...]
    now: float | None = None
    titles: tuple[str, str] = ("time", "share")
    span: tuple[float, float] = (0.0, 1.0)

    def table(self) -> Rows:
        """A row a time."""
        return rows((), ["time", *(line.name for line in self.lines)],
                    (((), line) for line in np.column_stack([self.times, self.shares]).tolist()))


def place(rect: QRectF, unit: float, scene: Scene) -> Frame:
    """Where time and share lie; the names' room is on the right."""
    longest = max((len(line.name) for line in scene.lines), default=4)
    right = min(unit * (0.62 * longest + 1.6), rect.width() * 0.3)
    return Frame(rect.adjusted(unit * 3.6, unit * 0.9, -right, -unit * 2.5),
                 left=float(scene.times[0]), right=float(scene.times[-1]) or 1.0,
                 bottom=scene.span[0], top=scene.span[1])


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    frame = place(rect, u, scene)
    box, muted = frame.box, theme.colour("muted")
    small, bold = paper.font(painter, 0.85), paper.font(painter, 0.92, bold=True)
    few = box.height() < u * 8
    levels: Sequence[float] = (0, 0.5, 1) if few else (0, 0.25, 0.5, 0.75, 1)
    if scene.span != (0, 1):
        levels = paper.ticks(frame.bottom, frame.top, 3 if few else 5)
    for value in levels:
        y = frame.at(frame.left, value).y()
        painter.setPen(paper.stroke(paper.faded(theme.colour("line"), 0.7), 1.0))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        paper.text(painter, QPointF(box.left() - u * 0.5, y), paper.decimal(value), muted, small, across=1)
    for value in paper.ticks(frame.left, frame.right, max(2, int(box.width() / u / 5))):
        at = QPointF(frame.at(value, 0).x(), box.bottom() + u * 0.85)
        paper.text(painter, at, paper.decimal(value), muted, small)
    paper.text(painter, QPointF(box.center().x(), box.bottom() + u * 1.9), scene.titles[0], muted, small)
    paper.text_up(painter, QPointF(box.left() - u * 2.9, box.center().y()), scene.titles[1], muted, small)
    if scene.now is not None:
        x = frame.at(scene.now, 0).x()
        painter.setPen(paper.stroke(muted, 1.2))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    wide = max(1.8, u * 0.17)
    xs = box.left() + (scene.times - frame.left) / (frame.right - frame.left) * box.width()
    for k, line in enumerate(scene.lines):
        ys = box.bottom() - (scene.shares[:, k] - frame.bottom) / (frame.top - frame.bottom) * box.height()
        painter.setPen(paper.dashes(theme.player(line.colour), wide) if line.dashed
                       else paper.stroke(theme.player(line.colour), wide))
        painter.drawPolyline(paper.polygon(paper.sparse(np.column_stack([xs, ys]), 3.5)))
    heights = spread([frame.at(frame.left, float(share)).y() for share in scene.shares[-1]], u * 1.15,
                     box.top() - u * 0.4, box.bottom() - u * 0.1)
    for line, y in zip(scene.lines, heights):
        if y is not None:
            paper.text(painter, QPointF(box.right() + u * 0.5, y),
                       paper.elided(line.name, bold, rect.right() - box.right() - u * 0.6),
                       theme.player(line.colour), bold, across=0)
    if scene.now is not None:
        painter.setPen(paper.stroke(theme.colour("surface"), 1.2))
        for k, line in enumerate(scene.lines):
            painter.setBrush(theme.player(line.colour))
            share = float(np.interp(scene.now, scene.times, scene.shares[:, k]))
            painter.drawEllipse(frame.at(scene.now, share), u * 0.32, u * 0.32)


def spread(heights: list[float], gap: float, top: float, bottom: float) -> list[float | None]:
    """`heights` moved apart to at least `gap`, in their order, within `top` and `bottom`; None for those
    that have no room."""
    order = sorted(range(len(heights)), key=lambda k: heights[k])
    room = max(1, int((bottom - top) / gap) + 1)
    made: list[float | None] = [None] * len(heights)
    kept = order if len(order) <= room else sorted(order[:: -(-len(order) // room)], key=lambda k: heights[k])
    y = top
    for k in kept:
        y = made[k] = max(y, heights[k])
        y += gap
    limit = bottom
    for k in reversed(kept):
        made[k] = min(limit, made[k])  # type: ignore[type-var]
        limit = made[k] - gap  # type: ignore[operator]
    return made
