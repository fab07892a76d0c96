"""The curves of a match: against what was played and learned, round by round."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from playground.arena import Diary, Match, curves
from playground.game import NormalForm, Repetition
from playground.progress import Cancelled

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
THREE = NormalForm.from_arrays([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
SEATS = ("lola", "q-learning:memory=1")


def watched(rounds, samples=200, seats=SEATS, game=DILEMMA):
    match = Match(game, seats, Repetition(turns=rounds, noise=Fraction(1, 10)), seed=2)
    diary, lessons = Diary(match, samples), [(match.learned(0), match.learned(1))]
    while not match.finished:
        match.step()
        diary.note()
        lessons.append((match.learned(0), match.learned(1)))
    return match, diary, lessons


@pytest.mark.parametrize("samples, every", [(200, 1), (10, 8), (3, 32)])
def test_samples_are_what_the_match_was_then(samples, every):
    match, diary, lessons = watched(101, samples)
    found = diary.curves()
    assert list(found.rounds) == [*range(0, 101, every), *([101] if 101 % every else [])] or every == 1
    assert found.rounds[0] == 0 and found.rounds[-1] == 101
    assert set(np.diff(found.rounds[:-1])) == {every}
    for k, curve in enumerate(found.players):
        assert curve.learned and set(curve.strategies) == {0}
        assert set(curve.states) == {((a, b),) for a in (0, 1) for b in (0, 1)}
        for at, row in zip(found.rounds, curve.chances):
            assert list(row) == [lessons[at][k].get(state, [0.5])[0] for state in curve.states]
        for start, end, paid in zip(found.rounds, found.rounds[1:], found.payoffs[1:, k]):
            between = match.rounds[start:end]
            assert paid == pytest.approx(float(sum(each.payoffs[k] for each in between)) / len(between))
    assert np.isnan(found.payoffs[0]).all()


def test_who_does_not_learn_is_seen_by_what_it_played():
    match, diary, _ = watched(60, 4, ("uniform", "q-learning:memory=2"), THREE)
    found = diary.curves()
    for k, curve in enumerate(found.players):  # two rounds of three strategies are too many to draw
        assert not curve.learned and curve.strategies == (0, 1, 2)
        for start, end, row in zip(found.rounds, found.rounds[1:], curve.chances[1:]):
            played = [each.actions[k] for each in match.rounds[start:end]]
            assert list(row) == pytest.approx([played.count(i) / len(played) for i in range(3)])


def test_rounds_that_are_taken_back_leave_nothing_behind():
    match, diary, _ = watched(50, 5)
    before = diary.curves()
    for _ in range(17):
        match.undo()
        diary.note()
    assert diary.curves().rounds[-1] == 33
    while not match.finished:
        match.step()
        diary.note()
    again = diary.curves()
    assert list(again.rounds) == list(before.rounds)
    assert np.array_equal(again.payoffs, before.payoffs, equal_nan=True)
    for one, two in zip(again.players, before.players):
        assert np.array_equal(one.chances, two.chances, equal_nan=True)


def test_a_whole_match_in_one_call():
    found = curves(DILEMMA, SEATS, 101, 10, seed=2, noise=Fraction(1, 10))
    _, diary, _ = watched(101, 10)
    assert np.array_equal(found.players[0].chances, diary.curves().players[0].chances)

    def stop(done, text=""):
        if done:
            raise Cancelled
    with pytest.raises(Cancelled):
        curves(DILEMMA, SEATS, 1_000, seed=1, progress=stop)
