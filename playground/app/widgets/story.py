"""The story beside the game: what it tells, what it mirrors in the world, where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from playground.files.document import GameDocument

VALIDATION = {"proof": "proved", "simulation": "seen in simulations", "data": "seen in data"}


class _Text(QTextBrowser):
    """Shows Markdown from files of unknown origin: no HTML, no pictures, links only to the web."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._open)

    def show_markdown(self, text: str) -> None:
        feature = QTextDocument.MarkdownFeature
        self.document().setMarkdown(text, feature.MarkdownDialectGitHub | feature.MarkdownNoHTML)

    def loadResource(self, kind: int, name: QUrl) -> Any:
        return None

    def _open(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)


class Story(QWidget):
    """edit_wanted: the person wants to change the story."""

    edit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: GameDocument | None = None
        self.text = _Text()
        self.text.setAccessibleName("Story of the game")
        self.text.setWordWrapMode(QTextOption.WrapMode.WordWrap)
        self.edit = QPushButton("Edit…")
        self.edit.setProperty("role", "flat")
        self.edit.setAccessibleName("Edit title and story")
        self.edit.clicked.connect(self.edit_wanted)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text, 1)
        layout.addLayout(foot)

    def set_presenting(self, presenting: bool) -> None:
        """The text alone, for an audience."""
        self.edit.setVisible(not presenting)

    def show_document(self, state: GameDocument) -> None:
        if self._shown is not None and _same(self._shown, state):
            return
        bar = self.text.verticalScrollBar()
        kept = bar.value() if self._shown is not None and self._shown.title == state.title else 0
        self._shown = state
        self.text.show_markdown(markdown(state))
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        bar.setValue(kept)


def _same(a: GameDocument, b: GameDocument) -> bool:
    return all(getattr(a, key) == getattr(b, key) for key in
               ("title", "summary", "description", "tags", "references", "parallel", "notes"))


def markdown(state: GameDocument) -> str:
    """The document's words in one text."""
    parts = [f"**{state.summary.strip()}**" if state.summary.strip() else "", state.description.strip()]
    if state.parallel is not None:
        card = state.parallel
        parts += ["### In the world", card.world, f"**Where it holds.** {card.holds}",
                  f"**Where it breaks.** {card.breaks}",
                  f"**How it was checked:** {VALIDATION.get(card.kind, card.kind)}. {card.source}"]
    if state.notes.strip():
        parts += ["### Notes", state.notes.strip()]
    if state.references:
        parts += ["### References", "\n".join(f"- {reference}" for reference in state.references)]
    if state.tags:
        parts.append("*" + " · ".join(state.tags) + "*")
    text = "\n\n".join(part for part in parts if part)
    return text or "This game has no story yet. Edit writes one: what happens, what to notice, what to try."
