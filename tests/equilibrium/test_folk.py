"""The folk theorem: minimax, the region, least discount factors, by definition and from the library."""

from __future__ import annotations

import itertools
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from playground.equilibrium import extreme_equilibria, minimax, pure_equilibria, pure_minimax, solve
from playground.equilibrium.vertices import TooLarge
from playground.files import load
from playground.game import NormalForm, edits, generators
from playground.problem import InputError
from playground.progress import Cancelled

SHAPES = st.sampled_from([(2, 2), (3, 2), (3, 4), (4, 4), (2, 2, 2), (2, 3, 2), (2, 2, 2, 2), (1, 3)])
ALMOST = 1 - Fraction(1, 10**9)


@st.composite
def games(draw: st.DrawFn, shapes: Any = SHAPES) -> NormalForm:
    game = generators.random_game(draw(shapes), 0, draw(st.integers(0, 6)), draw(st.integers(0, 10**6)))
    return edits.scale(game, Fraction(5, 3), Fraction(-7, 2)) if draw(st.booleans()) else game


def sustained(game: NormalForm) -> dict[tuple[str, ...], tuple[Fraction | None, Fraction]]:
    return {tuple(each["profile"]): (None if each["grim"] is None else Fraction(each["grim"]),
                                     Fraction(each["bound"]))
            for each in dict(solve(game, "folk").details)["sustained"]}


def holds(game: NormalForm, at: tuple[int, ...], after: list[Fraction], delta: Fraction) -> bool:
    """Nobody gains by any change once, if `after` it each round pays that: normalised discounted sums."""
    return all(game.payoff(k, at) >= max(
        (1 - delta) * game.payoff(k, (*at[:k], i, *at[k + 1:])) + delta * after[k] for i in range(size)
    ) for k, size in enumerate(game.shape))


@settings(max_examples=150)
@given(games())
def test_least_discount_factors_by_the_definition(game: NormalForm) -> None:
    two = game.n_players == 2
    players = range(game.n_players)
    pays = ([[Fraction(v) for v in profile.payoffs(game)] for profile in extreme_equilibria(game)] if two else
            [[game.payoff(k, at) for k in players] for at in pure_equilibria(game)])
    floor = [min(each[k] for each in pays) for k in players] if pays else None
    held = [minimax(game, k).value if two else pure_minimax(game, k)[0] for k in players]
    solution, found = solve(game, "folk"), sustained(game)
    assert solution.certified and solution.exact and solution.complete == two
    by_grim = set()
    for at in np.ndindex(*game.shape):
        grim, bound = found.get(game.profile_names(at), (None, None))
        for least, after in ((grim, floor), (bound, held)):
            if after is None or least is None:
                assert least is None
                assert after is None or not holds(game, at, after, ALMOST)
                continue
            assert 0 <= least < 1
            assert holds(game, at, after, least) and holds(game, at, after, (1 + least) / 2)
            assert least == 0 or not holds(game, at, after, least * ALMOST)
        if grim is not None and bound is not None:
            assert bound <= grim
            by_grim.add(at)
    assert {tuple(support[0] for support in each.profile.supports) for each in solution.equilibria} == by_grim
    assert set(pure_equilibria(game)) == {at for at in by_grim if found[game.profile_names(at)][0] == 0}


@given(games())
def test_how_far_each_can_be_held_down(game: NormalForm) -> None:
    for k, size in enumerate(game.shape):
        others = [range(n) if other != k else range(1) for other, n in enumerate(game.shape)]
        worst = min(max(game.payoff(k, (*at[:k], i, *at[k + 1:])) for i in range(size))
                    for at in itertools.product(*others))
        value, at = pure_minimax(game, k)
        assert value == worst == game.payoff(k, at)
        assert value == max(game.payoff(k, (*at[:k], i, *at[k + 1:])) for i in range(size))


@settings(max_examples=60)
@given(games(st.sampled_from([(2, 2), (3, 4), (5, 3), (1, 3), (4, 1)])))
def test_mixed_punishments_against_scipy(game: NormalForm) -> None:
    for k in (0, 1):
        table = np.moveaxis(game.payoffs[k], k, 0)
        value, strategy = minimax(game, k)
        assert sum(strategy) == 1 and min(strategy) >= 0
        assert max(sum(p * v for p, v in zip(strategy, row)) for row in table) == value
        best = linprog([*[0] * len(strategy), 1], b_ub=np.zeros(len(table)), b_eq=[1],
                       A_ub=np.column_stack([table.astype(float), -np.ones(len(table))]),
                       A_eq=[[*[1] * len(strategy), 0]], bounds=[*[(0, None)] * len(strategy), (None, None)])
        assert float(value) == pytest.approx(best.fun, abs=1e-9)
        assert value <= pure_minimax(game, k)[0]


@settings(max_examples=60)
@given(games(st.sampled_from([(2, 2), (3, 2), (3, 3), (1, 3)])), st.data())
def test_the_region(game: NormalForm, data: st.DataObject) -> None:
    """What is feasible and pays each their minimax value is in it, and nothing else is."""
    details = dict(solve(game, "folk").details)
    corners = [(Fraction(a), Fraction(b)) for a, b in details["region"]]
    least = [Fraction(each["mixed"]) for each in details["minimax"]]
    points = np.array([[float(v) for v in game.payoffs[k].flat] for k in (0, 1)])
    for corner in corners:
        assert all(v >= floor for v, floor in zip(corner, least))
        inside = linprog(np.zeros(points.shape[1]), A_eq=[*points, np.ones(points.shape[1])],
                         b_eq=[*map(float, corner), 1])
        assert inside.status == 0
    outcomes = list(zip(game.payoffs[0].flat, game.payoffs[1].flat))
    weights = data.draw(st.lists(st.integers(0, 5), min_size=len(outcomes), max_size=len(outcomes))
                        .filter(any))
    point = [sum(w * v for w, v in zip(weights, side)) / Fraction(sum(weights)) for side in zip(*outcomes)]
    within = all((c - a) * (point[1] - b) >= (d - b) * (point[0] - a)
                 for (a, b), (c, d) in zip(corners, (*corners[1:], corners[0])))
    rational = all(v >= floor for v, floor in zip(point, least))
    assert not rational or within
    if len(corners) > 2:
        assert not within or rational


@pytest.mark.parametrize(("name", "profile", "delta"), [
    ("prisoners-dilemma", ("Cooperate", "Cooperate"), "1/2"),
    ("tragedy-of-the-commons", ("2 cows", "2 cows", "2 cows"), "2/3"),
    ("public-goods-3", ("Contribute", "Contribute", "Contribute"), "1/4"),
    ("trust", ("Send", "Share"), "1/2"),
    ("bertrand", ("5", "5"), "4/9"),
])
def test_the_stories_of_the_library(root: Any, name: str, profile: tuple[str, ...], delta: str) -> None:
    game = load(root / f"games/{name}.game.json").game
    assert sustained(game)[profile][0] == Fraction(delta)


def test_the_dilemma_in_words(root: Any) -> None:
    """T = 5, R = 3, P = 1, S = 0: (T − R) / (T − P) = 1/2 (Friedman 1971)."""
    solution = solve(load(root / "games/prisoners-dilemma.game.json").game, "folk")
    assert solution.lines == (
        "Ann can be held to 1 by Bob’s Defect.", "Bob can be held to 1 by Ann’s Defect.",
        "Feasible and individually rational payoffs: the region with the corners (1, 1), (13/3, 1), (3, 3), "
        "(1, 13/3).",
        "The threat against Ann and Bob: (Defect, Defect) for ever, an equilibrium of one round that pays "
        "them 1 and 1.",
        "(Cooperate, Cooperate), paying 3, 3: from δ = 1/2, and by no other punishment below that.",
        "(Defect, Defect), paying 1, 1: an equilibrium of one round, for any δ.")
    assert solution.message == "Complete: grim trigger sustains 2 pure profiles for patient players."


def test_harsher_punishments() -> None:
    """By hand: a third strategy hurts both, so minimax is 0, and the equilibrium pays 1. (A, A) is left for 5
    instead of 3: 2/4 with the equilibrium as threat, 2/5 at best; (A, B) is too bad for Ann."""
    one = [[3, 0, 0], [5, 1, 0], [0, 0, -1]]
    game = NormalForm.from_arrays(one, [list(row) for row in zip(*one)])
    half = Fraction(1, 2)
    assert sustained(game)["A", "A"] == (half, Fraction(2, 5))
    assert "(A, A), paying 3, 3: from δ = 1/2; harsher punishments might do, at best from δ = 2/5." in solve(
        game, "folk").lines
    other = [[3, "1/2", 0], [5, 1, 0], [0, 0, -1]]
    lines = solve(NormalForm.from_arrays(other, [list(row) for row in zip(*other)]), "folk").lines
    assert lines[-1] == ("2 other profiles cannot be sustained so; harsher punishments might do, at best "
                         "from δ = 1/2.")


def test_zero_sum_games_have_nothing_to_sustain(root: Any) -> None:
    solution = solve(load(root / "games/matching-pennies.game.json").game, "folk")
    assert not solution.equilibria and solution.lines[:3] == (
        "Ann can be held to 0 by Bob’s 1/2 Heads + 1/2 Tails; to 1 by a pure strategy.",
        "Bob can be held to 0 by Ann’s 1/2 Heads + 1/2 Tails; to 1 by a pure strategy.",
        "Feasible and individually rational payoffs: only (0, 0).")


# --- limits -------------------------------------------------------------------------------------------------


def test_three_players_without_a_threat() -> None:
    """Two of them play Matching Pennies: there is no pure equilibrium."""
    pennies = np.array([[1, -1], [-1, 1]])
    sides = (pennies, -pennies, 0 * pennies)
    game = NormalForm.from_arrays(*(np.stack([side, side], axis=2) for side in sides))
    solution = solve(game, "folk")
    assert not solution.equilibria and not solution.complete
    assert "No threat: no equilibrium of one round is known." in solution.lines
    assert "Mixed equilibria of more than two players are not used as threats" in solution.message
    assert all(each["mixed"] is None for each in dict(solution.details)["minimax"])


def test_where_it_does_not_apply() -> None:
    with pytest.raises(InputError, match="two or more players; this game has one"):
        solve(NormalForm.from_arrays([3, 5, 5]), "folk")
    with pytest.raises(InputError, match="40,000 profiles are too many for the folk theorem; 20,000 are"):
        solve(generators.blank((200, 200)), "folk")


def test_a_game_with_too_many_equilibria_to_list(monkeypatch: pytest.MonkeyPatch, root: Any) -> None:
    def refuse(*_: object) -> list[object]:
        raise TooLarge("there are too many vertices")

    monkeypatch.setattr(import_module("playground.equilibrium.folk"), "extreme_equilibria", refuse)
    solution = solve(load(root / "games/chicken.game.json").game, "folk")
    assert not solution.complete and len(solution.equilibria) == 3, "its pure equilibria are the worst ones"
    assert solution.message.endswith(
        "Mixed equilibria might be harsher threats, but there are too many vertices.")


def test_many_profiles_are_not_all_told() -> None:
    solution = solve(generators.blank((6, 6)), "folk")
    assert len(solution.equilibria) == 36
    assert solution.lines[-1] == "12 more are not shown here."


@pytest.mark.parametrize("after", [0, 1])
def test_nobody_waits(after: int) -> None:
    heard = []

    def cancel(done: float | None, text: str = "") -> None:
        heard.append(text)
        if len(heard) > after:
            raise Cancelled

    with pytest.raises(Cancelled):
        solve(generators.random_game((3, 3), 0, 9, 1), "folk", progress=cancel)
