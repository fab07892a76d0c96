"""Paths of Lemke and Howson: they end, at extreme equilibria, whatever ties there are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import certify, extreme_equilibria, lemke_howson, solve
from playground.game import NormalForm, Profile, generators
from playground.progress import Cancelled


@settings(max_examples=60)
@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 3), st.integers(0, 10**6))
def test_every_path_ends_at_an_extreme_equilibrium(m: int, n: int, high: int, seed: int) -> None:
    game = generators.random_game((m, n), 0, high, seed)
    every = set(extreme_equilibria(game))
    for label in range(m + n):
        assert lemke_howson(game, label) in every


def test_the_paths_of_the_textbook() -> None:
    """Von Stengel (2007), Algorithmic Game Theory, sections 3.3 to 3.5, where label 2 is dropped."""
    game = NormalForm.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]])
    assert lemke_howson(game, 1) == Profile([[0, "1/3", "2/3"], ["1/3", "2/3"]])
    assert lemke_howson(game, 0) == Profile([[1, 0, 0], [1, 0]])
    assert {lemke_howson(game, label) for label in range(5)} <= set(extreme_equilibria(game))


def test_one_equilibrium_of_a_large_game() -> None:
    game = generators.random_game((40, 30), -10**12, 10**12, 3)
    solution = solve(game)
    assert not solution.complete and solution.exact and solution.certified and solution.missed is None
    assert solution.message.startswith("Not complete: more than ")
    assert "found by Lemke–Howson" in solution.message
    assert solution.equilibria and all(certify(game, each.profile) for each in solution.equilibria)


def test_as_a_method() -> None:
    game = NormalForm.from_arrays(np.eye(3, dtype=int), np.eye(3, dtype=int))
    solution = solve(game, method="lemke-howson")
    assert len(solution.equilibria) == 3 and solution.missed == 4 and not solution.complete
    assert all(each.kind == "pure" for each in solution.equilibria)


def test_cancelled() -> None:
    def never(done: float | None, text: str = "") -> None:
        raise Cancelled
    with pytest.raises(Cancelled):
        lemke_howson(generators.random_game((5, 5), 0, 9, 1), progress=never)
