"""Who gains by lying, against published shares, theorems and a literal restatement."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import playground as pg
from playground.choice import from_classes
from playground.choice.manipulation import lies, manipulability, voting_game
from playground.choice.rule import elect
from playground.problem import InputError


def ballots(*orders: tuple[int, ...]):
    size = len(orders[0])
    return from_classes([f"c{k}" for k in range(size)], [([[k] for k in order], 1) for order in orders])


@pytest.mark.parametrize(("rule", "share"), [("plurality", F(36, 216)), ("borda", F(51, 216)),
                                             ("irv:ties=2", F(24, 216))])
def test_the_index_of_nitzan_and_kelly(rule, share):
    """Three candidates, three voters, ties by the alphabet: Aleskerov and Kurbanov (1999) count 36, 51 and 24
    of the 216 profiles."""
    found = manipulability(rule, 3, 3)
    assert found.share == share and found.exact and found.profiles == 56


def test_a_sample_is_near_the_exact_index():
    import playground.choice.manipulation as module

    exact = manipulability("borda", 3, 4)
    kept, module.MOST_PROFILES = module.MOST_PROFILES, 0
    try:
        drawn = manipulability("borda", 3, 4, samples=1_500, seed=3)
    finally:
        module.MOST_PROFILES = kept
    assert not drawn.exact and abs(float(drawn.share - exact.share)) < 4 * drawn.error < 0.06


def test_two_candidates_leave_nothing_to_gain():
    """May's theorem's majority, and any rule here that is one for two."""
    for rule in ("plurality", "borda", "irv", "copeland", "schulze"):
        assert manipulability(rule, 2, 5).share == 0


PROFILES = some.lists(some.permutations(range(3)).map(tuple), min_size=1, max_size=5)
RULES = some.sampled_from(["plurality", "borda", "irv", "copeland", "minimax", "coombs"])


@settings(max_examples=50)
@given(PROFILES, RULES)
def test_every_gain_is_found_and_every_lie_is_one(orders, rule):
    ties = (0, 1, 2)
    truth = ballots(*orders)
    before = elect(truth, rule).first(ties)
    wanted = set()
    for voter, order in enumerate(orders):
        for lie in permutations(range(3)):
            after = elect(ballots(*orders[:voter], lie, *orders[voter + 1:]), rule).first(ties)
            if order.index(after) < order.index(before):
                wanted.add((order, after))
    found = set()
    for lie in lies(truth, rule, ties):
        order = tuple(np.argsort(truth.ranks[:, lie.ballot]).tolist())
        assert lie.before == before and lie.voters == 1
        voter = orders.index(order)
        changed = ballots(*orders[:voter], lie.lie, *orders[voter + 1:])
        assert elect(changed, rule).first(ties) == lie.after
        found.add((order, lie.after))
    assert found == wanted


def test_a_coalition_can_do_what_one_alone_cannot():
    """Tennessee under plurality: 26 of Nashville lose to Memphis with 42; all 17 of Knoxville together, and
    no fewer, make Nashville win by 43."""
    names = ["Memphis", "Nashville", "Chattanooga", "Knoxville"]
    rows = [((0, 1, 2, 3), 42), ((1, 2, 3, 0), 26), ((2, 3, 1, 0), 15), ((3, 2, 1, 0), 17)]
    tennessee = from_classes(names, [([[k] for k in order], count) for order, count in rows])
    assert pg.lies(tennessee, "plurality") == ()
    assert pg.lies(tennessee, "plurality", coalition=16) == ()
    lie, = pg.lies(tennessee, "plurality", coalition=17)
    assert (lie.voters, lie.lie[0], lie.before, lie.after) == (17, 1, 0, 1)
    assert tennessee.groups[lie.ballot][1] == 17


def test_a_voting_game_has_the_payoffs_of_its_outcomes():
    truth = ballots((0, 1, 2), (1, 0, 2), (2, 1, 0))
    game = voting_game(truth, "plurality", (0, 1, 2))
    assert game.shape == (6, 6, 6) and game.players[0].strategies[0] == "c0 > c1 > c2"
    orders = list(permutations(range(3)))
    honest = tuple(orders.index(order) for order in ((0, 1, 2), (1, 0, 2), (2, 1, 0)))
    assert [int(game.payoffs[(k, *honest)]) for k in range(3)] == [2, 1, 0]  # all tied: c0 by the list
    lie = (*honest[:2], orders.index((1, 2, 0)))
    assert [int(game.payoffs[(k, *lie)]) for k in range(3)] == [1, 2, 1]  # the third makes c1 win
    assert voting_game(ballots((0, 1, 2, 3), (3, 2, 1, 0)), "borda", range(4)).shape == (4, 4)


@pytest.mark.parametrize(("ask", "said"), [
    (lambda: lies(from_classes(["A", "B"], [([[0, 1]], 1)]), "borda", (0, 1)), "without ties"),
    (lambda: lies(ballots(tuple(range(8))), "borda", range(8)), "at most 7 candidates"),
    (lambda: manipulability("borda", 9, 3), "candidates: 9 is not from 2 to 5"),
    (lambda: voting_game(ballots(*[(0, 1, 2)] * 7), "borda", (0, 1, 2)), "too large a game"),
    (lambda: pg.lies(ballots((0, 1)), "borda", ties=["c0"]), "ties: name every candidate once")])
def test_what_cannot_be_tried_is_said(ask, said):
    with pytest.raises(InputError, match=said):
        ask()
