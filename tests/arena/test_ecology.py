"""Shares over generations, against the same map in fractions and what is known of its rest points."""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import playground as pg
from playground.arena.ecology import ecology
from playground.game import NormalForm
from playground.problem import InputError
from playground.progress import Cancelled

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])


@given(st.integers(2, 4).flatmap(lambda n: st.tuples(
    st.lists(st.lists(st.fractions(-3, 5, max_denominator=4), min_size=n, max_size=n),
             min_size=n, max_size=n),
    st.lists(st.integers(1, 9), min_size=n, max_size=n))))
def test_the_same_in_fractions(case):
    matrix, start = case
    n = len(matrix)
    found = ecology(matrix, start, generations=5)
    lowest = min(map(min, matrix))
    assert found.raised == max(F(0), -lowest)
    shares = [F(weight, sum(start)) for weight in start]
    for row in found.shares:
        assert row == pytest.approx([float(x) for x in shares], abs=1e-13)
        earned = [sum((matrix[i][j] + found.raised) * shares[j] for j in range(n)) for i in range(n)]
        mean = sum(x * f for x, f in zip(shares, earned))
        shares = [x * f / mean for x, f in zip(shares, earned)] if mean else shares


def test_defectors_feed_on_cooperators_and_starve():
    """Axelrod (1984), chapter 2: what preys on the weak declines once they are gone."""
    players = ("cooperator", "defector", "tit-for-tat", "grim")
    result = pg.tournament(DILEMMA, players, turns=200, exact=True)
    shares = ecology(result.matrix, [7, 1, 1, 1], generations=1000).shares
    defector = shares[:, 1]
    assert defector.argmax() > 1 and defector.max() > 0.25 and defector[-1] < 1e-6
    assert abs(shares.sum(axis=1) - 1).max() < 1e-12
    assert shares[-1, 2] == pytest.approx(shares[-1, 3])  # they never differ here


def test_the_rare_come_back():
    """Rock, Paper, Scissors with a loss greater than the win: ever closer to the rim, where shares are less
    than any float, and all come back."""
    cycle = ecology([[F(1), F(1, 4), F(3, 2)], [F(3, 2), F(1), F(1, 4)], [F(1, 4), F(3, 2), F(1)]],
                    [3, 2, 1], 40_000).shares
    assert cycle[0] == pytest.approx([1 / 2, 1 / 3, 1 / 6])
    assert cycle.min() == 0.0  # as a float
    assert len(set(cycle[5_000:].argmax(axis=1))) == 3


def test_bad_questions():
    for matrix, start, generations, place in (
            ([[1, None], [2, 1]], (), 5, "matrix"), ([[1, float("nan")], [2, 1]], (), 5, "matrix"),
            ([], (), 5, "matrix"), ([[1, 0], [2, 1]], (1,), 5, "start"),
            ([[1, 0], [2, 1]], (0, 0), 5, "start"), ([[1, 0], [2, 1]], (-1, 2), 5, "start"),
            ([[1, 0], [2, 1]], (float("nan"), 2), 5, "start"), ([[1, 0], [2, 1]], (), 0, "generations"),
            ([[1, 0], [2, 1]], (), 10**9, "generations")):
        with pytest.raises(InputError) as caught:
            ecology(matrix, start, generations)
        assert [problem.place for problem in caught.value.problems] == [place]

    def stop(done, text=""):
        if done > 0.5:
            raise Cancelled
    with pytest.raises(Cancelled):
        ecology([[1, 0], [2, 1]], progress=stop)
    assert np.all(ecology([[0, 0], [0, 0]], [1, 3], 4).shares == [1 / 4, 3 / 4])
