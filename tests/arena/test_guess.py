"""Who played: chances by Bayes' rule, against matches that were counted out."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.arena import LINEUPS, Match, drawn, suspects
from playground.catalogue import Entry
from playground.game import NormalForm, Repetition
from playground.progress import Cancelled
from playground.strategy import STRATEGIES, Script
from tests.arena.samples import automata, noises

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
LONG = Repetition(turns=1000)


def test_bayes_by_hand():
    """After my D and its C, Tit for Tat plays D, the random one does so in half of all cases."""
    names = ("tit-for-tat", "random", "cooperator")
    first, second, third = suspects(DILEMMA, 1, names, [(1, 0), (0, 1)], LONG)
    assert (first.chance, second.chance, third.chance) == (F(4, 5), F(1, 5), 0)
    assert third.cleared == 2 and third.likelihood == -math.inf and first.cleared is None
    assert second.likelihood == pytest.approx(2 * math.log(1 / 2), rel=1e-15)


def test_noise_lets_everybody_slip():
    history, noise = [(1, 0), (0, 1)], Repetition(turns=1000, noise=F(1, 10))
    found = suspects(DILEMMA, 1, ("tit-for-tat", "random", "cooperator"), history, noise)
    weights = (F(81, 100), F(1, 4), F(9, 100))
    assert [suspect.chance for suspect in found] == [weight / sum(weights) for weight in weights]
    assert all(suspect.cleared is None for suspect in found)


def test_strategies_without_a_table_are_asked_again():
    """Gradual answers the n-th defection with n; the learner's chances are floats, and so are then all."""
    match = Match(DILEMMA, ("human", "gradual"), LONG, 1)
    for move in (0, 1, 0, 0, 0, 0, 1, 0, 0, 0):
        match.choose(0, move)
    history = [played.actions for played in match.rounds]
    right, wrong = suspects(DILEMMA, 1, ("gradual", "tit-for-tat"), history, LONG)
    assert (right.chance, wrong.chance, wrong.cleared) == (1, 0, 9)
    right, learner = suspects(DILEMMA, 1, ("gradual", "q-learning"), history, LONG)
    assert isinstance(learner.chance, float) and right.chance == pytest.approx(1 - learner.chance, abs=1e-12)
    assert 0 < learner.chance < 0.01


def test_who_draws_lots_without_a_table_is_not_judged():
    game = NormalForm.from_arrays([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    one, two = suspects(game, 1, ("uniform", "best-response"), [(0, 0), (0, 1)], LONG)
    assert one.chance is None and "leaves moves to chance" in one.unknown and two.chance == 1


def test_scripts_are_asked_and_one_that_fails_has_not_played():
    own = [Entry(name, name, "", Script(f"def move(history, me, game, random):\n    return {answer}"))
           for name, answer in (("twice", "len(history) % 2"), ("broken", "history[5]"))]
    good, bad, other = suspects(DILEMMA, 1, ("twice", "broken", "random"), [(0, 0), (0, 1), (0, 0)], LONG,
                                STRATEGIES.joined(own))
    assert (good.chance, bad.chance, other.chance) == (F(8, 9), 0, F(1, 9)) and bad.cleared == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(automata(), min_size=1, max_size=3), noises, st.integers(0, 1), st.data())
def test_the_chances_of_all_histories_sum_to_one(tables, noise, seat, data):
    """Against fixed moves of the other, P(moves | candidate) over all eight histories of three rounds."""
    catalogue = STRATEGIES.joined(Entry(f"own-{k}", "", "", table) for k, table in enumerate(tables))
    other = data.draw(st.lists(st.integers(0, 1), min_size=3, max_size=3))
    totals = Counter()
    for number in range(8):
        own = [number >> turn & 1 for turn in range(3)]
        history = [pair if seat == 0 else pair[::-1] for pair in zip(own, other)]
        found = suspects(DILEMMA, seat, [f"own-{k}" for k in range(len(tables))], history,
                         Repetition(turns=3, noise=noise), catalogue)
        for suspect in found:
            totals[suspect.name] += math.exp(suspect.likelihood)
        chances = [suspect.chance for suspect in found]
        assert sum(chances) == (1 if any(suspect.cleared is None for suspect in found) else 0)
    assert all(total == pytest.approx(1, abs=1e-12) for total in totals.values())


@pytest.mark.parametrize("noise", [F(0), F(1, 20)])
def test_whoever_did_play_is_never_cleared(noise):
    """All strategies of the catalogue against the same person: none denies its own moves."""
    for name in LINEUPS["every"].make(DILEMMA):
        match = Match(DILEMMA, (name, "human"), Repetition(turns=1000, noise=noise), 3)
        for turn in range(25):
            match.choose(1, int(turn % 7 in (2, 3)))
        history = [played.actions for played in match.rounds]
        (suspect,) = suspects(DILEMMA, 0, (name,), history, match.repetition)
        assert suspect.unknown or suspect.chance == 1, name
        assert suspect.cleared is None


def test_guessing_by_the_chances_is_right_as_often_as_they_say():
    """The likeliest candidate, over many draws: right in the sum of its chances, within three deviations."""
    line_up = LINEUPS["classics"].make(DILEMMA)
    right, sure, spread = 0, 0.0, 0.0
    noise = Repetition(turns=1000, noise=F(1, 20))
    for seed in range(150):
        who = drawn(line_up, seed)
        match = Match(DILEMMA, ("human", who), noise, seed)
        for turn in range(12):
            match.choose(0, int(turn in (3, 4, 8)))
        found = suspects(DILEMMA, 1, line_up, [played.actions for played in match.rounds], noise)
        best = max(found, key=lambda suspect: suspect.chance)
        chance = float(best.chance)
        right, sure, spread = right + (best.name == who), sure + chance, spread + chance * (1 - chance)
    assert abs(right - sure) < 3 * math.sqrt(spread)


def test_every_candidate_is_drawn_and_the_seed_says_which():
    names = LINEUPS["classics"].make(DILEMMA)
    counts = Counter(drawn(names, seed) for seed in range(1200))
    assert set(counts) == set(names) and max(counts.values()) < 150
    assert drawn(names, 7) == drawn(names, 7)


def test_it_can_be_stopped():
    def stop(done, text=""):
        raise Cancelled
    with pytest.raises(Cancelled):
        suspects(DILEMMA, 1, ("gradual",), [(0, 0)], LONG, progress=stop)
