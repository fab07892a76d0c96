"""Rules for several seats: against abcvoting, and against their definitions."""

from __future__ import annotations

import json
from fractions import Fraction as F
from itertools import combinations
from math import comb
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import playground as pg
from playground.choice import APPROVALS, COMMITTEES, committee, from_classes
from playground.choice.committees import choose
from playground.choice.payment import rate_of
from playground.problem import InputError

PEER = json.loads((Path(__file__).parents[1] / "golden/abcvoting.json").read_text(encoding="utf-8"))


def approvals(size: int, sets: list[list[int]]):
    return from_classes([f"c{k}" for k in range(size)],
                        [([members] if members else [], 1) for members in sets], APPROVALS)


@pytest.mark.parametrize("rule", list(PEER["cases"][0]["committees"]))
def test_all_committees_are_those_of_abcvoting(rule):
    for case in PEER["cases"]:
        found = choose(approvals(case["candidates"], case["approvals"]), rule, case["seats"])
        assert sorted(map(list, found.committees)) == case["committees"][rule], case


SETS = some.integers(2, 5).flatmap(lambda size: some.tuples(
    some.just(size), some.lists(some.sets(some.integers(0, size - 1)).map(sorted), min_size=1, max_size=7),
    some.integers(1, size)))


@settings(max_examples=60)
@given(SETS)
def test_pav_and_chamberlin_courant_are_the_best_of_all(drawn):
    size, sets, seats = drawn
    ballots = approvals(size, sets)
    for rule, worth in (("pav", lambda j: sum((F(1, i) for i in range(1, j + 1)), F(0))),
                        ("chamberlin-courant", lambda j: F(min(j, 1)))):
        totals = {members: sum((worth(len(set(members) & set(each))) for each in sets), F(0))
                  for members in combinations(range(size), seats)}
        found = choose(ballots, rule, seats)
        assert found.score == max(totals.values())
        assert set(found.committees) == {members for members, total in totals.items() if total == found.score}


@settings(max_examples=60)
@given(SETS)
def test_equal_shares_spend_no_more_than_there_is_and_represent(drawn):
    """Without completion every member costs its supporters exactly 1, and a group of n/k voters who approve a
    candidate in common is not left without anybody (justified representation)."""
    size, sets, seats = drawn
    for members in choose(approvals(size, sets), "equal-shares:completion=0", seats).committees:
        assert len(members) <= seats
        unheard = [set(each) for each in sets if not set(each) & set(members)]
        for candidate in range(size):
            assert sum(candidate in each for each in unheard) * seats < len(sets) or candidate in members


@given(some.lists(some.tuples(some.fractions(0, 2, max_denominator=6), some.integers(1, 3),
                              some.fractions(F(1, 5), 3, max_denominator=5)), min_size=1, max_size=5))
def test_a_cost_is_paid_in_full(drawn):
    purses, counts, worths = ([each[k] for each in drawn] for k in range(3))
    rate = rate_of(F(1), dict(enumerate(worths)), purses, counts)
    if sum((purse * count for purse, count, _ in drawn), F(0)) < 1:
        assert rate is None
    else:
        assert sum((min(rate * worth, purse) * count for purse, count, worth in drawn), F(0)) == 1


def orders(text: str):
    names = sorted({name for row in text.split(", ") for name in row.split()[1:]})
    return from_classes(names, [([[names.index(name)] for name in row.split()[1:]], int(row.split()[0]))
                                for row in text.split(", ")])


def test_stv_moves_surpluses_and_the_votes_of_who_leaves():
    """Worked by hand: quota 20 // 3 + 1 = 7. A has 9: 2 / 9 of each of its votes move on, to B. B and C have
    4 + 2 and 5 then; D, with 2, leaves, to C: C is elected with 7."""
    ballots = orders("9 A B C D, 4 B A C D, 5 C D B A, 2 D C B A")
    found = choose(ballots, "stv", 2)
    assert found.committees == ((0, 2),) and "the quota is 7" in found.meaning
    assert [(step.candidate, step.value, step.elected) for step in found.steps] == [
        (0, F(9), True), (3, F(2), False), (2, F(7), True)]


def test_stv_for_one_seat_is_instant_runoff_with_all_ties():
    for text in ("4 A B C, 4 B C A, 4 C A B", "3 A B C, 2 B C A, 2 C B A", "5 A B, 3 B C, 3 C B"):
        ballots = orders(text)
        winners = pg.vote(ballots, ["irv:ties=1"]).outcomes["irv:ties=1"].winners
        assert sorted(choose(ballots, "stv", 1).committees) == [(k,) for k in winners]


def test_k_borda_tells_every_tie():
    ballots = orders("1 A B C D, 1 B A D C")
    assert choose(ballots, "k-borda", 1).committees == ((0,), (1,))
    assert choose(ballots, "k-borda", 2).committees == ((0, 1),) and choose(ballots, "k-borda", 2).score == 10
    assert len(choose(from_classes([f"c{k}" for k in range(12)], [([], 3)]), "k-borda", 6).committees) == 500
    assert f"500 of {comb(12, 6)}" in choose(
        from_classes([f"c{k}" for k in range(12)], [([], 3)]), "k-borda", 6).note


@pytest.mark.parametrize(("rule", "seats", "said"), [
    ("stv", 3, "it takes orders without ties"), ("pav", 0, "0 is not from 1 to 3"),
    ("pav", 4, "4 is not from 1 to 3")])
def test_what_a_rule_cannot_use_is_said(rule, seats, said):
    ballots = from_classes(["A", "B", "C"], [([[0, 1]], 2), ([[2]], 1)])
    with pytest.raises(InputError, match=said):
        committee(ballots, seats, [rule])


def test_all_rules_at_once_say_which_have_no_result():
    found = pg.committee(orders("3 A B C, 2 B C A"), 2)
    assert set(found.outcomes) == {"k-borda", "chamberlin-courant", "stv"}
    assert set(found.refused) == set(COMMITTEES) - set(found.outcomes)
    assert all("approvals" in why for why in found.refused.values())
    assert found.committees("stv") == (("A", "B"),)


def test_too_many_committees_are_refused_at_once():
    ballots = approvals(60, [[k, k + 1] for k in range(59)])
    with pytest.raises(InputError, match="are too many to compare"):
        choose(ballots, "pav", 30)
    assert len(choose(ballots, "sequential-pav", 3).committees[0]) == 3
