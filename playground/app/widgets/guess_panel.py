"""Who is it? The candidates of a riddle, with what speaks for each as a bar; one of them is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from playground.app.pictures import automaton as pictures
from playground.app.pictures.view import PictureView
from playground.app.theme import Theme
from playground.app.widgets import match_words as words
from playground.app.widgets.flow import FlowLayout
from playground.app.widgets.label import Label, set_role, tip
from playground.app.widgets.match_look import line_height
from playground.arena import LINEUPS, Suspect, fresh_seed
from playground.catalogue import Catalogue
from playground.game import NormalForm
from playground.strategy import STRATEGIES, Strategy, table_of, usable

OWN = "As ticked below"
FEWEST = 2  # candidates
NAME, SHARE, NOTE, PLACE = (Qt.ItemDataRole.UserRole + k for k in range(4))
Index = QModelIndex | QPersistentModelIndex
Checked = Qt.CheckState.Checked


class _Bars(QStyledItemDelegate):
    """Under each name a bar as long as the candidate is likely; at the right how likely that is."""

    theme: Theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share, note = index.data(SHARE), index.data(NOTE) or ""
        box: QRect = option.rect  # type: ignore[attr-defined]
        super().paint(painter, option, index)
        painter.setPen(self.theme.colour("muted"))
        painter.drawText(box.adjusted(0, 0, -6, 0), Qt.AlignmentFlag.AlignRight
                         | Qt.AlignmentFlag.AlignVCenter, note)
        if share:
            thick = max(3, box.height() // 8)
            painter.fillRect(box.left(), box.bottom() - thick, max(2, round(box.width() * share)), thick,
                             self.theme.colour("accent"))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """The name in what the note leaves of the line."""
        super().initStyleOption(option, index)
        metrics: QFontMetrics = option.fontMetrics  # type: ignore[attr-defined]
        box: QRect = option.rect  # type: ignore[attr-defined]
        if note := index.data(NOTE):
            room = box.width() - metrics.horizontalAdvance(f"{note}") - 3 * metrics.averageCharWidth() - 16
            option.text = metrics.elidedText(  # type: ignore[attr-defined]
                index.data(), Qt.TextElideMode.ElideRight, room)


class _List(QListWidget):
    """Leaves the keys of choices to the match; a list would search for them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in words.OWN_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class GuessPanel(QWidget):
    """draw_asked(candidates, seed); guessed(name); hint_asked(wanted); stop_asked; about_asked(name);
    recount_asked: the score begins anew."""

    draw_asked = Signal(tuple, object)  # an int of a signal has 32 bits
    guessed = Signal(str)
    hint_asked = Signal(bool)
    stop_asked = Signal()
    about_asked = Signal(str)
    recount_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._game: NormalForm | None = None
        self._strategies: Catalogue[Strategy] = STRATEGIES
        self._offered: tuple[object, ...] = ()
        self._ticked: set[str] = set()
        self._asking = False  # a riddle is open, or was just solved
        caption = Label("Guess the strategy")
        caption.setProperty("role", "caption")
        self.lineup = QComboBox()
        self.lineup.setAccessibleName("Who it may be")
        self.lineup.setToolTip("The candidates: one of them is drawn, and you find out which by playing")
        for name, entry in LINEUPS.items():
            self.lineup.addItem(entry.title, name)
            self.lineup.setItemData(self.lineup.count() - 1, tip(entry.summary), Qt.ItemDataRole.ToolTipRole)
        self.lineup.addItem(OWN, "")
        self.lineup.setCurrentIndex(self.lineup.findData("four"))
        self.lineup.activated.connect(self._show_choice)
        self.list = _List()
        self.list.setAccessibleName("Candidates")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bars = _Bars(self.list)
        self.list.setItemDelegate(self._bars)
        self.list.itemChanged.connect(self._tick)
        self.list.currentItemChanged.connect(self._chosen)
        self.list.itemDoubleClicked.connect(lambda item: self.about_asked.emit(item.data(NAME)))
        self.seed = QLineEdit(str(fresh_seed()))
        self.seed.setAccessibleName("Seed of the draw")
        self._seed = QWidget()
        line = QHBoxLayout(self._seed)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Label("Seed"))
        line.addWidget(self.seed)
        self.seed.setToolTip("The same seed draws the same opponent, with the same luck, on every computer")
        self.hint = QCheckBox("Hint: how likely each is")
        self.hint.setToolTip("The chance of each candidate given what was played; at first all are alike")
        self.hint.toggled.connect(self.hint_asked)
        self.unknown = Label()  # who takes no part in the chances
        self.unknown.setWordWrap(True)
        self.unknown.setProperty("role", "muted")
        self.told = Label()
        self.told.setWordWrap(True)
        self.graph = PictureView(pictures.paint, "The strategy as a graph", theme=theme)
        self.score = Label()
        self.score.setWordWrap(True)
        self.score.setProperty("role", "muted")
        self.recount = QPushButton("Count from 0")
        self.recount.setToolTip("For the next person who guesses")
        self.recount.setProperty("role", "flat")
        self.recount.clicked.connect(self.recount_asked)
        self.show_score("")
        self.draw = QPushButton("Draw an opponent")
        self.draw.clicked.connect(self._draw)
        self.guess = QPushButton("Guess")
        self.guess.setProperty("role", "primary")
        self.guess.clicked.connect(self._guess)
        self.stop = QPushButton("Stop guessing")
        self.stop.clicked.connect(self.stop_asked)
        self.buttons = QWidget()
        row = FlowLayout(self.buttons)
        for button in (self.guess, self.draw, self.stop):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (caption, self.lineup, self.told, self.list, self.unknown, self.hint, self._seed,
                       self.buttons, self.score, self.recount, self.graph):
            column.addWidget(widget)
        column.setAlignment(self.recount, Qt.AlignmentFlag.AlignRight)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._bars.theme = theme
        self.graph.set_theme(theme)
        self.graph.setFixedHeight(round(line_height() * 13))

    # --- before a riddle --------------------------------------------------------------------------------

    def offer(self, game: NormalForm, strategies: Catalogue[Strategy], forbidden: Sequence[str]) -> None:
        """Candidates that can play `game`; none but in games of two."""
        self._asking = False
        if self._offered != (game, tuple(strategies.values()), tuple(forbidden)):
            self._offered = (game, tuple(strategies.values()), tuple(forbidden))
            self._game, self._strategies = game, strategies
            able = [name for name in strategies
                    if name not in forbidden and not usable(name, game, strategies)]
            self._able = [*(name for name in able if name not in STRATEGIES),  # the document's own first
                          *(name for name in able if name in STRATEGIES)]
            self._ticked &= set(self._able)
        self._show_choice()

    def candidates(self) -> tuple[str, ...]:
        """Who may be drawn, as it is set."""
        name = self.lineup.currentData()
        listed = LINEUPS[name].make(self._game) if name and self._game is not None else self._ticked
        return tuple(each for each in self._able if each in listed)

    def _show_choice(self) -> None:
        own = not self.lineup.currentData()
        if own and not self._ticked:
            self._ticked = set(LINEUPS["classics"].make(self._game)) & set(self._able)  # type: ignore[arg-type]
        self.list.blockSignals(True)
        self._fill(self._able if own else ())
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Checked if item.data(NAME) in self._ticked else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.list.setVisible(own)
        for widget in (self.lineup, self._seed, self.draw):
            widget.show()
        for widget in (self.unknown, self.hint, self.graph, self.guess, self.stop):
            widget.hide()
        self.draw.setText("Draw an opponent")
        self._count()

    def _fill(self, names: Sequence[str]) -> None:
        self.list.clear()
        for name in names:
            item = QListWidgetItem(words.seat_title(name, self._strategies))
            item.setData(NAME, name)
            item.setData(PLACE, self.list.count())
            item.setToolTip(tip(self._strategies.read(name)[0].summary + " A double click tells more."))
            self.list.addItem(item)
        shown = min(max(len(names), 2), 12)
        self.list.setFixedHeight(max(self.list.sizeHintForRow(0), 1) * shown + 2 * self.list.frameWidth())

    def _tick(self, item: QListWidgetItem) -> None:
        if not self._asking:
            (self._ticked.add if item.checkState() == Checked else self._ticked.discard)(item.data(NAME))
            self._count()

    def _count(self) -> None:
        count = len(self.candidates())
        self.draw.setEnabled(count >= FEWEST)
        self._tell(f"{count} strategies can play this game. One is drawn and hidden; find out which."
                   if count >= FEWEST else "It takes two candidates that can play this game.")

    def _tell(self, text: str, role: str = "muted") -> None:
        set_role(self.told, role)
        self.told.setText(text)

    def _draw(self) -> None:
        text = self.seed.text().strip()
        if not (text.isascii() and text.isdigit() and len(text) <= 18):
            self._tell("The seed is a whole number of at most 18 digits.", "danger")
            return
        self.draw_asked.emit(self.candidates(), int(text))

    # --- a riddle ---------------------------------------------------------------------------------------

    def ask(self, candidates: Sequence[str], text: str) -> None:
        """A riddle begins."""
        self._asking = True
        self._fill(candidates)
        self.hint.setChecked(False)
        for widget in (self.list, self.hint, self.guess, self.stop):
            widget.show()
        for widget in (self.lineup, self._seed, self.draw, self.graph, self.unknown):
            widget.hide()
        self.list.setCurrentRow(-1)
        self._chosen()
        self._tell(text)

    def show_suspects(self, found: Sequence[Suspect]) -> None:
        """How likely each is, the likeliest first; nothing for none."""
        known = {suspect.name: suspect for suspect in found}
        self.unknown.setText(missing(found))
        self.unknown.setVisible(bool(self.unknown.text()))
        for row in range(self.list.count()):
            item = self.list.item(row)
            suspect = known.get(item.data(NAME))
            item.setData(SHARE, float(suspect.chance or 0) if suspect else None)
            item.setData(NOTE, brief(suspect) if suspect else "")
            title, summary = item.text(), self._strategies.read(item.data(NAME))[0].summary
            item.setData(Qt.ItemDataRole.AccessibleTextRole,
                         f"{title}. {full(suspect)}" if suspect else title)
            item.setToolTip(tip(f"{full(suspect)} {summary}" if suspect else
                                f"{summary} A double click tells more."))
        self._sort(known)

    def _sort(self, known: Mapping[str, Suspect]) -> None:
        """The likeliest first, then those of whom it is not known, at last those that it cannot be."""
        def place(item: QListWidgetItem) -> tuple[int, float, int]:
            suspect = known.get(item.data(NAME))
            chance = None if suspect is None else suspect.chance
            out = suspect is not None and suspect.cleared is not None
            return 2 if out else int(chance is None), -float(chance or 0), item.data(PLACE)

        items = [self.list.item(row) for row in range(self.list.count())]
        sorted_ = sorted(items, key=place)
        if sorted_ != items:
            current, box = self.list.currentItem(), QSignalBlocker(self.list)
            for _ in items:
                self.list.takeItem(0)
            for item in sorted_:
                self.list.addItem(item)
            self.list.setCurrentItem(current)
            box.unblock()
            self.list.scrollToTop()

    def show_score(self, text: str) -> None:
        self.score.setText(text)
        self.score.setVisible(bool(text))
        self.recount.setVisible(bool(text))

    def reveal(self, who: str, text: str, seed: int) -> None:
        """The riddle is solved; the next one has `seed`."""
        assert self._game is not None
        self._tell(text, "subtitle")
        self.draw.setText("Another one")
        self.draw.setEnabled(True)
        self.draw.show()
        if self.hint.hasFocus() or self.guess.hasFocus():
            self.draw.setFocus()  # or Qt would give the keyboard to Stop guessing
        self.hint.hide()
        self.guess.hide()
        self.seed.setText(str(seed))
        self._seed.show()
        table = table_of(who, self._game, self._strategies)
        drawn = table is not None and len(table.states) <= pictures.MOST_STATES
        self.graph.setVisible(drawn)
        if table is not None and drawn:
            scene = pictures.scene_of(table, pictures.moves_of(self._game, table.size))
            self.graph.show_scene(scene, description=words.seat_title(who, self._strategies))
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(NAME) == who:
                item.setText(f"➜ {item.text()}")
                self.list.setCurrentItem(item)

    def _chosen(self, *_: object) -> None:
        item = self.list.currentItem()
        self.guess.setEnabled(item is not None)
        self.guess.setText(f"Guess {item.text()}" if item is not None else "Guess")

    def _guess(self) -> None:
        if self.list.currentItem() is not None:
            self.guessed.emit(self.list.currentItem().data(NAME))


def brief(suspect: Suspect) -> str:
    """How likely it is, in a word or two."""
    if suspect.chance is None:
        return "not known"
    if suspect.cleared is not None:
        return f"✗ round {suspect.cleared}"
    share = float(suspect.chance)
    sure = isinstance(suspect.chance, Fraction) and suspect.chance in (0, 1)  # a float may only be near
    return f"{share:.0%}" if 0.01 <= share <= 0.99 or sure else "> 99%" if share > 0.5 else "< 1%"


def missing(found: Sequence[Suspect]) -> str:
    """What the chances leave out; empty where that is nothing."""
    count = sum(suspect.chance is None for suspect in found)
    if not count:
        return ""
    if count == len(found):
        return "None of these chances is known: these strategies draw lots, and are no tables of states."
    who = "1 candidate, whose own is not known, takes" if count == 1 else (
        f"{count} candidates, whose own are not known, take")
    return f"{who} no part in these chances."


def full(suspect: Suspect) -> str:
    """The same, whole."""
    if suspect.chance is None:
        return f"Its chance is not known: {suspect.unknown}."
    if suspect.cleared is not None:
        return f"It would not have played what was played in round {suspect.cleared}."
    if isinstance(suspect.chance, Fraction) and len(str(suspect.chance)) <= 24:
        return f"Its chance is {suspect.chance}."
    return f"Its chance is ≈ {float(suspect.chance):.6g}."
