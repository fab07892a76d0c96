"""Other programs' methods: what they give is exact and certified, what they miss is counted."""

from __future__ import annotations

import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playground.catalogue import Entry, UnknownEntry
from playground.equilibrium import METHODS, certify, extreme_equilibria, foreign, solve
from playground.equilibrium.concepts import Method
from playground.game import NormalForm, Profile, generators
from playground.problem import InputError
from playground.progress import Cancelled

NASHPY = ("nashpy-support", "nashpy-vertex", "nashpy-lemke-howson")


def random(size: int, seed: int, low: int = -2, high: int = 2) -> NormalForm:
    return generators.random_game((size, size), low, high, seed)


@settings(max_examples=60)
@example("nashpy-vertex", 2, 51)  # one player's payoffs are all the same: nashpy fails with a TypeError
@given(st.sampled_from(NASHPY), st.integers(2, 4), st.integers(0, 10**6))
def test_honest_about_degenerate_games(method: str, size: int, seed: int) -> None:
    game = random(size, seed)
    solution, whole = solve(game, method=method), solve(game)
    found = [each.profile for each in solution.equilibria]
    extreme = {each.profile for each in whole.equilibria}
    assert len(set(found)) == len(found) and all(certify(game, profile) for profile in found)
    assert all(each.payoffs == each.profile.payoffs(game) for each in solution.equilibria)
    assert solution.exact and solution.certified
    assert solution.missed == len(extreme - set(found))
    assert solution.complete == (solution.missed == 0) == solution.message.startswith("Complete")
    between = len(set(found) - extreme)
    assert (f"{between} equilibri" in solution.message and "not extreme" in solution.message) == (between > 0)
    # Their components are those of the whole, each holding what was found of it.
    assert sorted(i for part in solution.components for i in part) == list(range(len(found)))
    home = {each.profile: each.component for each in whole.equilibria}
    for part in solution.components:
        assert len({home[found[i]] for i in part if found[i] in home}) <= 1


def test_between_the_extreme_ones_is_where_it_belongs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A method may find a point inside a segment: it lies in that segment's component."""
    game = NormalForm.from_arrays([[1, 1, 0], [1, 1, 0], [0, 0, 2]], [[1, 1, 0], [1, 1, 0], [0, 0, 2]])
    inside = Profile([["1/2", "1/2", 0], ["1/3", "2/3", 0]])
    assert certify(game, inside)
    found = extreme_equilibria(game)
    entry = Entry("inside", "One inside", "", Method(lambda game, progress: ([inside, found[-1]], 0)))
    monkeypatch.setitem(METHODS._entries, "inside", entry)
    solution = solve(game, method="inside")
    assert solution.components == ((0,), (1,)) and not solution.complete
    assert solution.missed == len(found) - 1 and "1 equilibrium found is not extreme" in solution.message


def test_gambit_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygambit", None)
    with pytest.raises(InputError, match="needs Gambit: pip install pygambit; or choose exact"):
        solve(random(2, 0), method="gambit-enummixed")


@pytest.mark.parametrize("method", [*NASHPY, "gambit-enummixed"])
def test_games_that_do_not_fit(method: str) -> None:
    with pytest.raises(InputError, match=f"{method} is for two players and this game has 3; choose one of: "
                       "exact, gambit-enumpoly"):
        solve(generators.random_game((2, 2, 2), 0, 3, 1), method=method)


def test_unknown_and_too_large() -> None:
    with pytest.raises(UnknownEntry, match="nashpy-vertex"):
        solve(random(2, 0), method="nashpy-vertices")
    with pytest.raises(InputError, match="pairs of supports; choose the exact method"):
        solve(random(12, 0), method="nashpy-support")


def test_too_large_to_compare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.equilibrium.concepts.MAX_COMPARED", 5)
    solution = solve(random(4, 3), method="nashpy-lemke-howson")
    assert not solution.complete and solution.missed is None and solution.certified
    assert "too large to know what this method missed" in solution.message


@pytest.mark.parametrize("method", NASHPY)
def test_cancelled(method: str) -> None:
    def never(done: float | None, text: str = "") -> None:
        raise Cancelled
    with pytest.raises(Cancelled):
        solve(random(4, 2), method=method, progress=never)


def test_floats_become_the_exact_profile_they_stand_for() -> None:
    game = NormalForm.from_arrays([[2, 0], [0, 3]], [[1, 0], [0, Fraction(1, 3)]])
    exact = Profile([["1/4", "3/4"], ["3/5", "2/5"]])
    assert foreign.exact_profile(game, (np.array([0.25000001, 0.74999999]), np.array([0.6, 0.4]))) == exact
    assert foreign.exact_profile(game, ([1, 1e-12], [1.0, 0])) == Profile([[1, 0], [1, 0]])
    for bad in ([0.5, 0.6], [-0.5, 1.5], [float("nan"), 1], [0, 0]):
        assert foreign.exact_profile(game, (bad, [1, 0])) is None
    flat = NormalForm.from_arrays([[1, 1], [1, 1]])  # any mixture will do: the nearest simple fractions
    near = foreign.exact_profile(flat, ([1 / 3, 2 / 3], [0.25, 0.75]))
    assert near == Profile([["1/3", "2/3"], ["1/4", "3/4"]])
