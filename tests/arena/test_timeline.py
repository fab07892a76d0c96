"""Time lines against the exact values of the whole match, and against what the strategies are."""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import playground as pg
from playground.arena.chain import frequencies
from playground.arena.lineups import small_automaton
from playground.arena.timeline import MOST_ROUNDS, timeline
from playground.files import load_library
from playground.game import NormalForm, Repetition
from playground.problem import InputError
from playground.progress import Cancelled

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
NAMES = ("tit-for-tat", "grim", "random", "win-stay-lose-shift", "joss", "two-tits-for-tat")


@settings(max_examples=30)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from((F(0), F(1, 20), F(1, 3))),
       st.integers(1, 30), st.integers(0, 2**31))
def test_chances_add_up_to_the_exact_frequencies(one: str, other: str, noise: F, turns: int, seed: int
                                                 ) -> None:
    repetition = Repetition(turns, None, noise)
    found = timeline(DILEMMA, (one, other), repetition, seed)
    table = frequencies(small_automaton(one, DILEMMA), small_automaton(other, DILEMMA), repetition)
    assert np.allclose(found.chances.mean(axis=0), np.array(table, dtype=float), rtol=0, atol=1e-12)
    due = [float(sum(DILEMMA.payoff(k, (a, b)) * table[a][b] for a in (0, 1) for b in (0, 1)))
           for k in (0, 1)]
    assert np.allclose(found.expected[-1], due, rtol=0, atol=1e-12)
    match = pg.match(DILEMMA, (one, other), turns=turns, noise=noise, seed=seed)
    assert found.actions.tolist() == [list(profile) for profile in match.actions]
    assert found.means[-1] == pytest.approx([float(mean) for mean in match.payoffs])


def test_states_are_those_in_which_was_chosen() -> None:
    """Two Tits for Tat: a state in which it will defect is one in which it does, before noise."""
    found = timeline(DILEMMA, ("two-tits-for-tat", "random"), Repetition(200, None, F(1, 20)), 3)
    rows = list(found.tables[0].states.values())
    assert [int(np.argmax(rows[state].play)) for state in found.states[:, 0]] == found.intended[:, 0].tolist()
    assert (found.intended != found.actions).any()
    assert not found.sure


def test_what_is_no_automaton_has_no_states_and_no_chances() -> None:
    found = timeline(DILEMMA, ("fictitious-play", "grim"), Repetition(20), 1)
    assert found.chances is None and found.first is None and found.expected is None
    assert (found.states[:, 0] == -1).all() and (found.states[:, 1] >= 0).all()


def test_lengths() -> None:
    long = timeline(DILEMMA, ("grim", "alternator"), Repetition(20_000), 1)
    assert long.rounds == long.length == MOST_ROUNDS and not long.whole and long.sure
    ended = timeline(DILEMMA, ("grim", "alternator"), Repetition(None, F(1, 2)), 1)
    assert ended.whole and ended.length == max(ended.rounds, 7)  # (1/2)⁷ is below a hundredth


def test_it_can_be_cancelled_and_refuses_other_games() -> None:
    def stop(done: float | None, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        timeline(DILEMMA, ("grim", "random"), Repetition(50), 1, progress=stop)
    with pytest.raises(InputError, match="two players"):
        timeline(load_library("public-goods-3").game, ("grim",) * 3, Repetition(5), 1)
