"""The other concepts, what a solution says of itself, and the words for it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.spatial import ConvexHull, QhullError

from playground.equilibrium import (
    CONCEPTS,
    best_responses,
    explain,
    extreme_equilibria,
    gains,
    maximin,
    pareto_efficient,
    payoff_region,
    polytope,
    pure_equilibria,
    solve,
    summary,
)
from playground.equilibrium.simplex import maximise
from playground.equilibrium.zero_sum import zero_sum
from playground.game import NormalForm, Profile, edits, generators
from playground.problem import InputError
from playground.progress import Cancelled

SHAPES = st.sampled_from([(2, 2), (3, 2), (3, 4), (5, 5), (2, 2, 2), (2, 3, 2), (2, 2, 2, 2), (3,), (1, 4)])


@st.composite
def games(draw: st.DrawFn) -> NormalForm:
    game = generators.random_game(draw(SHAPES), 0, draw(st.integers(1, 5)), draw(st.integers(0, 10**6)))
    return edits.scale(game, Fraction(5, 3), Fraction(-7, 2)) if draw(st.booleans()) else game


@given(games())
def test_pure_play_by_its_definition(game: NormalForm) -> None:
    best = [best_responses(game, k) for k in range(game.n_players)]
    efficient = pareto_efficient(game)
    outcomes = list(np.ndindex(*game.shape))
    earned = {at: [game.payoff(k, at) for k in range(game.n_players)] for at in outcomes}
    stable = []
    for at in outcomes:
        for k in range(game.n_players):
            instead = [game.payoff(k, (*at[:k], i, *at[k + 1:])) for i in range(game.shape[k])]
            assert bool(best[k][at]) == (max(instead) == earned[at][k])
            assert gains(game, k, at) == tuple(value - earned[at][k] for value in instead)
        if all(table[at] for table in best):
            stable.append(at)
        better = any(all(a >= b for a, b in zip(earned[to], earned[at])) and earned[to] != earned[at]
                     for to in outcomes)
        assert bool(efficient[at]) != better
    assert pure_equilibria(game) == stable
    solution = solve(game, "pure")
    assert solution.complete and [each.profile for each in solution.equilibria] == [
        Profile.pure(game, at) for at in stable]


@settings(max_examples=60)
@given(games())
def test_maximin_against_linear_programming(game: NormalForm) -> None:
    for player in range(game.n_players):
        rows = np.moveaxis(game.payoffs[player], player, 0).reshape(game.shape[player], -1)
        value, strategy = maximin(game, player)
        assert sum(strategy) == 1 and min(strategy) >= 0
        assert min(sum(p * v for p, v in zip(strategy, column)) for column in rows.T) == value
        size = len(rows)
        best = linprog([*[0] * size, -1],
                       A_ub=np.column_stack([-rows.T.astype(float), np.ones(rows.shape[1])]),
                       b_ub=np.zeros(rows.shape[1]), A_eq=[[*[1] * size, 0]], b_eq=[1],
                       bounds=[*[(0, None)] * size, (None, None)])
        assert float(value) == pytest.approx(-best.fun, abs=1e-9)


@settings(max_examples=60)
@given(st.integers(1, 14), st.integers(1, 14), st.integers(1, 60), st.integers(0, 10**6), st.booleans())
def test_zero_sum_in_two_ways(m: int, n: int, high: int, seed: int, refused: bool) -> None:
    """Guessed in floats and proven, or, where every guess is `refused`, by pivots in whole numbers: the value
    of the simplex method for small programs, exactly, and mixtures that prove it."""
    random = np.random.default_rng(seed)
    matrix = random.integers(-high, high, (m, n), endpoint=True)
    if seed % 3 == 0:
        matrix *= 10**12  # beyond what floats tell apart
        matrix += random.integers(0, 2, (m, n))
    lifted = (matrix - matrix.min() + 1).tolist()
    expected = maximise([1] * n, lifted, [1] * m)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(polytope, "SMALL", 0)
        if refused:
            patch.setattr(polytope.Polytope, "_proven", lambda *_: None)
        value, rows, columns = zero_sum(matrix)
        program = polytope.optimum([1] * n, lifted, [1] * m)
    assert value == 1 / expected.value + int(matrix.min()) - 1
    assert sum(rows) == sum(columns) == 1 and min(rows) >= 0 and min(columns) >= 0
    assert min(sum(p * int(v) for p, v in zip(rows, column)) for column in matrix.T) == value
    assert max(sum(p * int(v) for p, v in zip(columns, row)) for row in matrix) == value
    assert program.value == expected.value == sum(program.x) == sum(program.prices)


def test_maximin_of_large_games() -> None:
    """The value that HiGHS has in floats, exactly and proven; the hook is called at every step."""
    game = generators.random_game((60, 50), -99, 99, 1)
    heard: list[str] = []
    solution = solve(game, "maximin", progress=lambda done, text="": heard.append(text))
    assert solution.certified and len(heard) > 100
    for k, rows in enumerate((game.payoffs[0], game.payoffs[1].T)):
        size, others = rows.shape
        best = linprog([*[0] * size, -1],
                       A_ub=np.column_stack([-rows.T.astype(float), np.ones(others)]), b_ub=np.zeros(others),
                       A_eq=[[*[1] * size, 0]], b_eq=[1], bounds=[*[(0, None)] * size, (None, None)])
        assert float(maximin(game, k).value) == pytest.approx(-best.fun, abs=1e-9)


@pytest.mark.parametrize("after", [0, 20, 100])
@pytest.mark.parametrize("concept", ["maximin", "folk", "dominance", "rationalizable"])
def test_large_programs_can_be_cancelled(concept: str, after: int) -> None:
    heard = iter(range(after))

    def hook(done: float | None, text: str = "") -> None:
        if next(heard, None) is None:
            raise Cancelled

    with pytest.raises(Cancelled):
        solve(generators.random_game((40, 40), 0, 99, 1), concept, progress=hook)


@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(1, 5))
def test_the_value_of_a_zero_sum_game(seed: int, m: int, n: int) -> None:
    """What both can secure adds up to nothing, and every equilibrium pays it (von Neumann 1928)."""
    game = generators.random_zero_sum((m, n), -3, 3, seed)
    one, two = maximin(game, 0), maximin(game, 1)
    assert one.value == -two.value
    assert all(profile.payoffs(game) == (one.value, two.value) for profile in extreme_equilibria(game))
    assert solve(game, "maximin").details == (("values", [str(one.value), str(two.value)]),)


@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(1, 4), st.integers(0, 6))
def test_the_region_of_payoffs(seed: int, m: int, n: int, high: int) -> None:
    game = generators.random_game((m, n), 0, high, seed)
    corners, frontier = payoff_region(game)
    points = sorted(set(zip(game.payoffs[0].flat, game.payoffs[1].flat)))
    assert corners[0] == points[0] and set(corners) <= set(points) and len(set(corners)) == len(corners)
    try:
        hull = ConvexHull(np.array(points, dtype=float))
    except (QhullError, ValueError):  # a point or a line
        assert len(corners) == min(2, len(points))
    else:
        expected = [points[i] for i in hull.vertices]
        at = expected.index(points[0])
        assert list(corners) == expected[at:] + expected[:at]
    # The frontier goes from player 2's best down to player 1's best, and everything else is below it.
    assert frontier[0] == max(points, key=lambda p: (p[1], p[0])) and frontier[-1] == max(points)
    assert set(frontier) <= set(corners)
    for a, b in itertools.pairwise(frontier):
        assert a[0] < b[0] and a[1] > b[1]
        assert all((b[0] - a[0]) * (p[1] - a[1]) <= (b[1] - a[1]) * (p[0] - a[0]) for p in points)


def test_too_many_profiles_to_compare() -> None:
    with pytest.raises(InputError, match="40,000 profiles are too many to compare; 20,000 are allowed"):
        pareto_efficient(generators.blank((200, 200)))


# --- what a solution says -----------------------------------------------------------------------------------

BASIC = ["concept", "method", "exact", "complete", "certified", "seconds", "equilibria", "components",
         "message", "missed"]


BATTLE = NormalForm.from_arrays([[2, 0], [0, Fraction(1, 3)]], [[1, 0], [0, 2]])
# Concepts that do not apply to that game, each with one to which it does.
OF_ITS_OWN = {
    "ess": NormalForm.from_arrays([[0, "1/3"], [1, 0]], [[0, 1], ["1/3", 0]]),
}


@pytest.mark.parametrize("concept", CONCEPTS)
def test_as_plain_values(concept: str) -> None:
    """Of every concept: the keys that all share, exact numbers as texts, and what each player earns."""
    game = OF_ITS_OWN.get(concept, BATTLE)
    solution = solve(game, concept)
    plain = solution.as_dict()
    assert list(plain)[:len(BASIC)] == BASIC and json.loads(json.dumps(plain)) == plain
    assert plain["concept"] == concept and solution.seconds > 0 and plain["message"]
    assert all(line.endswith((".", ":")) for line in (plain["message"], *solution.lines))
    for each, shown in zip(solution.equilibria, plain["equilibria"], strict=True):
        assert each.payoffs == pytest.approx(each.profile.payoffs(game))
        if solution.exact:
            assert Profile(shown["profile"]) == each.profile
            assert tuple(map(Fraction, shown["payoffs"])) == each.payoffs


@pytest.mark.parametrize(("concept", "more"), [
    ("dominance", ["survivors", "rounds"]),
    ("weak-dominance", ["survivors", "rounds", "ends", "order_matters"]),
    ("rationalizable", ["survivors", "rounds", "beliefs", "independent", "point"]),
    ("maximin", ["values"]), ("ess", ["candidates", "between"]),
    ("stackelberg", ["commitments"]), ("bargaining", ["disagreement", "ideal", "frontier", "agreements"]),
    ("risk-dominance", ["strict", "payoff_dominant", "risk_dominant", "selected"]),
])
def test_keys_of_their_own(concept: str, more: Sequence[str]) -> None:
    assert list(solve(OF_ITS_OWN.get(concept, BATTLE), concept).as_dict())[len(BASIC):] == more


def test_what_is_known_of_more_and_fewer_players() -> None:
    three = solve(generators.random_game((2, 2, 2), 0, 5, 3))
    assert not three.complete and three.missed is None
    assert "there may be more" in three.message
    alone = solve(NormalForm.from_arrays([3, 5, 5]))
    assert alone.complete and [each.profile.supports for each in alone.equilibria] == [((1,),), ((2,),)]
    assert alone.components == ((0, 1),), "any mixture of best choices is one"


# --- in words -----------------------------------------------------------------------------------------------


HUNTERS = ("Stag", "Hare")


def named(one: Any, two: Any, rows: Sequence[str] = HUNTERS, columns: Sequence[str] = HUNTERS) -> NormalForm:
    game = NormalForm.from_arrays(one, two)
    for k, names in enumerate((rows, columns)):
        game = edits.rename_player(game, k, ("Ann", "Bob")[k])
        for i, name in enumerate(names):
            game = edits.rename_strategy(game, k, i, name)
    return game


HUNT = named([[4, 0], [3, 3]], [[4, 3], [0, 3]])


@pytest.mark.parametrize(("game", "profile", "words"), [
    (HUNT, (0, 0), "A strict Nash equilibrium: whoever switches alone loses."),
    (HUNT, (0, 1), "Ann would gain 3 by switching to Hare; Bob would gain 1 by switching to Stag."),
    (named([[1, 0], [1, 0]], [[0, 0], [0, 0]]), (0, 0),
     "A Nash equilibrium: nobody gains by switching alone. Ann would lose nothing by switching to Hare; "
     "Bob would lose nothing by switching to Hare."),
    (named([[0], ["1/3"], ["1/3"]], [[0], [0], [0]], ("a", "b", "c"), ("x",)), (0, 0),
     "Ann would gain 1/3 by switching to b or c."),
])
def test_why(game: NormalForm, profile: tuple[int, ...], words: str) -> None:
    assert explain(game, profile) == words


@pytest.mark.parametrize(("game", "words"), [
    (HUNT, "Two pure equilibria and one mixed; Stag is better for both, Hare risk-dominates."),
    (named([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), "One mixed equilibrium."),
    (named([[3, 0], [5, 1]], [[3, 5], [0, 1]]), "One pure equilibrium."),
    (named([[1, 1], [1, 1]], [[1, 1], [1, 1]]), "Infinitely many equilibria, between four pure equilibria."),
    (named([[2, 0], [0, 1]], [[1, 0], [0, 2]]), "Two pure equilibria and one mixed."),
    (named([[2, 0], [0, 1]], [[2, 0], [0, 1]]),
     "Two pure equilibria and one mixed; Stag is better for both, Stag risk-dominates."),
])
def test_in_one_line(game: NormalForm, words: str) -> None:
    assert summary(game, solve(game)) == words


@given(games())
def test_why_says_what_is_so(game: NormalForm) -> None:
    stable = set(pure_equilibria(game))
    for profile in np.ndindex(*game.shape):
        said = explain(game, profile)
        assert said.endswith(".")
        assert ("would gain" in said) == (profile not in stable)
        assert game.n_players == 1 or ("Nash equilibrium" in said) == (profile in stable)
