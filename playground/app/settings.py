"""What the app remembers between starts, typed, in one file; and where its folders are."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

VERSION = 1
MAX_RECENT = 12
MAX_AGREED = 1000  # scripts


@dataclass(frozen=True)
class Folders:
    """Where settings and recovery copies live. PLAYGROUND_HOME, when set, holds both."""

    config: Path
    recovery: Path

    @classmethod
    def standard(cls) -> Folders:
        if home := os.environ.get("PLAYGROUND_HOME"):
            return cls(Path(home) / "config", Path(home) / "recovery")
        from platformdirs import PlatformDirs

        found = PlatformDirs("playground", appauthor=False)
        return cls(Path(found.user_config_path), Path(found.user_state_path) / "recovery")


class Settings:
    """One typed property a setting. Values that cannot be read count as not set."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        with contextlib.suppress(OSError):  # then nothing is remembered, but the program starts
            folders.config.mkdir(parents=True, exist_ok=True)
        self._store = QSettings(str(folders.config / "settings.ini"), QSettings.Format.IniFormat)
        self._store.setValue("version", VERSION)

    def sync(self) -> None:
        self._store.sync()

    @property
    def appearance(self) -> str:
        """"system", "light" or "dark"."""
        value = str(self._store.value("appearance", "system"))
        return value if value in ("light", "dark") else "system"

    @appearance.setter
    def appearance(self, value: str) -> None:
        self._store.setValue("appearance", value)

    @property
    def zoom(self) -> float:
        """1 is 100 %."""
        try:
            return min(3.0, max(0.5, float(str(self._store.value("zoom", 1.0)))))
        except ValueError:
            return 1.0

    @zoom.setter
    def zoom(self, value: float) -> None:
        self._store.setValue("zoom", value)

    @property
    def recent(self) -> list[Path]:
        """Files opened or saved lately, the last one first; those that are gone are left out."""
        return [path for path in map(Path, self._texts("recent")) if _is(path.is_file)]

    def add_recent(self, path: Path) -> None:
        path = path.resolve()
        kept = [path, *(other for other in self.recent if other != path)]
        self._store.setValue("recent", [str(p) for p in kept[:MAX_RECENT]])

    def clear_recent(self) -> None:
        self._store.setValue("recent", [])

    @property
    def agreed_scripts(self) -> list[str]:
        """Hashes of the scripts that a person has allowed to run, the last ones first."""
        return self._texts("agreed_scripts")

    def agree_to_scripts(self, hashes: Sequence[str]) -> None:
        kept = list(dict.fromkeys((*hashes, *self.agreed_scripts)))
        self._store.setValue("agreed_scripts", kept[:MAX_AGREED])

    def _texts(self, key: str) -> list[str]:
        value = self._store.value(key, [])
        return [value] if isinstance(value, str) else list(map(str, value or []))

    @property
    def geometry(self) -> QByteArray:
        """The last window's place, as Qt saves it; empty at the first start."""
        value = self._store.value("geometry", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("geometry", value)

    @property
    def folder(self) -> str:
        """The folder of the last file dialog."""
        value = str(self._store.value("folder", ""))
        return value if _is(Path(value or "?").is_dir) else str(Path.home())

    @folder.setter
    def folder(self, value: str) -> None:
        self._store.setValue("folder", value)


def _is(asked: Callable[[], bool]) -> bool:
    """Whether a path is what is asked; one that no system can have is not."""
    try:
        return asked()
    except (OSError, ValueError):
        return False
