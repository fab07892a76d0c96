"""Readers and writers, one document model: `.game.json` and `.nfg` in and out, `.efg` and pasted tables in,
CSV out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.files.disk import MAX_SIZE, encode, read_text, stamp, write_atomically
from playground.files.document import GameDocument, Kept, Parallel, RecordedMatch
from playground.files.efg import loads_efg
from playground.files.game_reader import loads_json
from playground.files.game_writer import dumps_json
from playground.files.latex import latex_document, latex_equilibria, latex_rows, latex_table
from playground.files.library import library, load_library
from playground.files.match_csv import match_csv
from playground.files.nfg import dumps_nfg, loads_nfg, nfg_remarks
from playground.files.table import alternating, parse_table, read_numbers
from playground.files.vote_names import holds_votes
from playground.problem import InputError, Problem

if TYPE_CHECKING:
    from playground.files.votes import VoteDocument as VoteDocument
    from playground.files.votes import dumps_votes as dumps_votes
    from playground.files.votes import load_votes as load_votes
    from playground.files.votes import loads_votes as loads_votes
    from playground.files.votes import save_votes as save_votes

__all__ = [
    "MAX_SIZE",
    "GameDocument",
    "Kept",
    "Parallel",
    "RecordedMatch",
    "VoteDocument",
    "alternating",
    "dumps_json",
    "dumps_nfg",
    "dumps_votes",
    "encode",
    "holds_votes",
    "latex_document",
    "latex_equilibria",
    "latex_rows",
    "latex_table",
    "library",
    "load",
    "load_library",
    "load_votes",
    "loads_efg",
    "loads_json",
    "loads_nfg",
    "loads_votes",
    "match_csv",
    "nfg_remarks",
    "parse_table",
    "read_numbers",
    "save",
    "save_votes",
    "stamp",
    "write_atomically",
]


def __getattr__(name: str) -> Any:
    """What reads and writes votes is loaded when it is first used: games do without the voting rules."""
    if name not in ("VoteDocument", "dumps_votes", "load_votes", "loads_votes", "save_votes"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from playground.files import votes

    return getattr(votes, name)


def load(path: Path | str) -> GameDocument:
    """The document in a `.game.json`, `.nfg` or `.efg` file; what stands in it decides, not its name. What
    the reader had to change is in its `remarks`. Raises `InputError` with every problem and its place,
    never anything else."""
    path = Path(path)
    text = read_text(path)
    start, suffix = text.lstrip()[:3], path.suffix.lower()
    for format, ending, loads in (("NFG", ".nfg", loads_nfg), ("EFG", ".efg", loads_efg)):
        if start == format or (suffix == ending and start not in ("NFG", "EFG") and start[:1] != "{"):
            return loads(text, untitled=path.stem.encode("utf-8", "replace").decode() or "game")
    if text.strip() and start[:1] not in "{[":
        raise InputError([Problem(path.name, "this is no game: a file that ends with .game.json, .nfg or "
                                             ".efg is")])
    return loads_json(text)


def save(document: GameDocument, path: Path | str) -> None:
    """Write a document in the format that the file's name asks for: `.nfg` or `.json`. The old file is
    replaced in one step or stays as it is. Raises `InputError` saying what to do."""
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".efg":
        raise InputError([Problem(path.name, "games in extensive form are read, not written; end the file "
                                             "name with .game.json, or with .nfg for Gambit")])
    if suffix not in (".json", ".nfg"):
        raise InputError([Problem(path.name, "end the file name with .game.json, or with .nfg for Gambit")])
    write_atomically(path, encode(dumps_nfg(document) if suffix == ".nfg" else dumps_json(document)))
