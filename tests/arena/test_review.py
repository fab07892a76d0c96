"""Looking back on a match."""

from __future__ import annotations

from fractions import Fraction as F

from playground.arena import Match, reviews
from playground.arena.best_reply import best_reply
from playground.game import NormalForm, Repetition

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])


def played(seats, choices, repetition):
    match = Match(DILEMMA, seats, repetition, 1)
    for choice in choices:
        match.choose(0, choice)
    return match


def test_regret_is_what_the_best_single_choice_would_have_earned_more():
    """Against Tit for Tat as it was played: C C D C D gives it C C C D C."""
    match = played(("human", "tit-for-tat"), (0, 0, 1, 0, 1), Repetition(turns=5))
    (mine,) = reviews(match)
    assert match.totals[0] == 3 + 3 + 5 + 0 + 5
    assert mine.hindsight == 1 and mine.regret == F(5 * 4 + 1 - 16, 5)
    assert best_reply(DILEMMA, 0, mine.opponent, match.repetition).payoff == F(4 * 3 + 5, 5)


def test_only_people_are_looked_at_and_only_automata_have_a_best_reply():
    match = played(("human", "fictitious-play"), (1, 1), Repetition(turns=2))
    (mine,) = reviews(match)
    assert mine.player == 0 and mine.regret == 0 and mine.opponent is None
    alone = Match(DILEMMA, ("grim", "tit-for-tat"), Repetition(turns=2), 1)
    assert reviews(alone) == []


def test_before_the_first_round():
    half = Repetition(continuation=F(1, 2))
    (mine,) = reviews(Match(DILEMMA, ("human", "grim"), half, 1))
    assert mine.regret == 0 and best_reply(DILEMMA, 0, mine.opponent, half).payoff == F(10, 3) - F(1, 3)
