"""A game's story: its picture, what kind of game it is, the text, the parallel card, the references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.app.pictures import thumbnail
from playground.app.pictures.view import PictureView
from playground.app.theme import Theme
from playground.app.widgets.flow import FlowLayout
from playground.app.widgets.label import Label
from playground.app.widgets.prose import Prose

if TYPE_CHECKING:
    from playground.files.document import GameDocument
    from playground.game import NormalForm

KINDS = {"proof": "Shown by proof", "simulation": "Shown by simulation", "data": "Shown by data"}
_NUMBERS = ("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")


def facts(game: NormalForm) -> str:
    """"Two players, 2 × 2, symmetric": what is computed, in a few words."""
    n = game.n_players
    count = _NUMBERS[n] if n < len(_NUMBERS) else str(n)
    words = [f"{count} player{'s' * (n > 1)}", " × ".join(map(str, game.shape))]
    if n > 1 and game.is_symmetric:
        words.append("symmetric")
    if n > 1 and game.is_zero_sum:
        words.append("zero-sum")
    return ", ".join(words)


class AboutGame(QScrollArea):
    """Beside the shelf. open_asked, window_asked: the buttons; tag_asked(tag): a tag was clicked."""

    open_asked = Signal()
    window_asked = Signal()
    tag_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("About the selected game")
        body = QWidget()
        body.setObjectName("story")
        self.setWidget(body)
        self._column = QVBoxLayout(body)
        self.picture = PictureView(thumbnail.paint, "Payoffs at a glance")
        self.picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title = self._label("subtitle")
        self.summary = self._label("")
        self.facts = self._label("muted")
        self.open = QPushButton("Open")
        self.open.setProperty("role", "primary")
        self.open.setAccessibleName("Open this game")
        self.open.setToolTip("Put it on the table (Enter)")
        self.open.clicked.connect(self.open_asked)
        self.window_button = QPushButton("New window")
        self.window_button.setAccessibleName("Open this game in a new window")
        self.window_button.clicked.connect(self.window_asked)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.open)
        row.addWidget(self.window_button)
        row.addStretch(1)
        self._tags = QWidget()
        self._tag_flow = FlowLayout(self._tags)
        self.story = Prose("Story")
        self.parallel = QFrame()
        self.parallel.setProperty("role", "card")
        self._parallel_column = QVBoxLayout(self.parallel)
        self._parallel_head = self._label("caption")
        self._parallel_column.addWidget(self._parallel_head)
        self._parallel_text = Prose("Parallel in the world")
        self._parallel_column.addWidget(self._parallel_text)
        self._references_head = self._label("caption")
        self._references_head.setText("References")
        self.references = Prose("References")
        for widget in (self.picture, self.title, self.summary, self.facts, self._buttons, self.story,
                       self.parallel, self._references_head, self.references, self._tags):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.set_theme(theme)

    def show_document(self, state: GameDocument, scene: thumbnail.Scene) -> None:
        """Show another game."""
        self.picture.show_scene(scene)
        self.title.setText(state.title)
        self.summary.setText(state.summary)
        self.summary.setVisible(bool(state.summary))
        self.facts.setText(facts(state.game))
        self.story.show_markdown(state.description)
        parallel = state.parallel
        self.parallel.setVisible(parallel is not None)
        if parallel is not None:
            self._parallel_head.setText("In the world")
            self._parallel_text.show_markdown(
                f"{parallel.world}\n\n**Holds.** {parallel.holds}\n\n**Breaks.** {parallel.breaks}\n\n"
                f"**{KINDS.get(parallel.kind, parallel.kind)}.** {parallel.source}")
        self._references_head.setVisible(bool(state.references))
        self.references.show_markdown("\n\n".join(state.references))
        while item := self._tag_flow.takeAt(0):
            item.widget().deleteLater()
        for tag in state.tags:
            chip = QPushButton(tag)
            chip.setProperty("role", "chip")
            chip.setAccessibleName(f"Show all games tagged {tag}")
            chip.clicked.connect(self._tag_clicked)
            self._tag_flow.addWidget(chip)
        self.verticalScrollBar().setValue(0)

    def set_theme(self, theme: Theme) -> None:
        line = self.fontMetrics().height()
        self.picture.set_theme(theme)
        self.picture.setFixedHeight(line * 9)
        self._column.setContentsMargins(round(line * 0.6), line // 2, line, line)
        self._column.setSpacing(round(line * 0.55))
        self._parallel_column.setContentsMargins(*[round(line * 0.8)] * 4)
        self._tag_flow.setSpacing(round(line * 0.3))

    def _label(self, role: str) -> QLabel:
        label = Label()
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _tag_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.tag_asked.emit(button.text())
