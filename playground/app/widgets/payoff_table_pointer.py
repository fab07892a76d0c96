"""What the pointer does on the payoff table: point, press a button, drag a number, choose a range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.app.widgets.payoff_table_model import Spot

if TYPE_CHECKING:
    from playground.app.widgets.payoff_table import PayoffTable


class Pointer:
    """`hovered` is the spot under the pointer, `hot` the button: "add 0", "add 1", "remove" or ""."""

    def __init__(self, table: PayoffTable) -> None:
        self.table = table
        self.hovered: Spot | None = None
        self.hot = ""
        self._pressed: QPointF | None = None
        self._gesture = ""  # while the button is down: "drag", "choose" or "none" (an undraggable number)

    def forget(self) -> None:
        """The table is another one: what was under the pointer may be gone."""
        if self.hovered is not None:
            self.hovered = self.table.model.clamp(self.hovered)

    def button_at(self, point: QPointF) -> str:
        table = self.table
        if table.bare:
            return ""
        for player in (0, 1) if table.model.has_columns else (0,):
            if table.plan.adder(player).contains(point):
                return f"add {player}"
        spot = table.plan.spot_at(point)
        if (spot and spot.kind == "strategy" and table.model.game.shape[spot.player] > 1
                and table.plan.remover(spot).contains(point)):
            return "remove"
        return ""

    def words(self, at: QPointF) -> str:
        """The tooltip at a point of the viewport."""
        point = self.table.in_table(at)
        button, spot = self.button_at(point), self.table.plan.spot_at(point)
        if button.startswith("add"):
            return f"Add a strategy for {self.table.model.game.players[int(button[-1])].name}"
        if button == "remove" and spot:
            return f"Remove {self.table.model.name(spot)}"
        return self.table.model.words(spot) if spot else ""

    def press(self, event: QMouseEvent) -> None:
        table = self.table
        point = table.in_table(event.position())
        spot, button = table.plan.spot_at(point), self.button_at(point)
        self._pressed, self._gesture = None, ""
        if button or spot is None:
            table.leave("")
        if button.startswith("add"):
            table.commands.add_strategy(int(button[-1]))
        elif button == "remove" and spot is not None:
            table.commands.remove_strategy(spot.player, spot.index)
        elif spot is not None:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if shift and spot.kind == "payoff" and table.cursor.kind == "payoff":
                table.choose_to(spot)
            else:
                table.set_cursor(spot)
                self._pressed = event.position()

    def move(self, event: QMouseEvent) -> None:
        table = self.table
        point = table.in_table(event.position())
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event, point)
            return
        spot, hot = table.plan.spot_at(point), self.button_at(point)
        if (spot, hot) != (self.hovered, self.hot):
            self.hovered, self.hot = spot, hot
            table.viewport().update()
        shape = Qt.CursorShape.ArrowCursor
        if hot:
            shape = Qt.CursorShape.PointingHandCursor
        elif spot and not table.frozen and table.plan.is_on_number(point, spot):
            shape = Qt.CursorShape.SizeVerCursor
        table.viewport().setCursor(shape)

    def _drag(self, event: QMouseEvent, point: QPointF) -> None:
        table, cursor = self.table, self.table.cursor
        if self._pressed is None or cursor.kind != "payoff":
            return
        moved = event.position() - self._pressed
        if not self._gesture and moved.manhattanLength() >= QApplication.startDragDistance():
            if not table.frozen and table.plan.is_on_number(table.in_table(self._pressed), cursor):
                profile = table.model.profile(cursor.row, cursor.column)
                begun = table.commands.begin_drag(cursor.player, profile)
                self._gesture = "drag" if begun else "none"
            else:
                self._gesture = "choose"
        if self._gesture == "drag":
            ticks = round((moved.x() - moved.y()) / (table.plan.big.line * 0.45))
            table.commands.drag(ticks, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif self._gesture == "choose":
            spot = table.plan.spot_at(point)
            if spot and spot.kind == "payoff":
                table.choose_to(spot)

    def release(self) -> None:
        if self._gesture == "drag":
            self.table.commands.end_drag()
        self._pressed, self._gesture = None, ""

    def double_click(self, event: QMouseEvent) -> None:
        point = self.table.in_table(event.position())
        spot = self.table.plan.spot_at(point)
        self._pressed = None
        if spot and not self.button_at(point):
            self.table.edit(spot)

    def leave(self) -> None:
        self.hovered, self.hot = None, ""
        self.table.viewport().update()
