"""Whether intervals hold what they promise, where the truth is known."""

from __future__ import annotations

import math
from fractions import Fraction as F

import numpy as np
import pytest

import playground as pg
from playground.arena import Tournament, play_all
from playground.arena.simulate import simulate
from playground.arena.uncertainty import jackknife, joined, margin, quantile
from playground.game import NormalForm, Repetition
from playground.strategy import STRATEGIES, table_of

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])


@pytest.mark.parametrize("matches", [3, 5, 10])
@pytest.mark.parametrize("pair", [("tit-for-tat", "defector"), ("random", "tit-for-tat"),
                                  ("win-stay-lose-shift", "random"), ("grim", "joss")])
def test_intervals_of_few_matches_with_a_random_end_cover_the_exact_payoff(pair, matches):
    """In 2000 runs. With the first-order formula and the normal quantile it would be 70 to 90 %."""
    ends, runs = Repetition(continuation=F(49, 50), noise=F(1, 20)), 2000
    exact = play_all(Tournament(DILEMMA, pair, ends)).matrix[0][1]
    automata = [table_of(name, DILEMMA, STRATEGIES) for name in pair]
    counts = simulate(automata, [(0, 1)] * runs, ends, matches, np.random.SeedSequence(1).spawn(runs))
    sums, turns = (counts * DILEMMA.payoffs[0].astype(float)).sum(axis=(2, 3)), counts.sum(axis=(2, 3))
    held = sum(abs(x.sum() / t.sum() - float(exact)) <= margin(jackknife(x, t), matches - 1)
               for x, t in zip(sums, turns))
    assert 0.91 < held / runs < 0.975
    mean = np.mean([jackknife(x, t) ** 2 for x, t in zip(sums, turns)])
    assert mean > 0.95 * np.var(sums.sum(axis=1) / turns.sum(axis=1))  # on average not too small


def test_means_over_pairs_are_as_sure_as_they_say():
    ends, players = Repetition(continuation=F(9, 10)), ("random", "tit-for-tat", "win-stay-lose-shift")
    exact = play_all(Tournament(DILEMMA, players, ends)).mean
    held = []
    for seed in range(300):
        found = play_all(Tournament(DILEMMA, players, ends, 5, seed, exact=False))
        held += [abs(mean - float(known)) <= width
                 for mean, known, width in zip(found.mean, exact, found.mean_margins)]
    assert 0.92 < np.mean(held) < 0.985


def test_of_equal_lengths_it_is_the_standard_error_of_a_mean():
    sums, turns = np.array([3.0, 8, 1, 6]), np.full(4, 10)
    assert jackknife(sums, turns) == pytest.approx(np.std(sums / 10, ddof=1) / 2)
    assert jackknife(np.full(3, 0.1), np.full(3, 3)) == 0


def test_quantiles_and_freedom():
    """Student's t as tabled, and the worked case of equal variances, where Welch and Satterthwaite add up."""
    assert quantile(9) == pytest.approx(2.262157, abs=1e-6)
    assert quantile(math.inf) == pytest.approx(1.959964, abs=1e-6)
    assert joined([2.0, 2.0], [9, 9], [1, 1]) == (pytest.approx(2 ** 0.5), pytest.approx(18))
    assert joined([0.0, 3.0], [math.inf, 4], [1, 2]) == (pytest.approx(2), pytest.approx(4))
    assert joined([0.0], [9], [1]) == (0.0, math.inf) and joined([None, 1.0], [9, 9], [1, 1])[0] is None


def test_they_are_told():
    found = pg.tournament(DILEMMA, ["random", "grim"], continuation="9/10", repetitions=4, seed=1)
    assert found.margins[0][1] == pytest.approx(quantile(3) * found.errors[0][1])
    assert found.as_dict()["mean_margins"] == list(found.mean_margins)
