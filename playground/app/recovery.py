"""Recovery: a copy of every modified document, every few seconds, in a folder that outlives a crash.

Each running app holds the lock of its own session folder. A folder whose lock can be taken belongs to
an app that did not end properly; what lies in it is offered to the user.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLockFile

if TYPE_CHECKING:
    from playground.files.document import GameDocument

INTERVAL = 4000  # milliseconds between looks at a changed document
LARGE = 2000  # payoffs above which a copy is written by a worker


@dataclass(frozen=True)
class Copy:
    """One recoverable document. `original` is the file it was opened from, if any."""

    folder: Path
    file: Path
    title: str
    original: Path | None
    when: datetime
    drafts: tuple[tuple[int, tuple[int, ...], str], ...] = ()

    def load(self) -> GameDocument:
        """The document as it was, half-typed payoffs included. Raises `InputError`."""
        from playground.files import load
        from playground.game.edits import set_payoff

        state = load(self.file)
        game = state.game
        for player, profile, text in self.drafts:
            game = set_payoff(game, player, profile, text)
        return replace(state, game=game)


def write_copy(target: str, state: GameDocument, original: str) -> None:
    """Write one recovery copy: the document at `target`, what a file cannot hold beside it."""
    from playground.files import dumps_json
    from playground.game.edits import discard_drafts

    file = Path(target)
    file.parent.mkdir(parents=True, exist_ok=True)
    drafts = [[player, list(profile), cell.text] for player, profile, cell in state.game.drafts]
    about = {"title": state.title, "original": original, "drafts": drafts,
             "when": datetime.now().isoformat(timespec="seconds")}
    _write(file, dumps_json(replace(state, game=discard_drafts(state.game))))
    _write(file.with_suffix(".about"), json.dumps(about))


def _write(path: Path, text: str) -> None:
    temporary = path.with_suffix(path.suffix + ".new")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)


class Session:
    """This app's folder of recovery copies, and the way to those that others left behind."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.folder = folder / uuid.uuid4().hex
        self._lock: QLockFile | None = None
        self._abandoned: list[QLockFile] = []
        with contextlib.suppress(OSError):  # without a folder there is no recovery, but there is an app
            self.folder.mkdir(parents=True)
            self._lock = QLockFile(str(self.folder / "lock"))
            self._lock.setStaleLockTime(0)
            self._lock.tryLock(0)

    def target(self, key: str) -> Path:
        """Where the copy of the document known as `key` goes."""
        return self.folder / f"{key}.game.json"

    def save(self, key: str, state: GameDocument, original: Path | None) -> None:
        """Write the copy now. A full disk is no reason to disturb."""
        with contextlib.suppress(OSError):
            write_copy(str(self.target(key)), state, str(original or ""))

    def forget(self, key: str) -> None:
        """The document is saved, or not wanted."""
        for path in (self.target(key), self.target(key).with_suffix(".about")):
            with contextlib.suppress(OSError):
                path.unlink()

    def left_behind(self) -> list[Copy]:
        """What apps that did not end properly left, the latest first. Empty folders are removed."""
        found: list[Copy] = []
        if not self.root.is_dir():
            return found
        for folder in sorted(self.root.iterdir()):
            if not folder.is_dir() or folder == self.folder:
                continue
            lock = QLockFile(str(folder / "lock"))
            lock.setStaleLockTime(0)
            if not lock.tryLock(0):
                continue  # another app is alive
            copies = list(_copies(folder))
            if copies:
                self._abandoned.append(lock)
                found += copies
            else:
                lock.unlock()
                shutil.rmtree(folder, ignore_errors=True)
        return sorted(found, key=lambda copy: copy.when, reverse=True)

    def discard(self, copies: list[Copy]) -> None:
        """Remove copies that were recovered or are not wanted."""
        for copy in copies:
            for path in (copy.file, copy.file.with_suffix(".about")):
                with contextlib.suppress(OSError):
                    path.unlink()

    def close(self) -> None:
        """The app ends properly: its copies go. Those of others stay for the next start."""
        for lock in self._abandoned:
            lock.unlock()
        self._abandoned.clear()
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None
            shutil.rmtree(self.folder, ignore_errors=True)

    def abandon(self) -> None:
        """The app is being ended from outside: leave its copies for the next start."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


def _copies(folder: Path) -> Iterator[Copy]:
    for file in sorted(folder.glob("*.game.json")):
        about: dict[str, Any] = {}
        with contextlib.suppress(OSError, ValueError, RecursionError):
            read = json.loads(file.with_suffix(".about").read_text(encoding="utf-8"))
            about = read if isinstance(read, dict) else {}
        try:
            when = datetime.fromtimestamp(file.stat().st_mtime)
        except (OSError, ValueError, OverflowError):
            continue  # no file
        with contextlib.suppress(ValueError):
            when = datetime.fromisoformat(str(about.get("when", ""))).replace(tzinfo=None)
        drafts = []
        with contextlib.suppress(TypeError, ValueError, OverflowError):
            drafts = [(int(k), tuple(map(int, profile)), str(text))
                      for k, profile, text in about.get("drafts", [])]
        original = str(about.get("original") or "")
        yield Copy(folder, file, str(about.get("title") or "Untitled game"),
                   Path(original) if original else None, when, tuple(drafts))
