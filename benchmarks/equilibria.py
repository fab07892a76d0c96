"""All extreme equilibria of 8×8 to 14×14 games, and everything that is shown of small ones.

The yardstick for 8×8 is Gambit's rational enumeration, `enummixed` of pygambit, on the same random games;
both must give the same sets. Aim: at least 100 times faster. nashpy's vertex enumeration, in floats, stands
beside it for comparison. For 12×12 and 14×14 it is lrsnash, a program in C (Debian's lrslib), where that is
installed: its whole process against our call; aim: no slower, the same sets. What the Game page shows of
2×2 to 5×5 games must leave time for painting: aim below 6 ms at the median (where it was set: 1 to 3 ms).
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction

GAMES = 12
SMALL = 40
RATIO, MILLISECONDS = 100.0, 6.0
LARGE = {12: 5, 14: 3}  # size: games


def seconds(call: Callable[[], object]) -> tuple[float, object]:
    begun = time.perf_counter()
    made = call()
    return time.perf_counter() - begun, made


def _time(pair: tuple[float, object]) -> float:
    return pair[0]


def main() -> int:
    from playground.equilibrium import best_responses, dominated, explain, foreign, solve, summary
    from playground.game import NormalForm, generators
    from playground.progress import silent

    games = [generators.random_game((8, 8), -99, 99, seed) for seed in range(GAMES)]
    solve(games[0])
    foreign.gambit_enummixed(generators.random_game((2, 2), 0, 9, 1), silent)
    ours, theirs, floats = [], [], []
    lost = 0
    for game in games:
        taken, solution = min((seconds(lambda game=game: solve(game)) for _ in range(3)), key=lambda t: t[0])
        ours.append(taken)
        found = {each.profile for each in solution.equilibria}  # type: ignore[attr-defined]
        taken, (gambit, _) = seconds(lambda game=game: foreign.gambit_enummixed(game, silent))
        theirs.append(taken)
        if found != set(gambit):
            raise SystemExit("Gambit and this program do not find the same equilibria")
        taken, (nashpy, _) = seconds(lambda game=game: foreign.nashpy_vertex(game, silent))
        floats.append(taken)
        lost += len(found - set(nashpy))
    ratio = statistics.median(b / a for a, b in zip(ours, theirs))
    print(f"8×8, {GAMES} random games, all extreme equilibria, solved and certified: "
          f"{statistics.median(ours) * 1000:.1f} ms")
    print(f"Gambit, rational: {statistics.median(theirs) * 1000:.0f} ms, {ratio:.0f} times as long, the same "
          f"sets (aim {RATIO:.0f})")
    print(f"nashpy, vertices, in floats: {statistics.median(floats) * 1000:.0f} ms, {lost} equilibria lost")

    slow = _against_lrsnash()

    def everything(game: NormalForm) -> None:
        solution = solve(game)
        summary(game, solution)
        dominated(game)
        for player in range(2):
            best_responses(game, player)
        explain(game, (0, 0))

    for size in (2, 3, 4, 5):
        small = [generators.random_game((size, size), -9, 9, seed) for seed in range(SMALL)]
        times = [seconds(lambda game=game: everything(game))[0] * 1000 for game in small]
        slow |= statistics.median(times) >= MILLISECONDS
        print(f"{size}×{size}, all that is shown: median {statistics.median(times):.1f} ms, "
              f"worst {max(times):.1f} ms (aim: median below {MILLISECONDS:.0f})")
    return int(ratio < RATIO or slow)


def _against_lrsnash() -> bool:
    """Whether it was faster."""
    from playground.equilibrium import solve
    from playground.game import generators

    program = shutil.which("lrsnash")
    if program is None:
        print("lrsnash is not installed (Debian: lrslib): no comparison at 12×12 and 14×14")
        return False
    slow = False
    for size, count in LARGE.items():
        ratios = []
        for seed in range(count):
            game = generators.random_game((size, size), 0, 99, seed)
            with tempfile.NamedTemporaryFile("w", suffix=".nash") as file:
                file.write(f"{size} {size}\n\n" + "\n".join(
                    "".join(" ".join(map(str, row)) + "\n" for row in payoffs) for payoffs in game.payoffs))
                file.flush()
                command = [program, file.name]
                theirs, done = min((seconds(lambda command=command: subprocess.run(
                    command, capture_output=True, text=True, check=True)) for _ in range(3)), key=_time)
            ours, solution = min((seconds(lambda game=game: solve(game)) for _ in range(3)), key=_time)
            found = {tuple(each.profile) for each in solution.equilibria}  # type: ignore[attr-defined]
            if found != _read_lrsnash(done.stdout):  # type: ignore[attr-defined]
                raise SystemExit("lrsnash and this program do not find the same equilibria")
            ratios.append((theirs / ours, ours, theirs))
        ratio, ours, theirs = sorted(ratios)[len(ratios) // 2]
        slow |= ratio < 1
        print(f"{size}×{size}: {ours:.2f} s, lrsnash {theirs:.2f} s, {ratio:.1f} times as long, the same "
              "sets (aim: 1)")
    return slow


def _read_lrsnash(text: str) -> set[tuple[tuple[Fraction, ...], ...]]:
    """What it prints: in each paragraph lines of strategy and payoff, first player 2's, which begin with 2,
    then player 1's, with which all of them are in equilibrium."""
    found = set()
    for paragraph in text.split("\n\n"):
        lines = [line.split() for line in paragraph.splitlines() if line[:1] in ("1", "2")]
        strategies = {who: [tuple(map(Fraction, words[1:-1])) for words in lines if words[0] == who]
                      for who in ("1", "2")}
        found |= {(one, two) for one in strategies["1"] for two in strategies["2"]}
    return found


if __name__ == "__main__":
    raise SystemExit(main())
