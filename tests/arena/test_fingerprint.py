"""Fingerprints, against the published formulas and chains solved in fractions."""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest

from playground.arena.chain import frequencies
from playground.arena.fingerprint import ENDLESS, fingerprint, joss_ann
from playground.game import NormalForm, Repetition
from playground.problem import InputError
from playground.strategy import STRATEGIES

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
BATTLE = NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])

# Ashlock and Kim (2008), with payoffs 5, 3, 1, 0 and Tit for Tat as probe; the first two and the last also
# follow in a line from the definition.
FORMULAS = {
    "cooperator": lambda x, y: 3 * (1 - y),
    "defector": lambda x, y: 4 * x + 1,
    "tit-for-tat": lambda x, y: (y * y + 5 * x * y + 3 * x * x) / (x + y) ** 2 if x + y else 3,
    "random": lambda x, y: F(1, 2) + F(7, 2) * (x + (1 - x - y) / 2),
}


@pytest.mark.parametrize("name", list(FORMULAS))
def test_published_formulas(name):
    """On the whole square: with the dual the formulas go on."""
    found = fingerprint(DILEMMA, name, n=11).payoffs
    wanted = [[float(FORMULAS[name](F(i, 10), F(j, 10))) for j in range(11)] for i in range(11)]
    assert found == pytest.approx(np.array(wanted), abs=1e-10)


@pytest.mark.parametrize(("strategy", "probe"), [("win-stay-lose-shift", "tit-for-tat"), ("grim", "grim"),
                                                 ("tit-for-tat", "win-stay-lose-shift"), ("random", "grim")])
@pytest.mark.parametrize("repetition", [ENDLESS, Repetition(turns=20, noise=F(1, 50))])
def test_every_point_is_a_match(strategy, probe, repetition):
    found = fingerprint(BATTLE, strategy, probe, 5, repetition).payoffs
    own, met = STRATEGIES[strategy].make, STRATEGIES[probe].make
    for i in range(5):
        for j in range(5):
            table = frequencies(own, joss_ann(met, F(i, 4), F(j, 4)), repetition)
            wanted = sum(table[a][b] * (BATTLE.payoffs[0][a][b] + BATTLE.payoffs[1][b][a])
                         for a in range(2) for b in range(2)) / 2
            assert found[i, j] == pytest.approx(float(wanted), abs=1e-11)


def test_the_dual_does_the_opposite():
    """Win-Stay Lose-Shift as probe: its dual plays the opposite of what the probe plays after the opposite of
    the dual's move."""
    dual = joss_ann(STRATEGIES["win-stay-lose-shift"].make, F(1), F(1))
    start = dual.states[dual.start]
    assert start.play == (0, 1)  # the probe begins with C
    after = {(a, b): dual.states[start.after[2 * a + b]].play[0] for a in (0, 1) for b in (0, 1)}
    assert after == {(1, 0): 0, (1, 1): 1, (0, 0): 1, (0, 1): 0}


def test_bad_questions():
    with pytest.raises(InputError) as caught:
        fingerprint(NormalForm.from_arrays([[1, 2, 3]] * 3, [[1, 2, 3]] * 3), "fictitious-play", n=1)
    assert [problem.place for problem in caught.value.problems] == ["strategy", "game", "n"]
