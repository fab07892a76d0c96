"""The window from the command line: files to open, and what is said without a screen or Qt."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playground.cli.reading import path_of
from playground.problem import InputError


def open_window(names: list[str]) -> int:
    """The app, on the given files."""
    files = [path_of(name) for name in names]
    _need_screen()
    with qt():
        from playground.app.main import run
    return run([str(file) for file in files])


@contextmanager
def qt() -> Iterator[None]:
    """Around imports of the app: say what to do where Qt, or a library it needs, is missing."""
    try:
        yield
    except ImportError as error:
        if "PySide6" not in str(error) and ".so" not in str(error):
            raise
        raise InputError(f"Qt cannot load ({error}); in a checkout, `python3 dev.py run` installs what is "
                         "missing, or prints the command that does") from None


def _need_screen() -> None:
    """Qt aborts where there is no display; say so first."""
    if _has_display() or os.environ.get("QT_QPA_PLATFORM"):
        return
    raise InputError("there is no screen here for a window; `playground tour DIR` saves pictures of every "
                     "page, and `playground --help` shows what works without one")


def _has_display() -> bool:
    if sys.platform in ("darwin", "win32") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    return _answers(os.environ.get("DISPLAY", ""))


def _answers(display: str) -> bool:
    """Whether an X server is there. Of one on another machine Qt itself finds out."""
    local = re.match(r"(?:unix)?:(\d+)", display)
    if not local or not hasattr(socket, "AF_UNIX"):
        return bool(display)
    path = f"/tmp/.X11-unix/X{local[1]}"
    for address in (path, f"\0{path}"):  # Linux has it in its abstract namespace too
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(address)
                return True
            except OSError:
                continue
    return False
