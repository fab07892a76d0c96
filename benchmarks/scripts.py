"""Scripts in the sandbox: moves a second in whole matches, beside bare round trips through a pipe.

Aim: at least 10,000 moves a second. And as times of our own: how long a first script waits for its process,
and how long an endless one is let run.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

from playground.arena import play
from playground.catalogue import Entry
from playground.game import NormalForm, Repetition
from playground.strategy import STRATEGIES, Script, sandbox

AIM = 10_000  # moves a second
HEAD = "def move(history, me, game, random):\n    "
SCRIPTS = {
    "answers the last round": "return history[-1][1 - me] if history else 0",
    "draws a number": "return 0 if random() < 0.5 else 1",
    "counts a window of 20": 'return 1 if len([r for r in history[-20:] if r[0] == "2"]) > 10 else 0'}
ECHO = "import os\nwhile line := os.read(0, 100): os.write(1, line)"


def best(call: Callable[[], object], times: int = 5) -> float:
    """The shortest time of one call, in seconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def round_trips() -> float:
    """A second, between two Pythons that do nothing else."""
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", ECHO], bufsize=0, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as child:
        assert child.stdin is not None and child.stdout is not None
        there, back = child.stdin, child.stdout

        def trips() -> None:
            for _ in range(2_000):
                there.write(b"1\n")
                back.read(100)

        trips()
        found = 2_000 / best(trips)
        there.close()
    return found


def main() -> int:
    game = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    slowest = float("inf")
    for name, body in SCRIPTS.items():
        own = STRATEGIES.joined([Entry("own", "Own", "", Script(HEAD + body))])
        for turns in (200, 10_000):
            def match(own: object = own, turns: int = turns) -> None:
                played = play(game, ["tit-for-tat", "own"], Repetition(turns=turns), seed=1,
                              strategies=own)  # type: ignore[arg-type]
                assert played.turns == turns, played.forfeit

            bare, speed = round_trips(), turns / best(match)
            slowest = min(slowest, speed)
            print(f"{name}, against Tit for Tat, {turns:,} turns: {speed:,.0f} moves a second "
                  f"(aim {AIM:,}), {speed / bare:.2f} of {bare:,.0f} bare round trips")

    def fresh() -> None:
        child = sandbox.Sandbox()
        child.begin(HEAD + "return 0")
        child.close()

    print(f"a process of its own, until the script is read: {best(fresh) * 1000:.0f} ms; "
          f"one that waits: {best(Script(HEAD + 'return 0').check) * 1000:.1f} ms")
    endless = STRATEGIES.joined([Entry("own", "Own", "", Script(
        HEAD + "for i in range(1000000000):\n        for j in range(1000000000): pass"))])
    taken = best(lambda: play(game, ["tit-for-tat", "own"], Repetition(turns=1), strategies=endless), 1)
    print(f"an endless script is out after {taken:.2f} s ({sandbox.SECONDS:g} s of computing are allowed)")
    return int(slowest < AIM)
