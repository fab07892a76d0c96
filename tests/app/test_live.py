"""Live results: the newest request of a key is answered, whatever the workers do meanwhile."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from playground.app.live import Live, WorkerError, Workers
from playground.problem import InputError, Problem


def double(value: int) -> int:
    return 2 * value


def slow(seconds: float, value: str) -> str:
    time.sleep(seconds)
    return value


def process_id() -> int:
    return os.getpid()


def fail() -> None:
    raise InputError([Problem("payoffs[0]", "is wrong")])


def noisy() -> str:
    print("hello " * 1000, flush=True)
    return "quiet"


def leave() -> None:
    os._exit(3)


def unsendable() -> Any:
    return lambda: None


class Answers:
    """What came back, in order."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.failed: list[str] = []

    def keep(self, value: Any) -> None:
        self.done.append(value)

    def complain(self, message: str) -> None:
        self.failed.append(message)


@pytest.fixture(scope="module")
def workers(qapp: object) -> Iterator[Workers]:
    made = Workers()
    yield made
    made.stop()


@pytest.fixture
def live(workers: Workers) -> Iterator[Live]:
    made = Live(workers)
    yield made
    made.cancel_all()


@pytest.fixture
def answers() -> Answers:
    return Answers()


def test_no_process_before_the_first_call():
    workers = Workers()
    Live(workers)
    assert workers.processes() == []
    workers.stop()


def test_cheap_calls_are_answered_in_the_same_event(live: Live, answers: Answers):
    live.request("a", 1, double, 4, done=answers.keep, cheap=True)
    assert answers.done == [8]
    live.request("a", 2, fail, done=answers.keep, failed=answers.complain, cheap=True)
    assert answers.failed == ["payoffs[0]: is wrong"]
    with pytest.raises(InputError):
        live.request("a", 3, fail, done=answers.keep, cheap=True)


def test_other_calls_run_in_another_process(live: Live, answers: Answers, qtbot: QtBot):
    live.request("a", 1, process_id, done=answers.keep)
    assert answers.done == [] and live.is_busy("a")
    qtbot.waitUntil(lambda: bool(answers.done), timeout=10_000)
    assert answers.done[0] != os.getpid() and not live.is_busy("a")


def test_errors_bring_the_exception_s_message(live: Live, answers: Answers, qtbot: QtBot):
    live.request("a", 1, fail, done=answers.keep, failed=answers.complain)
    live.request("b", 1, unsendable, done=answers.keep, failed=answers.complain)
    live.request("c", 1, noisy, done=answers.keep, failed=answers.complain)
    qtbot.waitUntil(lambda: len(answers.failed) == 2 and len(answers.done) == 1, timeout=10_000)
    assert answers.failed[0] == "payoffs[0]: is wrong"
    assert "cannot be sent" in answers.failed[1]
    assert answers.done == ["quiet"]


def test_an_error_nobody_asked_for_is_unexpected(live: Live, answers: Answers, qtbot: QtBot):
    with qtbot.captureExceptions() as caught:
        live.request("a", 1, fail, done=answers.keep)
        qtbot.waitUntil(lambda: bool(caught), timeout=10_000)
    kind, value, _ = caught[0]
    assert kind is WorkerError and "payoffs[0]: is wrong" in str(value) and "Traceback" in str(value)


def test_only_the_newest_request_of_a_key_is_answered(live: Live, answers: Answers, qtbot: QtBot):
    for revision in range(1, 30):
        live.request("a", revision, double, revision, done=answers.keep)
    live.request("a", 12, double, 1000, done=answers.keep)  # older than what is asked already
    qtbot.waitUntil(lambda: not live.waiting, timeout=10_000)
    qtbot.wait(50)
    assert answers.done == [58]


def test_keys_of_two_windows_do_not_meet(workers: Workers, answers: Answers, qtbot: QtBot):
    first, second = Live(workers), Live(workers)
    first.request("a", 5, double, 1, done=answers.keep)
    second.request("a", 1, double, 2, done=answers.keep)
    qtbot.waitUntil(lambda: len(answers.done) == 2, timeout=10_000)
    assert sorted(answers.done) == [2, 4]


def test_a_long_call_that_is_outdated_is_killed_and_its_worker_replaced(live: Live, workers: Workers,
                                                                         answers: Answers, qtbot: QtBot):
    live.request("a", 1, process_id, done=answers.keep)
    qtbot.waitUntil(lambda: bool(answers.done), timeout=10_000)
    live.request("a", 2, slow, 60, "too late", done=answers.keep)
    live.request("b", 2, slow, 60, "too late as well", done=answers.keep)  # both workers are at work
    qtbot.wait(100)
    running = set(workers.processes())
    started = time.monotonic()
    live.request("a", 3, slow, 0, "in time", done=answers.keep)
    qtbot.waitUntil(lambda: answers.done[-1] == "in time", timeout=10_000)
    assert time.monotonic() - started < 20
    live.cancel("b")
    qtbot.waitUntil(lambda: not running & set(workers.processes()), timeout=10_000)
    assert "too late" not in answers.done
    for process in running:
        qtbot.waitUntil(lambda process=process: _gone(process), timeout=10_000)


def test_busy_is_said_of_long_calls_only(live: Live, answers: Answers, qtbot: QtBot):
    live.request("warm", 1, double, 1, done=answers.keep)
    qtbot.waitUntil(lambda: not live.waiting, timeout=10_000)
    said: list[tuple[str, str]] = []
    live.busy.connect(lambda key: said.append(("busy", key)))
    live.idle.connect(lambda key: said.append(("idle", key)))
    live.request("quick", 1, double, 1, done=answers.keep)
    live.request("long", 1, slow, 0.6, "done", done=answers.keep)
    qtbot.waitUntil(lambda: not live.waiting, timeout=10_000)
    assert said == [("busy", "long"), ("idle", "long")]


def test_a_worker_that_dies_is_reported_and_the_next_call_works(live: Live, answers: Answers, qtbot: QtBot):
    live.request("a", 1, leave, done=answers.keep, failed=answers.complain)
    qtbot.waitUntil(lambda: bool(answers.failed), timeout=10_000)
    assert "ended unexpectedly" in answers.failed[0]
    live.request("a", 2, double, 3, done=answers.keep)
    qtbot.waitUntil(lambda: answers.done == [6], timeout=10_000)


def test_stop_is_quick_and_leaves_no_process(answers: Answers, qtbot: QtBot):
    workers = Workers()
    live = Live(workers)
    for key in "abc":
        live.request(key, 1, slow, 60, key, done=answers.keep)
    processes = workers.processes()
    qtbot.wait(50)
    started = time.monotonic()
    workers.stop()
    assert time.monotonic() - started < 20
    assert len(processes) == 2 and all(_gone(process) for process in processes)
    live.request("d", 1, double, 1, done=answers.keep)  # after the end: no answer, no error
    qtbot.wait(50)
    assert answers.done == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_worker_ends_when_the_app_is_killed(tmp_path):
    import subprocess

    code = ("import sys; from PySide6.QtCore import QCoreApplication, QTimer\n"
            "from playground.app.live import Live, Workers\nimport time\n"
            "app = QCoreApplication([]); workers = Workers(); live = Live(workers)\n"
            "live.request('a', 1, time.sleep, 60, done=print)\n"
            "QTimer.singleShot(800, lambda: print(workers.processes()[0], flush=True))\napp.exec()")
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as app:
        assert app.stdout is not None
        worker = int(app.stdout.readline())
        app.send_signal(signal.SIGKILL)
        app.wait()
    deadline = time.monotonic() + 5
    while not _gone(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _gone(worker)


def _gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return False
    state, parent = stat.read_text().rpartition(")")[2].split()[:2]
    return state == "Z" and int(parent) != os.getpid()  # somebody else's to bury, no longer ours
