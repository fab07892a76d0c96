"""A game at a glance, for a library card: a small payoff table with best responses underlined and
equilibrium cells marked; larger games become a pattern of coloured cells.

A game of more than two players shows the slice where all others play their first strategy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from playground.app.pictures import paper
from playground.app.theme import Theme
from playground.game import NormalForm

MOST = 4  # strategies a player: beyond it numbers give way to the pattern
LONGEST = 5  # characters of a payoff


@dataclass(frozen=True, eq=False)
class Scene:
    """One row a strategy of player 1, one column a strategy of player 2.

    texts
        What stands in each cell, one text a player; empty when the pattern is drawn.
    levels
        Shape (players shown, rows, columns): each player's payoffs from 0 (worst) to 1 (best).
    best
        The same shape: is the player's strategy there a best response.
    equilibria
        Shape (rows, columns): pure equilibria of the whole game.
    slices
        How many tables like this one the game has.
    """

    texts: tuple[tuple[tuple[str, ...], ...], ...]
    levels: npt.NDArray[np.float64]
    best: npt.NDArray[np.bool_]
    equilibria: npt.NDArray[np.bool_]
    slices: int = 1


def scene(game: NormalForm) -> Scene:
    """The picture of any game."""
    from playground.equilibrium import best_responses

    best = np.stack([best_responses(game, k) for k in range(game.n_players)])
    rest = (0,) * max(0, game.n_players - 2)

    def table(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The slice, always with rows and columns."""
        cut = array[(slice(None), slice(None), slice(None), *rest)] if game.n_players > 1 else array
        return cut if cut.ndim == 3 else cut[:, :, None]

    floats = game.floats
    flat = floats.reshape(game.n_players, -1)
    low, span = flat.min(axis=1), np.ptp(flat, axis=1)
    shape = (game.n_players, *([1] * len(game.shape)))
    levels = np.where(span.reshape(shape) > 0, (floats - low.reshape(shape))
                      / np.where(span > 0, span, 1.0).reshape(shape), 0.5)
    payoffs = table(game.payoffs)
    _count, rows, columns = payoffs.shape
    texts: tuple[tuple[tuple[str, ...], ...], ...] = ()
    if rows <= MOST and columns <= MOST and game.n_players <= 4:
        texts = tuple(tuple(tuple(paper.number(value, LONGEST + 2).removeprefix("≈ ")
                                  for value in payoffs[:, i, j]) for j in range(columns))
                      for i in range(rows))
        if max(len(text) for row in texts for cell in row for text in cell) > LONGEST:
            texts = ()
    slices = int(np.prod(game.shape[2:])) if game.n_players > 2 else 1
    return Scene(texts, table(levels), table(best), table(best.all(axis=0)[None])[0], slices)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    _count, rows, columns = scene.levels.shape
    margin = min(rect.width(), rect.height()) * 0.06
    inner = rect.adjusted(margin, margin, -margin, -margin)
    sheets = min(scene.slices - 1, 2)
    step = margin * 0.8
    inner = inner.adjusted(0, sheets * step, -sheets * step, 0)
    high = min(inner.height() / rows, inner.width() / columns / 1.2)
    wide = min(inner.width() / columns, high * (2.6 if scene.texts else 1.8))
    box = QRectF(0, 0, wide * columns, high * rows)
    box.moveCenter(inner.center())
    for sheet in range(sheets, 0, -1):  # the other slices, as sheets behind
        painter.setPen(paper.stroke(theme.colour("line"), 1.0))
        painter.setBrush(paper.mixed(theme.colour("surface"), theme.colour("line"), 0.25))
        painter.drawRoundedRect(box.translated(sheet * step, -sheet * step), 3, 3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(box, 3, 3)
    cells = [(i, j, QRectF(box.left() + j * wide, box.top() + i * high, wide, high))
             for i in range(rows) for j in range(columns)]
    if scene.texts:
        _numbers(painter, cells, box, scene, theme)
    else:
        _pattern(painter, cells, box, scene, theme)


Cells = list[tuple[int, int, QRectF]]


def _numbers(painter: QPainter, cells: Cells, box: QRectF, scene: Scene, theme: Theme) -> None:
    count, rows, columns = scene.levels.shape
    one = cells[0][2]
    for i, j, cell in cells:
        if scene.equilibria[i, j]:
            painter.fillRect(cell, paper.faded(theme.colour("accent"), 0.16))
    painter.setPen(paper.stroke(theme.colour("line"), 1.0))
    for i in range(1, rows):
        painter.drawLine(QPointF(box.left(), box.top() + i * one.height()),
                         QPointF(box.right(), box.top() + i * one.height()))
    for j in range(1, columns):
        painter.drawLine(QPointF(box.left() + j * one.width(), box.top()),
                         QPointF(box.left() + j * one.width(), box.bottom()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3, 3)
    longest = max(max(len(text) for text in cell) for row in scene.texts for cell in row)
    made = paper.font(painter, 1.0)
    made.setPixelSize(max(6, int(min(one.height() * 0.46, one.width() / count / (0.62 * longest + 0.45)))))
    size = made.pixelSize()
    for i, j, cell in cells:
        for k, words in enumerate(scene.texts[i][j]):
            at = QPointF(cell.left() + cell.width() * (k + 0.5) / count, cell.center().y())
            made.setBold(bool(scene.best[k, i, j]))
            drawn = paper.text(painter, at, words, theme.player(k), made)
            if scene.best[k, i, j]:
                painter.setPen(paper.stroke(theme.player(k), max(1.2, size * 0.09)))
                y = drawn.bottom() + size * 0.02
                painter.drawLine(QPointF(drawn.left(), y), QPointF(drawn.right(), y))
        if scene.equilibria[i, j]:
            radius = min(cell.width(), cell.height()) * 0.07
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("text"))
            painter.drawEllipse(cell.topLeft() + QPointF(radius * 2.2, radius * 2.2), radius, radius)


def _pattern(painter: QPainter, cells: Cells, box: QRectF, scene: Scene, theme: Theme) -> None:
    """Each cell in two triangles, player 1's below and player 2's above the diagonal, the deeper the
    better for the player; a dot where the strategy is a best response."""
    count = scene.levels.shape[0]
    ground = theme.colour("surface")
    gap = min(1.0, cells[0][2].width() * 0.06)
    for i, j, cell in cells:
        drawn = cell.adjusted(gap, gap, -gap, -gap)
        shades = [paper.mixed(ground, theme.player(k), 0.08 + 0.8 * float(scene.levels[k, i, j]))
                  for k in range(min(count, 2))]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(drawn, shades[0])
        if count > 1:
            painter.setBrush(shades[1])
            painter.drawPolygon(QPolygonF([drawn.topLeft(), drawn.topRight(), drawn.bottomRight()]))
        if drawn.width() > 9:
            painter.setBrush(theme.colour("text"))
            radius = max(1.0, drawn.width() * 0.06)
            for k, (across, down) in enumerate(((0.28, 0.72), (0.72, 0.28))[:count]):
                if scene.best[k, i, j]:
                    painter.drawEllipse(QPointF(drawn.left() + drawn.width() * across,
                                                drawn.top() + drawn.height() * down), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for i, j, cell in cells:
        if scene.equilibria[i, j]:
            painter.setPen(paper.stroke(theme.colour("text"), max(1.5, cell.width() * 0.06)))
            painter.drawRect(cell.adjusted(gap, gap, -gap, -gap))

