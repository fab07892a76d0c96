"""Finite populations against closed forms, whole Markov chains, published values and EGTtools."""

from __future__ import annotations

import json
from fractions import Fraction as F
from itertools import product
from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import playground as pg
from playground.evolution import evolve, population_game
from playground.evolution.finite import (
    PROCESSES,
    Agents,
    alpha_rank,
    alpha_sweep,
    counts_of,
    fixation,
    path,
    process_of,
    simulated_fixation,
    stationary,
)
from playground.evolution.finite.process import payoffs_of
from playground.evolution.finite.stationary import all_states
from playground.files import load
from playground.game import NormalForm
from playground.problem import InputError
from playground.progress import Cancelled

RECORD = json.loads(Path(__file__).parents[1].joinpath("golden/egttools.json").read_text("utf-8"))
CELLS = st.lists(st.integers(0, 4), min_size=4, max_size=4)
TEXTS = ["moran:strength=1/2", "moran", "moran:exponential=1,strength=2", "moran-death-birth:strength=1/3",
         "moran-death-birth", "fermi:strength=3/2", "wright-fisher:strength=1/2",
         "wright-fisher:exponential=1"]
NAMES = list(PROCESSES)


def symmetric(rows) -> NormalForm:
    return NormalForm.from_arrays(rows, [list(column) for column in zip(*rows)])


def constant(fitness) -> NormalForm:
    return symmetric([[fitness, fitness], [1, 1]])


RING = symmetric([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
ZEEMAN = symmetric([[0, 6, -4], [-3, 0, 5], [-1, 3, 0]])
BATTLE = NormalForm.from_arrays([[3, 0], [0, 2]], [[2, 0], [0, 3]])


def whole_chain(game, process):
    """All states and the transition matrix, one individual at a time, from the texts of the definitions."""
    table = game.payoffs[0].astype(float)
    size, people = len(table), process.population
    states = [state for state in product(range(people + 1), repeat=size) if sum(state) == people]
    index = {state: at for at, state in enumerate(states)}
    matrix = np.zeros((len(states),) * 2)
    strength, mutation = float(process.strength), float(process.mutation)
    spread = (1 - mutation) * np.eye(size) + mutation / max(size - 1, 1) * (1 - np.eye(size))
    for state in states:
        n = np.array(state, dtype=float)
        earned = [(table[i] @ n - table[i, i]) / (people - 1) for i in range(size)]
        fit = (np.exp(strength * np.array(earned)) if "exponential" in process.name
               else np.maximum(1 + strength * (np.array(earned) - 1), 0))

        def parents(left, fit=fit):
            weights = left * fit if (left * fit).any() else left
            return weights / weights.sum()
        if process.generations:
            for after in states:
                ways, rest = 1, people
                for many in after:
                    ways, rest = ways * comb(rest, many), rest - many
                matrix[index[state], index[after]] = ways * np.prod((parents(n) @ spread) ** np.array(after))
            continue
        for i in np.flatnonzero(n):
            one = np.eye(size)[i]
            if process.name.startswith("moran-death"):
                put = parents(n - one) @ spread
            elif process.name.startswith("moran"):
                put = parents(n) @ spread
            else:
                meets = (n - one) / (people - 1)
                copies = np.array([meets[j] / (1 + np.exp(-strength * (earned[j] - earned[i])))
                                   if j != i else 0 for j in range(size)])
                copies[i] = 1 - copies.sum()
                put = (1 - mutation) * copies + mutation / max(size - 1, 1) * (1 - one)
            for j in range(size):
                after = list(state)
                after[i] -= 1
                after[j] += 1
                matrix[index[state], index[tuple(after)]] += n[i] / people * put[j]
    assert matrix.sum(axis=1) == pytest.approx(np.ones(len(states)))
    return states, matrix


# --- fixation ---------------------------------------------------------------------------------------------


def test_the_moran_process_with_relative_fitness():
    """ρ = (1 − 1/r) / (1 − r^−N): Moran (1958); Nowak (2006), Evolutionary Dynamics, chapter 6."""
    found = fixation(constant("1.1"), "moran:population=100")
    assert found.takes_over[0, 1] == pytest.approx(0.090915688271, rel=1e-11)
    assert found.takes_over[1, 0] == pytest.approx((1 - 1.1) / (1 - 1.1 ** 100), rel=1e-11)
    for people, r in ((2, F(3)), (17, F(11, 10)), (40, F(1, 2))):
        exact = fixation(constant(r), f"moran:population={people}", exact=True).fractions
        assert exact[0][1] == (1 - 1 / r) / (1 - r ** -people)


def test_death_birth_with_relative_fitness():
    """(1 − 1/N) (1 − 1/r) / (1 − r^−(N−1)): Kaveh, Komarova and Kohandel (2015)."""
    for people, r in ((5, F(3)), (30, F(11, 10))):
        found = fixation(constant(r), f"moran-death-birth:population={people}", exact=True)
        assert found.fractions[0][1] == (1 - F(1, people)) * (1 - 1 / r) / (1 - r ** (1 - people))
        assert found.takes_over[0, 1] == pytest.approx(float(found.fractions[0][1]), rel=1e-11)


@given(CELLS, st.integers(2, 9), st.sampled_from(TEXTS))
@settings(deadline=None)
def test_probabilities_and_times_of_the_whole_chain(cells, people, text):
    game = symmetric([cells[:2], cells[2:]])
    process = process_of(text, population=F(people))
    states, matrix = whole_chain(game, process)
    inside = [k for k, state in enumerate(states) if all(state)]
    order = [states.index((0, people)), states.index((people, 0))]
    system = np.eye(len(inside)) - matrix[np.ix_(inside, inside)]
    wins = np.linalg.solve(system, matrix[inside, order[1]])
    times = np.linalg.solve(system, np.ones(len(inside)))
    until = np.linalg.solve(system, wins)
    one = [states[k] for k in inside].index((1, people - 1))
    found = fixation(game, process)
    assert found.takes_over[0, 1] == pytest.approx(wins[one], rel=1e-8, abs=1e-14)
    assert found.times[0, 1] == pytest.approx(times[one], rel=1e-8)
    if wins[one] > 1e-6:
        assert found.times_won[0, 1] == pytest.approx(until[one] / wins[one], rel=1e-8)
    if process.moves is not None:
        exact = fixation(game, process, exact=True).fractions
        assert np.array(exact, dtype=float) == pytest.approx(found.takes_over, rel=1e-10, abs=0)


@given(CELLS, st.integers(3, 60))
def test_which_mutants_weak_selection_favours(cells, people):
    """ρ > 1/N just if a (N − 2) + b (2N − 1) > c (N + 1) + d (2N − 4), in a large population the one-third
    law: Nowak, Sasaki, Taylor and Fudenberg (2004), Nature 428, 646–650."""
    a, b, c, d = cells
    gain = a * (people - 2) + b * (2 * people - 1) - c * (people + 1) - d * (2 * people - 4)
    exact = fixation(symmetric([[a, b], [c, d]]), "moran", exact=True, population=F(people),
                     strength=F(1, 10**6)).fractions
    assert not gain or (exact[0][1] > F(1, people)) == (gain > 0)


@pytest.mark.parametrize(("barrier", "favoured"), [("3/10", True), ("36/100", False)])
@pytest.mark.parametrize("name", NAMES)
def test_the_one_third_law(name, barrier, favoured):
    """A mutant is favoured where it is the better reply from a share below 1/3 on; so under each process."""
    x = F(barrier)
    found = fixation(symmetric([[2 - x, 1 - x], [1, 1]]), name, population=F(1000), strength=F(1, 10**5))
    assert (found.takes_over[0, 1] > 1 / 1000) == favoured


def test_what_never_reproduces_never_wins():
    found = fixation(symmetric([[4, 0], [3, 3]]), "moran", population=F(50))  # one Stag alone earns nothing
    assert found.takes_over[0, 1] == 0 and found.residents.tolist() == [0, 1]
    assert found.times[0, 1] == pytest.approx(50)  # it dies with the probability 1 / 50 a step
    stuck = fixation(symmetric([[1, 0], [0, 1]]), "moran")
    assert np.isnan(stuck.residents).all()  # neither ever replaces the other
    assert fixation(symmetric([[0, 0], [0, 0]])).takes_over == pytest.approx(np.full((2, 2), 0.01))


def test_a_single_strategy_stays():
    game = symmetric([[1]])
    assert fixation(game).takes_over.tolist() == [[pytest.approx(0.01)]]
    assert stationary(game, mutation=F(1, 10)).shares.tolist() == [1]
    assert alpha_rank(game).fractions == (1,)
    assert path(game, "wright-fisher:mutation=1/10", time=3).shares.tolist() == [[1]] * 4


def test_groups_are_drawn_without_replacement():
    """Among four, one who contributes meets two of the three others: all pairs of them alike."""
    game = load(pg.__path__[0] + "/../games/public-goods-3.game.json").game
    population = population_game(game, "one")
    pay = game.payoffs[0]
    for many in range(1, 4):
        others = [0] * (many - 1) + [1] * (4 - many)
        mean = sum((pay[0, others[i], others[j]] for i, j in ((0, 1), (0, 2), (1, 2))), F(0)) / 3
        exact = payoffs_of(population, np.array([many, 4 - many], dtype=object), 4)
        rough = payoffs_of(population, np.array([float(many), 4 - many]), 4)
        assert exact[0] == mean and rough[0] == pytest.approx(float(mean))


@pytest.mark.parametrize("case", RECORD["cases"], ids=lambda case: str(case["rows"]))
def test_against_egttools(case):
    game = symmetric([[F(str(value)) for value in row] for row in case["rows"]])
    given_ = {name: F(str(case[name])) for name in ("population", "strength")}
    found = fixation(game, "fermi", **given_)
    for (i, j), mine in np.ndenumerate(found.takes_over):
        if i != j:  # below 1e-7 EGTtools says 0
            assert mine == pytest.approx(case["takes_over"][i][j], rel=1e-9, abs=1e-7)
    settled = stationary(game, "fermi", mutation=F(str(case["mutation"])), **given_)
    assert settled.shares == pytest.approx(case["shares"], abs=1e-10)


# --- the long run -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("rows", [[[3, 1], [4, 0]], [[1, 3, 0], [0, 1, 4], [2, 0, 1]],
                                  [[2, 1, 1, 0], [3, 0, 1, 1], [0, 2, 1, 3], [1, 1, 1, 1]]])
def test_the_long_run_of_the_whole_chain(rows, text):
    game, process = symmetric(rows), process_of(text, population=F(5), mutation=F(1, 50))
    states, matrix = whole_chain(game, process)
    found = stationary(game, process)
    assert [tuple(state) for state in found.states.tolist()] == states
    assert found.probabilities @ matrix == pytest.approx(found.probabilities, abs=1e-12)
    assert found.probabilities.sum() == pytest.approx(1) and found.error < 1e-9
    settled = np.linalg.matrix_power(matrix, 1 << 20)[0]
    assert np.abs(found.probabilities - settled).sum() < 1e-8


@pytest.mark.parametrize("name", NAMES)
def test_few_mutations_come_to_the_limit(name):
    game = symmetric([[1, 3, 0], [0, 1, 4], [2, 0, 1]])
    options = {"population": F(12), "strength": F(1, 5)}
    limit = stationary(game, name, **options)
    near = stationary(game, name, mutation=F(1, 10**7), **options)
    assert limit.method == "rare mutants" and near.method == "equations"
    assert near.shares == pytest.approx(limit.shares, abs=1e-4)


def test_large_populations_in_the_long_run():
    """Two strategies in closed form, up to the mixed equilibrium; three up to 11,476 states."""
    doves = symmetric([[-1, 4], [0, 2]])
    found = stationary(doves, "fermi:population=100000,mutation=1/10000")
    assert found.shares[0] == pytest.approx(2 / 3, abs=1e-3)
    found = stationary(RING, "fermi:population=150,mutation=1/20")
    assert len(found.states) == comb(152, 2) and found.error < 1e-9
    assert found.shares == pytest.approx([1 / 3] * 3, abs=1e-10)
    coordination = symmetric([[5, 0], [0, 1]])
    found = stationary(coordination, "wright-fisher:population=300,mutation=1/1000,exponential=1")
    assert found.error < 1e-6 and found.shares[0] > 0.99
    assert len(all_states(1, 7)) == 1 and len(all_states(4, 5)) == comb(8, 3)


# --- α-rank -----------------------------------------------------------------------------------------------


def test_the_example_of_open_spiel():
    """Payoffs of Han, Pereira, Santos and Lenaerts (2013), as in OpenSpiel's alpharank_test."""
    r, t, p, s, delta, eps = 1, 2, 0, -1, 4, F(1, 4)
    game = symmetric([[r - eps / 2, r - eps, 0, s + delta - eps, r - eps], [r, r, s, s, s], [0, t, p, p, p],
                      [t - delta, t, p, p, p], [r, t, p, p, p]])
    found = alpha_rank(game, F(1, 10), 20, local=False)
    expected = [0.40966787, 0.07959841, 0.20506998, 0.08505983, 0.2206039]
    assert found.masses == pytest.approx(expected, abs=1e-8)
    same = stationary(game, "fermi", population=F(20), strength=F(1, 10))
    assert found.masses == pytest.approx(same.shares, rel=1e-10)


def test_rock_paper_scissors_and_battle_of_the_sexes():
    """Omidshafiei and others (2019): a cycle of all three; the two equilibria, alike."""
    ring = alpha_rank(RING)
    assert ring.fractions == (F(1, 3),) * 3 and ring.sinks == ((0, 1, 2),)
    battle = alpha_rank(BATTLE)
    assert battle.profiles == ((0, 0), (0, 1), (1, 0), (1, 1)) and battle.sinks == ((0,), (3,))
    assert battle.fractions == (F(1, 2), 0, 0, F(1, 2))
    assert battle.ranking[:2] == (0, 3)


@given(st.lists(st.integers(-2, 2), min_size=8, max_size=8),
       st.lists(st.integers(-2, 2), min_size=9, max_size=9))
@settings(deadline=None)
def test_the_limit_is_where_the_sweep_goes(eight, nine):
    two = NormalForm.from_arrays([eight[:2], eight[2:4]], [eight[4:6], eight[6:]])
    one = symmetric([nine[:3], nine[3:6], nine[6:]])
    for game, local in ((two, True), (one, True), (one, False)):
        if local or game.is_symmetric:
            kind = "two" if game is two else "one"
            found = alpha_rank(game, population=8, local=local, kind=kind)
            swept = alpha_sweep(game, [2.0, 200.0], 8, local, kind)
            assert sum(found.fractions) == 1
            assert swept[-1] == pytest.approx(found.masses, abs=1e-9)
            inside = {k for sink in found.sinks for k in sink}
            assert {k for k, share in enumerate(found.fractions) if share} <= inside


# --- agents -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_simulated_fixation_agrees(text):
    game, process = symmetric([[3, 1], [2, 2]]), process_of(text, population=F(12))
    found = simulated_fixation(game, process, runs=20_000, seed=5)
    assert found == simulated_fixation(game, process, runs=20_000, seed=5)
    assert abs(found.takes_over - fixation(game, process).takes_over[0, 1]) < 4 * found.error + 1e-3


@pytest.mark.parametrize("text", ["moran:exponential=1", "fermi", "wright-fisher:exponential=1"])
def test_agents_follow_the_law(text):
    """Of many replicates the counts after some steps, against a power of the transition matrix."""
    process = process_of(text, population=F(4), mutation=F(1, 10))
    states, matrix = whole_chain(RING, process)
    start, steps, runs = states.index((1, 2, 1)), 6, 20_000
    law = np.linalg.matrix_power(matrix, steps)[start]
    many = Agents(population_game(RING), process, [1, 2, 1], 3, runs).step(steps)
    single = []
    agents = Agents(population_game(RING), process, [1, 2, 1], 4)
    for _ in range(4_000):
        agents.counts = np.array([[1, 2, 1]])
        single.append(agents.step(steps)[0])
    for seen in (many, np.array(single)):
        found = np.array([np.mean(np.all(seen == state, axis=1)) for state in states])
        assert np.abs(found - law).max() < 4.5 * np.sqrt(0.25 / len(seen))


def test_leaps_are_as_good_as_steps():
    """Mean and spread after two generations, of 400 replicates of 1,000, in leaps of ten and one by one."""
    process, game = process_of("fermi:population=1000,mutation=1/100"), population_game(ZEEMAN)
    start, runs = [500, 300, 200], 400
    one, ten = (Agents(game, process, start, leap, runs, leap).step(2_000) for leap in (1, 10))
    error = np.sqrt(one.var(axis=0) / runs + ten.var(axis=0) / runs)
    assert np.all(np.abs(one.mean(axis=0) - ten.mean(axis=0)) < 4 * error)
    assert one.std(axis=0) == pytest.approx(ten.std(axis=0), rel=0.2)


def test_a_large_population_follows_the_mean_dynamic():
    """Weak imitation is the replicator dynamic in a large population, w / 2 times as fast: Traulsen, Claussen
    and Hauert (2005), Physical Review Letters 95, 238701."""
    start = ["1/2", "3/10", "1/5"]
    found = path(RING, "fermi:population=100000,strength=1/10", start, 60, 20, seed=2)
    mean = evolve(RING, start=start, time=60 * 0.05, steps=20)
    assert np.abs(found.shares - mean.shares).max() < 0.02
    assert not found.drawn_singly and found.times[-1] == 60
    assert np.array_equal(found.counts, path(RING, "fermi:population=100000,strength=1/10", start, 60, 20,
                                             seed=2).counts)


@pytest.mark.parametrize("name", NAMES)
def test_two_populations_keep_their_sizes(name):
    for people in (30, 5_000):
        agents = Agents(population_game(BATTLE), process_of(name, population=F(people), mutation=F(1, 20)),
                        counts_of(population_game(BATTLE), [F(2, 3), F(1, 3), F(1, 4), F(3, 4)], people), 1)
        counts = agents.step(3 * agents.process.generation)
        assert counts.reshape(2, 2).sum(axis=1).tolist() == [people] * 2 and counts.min() >= 0
        assert agents.shares.max() < 1 or people == 30


# --- what cannot be used ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("call", "place", "words"), [
    (lambda: fixation(RING), "process", "exponential=1"),
    (lambda: fixation(RING, "moran:strength=2/3"), "process", "strength=1/2"),
    (lambda: fixation(constant(2), strength=F(3)), "strength", "exponential=1"),
    (lambda: fixation(constant(2), population=F(1)), "population", "not from 2"),
    (lambda: fixation(constant(2), population=F(9, 2)), "population", "whole"),
    (lambda: fixation(constant(2), mutation=F(-1, 10)), "mutation", "not from 0 to 1"),
    (lambda: fixation(constant(2), population=F(6_000)), "population", "5,000"),
    (lambda: fixation(constant(2), "wright-fisher", population=F(2_000)), "population", "1,000"),
    (lambda: fixation(constant(2), "fermi", exact=True), "exact", "moran"),
    (lambda: fixation(BATTLE), "game", "symmetric"),
    (lambda: fixation(constant(2), process_of("moran"), population=F(5)), "population", "where it is made"),
    (lambda: stationary(RING, "fermi:population=500,mutation=1/10"), "population", "population=153"),
    (lambda: alpha_rank(RING, F(-1)), "alpha", "without it"),
    (lambda: alpha_rank(BATTLE, kind="one"), "structure", "symmetric"),
    (lambda: alpha_rank(RING, kind="three"), "structure", "without one"),
    (lambda: simulated_fixation(constant(2), mutation=F(1, 10)), "mutation", "mutation=0"),
    (lambda: simulated_fixation(constant(2), mutant=1), "mutant", "two different"),
    (lambda: path(constant(2), time=float("inf")), "time", "above 0"),
    (lambda: path(constant(2), time=10**9), "time", "at most"),
    (lambda: path(constant(2), seed=-1), "seed", "below 0"),
    (lambda: Agents(population_game(RING), process_of("fermi"), [1, 2, 3], 1), "start", "100"),
])
def test_bad_questions(call, place, words):
    with pytest.raises(InputError) as caught:
        call()
    assert [problem.place for problem in caught.value.problems] == [place]
    assert words in caught.value.problems[0].message


def test_long_calls_can_be_cancelled():
    def stop(done, text=""):
        raise Cancelled
    for call in (lambda: fixation(RING, "fermi", progress=stop), lambda: alpha_rank(RING, progress=stop),
                 lambda: stationary(RING, "fermi:mutation=1/10,population=20", progress=stop),
                 lambda: simulated_fixation(constant(2), progress=stop),
                 lambda: path(constant(2), progress=stop)):
        with pytest.raises(Cancelled):
            call()
