"""The sandbox from outside: a child process that runs a script, and is ended when it takes too long.

The script's language, Starlark, has no files, clocks or network and no way to keep a value from one move
to the next. What it computes is bounded in the child (seconds of computing, memory, depth of calls); what
the child does not notice, the system does (memory at once), or this side by the clock, and kills it. A
child that has nothing to do waits, and ends when its input closes, so none is left behind by a parent that
was killed.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground.progress import Progress, silent

SECONDS = 1.0  # of computing, a move
BANK = 10.0  # seconds of computing that a match begins with, of which every move takes what it needs,
EACH = 0.01  # and gives so much
PATIENCE = 5.0  # seconds by the clock, a move
MEGABYTES = 128  # of memory, with the language itself: looked at while a script runs
AT_ONCE = 256  # megabytes above which the system gives none
DEPTH = 100  # of calls within calls
CHECK_EVERY = 0.05  # seconds between two looks at whether the answer is still wanted
DRAWN = 32  # numbers that a script gets when it draws one and has none left
MOST_IDLE = 4  # children that wait for the next script
_CHILD = Path(__file__).with_name("sandbox_child.py")


class ScriptError(Exception):
    """A script cannot go on: `message` says why; `line` and `column` where, from 1, or 0 where no place is
    known."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(f"line {line}: {message}" if line else message)
        self.message, self.line, self.column = message, line, column


class Sandbox:
    """One child. A script begins with `begin` and answers to `ask`; afterwards another one may begin."""

    def __init__(self) -> None:
        found = importlib.util.find_spec("starlark")
        if found is None or not found.origin:
            raise ScriptError("scripts need the package starlark-pyo3, which is not installed")
        limits = {"seconds": SECONDS, "bank": BANK, "each": EACH, "megabytes": MEGABYTES, "at_once": AT_ONCE,
                  "depth": DEPTH}
        kept = {name: value for name, value in os.environ.items() if name.upper() == "SYSTEMROOT"}
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_CHILD), str(Path(found.origin).parents[1]), json.dumps(limits)],
            bufsize=0, env=kept, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))
        self._where = ""  # in the script, as far as this side knows
        # Not every system can wait for a pipe with a time limit; for a queue each can.
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def begin(self, source: str, game: dict[str, Any] | None = None, me: int = 0,
              progress: Progress = silent) -> None:
        """Read a script; with a game, for a match from its first round on. Raises `ScriptError`."""
        self._where = "while it was read"
        self._ask(json.dumps({"source": source, "game": game, "me": me}).encode(), _no_luck, progress)

    def ask(self, rounds: list[int], luck: Callable[[], float], progress: Progress) -> int:
        """The script's move after these further rounds, profiles by number. `luck` is drawn from when the
        script draws. Raises `ScriptError`."""
        self._where = "in move"
        return int(self._ask(" ".join(map(str, rounds)).encode(), luck, progress))

    @property
    def usable(self) -> bool:
        """Whether the child is there. To a process forked from this one it is not: it is no child of that."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the child."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def _ask(self, line: bytes, luck: Callable[[], float], progress: Progress) -> bytes:
        try:
            self._send(line)
            began = looked = time.monotonic()
            while (answer := self._next()) is None or answer == b"r":
                if answer:
                    self._send(" ".join(repr(luck()) for _ in range(DRAWN)).encode())
                now = time.monotonic()
                if now - looked >= CHECK_EVERY:
                    looked = now
                    progress(None, "a script is thinking")
                if now - began > PATIENCE:
                    self.close()
                    raise ScriptError(f"it takes longer than {PATIENCE:g} s")
            if answer[:1] in b"ex":
                told = json.loads(answer[1:])
                if answer[:1] == b"x":
                    self.close()
                    told["message"] += "" if told["line"] else f" ({self._where}; the line is not known)"
                raise ScriptError(**told)
            return answer[1:]
        except ScriptError:
            raise
        except BaseException:  # nobody waits for the answer any more, and it must not come to the next one
            self.close()
            raise

    def _send(self, line: bytes) -> None:
        assert self._process.stdin is not None
        left = memoryview(line + b"\n")
        with contextlib.suppress(BrokenPipeError, OSError):  # it has ended: the answer will say so
            while left:
                left = left[self._process.stdin.write(left):]

    def _next(self) -> bytes | None:
        """The next line from the child; None where there is none for a while."""
        try:
            answer = self._answers.get(timeout=CHECK_EVERY)
        except queue.Empty:
            return None
        if answer:
            return answer
        code = self._process.wait()
        self.close()
        raise ScriptError(f"{_ending(code)} ({self._where}; the line is not known)")

    def _listen(self) -> None:
        """Put every line of the child into the queue; at the end an empty one."""
        assert self._process.stdout is not None
        with self._process.stdout as output:
            rest = b""
            while data := output.read(1 << 16):
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    self._answers.put(line)
        self._answers.put(b"")


def _no_luck() -> float:
    raise RuntimeError("a script that is read draws nothing")


def _ending(code: int) -> str:
    """Why a child ended by itself."""
    if code == -getattr(signal, "SIGPROF", 0):
        return f"it computes for longer than {SECONDS:g} s"
    if code in (-signal.SIGABRT, 0xC0000409, 0xC0000017):  # Rust gives up where there is no memory
        return f"it needs more than {AT_ONCE} MB of memory at once"
    if code == -getattr(signal, "SIGKILL", 0):
        return "its process was ended from outside, as a system short of memory does"
    return f"it nests too deep, or needs more than {AT_ONCE} MB of memory at once"


# Starting a child takes longer than a short match, so some are kept for the next script.
_idle: list[Sandbox] = []


def borrow() -> Sandbox:
    """A child for a script. It is given back by `give_back`."""
    with contextlib.suppress(IndexError):  # of an empty list; another thread may have taken the last
        while not (sandbox := _idle.pop()).usable:
            pass
        return sandbox
    return Sandbox()


def give_back(sandbox: Sandbox) -> None:
    if not sandbox.usable:
        return
    if len(_idle) < MOST_IDLE:
        _idle.append(sandbox)
    else:
        sandbox.close()
