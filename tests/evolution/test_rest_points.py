"""Rest points: which there are, exactly, and of what kind, against textbooks and against definitions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from playground.evolution import KINDS, PopulationGame, population_game, rest_points, rest_set, velocity
from playground.evolution.dynamic import dynamic_of
from playground.game import NormalForm, Profile

REPLICATOR = dynamic_of("replicator")


def symmetric(rows):
    matrix = np.array([[Fraction(value) for value in row] for row in rows], dtype=object)
    return NormalForm.from_arrays(matrix, matrix.T)


def kinds(game, kind=""):
    return {tuple(map(str, point.at)): point.kind for point in rest_points(game, kind=kind)}


def circle(win, lose):
    """Rock–paper–scissors: each beats the one before it."""
    return symmetric([[0, -lose, win], [win, 0, -lose], [-lose, win, 0]])


ROCK, PAPER, SCISSORS = ("1", "0", "0"), ("0", "1", "0"), ("0", "0", "1")
MIXED = ("1/3", "1/3", "1/3")
TEXTBOOK = [
    # Hawk–Dove, V = 2, C = 4: the mixture V / C is stable (Maynard Smith 1982)
    (symmetric([[-1, 2], [0, 1]]), "one",
     {("1", "0"): "source", ("0", "1"): "source", ("1/2", "1/2"): "sink"}),
    # … and with two populations it is a saddle between the two role conventions
    (symmetric([[-1, 2], [0, 1]]), "two",
     {("1", "0", "1", "0"): "source", ("0", "1", "0", "1"): "source", ("1", "0", "0", "1"): "sink",
      ("0", "1", "1", "0"): "sink", ("1/2", "1/2", "1/2", "1/2"): "saddle"}),
    (symmetric([[4, 0], [3, 3]]), "one", {("1", "0"): "sink", ("0", "1"): "sink", ("3/4", "1/4"): "source"}),
    (symmetric([[3, 0], [5, 1]]), "one", {("1", "0"): "source", ("0", "1"): "sink"}),
    (symmetric([[2, 0], [0, 1]]), "two",
     {("1", "0", "1", "0"): "sink", ("0", "1", "0", "1"): "sink", ("1", "0", "0", "1"): "source",
      ("0", "1", "1", "0"): "source", ("1/3", "2/3", "1/3", "2/3"): "saddle"}),
    # Matching Pennies circles (Hofbauer and Sigmund 1998, chapter 10)
    (NormalForm.from_arrays([[1, -1], [-1, 1]]), "two",
     {**dict.fromkeys(product(*[[("1", "0"), ("0", "1")]] * 2), "saddle"),
      (("1/2", "1/2"), ("1/2", "1/2")): "centre"}),
    # Rock–Paper–Scissors: determinant of the matrix zero, positive, negative (the same, 7.7)
    (circle(1, 1), "one", {ROCK: "saddle", PAPER: "saddle", SCISSORS: "saddle", MIXED: "centre"}),
    (circle(2, 1), "one", {ROCK: "saddle", PAPER: "saddle", SCISSORS: "saddle", MIXED: "sink"}),
    (circle(1, 2), "one", {ROCK: "saddle", PAPER: "saddle", SCISSORS: "saddle", MIXED: "source"}),
    # Zeeman (1980): two attractors, one of them inside and not an ESS
    (symmetric([[0, 6, -4], [-3, 0, 5], [-1, 3, 0]]), "one",
     {ROCK: "sink", PAPER: "source", SCISSORS: "saddle", ("4/5", "0", "1/5"): "saddle",
      ("0", "5/8", "3/8"): "saddle", MIXED: "sink"}),
]


@pytest.mark.parametrize("game, kind, expected", TEXTBOOK)
def test_textbook_games(game, kind, expected):
    flat = {tuple(np.ravel(at).tolist()): each for at, each in expected.items()}
    assert kinds(game, kind) == flat
    assert rest_set(game, kind=kind).continua == ()


def test_eigenvalues_are_exact_where_rational_and_said_in_the_sentence():
    zeeman = rest_points(symmetric([[0, 6, -4], [-3, 0, 5], [-1, 3, 0]]))
    inside = next(point for point in zeeman if 0 not in point.at)
    # the characteristic polynomial is z² + 2/3 z + 1/3
    turn = np.sqrt(2) / 3
    assert inside.eigenvalues == pytest.approx([complex(-1 / 3, turn), complex(-1 / 3, -turn)])
    edge = next(point for point in zeeman if point.at == (Fraction(4, 5), 0, Fraction(1, 5)))
    assert edge.eigenvalues == (complex(4 / 5), complex(-3 / 5))
    assert edge.why == ("Saddle: nearby states approach in some directions and leave in others "
                        "(eigenvalues 4/5 and −3/5: positive and negative).")
    assert "(eigenvalues ≈ −0.333 ±0.471i: negative real parts)" in inside.why
    pennies = rest_points(NormalForm.from_arrays([[1, -1], [-1, 1]]))[-1]
    assert "(eigenvalues ±i: imaginary" in pennies.why and "constant of motion" in pennies.why
    assert pennies.eigenvalues == (1j, -1j)


def test_the_neutral_edge_of_the_repeated_dilemma_is_a_line_not_a_stable_point():
    """Always Cooperate, Always Defect, Tit for Tat: the first and the last do equally well together."""
    found = rest_set(symmetric([[3, 0, 3], [5, 1, "3/2"], [3, "1/2", 3]]))
    (line,) = found.continua
    assert set(line.vertices) == {(1, 0, 0), (0, 0, 1)} and line.dimension == 1
    by_place = {point.at: point for point in found.points}
    assert by_place[1, 0, 0].kind == by_place[0, 0, 1].kind == "degenerate"
    assert by_place[0, 1, 0].kind == "sink"
    assert by_place[0, Fraction(3, 4), Fraction(1, 4)].kind == "saddle"
    # attracting where defectors earn less than both: 5a + 3/2 (1 − a) < 3, so a < 3/7
    border = (Fraction(3, 7), 0, Fraction(4, 7))
    assert set(line.parts) == {((0, 0, 1), border, "attracting"), (border, (1, 0, 0), "repelling")}


def test_where_nothing_matters_everything_rests():
    flat = rest_set(symmetric([[1] * 3] * 3))
    assert [set(each.vertices) for each in flat.continua] == [{(1, 0, 0), (0, 1, 0), (0, 0, 1)}]
    assert len(flat.continua[0].segments) == 3
    assert all(point.kind == "degenerate" for point in flat.points)
    square = rest_set(NormalForm.from_arrays([[1, 1], [1, 1]], [[0, 0], [0, 0]]))
    (area,) = square.continua
    assert area.dimension == 2 and len(area.vertices) == 4
    for a, b in area.segments:  # round the square, never across
        assert sum(x != y for x, y in zip(a, b)) == 2


def test_weak_dominance_attracts_though_its_eigenvalue_is_zero():
    weak = {point.at: point for point in rest_points(symmetric([[1, 1], [1, 0]]))}
    assert weak[1, 0].kind == "degenerate" and "come back, slowly" in weak[1, 0].why
    other = {point.at: point for point in rest_points(symmetric([[0, 0], [0, 1]]))}
    assert other[1, 0].kind == "degenerate" and "leave, slowly" in other[1, 0].why


def test_imaginary_eigenvalues_alone_make_no_centre():
    """Four strategies, all eigenvalues imaginary: a centre where the game is zero-sum, else undecided."""
    lizard = symmetric([[0, -1, 1, 1, -1], [1, 0, -1, -1, 1], [-1, 1, 0, 1, -1], [-1, 1, -1, 0, 1],
                        [1, -1, 1, -1, 0]])
    inside = rest_points(lizard)[-1]
    assert set(inside.at) == {Fraction(1, 5)} and inside.kind == "centre" and "zero-sum" in inside.why
    face = next(point for point in rest_points(lizard) if point.at.count(0) == 2)
    assert face.kind == "degenerate" and "some nearby states leave" in face.why


def test_too_many_faces_are_not_searched_and_it_is_said():
    wide = symmetric(np.eye(12, dtype=int))
    found = rest_set(wide)
    assert not found.complete and "too many faces" in found.note and len(found.points) == 12
    assert {point.kind for point in found.points} == {"sink"}


# Against definitions, on small whole numbers, which are degenerate as often as not

small = some.integers(-2, 2)


@some.composite
def population_games(draw):
    if draw(some.booleans()):
        size = draw(some.integers(2, 4))
        rows = draw(some.lists(some.lists(small, min_size=size, max_size=size), min_size=size, max_size=size))
        return symmetric(rows), "one"
    rows, columns = draw(some.integers(2, 3)), draw(some.integers(2, 3))
    count = rows * columns
    a, b = (np.array(draw(some.lists(small, min_size=count, max_size=count))).reshape(rows, columns)
            for _ in range(2))
    return NormalForm.from_arrays(a, b), "two"


def exact_velocity(population, state):
    payoffs = population.exact_payoffs(state)
    rates = []
    for cut in population.slices:
        mean = sum(x * f for x, f in zip(state[cut], payoffs[cut]))
        rates += [x * (f - mean) for x, f in zip(state[cut], payoffs[cut])]
    return rates


def grid_of(size, parts):
    for cuts in product(range(parts + 1), repeat=size - 1):
        if sum(cuts) <= parts:
            yield (*(Fraction(cut, parts) for cut in cuts), Fraction(parts - sum(cuts), parts))


def in_hull(state, vertices):
    """Whether a float state is a convex combination of vertices, found by non-negative least squares."""
    from scipy.optimize import nnls
    matrix = np.vstack([np.array(vertices, float).T, np.ones(len(vertices))])
    return nnls(matrix, np.array([*map(float, state), 1.0]))[1] < 1e-9


@settings(max_examples=120, deadline=None)
@given(population_games())
def test_exactly_the_states_at_rest_are_found(both):
    """All that is found rests, exactly; and every state of a grid that rests was found."""
    game, kind = both
    population, found = population_game(game, kind), rest_set(game, kind=kind)
    assert found.complete
    points = {point.at for point in found.points}
    assert len(points) == len(found.points)
    for vertices in [[at] for at in points] + [each.vertices for each in found.continua]:
        middle = tuple(sum(shares) / len(vertices) for shares in zip(*vertices))
        assert not any(exact_velocity(population, middle))
    parts = {2: 12, 3: 6, 4: 4}[max(population.sizes)]
    for shares in product(*(grid_of(size, parts) for size in population.sizes)):
        state = tuple(share for part in shares for share in part)
        if not any(exact_velocity(population, state)):
            assert state in points or any(in_hull(state, each.vertices) for each in found.continua)


def jacobian(population, state):
    """Of the flow in its free coordinates, by central differences."""
    at, columns = np.array([float(share) for share in state]), []
    keep = [i for cut in population.slices for i in range(cut.start, cut.stop - 1)]
    last = [cut.stop - 1 for cut in population.slices for _ in range(cut.start, cut.stop - 1)]
    for i, end in zip(keep, last):
        step = np.zeros(len(at))
        step[i], step[end] = 1e-6, -1e-6
        change = velocity(population, REPLICATOR, at + step) - velocity(population, REPLICATOR, at - step)
        columns.append(change[keep] / 2e-6)
    return np.array(columns).T


@settings(max_examples=120, deadline=None)
@given(population_games())
def test_kinds_and_eigenvalues_against_differences_of_the_flow(both):
    game, kind = both
    population = population_game(game, kind)
    for point in rest_points(game, kind=kind):
        values = np.linalg.eigvals(jacobian(population, point.at))
        assert np.sort_complex(np.poly(values)) == pytest.approx(
            np.sort_complex(np.poly(point.eigenvalues)), abs=1e-6)
        least = 1e-4  # multiple eigenvalues are only known to the root of the rounding
        signs = {0 if abs(value.real) < least else int(np.sign(value.real)) for value in values}
        expected = {frozenset({-1}): {"sink"}, frozenset({1}): {"source"}, frozenset({-1, 1}): {"saddle"}}
        assert point.kind in expected.get(frozenset(signs), {"centre", "degenerate"})
        assert point.why.lower().startswith(point.kind) and point.kind in KINDS


@settings(max_examples=120, deadline=None)
@given(population_games())
def test_nash_rest_points_are_the_equilibria_among_them(both):
    game, kind = both
    for point in rest_points(game, kind=kind):
        parts = [point.at] * 2 if kind == "one" else [point.at[:game.shape[0]], point.at[game.shape[0]:]]
        assert point.nash == (not any(Profile(parts).regrets(game)))


def test_sizes_are_told():
    game = population_game(NormalForm.from_arrays(np.zeros((2, 3), int), np.zeros((2, 3), int)))
    assert isinstance(game, PopulationGame) and game.sizes == (2, 3) and game.dimension == 3
