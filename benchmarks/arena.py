"""Tournaments, against Axelrod-Python 4.14 in an environment of its own, measured in the same run.

Aims: 15 strategies, 200 turns, 10 repetitions with noise, simulated: 100 times as fast; all pairs exact:
1,000 times. And as times of our own, which say what a slider can do: 50 memory-one strategies under a moving
noise, a frame with its repaint, 16 ms; 50 automata of 8 states, 100 ms; 240 memory-one strategies 0.1 s,
1,000 in 1 s and below 1 GB; the import of the arena, 0.3 s.

The peer's Python is taken from AXELROD_PYTHON, or made in .venv-axelrod, which downloads about a gigabyte.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIMULATED, EXACT = 100, 1000  # times as fast as the peer
NAMES = {  # ours and theirs
    "cooperator": "Cooperator", "defector": "Defector", "tit-for-tat": "TitForTat",
    "suspicious-tit-for-tat": "SuspiciousTitForTat", "generous-tit-for-tat": "GTFT", "grim": "Grudger",
    "win-stay-lose-shift": "WinStayLoseShift", "tit-for-two-tats": "TitFor2Tats",
    "two-tits-for-tat": "TwoTitsForTat", "alternator": "Alternator", "joss": "FirstByJoss",
    "prober": "Prober", "fortress-3": "Fortress3", "zd-extort-2": "ZDExtort2", "random": "Random"}
PEER = f"""
import json, time
import axelrod as axl
players = [getattr(axl, name)() for name in {list(NAMES.values())!r}]
times = []
for _ in range(3):
    begun = time.perf_counter()
    found = axl.Tournament(players, turns=200, repetitions=10, noise=0.05, seed=1).play(
        processes=None, progress_bar=False, build_results=True)
    times.append(time.perf_counter() - begun)
print(json.dumps([axl.__version__, min(times)]))
"""


def peer() -> tuple[str, float] | None:
    """The peer's version and its time in seconds; None where it cannot be had."""
    python = os.environ.get("AXELROD_PYTHON")
    if python is None:
        home = ROOT / ".venv-axelrod"
        python = str(home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
        if not Path(python).exists():
            print("making .venv-axelrod for the peer", flush=True)
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
            done = subprocess.run([python, "-m", "pip", "install", "-q", "axelrod==4.14.0"], check=False)
            if done.returncode:
                return None
    done = subprocess.run([python, "-c", PEER], capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr.splitlines()[-1] if done.stderr else "the peer failed")
        return None
    version, seconds = json.loads(done.stdout.splitlines()[-1])
    return version, seconds


def seconds(call: Callable[[], object], times: int = 5) -> float:
    call()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main() -> int:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import numpy"], check=True)
    bare = time.perf_counter() - begun
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import playground.arena"], check=True)
    print(f"import playground.arena {time.perf_counter() - begun:.2f} s, numpy alone {bare:.2f} s "
          "(aim 0.3 s)")

    import playground as pg
    from playground.arena import Tournament, play_all
    from playground.game import Repetition

    game = pg.NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    repetition = Repetition(turns=200, noise=Fraction(1, 20))
    played = seconds(lambda: play_all(Tournament(game, tuple(NAMES), repetition, 10, 1, exact=False)))
    computed = seconds(lambda: fields(tuple(NAMES), game, repetition)())
    fractions = seconds(lambda: play_all(Tournament(game, tuple(NAMES), repetition, 10, 1)), 1)
    print(f"15 strategies, 200 turns, noise: simulated 10 times {played * 1000:.0f} ms, "
          f"all pairs computed {computed * 1000:.1f} ms, in fractions {fractions * 1000:.0f} ms")
    own = frames()
    found = peer()
    if found is None:
        print("no peer: ratios are not known")
        return 1
    version, theirs = found
    print(f"Axelrod-Python {version}: {theirs:.2f} s; simulated {theirs / played:.0f} times as fast "
          f"(aim {SIMULATED}), computed {theirs / computed:.0f} times (aim {EXACT})")
    return int(theirs / played < SIMULATED or theirs / computed < EXACT or not own)


def fields(names: tuple[str, ...], game: object, repetition: object) -> Callable[[], object]:
    """All pairs of a prepared field, as a slider asks for them."""
    from playground.arena.field import Field
    from playground.strategy import STRATEGIES

    field = _kept.setdefault(names, Field([STRATEGIES[name].make for name in names]))  # type: ignore[misc]
    return lambda: field.frequencies(repetition)


_kept: dict[object, object] = {}


def frames() -> bool:
    """Times of our own."""
    import resource

    import numpy as np

    from playground.arena.field import Field
    from playground.game import Repetition
    from playground.strategy.automaton import Automaton, State, cooperate
    from playground.strategy.memory_one import memory_one

    luck = random.Random(1)

    def line_up(count: int) -> list[Automaton]:
        return [memory_one(cooperate(1), [Fraction(luck.randint(0, 1000), 1000) for _ in range(4)])
                for _ in range(count)]

    names = [str(i) for i in range(8)]
    large = [Automaton("0", {name: State(cooperate(luck.choice(["0", "1", "1/2"])),
                                         tuple(luck.choice(names) for _ in range(4))) for name in names})
             for _ in range(50)]
    payoffs, good = np.array([[3.0, 0.0], [5.0, 1.0]]), True
    for title, players, aim in (
            ("50 memory-one", line_up(50), 0.016), ("50 of 8 states", large, 0.1),
            ("240 memory-one", line_up(240), 0.1), ("1,000 memory-one", line_up(1000), 1)):
        field, noise = Field(players), iter(range(1, 100))

        def frame(field: Field = field, noise: object = noise) -> None:
            moved = Fraction(next(noise), 200)  # type: ignore[call-overload]
            repetition = Repetition(continuation=Fraction(1), noise=moved)
            np.einsum("ijab,ab->ij", field.frequencies(repetition), payoffs).mean(axis=1)

        taken = seconds(frame)
        good = good and taken <= aim
        print(f"{title}, all pairs, limit of means under a moving noise: {taken * 1000:.1f} ms "
              f"(aim {aim * 1000:.0f})")
    painted = repaint()
    good = good and painted <= 0.016
    print("50 memory-one on the Tournament page, from the slider to pixels: "
          f"{painted * 1000:.1f} ms (aim 16)")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (aim 1,000)")
    return good


def repaint() -> float:
    """From a new field to pixels, with the page's own picture."""
    import numpy as np
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

    from playground.app.pictures import standings as pictures
    from playground.app.pictures.view import PictureView
    from playground.arena import Tournament
    from playground.arena.field import Field
    from playground.arena.standings import standings
    from playground.game import NormalForm, Repetition
    from playground.strategy import STRATEGIES
    from playground.strategy.memory_one import memory_one

    app = QApplication.instance() or QApplication(["benchmark"])
    luck = np.random.default_rng(2)
    chances = [[Fraction(int(n), 100) for n in row] for row in luck.integers(0, 101, (50, 4))]
    made = [memory_one(STRATEGIES["cooperator"].make.states["C"].play, row) for row in chances]  # type: ignore
    game = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    view, target, field = PictureView(pictures.paint, "benchmark"), QPixmap(820, 520), Field(made)
    view.resize(820, 520)
    names, noise = tuple(["tit-for-tat"] * 50), iter(range(1, 100))

    def frame() -> None:
        repetition = Repetition(continuation=Fraction(1), noise=Fraction(next(noise), 200))
        found = standings(Tournament(game, names, repetition), {}, field, tuple(range(50)))
        view.show_scene(pictures.scene_of(found, [f"strategy {i}" for i in range(50)], found.ranking))
        view.render(target)

    taken = seconds(frame, 20)
    app.processEvents()
    return taken
