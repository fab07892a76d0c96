"""The principal branch of logit equilibria: what each strategy's probability becomes as precision grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame
from playground.app.pictures.shares import spread
from playground.app.pictures.table import Rows
from playground.app.theme import Theme
from playground.files.csv_table import Cell
from playground.game import NormalForm

MOST_PLAYERS = 4
SETTLED = 1e-3  # probabilities that change by less are at their end


@dataclass(frozen=True, eq=False)
class Scene:
    """`precisions` of shape (n,), `shares` of shape (n, strategies) for each player, in the branch's order;
    `chosen`: a precision to mark."""

    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    precisions: npt.NDArray[np.float64]
    shares: tuple[npt.NDArray[np.float64], ...]
    chosen: float | None = None

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        ends = "; ".join(f"{player}: " + ", ".join(f"{name} {p:.3f}" for name, p in zip(names, shares[-1]))
                         for player, names, shares in zip(self.players, self.strategies, self.shares))
        return f"Logit equilibria from λ = 0, all alike, to λ = {self.precisions[-1]:.3g}: {ends}"

    def table(self) -> Rows:
        """λ and all probabilities, a row a point."""
        names = [f"{player}: {name}" for player, own in zip(self.players, self.strategies) for name in own]
        head: list[Cell] = ["lambda", *names]
        rows = np.column_stack([self.precisions, *self.shares])
        return [head, *(list(map(float, row)) for row in rows)]


def scene(game: NormalForm, branch: Mapping[str, Any], chosen: Fraction | None = None) -> Scene | None:
    """The picture of a solution's "branch"; None where there are too many players."""
    if game.n_players > MOST_PLAYERS:
        return None
    shares = tuple(np.array([profile[k] for profile in branch["profiles"]]) for k in range(game.n_players))
    precisions = np.array(branch["lambdas"])
    everything = np.hstack(shares)
    moving = np.flatnonzero(np.abs(everything - everything[-1]).max(axis=1) > SETTLED)
    most = int(moving[-1]) + 2 if len(moving) else len(precisions)
    if chosen is not None:
        most = max(most, int(np.searchsorted(precisions, float(chosen))) + 1)
    cut = slice(0, max(2, most))
    return Scene(tuple(player.name for player in game.players),
                 tuple(player.strategies for player in game.players), precisions[cut],
                 tuple(each[cut] for each in shares), None if chosen is None else float(chosen))


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    high = (rect.height() - u * 2.4) / len(scene.players)
    for k in range(len(scene.players)):
        part = QRectF(rect.left(), rect.top() + k * high, rect.width(), high)
        _player(painter, part, scene, k, theme, last=k == len(scene.players) - 1)


def _player(painter: QPainter, part: QRectF, scene: Scene, k: int, theme: Theme, last: bool) -> None:
    u, muted = paper.unit(painter), theme.colour("muted")
    small, bold = paper.font(painter, 0.85), paper.font(painter, 0.9, bold=True)
    longest = max(paper.width(name, bold) for name in scene.strategies[k])
    right = min(longest + u * 0.9, part.width() * 0.34)
    positive = scene.precisions[scene.precisions > 0]
    low, high = np.log10(positive[0]), np.log10(max(positive[-1], positive[0] * 10))
    frame = Frame(part.adjusted(u * 2.6, u * 2.0, -right, -u * 0.7), left=float(low), right=float(high))
    box = frame.box
    paper.text(painter, QPointF(box.left(), part.top() + u * 1.0),
               paper.elided(scene.players[k], bold, box.width()), theme.player(k), bold, across=0)
    for value in (0, 0.5, 1):
        y = frame.at(frame.left, value).y()
        painter.setPen(paper.stroke(paper.faded(theme.colour("line"), 0.8), 1.0))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        paper.text(painter, QPointF(box.left() - u * 0.4, y), paper.decimal(value), muted, small, across=1)
    for power in range(int(np.ceil(low)), int(np.floor(high)) + 1):
        x = frame.at(power, 0).x()
        painter.setPen(paper.stroke(paper.faded(theme.colour("line"), 0.5), 1.0))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        if last:
            at = QPointF(x, box.bottom() + u * 0.9)
            paper.text(painter, at, paper.decimal(10.0 ** power), muted, small)
    if last:
        paper.text(painter, QPointF(box.center().x(), box.bottom() + u * 2.1),
                   "precision λ, from blind to faultless", muted, small)
    if scene.chosen:
        x = min(max(frame.at(np.log10(scene.chosen), 0).x(), box.left()), box.right())
        painter.setPen(paper.dashes(theme.colour("accent"), max(1.6, u * 0.14), 3, 2))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inside = scene.precisions > 0
    xs = np.log10(scene.precisions[inside])
    shown = scene.shares[k][inside]
    for i, line in enumerate(shown.T):
        points = np.array([[p.x(), p.y()] for p in map(frame.at, xs, line)])
        painter.setPen(paper.stroke(theme.player(i), max(1.8, u * 0.17)))
        painter.drawPolyline(paper.polygon(points))
    heights = spread([frame.at(0, p).y() for p in shown[-1]], u * 1.1, box.top(), box.bottom())
    for i, (name, y) in enumerate(zip(scene.strategies[k], heights)):
        if y is not None:
            paper.text(painter, QPointF(box.right() + u * 0.4, y),
                       paper.elided(name, bold, part.right() - box.right() - u * 0.5), theme.player(i), bold,
                       across=0)
