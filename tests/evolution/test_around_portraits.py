"""Basins, agents and bifurcations, against trajectories, laws and known values."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import playground as pg
from playground.evolution import dynamic_of, evolve, population_game, rest_set
from playground.evolution.basins import basins, drawn_basins
from playground.evolution.bifurcation import bifurcation
from playground.evolution.crowd import Crowd
from playground.game import NormalForm
from playground.problem import InputError


def symmetric(rows):
    matrix = np.array([[Fraction(value) for value in row] for row in rows], dtype=object)
    return NormalForm.from_arrays(matrix, matrix.T)


ZEEMAN = symmetric([[0, 6, -4], [-3, 0, 5], [-1, 3, 0]])
STAG = symmetric([[4, 0], [3, 3]])


@pytest.mark.parametrize("name", ["replicator", "smith", "logit:noise=1/20"])
def test_basins_are_where_trajectories_end(name):
    population, dynamic = population_game(ZEEMAN), dynamic_of(name)
    found = basins(population, dynamic, rest_set(ZEEMAN, name), 25)
    assert len(found.sinks) == 2 and sum(found.areas) == pytest.approx(1, abs=0.02)
    wrong = 0
    for i in range(1, 24, 4):
        for j in range(1, 24 - i, 4):
            end = evolve(ZEEMAN, name, [i / 24, j / 24, 1 - (i + j) / 24], time=40, steps=10).shares[-1]
            gaps = [np.abs(np.array(sink.at, float) - end).max() for sink in found.sinks]
            wrong += int(np.argmin(gaps)) != found.labels[i, j]
    assert wrong <= 1, "beside the border a coarse step may choose the other side"


def test_the_area_of_a_basin_of_the_stag_hunt_in_two_populations():
    """By symmetry of payoffs 2 and 1 on the diagonal, and of 1 and 1, where both basins are half."""
    even = NormalForm.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    found = basins(population_game(even, "two"), dynamic_of("replicator"), rest_set(even, kind="two"), 41)
    assert found.areas == pytest.approx([0.5, 0.5], abs=0.03)
    circle = symmetric([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    none = basins(population_game(circle), dynamic_of("replicator"), rest_set(circle), 21)
    assert none.sinks == () and none.elsewhere == 1 and set(none.labels.ravel()) == {-1, -2}


BAD = symmetric([[0, -2, 1], [1, 0, -2], [-2, 1, 0]])  # one wins 1, who loses 2


def test_all_states_but_one_lead_to_the_shapley_triangle():
    """Best responses of rock, paper, scissors with a win of w and a loss of l > w: from the corner of the
    triangle where paper becomes best to the next one shares approach paper by the factor w / l, so the way
    round takes 3 log(l / w); the corner is (1, q², q) / (1 + q + q²), q = w / l (Gaunersdorfer, A. and
    Hofbauer, J. 1995, Fictitious play, Shapley polygons, and the replicator equation, Games and Economic
    Behavior 11). In the middle nothing moves."""
    found = basins(population_game(BAD), dynamic_of("best-response"), rest_set(BAD, "best-response"), 31)
    assert found.sinks == () and found.areas == (495 / 496,)
    assert found.labels[10, 10] == -1 and found.errors[0] < 0.01
    [cycle] = found.cycles
    assert cycle.error < 0.03 and cycle.period == pytest.approx(3 * np.log(2), abs=cycle.error)
    assert cycle.distances(np.array([[4, 1, 2], [2, 4, 1], [1, 2, 4]]) / 7).max() < 0.02
    times = np.linspace(0, np.log(2), 20_001)[:, np.newaxis]
    side = np.array([0.0, 1, 0]) + (np.array([4, 1, 2]) / 7 - [0, 1, 0]) * np.exp(-times)
    mean = np.einsum("ti,ti->t", side, population_game(BAD).payoffs(side)).mean()
    assert cycle.payoffs[0] == pytest.approx(mean, abs=2e-3)


@pytest.mark.parametrize("name", ["bnn", "smith", "logit:noise=1/20", "replicator-mutator:background=3"])
def test_a_cycle_comes_round_in_its_period(name):
    """By another integrator's way from a state of it; it attracts from inside and outside."""
    found = basins(population_game(BAD), dynamic_of(name), rest_set(BAD, name), 21)
    [cycle] = found.cycles
    assert found.areas == (1.0,) and found.elsewhere == 0
    start = cycle.points[0] / cycle.points[0].sum()
    way = evolve(BAD, name, start.tolist(), time=cycle.period, steps=200).shares
    assert way[-1] == pytest.approx(start, abs=1e-3) and cycle.distances(way).max() < 0.02
    assert np.abs(way[60:140] - start).max(axis=1).min() > 0.05, "it does not come round earlier"
    for other in ([0.35, 0.33, 0.32], [0.98, 0.01, 0.01]):
        assert cycle.distances(evolve(BAD, name, other, time=150, steps=10).shares[-1:])[0] < 0.03


@pytest.mark.parametrize(("rows", "name"), [
    ([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], "replicator"),  # a centre
    ([[0, -2, 1], [1, 0, -2], [-2, 1, 0]], "replicator"),  # round along the border, slower each time
    ([[0, -1, 2], [2, 0, -1], [-1, 2, 0]], "replicator-discrete:background=3")])
def test_what_circles_otherwise_is_no_attracting_cycle(rows, name):
    game = symmetric(rows)
    found = basins(population_game(game), dynamic_of(name), rest_set(game, name), 15)
    assert found.cycles == () and len(found.areas) == len(found.sinks)


def test_basins_of_three_populations_by_drawn_states():
    """Of three who are paid for being together half of all states lead to each place, by symmetry. In one
    population a grid and a sample agree."""
    game = pg.load("games/stag-hunt-3.game.json").game
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    payoffs[:, 0, 0, 0] = payoffs[:, 1, 1, 1] = 1
    even = NormalForm.from_arrays(*payoffs)
    for name in ("replicator", "best-response"):
        found = pg.basins(even, name, populations="three")
        assert found.drawn and len(found.sinks) == 2 and found.elsewhere < 0.01
        for area, error in zip(found.areas, found.errors):
            assert error == pytest.approx(0.5 / np.sqrt(found.states), rel=0.01)
            assert abs(area - 0.5) < 4 * error
    risky = pg.basins(game, populations="three")
    assert risky.areas != pytest.approx([0.5, 0.5], abs=0.02)
    grid, sample = (make(population_game(ZEEMAN), dynamic_of("replicator"), rest_set(ZEEMAN))
                    for make in (basins, drawn_basins))
    for one, other in zip(zip(grid.areas, grid.errors), zip(sample.areas, sample.errors)):
        assert abs(one[0] - other[0]) < one[1] + 3 * other[1]


def test_the_error_of_an_area_on_a_grid_is_of_its_border():
    """Half of the square: the border of a basin x + y > 1 runs along the grid's diagonal."""
    even = NormalForm.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    for side in (21, 41):
        found = basins(population_game(even, "two"), dynamic_of("replicator"), rest_set(even, kind="two"),
                       side)
        for area, error in zip(found.areas, found.errors):
            assert abs(area - 0.5) <= error <= 3 / side


def test_shapley_s_game_has_a_cycle_of_two_populations():
    found = pg.basins(pg.load("games/shapley.game.json"), "bnn", populations="two")
    [cycle] = found.cycles
    assert found.drawn and found.areas == (1.0,) and cycle.points.shape[1] == 6
    assert cycle.payoffs[0] == pytest.approx(cycle.payoffs[1], rel=1e-4)
    [row] = found.as_list()
    assert row["period"] == cycle.period and len(row["cycle"]) == len(cycle.points)


def test_many_agents_follow_the_mean_and_few_vary():
    game, name = symmetric([[0, -1, 2], [2, 0, -1], [-1, 2, 0]]), "smith"
    population, dynamic = population_game(game), dynamic_of(name)
    start = (0.6, 0.3, 0.1)
    crowd = Crowd(population, dynamic, start, 100_000, seed=4)
    crowd.advance(1.5)
    mean = evolve(game, name, start, time=1.5, steps=10).shares[-1]
    assert crowd.counts.sum() == 100_000 and np.abs(crowd.shares - mean).max() < 0.02
    again = Crowd(population, dynamic, start, 100_000, seed=4)
    for time in (0.2, 0.7, 1.5):
        again.advance(time)
    assert (again.counts == crowd.counts).all()
    spread = {}
    for size in (50, 5000):
        ends = []
        for seed in range(60):
            one = Crowd(population, dynamic, start, size, seed)
            one.advance(1.0)
            ends.append(one.shares[0])
        spread[size] = np.std(ends)
    assert 5 < spread[50] / spread[5000] < 20, "as one over the root of the size: 10"


def test_agents_without_a_rule_or_a_size_are_refused():
    population = population_game(STAG)
    with pytest.raises(InputError, match="how members of projection revise is not known"):
        Crowd(population, dynamic_of("projection"), (0.5, 0.5), 100, 1)
    with pytest.raises(InputError, match="1 is not from 2 to 100,000"):
        Crowd(population, dynamic_of("logit"), (0.5, 0.5), 1, 1)


def test_hawks_against_their_cost():
    """The stable share of hawks is V / C (Maynard Smith 1982), and 1 up to C = V."""
    game = pg.load("games/hawk-dove.game.json").game
    name = next(name for name, parameter in game.values.items() if name.upper() == "C")
    values = [Fraction(k) for k in (1, 2, 3, 4, 8)]
    found = bifurcation(game, "replicator", name, values)
    value = next(value for name, value in game.values.items() if name.upper() == "V")
    for cost, rests in zip(values, found.rests):
        stable = [point.at[0] for point in rests.points if point.kind == "sink"]
        if cost != value:
            assert stable == [Fraction(value, cost) if cost > value else 1]


def test_logit_loses_two_of_three_rest_points_as_noise_grows():
    """Of coordination with payoffs 1 and 1: x = 1/2 is the only one from η = 1/2 on."""
    game = symmetric([[1, 0], [0, 1]])
    values = [Fraction(k, 20) for k in (2, 6, 9, 11, 16)]
    found = bifurcation(game, "logit", "noise", values)
    assert [len(rests.points) for rests in found.rests] == [3, 3, 3, 1, 1]
    with pytest.raises(InputError, match="neither the game nor logit has a parameter loudness"):
        bifurcation(game, "logit", "loudness", values)
