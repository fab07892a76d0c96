"""Components: their parts by brute force elsewhere, here dimension and index."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import components as engine
from playground.equilibrium import components_of, solve
from playground.files import load_library
from playground.game import NormalForm, edits, generators
from playground.problem import InputError


def described(game: NormalForm) -> list[tuple[int, int | None]]:
    """Dimension and index of each component, in order."""
    return sorted((each.dimension, each.index) for each in components_of(game, solve(game)))


@pytest.mark.parametrize(("game", "expected"), [
    (load_library("stag-hunt").game, [(0, -1), (0, 1), (0, 1)]),
    (load_library("prisoners-dilemma").game, [(0, 1)]),
    (load_library("rock-paper-scissors").game, [(0, 1)]),
    # Selten's chain store: the threat that is not credible can be made to vanish
    (load_library("entry-deterrence").game, [(0, 1), (1, 0)]),
    (NormalForm.from_arrays(np.zeros((2, 3), dtype=int)), [(3, 1)]),
    # Von Stengel (2007), Algorithmic Game Theory, chapter 3: a segment and a point
    (NormalForm.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]]), [(0, 1), (1, 0)]),
])
def test_dimension_and_index(game: NormalForm, expected: list[tuple[int, int]]) -> None:
    assert described(game) == expected


@settings(max_examples=80)
@given(st.integers(2, 4), st.integers(2, 4), st.integers(1, 3), st.integers(0, 10**6))
def test_indices_are_those_of_any_game_near_by(m: int, n: int, high: int, seed: int) -> None:
    """They add up to one, in every order of strategies; and where an equilibrium stands alone and firm, the
    perturbation finds the same index as the formula."""
    game = generators.random_game((m, n), 0, high, seed)
    solution = solve(game)
    found = components_of(game, solution)
    assert sum(each.index for each in found if each.index is not None) == 1
    moved = edits.move_strategy(edits.move_strategy(game, 0, 0, m - 1), 1, n - 1, 0)
    assert described(moved) == described(game)
    if len(found) > 1:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "_is_regular", lambda *_: False)
            assert [each.index for each in components_of(game, solution)] == [each.index for each in found]


def test_what_has_no_components() -> None:
    three = generators.random_game((2, 2, 2), 0, 5, 1)
    some = solve(NormalForm.from_arrays(np.eye(3, dtype=int), np.eye(3, dtype=int)), method="lemke-howson")
    for game, solution in ((three, solve(three)), (three, some)):
        with pytest.raises(InputError, match="complete lists of two players"):
            components_of(game, solution)


def test_large_degenerate_games_say_that_it_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_PERTURBED", 3)
    game = NormalForm.from_arrays([[1, 1, 0], [1, 1, 0], [0, 0, 2]], [[1, 1, 0], [1, 1, 0], [0, 0, 2]])
    found = components_of(game, solve(game))
    assert [each.index_text for each in found].count("?") == 2
