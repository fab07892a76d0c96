"""An editor for scripts: line numbers, colours, and a mark where the script is wrong."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from playground.app.theme import Theme
from playground.strategy.script import MAX_SOURCE

INDENT = "    "
# What a line is made of, first match first; the look of each is in `_Colours`.
_PARTS = re.compile(r"""
    (?P<comment>\#.*)
  | (?P<text>[bfr]?(?:\"(?:\\.|[^\"\\])*\"?|'(?:\\.|[^'\\])*'?))
  | (?P<keyword>\b(?:and|break|continue|def|elif|else|for|if|in|lambda|not|or|pass|return|None|True|False)\b)
  | (?P<given>\b(?:move|history|me|game|random)\b)
  | (?P<number>\b\d[\w.]*)
""", re.VERBOSE)


class CodeEditor(QPlainTextEdit):
    """Four spaces a Tab; Return keeps the indentation, one more after a colon."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Script")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF())
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.setStyleSheet(f"font-family: '{font.family()}', monospace;")
        self.setMinimumHeight(self.fontMetrics().height() * 12)
        self.theme = theme
        self._colours = _Colours(self.document(), theme)
        self._numbers = _Numbers(self)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow)
        self._make_room()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._colours.set_theme(theme)
        self._numbers.update()

    def show_problem(self, line: int, column: int) -> None:
        """Underline the place, both from 1; line 0 takes the mark away."""
        marks = []
        block = self.document().findBlockByNumber(line - 1)
        if line and block.isValid():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(block)
            start = min(max(column - 1, 0), max(block.length() - 2, 0))
            mark.cursor.setPosition(block.position() + start)
            mark.cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            mark.format.setUnderlineColor(self.theme.colour("danger"))
            marks.append(mark)
        self.setExtraSelections(marks)
        self._numbers.wrong = line
        self._numbers.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[:cursor.positionInBlock()]
        if self.isReadOnly():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Tab and not cursor.hasSelection():
            cursor.insertText(" " * (len(INDENT) - len(before) % len(INDENT)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            indent = before[:len(before) - len(before.lstrip(" "))]
            cursor.insertText("\n" + indent + (INDENT if before.rstrip().endswith(":") else ""))
            self.ensureCursorVisible()
        elif (event.key() == Qt.Key.Key_Backspace and not cursor.hasSelection() and before
              and not before.strip() and len(before) % len(INDENT) == 0):
            for _ in INDENT:
                cursor.deletePreviousChar()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as much as shows that it is too long: to colour a huge text takes seconds."""
        self.insertPlainText(source.text()[:MAX_SOURCE + 1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self._numbers.sizeHint().width(),
                                        inside.height()))

    def _make_room(self, _count: int = 0) -> None:
        self.setViewportMargins(self._numbers.sizeHint().width(), 0, 0, 0)

    def _follow(self, rect: QRect, scrolled: int) -> None:
        if scrolled:
            self._numbers.scroll(0, scrolled)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())


class _Numbers(QWidget):
    """The numbers of the lines; that of the wrong one is red."""

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self.editor = editor
        self.wrong = 0

    def sizeHint(self) -> QSize:
        digits = max(2, len(str(self.editor.blockCount())))
        return QSize((digits + 2) * self.editor.fontMetrics().horizontalAdvance("9"), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        editor, theme = self.editor, self.editor.theme
        painter.setFont(editor.font())
        block = editor.firstVisibleBlock()
        top = editor.blockBoundingGeometry(block).translated(editor.contentOffset()).top()
        room = self.width() - editor.fontMetrics().horizontalAdvance("9")
        while block.isValid() and top <= event.rect().bottom():
            height = editor.blockBoundingRect(block).height()
            number = block.blockNumber() + 1
            painter.setPen(theme.colour("danger" if number == self.wrong else "muted"))
            painter.drawText(0, round(top), room, round(height), Qt.AlignmentFlag.AlignRight, str(number))
            block, top = block.next(), top + height


class _Colours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._looks = {"comment": _look(theme.colour("muted"), italic=True),
                       "text": _look(theme.colour("good")), "number": _look(theme.player(1)),
                       "keyword": _look(theme.colour("accent"), bold=True), "given": _look(theme.player(0))}
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for part in _PARTS.finditer(text):
            self.setFormat(part.start(), part.end() - part.start(), self._looks[part.lastgroup])


def _look(colour: QColor, bold: bool = False, italic: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(colour)
    made.setFontItalic(italic)
    if bold:
        made.setFontWeight(QFont.Weight.DemiBold)
    return made
