"""The worker process: reads calls from standard input, writes their results to standard output.

A frame is eight bytes of length and a pickle. The process has no window, and Qt only from when an exam is
typeset in it. It ends when its input closes,
even in the midst of a computation: no parent, no purpose.
"""

from __future__ import annotations

import os
import pickle
import queue
import struct
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

HEADER = struct.Struct("<Q")
TELL_EVERY = 0.1  # seconds


def pack(value: Any) -> bytes:
    """One frame."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return HEADER.pack(len(data)) + data


def serve() -> None:
    """Answer calls until the input closes."""
    source = sys.stdin.buffer
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not break a frame
    calls: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_read, args=(source, calls), daemon=True).start()
    sys.path[:] = pickle.loads(calls.get())

    def send(frame: bytes) -> None:
        sink.write(frame)
        sink.flush()

    while True:
        number, answer = _answer(calls.get(), send)
        try:
            frame = pack((number, *answer))
        except Exception as problem:
            frame = pack((number, "failed", f"the result cannot be sent: {problem}", traceback.format_exc()))
        send(frame)


def _read(source: BinaryIO, calls: queue.Queue[bytes]) -> None:
    while len(header := source.read(HEADER.size)) == HEADER.size:
        (size,) = HEADER.unpack(header)
        calls.put(source.read(size))
    os._exit(0)


def _answer(data: bytes, send: Callable[[bytes], None]) -> tuple[int, tuple[Any, ...]]:
    number = -1
    try:
        number, payload = pickle.loads(data)
        call, arguments, watched = pickle.loads(payload)
        more = {"progress": _Teller(number, send)} if watched else {}
        return number, ("done", call(*arguments, **more))
    except Exception as problem:
        return number, ("failed", str(problem) or type(problem).__name__, traceback.format_exc())


class _Teller:
    """A progress hook that sends what it hears, not too often."""

    def __init__(self, number: int, send: Callable[[bytes], None]) -> None:
        self.number, self.send = number, send
        self._told = time.monotonic()

    def __call__(self, done: float | None, text: str = "") -> None:
        now = time.monotonic()
        if now - self._told >= TELL_EVERY:
            self._told = now
            self.send(pack((self.number, "progress", done, text)))


if __name__ == "__main__":
    serve()
