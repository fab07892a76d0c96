"""The window's own furniture: the rail on the left and the header above the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.icons import app_icon, icon
from playground.app.widgets.label import Label, tip

if TYPE_CHECKING:
    from playground.app.theme import Theme


class Rail(QWidget):
    """The pages, as pictures with words; what is not a page is at its foot.

    chosen(name): a page is wanted; commands_asked: the command palette is.
    """

    chosen = Signal(str)
    commands_asked = Signal()

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Pages")
        self._compact = False
        self._theme: Theme | None = None
        self._column = QVBoxLayout(self)
        self._brand = Label()
        self._brand.setAccessibleName("Playground")
        self._column.addWidget(self._brand)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QToolButton] = {}
        for name in names:
            self._buttons[name] = self._button(name, name.capitalize())
            self._buttons[name].setCheckable(True)
            self._group.addButton(self._buttons[name])
            self._buttons[name].clicked.connect(self._clicked)
        self._column.addStretch(1)
        self._commands = self._button("command", "Commands")
        self._commands.setToolTip("Everything there is to do, by name (Ctrl+K)")
        self._commands.clicked.connect(self.commands_asked)

    def check(self, name: str) -> None:
        self._buttons[name].setChecked(True)

    def set_compact(self, compact: bool) -> None:
        """Words below the pictures, for narrow windows and large type."""
        if compact != self._compact:
            self._compact = compact
            self._arrange()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._arrange()

    def _button(self, icon_name: str, title: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("rail-button")
        button.setText(title)
        button.setAccessibleName(title)
        button.setProperty("picture", icon_name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard to the page
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._column.addWidget(button)
        return button

    def _arrange(self) -> None:
        if self._theme is None:
            return
        theme, metrics = self._theme, self.fontMetrics()
        height = metrics.height()
        size = round(height * 1.15)
        style = (Qt.ToolButtonStyle.ToolButtonTextUnderIcon if self._compact
                 else Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._brand.show()
        for button in (*self._buttons.values(), self._commands):
            button.setToolButtonStyle(style)
            name = button.accessibleName()
            button.setText(name if self._compact else f"  {name}")
            button.setIconSize(QSize(size, size))
            picture = str(button.property("picture"))
            button.setIcon(icon(picture, theme.muted, size, active=theme.accent))
        space = round(height * 0.55)
        self._column.setContentsMargins(space, space, space, space)
        self._column.setSpacing(round(height * 0.18))
        mark = round(height * 1.7)
        self._brand.setPixmap(app_icon().pixmap(QSize(mark, mark), 2.0))
        self._brand.setContentsMargins(space // 2, 0, 0, height)
        side = Qt.AlignmentFlag.AlignHCenter if self._compact else Qt.AlignmentFlag.AlignLeft
        self._brand.setAlignment(side)
        bold = QFontMetrics(self._bold())
        buttons = (*self._buttons.values(), self._commands)
        words = max(bold.horizontalAdvance(button.text()) for button in buttons)
        self.setFixedWidth(words + (5 * space if self._compact else size + 6 * space))
        if self._compact:
            self._squeeze(buttons)

    def _squeeze(self, buttons: Sequence[QToolButton]) -> None:
        """Where the window is too low for all, the mark goes, then the words; they are tool tips then."""
        margins = self._column.contentsMargins()
        room = self.height() - margins.top() - margins.bottom() - len(buttons) * self._column.spacing()
        needed = sum(button.sizeHint().height() for button in buttons)
        self._brand.setVisible(needed + self._brand.sizeHint().height() <= room)
        if needed > room:
            for button in buttons:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
                button.setToolTip(button.toolTip() or button.accessibleName())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().height() != event.size().height():
            self._arrange()

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def _clicked(self) -> None:
        for name, button in self._buttons.items():
            if button is self.sender():
                self.chosen.emit(name)


class Header(QWidget):
    """What is open, and in one plain line what is seen."""

    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(self)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.title = Label()
        self.title.setProperty("role", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setAccessibleName("Document")
        self.headline = Label()
        self.headline.setProperty("role", "headline")
        self.headline.setTextFormat(Qt.TextFormat.PlainText)
        self.headline.setWordWrap(True)
        self.headline.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self.title, self.headline):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addWidget(label)
        self._row.setSpacing(2)
        self._row.addLayout(column, 1)
        self.undo = self._button("Undo", self.undo_asked)
        self.redo = self._button("Redo", self.redo_asked)

    def show_title(self, title: str, modified: bool) -> None:
        self.title.setText(f"{title} •" if modified else title)
        self.title.setToolTip("Changed since it was last saved" if modified else "")

    def show_headline(self, text: str) -> None:
        self.headline.setText(text)
        self.headline.setAccessibleName(text)

    def show_undo(self, undo: str | None, redo: str | None) -> None:
        """The names of the next steps; None where there is none."""
        for button, word, name in ((self.undo, "Undo", undo), (self.redo, "Redo", redo)):
            button.setEnabled(name is not None)
            button.setToolTip(f"Nothing to {word.lower()}" if name is None else tip(f"{word} {name}".strip()))

    def set_presenting(self, presenting: bool) -> None:
        """Only words."""
        for widget in (self.undo, self.redo):
            widget.setVisible(not presenting)

    def set_theme(self, theme: Theme) -> None:
        height = self.fontMetrics().height()
        size = round(height * 1.1)
        for button, name in ((self.undo, "undo"), (self.redo, "redo")):
            button.setIconSize(QSize(size, size))
            button.setIcon(icon(name, theme.text, size))
        self._row.setContentsMargins(round(height * 1.4), height, height, round(height * 0.5))

    def _button(self, title: str, signal: Signal) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "flat")
        button.setAccessibleName(title)
        button.clicked.connect(signal)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return button
