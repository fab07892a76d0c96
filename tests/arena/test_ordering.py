"""Orders of strategies: permutations, whatever is known so far, and what they put beside each other."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import playground as pg
from playground.arena import result
from playground.arena.ordering import ORDERS, round_order
from playground.arena.ordering import order as order_of
from playground.game import NormalForm
from playground.strategy import STRATEGIES, seat_title

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
PLAYERS = ("defector", "tit-for-tat", "random", "grim", "defector", "cooperator", "tit-for-tat")
FOUND = pg.tournament(DILEMMA, PLAYERS, turns=50, exact=True)


def order(found, by):
    return order_of(by, [seat_title(name) for name in found.players], found.matrix, found.ranking)


@given(st.sets(st.sampled_from(FOUND.tournament.bouts)), st.sampled_from(list(ORDERS)))
def test_a_permutation_of_what_there_is_so_far(bouts, by):
    some = result(FOUND.tournament, FOUND.tournament.scores(sorted(bouts)))
    assert sorted(order(some, by)) == list(range(len(PLAYERS)))


def crossings(places, links):
    """Of chords between places on a circle, counted one pair at a time."""
    where = {k: at for at, k in enumerate(places)}
    chords = {tuple(sorted((where[a], where[b]))) for a, b in links if a != b}
    return sum(a < c < b < d for a, b in chords for c, d in chords)


@given(st.integers(3, 7).flatmap(lambda n: st.tuples(
    st.permutations(range(n)), st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))))))
def test_round_a_circle_no_one_is_moved_for_the_worse(drawn):
    start, links = drawn
    found = round_order(list(links), start)
    assert sorted(found) == sorted(start)
    assert crossings(found, links) <= crossings(start, links)
    assert round_order(list(links), found) == found  # and there it stays


def test_a_ring_is_untangled():
    ring = [(0, 3), (3, 1), (1, 4), (4, 2), (2, 0)]
    assert crossings(range(5), ring) == 5 and crossings(round_order(ring, range(5)), ring) == 0


def test_by_rank_and_name():
    assert order(FOUND, "rank") == FOUND.ranking and order(FOUND, "lineup") == tuple(range(7))
    names = [STRATEGIES[PLAYERS[k]].title for k in order(FOUND, "name")]
    assert names == sorted(names) and names[0] == "Always Cooperate"


def test_those_who_earn_alike_are_neighbours():
    found = order(FOUND, "cluster")
    places = {k: found.index(k) for k in range(7)}
    assert abs(places[0] - places[4]) == 1 and abs(places[1] - places[6]) == 1
    rng = np.random.default_rng(2)
    group = rng.permutation(np.repeat([0, 1, 2], 10))
    rows = (group[:, None] * 2.0 + rng.random((30, 30)) * 0.1).tolist()
    met = order_of("cluster", ("random",) * 30, rows, range(30))
    assert sum(group[a] != group[b] for a, b in pairwise(met)) == 2
