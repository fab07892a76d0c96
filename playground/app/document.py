"""The document of one window: immutable snapshots (`GameDocument`) on one undo stack.

Every change is a whole new snapshot, so undo is exact and workers may read any revision at leisure.
"""

from __future__ import annotations

import time
import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from playground.game import NormalForm

if TYPE_CHECKING:
    from playground.files.document import GameDocument

BURST = 1.5  # seconds without a change after which the same merge key starts a new undo step


class Document(QObject):
    """What a window works on.

    changed: the state is another one (edit, undo, another file); selection_changed: the selected cell;
    meta_changed: path or clean/modified.
    """

    changed = Signal()
    opened_another = Signal()
    selection_changed = Signal()
    meta_changed = Signal()

    def __init__(self, state: GameDocument, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.path = path
        self._stamp: tuple[int, int] | None = None
        if path is not None:
            self._remember()
        self.revision = 0
        self.opened = 0  # counts the documents this window has worked on
        self.scripts_allowed = not state.scripts  # what is written here may run
        self.selected: tuple[int, ...] = (0,) * state.game.n_players
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(500)
        self.undo_stack.cleanChanged.connect(self._clean_changed)

    @property
    def state(self) -> GameDocument:
        return self._state

    @property
    def game(self) -> NormalForm:
        return self._state.game

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to save."""
        return self.undo_stack.isClean()

    @property
    def display_name(self) -> str:
        """The game's title; where it has none, the file's name."""
        return self._state.title.strip() or (self.path.name if self.path else "Untitled game")

    def select(self, profile: tuple[int, ...]) -> None:
        """Select a cell: one strategy index a player; out of range is moved to the nearest."""
        self._select(tuple(int(i) for i in profile))

    def edit(self, text: str, state: GameDocument, merge: str = "") -> None:
        """Make `state` the current one as an undo step called `text`. Steps of one burst (a slider
        being dragged) that share a non-empty `merge` are one step. No change, no step."""
        if state != self._state:
            self.undo_stack.push(_Edit(self, text, self._state, state, merge))

    def edit_game(self, text: str, game: NormalForm, merge: str = "") -> None:
        """`edit`, replacing the game only."""
        self.edit(text, replace(self._state, game=game), merge)

    def allow_scripts(self) -> None:
        """A person says that the scripts that came with the document may run."""
        self.scripts_allowed = True
        self.changed.emit()

    def load(self, state: GameDocument, path: Path | None = None, modified: bool = False) -> None:
        """Work on another document from now on; nothing to undo. `modified`: it is not saved yet,
        as after a recovery."""
        self.opened_another.emit()
        self.path = path
        self._remember()
        self.opened += 1
        self.scripts_allowed = not state.scripts
        self.undo_stack.clear()
        self.selected = (0,) * state.game.n_players
        self._show(state)
        if modified:
            self.undo_stack.resetClean()
        self.meta_changed.emit()
        self.selection_changed.emit()

    def save(self, path: Path) -> None:
        """Write to `path` and stay there. Raises `InputError` and changes nothing when it fails."""
        from playground.files import save

        save(self._state, path)
        self.path = path
        self._remember()
        self.undo_stack.setClean()
        self.meta_changed.emit()

    @property
    def is_behind(self) -> bool:
        """Whether somebody else has changed the file since it was read or written here."""
        from playground.files import stamp

        now = stamp(self.path) if self.path is not None else None
        return now is not None and now != self._stamp

    def _remember(self) -> None:
        """What the file is like now."""
        from playground.files import stamp

        self._stamp = stamp(self.path) if self.path is not None else None

    def _show(self, state: GameDocument) -> None:
        self._state = state
        self.revision += 1
        self.changed.emit()
        self._select(self.selected)

    def _select(self, profile: tuple[int, ...]) -> None:
        padded = (profile + (0,) * self.game.n_players)[:self.game.n_players]
        clamped = tuple(max(0, min(i, size - 1)) for i, size in zip(padded, self.game.shape))
        if clamped != self.selected:
            self.selected = clamped
            self.selection_changed.emit()

    def _clean_changed(self, _clean: bool) -> None:
        self.meta_changed.emit()


class _Edit(QUndoCommand):
    def __init__(self, document: Document, text: str, before: GameDocument, after: GameDocument,
                 merge: str) -> None:
        super().__init__(text)
        self.document = document
        self.before, self.after = before, after
        self.merge = merge
        self.at = time.monotonic()

    def id(self) -> int:
        return zlib.crc32(self.merge.encode()) & 0x7FFFFFFF if self.merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or other.merge != self.merge or other.at - self.at > BURST:
            return False
        self.after, self.at = other.after, other.at
        self.setObsolete(self.after == self.before)
        return True

    def redo(self) -> None:
        self.document._show(self.after)

    def undo(self) -> None:
        self.document._show(self.before)
