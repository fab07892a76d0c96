"""Voting rules for one winner: against pref_voting, against their definitions, and published values."""

from __future__ import annotations

import json
import re
from fractions import Fraction as F
from itertools import permutations, product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from playground.choice import RULES, Ballots, elect, from_classes, from_scores, margin_game, vote
from playground.choice.ballot_text import read_ballots
from playground.problem import InputError
from tests.choice import literal

PEER = json.loads((Path(__file__).parents[1] / "golden/pref_voting.json").read_text("utf-8"))
NAMES = "abcdefghij"
# Whoever beats all others in pairs is elected.
CONSISTENT = ("nanson", "baldwin", "baldwin:ties=1", "black", "copeland", "minimax", "minimax:votes=1",
              "schulze", "schulze:votes=1", "split-cycle", "split-cycle:votes=1", "stable-voting",
              "ranked-pairs", "ranked-pairs:votes=1", "kemeny", "slater", "young", "uncovered-set",
              "top-cycle",
              "banks", "maximal-lottery")


def peer_ballots(kind: str, size: int, text: str) -> Ballots:
    if kind == "scores":
        rows = [row.split(":") for row in text.split()]
        return from_scores(NAMES[:size], [([F(int(grade)) for grade in grades], int(count))
                                          for count, grades in rows])
    return from_classes(NAMES[:size], [
        ([[NAMES.index(name) for name in tied or one] for tied, one in re.findall(r"\((\w+)\)|([a-z])", row)],
         int(re.match(r"\d+", row)[0])) for row in text.split()])


@pytest.mark.parametrize("rule", PEER["rules"])
def test_who_wins_is_who_wins_by_pref_voting(rule):
    place, compared = PEER["rules"].index(rule), 0
    for kind, size, text, won in PEER["cases"]:
        wanted = won.split()[place]
        if wanted != "-":
            found = elect(peer_ballots(kind, size, text), rule)
            assert "".join(NAMES[k] for k in found.winners) == wanted, (kind, text)
            compared += 1
    assert compared >= 150


@some.composite
def profiles(draw, linear=False, most=4, voters=5):
    size = draw(some.integers(1, most))
    rows = []
    for _ in range(draw(some.integers(1, voters))):
        order = draw(some.permutations(range(size)))
        cuts = [True] * size if linear else draw(some.lists(some.booleans(), min_size=size, max_size=size))
        kept = size if linear else draw(some.integers(0, size))
        classes: list[list[int]] = []
        for candidate, cut in zip(order[:kept], cuts):
            if cut or not classes:
                classes.append([candidate])
            else:
                classes[-1].append(candidate)
        rows.append((classes, draw(some.integers(1, 2))))
    return from_classes(NAMES[:size], rows)


@pytest.mark.parametrize("rule", literal.ORDERED)
def test_who_wins_is_who_wins_by_the_definition(rule):
    small = {"dodgson": {"linear": True, "most": 3, "voters": 3}, "ranked-pairs": {"voters": 4},
             "ranked-pairs:votes=1": {"voters": 4}}.get(rule, {})

    @settings(max_examples=60)
    @given(profiles(**small))
    def compare(ballots):
        try:
            found = elect(ballots, rule)
        except InputError:
            assert RULES.read(rule)[0].make.refuses(ballots)
            return
        assert set(found.winners) == literal.ORDERED[rule](literal.voters_of(ballots), ballots.size)
        assert list(found.winners) == sorted(found.winners)
    compare()


GRADES = some.integers(1, 4).flatmap(lambda size: some.lists(
    some.tuples(*[some.sampled_from([F(0), F(1), F(1, 2), F(3), F(-1)])] * size), min_size=1, max_size=7))


@pytest.mark.parametrize("rule", literal.GRADED)
@given(GRADES)
def test_scores_elect_whom_the_definition_does(rule, grades):
    ballots = from_scores(NAMES[:len(grades[0])], [(row, 1) for row in grades])
    assert set(elect(ballots, rule).winners) == literal.GRADED[rule](grades, ballots.size)


def test_every_rule_is_compared():
    plain = {name.partition(":")[0] for name in (*literal.ORDERED, *literal.GRADED)}
    assert plain == set(RULES)
    options = {f"{entry.name}:{option.name}=1" for entry in RULES.values() for option in entry.options}
    assert options <= set(literal.ORDERED)


@settings(max_examples=50)
@given(profiles(), some.randoms(use_true_random=False))
def test_neither_names_nor_the_order_of_voters_count(ballots, luck):
    """Neutrality and anonymity: candidates in another order, ballots in another order and one by one."""
    order = list(range(ballots.size))
    luck.shuffle(order)
    rows = [([[order[k] for k in members] for members in classes], 1)
            for classes, count in ballots.groups for _ in range(count)]
    luck.shuffle(rows)
    renamed = from_classes(NAMES[:ballots.size], rows)
    for rule in literal.ORDERED:
        if not RULES.read(rule)[0].make.refuses(ballots):
            found, other = elect(ballots, rule), elect(renamed, rule)
            assert sorted(order[k] for k in found.winners) == list(other.winners), rule
            if found.scores is not None:
                assert other.scores is not None
                assert [other.scores[order[k]] for k in range(ballots.size)] == list(found.scores), rule
            if found.lottery is not None and rule == "random-dictatorship":
                assert other.lottery is not None
                assert [other.lottery[order[k]] for k in range(ballots.size)] == list(found.lottery)


@given(profiles(voters=9))
def test_who_beats_all_others_is_elected(ballots):
    winner = ballots.condorcet_winner
    assume(winner is not None)
    for rule in CONSISTENT:
        assert elect(ballots, rule).winners == (winner,), rule


@given(profiles(voters=9))
def test_no_lottery_is_ahead_of_a_maximal_one(ballots):
    chances = elect(ballots, "maximal-lottery").lottery
    assert chances is not None and sum(chances) == 1 and min(chances) >= 0
    for column in ballots.margins.T.tolist():
        assert sum(chance * margin for chance, margin in zip(chances, column)) >= 0


@given(profiles(voters=9))
def test_what_a_rule_elects_lies_where_theory_says(ballots):
    """Holliday and Pacuit (2023), Split Cycle; Laslier (1997), Tournament Solutions and Majority Voting."""
    won = {rule: set(outcome.winners) for rule, outcome in vote(ballots).outcomes.items()}
    for inner, outer in (("schulze", "split-cycle"), ("ranked-pairs", "split-cycle"),
                         ("stable-voting", "split-cycle"), ("uncovered-set", "top-cycle"),
                         ("banks", "top-cycle"), ("copeland", "top-cycle"), ("schulze", "top-cycle"),
                         ("maximal-lottery", "top-cycle"), ("kemeny", "top-cycle")):
        assert won[inner] <= won[outer], (inner, outer)


TENNESSEE = read_ballots(["Memphis", "Nashville", "Chattanooga", "Knoxville"], [
    "42: Memphis > Nashville > Chattanooga > Knoxville", "26: Nashville > Chattanooga > Knoxville > Memphis",
    "15: Chattanooga > Knoxville > Nashville > Memphis", "17: Knoxville > Chattanooga > Nashville > Memphis"])
# Schulze (2011), example 1.
SCHULZE = read_ballots("ABCDE", [
    "5: A > C > B > E > D", "5: A > D > E > C > B", "8: B > E > D > A > C", "3: C > A > B > E > D",
    "7: C > A > E > B > D", "2: C > B > A > D > E", "7: D > C > E > B > A", "8: E > B > A > D > C"])
# Malkevitch, J. (1990), Mathematical theory of elections, in: Mathematical Vistas, Annals of the New York
# Academy of Sciences 607, 89–97.
MALKEVITCH = read_ballots("ABCDE", [
    "18: A > D > E > C > B", "12: B > E > D > C > A", "10: C > B > E > D > A", "9: D > C > E > B > A",
    "4: E > B > D > C > A", "2: E > C > D > B > A"])


def who(ballots: Ballots, rule: str) -> str:
    return " ".join(ballots.candidates[k] for k in elect(ballots, rule).winners)


def test_tennessee():
    assert who(TENNESSEE, "plurality") == "Memphis" and who(TENNESSEE, "irv") == "Knoxville"
    assert elect(TENNESSEE, "borda").scores == (126, 194, 173, 107)
    assert TENNESSEE.condorcet_winner == 1
    assert all(who(TENNESSEE, rule) == "Nashville" for rule in (*CONSISTENT, "dodgson", "borda", "bucklin"))


def test_schulzes_45_voters():
    found = {rule: who(SCHULZE, rule) for rule in ("schulze", "ranked-pairs", "irv", "plurality", "borda")}
    assert found == {"schulze": "E", "ranked-pairs": "A", "irv": "A", "plurality": "C", "borda": "E"}
    assert elect(SCHULZE, "borda").scores == (98, 92, 89, 69, 102)
    assert elect(SCHULZE, "maximal-lottery").lottery == (F(3, 11), 0, F(1, 11), 0, F(7, 11))


def test_malkevitchs_55_voters_five_rules_five_winners():
    found = [who(MALKEVITCH, rule) for rule in ("plurality", "runoff", "irv", "borda")]
    assert found == ["A", "B", "C", "D"] and MALKEVITCH.condorcet_winner == 4


@given(*[some.integers(1, 30)] * 3)
def test_in_a_cycle_of_three_the_chances_are_the_other_victories(x, y, z):
    """Margins x of a over b, y of b over c, z of c over a: chances as y to z to x."""
    ballots = from_classes("abc", [(classes, many) for a, b, many in ((0, 1, x), (1, 2, y), (2, 0, z))
                                   for classes in ([[a], [b], [3 - a - b]], [[3 - a - b], [a], [b]])])
    chances = elect(ballots, "maximal-lottery").lottery
    assert chances == tuple(F(part, x + y + z) for part in (y, z, x))
    assert [[str(v) for v in row] for row in margin_game(ballots).payoffs[0]] == [
        [str(v) for v in row] for row in ballots.margins.tolist()]


@pytest.mark.parametrize(("voters", "share"), [(3, F(1, 18)), (5, F(5, 72))])
def test_how_often_nobody_beats_all_others(voters, share):
    """All profiles of orders of three candidates: Guilbaud (1952), Les théories de l'intérêt général et le
    problème logique de l'agrégation, Économie appliquée 5; Gehrlein and Fishburn (1976), Public Choice 26."""
    orders = [[[k] for k in order] for order in permutations(range(3))]
    without = sum(from_classes("abc", [(order, 1) for order in profile]).condorcet_winner is None
                  for profile in product(orders, repeat=voters))
    assert F(without, 6**voters) == share


def test_a_round_that_leaves_nobody_and_ballots_that_rank_nobody():
    """Bucklin's majority is of those who rank somebody; five of nine blank ballots change nothing."""
    rows = ["2: a > b", "1: b", "1: b > a"]
    for blank in ([], ["5: "]):
        ballots = read_ballots("ab", [*rows, *blank])
        assert who(ballots, "bucklin") == "b"
        assert elect(ballots, "bucklin").scores == (3, 4)
        assert who(ballots, "irv") == "a b"
