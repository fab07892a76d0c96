"""Payoff and risk dominance by their definitions, and in published games."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.equilibrium import certify, extreme_equilibria, solve, strict_pair, summary
from playground.game import NormalForm, Profile, edits, generators
from playground.problem import InputError

PLACES = list(itertools.product((0, 1), repeat=2))


@st.composite
def games(draw: st.DrawFn) -> NormalForm:
    game = generators.random_game((2, 2), 0, draw(st.integers(1, 9)), draw(st.integers(0, 10**6)))
    return edits.scale(game, Fraction(5, 3), Fraction(-7, 2)) if draw(st.booleans()) else game


def losses(game: NormalForm, at: tuple[int, int]) -> tuple[Fraction, Fraction]:
    i, j = at
    return (game.payoff(0, (i, j)) - game.payoff(0, (1 - i, j)),
            game.payoff(1, (i, j)) - game.payoff(1, (i, 1 - j)))


@st.composite
def pairs(draw: st.DrawFn) -> NormalForm:
    """Games with two strict equilibria, on either diagonal: losses, and what the other's choice adds."""
    a, b, c, d = (draw(st.integers(1, 6)) for _ in range(4))
    e, f, g, h = (draw(st.integers(-5, 5)) for _ in range(4))
    one, two = [[a + e, f], [e, b + f]], [[c + g, g], [h, d + h]]
    turned = draw(st.booleans())
    return NormalForm.from_arrays(one[::-1], two[::-1]) if turned else NormalForm.from_arrays(one, two)


@given(st.one_of(games(), pairs()))
def test_by_the_definition(game: NormalForm) -> None:
    strict = [at for at in PLACES if min(losses(game, at)) > 0]
    pair = strict_pair(game)
    assert (pair is not None) == (len(strict) == 2)
    if pair is None:
        with pytest.raises(InputError, match=r"of a 2×2 game; this game has [01] strict"):
            solve(game, "risk-dominance")
        return
    assert list(pair.profiles) == strict and list(pair.losses) == [losses(game, at) for at in strict]
    for at in (0, 1):
        one, other = strict[at], strict[1 - at]
        better = all(game.payoff(k, one) > game.payoff(k, other) for k in (0, 1))
        assert better == (pair.payoff_dominant == at)
        (a, b), (c, d) = losses(game, one), losses(game, other)
        assert (a * b > c * d) == (pair.risk_dominant == at)
        assert pair.products[at] == a * b
    solution = solve(game, "risk-dominance")
    assert solution.complete and solution.certified and solution.exact
    assert all(certify(game, each.profile) for each in solution.equilibria)
    dominant = {pair.payoff_dominant, pair.risk_dominant} - {None}
    if dominant:
        assert {each.profile for each in solution.equilibria} == {
            Profile.pure(game, strict[at]) for at in dominant if at is not None}
    else:
        mixed = [profile for profile in extreme_equilibria(game) if not profile.is_pure]
        assert [each.profile for each in solution.equilibria] == mixed and len(mixed) == 1


@given(pairs())
def test_the_probabilities(game: NormalForm) -> None:
    """A player who believes in the other's part with just that probability is indifferent."""
    details = dict(solve(game, "risk-dominance").details)
    for each in details["strict"]:
        i, j = (player.strategies.index(name) for player, name in zip(game.players, each["profile"]))
        for k, (own, theirs) in enumerate(((i, j), (j, i))):
            p = Fraction(each["probabilities"][k])
            worth = [sum(q * game.payoff(k, (mine, other) if k == 0 else (other, mine))
                         for q, other in ((p, theirs), (1 - p, 1 - theirs))) for mine in (own, 1 - own)]
            assert worth[0] == worth[1] and 0 < p < 1
    one, other = details["strict"]
    assert [Fraction(p) + Fraction(q) for p, q in zip(one["probabilities"], other["probabilities"])] == [1, 1]


@given(pairs(), st.integers(1, 7), st.integers(1, 7))
def test_what_makes_no_difference(game: NormalForm, a: int, b: int) -> None:
    """Risk dominance is the same with payoffs in other units, and with what the other's choice adds, whatever
    the own (Harsanyi and Selten's axiom: only best answers count)."""
    pair = strict_pair(game)
    one, two = game.payoffs
    changed = strict_pair(NormalForm.from_arrays(one * a + [[a, -b]], two * b + [[b], [-3]]))
    assert pair is not None and changed is not None and changed.profiles == pair.profiles
    assert changed.risk_dominant == pair.risk_dominant
    turned = strict_pair(NormalForm.from_arrays(one[::-1], two[::-1]))
    assert turned is not None and (turned.risk_dominant is None) == (pair.risk_dominant is None)
    if turned.risk_dominant is not None and pair.risk_dominant is not None:
        (i, j), (k, m) = turned.profiles[turned.risk_dominant], pair.profiles[pair.risk_dominant]
        assert (i, j) == (1 - k, m)


@given(st.one_of(games(), pairs()))
def test_the_headline_says_the_same(game: NormalForm) -> None:
    pair, line = strict_pair(game), summary(game, solve(game))
    assert ("better for both" in line) == (pair is not None and pair.payoff_dominant is not None)
    assert ("risk-dominates" in line) == (pair is not None and pair.risk_dominant is not None)


def named(one: Any, two: Any, names: tuple[str, str]) -> NormalForm:
    game = NormalForm.from_arrays(one, two)
    for k, i in itertools.product((0, 1), (0, 1)):
        game = edits.rename_strategy(game, k, i, names[i])
    return game


def test_stag_hunt() -> None:
    """Stag 4, Hare 3: payoff dominance for one, risk dominance for the other."""
    solution = solve(named([[4, 0], [3, 3]], [[4, 3], [0, 3]], ("Stag", "Hare")), "risk-dominance")
    assert solution.lines == (
        "Unilateral departure from Stag costs Ann 1 and Bob 1; the product of these losses is 1.",
        "Unilateral departure from Hare costs Ann 3 and Bob 3; the product of these losses is 9.",
        "Ann’s Stag is best if Bob plays Stag with probability 3/4 or more; Bob’s Stag, if Ann plays Stag "
        "with 3/4 or more.",
        "Ann’s Hare is best if Bob plays Hare with probability 1/4 or more; Bob’s Hare, if Ann plays Hare "
        "with 1/4 or more.",
        "Stag payoff-dominates: 4, 4 instead of 3, 3.",
        "Hare risk-dominates: its product of losses is larger.")
    assert solution.message == ("Complete: the two strict equilibria are compared. Harsanyi and Selten’s "
                                "theory selects Stag, since payoff dominance comes first.")
    assert [each.payoffs for each in solution.equilibria] == [(4, 4), (3, 3)]


def test_aumann() -> None:
    """Aumann (1990), Nash Equilibria Are Not Self-Enforcing: (9, 9) against (7, 7); the second
    risk-dominates, with losses of 7 against 1."""
    pair = strict_pair(NormalForm.from_arrays([[9, 0], [8, 7]], [[9, 8], [0, 7]]))
    assert pair is not None and pair.products == (1, 49)
    assert (pair.payoff_dominant, pair.risk_dominant) == (0, 1)


def test_by_risk_alone_and_by_neither() -> None:
    """Where interests differ: the larger product decides; equal ones leave the mixed equilibrium."""
    uneven = solve(NormalForm.from_arrays([[4, 0], [0, 1]], [[1, 0], [0, 2]]), "risk-dominance")
    assert uneven.message.endswith("selects A, for its risk.")
    assert "Neither payoff-dominates: none is better for both." in uneven.lines
    even = solve(named([[2, 0], [0, 1]], [[1, 0], [0, 2]], ("Opera", "Football")), "risk-dominance")
    assert [each.profile for each in even.equilibria] == [
        Profile([["2/3", "1/3"], ["1/3", "2/3"]])]
    assert even.message.endswith("selects the mixed equilibrium, 2/3 Opera + 1/3 Football, "
                                 "1/3 Opera + 2/3 Football.")
    assert "Neither risk-dominates: the products of losses are equal." in even.lines


@pytest.mark.parametrize(("game", "why"), [
    (NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), "this game has 1 strict equilibrium"),
    (NormalForm.from_arrays([[1, 1], [1, 1]], [[1, 1], [1, 1]]), "this game has 0 strict equilibria"),
    (NormalForm.from_arrays([[1, -1], [-1, 1]]), "this game has 0 strict equilibria"),
    (generators.random_game((3, 2), 0, 5, 1), "this game is 3×2"),
    (generators.random_game((2, 2, 2), 0, 5, 1), "this game is 2×2×2"),
    (NormalForm.from_arrays([1, 2]), "this game is 2"),
])
def test_does_not_apply(game: NormalForm, why: str) -> None:
    with pytest.raises(InputError, match=why):
        solve(game, "risk-dominance")
