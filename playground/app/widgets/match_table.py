"""The payoff table beside a match, with the cell of the last round marked: why one got what one got.

As large as the room allows. With more than two players there is one table for each choice of the others.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.theme import Theme
from playground.app.widgets import match_words as words
from playground.app.widgets.match_look import font
from playground.game import NormalForm

MOST = 10  # strategies a player that fit beside a match
MOST_CELLS = 100
FACTORS = (2.2, 2.0, 1.8, 1.6, 1.4, 1.25, 1.1, 1.0, 0.9, 0.8, 0.7)  # of the app's font, the largest that fits
USUAL = 1.25


@dataclass(frozen=True)
class _Plan:
    """Sizes in pixels at one size of letters: `head` for the row names, `wide` and `high` of a cell,
    `top` above the first row, `gap` between tables."""

    factor: float
    metrics: QFontMetricsF
    head: float
    wide: float
    high: float
    top: float
    gap: float
    width: float
    height: float


class MatchTable(QWidget):
    """For games that are small enough; for others it is hidden."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.game: NormalForm | None = None
        self.last: tuple[int, ...] | None = None
        self._texts: dict[tuple[int, ...], list[str]] = {}
        self.setAccessibleName("Payoffs, with the last round's marked")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def show_game(self, game: NormalForm, last: tuple[int, ...] | None) -> None:
        """`last`: what was played in the last round; None before the first."""
        fits = game.n_players > 1 and max(game.shape) <= MOST and math.prod(game.shape) <= MOST_CELLS
        if fits and game is not self.game:
            self._texts = {at: [words.exact(game.payoff(k, at)) for k in range(game.n_players)]
                           for at in itertools.product(*map(range, game.shape))}
        self.game, self.last = game if fits else None, last
        self.setVisible(fits)
        if fits:
            self.setAccessibleDescription("" if last is None else ", ".join(game.profile_names(last)))
            self._limit()
            self.update()

    # --- size -----------------------------------------------------------------------------------------

    def _sheets(self) -> tuple[int, int]:
        """How many tables lie side by side, and how many rows of them."""
        rest = self.game.shape[2:] if self.game is not None else ()
        return (rest[-1] if rest else 1), math.prod(rest[:-1])

    def _plan(self, factor: float) -> _Plan:
        assert self.game is not None
        rows, columns = self.game.shape[:2]
        metrics = QFontMetricsF(font(factor))
        line = metrics.height()
        row_names, column_names = (player.strategies for player in self.game.players[:2])
        longest = line * 8
        head = min(max(map(metrics.horizontalAdvance, row_names)), longest) + line
        texts = max(metrics.horizontalAdvance(", ".join(cell)) for cell in self._texts.values())
        named = min(max(map(metrics.horizontalAdvance, column_names)), longest)
        wide, high = max(texts + line * 1.4, named + line), line * 1.9
        across, down = self._sheets()
        top, gap = high + (line * 1.3 if across * down > 1 else 0.0), line * 1.2
        return _Plan(factor, metrics, head, wide, high, top, gap,
                     across * (head + wide * columns) + (across - 1) * gap + 4,
                     down * (top + high * rows) + (down - 1) * gap / 2 + 4)

    def _fitting(self, width: float, height: float) -> _Plan:
        plans = [self._plan(factor) for factor in FACTORS]
        return next((plan for plan in plans if plan.width <= width and plan.height <= height), plans[-1])

    def _limit(self) -> None:
        """Never higher than letters that fit the width can use."""
        if self.game is not None:
            self.setMaximumHeight(math.ceil(self._fitting(self.width(), math.inf).height))
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        if self.game is None:
            return QSize(0, 0)
        plan = self._fitting(self.width(), self._plan(USUAL).height)
        return QSize(0, math.ceil(plan.height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._limit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._limit()

    # --- drawing --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.game is None:
            return
        plan = self._fitting(self.width(), self.height())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across, _down = self._sheets()
        rows, columns = self.game.shape[:2]
        left = max(0.0, (self.width() - plan.width) / 2) + 2
        for number, others in enumerate(itertools.product(*map(range, self.game.shape[2:]))):
            x = left + number % across * (plan.head + plan.wide * columns + plan.gap)
            y = number // across * (plan.top + plan.high * rows + plan.gap / 2) + 1
            self._sheet(painter, plan, x, y, others)
        painter.end()

    def _sheet(self, painter: QPainter, plan: _Plan, left: float, top: float, others: tuple[int, ...]
               ) -> None:
        """The table of players 1 and 2 where the others do what `others` says."""
        assert self.game is not None
        game, theme = self.game, self.theme
        rows, columns = game.shape[:2]
        line = plan.metrics.height()
        centre, right = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight
        body = QRectF(left + plan.head, top + plan.top, plan.wide * columns, plan.high * rows)

        def name(box: QRectF, text: str, player: int, align: Qt.AlignmentFlag) -> None:
            painter.setFont(font(plan.factor))
            painter.setPen(theme.player(player))
            painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter,
                             plan.metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width()))

        for k, choice in enumerate(others, start=2):  # above the table, side by side
            part = body.width() / len(others)
            name(QRectF(body.left() + (k - 2) * part, top, part, line * 1.3),
                 f"{game.players[k].name}: {game.players[k].strategies[choice]}", k, centre)
        for j, text in enumerate(game.players[1].strategies):
            name(QRectF(body.left() + j * plan.wide + line * 0.2, body.top() - plan.high,
                        plan.wide - line * 0.4, plan.high), text, 1, centre)
        marked = None
        for i, text in enumerate(game.players[0].strategies):
            name(QRectF(left, body.top() + plan.high * i, plan.head - line * 0.6, plan.high), text, 0, right)
            for j in range(columns):
                box = QRectF(body.left() + j * plan.wide, body.top() + plan.high * i, plan.wide, plan.high)
                last = self.last == (i, j, *others)
                if last:
                    marked = box
                    painter.fillRect(box, theme.mix("accent", "surface", 0.2))
                painter.setPen(QPen(theme.colour("line"), 1))
                painter.drawRect(box)
                self._payoffs(painter, box, self._texts[(i, j, *others)], plan, bold=last)
        if marked is not None:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(marked)

    def _payoffs(self, painter: QPainter, box: QRectF, texts: list[str], plan: _Plan, bold: bool) -> None:
        painter.setFont(font(plan.factor, bold))
        metrics = plan.metrics
        x = box.center().x() - metrics.horizontalAdvance(", ".join(texts)) / 2
        for k, text in enumerate(texts):
            painter.setPen(self.theme.player(k))
            wide = metrics.horizontalAdvance(text + ", ")
            painter.drawText(QRectF(x, box.top(), wide * 1.3, box.height()), Qt.AlignmentFlag.AlignVCenter,
                             text + ("," if k + 1 < len(texts) else ""))
            x += wide
