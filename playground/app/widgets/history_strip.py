"""The rounds of a match as a strip: a row a player, a mark a round, readable from the back of a room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from playground.app.theme import Theme
from playground.app.widgets import match_words as words
from playground.app.widgets.label import tip
from playground.app.widgets.match_look import draw_mark
from playground.arena import Round


class HistoryStrip(QAbstractScrollArea):
    """Shows the rounds played so far, the newest at the right. A choice that slipped is underlined."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.players: tuple[str, ...] = ()
        self.strategies: tuple[tuple[str, ...], ...] = ()
        self.rounds: Sequence[Round] = ()
        self.shown = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Rounds played")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.viewport().update()

    def show_rounds(self, players: Sequence[str], strategies: Sequence[Sequence[str]],
                    rounds: Sequence[Round], shown: int | None = None) -> None:
        """Show the first `shown` rounds (all, if None) and keep the newest in view."""
        self.players = tuple(players)
        self.strategies = tuple(map(tuple, strategies))
        self.rounds, self.shown = rounds, len(rounds) if shown is None else shown
        self.setAccessibleDescription(words.rounds_text(self.shown))
        self._fit()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.maximum())
        self.viewport().update()

    # --- measures -------------------------------------------------------------------------------------

    def _line(self) -> float:
        return QFontMetricsF(self.font()).height()

    def _cell(self) -> float:
        return self._line() * 1.7

    def _left(self) -> float:
        """Where the rounds begin: right of the longest name."""
        metrics = QFontMetricsF(self.font())
        longest = max((metrics.horizontalAdvance(name) for name in self.players), default=0.0)
        return min(longest, self._line() * 8) + self._line() * 0.9

    def _fit(self) -> None:
        line = self._line()
        self.setFixedHeight(round(line * 1.1 + self._cell() * max(1, len(self.players)) + line * 2.1))
        room = max(1, int((self.viewport().width() - self._left()) / self._cell()))
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, self.shown - room))
        bar.setPageStep(room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def round_at(self, point: QPoint) -> int:
        """The index of the round under a point of the viewport; −1 where there is none."""
        column = int((point.x() - self._left()) // self._cell())
        index = column + self.horizontalScrollBar().value()
        return index if column >= 0 and index < self.shown else -1

    # --- drawing --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line, cell, left = self._line(), self._cell(), self._left()
        metrics = QFontMetricsF(self.font())
        theme, width = self.theme, self.viewport().width()
        for k, name in enumerate(self.players):
            row = QRectF(0, line * 1.1 + cell * k, left - line * 0.9, cell)
            painter.setPen(theme.player(k))
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                             metrics.elidedText(name, Qt.TextElideMode.ElideRight, row.width()))
        first = self.horizontalScrollBar().value()
        last = min(self.shown, first + int((width - left) / cell) + 1)
        for index in range(first, last):
            x = left + (index - first) * cell
            number = index + 1
            if number == 1 or number % 5 == 0:
                painter.setPen(theme.colour("muted"))
                painter.drawText(QRectF(x - cell, 0, cell * 3, line), Qt.AlignmentFlag.AlignCenter,
                                 str(number))
            played = self.rounds[index]
            for k, action in enumerate(played.actions):
                box = QRectF(x, line * 1.1 + cell * k, cell, cell)
                if index == self.shown - 1:
                    painter.fillRect(box, theme.mix("accent", "surface", 0.14))
                draw_mark(painter, box.adjusted(cell * 0.2, cell * 0.2, -cell * 0.2, -cell * 0.2), action,
                          theme.player(k), theme.colour("surface"))
                if played.intended[k] != action:
                    painter.fillRect(QRectF(x + cell * 0.15, box.bottom() - cell * 0.12, cell * 0.7,
                                            max(2.0, cell * 0.07)), theme.colour("danger"))
        self._legend(painter, QRectF(0, line * 1.5 + cell * len(self.players), width, line * 1.2))
        painter.end()

    def _legend(self, painter: QPainter, box: QRectF) -> None:
        """What the marks mean: once where all players have the same strategies, otherwise by player."""
        theme, line = self.theme, self._line()
        metrics = QFontMetricsF(self.font())
        groups = list(enumerate(self.strategies))
        if len(set(self.strategies)) == 1:
            groups = groups[:1]
        x = box.left()
        for k, names in groups:
            for index, name in enumerate(names):
                wide = line * 1.1 + metrics.horizontalAdvance(name) + line * 0.9
                if x + wide > box.right():
                    return
                colour = theme.colour("muted") if len(groups) == 1 else theme.player(k)
                draw_mark(painter, QRectF(x, box.top() + line * 0.2, line * 0.75, line * 0.75), index, colour,
                          theme.colour("surface"))
                painter.setPen(theme.colour("muted"))
                painter.drawText(QRectF(x + line * 1.1, box.top(), wide, line * 1.2),
                                 Qt.AlignmentFlag.AlignVCenter, name)
                x += wide
            x += line

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.round_at(event.pos())
            text = ""
            if index >= 0:
                text = f"Round {index + 1}. " + words.round_text(self.players, self.strategies,
                                                                self.rounds[index])
            QToolTip.showText(event.globalPos(), tip(text), self)
            return True
        return super().viewportEvent(event)
