"""Domination against scipy's linear programs and against its definition; elimination in any order."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from playground.equilibrium import Domination, dominated, extreme_equilibria, iterated_elimination, solve
from playground.equilibrium.dominance import belief, end_results
from playground.game import NormalForm, edits, generators
from playground.progress import Cancelled


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


# --- in any order -----------------------------------------------------------------------------------------


def test_the_order_matters() -> None:
    """Osborne and Rubinstein (1994), Figure 63.1: T first and then L leave payoffs of (2, 1), B first and
    then R leave (1, 1); T and B at once leave M, and then nothing is dominated."""
    game = NormalForm.from_arrays([[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]])
    found = end_results(game)
    assert found.complete and found.survivors == (
        ((0, 1), (0,)), ((1,), (0,)), ((1,), (0, 1)), ((1,), (1,)), ((1, 2), (1,)))
    solution = solve(game, "weak-dominance")
    details = dict(solution.details)
    assert details["order_matters"] is True and len(details["ends"]) == 5 and solution.complete
    assert "The order matters: 5 results can be left." in solution.lines
    assert dict(solve(game, "dominance").details).keys() == {"survivors", "rounds"}


def naive_ends(game: NormalForm, left: tuple[tuple[int, ...], ...]) -> set[tuple[tuple[int, ...], ...]]:
    """Every choice among what is dominated in the game with these strategies alone, without any memory."""
    smaller = NormalForm.from_arrays(*(payoffs[np.ix_(*left)] for payoffs in game.payoffs))
    gone = [(each.player, left[each.player][each.strategy]) for each in dominated(smaller)]
    if not gone:
        return {left}
    found = set()
    for choice in range(1, 2 ** len(gone)):
        some = {each for i, each in enumerate(gone) if choice >> i & 1}
        found |= naive_ends(game, tuple(tuple(i for i in own if (player, i) not in some)
                                        for player, own in enumerate(left)))
    return found


@settings(max_examples=40)
@given(st.sampled_from([(2, 2), (3, 2), (3, 3), (2, 2, 2)]), st.integers(1, 3), st.integers(0, 10**6))
def test_all_end_results(shape: tuple[int, ...], high: int, seed: int) -> None:
    game = generators.random_game(shape, 0, high, seed)
    found = end_results(game)
    assert found.complete
    assert set(found.survivors) == naive_ends(game, tuple(tuple(range(size)) for size in shape))
    assert iterated_elimination(game, strict=False).survivors in found.survivors


def test_orders_that_are_too_many() -> None:
    game = generators.random_game((5, 5), 0, 1, 1)
    few, everything = end_results(game, most=5), end_results(game)
    assert not few.complete and everything.complete and len(everything.survivors) == 14
    assert 1 <= len(few.survivors) < 14 and set(few.survivors) < set(everything.survivors)
    large = solve(generators.random_game((12, 12), 0, 1, 1), "weak-dominance")
    assert large.complete == (dict(large.details)["order_matters"] is not None)


# --- rationalizable strategies ------------------------------------------------------------------------------


@settings(max_examples=60)
@given(games())
def test_beliefs_are_the_other_side_of_domination(game: NormalForm) -> None:
    """Pearce (1984), Lemma 3: never a best response, or strictly dominated, and not both."""
    everything = tuple(tuple(range(size)) for size in game.shape)
    strictly = {(each.player, each.strategy) for each in dominated(game) if each.strict}
    for player, own in enumerate(everything):
        for strategy in own:
            held = belief(game, player, strategy, everything)
            assert (held is None) == ((player, strategy) in strictly)
            if held is not None:
                assert sum(held.values()) == 1 and min(held.values()) > 0
                earned = [sum(p * game.payoff(player, (*at[:player], other, *at[player:]))
                              for at, p in held.items()) for other in own]
                assert earned[strategy] == max(earned)
    solution = solve(game, "rationalizable")
    assert solution.certified and solution.complete
    kept = dict(solution.details)["survivors"]
    assert kept == dict(solve(game, "dominance").details)["survivors"]
    assert len(dict(solution.details)["beliefs"]) == sum(map(len, kept))


def test_bernheim() -> None:
    """Bernheim (1984), Figure 1: player 2's fourth strategy goes and then player 1's fourth; the others stand
    in a cycle of best responses."""
    one = [[0, 2, 7, 0], [5, 2, 5, 0], [7, 2, 0, 0], [0, -2, 0, 10]]
    two = [[7, 5, 0, 1], [2, 3, 2, 1], [0, 5, 7, 1], [0, 0, 0, -1]]
    solution = solve(NormalForm.from_arrays(one, two), "rationalizable")
    assert dict(solution.details)["survivors"] == [["A", "B", "C"], ["A", "B", "C"]]
    rounds = dict(solution.details)["rounds"]
    assert [[each["strategy"] for each in found] for found in rounds] == [["D"], ["D"]]


def test_cancelled() -> None:
    def never(done: float | None, text: str = "") -> None:
        raise Cancelled
    for look in (dominated, iterated_elimination):
        with pytest.raises(Cancelled):
            look(generators.random_game((3, 3), 0, 9, 1), progress=never)
