"""Who invades whom among the strategies of a tournament: arrows from residents to their invaders, round a
circle; of many strategies, a table of all pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath

from playground.app.pictures import paper
from playground.app.pictures.frame import within
from playground.app.pictures.table import Rows
from playground.app.theme import Theme
from playground.arena.invasion import DRIFTS, FAILS, INVADES, UNSURE, Invasions
from playground.equilibrium.words import listed

MOST_ROUND = 16  # strategies on a circle
NAMED = 0.8  # how wide columns are whose names stand over them, in units of the font
KEYED = 43  # how wide a picture is whose key has one line, likewise
ROUND = 0.25  # of the picture's width is at least the half of the circle's; names have two lines then
MOST_TOLD = 4  # names in a list
TINT = {INVADES: 0.85, DRIFTS: 0.22, UNSURE: 0.22, FAILS: 0.0}
ALL, DIRECT, CHOSEN = ARROWS = ("All arrows", "Those that say most", "Of the chosen one only")
PALE = 0.13  # how strongly arrows are drawn that say little new
KEY = {INVADES: "invades", DRIFTS: "drifts", UNSURE: "cannot be told"}


@dataclass(frozen=True, eq=False)
class Scene:
    """`lit`: a strategy to look at. `order`: who comes after whom round the circle. `arrows`: which are
    drawn, one of `ARROWS`."""

    names: tuple[str, ...]
    found: Invasions
    lit: int | None
    order: tuple[int, ...]
    arrows: str

    def weight(self, j: int, i: int, verdict: str) -> float:
        """How strongly the arrow from the resident j to i is drawn, from 0 to 1."""
        if self.lit is not None and (self.lit == j or (verdict == DRIFTS and self.lit == i)):
            return 1.0
        if self.lit is not None and self.lit == i:
            return 0.75  # whom the one looked at invades
        if self.arrows == CHOSEN:
            return 0.0
        if self.arrows == DIRECT and (verdict == UNSURE or (j, i) in self.found.indirect):
            return 0.0 if self.lit is not None else PALE
        return 1.0 if self.lit is None else 0.12

    @property
    def headline(self) -> str:
        """What is seen, in one line."""
        free, open_ = self.found.unbeaten, [j for j in range(len(self.names))
                                            if not self.found.towards(j) and j not in self.found.unbeaten]
        told = f"Nobody invades {self._some(free)}" if free else "Everybody is invaded by somebody"
        if open_:
            told = (f"{told}; of" if free else "Of") + (f" {self._some(tuple(open_))} it cannot be told"
                                                        + ("" if free else "; the others are invaded"))
        drift = [j for j in free if j not in self.found.stable]
        if drift and not open_:
            told += "; others may drift into " + ("all of these" if len(drift) == len(free) > 1 else
                                                  self._some(tuple(drift)))
        return f"{told}."

    def told(self, k: int) -> str:
        """Of one strategy as a resident: `Tit for Tat: nobody invades; Grim drifts`."""
        parts = [f"{self._some(places)} {verb if len(places) == 1 else plural}"
                 for verdict, verb, plural in ((INVADES, "invades", "invade"), (DRIFTS, "drifts", "drift"),
                                               (UNSURE, "may invade", "may invade"))
                 if (places := self.found.towards(k, verdict))]
        if k in self.found.unbeaten:
            parts = ["nobody invades", *parts]
        return f"{self.names[k]}: {'; '.join(parts)}"

    def _some(self, places: tuple[int, ...]) -> str:
        names = [self.names[i] for i in places[:MOST_TOLD]]
        return listed(names if len(places) == len(names) else [*names, f"{len(places) - len(names)} more"])

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        if len(self.names) <= MOST_ROUND:
            return ". ".join(map(self.told, range(len(self.names))))
        free = self.found.unbeaten
        some = f": {self._some(free)}" if free else ""
        return f"{len(free)} of {len(self.names)} strategies are invaded by nobody{some}"

    def table(self) -> Rows:
        """A row a pair."""
        every = list(enumerate(self.names))
        return [["resident", "newcomer", "what becomes of it"],
                *([resident, newcomer, str(self.found.verdicts[i, j])]
                  for j, resident in every for i, newcomer in every if i != j)]


def scene(names: Sequence[str], found: Invasions, lit: int | None = None, order: Sequence[int] = (),
          arrows: str = ALL) -> Scene:
    """`order`: none: as they are named."""
    return Scene(tuple(names), found, lit, tuple(order or range(len(names))), arrows)


def light(scene: Scene, k: int | None) -> Scene:
    """With another strategy looked at."""
    return replace(scene, lit=k)


def strategy_at(rect: QRectF, unit: float, scene: Scene, point: QPointF) -> int | None:
    """The strategy whose mark or row `point` is on."""
    if len(scene.names) > MOST_ROUND:
        box = _table(rect, unit, scene)
        inside = box.adjusted(rect.left() - box.left(), 0, 0, 0).contains(point)
        return min(int((point.y() - box.top()) / box.height() * len(scene.names)),
                   len(scene.names) - 1) if inside else None
    near = [(math.dist(at.toTuple(), point.toTuple()), k) for k, at in enumerate(places(rect, unit, scene))]
    distance, k = min(near)
    return k if distance < unit * 1.6 else None


def places(rect: QRectF, unit: float, scene: Scene) -> list[QPointF]:
    """Where each strategy is on the circle, whose order is clockwise from the top."""
    box = within(rect, unit, unit * 4, unit, unit * (4 if rect.width() > unit * KEYED else 5.6))
    longest = max(map(len, scene.names))
    across = min(max(box.width() / 2 - unit * min(0.6 * longest + 1, 11), box.width() * ROUND),
                 box.height() * 0.9)
    count = len(scene.names)
    return [QPointF(box.center().x() + across * math.sin(2 * math.pi * at / count),
                    box.center().y() - box.height() / 2 * math.cos(2 * math.pi * at / count))
            for at in (scene.order.index(k) for k in range(count))]


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    if len(scene.names) > MOST_ROUND:
        _paint_table(painter, rect, scene, theme)
    else:
        _paint_round(painter, rect, scene, theme)
    if scene.lit is not None:
        small = paper.font(painter, 0.92)
        paper.text(painter, QPointF(rect.left() + u * 0.6, rect.top() + u),
                   paper.elided(scene.told(scene.lit), small, rect.width() - u * 1.2), theme.colour("text"),
                   small, across=0)


def _paint_round(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u, at, count = paper.unit(painter), places(rect, paper.unit(painter), scene), len(scene.names)
    drawn: list[tuple[float, QPointF, QPointF, str, bool, QColor]] = []
    for verdict in (UNSURE, DRIFTS, INVADES):
        for j in range(count):
            for i in scene.found.towards(j, verdict):
                if verdict == DRIFTS and i < j and scene.found.verdicts[j][i] == DRIFTS:
                    continue  # one line says it of both
                weight = scene.weight(j, i, verdict)
                if weight:
                    ink = paper.mixed(theme.colour("surface"), _ink(verdict, theme), weight)
                    drawn.append((weight, at[j], at[i], verdict, _curved(scene, i, j), ink))
    for _weight, *arrow in sorted(drawn, key=lambda each: each[0]):  # the strong ones on top
        _arrow(painter, *arrow, u)
    plain = paper.font(painter, 0.95)
    middle = QPointF(sum(p.x() for p in at) / count, sum(p.y() for p in at) / count)
    for k, name in enumerate(scene.names):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent" if k == scene.lit else "text"))
        painter.drawEllipse(at[k], u * 0.36, u * 0.36)
        if k in scene.found.unbeaten:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            green = theme.colour("good")
            painter.setPen(paper.stroke(green, max(1.8, u * 0.16)) if k in scene.found.stable
                           else paper.dashes(green, u * 0.14, 2, 1.6))
            painter.drawEllipse(at[k], u * 0.8, u * 0.8)
        away = at[k] - middle
        turn = math.atan2(away.y(), away.x())
        beside = abs(math.cos(turn)) > 0.3
        spot = at[k] + QPointF(math.cos(turn), math.sin(turn)) * u * (1.25 if beside else 1.5)
        room = (rect.right() - spot.x() if away.x() > 0 else spot.x() - rect.left()) if beside else (
            rect.width() / 2)
        lines = _lines(name, plain, room - u * 0.4)
        first = spot.y() - (len(lines) - 1) * u * 0.55 * (1 + math.sin(turn) * (1 if beside else -1))
        for number, line in enumerate(lines):
            at_line = QPointF(spot.x(), first + number * u * 1.1)
            paper.text(painter, at_line, line, theme.colour("text"), plain,
                       across=(0 if away.x() > 0 else 1) if beside else 0.5)
    _key(painter, rect, [verdict for verdict in KEY
                         if any(scene.found.towards(j, verdict) for j in range(count))], scene, theme)


def _lines(name: str, made: QFont, room: float) -> list[str]:
    """A name in one line, or in two of about the same length; shortened where that is too long."""
    words = name.split()
    if paper.width(name, made) <= room or len(words) == 1:
        return [paper.elided(name, made, room)]
    halves = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
    best = min(halves, key=lambda two: max(paper.width(line, made) for line in two))
    return [paper.elided(line, made, room) for line in best]


def _curved(scene: Scene, i: int, j: int) -> bool:
    """Whether the line bends, because there is another one the other way."""
    one, other = scene.found.verdicts[i][j], scene.found.verdicts[j][i]
    return other != FAILS and not one == other == DRIFTS


def _ink(verdict: str, theme: Theme) -> QColor:
    return theme.colour("accent" if verdict == INVADES else "muted")


def _arrow(painter: QPainter, start: QPointF, end: QPointF, verdict: str, curved: bool, ink: QColor, u: float
           ) -> None:
    """From a resident to a newcomer."""
    along = end - start
    long = math.hypot(along.x(), along.y())
    if long < u * 2.4:
        return
    along /= long
    aside = QPointF(-along.y(), along.x()) * (long * 0.12 if curved else 0)
    bend = (start + end) / 2 + aside
    first, last = bend - start, end - bend
    begin = start + first / math.hypot(first.x(), first.y()) * u * 0.95
    tip = end - last / math.hypot(last.x(), last.y()) * u * 0.95
    path = QPainterPath(begin)
    path.quadTo(bend, tip)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(ink, max(1.5, u * 0.13)) if verdict == INVADES
                   else paper.dashes(ink, max(1.2, u * 0.09), *((3, 2.4) if verdict == DRIFTS else (1, 2))))
    painter.drawPath(path)
    if verdict != DRIFTS:
        head = QPainterPath()
        paper.arrowhead(head, tip, last.x(), last.y(), u * 0.75)
        painter.fillPath(head, ink)


def _key(painter: QPainter, rect: QRectF, kinds: Sequence[str], scene: Scene, theme: Theme) -> None:
    u, small = paper.unit(painter), paper.font(painter, 0.85)
    narrow = rect.width() <= u * KEYED
    x, y = rect.left() + u * 0.8, rect.bottom() - u * (2.6 if narrow and scene.found.unbeaten else 1)
    for kind in kinds:
        end = QPointF(x + u * 2.6, y)
        _arrow(painter, QPointF(x - u * 0.8, y), end + QPointF(u * 0.8, 0), kind, False, _ink(kind, theme), u)
        x = paper.text(painter, end + QPointF(u * 0.5, 0), KEY[kind], theme.colour("muted"), small,
                       across=0).right() + u * 1.4
    if scene.found.unbeaten:
        if narrow:
            x, y = rect.left() + u * 0.8, rect.bottom() - u
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(paper.stroke(theme.colour("good"), max(1.6, u * 0.14)))
        painter.drawEllipse(QPointF(x + u * 0.5, y), u * 0.5, u * 0.5)
        words = paper.elided("nobody invades; dashed: others may drift", small, rect.right() - x - u * 2)
        paper.text(painter, QPointF(x + u * 1.5, y), words, theme.colour("muted"), small, across=0)


# --- many ---------------------------------------------------------------------------------------------------


def _table(rect: QRectF, unit: float, scene: Scene) -> QRectF:
    """Where the cells lie."""
    longest = max(map(len, scene.names))
    left = min(unit * (0.55 * longest + 2), rect.width() * 0.3)
    wide = (rect.width() - left - unit * 0.8) / len(scene.names)
    over = min(unit * (0.5 * longest + 1.4), rect.height() * 0.25) if wide > unit * NAMED else unit
    return within(rect, left, over + unit * 1.8, unit * 0.8, unit * 2.2)


def _paint_table(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u, box, count = paper.unit(painter), _table(rect, paper.unit(painter), scene), len(scene.names)
    wide, high, surface = box.width() / count, box.height() / count, theme.colour("surface")
    filled = np.empty((count, count, 3), dtype=np.uint8)
    for verdict, tint in TINT.items():
        colour = paper.mixed(surface, _ink(verdict, theme), tint)
        filled[scene.found.verdicts == verdict] = colour.getRgb()[:3]
    filled[range(count), range(count)] = theme.colour("line").getRgb()[:3]
    paper.cells(painter, box, filled.transpose(1, 0, 2))
    if high > 6:
        painter.setPen(paper.stroke(surface, 0.8))
        for k in range(1, count):
            x, y = box.left() + k * wide, box.top() + k * high
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
    painter.setPen(paper.stroke(theme.colour("line"), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    unbeaten, made = set(scene.found.unbeaten), paper.font(painter, 0.75)
    for j in range(0, count, math.ceil(u * 0.9 / high)):
        ink = theme.colour("good" if j in unbeaten else "text")
        paper.text(painter, QPointF(box.left() - u * 0.4, box.top() + (j + 0.5) * high),
                   paper.elided(scene.names[j], made, box.left() - rect.left() - u * 0.6), ink, made,
                   across=1)
    if wide > u * NAMED:
        room = box.top() - rect.top() - u * 2.2
        for i, name in enumerate(scene.names):
            words = paper.elided(name, made, room)
            paper.text_up(painter, QPointF(box.left() + (i + 0.5) * wide,
                                           box.top() - u * 0.4 - paper.width(words, made) / 2),
                          words, theme.colour("muted"), made)
    small = paper.font(painter, 0.85)
    words = paper.elided("a row a resident, green: nobody invades it; filled: the column invades; "
                         "pale: it drifts, or it cannot be told", small, rect.width() - u)
    paper.text(painter, QPointF(rect.center().x(), rect.bottom() - u), words, theme.colour("muted"), small)
    if scene.lit is not None:
        painter.setPen(paper.stroke(theme.colour("text"), max(1.6, u * 0.12)))
        painter.drawRect(QRectF(box.left(), box.top() + scene.lit * high, box.width(), high))
