"""The inside of the sandbox: a process that runs one script, and knows nothing else of Playground.

It is started by path, isolated (`python -I -S`), with the folder of the package starlark and its limits, in
JSON, as arguments, and speaks lines on its standard streams:

    {"source": …, "game": …, "me": …}   a new script, and a new match where there is a game → "ok"
    3 1 4                                the profiles played since, by number: choose → "m" and an index
    0.25 0.5                             the answer to "r", where the script draws: numbers to draw from

Whatever is wrong is answered by "e" and a JSON object: `message`, and `line`, `column` from 1 (0: nowhere);
by "x" and the same where this process has to end, since its memory is full or the language broken.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

SCRIPT, SETUP, LOOP = "script", "setup", "loop"  # what the modules are called in messages
# Garbage is collected between two evaluations, so one evaluation plays only so many moves, and ends before
# when this share of the memory is taken.
MOVES = 64
TAKEN = 1 / 2
GRACE = 0.5  # seconds of computing after which the system ends a call that does not look at the clock

SETUP_SOURCE = """
profiles = [tuple([names[k][i] for k, i in enumerate(profile)]) for profile in numbers]
game = struct(players=players, strategies=names, turns=turns, noise=noise,
              payoffs={profile: tuple(row) for profile, row in zip(profiles, payoffs)})
"""
LOOP_SOURCE = """
load("script", "move")
load("setup", "game", "profiles", "random")
history = []
"""
# A script gets a copy of the history: what it does to it has no effect on later moves.
PLAY_SOURCE = f"""
for _ in range({MOVES}):
    new = receive()
    if new == None:
        break
    history.extend([profiles[number] for number in new])
    answer = move(history[:], me, game, random)
    if send(type(answer), answer if type(answer) in ("int", "string") else None):
        break
"""


class Inside:
    """One script at a time. `seconds` of computing are allowed a call; `bank` a match, and `each` more a
    move; `megabytes` of memory, looked at now and then: the system gives `at_once`."""

    def __init__(self, seconds: float, bank: float, each: float, megabytes: int, at_once: int,
                 depth: int) -> None:
        import starlark

        self.lark: Any = starlark
        self.seconds, self.bank, self.each = seconds, bank, each
        self.left = 0.0  # seconds of computing, in this match
        self.source = sys.stdin.buffer
        self.sink = os.fdopen(sys.stdout.fileno(), "wb", buffering=0)
        self.until = 0.0
        self.megabytes, self.at_once = megabytes, at_once
        limit_memory(at_once << 20)
        self.used_bytes = memory_meter()
        self.full = False
        self.options = starlark.EvalOptions(check_cancelled=self.too_much, max_callstack_size=depth)
        self.waiting: bytes | None = None
        self.own: list[str] = []
        self.luck: list[float] = []
        self.globals = starlark.Globals.standard()
        self.wide = starlark.Globals.extended_by([starlark.LibraryExtension.StructType])
        self.play = self.parse("play", PLAY_SOURCE)

    def parse(self, name: str, source: str) -> Any:
        """A module of ours: its `for` may stand at the top, and it loads others."""
        return self.lark.parse(name, source, self.lark.Dialect.extended())

    def serve(self) -> None:
        """Answer until the input closes."""
        while True:
            line = self.waiting or self.line()
            self.waiting = None
            try:
                self.begin(json.loads(line))
            except (self.lark.StarlarkError, ValueError, TypeError) as problem:
                self.stop()
                self.say(f"{'x' if self.full else 'e'}{json.dumps(self.explained(problem))}")
            except BaseException as problem:  # no memory, or a panic in Rust, which derives from nothing else
                self.stop()
                self.say(f"x{json.dumps(self.explained(problem))}")

    def line(self) -> bytes:
        line: bytes = self.source.readline()
        if not line:
            os._exit(0)
        return line

    def say(self, text: str) -> None:
        self.sink.write(text.encode() + b"\n")

    # --- bounds -------------------------------------------------------------------------------------------

    def start(self) -> None:
        self.until = time.process_time() + self.seconds
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, self.seconds + GRACE)

    def stop(self) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, 0)

    def too_much(self) -> bool:
        """Asked by Starlark every now and then: whether to end the call."""
        self.full = self.used_bytes() > self.megabytes << 20
        return self.full or time.process_time() > self.until

    # --- playing ------------------------------------------------------------------------------------------

    def begin(self, told: dict[str, Any]) -> None:
        """Evaluate a script, and play until another begins."""
        self.start()
        dialect = self.lark.Dialect.standard()
        dialect.enable_load = False
        dialect.enable_f_strings = True
        module = self.lark.Module()
        self.lark.eval_with(self.options, module, self.lark.parse(SCRIPT, told["source"], dialect),
                            self.globals)
        frozen = module.freeze()
        loop = self.lark.Module()
        modules = {SCRIPT: frozen, SETUP: self.setup(told.get("game") or NO_GAME)}
        self.lark.eval(loop, self.parse(LOOP, LOOP_SOURCE), self.wide, self.lark.FileLoader(modules.get))
        if self.lark.eval(loop, self.parse(LOOP, "type(move)"), self.wide) != "function":
            raise ValueError("move is no function; write def move(history, me, game, random):")
        self.stop()
        self.say("ok")
        if not told.get("game"):
            return
        self.own, self.luck, self.left = told["game"]["names"][told["me"]], [], self.bank
        loop["me"] = told["me"]
        loop.add_callable("receive", self.receive)
        loop.add_callable("send", self.send)
        while self.waiting is None:
            self.lark.eval_with(self.options, loop, self.play, self.wide)

    def setup(self, game: dict[str, Any]) -> Any:
        """What a match is about, frozen."""
        module = self.lark.Module()
        for name, value in game.items():
            module[name] = value
        module.add_callable("random", self.random)
        self.lark.eval(module, self.parse(SETUP, SETUP_SOURCE), self.wide)
        return module.freeze()

    def receive(self) -> list[int] | None:
        line = self.line()
        if line[:1] == b"{":
            self.waiting = line
            return None
        self.start()
        return list(map(int, line.split()))

    def send(self, kind: str, answer: Any) -> bool:
        """Answer; whether it is time for a new evaluation."""
        self.stop()
        self.left += self.each - (time.process_time() - (self.until - self.seconds))
        if self.left < 0:
            raise ValueError(f"in this match it computes for longer than {self.bank:g} s, and "
                             f"{self.each * 1000:g} ms a round")
        if kind == "string" and answer in self.own:
            answer = self.own.index(answer)
        elif kind != "int" or not 0 <= answer < len(self.own):
            shown = f"{answer!r}"[:60] if kind in ("int", "string") else f"a value of type {kind}"
            raise ValueError(f"move returned {shown}, which is no strategy of its player; return a name ("
                             f"{', '.join(self.own)[:200]}) or a number from 0 to {len(self.own) - 1}")
        self.say(f"m{answer}")
        return self.used_bytes() > TAKEN * (self.megabytes << 20)

    def random(self) -> float:
        if not self.luck:
            self.say("r")
            self.luck = [float(number) for number in reversed(self.line().split())]
        return self.luck.pop()

    # --- words --------------------------------------------------------------------------------------------

    def explained(self, problem: BaseException) -> dict[str, Any]:
        """A problem as it is told: the place is the innermost one in the script."""
        if isinstance(problem, MemoryError):
            problem = MemoryError("out of memory")
        text = str(problem)
        message = re.findall(r"^error: (.*)$", text, re.MULTILINE)
        place = re.findall(rf"^ +--> {SCRIPT}:(\d+):(\d+)", text, re.MULTILINE) or [(0, 0)]
        said = message[-1] if message else text.strip().splitlines()[-1] if text.strip() else "it failed"
        said = said[:500]  # what fail says may be long, and some of the patterns take its length squared
        for found, meant in WORDS:
            said = re.sub(found, meant, said)
        if said == "out of memory":
            said = f"it needs more than {self.at_once} MB of memory at once"
        elif "cancelled" in said:
            said = (f"it needs more than {self.megabytes} MB of memory" if self.full else
                    f"it computes for longer than {self.seconds:g} s")
        return {"line": int(place[-1][0]), "column": int(place[-1][1]), "message": said}


# Messages of Starlark that name what its users do not know.
WORDS = (
    (r"^(Parse error|ValueError): ", ""),
    (r", expected one of .{60,}", ""),
    (r"^TypeError: Inside\.random\(\).*", "random takes no arguments; write random()"),
    (r"^Variable `print` not found.*", "there is no print, since nobody would see it; fail(TEXT) ends the "
                                       "match with a text"),
    (r"^Error unpacking value for parameter `a\d` of type `int\b.*|^Integer value is too big to fit in i32.*",
     "a number is too large for what it is used for: above 2,147,483,647"),
    (r"^'utf-8' codec.*surrogates not allowed$", "it holds half a character, a surrogate, which is no text"),
    (r"^Exceeds the limit .* integer string.*", "move returned a number of more than 4,300 digits"),
    (r"^AlignedSize must not exceed.*", "one value is too large"),
    (r"^Module has no symbol `move`.*", "there is no move; write def move(history, me, game, random):"),
    (r"^(Found|Missing) (.*) for call to script\.move$",
     r"\1 \2 for move; write def move(history, me, game, random):"),
    (r"^Starlark call stack overflow.*", "it calls itself too deep"),
    (r"^Immutable$", "this cannot be changed: nothing is kept from one move to the next but the history"),
)
NO_GAME: dict[str, Any] = {"names": [], "players": [], "numbers": [], "payoffs": [], "turns": None,
                           "noise": 0.0}


def limit_memory(limit: int) -> None:
    """Bound the memory of this process, in bytes, by the system."""
    if sys.platform == "win32":
        limit_job(limit)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):  # macOS may refuse it, or take it and not keep it
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def memory_meter() -> Callable[[], int]:
    """Tells how many bytes this process has: on Linux and Windows now, elsewhere at its peak."""
    if sys.platform == "win32":
        return commit_meter()
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            pages, size = os.open("/proc/self/statm", os.O_RDONLY), os.sysconf("SC_PAGE_SIZE")
            return lambda: int(os.pread(pages, 32, 0).split()[0]) * size
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def limit_job(limit: int) -> None:
    """Windows: put this process into a job that may commit so many bytes (JobObjectExtendedLimitInformation,
    class 9, of winnt.h; the flag 0x100 is JOB_OBJECT_LIMIT_PROCESS_MEMORY)."""
    import ctypes
    from ctypes import wintypes

    class Limits(ctypes.Structure):
        _fields_ = [
            ("times", ctypes.c_int64 * 2), ("flags", wintypes.DWORD), ("sets", ctypes.c_size_t * 2),
            ("active", wintypes.DWORD), ("affinity", ctypes.c_size_t), ("classes", wintypes.DWORD * 2),
            ("io", ctypes.c_uint64 * 6), ("process", ctypes.c_size_t), ("job", ctypes.c_size_t),
            ("peaks", ctypes.c_size_t * 2)]

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD]
    kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
    job = kernel.CreateJobObjectW(None, None)
    limits = Limits(flags=0x100, process=limit)
    kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits))
    kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())


def commit_meter() -> Callable[[], int]:
    """Windows: what counts against the limit of the job (PROCESS_MEMORY_COUNTERS of psapi.h); 0 where it
    cannot be told."""
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [("size", wintypes.DWORD), ("faults", wintypes.DWORD), ("others", ctypes.c_size_t * 6),
                    ("committed", ctypes.c_size_t), ("peak", ctypes.c_size_t)]

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.K32GetProcessMemoryInfo.argtypes = [wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD]
    counters = Counters(size=ctypes.sizeof(Counters))

    def committed() -> int:
        kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.size)
        return int(counters.committed)

    return committed


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; its end closes our input
    sys.path.insert(0, sys.argv[1])
    Inside(**json.loads(sys.argv[2])).serve()
