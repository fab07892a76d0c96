"""Learners: what they have learned comes from what was played alone; and the theorems that hold for them."""

from __future__ import annotations

import math
import random
from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from playground.arena import Match, play
from playground.equilibrium import solve
from playground.equilibrium.certify import certify_distribution
from playground.game import NormalForm, Repetition
from playground.strategy import STRATEGIES, Learner, View, decider, usable
from playground.strategy.lola import OUTCOMES, climb, self_play, worth

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
CHICKEN = NormalForm.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]])  # Aumann's (1974)
SHAPLEY = NormalForm.from_arrays([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]])
CROWD = NormalForm.from_arrays(*np.arange(24).reshape(3, 2, 2, 2) % 7)  # three players
ALONE = NormalForm.from_arrays([2, -1, 5])  # one player, a bandit without luck
LEARNERS = ["regret-matching", "regret-matching:conditional=0", "hedge", "hedge:rate=1/2", "exp3",
            "q-learning", "q-learning:memory=2,temperature=1/2,decay=1/50", "q-learning:memory=0,epsilon=0",
            "sarsa", "policy-gradient:memory=2", "lola", "smoothed-fictitious-play"]


def test_every_learner_is_here():
    learns = {entry.name for entry in STRATEGIES.values()
              if isinstance(decider(entry.name, DILEMMA, 0), Learner)}
    assert learns == {text.partition(":")[0] for text in LEARNERS}


@settings(max_examples=25)
@pytest.mark.parametrize("text", LEARNERS)
@given(data=some.data())
def test_a_new_decider_given_the_same_history_has_learned_the_same(text, data):
    """Whatever was played, intended or not: slips and other people's moves teach like own choices."""
    game = data.draw(some.sampled_from([g for g in (DILEMMA, CROWD, SHAPLEY, ALONE) if not usable(text, g)]))
    history = data.draw(some.lists(some.tuples(*(some.integers(0, size - 1) for size in game.shape)),
                                   max_size=8))
    seat = game.n_players - 1
    turns = data.draw(some.sampled_from([None, 9]))
    grown = []
    view, rng = View(game, seat, grown, turns, Fraction(1, 10)), np.random.default_rng(1)
    learner = decider(text, game, seat)
    for profile in history:
        learner.choose(view, rng)
        grown.append(profile)
    given_ = View(game, seat, history, turns, Fraction(1, 10))
    assert learner.learned(view) == decider(text, game, seat).learned(given_)
    for mix in learner.learned(view).values():
        assert min(mix) >= 0 and math.fsum(mix) == pytest.approx(1, abs=1e-12)
    state = rng.bit_generator.state
    choice = learner.choose(view, rng)
    rng.bit_generator.state = state
    assert decider(text, game, seat).choose(given_, rng) == choice


@pytest.mark.parametrize("text", LEARNERS)
def test_a_round_that_is_taken_back_is_played_again(text):
    match = Match(DILEMMA, (text, "random"), Repetition(turns=60, noise=Fraction(1, 8)), seed=3)
    for _ in range(40):
        match.step()
    before, learned = list(match.rounds), match.learned(0)
    for _ in range(5):
        match.undo()
    for _ in range(5):
        match.step()
    assert match.rounds == before and match.learned(0) == learned
    assert match.learned(1) is None


def joint(game, text, turns, seed):
    """How often each profile was played."""
    actions = play(game, (text,) * game.n_players, turns=turns, seed=seed).actions
    return {profile: Fraction(count, turns) for profile, count in Counter(actions).items()}


def excess(game, frequencies, coarse):
    """The most that anybody would have gained by a fixed rule: how far they are from an equilibrium."""
    worst = Fraction(0)
    for k, size in enumerate(game.shape):
        for instead in range(size):
            gains = Counter()
            for profile, share in frequencies.items():
                other = (*profile[:k], instead, *profile[k + 1:])
                gains[profile[k]] += share * (game.payoff(k, other) - game.payoff(k, profile))
            worst = max(worst, sum(gains.values()) if coarse else max(gains.values()))
    return float(worst)


@pytest.mark.parametrize("game", [CHICKEN, SHAPLEY])
def test_regret_matching_comes_close_to_the_correlated_equilibria(game):
    """Hart and Mas-Colell (2000): conditional regrets vanish, and with them the distance to the correlated
    equilibria; unconditional ones lead to the coarse. Where nobody gains anything, the certificate holds."""
    early, late = (excess(game, joint(game, "regret-matching", turns, 1), False) for turns in (100, 20_000))
    assert late < 0.03 and late < early
    assert excess(game, joint(game, "regret-matching:conditional=0", 20_000, 1), True) < 0.03
    for frequencies in (joint(game, "uniform", 500, 1), joint(game, "regret-matching", 500, 1),
                        {(0, 1): Fraction(1, 2), (1, 0): Fraction(1, 2)}):
        for coarse in (False, True):
            assert certify_distribution(game, frequencies, coarse) == (excess(game, frequencies, coarse) == 0)


@pytest.mark.parametrize("turns", [1, 10, 300])
@pytest.mark.parametrize("game", [DILEMMA, SHAPLEY,
                                  NormalForm.from_arrays(np.random.default_rng(5).integers(-9, 9, (6, 4)))])
def test_hedge_keeps_its_bound_against_an_adversary(game, turns):
    """Regret of at most √(T ln N / 2), payoffs from 0 to 1, whatever is played, for a known T; without one,
    2 √(T ln N / 2) + √(ln N / 8) (Cesa-Bianchi and Lugosi 2006, theorems 2.2 and 2.3)."""
    table = game.payoffs[0].astype(float)
    unit = (table - table.min()) / (table.max() - table.min())
    count = np.log(len(unit))
    for known, bound in ((turns, np.sqrt(turns * count / 2)),
                         (None, 2 * np.sqrt(turns * count / 2) + np.sqrt(count / 8))):
        for opponent in ("worst", "turncoat"):
            history, learner, earned = [], decider("hedge", game, 0), 0.0
            view, totals = View(game, 0, history, known), np.zeros(len(unit))
            for _ in range(turns):
                mix = np.array(learner.learned(view)[()])
                if opponent == "worst":
                    other = int(np.argmin(mix @ unit))
                else:  # against the strategy that is most likely
                    other = int(np.argmin(unit[np.argmax(mix)] - unit.max(axis=0)))
                earned += mix @ unit[:, other]
                totals += unit[:, other]
                history.append((0, other))
            assert totals.max() - earned <= bound + 1e-9


def test_exp3_keeps_its_bound_in_the_mean():
    """Expected regret of at most 2 √((e − 1) T N ln N) (Auer et al. 2002, corollary 3.2 with g = T), here
    against a column that punishes the most frequent strategy so far: the mean of 30 runs."""
    turns, count = 400, 3
    table = np.array([[0, 1, 1], [1, 0, 1], [1, 1, 0]]) * np.array([[1, 1, 1], [1, 1, 1], [0, 0, 1]])
    game = NormalForm.from_arrays(table)
    regrets = []
    for seed in range(30):
        rng, history, learner = np.random.default_rng(seed), [], decider("exp3", game, 0)
        view = View(game, 0, history, turns)
        for turn in range(turns):
            played = Counter(own for own, _ in history)
            other = max(range(3), key=lambda i: (played[i], i)) if turn else 0
            history.append((learner.choose(view, rng), other))
        best = max(sum(table[i, other] for _, other in history) for i in range(3))
        regrets.append(best - sum(table[profile] for profile in history))
    assert np.mean(regrets) < 2 * np.sqrt((np.e - 1) * turns * count * np.log(count))
    # and it learns: a fixed column leaves it little to regret
    result = play(game, ("exp3", "repeat-last"), turns=5_000, seed=2)
    assert float(result.payoffs[0]) > 0.85


def test_exp3_estimates_are_without_bias_under_noise():
    """Over the own choice and its slip, the estimate's mean is the payoff."""
    noise = Fraction(1, 5)
    for own in range(3):
        history = [(own, 0)]
        view = View(SHAPLEY, 0, history, 4, noise)
        learner = decider("exp3:exploration=1/2", SHAPLEY, 0)
        learner.learned(view)
        chance = 1 / 3  # of being played: at first all are alike, with or without slips
        expected = float(SHAPLEY.payoff(0, (own, 0))) / chance
        assert learner._estimates[own] == pytest.approx(expected)
    history.append((1, 1))
    mix = learner.learned(View(SHAPLEY, 0, [*history[:1]], 4, noise))[()]
    before = learner._estimates[1]
    learner.learned(View(SHAPLEY, 0, history, 4, noise))
    chance = mix[1] * 0.8 + (1 - mix[1]) * 0.2 / 2
    assert learner._estimates[1] - before == pytest.approx(1 / chance)


def test_smoothed_fictitious_play_comes_to_the_quantal_response():
    """In a zero-sum game its frequencies come to the logit equilibrium (Hofbauer and Sandholm 2002,
    Econometrica 70); the precision is that of the concept `quantal`."""
    game = NormalForm.from_arrays([[9, 0], [0, 1]])
    solution = solve(game, "quantal", options={"lambda": Fraction(1)})
    expected = [float(row[0]) for row in solution.equilibria[0].profile]
    match = Match(game, ("smoothed-fictitious-play:precision=1",) * 2, Repetition(turns=20_000), seed=1)
    while not match.finished:
        match.step()
    assert [float(share) for share in match.cooperation] == pytest.approx(expected, abs=0.02)
    assert [match.learned(k)[()][0] for k in (0, 1)] == pytest.approx(expected, abs=0.04)


@pytest.mark.parametrize("name", ["q-learning", "sarsa"])
def test_without_a_future_the_estimates_are_the_payoffs(name):
    match = Match(ALONE, (f"{name}:gamma=0,memory=0,epsilon=1/2",), Repetition(turns=600), seed=1)
    while not match.finished:
        match.step()
    learner = match._deciders[0]
    match.learned(0)
    assert learner._rows[()] == pytest.approx([2, -1, 5], abs=1e-4)
    assert match.learned(0)[()] == pytest.approx([1 / 6, 1 / 6, 2 / 3])


def test_q_learning_finds_what_is_worth_most_against_tit_for_tat():
    """With δ = 9/10, Q is that of Bellman's equations: cooperation is worth 3 / (1 − δ) = 30 after C; after
    D, to give in costs one round, 0 + 30 δ = 27. Defection is worth what it earns now, and then 27."""
    match = Match(DILEMMA, ("q-learning:epsilon=1/2", "tit-for-tat"), Repetition(turns=8_000), seed=1)
    while not match.finished:
        match.step()
    rows = match._deciders[0]._rows
    for own in (0, 1):  # the opponent answers the own last move
        after = [rows[(own, other),] for other in (0, 1)]
        values = [[30, 5 + 0.9 * 27], [27, 1 + 0.9 * 27]][own]
        assert all(row == pytest.approx(values, abs=0.05) for row in after)


def test_sarsa_by_hand():
    """Two rounds of memory one: (C, D) earns 0, then (D, D) earns 1, then (D, C) is played."""
    history = [(0, 1), (1, 1), (1, 0)]
    learner = decider("sarsa:alpha=1/2,gamma=1/2,epsilon=0", DILEMMA, 0)
    learner.learned(View(DILEMMA, 0, history))
    # Q() = [(0 + ½·0)/2, 0]; after (C, D): D earned 1, and D was worth nothing yet: ½.
    assert learner._rows == {(): [0, 0], ((0, 1),): [0, 0.5], ((1, 1),): [0, 0]}
    history.append((1, 1))  # now (D, C) earned 5
    learner.learned(View(DILEMMA, 0, history))
    assert learner._rows[(1, 1),] == [0, 2.5]


def test_policy_gradient_by_hand():
    """The gradient bandit (Sutton and Barto 2018, section 2.8), the mean of payoffs before as baseline."""
    history = [(0,), (2,), (2,)]  # 1/2, 1 and 1 on the scale from the lowest payoff to the highest
    learner = decider("policy-gradient:memory=0,gamma=0,alpha=1", ALONE, 0)
    learner.learned(View(ALONE, 0, history[:2]))
    assert learner._rows[()] == pytest.approx([-1 / 6, -1 / 6, 1 / 3])
    chances = learner.learned(View(ALONE, 0, history[:2]))[()]
    weights = np.exp([-1 / 6, -1 / 6, 1 / 3])
    assert chances == pytest.approx(weights / weights.sum())
    learner.learned(View(ALONE, 0, history))
    expected = np.array([-1 / 6, -1 / 6, 1 / 3]) + (1 - 3 / 4) * (np.eye(3)[2] - chances)
    assert learner._rows[()] == pytest.approx(expected)
    assert play(ALONE, ("policy-gradient:memory=0",), turns=3_000, seed=1).payoffs[0] > 4


# --- LOLA -----------------------------------------------------------------------------------------------

chances = some.floats(0.05, 0.95)
policies = some.tuples(*[chances] * 5)
PAYOFFS = ([0.6, 0.0, 1.0, 0.2], [0.6, 1.0, 0.0, 0.2])


@given(policies, policies, some.floats(0, 0.9))
def test_the_worth_of_memory_one_policies_and_its_derivatives(first, second, gamma):
    """The value is the discounted series, summed; derivatives are differences of it."""
    found = worth(first, second, PAYOFFS[0], gamma)
    step = [[p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)] for p, q in zip(first, second)]
    now, total, weight = np.array(step[0]), 0.0, 1.0
    for _ in range(400):
        total += weight * (now @ PAYOFFS[0])
        now, weight = now @ np.array(step[1:]), weight * gamma
    assert found.value == pytest.approx(total, abs=1e-9)

    def moved(policy, i, by):
        return [p + by * (i == k) for k, p in enumerate(policy)]

    def value(first, second):
        return worth(first, second, PAYOFFS[0], gamma).value
    h = 1e-4
    for i in range(5):
        assert found.by_first[i] == pytest.approx(
            (value(moved(first, i, h), second) - value(moved(first, i, -h), second)) / (2 * h), abs=1e-5)
        assert found.by_second[i] == pytest.approx(
            (value(first, moved(second, i, h)) - value(first, moved(second, i, -h))) / (2 * h), abs=1e-5)
        for j in range(5):
            differences = [(a * b) * value(moved(first, i, a * h), moved(second, j, b * h))
                           for a, b in product((1, -1), repeat=2)]
            assert found.cross[i][j] == pytest.approx(sum(differences) / (4 * h * h), abs=1e-4)


@settings(max_examples=30)
@given(some.tuples(*[some.floats(-2, 2)] * 5), some.tuples(*[some.floats(-2, 2)] * 5), some.floats(0, 0.4))
def test_a_step_is_the_gradient_of_what_is_earned_after_the_others_step(odds, other, slip):
    """To the first order in the look-ahead η: V₁(θ₁, θ₂ + η ∇₂V₂(θ₁, θ₂)), with the derivative of V₁ taken at
    θ₂ (Foerster et al. 2018)."""
    gamma, eta, h = 0.9, 0.7, 1e-4

    def policy(odds, slip=0.0):
        return [slip + (1 - 2 * slip) / (1 + math.exp(-x)) for x in odds]

    def values(one, two):
        return [worth(policy(one, slip), policy(two), payoffs, gamma).value for payoffs in PAYOFFS]

    def slopes(one, whose):
        return np.array([values(one, np.add(other, h * row))[whose]
                         - values(one, np.subtract(other, h * row))[whose] for row in np.eye(5)]) / (2 * h)
    gain = slopes(odds, 0)
    stepped = climb(odds, policy(other), PAYOFFS, gamma, 1.0, eta, slip)
    for i, row in enumerate(np.eye(5)):
        up, down = np.add(odds, h * row), np.subtract(odds, h * row)
        expected = ((values(up, other)[0] - values(down, other)[0])
                    + eta * gain @ (slopes(up, 1) - slopes(down, 1))) / (2 * h)
        assert stepped[i] - odds[i] == pytest.approx(expected, abs=2e-4)


def test_two_who_look_ahead_come_to_cooperate_and_two_who_do_not_do_not():
    """The dilemma of the paper's finding, at 5/3/1/0, δ = 0.96, from log odds drawn as there (standard
    normal): 30 pairs after 200 steps with each other's policy known, per round and player. Foerster et al.
    (2018) report tit for tat and cooperation for LOLA, defection for naive learners."""
    def mean(lookahead, seed):
        rng = random.Random(seed)
        starts = [[1 / (1 + math.exp(-rng.gauss(0, 1))) for _ in range(5)] for _ in range(2)]
        one, two = self_play(PAYOFFS, (starts[0], starts[1]), 200, 0.96, 1.0, lookahead)
        return sum(5 * 0.04 * worth(one, two, payoffs, 0.96).value for payoffs in PAYOFFS) / 2

    aware, naive = ([mean(lookahead, seed) for seed in range(30)] for lookahead in (1, 0))
    assert sum(value >= 2.8 for value in aware) > 20
    assert max(naive) < 1.1


def test_lola_in_matches():
    """It knows nothing of the other but what was played: with itself it comes to cooperate or to defect, with
    Tit for Tat to cooperate; it takes what a cooperator leaves, and is not taken in by a defector."""
    def tail(players, seed):
        actions = play(DILEMMA, players, turns=1_500, seed=seed).actions[-300:]
        return sum(float(DILEMMA.payoff(0, profile)) for profile in actions) / 300

    assert sum(tail(("lola", "lola"), seed) > 2.8 for seed in range(6)) >= 3
    assert all(tail(("lola:lookahead=0",) * 2, seed) < 1.2 for seed in range(3))
    assert sum(tail(("lola", "tit-for-tat"), seed) > 2.8 for seed in range(6)) >= 4
    assert tail(("lola", "defector"), 1) > 0.98 and tail(("lola", "cooperator"), 1) > 4.9
    assert max(tail(("policy-gradient",) * 2, seed) for seed in range(4)) < 2.8


def test_lola_is_the_same_from_either_seat():
    """Mirrored histories teach mirrored policies."""
    history = [(0, 1), (1, 1), (0, 0), (1, 0), (1, 0)]
    one = decider("lola", DILEMMA, 0).learned(View(DILEMMA, 0, history))
    two = decider("lola", DILEMMA, 1).learned(View(DILEMMA, 1, [row[::-1] for row in history]))
    assert {tuple(row[::-1] for row in state): mix for state, mix in two.items()} == one
    assert set(one) == {(), *((outcome,) for outcome in OUTCOMES)}
