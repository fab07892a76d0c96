"""Bytes from disk and back: never too many, never half a file."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from playground.problem import InputError, Problem

MAX_SIZE = 20_000_000  # bytes


def read_text(path: Path) -> str:
    """The text of a UTF-8 file (a byte-order mark is dropped). Raises `InputError` for what is no
    file, too large (without reading it), or no text."""
    place = path.name or str(path)
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise InputError([Problem(place, "this is a folder; choose a file in it")])
        if not stat.S_ISREG(status.st_mode):
            raise InputError([Problem(place, "this is not an ordinary file")])
        size, data = status.st_size, b""
        if size <= MAX_SIZE:
            with open(path, "rb") as file:
                data = file.read(MAX_SIZE + 1)
            size = len(data)  # it may have grown since
        if size > MAX_SIZE:
            raise InputError([Problem(place, f"{size / 1e6:,.0f} MB is too large for a game; "
                                             f"{MAX_SIZE // 10**6} MB are allowed")])
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError([Problem(place, _cannot_read(error))]) from None
    return decode(data, place)


def stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file does: its time and size; None where there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


def decode(data: bytes, place: str = "") -> str:
    """Bytes as text. Raises `InputError` for other encodings and for what is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError([Problem(place, "the text is UTF-16; save it as UTF-8")])
    if b"\0" in data:
        raise InputError([Problem(place, "this is not a text file, so not a game")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError([Problem(place, f"line {line} is not UTF-8 text (byte {data[error.start]:#04x}); "
                                         "save the file as UTF-8")]) from None


def encode(text: str) -> bytes:
    """Text as UTF-8. Raises `InputError` for halves of characters, which no file can hold."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        near = text[max(0, error.start - 20):error.start].rpartition("\n")[2]
        raise InputError(f"after {near!r} stands half of a character (a lone surrogate); "
                         "write that text anew") from None


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that there is the old one or the new one, whatever happens: a temporary file in
    the same folder, flushed to disk, renamed. A symbolic link stays one, permissions stay. Raises
    `InputError` saying what to do; the old file is intact then."""
    target = path
    try:
        target = Path(os.path.realpath(path))
        temporary = target.parent / f".playground-{secrets.token_hex(6)}.tmp"
        mode, owner = _status(target)
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0),
                         0o666 if mode is None else 0o600)  # nobody reads in it what is private
        try:
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if owner is not None and hasattr(os, "chown"):
                with contextlib.suppress(OSError):  # only the superuser gives files away
                    os.chown(temporary, *owner)
            if mode is not None:
                os.chmod(temporary, mode)
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
        _flush_folder(target.parent)
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError([Problem(str(path), _cannot_write(error, target))]) from None


def _status(target: Path) -> tuple[int | None, tuple[int, int] | None]:
    """Mode and owner of the file that is to be replaced; None and None where there is none."""
    try:
        status = os.stat(target)
    except FileNotFoundError:
        return None, None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise InputError([Problem(str(target), "this is not an ordinary file; choose another name")])
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "is read-only")
    return stat.S_IMODE(status.st_mode), (status.st_uid, status.st_gid)


def _flush_folder(folder: Path) -> None:
    """Make the rename itself last, where folders can be flushed; the file is whole either way."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot_read(error: OSError | ValueError) -> str:
    match getattr(error, "errno", None):
        case errno.ENOENT | errno.ENOTDIR:
            return "there is no such file; it may have been moved or renamed"
        case errno.EACCES | errno.EPERM:
            return "you may not read this file; ask its owner or change its permissions"
    return f"the file cannot be read: {getattr(error, 'strerror', None) or error}"


def _cannot_write(error: OSError | ValueError, target: Path) -> str:
    exists = os.path.isfile(target)  # False for what cannot be asked for
    kept = "; the old file is as it was" if exists else ""
    match getattr(error, "errno", None):
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return f"there is no room left on the disk: free some, or save somewhere else{kept}"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            what = "file" if exists and not os.access(target, os.W_OK) else "folder"
            return f"the {what} {target if what == 'file' else target.parent} is read-only: " \
                   f"save under another name or in another folder{kept}"
        case errno.ENOENT | errno.ENOTDIR:
            return f"there is no folder {target.parent}: make it, or save somewhere else"
        case errno.EISDIR:
            return "this is a folder; add a file name"
        case errno.ENAMETOOLONG:
            return "the file name is too long: choose a shorter one"
    return f"the file cannot be written ({getattr(error, 'strerror', None) or error}): " \
           f"save somewhere else{kept}"
