"""The payoff table as a person draws it on a board, edited in place.

The table shows a `TableModel` and turns keys and the pointer into calls of `GameEditing`, which changes
the document; the document's change comes back as the next model. It holds no game of its own.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontInfo,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from playground.app.theme import LIGHT, Theme
from playground.app.widgets.cell_editor import CellEditor
from playground.app.widgets.game_editing import GameEditing
from playground.app.widgets.label import tip
from playground.app.widgets.payoff_table_layout import (
    LARGEST,
    READABLE,
    SMALLEST,
    Layout,
    Measure,
    scaled,
    scroll_to,
)
from playground.app.widgets.payoff_table_menu import table_menu
from playground.app.widgets.payoff_table_model import Spot, TableModel
from playground.app.widgets.payoff_table_paint import Look, Range, TablePainter
from playground.app.widgets.payoff_table_pointer import Pointer

ARROWS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
STEPS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


COMMANDS = (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier)


class PayoffTable(QAbstractScrollArea):
    """cursor_moved: the cursor is at another spot (`cursor`); arranged: sizes may have changed.

    Public state for others and for tests: `model`, `cursor`, `chosen` (a range of cells or None),
    `editing` (the spot of the open editor)."""

    cursor_moved = Signal()
    arranged = Signal()

    def __init__(self, editing: GameEditing | None, model: TableModel, parent: QWidget | None = None
                 ) -> None:
        """Without `editing` the table is frozen: to look at and to move about in."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Payoff table")
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.commands = editing
        self.model = model
        self.frozen = editing is None
        self.presenting = False
        self.small = False
        self.cursor = Spot("payoff", 0)
        self.chosen: Range | None = None
        self.editing: Spot | None = None
        self._theme = LIGHT
        self._visit = 0
        self._before = ""
        self._choose_end = self.cursor
        self._pointer = Pointer(self)
        self._arranging = False
        self._fitted_for: tuple[object, ...] = ()
        self._factor = 0.0  # the table's letters, in the app's
        self._big = self._small = Measure(self.font())
        self.editor = CellEditor(self.viewport())
        self.editor.textEdited.connect(self._typed)
        self.editor.left.connect(self.leave)
        self.editor.cancelled.connect(self.cancel)
        self.plan = Layout.of(model, self._big, self._small, buttons=not self.frozen)
        self.set_theme(LIGHT)

    # --- what is shown ------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.editor.set_theme(theme)
        self._arrange()

    def set_presenting(self, presenting: bool) -> None:
        """Without buttons, for an audience."""
        self.presenting = presenting
        self.viewport().update()

    def set_small(self, small: bool) -> None:
        """Without buttons and in letters as small as can be read, for a narrow place."""
        self.small = small
        self._fitted_for = ()
        self._arrange()

    @property
    def bare(self) -> bool:
        """Whether there are no buttons that change the game."""
        return self.frozen or self.presenting or self.small

    def show_model(self, model: TableModel) -> None:
        """Show another state of the game; the cursor stays where it can."""
        grown = model.game.shape != self.model.game.shape
        self.model = model
        if self.editing is not None and model.clamp(self.editing) != self.editing:
            self.close_editor()
        self._follow_document()
        if self.chosen and grown:
            self.chosen = None
        self._pointer.forget()
        self._arrange()
        self._set_cursor(model.clamp(self.cursor), tell=False)

    def _follow_document(self) -> None:
        """An undo while the editor is open changes what stands in it."""
        spot = self.editing
        if spot is not None and spot.kind == "payoff":
            text = self.model.content(spot)
            if self.editor.text().strip() != text.strip():
                self.editor.setText(text)
                self.editor.mark(self.model.draft(spot.player, spot.row, spot.column) is not None)

    def _arrange(self) -> None:
        if self._arranging:
            return  # showing a scroll bar resizes the viewport
        self._arranging = True
        room = self.contentsRect().size()
        self._lay_out(room)
        width, height = math.ceil(self.plan.width), math.ceil(self.plan.height)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        need_across = width > room.width()
        need_down = height > room.height() - (across.sizeHint().height() if need_across else 0)
        need_across = width > room.width() - (down.sizeHint().width() if need_down else 0)
        on, off = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(on if need_across else off)
        self.setVerticalScrollBarPolicy(on if need_down else off)
        view = self.viewport().size()
        self.plan.seen = float(view.width())
        for bar, seen, whole in ((across, view.width(), width), (down, view.height(), height)):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(int(self._big.line * 1.5))
        self._arranging = False
        self._place_editor()
        self.viewport().update()
        self.arranged.emit()

    def _lay_out(self, room: QSize) -> None:
        """Choose the letters' size so that the table fills the room. While shape and room stay the same
        letters only shrink, and under a typing hand they do not change at all."""
        base = self.font()
        key = (base.key(), self.model.game.shape, room.width(), room.height(), self.model.formulas)
        if key != self._fitted_for:
            self._fitted_for = key
            self._set_letters(base, 1.0)
            self._factor = 0.0  # to be chosen
            self.updateGeometry()
        self.plan = self._planned(room.width() if self._factor else 0.0)
        if self._factor == 0.0 or (self.editing is None and not self._fits(room)):
            spare = min(room.width() / self.plan.width, room.height() / self.plan.height)
            factor = int((self._factor or 1.0) * spare * 20) / 20
            factor = max(self._smallest(), min(LARGEST, factor))
            while True:  # widths do not follow the letters exactly
                self._set_letters(base, factor)
                self.plan = self._planned(room.width())
                if self._fits(room):
                    break
                factor = max(self._smallest(), factor - 0.05)

    def _planned(self, room: float) -> Layout:
        return Layout.of(self.model, self._big, self._small, room, not (self.frozen or self.small))

    def _fits(self, room: QSize) -> bool:
        fits = self.plan.width <= room.width() and self.plan.height <= room.height()
        return fits or self._factor <= self._smallest()

    def _smallest(self) -> float:
        """The least size of the table's letters, in the app's."""
        if not self.small:
            return SMALLEST
        return min(SMALLEST, READABLE / QFontInfo(self.font()).pixelSize())

    def _set_letters(self, base: QFont, factor: float) -> None:
        self._factor = factor
        self._big = Measure(scaled(base, factor))
        self._small = Measure(scaled(base, max(0.72 * factor, min(factor, 0.8))))

    def minimumSizeHint(self) -> QSize:
        """The whole table in the app's letters, as far as that is reasonable."""
        factor, line = self._factor or 1.0, self.fontMetrics().height()
        return QSize(int(min(self.plan.width / factor, 24 * line)) + 2,
                     int(min(self.plan.height / factor, 19 * line)) + 2)

    def sizeHint(self) -> QSize:
        return QSize(int(self.plan.width) + 2, int(self.plan.height) + 2)

    @property
    def origin(self) -> QPointF:
        """Where the table's top left corner is when nothing is scrolled: a small table is centred."""
        view = self.viewport().size()
        return QPointF(max(0.0, (view.width() - self.plan.width) / 2),
                       max(0.0, (view.height() - self.plan.height) / 2))

    @property
    def foot(self) -> int:
        """The lowest line of what is seen of the table, in the widget's coordinates."""
        return math.ceil(min(self.origin.y() + self.plan.height, self.viewport().height()))

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def in_table(self, point: QPointF) -> QPointF:
        """A point of the viewport in the table's coordinates; the names do not scroll away."""
        at = point - self.origin
        offset = self._offset()
        return QPointF(at.x() + (offset.x() if at.x() >= self.plan.left else 0),
                       at.y() + (offset.y() if at.y() >= self.plan.top else 0))

    def visual_rect(self, spot: Spot) -> QRect:
        """Where a spot is in the viewport."""
        box = self.plan.rectangle(spot)
        offset = self._offset()
        across = spot.kind == "payoff" or (spot.kind == "strategy" and spot.player == 1)
        down = spot.kind == "payoff" or (spot.kind == "strategy" and spot.player == 0)
        return box.translated(self.origin - QPointF(offset.x() * across, offset.y() * down)).toAlignedRect()

    def number_rect(self, spot: Spot) -> QRect:
        """Where a payoff's own text is in the viewport."""
        box = self.plan.number(spot.player, spot.row, spot.column)
        return box.translated(self.origin - self._offset()).toAlignedRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        focused = self.hasFocus() or self.editing is not None
        look = Look(self.cursor, focused, self.chosen, self._pointer.hovered, self._pointer.hot,
                    self.editing, self.bare)
        painter.translate(self.origin)
        view = QRectF(self.viewport().rect()).translated(-self.origin)
        TablePainter(painter, self.plan, look, self._theme).paint(view, self._offset())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._place_editor()
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "plan"):
            self._arrange()

    # --- the cursor ---------------------------------------------------------------------------------

    def set_cursor(self, spot: Spot) -> None:
        """Move the cursor; an open editor is left first."""
        if self.editing is not None and spot != self.editing:
            self.leave("")
            if self.editing is not None:
                return  # a name that cannot be taken is mended first
        self.chosen = None
        self._set_cursor(self.model.clamp(spot))

    def _set_cursor(self, spot: Spot, tell: bool = True) -> None:
        moved = spot != self.cursor
        self.cursor = spot
        self.setAccessibleDescription(self.model.words(spot))
        if moved and tell:
            self._reveal(spot)
            self.cursor_moved.emit()
        self.viewport().update()

    def _reveal(self, spot: Spot) -> None:
        layout, view = self.plan, self.viewport().size()
        box = layout.cell(spot.row, spot.column)
        if spot.kind == "payoff" or spot.player == 1:
            scroll_to(self.horizontalScrollBar(), box.left() - layout.left, box.right(), view.width())
        if spot.kind == "payoff" or spot.player == 0:
            scroll_to(self.verticalScrollBar(), box.top() - layout.top, box.bottom(), view.height())

    def cells_chosen(self) -> Range:
        """The chosen range of cells; the cursor's own cell where there is none."""
        return self.chosen or (self.cursor.row, self.cursor.row, self.cursor.column, self.cursor.column)

    def choose_to(self, spot: Spot) -> None:
        """Extend the chosen range from the cursor to a cell."""
        rows, columns = sorted((self.cursor.row, spot.row)), sorted((self.cursor.column, spot.column))
        span = (rows[0], rows[1], columns[0], columns[1])
        self.chosen = None if rows[0] == rows[1] and columns[0] == columns[1] else span
        self._choose_end = spot
        self.viewport().update()

    # --- editing ------------------------------------------------------------------------------------

    def edit(self, spot: Spot | None = None, text: str | None = None) -> None:
        """Open the editor at a spot (the cursor's by default); `text` replaces what stands there."""
        if self.frozen:
            return
        if self.editing is not None:
            self.leave("")
            if self.editing is not None:
                return
        spot = self.model.clamp(spot or self.cursor)
        self.chosen = None
        self._set_cursor(spot)
        self._visit += 1
        self._before = self.model.content(spot)
        self.editing = spot
        font = QFont(self._big.font)
        font.setBold(spot.kind == "player")
        self._place_editor()
        self.editor.open(self._before if text is None else text, self._theme.player(spot.player), font,
                         text is not None, self.model.words(spot).split("\n")[0])
        self._place_editor()
        if text is not None:
            self._typed(text)
        elif spot.kind == "payoff" and self.model.draft(spot.player, spot.row, spot.column):
            self.editor.mark(True)
        self.viewport().update()

    def cancel(self) -> None:
        """Close the editor; what stood there before is back."""
        spot = self.editing
        self.close_editor()
        if spot is not None and spot.kind == "payoff":
            self.commands.restore(spot.player, self._profile(spot), self._before, self._visit)

    def close_editor(self) -> None:
        had = self.editor.hasFocus()
        self.editing = None
        self.editor.hide()
        if had:
            self.setFocus()
        self._arrange()  # letters wait for the hand that types

    def _profile(self, spot: Spot) -> tuple[int, ...]:
        return self.model.profile(spot.row, spot.column)

    def _place_editor(self) -> None:
        if self.editing is None:
            return
        box = self.visual_rect(self.editing)
        need = int(self._big.width(self.editor.text()) + self._big.line * 1.0)
        if self.editing.kind == "payoff":
            high = int(self._big.line * 1.3)
            wide = max(need, min(box.width(), int(self._big.line * 3.2)))
            left = box.left() + 2
            if self.plan.bimatrix and self.editing.player == 1:
                left = box.right() - wide - 1
            elif not self.plan.bimatrix:
                left = box.center().x() - wide // 2
            centre = self.number_rect(self.editing).center().y()
            box = QRect(left, centre - high // 2, wide, high)
        else:
            high = min(box.height(), int(self._big.line * 1.4))
            top = box.top() if self.editing.player == 1 else box.center().y() - high // 2
            box = QRect(box.left(), top, max(box.width(), need), high)
        view = self.viewport().rect()
        box.moveLeft(max(0, min(box.left(), view.right() - box.width())))
        self.editor.setGeometry(box)

    def _typed(self, text: str) -> None:
        spot = self.editing
        if spot is None or spot.kind != "payoff":
            self._place_editor()
            return
        problem = self.commands.type_payoff(spot.player, self._profile(spot), text, self._visit)
        self.editor.mark(bool(problem))

    def leave(self, how: str) -> None:
        """The text stands: close the editor and go on, or stay where a name cannot be taken."""
        spot = self.editing
        if spot is None:
            return
        if spot.kind != "payoff" and self.editor.text().strip() != self._before:
            problem = self.commands.rename(spot.kind, spot.player, spot.index, self.editor.text().strip())
            self.editor.mark(bool(problem))
            if problem:
                return
        self.close_editor()
        if how in STEPS:
            self._set_cursor(self.model.clamp(self.model.step(self.cursor, *STEPS[how])))
        elif how:
            self._go(1 if how == "next" else -1)

    def _go(self, by: int) -> None:
        """To the next or previous payoff; past the ends the focus leaves the table."""
        target = self.model.following(self.cursor, by)
        if target is None:
            self.focusNextPrevChild(by > 0)
        else:
            self.set_cursor(target)

    # --- keys ---------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) \
                and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not self.frozen \
                and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._go(1 if event.key() == Qt.Key.Key_Tab else -1)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and (
                event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.Paste)
                or event.matches(QKeySequence.StandardKey.SelectAll)
                or event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2)):
            event.accept()  # these mean the table's cells while it has the focus
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & COMMANDS)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.choose_all()
        elif self.frozen and key not in ARROWS:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key in ARROWS and shift and self.cursor.kind == "payoff":
            end = self._choose_end if self.chosen else self.cursor
            row, column = max(0, end.row + ARROWS[key][0]), max(0, end.column + ARROWS[key][1])
            self.choose_to(self.model.clamp(Spot("payoff", self.cursor.player, row, column)))
        elif key in ARROWS and not control:
            self.set_cursor(self.model.step(self.cursor, *ARROWS[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.cursor.kind == "payoff":
            last = key == Qt.Key.Key_End
            self.set_cursor(Spot("payoff", self.cursor.player,
                                 (self.model.rows - 1 if last else 0) if control else self.cursor.row,
                                 self.model.columns - 1 if last else 0))
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        elif key == Qt.Key.Key_Escape and self.chosen:
            self.chosen = None
            self.viewport().update()
        elif event.text().strip() and event.text().isprintable() and not control:
            self.edit(text=event.text())
        else:
            super().keyPressEvent(event)

    def clear(self) -> None:
        """The payoff at the cursor becomes 0; of a chosen range, all payoffs."""
        if self.chosen:
            first, last, left, right = self.chosen
            self.commands.clear([(k, self.model.profile(i, j)) for i in range(first, last + 1)
                                 for j in range(left, right + 1) for k in range(self.model.n_players)])
        elif self.cursor.kind == "payoff":
            self.commands.clear([(self.cursor.player, self._profile(self.cursor))])

    def choose_all(self) -> None:
        self.cursor = Spot("payoff", self.cursor.player, 0, 0)
        self.choose_to(Spot("payoff", self.cursor.player, self.model.rows - 1, self.model.columns - 1))

    def copy(self) -> None:
        """The chosen cells as a block that spreadsheets and `paste` understand; of a name, the name."""
        if self.cursor.kind == "payoff":
            first, last, left, right = self.cells_chosen()
            text = "\n".join("\t".join(self.model.cell_text(i, j) for j in range(left, right + 1))
                             for i in range(first, last + 1))
        else:
            text = self.model.name(self.cursor)
        QGuiApplication.clipboard().setText(text)

    def paste(self) -> None:
        """Put the clipboard's block in, its first cell at the cursor."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            first, _last, left, _right = self.cells_chosen()
            self.commands.paste(text, self.cursor.player, first, left, self.model.others)

    # --- the pointer, the focus and the menu ----------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer.leave()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.editing is not None:
            self.editor.setFocus()  # it waits for a name that can be taken
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.frozen:
            return
        spot: Spot | None = self.cursor
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            spot = self.plan.spot_at(self.in_table(QPointF(event.pos())))
        else:
            where = self.viewport().mapToGlobal(self.visual_rect(self.cursor).center())
        if spot is not None:
            first, last, left, right = self.cells_chosen()
            if not (spot.kind == "payoff" and self.chosen and first <= spot.row <= last
                    and left <= spot.column <= right):
                self.set_cursor(spot)
            table_menu(self, spot).popup(where)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = tip(self._pointer.words(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)
