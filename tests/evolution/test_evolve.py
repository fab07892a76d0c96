"""Trajectories against closed forms and constants of motion; portraits; the shape all dynamics share."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from playground.evolution import (
    DYNAMICS,
    Dynamic,
    dynamic_of,
    evolve,
    population_game,
    portrait,
    portrait_problem,
    structure,
    structures,
    trajectory,
    velocity,
)
from playground.evolution.dynamic import field_of
from playground.game import NormalForm
from playground.problem import InputError

ROWS = np.array([[0, 6, -4], [-3, 0, 5], [-1, 3, 0]])
ZEEMAN = NormalForm.from_arrays(ROWS, ROWS.T)
CIRCLE = NormalForm.from_arrays([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
PENNIES = NormalForm.from_arrays([[1, -1], [-1, 1]])
STAG = NormalForm.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])
CROWD = NormalForm.from_arrays(*np.zeros((3, 2, 2, 2), int))
WIDE = NormalForm.from_arrays(np.eye(5, dtype=int), np.eye(5, dtype=int))


def logistic(start, rate, times):
    return start / (start + (1 - start) * np.exp(-rate * times))


def test_a_constant_advantage_grows_logistically():
    """ẋ = g x (1 − x) where the first strategy earns g more whatever the state."""
    game = NormalForm.from_arrays([[3, 2], ["3/2", "1/2"]], [[3, "3/2"], [2, "1/2"]])
    result = evolve(game, start=["1/100", "99/100"], time=8, steps=80)
    exact = logistic(0.01, 1.5, result.times)
    assert np.abs(result.shares[:, 0] - exact).max() <= result.error < 1e-6
    assert result.times[-1] == 8 and result.shares.shape == (81, 2)


def test_each_of_two_populations_follows_its_own_logistic():
    game = NormalForm.from_arrays([[2, 2], [0, 0]], [[0, 3], [0, 3]])
    result = evolve(game, start=[["1/10", "9/10"], ["4/5", "1/5"]], time=3)
    assert np.abs(result.shares[:, 0] - logistic(0.1, 2, result.times)).max() <= result.error < 1e-6
    assert np.abs(result.shares[:, 3] - logistic(0.2, 3, result.times)).max() <= result.error


def test_coordination_against_its_implicit_solution():
    """ẋ = x (1 − x) (4x − 3) of the Stag Hunt, integrated by partial fractions:
    t = −ln(x)/3 − ln(1 − x) + 4/3 ln |4x − 3| up to a constant."""
    result = evolve(STAG, start=[0.8, 0.2], time=6)
    x = result.shares[:, 0]
    clock = -np.log(x) / 3 - np.log(1 - x) + 4 / 3 * np.log(np.abs(4 * x - 3))
    assert np.abs(clock - clock[0] - result.times).max() < 1e-5


def test_constants_of_motion_stay_constant():
    """Rock–Paper–Scissors keeps x₁x₂x₃; zero-sum games of two populations keep the sum of logarithms."""
    product = evolve(CIRCLE, start=["3/5", "3/10", "1/10"], time=100).shares.prod(axis=1)
    assert np.ptp(product) < 1e-8
    circling = evolve(PENNIES, start=[["9/10", "1/10"], ["1/2", "1/2"]], time=50)
    assert np.ptp(np.log(circling.shares).sum(axis=1)) < 1e-6
    line = trajectory(CIRCLE, start=[0.6, 0.3, 0.1])  # the picture's line as well, to below a pixel
    assert np.ptp(line.shares.prod(axis=1)) < 2e-4


@settings(max_examples=40, deadline=None)
@given(values=some.lists(some.integers(-5, 5), min_size=9, max_size=9), two=some.booleans(),
       weights=some.lists(some.integers(1, 9), min_size=6, max_size=6))
def test_the_error_estimate_is_honest(values, two, weights):
    """Against another method (DOP853 at a tolerance of 1e-13), in free coordinates: outside the simplex
    the replicator equation may run away from it."""
    from scipy.integrate import solve_ivp
    matrix = np.array(values).reshape(3, 3)
    game = NormalForm.from_arrays(matrix, np.roll(matrix, 1) if two else matrix.T)
    kind = "two" if two else "one"
    population, dynamic = population_game(game, kind), dynamic_of("replicator")
    parts = [weights[:3], weights[3:]] if two else [weights[:3]]
    start = [Fraction(w, sum(part)) for part in parts for w in part]
    result = evolve(game, start=start, time=5, steps=20, kind=kind)
    field = field_of(population, dynamic)
    free = [i for i in range(len(start)) if i % 3 < 2]

    def rates(_, x):
        whole = [share for a, b in x.reshape(-1, 2).tolist() for share in (a, b, 1 - a - b)]
        return np.array(field(whole))[free]
    other = solve_ivp(rates, (0, 5), np.array(start, float)[free], "DOP853", t_eval=result.times,
                      rtol=1e-13, atol=1e-15, max_step=0.05)
    assert np.abs(other.y.T - result.shares[:, free]).max() <= result.error + 1e-12
    for cut in population.slices:
        assert np.abs(result.shares[:, cut].sum(axis=1) - 1).max() < 1e-14
    assert result.shares.min() >= 0 and result.shares.max() <= 1


def test_faces_stay_faces_and_rest_points_rest():
    edge = evolve(ZEEMAN, start=["1/2", "0", "1/2"], time=30)
    assert not edge.shares[:, 1].any()
    rest = evolve(ZEEMAN, start=["1/3", "1/3", "1/3"])
    assert "rest point" in rest.note and np.abs(rest.shares - 1 / 3).max() < 1e-12
    assert "rest point" not in evolve(ZEEMAN).note  # the start that is taken when none is given


def test_a_result_prints_as_promised():
    shown = evolve(ZEEMAN, start=["2/5", "3/10", "3/10"], time=1, steps=4).as_dict()
    assert {"dynamic", "times", "shares", "rest_points"} <= set(shown)
    assert shown["dynamic"] == "replicator" and shown["times"] == [0, 0.25, 0.5, 0.75, 1]
    edge = next(point for point in shown["rest_points"] if point["at"] == ["4/5", "0", "1/5"])
    assert edge["kind"] == "saddle" and edge["eigenvalues"] == [[0.8, 0.0], [-0.6, 0.0]]


@pytest.mark.parametrize("change, place, message", [
    ({"start": ["1/2", "1/4"]}, "start", "2 shares where 3"),
    ({"start": ["1/2", "1/4", "1/3"]}, "start", "sum to 1"),
    ({"start": ["-1/2", "1", "1/2"]}, "start", "zero or more"),
    ({"start": ["a", "1", "0"]}, "start", "is not a number"),
    ({"start": [math.nan, 1.0, 0.0]}, "start", "is not a number"),
    ({"time": 0}, "time", "above 0"),
    ({"time": math.inf}, "time", "above 0"),
    ({"time": "soon"}, "time", "above 0"),
    ({"time": 10**9}, "time", "too long"),
    ({"steps": 0}, "steps", "not from 1"),
    ({"dynamic": "replicate"}, "dynamic", "replicator"),
    ({"kind": "three"}, "", "use one or two"),
])
def test_bad_input_is_named(change, place, message):
    with pytest.raises(InputError, match=message) as caught:
        evolve(ZEEMAN, **change)
    assert caught.value.problems[0].place == place


def test_structures():
    assert structures(STAG) == ("one", "two") and structures(PENNIES) == ("two",)
    assert structures(CROWD) == ("one", "three") and structure(CIRCLE).kind == "one"
    alone = NormalForm.from_arrays([1, 2])
    assert structures(alone) == () and structure(alone) == (
        "", "Population dynamics need players who meet. This game has one player.")
    with pytest.raises(InputError, match="symmetric"):
        evolve(PENNIES, kind="one")
    assert portrait_problem(ZEEMAN) == portrait_problem(PENNIES) == portrait_problem(STAG, "two") == ""
    assert "four strategies; this game has 5" in portrait_problem(WIDE)
    with pytest.raises(InputError, match="two strategies each; this game has 3 and 3"):
        portrait(ZEEMAN, kind="two")


@pytest.mark.parametrize("game, kind, picture, width", [
    (STAG, "one", "line", 1), (ZEEMAN, "one", "triangle", 3), (PENNIES, "two", "square", 2)])
def test_portraits_follow_the_flow(game, kind, picture, width):
    drawn, population = portrait(game, kind=kind), population_game(game, kind)
    dynamic = dynamic_of("replicator")
    assert drawn.kind == picture and drawn.lines.shape[2] == width
    assert drawn.lines.min() >= 0 and drawn.lines.max() <= 1
    whole = drawn.lines if picture == "triangle" else np.stack([drawn.lines, 1 - drawn.lines], -1).reshape(
        *drawn.lines.shape[:2], -1)
    steps = np.diff(whole, axis=1)
    rates = velocity(population, dynamic, (whole[:, 1:] + whole[:, :-1]) / 2)
    lengths = np.linalg.norm(steps, axis=-1) * np.linalg.norm(rates, axis=-1)
    moving = np.linalg.norm(steps, axis=-1) > 1e-5
    assert moving.mean() > 0.5
    assert ((steps * rates).sum(axis=-1) > 0.999 * lengths)[moving].all()
    i, j = 20, 30
    x, y = drawn.grid[i], drawn.grid[j]
    state = {"line": [x, 1 - x], "triangle": [x, y, 1 - x - y], "square": [x, 1 - x, y, 1 - y]}[picture]
    rate = velocity(population, dynamic, np.array(state))
    assert drawn.speed[i if picture == "line" else (i, j)] == pytest.approx(np.linalg.norm(rate))
    if picture == "line":
        assert drawn.velocity[i] == pytest.approx(x * (1 - x) * (4 * x - 3))
        assert drawn.payoffs[i] == pytest.approx([4 * x, 3])


def test_separatrices_lead_through_saddles_and_bound_the_basins():
    """On either side of the line into Zeeman's edge saddle, populations end at different sinks."""
    lines = portrait(ZEEMAN).separatrices
    into = next(line for line in lines if np.allclose(line[-1], [0.8, 0, 0.2]))
    out = next(line for line in lines if np.allclose(line[0], [0, 0.625, 0.375]))
    assert np.allclose(into[0], [0, 1, 0], atol=1e-3) and len(lines) == 2  # it comes from the source
    assert np.linalg.norm(out[-1] - 1 / 3) < np.linalg.norm(out[0] - 1 / 3)
    middle = into[len(into) // 2]
    ends = [evolve(ZEEMAN, start=list(middle + side * np.array([0.01, 0, -0.01])), time=60).shares[-1]
            for side in (1, -1)]
    assert np.allclose(ends, [[1, 0, 0], [1 / 3] * 3], atol=1e-3)
    pair = portrait(STAG, kind="two").separatrices
    assert sorted((line[0] == 0.75).all() for line in pair) == [False, False, True, True]
    assert {tuple(line[-1].round(2)) for line in pair} == {(0.75, 0.75), (1, 1), (0, 0)}
    assert portrait(PENNIES).separatrices == () == portrait(STAG).separatrices


def smith(shares, payoffs):
    """Smith (1984): agents switch to better strategies in proportion to the gain."""
    gain = np.maximum(payoffs[..., np.newaxis, :] - payoffs[..., :, np.newaxis], 0)  # [from, to]
    flow = shares[..., :, np.newaxis] * gain
    return flow.sum(axis=-2) - flow.sum(axis=-1)


def test_another_dynamic_fits_the_same_shape():
    """One function of shares and payoffs is enough for every call, whatever the structure."""
    other = Dynamic(smith, name="smith")
    here = evolve(CIRCLE, other, ["3/5", "3/10", "1/10"], time=40, steps=40)
    assert here.error < 1e-5
    assert np.abs(here.shares[-1] - 1 / 3).max() < 0.05  # it converges where the replicator circles
    assert "not proven" in here.note and any(np.allclose(point.at, 1 / 3) for point in here.rest_points)
    assert portrait(PENNIES, other).lines.shape == portrait(PENNIES).lines.shape
    assert trajectory(STAG, other, [0.9, 0.1]).shares[-1][0] > 0.99
    pair = population_game(PENNIES)
    assert np.allclose(velocity(pair, other, np.array([0.9, 0.1, 0.5, 0.5])), [0, 0, -0.8, 0.8])


@given(shares=some.lists(some.floats(0.01, 1), min_size=3, max_size=3),
       payoffs=some.lists(some.floats(-5, 5), min_size=3, max_size=3))
def test_the_plain_twin_of_each_dynamic_says_the_same(shares, payoffs):
    x = np.array(shares) / sum(shares)
    for name, entry in DYNAMICS.items():
        offspring = any(option.name == "background" for option in entry.options)
        dynamic = dynamic_of(f"{name}:background=10" if offspring else name)
        whole = dynamic.velocity(x, np.array(payoffs))
        assert abs(whole.sum()) < 1e-12
        if dynamic.plain:
            assert dynamic.plain(x.tolist(), payoffs) == pytest.approx(whole.tolist(), abs=1e-12)
