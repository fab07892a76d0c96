"""Rules for approvals and scores: approval, score, STAR, majority judgment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from playground.catalogue import Settings
from playground.choice.ballots import APPROVALS, SCORES, UNRANKED, Ballots, Whole
from playground.choice.positional import meeting
from playground.choice.rule import RULES, Outcome, Round, best, ready
from playground.progress import Progress


def _needs_scores(ballots: Ballots) -> str:
    return "" if ballots.scores is not None else "it takes scores, such as “3: Ann 5, Bob 2”"


def needs_approvals(ballots: Ballots) -> str:
    if ballots.kind == APPROVALS or (ballots.kind != SCORES and not ballots.is_linear):
        return ""
    return "it takes approvals, such as “12: Ann, Bob”, or orders that leave out who is not approved"


@RULES.entry_of("approval", "Approval", "Whom most voters approve.",
                "In orders, all who are ranked are approved, where some are left out.",
                reference="Brams, S. J. and Fishburn, P. C. (1978). Approval voting. American Political "
                          "Science Review 72, 831–847.", refuses=needs_approvals)
def approval(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    return ready([ballots.weigh(row != UNRANKED) for row in ballots.ranks], "approvals")


def _totals(ballots: Ballots) -> list[Fraction]:
    assert ballots.scores is not None
    return [Fraction(int(row @ ballots.counts), ballots.unit) for row in ballots.scores]


@RULES.entry_of("score", "Score", "The highest sum of scores; also range voting.", "Who got no score got 0.",
                reference="Smith, W. D. (2000). Range voting.", refuses=_needs_scores)
def score(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    return ready(_totals(ballots), "sum of scores")


@RULES.entry_of("star", "STAR", "The two with the highest sums of scores meet, and whom more voters score "
"higher wins.", "Who got no score got 0. Ties for the two places: every pair that they allow.",
                reference="Equal Vote Coalition (2014), STAR voting.", refuses=_needs_scores)
def star(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    totals = _totals(ballots)
    if ballots.size == 1:
        return Outcome((0,), tuple(totals), "sum of scores")
    scores = dict(enumerate(totals))
    final = meeting(ballots, scores)
    return Outcome(final.winners, tuple(totals), "sum of scores",
                   rounds=(Round(scores, final.out), Round(final.votes)), note=final.note)


@RULES.entry_of("majority-judgment", "Majority judgment", "The highest median grade; ties are broken by "
"taking median grades away, one voter at a time.", "Who got no grade got the lowest, 0. Of an even number "
                "of grades the lower of the two in the middle counts.",
                reference="Balinski, M. and Laraki, R. (2011). Majority Judgment. MIT Press.",
                refuses=_needs_scores)
def majority_judgment(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    assert ballots.scores is not None
    sorted_rows = [_sorted(row, ballots.counts) for row in ballots.scores]
    middle = (ballots.voters - 1) // 2
    keys = [_gauge(row, sorted_rows, middle, ballots.voters) for row in sorted_rows]
    medians = tuple(Fraction(_grade(row, middle), ballots.unit) for row in sorted_rows)
    return Outcome(best(keys), medians, "median grade")


Column = tuple[list[int], list[int]]  # rising grades, and how many voters gave each or a lower one


def _sorted(grades: Whole, counts: Whole) -> Column:
    values, which = np.unique(grades, return_inverse=True)
    many = np.bincount(which.ravel(), counts, len(values)).astype(np.int64)
    return values.tolist(), np.cumsum(many).tolist()


def _grade(column: Column, place: int) -> int:
    """The grade in that place, counted from 0, the lowest first."""
    return column[0][bisect_right(column[1], place)]


def _gauge(column: Column, columns: Sequence[Column], middle: int, voters: int) -> list[int]:
    """What tells better from worse: the grade in the middle, then that of each next one that is taken away,
    on one side and the other in turn, wherever one of the `columns` comes to another grade."""
    steps = {0} | {step for _, bounds in columns for bound in bounds
                   for step in (bound - middle, middle - bound + 1) if step > 0}
    found = []
    for step in sorted(steps):
        sides = (middle - step, middle + step)
        for place in sides if voters % 2 else sides[::-1]:
            if 0 <= place < voters:
                found.append(_grade(column, place))
    return found
