"""The equilibria beside the table: live, exact, grouped by component, with what is and is not known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from playground.app.theme import LIGHT, Theme
from playground.app.widgets.equilibrium_rows import Row, as_table, as_text, rows
from playground.app.widgets.label import Label, tip
from playground.game import NormalForm

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.last = 0  # the number of the last equilibrium

    def show_rows(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows, self.last = rows, max((row.index + 1 for row in rows), default=0)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row.hover) or None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.title or f"{row.badge}: {'; '.join(row.lines)}; payoffs {', '.join(row.payoffs)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].kind == "equilibrium":
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class _Painter(QStyledItemDelegate):
    """A mark (filled: pure, half: mixed), one line a player in its colour, payoffs at the right."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.view = parent
        self.theme = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        metrics = QFontMetricsF(self.view.font())
        line = metrics.height()
        width = self.view.viewport().width()
        if row.kind != "equilibrium":
            return QSize(width, int(line * 1.9))
        if row.badge == "pure":
            return QSize(width, int(self._height(metrics, ", ".join(row.lines), row, width) + line * 0.75))
        high = sum(self._height(metrics, text, row, width) for text in row.lines)
        return QSize(width, int(high + line * 0.75))

    def _height(self, metrics: QFontMetricsF, text: str, row: Row, width: int) -> float:
        room = self._room(metrics, row, width)
        if metrics.horizontalAdvance(text) <= room:
            return metrics.height()
        return metrics.boundingRect(QRectF(0, 0, room, 10000), Qt.TextFlag.TextWordWrap, text).height()

    def _room(self, metrics: QFontMetricsF, row: Row, width: float) -> float:
        return (width - metrics.height() * 2.6 - self._numbers(metrics)
                - metrics.horizontalAdvance(", ".join(row.payoffs)))

    def _numbers(self, metrics: QFontMetricsF) -> float:
        """The room for the numbers of equilibria, which pictures and workings name; none for one alone."""
        last = self.view.model().last
        return metrics.horizontalAdvance(str(last)) if last > 1 else 0.0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        theme, font = self.theme, self.view.font()
        metrics = QFontMetricsF(font)
        line = metrics.height()
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        if row.kind != "equilibrium":
            painter.setPen(theme.colour("muted"))
            text = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, box.width() - line * 0.5)
            painter.drawText(box.adjusted(line * 0.35, line * 0.4, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
            painter.restore()
            return
        state = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            strength = 0.16 if state & QStyle.StateFlag.State_Selected else 0.06
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.mix("accent", "surface", strength))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        numbers = self._numbers(metrics)
        if numbers:
            small = QFont(font)
            small.setPointSizeF(font.pointSizeF() * 0.8)
            painter.setFont(small)
            painter.setPen(theme.colour("muted"))
            painter.drawText(QRectF(box.left(), box.top() + line * 0.375, line * 0.2 + numbers, line),
                             Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(row.index + 1))
            painter.setFont(font)
        middle = QPointF(box.left() + line * 0.75 + numbers, box.top() + line * 0.875)
        self._mark(painter, middle, line * 0.2, row.badge == "pure")
        room = self._room(metrics, row, box.width())
        left, y = box.left() + line * 1.5 + numbers, box.top() + line * 0.375
        if row.badge == "pure":
            self._pure(painter, QRectF(left, y, room, box.height() - line * 0.75), row, metrics)
        else:
            for k, text in enumerate(row.lines):
                high = self._height(metrics, text, row, int(box.width()))
                painter.setPen(theme.player(k))
                painter.drawText(QRectF(left, y, room, high), Qt.TextFlag.TextWordWrap, text)
                y += high
        right = box.right() - line * 0.6
        for k in reversed(range(len(row.payoffs))):
            text = row.payoffs[k]
            wide = metrics.horizontalAdvance(text)
            painter.setPen(theme.player(k))
            painter.drawText(QPointF(right - wide, box.top() + line * 0.375 + metrics.ascent()), text)
            right -= wide
            if k:
                painter.setPen(theme.colour("muted"))
                right -= metrics.horizontalAdvance(", ")
                painter.drawText(QPointF(right, box.top() + line * 0.375 + metrics.ascent()), ", ")
        painter.restore()

    def _pure(self, painter: QPainter, box: QRectF, row: Row, metrics: QFontMetricsF) -> None:
        """Strategy names in a line, each in its player's colour; wrapped in one colour where too long."""
        if metrics.horizontalAdvance(", ".join(row.lines)) > box.width():
            painter.setPen(self.theme.colour("text"))
            painter.drawText(box, Qt.TextFlag.TextWordWrap, ", ".join(row.lines))
            return
        x = box.left()
        for k, text in enumerate(row.lines):
            painter.setPen(self.theme.player(k))
            painter.drawText(QPointF(x, box.top() + metrics.ascent()), text)
            x += metrics.horizontalAdvance(text)
            if k + 1 < len(row.lines):
                painter.setPen(self.theme.colour("muted"))
                painter.drawText(QPointF(x, box.top() + metrics.ascent()), ", ")
                x += metrics.horizontalAdvance(", ")

    def _mark(self, painter: QPainter, at: QPointF, radius: float, pure: bool) -> None:
        ink = self.theme.colour("text")
        painter.setPen(ink)
        painter.setBrush(ink if pure else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, radius, radius)
        if not pure:
            painter.setBrush(ink)
            box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
            painter.drawPie(box, 90 * 16, 180 * 16)


class _View(QListView):
    copy_wanted = Signal()

    def event(self, event: QEvent) -> bool:
        if (event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
                and event.matches(QKeySequence.StandardKey.Copy)):
            event.accept()  # here it is the equilibrium that is copied
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            super().keyPressEvent(event)


class EquilibriumList(QWidget):
    """chosen: another equilibrium, or none, is chosen (see `chosen_equilibrium`); working_wanted: one, by its
    index, is to be worked out; method_changed: the person wants another method; cancelled: stop solving."""

    chosen = Signal()
    working_wanted = Signal(int)
    method_changed = Signal(str)
    cancelled = Signal()

    def __init__(self, methods: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`methods`: name, title and summary of each."""
        super().__init__(parent)
        self.game: NormalForm | None = None
        self.solution: Any = None
        title = Label("Equilibria")
        title.setProperty("role", "subtitle")
        self.method = QComboBox()
        self.method.setAccessibleName("Method of finding equilibria")
        self.method.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.method.setMinimumContentsLength(8)
        for i, (name, shown, summary) in enumerate(methods):
            self.method.addItem(shown, name)
            self.method.setItemData(i, summary, Qt.ItemDataRole.ToolTipRole)
        self.method.currentIndexChanged.connect(self._method_chosen)
        self.note = Label()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.stop = QPushButton("Cancel")
        self.stop.setAccessibleName("Cancel solving")
        self.stop.clicked.connect(self.cancelled)
        self.stop.hide()
        self.model = _Rows()
        self.view = _View()
        self.view.setAccessibleName("Equilibria")
        self.view.setModel(self.model)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self._painter = _Painter(self.view)
        self.view.setItemDelegate(self._painter)
        self.view.selectionModel().selectionChanged.connect(self._selected)
        self.view.copy_wanted.connect(self.copy)
        self.view.doubleClicked.connect(self._ask_working)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.method)
        state = QHBoxLayout()
        state.addWidget(self.note, 1)
        state.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addLayout(state)
        layout.addWidget(self.view, 1)

    # --- what is shown ------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        self._painter.theme = theme
        self.view.viewport().update()

    def show_solution(self, game: NormalForm, solution: Any) -> None:
        """Show a result; the chosen equilibrium stays chosen where the list has the same members."""
        kept = self._kept(game, solution)
        self.game, self.solution = game, solution
        self.stop.hide()
        self.note.setText(note(solution))
        self.model.show_rows(rows(game, solution))
        self.view.setEnabled(True)
        if kept >= 0:
            self._select(kept)
        else:
            self.chosen.emit()

    def show_so_far(self, game: NormalForm, solution: Any) -> None:
        """Show what is known of a game while the rest is being computed."""
        waiting = self.note.text()
        self.show_solution(game, solution)
        self.note.setText(waiting)
        self.stop.show()

    def show_progress(self, text: str) -> None:
        """Say how far the computation is."""
        self.note.setText(text)

    def offer(self, names: Collection[str]) -> None:
        """Which methods can be chosen; the first one instead of a chosen one that cannot."""
        model = self.method.model()
        for i in range(self.method.count()):
            fits = self.method.itemData(i) in names
            model.setData(model.index(i, 0), None if fits else 0, Qt.ItemDataRole.UserRole - 1)
        if self.method.currentData() not in names:
            self.method.setCurrentIndex(0)

    def show_components(self, solution: Any, components: Sequence[Any]) -> None:
        """Say what the components of the solution that is shown are like; of another one, nothing."""
        if solution is self.solution and self.game is not None:
            chosen = self.chosen_index()
            self.model.show_rows(rows(self.game, solution, components))
            if chosen >= 0:
                self._select(chosen)

    def _kept(self, game: NormalForm, solution: Any) -> int:
        current = self.chosen_index()
        if current < 0 or self.solution is None or self.game is None or self.game.players != game.players:
            return -1
        if len(self.solution.equilibria) != len(solution.equilibria):
            return -1
        before, now = self.solution.equilibria[current].profile, solution.equilibria[current].profile
        return current if before.supports == now.supports else -1

    def show_waiting(self, text: str) -> None:
        """A result is being computed: what is shown is of an earlier game and greyed out."""
        self.note.setText(text)
        self.stop.show()
        self.view.setEnabled(False)

    def show_nothing(self, text: str) -> None:
        """There is no result, for the reason given."""
        self.game = self.solution = None
        self.stop.hide()
        self.note.setText(text)
        self.model.show_rows([])
        self.chosen.emit()

    # --- choosing and copying -------------------------------------------------------------------------

    def chosen_index(self) -> int:
        """The chosen equilibrium's index in the solution; −1 where none is."""
        for index in self.view.selectionModel().selectedIndexes():
            return int(self.model.rows[index.row()].index)
        return -1

    def chosen_equilibrium(self) -> Any:
        index = self.chosen_index()
        return None if index < 0 else self.solution.equilibria[index]

    def choose(self, index: int) -> None:
        """Choose an equilibrium by its index in the solution; −1: none."""
        if index < 0:
            self.view.clearSelection()
        else:
            self._select(index)

    def _select(self, index: int) -> None:
        for i, row in enumerate(self.model.rows):
            if row.kind == "equilibrium" and row.index == index:
                self.view.setCurrentIndex(self.model.index(i))

    def _selected(self) -> None:
        self.chosen.emit()

    def _method_chosen(self) -> None:
        self.method_changed.emit(self.method.currentData())

    def copy(self) -> None:
        """The chosen equilibrium in one line; all of them as a table where none is chosen."""
        if self.solution is None:
            return
        one = self.chosen_equilibrium()
        if one is None:
            self.copy_all()
        else:
            QGuiApplication.clipboard().setText(as_text(self.game, one))

    def copy_all(self) -> None:
        if self.solution is not None and self.game is not None:
            QGuiApplication.clipboard().setText(as_table(self.game, self.solution.equilibria))

    def copy_latex(self) -> None:
        """All of them as LaTeX."""
        from playground.files import latex_equilibria

        if self.solution is not None and self.game is not None:
            QGuiApplication.clipboard().setText(latex_equilibria(self.game, self.solution))

    def _ask_working(self) -> None:
        if self.chosen_index() >= 0:
            self.working_wanted.emit(self.chosen_index())

    def _copy_payoffs(self) -> None:
        QGuiApplication.clipboard().setText("\t".join(str(u) for u in self.chosen_equilibrium().payoffs))

    def _copy_probabilities(self) -> None:
        profile = self.chosen_equilibrium().profile
        QGuiApplication.clipboard().setText("\n".join("\t".join(str(p) for p in s) for s in profile))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        index = self.view.indexAt(self.view.viewport().mapFromGlobal(event.globalPos()))
        if index.isValid() and self.model.rows[index.row()].kind == "equilibrium":
            self.view.setCurrentIndex(index)
            menu.addAction("Show working", self._ask_working)
            menu.addSeparator()
            menu.addAction("Copy equilibrium", self.copy)
            menu.addAction("Copy probabilities", self._copy_probabilities)
            menu.addAction("Copy payoffs", self._copy_payoffs)
            menu.addSeparator()
        menu.addAction("Copy all equilibria", self.copy_all).setEnabled(bool(self.model.rows))
        menu.addAction("Copy all as LaTeX", self.copy_latex).setEnabled(bool(self.model.rows))
        menu.popup(event.globalPos())


def note(solution: Any) -> str:
    """What is known of the list: complete or not, what the method missed, and how long it took."""
    parts = [solution.message.rstrip(".") + "."]
    if solution.missed:
        parts.append(f"This method missed {solution.missed} of them.")
    parts.append(duration(solution.seconds))
    return " ".join(parts)


def duration(seconds: float) -> str:
    if seconds < 0.0005:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 0.1 else f"{seconds:.1f} s"

