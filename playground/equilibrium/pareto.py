"""What the players could reach together: efficient profiles and the region of feasible payoffs."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from playground.equilibrium.concepts import CONCEPTS, pure_profiles, solution_of
from playground.equilibrium.solution import Solution
from playground.equilibrium.words import counted
from playground.game import NormalForm
from playground.game.integers import whole_payoffs
from playground.problem import InputError
from playground.progress import Progress, silent

Point = tuple[Fraction, Fraction]
MAX_PROFILES = 20_000


def pareto_efficient(game: NormalForm, progress: Progress = silent) -> npt.NDArray[np.bool_]:
    """Which pure profiles are Pareto efficient among the pure ones: no other gives everybody as much and
    somebody more. Shape `game.shape`. Raises `InputError` for games that are too large."""
    count = game.payoffs[0].size
    if count > MAX_PROFILES:
        raise InputError(f"{count:,} profiles are too many to compare; {MAX_PROFILES:,} are allowed")
    points = np.stack([whole_payoffs(game, k)[0].reshape(-1) for k in range(game.n_players)], axis=1)
    efficient = np.ones(count, dtype=bool)
    for i, point in enumerate(points):
        if not i % 256:
            progress(i / count, "comparing profiles")
        as_good = (points >= point).all(axis=1)
        efficient[i] = not (points[as_good] > point).any()
    return efficient.reshape(game.shape)


@CONCEPTS.entry("pareto", "Pareto efficiency", "The pure profiles that cannot be improved for one without "
                "loss for another; compared with pure profiles only.",
                reference="Pareto, V. (1906). Manuale di economia politica.")
def _pareto(game: NormalForm, progress: Progress) -> Solution:
    efficient = np.argwhere(pareto_efficient(game, progress)).tolist()
    profiles = pure_profiles(game, efficient, "efficient profiles")
    count = counted(len(profiles), "pure profile is", "pure profiles are")
    message = f"{count} Pareto efficient among the pure ones."
    return solution_of(game, "pareto", "exact", profiles, tuple((i,) for i in range(len(profiles))), True,
                     message, progress, certified=True)


def payoff_region(game: NormalForm) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Of a two-player game the region of payoffs that can be reached with correlated play: the corners
    of the convex hull of all pure payoffs, anticlockwise from the left (two where it is a line, one where
    it is a point), and its Pareto frontier as a polyline from player 2's best to player 1's best."""
    points: list[Point] = sorted(set(zip(game.payoffs[0].flat, game.payoffs[1].flat)))
    upper = _chain(points[::-1])
    best_for_two = max(points, key=lambda point: (point[1], point[0]))
    frontier = upper[:upper.index(best_for_two) + 1]  # the upper chain begins at player 1's best
    return hull(points), tuple(frontier[::-1])


def hull(points: Iterable[Point]) -> tuple[Point, ...]:
    """The corners of the convex hull, anticlockwise from the left; two of a line, one of a point."""
    ordered = sorted(set(points))
    return tuple(dict.fromkeys([*_chain(ordered), *_chain(ordered[::-1])]))


def _chain(points: list[Point]) -> list[Point]:
    """One side of the convex hull of sorted points (Andrew 1979); no three of it on a line."""
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Point, b: Point, c: Point) -> Fraction:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
