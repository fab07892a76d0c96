"""A strategy as a graph: its states as circles with what they play, arrows with what leads on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath

from playground.app.pictures import paper
from playground.app.pictures.table import Rows
from playground.app.theme import Theme
from playground.game import NormalForm
from playground.strategy import Automaton
from playground.strategy.automaton import Mix
from playground.strategy.sketch import Point, Sketch, mix_of, placed, unreachable, wrong_play

MOST_STATES = 16  # in one circle; more are listed as a table
MOST_PUT = 60  # where they are put by hand
SMALLEST = 0.6  # of the letters around: what stands in a circle
RIM = 0.72  # of a circle's radius: from there on one is at its rim
_ALONG = np.linspace(0, 1, 17)[1:-1]
_WEIGHTS = np.column_stack([(1 - _ALONG) ** 2, 2 * _ALONG * (1 - _ALONG), _ALONG ** 2])  # of a curve's points


@dataclass(frozen=True)
class Arrow:
    """From one state to another, by place; `words` say after which moves."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Scene:
    """States in the order of their table. `plays`: what each plays, in words; `briefs`: the same with a sign
    for each move; `hues`: the probability of the first move, for the colour. `start`: where play begins.
    `lit`: the state a match is in, or that is chosen.

    While it is edited: `places`, shares of the ground's width and height, where states were put; `wrong`, the
    states with something to mend, and `apart`, those to which nothing leads; `pull`, an arrow that is being
    drawn: from a state, to a point of the widget."""

    names: tuple[str, ...]
    plays: tuple[str, ...]
    briefs: tuple[str, ...]
    hues: tuple[float, ...]
    arrows: tuple[Arrow, ...]
    start: int
    key: str = ""
    lit: int | None = None
    places: tuple[Point, ...] = ()
    wrong: tuple[int, ...] = ()
    apart: tuple[int, ...] = ()
    pull: tuple[int, Point] | None = None

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
    rows = automaton.states.items()
    return _scene(automaton.start, {name: state.after for name, state in rows}, moves, lit,
                  [state.play for _name, state in rows])


def sketched(sketch: Sketch, moves: Sequence[str], chosen: str) -> Scene:
    """What is being written: arrows to states that are not there are left out."""
    plays = [None if wrong_play(row.play) else mix_of(row.play) for row in sketch.rows.values()]
    scene = _scene(sketch.start, {name: row.after for name, row in sketch.rows.items()}, moves, chosen, plays)
    index = {name: i for i, name in enumerate(sketch.rows)}
    wrong = {i for i, (name, row) in enumerate(sketch.rows.items())
             if wrong_play(row.play) or not sketch.rows.keys() >= set(row.after)}
    return replace(scene, places=tuple(placed(sketch).values()), wrong=tuple(sorted(wrong)),
                   apart=tuple(index[name] for name in unreachable(sketch)))


def moves_of(game: NormalForm, size: int) -> tuple[str, ...]:
    """What an automaton's moves are called in a game: by the strategies' names where both players have the
    same; else C and D, or numbers."""
    names = {player.strategies for player in game.players}
    if len(names) == 1 and len(first := min(names)) == size:
        return first
    return ("C", "D") if size == 2 else tuple(map(str, range(1, size + 1)))


def short_moves(moves: Sequence[str]) -> list[str]:
    """A sign for each move: its first letter where that tells them apart, else its number."""
    letters = [move[:1] for move in moves]
    return letters if len(set(letters)) == len(moves) else [str(i) for i in range(1, len(moves) + 1)]


def _scene(start: str, after: Mapping[str, Sequence[str]], moves: Sequence[str], lit: str | None,
           plays: Sequence[Mix | None]) -> Scene:
    """`plays`: None for what is no mixture."""
    index = {name: i for i, name in enumerate(after)}
    short = short_moves(moves)
    arrows, pairs = [], False
    for name, ends in after.items():
        for end in dict.fromkeys(end for end in ends if end in index):
            words, own = _reasons(ends, end, moves, short)
            pairs = pairs or own
            arrows.append(Arrow(index[name], index[end], words))
    told = ", ".join(f"{letter} {move}" for letter, move in zip(short, moves) if letter != move)
    key = (f"Arrows: what both played, the own move first{told and f' ({told})'}" if pairs else
           "Arrows: what the other played" if any(arrow.words for arrow in arrows) else "")
    return Scene(tuple(after), *(tuple("?" if play is None else _play(play, names) for play in plays)
                                for names in (moves, short)),
                 tuple(0.5 if play is None else float(play[0]) for play in plays), tuple(arrows),
                 index[start], key,
                 None if lit is None else index.get(lit))


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


def ground(scene: Scene, rect: QRectF, unit: float) -> tuple[QRectF, float]:
    """Where the middles of states that were put somewhere may be, and the radius of their circles."""
    room = rect.adjusted(0, 0, 0, -2 * unit)
    radius = min(3.4 * unit, room.height() * 0.2, room.width() * 0.12,
                 0.24 * math.sqrt(room.width() * room.height() / len(scene.names)))
    wide, high = radius + 2.4 * unit, radius + 2 * unit
    return room.adjusted(wide, high, -wide, -high), radius


def points(scene: Scene, rect: QRectF, unit: float) -> tuple[list[QPointF], float]:
    """Where the states of a scene stand, and the radius of their circles."""
    if not scene.places:
        return places(len(scene.names), rect, unit)
    box, radius = ground(scene, rect, unit)
    return [QPointF(box.left() + x * box.width(), box.top() + y * box.height())
            for x, y in scene.places], radius


def place_of(scene: Scene, rect: QRectF, unit: float, point: QPointF) -> Point:
    """The inverse of `points`: the shares that belong to a point; below 0 or above 1 beside the ground."""
    box, _radius = ground(scene, rect, unit)
    return (point.x() - box.left()) / max(box.width(), 1.0), (point.y() - box.top()) / max(box.height(), 1.0)


def state_at(scene: Scene, rect: QRectF, unit: float, point: QPointF) -> tuple[int | None, bool]:
    """The state under a point, and whether the point is on its rim."""
    at, radius = points(scene, rect, unit)
    away, i = min((math.hypot(p.x() - point.x(), p.y() - point.y()), i) for i, p in enumerate(at))
    if away > radius * 1.2:
        return None, False
    return i, away > radius * RIM


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    count = len(scene.names)
    if count > MOST_STATES and not scene.places:
        _list(painter, rect, scene, theme)
        return
    at, radius = points(scene, rect, u)
    centre = QPointF(sum(p.x() for p in at) / count, sum(p.y() for p in at) / count)
    labels: list[tuple[list[QPointF], str]] = []
    for arrow in scene.arrows:
        labels.append((_arrow(painter, at, radius, arrow, scene, centre, theme), arrow.words))
    begin = at[scene.start]
    angle = math.radians(200 if count <= 2 else 225 + 360 * scene.start / count)  # beside a state's own loop
    away = QPointF(math.cos(angle), math.sin(angle))
    path, tip = QPainterPath(begin + away * (radius + 2.2 * u)), begin + away * (radius + 0.15 * u)
    path.lineTo(tip)
    _curve(painter, path, tip, -away.x(), -away.y(), theme, 0.14)
    if scene.pull is not None:
        _pull(painter, at[scene.pull[0]], radius, QPointF(*scene.pull[1]), theme)
    for i, point in enumerate(at):
        _state(painter, point, radius, scene, i, theme)
    made = paper.font(painter, 0.85)
    room = QRectF(rect).adjusted(0.4 * u, 0.2 * u, -0.4 * u, -0.2 * u)
    taken: list[QRectF] = []
    for wished, words in labels:
        if words:
            words = paper.elided(words, made, rect.width() * 0.42)
            half = QPointF(paper.width(words, made) / 2 + 3, 0.6 * u)
            middles = [QPointF(min(max(place.x(), room.left() + half.x()), room.right() - half.x()),
                               min(max(place.y(), room.top() + u), room.bottom())) for place in wished]
            boxes = [QRectF(middle - half, middle + half) for middle in middles]
            box = next((box for box in boxes if not any(map(box.intersects, taken))), boxes[0])
            taken.append(box)
            paper.text(painter, box.center(), words, theme.colour("text"), made,
                       plate=paper.faded(theme.colour("surface"), 0.85))
    if scene.key:
        paper.text(painter, QPointF(rect.center().x(), rect.bottom() - 0.7 * u), paper.elided(
            scene.key, made, rect.width() - u), theme.colour("muted"), made)


def _state(painter: QPainter, point: QPointF, radius: float, scene: Scene, i: int, theme: Theme) -> None:
    u = paper.unit(painter)
    lit = scene.lit == i
    tint = paper.mixed(theme.mix("danger", amount=0.22), theme.mix("good", amount=0.3), scene.hues[i])
    painter.setBrush(tint)
    rim = theme.colour("danger" if i in scene.wrong else "accent" if lit else "text")
    wide = (0.28 if lit else 0.12) * u
    painter.setPen(paper.dashes(rim, wide) if i in scene.apart else paper.stroke(rim, wide))
    painter.drawEllipse(point, radius, radius)
    lines = scene.plays[i].split(", ")
    named = radius > 2 * u and scene.names[i] not in (scene.plays[i], scene.briefs[i])
    factor = 0.95 if len(lines) == 1 else 0.8
    made = _fitting(painter, lines[:3], factor, 1.75 * radius)
    if made is None:
        lines = scene.briefs[i].split(", ")
        made = _fitting(painter, lines[:3], factor, 1.75 * radius) or paper.font(painter, SMALLEST, bold=True)
    step = 1.2 * made.pixelSize()
    top = point.y() - (len(lines[:3]) - 1) / 2 * step + (0.4 * u if named else 0)
    if named:
        small = _fitting(painter, [scene.names[i]], 0.75, 1.6 * radius, bold=False) or paper.font(
            painter, SMALLEST)
        paper.text(painter, QPointF(point.x(), top - 1.1 * u), paper.elided(
            scene.names[i], small, 1.6 * radius), theme.colour("text"), small)
    for row, line in enumerate(lines[:3]):
        paper.text(painter, QPointF(point.x(), top + row * step), paper.elided(line, made, 1.9 * radius),
                   theme.colour("text"), made)


def _fitting(painter: QPainter, lines: Sequence[str], factor: float, room: float, bold: bool = True
             ) -> QFont | None:
    """A font in which all lines fit, up to `factor` as large as the painter's; None where it would be too
    small to read."""
    while factor >= SMALLEST:
        made = paper.font(painter, factor, bold)
        if max(paper.width(line, made) for line in lines) <= room:
            return made
        factor -= 0.05
    return None


def _arrow(painter: QPainter, at: Sequence[QPointF], radius: float, arrow: Arrow, scene: Scene,
           centre: QPointF, theme: Theme) -> list[QPointF]:
    """Draw an arrow; where its words belong, the best place first."""
    u = paper.unit(painter)
    start, end = at[arrow.start], at[arrow.end]
    if arrow.start == arrow.end:
        away = start - centre
        if len(at) <= 2:
            away = QPointF(0, -1)
        size = math.hypot(away.x(), away.y())
        dx, dy = (away.x() / size, away.y() / size) if size > 1 else (0.0, -1.0)
        # A loop on the side away from the others: leaves and returns a third of a right angle apart.
        turn = math.radians(24)
        leave = QPointF(dx * math.cos(turn) - dy * math.sin(turn), dx * math.sin(turn) + dy * math.cos(turn))
        back = QPointF(dx * math.cos(turn) + dy * math.sin(turn), -dx * math.sin(turn) + dy * math.cos(turn))
        reach = radius + 2.6 * u
        path = QPainterPath(start + leave * radius)
        tip = start + back * (radius + 0.15 * u)
        path.cubicTo(start + leave * (reach + u), start + back * (reach + u), tip)
        _curve(painter, path, tip, -back.x(), -back.y(), theme)
        aside = abs(dx) * max(0.0, paper.width(arrow.words, paper.font(painter, 0.85)) / 2 - 0.6 * u)
        return [start + QPointF(dx, dy) * (reach + more * u + aside) for more in (0.7, 1.9)]
    dx, dy = end.x() - start.x(), end.y() - start.y()
    size = math.hypot(dx, dy) or 1.0
    nx, ny = dy / size, -dx / size
    both = any(other.start == arrow.end and other.end == arrow.start for other in scene.arrows)
    bend = (1.9 if both else 0.9) * u
    others = np.array([(point.x(), point.y()) for i, point in enumerate(at)
                       if i not in (arrow.start, arrow.end)]).reshape(-1, 2)
    # As flat as may be: round the states that stand in the way, if need be on the other side.
    bends = [bend, 0.5 * u, *(side * more * u for more in (3, 4.5, 6, 7.5) for side in (1, -1))]
    middles = [(start + end) / 2 + QPointF(nx, ny) * (2 * each) for each in bends]
    middle = next((each for each in middles if _is_free(start, each, end, others, radius * 1.05)), middles[0])
    first = _towards(start, middle, radius)
    last = _towards(end, middle, radius + 0.15 * u)
    path = QPainterPath(first)
    path.quadTo(middle, last)
    _curve(painter, path, last, last.x() - middle.x(), last.y() - middle.y(), theme)
    # Where many arrows cross, words stand nearer to their beginning.
    along = (0.5, 0.36, 0.64) if len(at) <= 3 else (0.36, 0.27, 0.45, 0.54, 0.63)
    return [first * (1 - t) ** 2 + middle * (2 * t * (1 - t)) + last * t ** 2 + QPointF(nx, ny) * (0.5 * u)
            for t in along]


def _is_free(start: QPointF, middle: QPointF, end: QPointF, others: npt.NDArray[np.float64], room: float
             ) -> bool:
    """Whether a curve keeps that far from all the others, of shape (n, 2)."""
    way = _WEIGHTS @ np.array([[point.x(), point.y()] for point in (start, middle, end)])
    away = way[:, None] - others
    return bool((np.hypot(away[..., 0], away[..., 1]) > room).all())


def _pull(painter: QPainter, start: QPointF, radius: float, end: QPointF, theme: Theme) -> None:
    """An arrow that is being drawn."""
    u = paper.unit(painter)
    first = _towards(start, end, radius)
    painter.setPen(paper.dashes(theme.colour("accent"), max(1.5, 0.16 * u)))
    painter.drawLine(first, end)
    head = QPainterPath()
    paper.arrowhead(head, end, end.x() - first.x(), end.y() - first.y(), 0.9 * u)
    painter.fillPath(head, theme.colour("accent"))


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
