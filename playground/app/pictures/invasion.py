"""Which strategies of a symmetric game mutants can invade.

Of two strategies: what each candidate, a symmetric equilibrium, earns above the average of a population, for
all populations. Evolutionarily stable is what is ahead of all populations near it (Hofbauer, Schuster and
Sigmund 1979); as far as its curve stays above zero it can be disturbed. Of three: the triangle of all states
with the replicator's flow, and the candidates marked in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from playground import evolution
from playground.app.pictures import evolution as portraits
from playground.app.pictures import paper, triangle
from playground.app.pictures.frame import Frame, paint_axes
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme
from playground.equilibrium.evolutionary import ESS, NSS
from playground.equilibrium.words import mixture
from playground.game import NormalForm
from playground.game.profile import Number

SAMPLES = 48  # pieces of a curve
SHORT = {ESS: "ESS", NSS: "NSS"}


@dataclass(frozen=True)
class Candidate:
    """A symmetric equilibrium and its verdict. `curve`: the share of the first strategy in a population,
    and what the candidate earns there above the average; empty where there are more than two strategies."""

    strategy: tuple[Fraction, ...]
    verdict: str
    curve: tuple[tuple[Fraction, Fraction], ...] = ()


@dataclass(frozen=True, eq=False)
class Scene:
    """`drawn`: the triangle, where there are three strategies."""

    strategies: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    drawn: triangle.Scene | None = None

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        return "; ".join(f"{mixture(self.strategies, each.strategy)}: {each.verdict}"
                         for each in self.candidates)

    def table(self) -> Rows:
        """The candidates, and the points of their curves."""
        lines: list[tuple[tuple[str, str, str], tuple[Number | None, ...]]] = []
        for i, each in enumerate(self.candidates, 1):
            lines.append(((str(i), each.verdict, "candidate"), (*each.strategy, None)))
            lines += [((str(i), each.verdict, "in a population"), (share, 1 - share, ahead))
                      for share, ahead in each.curve]
        names = [f"share of {name}" for name in self.strategies]
        return rows(("candidate", "verdict", "what"), [*names, "earns above the average"], lines)


def scene(game: NormalForm, solution: Any) -> Scene | None:
    """The picture of an ESS solution; None unless there are two or three strategies."""
    found = [(tuple(map(Fraction, each["strategy"])), each["verdict"])
             for each in dict(solution.details)["candidates"]]
    names = game.players[0].strategies
    if len(names) == 2:
        return Scene(names, tuple(Candidate(strategy, verdict, _curve(game, strategy))
                                  for strategy, verdict in found))
    if len(names) != 3:
        return None
    made = evolution.portrait(game, kind="one")
    drawn = portraits.scene(game, made, portraits.still(made), None)
    return Scene(names, tuple(Candidate(*each) for each in found),
                 drawn if isinstance(drawn, triangle.Scene) else None)


def _curve(game: NormalForm, strategy: tuple[Fraction, ...]) -> tuple[tuple[Fraction, Fraction], ...]:
    """What `strategy` earns above the average, population by population, that of its own kind among them."""
    table, own = game.payoffs[0], np.array(strategy, dtype=object)
    points = []
    for share in sorted({Fraction(i, SAMPLES) for i in range(SAMPLES + 1)} | {strategy[0]}):
        met = np.array([share, 1 - share], dtype=object)
        points.append((share, (own - met) @ table @ met))
    return tuple(points)


# --- painting -----------------------------------------------------------------------------------------------


def place(rect: QRectF, unit: float, scene: Scene) -> Frame:
    """Where the curves of two strategies lie."""
    heights = [float(ahead) for each in scene.candidates for _share, ahead in each.curve]
    pad = (max(heights) - min(heights)) * 0.14 or 0.5
    bottom, top = min(heights) - pad, max(heights) + pad
    left = unit * (paper.tick_room((bottom, top)) + 0.2)
    return Frame(rect.adjusted(left, unit * 2.4, -unit * 1.4, -unit * 3.4), bottom=bottom, top=top)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    if scene.drawn is None:
        _paint_curves(painter, place(rect, paper.unit(painter), scene), scene, theme)
    else:
        triangle.paint(painter, rect, scene.drawn, theme)
        _mark_states(painter, rect, scene, scene.drawn, theme)


def _pen(each: Candidate, theme: Theme, wide: float) -> QPen:
    """The colour says who, that of the strategy or, of a mixture, the accent; the dashes say the verdict."""
    pure = next((i for i, p in enumerate(each.strategy) if p == 1), None)
    colour = theme.colour("accent") if pure is None else theme.player(pure)
    if each.verdict == ESS:
        return paper.stroke(colour, wide)
    return paper.dashes(colour, wide, *((4, 2) if each.verdict == NSS else (1.2, 1.6)))


def _paint_curves(painter: QPainter, frame: Frame, scene: Scene, theme: Theme) -> None:
    u, box = paper.unit(painter), frame.box
    titles = (f"share of {scene.strategies[0]} in the population", "earns above the average")
    paint_axes(painter, frame, titles, theme, theme.colour("muted"), grid=True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(paper.faded(theme.colour("danger"), 0.1))
    zero = frame.at(0, 0).y()
    painter.drawRect(QRectF(box.left(), zero, box.width(), box.bottom() - zero))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(theme.colour("text"), 1.2))
    painter.drawLine(frame.at(0, 0), frame.at(1, 0))
    for each in scene.candidates:
        painter.setPen(_pen(each, theme, max(2.0, u * 0.2)))
        painter.drawPolyline(QPolygonF([frame.at(*point) for point in each.curve]))
    places = [frame.at(each.strategy[0], 0) for each in scene.candidates]
    edge = [frame.at(*point) for each in scene.candidates for point in each.curve]
    labels = paper.Labels(painter, box, paper.faded(theme.colour("surface"), 0.85), places, edge)
    for at, each in zip(places, scene.candidates):
        paper.mark(painter, at, {ESS: "sink", NSS: "centre"}.get(each.verdict, "source"), u * 0.4, theme)
    bold = paper.font(painter, 0.92, bold=True)
    for at, each in sorted(zip(places, scene.candidates), key=lambda found: found[1].verdict != ESS):
        words = f"{SHORT.get(each.verdict, each.verdict)}: {mixture(scene.strategies, each.strategy)}"
        labels.put(at, paper.elided(words, bold, box.width() * 0.6), _pen(each, theme, 1.0).color(),
                   bold, QPointF(0, -1))
    small = paper.font(painter, 0.85)
    key = paper.elided("below zero the others earn more, and spread", small, box.width())
    paper.text(painter, QPointF(box.left(), box.top() - u * 1.1), key, theme.colour("muted"), small, across=0)


def _mark_states(painter: QPainter, rect: QRectF, scene: Scene, drawn: triangle.Scene, theme: Theme) -> None:
    """A frame round each stable candidate, and what it is."""
    u = paper.unit(painter)
    to, bold = triangle.place(rect, u, drawn.corners), paper.font(painter, 0.92, bold=True)
    for each in scene.candidates:
        if each.verdict not in SHORT:
            continue
        at, pen = to.at(each.strategy), _pen(each, theme, max(2.0, u * 0.2))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, u * 0.95, u * 0.95)
        paper.text(painter, at + QPointF(u * 1.3, 0), SHORT[each.verdict], pen.color(), bold, across=0,
                   plate=paper.faded(theme.colour("surface"), 0.85))
