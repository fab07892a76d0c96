"""Readers and writers, one document model: `.game.json` and `.nfg` in and out, pasted tables in, CSV out."""

from __future__ import annotations

from pathlib import Path

from playground.files.disk import MAX_SIZE, read_text, write_atomically
from playground.files.document import GameDocument, Kept, Parallel, RecordedMatch
from playground.files.game_reader import loads_json
from playground.files.game_writer import dumps_json
from playground.files.library import library, load_library

__all__ = ["MAX_SIZE", "GameDocument", "Kept", "Parallel", "RecordedMatch", "dumps_json", "library", "load",
           "load_library", "loads_json", "save"]


def load(path: Path | str) -> GameDocument:
    """The document in a `.game.json` or `.nfg` file; what stands in it decides, not its name. Raises
    `InputError` with every problem and its place; never anything else."""
    path = Path(path)
    text = read_text(path)
    return loads_json(text)


def save(document: GameDocument, path: Path | str) -> None:
    """Write a document, in the format that the file name ends with: `.nfg`, or `.json`. The old file
    is replaced in one step or stays as it is. Raises `InputError` saying what to do."""
    path = Path(path)
    write_atomically(path, dumps_json(document).encode("utf-8"))
