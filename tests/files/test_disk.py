"""Files: never too many bytes in, never half a file out, and a message that says what to do."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import signal
import stat
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from playground.files import MAX_SIZE, GameDocument, disk, dumps_json, load, load_library, save
from playground.problem import InputError

POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX files")


@pytest.fixture(scope="module")
def document() -> GameDocument:
    return load_library("stag-hunt")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file that is to be replaced."""
    path = tmp_path / "game.game.json"
    path.write_bytes(b"old")
    return path


def refused(call: Callable[[], Any]) -> str:
    """What a call that is refused says; within a second, and whatever it waits for."""
    def late(*_: object) -> None:
        raise TimeoutError

    if os.name == "posix":
        signal.signal(signal.SIGALRM, late)
        signal.setitimer(signal.ITIMER_REAL, 10)
    started = time.process_time()
    try:
        with pytest.raises(InputError) as error:
            call()
    finally:
        if os.name == "posix":
            signal.setitimer(signal.ITIMER_REAL, 0)
    assert time.process_time() - started < 9
    (problem,) = error.value.problems
    assert problem.message and len(str(problem)) < 1500
    return str(problem)


def assert_untouched(path: Path, data: bytes = b"old") -> None:
    assert path.read_bytes() == data
    assert os.listdir(path.parent) == [path.name], "a temporary file is left"


# --- reading ----------------------------------------------------------------------------------------

def test_large_files_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.game.json"
    with open(path, "wb") as file:
        file.truncate(100_000_000)
    tracemalloc.start()
    try:
        message = refused(lambda: load(path))
        assert message == "large.game.json: 100 MB is too large for a game; 20 MB are allowed"
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    path.write_bytes(b" " * MAX_SIZE)
    assert refused(lambda: load(path)) == "the file is empty"


def test_a_file_that_grows_is_no_game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is larger than it said it was is not read by halves."""
    path = tmp_path / "log.game.json"
    path.write_bytes(b" " * (MAX_SIZE + 10))
    small = os.stat_result((stat.S_IFREG | 0o644, 0, 0, 1, 0, 0, 10, 0, 0, 0))
    monkeypatch.setattr(disk.os, "stat", lambda *_, **__: small)
    assert "is too large for a game" in refused(lambda: disk.read_text(path))


@POSIX
def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "nowhere").symlink_to("nothing")
    (tmp_path / "file").write_text("")
    for path, message in {
            tmp_path: "this is a folder; choose a file in it", Path(""): "this is a folder",
            tmp_path / "pipe": "this is not an ordinary file", Path("/dev/zero"): "not an ordinary file",
            tmp_path / "none": "there is no such file", tmp_path / "nowhere": "there is no such file",
            tmp_path / "file" / "in it": "there is no such file",
            tmp_path / "loop": "cannot be read", tmp_path / ("x" * 300): "cannot be read",
            tmp_path / "\0": "cannot be read"}.items():
        assert message in refused(lambda path=path: load(path))  # type: ignore[misc]


@pytest.mark.parametrize(("data", "message"), [
    ("{}".encode("utf-16"), "the text is UTF-16; save it as UTF-8"),
    (b"\xfe\xff" + "{}".encode("utf-16-be"), "the text is UTF-16"),
    ("{}".encode("utf-16-le"), "this is not a text file, so not a game"),
    ("{}".encode("utf-32"), "UTF-16"), (b'{"a": "\0"}', "this is not a text file"),
    (b"\x89PNG\r\n\x1a\n\0\0", "this is not a text file"), (b"\x1f\x8b\x08\0", "this is not a text file"),
    ('{\n"a":\n "é"}'.encode("latin-1"), "game.game.json: line 3 is not UTF-8 text (byte 0xe9); save the"),
    (b'"\xed\xa0\x80"', "line 1 is not UTF-8 text"), (b"\xc0\x80", "line 1 is not UTF-8 text"),
    (b"\xf0\x9f", "line 1 is not UTF-8 text"), (b"", "the file is empty"),
    (b"\xef\xbb\xbf\n", "the file is empty"),
])
def test_what_is_no_utf8(old: Path, data: bytes, message: str) -> None:
    old.write_bytes(data)
    assert message in refused(lambda: load(old))


def test_a_byte_order_mark_is_dropped(old: Path, document: GameDocument) -> None:
    old.write_bytes(b"\xef\xbb\xbf" + dumps_json(document).encode())
    assert load(old) == document


# --- writing ----------------------------------------------------------------------------------------

def test_save_and_load(tmp_path: Path, document: GameDocument) -> None:
    """By the name: `.json` and `.nfg`, large letters too; with nothing else left in the folder."""
    for name in ("a.game.json", "b.JSON", "größe 🦌 'q'.game.json", "-rf.json"):
        save(document, tmp_path / name)
        assert load(str(tmp_path / name)) == document
        assert (tmp_path / name).read_bytes() == dumps_json(document).encode()
    save(document, tmp_path / "a.NFG")
    assert (tmp_path / "a.NFG").read_text().startswith("NFG 1 R")
    assert len(os.listdir(tmp_path)) == 5
    for name in ("a", "a.txt", ".json", "a.json.bak"):
        message = refused(lambda name=name: save(document, tmp_path / name))  # type: ignore[misc]
        assert "end the file name with .game.json" in message


def test_what_cannot_be_written_leaves_the_old_file(old: Path, document: GameDocument) -> None:
    """Half a character in a text: refused before anything is opened."""
    message = refused(lambda: save(replace(document, notes="Ann\nfine, then \ud83e"), old))
    assert "fine, then '" in message and "half of a character (a lone surrogate)" in message
    assert_untouched(old)


ERRORS = {
    errno.ENOSPC: "there is no room left on the disk: free some, or save somewhere else",
    errno.EDQUOT: "there is no room left on the disk",
    errno.EIO: "save somewhere else", errno.EPERM: "is read-only",
    errno.EROFS: "is read-only: save under another name or in another folder",
    errno.EINTR: "save somewhere else",
}


@pytest.mark.parametrize("code", ERRORS, ids=errno.errorcode.get)
@pytest.mark.parametrize("step", ["open", "write", "close", "fsync", "chmod", "replace"])
def test_failures_leave_the_old_file(old: Path, monkeypatch: pytest.MonkeyPatch, step: str,
                                     code: int) -> None:
    """At whatever step the disk fails: the old file is whole, nothing is left over, and people know what to
    do."""
    reached = []

    def fail(*_: object, **__: object) -> Any:
        reached.append(step)
        raise OSError(code, os.strerror(code))

    class Full(io.FileIO):
        def write(self, data: Any) -> int:
            if step == "write":
                super().write(bytes(data)[:2])
                fail()
            return super().write(data) or 0

        def close(self) -> None:
            failing = step == "close" and not self.closed
            super().close()
            if failing:
                fail()

    if step in ("write", "close"):
        monkeypatch.setattr(disk, "open", lambda handle, mode: Full(handle, mode), raising=False)
    elif step == "open":
        opened = os.open
        monkeypatch.setattr(disk.os, "open", lambda path, flags, *mode: fail() if flags & os.O_CREAT
                            else opened(path, flags, *mode))
    else:
        monkeypatch.setattr(disk.os, step, fail)
    message = refused(lambda: disk.write_atomically(old, b"new"))
    monkeypatch.undo()
    assert reached == [step]
    assert ERRORS[code] in message and message.endswith("; the old file is as it was") and str(old) in message
    assert_untouched(old)
    disk.write_atomically(old, b"new")
    assert_untouched(old, b"new")


@POSIX
def test_a_disk_that_is_really_full(old: Path, document: GameDocument) -> None:
    """The kernel's own refusal: a file may grow to 100 bytes."""
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        message = refused(lambda: save(document, old))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "no room left on the disk: free some" in message and "the old file is as it was" in message
    assert_untouched(old)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, MemoryError])
def test_an_interruption_leaves_the_old_file(old: Path, monkeypatch: pytest.MonkeyPatch,
                                             stop: type[BaseException]) -> None:
    def interrupt(_: int) -> None:
        raise stop

    monkeypatch.setattr(disk.os, "fsync", interrupt)
    with pytest.raises(stop):
        disk.write_atomically(old, b"new")
    assert_untouched(old)


def test_the_data_is_on_disk_before_the_old_file_goes(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flushed while the old file still stands, then renamed, then the folder; a folder that cannot be
    flushed is no failure."""
    steps = []
    flush, rename = os.fsync, os.replace

    def fsync(handle: int) -> None:
        steps.append(("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else os.fstat(handle).st_size,
                      old.read_bytes()))
        if steps[-1][0] == "folder":
            raise OSError(errno.EINVAL, "no")
        flush(handle)

    def renamed(source: Path, target: Path) -> None:
        steps.append(("rename", Path(source).read_bytes()))
        rename(source, target)

    monkeypatch.setattr(disk.os, "fsync", fsync)
    monkeypatch.setattr(disk.os, "replace", renamed)
    disk.write_atomically(old, b"newer")
    assert steps[:2] == [(5, b"old"), ("rename", b"newer")] and steps[2:] in ([], [("folder", b"newer")])
    assert_untouched(old, b"newer")


def test_readers_never_see_half_a_file(old: Path) -> None:
    versions = [character * 200_000 for character in (b"a", b"b")]
    disk.write_atomically(old, versions[0])
    seen, done = set(), threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(old.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(200):
        disk.write_atomically(old, versions[turn % 2])
    done.set()
    reader.join()
    assert seen <= set(versions) and len(seen) == 2
    assert_untouched(old, versions[1])


# --- permissions and links --------------------------------------------------------------------------

@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody may enter and write to."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o777)
        yield Path(name)
        os.chmod(name, 0o777)


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """As somebody whom permissions bind: the superuser becomes nobody for a while."""
    if os.name != "posix" or os.geteuid():
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@POSIX
def test_files_and_folders_that_are_read_only(shared: Path) -> None:
    path = shared / "game.game.json"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with nobody():
        message = refused(lambda: disk.write_atomically(path, b"new"))
    assert message == (f"{path}: the file {path} is read-only: save under another name or in another folder; "
                       "the old file is as it was")
    assert_untouched(path)
    path.chmod(0o666)
    shared.chmod(0o555)
    with nobody():
        message = refused(lambda: disk.write_atomically(path, b"new"))
        missing = refused(lambda: disk.write_atomically(shared / "new.json", b"new"))
    assert f"the folder {shared} is read-only" in message and message.endswith("; the old file is as it was")
    assert f"the folder {shared} is read-only" in missing and "old file" not in missing
    assert_untouched(path)
    path.chmod(0o000)
    with nobody():
        assert "you may not read this file; ask its owner" in refused(lambda: load(path))
    path.chmod(0o644)
    shared.chmod(0o000)
    with nobody():
        assert "you may not read this file" in refused(lambda: load(path))
        assert "read-only" in refused(lambda: disk.write_atomically(path, b"new"))
    shared.chmod(0o777)
    assert_untouched(path)


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_permissions_stay_and_nobody_peeks(old: Path, monkeypatch: pytest.MonkeyPatch, mode: int) -> None:
    """A private file is private while it is written, too."""
    old.chmod(mode)
    if os.geteuid() == 0:
        os.chown(old, 1234, 4321)
    before = old.stat()
    seen, flush = [], os.fsync

    def fsync(handle: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        flush(handle)

    monkeypatch.setattr(disk.os, "fsync", fsync)
    disk.write_atomically(old, b"new")
    after = old.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert not seen[0] & ~mode


@POSIX
def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    for mask in (0o022, 0o077):
        before = os.umask(mask)
        try:
            disk.write_atomically(tmp_path / f"{mask}", b"new")
        finally:
            os.umask(before)
        assert stat.S_IMODE((tmp_path / f"{mask}").stat().st_mode) == 0o666 & ~mask


@POSIX
def test_links_stay_links(tmp_path: Path) -> None:
    """Written is what a link points to, through other links and folders, there already or not."""
    (tmp_path / "real").mkdir()
    (tmp_path / "linked").symlink_to("real", target_is_directory=True)
    for name in ("old", "new"):
        (tmp_path / "real" / name).write_bytes(b"old") if name == "old" else None
        (tmp_path / f"first-{name}").symlink_to(f"linked/{name}")
        (tmp_path / name).symlink_to(tmp_path / f"first-{name}")
        disk.write_atomically(tmp_path / name, b"data")
        assert (tmp_path / name).is_symlink() and (tmp_path / f"first-{name}").is_symlink()
        assert (tmp_path / "real" / name).read_bytes() == b"data"
        assert not (tmp_path / "real" / name).is_symlink()
    assert sorted(os.listdir(tmp_path / "real")) == ["new", "old"]
    assert len(os.listdir(tmp_path)) == 6


@POSIX
def test_places_that_cannot_be_written_to(tmp_path: Path, document: GameDocument) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "loop.json").symlink_to("loop.json")
    os.mkfifo(tmp_path / "pipe.json")
    before = sorted(os.listdir(tmp_path))
    for name, message in {
            "none/a.json": f"there is no folder {tmp_path / 'none'}: make it, or save somewhere else",
            "file/a.json": f"there is no folder {tmp_path / 'file'}",
            "folder.json": "this is a folder; add a file name",
            "pipe.json": "this is not an ordinary file; choose another name",
            "loop.json": "save somewhere else",
            "x" * 300 + ".json": "the file name is too long: choose a shorter one",
            "a\0b.json": "save somewhere else", "a\ud800/b.json": "save somewhere else"}.items():
        assert message in refused(lambda name=name: save(document, tmp_path / name))  # type: ignore[misc]
        assert message in refused(lambda name=name: save(document, str(tmp_path / name)))  # type: ignore[misc]
    assert sorted(os.listdir(tmp_path)) == before and (tmp_path / "file").read_bytes() == b"old"
