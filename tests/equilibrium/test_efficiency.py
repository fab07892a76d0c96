"""Welfare and its price: by the definitions, with published values, and where there is no price."""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import Prices, extreme_equilibria, pure_equilibria, solve
from playground.equilibrium.vertices import TooLarge
from playground.files import load
from playground.game import NormalForm, Player, Profile, edits, generators
from playground.problem import InputError
from playground.progress import Cancelled

SHAPES = st.sampled_from([(2, 2), (3, 2), (3, 4), (4, 4), (2, 2, 2), (2, 3, 2), (3,), (1, 4)])


@st.composite
def games(draw: st.DrawFn) -> NormalForm:
    low = draw(st.integers(-4, 1))
    high = low + draw(st.integers(0, 5))
    game = generators.random_game(draw(SHAPES), low, high, draw(st.integers(0, 10**6)))
    return edits.scale(game, Fraction(5, 3), Fraction(-7, 2)) if draw(st.booleans()) else game


def prices(game: NormalForm) -> dict[str, dict[str, Any]]:
    return {each["over"]: {name: None if value is None else Fraction(value) for name, value in each.items()
                           if name != "over"} for each in dict(solve(game, "welfare").details)["prices"]}


@given(games())
def test_by_the_definitions(game: NormalForm) -> None:
    earned = {at: [game.payoff(k, at) for k in range(game.n_players)] for at in np.ndindex(*game.shape)}
    optimum, fairest = max(map(sum, earned.values())), max(map(min, earned.values()))
    solution = solve(game, "welfare")
    assert solution.certified and solution.complete == (game.n_players < 3)
    assert [each.profile for each in solution.equilibria] == [
        Profile.pure(game, at) for at, values in earned.items() if sum(values) == optimum]
    details = dict(solution.details)
    assert details["welfare"]["value"] == str(optimum)
    assert details["egalitarian"] == {"value": str(fairest), "profiles": [
        list(game.profile_names(at)) for at, values in earned.items() if min(values) == fairest]}
    groups = {"pure": [sum(earned[at]) for at in pure_equilibria(game)]}
    if game.n_players == 2:
        groups["all"] = [sum(profile.payoffs(game)) for profile in extreme_equilibria(game)]
    found = prices(game)
    assert list(found) == list(groups)
    for over, values in groups.items():
        if not values:
            assert set(found[over].values()) == {None}
            continue
        assert (found[over]["worst"], found[over]["best"]) == (min(values), max(values))
        for name, value in (("anarchy", min(values)), ("stability", max(values))):
            if optimum < 0:
                assert found[over][name] == value / optimum >= 1
            elif optimum > 0 and value > 0:
                assert found[over][name] == optimum / value >= 1
            else:
                assert found[over][name] is None


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(2, 4), st.fractions(0, 1))
def test_no_equilibrium_is_outside(seed: int, m: int, n: int, share: Fraction) -> None:
    """Also those between extreme ones of a degenerate game."""
    game = generators.random_game((m, n), 1, 3, seed)
    found, profiles = prices(game)["all"], extreme_equilibria(game)
    for a in profiles:
        for b in profiles:
            between = Profile([[share * Fraction(p) + (1 - share) * Fraction(q) for p, q in zip(*both)]
                               for both in zip(a, b)])
            if not any(between.regrets(game)):
                assert found["worst"] <= sum(between.payoffs(game)) <= found["best"]


def test_two_roads(root: Any) -> None:
    """Pigou (1920), Roughgarden and Tardos (2002): the price of anarchy is 4/3. With two drivers the short
    road costs half an hour a car, the long one an hour."""
    half = Fraction(-1, 2)
    costs = [[-1, half], [-1, -1]]
    game = NormalForm.from_arrays(costs, [[-1, -1], [half, -1]])
    found = prices(game)
    assert found["pure"]["anarchy"] == found["all"]["anarchy"] == Fraction(4, 3)
    assert found["pure"]["stability"] == 1, "one on each road is an equilibrium as well"
    three = load(root / "games/pigou.game.json").game
    assert prices(three) == {"pure": {"worst": -90, "best": -90, "anarchy": Fraction(90, 71),
                                      "stability": Fraction(90, 71)}}


def test_the_dilemma(root: Any) -> None:
    """Anarchy in the prisoner's dilemma with 5, 3, 1, 0: three times as bad as cooperation."""
    found = prices(load(root / "games/prisoners-dilemma.game.json").game)
    assert found["pure"]["anarchy"] == found["all"]["stability"] == 3


# --- words and limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "two", "words"), [
    ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], (
        "There is no pure equilibrium, and so no price over pure ones.",
        "Over all equilibria, mixed ones too, welfare is 0: "
        "no price is defined where the greatest welfare is 0.")),
    ([[2, 0], [0, -1]], [[2, 0], [0, -1]], (
        "Over pure equilibria, welfare is 4: the price of anarchy is 1, the price of stability is 1.",
        "Over all equilibria, mixed ones too, welfare is 4: "
        "the price of anarchy is 1, the price of stability is 1.")),
    ([[2, 0], [0, 0]], [[2, 0], [0, 0]], (
        "Over pure equilibria, welfare is between 0 and 4: the price of anarchy is undefined, "
        "the price of stability is 1, a ratio needs welfare above 0.",)),
    ([[-1, -3], [-3, -2]], [[-1, -3], [-3, -2]], (
        "Over pure equilibria, welfare is between -4 and -2: the price of anarchy is 2, "
        "the price of stability is 1, both as ratios of costs, all welfare being negative.",)),
])
def test_in_words(one: Any, two: Any, words: tuple[str, ...]) -> None:
    lines = solve(NormalForm.from_arrays(one, two), "welfare").lines
    assert set(words) <= set(lines)


def test_names_and_many_profiles() -> None:
    players = (Player("Ann", ("8", "9")), Player("Bob", ("x", "y")))
    lines = solve(NormalForm.from_arrays([[0.5, 0], [0, 0]], [[1, 0], [0, 0]], players=players),
                  "welfare").lines
    assert lines[0] == "Greatest welfare, 1.5 together: (“8”, x)."
    assert lines[1] == "Greatest least payoff, 0.5: (“8”, x)."
    assert "and 88 more." in solve(generators.blank((10, 10)), "welfare").lines[0]


def test_what_is_not_known() -> None:
    three = solve(generators.random_game((2, 2, 2), 0, 5, 3), "welfare")
    assert not three.complete and "mixed ones of more than two players are not compared" in three.message
    with pytest.raises(InputError, match="profiles are equally good: too many for a list"):
        solve(generators.blank((400, 300)), "welfare")


def test_a_game_with_too_many_equilibria_to_list(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> list[Profile]:
        raise TooLarge("too many vertices")

    monkeypatch.setattr(import_module("playground.equilibrium.efficiency"), "extreme_equilibria", refuse)
    solution = solve(generators.random_game((3, 3), 0, 5, 3), "welfare")
    assert not solution.complete and solution.message == (
        "Not complete, as to mixed equilibria: too many vertices.")
    assert [each["over"] for each in dict(solution.details)["prices"]] == ["pure"]


def test_nobody_waits() -> None:
    def cancel(done: float | None, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        solve(generators.random_game((3, 3), 0, 9, 1), "welfare", progress=cancel)


def test_prices_alone() -> None:
    assert Prices(Fraction(6), Fraction(2), Fraction(3)).anarchy == 3
    assert Prices(Fraction(-6), Fraction(-9), Fraction(-6)).stability == 1
    assert Prices(Fraction(6), Fraction(-1), Fraction(0)).stability is None
