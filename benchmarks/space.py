"""Games in space, as times of our own and against a straightforward simulation measured in the same run.

Aims: imitating the best on 512 × 512 sites, 500 generations a second while they are drawn 60 times a second;
on 2,048 × 2,048, 30 both; a few bytes a site; the window waits at most 50 ms, once all pages are made. The
peer is the same generation by scipy's convolution and maximum filter in floats, which is what scripts that
accompany papers do: 10 times as fast.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import time
import tracemalloc
from fractions import Fraction

import numpy as np
import numpy.typing as npt

SIDES = ((512, 500.0, 55.0), (2048, 30.0, 30.0))  # generations and drawings a second that are aimed at
RATIO = 10
DRAWN = 3.0  # seconds


def main() -> int:
    import playground as pg
    from playground.evolution.space import Lattice, SpatialRun, random_start

    game = pg.load("games/nowak-may.game.json").game
    shares = [Fraction(9, 10), Fraction(1, 10)]
    good = True
    for side, aim, _frames in SIDES:
        lattice = Lattice(side, side)
        start = random_start(lattice.size, shares, np.random.default_rng(1))
        tracemalloc.start()
        run = SpatialRun(game, lattice, start=start)
        run.step(3)
        bytes_a_site = tracemalloc.get_traced_memory()[1] / lattice.size
        tracemalloc.stop()
        ours = seconds(run, 30)
        table = start.reshape(side, side)
        for _ in range(33):
            table, theirs = timed(table)
        good = good and 1 / ours >= aim and theirs / ours >= RATIO and bytes_a_site < 10
        print(f"{side} × {side}: {1 / ours:,.0f} generations a second (aim {aim:.0f}), scipy in floats "
              f"{1 / theirs:,.1f}: {theirs / ours:.0f} times as fast (aim {RATIO}); at most "
              f"{bytes_a_site:.1f} bytes a site beside the start")
        if not np.array_equal(run.states.reshape(side, side), table):
            print("the two do not agree")
            good = False
    for rule, updating in (("fermi", "synchronous"), ("imitate-the-best", "asynchronous"),
                           ("birth-death", "asynchronous")):
        lattice = Lattice(100, 100)
        run = SpatialRun(game, lattice, rule, random_start(lattice.size, shares, np.random.default_rng(1)),
                         updating=updating)
        print(f"100 × 100, {rule}, {updating}: {1 / seconds(run, 5):,.0f} generations a second")
    return int(not (drawn() and good))


def seconds(run: object, times: int) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        run.step()  # type: ignore[attr-defined]
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


Table = npt.NDArray[np.uint8]


def timed(table: Table) -> tuple[Table, float]:
    """A generation at b = 19/10 as a script does it, and how long it takes."""
    from scipy.ndimage import convolve, maximum_filter

    begun = time.perf_counter()
    cooperates = (table == 0).astype(float)
    met = convolve(cooperates, np.ones((3, 3)), mode="wrap")
    earned = np.where(table == 0, met, 1.9 * met)
    of_cooperators = maximum_filter(np.where(table == 0, earned, -1), size=3, mode="wrap")
    of_defectors = maximum_filter(np.where(table == 1, earned, -1), size=3, mode="wrap")
    after: Table = (of_defectors > of_cooperators).astype(np.uint8)
    return after, time.perf_counter() - begun


def drawn() -> bool:
    """On the page, as fast as it goes: generations and drawings a second, and the longest wait."""
    import tempfile
    from pathlib import Path

    from PySide6.QtCore import QEventLoop, QTimer

    from playground.app.tour import staged

    def live(seconds: float) -> list[float]:
        """Let the app run as for people: waiting by QTest keeps Python's lock. The seconds between two
        beats of a timer."""
        loop, beats, timer = QEventLoop(), [time.perf_counter()], QTimer()
        timer.timeout.connect(lambda: beats.append(time.perf_counter()))
        timer.start(1)
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()
        timer.stop()
        return [after - before for before, after in itertools.pairwise(beats)]

    good = True
    with tempfile.TemporaryDirectory() as folder, staged(Path(folder)) as stage:
        stage.show("space", "nowak-may")
        page = stage.window.pages["space"]
        controls = page.controls
        controls.choose(controls.speed_box, 0.0)
        for side, aim, frames in SIDES:
            controls.size_box.setCurrentText(f"{side} × {side}")
            page.begin()
            deadline = time.perf_counter() + 20
            while ((shown := page.runner.newest) is None or shown.states.size != side * side
                   ) and time.perf_counter() < deadline:
                live(0.02)
            seen: list[int] = []
            page.headline_changed.connect(
                lambda _text, seen=seen: seen.append(page._shown.generation))
            page.play_or_pause()
            live(0.3)
            seen.clear()
            first = page.runner.newest.generation
            waits = live(DRAWN)
            rate, pictures = (page.runner.newest.generation - first) / DRAWN, len(set(seen)) / DRAWN
            page.pause()
            print(f"{side} × {side} on the page: {rate:,.0f} generations a second (aim {aim:.0f}), "
                  f"{pictures:.0f} drawn (aim {frames:.0f}), longest wait {max(waits) * 1000:.0f} ms "
                  "(aim 50)")
            good = good and rate >= aim and pictures >= frames and max(waits) <= 0.05
    return good


if __name__ == "__main__":
    sys.exit(main())
