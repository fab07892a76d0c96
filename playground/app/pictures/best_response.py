"""The best-response correspondence of a 2×2 game: two stair curves in the unit square, and the
equilibria where they meet.

p is the probability of player 1's first strategy (across), q that of player 2's (up).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame, paint_square_axes, unit_square
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme
from playground.game import NormalForm

Point = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Scene:
    """`curves[k]` is player k's best response as a polyline of (p, q), empty where the player is
    indifferent everywhere. `segments` are the continua of equilibria; `everywhere` says that every
    profile is one. `dots` are the extreme equilibria."""

    players: tuple[str, str]
    strategies: tuple[tuple[str, str], tuple[str, str]]
    curves: tuple[tuple[Point, ...], tuple[Point, ...]]
    dots: tuple[Point, ...]
    segments: tuple[tuple[Point, Point], ...] = ()
    everywhere: bool = False

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        at = "; ".join(f"p {paper.share(p)}, q {paper.share(q)}" for p, q in self.dots)
        return f"Best responses of {self.players[0]} and {self.players[1]}; equilibria at {at or 'none'}"

    def table(self) -> Rows:
        """The corners of both curves, in order, and the equilibria."""
        lines = [((f"best response of {name}", str(i)), point)
                 for name, curve in zip(self.players, self.curves) for i, point in enumerate(curve, 1)]
        lines += [(("equilibrium", str(i)), point) for i, point in enumerate(self.dots, 1)]
        lines += [(("segment of equilibria", str(i)), point) for i, ends in enumerate(self.segments, 1)
                  for point in ends]
        return rows(("what", "number"), [f"probability of {name}’s {names[0]}"
                                         for name, names in zip(self.players, self.strategies)], lines)


def fits(game: NormalForm) -> bool:
    return game.shape == (2, 2)


def advantage(game: NormalForm, player: int) -> tuple[Fraction, Fraction]:
    """What the player's first strategy earns above the second, when the other one plays the first
    strategy for sure, and when the second."""
    u = game.payoffs[player] if player == 0 else game.payoffs[player].T
    return u[0, 0] - u[1, 0], u[0, 1] - u[1, 1]


def stair(first: Fraction, second: Fraction) -> tuple[Point, ...]:
    """The best response as a polyline of (own probability, the other's probability of the first
    strategy), from the other's probability 0 to 1; `first` and `second` as of `advantage`. Empty when
    every answer is best."""
    zero, one = Fraction(0), Fraction(1)
    if first == 0 and second == 0:
        return ()
    low, high = (one if second > 0 else zero), (one if first > 0 else zero)  # the answer at 0 and at 1
    if second == 0:  # indifferent only at 0
        return ((one - high, zero), (high, zero), (high, one))
    if first == 0:
        return ((low, zero), (low, one), (one - low, one))
    if low == high:
        return ((low, zero), (low, one))
    turn = second / (second - first)
    return ((low, zero), (low, turn), (high, turn), (high, one))


def scene(game: NormalForm, solution: Any = None) -> Scene:
    """The picture of a 2×2 game; `solution` is what `equilibrium.solve(game)` gave, and is computed when
    it is not given."""
    if solution is None:
        from playground.equilibrium import solve
        solution = solve(game)
    curve1 = stair(*advantage(game, 0))
    curve2 = tuple((p, q) for q, p in stair(*advantage(game, 1)))
    dots = tuple((e.profile[0][0], e.profile[1][0]) for e in solution.equilibria)
    everywhere = not curve1 and not curve2
    first, second = game.players
    return Scene((first.name, second.name), (first.strategies[:2], second.strategies[:2]),
                 (curve1, curve2), dots, () if everywhere else continua(dots), everywhere)


def continua(dots: Iterable[Point]) -> tuple[tuple[Point, Point], ...]:
    """The segments of equilibria between extreme ones. Two equilibria that share a player's strategy
    are joined by equilibria: what is best against both ends is best against every mixture of them."""
    points = sorted(set(dots))
    lines: dict[tuple[int, Fraction], list[Point]] = {}
    for point in points:
        for axis in (0, 1):
            lines.setdefault((axis, point[axis]), []).append(point)
    return tuple((a, b) for line in lines.values() for a, b in pairwise(line))


def place(rect: QRectF, unit: float) -> Frame:
    """Where the unit square lies in `rect`."""
    return unit_square(rect, unit, head=2.6)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    frame = place(rect, u)
    (a, b), (c, d) = scene.strategies
    titles = (f"{scene.players[0]}: probability of {a}", f"{scene.players[1]}: probability of {c}")
    paint_square_axes(painter, frame, titles, ((b, a), (d, c)), theme)
    colours = (theme.player(0), theme.player(1))
    wide = max(2.0, u * 0.24)
    for player in (0, 1):
        if not scene.curves[player]:
            _hatch(painter, frame.box, colours[player], u * 0.8, bool(player))
    if scene.everywhere:
        painter.fillRect(frame.box, paper.faded(theme.colour("accent"), 0.12))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(paper.faded(theme.colour("text"), 0.28), wide * 3.6))
    for start, end in scene.segments:
        painter.drawLine(frame.at(*start), frame.at(*end))
    pens = (paper.stroke(colours[0], wide), paper.dashes(colours[1], wide))
    for curve, pen in zip(scene.curves, pens):
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([frame.at(p, q) for p, q in curve]))
    _key(painter, frame, scene, theme)
    for p, q in scene.dots:
        _dot(painter, frame.at(p, q), u * 0.42, theme)
    _labels(painter, frame, scene, theme)


def _dot(painter: QPainter, at: QPointF, radius: float, theme: Theme) -> None:
    painter.setPen(paper.stroke(theme.colour("surface"), max(1.5, radius * 0.35)))
    painter.setBrush(theme.colour("text"))
    painter.drawEllipse(at, radius, radius)


def _labels(painter: QPainter, frame: Frame, scene: Scene, theme: Theme) -> None:
    """The equilibria's coordinates, towards the middle of the square, off the curves."""
    places = [frame.at(*dot) for dot in scene.dots]
    lines = [point for curve in scene.curves for point in frame.along(curve)]
    u = paper.unit(painter)
    room = frame.box.adjusted(u * 0.5, u * 0.3, -u * 0.5, -u * 0.3)
    labels = paper.Labels(painter, room, paper.faded(theme.colour("surface"), 0.8), places, lines)
    made = paper.font(painter, 0.92, bold=True)
    for (p, q), at in zip(scene.dots, places):
        towards = QPointF(1 if p <= Fraction(1, 2) else -1, -1 if q <= Fraction(1, 2) else 1)
        labels.put(at, f"({paper.share(p)}, {paper.share(q)})", theme.colour("text"), made, towards)


def _key(painter: QPainter, frame: Frame, scene: Scene, theme: Theme) -> None:
    """Which curve is whose, above the square."""
    u = paper.unit(painter)
    made = paper.font(painter, 0.92)
    room = frame.box.width() / 2 - u * 3
    y = frame.box.top() - u * 1.35
    x = frame.box.left()
    for player, colour in enumerate((theme.player(0), theme.player(1))):
        wide = max(2.0, u * 0.24)
        painter.setPen(paper.stroke(colour, wide, cap=Qt.PenCapStyle.FlatCap) if player == 0
                       else paper.dashes(colour, wide))
        painter.drawLine(QPointF(x, y), QPointF(x + u * 2, y))
        name = scene.players[player]
        words = f"{name}’s best response" if scene.curves[player] else f"{name}: all are best"
        if paper.width(words, made) > room:
            words = name
        box = paper.text(painter, QPointF(x + u * 2.4, y), paper.elided(words, made, room), colour, made,
                         across=0)
        x = max(box.right() + u * 1.2, frame.box.center().x())


def _hatch(painter: QPainter, box: QRectF, colour: QColor, gap: float, rising: bool) -> None:
    """Thin parallel lines across `box`, at 45°."""
    painter.setPen(paper.stroke(paper.faded(colour, 0.45), 1.0))
    side = box.width()
    steps = int(2 * side / gap)
    for i in range(1, steps + 1):
        t = i * gap
        a, b = max(0.0, t - side), min(t, side)
        if rising:
            painter.drawLine(QPointF(box.left() + a, box.bottom() - (t - a)),
                             QPointF(box.left() + b, box.bottom() - (t - b)))
        else:
            painter.drawLine(QPointF(box.left() + a, box.top() + (t - a)),
                             QPointF(box.left() + b, box.top() + (t - b)))
