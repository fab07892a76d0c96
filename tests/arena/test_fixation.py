"""Small populations with rare mutants, against fractions, a whole Markov chain, and published results."""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.arena import Tournament, play_all
from playground.arena.fixation import fixation
from playground.game import NormalForm, Repetition
from playground.problem import InputError
from playground.progress import Cancelled

PLAYERS = ("cooperator", "defector", "tit-for-tat", "win-stay-lose-shift")


@given(st.lists(st.integers(-3, 3), min_size=9, max_size=9), st.integers(2, 12),
       st.sampled_from([0.0, 0.3, 2.0]))
def test_against_the_whole_process(cells, people, strength):
    matrix = np.array(cells, dtype=float).reshape(3, 3)
    found = fixation(matrix.tolist(), people, strength)
    for i in range(3):
        for j in range(3):
            wanted = _absorbed(matrix, i, j, people, strength)
            assert found.takes_over[i, j] == pytest.approx(wanted, rel=1e-9)
    move = found.takes_over.T / 2
    move[range(3), range(3)] = 0
    move[range(3), range(3)] = 1 - move.sum(axis=1)
    assert found.residents @ move == pytest.approx(found.residents, abs=1e-12)
    assert found.residents.sum() == pytest.approx(1)


def _absorbed(matrix, i, j, people, strength):
    """From one i to all, by first-step equations of the process with its imitations one by one."""
    system, right = np.eye(people + 1), np.zeros(people + 1)
    right[people] = 1
    for m in range(1, people):
        mine = ((m - 1) * matrix[i, i] + (people - m) * matrix[i, j]) / (people - 1)
        other = (m * matrix[j, i] + (people - m - 1) * matrix[j, j]) / (people - 1)
        up, down = (1 / (1 + np.exp(sign * strength * (mine - other))) for sign in (-1, 1))
        system[m, [m - 1, m, m + 1]] = -down, up + down, -up
    return np.linalg.solve(system, right)[1]


def test_neutral_and_beyond_floats():
    alike = fixation([[F(1)] * 4] * 4, 50)
    assert alike.takes_over == pytest.approx(np.full((4, 4), 1 / 50))
    assert alike.residents == pytest.approx([1 / 4] * 4)
    strict = fixation([[3, 0, 0], [0, 2, 0], [0, 0, 1]], 5_000, 100)
    assert strict.takes_over[1, 0] == 0 and strict.residents == pytest.approx([1, 0, 0])


@pytest.mark.parametrize(("benefit", "first"), [(F(3, 2), 1), (F(4), 3)])
def test_always_defect_or_win_stay_lose_shift_but_never_tit_for_tat(benefit, first):
    """Imhof, Fudenberg and Nowak (2007): below a critical benefit Always Defect is selected, above it
    Win-Stay Lose-Shift; Tit for Tat never, as errors and drift undo it."""
    rows = [[benefit - 1, -1], [benefit, 0]]
    game = NormalForm.from_arrays(rows, [list(column) for column in zip(*rows)])
    endless = Repetition(continuation=F(1), noise=F(1, 1000))
    found = fixation(play_all(Tournament(game, PLAYERS, endless)).matrix, 100, 10)
    assert found.residents.argmax() == first and found.residents[first] > 0.6 > 0.2 > found.residents[2]


def test_bad_questions():
    with pytest.raises(InputError) as caught:
        fixation([[1]], 1, -1)
    assert [problem.place for problem in caught.value.problems] == ["population", "strength"]
    with pytest.raises(InputError):
        fixation([[1, 2], [None, 1]])
    with pytest.raises(InputError):
        fixation([[1, 2], [0, 1]], strength=float("nan"))

    def stop(done, text=""):
        raise Cancelled
    with pytest.raises(Cancelled):
        fixation([[1, 2], [0, 1]], progress=stop)
