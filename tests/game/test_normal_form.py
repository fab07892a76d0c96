"""What makes a game, and what is refused with every problem and its place."""

from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest

from playground.game import Expression, NormalForm, Parameter, Player, Profile, Repetition
from playground.game.normal_form import cells_from_texts
from playground.problem import InputError


def parameter(name: str, value: str) -> Parameter:
    return Parameter(name, Expression(value))


def places(refused: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [problem.place for problem in refused.value.problems]


def test_all_problems_of_a_game_at_once() -> None:
    players = (Player("Ann", ("A", "A", " ")), Player("Ann", ()), Player("", ("x",)))
    with pytest.raises(InputError) as refused:
        NormalForm(players, np.empty((1, 1), dtype=object), (parameter("h", "1"), parameter("h", "2")))
    assert places(refused) == [
        "players[1].name", "players[2].name", "players[0].strategies[1]", "players[0].strategies[2]",
        "players[1].strategies", "parameters", "payoffs"]
    cells = cells_from_texts(np.array([[["1/h", "2"]], [["q", "1/(h - h)"]]], dtype=object))
    with pytest.raises(InputError) as refused:
        NormalForm((Player("Ann", ("A",)), Player("Bob", ("x", "y"))), cells, (parameter("h", "0"),))
    assert places(refused) == ["payoffs[0][0][0]", "payoffs[0][0][1]", "payoffs[0][1][1]"]
    assert "division by zero" in str(refused.value) and "'q' is not a parameter" in str(refused.value)


def test_cycles_and_unknown_names_of_parameters() -> None:
    with pytest.raises(InputError) as refused:
        NormalForm((Player("Ann", ("A",)),), cells_from_texts(np.array([["1"]])), (
            parameter("a", "b + 1"), parameter("b", "c"), parameter("c", "2*a"), parameter("d", "d"),
            parameter("e", "nobody"), parameter("f", "1/g"), parameter("g", "0"), parameter("ok", "g + 1"),
            parameter("x", "e + f")))
    found = {problem.place: problem.message for problem in refused.value.problems}
    assert "a → b → c → a is a cycle" in found["parameters.a.value"]
    assert "d → d is a cycle" in found["parameters.d.value"]
    assert "'nobody'" in found["parameters.e.value"]
    assert found["parameters.f.value"] == "division by zero"
    assert not found.keys() & {"parameters.g.value", "parameters.ok.value"}
    assert len(found) == len(refused.value.problems) == 4, "each once, at its own place"


@pytest.mark.parametrize("count", [50, 5000])
def test_long_chains_of_parameters(count: int) -> None:
    """Each in terms of the next: valued, in either order."""
    chain = [*(parameter(f"p{i}", f"p{i + 1} + 1") for i in range(count)), parameter(f"p{count}", "0")]
    for order in (chain, chain[::-1]):
        game = NormalForm((Player("Ann", ("A",)),), cells_from_texts(np.array([["p0"]])), tuple(order))
        assert game.payoff(0, (0,)) == count


def test_numbers_of_any_kind_are_taken_as_written() -> None:
    game = NormalForm.from_arrays([[0.1, 1e-3], [Fraction(1, 3), "2.50"]], [[1, -2], [np.float32(0.5), 0]])
    assert list(map(str, game.payoffs.flat)) == ["1/10", "1/1000", "1/3", "5/2", "1", "-2", "1/2", "0"]
    assert str(game.cells[0, 1, 1]) == "2.50"
    zero_sum = NormalForm.from_arrays([["1/3", "0.25"], [-2, 0]])
    assert zero_sum.is_zero_sum and zero_sum.payoff(1, (0, 0)) == Fraction(-1, 3)
    assert NormalForm.from_arrays([1, 2, 3]).shape == (3,)
    for bad in ([[1, float("nan")]], [[1, float("inf")]], [[1, "three"]], [[1, None]], [[1, 2j]]):
        with pytest.raises(InputError):
            NormalForm.from_arrays(bad, [[1, 2]])
        with pytest.raises(InputError):
            NormalForm.from_arrays(bad)
    for shapes in ([], [[[1, 2]], [[1], [2]]], [[[1]], [[1]], [[1]]]):
        with pytest.raises(InputError, match="one payoff array a player"):
            NormalForm.from_arrays(*shapes)


def test_a_game_never_changes_and_travels_whole() -> None:
    game = NormalForm.from_arrays([[1, 2], [3, 4]], [[1, 2], [3, 4]])
    for array in (game.cells, game.payoffs, game.floats):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0, 0] = 0
    other = pickle.loads(pickle.dumps(game))
    assert other == game and hash(other) == hash(game)
    assert other.payoffs.tolist() == game.payoffs.tolist()
    same_worth = NormalForm.from_arrays([["1.0", 2], [3, 4]], [[1, 2], [3, 4]])
    assert same_worth != game, "what was typed counts"


def test_symmetry_of_three_counts_what_is_played_not_by_whom() -> None:
    payoffs = np.empty((3, 2, 2, 2), dtype=object)
    for profile in np.ndindex(2, 2, 2):
        for k in range(3):
            payoffs[(k, *profile)] = 10 * profile[k] + sum(profile)
    assert NormalForm.from_arrays(*payoffs).is_symmetric
    payoffs[1, 0, 1, 0] += 1
    assert not NormalForm.from_arrays(*payoffs).is_symmetric


def test_profile_against_sums_written_out() -> None:
    game = NormalForm.from_arrays([[3, 0], [5, 1], [2, 2]], [[3, 5], [0, 1], [7, "1/2"]])
    profile = Profile([["1/2", "1/3", "1/6"], ["1/4", "3/4"]])
    assert profile.action_payoffs(game, 0) == (Fraction(3, 4), 2, 2)
    assert profile.action_payoffs(game, 1) == (Fraction(8, 3), Fraction(35, 12))
    assert profile.payoffs(game) == (Fraction(11, 8), Fraction(137, 48))
    assert profile.regrets(game) == (Fraction(5, 8), Fraction(1, 16))
    assert profile.supports == ((0, 1, 2), (0, 1)) and not profile.is_pure
    assert Profile.pure(game, (2, 0)).payoffs(game) == (2, 7)


@pytest.mark.parametrize(("turns", "continuation", "noise", "place"), [
    (None, None, 0, "repeated"), (3, Fraction(1, 2), 0, "repeated"), (0, None, 0, "repeated.turns"),
    (10**9, None, 0, "repeated.turns"), (None, Fraction(3, 2), 0, "repeated.continuation"),
    (None, Fraction(-1, 2), 0, "repeated.continuation"), (3, None, 2, "repeated.noise"),
])
def test_repetition(turns: int | None, continuation: Fraction | None, noise: int, place: str) -> None:
    with pytest.raises(InputError) as refused:
        Repetition(turns, continuation, Fraction(noise))
    assert places(refused) == [place]
    assert Repetition(continuation=Fraction(9, 10)).expected_turns == 10


def test_payoffs_beyond_floating_point_are_exact_and_have_no_floats() -> None:
    game = NormalForm.from_arrays([[10**400, 0], [0, 1]])
    assert game.payoff(0, (0, 0)) == 10**400
    with pytest.raises(InputError, match="payoffs: some are beyond"):
        game.floats  # noqa: B018
