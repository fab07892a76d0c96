"""Rest points against a parameter: where they are as it changes, stable ones dark, others hollow."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme

Dot = tuple[Fraction, float, str]  # the parameter, the share, the kind of the rest point


@dataclass(frozen=True, eq=False)
class Scene:
    """`dots` are rest points, by the share of the strategy that `axis` names; `spans` are pieces of the
    parameter, and of shares, over which rest points have no gap. `now` is the parameter's value."""

    parameter: str
    axis: str
    low: Fraction
    high: Fraction
    dots: tuple[Dot, ...]
    spans: tuple[tuple[Fraction, float, float], ...] = ()
    now: Fraction | None = None
    colour: int = 0

    def table(self) -> Rows:
        """A row a rest point."""
        return rows(("kind",), [self.parameter, self.axis],
                    (((paper.KINDS[kind],), (float(value), share)) for value, share, kind in self.dots))


def place(rect: QRectF, unit: float, scene: Scene) -> Frame:
    """Where parameter and share lie."""
    return Frame(rect.adjusted(unit * 3.6, unit * 0.9, -unit * 7.5, -unit * 2.5),
                 left=float(scene.low), right=float(scene.high), bottom=0.0, top=1.0)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    frame = place(rect, u, scene)
    box, muted, small = frame.box, theme.colour("muted"), paper.font(painter, 0.85)
    for value in (0, 0.5, 1) if box.height() < u * 8 else (0, 0.25, 0.5, 0.75, 1):
        y = frame.at(frame.left, value).y()
        painter.setPen(paper.stroke(paper.faded(theme.colour("line"), 0.7), 1.0))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        paper.text(painter, QPointF(box.left() - u * 0.5, y), paper.decimal(value), muted, small, across=1)
    for value in paper.ticks(frame.left, frame.right, max(2, int(box.width() / u / 5))):
        at = QPointF(frame.at(value, 0).x(), box.bottom() + u * 0.85)
        paper.text(painter, at, paper.decimal(value), muted, small)
    paper.text(painter, QPointF(box.center().x(), box.bottom() + u * 1.9), scene.parameter, muted, small)
    paper.text_up(painter, QPointF(box.left() - u * 2.9, box.center().y()),
                  paper.elided(scene.axis, small, box.height()), muted, small)
    if scene.now is not None and scene.low <= scene.now <= scene.high:
        x = frame.at(float(scene.now), 0).x()
        painter.setPen(paper.stroke(theme.colour("accent"), max(1.4, u * 0.12)))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
    painter.setPen(paper.stroke(paper.faded(muted, 0.35), max(1.5, u * 0.15)))
    for at, first, last in scene.spans:
        painter.drawLine(frame.at(float(at), first), frame.at(float(at), last))
    radius = max(1.3, u * 0.13)
    stable, hollow = QPainterPath(), QPainterPath()
    for at, share, kind in scene.dots:
        (stable if kind == "sink" else hollow).addEllipse(frame.at(float(at), share), radius, radius)
    painter.setPen(paper.stroke(muted, max(0.8, u * 0.05)))
    painter.setBrush(theme.colour("surface"))
    painter.drawPath(hollow)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(stable, theme.player(scene.colour))
    x, y = box.right() + u * 1.2, box.top() + u * 0.8
    for words, is_stable in (("stable", True), ("not stable", False)):
        at = QPointF(x, y)
        painter.setPen(Qt.PenStyle.NoPen if is_stable else paper.stroke(muted, max(0.8, u * 0.08)))
        painter.setBrush(theme.player(scene.colour) if is_stable else theme.colour("surface"))
        painter.drawEllipse(at, u * 0.26, u * 0.26)
        paper.text(painter, QPointF(x + u * 0.6, y), words, muted, small, across=0)
        y += u * 1.4
