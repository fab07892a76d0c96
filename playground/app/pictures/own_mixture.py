"""What a player with two strategies gets, over the own mixture: a line for everything the others may do.

Two concepts are seen in it. What is secured, the maximin, is the highest point of the lowest of the lines
(von Neumann 1928). What a leader gets who commits to a mixture that is seen is the line of the follower's
best answer, which jumps where that changes (Conitzer and Sandholm 2006).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame
from playground.app.pictures.payoff_space import equilibrium_payoffs
from playground.app.pictures.shares import spread
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme
from playground.equilibrium.regions import best_response_regions
from playground.equilibrium.words import mixture
from playground.game import NormalForm

Point = tuple[Fraction, Fraction]  # the probability of the first strategy, and the payoff
Ends = tuple[Fraction, Fraction]  # a line's payoffs at 0 and at 1
MOST_LINES = 60
MOST_PLAYERS = 4
MOST_NAMES = 8  # lines that are named
MOST_LEVELS = 3
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Panel:
    """One player's picture.

    lines
        What the others may do, and what it brings at both ends.
    curve
        What counts of the lines, as polylines from left to right; a jump between two, a point alone where
        an answer is best at one mixture only.
    marks
        The points looked for, "pure" or "mixed" mixtures, with their words.
    levels
        Payoffs to compare with, with their words.
    answers
        From where to where the follower answers what.
    alone
        There is one other player only.
    """

    player: int
    name: str
    strategies: tuple[str, str]
    title: str
    lines: tuple[tuple[str, Ends], ...]
    curve: tuple[tuple[Point, ...], ...]
    marks: tuple[tuple[str, str, Point], ...]
    levels: tuple[tuple[str, Fraction], ...] = ()
    answers: tuple[tuple[Fraction, Fraction, str], ...] = ()
    alone: bool = True

    @property
    def turns(self) -> tuple[Fraction, ...]:
        """Where the answer changes."""
        return tuple(sorted({end for low, high, _name in self.answers for end in (low, high)} - {ZERO, ONE}))


@dataclass(frozen=True)
class Scene:
    panels: tuple[Panel, ...]

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        parts = []
        for panel in self.panels:
            parts.append(panel.title)
            parts += [f"{words} at {mixture(panel.strategies, (p, 1 - p))}"
                      for _kind, words, (p, _value) in panel.marks]
            parts += [words for words, _value in panel.levels]
            parts += [f"the answer is {name} where {panel.strategies[0]} has probability {low} to {high}"
                      for low, high, name in panel.answers]
        return "; ".join(parts)

    def table(self) -> Rows:
        """The ends of the lines, the corners of the curve, the marks and what they are compared with."""
        lines: list[tuple[tuple[str, str, str, str], tuple[Fraction | None, Fraction]]] = []
        for panel in self.panels:
            who = panel.name, panel.strategies[0]
            lines += [((*who, "line", name), (Fraction(p), value)) for name, ends in panel.lines
                      for p, value in enumerate(ends)]
            lines += [((*who, "curve", f"{i}"), point) for i, piece in enumerate(panel.curve, 1)
                      for point in piece]
            lines += [((*who, "mark", words), point) for _kind, words, point in panel.marks]
            lines += [((*who, "level", words), (None, value)) for words, value in panel.levels]
        return rows(("player", "strategy", "what", "which"), ("probability", "payoff"), lines)


# --- scenes -------------------------------------------------------------------------------------------------


def security(game: NormalForm, solution: Any) -> Scene | None:
    """The picture of a maximin solution; None where no player has two strategies, or there are too many
    lines."""
    count = game.payoffs[0].size // 2
    drawn = [k for k in range(game.n_players) if game.shape[k] == 2] if count <= MOST_LINES else []
    values = dict(solution.details)["values"]
    panels = []
    for k in drawn[:MOST_PLAYERS]:
        lines = _lines(game, k)
        strategy = solution.equilibria[0].profile[k]
        value = Fraction(values[k])
        kind = "mixed" if 0 < strategy[0] < 1 else "pure"
        player = game.players[k]
        panels.append(Panel(k, player.name, (player.strategies[0], player.strategies[1]),
                            f"{player.name} secures {paper.number(value)}", lines,
                            (lowest([ends for _name, ends in lines]),),
                            ((kind, paper.number(value), (strategy[0], value)),),
                            alone=game.n_players == 2))
    return Scene(tuple(panels)) if panels else None


def commitment(game: NormalForm, solution: Any) -> Scene | None:
    """The picture of a Stackelberg solution; None where no player has two strategies, or there are too many
    lines."""
    if game.n_players != 2 or max(game.shape) > MOST_LINES:
        return None
    found = dict(solution.details)["commitments"]
    earned = equilibrium_payoffs(game)
    panels = [_led(game, k, [each for each in found if each["leader"] == game.players[k].name],
                   [payoffs[k] for payoffs in earned]) for k in (0, 1) if game.shape[k] == 2]
    return Scene(tuple(panels)) if panels else None


def _led(game: NormalForm, k: int, found: Sequence[Any], earned: Sequence[Fraction]) -> Panel:
    leader, follower = game.players[k], game.players[1 - k]
    lines = _lines(game, k)
    pieces, answers = [], []
    for region in best_response_regions(game, k):
        if not region.corners:
            continue
        low, high = (pick(corner[0] for corner in region.corners) for pick in (min, max))
        pieces.append(highest([lines[j][1] for j in region.strategies], low, high))
        if low < high:
            answers.append((low, high, " or ".join(follower.strategies[j] for j in region.strategies)))
    marks = []
    for each in found:
        value = Fraction(each["payoffs"][k])
        if not marks or value > marks[0][2][1]:  # a mixture that is worth no more is not shown
            kind = "mixed" if each["mixed"] else "pure"
            marks.append((kind, f"{kind} {paper.number(value)}", (Fraction(each["strategy"][0]), value)))
    levels = sorted(set(earned))
    if len(levels) > MOST_LEVELS:
        levels = [levels[0], levels[-1]]
    return Panel(k, leader.name, (leader.strategies[0], leader.strategies[1]),
                 f"{leader.name} leads", lines, tuple(sorted(pieces)), tuple(marks),
                 tuple((f"Nash {paper.number(value)}", value) for value in levels), tuple(sorted(answers)))


def _lines(game: NormalForm, k: int) -> tuple[tuple[str, Ends], ...]:
    """What each strategy of the others, together, brings player `k` with the second strategy and with the
    first."""
    table = np.moveaxis(game.payoffs[k], k, 0)
    others = [player for i, player in enumerate(game.players) if i != k]
    return tuple((", ".join(player.strategies[i] for player, i in zip(others, at)),
                  (table[(1, *at)], table[(0, *at)])) for at in np.ndindex(*table.shape[1:]))


def lowest(lines: Sequence[Ends], start: Fraction = ZERO, stop: Fraction = ONE) -> tuple[Point, ...]:
    """The least of the lines from `start` to `stop`, corner by corner."""
    def height(line: Ends, p: Fraction) -> Fraction:
        return line[0] + (line[1] - line[0]) * p

    def slope(line: Ends) -> Fraction:
        return line[1] - line[0]

    now = min(lines, key=lambda line: (height(line, start), slope(line)))
    corners = [(start, height(now, start))]
    while corners[-1][0] < stop:
        steeper = [line for line in lines if slope(line) < slope(now)]
        meet, _slope, line = min((((line[0] - now[0]) / (slope(now) - slope(line)), slope(line), line)
                                  for line in steeper), default=(stop, ZERO, now))
        at = min(meet, stop)
        corners.append((at, height(now, at)))
        now = line
    return tuple(corners)


def highest(lines: Sequence[Ends], start: Fraction = ZERO, stop: Fraction = ONE) -> tuple[Point, ...]:
    """The greatest of the lines from `start` to `stop`, corner by corner."""
    return tuple((p, -value) for p, value in lowest([(-a, -b) for a, b in lines], start, stop))


# --- painting -----------------------------------------------------------------------------------------------


def place(rect: QRectF, unit: float, scene: Scene) -> tuple[tuple[QRectF, Frame], ...]:
    """Each panel's part of the picture, and where its numbers lie: side by side or one below the other,
    whichever is less narrow."""
    def parts(columns: int) -> tuple[tuple[QRectF, Frame], ...]:
        wide, high = rect.width() / columns, rect.height() / -(-len(scene.panels) // columns)
        made = [QRectF(rect.left() + i % columns * wide, rect.top() + i // columns * high, wide, high)
                for i in range(len(scene.panels))]
        return tuple((part, _frame(part, unit, panel)) for part, panel in zip(made, scene.panels))

    return max(map(parts, range(1, len(scene.panels) + 1)),
               key=lambda made: min(min(frame.box.width(), frame.box.height()) for _part, frame in made))


def _frame(part: QRectF, unit: float, panel: Panel) -> Frame:
    values = [*(float(value) for _name, ends in panel.lines for value in ends),
              *(float(value) for _words, value in panel.levels)]
    pad = (max(values) - min(values)) * 0.12 or 0.5
    bottom, top = min(values) - pad, max(values) + pad
    left = unit * (paper.tick_room((bottom, top)) - 0.8)
    return Frame(part.adjusted(left, unit * (3.1 if panel.answers else 2.0), -_aside(part, unit),
                               -unit * 2.6), bottom=bottom, top=top)


def _aside(part: QRectF, unit: float) -> float:
    """The room at the right of a panel for the names of the lines."""
    return min(unit * 7.0, part.width() * 0.28)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    for panel, (part, frame) in zip(scene.panels, place(rect, u, scene)):
        _axes(painter, frame, panel, theme)
        _curve(painter, frame, panel, theme)
        _names(painter, frame, panel, theme, _aside(part, u) - u * 0.8)
        _marks(painter, frame, panel, theme)


def _axes(painter: QPainter, frame: Frame, panel: Panel, theme: Theme) -> None:
    u, box, muted = paper.unit(painter), frame.box, theme.colour("muted")
    small, bold = paper.font(painter, 0.85), paper.font(painter, 0.95, bold=True)
    own, line = theme.player(panel.player), theme.colour("line")
    high = box.top() - u * (2.2 if panel.answers else 1.1)
    title = paper.elided(panel.title, bold, box.width() + u * 3)
    paper.text(painter, QPointF(box.left(), high), title, own, bold, across=0)
    for value in paper.ticks(frame.bottom, frame.top, min(6, max(2, int(box.height() / u / 2.2)))):
        y = frame.at(0, value).y()
        painter.setPen(paper.stroke(paper.faded(line, 0.6), 1.0))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        paper.text(painter, QPointF(box.left() - u * 0.4, y), paper.decimal(value), muted, small, across=1)
    painter.setPen(paper.stroke(line, 1.2))
    painter.drawLine(box.topLeft(), box.bottomLeft())
    painter.drawLine(box.topRight(), box.bottomRight())
    first, second = panel.strategies
    for name, x, across in ((second, box.left(), 0), (first, box.right(), 1)):
        words = paper.elided(name, small, box.width() * 0.48)
        paper.text(painter, QPointF(x, box.bottom() + u * 1.95), words, own, small, across=across)
    words = f"probability of {first}"
    room = box.width() - sum(paper.width(paper.elided(name, small, box.width() * 0.48), small)
                             for name in panel.strategies) - u * 2
    if paper.width(words, small) < room:
        paper.text(painter, QPointF(box.center().x(), box.bottom() + u * 1.95), words, muted, small)
    turns = panel.turns or tuple(p for _kind, _words, (p, _value) in panel.marks if 0 < p < 1)
    taken = box.left()
    for p in turns:
        x = frame.at(p, 0).x()
        painter.setPen(paper.dashes(muted, 1.0, 3, 3))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        words = paper.share(p)
        if x - paper.width(words, small) / 2 > taken:
            at = QPointF(x, box.bottom() + u * 0.75)
            taken = paper.text(painter, at, words, theme.colour("text"), small).right() + u * 0.4
    for low, upper, name in panel.answers:
        left, right = frame.at(low, 0).x(), frame.at(upper, 0).x()
        words = paper.elided(name, small, right - left - u * 0.4)
        if len(words) > 2 or words == name:
            paper.text(painter, QPointF((left + right) / 2, box.top() - u * 0.8), words,
                       theme.player(1 - panel.player), small)


def _curve(painter: QPainter, frame: Frame, panel: Panel, theme: Theme) -> None:
    """The lines, pale, and on them, broad, what counts, with its jumps."""
    u = paper.unit(painter)
    own = theme.player(panel.player)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(paper.faded(_others(panel, theme), 0.6), max(1.2, u * 0.11)))
    for _name, (start, end) in panel.lines:
        painter.drawLine(frame.at(0, start), frame.at(1, end))
    broad = max(2.4, u * 0.28)
    for piece, following in pairwise(panel.curve):
        if len(piece) > 1 and len(following) > 1:
            painter.setPen(paper.dashes(own, max(1.2, u * 0.1), 1.5, 2.0))
            painter.drawLine(frame.at(*piece[-1]), frame.at(*following[0]))
    painter.setPen(paper.stroke(own, broad, cap=Qt.PenCapStyle.FlatCap))
    for piece in panel.curve:
        if len(piece) > 1:
            painter.drawPolyline(QPolygonF([frame.at(*point) for point in piece]))
    for p in panel.turns:
        there = {point[1] for piece in panel.curve for point in (piece[0], piece[-1]) if point[0] == p}
        if len(there) > 1:
            for value in there:  # ties go as the leader would have them
                painter.setPen(paper.stroke(own, max(1.4, u * 0.13)))
                painter.setBrush(own if value == max(there) else theme.colour("surface"))
                painter.drawEllipse(frame.at(p, value), u * 0.27, u * 0.27)


def _names(painter: QPainter, frame: Frame, panel: Panel, theme: Theme, room: float) -> None:
    """What the others do, at the right end of its line; not where there are many."""
    u, box, small = paper.unit(painter), frame.box, paper.font(painter, 0.85)
    named = panel.lines if len(panel.lines) <= MOST_NAMES else ()
    heights = [frame.at(1, end).y() for _name, (_start, end) in named]
    for (name, _ends), y in zip(named, spread(heights, u * 1.1, box.top(), box.bottom())):
        if y is not None:
            paper.text(painter, QPointF(box.right() + u * 0.5, y), paper.elided(name, small, room),
                       _others(panel, theme), small, across=0)


def _others(panel: Panel, theme: Theme) -> QColor:
    """The colour of what the others do: that of the other one of two."""
    return theme.player(1 - panel.player) if panel.alone else theme.colour("muted")


def _marks(painter: QPainter, frame: Frame, panel: Panel, theme: Theme) -> None:
    """What is looked for: a square for a pure strategy, a diamond for a mixture; dashed, what to compare."""
    u, box, good = paper.unit(painter), frame.box, theme.colour("good")
    small, bold = paper.font(painter, 0.85), paper.font(painter, 0.95, bold=True)
    places = [frame.at(*point) for _kind, _words, point in panel.marks]
    edge = [point for piece in panel.curve for point in frame.along(piece)]
    labels = paper.Labels(painter, box, paper.faded(theme.colour("surface"), 0.85), places, edge)
    for at, (kind, _words, _point) in zip(places, panel.marks):
        radius = u * (0.6 if kind == "mixed" else 0.45)
        corners = [QPointF(0, -1), QPointF(1, 0), QPointF(0, 1), QPointF(-1, 0)] if kind == "mixed" else [
            QPointF(-1, -1), QPointF(1, -1), QPointF(1, 1), QPointF(-1, 1)]
        painter.setPen(paper.stroke(theme.colour("surface"), 1.4))
        painter.setBrush(good)
        painter.drawPolygon(QPolygonF([at + corner * radius for corner in corners]))
    for at, (_kind, words, _point) in zip(places, panel.marks):
        labels.put(at, words, good, bold, QPointF(0, -1))
    for words, value in panel.levels:
        y = frame.at(0, value).y()
        painter.setPen(paper.dashes(theme.colour("text"), 1.3, 4, 3))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        labels.put(QPointF(box.left() + u * 2.4, y), words, theme.colour("text"), small, QPointF(0, -1))
