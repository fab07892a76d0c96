"""How the payoff table is drawn.

Marks and their second cue beside colour: a best response is underlined; an equilibrium cell is tinted
and carries the dark dot that stands for equilibria in every picture; a dominated strategy is faint and
struck through; text that is no number has a wavy line and an exclamation mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from playground.app.theme import Theme
from playground.app.widgets.payoff_table_layout import COMMA, Layout
from playground.app.widgets.payoff_table_model import Spot, number_text

FAINT = 0.42
Range = tuple[int, int, int, int]  # first and last row, first and last column


@dataclass(frozen=True)
class Look:
    """What the pointer and the keyboard have done to the table."""

    cursor: Spot
    focused: bool = False
    chosen: Range | None = None  # more than one cell
    hovered: Spot | None = None
    hot: str = ""  # the button under the pointer: "add 0", "add 1" or "remove"
    editing: Spot | None = None
    plain: bool = False  # without buttons


class TablePainter:
    def __init__(self, painter: QPainter, layout: Layout, look: Look, theme: Theme) -> None:
        self.painter = painter
        self.layout = layout
        self.model = layout.model
        self.look = look
        self.theme = theme
        self.line = layout.big.line
        self.bold = QFont(layout.big.font)
        self.bold.setBold(True)
        self.slanted = QFont(layout.big.font)
        self.slanted.setItalic(True)  # a value that is computed from parameters
        self.colours = [theme.player(k) for k in range(self.model.n_players)]

    def paint(self, view: QRectF, offset: QPointF) -> None:
        """Draw what is seen of the table through `view`, scrolled by `offset`. Names stay in view: row
        names scroll down only, column names across only."""
        layout = self.layout
        left, top = layout.left, layout.top
        seen = QRectF(left, top, view.right() - left, view.bottom() - top).translated(offset)
        rows = range(layout.row_at(seen.top()), layout.row_at(seen.bottom()) + 1)
        columns = range(layout.column_at(seen.left()), layout.column_at(seen.right()) + 1)
        edge = 1.5
        corner = QPointF(left - edge, top - edge)
        with self._band(QRectF(corner, view.bottomRight()), offset):
            self._grounds(rows, columns)
            self._grid(rows, columns)
            for row in rows:
                for column in columns:
                    self._cell(row, column)
            self._payoff_cursor()
            if self.model.arrows:
                self._arrows()
        side = QRectF(QPointF(view.left(), top), QPointF(left - edge, view.bottom()))
        with self._band(side, QPointF(0, offset.y())):
            for row in rows:
                self._name(Spot("strategy", 0, row, 0), Qt.AlignmentFlag.AlignRight)
            self._name_cursor(("strategy", 0))
            self._buttons(0)
        if self.model.has_columns:
            above = QRectF(QPointF(left, view.top()), QPointF(view.right(), top - edge))
            with self._band(above, QPointF(offset.x(), 0)):
                for column in columns:
                    self._name(Spot("strategy", 1, 0, column), Qt.AlignmentFlag.AlignHCenter)
                self._name_cursor(("strategy", 1))
                self._buttons(1)
            self._name(Spot("player", 1), Qt.AlignmentFlag.AlignHCenter)
            self._name_cursor(("player", 1))
        self._name(Spot("player", 0), Qt.AlignmentFlag.AlignRight)
        self._name_cursor(("player", 0))

    @contextmanager
    def _band(self, clip: QRectF, offset: QPointF) -> Iterator[None]:
        """One part of the table, scrolled on its own."""
        self.painter.save()
        self.painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
        self.painter.translate(-offset)
        yield
        self.painter.restore()

    # --- grounds and lines --------------------------------------------------------------------------

    def _grounds(self, rows: range, columns: range) -> None:
        painter, layout, model, theme = self.painter, self.layout, self.model, self.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(layout.body, theme.colour("raised"))
        equilibrium = theme.mix("accent", "raised", 0.13)
        chosen = theme.mix("accent", "raised", 0.09)
        accent = theme.colour("accent")
        span = self.look.chosen
        for row in rows:
            for column in columns:
                if span and span[0] <= row <= span[1] and span[2] <= column <= span[3]:
                    painter.fillRect(layout.cell(row, column), chosen)
                if model.highlight is not None:
                    weight = model.weight(row, column)
                    if weight > 0:
                        painter.fillRect(layout.cell(row, column), _faded(accent, 0.07 + 0.28 * weight))
                elif model.is_equilibrium(row, column):
                    painter.fillRect(layout.cell(row, column), equilibrium)

    def _grid(self, rows: range, columns: range) -> None:
        painter, layout = self.painter, self.layout
        body = layout.body
        painter.setPen(QPen(self.theme.colour("line"), 1))
        for row in rows[1:] if rows.start == 0 else rows:
            y = round(layout.top + row * layout.row_height) + 0.5
            painter.drawLine(QPointF(body.left(), y), QPointF(body.right(), y))
        for column in columns[1:] if columns.start == 0 else columns:
            x = round(layout.column_lefts[column]) + 0.5
            painter.drawLine(QPointF(x, body.top()), QPointF(x, body.bottom()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.mix("muted", "surface", 0.75), 1.4))
        painter.drawRoundedRect(body, 3, 3)

    # --- names --------------------------------------------------------------------------------------

    def _name(self, spot: Spot, across: Qt.AlignmentFlag) -> None:
        painter, layout, model = self.painter, self.layout, self.model
        if spot == self.look.editing:
            return
        box = layout.header(spot).adjusted(self.line * 0.1, 0, -self.line * 0.4, 0)
        if spot.kind == "strategy" and spot.player == 1:
            box = QRectF(layout.header(spot).left(), layout.header(spot).top(), layout.header(spot).width(),
                         self.line * 1.25)
        elif spot.kind == "player" and spot.player == 1:
            box = layout.header(spot)
        dimmed = spot.kind == "strategy" and model.is_dimmed(spot.player, spot.index)
        font = QFont(self.bold if spot.kind == "player" else layout.big.font)
        font.setStrikeOut(dimmed)
        painter.setOpacity(FAINT if dimmed else 1.0)
        painter.setFont(font)
        painter.setPen(self.colours[spot.player])
        if spot == Spot("player", 0) and layout.corner_lines > 1:
            painter.drawText(box, across | Qt.AlignmentFlag.AlignBottom | layout.corner_wrap,
                             self._cut_name(box))
        else:
            text = layout.big.metrics.elidedText(model.name(spot), Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, across | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setOpacity(1.0)
        if spot.kind == "strategy":
            self._probability(spot, box)

    def _cut_name(self, box: QRectF) -> str:
        """Player 1's name, as much of it as the corner's lines hold."""
        metrics, text, cut = self.layout.corner_metrics, self.model.game.players[0].name, ""
        while metrics.boundingRect(box, self.layout.corner_wrap, text + cut).height() > box.height():
            text, cut = text[:-1].rstrip(), "…"
        return text + cut

    def _probability(self, spot: Spot, box: QRectF) -> None:
        chance = self.model.probability(spot.player, spot.index)
        if chance is None:
            return
        painter, small = self.painter, self.layout.small
        text = number_text(chance)
        if len(text) > 7:
            text = f"{float(chance):.3f}"
        painter.setFont(small.font)
        painter.setPen(self.colours[spot.player] if chance else self.theme.colour("muted"))
        if spot.player == 1:
            under = QRectF(box.left(), box.bottom() - self.line * 0.12, box.width(), small.line)
            painter.drawText(under, Qt.AlignmentFlag.AlignCenter, text)
        else:
            name = self.layout.name_width(self.model.name(spot))
            painter.drawText(box.adjusted(0, 0, -name - self.line * 0.45, 0),
                             Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    # --- numbers ------------------------------------------------------------------------------------

    def _cell(self, row: int, column: int) -> None:
        painter, layout, model = self.painter, self.layout, self.model
        painter.setOpacity(FAINT if model.is_cell_dimmed(row, column) else 1.0)
        for player in range(model.n_players):
            if self.look.editing == Spot("payoff", player, row, column):
                continue
            self._number(player, row, column)
            if player + 1 < model.n_players and not layout.bimatrix:
                number = layout.number(player, row, column)
                painter.setFont(layout.big.font)
                painter.setPen(self.theme.colour("muted"))
                painter.drawText(QRectF(number.right(), number.top(), self.line * COMMA, number.height()),
                                 Qt.AlignmentFlag.AlignVCenter, ",")
        painter.setOpacity(1.0)
        if model.is_equilibrium(row, column):
            self._dot(layout.cell(row, column))

    def _number(self, player: int, row: int, column: int) -> None:
        painter, layout, model = self.painter, self.layout, self.model
        box = layout.number(player, row, column)
        text = model.shown(player, row, column)
        draft = model.draft(player, row, column)
        colour = self.theme.colour("danger") if draft else self.colours[player]
        computed = not model.formulas and model.is_expression(player, row, column)
        painter.setFont(self.slanted if computed else layout.big.font)
        painter.setPen(colour)
        metrics = layout.big.metrics
        base = box.center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(box.left(), base), text)
        wide = layout.big.width(text)
        if note := model.note(player, row, column):
            painter.setFont(layout.small.font)
            painter.drawText(QPointF(box.left() + wide + self.line * 0.3, base), note)
        if draft:
            self._wave(box.left(), box.left() + max(wide, self.line * 0.8), base + metrics.descent() * 0.75)
            painter.setFont(self.bold)
            painter.drawText(QPointF(box.left() + wide + self.line * 0.12, base), "!")
        elif model.is_best(player, row, column):
            thick = max(2.0, self.line * 0.085)
            bar = QRectF(box.left() - self.line * 0.06, base + metrics.descent() * 0.45,
                         wide + self.line * 0.12, thick)
            painter.fillRect(bar, colour)

    def _wave(self, left: float, right: float, y: float) -> None:
        step = max(2.0, self.line * 0.12)
        path = QPainterPath(QPointF(left, y))
        x, up = left, True
        while x < right:
            path.quadTo(QPointF(x + step / 2, y + (-step if up else step)), QPointF(x + step, y))
            x, up = x + step, not up
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(QPen(self.theme.colour("danger"), max(1.2, self.line * 0.05)))
        self.painter.drawPath(path)

    def _dot(self, box: QRectF) -> None:
        radius = self.line * (0.17 if self.layout.bimatrix else 0.11)
        inset = radius * (2.4 if self.layout.bimatrix else 1.9)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.theme.colour("text"))
        self.painter.drawEllipse(QPointF(box.left() + inset, box.top() + inset), radius, radius)

    # --- who would move where -----------------------------------------------------------------------

    def _arrows(self) -> None:
        model, cursor = self.model, self.look.cursor
        small = model.rows <= 2 and model.columns <= 2
        cells = [(i, j) for i in range(model.rows) for j in range(model.columns)] if small else [
            (cursor.row, cursor.column)]
        for row, column in cells:
            for player, *to in model.moves(row, column):
                self._arrow(self.layout.cell(row, column), self.layout.cell(*to), self.colours[player], small)

    def _arrow(self, start: QRectF, end: QRectF, colour: QColor, short: bool) -> None:
        """From one cell to another in its row or column; `short`: just across the line between them."""
        line = self.line
        a, b = start.center(), end.center()
        way = QPointF((b.x() > a.x()) - (b.x() < a.x()), (b.y() > a.y()) - (b.y() < a.y()))
        if short:
            middle = (a + b) / 2
            a, b = middle - way * line * 0.62, middle + way * line * 0.62
        tip, across = b, QPointF(-way.y(), way.x())
        self.painter.setPen(_round_pen(colour, max(2.0, line * 0.1)))
        self.painter.drawLine(a, tip - way * line * 0.2)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        self.painter.drawPolygon(QPolygonF([tip, tip - way * line * 0.42 + across * line * 0.2,
                                            tip - way * line * 0.42 - across * line * 0.2]))

    # --- cursor and buttons -------------------------------------------------------------------------

    def _payoff_cursor(self) -> None:
        painter, layout, cursor = self.painter, self.layout, self.look.cursor
        if cursor.kind != "payoff":
            return
        focused = self.look.focused
        painter.setBrush(Qt.BrushStyle.NoBrush)
        strength, wide = (1.0, 2.5) if focused else (0.65, 1.8)
        painter.setPen(QPen(self.theme.mix("accent", "surface", strength), wide))
        painter.drawRoundedRect(layout.cell(cursor.row, cursor.column).adjusted(1, 1, -0.5, -0.5), 3, 3)
        if focused and self.look.editing is None and not self.look.plain:
            pad = self.line * (0.26 if layout.bimatrix else 0.12)
            box = layout.number(cursor.player, cursor.row, cursor.column)
            painter.setPen(QPen(_faded(self.colours[cursor.player], 0.75), 1.2))
            painter.drawRoundedRect(box.adjusted(-pad, self.line * 0.04, pad, self.line * 0.08), 4, 4)

    def _name_cursor(self, which: tuple[str, int]) -> None:
        cursor = self.look.cursor
        if self.look.focused and self.look.editing is None and (cursor.kind, cursor.player) == which:
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.setPen(QPen(self.theme.colour("accent"), 2))
            self.painter.drawRoundedRect(self.layout.header(cursor).adjusted(1, 1, -1, -1), 4, 4)

    def _buttons(self, player: int) -> None:
        if self.look.plain:
            return
        self._plus(self.layout.adder(player), self.look.hot == f"add {player}")
        hovered = self.look.hovered
        if (hovered and hovered.kind == "strategy" and hovered.player == player
                and self.model.game.shape[player] > 1):
            self._cross(self.layout.remover(hovered), self.look.hot == "remove")

    def _plus(self, box: QRectF, hot: bool) -> None:
        painter, theme = self.painter, self.theme
        painter.setPen(QPen(theme.colour("accent" if hot else "line"), 1.2))
        painter.setBrush(theme.mix("accent", "surface", 0.12) if hot else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), box.width() * 0.25, box.width() * 0.25)
        painter.setPen(_round_pen(theme.colour("accent" if hot else "muted"), max(1.4, self.line * 0.07)))
        centre, arm = box.center(), box.width() * 0.2
        painter.drawLine(centre - QPointF(arm, 0), centre + QPointF(arm, 0))
        painter.drawLine(centre - QPointF(0, arm), centre + QPointF(0, arm))

    def _cross(self, box: QRectF, hot: bool) -> None:
        painter, theme = self.painter, self.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.mix("danger", "surface", 0.16) if hot else theme.colour("surface"))
        painter.drawEllipse(box)
        painter.setPen(_round_pen(theme.colour("danger" if hot else "muted"), max(1.3, self.line * 0.06)))
        centre, arm = box.center(), box.width() * 0.2
        painter.drawLine(centre - QPointF(arm, arm), centre + QPointF(arm, arm))
        painter.drawLine(centre - QPointF(arm, -arm), centre + QPointF(arm, -arm))


def _faded(colour: QColor, alpha: float) -> QColor:
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


def _round_pen(colour: QColor, wide: float) -> QPen:
    return QPen(colour, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
