"""A tournament in one picture: who earned what against whom, best first, and what each earned altogether."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from playground.app.pictures import paper
from playground.app.pictures.table import Rows
from playground.app.theme import Theme, viridis
from playground.arena.standings import MISSING, Floats, Standings
from playground.arena.tournament import SIMULATED

PAYOFFS, COOPERATION = "payoffs", "cooperation"
SHADES = 256
FEW = 12  # strategies, up to which a cell has a frame of its own and means have much room
SIZES = (1.1, 0.95, 0.8, 0.72, 0.64, 0.56, 0.48, 0.42)  # of numbers in cells, as shares of the font
LEAST = 7  # pixels, below which no number is read
PARTS = 4  # a cell without a number is so many pixels high and wide, one of them its mark


@dataclass(frozen=True)
class Scene:
    """`order`: places in the line-up, from the top. `titles`: what people call the strategies. `what`:
    payoffs or cooperation. `lit`: the pair to look at, as places. `low`, `high`: what the ends of the colours
    stand for. `pointed`: the pair under the pointer, and `told` what is said of it."""

    standings: Standings
    titles: tuple[str, ...]
    order: tuple[int, ...]
    what: str = PAYOFFS
    lit: tuple[int, int] | None = None
    low: float = 0.0
    high: float = 1.0
    first: str = ""  # the game's first strategy: what cooperation means
    pointed: tuple[int, int] | None = None
    told: str = ""

    @property
    def values(self) -> Floats:
        return self.standings.payoffs if self.what == PAYOFFS else self.standings.cooperation

    @property
    def words(self) -> str:
        """For those who do not see it."""
        found = self.standings
        listed = [f"{row}. {self.titles[k]}, {mean_text(found.mean[k], found.mean_errors[k])}"
                  for row, k in enumerate(self.order, start=1) if not np.isnan(found.mean[k])]
        missing = sum(kind == MISSING for row in found.kinds for kind in row)
        return "; ".join(listed) + (f"; {missing} cells are still to come" if missing else "") + "."

    def table(self) -> Rows:
        """Every pair, and the mean."""
        found = self.standings
        head = ["strategy", *(self.titles[j] for j in self.order), "mean", "standard error"]
        rows: Rows = [head]
        for i in self.order:
            cells = [None if np.isnan(value) else float(value) for value in self.values[i, list(self.order)]]
            rows.append([self.titles[i], *cells, _known(found.mean[i]), _known(found.mean_errors[i])])
        return rows


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


@dataclass(frozen=True)
class Layout:
    """Where things are: the square of cells, and the room for names and means beside it."""

    cells: QRectF
    names: QRectF
    means: QRectF
    count: int

    @property
    def cell(self) -> tuple[float, float]:
        return self.cells.width() / self.count, self.cells.height() / self.count

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """Row and column of the cell at a point, counted in the order shown."""
        if not self.cells.contains(point):
            return None
        wide, high = self.cell
        return (min(int((point.y() - self.cells.top()) / high), self.count - 1),
                min(int((point.x() - self.cells.left()) / wide), self.count - 1))


def layout(painter_unit: float, name_width: float, rect: QRectF, count: int) -> Layout:
    """`name_width`: of the longest name."""
    u = painter_unit
    left = min(name_width + 3.4 * u, rect.width() * 0.34)
    right = max(min(rect.width() * 0.24, (18 if count <= FEW else 13) * u), 6 * u)
    top, bottom = 1.8 * u, 2.2 * u
    inner = rect.adjusted(0.4 * u, 0.3 * u, -0.6 * u, -0.3 * u)
    wide = max(inner.width() - left - right, u)
    high = max(inner.height() - top - bottom, u)
    cell_high = min(high / count, 5.5 * u)
    cell_wide = min(wide / count, max(cell_high * 2, 4.2 * u))
    cells = QRectF(inner.left() + left, inner.top() + top, cell_wide * count, cell_high * count)
    return Layout(cells, QRectF(inner.left(), cells.top(), left, cells.height()),
                  QRectF(cells.right() + 0.8 * u, cells.top(), inner.right() - cells.right() - 0.8 * u,
                         cells.height()), count)


def layout_of(painter: QPainter, rect: QRectF, scene: Scene) -> Layout:
    made = paper.font(painter)
    longest = max((paper.width(title, made) for title in scene.titles), default=0.0)
    return layout(paper.unit(painter), longest, rect, max(len(scene.order), 1))


@lru_cache(maxsize=1)
def _shades() -> tuple[QColor, ...]:
    return tuple(QColor(*rgb) for rgb in viridis(np.linspace(0, 1, SHADES)).tolist())


def _step(value: float, low: float, high: float) -> int:
    share = 0.5 if high <= low else (value - low) / (high - low)
    return min(max(round(share * (SHADES - 1)), 0), SHADES - 1)


def shade(value: float, low: float, high: float) -> QColor:
    return _shades()[_step(value, low, high)]


@lru_cache(maxsize=1)
def _inks() -> tuple[str, ...]:
    """On each shade."""
    return tuple(ink(ground).name() for ground in _shades())


def ink(ground: QColor) -> QColor:
    """Black or white, whichever is read better."""
    light = 0.299 * ground.redF() + 0.587 * ground.greenF() + 0.114 * ground.blueF()
    return QColor("black" if light > 0.5 else "white")


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    paint_still(painter, rect, scene, theme)
    paint_moving(painter, rect, scene, theme)


def still_of(scene: Scene) -> object:
    """What the still layer is drawn from."""
    return replace(scene, pointed=None, told="")


def paint_still(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    if not scene.order:
        return
    place = layout_of(painter, rect, scene)
    _names(painter, place, scene, theme)
    _cells(painter, place, scene, theme)
    _means(painter, place, scene, theme)
    _scale(painter, rect, place, scene, theme)


def paint_moving(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """The cell under the pointer, and what is told of it in place of the scale."""
    if scene.pointed is None or not set(scene.pointed) <= set(scene.order):
        return
    u, place, surface = paper.unit(painter), layout_of(painter, rect, scene), theme.colour("surface")
    _frame(painter, place, scene, scene.pointed, theme, 0.6)
    y = place.cells.bottom() + 1.1 * u
    painter.fillRect(QRectF(rect.left(), y - 0.8 * u, rect.width(), 1.6 * u), surface)
    plain = paper.font(painter, 0.92)
    wide = min(paper.width(scene.told, plain), rect.width() - 1.2 * u)
    x = max(min(place.cells.left(), rect.right() - wide - 0.6 * u), rect.left() + 0.6 * u)
    paper.text(painter, QPointF(x, y), paper.elided(scene.told, plain, rect.right() - x - 0.4 * u),
               theme.colour("text"), plain, 0)


def _frame(painter: QPainter, place: Layout, scene: Scene, pair: tuple[int, int], theme: Theme, thick: float
           ) -> None:
    """Round a cell."""
    u, (wide, high) = paper.unit(painter), place.cell
    row, column = (scene.order.index(k) for k in pair)
    box = QRectF(place.cells.left() + column * wide, place.cells.top() + row * high, wide, high)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, share in (("surface", 0.36), ("accent", 0.2)):
        painter.setPen(QPen(theme.colour(colour), thick * share * u))
        painter.drawRect(box)


def named_rows(count: int, every: int, first: Sequence[int]) -> list[int]:
    """Which rows have their names beside them where there is room for one in `every`: the `first` ones, and
    from the top on those that do not come too near to one that has."""
    taken = list(dict.fromkeys(first))
    for row in range(count):
        if all(abs(row - other) >= every for other in taken):
            taken.append(row)
    return sorted(taken)


def _names(painter: QPainter, place: Layout, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    wide, high = place.cell
    made = paper.font(painter, min(1.0, max(0.62, high / u * 0.82)))
    every = max(1, int(np.ceil(1.05 * made.pixelSize() / high)))
    number = paper.font(painter, min(0.85, max(0.55, wide / u * 0.5)))
    across = max(1, int(np.ceil(1.6 * number.pixelSize() / wide)))
    lit = [scene.order.index(k) for k in scene.lit or () if k in scene.order]
    for row in named_rows(len(scene.order), every, lit):
        y, colour = place.cells.top() + (row + 0.5) * high, theme.colour("accent" if row in lit else "text")
        words = paper.elided(scene.titles[scene.order[row]], made, place.names.width() - 3.2 * u)
        paper.text(painter, QPointF(place.cells.left() - 2.5 * u, y), words, colour, made, 1)
        paper.text(painter, QPointF(place.cells.left() - 0.5 * u, y), str(row + 1), theme.colour("muted"),
                   made, 1)
    for column in named_rows(len(scene.order), across, lit[1:]):
        paper.text(painter, QPointF(place.cells.left() + (column + 0.5) * wide, place.cells.top() - 0.7 * u),
                   str(column + 1), theme.colour("accent" if column in lit[1:] else "muted"), number)


def _cells(painter: QPainter, place: Layout, scene: Scene, theme: Theme) -> None:
    (wide, high), count = place.cell, len(scene.order)
    values = scene.values[np.ix_(scene.order, scene.order)]
    simulated = np.array([[scene.standings.kinds[i][j] == SIMULATED for j in scene.order]
                          for i in scene.order])
    how = _writing(painter, wide, high, values, simulated, scene)
    if count > FEW:
        marked = simulated if how is None or not how[2] else np.zeros_like(simulated)
        paper.cells(painter, place.cells, _image(values, marked, scene, theme))
        if how is not None:
            _numbers(painter, place, values, simulated, scene, how, theme)
    else:
        for row in range(count):
            for column in range(count):
                box = QRectF(place.cells.left() + column * wide, place.cells.top() + row * high, wide, high)
                _cell(painter, box, scene, (row, column), float(values[row, column]),
                      bool(simulated[row, column]), how, theme)
    if scene.lit and all(k in scene.order for k in scene.lit):
        _frame(painter, place, scene, scene.lit, theme, 1.0)


def _numbers(painter: QPainter, place: Layout, values: Floats, simulated: npt.NDArray[np.bool_], scene: Scene,
             how: tuple[QFont, int, bool], theme: Theme) -> None:
    """In many cells, and lines between them: with one pen for each ink, as there may be thousands while a
    slider moves."""
    (wide, high), count, (made, digits, sign) = place.cell, len(scene.order), how
    left, top, base = place.cells.left(), place.cells.top(), 0.348 * made.pixelSize()  # as in `paper.text`
    painter.setPen(QPen(theme.colour("surface"), 1))
    for k in range(1, count):
        painter.drawLine(QPointF(left + k * wide, top), QPointF(left + k * wide, place.cells.bottom()))
        painter.drawLine(QPointF(left, top + k * high), QPointF(place.cells.right(), top + k * high))
    written: dict[str, list[tuple[str, QPointF]]] = {}
    for row, cells in enumerate(values.tolist()):
        y = top + (row + 0.5) * high + base
        for column, value in enumerate(cells):
            if value != value:
                out = scene.standings.forfeits.keys() & {scene.order[row], scene.order[column]}
                words, colour = "out" if out else "…", theme.colour("muted").name()
            else:
                words = ("≈" if sign and simulated[row, column] else "") + _number(value, digits, scene.what)
                colour = _inks()[_step(value, scene.low, scene.high)]
            x = left + (column + 0.5) * wide
            written.setdefault(colour, []).append((words, QPointF(x, y)))
    half: dict[str, QPointF] = {}
    keep = painter.font()
    painter.setFont(made)
    for colour, texts in written.items():
        painter.setPen(QColor(colour))
        for words, at in texts:
            if words not in half:
                half[words] = QPointF(paper.width(words, made) / 2, 0)
            painter.drawText(at - half[words], words)
    painter.setFont(keep)


def _cell(painter: QPainter, box: QRectF, scene: Scene, at: tuple[int, int], value: float, simulated: bool,
          how: tuple[QFont, int, bool] | None, theme: Theme) -> None:
    if np.isnan(value):
        painter.fillRect(box, theme.colour("raised"))
        if how is not None:
            out = scene.standings.forfeits.keys() & {scene.order[at[0]], scene.order[at[1]]}
            paper.text(painter, box.center(), "out" if out else "…", theme.colour("muted"), how[0])
        return
    ground = shade(value, scene.low, scene.high)
    painter.fillRect(box.adjusted(0.5, 0.5, -0.5, -0.5), ground)
    if how is not None:
        made, digits, sign = how
        words = ("≈" if simulated and sign else "") + _number(value, digits, scene.what)
        paper.text(painter, box.center(), words, ink(ground), made)
    if simulated and (how is None or not how[2]):
        side = min(box.width(), box.height()) / PARTS
        corner = box.adjusted(0.5, 0.5, -0.5, -0.5).topRight()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(ground))
        painter.drawPolygon(QPolygonF([corner, corner - QPointF(side, 0), corner + QPointF(0, side)]))


def _writing(painter: QPainter, wide: float, high: float, values: Floats, simulated: npt.NDArray[np.bool_],
             scene: Scene) -> tuple[QFont, int, bool] | None:
    """How the numbers fit into their cells: the font, how many places, and whether ≈ stands before them (else
    a corner is marked). Smaller letters come before fewer places; None where nothing can be read."""
    u, most = paper.unit(painter), _digits(values, scene)
    for digits in range(most, min(most, 1) - 1, -1):
        ends = [_number(value, digits, scene.what) for value in (scene.low, scene.high)]
        for size in SIZES:
            made = paper.font(painter, size)
            if made.pixelSize() < LEAST or high < 1.25 * made.pixelSize() or (size > 0.8 and high < 2.5 * u):
                continue
            longest = max(paper.width(text, made) for text in ends)
            for sign in (True, False) if simulated.any() else (True,):
                more = paper.width("≈", made) if sign and simulated.any() else 0.0
                if longest + more + 0.3 * made.pixelSize() <= wide:
                    return made, digits, sign
    return None


def _image(values: Floats, simulated: npt.NDArray[np.bool_], scene: Scene, theme: Theme
           ) -> npt.NDArray[np.uint8]:
    """Some pixels a cell; the upper right one of a simulated cell is its mark."""
    span = scene.high - scene.low
    share = np.nan_to_num((values - scene.low) / span if span > 0 else np.full_like(values, 0.5))
    colours = viridis(share.ravel()).reshape(*values.shape, 3)
    missing = theme.colour("raised")
    colours[np.isnan(values)] = (missing.red(), missing.green(), missing.blue())
    made = colours.repeat(PARTS, axis=0).repeat(PARTS, axis=1)
    light = colours @ np.array([0.299, 0.587, 0.114]) > 127
    marks = np.where(light, 0, 255)[..., None].repeat(3, axis=2)
    corners = made[::PARTS, PARTS - 1::PARTS]  # a view
    corners[simulated] = marks[simulated]
    return made.astype(np.uint8)


def _digits(values: Floats, scene: Scene) -> int:
    """After the point: as many as tell all values apart to a hundredth of their range, from 0 to 3."""
    if scene.what == COOPERATION:
        return 0
    known = values[~np.isnan(values)]
    if not len(known) or np.allclose(known, np.round(known), rtol=0, atol=1e-9):
        return 0
    span = max(scene.high - scene.low, 1e-9)
    return int(np.clip(np.ceil(2 - np.log10(span)), 0, 3))


def _number(value: float, digits: int, what: str) -> str:
    if what == COOPERATION:
        return f"{value:.0%}"
    text = f"{value:.{digits}f}"
    return (text.lstrip("-") if float(text) == 0 else text).replace("-", "−")


def _means(painter: QPainter, place: Layout, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    _wide, high = place.cell
    found = scene.standings
    means = found.mean[list(scene.order)]
    known = means[~np.isnan(means)]
    if not len(known):
        return
    made = paper.font(painter, min(0.9, max(0.62, high / u * 0.82)))
    every = max(1, int(np.ceil(1.05 * made.pixelSize() / high)))
    lit = [scene.order.index(k) for k in scene.lit or () if k in scene.order]
    written = set(named_rows(len(scene.order), every, lit))
    texts = [mean_text(mean, found.mean_errors[k]) if not np.isnan(mean)
             else "out" if k in found.forfeits else "…"
             for mean, k in zip(means, scene.order)]
    room = max(paper.width(text, made) for text in texts) + 0.8 * u
    length = max(place.means.width() - room, u)
    low = min(0.0, float(known.min()))
    span = max(float(known.max()) - low, 1e-12)
    paper.text(painter, QPointF(place.means.left(), place.cells.top() - 0.7 * u), "mean a turn",
               theme.colour("muted"), paper.font(painter, 0.85), 0)
    for row, (mean, k) in enumerate(zip(means, scene.order)):
        y = place.cells.top() + (row + 0.5) * high
        if not np.isnan(mean):
            left = place.means.left() + (0 - low) / span * length
            end = place.means.left() + (mean - low) / span * length
            tall = min(high * 0.62, 1.1 * u)
            painter.fillRect(QRectF(min(left, end), y - tall / 2, abs(end - left), tall),
                             theme.mix("accent", amount=0.75 if scene.lit and k == scene.lit[0] else 0.45))
            error = found.mean_errors[k]
            if error > 0:
                reach = 2 * error / span * length
                painter.setPen(QPen(theme.colour("text"), max(1.0, 0.1 * u)))
                painter.drawLine(QPointF(end - reach, y), QPointF(end + reach, y))
                for x in (end - reach, end + reach):
                    painter.drawLine(QPointF(x, y - tall / 4), QPointF(x, y + tall / 4))
        if row in written:
            paper.text(painter, QPointF(place.means.right(), y), texts[row], theme.colour("text"), made, 1)


def mean_text(mean: float, error: float) -> str:
    """With as many places as the standard error leaves, and it."""
    if not error > 0:
        return paper.decimal(float(mean), 5)
    places = int(np.clip(1 - np.floor(np.log10(error)), 0, 6))
    return f"{mean:.{places}f} ± {error:.{places}f}".replace("-", "−")


def _scale(painter: QPainter, rect: QRectF, place: Layout, scene: Scene, theme: Theme) -> None:
    """What the colours stand for."""
    u = paper.unit(painter)
    made = paper.font(painter, 0.85)
    y = place.cells.bottom() + 1.1 * u
    digits = 0 if scene.what == COOPERATION else 2
    low, high = (_number(value, digits, scene.what) for value in (scene.low, scene.high))
    if digits:
        low, high = (paper.decimal(value) for value in (scene.low, scene.high))
    words = ("row’s payoff a turn against column" if scene.what == PAYOFFS
             else f"how often the row plays {scene.first}")
    x = place.cells.left()
    x = paper.text(painter, QPointF(x, y), low, theme.colour("muted"), made, 0).right() + 0.4 * u
    bar = QRectF(x, y - 0.35 * u, min(7 * u, place.cells.width() * 0.3), 0.7 * u)
    for step, colour in enumerate(_shades()[::8]):
        part = bar.width() / (SHADES // 8)
        painter.fillRect(QRectF(bar.left() + step * part, bar.top(), part + 0.5, bar.height()), colour)
    x = paper.text(painter, QPointF(bar.right() + 0.4 * u, y), high, theme.colour("muted"), made, 0).right()
    room = rect.right() - x - 1.5 * u
    simulated = any(SIMULATED in row for row in scene.standings.kinds)
    note = words + ("; ≈ or a corner: simulated" if simulated else "")
    paper.text(painter, QPointF(x + u, y), paper.elided(note, made, room), theme.colour("muted"), made, 0)


def scene_of(found: Standings, titles: Sequence[str], order: Sequence[int], what: str = PAYOFFS,
             lit: tuple[int, int] | None = None, first: str = "") -> Scene:
    """With the ends of the colours at the least and greatest payoff there is."""
    low, high = 0.0, 1.0
    if what == PAYOFFS and not np.isnan(found.payoffs).all():
        low, high = float(np.nanmin(found.payoffs)), float(np.nanmax(found.payoffs))
    return Scene(found, tuple(titles), tuple(order), what, lit, low, high, first)



def point(scene: Scene, pair: tuple[int, int] | None, told: str) -> Scene:
    """With another pair under the pointer, of which is `told` something."""
    return replace(scene, pointed=pair, told=told)
