"""Best-response regions cover the simplex and say what is best; Lemke–Howson paths run on their borders."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playground.equilibrium import certify, extreme_equilibria, lemke_howson
from playground.equilibrium.lemke_howson import Step, walk
from playground.equilibrium.regions import Region, best_response_regions
from playground.game import NormalForm, Player, Profile, generators
from playground.problem import InputError

TEXTBOOK = NormalForm.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]])


def earned(game: NormalForm, player: int, mixture: tuple[F, ...]) -> list[F]:
    """What each strategy of the other player earns against a mixture of `player`'s, by plain sums."""
    def payoff(own: int, other: int) -> F:
        return game.payoff(1 - player, (own, other) if player == 0 else (other, own))
    return [sum((p * payoff(i, j) for i, p in enumerate(mixture)), F(0))
            for j in range(game.shape[1 - player])]


def best(game: NormalForm, player: int, mixture: tuple[F, ...]) -> set[int]:
    found = earned(game, player, mixture)
    return {j for j, value in enumerate(found) if value == max(found)}


@st.composite
def games(draw, most: int = 6):
    """Games with many ties and with none; the player looked at has two or three strategies."""
    player = draw(st.integers(0, 1))
    own, other = draw(st.integers(2, 3)), draw(st.integers(1, most))
    high = draw(st.sampled_from([1, 3, 1000]))
    shape = (own, other) if player == 0 else (other, own)
    return generators.random_game(shape, 0, high, draw(st.integers(0, 10**6))), player


@given(games(10))
def test_the_regions_cover_the_simplex_without_overlap(case) -> None:
    game, player = case
    regions = best_response_regions(game, player)
    assert sum(region.share for region in regions) == 1
    assert sorted(j for region in regions for j in region.strategies) == list(range(game.shape[1 - player]))


@given(games(), st.lists(st.integers(0, 12), min_size=3, max_size=3))
def test_a_mixture_is_in_the_regions_of_its_best_responses(case, weights) -> None:
    game, player = case
    weights = weights[:game.shape[player]]
    assume(any(weights))
    point = tuple(F(w, sum(weights)) for w in weights)
    inside = {j for region in best_response_regions(game, player) if holds(region, point)
              for j in region.strategies}
    assert inside == best(game, player, point)


@given(games(), st.lists(st.integers(1, 20), min_size=12, max_size=12))
def test_inside_a_region_its_strategies_alone_are_best(case, weights) -> None:
    game, player = case
    for region in best_response_regions(game, player):
        for corner in region.corners:
            assert set(region.strategies) <= best(game, player, corner)
        if region.corners:
            used = weights[:len(region.corners)]
            inner = tuple(sum((w * x for w, x in zip(used, each)), F(0)) / sum(used)
                          for each in zip(*region.corners))
            found = best(game, player, inner)
            assert found == set(region.strategies) if region.whole else found > set(region.strategies)


@given(games())
def test_corners_are_just_the_corners_in_order(case) -> None:
    """Every turn goes the same way and none is straight, so the polygon is convex and no corner is idle."""
    game, player = case
    for region in best_response_regions(game, player):
        assert len(set(region.corners)) == len(region.corners)
        if len(region.corners) > 2:
            turns = [turn(*(region.corners[(i + step) % len(region.corners)] for step in (0, 1, 2)))
                     for i in range(len(region.corners))]
            assert all(each > 0 for each in turns)


def turn(a, b, c) -> F:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def holds(region: Region, point: tuple[F, ...]) -> bool:
    """Whether the point is in the convex hull of the corners, by Carathéodory: in one of its simplices."""
    return any(_within(part, point) for size in (1, 2, 3) for part in combinations(region.corners, size))


def _within(corners, point) -> bool:
    if len(corners) == 1:
        return corners[0] == point
    if len(corners) == 2:
        a, b = corners
        k = next(k for k in range(len(a)) if a[k] != b[k])
        t = (point[k] - a[k]) / (b[k] - a[k])
        return 0 <= t <= 1 and all(x + t * (y - x) == p for x, y, p in zip(a, b, point))
    turns = [turn(corners[i], corners[(i + 1) % 3], point) for i in range(3)]
    return turn(*corners) != 0 and (all(t >= 0 for t in turns) or all(t <= 0 for t in turns))


def test_regions_of_the_textbook() -> None:
    """Von Stengel (2007), Algorithmic Game Theory, figure 3.1: where the columns are equally good, between
    (4/5, 1/5, 0) and (0, 1/3, 2/3); rows change at y = (2/3, 1/3) and (1/3, 2/3)."""
    left, right = best_response_regions(TEXTBOOK, 0)
    border = {(F(4, 5), F(1, 5), F(0)), (F(0), F(1, 3), F(2, 3))}
    assert set(left.corners) & set(right.corners) == border
    assert set(right.corners) - border == {(F(0), F(1), F(0))}
    assert (left.share, right.share) == (F(7, 15), F(8, 15))
    rows = best_response_regions(TEXTBOOK, 1)
    assert [set(row.corners) for row in rows] == [
        {(F(1), F(0)), (F(2, 3), F(1, 3))}, {(F(2, 3), F(1, 3)), (F(1, 3), F(2, 3))},
        {(F(1, 3), F(2, 3)), (F(0), F(1))}]


def test_rock_paper_scissors() -> None:
    """Each region is a kite from the centre, a third of the triangle."""
    wins = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]
    game = NormalForm.from_arrays(wins, [[-x for x in row] for row in wins])
    for player in (0, 1):
        for region in best_response_regions(game, player):
            assert region.share == F(1, 3) and len(region.corners) == 4
            assert (F(1, 3),) * 3 in region.corners


def test_equal_never_best_and_barely_best_strategies() -> None:
    second = [[1, 1, 0, -1, 0, 1], [0, 0, 1, -1, 1, 1], [0, 0, 0, -1, 1, 0]]
    game = NormalForm.from_arrays([[0] * 6] * 3, second)
    segment, point, never, right, left = best_response_regions(game, 0)
    assert segment.strategies == (0, 1)
    assert segment.corners == ((F(1), F(0), F(0)), (F(1, 2), F(0), F(1, 2)))
    assert point.strategies == (2,) and point.corners == ((F(0), F(1), F(0)),)
    assert never.corners == () and never.share == 0 and not never.whole
    assert right.share == left.share == F(1, 2)  # they meet where x₁ = x₃
    flat = NormalForm.from_arrays([[0, 0]] * 3, [[1, 1]] * 3)
    (all_of_it,) = best_response_regions(flat, 0)
    assert all_of_it.strategies == (0, 1) and all_of_it.share == 1


def test_only_two_or_three_strategies_of_two_players() -> None:
    for shape in ((4, 2), (1, 3), (2, 2, 2)):
        with pytest.raises(InputError):
            best_response_regions(generators.random_game(shape, 0, 9, 1), 0)


# --- the walk ---------------------------------------------------------------------------------------------


def test_the_walk_of_the_textbook() -> None:
    """Von Stengel (2007), Algorithmic Game Theory, section 3.4: label 2 is dropped (here 1, from 0)."""
    steps = list(walk(TEXTBOOK, 1))
    assert [(step.player, step.dropped, step.picked) for step in steps] == [
        (0, 1, 4), (1, 4, 2), (0, 2, 3), (1, 3, 1)]
    a, b = (F(0), F(1), F(0)), (F(0), F(1, 3), F(2, 3))
    c, d = (F(0), F(1)), (F(1, 3), F(2, 3))
    assert [step.points for step in steps] == [(a, None), (a, c), (b, c), (b, d)]


@settings(max_examples=80)
@given(st.integers(1, 4), st.integers(1, 5), st.sampled_from([0, 1, 3, 10**6]), st.integers(0, 10**6))
def test_walks_follow_the_rules(m: int, n: int, high: int, seed: int) -> None:
    """Of all games, degenerate ones included: one label is exchanged a step, it is one that the point has,
    all labels but the dropped one stay, and the end is the equilibrium that `lemke_howson` finds."""
    game = generators.random_game((m, n), 0, high, seed)
    every = frozenset(range(m + n))
    for label in range(m + n):
        steps = list(walk(game, label))
        labels, points = [frozenset(range(m)), frozenset(range(m, m + n))], [None, None]
        duplicate = label
        for number, step in enumerate(steps):
            k = step.player
            assert step.dropped == duplicate and step.dropped in labels[k]
            assert step.labels[k] == labels[k] - {step.dropped} | {step.picked}
            assert step.picked not in labels[k]
            assert step.labels[1 - k] == labels[1 - k] and step.points[1 - k] == points[1 - k]
            assert number == 0 or k != steps[number - 1].player
            labels, points, duplicate = list(step.labels), list(step.points), step.picked
            last = number == len(steps) - 1
            assert labels[0] | labels[1] == (every if last else every - {label})
            check(game, step)
        assert Profile(steps[-1].points) == lemke_howson(game, label)
        assert certify(game, Profile(steps[-1].points))
        seen = [step.labels for step in steps]
        assert len(set(seen)) == len(seen)  # no basis comes twice


def check(game: NormalForm, step: Step) -> None:
    """Every label of a point is true of it: the own strategy is not played, or the other's is best."""
    m = game.shape[0]
    for k, (point, labels) in enumerate(zip(step.points, step.labels)):
        own, other = (0, m) if k == 0 else (m, 0)
        if point is None:
            assert labels == frozenset(range(own, own + game.shape[k]))
            continue
        assert sum(point) == 1 and all(p >= 0 for p in point)
        unplayed = {own + i for i, p in enumerate(point) if p == 0}
        assert labels <= unplayed | {other + j for j in best(game, k, point)}
        assert len(labels) == game.shape[k]


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(2, 3), st.integers(2, 3))
def test_walks_run_along_borders_of_regions(seed: int, m: int, n: int) -> None:
    """Away from 0, the two ends of an edge have all labels but one in common, and so has its middle."""
    game = generators.random_game((m, n), 0, 10**6, seed)
    for label in range(m + n):
        before: Step | None = None
        for step in walk(game, label):
            k = step.player
            if before is not None and before.points[k] is not None:
                middle = tuple((a + b) / 2 for a, b in zip(before.points[k], step.points[k]))
                own, other = (0, m) if k == 0 else (m, 0)
                assert before.labels[k] & step.labels[k] <= (
                    {own + i for i, p in enumerate(middle) if p == 0}
                    | {other + j for j in best(game, k, middle)})
            before = step


def test_a_game_of_ties_ends() -> None:
    """Every profile of a flat game is an equilibrium; points may stay where they are."""
    game = NormalForm.from_arrays([[0] * 3] * 3, [[0] * 3] * 3,
                                  players=(Player("Ann", tuple("abc")), Player("Bob", tuple("xyz"))))
    ends = {Profile(list(walk(game, label))[-1].points) for label in range(6)}
    assert ends <= set(extreme_equilibria(game))
