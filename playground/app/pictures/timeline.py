"""A match of two over its rounds: what each played, as bars, and below what each earned so far and how often
it cooperates, with what is expected where that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame, within
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme
from playground.arena.timeline import Floats, Timeline

CLOSEST = 10  # rounds, at least, that are shown at once
LOW = 0.16  # height of the last strategy's bar; the first one's is 1
STRIP = 1.9  # height of a strip, in units of the font
HEAD, WHOLE, GAP = 3.5, 3.0, 1.1  # of the words above, of the strip of all rounds, and below that


@dataclass(frozen=True, eq=False)
class Scene:
    """`moves`: what the strategies of each player's game are called. `now`: the round that is looked at, from
    0. `first`, `count`: the rounds that are shown."""

    names: tuple[str, str]
    moves: tuple[tuple[str, ...], tuple[str, ...]]
    found: Timeline
    now: int
    first: int
    count: int

    @property
    def whole(self) -> bool:
        """Whether all rounds are shown."""
        return self.count >= self.found.length

    @property
    def source(self) -> str:
        """Where these rounds come from."""
        found = self.found
        if found.sure:
            return "nothing is left to chance"
        return f"a sample, seed {found.seed}"

    def told(self, k: int) -> str:
        """Of one player in the round looked at."""
        found, now = self.found, self.now
        parts = []
        if now < found.rounds:
            action, meant = (int(played[now, k]) for played in (found.actions, found.intended))
            slip = f" by a slip, meaning {self.moves[k][meant]}" if action != meant else ""
            parts.append(f"{self.moves[k][action]}{slip}")
            table = found.tables[k]
            if table is not None and len(table.states) > 1:
                parts.append(f"state “{list(table.states)[found.states[now, k]]}” of {len(table.states)}")
            parts.append(f"{paper.decimal(float(found.means[now, k]))} a turn so far")
        if found.first is not None and not found.sure:
            due = paper.decimal(float(found.expected[now, k]))  # type: ignore[index]
            parts.append(f"expected {self.moves[k][0]} {found.first[now, k]:.3f}, {due} a turn")
        return f"{self.names[k]}: {'; '.join(parts)}"

    @property
    def headline(self) -> str:
        """What the match came to."""
        found = self.found
        if not found.rounds:
            return f"No round was played: {found.forfeit}" if found.forfeit else "No round was played."
        one, two = (paper.decimal(float(mean), 4) for mean in found.means[-1])
        what = "rounds" if found.whole else "rounds, the first of the match"
        told = (f"{self.names[0]} against {self.names[1]}: {one} to {two} a turn over {found.rounds:,} "
                f"{what} ({self.source})")
        if found.expected is not None and not found.sure:
            one, two = (paper.decimal(float(mean), 4) for mean in found.expected[found.rounds - 1])
            told += f"; expected: {one} to {two}"
        return f"{told}." + (f" {found.forfeit}" if found.forfeit else "")

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        return f"Round {self.now + 1:,} of {self.found.length:,}. {self.told(0)}. {self.told(1)}"

    def table(self) -> Rows:
        """A row a round."""
        found, words, numbers = self.found, ["round"], []
        for name in self.names:
            words += [f"{name} played", f"{name} chose", f"{name}: state"]
            numbers += [f"{name}: mean payoff so far"]
        if found.first is not None:
            numbers += [f"{name}: {what}" for what in ("chance of the first strategy", "expected mean so far")
                        for name in self.names]
        lines = []
        for t in range(found.rounds):
            line = [str(t + 1)]
            for k in (0, 1):
                table = found.tables[k]
                line += [self.moves[k][found.actions[t, k]], self.moves[k][found.intended[t, k]],
                         "" if table is None else list(table.states)[found.states[t, k]]]
            values = [*found.means[t]]
            if found.first is not None and found.expected is not None:
                values += [*found.first[t], *found.expected[t]]
            lines.append((line, list(map(float, values))))
        return rows(words, numbers, lines)


def scene(names: Sequence[str], moves: Sequence[Sequence[str]], found: Timeline) -> Scene:
    """All rounds, with the last one that was played looked at."""
    one, two = names
    return Scene((one, two), (tuple(moves[0]), tuple(moves[1])), found, max(found.rounds - 1, 0), 0,
                 found.length)


def at(scene: Scene, now: int) -> Scene:
    """With another round looked at; where it was out of sight, the rounds shown move along."""
    now = min(max(now, 0), scene.found.length - 1)
    first = min(max(scene.first, now - scene.count + 1), now)
    return replace(scene, now=now, first=first)


def zoomed(scene: Scene, factor: float) -> Scene:
    """With so many times as many rounds shown, around the one looked at."""
    count = min(max(round(scene.count * factor), min(CLOSEST, scene.found.length)), scene.found.length)
    part = (scene.now - scene.first + 0.5) / scene.count
    first = round(scene.now + 0.5 - part * count)
    return replace(scene, count=count, first=min(max(first, 0), scene.found.length - count))


def moved(scene: Scene, first: int) -> Scene:
    """With other rounds shown."""
    return replace(scene, first=min(max(first, 0), scene.found.length - scene.count))


# --- where things are ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Places:
    """`whole`: the strip of all rounds, empty where all are shown anyway. `strips`: of each player."""

    whole: QRectF
    strips: tuple[QRectF, QRectF]
    payoffs: Frame
    cooperation: Frame


def place(rect: QRectF, unit: float, scene: Scene) -> Places:
    longest = max(map(len, scene.names))
    left = min(max(unit * (0.52 * longest + 1), unit * 5), rect.width() * 0.22)
    box = within(rect, left, unit * HEAD, unit * 1.2, unit * 4.4)
    top = box.top()
    whole = QRectF(box.left(), top, box.width(), 0.0)
    if not scene.whole:
        whole.setHeight(unit * (WHOLE - GAP))
        top += unit * WHOLE
    high = min(unit * STRIP, box.height() * 0.14)
    one, two = (QRectF(box.left(), top + k * high * 1.2, box.width(), high) for k in (0, 1))
    top = two.bottom() + unit * 1.7
    each = max((box.bottom() - top - unit * 1.7) / 2, 4.0)
    low, high = float(scene.found.paid.min()), float(scene.found.paid.max())
    pad = (high - low) * 0.04 or 0.5
    ends = scene.first + 0.5, scene.first + scene.count + 0.5
    upper, lower = (QRectF(box.left(), top + k * (each + unit * 1.7), box.width(), each) for k in (0, 1))
    return Places(whole, (one, two), Frame(upper, *ends, low - pad, high + pad),
                  Frame(lower, *ends, -0.04, 1.04))


def round_at(rect: QRectF, unit: float, scene: Scene, point: QPointF) -> int | None:
    """The round, from 0, at a point of the strips or the charts; None above them and beside them."""
    places = place(rect, unit, scene)
    box = places.cooperation.box
    if not box.left() <= point.x() <= box.right() or point.y() < places.strips[0].top() - unit * 0.5:
        return None
    return min(max(round(places.payoffs.data(point)[0]), scene.first + 1), scene.first + scene.count) - 1


def first_at(rect: QRectF, unit: float, scene: Scene, point: QPointF) -> int | None:
    """Which round to show first, for a point of the strip of all rounds."""
    whole = place(rect, unit, scene).whole
    if scene.whole or not whole.adjusted(-unit, -unit * 0.3, unit, unit * 0.3).contains(point):
        return None
    return round((point.x() - whole.left()) / whole.width() * scene.found.length - scene.count / 2)


# --- painting -----------------------------------------------------------------------------------------------


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    paint_still(painter, rect, scene, theme)
    paint_moving(painter, rect, scene, theme)


def still_of(scene: Scene) -> object:
    """What the still layer is drawn from."""
    return scene.found, scene.names, scene.first, scene.count


def paint_still(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u, places = paper.unit(painter), place(rect, paper.unit(painter), scene)
    small, muted, found = paper.font(painter, 0.85), theme.colour("muted"), scene.found
    if not scene.whole:
        half = places.whole.height() / 2
        for k in (0, 1):
            _bars(painter, QRectF(places.whole.left(), places.whole.top() + k * half, places.whole.width(),
                                  half * 0.9), scene, k, 0, found.length, theme)
        paper.text(painter, QPointF(places.whole.left() - u * 0.5, places.whole.center().y()),
                   paper.elided(f"all {found.length:,}", small, places.whole.left() - rect.left() - u), muted,
                   small, across=1)
        wide = places.whole.width() / found.length
        shown = QRectF(places.whole.left() + scene.first * wide, places.whole.top() - u * 0.2,
                       max(scene.count * wide, 3.0), places.whole.height() + u * 0.4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(paper.stroke(theme.colour("accent"), max(1.6, u * 0.12)))
        painter.drawRect(shown)
    for k, (name, strip) in enumerate(zip(scene.names, places.strips)):
        _bars(painter, strip, scene, k, scene.first, scene.count, theme)
        paper.text(painter, QPointF(strip.left() - u * 0.5, strip.center().y()),
                   paper.elided(name, small, strip.left() - rect.left() - u), theme.player(k), small,
                   across=1)
    due = ", broken: expected so far", ", broken: its chance in the round"
    if found.first is None or found.sure:
        due = "", ""
    _chart(painter, places.payoffs, f"payoff a turn so far{due[0]}", found.means, found.expected, scene,
           theme)
    first = scene.moves[0][0] if scene.moves[0][0] == scene.moves[1][0] else "first strategy"
    _chart(painter, places.cooperation, f"{first}: share so far{due[1]}", found.cooperation, found.first,
           scene, theme)
    box = places.cooperation.box
    for value in paper.ticks(scene.first + 1, scene.first + scene.count, max(2, int(box.width() / u / 5))):
        if value == int(value):
            paper.text(painter, QPointF(places.cooperation.at(value, 0).x(), box.bottom() + u * 0.8),
                       f"{value:,.0f}", muted, small)
    paper.text(painter, QPointF(box.center().x(), box.bottom() + u * 1.8), "round", muted, small)
    _key(painter, QPointF(box.left(), box.bottom() + u * 3.2), rect, scene, theme)


def _bars(painter: QPainter, box: QRectF, scene: Scene, k: int, first: int, count: int, theme: Theme) -> None:
    """A bar a round, the higher the earlier the strategy in the game's list; of many rounds a bar is a mean
    of some. Slips are underlined where there is room."""
    painter.fillRect(box, theme.mix("line", amount=0.35))
    size, played = len(scene.moves[k]), scene.found.actions[first:first + count, k]
    if not len(played):
        return
    heights = 1 - (1 - LOW) * played / max(size - 1, 1)
    columns = min(count, max(int(box.width()), 1))
    edges = (np.arange(columns + 1) * count // columns)
    edges = edges[:int(np.searchsorted(edges, len(played), side="left")) + 1].clip(max=len(played))
    means = np.add.reduceat(heights, edges[:-1]) / np.diff(edges)
    wide = box.width() / count
    gap = min(wide * 0.16, 2.0) if wide >= 3 else 0.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.player(k))
    if not gap:  # one shape: rectangles side by side would have seams
        xs, ys = box.left() + edges.repeat(2)[1:-1] * wide, (box.bottom() - means * box.height()).repeat(2)
        ends = [[xs[-1], box.bottom()], [xs[0], box.bottom()]]
        painter.drawPolygon(paper.polygon(np.vstack([np.column_stack([xs, ys]), ends])))
    else:
        for at, high in enumerate(means.tolist()):
            painter.drawRect(QRectF(box.left() + at * wide + gap / 2, box.bottom() - high * box.height(),
                                    wide - gap, high * box.height()))
        slips = np.flatnonzero(played != scene.found.intended[first:first + count, k])
        for at in slips.tolist():
            painter.fillRect(QRectF(box.left() + at * wide + gap / 2, box.bottom() + box.height() * 0.03,
                                    wide - gap, max(2.0, box.height() * 0.08)), theme.colour("danger"))


def _chart(painter: QPainter, frame: Frame, title: str, played: Floats, due: Floats | None, scene: Scene,
           theme: Theme) -> None:
    """Lines of both players: what came of the match, and broken, what is expected."""
    u, box, small = paper.unit(painter), frame.box, paper.font(painter, 0.85)
    muted = theme.colour("muted")
    for value in paper.ticks(frame.bottom, frame.top, max(2, min(5, int(box.height() / u / 1.8)))):
        y = frame.at(frame.left, value).y()
        painter.setPen(paper.stroke(paper.faded(theme.colour("line"), 0.7), 1.0))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        paper.text(painter, QPointF(box.left() - u * 0.45, y), paper.decimal(value), muted, small, across=1)
    paper.text(painter, QPointF(box.left(), box.top() - u * 0.7), title, muted, small, across=0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for values, broken in ((due if not scene.found.sure else None, True), (played, False)):
        if values is None:
            continue
        part = values[scene.first:scene.first + scene.count]
        for k in (0, 1):
            colour = theme.player(k)
            painter.setPen(paper.dashes(paper.faded(colour, 0.8), max(1.4, u * 0.1), 3, 2.4) if broken
                           else paper.stroke(colour, max(1.8, u * 0.14)))
            painter.drawPolyline(paper.polygon(paper.sparse(_line(frame, scene.first, part[:, k]), 1.0)))


def _line(frame: Frame, first: int, values: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    box = frame.box
    across = (first + 1 + np.arange(len(values)) - frame.left) / (frame.right - frame.left)
    up = (values - frame.bottom) / (frame.top - frame.bottom)
    return np.column_stack([box.left() + across * box.width(), box.bottom() - up * box.height()])


def _key(painter: QPainter, at: QPointF, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """What bars and lines mean."""
    u, small, found = paper.unit(painter), paper.font(painter, 0.85), scene.found
    names = scene.moves[0]
    if len(names) == 1:
        bars = f"a bar a round: {names[0]}"
    elif len(names) == 2:
        bars = f"high bar: {names[0]}, low: {names[1]}"
    else:
        bars = f"the highest bar: {names[0]}, then {', '.join(names[1:])}"
    slips = "; underlined: a slip" if (found.actions != found.intended).any() else ""
    words = paper.elided(bars + slips, small, rect.right() - at.x() - u * 0.5)
    paper.text(painter, at, words, theme.colour("muted"), small, across=0)


def paint_moving(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """The round looked at, in words above."""
    u, places, ink = paper.unit(painter), place(rect, paper.unit(painter), scene), theme.colour("text")
    plain, found = paper.font(painter, 0.92), scene.found
    if not found.length:
        return
    strong = paper.font(painter, 0.92, bold=True)
    head = paper.text(painter, QPointF(rect.left() + u * 0.6, rect.top() + u * 0.9),
                      f"Round {scene.now + 1:,}", ink, strong, across=0)
    x = max(head.right() + u, rect.left() + u * 6.5)
    for k in (0, 1):
        paper.text(painter, QPointF(x, rect.top() + u * (0.9 + 1.25 * k)),
                   paper.elided(scene.told(k), plain, rect.right() - x - u * 0.4), theme.player(k), plain,
                   across=0)
    box = QRectF(places.strips[0].topLeft(), places.cooperation.box.bottomRight())
    wide = box.width() / scene.count
    column = QRectF(box.left() + (scene.now - scene.first) * wide, box.top() - u * 0.25, wide,
                    box.height() + u * 0.25)
    if wide > u * 0.4:
        painter.fillRect(column, paper.faded(theme.colour("accent"), 0.16))
    painter.setPen(paper.stroke(ink, 1.2))
    painter.drawLine(QPointF(column.center().x(), box.top() - u * 0.25),
                     QPointF(column.center().x(), box.bottom()))
    if not scene.whole:
        x = places.whole.left() + (scene.now + 0.5) / found.length * places.whole.width()
        painter.drawLine(QPointF(x, places.whole.top()), QPointF(x, places.whole.bottom()))
