"""Mixed equilibria of three and more players: by the definition, by hand, and against Gambit."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import certify, extreme_equilibria, mixed_equilibria, pure_equilibria, solve
from playground.files import load
from playground.game import NormalForm, Profile, edits, generators
from playground.problem import InputError
from playground.progress import Cancelled

SHAPES = st.sampled_from([(2, 2, 2), (2, 3, 2), (3, 2, 3), (1, 2, 2), (2, 2, 2, 2), (2, 1, 3)])
HALF = ["1/2", "1/2"]


@st.composite
def games(draw: st.DrawFn) -> NormalForm:
    return generators.random_game(draw(SHAPES), 0, draw(st.integers(1, 50)), draw(st.integers(0, 10**6)))


@settings(max_examples=60)
@given(games())
def test_what_is_found_is_what_it_is_said_to_be(game: NormalForm) -> None:
    solution, found = solve(game), mixed_equilibria(game)
    profiles = [each.profile for each in solution.equilibria]
    assert tuple(profiles) == found.profiles and len(set(profiles)) == len(profiles)
    assert {profile.supports for profile in profiles if profile.is_pure} == {
        tuple((i,) for i in at) for at in pure_equilibria(game)}
    for profile, regret in zip(profiles, found.regrets, strict=True):
        exact = all(isinstance(p, Fraction) for strategy in profile for p in strategy)
        assert certify(game, profile) == exact and (regret == 0 if exact else regret >= 0)
        assert regret < Fraction(1, 10**9)
        assert float(max(profile.regrets(game))) < 1e-9
    assert solution.exact == solution.certified == all(certify(game, profile) for profile in profiles)
    assert solution.complete == found.complete
    if found.complete and not found.multiple:
        assert found.indices == 1, "the indices of all equilibria add up to one (Ritzberger 1994)"
    if not found.complete and not found.multiple and found.indices != 1:
        assert "at least one is missing" in solution.message
    assert solution.message.startswith("Complete") == found.complete


def test_generic_games_of_three_with_two_strategies_are_complete() -> None:
    """An equilibrium always exists, and in a regular game their number is odd (Wilson 1971)."""
    for seed in range(150):
        found = mixed_equilibria(generators.random_game((2, 2, 2), 0, 10_000, seed))
        assert found.complete and found.multiple == 0 and found.indices == 1 and len(found.profiles) % 2


def test_indices_of_larger_generic_games() -> None:
    """Nothing shows that an equilibrium is missing."""
    for shape, count in (((2, 3, 3), 6), ((3, 3, 3), 2), ((2, 2, 2, 2), 6)):
        for seed in range(count):
            found = mixed_equilibria(generators.random_game(shape, 0, 10_000, seed))
            assert not found.multiple and found.indices == 1 and len(found.profiles) % 2


def solved(root: Path, name: str, **parameters: str) -> list[Profile]:
    game = load(root / f"games/{name}.game.json").game
    for parameter, text in parameters.items():
        game = edits.set_parameter(game, parameter, text)
    solution = solve(game)
    assert solution.complete and solution.exact and solution.certified
    return [each.profile for each in solution.equilibria]


def all_orders(*strategies: Any) -> set[Profile]:
    return {Profile(order) for order in itertools.permutations(strategies)}


def test_el_farol(root: Path) -> None:
    """By hand: with one guest there for sure, the others are indifferent where 4(1 − p) = 3, and the first
    still likes to go, 4(1 − 1/16) > 3; where all mix, 4(1 − p²) = 3. With one at home the others go."""
    assert set(solved(root, "el-farol-3")) == {
        *all_orders([1, 0], [1, 0], [0, 1]), *all_orders([1, 0], ["1/4", "3/4"], ["1/4", "3/4"]),
        Profile([HALF] * 3)}


def test_small_probabilities(root: Path) -> None:
    """By hand, as above: 4(1 − p) = 4 − 4·10⁻¹⁰, and 4(1 − p²) of the same."""
    tiny, small = Fraction(1, 10**10), Fraction(1, 10**5)
    assert set(solved(root, "el-farol-3", h="3.9999999996")) == {
        *all_orders([1, 0], [1, 0], [0, 1]), *all_orders([1, 0], [tiny, 1 - tiny], [tiny, 1 - tiny]),
        Profile([[small, 1 - small]] * 3)}


def test_payoffs_that_floats_cannot_tell_apart() -> None:
    """What is listed may be no equilibrium then; what anybody can gain is said, and nothing is claimed."""
    for seed in range(20):
        game = generators.random_game((2, 2, 2), 0, 9, seed)
        for k in range(3):
            game = edits.set_payoff(game, k, (0, 0, 0), f"{10**15 + seed}")
        found = mixed_equilibria(game)
        spread = min(payoffs.max() - payoffs.min() for payoffs in game.payoffs)
        assert not found.complete or max(found.regrets) <= spread / 10**12
        for profile, regret in zip(found.profiles, found.regrets, strict=True):
            assert certify(game, profile) == (regret == 0)


def test_three_hunters(root: Path) -> None:
    """By hand: 4p² = 1. One sure post would make the others mix at 1/4, and then 4/16 < 1 for the first."""
    assert solved(root, "stag-hunt-3") == [Profile([[1, 0]] * 3), Profile([HALF] * 3), Profile([[0, 1]] * 3)]


@pytest.mark.parametrize(("value", "cost", "wait", "of_two"), [
    ("4", "1", Fraction(1, 2), Fraction(1, 4)), ("25", "1", Fraction(1, 5), Fraction(1, 25)),
    ("9", "4", Fraction(2, 3), Fraction(4, 9))])
def test_volunteers(root: Path, value: str, cost: str, wait: Fraction, of_two: Fraction) -> None:
    """Diekmann (1985): each of n waits with probability (c/v)^(1/(n − 1)); here also two of three, while the
    third waits."""
    mix, pair = [1 - wait, wait], [1 - of_two, of_two]
    assert set(solved(root, "volunteers-dilemma", v=value, c=cost)) == {
        Profile([mix] * 3), *all_orders([1, 0], [0, 1], [0, 1]), *all_orders(pair, pair, [0, 1])}


def test_volunteers_with_an_irrational_probability(root: Path) -> None:
    """v = 2, c = 1: each waits with probability 1/√2."""
    game = edits.set_parameter(load(root / "games/volunteers-dilemma.game.json").game, "v", "2")
    solution = solve(game)
    assert solution.complete and not solution.exact and not solution.certified
    waits = [each.profile[0][1] for each in solution.equilibria
             if all(isinstance(strategy[0], float) for strategy in each.profile)]
    assert waits == [pytest.approx(1 / sqrt(2), abs=1e-15)]
    number = next(i for i, each in enumerate(solution.equilibria) if isinstance(each.profile[0][0], float))
    assert solution.lines[0].startswith(f"Equilibrium {number + 1} is in floats: nobody can gain more than ")
    assert 0 < dict(solution.details)["regrets"][number] < 1e-14


def three_way_pennies() -> NormalForm:
    """Ann wants to match Bob, Bob to match Cleo, Cleo not to match Ann (Jordan 1993)."""
    payoffs = np.empty((3, 2, 2, 2), dtype=object)
    for a, b, c in np.ndindex(2, 2, 2):
        payoffs[:, a, b, c] = [1 if a == b else -1, 1 if b == c else -1, 1 if c != a else -1]
    return NormalForm.from_arrays(*payoffs)


def test_matching_pennies_of_three() -> None:
    """Jordan (1993): all at 1/2 is the only equilibrium."""
    solution = solve(three_way_pennies())
    assert solution.complete and [each.profile for each in solution.equilibria] == [Profile([HALF] * 3)]


def symmetric_in_gains(low: int, one: int, both: int) -> NormalForm:
    """The first strategy earns nothing, the second this where none, one and both others play it."""
    own = np.zeros((2, 2, 2), dtype=object)
    own[1] = [[low, one], [one, both]]
    return NormalForm.from_arrays(own, np.moveaxis(own, 0, 1), np.moveaxis(own, 0, 2))


def test_two_equilibria_where_all_mix() -> None:
    """The gain is 3 − 16p + 16p² = 16(p − 1/4)(p − 3/4) at a symmetric profile."""
    solution = solve(symmetric_in_gains(3, -5, 3))
    inner = [each.profile for each in solution.equilibria if not any(0 in own for own in each.profile)]
    assert inner == [Profile([["3/4", "1/4"]] * 3), Profile([["1/4", "3/4"]] * 3)]
    assert solution.complete and dict(solution.details)["indices"] == 1


def test_a_double_solution() -> None:
    """The gain is 1 − 4p + 4p² = 4(p − 1/2)²: an equilibrium that is not regular, and exact all the same."""
    found = mixed_equilibria(symmetric_in_gains(1, -1, 1))
    assert Profile([HALF] * 3) in found.profiles and found.multiple >= 1 and found.indices is None


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_a_third_player_who_does_not_matter(seed: int) -> None:
    """Two play a game of their own; the third one's second strategy is worse: the equilibria of the two."""
    two = generators.random_game((2, 2), 0, 50, seed)
    ann, bob = (np.stack([payoffs] * 2, axis=2) for payoffs in two.payoffs)
    cleo = np.zeros((2, 2, 2), dtype=object)
    cleo[:, :, 0] = 1
    found = mixed_equilibria(NormalForm.from_arrays(ann, bob, cleo))
    expected = {Profile([*profile, (Fraction(1), Fraction(0))]) for profile in extreme_equilibria(two)}
    assert not found.complete or found.multiple or set(found.profiles) == expected
    assert found.multiple or set(found.profiles) == expected


def test_the_chair(root: Path) -> None:
    """A degenerate game: pure equilibria with ties, and mixtures around them; nothing is claimed."""
    solution = solve(load(root / "games/majority-3.game.json").game)
    assert solution.exact and solution.certified and not solution.complete
    assert sum(each.kind == "pure" for each in solution.equilibria) == 5
    assert "may be surrounded by infinitely many" in solution.lines[0]
    assert "there may be more" in solution.message


# --- Gambit -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("shape", "count"), [((2, 2, 2), 40), ((2, 2, 3), 10)])
def test_nothing_that_gambit_finds_is_missed(shape: tuple[int, ...], count: int) -> None:
    """Payoffs of a wide range: on some games with many ties Gambit's method does not end."""
    gambit = pytest.importorskip("pygambit")
    compared = 0
    for seed in range(count):
        game = generators.random_game(shape, 0, 10_000, seed)
        ours = [np.concatenate([[float(p) for p in own] for own in profile])
                for profile in mixed_equilibria(game).profiles]
        made = gambit.Game.from_arrays(*(payoffs.astype(float) for payoffs in game.payoffs))
        for each in gambit.nash.enumpoly_solve(made).equilibria:
            theirs = [float(each[strategy]) for player in made.players for strategy in player.strategies]
            assert min(np.abs(own - theirs).max() for own in ours) < 1e-6
            compared += 1
    assert compared >= count


# --- what is refused ----------------------------------------------------------------------------------------


def test_games_that_are_too_large() -> None:
    """Of those the pure equilibria are given, and it is said that mixed ones were not looked for."""
    with pytest.raises(InputError, match="choices of supports and only 20,000 can be looked through"):
        mixed_equilibria(generators.blank((6, 6, 6)))
    solution = solve(generators.blank((6, 6, 6)))
    assert len(solution.equilibria) == 216 and not solution.complete and solution.certified
    assert "216 pure equilibria: all there are. Mixed ones were not looked for: this" in solution.message
    with pytest.raises(InputError, match="up to 60,000 payoffs and this one has 81,000"):
        mixed_equilibria(generators.blank((30, 30, 30)))
    large = solve(generators.random_game((30, 30, 30), 0, 10**6, 1))
    assert "this one has 81,000" in large.message and large.certified and not large.complete


def test_it_can_be_cancelled() -> None:
    def hook(done: float | None, text: str = "") -> None:
        if "solving" in text:
            raise Cancelled

    with pytest.raises(Cancelled):
        solve(three_way_pennies(), progress=hook)


def test_a_profile_that_somebody_would_leave_is_not_listed() -> None:
    """Player 3 would gain 1/2 at (1/2, 1/2), (1/2, 1/2), 1: little beside
    payoffs of 6·10⁸, and no rounding."""
    big = 6 * 10**8
    ours = np.moveaxis(np.array([[[1, -1], [-1, 1]], [[2, -1], [-1, 1]]], dtype=object), 0, -1)
    third = np.moveaxis(np.array([[[0, 0], [0, 0]], [[-big, big + 1], [big + 1, -big]]], dtype=object), 0, -1)
    game = NormalForm.from_arrays(ours, -ours, third)
    found = mixed_equilibria(game)
    assert all(regret < Fraction(1, 1000) for regret in found.regrets) and not found.complete
