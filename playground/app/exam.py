"""An exam sheet and its solutions as PDF on A4: the payoff tables as the app draws them, fonts embedded.

Qt lays the text out and paginates it. A table is one character of it, so that none is cut; what is too wide
or too high for a page is made smaller as a whole.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QGuiApplication,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
    QPyTextObject,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
    QTextTableFormat,
)

from playground.app.theme import LIGHT, base_font
from playground.app.widgets.payoff_table_layout import Layout, Measure, is_bimatrix
from playground.app.widgets.payoff_table_model import Spot, TableModel, number_text
from playground.app.widgets.payoff_table_paint import Look, TablePainter
from playground.equilibrium import best_responses
from playground.equilibrium.words import mixture, typeset
from playground.game import NormalForm
from playground.practice.sheet import QUESTIONS, Answers, answers, heading
from playground.progress import Progress, silent

RESOLUTION = 1200  # dots an inch; only how finely the writer rounds
# Lengths are in points.
WIDTH, HEIGHT = 595.0, 842.0  # A4
MARGIN = 62.0  # round each page; the number stands in it
TEXT, TABLE, NOTE = 10, 12, 8  # the fonts' heights; a table's where there is room
SPACE, PADDING = 6.0, 3.5
STEP = 20.0  # what is below a number is indented by
LONGEST = 18.0  # lines: a name in a table; on paper there is no tooltip with the whole
MOST_HIGH = 0.62  # of a page's text that a table may take: its heading and a question go with it
WORKING = "Show your working, and give exact numbers: 1/3, not 0.33."
CELLS = ("In each cell the lower left payoff is that of the player who chooses the row, the upper right one "
         "that of the player who chooses the column.")
ROWS = "Payoffs that stand side by side are in the order of the players, the one who chooses the row first."
_OVER = str.maketrans("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_UNDER = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_DRAWING = QTextFormat.ObjectTypes.UserObject.value + 1
_NUMBER = QTextFormat.Property.UserProperty.value + 1


def exam_pdf(games: Sequence[NormalForm], title: str, solutions: bool, progress: Progress = silent) -> bytes:
    """The sheet as `playground.practice.exam` has it, as PDF. Raises `InputError` where there is no game, and
    what `progress` raises. Needs no screen; where there is no Qt application yet, it makes one."""
    top = heading(games, title, solutions)
    global _application
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _application = QGuiApplication([])
    sheet = _Sheet()
    sheet.write(top, size=17, bold=True, below=SPACE)
    if not solutions:
        _instructions(sheet, games)
    for number, game in enumerate(games, 1):
        progress((number - 1) / len(games), f"game {number}")
        start = sheet.write(f"Game {number}", size=12, bold=True, above=3 * SPACE, below=SPACE)
        end = _tables(sheet, game, solutions)
        if solutions:
            end = _answered(sheet, game, answers(game, progress))
        else:
            for which, question in enumerate(QUESTIONS, 1):
                end = sheet.write(question, left=1, number=which)
        sheet.together(start, end)
    return sheet.pdf(top, progress)


_application: QGuiApplication | None = None  # kept: one that is collected takes its fonts along


def _instructions(sheet: _Sheet, games: Sequence[NormalForm]) -> None:
    """A line for name and date, and how to read the tables."""
    sheet.write("Name ", above=SPACE)
    sheet.draw(_rule(270.0))
    sheet.add("   Date ")
    sheet.draw(_rule(120.0))
    forms = {is_bimatrix(game.shape) for game in games if game.n_players > 1}
    reading = [words for words, form in ((CELLS, True), (ROWS, False)) if form in forms]
    sheet.write(" ".join([WORKING, *reading]), above=2 * SPACE)


def _tables(sheet: _Sheet, game: NormalForm, solved: bool) -> QTextBlock:
    """The game's table, of more than two players one for each choice of the others; the last one's block."""
    best = np.stack([best_responses(game, k) for k in range(game.n_players)]) if solved else None
    block = QTextBlock()
    for others in product(*map(range, game.shape[2:])):
        if others:
            sheet.write(", ".join(f"{game.players[k].name}: {game.players[k].strategies[i]}"
                                  for k, i in enumerate(others, start=2)), above=SPACE, centred=True)
        block = sheet.write("", below=SPACE, centred=True)
        sheet.draw(_table(_PrintedTable(game, others, best, formulas=False)))
    return block


def _answered(sheet: _Sheet, game: NormalForm, found: Answers) -> QTextBlock:
    """The answers to the questions; the first one's block."""
    first, *others = found.dominance
    block = sheet.write(printed(first), left=1, number=1)
    for line in others:
        sheet.write(printed(line), left=1)
    sheet.write(found.cells, left=1, number=2)
    start = sheet.write(found.solution.message, left=1, number=3)
    if found.solution.equilibria:
        row = sheet.grid(["", *(player.name for player in game.players), "pays"], [
            [str(number), *(printed(mixture(player.strategies, strategy))
                            for player, strategy in zip(game.players, each.profile)),
             printed(",  ".join(map(str, each.payoffs)))]
            for number, each in enumerate(found.solution.equilibria, 1)])
        sheet.together(start, row)
    for number, (opening, *lines) in enumerate(found.working, 1):
        start = sheet.write(f"Equilibrium {number}", left=1, bold=True, above=SPACE)
        sheet.together(start, sheet.write(printed(opening, True), left=1))
        for line in lines:
            sheet.write(printed(line.strip(), True), left=2 if line.startswith(" ") else 1)
    if found.rest:
        sheet.write(found.rest, left=1, above=SPACE)
    return block


def printed(text: str, working: bool = False) -> str:
    """A plain text with the signs that are printed: true minus signs, fractions with a small numerator and
    denominator, in a `working` small indices too."""
    text = re.sub(r"(?<![\w“./])([−-]?)(\d+)/(\d+)(?![\w/”])", _fraction, typeset(text))
    return re.sub(r"\b([pq])(\d+)\b", lambda found: found[1] + found[2].translate(_UNDER), text
                  ) if working else text


def _fraction(found: re.Match[str]) -> str:
    sign = "−" if found[1] else ""
    return f"{sign}{found[2].translate(_OVER)}⁄{found[3].translate(_UNDER)}"


# --- drawings ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Drawing:
    """What is drawn in a line of text."""

    size: QSizeF
    paint: Callable[[QPainter], None]


def _rule(wide: float) -> _Drawing:
    """A line to write on."""
    def paint(painter: QPainter) -> None:
        painter.setPen(QPen(LIGHT.colour("muted"), 0.6))
        painter.drawLine(QPointF(0, 1), QPointF(wide, 1))

    return _Drawing(QSizeF(wide, 2), paint)


class _PrintedTable(TableModel):
    """A table on paper: every number whole and exact."""

    def shown(self, player: int, row: int, column: int) -> str:
        value = self.game.payoff(player, self.profile(row, column))
        return printed(number_text(self.game.number_text(value)))

    def is_expression(self, player: int, row: int, column: int) -> bool:
        return False


def _table(model: TableModel) -> _Drawing:
    """A payoff table, smaller where the page is not wide or high enough."""
    wide, high = WIDTH - 2 * MARGIN, (HEIGHT - 2 * MARGIN) * MOST_HIGH
    layout = Layout.of(model, Measure(_font(TABLE)), Measure(_font(round(TABLE * 0.8))), wide, False, LONGEST)
    size = QSizeF(layout.right + 1, layout.bottom + 1)
    scale = min(1.0, wide / size.width(), high / size.height())

    def paint(painter: QPainter) -> None:
        painter.scale(scale, scale)
        look = Look(Spot("player", 0), plain=True)
        TablePainter(painter, layout, look, LIGHT).paint(QRectF(QPointF(), size), QPointF())

    return _Drawing(size * scale, paint)


class _Drawings(QPyTextObject):
    """Qt's way to have drawings in a text: a character whose format has the number of one."""

    def __init__(self, parent: QTextDocument) -> None:
        super().__init__(parent)
        self.all: list[_Drawing] = []

    def intrinsicSize(self, document: QTextDocument, at: int, made: QTextFormat) -> QSizeF:
        return self.all[made.property(_NUMBER)].size

    def drawObject(self, painter: QPainter, rect: QRectF, document: QTextDocument, at: int,
                   made: QTextFormat) -> None:
        painter.save()
        painter.translate(rect.topLeft())
        self.all[made.property(_NUMBER)].paint(painter)
        painter.restore()


# --- the sheet --------------------------------------------------------------------------------------------


def _font(high: int, bold: bool = False) -> QFont:
    made = base_font()
    made.setPixelSize(high)
    made.setBold(bold)
    made.setFeature(QFont.Tag("liga"), 0)  # what is copied from a page has no ligatures
    return made


def _clean(text: str) -> str:
    """Text in one line, without what would turn the direction of writing round."""
    return "".join(c for c in re.sub(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]", " ", text)
                   if unicodedata.category(c)[0] != "C")


class _Sheet:
    """A document that grows at its end."""

    def __init__(self) -> None:
        self.document = QTextDocument()
        self.document.setUndoRedoEnabled(False)
        self.document.setUseDesignMetrics(True)
        self.document.setDefaultFont(_font(TEXT))
        self.document.setDocumentMargin(MARGIN)
        self.document.setPageSize(QSizeF(WIDTH, HEIGHT))
        self._drawings = _Drawings(self.document)
        self.document.documentLayout().registerHandler(_DRAWING, self._drawings)
        self._cursor = QTextCursor(self.document)

    def write(self, text: str, *, size: int = TEXT, bold: bool = False, above: float = 0.0,
              below: float = SPACE / 2, left: int = 0, centred: bool = False, number: int = 0) -> QTextBlock:
        """A paragraph, `left` steps from the margin, with a `number` before it."""
        made = QTextBlockFormat()
        made.setTopMargin(above)
        made.setBottomMargin(below)
        made.setLeftMargin(left * STEP)
        if text:  # a table needs no more than its own height
            made.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if number:
            made.setTextIndent(-STEP)
            made.setTabPositions([QTextOption.Tab(left * STEP, QTextOption.TabType.LeftTab)])
        if centred:
            made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if self.document.isEmpty():
            self._cursor.setBlockFormat(made)
        else:
            self._cursor.insertBlock(made)
        self.add(f"{number}.\t{_clean(text)}" if number else _clean(text), size, bold)
        return self._cursor.block()

    def add(self, text: str, size: int = TEXT, bold: bool = False) -> None:
        """Words at the end of the last paragraph."""
        made = QTextCharFormat()
        made.setFont(_font(size, bold))
        self._cursor.insertText(text, made)

    def draw(self, drawing: _Drawing) -> None:
        """A drawing at the end of the last paragraph."""
        made = QTextCharFormat()
        made.setObjectType(_DRAWING)
        made.setProperty(_NUMBER, len(self._drawings.all))
        self._drawings.all.append(drawing)
        self._cursor.insertText("\N{OBJECT REPLACEMENT CHARACTER}", made)

    def grid(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> QTextBlock:
        """A table of words; its head stands on each page that it reaches. The first row's block."""
        made = QTextTableFormat()
        made.setHeaderRowCount(1)
        made.setBorder(0)
        made.setCellPadding(PADDING)
        made.setCellSpacing(0)
        made.setLeftMargin(STEP - PADDING)
        made.setTopMargin(SPACE / 2)
        made.setBottomMargin(SPACE)
        table = self._cursor.insertTable(len(rows) + 1, len(head), made)
        for i, row in enumerate([head, *rows]):
            for j, words in enumerate(row):
                form = QTextCharFormat()
                form.setFont(_font(TEXT, bold=i == 0))
                if i == 0 and 0 < j < len(head) - 1:
                    form.setForeground(LIGHT.player(j - 1))
                table.cellAt(i, j).firstCursorPosition().insertText(_clean(words), form)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        return table.cellAt(1, 0).firstCursorPosition().block()

    def together(self, start: QTextBlock, end: QTextBlock) -> None:
        """Begin a new page with the block `start` where it and `end` would be on two."""
        place = self.document.documentLayout().blockBoundingRect
        if place(start).top() // HEIGHT != (place(end).bottom() + MARGIN - 1) // HEIGHT:
            made = start.blockFormat()
            made.setTopMargin(0)
            made.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(start).setBlockFormat(made)

    def pdf(self, title: str, progress: Progress) -> bytes:
        """The pages, numbered."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setTitle(title)
        writer.setCreator("Playground")
        writer.setResolution(RESOLUTION)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, LIGHT.colour("text"))
        pages = self.document.pageCount()
        painter = QPainter(writer)
        try:
            painter.scale(RESOLUTION / 72, RESOLUTION / 72)
            for page in range(pages):
                progress(page / pages, f"page {page + 1}")
                if page:
                    writer.newPage()
                painter.save()
                context.clip = QRectF(0, page * HEIGHT, WIDTH, HEIGHT)
                painter.translate(0, -page * HEIGHT)
                self.document.documentLayout().draw(painter, context)
                painter.restore()
                painter.setFont(_font(NOTE))
                painter.setPen(LIGHT.colour("muted"))
                foot = QRectF(MARGIN, HEIGHT - MARGIN * 0.75, WIDTH - 2 * MARGIN, NOTE * 2)
                painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter, f"{page + 1} / {pages}")
        finally:
            painter.end()
        return bytes(buffer.data().data())
