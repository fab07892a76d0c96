"""The automaton that is being written: what graph, card and table show, with its own undo."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from playground.strategy import sketch as sketches
from playground.strategy.sketch import Sketch

MOST_STEPS = 500  # that can be undone


class AutomatonModel(QObject):
    """`sketch` is what is there, `chosen` a state of it, `moves` what the moves are called; `told`: what an
    edit did that is not seen at once.

    changed: any of them is another; edited: the sketch is another, by a person.
    """

    changed = Signal()
    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sketch = sketches.blank(2)
        self.chosen = self.sketch.start
        self.moves: tuple[str, ...] = ("C", "D")
        self.told = ""
        self._past: list[Sketch] = []
        self._future: list[Sketch] = []
        self._merge = ""

    def open(self, sketch: Sketch, moves: tuple[str, ...]) -> None:
        """Work on another automaton from now on; nothing to undo."""
        self.sketch, self.moves, self.chosen, self.told = sketch, moves, sketch.start, ""
        self._past, self._future, self._merge = [], [], ""
        self.changed.emit()

    def choose(self, name: str) -> None:
        if name != self.chosen and name in self.sketch.rows:
            self.chosen, self._merge = name, ""
            self.changed.emit()

    def step(self, by: int) -> bool:
        """Choose the next state, or the one before; False at the end."""
        names = list(self.sketch.rows)
        at = names.index(self.chosen) + by
        if 0 <= at < len(names):
            self.choose(names[at])
        return 0 <= at < len(names)

    def tell(self, words: str) -> None:
        self.told = words
        self.changed.emit()

    # --- edits --------------------------------------------------------------------------------------------

    def edit(self, sketch: Sketch, merge: str = "", told: str = "") -> None:
        """One step that can be undone. Steps in a row that share a non-empty `merge` are one."""
        if sketch == self.sketch:
            return
        if not (merge and merge == self._merge):
            self._past = [*self._past[1 - MOST_STEPS:], self.sketch]
        self._future, self._merge = [], merge
        self._show(sketch, told)

    def add(self, place: sketches.Point | None = None) -> None:
        made, name = sketches.add_state(self.sketch, place)
        self.edit(made, told=f"State {name} is new. It stays where it is until it is connected.")
        self.choose(name)

    def remove(self, name: str) -> None:
        if len(self.sketch.rows) == 1:
            self.tell("The last state stays: an automaton has one at least.")
            return
        at = list(self.sketch.rows).index(name)
        led = sum(name in row.after for other, row in self.sketch.rows.items() if other != name)
        made = sketches.remove_state(self.sketch, name)
        if self.chosen == name:
            self.chosen = list(made.rows)[min(at, len(made.rows) - 1)]
        told = f"State {name} is gone."
        if name == self.sketch.start:
            told += f" Play starts in {made.start} now."
        if led:
            told += f" What led to it leads to the start, {made.start}."
        self.edit(made, told=told)

    def rename(self, old: str, new: str) -> None:
        if self.chosen == old and not sketches.wrong_name(self.sketch, old, new):
            self.chosen = new
        self.edit(sketches.rename(self.sketch, old, new), "rename")

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def undo(self) -> None:
        if self._past:
            self._future.append(self.sketch)
            self._merge = ""
            self._show(self._past.pop(), "")

    def redo(self) -> None:
        if self._future:
            self._past.append(self.sketch)
            self._merge = ""
            self._show(self._future.pop(), "")

    def _show(self, sketch: Sketch, told: str) -> None:
        self.sketch, self.told = sketch, told
        if self.chosen not in sketch.rows:
            self.chosen = sketch.start
        self.changed.emit()
        self.edited.emit()
