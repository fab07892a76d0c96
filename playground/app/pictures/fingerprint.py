"""A strategy's fingerprint: what it earns at each point of the square, as colours with their scale."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame, within
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme, viridis
from playground.arena.fingerprint import Fingerprint
from playground.game import NormalForm


@dataclass(frozen=True, eq=False)
class Scene:
    """`strategy`, `probe`: their titles, `moves`: the game's strategies. `scale`: the game's smallest and
    greatest payoff, so that fingerprints can be compared. `lit`: a point (i, j) to look at."""

    strategy: str
    probe: str
    moves: tuple[str, str]
    found: Fingerprint
    scale: tuple[float, float]
    lit: tuple[int, int] | None = None

    def told(self, i: int, j: int) -> str:
        """`x = 0.25, y = 0.5: 2.13`."""
        x, y = (paper.decimal(k / (self.found.n - 1)) for k in (i, j))
        return f"x = {x}, y = {y}: {paper.decimal(float(self.found.payoffs[i, j]))}"

    @property
    def words(self) -> str:
        """What is seen, for a screen reader: the corners."""
        last, payoffs = self.found.n - 1, self.found.payoffs
        corners = ((0, 0, self.probe), (last, 0, f"always {self.moves[0]}"),
                   (0, last, f"always {self.moves[1]}"), (last, last, f"the dual of {self.probe}"))
        return f"{self.strategy} earns " + ", ".join(
            f"{paper.decimal(float(payoffs[i, j]))} against {name}" for i, j, name in corners)

    @property
    def headline(self) -> str:
        """What is seen, in one line."""
        payoffs, last = self.found.payoffs, self.found.n - 1
        low, high = (np.unravel_index(place, payoffs.shape) for place in (payoffs.argmin(), payoffs.argmax()))
        least, most = (f"{paper.decimal(float(payoffs[at]))} where x = {paper.decimal(at[0] / last)} and y = "
                       f"{paper.decimal(at[1] / last)}" for at in (low, high))
        return f"Against {self.probe} mixed with chance {self.strategy} earns from {least} to {most}."

    def table(self) -> Rows:
        """A row a point."""
        n = self.found.n
        return rows((), ("x", "y", "payoff a turn"),
                    (((), (i / (n - 1), j / (n - 1), float(self.found.payoffs[i, j])))
                     for i in range(n) for j in range(n)))


def scene(game: NormalForm, strategy: str, probe: str, found: Fingerprint) -> Scene:
    """`strategy` and `probe` by their titles."""
    values = [float(value) for table in game.payoffs for value in table.ravel()]
    first, second = game.players[0].strategies
    return Scene(strategy, probe, (first, second), found, (min(values), max(values)))


def light(scene: Scene, point: tuple[int, int] | None) -> Scene:
    """With another point looked at."""
    return replace(scene, lit=point)


def place(rect: QRectF, unit: float, scene: Scene) -> Frame:
    """Where x and y lie; a cell's middle stands for its point."""
    inner = within(rect, unit * 4.2, unit * 2.4, unit * (paper.tick_room(scene.scale) + 2.4), unit * 3.8)
    side, half = min(inner.width(), inner.height()), 0.5 / (scene.found.n - 1)
    box = QRectF(inner.left() + (inner.width() - side) / 2, inner.top(), side, side)
    return Frame(box, -half, 1 + half, -half, 1 + half)


def point_at(rect: QRectF, unit: float, scene: Scene, point: QPointF) -> tuple[int, int] | None:
    """The point (i, j) whose cell is there."""
    frame, last = place(rect, unit, scene), scene.found.n - 1
    if not frame.box.contains(point):
        return None
    i, j = (min(max(round(part * last), 0), last) for part in frame.data(point))
    return i, j


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u, frame, n = paper.unit(painter), place(rect, paper.unit(painter), scene), scene.found.n
    box, ink, muted = frame.box, theme.colour("text"), theme.colour("muted")
    small, plain = paper.font(painter, 0.85), paper.font(painter, 0.95)
    low, high = scene.scale
    level = (scene.found.payoffs - low) / (high - low or 1)
    paper.cells(painter, box, viridis(level.T[::-1]).reshape(n, n, 3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.dashes(theme.colour("surface"), 1.2, 4, 4))
    painter.drawLine(frame.at(0, 1), frame.at(1, 0))
    painter.setPen(paper.stroke(muted, 1.0))
    painter.drawRect(box)
    for value in (0, 0.25, 0.5, 0.75, 1):
        words = paper.decimal(value)
        paper.text(painter, QPointF(frame.at(value, 0).x(), box.bottom() + u * 0.9), words, muted, small)
        paper.text(painter, QPointF(box.left() - u * 0.45, frame.at(0, value).y()), words, muted, small,
                   across=1)
    across, up = (f"{sign}: {move} whatever comes" for sign, move in zip("xy", scene.moves))
    paper.text(painter, QPointF(box.center().x(), box.bottom() + u * 2.4),
               paper.elided(across, plain, rect.width()), ink, plain)
    paper.text_up(painter, QPointF(box.left() - u * 3.2, box.center().y()),
                  paper.elided(up, plain, box.height()), ink, plain)
    told = f"{scene.strategy} against {scene.probe} mixed with chance"
    if scene.lit is not None:
        told = f"{scene.strategy} at {scene.told(*scene.lit)}"
        painter.setPen(paper.stroke(theme.colour("surface"), 3.2))
        at = frame.at(*(k / (n - 1) for k in scene.lit))
        painter.drawEllipse(at, u * 0.5, u * 0.5)
        painter.setPen(paper.stroke(ink, 1.6))
        painter.drawEllipse(at, u * 0.5, u * 0.5)
    paper.text(painter, QPointF(box.left(), box.top() - u * 1.1),
               paper.elided(told, plain, rect.right() - box.left() - u * 0.4), ink, plain, across=0)
    _scale(painter, box, scene.scale, theme)


def _scale(painter: QPainter, box: QRectF, scale: tuple[float, float], theme: Theme) -> None:
    u = paper.unit(painter)
    bar = QRectF(box.right() + u * 1.2, box.top(), u * 0.9, box.height())
    paper.cells(painter, bar, viridis(np.linspace(1, 0, 64)).reshape(64, 1, 3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(theme.colour("muted"), 1.0))
    painter.drawRect(bar)
    low, high = scale
    small = paper.font(painter, 0.85)
    if high > low:
        frame = Frame(bar, bottom=low, top=high)
        for value in paper.ticks(low, high, max(2, min(6, int(box.height() / u / 2)))):
            at = QPointF(bar.right() + u * 0.4, frame.at(0, value).y())
            paper.text(painter, at, paper.decimal(value), theme.colour("muted"), small, across=0)
