"""Portraits in the tetrahedron and the cube, and of faces of larger games."""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

import playground as pg
from playground.evolution import dynamic_of, population_game, portrait, portrait_problem, velocity
from playground.evolution.faces import face, face_problem, whole_state
from playground.game import NormalForm
from playground.problem import InputError
from tests.evolution.test_rest_points import symmetric

TWIN = symmetric([[0, -2, 1, 1], [1, 0, -2, -2], [-2, 1, 0, 0], ["-21/10", "9/10", "-1/10", "-1/10"]])
FIVE = pg.load("games/rock-paper-scissors-lizard-spock.game.json").game
VOLUNTEERS = pg.load("games/volunteers-dilemma.game.json").game


@pytest.mark.parametrize(("game", "kind", "dynamic", "picture"), [
    (TWIN, "one", "replicator", "tetrahedron"), (TWIN, "one", "smith", "tetrahedron"),
    (VOLUNTEERS, "three", "replicator", "cube"), (VOLUNTEERS, "three", "logit", "cube")])
def test_lines_of_a_solid_follow_the_flow(game, kind, dynamic, picture):
    made, population = portrait(game, dynamic, kind), population_game(game, kind)
    assert made.kind == picture and made.sizes == population.sizes and not made.speed.size
    assert not made.separatrices and made.nullclines == ()
    shares = made.lines if picture == "tetrahedron" else np.stack([made.lines, 1 - made.lines], -1).reshape(
        *made.lines.shape[:2], 6)
    assert shares.min() >= 0 and np.allclose([shares[..., cut].sum(-1) for cut in population.slices], 1)
    steps = np.diff(shares, axis=1)
    rates = velocity(population, dynamic_of(dynamic), (shares[:, 1:] + shares[:, :-1]) / 2)
    long = np.linalg.norm(steps, axis=-1) > 1e-3
    along = np.einsum("ijk,ijk->ij", steps, rates)[long]
    cosines = along / (np.linalg.norm(steps, axis=-1) * np.linalg.norm(rates, axis=-1))[long]
    assert long.mean() > 0.5 and cosines.min() > 0.98


def test_under_the_replicator_edges_and_faces_of_a_solid_are_flows_themselves():
    for game, kind, still in ((TWIN, "one", ()), (VOLUNTEERS, "three", (1.0,))):
        lines = portrait(game, "replicator", kind).lines
        for value in (0.0, *still):
            border = lines[:, 0] == value
            assert border.any() and (lines.swapaxes(1, 2)[border] == value).all()
        corners = ((lines[:, 0] == 0) | (lines[:, 0] == 1)).sum(axis=1)
        assert {0, 1, 2} <= set(corners.tolist()), "they begin inside, on faces and on edges"


def test_the_volunteers_of_three_populations():
    """Diekmann (1985): one volunteer alone is a strict equilibrium; the mixed one is unstable here."""
    found = portrait(VOLUNTEERS, "replicator", "three").rest
    sinks = {tuple(point.at[::2]) for point in found.points if point.kind == "sink"}
    assert sinks == {(1, 0, 0), (0, 1, 0), (0, 0, 1)}
    inside = [point for point in found.points if all(0 < share < 1 for share in point.at)]
    assert [point.kind for point in inside] == ["saddle"] and len(set(inside[0].at[::2])) == 1


def test_a_face_has_the_rest_points_of_the_whole_that_lie_on_it_and_says_who_would_come_in():
    made = portrait(FIVE, strategies=(0, 1, 2))
    assert made.kind == "triangle" and made.lines.shape[-1] == 3
    (middle,) = [point for point in made.rest.points if 0 not in point.at]
    assert middle.kind == "centre" and not middle.nash, "of the flow within the face"
    assert middle.why.endswith("Spock, absent here, earns more and would come in.")
    population = population_game(FIVE)
    for point in made.rest.points:
        state = whole_state(5, (0, 1, 2), point.at)
        assert state[3:] == (0, 0)
        assert not velocity(population, dynamic_of("replicator"), np.array(state, float)).any()
    whole = portrait(FIVE, strategies=range(4)).rest
    assert whole_state(5, range(4), (0, F(1, 3), F(1, 3), F(1, 3))) == (0, F(1, 3), F(1, 3), F(1, 3), 0)
    assert any(point.why.endswith("Nothing that is absent here earns more.") for point in whole.points)


@given(some.integers(3, 5).flatmap(lambda n: some.tuples(
    some.lists(some.lists(some.integers(-3, 3), min_size=n, max_size=n), min_size=n, max_size=n),
    some.sets(some.integers(0, n - 1), min_size=2, max_size=4))))
def test_the_flow_on_a_face_is_that_of_the_game_without_the_others(drawn):
    rows, chosen = drawn
    kept = sorted(chosen)
    game, used = symmetric(rows), dynamic_of("replicator")
    whole, smaller = population_game(game), population_game(face(game, kept))
    assert (whole.restricted(kept).tables[0] == smaller.tables[0]).all()
    assert not face_problem(whole, used, kept, game.players[0].strategies)
    inside = np.random.default_rng(0).dirichlet(np.ones(len(kept)), 5)
    states = np.zeros((5, len(rows)))
    states[:, kept] = inside
    assert velocity(whole, used, states)[:, kept] == pytest.approx(velocity(smaller, used, inside))
    assert portrait(game, strategies=kept).lines == pytest.approx(portrait(face(game, kept)).lines)


def test_where_absent_strategies_come_in_a_face_is_refused():
    for dynamic in ("logit", "smith", "best-response"):
        with pytest.raises(InputError, match="Spock would come in by themselves where absent"):
            portrait(FIVE, dynamic, strategies=(0, 1, 2))
    # Under Smith's dynamic nobody turns to what earns less than all who are there.
    worse = symmetric([[0, 1, 5], [1, 0, 5], [-9, -9, -9]])
    assert portrait(worse, "smith", strategies=(0, 1)).kind == "line"


@pytest.mark.parametrize("strategies", [(0, 9), (1, 0), (0, 0), (-1, 2), (0.5, 1)])
def test_strategies_that_are_none_are_refused(strategies):
    with pytest.raises(InputError, match="are not strategies of this game; give some of 0 to 4, in order"):
        portrait(FIVE, strategies=strategies)


def test_what_has_no_portrait_says_how_many_strategies_it_has():
    assert "two, three or four strategies; this game has 5." in portrait_problem(FIVE)
    assert portrait_problem(FIVE, strategies=(1, 2)) == ""
    assert "this face has 1." in portrait_problem(FIVE, strategies=(1,))
    wide = NormalForm.from_arrays(*np.arange(36).reshape(3, 3, 2, 2))
    assert portrait_problem(wide).endswith("needs two strategies each; this game has 3, 2 and 2.")
    with pytest.raises(InputError, match="A face is one of the states of one population"):
        portrait(NormalForm.from_arrays([[1, 0], [0, 1]], [[1, 2], [3, 5]]), strategies=(0, 1))


def test_where_states_rest_without_a_gap_a_search_does_not_list_what_it_hits():
    """Three populations to whom nothing matters."""
    flat = portrait(NormalForm.from_arrays(*np.zeros((3, 2, 2, 2), int)), kind="three").rest
    assert len(flat.points) == 8 and "states rest without a gap" in flat.note
    assert all(set(point.at) == {0, 1} for point in flat.points) and not flat.complete
