"""For which share of the time a small population plays each strategy, as bars, and how often a mutant of the
strategy looked at takes over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from playground.app.pictures import paper
from playground.app.pictures.frame import within
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme
from playground.arena.fixation import Fixation

ROW = 2.2  # height at most, in units of the font
SMALLEST = 1.0  # and at least


@dataclass(frozen=True, eq=False)
class Scene:
    """`order`: places in the line-up, who is there longest first. `people`: how many there are. `lit`: a
    strategy to look at."""

    names: tuple[str, ...]
    found: Fixation
    order: tuple[int, ...]
    people: int
    lit: int | None = None

    def told(self, k: int) -> str:
        """`Grim: 0.12 of the time; likeliest to take over from it: Random, with chance 0.01`."""
        after = self.found.takes_over[:, k].copy()
        after[k] = 0
        words = f"{self.names[k]}: {paper.decimal(float(self.found.residents[k]))} of the time"
        if len(self.names) == 1:
            return words
        best = int(after.argmax())
        return (f"{words}; likeliest to take over from it: {self.names[best]}, with chance "
                f"{paper.decimal(float(after[best]))}")

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        return "Share of the time: " + ", ".join(
            f"{self.names[k]} {paper.decimal(float(self.found.residents[k]))}" for k in self.order)

    @property
    def headline(self) -> str:
        """What is seen, in one line."""
        best, *others = self.order
        share = float(self.found.residents[best])
        told = (f"Where mutants are rare, a population of {self.people:,} plays {self.names[best]} "
                f"{paper.decimal(share)} of the time")
        if not others:
            return f"{told}."
        share = float(self.found.residents[others[0]])
        return f"{told}; {self.names[others[0]]} comes next with {paper.decimal(share)}."

    def table(self) -> Rows:
        """A row a strategy: its share of the time, and the chances that one of the others takes over."""
        return rows(("resident",), ("share of the time", *(f"{name} takes over" for name in self.names)),
                    (((self.names[k],), (float(self.found.residents[k]),
                                         *map(float, self.found.takes_over[:, k]))) for k in self.order))


def scene(names: Sequence[str], found: Fixation, people: int, lit: int | None = None) -> Scene:
    order = np.argsort(-found.residents, kind="stable")
    return Scene(tuple(names), found, tuple(map(int, order)), people, lit)


def light(scene: Scene, k: int | None) -> Scene:
    """With another strategy looked at."""
    return replace(scene, lit=k)


def bars(rect: QRectF, unit: float, scene: Scene) -> tuple[QRectF, float, int]:
    """Where the bars lie, how high a row is, and how many there is room for."""
    longest = max(map(len, scene.names))
    left = min(unit * (0.58 * longest + 1.6), rect.width() * 0.4)
    box = within(rect, left, unit * 2.2, unit * 4.4, unit * 2.2)
    count = max(1, min(len(scene.names), int(box.height() / (unit * SMALLEST))))
    return box, min(box.height() / count, unit * ROW), count


def strategy_at(rect: QRectF, unit: float, scene: Scene, point: QPointF) -> int | None:
    """The strategy in whose row `point` is."""
    box, high, count = bars(rect, unit, scene)
    row = int((point.y() - box.top()) // high)
    return scene.order[row] if 0 <= row < count and rect.contains(point) else None


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u, ink, muted = paper.unit(painter), theme.colour("text"), theme.colour("muted")
    box, high, count = bars(rect, u, scene)
    small, plain = paper.font(painter, 0.85), paper.font(painter, 0.92)
    head = (f"share of the time in a population of {scene.people:,}" if scene.lit is None
            else scene.told(scene.lit))
    paper.text(painter, QPointF(rect.left() + u * 0.6, rect.top() + u),
               paper.elided(head, plain, rect.width() - u * 1.2), ink, plain, across=0)
    for row, k in enumerate(scene.order[:count]):
        y, share = box.top() + (row + 0.5) * high, float(scene.found.residents[k])
        bar = QRectF(box.left(), y - high * 0.36, box.width(), high * 0.72)
        painter.fillRect(bar, theme.mix("line", amount=0.5))
        bar.setWidth(box.width() * share)
        painter.fillRect(bar, theme.colour("accent" if scene.lit in (None, k) else "muted"))
        paper.text(painter, QPointF(box.left() - u * 0.5, y),
                   paper.elided(scene.names[k], plain, box.left() - rect.left() - u * 0.8), ink, plain,
                   across=1)
        paper.text(painter, QPointF(box.right() + u * 0.5, y), paper.decimal(share), muted, small, across=0)
    if count < len(scene.names):
        rest = sum(float(scene.found.residents[k]) for k in scene.order[count:])
        words = f"and {len(scene.names) - count} more, together {paper.decimal(rest)}"
        paper.text(painter, QPointF(box.left(), rect.bottom() - u), words, muted, small, across=0)
