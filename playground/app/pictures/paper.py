"""What all pictures draw with: text, numbers, axes, arrowheads and the marks of rest points.

Every length is a multiple of `unit(painter)`, the height of the painter's font in logical pixels.
Clipping and brush textures are left out on purpose: Qt's SVG writer does not keep them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from playground.app.theme import Theme
from playground.equilibrium.words import approximate

LONGEST = 9  # characters: an exact number longer than this is shown as a decimal


def unit(painter: QPainter) -> float:
    """The height of the painter's font in logical pixels: the measure of everything drawn."""
    size = painter.font().pixelSize()
    return float(size if size > 0 else QFontInfo(painter.font()).pixelSize())


def number(value: Fraction | float | int, longest: int = LONGEST) -> str:
    """A number as people write it: `3/4` and `−1` when it is exact and short, otherwise three
    significant places after ≈."""
    if isinstance(value, (Fraction, int)):
        text = str(value)
        if len(text) <= longest:
            return text.replace("-", "−")
    try:
        return "≈ " + decimal(float(value))
    except OverflowError:
        return "≈ " + approximate(Fraction(value), 3).replace("-", "−")


def decimal(value: float, digits: int = 3) -> str:
    """`digits` significant places, never a needless exponent or zero."""
    if value == 0:
        return "0"
    text = f"{value:.{digits}g}"
    if "e" in text and 1e-4 < abs(value) < 1e9:
        text = f"{value:.0f}" if abs(value) >= 1 else f"{value:.6f}".rstrip("0")
    return text.replace("-", "−")


def share(value: Fraction | float) -> str:
    """A probability: exact when it is exact, otherwise three decimals."""
    return number(value) if isinstance(value, Fraction) else f"{value:.3f}"


def font(painter: QPainter, factor: float = 1.0, bold: bool = False, italic: bool = False) -> QFont:
    """The painter's font, `factor` times as large, measured in pixels whatever the device."""
    made = QFont(painter.font())
    made.setPixelSize(max(1, round(unit(painter) * factor)))
    made.setBold(bold)
    made.setItalic(italic)
    return made


@lru_cache(maxsize=4096)
def _advance(text: str, key: str) -> float:
    made = QFont()
    made.fromString(key)
    return QFontMetricsF(made).horizontalAdvance(text)


def width(text: str, made: QFont) -> float:
    """How wide `text` is in that font."""
    return _advance(text, made.toString())


def elided(text: str, made: QFont, room: float) -> str:
    """`text`, shortened with … when it is wider than `room`."""
    if width(text, made) <= room:
        return text
    return QFontMetricsF(made).elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0))


def text(painter: QPainter, at: QPointF, words: str, colour: QColor, made: QFont, across: float = 0.5,
         down: float = 0.5, plate: QColor | None = None) -> QRectF:
    """Draw `words` in one line and return the rectangle they take. `across` and `down` say which part
    of that rectangle lies at `at`: 0 its left or top, 1 its right or bottom. `plate` is painted behind."""
    wide, high = width(words, made), made.pixelSize() * 1.2
    box = QRectF(at.x() - wide * across, at.y() - high * down, wide, high)
    if plate is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(plate)
        painter.drawRoundedRect(box.adjusted(-3, -1, 3, 1), 3, 3)
    keep = painter.font()
    painter.setFont(made)
    painter.setPen(colour)
    painter.drawText(QPointF(box.left(), box.top() + high * 0.79), words)
    painter.setFont(keep)
    return box


def text_up(painter: QPainter, at: QPointF, words: str, colour: QColor, made: QFont) -> None:
    """Draw `words` centred at `at`, reading upwards."""
    painter.save()
    painter.translate(at)
    painter.rotate(-90)
    text(painter, QPointF(0, 0), words, colour, made)
    painter.restore()


class Labels:
    """Names beside points. Each stands at the one of eight places round its point where it hides least, none
    on another; one that has no such place is left out, so the more important ones come first.

    room
        Where names may be.
    dots, lines
        What a name had better not hide: marks, and points close together along lines.
    """

    SIDES = ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))
    TAKEN, OUTSIDE, DOT, LINE, TURNED = 20, 10, 6, 1, 2  # what it costs

    def __init__(self, painter: QPainter, room: QRectF, plate: QColor, dots: Sequence[QPointF],
                 lines: Sequence[QPointF] = ()) -> None:
        self._painter, self._room, self._plate = painter, room, plate
        self._dots, self._lines = dots, lines
        self.taken: list[QRectF] = []

    def put(self, at: QPointF, words: str, colour: QColor, made: QFont, towards: QPointF) -> None:
        """Write `words` beside `at`, if possible on the side that lies in the direction `towards`."""
        u, room = unit(self._painter), self._room
        half = QPointF(width(words, made) / 2, made.pixelSize() * 0.6)
        best: tuple[float, QRectF] | None = None
        for dx, dy in self.SIDES:
            centre = QPointF(at.x() + dx * (half.x() + u * 0.5),
                             at.y() + dy * u * (1.05 if dx == 0 else 0.9))
            centre.setX(min(max(centre.x(), room.left() + half.x()), room.right() - half.x()))
            box = QRectF(centre - half, centre + half)
            cost = (self.TAKEN * sum(box.intersects(other) for other in self.taken)
                    + self.OUTSIDE * (not room.contains(box))
                    + self.DOT * sum(box.adjusted(-4, -4, 4, 4).contains(dot) for dot in self._dots)
                    + self.LINE * sum(box.contains(point) for point in self._lines)
                    + self.TURNED * (towards.x() * dx + towards.y() * dy < 0))
            if best is None or cost < best[0]:
                best = cost, box
        assert best is not None
        if best[0] < self.TAKEN:
            self.taken.append(best[1])
            text(self._painter, best[1].center(), words, colour, made, plate=self._plate)


def faded(colour: QColor, alpha: float) -> QColor:
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


def mixed(first: QColor, second: QColor, weight: float) -> QColor:
    """`first` and `second` blended; `weight` 0 is the first, 1 the second."""
    return QColor(*(round(a + (b - a) * weight) for a, b in
                    zip(first.getRgb()[:3], second.getRgb()[:3])))


def stroke(colour: QColor, wide: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine,
           cap: Qt.PenCapStyle = Qt.PenCapStyle.RoundCap) -> QPen:
    made = QPen(colour, wide, style, cap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return made


def dashes(colour: QColor, wide: float, on: float = 2.5, off: float = 2.0) -> QPen:
    """A dashed pen; the lengths are multiples of its width."""
    made = stroke(colour, wide, cap=Qt.PenCapStyle.FlatCap)
    made.setDashPattern([on, off])
    return made


def cells(painter: QPainter, box: QRectF, colours: npt.NDArray[np.uint8]) -> None:
    """Fill `box` with rows of cells: `colours` of shape (rows, columns, 3), bytes red green blue. One image,
    however many there are; its pixels are repeated, so that no viewer of SVG or PDF blurs them."""
    down, across = (max(1, round(1000 / count)) for count in colours.shape[:2])
    pixels = np.ascontiguousarray(colours.repeat(down, axis=0).repeat(across, axis=1))
    high, wide = pixels.shape[:2]
    painter.drawImage(box, QImage(pixels.data, wide, high, 3 * wide, QImage.Format.Format_RGB888))


def polygon(points: npt.NDArray[np.float64]) -> QPolygonF:
    """The points of an array of shape (n, 2) as Qt's polygon, copied in one piece: 15 times as fast as
    one `QPointF` a point."""
    made = QPolygonF()
    made.resize(len(points))
    if len(points):
        memory = shiboken6.VoidPtr(made.data(), len(points) * 16, True)
        np.frombuffer(memory, dtype=np.float64).reshape(-1, 2)[:] = points
    return made


def sparse(points: npt.NDArray[np.float64], gap: float = 2.5) -> npt.NDArray[np.float64]:
    """The points of a smooth line, no closer together than needed on paper, first and last included:
    what a broad pen costs grows with their number."""
    if len(points) < 3:
        return points
    along = np.cumsum(np.hypot(*np.diff(points, axis=0).T)) / gap
    keep = np.flatnonzero(np.diff(np.floor(along), prepend=-1.0) > 0) + 1
    return points[np.unique(np.concatenate([[0], keep, [len(points) - 1]]))]


def arrowhead(path: QPainterPath, tip: QPointF, dx: float, dy: float, long: float) -> None:
    """Add a slender filled head to `path`, its tip at `tip`, pointing along (dx, dy)."""
    norm = math.hypot(dx, dy)
    if norm == 0:
        return
    ux, uy = dx / norm * long, dy / norm * long
    path.addPolygon(QPolygonF([
        tip, QPointF(tip.x() - ux - uy * 0.42, tip.y() - uy + ux * 0.42),
        QPointF(tip.x() - ux * 0.72, tip.y() - uy * 0.72),
        QPointF(tip.x() - ux + uy * 0.42, tip.y() - uy - ux * 0.42), tip]))


# What is marked in phase portraits, and the word for it in their keys.
KINDS = {"sink": "stable", "source": "repelling", "saddle": "saddle", "centre": "centre",
         "degenerate": "undecided", "continuum": "all at rest", "cycle": "stable cycle",
         "separatrix": "separatrix", "nullcline": "no change", "start": "start", "now": "now",
         "agents": "agents", "end": "end"}


def mark(painter: QPainter, at: QPointF, kind: str, radius: float, theme: Theme) -> None:
    """The mark of a key of `KINDS`. Rest points are told apart by shape, not colour: sink filled, source
    hollow, saddle half filled, centre a ring round a dot, degenerate a grey diamond. A continuum is a thick
    dashed line, a stable cycle a thick ring, a separatrix a thin line. A start is green, an end a red frame,
    now a disc, agents a dark one."""
    ink, ground = theme.colour("text"), theme.colour("surface")
    if kind in ("continuum", "separatrix", "nullcline"):
        painter.setPen(dashes(ink, radius * 0.8, 1.0, 0.75) if kind == "continuum" else
                       stroke(ink if kind == "separatrix" else theme.player(0), max(1.4, radius * 0.3)))
        painter.drawLine(QPointF(at.x() - radius * 1.5, at.y()), QPointF(at.x() + radius * 1.5, at.y()))
        return
    if kind == "cycle":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wide in ((ground, 1.1), (ink, 0.6)):
            painter.setPen(stroke(colour, max(1.5, radius * wide)))
            painter.drawEllipse(at, radius, radius)
        return
    if kind == "end":
        # A frame, so that a rest point that was reached is seen in it.
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wide in ((ground, 0.75), (theme.colour("danger"), 0.4)):
            painter.setPen(stroke(colour, max(1.5, radius * wide)))
            painter.drawRect(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius))
        return
    if kind in ("now", "agents"):
        painter.setPen(stroke(ground, max(1.2, radius * 0.35)))
        painter.setBrush(theme.colour("accent") if kind == "now" else ink)
        painter.drawEllipse(at, radius, radius)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(ground, 0.85))
    painter.drawEllipse(at, radius * 1.4, radius * 1.4)
    if kind == "start":
        painter.setBrush(theme.colour("good"))
        painter.drawEllipse(at, radius * 0.85, radius * 0.85)
        painter.setPen(stroke(ink, max(1.0, radius * 0.16)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, radius * 1.12, radius * 1.12)
        return
    outline = stroke(ink, max(1.2, radius * 0.32))
    painter.setPen(outline)
    if kind == "degenerate":
        painter.setBrush(theme.colour("muted"))
        r = radius * 1.1
        painter.drawPolygon(QPolygonF([QPointF(at.x(), at.y() - r), QPointF(at.x() + r, at.y()),
                                       QPointF(at.x(), at.y() + r), QPointF(at.x() - r, at.y())]))
        return
    painter.setBrush(ink if kind == "sink" else ground)
    painter.drawEllipse(at, radius, radius)
    if kind == "saddle":
        half = QPainterPath(QPointF(at.x(), at.y() - radius))
        half.arcTo(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius), 90, 180)
        half.closeSubpath()
        painter.fillPath(half, ink)
    elif kind == "centre":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(at, radius * 0.38, radius * 0.38)


def mark_key(painter: QPainter, at: QPointF, kinds: Collection[str], theme: Theme,
             across: float | None = None) -> None:
    """Say what the marks mean: one line a kind, down from `at`; or side by side, as far as `across`
    allows."""
    u = unit(painter)
    small = font(painter, 0.85)
    x, y = at.x() + u * 0.5, at.y()
    for kind in [kind for kind in KINDS if kind in kinds]:
        if across is not None and x + u * 0.75 + width(KINDS[kind], small) > across:
            break
        mark(painter, QPointF(x, y), kind, u * 0.32, theme)
        box = text(painter, QPointF(x + u * 0.75, y), KINDS[kind], theme.colour("muted"), small, across=0)
        if across is not None:
            x = box.right() + u * 1.4
        else:
            y += u * 1.45


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers between `low` and `high`, at most `most` of them, a step of 1, 2 or 5 apart."""
    span = high - low
    if not span > 0 or not math.isfinite(span):
        return [low]
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(power * m for m in (1, 2, 5, 10, 20) if span / (power * m) <= most)
    first = math.ceil(low / step - 1e-9)
    return [(first + i) * step for i in range(math.floor(high / step + 1e-9) - first + 1)]


def tick_room(*axes: tuple[float, float]) -> float:
    """How much room, in units of the font, a vertical axis' numbers and its title need beside it; each of
    `axes` is a range (low, high)."""
    longest = max(len(decimal(value)) for low, high in axes for value in ticks(low, high))
    return 2.3 + 0.52 * longest
