"""Agents and learners beside the mean, against nashpy, definitions and published behaviour."""

from __future__ import annotations

import nashpy
import numpy as np
import pytest

from playground.evolution.courses import COURSES, course
from playground.game import NormalForm
from playground.problem import InputError

GAME = NormalForm.from_arrays([[3, 0, 2], [1, 2, 0], [0, 4, 1]], [[1, 5, 0], [2, 0, 3], [4, 1, 2]])
# Shapley (1964): fictitious play goes round ever more slowly, and never settles.
SHAPLEY = NormalForm.from_arrays([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]])
CHICKEN = NormalForm.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])


def play(game, name, size, seed=1, start=None, kind="two"):
    sizes = game.shape if kind == "two" else game.shape[:1]
    start = start or tuple(share for n in sizes for share in [0.5, *[0.5 / (n - 1)] * (n - 1)])
    return course(game, name, "replicator", start, size, 10.0, 100, seed, kind)


def test_fictitious_play_is_nashpys_where_no_two_answers_are_best():
    mine = play(GAME, "fictitious-play", 400).shares[-1]
    a, b = GAME.floats
    counts = list(nashpy.Game(a, b).fictitious_play(400, play_counts=(np.array([0.5, 0.25, 0.25]),) * 2))[-1]
    theirs = np.concatenate([np.asarray(each) / np.sum(each) for each in counts])
    assert mine == pytest.approx(theirs, abs=1e-12)
    assert play(GAME, "nashpy-fictitious-play", 400).shares[-1] == pytest.approx(theirs, abs=1e-12)


def test_shapleys_game_goes_round_for_ever():
    way = play(SHAPLEY, "fictitious-play", 60_000, start=(1, 0, 0, 0, 1, 0)).shares[:, :3]
    late = way[70:]
    assert np.ptp(late, axis=0).max() > 0.2, "it is still moving widely"


def test_regret_matching_comes_near_the_correlated_equilibria():
    for game in (CHICKEN, SHAPLEY, GAME):
        few, many = (float(play(game, "regret-matching", size).note.split("more than ")[1].split(" ")[0])
                     for size in (1_000, 60_000))
        assert many < few or many < 0.02, game
        assert many < 0.05
    first, same, other = (play(CHICKEN, "regret-matching", 500, seed).shares for seed in (1, 1, 2))
    assert (first == same).all() and (first != other).any()


@pytest.mark.parametrize("name", COURSES)
def test_every_course_tells_states(name):
    state = np.random.get_state()[1].copy()
    one = course(CHICKEN, name, "logit", (0.25, 0.75), 200, 10.0, 50, 7, "one")
    two = course(GAME, name, "logit", (0.2, 0.3, 0.5, 0.5, 0.5, 0), 200, 10.0, 50, 7)
    assert (np.random.get_state()[1] == state).all(), "numpy's own generator is left as it was"
    assert one.shares.shape[1] == 2 and two.shares.shape[1] == 6 and one.times[-1] == 10
    assert len(one.times) == len(one.shares) and np.allclose(one.shares.sum(axis=1), 1)
    assert np.allclose(two.shares.reshape(-1, 2, 3).sum(axis=2), 1)
    assert one.shares[0] == pytest.approx([0.25, 0.75])
    if COURSES[name].make.unit == "agents":
        assert np.allclose(two.shares * 200, np.round(two.shares * 200), atol=1e-9)


def test_what_does_not_fit_is_refused():
    crowd = NormalForm.from_arrays(*np.zeros((3, 2, 2, 2), dtype=int))
    for name, dynamic, size, kind, told in (
            ("dreaming", "logit", 10, "two", "there is no course"),
            ("agents", "projection", 10, "two", "imitation"),
            ("agents", "logit", 1, "two", "1 is not from 2"),
            ("fictitious-play", "logit", 0, "two", "0 rounds")):
        with pytest.raises(InputError, match=told):
            course(CHICKEN, name, dynamic, (0.5, 0.5, 0.5, 0.5), size, 1.0, 5, 1, kind)
    with pytest.raises(InputError, match="two who learn"):
        course(crowd, "fictitious-play", "logit", (0.5, 0.5), 10, 1.0, 5, 1)
