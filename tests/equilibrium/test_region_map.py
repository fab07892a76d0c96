"""The map of two parameters: at any point what the engine finds there, borders as by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import extreme_equilibria
from playground.equilibrium.region_map import RegionMap, form_of, region_map
from playground.files import load_library
from playground.game import Expression, NormalForm, Parameter, Player, edits
from playground.game.normal_form import cells_from_texts
from playground.problem import InputError
from playground.progress import Cancelled

UNIT = (Fraction(-2), Fraction(2))
LINEAR = st.tuples(*[st.integers(-2, 2)] * 3).map(lambda abc: f"{abc[0]}*x + {abc[1]}*y + {abc[2]}")
POINTS = st.lists(st.tuples(*[st.fractions(-2, 2, max_denominator=40)] * 2), min_size=12, max_size=12)


def made_of(texts: list[list[list[str]]]) -> NormalForm:
    shape = len(texts[0]), len(texts[0][0])
    players = tuple(Player(name, tuple("abc"[:size])) for name, size in zip(("Ann", "Bob"), shape))
    return NormalForm(players, cells_from_texts(np.array(texts, dtype=object)), (
        Parameter("x", Expression("1")), Parameter("y", Expression("1")), Parameter("z", Expression("x/2"))))


def drawn(data: st.DataObject, m: int, n: int, cells: st.SearchStrategy[str]) -> NormalForm:
    return made_of([[[data.draw(cells) for _ in range(n)] for _ in range(m)] for _ in range(2)])


def is_right(game: NormalForm, found: RegionMap, x: Fraction, y: Fraction) -> bool:
    there = edits.set_parameters(game, {"x": str(x), "y": str(y)})
    area = found.area_at(x, y)
    assert area is not None
    return found.forms[area.form] == form_of(extreme_equilibria(there))


def check_whole(game: NormalForm, found: RegionMap) -> None:
    """Cells fill the rectangle without overlap, and samples are what they say."""
    assert found.strips[0].left == found.across[0] and found.strips[-1].right == found.across[1]
    assert all(one.right == two.left for one, two in pairwise(found.strips))
    for strip in found.strips:
        assert strip.heights[0] == (found.up[0],) * 2 and strip.heights[-1] == (found.up[1],) * 2
        assert all(a <= c and b <= d for (a, b), (c, d) in pairwise(strip.heights))
        assert len(strip.areas) == len(strip.heights) - 1 == len(strip.curves) + 1
    for area in found.areas:
        assert is_right(game, found, *area.sample) and found.area_at(*area.sample) is area
        assert found.forms[area.form].words(game)


@settings(max_examples=60)
@given(st.data(), POINTS)
def test_straight_borders_are_exact_everywhere(data: st.DataObject, points: list[tuple[Fraction, Fraction]]
                                               ) -> None:
    game = drawn(data, 2, 2, LINEAR)
    found = region_map(game, "x", "y", UNIT, UNIT)
    assert found.exact and not found.lines
    check_whole(game, found)
    for x, y in points:
        on_border = any(not curve.value({"x": x, "y": y}) for curve in found.curves)
        assert on_border or is_right(game, found, x, y)


@settings(max_examples=6, deadline=None)
@given(st.data(), st.sampled_from([(2, 2), (2, 3)]))
def test_other_borders_are_exact_on_the_lines(data: st.DataObject, shape: tuple[int, int]) -> None:
    cells = LINEAR if shape == (2, 3) else st.sampled_from(
        ["x*y", "x^2 + y", "min(x, y)", "x/(y + 3)", "z - y", "1", "0", "y^2"])
    game = drawn(data, *shape, cells)
    found = region_map(game, "x", "y", UNIT, UNIT)
    check_whole(game, found)
    for x in found.lines[::5]:
        strip = next(strip for strip in found.strips if x <= strip.right)
        for (_a, low), (_b, high) in pairwise(strip.heights):
            y = low + (high - low) * Fraction(3, 7)
            assert high - low < Fraction(1, 10**6) or is_right(game, found, x, y)


def test_a_dilemma_by_hand() -> None:
    """Of R and S, as T = 5 and P = 1 stay: for each player C is best against C where R > T, and best against
    D where S > P; so four rectangles meet at (5, 1)."""
    game = load_library("prisoners-dilemma").game
    found = region_map(game, "R", "S", (Fraction(3), Fraction(8)), (Fraction(-1), Fraction(2)))
    assert found.exact and {curve.equation for curve in found.curves} == {"R = T", "P = S"}
    assert [(strip.left, strip.right, strip.heights[1]) for strip in found.strips] == [
        (3, 5, (1, 1)), (5, 8, (1, 1))]
    said = {(x, y): found.forms[area.form].words(game) for x in (4, 6) for y in (0, Fraction(3, 2))
            if (area := found.area_at(x, y)) is not None}
    assert said == {
        (4, 0): "pure (Defect, Defect)", (6, Fraction(3, 2)): "pure (Cooperate, Cooperate)",
        (6, 0): "pure (Cooperate, Cooperate) and (Defect, Defect), one mixed over all",
        (4, Fraction(3, 2)): "pure (Cooperate, Defect) and (Defect, Cooperate), one mixed over all"}
    assert found.area_at(2, 0) is None and found.area_at(4, 3) is None


def test_hawks_and_doves() -> None:
    """(V - C)/2 against 0: Hawk is dominant where V > C, a line through the corner."""
    game = load_library("hawk-dove").game
    found = region_map(game, "V", "C", (Fraction(1), Fraction(3)), (Fraction(1), Fraction(4)))
    (strip,) = found.strips
    assert strip.heights == ((1, 1), (1, 3), (4, 4))
    assert [found.curves[i].equation for i in strip.curves if i is not None] == ["C = V"]


def test_a_curve_is_found_on_every_line() -> None:
    """Two pure equilibria inside of the circle, one outside."""
    game = made_of([[["1", "0"], ["x^2 + y^2", "1"]], [["1", "x^2 + y^2"], ["0", "1"]]])
    found = region_map(game, "x", "y", UNIT, UNIT)
    assert not found.exact and len(found.areas) == 2 and len(found.lines) >= 24
    for x in found.lines:
        heights = next(strip.heights[1:-1] for strip in found.strips if strip.right == x)
        assert [float(high) for _low, high in heights] == pytest.approx(
            [sign * float(1 - x * x) ** 0.5 for sign in (-1, 1)] if abs(x) < 1 else [], abs=1e-12)


@pytest.mark.parametrize("cell", ["1/x^2", "1/y^2", "2 + 1/(x - y + 1/2)^2"])
def test_poles_are_gone_round(cell: str) -> None:
    """Payoffs have no value in the midst of an area, which is the same on both sides."""
    game = made_of([[[cell, cell], ["0", "0"]], [["1", "0"], ["1", "0"]]])
    found = region_map(game, "x", "y", UNIT, UNIT)
    assert [form.words(game) for form in found.forms] == ["pure (a, a)"] and len(found.areas) == 1
    check_whole(game, found)


def test_what_does_not_fit() -> None:
    hunt, dilemma = load_library("stag-hunt").game, load_library("prisoners-dilemma").game
    wide = (Fraction(0), Fraction(9))
    for game, x, y, across, message in (
            (hunt, "h", "q", wide, "no parameter 'q'"), (dilemma, "T", "T", wide, "'T' is given twice"),
            (dilemma, "T", "R", wide[::-1], "9 is not below 0"),
            (load_library("pigou").game, "t", "v", wide, "two players"),
            (load_library("minimum-effort").game, "a", "b", wide, "games up to about 5 × 5")):
        with pytest.raises(InputError, match=message):
            region_map(game, x, y, across, wide)

    def never(done: float | None, text: str = "") -> None:
        raise Cancelled
    for game, x, y in ((dilemma, "T", "R"), (load_library("braess").game, "v", "f")):
        with pytest.raises(Cancelled):
            region_map(game, x, y, (Fraction(1), Fraction(9)), wide, never)
