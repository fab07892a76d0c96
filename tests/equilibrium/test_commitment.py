"""Commitment against every vertex of the follower's regions, and against published games."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from playground.equilibrium import commitment as module
from playground.equilibrium import extreme_equilibria, maximin, mixed_commitment, pure_commitment, solve
from playground.files import load
from playground.game import NormalForm, edits, generators
from playground.problem import InputError
from playground.progress import Cancelled

SHAPES = st.sampled_from([(2, 2), (2, 4), (3, 2), (3, 3), (1, 3), (3, 1), (1, 1)])


@st.composite
def games(draw: st.DrawFn) -> NormalForm:
    """Small payoffs, so that ties and answers that are alike are frequent."""
    game = generators.random_game(draw(SHAPES), 0, draw(st.integers(1, 5)), draw(st.integers(0, 10**6)))
    return edits.scale(game, Fraction(5, 3), Fraction(-7, 2)) if draw(st.booleans()) else game


def tables(game: NormalForm, leader: int) -> tuple[Any, Any]:
    own, theirs = game.payoffs[leader], game.payoffs[1 - leader]
    return (own, theirs) if leader == 0 else (own.T, theirs.T)


def outcomes(own: Any, theirs: Any, x: Any) -> list[Fraction]:
    """What the leader may get who is seen to play x."""
    x = np.array(x, dtype=object)
    earned = x @ theirs
    values: list[Fraction] = (x @ own)[earned == earned.max()].tolist()
    return values


def determinant(rows: Any) -> Fraction:
    if not len(rows):
        return Fraction(1)
    return sum(((-1) ** j * rows[0][j] * determinant([[*row[:j], *row[j + 1:]] for row in rows[1:]])
                for j in range(len(rows)) if rows[0][j]), Fraction(0))


def corners(own: Any, theirs: Any) -> list[tuple[Fraction, ...]]:
    """Every point of the simplex where enough answers are worth the same, to either player, or strategies
    unplayed: among them all corners of the regions in which an answer is best, and in these the worst for the
    leader. By Cramer's rule."""
    m, n = theirs.shape
    planes = [[Fraction(int(i == k)) for i in range(m)] for k in range(m)]
    planes += [list(table[:, a] - table[:, b]) for table in (own, theirs)
               for a, b in itertools.combinations(range(n), 2)]
    found = set()
    for some in itertools.combinations(planes, m - 1):
        weights = [(-1) ** i * determinant([[*row[:i], *row[i + 1:]] for row in some]) for i in range(m)]
        total = sum(weights)
        if total and min(weight / total for weight in weights) >= 0:
            found.add(tuple(weight / total for weight in weights))
    return sorted(found)


@settings(max_examples=80)
@given(games(), st.integers(0, 1))
def test_against_every_corner(game: NormalForm, leader: int) -> None:
    """The hopeful value is the best corner's. The careful one is more than nothing near to a corner pays
    with the worst of ties, and is reached in the limit from inside the regions."""
    own, theirs = tables(game, leader)
    found = mixed_commitment(game, leader)
    points = corners(own, theirs)
    assert found.payoffs[leader] == max(max(outcomes(own, theirs, x)) for x in points)
    strategy = found.profile[leader]
    values = outcomes(own, theirs, strategy)
    assert max(values) == found.payoffs[leader] and min(values) == found.worst <= found.sure
    answers = found.profile.action_payoffs(game, 1 - leader)
    assert answers[found.profile.supports[1 - leader][0]] == max(answers)
    inside = [points[0]]
    for j in range(theirs.shape[1]):
        region = [np.array(x, dtype=object) for x in points
                  if (np.array(x, dtype=object) @ theirs)[j] == max(np.array(x, dtype=object) @ theirs)]
        if region:
            middle = sum(region) / len(region)
            inside += [(x * 9999 + middle) / 10000 for x in region]
    sure = [min(outcomes(own, theirs, x)) for x in [*points, *inside]]
    assert max(sure) <= found.sure
    assert found.sure - max(sure) <= (own.max() - own.min()) / 10000


@given(games(), st.integers(0, 1))
def test_pure_by_the_definition(game: NormalForm, leader: int) -> None:
    own, theirs = tables(game, leader)
    found = pure_commitment(game, leader)
    pure = np.eye(len(own), dtype=int)
    assert found.payoffs[leader] == max(max(outcomes(own, theirs, x)) for x in pure)
    assert found.sure == max(min(outcomes(own, theirs, x)) for x in pure)
    assert found.worst == min(outcomes(own, theirs, found.profile[leader]))
    assert found.profile.is_pure and found.payoffs == found.profile.payoffs(game)


@given(games(), st.integers(0, 1))
def test_what_holds_always(game: NormalForm, leader: int) -> None:
    """A mixture is worth no less, the first to move no less than in any equilibrium, and even with ties
    against it no less than what is secure (von Stengel and Zamir 2010)."""
    mixed, pure = mixed_commitment(game, leader), pure_commitment(game, leader)
    assert pure.payoffs[leader] <= mixed.payoffs[leader] and pure.sure <= mixed.sure
    assert mixed.payoffs[leader] >= max(each.payoffs(game)[leader] for each in extreme_equilibria(game))
    assert maximin(game, leader).value <= mixed.sure <= mixed.payoffs[leader]
    solution = solve(game, "stackelberg")
    assert solution.complete and solution.certified and solution.exact
    assert {pure.profile} <= {each.profile for each in solution.equilibria}
    kept = dict(solution.details)["commitments"]
    assert [each["mixed"] for each in kept] == [False, True, False, True]
    assert all(line.endswith(".") for line in solution.lines)


@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 4))
def test_zero_sum(seed: int, m: int, n: int) -> None:
    """To be seen costs nothing with an optimal mixture (von Neumann 1928)."""
    game = generators.random_zero_sum((m, n), -3, 3, seed)
    for leader in (0, 1):
        found = mixed_commitment(game, leader)
        assert found.payoffs[leader] == found.worst == found.sure == maximin(game, leader).value


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_larger_games_against_linear_programming(seed: int) -> None:
    game = generators.random_game((6, 7), -20, 20, seed)
    own, theirs = (table.astype(float) for table in tables(game, 0))
    values = []
    for j in range(7):
        done = linprog(-own[:, j], A_ub=(theirs - theirs[:, [j]]).T, b_ub=np.zeros(7), A_eq=[[1] * 6],
                       b_eq=[1])
        values += [-done.fun] if done.status == 0 else []
    assert float(mixed_commitment(game, 0).payoffs[0]) == pytest.approx(max(values))


def test_conitzer() -> None:
    """Conitzer (2016), On Stackelberg Mixed Strategies, Synthese 193, figure 1: 2 in the equilibrium, 3 with
    a pure strategy seen, 7/2 with a mixed one."""
    game = NormalForm.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 1]])
    assert [each.payoffs(game)[0] for each in extreme_equilibria(game)] == [2]
    assert pure_commitment(game, 0).payoffs == (3, 1)
    found = mixed_commitment(game, 0)
    assert found.profile == ((Fraction(1, 2),) * 2, (0, 1))
    assert found.payoffs == (Fraction(7, 2), Fraction(1, 2))
    assert found.sure == Fraction(7, 2) and found.worst == Fraction(3, 2)


def test_cournot(root: Path) -> None:
    solution = solve(load(root / "games/cournot.game.json").game, "stackelberg")
    assert solution.lines[:2] == (
        "If East spring moves first and is seen, East spring plays 6 and gets 18; West spring answers 3 and "
        "gets 9.",
        "If East spring commits to a mixture that is seen, East spring plays 1/2 “4” + 1/2 “6” and gets 19; "
        "West spring answers 3 and gets 12. Other answers are as good for West spring and worse for East "
        "spring; another mixture avoids that at next to no cost.")


def test_ties_that_matter() -> None:
    """Bob does not care: what Ann gets is in his hand, and no mixture changes that."""
    game = NormalForm.from_arrays([[3, 0], [1, 2]], [[0, 0], [0, 0]])
    solution = solve(game, "stackelberg")
    assert solution.lines[:2] == (
        "If Ann moves first and is seen, Ann plays A and gets 3; Bob answers A and gets 0. Other answers are "
        "as good for Bob and worse for Ann; whichever is taken, Ann can be sure of 1 at most.",
        "If Ann commits to a mixture that is seen, Ann plays A and gets 3; Bob answers A and gets 0. Other "
        "answers are as good for Bob and worse for Ann; whichever is taken, Ann can be sure of, or as near "
        "as desired to, 3/2 at most.")
    assert solution.lines[2].startswith("If Bob moves first and is seen, Bob plays A and gets 0")
    assert solution.lines[3] == "A mixture is worth no more to Bob."
    assert [each.profile.supports for each in solution.equilibria] == [((0,), (0,))]


def test_an_answer_that_only_ties_make_good() -> None:
    """Bob's B is never better than A, and best only against Ann's A: hope for it, but no more."""
    game = NormalForm.from_arrays([[0, 5], [1, 1]], [[1, 1], [1, 0]])
    found = mixed_commitment(game, 0)
    assert (found.payoffs[0], found.worst, found.sure) == (5, 0, 1)


def test_large_games_have_pure_commitments_only() -> None:
    game = generators.random_game((31, 30), 0, 9, 1)
    solution = solve(game, "stackelberg")
    assert not solution.complete and solution.message.startswith("Not complete: pure commitments only")
    assert [each["mixed"] for each in dict(solution.details)["commitments"]] == [False, False]
    with pytest.raises(InputError, match="930 profiles are too many for the best mixed commitment"):
        mixed_commitment(game, 0)


@pytest.mark.parametrize("shape", [(2,), (2, 2, 2)])
def test_two_players_only(shape: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="commitment is for two players, a leader and a follower"):
        solve(generators.random_game(shape, 0, 3, 1), "stackelberg")


def test_the_certificate_can_fail() -> None:
    """Prices or mixtures that are off prove nothing."""
    game = NormalForm.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 1]])
    found = mixed_commitment(game, 0)
    assert module._holds(game, found)
    assert not module._holds(game, found._replace(worst=found.worst + 1))
    assert not module._holds(game, found._replace(profile=pure_commitment(game, 0).profile))
    program = module._program(*module._payoffs(game, 0), [1])
    optimum = module.maximise(*program)
    assert module._proven(program, optimum)
    for wrong in (module.Optimum(optimum.value + 1, optimum.x, optimum.prices),
                  module.Optimum(optimum.value, tuple(2 * v for v in optimum.x), optimum.prices),
                  module.Optimum(optimum.value, optimum.x, tuple(p / 2 for p in optimum.prices))):
        assert not module._proven(program, wrong)


@pytest.mark.parametrize("after", [0, 3, 7])
def test_cancelled(after: int) -> None:
    heard = itertools.count()

    def hook(done: float | None, text: str = "") -> None:
        if next(heard) >= after:
            raise Cancelled

    with pytest.raises(Cancelled):
        solve(generators.random_game((4, 4), 0, 9, 1), "stackelberg", progress=hook)
