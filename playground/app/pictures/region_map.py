"""The equilibrium map of two parameters: one across, one up, and in each region which equilibria there are.

A region's number stands for its set, as does its colour; the key below says it in words. A border is written
with its equation where a player is indifferent on it. The dot is where the parameters are at present.
"""

from __future__ import annotations

import textwrap
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame, paint_axes
from playground.app.theme import Theme
from playground.equilibrium.region_map import form_of, meeting
from playground.equilibrium.words import amount, counted
from playground.game import NormalForm

GRID = 64  # places across and up that are tried for a number
COLOURS, TINTS = (0, 1, 2, 3, 5), (0.42, 0.17)  # of players, but one of two blues; on the surface
MOST_EQUATIONS = 6  # borders with different equations, above which none is written
SMALLEST = 0.55  # number in a region, in units of the font; narrower regions have none
LINE = 1.25  # of the key, in units of the font
KEY_PART = 0.42  # of the height, at most, or of the width
WIDE = 1.6  # times its height, from which a picture has its key at the right
Points = npt.NDArray[np.float64]
Pair = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Ground:
    """What stays while the parameters move over the map.

    cells
        Which set there is, and the outline, an array of shape (points, 2).
    borders
        Pairs of ends.
    numbers
        (x, y, set, room): where a set's number has most room, `room` being how far it is from there to the
        border, in parts of the picture's width or height.
    equations
        What a border is called, and places on it, the best one first; `curves` are their indices in the map.
    """

    parameters: tuple[str, str]
    across: Pair
    up: Pair
    sets: tuple[str, ...]
    caption: str
    cells: tuple[tuple[int, Points], ...]
    borders: tuple[tuple[Pair, Pair], ...]
    numbers: tuple[tuple[float, float, int, float], ...]
    equations: tuple[tuple[str, tuple[Pair, ...]], ...]
    curves: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Scene:
    """`now`: the parameters' values, `at` in words; `here`: which set there is, None where it is none of the
    map's."""

    ground: Ground
    now: tuple[Fraction, Fraction]
    at: str
    here: int | None

    @property
    def told(self) -> str:
        """Where the parameters are: `T = 5, R = 3: as in region 2`."""
        where = "a set of its own" if self.here is None else f"as in region {self.here + 1}"
        return f"{self.at}: {where}"

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        ground = self.ground
        sets = "; ".join(f"region {i + 1}: {words}" for i, words in enumerate(ground.sets))
        equations = ", ".join(equation for equation, _places in ground.equations)
        return (f"Equilibria as {' and '.join(ground.parameters)} move: {sets}. "
                f"{f'Borders: {equations}. ' if equations else ''}Now {self.told}")


def written(game: NormalForm, values: Mapping[str, Fraction]) -> str:
    """`T = 5, R = 3`."""
    return ", ".join(f"{name} = {amount(game, value)}" for name, value in values.items()).replace("-", "−")


def scene(game: NormalForm, found: Any, ground: Ground) -> Scene:
    """The picture of the map with the point where the game is."""
    from playground.equilibrium import extreme_equilibria

    form = form_of(extreme_equilibria(game))
    x, y = found.parameters
    now = {name: game.values[name] for name in (x, y)}
    return Scene(ground, (now[x], now[y]), written(game, now),
                 found.forms.index(form) if form in found.forms else None)


def ground(game: NormalForm, found: Any) -> Ground:
    """The picture of a `RegionMap` of the game, without the point."""
    drawn = list(_borders(found))
    curves = tuple(dict.fromkeys(curve for curve, _a, _b in drawn if curve is not None))
    named = curves if len(curves) <= MOST_EQUATIONS else ()
    span = float(found.across[1] - found.across[0]), float(found.up[1] - found.up[0])
    equations = tuple((found.curves[i].equation,
                       _along([(a, b) for curve, a, b in drawn if curve == i], span)) for i in named)
    lines = counted(len(found.lines), "upright line")
    caption = "All borders are exact" if found.exact else f"Borders: exact on {lines}, joined between them"
    return Ground(found.parameters, _floats(found.across), _floats(found.up),
                  tuple(form.words(game) for form in found.forms), caption, tuple(_outlines(found)),
                  tuple((a, b) for _curve, a, b in drawn), tuple(_numbers(found)), equations, curves)


def _floats(pair: Any) -> Pair:
    return float(pair[0]), float(pair[1])


def _outlines(found: Any) -> Iterator[tuple[int, Points]]:
    """Cells of one area that follow each other are one outline."""
    open_now: dict[int, tuple[list[Pair], list[Pair]]] = {}
    for strip in found.strips:
        still = {}
        for i, area in enumerate(strip.areas):
            if strip.areas.count(area) > 1 or area not in open_now:
                below, above = [], []
            else:
                below, above = open_now.pop(area)
            for edge, (left, right) in ((below, strip.heights[i]), (above, strip.heights[i + 1])):
                edge += [(float(strip.left), float(left)), (float(strip.right), float(right))]
            if strip.areas.count(area) > 1:
                yield found.areas[area].form, np.array(below + above[::-1])
            else:
                still[area] = below, above
        yield from ((found.areas[area].form, np.array(below + above[::-1]))
                    for area, (below, above) in open_now.items())
        open_now = still
    yield from ((found.areas[area].form, np.array(below + above[::-1]))
                for area, (below, above) in open_now.items())


def _borders(found: Any) -> Iterator[tuple[int | None, Pair, Pair]]:
    """Pieces of borders with their curves."""
    for strip in found.strips:
        for curve, (left, right) in zip(strip.curves, strip.heights[1:-1]):
            yield curve, _floats((strip.left, left)), _floats((strip.right, right))
    x, y = found.parameters
    for one, two in pairwise(found.strips):
        for i, j in meeting(one.heights, two.heights):
            if one.areas[i] == two.areas[j]:
                continue
            low = max(one.heights[i][1], two.heights[j][0])
            high = min(one.heights[i + 1][1], two.heights[j + 1][0])
            there = [{x: two.left, y: at} for at in (low, (low + high) / 2, high)]
            curve = next((k for k, each in enumerate(found.curves)
                          if not any(each.value(values) for values in there)), None)
            yield curve, _floats((two.left, low)), _floats((two.left, high))


def _along(pieces: list[tuple[Pair, Pair]], span: Pair) -> tuple[Pair, ...]:
    """Places along pieces of a line, the middle last: lines often cross there."""
    ends = np.array(pieces)
    lengths = np.hypot(*((ends[:, 1] - ends[:, 0]) / span).T)
    upto = np.cumsum(lengths)
    made = []
    for part in (0.3, 0.7, 0.15, 0.85, 0.5):
        i = int(np.searchsorted(upto, part * upto[-1]).clip(0, len(ends) - 1))
        rest = 1 - (upto[i] - part * upto[-1]) / lengths[i] if lengths[i] else 0.5
        made.append(_floats(ends[i, 0] + (ends[i, 1] - ends[i, 0]) * rest))
    return tuple(made)


def _numbers(found: Any) -> Iterator[tuple[float, float, int, float]]:
    """In each area the place of a grid that is farthest from its border."""
    across, up = ((np.arange(GRID) + 0.5) / GRID * float(high - low) + float(low)
                  for low, high in (found.across, found.up))
    ends = [float(strip.right) for strip in found.strips]
    areas = np.full((GRID + 2, GRID + 2), -1)
    for k, x in enumerate(across):
        strip = found.strips[min(bisect_left(ends, x), len(ends) - 1)]
        part = (x - float(strip.left)) / float(strip.right - strip.left)
        inner = [float(a) + float(b - a) * part for a, b in strip.heights[1:-1]]
        areas[1:-1, k + 1] = np.array(strip.areas)[np.searchsorted(inner, up)]
    depth, alive = np.zeros_like(areas), areas >= 0
    while alive.any():
        depth += alive
        kept = alive.copy()
        for shift, axis in ((1, 0), (-1, 0), (1, 1), (-1, 1)):
            kept &= np.roll(alive, shift, axis) & (np.roll(areas, shift, axis) == areas)
        alive = kept
    for area, each in enumerate(found.areas):
        inside = np.where(areas == area, depth, 0)
        if inside.any():
            best = np.argwhere(inside == inside.max())
            i, k = best[np.abs(best - best.mean(axis=0)).sum(axis=1).argmin()]
            yield float(across[k - 1]), float(up[i - 1]), each.form, float(inside.max()) / GRID


# --- drawing ----------------------------------------------------------------------------------------------


def place(rect: QRectF, unit: float, scene: Scene) -> Frame:
    """Where the data lies."""
    left, right, under = unit * (paper.tick_room(scene.ground.up) + 0.2), unit * 1.4, unit * 3.4
    if _is_wide(rect):
        right += rect.width() * KEY_PART
    else:
        under += unit * LINE * len(_key(rect, unit, scene.ground))
    box = rect.adjusted(left, unit * 2.2, -right, -under)
    return Frame(box, *scene.ground.across, *scene.ground.up)


def _is_wide(rect: QRectF) -> bool:
    return rect.width() > rect.height() * WIDE


def _key(rect: QRectF, unit: float, ground: Ground) -> list[tuple[int | None, str]]:
    """Lines of the key: a set and its words, or the rest of those above. As many as there is room for."""
    high, wide = rect.height() * KEY_PART, rect.width()
    if _is_wide(rect):
        high, wide = rect.height() - unit * 2.2, rect.width() * KEY_PART
    most = max(2, int(high / (unit * LINE))) - 1  # one is for the caption
    signs = max(12, int((wide - unit * 4) / (unit * 0.44)))
    lines: list[tuple[int | None, str]] = []
    for i, words in enumerate(ground.sets):
        first, *rest = textwrap.wrap(words, signs) or [""]
        lines += [(i, first), *((None, each) for each in rest)]
    if len(lines) > most:
        lines = list(enumerate(ground.sets))
    if len(lines) > most:
        lines = [*lines[:most - 1], (None, f"and {len(lines) - most + 1} more: hold the pointer over one")]
    return [*lines, (None, ground.caption)]


def fill(number: int, theme: Theme) -> QColor:
    """The colour of a set."""
    amount = TINTS[number // len(COLOURS) % len(TINTS)]
    return paper.mixed(theme.colour("surface"), theme.player(COLOURS[number % len(COLOURS)]), amount)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    paint_still(painter, rect, scene, theme)
    paint_moving(painter, rect, scene, theme)


def paint_still(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """The regions, their numbers, the axes and the key."""
    u, shown = paper.unit(painter), scene.ground
    frame = place(rect, u, scene)
    box, ink, small = frame.box, theme.colour("text"), paper.font(painter, 0.85)
    for number, outline in shown.cells:
        colour = fill(number, theme)
        painter.setPen(paper.stroke(colour, 1.0))  # so that no seam shows between two of one colour
        painter.setBrush(colour)
        painter.drawPolygon(paper.polygon(_on_paper(frame, outline)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(ink, max(1.2, u * 0.1)))
    for a, b in shown.borders:
        painter.drawLine(frame.at(*a), frame.at(*b))
    painter.setPen(paper.stroke(theme.colour("muted"), 1.0))
    painter.drawRect(box)
    taken = []
    for x, y, number, room in shown.numbers:
        size = min(1.0, room * min(box.width(), box.height()) / (u * 0.4))
        if size > SMALLEST:
            bold = paper.font(painter, size, bold=True)
            taken.append(paper.text(painter, frame.at(x, y), str(number + 1), ink, bold))
    for equation, places in shown.equations:
        wide = paper.width(equation, small) + u * 0.6
        for each in places:
            at = frame.at(*each)
            plate = QRectF(at.x() - wide / 2, at.y() - u * 0.6, wide, u * 1.2)
            if box.contains(plate) and not any(plate.intersects(other) for other in taken):
                taken.append(paper.text(painter, at, equation, ink, small, plate=theme.colour("surface")))
                break
    paint_axes(painter, frame, shown.parameters, theme, ink)
    wide = _is_wide(rect)
    y = box.top() + u * LINE / 2 if wide else box.bottom() + u * (3.4 + LINE / 2)
    left = (box.right() + u * 3.2) if wide else rect.left() + u * 2.6
    for line, words in _key(rect, u, shown):
        if line is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill(line, theme))
            swatch = QRectF(left - u * 1.8, y - u * 0.52, u * 1.3, u * 1.04)
            painter.drawRoundedRect(swatch, u * 0.2, u * 0.2)
            paper.text(painter, swatch.center(), str(line + 1), ink, small)
        caption = words == shown.caption
        paper.text(painter, QPointF(left, y), paper.elided(words, small, rect.right() - left - u * 0.4),
                   theme.colour("muted") if caption else ink, small, across=0)
        y += u * LINE


def paint_moving(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """Where the parameters are."""
    u = paper.unit(painter)
    frame, accent = place(rect, u, scene), theme.colour("accent")
    box, small = frame.box, paper.font(painter, 0.95)
    paper.text(painter, QPointF(box.left(), box.top() - u * 1.0),
               paper.elided(scene.told, small, rect.right() - box.left() - u * 0.4), accent, small, across=0)
    at = frame.at(*_floats(scene.now))
    if not box.adjusted(-1, -1, 1, 1).contains(at):
        return
    painter.setPen(paper.dashes(accent, 1.4, 4, 3))
    painter.drawLine(QPointF(at.x(), box.bottom()), at)
    painter.drawLine(QPointF(box.left(), at.y()), at)
    paper.mark(painter, at, "now", u * 0.42, theme)


def _on_paper(frame: Frame, points: Points) -> Points:
    origin, far = frame.at(frame.left, frame.bottom), frame.at(frame.right, frame.top)
    part = (points - (frame.left, frame.bottom)) / (frame.right - frame.left, frame.top - frame.bottom)
    made: Points = (origin.x(), origin.y()) + part * (far.x() - origin.x(), far.y() - origin.y())
    return made
