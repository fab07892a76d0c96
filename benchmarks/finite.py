"""Finite populations, against EGTtools 0.1.14.2 in an environment of its own, measured in the same run.

Aims: fixation by simulation, in a population of 100, at least as fast as the peer on one core; and as times
of our own: an exact fixation probability within a millisecond, with the times; a generation of 100,000 agents
of three strategies within a frame of 33 ms.

The peer's Python is taken from EGTTOOLS_PYTHON, or made in .venv-egttools.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

from benchmarks.arena import seconds

ROOT = Path(__file__).resolve().parent.parent
RUNS, EXACT, FRAME = 1_000, 1e-3, 1 / 30
PEER = f"""
import json, time
from importlib.metadata import version
import numpy as np
from egttools.analytical import PairwiseComparison
from egttools.games import Matrix2PlayerGameHolder
from egttools.numerical import PairwiseComparisonNumerical
game = Matrix2PlayerGameHolder(2, np.array([[1.1, 1.1], [1.0, 1.0]]))
def least(call):
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return min(times)
drawn, exact = PairwiseComparisonNumerical(100, game, 100_000), PairwiseComparison(100, game)
print(json.dumps([version("egttools"),
                  least(lambda: drawn.estimate_fixation_probability(0, 1, {RUNS}, 10_000_000, 1.0)),
                  least(lambda: exact.calculate_fixation_probability(0, 1, 1.0))]))
"""


def peer() -> tuple[str, float, float] | None:
    """The peer's version, its seconds for all runs and for an exact value; None where it cannot be had."""
    python = os.environ.get("EGTTOOLS_PYTHON")
    if python is None:
        home = ROOT / ".venv-egttools"
        python = str(home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
        if not Path(python).exists():
            print("making .venv-egttools for the peer", flush=True)
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
            if subprocess.run([python, "-m", "pip", "install", "-q", "egttools==0.1.14.2"],
                              check=False).returncode:
                return None
    done = subprocess.run([python, "-c", PEER], capture_output=True, text=True, check=False,
                          env={**os.environ, "OMP_NUM_THREADS": "1"})
    if done.returncode:
        print(done.stderr.splitlines()[-1] if done.stderr else "the peer failed")
        return None
    version, drawn, exact = json.loads(done.stdout.splitlines()[-1])
    return version, drawn, exact


def main() -> int:
    from playground.evolution import population_game
    from playground.evolution.finite import Agents, fixation, process_of, simulated_fixation, stationary
    from playground.game import NormalForm

    rows = [["1.1", "1.1"], [1, 1]]
    game = NormalForm.from_arrays(rows, [list(column) for column in zip(*rows)])
    drawn = {name: seconds(lambda name=name: simulated_fixation(game, name, runs=RUNS))  # type: ignore[misc]
             for name in ("fermi", "moran")}
    exact = seconds(lambda: fixation(game, "fermi"), 50)
    print(f"fixation in 100, {RUNS:,} runs: fermi {drawn['fermi'] * 1000:.1f} ms, moran "
          f"{drawn['moran'] * 1000:.1f} ms; exact, both ways, with times {exact * 1e6:.0f} µs (aim 1,000)")
    good = exact <= EXACT
    zeeman = [[0, 6, -4], [-3, 0, 5], [-1, 3, 0]]
    three = NormalForm.from_arrays(zeeman, [list(column) for column in zip(*zeeman)])
    for people in (50, 100, 150):
        taken = seconds(lambda people=people: stationary(  # type: ignore[misc]
            three, "fermi:mutation=1/100", population=Fraction(people)), 3)
        print(f"three strategies in the long run, {people}: {taken * 1000:.0f} ms")
    for name in ("moran:exponential=1", "moran-death-birth:exponential=1", "fermi:mutation=1/1000",
                 "wright-fisher:exponential=1"):
        process = process_of(name, population=Fraction(100_000))
        agents = Agents(population_game(three), process, [30_000, 30_000, 40_000], 1)
        taken = seconds(lambda agents=agents: agents.step(agents.process.generation))  # type: ignore[misc]
        good = good and taken <= FRAME
        print(f"100,000 agents, a generation of {name}: {taken * 1000:.1f} ms (aim 33)")
    found = peer()
    if found is None:
        print("no peer: ratios are not known")
        return 1
    version, theirs, their_exact = found
    print(f"EGTtools {version}: {theirs * 1000:.0f} ms, simulated {theirs / drawn['fermi']:.0f} times as "
          f"fast (aim 1); one exact value {their_exact * 1e6:.0f} µs")
    return int(not good or theirs < drawn["fermi"])


if __name__ == "__main__":
    raise SystemExit(main())
