"""Where everything in the payoff table is: rectangles from a model, two fonts' metrics and the room.

Up to six rows two payoffs stand as in a textbook's bimatrix, player 1's at the lower left, player 2's
at the upper right; larger tables and those of other numbers of players have them side by side.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QScrollBar

from playground.app.widgets.payoff_table_model import Spot, TableModel

BIMATRIX_ROWS, BIMATRIX_COLUMNS = 6, 8
COMMA = 0.45  # lines between two payoffs that stand side by side
LONGEST = 8.0  # lines of a name; what is longer is cut
SMALLEST, LARGEST = 0.7, 3.0  # the table's letters, in the app's, as the room allows
READABLE = 10  # pixels of letters: where the app's are large, a small table's need not be


class Measure:
    """Widths of texts in one font, remembered."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self.line = self.metrics.height()
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        found = self._widths.get(text)
        if found is None:
            if len(self._widths) > 5000:
                self._widths.clear()
            found = self._widths[text] = self.metrics.horizontalAdvance(text)
        return found


def is_bimatrix(shape: tuple[int, ...]) -> bool:
    """Whether a game of this shape is drawn with one payoff above the other."""
    return len(shape) == 2 and shape[0] <= BIMATRIX_ROWS and shape[1] <= BIMATRIX_COLUMNS


@dataclass
class Layout:
    """All in the coordinates of the whole table, whose size is (`width`, `height`)."""

    model: TableModel
    big: Measure
    small: Measure
    longest: float = LONGEST
    bimatrix: bool = False
    left: float = 0.0  # of the first column
    top: float = 0.0  # of the first row
    row_height: float = 0.0
    column_lefts: list[float] = field(default_factory=list)  # and the right end of the last
    numbers: list[list[float]] = field(default_factory=list)  # per column, per player: width, side by side
    plus: float = 0.0  # side of the "+" buttons
    seen: float = math.inf  # how much of the width is in view: player 2's name is centred there
    width: float = 0.0
    height: float = 0.0

    @classmethod
    def of(cls, model: TableModel, big: Measure, small: Measure, room: float = 0.0, buttons: bool = True,
           longest: float = LONGEST) -> Layout:
        """Lay a model out; columns are equally wide where that fits in the width `room`. `buttons`: with room
        for those that add strategies. Names longer than so many lines are cut."""
        line = big.line
        made = cls(model, big, small, longest, bimatrix=is_bimatrix(model.game.shape),
                   plus=line * 1.25 if buttons else 0.0)
        names = model.strategies[0]
        chance = small.width("00/000") if model.has_columns else 0.0
        widest = max(made.name_width(name) for name in (model.game.players[0].name, *names))
        made.left = max(line * 3.2, widest + chance + line * 1.1)
        made.top = line * 1.35 + (line * 1.25 + small.line * 0.95 if model.has_columns else 0.0)
        made.row_height = line * (2.8 if made.bimatrix else 1.75)
        widths = [made._column_width(column) for column in range(model.columns)]
        rest = made.plus + line * 0.4
        if made.left + max(widths) * len(widths) + rest <= room:
            widths = [max(widths)] * len(widths)
        made.column_lefts = list(accumulate(widths, initial=made.left))
        made.width = made.column_lefts[-1] + rest
        made.height = made.top + model.rows * made.row_height + made.plus + line * 0.4
        return made

    def _column_width(self, column: int) -> float:
        model, line = self.model, self.big.line
        each = [0.0] * model.n_players
        for player in range(model.n_players):
            for row in model.distinct(player, column):
                each[player] = max(each[player], self.number_width(player, row, column))
        head = self.name_width(model.strategies[1][column]) + line * 1.5 if model.has_columns else 0.0
        if self.bimatrix:
            self.numbers.append(each)
            return max(line * (5.0 if model.columns <= 4 else 4.2), head, max(each) + line * 1.8)
        floor = line * (0.9 if model.n_players > 1 else 4.0)
        each = [max(width + line * 0.2, floor) for width in each]
        self.numbers.append(each)
        return max(head, sum(each) + line * 1.1 + (model.n_players - 1) * line * COMMA)

    def name_width(self, name: str) -> float:
        return min(self.big.width(name), self.big.line * self.longest)

    @cached_property
    def corner_metrics(self) -> QFontMetricsF:
        """Of player 1's name, which is bold."""
        font = QFont(self.big.font)
        font.setBold(True)
        return QFontMetricsF(font)

    @cached_property
    def corner_wrap(self) -> Qt.TextFlag:
        """How player 1's name goes on in another line: between words, in a word only where one is longer."""
        longest = max(map(self.corner_metrics.horizontalAdvance, self.model.game.players[0].name.split()))
        fits = longest <= self.left - self.big.line
        return Qt.TextFlag.TextWordWrap if fits else Qt.TextFlag.TextWrapAnywhere

    @cached_property
    def corner_lines(self) -> int:
        """How many lines player 1's name takes in the corner, where there is room above it."""
        name, metrics = self.model.game.players[0].name, self.corner_metrics
        room = QRectF(0, 0, self.left - self.big.line, 1e6)
        lines = round(metrics.boundingRect(room, self.corner_wrap, name).height() / metrics.lineSpacing())
        return max(1, min(lines, int(self.top / self.big.line - 0.35)))

    def number_width(self, player: int, row: int, column: int) -> float:
        note = self.model.note(player, row, column)
        return (self.big.width(self.model.shown(player, row, column))
                + (self.small.width(note) + self.big.line * 0.3 if note else 0.0))

    # --- rectangles ---------------------------------------------------------------------------------

    @property
    def right(self) -> float:
        return self.column_lefts[-1]

    @property
    def bottom(self) -> float:
        return self.top + self.model.rows * self.row_height

    @property
    def body(self) -> QRectF:
        return QRectF(self.left, self.top, self.right - self.left, self.bottom - self.top)

    def cell(self, row: int, column: int) -> QRectF:
        left = self.column_lefts[column]
        return QRectF(left, self.top + row * self.row_height, self.column_lefts[column + 1] - left,
                      self.row_height)

    def number(self, player: int, row: int, column: int) -> QRectF:
        """Where the payoff's text and note stand."""
        box, line = self.cell(row, column), self.big.line
        width = self.number_width(player, row, column)
        if self.bimatrix:
            pad, high = line * 0.55, line * 1.1
            if player == 0:
                return QRectF(box.left() + pad, box.bottom() - high - line * 0.27, width, high)
            return QRectF(box.right() - pad - width, box.top() + line * 0.2, width, high)
        slot = self.slot(player, row, column)
        left = slot.center().x() - width / 2
        if self.model.n_players == 2:  # both close to the comma
            left = slot.right() - width if player == 0 else slot.left()
        return QRectF(left, slot.top(), width, slot.height())

    def slot(self, player: int, row: int, column: int) -> QRectF:
        """The part of the cell that belongs to a player: what the pointer hits and an editor covers."""
        box, line = self.cell(row, column), self.big.line
        if self.bimatrix:
            half = box.height() / 2
            width = max(min(box.width() * 0.62, box.width() - line * 0.6),
                        self.number_width(player, row, column) + line)
            width = min(width, box.width() - line * 0.2)
            if player == 0:
                return QRectF(box.left(), box.top() + half, width, half)
            return QRectF(box.right() - width, box.top(), width, half)
        widths = self.numbers[column]
        whole = sum(widths) + (len(widths) - 1) * line * COMMA
        before = sum(widths[:player]) + player * line * COMMA
        high = line * 1.2
        return QRectF(box.center().x() - whole / 2 + before, box.center().y() - high / 2,
                      widths[player], high)

    def header(self, spot: Spot) -> QRectF:
        """The rectangle of a name."""
        line = self.big.line
        if spot.kind == "player":
            if spot.player == 0:
                high = line * (0.25 + self.corner_lines)
                return QRectF(line * 0.2, self.top - line * 0.1 - high, self.left - line * 0.5, high)
            return QRectF(self.left, 0, max(min(self.right, self.seen) - self.left, line * 4), line * 1.3)
        if spot.player == 0:
            return QRectF(line * 0.2, self.top + spot.row * self.row_height, self.left - line * 0.4,
                          self.row_height)
        left = self.column_lefts[spot.column]
        return QRectF(left, line * 1.35, self.column_lefts[spot.column + 1] - left, self.top - line * 1.35)

    def rectangle(self, spot: Spot) -> QRectF:
        """What is outlined when the cursor is here."""
        return self.slot(spot.player, spot.row, spot.column) if spot.kind == "payoff" else self.header(spot)

    def remover(self, spot: Spot) -> QRectF:
        """The × by a strategy's name."""
        box, side = self.header(spot), self.small.line
        if spot.player == 0:
            return QRectF(box.left() - side * 0.1, box.center().y() - side / 2, side, side)
        return QRectF(box.right() - side - 1, box.top() + (self.big.line * 1.25 - side) / 2, side, side)

    def adder(self, player: int) -> QRectF:
        """The "+" that adds a strategy."""
        gap = self.big.line * 0.25
        if player == 0:
            return QRectF(self.left - self.plus - gap * 1.2, self.bottom + gap, self.plus, self.plus)
        return QRectF(self.right + gap, self.big.line * 1.35, self.plus, self.plus)

    # --- what is under the pointer ------------------------------------------------------------------

    def row_at(self, y: float) -> int:
        return max(0, min(int((y - self.top) // self.row_height), self.model.rows - 1))

    def column_at(self, x: float) -> int:
        return max(0, min(bisect_right(self.column_lefts, x) - 1, self.model.columns - 1))

    def spot_at(self, point: QPointF) -> Spot | None:
        """The spot under a point: in a cell the payoff that is nearest."""
        if self.body.contains(point):
            row, column = self.row_at(point.y()), self.column_at(point.x())
            return Spot("payoff", self._player_at(point, row, column), row, column)
        if self.left > point.x() >= 0 and self.top <= point.y() < self.bottom:
            return Spot("strategy", 0, self.row_at(point.y()), 0)
        heads = [Spot("player", 0)]
        if self.model.has_columns:
            heads += [Spot("player", 1), Spot("strategy", 1, 0, self.column_at(point.x()))]
        return next((spot for spot in heads if self.header(spot).contains(point)), None)

    def is_on_number(self, point: QPointF, spot: Spot) -> bool:
        """Whether a point is on a payoff's own text, where a drag changes it."""
        if spot.kind != "payoff":
            return False
        pad = self.big.line * 0.35
        box = self.number(spot.player, spot.row, spot.column)
        return box.adjusted(-pad, -pad / 2, pad, pad / 2).contains(point)

    def _player_at(self, point: QPointF, row: int, column: int) -> int:
        if self.bimatrix:
            for player in (0, 1):
                if self.is_on_number(point, Spot("payoff", player, row, column)):
                    return player
            box = self.cell(row, column)
            across = (point.x() - box.left()) / box.width()
            down = (point.y() - box.top()) / box.height()
            return 0 if down >= across else 1
        rights = [self.slot(k, row, column).right() for k in range(self.model.n_players)]
        return min(bisect_right(rights, point.x()), self.model.n_players - 1)


def scaled(font: QFont, factor: float) -> QFont:
    """The font, `factor` times as large."""
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * factor)
    else:
        made.setPixelSize(max(1, round(font.pixelSize() * factor)))
    return made


def scroll_to(bar: QScrollBar, start: float, end: float, seen: int) -> None:
    """Move a scroll bar the least way that shows from `start` (below the names) to `end`."""
    if start < bar.value():
        bar.setValue(int(start))
    elif end > bar.value() + seen:
        bar.setValue(int(end - seen) + 2)
