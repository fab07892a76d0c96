"""Games from payoff functions, against the functions themselves, hand computation and known equilibria."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.evolution import evolve, population_game
from playground.files import load_library
from playground.game import Expression, Parameter
from playground.game.edits import set_parameter
from playground.game.payoff_functions import from_lines, from_payoff_functions, share_names
from playground.problem import InputError

r, c = Parameter("r", Expression("3/2")), Parameter("c", Expression("-2"))
atoms = st.sampled_from(["x1", "x_B", "x3", "r", "1/c", "2", "0.25", "min(r, c)", "(r - c)^2", "r^c", "2^20"])
sums = st.recursive(atoms, lambda inner: st.builds(
    lambda a, sign, b: f"({a} {sign} {b})", inner, st.sampled_from("+-*"), inner) | st.builds(
        lambda a, n: f"({a})^{n}", inner, st.integers(0, 2)), max_leaves=4)


@given(st.lists(sums, min_size=3, max_size=3),
       st.lists(st.integers(0, 9), min_size=3, max_size=3).filter(any), st.sampled_from(["-1", "3", "5"]))
def test_a_population_earns_what_the_functions_say(functions, weights, other):
    """Exactly, at random states, and after a slider has moved a parameter."""
    try:
        game = from_payoff_functions(["A", "B", "C"], functions, [r, c])
    except InputError as refused:
        assert "at most 20,000 cells" in str(refused) or "terms" in str(refused)
        return
    assert game.is_symmetric
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    for moved in (game, set_parameter(game, "c", other)):
        named = dict(zip(("x1", "x_B", "x3"), shares)) | moved.values
        population = population_game(moved, "one")
        expected = tuple(Expression(text).value(named) for text in functions)
        assert population.exact_payoffs(shares) == expected
        state, rough = list(map(float, shares)), pytest.approx(list(map(float, expected)), rel=1e-9, abs=1e-9)
        assert population.plain(state) == rough
        assert population.payoffs(np.array([state, state]))[1].tolist() == rough


def test_pigou_with_a_square_is_a_game_of_three():
    """By hand: of x² among two others, 0, 0 and 1 as none, one or both take the narrow road; 1/5 is what
    the detour costs, so where x = √(1/5) both take as long."""
    game = from_lines(["Narrow = -x_Narrow^2", "Wide = -w"], ["w = 1/5"])
    assert game.shape == (2, 2, 2)
    assert [str(game.cells[0, 0, i, j]) for i, j in ((0, 0), (0, 1), (1, 1))] == ["-1", "0", "0"]
    assert {str(cell) for cell in game.cells[0, 1].flat} == {"-w"}
    end = evolve(game, "smith", ["1/10", "9/10"], 200).shares[-1]
    assert end[0] == pytest.approx(5 ** -0.5, abs=1e-6)


def test_a_public_good_of_the_share_that_gives():
    """A group of two: r·x·c/2 of the other's gift, one's own is in the constant."""
    game = from_lines(["Give = r*c*(x_Give + 1)/2 - c", "Keep = r*c*x_Give/2"], ["r = 3/2", "c = 4"])
    assert [[str(cell) for cell in row] for row in game.cells[0]] == [
        ["c*r - c", "c*r/2 - c"], ["c*r/2", "0"]]
    assert game.payoff(0, (0, 0)) == 2


def test_traffic_comes_to_the_equilibrium_of_braess():
    """Braess (1968): 92 minutes with the bridge, a third on each way; 83 where it is not worth taking."""
    game = load_library("braess-many-drivers").game
    functions = ["Upper = -(10*F*(x1 + x3) + 50 + F*x1)", "Lower = -(50 + F*x2 + 10*F*(x2 + x3))",
                 "Bridge = -(10*F*(x1 + x3) + b + F*x3 + 10*F*(x2 + x3))"]
    assert from_lines(functions, ["F = 6", "b = 10"]).cells.tolist() == game.cells.tolist()
    for bridge, shares, minutes in (("10", [1 / 3] * 3, 92), ("30", [1 / 2, 1 / 2, 0], 83)):
        moved = set_parameter(game, "b", bridge)
        for dynamic in ("replicator", "smith", "bnn"):
            found = evolve(moved, dynamic, ["1/10", "1/5", "7/10"], 100)
            assert found.shares[-1] == pytest.approx(shares, abs=1e-3), dynamic
        earned = population_game(moved, "one").payoffs(np.array(shares))
        assert earned[:2] == pytest.approx(-minutes) and earned[2] <= -minutes + 1e-9


def test_names_of_shares():
    assert share_names(["A", "b c", "b-c", "Ä"]) == {"x_A": 0, "x_Ä": 3, "x1": 0, "x2": 1, "x3": 2, "x4": 3}


@pytest.mark.parametrize(("functions", "parameters", "place", "words"), [
    (["A = 1/x1", "B = 2"], [], "functions[0]", "divided by a share"),
    (["A = 1/(x1 + x2)", "B = max(x1, 1)"], [], "functions[1]", "max of shares"),
    (["A = x1^r", "B = 2"], ["r = 2"], "functions[0]", "whole number from 0 to 12"),
    (["A = x1^13", "B = 2"], [], "functions[0]", "whole number from 0 to 12"),
    (["A = y", "B = 2 +"], [], "functions[1]", "ends too early"),
    (["A = y", "B = 2 +"], [], "functions[0]", "there are x_A, x_B, x1, x2"),
    (["A = 1/r", "B = 2"], ["r = 0"], "functions[0]", "division by zero"),
    (["A = x1^8*x2^8", "B = 2"], [], "functions[0]", "degree above 12"),
    (["A = x1^8", "B = 2", "C = 3", "D = 4"], [], "functions", "9 players"),
    (["A = 1", "A = 2"], [], "strategies[1]", "twice"),
    (["A 1", " = 2"], ["r"], "parameters[0]", "no '='"),
    ([], [], "strategies", "at least one"),
    (["A = 1", "B = x1"], ["x1 = 2"], "parameters.x1", "share of 'A'"),
    (["A = 1", "B = x1"], ["2r = 2"], "parameters.2r", "not a name"),
    (["A = 1", "B = x1"], ["q = s"], "parameters.q.value", "'s' is not a parameter"),
    (["A = (x1 + x2 + r + q)^6", "B = 1"], ["r = 1", "q = 1"], "functions[0]", "more than 60 terms"),
    (["A = x1/0", "B = 1"], [], "functions[0]", "division by zero"),
])
def test_what_is_wrong_is_said_with_its_place(functions, parameters, place, words):
    with pytest.raises(InputError) as refused:
        from_lines(functions, parameters)
    assert any(problem.place == place and words in problem.message for problem in refused.value.problems)


def test_what_the_sliders_of_parameters_offer():
    game = from_lines(["A = a*x1 + b", "B = c + d"], ["a = 3", "b = -1/2", "c = 0 from -1 to 5/2", "d = 2*a"])
    assert [(each.minimum, each.maximum) for each in game.parameters] == [
        (0, 6), (-1, 0), (-1, Fraction(5, 2)), (None, None)]
    for line in ("a = 1 from 2 to 2", "a = 1 from 2", "a = 1 from x to 2"):
        with pytest.raises(InputError, match=r"parameters\[0\]"):
            from_lines(["A = a"], [line])


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(InputError) as refused:
        from_lines(["A = 1/x_A", "B = y", "C", "A = 2 +"], ["r", "s = t", "u = +"])
    assert [problem.place for problem in refused.value.problems] == [
        "functions[2]", "parameters[0]", "parameters[2]", "strategies[3]", "parameters.s.value",
        "functions[0]", "functions[1]", "functions[3]"]
