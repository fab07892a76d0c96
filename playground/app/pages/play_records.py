"""Matches that outlast the page: kept in the document, written as CSV, deleted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from playground.app.context import Context
from playground.arena import RecordedMatch
from playground.files import match_csv, write_atomically
from playground.game import NormalForm
from playground.problem import InputError


class Records:
    """What can be done with a record; the document's part is undoable."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def keep(self, record: RecordedMatch) -> None:
        """Add a match to the document."""
        document = self.context.document
        document.edit("Save match", replace(document.state, matches=(*document.state.matches, record)))
        self.context.window.say("The match is in the game now; save the game to keep it.")

    def delete(self, index: int) -> None:
        """Take a match out of the document."""
        document = self.context.document
        kept = tuple(match for i, match in enumerate(document.state.matches) if i != index)
        document.edit("Delete match", replace(document.state, matches=kept))

    def export(self, game: NormalForm, record: RecordedMatch) -> None:
        """Ask where, and write the rounds of a match of `game` there."""
        window = self.context.window
        path = window.ask_save_path("Export match", "Table (*.csv)", f"{self._file_name()}-match.csv")
        if path is None:
            return
        try:
            self._write(path if path.suffix else path.with_suffix(".csv"), game, record)
        except InputError as problem:
            window.error("The match was not exported.", str(problem))

    def _write(self, path: Path, game: NormalForm, record: RecordedMatch) -> None:
        write_atomically(path, match_csv(game, record).encode())
        self.context.window.say(f"Saved {path}")

    def _file_name(self) -> str:
        name = self.context.document.display_name.lower()
        return "".join(c if c.isalnum() else "-" for c in name).strip("-") or "game"
