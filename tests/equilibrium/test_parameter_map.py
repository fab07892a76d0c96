"""The map of a parameter: at any value what the engine finds there, and every break is one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playground.equilibrium import extreme_equilibria
from playground.equilibrium.parameter_map import ParameterMap, parameter_map
from playground.files import load_library
from playground.game import Expression, NormalForm, Parameter, Player, Profile, edits
from playground.game.normal_form import cells_from_texts
from playground.problem import InputError
from playground.progress import Cancelled

TERMS = st.sampled_from(["t", "-t", "2*t", "t^2", "t - 1", "0", "1", "2", "1/t", "min(t, 1)", "max(0, t - 1)",
                         "u", "t*u", "(t + 1)/(t + 2)"])


def with_parameter(texts: list[list[list[str]]], t: str = "1") -> NormalForm:
    shape = len(texts[0]), len(texts[0][0])
    players = tuple(Player(name, tuple("abc"[:size])) for name, size in zip(("Ann", "Bob"), shape))
    return NormalForm(players, cells_from_texts(np.array(texts, dtype=object)), (
        Parameter("t", Expression(t)), Parameter("u", Expression("t + 1/2"))))


def at(found: ParameterMap, value: Fraction) -> set[Profile]:
    piece = next(piece for piece in found.pieces if piece.low <= value <= piece.high)
    return {branch.at(value) for branch in piece.branches}


@settings(max_examples=60)
@given(st.data(), st.sampled_from([(2, 2), (2, 3), (3, 3)]))
def test_at_any_value_what_is_there(data: st.DataObject, shape: tuple[int, int]) -> None:
    m, n = shape
    texts = [[[data.draw(TERMS) for _ in range(n)] for _ in range(m)] for _ in range(2)]
    game = with_parameter(texts)
    low, high = Fraction(1, 10), Fraction(5, 2)
    found = parameter_map(game, "t", low, high)
    assert len(found.pieces) == len(found.breaks) + 1 and list(found.breaks) == sorted(found.breaks)
    values = [low + (high - low) * Fraction(i, 17) for i in range(1, 17)]
    for piece in found.pieces:
        values.append((piece.low + piece.high) / 2)
    for value in values:
        assume(all(not root.low <= value <= root.high for root in found.breaks))
        there = edits.set_parameter(game, "t", str(value))
        assert at(found, value) == set(extreme_equilibria(there))
        piece = next(piece for piece in found.pieces if piece.low <= value <= piece.high)
        for branch in piece.branches:
            assert tuple(ratio.value(value) for ratio in branch.payoffs) == branch.at(value).payoffs(there)
    for root, there in zip(found.breaks, found.at_breaks):
        if root.exact:
            assert set(there) == set(extreme_equilibria(edits.set_parameter(game, "t", str(root.low))))


@pytest.mark.parametrize(("name", "parameter", "breaks", "counts"), [
    ("stag-hunt", "h", ["4"], [3, 1]), ("prisoners-dilemma", "R", ["5"], [1, 3]),
    ("hawk-dove", "C", ["2"], [1, 3]), ("penalty-kicks", "NW", ["583/10", "1748/25"], [1, 1, 1]),
    ("braess", "s", ["5", "10"], [1, 7, 3]),
])
def test_games_of_the_library(name: str, parameter: str, breaks: list[str], counts: list[int]) -> None:
    game = load_library(name).game
    slider = next(each for each in game.parameters if each.name == parameter)
    assert slider.minimum is not None and slider.maximum is not None
    found = parameter_map(game, parameter, slider.minimum, slider.maximum)
    assert [str(root.low) for root in found.breaks if root.exact] == breaks
    assert [len(piece.branches) for piece in found.pieces] == counts


def test_a_break_that_is_not_rational() -> None:
    """Two strict equilibria as long as t² > 2."""
    game = with_parameter([[["t^2", "0"], ["2", "1"]], [["t^2", "2"], ["0", "1"]]])
    found = parameter_map(game, "t", Fraction(0), Fraction(3))
    (root,) = found.breaks
    assert not root.exact and float(root.middle) == pytest.approx(2**0.5, abs=1e-15)
    assert [len(piece.branches) for piece in found.pieces] == [1, 3] and found.at_breaks == ((),)


@pytest.mark.parametrize(("cell", "message"), [
    ("1/(t - 3/2)^0*2^t", "in an exponent"), ("2^t", "in an exponent"), ("t^13", "too large"),
    ("(t^7)^2", "a degree above 12"),
])
def test_payoffs_that_cannot_be_followed(cell: str, message: str) -> None:
    game = with_parameter([[[cell, "0"], ["2", "1"]], [["1", "2"], ["0", "1"]]], t="2")
    with pytest.raises(InputError, match=message):
        parameter_map(game, "t", Fraction(1), Fraction(3))


def test_poles_are_gone_round() -> None:
    game = with_parameter([[["1/(t - 1)", "0"], ["0", "1"]], [["1", "0"], ["0", "1"]]], t="2")
    found = parameter_map(game, "t", Fraction(0), Fraction(2))
    assert [len(piece.branches) for piece in found.pieces] == [1, 3]
    assert found.breaks[0].low == 1 and found.at_breaks == ((),)


def test_a_player_who_does_not_care() -> None:
    zeros = [["0", "0"], ["0", "0"]]
    for payoffs in ([["t", "0"], ["0", "1"]], [["max(t, 0)", "0"], ["0", "max(0, t)"]]):
        game = with_parameter([payoffs, zeros])
        found = parameter_map(game, "t", Fraction(-2), Fraction(2))
        assert [root.low for root in found.breaks] == [0]
        for value in (Fraction(-1), Fraction(1, 3), Fraction(1)):
            assert at(found, value) == set(extreme_equilibria(edits.set_parameter(game, "t", str(value))))


def test_values_at_which_alone_the_set_is_another_one() -> None:
    touch = with_parameter([[["t^2", "t^2"], ["0", "0"]], [["1", "0"], ["1", "0"]]])
    found = parameter_map(touch, "t", Fraction(-2), Fraction(2))
    assert [root.low for root in found.breaks] == [0] and [len(each) for each in found.at_breaks] == [2]
    assert [len(piece.branches) for piece in found.pieces] == [1, 1]
    pole = with_parameter([[["1", "0"], ["0", "1/t^2"]], [["1", "0"], ["0", "1"]]])
    found = parameter_map(pole, "t", Fraction(-2), Fraction(2))
    assert [root.low for root in found.breaks] == [0] and found.at_breaks == ((),)


def test_what_does_not_fit() -> None:
    hunt = load_library("stag-hunt").game
    for game, name, low, message in (
            (hunt, "q", 0, "no parameter 'q'"), (hunt, "h", 5, "5 is not below 5"),
            (load_library("pigou").game, "t", 0, "two players"),
            (load_library("travelers-dilemma").game, "R", 0, "games up to about 5 × 5")):
        with pytest.raises(InputError, match=message):
            parameter_map(game, name, Fraction(low), Fraction(5))

    def never(done: float | None, text: str = "") -> None:
        raise Cancelled
    with pytest.raises(Cancelled):
        parameter_map(hunt, "h", Fraction(0), Fraction(5), never)
