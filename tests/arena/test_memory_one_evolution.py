"""Memory-one strategies that evolve: payoffs against chains in fractions, and what becomes of long runs."""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest

from playground.arena.chain import frequencies
from playground.arena.memory_one_evolution import RARE, Evolution, evolve, stationary
from playground.game import NormalForm, Repetition
from playground.problem import InputError
from playground.progress import Cancelled
from playground.strategy import Automaton
from playground.strategy.automaton import State, cooperate

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
NOISE = F(1, 100)


def automaton(p):
    after = ("cc", "cd", "dc", "dd")
    return Automaton("cc", {name: State(cooperate(chance), after) for name, chance in zip(after, p)})


def test_payoffs_are_those_of_the_automata():
    rng = np.random.default_rng(3)
    for _ in range(20):
        p, q = ([F(int(k), 8) for k in rng.integers(0, 9, 4)] for _ in range(2))
        exact = frequencies(automaton(p), automaton(q), Repetition(continuation=F(1), noise=NOISE))
        found = stationary(np.array([p], dtype=float), np.array([q], dtype=float), float(NOISE))[0]
        assert found == pytest.approx([float(exact[a][b]) for a in (0, 1) for b in (0, 1)], abs=1e-12)


def test_moments_say_what_their_populations_do():
    for moment in evolve(Evolution(DILEMMA, seed=5), 30_000, 3_000):
        x, p = moment.shares, moment.strategies
        assert (x.sum() == pytest.approx(1) and x.min() >= RARE) or moment.generation == 0
        i, j = np.divmod(np.arange(len(x) ** 2), len(x))
        visits = (x[i] * x[j]) @ stationary(p[i], p[j], 0.01)
        assert moment.payoff == pytest.approx(visits @ [3, 0, 5, 1])
        assert moment.cooperation == pytest.approx(visits[0] + visits[1])


def test_the_same_in_pieces():
    asked = Evolution(DILEMMA, seed=1)
    whole = evolve(asked, 20_000, 500)
    some = evolve(asked, 7_500, 500)
    rest = evolve(asked, 12_500, 500, since=some[-1])
    both = [*some, *rest[1:]]
    assert [moment.generation for moment in both] == list(range(0, 20_001, 500))
    assert [moment.payoff for moment in both] == pytest.approx([moment.payoff for moment in whole], abs=1e-9)
    assert whole[-1].mutants == both[-1].mutants == pytest.approx(200, abs=60)


def test_long_runs_lead_to_defection_or_to_who_mends_cooperation():
    """Nowak and Sigmund (1993): who cooperates for long is led by strategies near (1, 0, 0, 1), or generous
    ones like (1, q, 1, q); before, and in some runs all the time, defectors rule."""
    ends, defected, shift, generous = [], [], [], []
    for seed in (3, 7, 9, 11, 14):
        moments = evolve(Evolution(DILEMMA, seed=seed), 300_000, 1_000)
        late = moments[150:]
        ends.append(np.mean([moment.cooperation for moment in late]))
        defected.append(any(moment.cooperation < 0.1 for moment in moments))
        p = np.array([moment.strategies[moment.dominant] for moment in late])
        nice = p[:, 0] > 0.9
        shift.append(np.mean(nice & (p[:, 1] < 0.35) & (p[:, 2] < 0.35) & (p[:, 3] > 0.5)))
        generous.append(np.mean(nice & (p[:, 1] > 0.05) & (p[:, 2] > 0.65)))
    assert [end > 0.9 for end in ends] == [True, True, True, False, True] and ends[3] < 0.1
    assert generous[0] > 0.9 and min(shift[1], shift[2], shift[4]) > 0.9
    assert sum(defected) >= 3


def test_bad_questions():
    with pytest.raises(InputError) as caught:
        Evolution(NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]]), F(0), -1, (0, 0, 2, 0))
    assert [problem.place for problem in caught.value.problems] == ["game", "noise", "seed", "start"]
    for generations, every, place in ((50, 100, "every"), (0, 1, "generations"), (10**6, 1, "every")):
        with pytest.raises(InputError) as caught:
            evolve(Evolution(DILEMMA), generations, every)
        assert [problem.place for problem in caught.value.problems] == [place]

    def stop(done, text=""):
        raise Cancelled
    with pytest.raises(Cancelled):
        evolve(Evolution(DILEMMA), progress=stop)
