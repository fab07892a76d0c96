"""Each player's mixtures, divided into where each strategy of the other is a best response: a triangle for
three strategies, a bar for two. Equilibria are points in both; a Lemke–Howson walk moves in them by turns.

After the drawings of von Stengel (2002), Computing Equilibria for Two-Person Games, figure 2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from playground.app.pictures import paper
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme
from playground.equilibrium.lemke_howson import Step
from playground.equilibrium.nash import maximal_nash_subsets
from playground.equilibrium.regions import DRAWN, Region, best_response_regions
from playground.equilibrium.words import quoted
from playground.game import NormalForm
from playground.game.profile import Number

HEIGHT = math.sqrt(3) / 2
MOST_REGIONS = 10
SHORTEST = 8  # characters of a name that is cut, below which a number stands for it
MOST_DOTS = 40  # equilibria up to which sets of them are drawn
BAR = 10.5  # the height a bar needs with its words, in units of the font
LEAST = 8  # how many units of the font a side is long at least, if words at one of the scales allow it
SCALES = (1.0, 0.9, 0.8, 0.7, 0.6)
TINTS = (0.12, 0.38)  # of the other player's colour, from its first strategy to its last
Point = tuple[Number, ...]


@dataclass(frozen=True)
class Side:
    """One player's mixtures.

    strategies, answers
        The player's own, and those of the other, whose best responses the regions are.
    dots
        Equilibria: the player's part, and their numbers in the list.
    sets
        What is connected: the ends of a segment, or the corners of a polygon in order.
    path
        Where a walk has been: (step, point), None being outside at 0; without one, empty.
    first
        The corner where the walk enters.
    """

    player: int
    names: tuple[str, str]
    strategies: tuple[str, ...]
    answers: tuple[str, ...]
    regions: tuple[Region, ...]
    dots: tuple[tuple[Point, tuple[int, ...]], ...] = ()
    sets: tuple[tuple[Point, ...], ...] = ()
    path: tuple[tuple[int, Point | None], ...] = ()
    first: Point | None = None

    @property
    def words(self) -> str:
        parts = []
        for region in self.regions:
            names = " or ".join(self.answers[j] for j in region.strategies)
            parts.append(f"{names} on {paper.share(region.share)}" if region.whole else
                         f"{names} on a border only" if region.corners else f"{names} never")
        of = "triangle" if len(self.strategies) == 3 else "segment"
        return (f"{self.names[0]}’s {of} of {', '.join(self.strategies)}: {self.names[1]}’s best response is "
                + ", ".join(parts))


@dataclass(frozen=True)
class Scene:
    """`told`: where the walk is, in words."""

    sides: tuple[Side, ...]
    equilibria: int | None
    told: str = ""

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        parts = [side.words for side in self.sides]
        if self.equilibria is not None:
            parts += [f"equilibrium {', '.join(map(str, numbers))} at {mixture(side.strategies, point)} of "
                      f"{side.names[0]}" for side in self.sides for point, numbers in side.dots]
        return "; ".join(parts) + (f". {self.told}" if self.told else "")

    def table(self) -> Rows:
        """The mixtures at each region’s corners, at equilibria by their numbers, at a walk’s steps."""
        lines: list[tuple[tuple[str, str, str], tuple[Number | None, ...]]] = []
        for i, side in enumerate(self.sides):
            before, after = (tuple(None for each in group for _name in each.strategies)
                             for group in (self.sides[:i], self.sides[i + 1:]))
            found = [("best response", " = ".join(side.answers[j] for j in region.strategies), corner)
                     for region in side.regions for corner in region.corners]
            found += [("equilibrium", str(number), point)
                      for point, numbers in side.dots for number in numbers]
            found += [("step", str(number), point) for number, point in side.path if point is not None]
            lines += [((f"{side.names[0]}’s mixtures", what, which), (*before, *point, *after))
                      for what, which, point in found]
        return rows(("picture", "what", "which"), [f"{side.names[0]}’s {name}" for side in self.sides
                                                   for name in side.strategies], lines)


def drawn(game: NormalForm) -> tuple[int, ...]:
    """The players whose mixtures can be drawn."""
    if game.n_players != 2 or min(game.shape) < 2 or max(game.shape) > MOST_REGIONS:
        return ()
    return tuple(k for k in (0, 1) if game.shape[k] in DRAWN)


def fits(game: NormalForm) -> bool:
    return bool(drawn(game))


def scene(game: NormalForm, solution: Any = None, steps: Sequence[Step] = (), number: int = 0) -> Scene:
    """The picture of a game that fits. `solution`: its equilibria, None while they are not known. `steps`: a
    walk, `number` of whose steps were made."""
    profiles = [each.profile for each in solution.equilibria] if solution is not None else []
    subsets = (maximal_nash_subsets(profiles) if solution is not None and solution.exact
               and 1 < len(profiles) <= MOST_DOTS else [])
    sides = []
    for k in drawn(game):
        places: dict[Point, list[int]] = {}
        for i, profile in enumerate(profiles):
            places.setdefault(profile[k], []).append(i + 1)
        hulls = (tuple(dict.fromkeys(profiles[i][k] for i in subset)) for subset in subsets)
        ends = [step.points[k] for step in steps]
        path = [(0, None), *((i + 1, step.points[k]) for i, step in enumerate(steps[:number])
                             if step.player == k)] if steps else []
        sides.append(Side(
            k, (game.players[k].name, game.players[1 - k].name), game.players[k].strategies,
            game.players[1 - k].strategies, best_response_regions(game, k),
            tuple((point, tuple(numbers)) for point, numbers in places.items()),
            tuple(dict.fromkeys(_round(hull) for hull in hulls if len(hull) > 1)), tuple(path),
            next((end for end in ends if end is not None), None)))
    return Scene(tuple(sides), len(profiles) if solution is not None else None,
                 told(game, steps, number) if steps else "")


def told(game: NormalForm, steps: Sequence[Step], number: int) -> str:
    """Where a walk is after `number` of its steps, in words."""
    players, of = game.players, f"Step {number} of {len(steps)}"
    if not number:
        first = steps[0]
        return (f"{of}: both points start outside, at 0, with all labels. Drop label "
                f"{label_name(game, first.dropped)}: {players[first.player].name}’s point leaves it.")
    step = steps[number - 1]
    k = step.player
    point = step.points[k]
    before = steps[number - 3].points[k] if number > 2 else None
    assert point is not None, "a point that has moved is not at 0"
    where = {2: "segment", 3: "triangle"}.get(game.shape[k], "mixtures")
    text = f"{of}: label {label_name(game, step.picked)} picked up in {players[k].name}’s {where}, "
    text += "which is a tie: the point stays at " if point == before else "at "
    text += f"{mixture(players[k].strategies, point)}. "
    if number < len(steps):
        return text + f"It is now there twice: {players[1 - k].name}’s point leaves it next."
    return text + "It is the label that was dropped: all are there, so this is an equilibrium."


def label_name(game: NormalForm, label: int) -> str:
    """A strategy by its number as a label; with the player's name where the other has one of that name."""
    first, second = game.players
    m = game.shape[0]
    owner, other, i = (first, second, label) if label < m else (second, first, label - m)
    name = owner.strategies[i]
    return f"{owner.name}’s {name}" if name in other.strategies else name


def mixture(names: Sequence[str], point: Point) -> str:
    """`1/3 Rock + 2/3 Paper`; a pure strategy is its name alone."""
    played = [(p, name) for p, name in zip(point, names) if p]
    return played[0][1] if len(played) == 1 else " + ".join(f"{paper.share(p)} {quoted(name)}"
                                                            for p, name in played)


def _round(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Corners of a convex polygon in order round it."""
    if len(points) < 3:
        return points
    a, b = (float(sum(p[k] for p in points)) / len(points) for k in (0, 1))
    return tuple(sorted(points, key=lambda p: math.atan2(float(p[1]) - b, float(p[0]) - a)))


# --- where things are -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where the corners of a player's mixtures lie, and the whole room that their picture has."""

    room: QRectF
    corners: tuple[QPointF, ...]

    def at(self, point: Point) -> QPointF:
        return QPointF(sum(float(p) * c.x() for p, c in zip(point, self.corners)),
                       sum(float(p) * c.y() for p, c in zip(point, self.corners)))

    @property
    def side(self) -> float:
        return self.corners[-1].x() - self.corners[-2].x()


def places(rect: QRectF, scene: Scene, unit: float) -> list[Place]:
    """Side by side or one above the other, whichever makes the smallest triangle larger."""
    sizes = [len(side.strategies) for side in scene.sides]
    beside = [_place(QRectF(rect.left() + rect.width() * i / len(sizes), rect.top(),
                            rect.width() / len(sizes), rect.height()), size, unit)
              for i, size in enumerate(sizes)]
    triangles = sizes.count(3)
    bars = [min(BAR * unit, rect.height() / len(sizes)) if size == 2 else 0.0 for size in sizes]
    high = (rect.height() - sum(bars)) / max(1, triangles)
    above, top = [], rect.top()
    for size, bar in zip(sizes, bars):
        above.append(_place(QRectF(rect.left(), top, rect.width(), bar or high), size, unit))
        top += bar or high
    smallest = [min(place.side for place, size in zip(made, sizes) if size == max(sizes))
                for made in (beside, above)]
    return beside if smallest[0] > smallest[1] else above


def _place(room: QRectF, size: int, unit: float) -> Place:
    if size == 2:
        inner = room.adjusted(unit * 2.8, 0, -unit * 2.8, 0)
        y = room.center().y() + unit * 0.6
        return Place(room, (QPointF(inner.left(), y), QPointF(inner.right(), y)))
    inner = room.adjusted(unit * 2.1, unit * 2.7, -unit * 2.1, -unit * 2.7)
    side = max(10.0, min(inner.width(), inner.height() / HEIGHT))
    left, bottom = inner.center().x() - side / 2, inner.center().y() + side * HEIGHT / 2
    return Place(room, (QPointF(left + side / 2, bottom - side * HEIGHT), QPointF(left, bottom),
                        QPointF(left + side, bottom)))


def shape_of(place: Place, region: Region, unit: float) -> QPolygonF:
    """A region on paper: of a bar, the piece as high as the bar."""
    points = [place.at(corner) for corner in region.corners]
    if len(place.corners) == 2:
        up = QPointF(0, -unit * 2.6)
        points = [*points, points[1] + up, points[0] + up]
    return QPolygonF(points)


def _seat(shape: QPolygonF, wide: float, high: float) -> tuple[QPointF, float]:
    """Where a line of text `wide` × `high` sits in a convex shape, and how much room it has there: near the
    middle where there is enough, else where there is most."""
    box, middle = shape.boundingRect(), _middle(shape)
    best: tuple[tuple[bool, float], QPointF, float] | None = None
    for i in range(33):
        y = box.top() + box.height() * (i + 0.5) / 33
        spans = [_span(shape, y + part * high) for part in (-0.5, 0.5)]
        left, right = max(span[0] for span in spans), min(span[1] for span in spans)
        room = max(0.0, right - left)
        rank = (True, -abs(y - middle.y())) if room >= wide else (False, room)
        if best is None or rank > best[0]:
            x = (left + right) / 2
            if room >= wide:
                x = min(max(middle.x(), left + wide / 2), right - wide / 2)
            best = rank, QPointF(x, y) if room else middle, room
    assert best is not None
    return best[1], best[2]


def _span(shape: QPolygonF, y: float) -> tuple[float, float]:
    """From where to where a convex shape reaches at that height; empty beyond it."""
    points = shape.toList()
    found = []
    for a, b in zip(points, [*points[1:], points[0]]):
        if min(a.y(), b.y()) <= y <= max(a.y(), b.y()) and a.y() != b.y():
            found.append(a.x() + (b.x() - a.x()) * (y - a.y()) / (b.y() - a.y()))
    return (min(found), max(found)) if found else (math.inf, -math.inf)


def _middle(shape: QPolygonF) -> QPointF:
    """The centre of gravity."""
    points = shape.toList()
    total = x = y = 0.0
    for a, b in zip(points, [*points[1:], points[0]]):
        part = a.x() * b.y() - a.y() * b.x()
        total, x, y = total + part, x + (a.x() + b.x()) * part, y + (a.y() + b.y()) * part
    return QPointF(x / (3 * total), y / (3 * total)) if total else shape.boundingRect().center()


# --- drawing ----------------------------------------------------------------------------------------------


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    painter.save()
    painter.setFont(paper.font(painter, _scale(rect, scene, paper.unit(painter))))
    for side, place in zip(scene.sides, places(rect, scene, paper.unit(painter))):
        _title(painter, place, side, theme)
        _regions(painter, place, side, theme)
        _own_names(painter, place, side, theme)
        _sets(painter, place, side, theme)
        here = _path(painter, place, side, theme)
        for point, numbers in side.dots:
            shown = numbers if scene.equilibria != 1 else ()
            _dot(painter, place.at(point), shown, place.at(point) == here, theme)
    painter.restore()


def _scale(rect: QRectF, scene: Scene, unit: float) -> float:
    """How much smaller the words are where the triangles had no room beside them."""
    for scale in SCALES:
        if min(place.side for place in places(rect, scene, unit * scale)) >= LEAST * unit * scale:
            break
    return scale


def _title(painter: QPainter, place: Place, side: Side, theme: Theme) -> None:
    """Whose mixtures these are and whose best responses, in one line, or in two where only those fit."""
    u = paper.unit(painter)
    bold, small = paper.font(painter, 1.0, bold=True), paper.font(painter, 0.9)
    first, second = f"{side.names[0]}’s mixtures", f"regions: {side.names[1]}’s best response"
    own, other = theme.player(side.player), theme.player(1 - side.player)
    most, middle = place.room.width() - u, place.room.center().x()
    first = paper.elided(first, bold, most)
    y = place.corners[0].y() - u * (3.6 if len(place.corners) == 2 else 1.9)
    wide, gap = paper.width(first, bold), u * 0.9
    both = wide + gap + paper.width(second, small)
    if both <= most:
        paper.text(painter, QPointF(middle - both / 2, y), first, own, bold, across=0)
        paper.text(painter, QPointF(middle - both / 2 + wide + gap, y), second, other, small, across=0)
        return
    if y - u * 1.8 > place.room.top():
        paper.text(painter, QPointF(middle, y), paper.elided(second, small, most), other, small)
        y -= u * 1.25
    paper.text(painter, QPointF(middle, y), first, own, bold)


def _regions(painter: QPainter, place: Place, side: Side, theme: Theme) -> None:
    """The regions with their names; a number and a line beside the picture where a name has no room."""
    u = paper.unit(painter)
    ink, sizes = theme.colour("text"), [paper.font(painter, size) for size in (0.95, 0.8)]
    other = theme.player(1 - side.player)
    low, high = TINTS
    key: list[str] = []
    rest: dict[str, list[str]] = {"best on a border": [], "never best": []}
    for region in side.regions:
        name = " = ".join(side.answers[j] for j in region.strategies)
        if not region.whole:
            rest["best on a border" if region.corners else "never best"].append(name)
            continue
        shape = shape_of(place, region, u)
        part = low + (high - low) * region.strategies[0] / max(1, len(side.answers) - 1)
        painter.setPen(paper.stroke(paper.mixed(theme.colour("surface"), other, 0.75), 1.2))
        painter.setBrush(paper.mixed(theme.colour("surface"), other, part))
        painter.drawPolygon(shape)
        for made in sizes:
            at, room = _seat(shape, paper.width(name, made) + u * 0.3, made.pixelSize() * 1.1)
            if paper.width(name, made) <= room:
                break
        shown = paper.elided(name, made, room)
        if shown != name and len(shown) < SHORTEST:
            shown = str(region.strategies[0] + 1)
            key.append(f"{shown} {name}")
            at, _room = _seat(shape, paper.width(shown, made), u * 0.8)
        paper.text(painter, at, shown, ink, made)
    key += [f"{how}: {', '.join(names)}" for how, names in rest.items() if names]
    _key(painter, place, key, theme)


def _key(painter: QPainter, place: Place, lines: Sequence[str], theme: Theme) -> None:
    """Below the picture as far as there is room, else beside the top of the triangle, left and then right."""
    u = paper.unit(painter)
    small, ink, room = paper.font(painter, 0.85), theme.colour("muted"), place.room
    top = place.corners[-1].y() + u * 3.5
    rows = [""]
    for line in lines:
        longer = f"{rows[-1]}  ·  {line}" if rows[-1] else line
        if rows[-1] and paper.width(longer, small) > room.width() - u:
            rows.append(line)
        else:
            rows[-1] = longer
    if len(place.corners) == 2 or top + u * (1.2 * len(rows) - 0.5) < room.bottom():
        for i, row in enumerate(rows):
            words = paper.elided(row, small, room.width() - u)
            paper.text(painter, QPointF(room.center().x(), top + u * 1.2 * i), words, ink, small)
        return
    half = (len(lines) + 1) // 2 if len(lines) > 3 else len(lines)
    for i, line in enumerate(lines):
        right, row = divmod(i, half)
        y = place.corners[0].y() + u * (0.3 + 1.2 * row + 1.2 * right)
        gap = _span(QPolygonF(place.corners), y + u * 0.6)[0] - room.left() - u * (1.8 + 0.8 * (row > 0))
        words = paper.elided(line, small, gap) if gap > u * 1.5 else ""
        at = QPointF(room.right() - u * 0.6 if right else room.left() + u * 0.6, y)
        paper.text(painter, at, words, ink, small, across=1 if right else 0)


def _own_names(painter: QPainter, place: Place, side: Side, theme: Theme) -> None:
    """The outline; at each corner the strategy that is played there alone, along each side the one that is
    not played there."""
    u = paper.unit(painter)
    colour = theme.player(side.player)
    bold, small = paper.font(painter, 1.0, bold=True), paper.font(painter, 0.85)
    corners, names = place.corners, side.strategies
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(colour, 1.8))
    painter.drawPolyline(QPolygonF(corners if len(corners) == 2 else [*corners, corners[0]]))
    length = place.side
    if len(corners) == 2:
        for i, at in enumerate(corners):
            _clamped(painter, at + QPointF(0, u * 1.6), names[i], colour, bold, length * 0.48, place.room)
            _clamped(painter, at + QPointF(0, u * 2.65), f"no {names[1 - i]}", colour, small, length * 0.48,
                     place.room)
        return
    top, left, right = corners
    beside = place.room.right() - top.x() - u * 1.4
    paper.text(painter, top + QPointF(u * 1.1, -u * 0.2), paper.elided(names[0], bold, beside), colour, bold,
               across=0)
    half = length / 2 + u * 1.5
    _clamped(painter, left + QPointF(0, u * 2.05), names[1], colour, bold, half, place.room)
    _clamped(painter, right + QPointF(0, u * 2.05), names[2], colour, bold, half, place.room)
    for i, (a, b, turn) in enumerate(((left, right, 0), (top, right, 60), (top, left, -60))):
        words = paper.elided(f"no {names[i]}", small, length * 0.8)
        painter.save()
        painter.translate((a + b) / 2)
        painter.rotate(turn)
        paper.text(painter, QPointF(0, u * 0.85 if turn == 0 else -u * 0.85), words, colour, small)
        painter.restore()


def _clamped(painter: QPainter, at: QPointF, words: str, colour: Any, made: Any, most: float, room: QRectF
             ) -> None:
    """A line of text centred at `at` as far as the room allows."""
    u = paper.unit(painter)
    words = paper.elided(words, made, most)
    half = paper.width(words, made) / 2
    x = min(max(at.x(), room.left() + half + u * 0.3), room.right() - half - u * 0.3)
    paper.text(painter, QPointF(x, at.y()), words, colour, made)


def _sets(painter: QPainter, place: Place, side: Side, theme: Theme) -> None:
    u = paper.unit(painter)
    ink = theme.colour("text")
    for corners in side.sets:
        flat = len(corners) == 2
        painter.setPen(paper.stroke(paper.faded(ink, 0.3), u * (0.6 if flat else 0.15)))
        painter.setBrush(Qt.BrushStyle.NoBrush if flat else paper.faded(ink, 0.22))
        painter.drawPolygon(QPolygonF([place.at(corner) for corner in corners]))


def _dot(painter: QPainter, at: QPointF, numbers: Sequence[int], ringed: bool, theme: Theme) -> None:
    """An equilibrium, with its numbers where there are more; ringed where the walk is."""
    u = paper.unit(painter)
    made = paper.font(painter, 0.78, bold=True)
    words = ",".join(map(str, numbers[:4])) + ("…" if len(numbers) > 4 else "")
    high = u * (0.55 if words else 0.42)
    wide = max(high, paper.width(words, made) / 2 + u * 0.3)
    if ringed and wide > high:  # the walk's own ring is too narrow
        painter.setPen(paper.stroke(theme.colour("accent"), u * 0.24))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(_box(at, wide + u * 0.25, u * 0.8), u * 0.8, u * 0.8)
    painter.setPen(paper.stroke(theme.colour("surface"), max(1.5, u * 0.15)))
    painter.setBrush(theme.colour("text"))
    painter.drawRoundedRect(_box(at, wide, high), high, high)
    if words:
        paper.text(painter, at, words, theme.colour("surface"), made)


def _box(at: QPointF, wide: float, high: float) -> QRectF:
    return QRectF(at.x() - wide, at.y() - high, 2 * wide, 2 * high)


def _path(painter: QPainter, place: Place, side: Side, theme: Theme) -> QPointF | None:
    """The steps made in this picture, each with its number, from a 0 outside. The point of the moment is in a
    ring, and returned; None without a walk."""
    if not side.path or side.first is None:
        return None
    u = paper.unit(painter)
    colour, ground = theme.colour("accent"), theme.colour("surface")
    small = paper.font(painter, 0.78, bold=True)
    corner = place.at(side.first)
    right = corner.x() > place.room.center().x() + 1
    start = corner + QPointF(u * 1.5 if right else -u * 1.5, u * 0.35)
    points = [start, *(place.at(point) for _number, point in side.path[1:] if point is not None)]
    path, heads = QPainterPath(start), QPainterPath()
    badges = [(0, start)]
    for (number, _point), here, there in zip(side.path[1:], points, points[1:]):
        path.lineTo(there)
        dx, dy = there.x() - here.x(), there.y() - here.y()
        long = math.hypot(dx, dy)
        if here is not start and long > u * 1.5:
            back = 0.85 if there == points[-1] else 0.0
            paper.arrowhead(heads, there - QPointF(dx, dy) * (back * u / long), dx, dy, u * 0.95)
        if here is not start and long > u * 3:
            badges.append((number, (here + there) / 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, wide in ((ground, 0.46), (colour, 0.22)):
        painter.setPen(paper.stroke(ink, u * wide))
        painter.drawPath(path)
    painter.fillPath(heads, colour)
    for number, at in badges:
        painter.setPen(paper.stroke(colour, 1.2))
        painter.setBrush(ground)
        painter.drawEllipse(at, u * 0.5, u * 0.5)
        paper.text(painter, at, str(number), colour, small)
    painter.setBrush(ground if len(points) > 1 else Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(colour, u * 0.24))
    painter.drawEllipse(points[-1], u * 0.8, u * 0.8)
    if len(points) > 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(points[-1], u * 0.36, u * 0.36)
    return points[-1]
