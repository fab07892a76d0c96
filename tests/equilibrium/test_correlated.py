"""Correlated and coarse correlated equilibria: the definitions, scipy's programs, and literature."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from playground.equilibrium import extreme_equilibria, pure_equilibria, solve
from playground.equilibrium.certify import certify_distribution
from playground.equilibrium.polytope import Polytope
from playground.files import load
from playground.game import NormalForm, Player, edits, generators
from playground.problem import InputError
from playground.progress import Cancelled

CONCEPTS = ("correlated", "coarse-correlated")
SHAPES = st.sampled_from([(2, 2), (3, 2), (3, 4), (4, 4), (2, 2, 2), (2, 3, 2), (2, 2, 2, 2), (3,), (1, 4),
                          (1, 1)])
Distribution = Mapping[tuple[int, ...], Fraction]


@st.composite
def games(draw: st.DrawFn, shapes: Any = SHAPES) -> NormalForm:
    game = generators.random_game(draw(shapes), 0, draw(st.integers(1, 6)), draw(st.integers(0, 10**6)))
    return edits.scale(game, Fraction(5, 3), Fraction(-7, 2)) if draw(st.booleans()) else game


def found(game: NormalForm, concept: str) -> dict[str, tuple[Distribution, tuple[Fraction, ...]]]:
    places = [{name: i for i, name in enumerate(player.strategies)} for player in game.players]
    return {each["what"]: (
        {tuple(place[name] for place, name in zip(places, names)): Fraction(p)
         for *names, p in each["distribution"]}, tuple(map(Fraction, each["payoffs"])))
        for each in dict(solve(game, concept).details)["distributions"]}


def expected(game: NormalForm, distribution: Distribution) -> tuple[Fraction, ...]:
    return tuple(sum((p * game.payoff(k, at) for at, p in distribution.items()), Fraction(0))
                 for k in range(game.n_players))


def gains(game: NormalForm, distribution: Distribution, concept: str) -> list[Fraction]:
    """By the definition: what each player gains by each rule of disobedience, from advice to strategy; in
    the coarse concept by the constant rules."""
    result = []
    for k, size in enumerate(game.shape):
        rules: Any = itertools.product(range(size), repeat=size) if concept == "correlated" else (
            [i] * size for i in range(size))
        for rule in rules:
            result.append(sum((p * (game.payoff(k, (*at[:k], rule[at[k]], *at[k + 1:])) - game.payoff(k, at))
                               for at, p in distribution.items()), Fraction(0)))
    return result


def floats(game: NormalForm, concept: str, weights: Any) -> float:
    """The greatest expectation of `weights`, by scipy."""
    profiles = list(np.ndindex(*game.shape))
    rows = []
    for k, size in enumerate(game.shape):
        for told, instead in itertools.product(range(size), repeat=2):
            if concept == "correlated" or told == 0:
                rows.append([float(game.payoff(k, (*at[:k], instead, *at[k + 1:])) - game.payoff(k, at))
                             if concept != "correlated" or at[k] == told else 0 for at in profiles])
    best = linprog([-float(w) for w in weights], A_ub=rows, b_ub=[0] * len(rows),
                   A_eq=[[1] * len(profiles)], b_eq=[1])
    return float(-best.fun)


def least_of_all(game: NormalForm, concept: str) -> float:
    """The greatest least payoff, by weak duality: no weights of the players allow more."""
    weights = np.linspace(0, 1, 201)
    one, two = (game.payoffs[k].reshape(-1).astype(float) for k in (0, 1))
    return min(floats(game, concept, w * one + (1 - w) * two) for w in weights)


@pytest.mark.parametrize("concept", CONCEPTS)
@settings(max_examples=60)
@given(games())
def test_by_the_definition_and_against_scipy(concept: str, game: NormalForm) -> None:
    solution = solve(game, concept)
    assert solution.certified and solution.exact and not solution.equilibria
    welfare = game.payoffs.sum(axis=0).reshape(-1)
    distributions = found(game, concept)
    assert list(distributions) == ["greatest welfare", "least welfare", *(
        f"greatest for {player.name}" for player in game.players), "most equal"]
    for distribution, payoffs in distributions.values():
        assert sum(distribution.values()) == 1 and min(distribution.values()) > 0
        assert max(gains(game, distribution, concept)) <= 0
        assert payoffs == expected(game, distribution)
    _, high = distributions["greatest welfare"]
    _, low = distributions["least welfare"]
    assert float(sum(high)) == pytest.approx(floats(game, concept, welfare), abs=1e-7)
    assert float(sum(low)) == pytest.approx(-floats(game, concept, -welfare), abs=1e-7)
    for k, player in enumerate(game.players):
        best = distributions[f"greatest for {player.name}"][1][k]
        assert float(best) == pytest.approx(floats(game, concept, game.payoffs[k].reshape(-1)), abs=1e-7)
    equal = min(distributions["most equal"][1])
    assert all(min(payoffs) <= equal for _, payoffs in distributions.values())


@pytest.mark.parametrize("concept", CONCEPTS)
@settings(max_examples=8)
@given(games(st.sampled_from([(2, 2), (3, 3), (2, 4)])))
def test_the_most_equal_against_scipy(concept: str, game: NormalForm) -> None:
    """By minimax the greatest least payoff is what no weights can beat, up to the grid of weights."""
    equal = float(min(found(game, concept)["most equal"][1]))
    assert equal <= least_of_all(game, concept) + 1e-7
    spread = float(np.ptp(game.floats))
    assert equal >= least_of_all(game, concept) - spread / 200 - 1e-7


@settings(max_examples=60)
@given(games(st.sampled_from([(2, 2), (3, 2), (3, 3), (2, 2, 2), (2, 3, 2)])))
def test_nash_within_correlated_within_coarse(game: NormalForm) -> None:
    inner, outer = (found(game, concept) for concept in CONCEPTS)
    assert sum(inner["greatest welfare"][1]) <= sum(outer["greatest welfare"][1])
    assert sum(inner["least welfare"][1]) >= sum(outer["least welfare"][1])
    assert all(certify_distribution(game, each, coarse=True) for each, _ in inner.values())
    for at in pure_equilibria(game):
        assert certify_distribution(game, {at: Fraction(1)})
        assert sum(inner["least welfare"][1]) <= sum(expected(game, {at: Fraction(1)})) <= sum(
            inner["greatest welfare"][1])
    if game.n_players == 2:
        for profile in extreme_equilibria(game):
            product = {(i, j): Fraction(p) * Fraction(q) for i, p in enumerate(profile[0])
                       for j, q in enumerate(profile[1])}
            assert certify_distribution(game, product)
            corners = region(game, "correlated")
            assert all(inside(expected(game, product), corners))


def region(game: NormalForm, concept: str) -> list[tuple[Fraction, Fraction]]:
    return [(Fraction(a), Fraction(b)) for a, b in dict(solve(game, concept).details)["region"]]


def inside(point: Sequence[Fraction], corners: Sequence[tuple[Fraction, Fraction]]) -> list[bool]:
    return [(c - a) * (point[1] - b) - (d - b) * (point[0] - a) >= 0
            for (a, b), (c, d) in zip(corners, (*corners[1:], corners[0]))]


@pytest.mark.parametrize("concept", CONCEPTS)
@settings(max_examples=40)
@given(games(st.sampled_from([(2, 2), (3, 2), (3, 3), (2, 4), (1, 3)])))
def test_the_region_of_payoffs(concept: str, game: NormalForm) -> None:
    """Convex, its corners the greatest in each of many directions, by scipy."""
    corners = region(game, concept)
    for _, payoffs in found(game, concept).values():
        assert all(inside(payoffs, corners))
    if len(corners) > 2:
        for a, b, c in zip(corners, (*corners[1:], corners[0]), (*corners[2:], *corners[:2])):
            assert (b[0] - a[0]) * (c[1] - b[1]) > (b[1] - a[1]) * (c[0] - b[0])
    one, two = (game.payoffs[k].reshape(-1).astype(float) for k in (0, 1))
    for angle in np.linspace(0, 2 * np.pi, 13):
        x, y = np.cos(angle), np.sin(angle)
        assert max(x * float(a) + y * float(b) for a, b in corners) == pytest.approx(
            floats(game, concept, x * one + y * two), abs=1e-7)


# --- the literature -----------------------------------------------------------------------------------------


def test_chicken(root: Any) -> None:
    """Aumann (1974, 1987): the traffic light pays 5¼ each, more than any mixture of Nash equilibria."""
    game = load(root / "games/chicken.game.json").game
    solution = solve(game, "correlated")
    assert solution.complete
    best, payoffs = found(game, "correlated")["greatest welfare"]
    quarter = Fraction(1, 4)
    assert payoffs == (Fraction(21, 4), Fraction(21, 4))
    assert {game.profile_names(at): p for at, p in best.items()} == {
        ("Swerve", "Swerve"): 2 * quarter, ("Dare", "Swerve"): quarter, ("Swerve", "Dare"): quarter}
    assert solution.lines[0] == (
        "Greatest welfare and most equal, 21/2 together: (Swerve, Swerve) 1/2, (Dare, Swerve) 1/4, "
        "(Swerve, Dare) 1/4; Ann gets 21/4, Bob 21/4.")
    assert region(game, "correlated") == [(2, 7), (Fraction(18, 5), Fraction(18, 5)), (7, 2),
                                          (Fraction(21, 4), Fraction(21, 4))]


def test_the_worst_advice_in_chicken() -> None:
    """By hand: with least welfare both are told to dare as often as whoever is told so, still dares."""
    game = NormalForm.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    least, payoffs = found(game, "correlated")["least welfare"]
    assert least == {(0, 0): Fraction(1, 5), (0, 1): Fraction(2, 5), (1, 0): Fraction(2, 5)}
    assert payoffs == (Fraction(18, 5),) * 2


def test_coarse_ones_reach_further() -> None:
    """By hand: with (A, C), (B, A) and (C, B) equally often Ann has her best payoff, 2. Bob, at 1, would get
    no more from any strategy before he is told his, but told C, he knows that Ann plays A, and answers B."""
    game = NormalForm.from_arrays([[0, 1, 2], [2, 0, 1], [1, 2, 0]], [[0, 2, 1], [1, 0, 2], [2, 1, 0]])
    third = Fraction(1, 3)
    best, payoffs = found(game, "coarse-correlated")["greatest for Ann"]
    assert best == {(0, 2): third, (1, 0): third, (2, 1): third} and payoffs == (2, 1)
    assert certify_distribution(game, best, coarse=True) and not certify_distribution(game, best)
    assert found(game, "correlated")["greatest for Ann"][1][0] < 2


@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 4))
def test_zero_sum_games_have_one_payoff(seed: int, m: int, n: int) -> None:
    game = generators.random_zero_sum((m, n), -3, 3, seed)
    value = Fraction(dict(solve(game, "maximin").details)["values"][0])
    for concept in CONCEPTS:
        assert region(game, concept) == [(value, -value)]


def test_a_dominant_strategy_leaves_one(root: Any) -> None:
    game = load(root / "games/prisoners-dilemma.game.json").game
    solution = solve(game, "correlated")
    assert solution.lines == (
        "Greatest welfare, least welfare, greatest for Ann, greatest for Bob and most equal, 2 together: "
        "(Defect, Defect) 1; Ann gets 1, Bob 1.", "All correlated equilibria pay (1, 1).")


# --- words, limits ------------------------------------------------------------------------------------------


def test_names_that_are_numbers_and_long_lines() -> None:
    game = NormalForm.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]],
                                  players=(Player("Ann", ("8", "9")), Player("Bob", ("8", "9"))))
    assert solve(game, "correlated").lines[0].startswith(
        "Greatest welfare, greatest for Ann, greatest for Bob and most equal, 2 together: (“8”, “8”) 1; ")
    decimals = NormalForm.from_arrays([[0.5, 0]], [[0, 0.25]])
    assert "Ann gets 0, Bob 0.25." in solve(decimals, "correlated").lines[0]
    three = solve(generators.random_game((5, 5, 5), 0, 1000, 1), "correlated")
    assert any("profiles more; " in line and "≈" in line for line in three.lines)
    assert solve(NormalForm.from_arrays([3, 5, 5]), "correlated").lines[0].startswith("Greatest welfare")


@pytest.mark.parametrize("concept", CONCEPTS)
def test_too_large(concept: str) -> None:
    with pytest.raises(InputError, match=r"169 profiles are too many for .*correlated equilibria; 150 are"):
        solve(generators.blank((13, 13)), concept)


def test_more_corners_than_can_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    from playground.equilibrium import correlated

    monkeypatch.setattr(correlated, "MAX_CORNERS", 5)
    solution = solve(generators.random_game((5, 5), 0, 1000, 2), "correlated")
    assert not solution.complete and dict(solution.details)["region"] is None
    assert solution.message == ("No correlated equilibria reach further; the region of all their payoffs has "
                                "more than 5 corners and is left out.")


def test_nobody_waits() -> None:
    def cancel(done: float | None, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        solve(generators.random_game((3, 3), 0, 9, 1), "correlated", progress=cancel)


def test_what_certifies_refuses() -> None:
    game = NormalForm.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    half = Fraction(1, 2)
    assert certify_distribution(game, {(0, 1): half, (1, 0): half})
    assert not certify_distribution(game, {(1, 1): Fraction(1)})
    assert not certify_distribution(game, {(0, 1): half}), "half is missing"
    assert not certify_distribution(game, {(0, 1): 2 * half, (1, 0): half, (1, 1): -half})


# --- the linear programs ------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(st.data())
def test_programs_in_floats_and_in_whole_numbers(data: st.DataObject) -> None:
    """Both ways lead to the same values, those of scipy, whatever was asked before."""
    rows, columns = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 6))
    numbers = st.integers(-4, 4)
    matrix = [data.draw(st.lists(numbers, min_size=columns, max_size=columns)) for _ in range(rows)]
    matrix.append([1] * columns)
    bounds = [*data.draw(st.lists(st.integers(0, 3), min_size=rows, max_size=rows)), 10]
    polytope, whole = Polytope(matrix, bounds), Polytope(matrix, bounds)
    whole._proven = lambda *_: None  # type: ignore[method-assign]
    for _ in range(3):
        first, second = (data.draw(st.lists(numbers, min_size=columns, max_size=columns)) for _ in range(2))
        x, y = polytope.maximise(first, second), whole.maximise(first, second)
        for each in (x, y):
            assert min(each) >= 0
            assert all(sum(a * v for a, v in zip(row, each)) <= b for row, b in zip(matrix, bounds))
        values = [[sum(c * v for c, v in zip(weights, each)) for weights in (first, second)]
                  for each in (x, y)]
        assert values[0] == values[1]
        best = linprog([-c for c in first], A_ub=matrix, b_ub=bounds)
        assert float(values[0][0]) == pytest.approx(-best.fun, abs=1e-7)


def test_numbers_that_floats_cannot_tell_apart() -> None:
    huge = 10**40
    game = NormalForm.from_arrays([[huge, huge + 1], [huge + 1, huge]], [[huge + 1, huge], [huge, huge + 1]])
    half = Fraction(1, 2)
    for concept in CONCEPTS:
        assert region(game, concept) == [(huge + half, huge + half)]
    steep = Polytope([[huge, 1], [1, huge]], [huge, huge])
    assert steep.maximise([1, 1]) == (Fraction(huge, huge + 1),) * 2


def test_a_program_without_a_greatest_value() -> None:
    with pytest.raises(ValueError, match="unbounded"):
        Polytope([[-1, 1]], [1]).maximise([1, 0])
