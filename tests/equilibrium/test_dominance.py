"""Domination against scipy's linear programs and against its definition; elimination in every order."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from playground.equilibrium import (
    Domination,
    dominated,
    elimination,
    end_results,
    extreme_equilibria,
    iterated_elimination,
    solve,
)
from playground.equilibrium.zero_sum import zero_sum
from playground.game import NormalForm, edits, generators
from playground.game.integers import whole_payoffs
from playground.progress import Cancelled

Left = tuple[tuple[int, ...], ...]
# Osborne and Rubinstein (1994), A Course in Game Theory, Figure 63.1.
BOTH_WAYS = NormalForm.from_arrays([[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]])


@st.composite
def games(draw: st.DrawFn) -> NormalForm:
    shape = draw(st.sampled_from([(2, 2), (3, 3), (4, 3), (4, 4), (2, 2, 2), (3, 2, 2), (3, 1), (4,)]))
    game = generators.random_game(shape, 0, draw(st.integers(1, 4)), draw(st.integers(0, 10**6)))
    return edits.scale(game, Fraction(3, 7), Fraction(-1, 3)) if draw(st.booleans()) else game


def rows_of(game: NormalForm, player: int) -> Any:
    """The player's strategies as rows, what the others may do as columns."""
    return np.moveaxis(game.payoffs[player], player, 0).reshape(game.shape[player], -1)


def leads(rows: Any, strategy: int) -> tuple[float, float]:
    """By how much a mixture of the others can be better everywhere; and in sum, never being worse."""
    others = np.delete(rows, strategy, axis=0).astype(float)
    if not len(others):
        return -1.0, -1.0
    this = rows[strategy].astype(float)
    count = len(others)
    lead = others.T - this[:, None]
    everywhere = linprog([*[0] * count, -1], A_ub=np.column_stack([-lead, np.ones(len(lead))]),
                         b_ub=np.zeros(len(lead)), A_eq=[[*[1] * count, 0]], b_eq=[1],
                         bounds=[*[(0, None)] * count, (None, None)])
    somewhere = linprog(-lead.sum(axis=0), A_ub=-lead, b_ub=np.zeros(len(lead)), A_eq=[[1] * count], b_eq=[1])
    return -everywhere.fun, -somewhere.fun if somewhere.status == 0 else -1.0


def holds(game: NormalForm, found: Domination) -> bool:
    """The definition, exactly."""
    rows = rows_of(game, found.player)
    mixture = [sum(p * v for p, v in zip(found.by, column)) for column in rows.T]
    gains = [value - own for value, own in zip(mixture, rows[found.strategy])]
    assert sum(found.by) == 1 and min(found.by) >= 0 and len(found.by) == game.shape[found.player]
    return min(gains) > 0 if found.strict else min(gains) == 0 < max(gains)


@settings(max_examples=80)
@given(games())
def test_what_is_dominated(game: NormalForm) -> None:
    found = {(each.player, each.strategy): each for each in dominated(game)}
    for player in range(game.n_players):
        rows = rows_of(game, player)
        for strategy in range(game.shape[player]):
            everywhere, somewhere = leads(rows, strategy)
            each = found.pop((player, strategy), None)
            assert (each is not None and each.strict) == (everywhere > 1e-9)
            assert (each is not None) == (everywhere > 1e-9 or somewhere > 1e-9)
            if each:
                assert holds(game, each)
                this = rows[strategy]
                pure = any(all(row > this) if each.strict else all(row >= this) and any(row > this)
                           for row in rows)
                assert pure == (max(each.by) == 1), "a pure one where there is one"
    assert not found


@settings(max_examples=60)
@given(games(), st.randoms(use_true_random=False))
def test_strict_elimination_in_any_order(game: NormalForm, random: Any) -> None:
    """One at a time, chosen at random, leaves the same (Gilboa, Kalai and Zemel 1990)."""
    left = [list(range(size)) for size in game.shape]
    current = game
    while steps := [each for each in dominated(current) if each.strict]:
        one = random.choice(steps)
        left[one.player].pop(one.strategy)
        current = edits.remove_strategy(current, one.player, one.strategy)
    result = iterated_elimination(game)
    assert result.survivors == tuple(map(tuple, left))
    gone = [(each.player, each.strategy) for step in result.rounds for each in step]
    assert len(gone) == len(set(gone)) == sum(game.shape) - sum(map(len, left))
    if game.n_players == 2:  # no equilibrium plays what was removed
        for profile in extreme_equilibria(game):
            assert all(set(support) <= set(own) for support, own in zip(profile.supports, left))


def test_dominated_by_a_mixture_only() -> None:
    """The middle row is worse than half the first and half the last; no pure row does it."""
    game = NormalForm.from_arrays([[4, 0], [1, 1], [0, 4]], [[0, 0]] * 3)
    assert dominated(game) == (Domination(0, 1, (Fraction(1, 2), Fraction(0), Fraction(1, 2)), True),)
    edge = edits.set_payoffs(game, [(0, (1, 0), "2"), (0, (1, 1), "2")])
    assert dominated(edge) == ()  # equal to the mixture is not dominated by it
    weak = NormalForm.from_arrays([[4, 0, 1], [2, 2, 0], [0, 4, 1]], [[0] * 3] * 3)
    assert dominated(weak) == (Domination(0, 1, (Fraction(1, 2), Fraction(0), Fraction(1, 2)), False),)


def test_weak_elimination_round_by_round() -> None:
    """Round 1 removes what is weakly dominated now, of both players; one at a time would leave other ones."""
    game = NormalForm.from_arrays([[1, 1], [1, 0], [0, 1]], [[1, 0], [1, 2], [2, 1]])
    result = iterated_elimination(game, strict=False)
    assert [[(each.player, each.strategy) for each in step] for step in result.rounds] == [
        [(0, 1), (0, 2)], [(1, 1)]]
    assert result.survivors == ((0,), (0,))
    assert iterated_elimination(game).rounds == ()


def test_travellers() -> None:
    """From 2 to 10, bonus 2: nothing is strictly dominated; round by round of weak dominance 2 is left."""
    claims = range(2, 11)
    one = [[a + 2 if a < b else b - 2 if a > b else a for b in claims] for a in claims]
    game = NormalForm.from_arrays(one, np.transpose(one))
    assert iterated_elimination(game, strict=False).survivors == ((0,), (0,))


# --- in any order -------------------------------------------------------------------------------------------


def everything(game: NormalForm) -> Left:
    return tuple(tuple(range(size)) for size in game.shape)


def weakly(game: NormalForm, left: Left) -> list[tuple[int, int]]:
    """What is weakly dominated in the game with these strategies alone, by scipy's linear programs."""
    small = NormalForm.from_arrays(*(payoffs[np.ix_(*left)] for payoffs in game.payoffs))
    return [(k, i) for k, own in enumerate(left) for at, i in enumerate(own)
            if max(leads(rows_of(small, k), at)) > 1e-9]


def naive(game: NormalForm) -> set[Left]:
    """Every choice of what is dominated, from every game that is reached."""
    seen, ahead, ends = set(), [everything(game)], set()
    while ahead:
        left = ahead.pop()
        if left in seen:
            continue
        seen.add(left)
        gone = weakly(game, left)
        if not gone:
            ends.add(left)
        for choice in range(1, 2 ** len(gone)):
            some = {each for i, each in enumerate(gone) if choice >> i & 1}
            ahead.append(tuple(tuple(i for i in own if (k, i) not in some) for k, own in enumerate(left)))
    return ends


@settings(max_examples=40)
@given(st.sampled_from([(2, 2), (3, 2), (3, 3), (2, 2, 2), (3,)]), st.integers(1, 3), st.integers(0, 10**6))
def test_all_end_results(shape: tuple[int, ...], high: int, seed: int) -> None:
    game = generators.random_game(shape, 0, high, seed)
    found = end_results(game)
    assert found.complete and len(set(found.survivors)) == len(found.survivors)
    assert set(found.survivors) == naive(game)
    assert iterated_elimination(game, strict=False).survivors in found.survivors
    for left, way in zip(found.survivors, found.ways, strict=True):
        assert way[0] == everything(game) and way[-1] == left
        for before, after in pairwise(way):
            gone = {(k, i) for k, own in enumerate(before) for i in own if i not in after[k]}
            assert gone and gone <= set(weakly(game, before))


@settings(max_examples=40)
@given(st.integers(2, 5), st.integers(2, 5), st.integers(1, 2), st.integers(0, 10**6))
def test_zero_sum_games_keep_their_value(m: int, n: int, high: int, seed: int) -> None:
    """Whatever the order: what a strategy loses by being dominated, the other player does not gain."""
    game = generators.random_zero_sum((m, n), -high, high, seed)
    rows = whole_payoffs(game, 0)[0]
    factor = whole_payoffs(game, 0)[1]
    assert factor == 1
    value = zero_sum(rows).value
    for left in end_results(game).survivors:
        assert zero_sum(rows[np.ix_(*left)]).value == value


def test_the_order_matters() -> None:
    """T, M, B against L, R: T first and then L leaves payoffs of (2, 1), B first and then R (1, 1); T and B
    at once leave M, and then nothing is dominated."""
    found = end_results(BOTH_WAYS)
    assert found.complete and set(found.survivors) == {
        ((1, 2), (1,)), ((1,), (1,)), ((0, 1), (0,)), ((1,), (0,)), ((1,), (0, 1))}
    solution = solve(BOTH_WAYS, "weak-dominance")
    details = dict(solution.details)
    assert solution.complete and solution.certified and details["order_matters"] is True
    assert details["survivors"] == [["B"], ["A", "B"]] and details["survivors"] in details["ends"]
    assert solution.message == "Left after 1 round: Ann: B; Bob: A, B. Other orders leave others."
    assert solution.lines[1] == "The order matters: 5 results can be left."
    assert "Ann: B, C; Bob: B, when Ann’s A goes, then Bob’s A." in solution.lines
    assert "Ann: B; Bob: A, B, when Ann’s A and C go." in solution.lines
    assert "In each of them the same payoffs are possible." not in solution.lines


def test_the_order_does_not_matter() -> None:
    """Strict dominance alone; then ends that differ, but not in what they pay."""
    dilemma = solve(NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), "weak-dominance")
    details = dict(dilemma.details)
    assert details["order_matters"] is False and details["ends"] == [[["B"], ["B"]]]
    assert dilemma.lines[-1] == "Here the order does not matter: every order leaves these."
    same = NormalForm.from_arrays([[1, 1], [1, 0]], [[1, 1], [1, 0]])
    details = dict(solve(same, "weak-dominance").details)
    assert details["ends"] == [[["A"], ["A", "B"]], [["A", "B"], ["A"]], [["A"], ["A"]]]
    assert solve(same, "weak-dominance").lines[-1] == "In each of them the same payoffs are possible."
    nothing = solve(NormalForm.from_arrays([[1, 0], [0, 1]], [[0, 1], [1, 0]]), "weak-dominance")
    assert nothing.message == "No strategy is weakly dominated." and not nothing.lines and nothing.complete


def test_bounds() -> None:
    """What was found is told, and that it may not be all."""
    game = generators.random_game((5, 5), 0, 1, 1)
    few, all_ = end_results(game, most=5), end_results(game)
    assert not few.complete and all_.complete and few.looked == 5
    assert 1 <= len(few.survivors) < len(all_.survivors) and set(few.survivors) < set(all_.survivors)
    assert iterated_elimination(game, strict=False).survivors in few.survivors
    large = generators.random_game((60, 60), 0, 99, 1)  # nothing is dominated, and that is known
    assert not dominated(large) and end_results(large).complete
    # Everything but one is dominated, in any order: too many ways, one end.
    many = [[i + j for j in range(20)] for i in range(20)]
    solution = solve(NormalForm.from_arrays(many, many), "weak-dominance")
    assert not solution.complete and dict(solution.details)["order_matters"] is None
    assert solution.message.endswith("Bob: T. Not every order was looked at.")
    assert solution.lines[-1].startswith("Whether the order matters is not known: ")


def test_the_certificate_can_fail() -> None:
    found = iterated_elimination(BOTH_WAYS, strict=False)
    assert elimination.holds(BOTH_WAYS, found)
    other = NormalForm.from_arrays([[2, 0], [1, 2], [0, 2]], BOTH_WAYS.payoffs[1])
    assert not elimination.holds(other, found)
    way = (everything(BOTH_WAYS), ((0, 1), (0, 1)), ((0, 1), (0,)))
    assert elimination._is_way(BOTH_WAYS, way, lambda *_: None)
    assert not elimination._is_way(BOTH_WAYS, (way[0], way[2]), lambda *_: None), "R is not dominated at once"


@pytest.mark.parametrize("after", [0, 5, 60])
def test_the_search_can_be_cancelled(after: int) -> None:
    heard = iter(range(after))

    def hook(done: float | None, text: str = "") -> None:
        if next(heard, None) is None:
            raise Cancelled

    with pytest.raises(Cancelled):
        end_results(generators.random_game((8, 8), 0, 1, 1), hook)


def test_cancelled() -> None:
    def never(done: float | None, text: str = "") -> None:
        raise Cancelled
    for look in (dominated, iterated_elimination):
        with pytest.raises(Cancelled):
            look(generators.random_game((3, 3), 0, 9, 1), progress=never)
