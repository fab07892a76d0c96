"""A strategy as a graph: its states as circles with what they play, arrows with what leads on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from playground.app.pictures import paper
from playground.app.pictures.table import Rows
from playground.app.theme import Theme
from playground.strategy import Automaton

MOST_STATES = 16  # in one circle; more are listed as a table


@dataclass(frozen=True)
class Arrow:
    """From one state to another, by place; `words` say after which moves."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Scene:
    """States in the order of their table. `plays`: what each plays, in words; `hues`: the probability of the
    first move, for the colour. `start`: where play begins. `lit`: the state a match is in."""

    names: tuple[str, ...]
    plays: tuple[str, ...]
    hues: tuple[float, ...]
    arrows: tuple[Arrow, ...]
    start: int
    key: str = ""
    lit: int | None = None

    def table(self) -> Rows:
        """Every state with what it plays, and where it goes on."""
        rows: Rows = [["state", "plays", "then"]]
        for i, (name, play) in enumerate(zip(self.names, self.plays)):
            then = "; ".join(f"{arrow.words or 'always'}: {self.names[arrow.end]}" for arrow in self.arrows
                             if arrow.start == i)
            rows.append([name, play, then])
        return rows


def scene_of(automaton: Automaton, moves: Sequence[str], lit: str | None = None) -> Scene:
    """`moves`: what the strategies of the game are called."""
    index = {name: i for i, name in enumerate(automaton.states)}
    letters = [move[:1] for move in moves]
    short = letters if len(set(letters)) == len(moves) else [str(i) for i in range(1, len(moves) + 1)]
    arrows, pairs = [], False
    for name, state in automaton.states.items():
        for end in dict.fromkeys(state.after):
            words, own = _reasons(state.after, end, moves, short)
            pairs = pairs or own
            arrows.append(Arrow(index[name], index[end], words))
    told = ", ".join(f"{letter} {move}" for letter, move in zip(short, moves))
    key = (f"Arrows: what both played, the own move first ({told})" if pairs else
           "Arrows: what the other played" if any(arrow.words for arrow in arrows) else "")
    rows = automaton.states.values()
    return Scene(tuple(automaton.states), tuple(_play(state.play, moves) for state in rows),
                 tuple(float(state.play[0]) for state in rows), tuple(arrows),
                 index[automaton.start], key, None if lit is None else index[lit])


def _reasons(after: Sequence[str], end: str, moves: Sequence[str], short: Sequence[str]
             ) -> tuple[str, bool]:
    """After which moves one goes on to `end`, and whether the own move counts; then they stand short."""
    size = len(moves)
    cells = [(own, other) for own in range(size) for other in range(size) if after[size * own + other] == end]
    if len(cells) == size * size:
        return "", False
    others = {other for _own, other in cells}
    if len(cells) == size * len(others):
        return " or ".join(moves[other] for other in sorted(others)), False
    return ", ".join(f"{short[own]}{short[other]}" for own, other in cells), True


def _play(play: Sequence[Fraction], moves: Sequence[str]) -> str:
    if max(play) == 1:
        return moves[list(play).index(1)]
    return ", ".join(f"{move} {paper.number(chance, 7)}" for move, chance in zip(moves, play) if chance)


def describe(scene: Scene) -> str:
    """For those who do not see it."""
    told = "; ".join(f"state {name}: plays {play}; " + ", ".join(
        f"{f'after {arrow.words}' if arrow.words else 'always'} to {scene.names[arrow.end]}"
        for arrow in scene.arrows if arrow.start == i)
        for i, (name, play) in enumerate(zip(scene.names, scene.plays)))
    return f"Begins in {scene.names[scene.start]}. {told}. {scene.key}"


def places(count: int, rect: QRectF, unit: float) -> tuple[list[QPointF], float]:
    """Where the states stand, and the radius of their circles."""
    room = rect.adjusted(0, 0, 0, -2 * unit)
    radius = min(3.4 * unit, room.height() * 0.2, room.width() * 0.12)
    middle = room.center()
    if count == 1:
        return [middle], radius
    if count == 2:
        apart = min(room.width() * 0.28, 11 * unit)
        return [QPointF(middle.x() - apart, middle.y()), QPointF(middle.x() + apart, middle.y())], radius
    wide, high = room.width() / 2 - radius - 5 * unit, room.height() / 2 - radius - 4 * unit
    angles = [2 * math.pi * i / count for i in range(count)]
    at = [QPointF(middle.x() - max(wide, unit) * math.cos(angle),
                  middle.y() - max(high, unit) * math.sin(angle)) for angle in angles]
    near = min(math.hypot(a.x() - b.x(), a.y() - b.y()) for a, b in pairwise(at))
    return at, min(radius, near * 0.38)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    count = len(scene.names)
    if count > MOST_STATES:
        _list(painter, rect, scene, theme)
        return
    at, radius = places(count, rect, u)
    centre = QPointF(sum(p.x() for p in at) / count, sum(p.y() for p in at) / count)
    labels: list[tuple[QPointF, str]] = []
    for arrow in scene.arrows:
        labels.append((_arrow(painter, at, radius, arrow, scene, centre, theme), arrow.words))
    begin = at[scene.start]
    angle = math.radians(200 if count <= 2 else 225 + 360 * scene.start / count)  # beside a state's own loop
    away = QPointF(math.cos(angle), math.sin(angle))
    path, tip = QPainterPath(begin + away * (radius + 2.2 * u)), begin + away * (radius + 0.15 * u)
    path.lineTo(tip)
    _curve(painter, path, tip, -away.x(), -away.y(), theme, 0.14)
    for i, point in enumerate(at):
        _state(painter, point, radius, scene, i, theme)
    made = paper.font(painter, 0.85)
    room = QRectF(rect).adjusted(0.4 * u, 0.2 * u, -0.4 * u, -0.2 * u)
    for place, words in labels:
        if words:
            words = paper.elided(words, made, rect.width() * 0.42)
            half = paper.width(words, made) / 2
            x = min(max(place.x(), room.left() + half), room.right() - half)
            paper.text(painter, QPointF(x, min(max(place.y(), room.top() + u), room.bottom())), words,
                       theme.colour("text"), made, plate=paper.faded(theme.colour("surface"), 0.85))
    if scene.key:
        paper.text(painter, QPointF(rect.center().x(), rect.bottom() - 0.7 * u), paper.elided(
            scene.key, made, rect.width() - u), theme.colour("muted"), made)


def _state(painter: QPainter, point: QPointF, radius: float, scene: Scene, i: int, theme: Theme) -> None:
    u = paper.unit(painter)
    lit = scene.lit == i
    tint = paper.mixed(theme.mix("danger", amount=0.22), theme.mix("good", amount=0.3), scene.hues[i])
    painter.setBrush(tint)
    painter.setPen(paper.stroke(theme.colour("accent" if lit else "text"), (0.28 if lit else 0.12) * u))
    painter.drawEllipse(point, radius, radius)
    made = paper.font(painter, 0.95, bold=True)
    small = paper.font(painter, 0.75)
    lines = scene.plays[i].split(", ")
    if radius > 2 * u:
        paper.text(painter, QPointF(point.x(), point.y() - 0.62 * u * len(lines)), paper.elided(
            scene.names[i], small, 1.8 * radius), theme.colour("muted"), small)
    for row, line in enumerate(lines[:3]):
        y = point.y() + (row - (len(lines[:3]) - 1) / 2) * 1.1 * u + (0.35 * u if radius > 2 * u else 0)
        shown = paper.font(painter, 0.8, bold=True) if len(lines) > 1 else made
        paper.text(painter, QPointF(point.x(), y), paper.elided(line, shown, 1.9 * radius),
                   theme.colour("text"), shown)


def _arrow(painter: QPainter, at: Sequence[QPointF], radius: float, arrow: Arrow, scene: Scene,
           centre: QPointF, theme: Theme) -> QPointF:
    """Draw an arrow; where its words belong."""
    u = paper.unit(painter)
    start, end = at[arrow.start], at[arrow.end]
    if arrow.start == arrow.end:
        away = start - centre
        if len(at) <= 2:
            away = QPointF(0, -1)
        size = math.hypot(away.x(), away.y())
        dx, dy = away.x() / size, away.y() / size
        # A loop on the side away from the others: leaves and returns a third of a right angle apart.
        turn = math.radians(24)
        leave = QPointF(dx * math.cos(turn) - dy * math.sin(turn), dx * math.sin(turn) + dy * math.cos(turn))
        back = QPointF(dx * math.cos(turn) + dy * math.sin(turn), -dx * math.sin(turn) + dy * math.cos(turn))
        reach = radius + 2.6 * u
        path = QPainterPath(start + leave * radius)
        tip = start + back * (radius + 0.15 * u)
        path.cubicTo(start + leave * (reach + u), start + back * (reach + u), tip)
        _curve(painter, path, tip, -back.x(), -back.y(), theme)
        return start + QPointF(dx, dy) * (reach + 0.7 * u)
    dx, dy = end.x() - start.x(), end.y() - start.y()
    size = math.hypot(dx, dy) or 1.0
    nx, ny = dy / size, -dx / size
    both = any(other.start == arrow.end and other.end == arrow.start for other in scene.arrows)
    bend = (1.9 if both else 0.9) * u
    middle = QPointF((start.x() + end.x()) / 2 + nx * 2 * bend, (start.y() + end.y()) / 2 + ny * 2 * bend)
    first = _towards(start, middle, radius)
    last = _towards(end, middle, radius + 0.15 * u)
    path = QPainterPath(first)
    path.quadTo(middle, last)
    _curve(painter, path, last, last.x() - middle.x(), last.y() - middle.y(), theme)
    t = 0.5 if len(at) <= 3 else 0.36  # where many arrows cross, words stand nearer to their beginning
    way = first * (1 - t) ** 2 + middle * (2 * t * (1 - t)) + last * t ** 2
    return way + QPointF(nx, ny) * (0.5 * u)


def _towards(point: QPointF, other: QPointF, distance: float) -> QPointF:
    dx, dy = other.x() - point.x(), other.y() - point.y()
    size = math.hypot(dx, dy) or 1.0
    return QPointF(point.x() + dx / size * distance, point.y() + dy / size * distance)


def _curve(painter: QPainter, path: QPainterPath, tip: QPointF, dx: float, dy: float, theme: Theme,
           wide: float = 0.1) -> None:
    u = paper.unit(painter)
    colour = theme.colour("text")
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(colour, max(1.0, wide * u)))
    painter.drawPath(path)
    head = QPainterPath()
    paper.arrowhead(head, tip, dx, dy, 0.8 * u)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(head)


def _list(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """Too many states for a circle: as many rows as there is room for."""
    u = paper.unit(painter)
    made = paper.font(painter, 0.85)
    rows = scene.table()[1:]
    room = int(rect.height() / (1.4 * u)) - 1
    for row, (name, play, then) in enumerate(rows[:room]):
        words = f"{name} plays {play}; {then}"
        if row == room - 1 and len(rows) > room:
            words = f"… {len(rows) - room + 1} more states"
        paper.text(painter, QPointF(rect.left() + 0.6 * u, rect.top() + (row + 1) * 1.4 * u),
                   paper.elided(words, made, rect.width() - u), theme.colour("text"), made, 0)
