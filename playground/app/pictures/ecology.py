"""Shares over generations as bands that fill the height, each named where it ends or is broadest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame, within
from playground.app.pictures.region_map import COLOURS
from playground.app.pictures.shares import spread
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme
from playground.arena.ecology import Ecology
from playground.equilibrium.words import listed

MOST_BANDS = 20  # with a name of their own; the rest are one band
OTHERS = "others"
TINTS = (0.85, 0.5, 0.28)  # of the players' colours, one after the other
COLUMNS = 600  # generations that are drawn, at most
TOLD = 5  # shares in a line of words
RARE = 0.01  # shares below this are hardly there
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scene:
    """`bands`: the places of the strategies in each, from below. `now`: a generation that is looked at;
    `chosen`: the strategy whose start can be changed."""

    names: tuple[str, ...]
    found: Ecology
    bands: tuple[tuple[int, ...], ...]
    now: int | None = None
    chosen: int | None = None

    @property
    def shares(self) -> Array:
        return self.found.shares

    @cached_property
    def edges(self) -> Array:
        """Between which heights bands lie: shape (generations + 1, bands + 1), from 0 to 1."""
        high = np.column_stack([self.shares[:, list(band)].sum(axis=1) for band in self.bands])
        return np.pad(np.cumsum(high, axis=1), ((0, 0), (1, 0)))

    def name(self, band: int) -> str:
        places = self.bands[band]
        return self.names[places[0]] if len(places) == 1 else f"{len(places)} {OTHERS}"

    def told(self, generation: int) -> str:
        """The greatest shares of a generation: `generation 12: Tit for Tat 0.612, Grim 0.3`."""
        now = self.shares[generation]
        most = np.argsort(-now, kind="stable")[:TOLD]
        parts = [f"{self.names[k]} {paper.decimal(float(now[k]))}" for k in most if now[k] >= 5e-4]
        return f"generation {generation:,}: {', '.join(parts)}"

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        now = "" if self.now is None else f"; {self.told(self.now)}"
        return f"Shares by {self.told(0)}{now}; {self.told(len(self.shares) - 1)}"

    @property
    def headline(self) -> str:
        """What is seen, in one line."""
        last = self.shares[-1]
        most = [int(k) for k in np.argsort(-last, kind="stable")[:3] if last[k] >= RARE]
        left = int((last < RARE).sum())
        verb = " has", *("",) * len(most)
        told = listed([f"{self.names[k]}{has} {paper.decimal(float(last[k]))}" for k, has in zip(most, verb)])
        rare = f"; {left} of {len(last)} have less than {paper.decimal(RARE)}" if left else ""
        return f"After {len(self.shares) - 1:,} generations {told} of the population{rare}."

    def table(self) -> Rows:
        """A row a generation, all strategies."""
        return rows((), ["generation", *self.names],
                    (((), [k, *line]) for k, line in enumerate(self.shares.tolist())))


def scene(names: Sequence[str], found: Ecology, now: int | None = None, chosen: int | None = None) -> Scene:
    """The picture of an `ecology`: in the order of the line-up from above; those that never have much, where
    there are many, are one band at the bottom."""
    order = np.argsort(-found.shares.max(axis=0), kind="stable")
    shown, rest = np.sort(order[:MOST_BANDS])[::-1], np.sort(order[MOST_BANDS:])
    bands = tuple((int(k),) for k in shown)
    return Scene(tuple(names), found, ((tuple(map(int, rest)),) if len(rest) else ()) + bands, now,
                 chosen)


def at(scene: Scene, generation: int | None) -> Scene:
    """With another generation looked at."""
    return replace(scene, now=generation)


def place(rect: QRectF, unit: float, scene: Scene) -> Frame:
    """Where generation and share lie; the names' room is on the right."""
    longest = max(len(scene.name(band)) for band in range(len(scene.bands)))
    right = min(unit * (0.58 * longest + 2.2), rect.width() * 0.3)
    return Frame(within(rect, unit * 3.6, unit * 2.2, right, unit * 2.7), right=float(len(scene.shares) - 1))


# --- what the pointer is at ---------------------------------------------------------------------------------


def generation_at(rect: QRectF, unit: float, scene: Scene, point: QPointF) -> int | None:
    """The generation above or below `point`; None beside the bands."""
    x, _y = place(rect, unit, scene).data(point)
    return round(x) if -0.5 <= x <= len(scene.shares) - 0.5 else None


def band_at(rect: QRectF, unit: float, scene: Scene, point: QPointF) -> int | None:
    """The band at `point`. Left of the bands it is that of the start, right of them that of the end."""
    x, y = place(rect, unit, scene).data(point)
    generation = min(max(round(x), 0), len(scene.shares) - 1)
    if not 0 <= y <= 1:
        return None
    return min(int(np.searchsorted(scene.edges[generation], y, side="right")) - 1, len(scene.bands) - 1)


def dragged(rect: QRectF, unit: float, scene: Scene, band: int, by: float) -> tuple[float, ...]:
    """The starting shares when `band` is pulled up by so many logical pixels: it becomes that much broader,
    and all others give way in proportion."""
    start = scene.shares[0]
    inside = np.isin(np.arange(len(start)), scene.bands[band])
    if inside.all():
        return tuple(start.tolist())
    wanted = float(start[inside].sum()) + by / place(rect, unit, scene).box.height()
    wanted = min(max(wanted, 0.0), 1.0)
    made = np.empty(len(start))
    for chosen, total in ((inside, wanted), (~inside, 1 - wanted)):
        weights = start[chosen] if start[chosen].any() else np.ones(chosen.sum())
        made[chosen] = weights / weights.sum() * total
    return tuple(made.tolist())


# --- painting -----------------------------------------------------------------------------------------------


def fill(scene: Scene, band: int, theme: Theme) -> QColor:
    """The colour of a band: by its strategy's place in the line-up, whatever the shares are."""
    if len(scene.bands[band]) > 1:
        return theme.mix("muted", amount=0.35)
    k = scene.bands[band][0]
    return paper.mixed(theme.colour("surface"), theme.player(COLOURS[k % len(COLOURS)]),
                       TINTS[k // len(COLOURS) % len(TINTS)])


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    paint_still(painter, rect, scene, theme)
    paint_moving(painter, rect, scene, theme)


def still_of(scene: Scene) -> Ecology:
    """What the still layer is drawn from."""
    return scene.found


def paint_still(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """Axes, bands and names."""
    u, frame, edges = paper.unit(painter), place(rect, paper.unit(painter), scene), scene.edges
    box, muted, small = frame.box, theme.colour("muted"), paper.font(painter, 0.85)
    for value in (0, 0.5, 1) if box.height() < u * 8 else (0, 0.25, 0.5, 0.75, 1):
        paper.text(painter, frame.at(0, value) - QPointF(u * 0.5, 0), paper.decimal(value), muted, small,
                   across=1)
    for value in paper.ticks(0, frame.right, max(2, int(box.width() / u / 5))):
        paper.text(painter, QPointF(frame.at(value, 0).x(), box.bottom() + u * 0.85), paper.decimal(value),
                   muted, small)
    paper.text(painter, QPointF(box.center().x(), box.bottom() + u * 2.0), "generation", muted, small)
    paper.text_up(painter, QPointF(box.left() - u * 2.9, box.center().y()), "share", muted, small)
    drawn = np.unique(np.linspace(0, len(edges) - 1, min(len(edges), COLUMNS)).round().astype(int))
    xs = box.left() + drawn / frame.right * box.width()
    ys = box.bottom() - edges[drawn] * box.height()
    painter.setPen(paper.stroke(theme.colour("surface"), 0.8))
    for band in range(len(scene.bands)):
        painter.setBrush(fill(scene, band, theme))
        outline = np.concatenate([np.column_stack([xs, ys[:, band]]),
                                  np.column_stack([xs, ys[:, band + 1]])[::-1]])
        painter.drawPolygon(paper.polygon(outline))
    _name_ends(painter, rect, scene, frame, edges, theme)


def _name_ends(painter: QPainter, rect: QRectF, scene: Scene, frame: Frame, edges: Array, theme: Theme
               ) -> None:
    """Names at the right, of the broadest bands as far as there is room; the others inside, where they are
    broad enough."""
    u, box, ink = paper.unit(painter), frame.box, theme.colour("text")
    plain, gap = paper.font(painter, 0.88), u * 1.15
    ends = np.diff(edges[-1])
    broad = [int(band) for band in np.argsort(-ends, kind="stable") if ends[band] * box.height() >= u * 0.25]
    named = broad[:max(1, int(box.height() / gap))]
    middles = [frame.at(0, (edges[-1, band] + edges[-1, band + 1]) / 2).y() for band in named]
    heights = spread(middles, gap, box.top() + u * 0.3, box.bottom() - u * 0.3)
    for band, middle, y in zip(named, middles, heights):
        if y is None:
            continue
        painter.setPen(paper.stroke(fill(scene, band, theme), max(1.4, u * 0.14)))
        painter.drawLine(QPointF(box.right() + 1, middle), QPointF(box.right() + u * 0.8, y))
        paper.text(painter, QPointF(box.right() + u * 1.05, y),
                   paper.elided(scene.name(band), plain, rect.right() - box.right() - u * 1.2), ink, plain,
                   across=0)
    for band in set(range(len(scene.bands))) - set(named):
        _name_inside(painter, scene.name(band), edges[:, band:band + 2], frame, plain, ink,
                     paper.faded(theme.colour("surface"), 0.7))


def _name_inside(painter: QPainter, name: str, edges: Array, frame: Frame, made: QFont, ink: QColor,
                 plate: QColor) -> None:
    """Where a band is broadest, if its name finds room in it there."""
    u, box = paper.unit(painter), frame.box
    half = paper.width(name, made) / 2 / box.width() * frame.right
    if 2 * half >= frame.right:
        return
    centre = min(max(float(np.diff(edges, axis=1).argmax()), half), frame.right - half)
    span = edges[int(centre - half):int(np.ceil(centre + half)) + 1]
    low, high = float(span[:, 0].max()), float(span[:, 1].min())
    if (high - low) * box.height() > u * 1.1:
        paper.text(painter, frame.at(centre, (low + high) / 2), name, ink, made, plate=plate)


def paint_moving(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """The start that can be changed, and the generation looked at, with its shares in words above."""
    u, frame, ink = paper.unit(painter), place(rect, paper.unit(painter), scene), theme.colour("text")
    box, small = frame.box, paper.font(painter, 0.9)
    for band, places in enumerate(scene.bands):
        if scene.chosen in places:
            low, high = (frame.at(0, edge).y() for edge in scene.edges[0, band:band + 2])
            painter.fillRect(QRectF(box.left() - u * 0.3, high, u * 0.3, max(low - high, 2.0)),
                             theme.colour("accent"))
    if scene.now is None:
        return
    x = frame.at(scene.now, 0).x()
    painter.setPen(paper.stroke(ink, 1.4))
    painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
    paper.text(painter, QPointF(box.left(), box.top() - u * 1.0),
               paper.elided(scene.told(scene.now), small, rect.right() - box.left() - u * 0.4), ink, small,
               across=0)
