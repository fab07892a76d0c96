"""The payoff table beside a match, with the cell of the last round marked: why one got what one got."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.theme import Theme
from playground.app.widgets import match_words as words
from playground.app.widgets.match_look import font, line_height
from playground.game import NormalForm

MOST = 6  # strategies a player that fit beside a match
LARGE = 1.25  # of the app's font


class MatchTable(QWidget):
    """For games of two players with few strategies; for others it is hidden."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.game: NormalForm | None = None
        self.last: tuple[int, ...] | None = None
        self.setAccessibleName("Payoffs, with the last round's marked")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def show_game(self, game: NormalForm, last: tuple[int, ...] | None) -> None:
        """`last`: what was played in the last round; None before the first."""
        self.game, self.last = game, last
        fits = game.n_players == 2 and max(game.shape) <= MOST
        self.setVisible(fits)
        if fits:
            told = "" if last is None else ", ".join(game.profile_names(last))
            self.setAccessibleDescription(told)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        line = line_height(LARGE)
        rows = self.game.shape[0] if self.game is not None else 2
        return QSize(round(line * 14), round(line * 1.9 * (rows + 1)) + 4)  # room for the mark's frame

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.game is None:
            return
        game, theme = self.game, self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(LARGE))
        metrics = QFontMetricsF(painter.font())
        line = metrics.height()
        rows, columns = game.shape
        row_names, column_names = (player.strategies for player in game.players)
        head = min(max(metrics.horizontalAdvance(name) for name in row_names), self.width() * 0.3) + line
        texts = [[[words.exact(game.payoff(k, (i, j))) for k in (0, 1)] for j in range(columns)]
                 for i in range(rows)]
        widest = max(metrics.horizontalAdvance(", ".join(cell)) for row in texts for cell in row) + line * 1.4
        named = max(metrics.horizontalAdvance(name) for name in column_names) + line
        wide = min(max(widest, named), (self.width() - head) / columns)
        high = line * 1.9
        left = max(0.0, (self.width() - head - wide * columns) / 2)
        centre, middle = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.player(1))
        for j, name in enumerate(column_names):
            painter.drawText(QRectF(left + head + j * wide, 0, wide, high), centre,
                             metrics.elidedText(name, Qt.TextElideMode.ElideRight, wide - line * 0.4))
        for i, name in enumerate(row_names):
            painter.setPen(theme.player(0))
            painter.drawText(QRectF(left, high * (i + 1), head - line * 0.6, high),
                             middle | Qt.AlignmentFlag.AlignRight,
                             metrics.elidedText(name, Qt.TextElideMode.ElideRight, head - line * 0.6))
            for j in range(columns):
                box = QRectF(left + head + j * wide, high * (i + 1), wide, high)
                if self.last == (i, j):
                    painter.fillRect(box, theme.mix("accent", "surface", 0.2))
                painter.setPen(QPen(theme.colour("line"), 1))
                painter.drawRect(box)
                self._payoffs(painter, box, texts[i][j], metrics, bold=self.last == (i, j))
        if self.last is not None:
            i, j = self.last
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(QRectF(left + head + j * wide, high * (i + 1), wide, high))
        painter.end()

    def _payoffs(self, painter: QPainter, box: QRectF, texts: list[str], metrics: QFontMetricsF, bold: bool
                 ) -> None:
        painter.setFont(font(LARGE, bold))
        total = metrics.horizontalAdvance(", ".join(texts))
        x = box.center().x() - total / 2
        for k, text in enumerate(texts):
            painter.setPen(self.theme.player(k))
            wide = metrics.horizontalAdvance(text + ", ")
            painter.drawText(QRectF(x, box.top(), wide * 1.3, box.height()), Qt.AlignmentFlag.AlignVCenter,
                             text + ("," if k == 0 else ""))
            x += wide
