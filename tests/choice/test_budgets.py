"""Participatory budgets: against pabutools, and against their definitions."""

from __future__ import annotations

import json
from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import playground as pg
from playground.choice import APPROVALS, from_classes, from_scores
from playground.choice.budgets import BUDGETS, Budget, spend
from playground.files import save_votes
from playground.files.pabulib import loads_pabulib
from playground.problem import InputError

PEER = json.loads((Path(__file__).parents[1] / "golden/pabutools.json").read_text(encoding="utf-8"))


def budget(costs, limit, approvals) -> Budget:
    ballots = from_classes([f"p{k}" for k in range(len(costs))],
                           [([members] if members else [], 1) for members in approvals], APPROVALS)
    return Budget(ballots, tuple(map(F, costs)), F(limit))


def bought(of: Budget, rule: str) -> list[int]:
    return sorted(each.project for each in spend(of, rule).projects)


@pytest.mark.parametrize("rule", list(PEER["cases"][0]["bought"]))
def test_what_is_bought_is_what_pabutools_buys(rule):
    """It also buys what nobody wants, if money is left; we do not."""
    for case in PEER["cases"]:
        wanted = [k for k in case["bought"][rule] if any(k in each for each in case["approvals"])]
        assert bought(budget(case["costs"], case["limit"], case["approvals"]), rule) == wanted, case


CASES = some.integers(2, 5).flatmap(lambda size: some.tuples(
    some.lists(some.integers(1, 9), min_size=size, max_size=size), some.integers(0, 25),
    some.lists(some.sets(some.integers(0, size - 1)).map(sorted), min_size=1, max_size=6)))
RULES = ["greedy", "equal-shares", "equal-shares:cost=0,completion=1", "equal-shares:completion=0",
         "phragmen"]


@settings(max_examples=60)
@given(CASES, some.sampled_from(RULES))
def test_no_more_is_spent_than_there_is_and_completion_leaves_nothing_payable(drawn, rule):
    costs, limit, approvals = drawn
    of = budget(costs, limit, approvals)
    found = spend(of, rule)
    taken = {each.project for each in found.projects}
    assert found.spent == sum(costs[k] for k in taken) <= limit
    assert found.heard == sum(bool(set(each) & taken) for each in approvals)
    if rule not in ("phragmen", "equal-shares:completion=0"):
        wanted = {k for each in approvals for k in each}
        assert all(costs[k] > limit - found.spent for k in wanted - taken)


def test_equal_shares_hear_the_minority_that_greedy_does_not():
    """Three of five like A, B and C, two like D and E; all cost 2 of 10, so that five of the five fit; with a
    limit of 6 the majority takes all by greedy, and 2/5 of 6 buys one for the minority by equal shares."""
    of = budget([2] * 5, 6, [[0, 1, 2]] * 3 + [[3, 4]] * 2)
    assert bought(of, "greedy") == [0, 1, 2] and spend(of, "greedy").heard == 3
    assert bought(of, "equal-shares:completion=0") == [0, 3] and spend(of, "equal-shares").heard == 5


def test_points_count_as_they_are():
    ballots = from_scores(["p0", "p1"], [([F(3), None], 1), ([None, F(1)], 2)])
    assert bought(Budget(ballots, (F(2), F(2)), F(2)), "greedy") == [0]
    alone = spend(Budget(ballots, (F(2), F(2)), F(6)), "equal-shares:completion=0")
    assert [(each.project, each.value) for each in alone.projects] == [(0, F(2, 3)), (1, F(1))]


def test_ties_are_said():
    of = budget([3, 3], 3, [[0], [1]])
    for rule in ("greedy", "equal-shares", "phragmen"):
        assert bought(of, rule) == [0] and "Ties were broken" in spend(of, rule).note, rule


@pytest.mark.parametrize(("costs", "limit", "said"), [
    ([1, 0], 3, r"costs\[p1\]: 0 is not above 0"), ([1], 3, "costs: 2 are expected"),
    ([1, 1], -1, "budget: -1 is below 0")])
def test_costs_that_cannot_be(costs, limit, said):
    ballots = from_classes(["p0", "p1"], [([[0]], 1)], APPROVALS)
    with pytest.raises(InputError, match=said):
        spend(Budget(ballots, tuple(map(F, costs)), F(limit)), "greedy")
    for rule in BUDGETS:
        with pytest.raises(InputError, match="nobody has voted"):
            spend(Budget(from_classes(["p0"], [], APPROVALS), (F(1),), F(1)), rule)


PB = """META
key;value
description;Town
num_projects;3
num_votes;4
budget;100
vote_type;approval
PROJECTS
project_id;cost;name
1;60;Park
2;50;Library
3;40;"Trees; many"
VOTES
voter_id;vote
1;1,2
2;1
3;3
4;2,3
"""


def test_a_file_of_pabulib(tmp_path):
    file = tmp_path / "town.pb"
    file.write_text(PB)
    document = pg.load(file)
    assert document.title == "Town" and document.ballots.candidates == ("Park", "Library", "Trees; many")
    assert document.budget.costs == (60, 50, 40) and document.budget.limit == 100
    assert document.ballots.support.tolist() == [[0, 1, 2], [1, 0, 1], [2, 1, 0]]
    save_votes(document, tmp_path / "town.vote.json")
    again = pg.load(tmp_path / "town.vote.json")
    assert again.budget.costs == document.budget.costs and again.budget.limit == 100
    assert pg.budget(again) == pg.budget(document)


@pytest.mark.parametrize(("change", "said"), [
    (("num_votes;4", "num_votes;5"), "META num_votes: says 5, but 4 follow"),
    (("2;1\n", "2;9\n"), "line 16: there is no project '9'"),
    (("2;1\n", "2;1,1\n"), "line 16: a project stands there twice"),
    (("1;60;Park", "1;sixty;Park"), "line 10: 'sixty' is not an amount of money"),
    (("budget;100\n", ""), "META budget: '' is not an amount of money"),
    (("vote_type;approval", "vote_type;psychic"), "META vote_type: 'psychic' is none of approval"),
    (("VOTES\n", ""), "VOTES: this section is missing"),
    (("2;50;Library", "1;50;Library"), "line 11: the project_id '1' stands there twice")])
def test_what_is_wrong_with_a_file_of_pabulib_is_said(change, said):
    with pytest.raises(InputError) as found:
        loads_pabulib(PB.replace(*change))
    assert said in str(found.value)


@given(some.text(alphabet="METAPROJCSV_;,\n\"0123456789 keyvaluidcost", max_size=200)
       | some.text(max_size=80))
def test_no_text_breaks_the_reader_of_pabulib(text):
    try:
        ballots, costs, _, _ = loads_pabulib(text)
    except InputError as problem:
        assert problem.problems
    else:
        assert len(costs) == ballots.size
