"""A shelf of cards: one a game, with its picture, title, summary and tags."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from playground.app.pictures import thumbnail
from playground.app.theme import Theme

Index = QModelIndex | QPersistentModelIndex
NARROWEST, TALLEST = 12.0, 14.0  # a card, in line heights
LINES = 3  # of the summary


@dataclass(frozen=True)
class Card:
    """What the shelf knows of a file without computing anything."""

    path: Path
    title: str
    summary: str
    tags: tuple[str, ...]
    words: str  # all that can be searched, folded
    size: tuple[int, int]  # players, profiles: simple games come first

    @classmethod
    def read(cls, path: Path) -> Card:
        """A glance at the file: no payoff is parsed, and a file that cannot be read has only its name."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            players = [(str(player["name"]), [str(s) for s in player["strategies"]])
                       for player in data["players"]]
            title, tags = str(data["title"]), tuple(map(str, data.get("tags", ())))
            summary = str(data.get("summary", ""))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            name = path.name.split(".")[0]
            return cls(path, name, "This file cannot be read.", (), fold(name), (99, 0))
        words = [title, summary, *tags, *(s for _, strategies in players for s in strategies),
                 *(name for name, _ in players)]
        return cls(path, title, summary, tags, fold(" ".join(words)),
                   (len(players), prod(len(strategies) for _, strategies in players)))

    def matches(self, words: Iterable[str], tags: Iterable[str]) -> bool:
        """Whether it has all the words (folded; beginnings and parts count) and all the tags."""
        return all(word in self.words for word in words) and all(tag in self.tags for tag in tags)


CLASSICS = ("stag-hunt", "prisoners-dilemma", "chicken", "battle-of-the-sexes", "matching-pennies",
            "hawk-dove", "rock-paper-scissors", "penalty-kicks")


def _order(card: Card) -> tuple[int, int, int, str]:
    """The games everybody knows first, then the small before the large."""
    name = card.path.name.split(".")[0]
    return (CLASSICS.index(name) if name in CLASSICS else len(CLASSICS), *card.size, card.title)


def fold(text: str) -> str:
    """Lower case, no accents, one kind of apostrophe: what people type without thinking."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("–", "-"))
    return "".join(c for c in plain if not unicodedata.combining(c))


class Shelf(QAbstractListModel):
    """The cards that match, those whose title does first."""

    def __init__(self, cards: Iterable[Card]) -> None:
        super().__init__()
        self.all = sorted(cards, key=_order)
        self.shown = list(self.all)
        self.scenes: dict[Path, thumbnail.Scene] = {}

    def search(self, text: str, tags: Iterable[str]) -> None:
        """Show only what matches."""
        words, tags = fold(text).split(), list(tags)
        self.beginResetModel()
        found = [card for card in self.all if card.matches(words, tags)]
        self.shown = sorted(found, key=lambda card: not all(word in fold(card.title) for word in words))
        self.endResetModel()

    def add_scene(self, path: Path, scene: thumbnail.Scene) -> None:
        self.scenes[path] = scene
        for row, card in enumerate(self.shown):
            if card.path == path:
                self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, path: Path) -> int:
        """-1 where it is not shown."""
        return next((row for row, card in enumerate(self.shown) if card.path == path), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        card = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return f"{card.summary} {', '.join(card.tags)}"
        if role == Qt.ItemDataRole.UserRole:
            return card
        return None


class CardDelegate(QStyledItemDelegate):
    """Paints one card; pictures are painted once a size and theme."""

    def __init__(self, shelf: Shelf, theme: Theme) -> None:
        super().__init__()
        self.shelf = shelf
        self.theme = theme
        self.size = QSize(220, 230)
        self._pictures: dict[Path, QPixmap] = {}

    def forget_pictures(self) -> None:
        self._pictures.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: Card = index.data(Qt.ItemDataRole.UserRole)
        theme, line = self.theme, option.fontMetrics.height()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
        gap = round(line * 0.35)
        box = option.rect.adjusted(gap, gap, -gap, -gap)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.setBrush(theme.mix("accent", "raised", 0.1 + 0.05 * theme.dark))
            painter.setPen(QPen(theme.colour("accent"), 2 if focused else 1.2))
        else:
            painter.setBrush(theme.colour("raised"))
            painter.setPen(QPen(theme.mix("text", "surface", 0.28) if hovered else theme.colour("line"), 1))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), line * 0.5, line * 0.5)

        pad = round(line * 0.75)
        inner = box.adjusted(pad, pad, -pad, -pad)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        bold = QFontMetrics(font)
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() * 0.86)
        tiny = QFontMetrics(small)
        top = inner.bottom() - tiny.height() + 1
        painter.setFont(small)
        painter.setPen(theme.colour("muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(inner.left(), top, inner.width(), tiny.height()), middle,
                         _fitting(card.tags, tiny, inner.width()))
        top -= round(line * 0.3) + LINES * tiny.height()
        summary = QRect(inner.left(), top, inner.width(), tiny.height())
        painter.setPen(theme.colour("text"))
        for i, words in enumerate(_lines(card.summary, tiny, inner.width(), LINES)):
            painter.drawText(summary.translated(0, i * tiny.height()), Qt.AlignmentFlag.AlignTop, words)
        top -= bold.height() + round(line * 0.15)
        painter.setFont(font)
        painter.drawText(QRect(inner.left(), top, inner.width(), bold.height()), middle,
                         bold.elidedText(card.title, Qt.TextElideMode.ElideRight, inner.width()))
        picture = QRect(inner.left(), inner.top(), inner.width(), top - inner.top() - round(line * 0.5))
        if picture.height() > 8:
            self._picture(painter, picture, card, option.font)
        painter.restore()

    def _picture(self, painter: QPainter, where: QRect, card: Card, font: QFont) -> None:
        scene = self.shelf.scenes.get(card.path)
        if scene is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.mix("text", "raised", 0.05))
            painter.drawRoundedRect(QRectF(where), 6, 6)
            return
        kept = self._pictures.get(card.path)
        ratio = painter.device().devicePixelRatioF()
        if kept is None or kept.deviceIndependentSize().toSize() != where.size():
            kept = QPixmap(round(where.width() * ratio), round(where.height() * ratio))
            kept.setDevicePixelRatio(ratio)
            kept.fill(Qt.GlobalColor.transparent)
            own = QPainter(kept)
            own.setRenderHint(QPainter.RenderHint.Antialiasing)
            own.setFont(font)
            thumbnail.paint(own, QRectF(0, 0, where.width(), where.height()), scene, self.theme)
            own.end()
            self._pictures[card.path] = kept
        painter.drawPixmap(where.topLeft(), kept)


def _fitting(tags: Iterable[str], metrics: QFontMetrics, width: int) -> str:
    """As many whole tags as there is room for."""
    text = ""
    for tag in tags:
        longer = f"{text}  ·  {tag}" if text else tag
        if metrics.horizontalAdvance(longer) > width:
            break
        text = longer
    return text


def _lines(text: str, metrics: QFontMetrics, width: int, count: int) -> list[str]:
    """The text in at most `count` lines, elided at its end."""
    words, lines = text.split(), []
    while words and len(lines) < count - 1:
        line = words.pop(0)
        while words and metrics.horizontalAdvance(f"{line} {words[0]}") <= width:
            line = f"{line} {words.pop(0)}"
        lines.append(line)
    rest = metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width)
    return [*lines, rest]


class CardView(QListView):
    """Cards in as many columns as fit, all of one width.

    typed(text): a letter was typed, which belongs to the search line; left: Up was pressed in the top row.
    """

    typed = Signal(str)
    left = Signal()

    def __init__(self, shelf: Shelf, theme: Theme) -> None:
        super().__init__()
        self.setModel(shelf)
        self.delegate = CardDelegate(shelf, theme)
        self.setItemDelegate(self.delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setWordWrap(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Games")
        self.setTabKeyNavigation(False)

    def set_theme(self, theme: Theme) -> None:
        self.delegate.theme = theme
        self.delegate.forget_pictures()
        self.fit()

    def fit(self) -> None:
        """Share the width among as many columns as fit."""
        line = self.fontMetrics().height()
        width = self.width() - self.verticalScrollBar().sizeHint().width() - 1  # there or not, cards stay
        columns = max(1, int(width / (line * NARROWEST)))
        size = QSize(width // columns, round(line * TALLEST))
        if size != self.delegate.size:
            self.delegate.size = size
            self.delegate.forget_pictures()
        self.setGridSize(size)
        self.verticalScrollBar().setSingleStep(round(line * 2.5))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "delegate"):
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if plain and text and text.isprintable() and not text.isspace() and text != "?":
            self.typed.emit(text)
            return
        if event.key() == Qt.Key.Key_Up:
            top = self.visualRect(self.currentIndex()).top() if self.currentIndex().isValid() else 0
            first = self.visualRect(self.model().index(0, 0)).top()
            if top <= first:
                self.left.emit()
                return
        super().keyPressEvent(event)
