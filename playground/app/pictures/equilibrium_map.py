"""The equilibrium map of a parameter: its value across, and up how often a strategy is played, or what a
player gets, in every equilibrium there is.

A line is an extreme equilibrium; between lines of one component lies a tinted band of equilibria. Thin
upright lines are the values at which the set changes its form, with the exact value; dots and thick upright
lines on them are the equilibria just there. The dashed line is the parameter's value at present.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame, paint_axes
from playground.app.pictures.table import Rows
from playground.app.theme import Theme
from playground.game import NormalForm
from playground.game.polynomial import Ratio

SAMPLES = 60  # points of a line
Curve = npt.NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """What is shown upwards: the probability of a strategy of `player`; the player's payoff where
    `strategy` is None."""

    player: int
    strategy: int | None

    def words(self, game: NormalForm) -> str:
        player = game.players[self.player]
        if self.strategy is None:
            return f"{player.name}’s payoff"
        return f"{player.name}: probability of {player.strategies[self.strategy]}"


@dataclass(frozen=True, eq=False)
class Scene:
    """curves
        One line a branch and piece, arrays of shape (points, 2).
    bands
        Pairs of such lines, the lower and the upper edge of a component.
    breaks
        Values of the parameter where the set changes, with how they are written.
    points, segments
        At the breaks: (value, height), and (value, lowest, highest) of a component.
    """

    parameter: str
    title: str
    player: int
    span: tuple[float, float]
    now: float
    curves: tuple[Curve, ...]
    bands: tuple[tuple[Curve, Curve], ...]
    breaks: tuple[tuple[float, str], ...]
    points: tuple[tuple[float, float], ...]
    segments: tuple[tuple[float, float, float], ...]
    heights: tuple[float, float]

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        where = ", ".join(text for _value, text in self.breaks) or "nowhere"
        return f"{self.title} in all equilibria as {self.parameter} moves; the set changes at {where}"

    def table(self) -> Rows:
        """Where the set changes, the equilibria just there, and points along each branch."""
        made: Rows = [["what", "number", self.parameter, self.title, "exactly"]]
        made += [["the set changes", i, value, None, "" if "≈" in words else words.replace("−", "-")]
                 for i, (value, words) in enumerate(self.breaks, 1)]
        made += [["equilibrium at a change", i, *point, ""] for i, point in enumerate(self.points, 1)]
        return made + [["branch", i, *point, ""] for i, curve in enumerate(self.curves, 1)
                       for point in curve.tolist()]


def scene(game: NormalForm, found: Any, view: View, now: Fraction) -> Scene:
    """The picture of a `ParameterMap` of the game."""
    from playground.equilibrium import connected_components

    curves, bands = [], []
    for piece in found.pieces:
        across = np.linspace(float(piece.low), float(piece.high), SAMPLES)
        heights = [_along(_ratio(branch, view), across) for branch in piece.branches]
        curves += [np.column_stack([across, height]) for height in heights]
        for members in piece.components:
            if len(members) > 1:
                group = np.array([heights[i] for i in members])
                bands.append((np.column_stack([across, group.min(axis=0)]),
                              np.column_stack([across, group.max(axis=0)])))
    points, segments = [], []
    for root, profiles in zip(found.breaks, found.at_breaks):
        there = _heights(game, profiles, view, found.parameter, root.low)
        for members in connected_components(profiles):
            low, high = min(there[i] for i in members), max(there[i] for i in members)
            points += [(float(root.low), there[i]) for i in members]
            if high > low:
                segments.append((float(root.low), low, high))
    span = float(found.low), float(found.high)
    if view.strategy is None:
        every = np.concatenate([curve[:, 1] for curve in curves]) if curves else np.zeros(1)
        every = every[np.isfinite(every)]
        low, high = (float(every.min()), float(every.max())) if len(every) else (0.0, 1.0)
        pad = (high - low) * 0.06 or 0.5
        heights_of = (low - pad, high + pad)
    else:
        heights_of = (0.0, 1.0)
    breaks = tuple((float(root.middle), paper.number(root.low) if root.exact
                    else f"≈ {paper.decimal(float(root.middle), 4)}") for root in found.breaks)
    return Scene(found.parameter, view.words(game), view.player, span, float(now), tuple(curves),
                 tuple(bands), breaks, tuple(points), tuple(segments), heights_of)


def _heights(game: NormalForm, profiles: Any, view: View, parameter: str, at: Fraction) -> list[float]:
    """How high equilibria at one value of the parameter lie."""
    if view.strategy is not None:
        return [float(profile[view.player][view.strategy]) for profile in profiles]
    from playground.game import edits

    there = edits.set_parameter(game, parameter, str(at))
    return [float(profile.payoffs(there)[view.player]) for profile in profiles]


def _ratio(branch: Any, view: View) -> Ratio:
    made: Ratio = (branch.payoffs[view.player] if view.strategy is None
                   else branch.strategies[view.player][view.strategy])
    return made


def _along(ratio: Ratio, across: Curve) -> Curve:
    over, under = (np.polyval([float(c) for c in reversed(each)] or [0.0], across)
                   for each in (ratio.over, ratio.under))
    with np.errstate(divide="ignore", invalid="ignore"):
        made: Curve = over / under
    return made


def place(rect: QRectF, unit: float, scene: Scene) -> Frame:
    """Where the data lies."""
    left = paper.tick_room(scene.heights) + 0.2
    box = rect.adjusted(unit * left, unit * 2.2, -unit * 1.4, -unit * 3.4)
    return Frame(box, *scene.span, *scene.heights)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    frame = place(rect, u, scene)
    box, muted, colour = frame.box, theme.colour("muted"), theme.player(scene.player)
    small = paper.font(painter, 0.85)
    paint_axes(painter, frame, (scene.parameter, scene.title), theme, colour, grid=True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(paper.faded(colour, 0.2))
    for low, high in scene.bands:
        painter.drawPolygon(QPolygonF([frame.at(*p) for p in _finite(low)]
                                      + [frame.at(*p) for p in _finite(high)[::-1]]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    taken = -1e9
    for value, words in scene.breaks:
        x = frame.at(value, 0).x()
        painter.setPen(paper.stroke(muted, 1.0))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        wide = paper.width(words, small) / 2
        if x - wide > taken + u * 0.4:
            paper.text(painter, QPointF(x, box.top() - u * 0.9), words, theme.colour("text"), small)
            taken = x + wide
    painter.setPen(paper.stroke(colour, max(1.8, u * 0.2)))
    for curve in scene.curves:
        painter.drawPolyline(QPolygonF([frame.at(*p) for p in _finite(curve)]))
    painter.setPen(paper.stroke(colour, max(2.6, u * 0.34)))
    for value, bottom, top in scene.segments:
        painter.drawLine(frame.at(value, bottom), frame.at(value, top))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for point in scene.points:
        painter.drawEllipse(frame.at(*point), u * 0.26, u * 0.26)
    if scene.span[0] <= scene.now <= scene.span[1]:
        painter.setPen(paper.dashes(theme.colour("accent"), 1.6, 4, 3))
        x = frame.at(scene.now, 0).x()
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))


def _finite(curve: Curve) -> list[list[float]]:
    kept: list[list[float]] = curve[np.isfinite(curve).all(axis=1)].tolist()
    return kept
