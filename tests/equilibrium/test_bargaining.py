"""Bargaining solutions against every lottery of a dense set, their axioms, and published examples."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import Bargain, bargain, maximin, solve
from playground.equilibrium import bargaining as module
from playground.files import load
from playground.game import NormalForm, edits, generators
from playground.problem import InputError
from playground.progress import Cancelled

Point = tuple[Fraction, Fraction]
SHAPES = st.sampled_from([(2, 2), (2, 3), (3, 3), (4, 3), (1, 4), (1, 1)])


@st.composite
def games(draw: st.DrawFn) -> NormalForm:
    game = generators.random_game(draw(SHAPES), 0, draw(st.integers(1, 12)), draw(st.integers(0, 10**6)))
    return edits.scale(game, Fraction(5, 3), Fraction(-7, 2)) if draw(st.booleans()) else game


def payoffs(found: Bargain) -> dict[str, Point]:
    return {each.name: each.payoffs for each in found.agreements}


def lotteries(game: NormalForm, least: Point, steps: int = 60) -> Any:
    """What lotteries over any two pure profiles give: all of the frontier, and points within. As gains, where
    nobody loses."""
    points = game.floats.reshape(2, -1).T
    weights = np.linspace(0, 1, steps + 1)[:, None, None, None]
    mixed = (weights * points[:, None] + (1 - weights) * points).reshape(-1, 2) - np.array(least, dtype=float)
    return mixed[(mixed >= -1e-12).all(axis=1)]


@settings(max_examples=80)
@given(games())
def test_nothing_is_better(game: NormalForm) -> None:
    found = bargain(game)
    start = found.disagreement
    assert start == (maximin(game, 0).value, maximin(game, 1).value)
    solution = solve(game, "bargaining")
    assert solution.certified and solution.complete and solution.exact and not solution.equilibria
    gains = {}
    for each in found.agreements:
        assert sum(p for p, _at in each.lottery) == 1 and min(p for p, _at in each.lottery) > 0
        for k in (0, 1):
            assert sum(p * game.payoff(k, at) for p, at in each.lottery) == each.payoffs[k] >= start[k]
        gains[each.name] = np.array(each.payoffs, dtype=object) - np.array(start, dtype=object)
    rivals = lotteries(game, start)
    if not len(rivals):
        return
    tolerance = 1e-9
    for one in gains.values():  # efficient
        better = rivals - one.astype(float)
        assert not ((better > -1e-12).all(axis=1) & (better > 1e-9).any(axis=1)).any()
    assert rivals.prod(axis=1).max() <= float(gains[module.NASH].prod()) + tolerance
    assert rivals.min(axis=1).max() <= float(min(gains[module.EGALITARIAN])) + tolerance
    assert rivals.sum(axis=1).max() <= float(sum(gains[module.UTILITARIAN])) + tolerance
    greatest = np.array([best - least for best, least in zip(found.ideal, start)], dtype=object)
    assert (rivals.max(axis=0) <= greatest.astype(float) + tolerance).all()
    if all(greatest):
        shares = gains[module.KALAI_SMORODINSKY] / greatest
        assert shares[0] == shares[1]
        assert (rivals / greatest.astype(float)).min(axis=1).max() <= float(shares[0]) + tolerance


@settings(max_examples=60)
@given(games(), st.integers(1, 5), st.integers(1, 5), st.integers(-9, 9))
def test_other_units(game: NormalForm, a: int, b: int, c: int) -> None:
    """The first two solutions move with the units of either player; the others with a common unit."""
    one, two = game.payoffs
    before = payoffs(bargain(game))
    apart = payoffs(bargain(NormalForm.from_arrays(one * a + c, two * b - c)))
    for name in (module.NASH, module.KALAI_SMORODINSKY):
        assert apart[name] == (before[name][0] * a + c, before[name][1] * b - c)
    together = payoffs(bargain(NormalForm.from_arrays(one * a + c, two * a - c)))
    assert together == {name: (x * a + c, y * a - c) for name, (x, y) in before.items()}


@given(st.integers(0, 10**6), st.integers(1, 4))
def test_symmetry(seed: int, size: int) -> None:
    found = bargain(generators.random_symmetric(size, 0, 9, seed))
    assert all(x == y for x, y in payoffs(found).values())


@given(games())
def test_players_exchanged(game: NormalForm) -> None:
    other = bargain(NormalForm.from_arrays(game.payoffs[1].T, game.payoffs[0].T))
    assert payoffs(other) == {name: (y, x) for name, (x, y) in payoffs(bargain(game)).items()}


@given(games())
def test_independence_of_what_is_not_chosen(game: NormalForm) -> None:
    """Nash's axiom: with the profiles of his solution and the disagreement alone, it is chosen still."""
    found = bargain(game)
    nash = found.agreements[0]
    rows = [[game.payoff(k, at) for _p, at in nash.lottery] for k in (0, 1)]
    smaller = NormalForm.from_arrays([rows[0]], [rows[1]])
    assert bargain(smaller, found.disagreement).agreements[0].payoffs == nash.payoffs


@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 4))
def test_nothing_to_bargain_about(seed: int, m: int, n: int) -> None:
    game = generators.random_zero_sum((m, n), -3, 3, seed)
    value = maximin(game, 0).value
    assert set(payoffs(bargain(game)).values()) == {(value, -value)}
    assert "there is nothing to bargain about" in solve(game, "bargaining").lines[0]


def of_points(*points: tuple[Any, Any]) -> NormalForm:
    return NormalForm.from_arrays([[x for x, _y in points]], [[y for _x, y in points]])


def test_kalai_and_smorodinsky() -> None:
    """Their example (1975, section 2): from the first set to the second player 2's possibilities only grow,
    but Nash's solution gives player 2 less, 7/10 instead of 3/4; theirs gives more."""
    zero = Fraction(0), Fraction(0)
    small = payoffs(bargain(of_points((0, 0), (0, 1), ("3/4", "3/4"), (1, 0)), zero))
    large = payoffs(bargain(of_points((0, 0), (0, 1), (1, "7/10"), (1, 0)), zero))
    assert small[module.NASH] == small[module.KALAI_SMORODINSKY] == (Fraction(3, 4), Fraction(3, 4))
    assert large[module.NASH] == (1, Fraction(7, 10))
    assert large[module.KALAI_SMORODINSKY] == (Fraction(10, 13), Fraction(10, 13))


def test_four_different_answers() -> None:
    """Below 2x + y = 12 up to x = 5: by hand."""
    found = bargain(of_points((0, 0), (0, 12), (5, 2), (5, 0)), (Fraction(0), Fraction(0)))
    assert payoffs(found) == {
        "Nash": (3, 6), "Kalai–Smorodinsky": (Fraction(30, 11), Fraction(72, 11)),
        "Egalitarian": (4, 4), "Utilitarian": (0, 12)}
    assert found.ideal == (5, 12) and found.frontier == ((0, 12), (5, 2))


def test_where_equal_gains_would_waste() -> None:
    """One profile that is best for both: the least gain is as large as can be, and nothing is wasted."""
    solution = solve(NormalForm.from_arrays([[0, 0], [0, 5]], [[0, 0], [0, 1]]), "bargaining")
    assert solution.lines[3] == (
        "Egalitarian: Ann 5, Bob 1 by (B, B); Bob gains less, 1, but cannot gain more.")


def test_battle_of_the_sexes(root: Path) -> None:
    solution = solve(load(root / "games/battle-of-the-sexes.game.json").game, "bargaining")
    half = "1/2 (Football, Football) + 1/2 (Opera, Opera)"
    assert solution.lines == (
        "Without agreement each gets what it can secure alone: Ann 2/3, Bob 2/3.",
        f"Nash: Ann 3/2, Bob 3/2 by {half}; the product of gains, 25/36, is greatest.",
        f"Kalai–Smorodinsky: Ann 3/2, Bob 3/2 by {half}; each gets 5/8 of the greatest gain possible.",
        f"Egalitarian: Ann 3/2, Bob 3/2 by {half}; both gain 5/6.",
        f"Utilitarian: Ann 3/2, Bob 3/2 by {half}; the sum, 3, is greatest, as from 1, 2 to 2, 1.",
        "The last two compare one player’s gains with the other’s, the first two do not need a unit.")
    assert solution.message == ("Complete: each solution is unique, but for the utilitarian one: that with "
                                "the most equal gains is shown.")


@pytest.mark.parametrize(("name", "expected"), [("nash-demand", (5, 5)), ("chicken", (6, 6)),
                                                ("prisoners-dilemma", (3, 3)), ("cournot", (18, 18))])
def test_the_library(root: Path, name: str, expected: tuple[int, int]) -> None:
    found = bargain(load(root / f"games/{name}.game.json").game)
    assert set(payoffs(found).values()) == {expected}
    assert all(len(each.lottery) == 1 for each in found.agreements)


def test_does_not_apply() -> None:
    for shape in ((2,), (2, 2, 2)):
        with pytest.raises(InputError, match="bargaining solutions are for two players; this game has"):
            solve(generators.random_game(shape, 0, 3, 1), "bargaining")
    with pytest.raises(InputError, match="4,100 profiles are too many to bargain about; 4,000 are allowed"):
        bargain(generators.blank((82, 50)))
    with pytest.raises(InputError, match="no lottery gives both players as much as 1, 1"):
        bargain(of_points((0, 1), (1, 0)), (Fraction(1), Fraction(1)))


def test_the_certificate_can_fail() -> None:
    """Each solution is refused under the name of another, and with another lottery."""
    game = of_points((0, 0), (0, 12), (5, 2), (5, 0))
    found = bargain(game, (Fraction(0), Fraction(0)))
    for each in found.agreements:
        assert module._holds(game, found, each)
        for other in module.NAMES:
            assert module._holds(game, found, each._replace(name=other)) == (other == each.name)
        assert not module._holds(game, found, each._replace(lottery=((Fraction(1), (0, 0)),)))


def test_cancelled() -> None:
    def hook(done: float | None, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        solve(generators.random_game((2, 2), 0, 5, 1), "bargaining", progress=hook)
