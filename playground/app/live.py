"""Live results: what the visible page asks for, computed beside the window and never in its way.

Cheap calls run at once, in the same event. Others run in worker *processes*, so that neither Python's
lock nor a library that holds it can freeze the window. Each request has a key and a revision: the
newest request of a key is the only one that is answered.
"""

from __future__ import annotations

import pickle
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from playground.app.worker import HEADER, pack

ROOT = Path(__file__).resolve().parents[2]  # where the package playground lies
MAX_WORKERS = 2
PATIENCE = 0.25  # seconds an outdated call may still run: a start of a process costs as much
BUSY_AFTER = 200  # milliseconds


class WorkerError(RuntimeError):
    """A call failed in a worker and nobody asked to hear of it; the message ends with its traceback."""


def _nobody(_result: Any) -> None:
    """Takes what nobody waits for."""


@dataclass(eq=False)
class _Request:
    live: Live
    key: str
    revision: int
    payload: bytes
    done: Callable[[Any], None]
    failed: Callable[[str], None] | None
    told: Callable[[float | None, str], None] | None = None
    wanted: bool = True
    started: float = 0.0
    asked: float = field(default_factory=time.monotonic)


class Live(QObject):
    """One a window. Keys of different windows do not meet.

    busy(key): a call has been asked for 200 ms ago and is not answered; idle(key): it is over.
    """

    busy = Signal(str)
    idle = Signal(str)

    def __init__(self, workers: Workers | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = workers or Workers(self)
        self._current: dict[str, _Request] = {}
        self._shown_busy: set[str] = set()
        self._busy_timer = QTimer(self)
        self._busy_timer.setInterval(BUSY_AFTER // 4)
        self._busy_timer.timeout.connect(self._note_busy)

    def request(self, key: str, revision: int, call: Callable[..., Any], *args: Any,
                done: Callable[[Any], None], failed: Callable[[str], None] | None = None,
                told: Callable[[float | None, str], None] | None = None, cheap: bool = False) -> None:
        """Compute call(*args) and hand the result to `done`.

        The newest request of a key replaces all others of it. `revision` is the document's: a request
        older than one already made is ignored. `call` must be a module-level function and its
        arguments picklable, unless `cheap`, which runs it now. `failed` gets the message of the
        exception; without it an error counts as unexpected. `told` hears of progress; then `call` takes
        `progress` too.
        """
        current = self._current.get(key)
        if current is not None and current.revision > revision:
            return
        self.cancel(key)
        if cheap:
            try:
                result = call(*args)
            except Exception as problem:
                if failed is None:
                    raise
                failed(str(problem) or type(problem).__name__)
                return
            done(result)
            return
        payload = pickle.dumps((call, args, told is not None), pickle.HIGHEST_PROTOCOL)
        request = _Request(self, key, revision, payload, done, failed, told)
        self._current[key] = request
        self._busy_timer.start()
        self._workers.submit(request)

    def cancel(self, key: str) -> None:
        """Forget the request of this key: neither `done` nor `failed` will be called."""
        request = self._current.pop(key, None)
        if request is not None:
            self._workers.drop(request)
            self._over(key)

    def cancel_all(self) -> None:
        for key in list(self._current):
            self.cancel(key)

    def is_busy(self, key: str) -> bool:
        """Whether a request of this key waits for its answer."""
        return key in self._current

    @property
    def waiting(self) -> bool:
        """Whether any request waits for its answer."""
        return bool(self._current)

    def _answer(self, request: _Request, kind: str, *values: Any) -> None:
        if self._current.get(request.key) is not request:
            return
        del self._current[request.key]
        self._over(request.key)
        if kind == "done":
            request.done(values[0])
        elif request.failed is not None:
            request.failed(values[0])
        else:
            raise WorkerError(f"{values[0]}\n\nIn the worker process:\n{values[1]}")

    def _tell(self, request: _Request, done: float | None, text: str) -> None:
        if self._current.get(request.key) is request and request.told is not None:
            request.told(done, text)

    def _over(self, key: str) -> None:
        if key in self._shown_busy:
            self._shown_busy.discard(key)
            self.idle.emit(key)
        if not self._current:
            self._busy_timer.stop()

    def _note_busy(self) -> None:
        limit = time.monotonic() - BUSY_AFTER / 1000
        for key, request in list(self._current.items()):
            if request.asked <= limit and key not in self._shown_busy:
                self._shown_busy.add(key)
                self.busy.emit(key)


class Workers(QObject):
    """The worker processes of the app: started when first needed, killed when what they compute is no
    longer wanted and takes long, and all ended by `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: list[_Request] = []
        self._workers: list[_Worker] = []
        self._ending: list[_Worker] = []  # killed, not gone yet
        self._gone: list[_Worker] = []  # ended, in memory until the next event
        self._burial = QTimer(self)
        self._burial.setSingleShot(True)
        self._burial.timeout.connect(self._bury)
        self._reaper = QTimer(self)
        self._reaper.setInterval(50)
        self._reaper.timeout.connect(self._end_unwanted)
        self._stopped = False

    def submit(self, request: _Request) -> None:
        if not self._stopped:
            self._queue.append(request)
            self.advance()

    def drop(self, request: _Request) -> None:
        request.wanted = False
        request.done, request.failed, request.told = _nobody, None, None  # a closed window is not kept alive
        if request in self._queue:
            self._queue.remove(request)
        elif any(worker.request is request for worker in self._workers):
            self._reaper.start()

    def advance(self) -> None:
        """Give waiting requests to free workers; start another worker where all are at work."""
        while self._queue:
            worker = next((w for w in self._workers if w.request is None), None)
            if worker is None:
                if len(self._workers) >= MAX_WORKERS:
                    return
                worker = _Worker(self)
                self._workers.append(worker)
            worker.run(self._queue.pop(0))

    def retire(self, worker: _Worker) -> None:
        """Count on `worker` no more."""
        if worker in self._workers:
            self._workers.remove(worker)
            self._ending.append(worker)

    def gone(self, worker: _Worker) -> None:
        """The process of `worker` has ended."""
        self.retire(worker)
        if worker in self._ending:
            self._ending.remove(worker)
            # Not within its own signal, and not by deleteLater: the pool may be collected before that.
            self._gone.append(worker)
            self._burial.start()
        self.advance()

    def _bury(self) -> None:
        self._gone.clear()

    def stop(self) -> None:
        """End all workers now and take no more requests."""
        self._stopped = True
        self._reaper.stop()
        self._queue.clear()
        everyone = self._workers + self._ending
        for worker in everyone:
            worker.kill()
        for worker in everyone:
            worker.process.waitForFinished(1000)

    def processes(self) -> list[int]:
        """The process ids of the running workers."""
        return [worker.process.processId() for worker in self._workers]

    def _end_unwanted(self) -> None:
        limit = time.monotonic() - PATIENCE
        unwanted = [w for w in self._workers if w.request is not None and not w.request.wanted]
        for worker in unwanted:
            if worker.request is not None and worker.request.started <= limit:
                self.retire(worker)
                worker.kill()
        if not unwanted:
            self._reaper.stop()
        self.advance()


class _Worker(QObject):
    """One process, which works on at most one request at a time."""

    def __init__(self, pool: Workers) -> None:
        super().__init__()
        self.pool = pool
        self.request: _Request | None = None
        self._buffer = bytearray()
        self._count = 0
        self.process = QProcess(self)
        self.process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self.process.readyReadStandardOutput.connect(self._read)
        self.process.finished.connect(self._ended)
        self.process.errorOccurred.connect(self._broke)
        start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import playground.app.worker as w; w.serve()"
        self.process.start(sys.executable, ["-c", start])
        self.process.write(pack(sys.path))

    def run(self, request: _Request) -> None:
        self.request = request
        request.started = time.monotonic()
        self._count += 1
        self.process.write(pack((self._count, request.payload)))

    def kill(self) -> None:
        self.request = None
        self.process.kill()

    def _read(self) -> None:
        self._buffer += bytes(self.process.readAllStandardOutput().data())
        while len(self._buffer) >= HEADER.size:
            (size,) = HEADER.unpack(self._buffer[:HEADER.size])
            if len(self._buffer) < HEADER.size + size:
                return
            frame = bytes(self._buffer[HEADER.size:HEADER.size + size])
            del self._buffer[:HEADER.size + size]
            number, *answer = pickle.loads(frame)
            request = self.request
            if request is None or number != self._count:
                continue
            if answer[0] == "progress":
                request.live._tell(request, *answer[1:])
                continue
            self.request = None
            self.pool.advance()
            request.live._answer(request, *answer)

    def _ended(self, *_status: object) -> None:
        self._lost("The computation ended unexpectedly, perhaps for lack of memory. "
                   "Change the game to try again.")

    def _broke(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._lost(f"A worker process cannot be started: {self.process.errorString()}")

    def _lost(self, message: str) -> None:
        request, self.request = self.request, None
        self.pool.gone(self)
        if request is not None:
            request.live._answer(request, "failed", message, message)
