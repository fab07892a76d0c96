"""The dynamics of the catalogue against published values, theorems, and a population that is followed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from playground.evolution import (
    DYNAMICS,
    dynamic_of,
    evolve,
    population_game,
    rest_points,
    rest_set,
    velocity,
)
from playground.evolution.dynamic import revision
from playground.evolution.integrate import on_simplex, runge_kutta
from playground.evolution.replicator_mutator import mutating
from playground.game import NormalForm
from playground.problem import InputError

NASH = ("best-response", "bnn", "smith", "projection")


def symmetric(rows):
    matrix = np.array([[Fraction(value) for value in row] for row in rows], dtype=object)
    return NormalForm.from_arrays(matrix, matrix.T)


def circle(win, lose):
    return symmetric([[0, -lose, win], [win, 0, -lose], [-lose, win, 0]])


def hawk_dove(value, cost):
    return symmetric([[Fraction(value - cost, 2), value], [0, Fraction(value, 2)]])


def test_published_values():
    hawks = evolve(hawk_dove(2, 4), start=[0.9, 0.1], time=2).shares[-1][0]
    assert hawks == pytest.approx(0.720190, abs=1e-6)
    logit, = rest_points(hawk_dove(2, 6), "logit:noise=1/4")
    assert logit.at[0] == pytest.approx(0.375666, abs=5e-7) and logit.kind == "sink"
    run = evolve(circle(1, 1), start=["1/2", "3/10", "1/5"], time=50, steps=500)
    assert np.abs(run.shares.prod(axis=1) - 0.03).max() < 1e-9
    middle = next(point for point in run.rest_points if point.at[0] == Fraction(1, 3))
    assert middle.kind == "centre"
    assert [value.imag for value in middle.eigenvalues] == pytest.approx([3 ** -0.5, -3 ** -0.5])


def test_coordination_under_logit_loses_its_weakest_convention():
    game = symmetric(np.diag([1, 2, 3]))
    stable = {noise: [int(np.argmax(point.at)) for point in rest_points(game, f"logit:noise={noise}")
                      if point.kind == "sink"] for noise in ("0.2", "0.28")}
    assert sorted(stable["0.2"]) == [0, 1, 2] and sorted(stable["0.28"]) == [1, 2]


def test_a_quantal_response_is_where_logit_rests():
    """Against the logit equilibria of Q-learning's mean field, and the definition."""
    game, noise = circle(2, 1), 0.3
    here, = rest_points(game, "logit:noise=3/10")
    there, = rest_points(game, "q-learning-mean:temperature=3/10")
    assert here.at == pytest.approx(there.at, abs=1e-9)
    payoffs = population_game(game).payoffs(np.array(here.at))
    weights = np.exp(payoffs / noise)
    assert here.at == pytest.approx((weights / weights.sum()).tolist(), abs=1e-9)


@pytest.mark.parametrize("name", NASH)
def test_nash_stationary_dynamics_rest_at_the_equilibria(name):
    zeeman = symmetric([[0, 6, -4], [-3, 0, 5], [-1, 3, 0]])
    found = {tuple(map(str, point.at)): point.kind for point in rest_points(zeeman, name)}
    assert set(found) == {("1", "0", "0"), ("4/5", "0", "1/5"), ("1/3", "1/3", "1/3")}
    assert found["1", "0", "0"] == "sink" and found["4/5", "0", "1/5"] == "saddle"
    bad, = rest_points(circle(1, 2), name)
    good, = rest_points(circle(2, 1), name)
    assert good.kind == "sink" and ("2009" in good.why) == (name != "projection")
    assert bad.kind == "source"


def test_the_standard_circle_goes_round_under_projection_and_not_under_the_others():
    """Zero-sum Rock–Paper–Scissors: Sandholm (2010), section 7.2.2 and figure 5.3."""
    kinds = {name: rest_points(circle(1, 1), name)[0].kind for name in NASH}
    assert kinds == {"best-response": "sink", "bnn": "sink", "smith": "sink", "projection": "centre"}


@pytest.mark.parametrize("name", [*NASH, "imitate-the-better"])
@given(values=some.lists(some.integers(-4, 4), min_size=9, max_size=9))
@settings(max_examples=15)
def test_populations_near_a_rest_point_do_what_its_kind_says(name, values):
    game = symmetric(np.array(values).reshape(3, 3))
    found = rest_set(game, name)
    population, dynamic = population_game(game), dynamic_of(name)
    rng = np.random.default_rng(0)
    for point in found.points:
        if point.kind not in ("sink", "source") or found.continua:
            continue
        at = np.array(point.at, dtype=float)
        near = at + 1e-3 * (rng.dirichlet([1, 1, 1], 6) - at)
        if name == "best-response" and min(point.at) > 0:
            near = at + 0.05 * (near - at) / 1e-3
        far = np.abs(near - at).max(axis=1) * (2.5 if point.kind == "source" else 10)
        far = np.maximum(far, 0.1 if name == "best-response" else 0)  # it comes in jumps of the step
        left = np.zeros(6, dtype=bool)
        step = 0.02 / dynamic.rate(population)
        for _ in range(6000):
            rates = velocity(population, dynamic, near)
            halfway = np.clip(near + step / 2 * rates, 0, None)
            halfway /= halfway.sum(axis=1, keepdims=True)
            near = np.clip(near + step * velocity(population, dynamic, halfway), 0, None)
            near /= near.sum(axis=1, keepdims=True)
            left |= np.abs(near - at).max(axis=1) > far
        assert left.all() if point.kind == "source" else not left.any(), (point, near)


@pytest.mark.parametrize("name", [name for name in DYNAMICS if name in (
    "replicator", "imitation", "imitate-the-better", "best-response", "logit", "bnn", "smith")])
def test_what_members_do_makes_the_mean(name):
    """Σ_j x_j ρ_ji − x_i Σ_j ρ_ij is the velocity (Sandholm 2010, equation 4.3)."""
    rng = np.random.default_rng(3)
    shares, payoffs = rng.dirichlet(np.ones(4), 50), rng.normal(size=(50, 4))
    dynamic = dynamic_of(name)
    made = revision(dynamic.switches)(shares, payoffs)
    assert np.allclose(made, dynamic.velocity(shares, payoffs), atol=1e-12)


def test_projection_stays_on_the_simplex_and_is_nearest_to_payoffs():
    """Against a search for the nearest direction among many that are possible."""
    rng = np.random.default_rng(5)
    projection = dynamic_of("projection").velocity
    for _ in range(40):
        payoffs = rng.normal(size=4)
        share = rng.dirichlet(np.ones(4)) * (rng.random(4) < 0.6)
        share = share / share.sum() if share.sum() else np.array([1.0, 0, 0, 0])
        found = projection(share, payoffs)
        assert abs(found.sum()) < 1e-12 and (found[share == 0] >= 0).all()
        others = rng.normal(size=(4000, 4))
        others[:, share == 0] = np.abs(others[:, share == 0])
        others -= others.mean(axis=1, keepdims=True) if (share > 0).all() else 0
        possible = others[np.abs(others.sum(axis=1)) < 1e-9]
        nearest = np.linalg.norm(found - payoffs)
        assert (np.linalg.norm(possible - payoffs, axis=1) >= nearest - 1e-9).all()


def test_generations_of_maynard_smith():
    """x' = x (b + π) / (b + π̄), by hand; under it good Rock–Paper–Scissors may be unstable (Weissing
    1991)."""
    run = evolve(hawk_dove(2, 4), "replicator-discrete:background=5", start=["9/10", "1/10"], time=2)
    x, expected = Fraction(9, 10), []
    for _ in range(2):
        hawk, dove = 5 - x + 2 * (1 - x), 5 + (1 - x)
        x = x * hawk / (x * hawk + (1 - x) * dove)
        expected.append(float(x))
    assert run.shares[1:, 0] == pytest.approx(expected, abs=1e-15) and run.times.tolist() == [0, 1, 2]
    weak = rest_points(symmetric([[5, 3, 6], [6, 5, 3], [3, 6, 5]]), "replicator-discrete")
    middle = next(point for point in weak if min(point.at) > 0)
    assert middle.kind == "source" and abs(middle.eigenvalues[0]) > 1
    with pytest.raises(InputError, match="Set the background to more than 1"):
        evolve(hawk_dove(2, 4), "replicator-discrete", time=3)
    with pytest.raises(InputError, match="whole number"):
        evolve(hawk_dove(2, 4), "replicator-discrete:background=5", time="5/2")


def test_mutation():
    """Two neutral strategies with mutation: ẋ = f μ (1 − 2x); and a matrix that a person gives."""
    neutral = symmetric([[3, 3], [3, 3]])
    run = evolve(neutral, "replicator-mutator:mutation=1/10", start=["9/10", "1/10"], time=2)
    assert run.shares[-1][0] == pytest.approx(0.5 + 0.4 * np.exp(-2 * 3 * 0.1 * 2), abs=1e-8)
    given = mutating([["9/10", "1/10"], ["1/10", "9/10"]])
    assert evolve(neutral, given, ["9/10", "1/10"], 2).shares == pytest.approx(run.shares)
    uneven = evolve(neutral, "replicator-mutator:matrix=9/10 1/10; 1/3 2/3", ["9/10", "1/10"], 2)
    assert uneven.shares[-1][0] == pytest.approx(  # ẋ = f (1/3 − 13/30 x)
        10 / 13 + (0.9 - 10 / 13) * np.exp(-3 * 13 / 30 * 2), abs=1e-8)
    assert uneven.dynamic == "replicator-mutator:matrix=9/10 1/10; 1/3 2/3"
    for wrong, why in (("1 1/2; 0 1", "row 1 of matrix sums to 3/2"), ("1 0", "row 1 of matrix has 2 num"),
                       ("2 -1; 0 1", "2, which is no probability"), ("a b", "'a' is a name")):
        with pytest.raises(InputError, match=why):
            evolve(neutral, f"replicator-mutator:matrix={wrong}")
    with pytest.raises(InputError, match=r"matrix\[0\]"):
        mutating([["9/10", "1/5"], ["0", "1"]])
    with pytest.raises(InputError, match="3 strategies, and the populations have 2"):
        evolve(neutral, mutating(np.eye(3).tolist()), time=1)


def test_groups_and_three_populations():
    """The volunteer's dilemma in one population: the share of those who do not is (c / b)^(1/(n−1))
    (Diekmann 1985); and the mixed equilibrium of three who each want to differ from the next."""
    payoffs = np.empty((2, 2, 2), dtype=object)
    for own in range(2):
        for others in np.ndindex(2, 2):
            somebody = own == 0 or 0 in others
            payoffs[(own, *others)] = Fraction(4 if somebody else 0) - Fraction(1 if own == 0 else 0)
    game = NormalForm.from_arrays(payoffs, np.moveaxis(payoffs, 0, 1), np.moveaxis(payoffs, 0, 2))
    for name in ("replicator", "smith", "bnn"):
        inside = next(point for point in rest_points(game, name) if min(point.at) > 0)
        assert inside.kind == "sink" and inside.exact and inside.at == (Fraction(1, 2), Fraction(1, 2))
    found = rest_points(game, kind="three")
    assert sum(point.exact and max(point.at) == 1 for point in found) >= 8
    assert any(point.at == pytest.approx([0.5] * 6) for point in found)
    run = evolve(game, kind="three", start=[["1/2", "1/2"], ["3/5", "2/5"], ["1/5", "4/5"]], time=10)
    assert run.shares.shape == (201, 6) and np.allclose(run.shares.reshape(-1, 3, 2).sum(axis=2), 1)
    field = [float(value) for value in run.shares[0]]
    step = on_simplex(runge_kutta(lambda s: velocity(population_game(game, "three"), dynamic_of("replicator"),
                                                     np.array(s)).tolist(), field,
                                  velocity(population_game(game, "three"), dynamic_of("replicator"),
                                           np.array(field)).tolist(), 0.05), (2, 2, 2))
    assert step == pytest.approx(run.shares[1].tolist(), abs=1e-6)
