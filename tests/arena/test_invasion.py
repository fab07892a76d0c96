"""Who invades whom, against what strategies of the Prisoner's Dilemma are known for, and small groups."""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import playground as pg
from playground.arena.invasion import DRIFTS, FAILS, INVADES, UNSURE, invasions
from playground.game import NormalForm
from playground.problem import InputError

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])


def test_the_line_up_of_four():
    """Axelrod and Hamilton (1981): Always Defect resists Tit for Tat, and the reverse; among those who are
    never the first to defect all drift, so that the cooperator opens the door."""
    found = invasions(pg.tournament(DILEMMA, ["cooperator", "defector", "tit-for-tat", "grim"], turns=200,
                                    exact=True).matrix)
    assert found.tolerance == 0
    assert found.towards(0) == (1,) and found.towards(0, DRIFTS) == (2, 3)
    assert found.towards(1) == () and found.unbeaten == (1, 2, 3) and found.stable == (1,)
    assert found.verdicts[2][1] == FAILS and found.verdicts[1][0] == INVADES


@given(st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_the_sign_of_a_small_group(payoffs):
    """What i earns above j where a share ε of the population is i, for ε so small that it decides."""
    (a, b), (c, d) = payoffs[:2], payoffs[2:]
    small = F(1, 1000)
    ahead = (small * a + (1 - small) * b) - (small * c + (1 - small) * d)
    wanted = INVADES if ahead > 0 else FAILS if ahead < 0 else DRIFTS
    for number in (F, float):
        matrix = [[number(a), number(b)], [number(c), number(d)]]
        assert invasions(matrix).verdicts[0][1] == wanted


def test_rounding_and_chance_settle_nothing():
    matrix = [[1.0, 2 + 1e-13], [1.0, 2.0]]
    found = invasions(matrix)
    assert found.verdicts[0][1] == DRIFTS and found.tolerance == pytest.approx(2e-9)
    assert invasions([[F(1), 2 + F(1, 10**13)], [F(1), F(2)]]).verdicts[0][1] == INVADES
    unknown = (None, UNSURE), (float("nan"), UNSURE)
    for error, verdict in ((0.05, INVADES), (0.08, UNSURE), *unknown):
        found = invasions([[1.0, 2.3], [1.0, 2.0]], [[0.0, error], [0.0, error]])
        assert found.verdicts[0][1] == verdict and found.unbeaten == ((0,) if verdict == INVADES else ())
    with pytest.raises(InputError, match="still to come"):
        invasions([[1, None], [1, 2]])


def test_what_a_third_strategy_replaces():
    """Rock, Paper, Scissors: each invades the next, so none is replaced; with a fourth that all three beat,
    each of their arrows leads round by the one before."""
    ring = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]
    found = invasions(ring)
    assert sorted(found.links) == [(0, 1), (1, 2), (2, 0)] and not found.indirect
    more = invasions([*([*row, 1] for row in ring), [-1, -1, -1, 0]])
    assert more.indirect == {(3, 0), (3, 1), (3, 2)}


def test_two_that_invade_each_other_live_together():
    found = invasions(np.array([[0, 3], [1, 2]]).tolist())  # Hawk–Dove
    assert found.verdicts[0][1] == found.verdicts[1][0] == INVADES and found.unbeaten == ()
