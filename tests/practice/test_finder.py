"""Found games are as wished: by arithmetic that shares nothing with the engine or the table of features."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.game import NormalForm
from playground.practice import FEATURES, WISHES, Wish, describe, find, find_many, wish_of
from playground.practice.finder import MOST_DRAWN
from playground.problem import InputError
from playground.progress import Cancelled

Rows = list[list[int]]  # a player's payoffs, own strategies as rows
Vertex = tuple[tuple[Fraction, ...], frozenset[int]]  # a mixture of the other player, and what is tight


def tables(game: NormalForm) -> tuple[Rows, Rows]:
    one, two = (payoffs.astype(int).tolist() for payoffs in game.payoffs)
    return one, [list(row) for row in zip(*two)]


def solved(rows: Sequence[Sequence[Fraction]]) -> list[Fraction] | None:
    """The solution of square linear equations, the right sides last; None where it is not unique."""
    rows = [list(row) for row in rows]
    for k in range(len(rows)):
        at = next((i for i in range(k, len(rows)) if rows[i][k]), None)
        if at is None:
            return None
        rows[k], rows[at] = rows[at], rows[k]
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i in range(len(rows)):
            if i != k:
                rows[i] = [a - rows[i][k] * b for a, b in zip(rows[i], rows[k])]
    return [row[-1] for row in rows]


def vertices(rows: Rows) -> list[Vertex]:
    """The vertices but the origin of {y ≥ 0 : rows · y ≤ 1}, payoffs made positive: every choice of as many
    inequalities as dimensions, tried. Label i < m where row i is tight, m + j where y_j = 0."""
    least = min(map(min, rows))
    positive = [[Fraction(value - least + 1) for value in row] for row in rows]
    m, n = len(rows), len(rows[0])
    sides = [*([*row, Fraction(1)] for row in positive),
             *([*(Fraction(int(j == k)) for k in range(n)), Fraction(0)] for j in range(n))]
    found: dict[tuple[Fraction, ...], frozenset[int]] = {}
    for chosen in itertools.combinations(sides, n):
        y = solved(chosen)
        if y is None or not any(y) or min(y) < 0:
            continue
        pays = [sum(a * b for a, b in zip(row, y)) for row in positive]
        if max(pays) <= 1:
            found[tuple(value / sum(y) for value in y)] = frozenset(
                [*(i for i in range(m) if pays[i] == 1), *(m + j for j in range(n) if not y[j])])
    return list(found.items())


def equilibria(game: NormalForm) -> list[tuple[tuple[Fraction, ...], tuple[Fraction, ...]]]:
    """The extreme equilibria: pairs of vertices in which every strategy is unplayed or a best response."""
    one, two = tables(game)
    m, n = game.shape
    found = []
    for (y, tight), (x, other) in itertools.product(vertices(one), vertices(two)):
        if tight | {label + m if label < n else label - n for label in other} == set(range(m + n)):
            found.append((x, y))
    return found


def never_best(rows: Rows) -> list[int]:
    """The strictly dominated strategies: those that are a best response to nothing (Pearce 1984)."""
    best = set().union(*(tight for _, tight in vertices(rows)))
    return [i for i in range(len(rows)) if i not in best]


def has_dominated(rows: Rows) -> bool:
    """Whether a strategy is weakly dominated: a best response to no fully mixed strategy. The points of a
    face play together what its vertices play."""
    return any(not all(map(sum, zip(*(y for y, tight in vertices(rows) if i in tight))))
               or not any(i in tight for _, tight in vertices(rows)) for i in range(len(rows)))


def rounds(game: NormalForm) -> int | None:
    one, two = tables(game)
    count = 0
    while True:
        gone, lost = never_best(one), never_best(two)
        if not gone and not lost:
            return count if len(one) == len(two) == 1 else None
        count += 1
        rows, columns = ([i for i in range(len(table)) if i not in out]
                         for table, out in ((one, gone), (two, lost)))
        one = [[one[i][j] for j in columns] for i in rows]
        two = [[two[j][i] for i in rows] for j in columns]


def pure(game: NormalForm) -> list[tuple[int, int]]:
    one, two = tables(game)
    return [(i, j) for i in range(len(one)) for j in range(len(two))
            if all(one[k][j] <= one[i][j] for k in range(len(one)))
            and all(two[k][i] <= two[j][i] for k in range(len(two)))]


def conflict(game: NormalForm) -> bool | None:
    """Of a 2×2 game with two strict equilibria, one better for both."""
    a, b = game.payoffs.astype(int)
    stable = [(i, j) for i, j in np.ndindex(2, 2) if a[i, j] > a[1 - i, j] and b[i, j] > b[i, 1 - j]]
    if len(stable) < 2:
        return None
    risk = {(i, j): (a[i, j] - a[1 - i, j]) * (b[i, j] - b[i, 1 - j]) for i, j in stable}
    for good, bad in (stable, stable[::-1]):
        if a[good] > a[bad] and b[good] > b[bad] and risk[good] != risk[bad]:
            return bool(risk[bad] > risk[good])
    return None


def by_hand(game: NormalForm) -> dict[str, object]:
    """The features of a game of at most 3×3, but for the textbook's name."""
    one, two = tables(game)
    m, n = game.shape
    extreme = equilibria(game)
    shared = len({x for x, _ in extreme}) < len(extreme) or len({y for _, y in extreme}) < len(extreme)
    a, b = game.payoffs.astype(int)
    pays = [(sum(x[i] * y[j] * a[i, j] for i, j in np.ndindex(m, n)),
             sum(x[i] * y[j] * b[i, j] for i, j in np.ndindex(m, n))) for x, y in extreme]
    return {
        "different": len(set(a.flat)) == len(set(b.flat)) == m * n,
        "pure": len(pure(game)),
        "fully-mixed": any(all(x) and all(y) for x, y in extreme),
        "symmetric": None if m != n else bool(all(a[i, j] == b[j, i] for i, j in np.ndindex(m, n))),
        "zero-sum": bool(all(a[i, j] == -b[i, j] for i, j in np.ndindex(m, n))),
        "risk-conflict": conflict(game) if (m, n) == (2, 2) else None,
        "undominated": not has_dominated(one) and not has_dominated(two),
        "rounds": rounds(game),
        "nondegenerate": all(len(tight) == len(y) for y, tight in [*vertices(one), *vertices(two)]),
        "equilibria": None if shared else len(extreme),
        "mixed": None if shared else len(extreme) - len(pure(game)),
        "infinite": shared,
        "denominator": max(p.denominator for x, y in extreme for p in (*x, *y)),
        "dilemma": None if shared else all(any(a[cell] > u and b[cell] > v for cell in np.ndindex(m, n))
                                           for u, v in pays)}


GAMES = st.tuples(st.sampled_from([(2, 2), (2, 3), (3, 2), (3, 3)]), st.integers(1, 6)).flatmap(
    lambda made: st.lists(st.integers(0, made[1]), min_size=2 * made[0][0] * made[0][1],
                          max_size=2 * made[0][0] * made[0][1]).map(
        lambda numbers: NormalForm.from_arrays(*np.array(numbers).reshape(2, *made[0]))))


@settings(max_examples=150)
@given(GAMES)
def test_every_feature_is_what_it_says(game: NormalForm) -> None:
    said = describe(game)
    assert {name: value for name, value in said.items() if name != "textbook"} == by_hand(game)


@settings(max_examples=200)
@given(GAMES)
def test_a_quick_look_rules_out_no_game_that_has_the_feature(game: NormalForm) -> None:
    first, second = game.payoffs.astype(np.int64)[:, None]
    for name, value in describe(game).items():
        quick = FEATURES[name].make.quick
        if quick is not None and value is not None:
            assert quick(first, second, value).tolist() == [True], name


def test_features_are_of_any_exact_game_of_two_players() -> None:
    game = NormalForm.from_arrays([["1/2", 0], [0, "1/3"]], [["1/2", 0], [0, "1/3"]])
    assert describe(game)["risk-conflict"] is False and describe(game)["textbook"] == "coordination"
    assert describe(NormalForm.from_arrays([[1, 2, 2]], [[1, 2, 2]]))["pure"] == 2
    with pytest.raises(InputError, match="two players"):
        describe(NormalForm.from_arrays([1, 2]))


def same_up_to_relabelling(one: NormalForm, two: NormalForm) -> bool:
    """Every order of strategies and players, tried."""
    def cells(game: NormalForm) -> np.ndarray:
        return np.stack([payoffs.astype(int) for payoffs in game.payoffs], axis=-1)

    a, b = cells(one), cells(two)
    turned = b.swapaxes(0, 1)[:, :, ::-1]
    return any(other.shape == a.shape and np.array_equal(a, other[np.ix_(rows, columns)])
               for other in (b, turned)
               for rows in itertools.permutations(range(other.shape[0]))
               for columns in itertools.permutations(range(other.shape[1])))


@pytest.mark.parametrize("name", WISHES)
def test_ten_games_of_every_wish(name: str) -> None:
    wish = WISHES[name].make
    started = time.process_time()
    first = find(wish, 7)
    games = find_many(wish, 10, 7)
    assert time.process_time() - started < 60  # no hang
    assert games[0] == first and len(games) == 10
    for game in games:
        known = by_hand(game)
        assert game.shape == wish.shape
        lowest = game.payoffs[:1] if known["zero-sum"] else game.payoffs
        assert lowest.min() >= wish.low and lowest.max() <= wish.high
        for feature, wished in wish.features.items():
            if feature == "denominator":
                assert known[feature] <= wished  # type: ignore[operator]
            elif feature != "textbook":
                assert known[feature] == wished, feature
    assert not any(same_up_to_relabelling(a, b) for a, b in itertools.combinations(games, 2))


def test_battles_are_battles() -> None:
    """Two meeting places, each the better one for one player; anywhere else both are worse off."""
    for game in find_many(WISHES["battle"].make, 10, 3):
        a, b = game.payoffs
        one, two = pure(game)
        assert (a[one] - a[two]) * (b[one] - b[two]) < 0
        apart = [cell for cell in np.ndindex(2, 2) if cell not in (one, two)]
        assert all(a[cell] < min(a[one], a[two]) and b[cell] < min(b[one], b[two]) for cell in apart)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_dilemma_of_two_has_the_dilemma_s_order(seed: int) -> None:
    game = find(WISHES["prisoners-dilemma-like"].make, seed)
    [(i, j)] = pure(game)
    a, b = game.payoffs
    assert a[i, 0] > a[1 - i, 0] and a[i, 1] > a[1 - i, 1] and b[0, j] > b[0, 1 - j] and b[1, j] > b[1, 1 - j]
    assert a[1 - i, 1 - j] > a[i, j] and b[1 - i, 1 - j] > b[i, j]


def test_a_seed_gives_the_same_games_on_every_machine() -> None:
    wish = WISHES["one-mixed"].make
    game = find(wish, 1)
    assert game.payoffs[0].astype(int).tolist() == [[8, 1, 0], [2, 3, 4], [3, 0, 6]]
    assert game.payoffs[1].astype(int).tolist() == [[4, 3, 9], [1, 0, 4], [4, 5, 0]]
    assert find_many(wish, 5, 2) == find_many(wish, 5, 2) == find_many(wish, 8, 2)[:5]
    assert find(wish, 2) != game


@given(st.dictionaries(st.sampled_from(["symmetric", "zero-sum", "different", "fully-mixed"]), st.booleans()),
       st.sampled_from([(2, 2), (3, 3)]), st.integers(0, 9))
@settings(max_examples=40)
def test_games_that_are_drawn_for_a_feature_have_it(features: dict[str, bool], shape: tuple[int, int],
                                                    seed: int) -> None:
    try:
        game = find(Wish(shape, -20, 20, features), seed)
    except InputError:  # payoffs that are zero on the diagonal are not all different
        assert features.get("different") and features.get("symmetric") and features.get("zero-sum")
        return
    known = by_hand(game)
    assert {name: known[name] for name in features} == features
    rows, columns = (player.strategies for player in game.players)
    assert rows == columns if features.get("symmetric") else not set(rows) & set(columns)


def test_all_games_there_are_and_no_more() -> None:
    """2×2 games with payoffs 0 and 1, up to the order of strategies and players: by Burnside's lemma
    (256 + 3·16 + 2·16 + 2·4) / 8 = 43."""
    assert len(find_many(Wish((2, 2), 0, 1), 43, 1)) == 43
    with pytest.raises(InputError, match=r"only 43 found.*the same came again") as caught:
        find_many(Wish((2, 2), 0, 1), 44, 1)
    assert caught.value.problems[0].place == "count"


@pytest.mark.parametrize(("wish", "place", "words"), [
    (Wish((2, 2), 0, 9, {"pure": 3, "nondegenerate": True}), "features[nondegenerate]", "nondegenerate, yes"),
    (Wish((2, 2), 0, 9, {"pure": 5}), "features[pure]", f"none of {MOST_DRAWN:,} had it"),
    (Wish((3, 3), 0, 9, {"pure": 1, "mixed": 7}), "features[mixed]", "mixed equilibria, 7 (none of"),
    (Wish((3, 3), 0, 2, {"different": True}), "features[different]", "payoffs all different, yes"),
    (Wish((2, 2), 0, 9, {"fully-mixed": True, "denominator": 1}), "features[denominator]", "at most 1"),
    (Wish((3, 3), 1, 2, {"zero-sum": True, "symmetric": True}), "low", "do not fit"),
    (Wish((6, 6), 0, 1, {"denominator": 1, "mixed": 3}), "features[mixed]", "none of")])
def test_a_hopeless_wish_ends_quickly_and_says_why(wish: Wish, place: str, words: str) -> None:
    started = time.process_time()
    with pytest.raises(InputError) as caught:
        find(wish, 1)
    assert time.process_time() - started < 120  # no hang
    [problem] = caught.value.problems
    assert problem.place == place and words in problem.message and "among" in problem.message


def test_a_wish_says_everything_that_is_wrong_with_it() -> None:
    with pytest.raises(InputError) as caught:
        Wish((1, 9), 5, 2, {"pur": 1, "pure": -1, "zero-sum": 1, "rounds": True, "textbook": "chess"})
    assert [problem.place for problem in caught.value.problems] == [
        "shape", "low", *(f"features[{name}]" for name in ("pur", "pure", "zero-sum", "rounds", "textbook"))]
    with pytest.raises(InputError, match="for 2x2 games only"):
        Wish((3, 3), features={"risk-conflict": True})
    with pytest.raises(InputError, match="for square games only"):
        Wish((2, 3), features={"symmetric": True})
    with pytest.raises(InputError, match=r"low: 0\.5 is no whole number"):
        Wish(low=0.5)  # type: ignore[arg-type]
    assert Wish(features={"pure": "2", "zero-sum": "yes"}).features == {"pure": 2, "zero-sum": True}


def test_what_is_given_takes_the_place_of_a_wish_s_own() -> None:
    wish = wish_of("one-mixed", (4, 4), high=12, features={"denominator": "any", "pure": 0})
    assert (wish.shape, wish.low, wish.high) == ((4, 4), 0, 12)
    assert wish.features == {"pure": 0, "fully-mixed": True, "undominated": True, "equilibria": 1}
    assert wish_of(wish) == wish and wish_of() == Wish()
    with pytest.raises(InputError, match="did you mean"):
        wish_of("one-mixd")


def test_it_can_be_cancelled() -> None:
    calls = []

    def stop(done: float | None, text: str = "") -> None:
        calls.append((done, text))
        if len(calls) > 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        find(Wish((3, 3), 0, 9, {"pure": 9}), 1, stop)
    assert calls[0] == (0, "0 games drawn")


@pytest.mark.parametrize(("count", "seed", "place"), [(0, 1, "count"), (10**6, 1, "count"), (1, -1, "seed")])
def test_counts_and_seeds_that_cannot_be(count: int, seed: int, place: str) -> None:
    with pytest.raises(InputError) as caught:
        find_many(Wish(), count, seed)
    assert caught.value.problems[0].place == place


@pytest.mark.parametrize("name", [*WISHES, *FEATURES])
def test_entries_are_for_people(name: str) -> None:
    entry = {**WISHES, **FEATURES}[name]
    assert entry.title and entry.summary.endswith((".", "?")) and len(entry.summary) < 110
