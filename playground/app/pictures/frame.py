"""A rectangle of data on paper: where a pair of numbers lies, and the axes around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from playground.app.pictures import paper
from playground.app.theme import Theme


@dataclass(frozen=True)
class Frame:
    """Data from (`left`, `bottom`) to (`right`, `top`) drawn in `box`."""

    box: QRectF
    left: float = 0.0
    right: float = 1.0
    bottom: float = 0.0
    top: float = 1.0

    def at(self, x: Fraction | float, y: Fraction | float) -> QPointF:
        """Where the data point (x, y) is drawn."""
        across = (float(x) - self.left) / (self.right - self.left)
        up = (float(y) - self.bottom) / (self.top - self.bottom)
        return QPointF(self.box.left() + across * self.box.width(),
                       self.box.bottom() - up * self.box.height())

    def along(self, corners: Sequence[tuple[Fraction | float, Fraction | float]]) -> list[QPointF]:
        """Points along a polyline, close enough to see whether a label hides it."""
        made = []
        for a, b in pairwise(corners):
            start, end = self.at(*a), self.at(*b)
            made += [start + (end - start) * (i / 16) for i in range(17)]
        return made

    def data(self, point: QPointF) -> tuple[float, float]:
        """The data point drawn at `point`; may lie outside the frame."""
        return (self.left + (point.x() - self.box.left()) / self.box.width() * (self.right - self.left),
                self.bottom + (self.box.bottom() - point.y()) / self.box.height() * (self.top - self.bottom))


def within(rect: QRectF, left: float, top: float, right: float, bottom: float) -> QRectF:
    """`rect` without these margins; at least 10 by 10, however small it is."""
    inner = rect.adjusted(left, top, -right, -bottom)
    return QRectF(inner.topLeft(), inner.size().expandedTo(QSizeF(10, 10)))


def unit_square(rect: QRectF, unit: float, head: float = 2.2) -> Frame:
    """The largest square of `rect` with room for the axes' words; `head` units are kept free above."""
    inner = rect.adjusted(unit * 3.8, unit * head, -unit * 1.4, -unit * 3.8)
    side = max(10.0, min(inner.width(), inner.height()))
    return Frame(QRectF(inner.left() + (inner.width() - side) / 2, inner.top() + (inner.height() - side) / 2,
                        side, side))


def paint_axes(painter: QPainter, frame: Frame, titles: tuple[str, str], theme: Theme, up: QColor,
               grid: bool = False) -> None:
    """Numbers below and at the left, and the axes' titles, the vertical axis in the colour `up`. `grid`: with
    level lines."""
    u, box = paper.unit(painter), frame.box
    small, plain = paper.font(painter, 0.85), paper.font(painter, 0.95)
    for value in paper.ticks(frame.bottom, frame.top, min(6, max(2, int(box.height() / u / 3)))):
        y = frame.at(frame.left, value).y()
        if grid:
            painter.setPen(paper.stroke(paper.faded(theme.colour("line"), 0.7), 1.0))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        paper.text(painter, QPointF(box.left() - u * 0.45, y), paper.decimal(value), up, small, across=1)
    for value in paper.ticks(frame.left, frame.right, max(2, int(box.width() / u / 4))):
        at = QPointF(frame.at(value, frame.bottom).x(), box.bottom() + u * 0.9)
        paper.text(painter, at, paper.decimal(value), theme.colour("muted"), small)
    paper.text(painter, QPointF(box.center().x(), box.bottom() + u * 2.3),
               paper.elided(titles[0], plain, box.width()), theme.colour("text"), plain)
    room = paper.tick_room((frame.bottom, frame.top)) - 0.8
    paper.text_up(painter, QPointF(box.left() - u * room, box.center().y()),
                  paper.elided(titles[1], plain, box.height()), up, plain)


def paint_square_axes(painter: QPainter, frame: Frame, titles: tuple[str, str],
                      ends: tuple[tuple[str, str], tuple[str, str]], theme: Theme) -> None:
    """Border, the names of both ends of each axis (`ends[axis] = (at 0, at 1)`) and the axes' titles;
    the horizontal axis is in player 1's colour, the vertical one in player 2's."""
    u, box = paper.unit(painter), frame.box
    painter.setPen(paper.stroke(theme.colour("line"), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    for part in (0.25, 0.5, 0.75):
        x, y = frame.at(part, part).x(), frame.at(part, part).y()
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x, box.bottom() + u * 0.3))
        painter.drawLine(QPointF(box.left() - u * 0.3, y), QPointF(box.left(), y))
    small, plain = paper.font(painter, 0.9), paper.font(painter, 0.95)
    room = box.width() * 0.46
    one, two = theme.player(0), theme.player(1)
    zero, full = (paper.elided(f"{value} · {name}", small, room) for value, name in zip((0, 1), ends[0]))
    y = box.bottom() + u * 1.3
    paper.text(painter, QPointF(box.left(), y), zero, one, small, across=0)
    paper.text(painter, QPointF(box.right(), y), full, one, small, across=1)
    paper.text(painter, QPointF(box.center().x(), box.bottom() + u * 2.8),
               paper.elided(titles[0], plain, box.width()), one, plain)
    zero, full = (paper.elided(f"{value} · {name}", small, room) for value, name in zip((0, 1), ends[1]))
    x = box.left() - u * 1.3
    paper.text_up(painter, QPointF(x, box.bottom() - paper.width(zero, small) / 2), zero, two, small)
    paper.text_up(painter, QPointF(x, box.top() + paper.width(full, small) / 2), full, two, small)
    paper.text_up(painter, QPointF(box.left() - u * 2.9, box.center().y()),
                  paper.elided(titles[1], plain, box.height()), two, plain)
