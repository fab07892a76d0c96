"""Text to read: Markdown with air between its lines, as high as it needs to be."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QResizeEvent, QTextBlockFormat, QTextCursor, QTextFormat, QTextListFormat
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser

LEADING = 124.0  # per cent of the font's own line height


class Prose(QTextBrowser):
    """Shows Markdown without scroll bars of its own; put it into a scroll area."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenExternalLinks(True)
        self.setOpenLinks(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.document().setDocumentMargin(0)
        self._markdown = ""
        self._again = QTimer(self)  # the look changes in several steps: one more rendering is enough
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._render_again)

    def show_markdown(self, text: str) -> None:
        """Show the text; nothing at all where it is empty."""
        self._markdown = text
        self.setVisible(bool(text.strip()))
        document = self.document()
        document.setDefaultFont(self.font())
        # Raw HTML is not read: a file from elsewhere shows as text, and loads nothing.
        document.setMarkdown(text, document.MarkdownFeature.MarkdownNoHTML
                             | document.MarkdownFeature.MarkdownDialectCommonMark)
        space = self.fontMetrics().height()
        cursor = QTextCursor(document)
        block = document.begin()
        while block.isValid():
            cursor.setPosition(block.position())
            form = QTextBlockFormat(block.blockFormat())
            form.setLineHeight(LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            form.setBottomMargin(space * (0.2 if block.textList() else 0.5))
            form.setTopMargin(space * 0.5 if form.headingLevel() and block.blockNumber() else 0)
            cursor.setBlockFormat(form)
            if form.headingLevel():
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                style = cursor.charFormat()
                style.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
                style.setFontPointSize(self.font().pointSizeF())
                style.setFontWeight(QFont.Weight.DemiBold)
                cursor.setCharFormat(style)
            if block.textList():
                outline = QTextListFormat(block.textList().format())
                document.setIndentWidth(space)
                outline.setIndent(1)
                block.textList().setFormat(outline)
            block = block.next()
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange) \
                and getattr(self, "_markdown", ""):
            self._again.start(0)

    def _render_again(self) -> None:
        self.show_markdown(self._markdown)

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()  # the scroll area around it scrolls

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(int(self.document().size().height()) + 2)
