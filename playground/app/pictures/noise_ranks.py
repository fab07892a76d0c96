"""A line-up's ranking as noise grows: one line a strategy, the leading ones in colour, with names at both
ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame, within
from playground.app.pictures.region_map import COLOURS
from playground.app.pictures.shares import spread
from playground.app.pictures.table import Rows
from playground.app.theme import Theme
from playground.arena.noise_ranks import NoiseRanks
from playground.equilibrium.words import listed

MOST_NAMED = 10  # lines in colour
APART = 0.3  # of a rank, over which those who share it are drawn
LEADING = 3  # up to which rank, at some noise, a line is in colour
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scene:
    """`by_rank`: ranks are drawn, otherwise means. `lit`: a strategy to look at."""

    names: tuple[str, ...]
    found: NoiseRanks
    by_rank: bool = True
    lit: int | None = None

    @cached_property
    def count(self) -> int:
        """How many noises are drawn: not the last where all are alike, as at 1/2."""
        return len(self.found.noises) - bool(np.ptp(self.found.ranks[-1]) == 0 and len(self.found.noises) > 2)

    @cached_property
    def lines(self) -> Array:
        """Of shape (noises, strategies). Those who share a rank are drawn side by side, from it on."""
        if not self.by_rank:
            return np.asarray(self.found.means[:self.count], dtype=float)
        made = np.empty((self.count, len(self.names)))
        for step, ranks in enumerate(self.found.ranks[:self.count]):
            for rank in np.unique(ranks):
                tied = np.flatnonzero(ranks == rank)
                made[step, tied] = rank + APART * np.linspace(0, 1, len(tied)) * (len(tied) > 1)
        return made

    @cached_property
    def notes(self) -> str:
        """What has to be said of ranks that are shared."""
        shared = any(len(np.unique(ranks)) < len(ranks) for ranks in self.found.ranks[:self.count])
        made = ["who share a rank are drawn side by side, the first at it"] if self.by_rank and shared else []
        if self.alike:
            made.append(f"at noise {paper.decimal(float(self.found.noises[-1]))} all "
                        f"{'share rank 1' if self.by_rank else 'earn the same'}")
        return "; ".join(made)

    @property
    def alike(self) -> bool:
        """Whether at the last noise all are alike, as where everybody plays at random."""
        return self.count < len(self.found.noises)

    @cached_property
    def noises(self) -> Array:
        return np.array([float(noise) for noise in self.found.noises[:self.count]])

    @cached_property
    def coloured(self) -> tuple[int, ...]:
        """Who leads at some noise, longest first, as many as can be told apart; everybody, of a few."""
        leading = (self.found.ranks[:self.count] <= LEADING).sum(axis=0)
        best = np.lexsort([self.found.ranks[:self.count].sum(axis=0), -leading])
        return tuple(int(k) for k in best[:MOST_NAMED] if leading[k] or len(best) <= MOST_NAMED)

    @cached_property
    def _leaders(self) -> list[tuple[float, tuple[int, ...]]]:
        """From which noise on who is first."""
        made: list[tuple[float, tuple[int, ...]]] = []
        for noise, ranks in zip(self.noises.tolist(), self.found.ranks):
            first = tuple(np.flatnonzero(ranks == 1).tolist())
            if not made or made[-1][1] != first:
                made.append((noise, first))
        return made

    def _some(self, places: Sequence[int]) -> str:
        names = [self.names[k] for k in places]
        return listed(names) if len(names) <= LEADING else f"{len(names)} strategies together"

    @property
    def headline(self) -> str:
        """What is seen, in one line."""
        (_noise, first), *later = self._leaders
        ahead = f"{self._some(first)} come{'s' if len(first) == 1 else ''} first"
        if not later:
            return f"{ahead} whatever the noise."
        told = "; ".join(f"from {paper.decimal(noise)} on {self._some(places)}" for noise, places in
                         (later if len(later) <= LEADING else later[-1:]))
        between = "" if len(later) <= LEADING else f" it changes {len(later)} times, and"
        return f"Without noise {ahead};{between} {told}."

    def told(self, k: int) -> str:
        """Of one strategy: `Grim: rank 2 without noise, 5 at noise 0.25`."""
        middle = self.count // 2
        ranks = [int(self.found.ranks[step, k]) for step in (0, middle, self.count - 1)]
        return (f"{self.names[k]}: rank {ranks[0]} without noise, {ranks[1]} at noise "
                f"{paper.decimal(self.noises[middle])}, {ranks[2]} at {paper.decimal(self.noises[-1])}")

    @property
    def words(self) -> str:
        """What is seen, for a screen reader: who is first from which noise on."""
        return "First as noise grows: " + "; ".join(
            f"from noise {paper.decimal(noise)} {listed([self.names[k] for k in places])}"
            for noise, places in self._leaders)

    def table(self) -> Rows:
        """A row a noise: means, then ranks, of all strategies."""
        found = self.found
        return [["noise", *(f"mean of {name}" for name in self.names),
                 *(f"rank of {name}" for name in self.names)],
                *([float(noise), *means, *ranks] for noise, means, ranks in
                  zip(found.noises, found.means.tolist(), found.ranks.tolist()))]


def scene(names: Sequence[str], found: NoiseRanks, by_rank: bool = True, lit: int | None = None) -> Scene:
    return Scene(tuple(names), found, by_rank, lit)


def light(scene: Scene, k: int | None) -> Scene:
    """With another strategy looked at."""
    return replace(scene, lit=k)


def place(rect: QRectF, unit: float, scene: Scene) -> Frame:
    """Where noise and rank or mean lie; ranks grow downwards."""
    longest = max((len(scene.names[k]) for k in _named(scene)), default=4)
    names = min(unit * (0.58 * longest + 1.4), rect.width() * 0.26)
    box = within(rect, names + unit * 3.6, unit * 2.2, names, unit * (3.9 if scene.notes else 2.7))
    lines = scene.lines
    low, high = float(lines.min()), float(lines.max())
    pad = (high - low) * 0.03 or 0.5
    bottom, top = (high + pad, low - pad) if scene.by_rank else (low - pad, high + pad)
    return Frame(box, right=float(scene.found.noises[-1]), bottom=bottom, top=top)


def line_at(rect: QRectF, unit: float, scene: Scene, point: QPointF) -> int | None:
    """The strategy whose line is at `point`."""
    frame = place(rect, unit, scene)
    if not frame.box.adjusted(-unit, -unit, unit, unit).contains(point):
        return None
    x, _y = frame.data(point)
    heights = [frame.at(x, float(np.interp(x, scene.noises, line))).y() for line in scene.lines.T]
    nearest = int(np.argmin([abs(y - point.y()) for y in heights]))
    return nearest if abs(heights[nearest] - point.y()) < unit * 0.7 else None


def _named(scene: Scene) -> tuple[int, ...]:
    extra = () if scene.lit is None or scene.lit in scene.coloured else (scene.lit,)
    return (*extra, *scene.coloured)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u, frame = paper.unit(painter), place(rect, paper.unit(painter), scene)
    box, muted, small = frame.box, theme.colour("muted"), paper.font(painter, 0.85)
    for value in paper.ticks(min(frame.bottom, frame.top), max(frame.bottom, frame.top), 8):
        if scene.by_rank and (value < 1 or value % 1):
            continue
        y = frame.at(0, value).y()
        painter.setPen(paper.stroke(paper.faded(theme.colour("line"), 0.7), 1.0))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        paper.text(painter, QPointF(rect.left() + u * 3.3, y), paper.decimal(value), muted, small, across=1)
    for value in paper.ticks(0, frame.right, max(2, int(box.width() / u / 5))):
        at = QPointF(frame.at(value, 0).x(), box.bottom() + u * 0.85)
        paper.text(painter, at, paper.decimal(value), muted, small)
    paper.text(painter, QPointF(box.center().x(), box.bottom() + u * 2.0), "noise", muted, small)
    paper.text_up(painter, QPointF(rect.left() + u * 0.9, box.center().y()),
                  "rank" if scene.by_rank else "payoff a turn", muted, small)
    if scene.alike:
        painter.setPen(paper.dashes(muted, max(1.0, u * 0.08), 2, 3))
        painter.drawLine(QPointF(box.right(), box.top()), QPointF(box.right(), box.bottom()))
    paper.text(painter, QPointF(box.center().x(), box.bottom() + u * 3.2),
               paper.elided(scene.notes, small, rect.width() - u), muted, small)
    xs = box.left() + scene.noises / frame.right * box.width()
    ys = box.top() + (scene.lines - frame.top) / (frame.bottom - frame.top) * box.height()
    named = _named(scene)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    others = [k for k in range(len(scene.names)) if k not in named]  # behind
    for k in (*others, *reversed(named)):
        painter.setPen(_pen(scene, k, theme, u))
        painter.drawPolyline(paper.polygon(np.column_stack([xs, ys[:, k]])))
    if scene.lit is not None:
        painter.setPen(_pen(scene, scene.lit, theme, u))
        painter.drawPolyline(paper.polygon(np.column_stack([xs, ys[:, scene.lit]])))
        plain = paper.font(painter, 0.92)
        paper.text(painter, QPointF(rect.left() + u * 0.6, rect.top() + u),
                   paper.elided(scene.told(scene.lit), plain, rect.width() - u * 1.2), theme.colour("text"),
                   plain, across=0)
    for row, side, x, room in ((0, 1, box.left() - u * 0.5, box.left() - rect.left() - u * 4.2),
                               (-1, 0, box.right() + u * 0.5, rect.right() - box.right() - u * 0.7)):
        for k, y in zip(named, spread(ys[row, list(named)].tolist(), u * 1.12, box.top(), box.bottom())):
            if y is not None:
                made = paper.font(painter, 0.88, bold=k == scene.lit)
                paper.text(painter, QPointF(x, y), paper.elided(scene.names[k], made, room),
                           _pen(scene, k, theme, u).color(), made, across=side)


def _pen(scene: Scene, k: int, theme: Theme, u: float) -> QPen:
    """Where one is looked at, the others stand back. Colours that come again are dashed."""
    if k == scene.lit:
        return paper.stroke(theme.colour("text"), max(2.8, u * 0.24))
    weight, surface = 1.0 if scene.lit is None else 0.55, theme.colour("surface")
    if k not in scene.coloured:
        return paper.stroke(paper.mixed(surface, theme.colour("muted"), 0.35 * weight), 1.0)
    again, hue = divmod(scene.coloured.index(k), len(COLOURS))
    colour, wide = paper.mixed(surface, theme.player(COLOURS[hue]), weight), max(1.8, u * 0.15)
    return paper.dashes(colour, wide, 4, 1.5) if again else paper.stroke(colour, wide)
