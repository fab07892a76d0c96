"""The library: games and votes that come with the program, in a checkout or in an installed wheel."""

from __future__ import annotations

import difflib
from pathlib import Path

from playground.files.document import GameDocument
from playground.problem import InputError, Problem

_PACKAGE = Path(__file__).resolve().parent.parent
_FOLDERS = (_PACKAGE / "_data" / "games", _PACKAGE.parent / "games")
SUFFIX = ".game.json"


def library(suffix: str = SUFFIX) -> list[Path]:
    """The files of the library's games, or of what else its names end in, by name."""
    for folder in _FOLDERS:
        if files := sorted(folder.glob(f"*{suffix}")):
            return files
    return []


def load_library(name: str) -> GameDocument:
    """The library game of that name, such as "stag-hunt". Raises `InputError` with the nearest names."""
    from playground.files import load

    files = {file.name.removesuffix(SUFFIX): file for file in library()}
    if name in files:
        return load(files[name])
    close = difflib.get_close_matches(name, files, n=3) or list(files)[:5]
    raise InputError([Problem(name[:80], f"the library has no such game; it has {', '.join(close)}…"
                              if close else "the library is empty; install the program anew")])
