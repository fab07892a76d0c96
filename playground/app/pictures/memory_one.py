"""Memory-one strategies that evolve: cooperation and payoff over the generations, and below them what the
most common strategy does after each pair of moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame, within
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme
from playground.arena.memory_one_evolution import Moment
from playground.game import NormalForm

ROWS = 1.5  # height of a row of the strip, in units of the font
BARS = 8.0  # width of the bars
COLUMNS = 1_000  # moments in the strip, at most


@dataclass(frozen=True, eq=False)
class Scene:
    """`pairs`: the names of CC, CD, DC and DD. `scale`: the game's smallest and greatest payoff. `now`: the
    place of a moment that is looked at; none: the last."""

    moments: tuple[Moment, ...]
    pairs: tuple[str, ...]
    scale: tuple[float, float]
    now: int | None = None

    @property
    def shown(self) -> Moment:
        return self.moments[-1 if self.now is None else self.now]

    @cached_property
    def generations(self) -> npt.NDArray[np.float64]:
        return np.array([float(moment.generation) for moment in self.moments])

    def told(self, moment: Moment) -> str:
        """`generation 3,000: cooperation 0.94, payoff 2.9; 0.81 of them (1, 0.01, 0, 0.87)`."""
        k = moment.dominant
        chances = ", ".join(_short(p) for p in moment.strategies[k])
        return (f"generation {moment.generation:,}: cooperation {_short(moment.cooperation)}, payoff "
                f"{paper.decimal(moment.payoff)}; {_short(moment.shares[k])} of them ({chances})")

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        mean = np.mean([moment.cooperation for moment in self.moments])
        return f"Mean cooperation {_short(mean)}; {self.told(self.shown)}"

    @property
    def headline(self) -> str:
        """What is seen, in one line."""
        mean = np.mean([moment.cooperation for moment in self.moments])
        last = self.moments[-1]
        return (f"Among strategies that look at the last round only, cooperation is {_short(float(mean))} in "
                f"the mean of {last.generation:,} generations, and {_short(last.cooperation)} in the last.")

    def table(self) -> Rows:
        """A row a moment."""
        numbers = ["generation", "cooperation", "payoff a turn", "kinds", "share of the most common",
                   *(f"its chance after {pair}" for pair in self.pairs)]
        return rows((), numbers, (((), (moment.generation, moment.cooperation, moment.payoff,
                                        len(moment.shares), float(moment.shares[moment.dominant]),
                                        *map(float, moment.strategies[moment.dominant])))
                                  for moment in self.moments))


def _short(value: float) -> str:
    return paper.decimal(round(float(value), 2), 2)


def scene(game: NormalForm, moments: Sequence[Moment], now: int | None = None) -> Scene:
    values = game.payoffs[0].astype(float)
    first = [name[:1] for name in game.players[0].strategies]
    names = first if first[0] != first[1] else game.players[0].strategies
    return Scene(tuple(moments), tuple("".join(pair) for pair in product(names, repeat=2)),
                 (float(values.min()), float(values.max())), now)


def at(scene: Scene, place: int | None) -> Scene:
    """With another moment looked at."""
    return replace(scene, now=place)


def place(rect: QRectF, unit: float, scene: Scene) -> tuple[Frame, Frame]:
    """Where generations and cooperation lie, and below it the strip of rows, the first above."""
    inner = within(rect, unit * 3.8, unit * 2.2, unit * (BARS + 3.4), unit * 2.7)
    strip = min(unit * ROWS * 4, inner.height() * 0.45)
    gap = min(unit * 1.2, inner.height() * 0.1)
    last = max(float(scene.moments[-1].generation), 1.0)
    first = min(float(scene.moments[0].generation), last - 1)
    upper = QRectF(inner.left(), inner.top(), inner.width(), max(inner.height() - strip - gap, 1.0))
    lower = QRectF(inner.left(), inner.bottom() - strip, inner.width(), strip)
    return Frame(upper, first, last), Frame(lower, first, last, 4.0, 0.0)


def moment_at(rect: QRectF, unit: float, scene: Scene, point: QPointF) -> int | None:
    """The place of the moment above or below `point`; None beside the picture."""
    frame = place(rect, unit, scene)[0]
    x, _y = frame.data(point)
    if not frame.box.left() - 3 <= point.x() <= frame.box.right() + 3:
        return None
    return int(_nearest(scene.generations, np.array([x]))[0])


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u, small = paper.unit(painter), paper.font(painter, 0.85)
    upper, lower = place(rect, u, scene)
    muted, accent, warm = theme.colour("muted"), theme.player(0), theme.player(1)
    box, low, high = upper.box, *scene.scale
    for value in (0, 0.5, 1):
        y = upper.at(upper.left, value).y()
        painter.setPen(paper.stroke(paper.faded(theme.colour("line"), 0.7), 1.0))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        paper.text(painter, QPointF(box.left() - u * 0.45, y), paper.decimal(value), accent, small, across=1)
        paid = paper.decimal(low + (high - low) * value)
        paper.text(painter, QPointF(box.right() + u * 0.45, y), paid, warm, small, across=0)
    paper.text_up(painter, QPointF(box.left() - u * 2.8, box.center().y()),
                  paper.elided("cooperation", small, box.height()), accent, small)
    paper.text_up(painter, QPointF(box.right() + u * 2.8, box.center().y()),
                  paper.elided("payoff a turn", small, box.height()), warm, small)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    xs = [upper.at(generation, 0).x() for generation in scene.generations]
    earned = np.array([moment.payoff for moment in scene.moments])
    cooperation = np.array([moment.cooperation for moment in scene.moments])
    for values, colour in (((earned - low) / (high - low or 1), warm), (cooperation, accent)):
        painter.setPen(paper.stroke(colour, max(1.4, u * 0.11)))
        line = np.column_stack([xs, box.bottom() - values * box.height()])
        painter.drawPolyline(paper.polygon(paper.sparse(line, 1.0)))
    _strip(painter, lower, scene, theme)
    for value in paper.ticks(lower.left, lower.right, max(2, int(box.width() / u / 6))):
        at = QPointF(lower.at(value, 0).x(), lower.box.bottom() + u * 0.85)
        paper.text(painter, at, f"{value:,.0f}", muted, small)
    paper.text(painter, QPointF(box.center().x(), lower.box.bottom() + u * 2.0), "generation", muted, small)
    x = upper.at(scene.shown.generation, 0).x()
    painter.setPen(paper.stroke(theme.colour("text"), 1.2))
    painter.drawLine(QPointF(x, box.top()), QPointF(x, lower.box.bottom()))
    plain = paper.font(painter, 0.9)
    paper.text(painter, QPointF(rect.left() + u * 0.6, rect.top() + u),
               paper.elided(scene.told(scene.shown), plain, rect.width() - u), theme.colour("text"), plain,
               across=0)


def _strip(painter: QPainter, frame: Frame, scene: Scene, theme: Theme) -> None:
    """A row a pair of moves: the deeper, the more likely the most common strategy cooperates after it; and
    at the right the same as bars, of the moment looked at."""
    u, small, box = paper.unit(painter), paper.font(painter, 0.85), frame.box
    ends = np.linspace(frame.left, frame.right, min(len(scene.moments), COLUMNS) + 1)
    near = _nearest(scene.generations, (ends[:-1] + ends[1:]) / 2)
    chances = np.array([scene.moments[k].strategies[scene.moments[k].dominant] for k in near])
    ground, full = (np.array(colour.getRgb()[:3]) for colour in (theme.colour("line"), theme.player(0)))
    paper.cells(painter, box, (ground + (full - ground) * chances.T[..., None]).round().astype(np.uint8))
    high, shown = box.height() / 4, scene.shown.strategies[scene.shown.dominant]
    for k, pair in enumerate(scene.pairs):
        y = box.top() + (k + 0.5) * high
        if high > u * 0.8:
            name = paper.elided(pair, small, u * 3.2)
            paper.text(painter, QPointF(box.left() - u * 0.45, y), name, theme.colour("muted"), small,
                       across=1)
        painter.fillRect(QRectF(box.left(), y - high / 2, box.width(), 1.2), theme.colour("surface"))
        bar = QRectF(box.right() + u * 0.8, y - high * 0.36, u * BARS, high * 0.72)
        painter.fillRect(bar, theme.colour("line"))
        painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * float(shown[k]), bar.height()),
                         theme.player(0))
        if high > u * 0.8:
            paper.text(painter, QPointF(bar.right() + u * 0.3, y), _short(shown[k]), theme.colour("text"),
                       small, across=0)


def _nearest(generations: npt.NDArray[np.float64], wanted: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """Of increasing generations the place of the nearest to each wanted one."""
    middles = (generations[:-1] + generations[1:]) / 2
    return np.searchsorted(middles, wanted)
