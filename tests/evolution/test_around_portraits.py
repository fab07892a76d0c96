"""Basins, agents and bifurcations, against trajectories, laws and known values."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import playground as pg
from playground.evolution import dynamic_of, evolve, population_game, rest_set
from playground.evolution.basins import basins
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
