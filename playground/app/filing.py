"""Opening and saving: what every window does with files, and what it asks before something is lost."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from playground.problem import InputError

if TYPE_CHECKING:
    from playground.app.dialogs import Question
    from playground.app.window import Window
    from playground.files.document import GameDocument

LARGE = 300_000  # bytes: a larger file is read beside the window
OPEN_FILTER = "Games (*.json *.nfg *.efg);;All files (*)"
_WRITTEN = (".json", ".nfg")  # the endings that saving writes
SAVE, DISCARD, WINDOW, CANCEL = "Save", "Don't save", "Keep it, use a new window", "Cancel"
ELSEWHERE, REPLACE = "Save as…", "Replace it"
_INSTALLED = Path(__file__).resolve().parents[1] / "_data"
SAVE_FILTER = "Playground game (*.game.json);;Gambit normal form (*.nfg)"


class Filing(QObject):
    """The files of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.window = window
        self._wants_window = False

    def open(self) -> None:
        """Ask for a file and open it."""
        name, _ = QFileDialog.getOpenFileName(self.window, "Open a game", self.window.context.settings.folder,
                                              OPEN_FILTER)
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> bool:
        """Open a file in this window. One that cannot be read is explained and changes nothing. True: it
        is open, or being read."""
        from playground.files import load

        with contextlib.suppress(OSError):
            if path.stat().st_size > LARGE or path.suffix.lower() == ".efg":  # a small tree, a large table
                self.window.say(f"Reading {path.name}…")
                self.window.context.live.request("open", 0, load, path, done=partial(self._opened, path),
                                                 failed=partial(self._not_opened, path))
                return True
        try:
            state = load(path)
        except InputError as problem:
            self._not_opened(path, str(problem))
            return False
        return self._opened(path, state)

    def _not_opened(self, path: Path, reasons: str) -> None:
        count = reasons.count("\n") + 1
        self.window.error(f"“{path.name}” cannot be opened."
                          + (f" {count} things are wrong:" if count > 1 else ""), reasons)

    def _opened(self, path: Path, state: GameDocument) -> bool:
        if not self.replace(state, path):
            return False
        self._remember(path)
        self.window.show_page("game" if "game" in self.window.page_names else "library")
        self._tell("On opening", state.remarks)
        return True

    def replace(self, state: GameDocument, path: Path | None = None, modified: bool = False) -> bool:
        """Work on another document in this window, unless its changes are not to be lost."""
        if not self.may_leave(offer_window=True):
            if self._wants_window:
                self.window.application.new_window(state, path, modified=modified)
            return False
        self.window.document.load(state, path, modified)
        return True

    def save(self) -> bool:
        """Save where the document came from; ask where it has no place yet. False: not saved."""
        path = self.window.document.path
        if path is None or not path.name.endswith(_WRITTEN) or _is_library(path):
            return self.save_as()
        if self.window.document.is_behind:
            answer = self._ask_about_other_changes(path)
            if answer == ELSEWHERE:
                return self.save_as()
            if answer != REPLACE:
                return False
        return self._write(path)

    def _ask_about_other_changes(self, path: Path) -> str:
        from playground.app.dialogs import Question

        question = Question(self.window, f"“{path.name}” was changed by somebody else.",
                            "Since it was opened here, another window or program has written to it. Saving "
                            "would replace what they wrote.", [ELSEWHERE, REPLACE, CANCEL])
        question.exec()
        question.deleteLater()
        return question.answer

    def save_as(self) -> bool:
        """Ask for a place and save there."""
        document = self.window.document
        path = document.path if document.path and not _is_library(document.path) else None
        kept = path is not None and path.name.endswith(_WRITTEN)
        suggestion = path.name if path and kept else f"{slug(document.display_name)}.game.json"
        chosen = self.ask_save_path("Save the game", SAVE_FILTER, suggestion)
        return chosen is not None and self._write(chosen)

    def ask_save_path(self, caption: str, filter: str, name: str = "") -> Path | None:
        """A path to save to, with the suffix of the chosen filter where none was typed."""
        settings = self.window.context.settings
        start = str(Path(settings.folder) / name) if name else settings.folder
        text, chosen = QFileDialog.getSaveFileName(self.window, caption, start, filter)
        if not text:
            return None
        path = Path(text)
        if not path.suffix and "*." in chosen:
            suffix = chosen.rpartition("(*")[2].split(")")[0].split()[0]
            path = path.with_name(path.name + suffix)
        settings.folder = str(path.parent)
        return path

    def may_leave(self, offer_window: bool = False) -> bool:
        """Whether the document may go: it is saved, or the user says so."""
        self._wants_window = False
        if self.window.document.is_clean:
            return True
        question = self.question(offer_window)
        question.exec()
        question.deleteLater()
        if question.answer == SAVE:
            return self.save()
        self._wants_window = question.answer == WINDOW
        return question.answer == DISCARD

    def question(self, offer_window: bool) -> Question:
        """"Save the changes?", and its answers."""
        from playground.app.dialogs import Question

        name = self.window.document.display_name
        return Question(self.window, f"Save the changes to “{name}”?", "Otherwise they are lost.",
                        [SAVE, DISCARD, *([WINDOW] if offer_window else []), CANCEL])

    def _write(self, path: Path) -> bool:
        from playground.files import nfg_remarks

        try:
            self.window.document.save(path)
        except InputError as problem:
            self.window.error(f"“{path.name}” was not saved.", str(problem))
            return False
        self._remember(path)
        self.window.say(f"Saved to {path}")
        if path.suffix == ".nfg":
            self._tell("On saving as .nfg", nfg_remarks(self.window.document.state))
        return True

    def _tell(self, when: str, remarks: tuple[str, ...]) -> None:
        """What a reader changed, or a format cannot hold, in a line that waits to be read."""
        if remarks:
            from playground.app.widgets.notices import Bar

            self.window.show_bar(Bar(f"{when}: {' '.join(remarks)}", [("OK", _seen)]))

    def _remember(self, path: Path) -> None:
        settings = self.window.context.settings
        settings.add_recent(path)
        settings.folder = str(path.parent)
        self.window.rebuild_menus()


def _seen() -> None:
    """Nothing more to do."""


def slug(title: str) -> str:
    """A file name from a title: letters and figures, hyphens between."""
    bare = title.replace("'", "").replace("’", "").lower()
    return "-".join("".join(c if c.isalnum() else " " for c in bare).split())[:60] or "game"


def _is_library(path: Path) -> bool:
    """The installed library is read only: saving makes a copy elsewhere. A checkout's own games are
    files like any others, for those who write them."""
    return path.resolve().is_relative_to(_INSTALLED)
