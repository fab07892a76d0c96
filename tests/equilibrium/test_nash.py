"""All extreme equilibria: by brute force over bases, by Gambit, and whatever is done to the payoffs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import (
    certify,
    connected_components,
    extreme_equilibria,
    maximal_nash_subsets,
    pure_equilibria,
    solve,
)
from playground.equilibrium import nash as engine
from playground.game import NormalForm, Profile, edits, generators
from playground.problem import InputError
from playground.progress import Cancelled


@st.composite
def bimatrix(draw: st.DrawFn, most: int = 4, least: int = 1, values: tuple[int, int] = (-2, 2)) -> NormalForm:
    """Few different payoffs, so that most games are degenerate."""
    m, n = draw(st.integers(least, most)), draw(st.integers(least, most))
    payoff = st.integers(*values)
    one, two = (draw(st.lists(payoff, min_size=m * n, max_size=m * n)) for _ in range(2))
    return NormalForm.from_arrays(np.reshape(one, (m, n)), np.reshape(two, (m, n)))


def solved(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """The solution of a square system [A | b], None where it is singular."""
    rows, size = [row[:] for row in rows], len(rows)
    for column in range(size):
        at = next((r for r in range(column, size) if rows[r][column]), None)
        if at is None:
            return None
        rows[column], rows[at] = rows[at], rows[column]
        for r in range(size):
            if r != column and rows[r][column]:
                factor = rows[r][column] / rows[column][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[column])]
    return [rows[r][size] / rows[r][r] for r in range(size)]


def corners(payoffs: Any) -> Iterator[tuple[tuple[Fraction, ...], set[int]]]:
    """The corners of one player's upper envelope, by trying every set of tight inequalities: mixtures of the
    own strategies (columns of `payoffs`) at which the other's best payoff bends; with the own strategies not
    played (0 …) and the other's best responses (size …)."""
    rivals, size = payoffs.shape
    found = {}
    for tight in itertools.combinations(range(size + rivals), size):
        rows = [[Fraction(int(i == t)) for i in range(size)] + [Fraction(0)] * 2 if t < size else
                [Fraction(v) for v in payoffs[t - size]] + [Fraction(-1), Fraction(0)] for t in tight]
        solution = solved([*rows, [Fraction(1)] * size + [Fraction(0), Fraction(1)]])
        if solution is None:
            continue
        x, value = tuple(solution[:-1]), solution[-1]
        earned = [sum(p * v for p, v in zip(x, row)) for row in payoffs]
        if min(x) >= 0 and max(earned) <= value:
            found[x] = {i for i, p in enumerate(x) if not p} | {
                size + j for j, e in enumerate(earned) if e == value}
    yield from found.items()


def by_brute_force(game: NormalForm) -> set[Profile]:
    m, n = game.shape
    return {Profile((x, y))
            for x, at_x in corners(game.payoffs[1].T) for y, at_y in corners(game.payoffs[0])
            if all(i in at_x or n + i in at_y for i in range(m))
            and all(j in at_y or m + j in at_x for j in range(n))}


@given(bimatrix(3))
def test_every_basis_tried(game: NormalForm) -> None:
    found = extreme_equilibria(game)
    assert set(found) == by_brute_force(game) and len(set(found)) == len(found) > 0
    assert found == sorted(found, reverse=True)
    pure = [Profile.pure(game, choices) for choices in pure_equilibria(game)]
    assert {profile for profile in found if profile.is_pure} == set(pure)


@pytest.mark.skipif(find_spec("pygambit") is None, reason="Gambit is not installed")
@settings(max_examples=200)
@given(bimatrix(5, least=2))
def test_the_same_as_gambit(game: NormalForm) -> None:
    theirs = solve(game, method="gambit-enummixed")
    assert {each.profile for each in theirs.equilibria} == set(extreme_equilibria(game))


WIDE = st.sampled_from([Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 7), Fraction(22, 7),
                        Fraction(1, 10**30), Fraction(10**30),
                        Fraction("1234567890.123456789012345678901234567890")])


@settings(max_examples=150)
@given(st.data())
def test_payoffs_of_any_size_side_by_side(data: st.DataObject) -> None:
    """By brute force, since Gambit 16.7 misses equilibria where payoffs exceed some 10¹² times others."""
    m, n = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 4))
    table = st.lists(st.lists(WIDE, min_size=n, max_size=n), min_size=m, max_size=m)
    game = NormalForm.from_arrays(data.draw(table), data.draw(table))
    assert set(extreme_equilibria(game)) == by_brute_force(game)


@given(bimatrix(3, values=(0, 2)), st.integers(0, 2))
def test_a_strategy_twice(game: NormalForm, row: int) -> None:
    """Each extreme equilibrium that plays the row is there with either copy, and no other is new."""
    row %= game.shape[0]
    doubled = NormalForm.from_arrays(*(np.concatenate([table, table[[row]]]) for table in game.payoffs))
    zero, once = Fraction(0), extreme_equilibria(game)
    expected = {Profile(((*x, zero), y)) for x, y in once}
    expected |= {Profile(((*x[:row], zero, *x[row + 1:], x[row]), y)) for x, y in once}
    assert set(extreme_equilibria(doubled)) == expected


@pytest.mark.parametrize(("m", "n"), [(1, 1), (1, 5), (5, 1), (3, 4)])
def test_constant_games(m: int, n: int) -> None:
    """Everything is an equilibrium: the extreme ones are the pure ones, all in one maximal subset."""
    found = extreme_equilibria(NormalForm.from_arrays(np.full((m, n), 10**30), np.full((m, n), "1/7")))
    assert len(found) == m * n and all(profile.is_pure for profile in found)
    assert maximal_nash_subsets(found) == (tuple(range(m * n)),) and len(connected_components(found)) == 1


@settings(max_examples=40)
@given(bimatrix(4, values=(-3, 3)), st.fractions(Fraction(1, 10**30), 10**30), st.fractions(),
       st.integers(0, 3))
def test_units_do_not_matter(game: NormalForm, factor: Fraction, shift: Fraction, exponent: int) -> None:
    """Nor does the size of numbers: what fits no machine word is exact too."""
    expected = extreme_equilibria(game)
    one = edits.scale(game, factor * 10 ** (10 * exponent), shift, 0)
    assert extreme_equilibria(edits.scale(one, 1 / factor, -shift * 10**25, 1)) == expected


@settings(max_examples=40)
@given(bimatrix(4), st.randoms(use_true_random=False))
def test_names_and_order_do_not_matter(game: NormalForm, random: Any) -> None:
    expected = set(extreme_equilibria(game))
    m, n = game.shape
    rows, columns = random.sample(range(m), m), random.sample(range(n), n)
    mixed = NormalForm.from_arrays(*(payoffs[rows][:, columns] for payoffs in game.payoffs))
    assert {Profile(([x[rows.index(i)] for i in range(m)], [y[columns.index(j)] for j in range(n)]))
            for x, y in extreme_equilibria(mixed)} == expected
    turned = NormalForm.from_arrays(game.payoffs[1].T, game.payoffs[0].T)
    assert {Profile((x, y)) for y, x in extreme_equilibria(turned)} == expected


@given(bimatrix(3), st.integers(1, 40), st.integers(30, 70))
def test_more_labels_than_a_word_has_bits(game: NormalForm, rows: int, columns: int) -> None:
    """Strategies that are always worse change nothing but the size."""
    m, n = game.shape
    one, two = (np.full((m + rows, n + columns), Fraction(-9), dtype=object) for _ in range(2))
    one[:m], two[:, :n] = 9, 9  # whoever stays inside earns more than outside, whatever the other does
    one[:m, :n], two[:m, :n] = game.payoffs
    large = NormalForm.from_arrays(one, two)
    zero = Fraction(0)
    assert extreme_equilibria(large) == [
        Profile(((*x, *[zero] * rows), (*y, *[zero] * columns))) for x, y in extreme_equilibria(game)]


@pytest.mark.parametrize("size", [1, 2, 5, 8])
def test_meeting_somewhere(size: int) -> None:
    """In pure coordination any set of places, each with the same chance: 2ⁿ − 1 equilibria."""
    game = NormalForm.from_arrays(np.eye(size, dtype=int), np.eye(size, dtype=int))
    found = extreme_equilibria(game)
    assert len(found) == 2**size - 1
    assert all(x == y and len(set(x) - {0}) == 1 for x, y in found)
    assert len(connected_components(found)) == len(found)


@pytest.mark.parametrize("shape", [(6, 6), (7, 5), (4, 9)])
def test_numbers_between_a_word_and_two(shape: tuple[int, int]) -> None:
    """Payoffs of 31 bits overflow 64 in the second product: the same list as in Python's integers alone."""
    for seed in range(3):
        game = generators.random_game(shape, -2**30, 2**30, seed)
        larger = edits.scale(edits.scale(game, 2**70, 0, 0), 2**70, 0, 1)
        found = extreme_equilibria(game)
        assert found == extreme_equilibria(larger) and len(found) % 2 == 1
        assert all(certify(game, profile) for profile in found)


# --- components ---------------------------------------------------------------------------------------------


def test_components_of_a_degenerate_game() -> None:
    """The degenerate example of von Stengel (2007), Algorithmic Game Theory, chapter 3."""
    game = NormalForm.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])
    solution = solve(game)
    assert {tuple(map(str, (*p.profile[0], *p.profile[1]))) for p in solution.equilibria} == {
        ("1", "0", "0", "1", "0"), ("1", "0", "0", "2/3", "1/3"), ("0", "1/3", "2/3", "1/3", "2/3")}
    assert solution.components == ((0, 1), (2,))
    assert [each.component for each in solution.equilibria] == [0, 0, 1]
    assert maximal_nash_subsets([each.profile for each in solution.equilibria]) == ((0, 1), (2,))


def subsets_by_brute_force(profiles: Sequence[Profile]) -> set[frozenset[int]]:
    """Largest products X × Y all of whose pairs are on the list."""
    pairs = {tuple(profile): i for i, profile in enumerate(profiles)}
    xs, ys = ({profile[k] for profile in profiles} for k in (0, 1))
    products = set()
    for size in range(1, len(xs) + 1):
        for chosen in itertools.combinations(xs, size):
            common = [y for y in ys if all((x, y) in pairs for x in chosen)]
            if common:
                products.add(frozenset(pairs[x, y] for x in chosen for y in common))
    return {one for one in products if not any(one < other for other in products)}


@settings(max_examples=60)
@given(bimatrix(4, least=2, values=(0, 1)), st.integers(1, 5), st.integers(1, 5))
def test_mixtures_within_a_maximal_subset(game: NormalForm, one: int, two: int) -> None:
    profiles = extreme_equilibria(game)
    subsets = maximal_nash_subsets(profiles)
    assert {i for subset in subsets for i in subset} == set(range(len(profiles)))
    if len({profile[0] for profile in profiles}) <= 9:
        assert set(map(frozenset, subsets)) == subsets_by_brute_force(profiles)
    for subset in subsets:
        rest = [1] * (len(subset) - 1)
        x, y = (tuple(sum(w * profiles[i][k][s] for w, i in zip(weights, subset)) / sum(weights)
                      for s in range(game.shape[k]))
                for k, weights in enumerate(([one, *rest], [*rest, two])))
        assert certify(game, Profile((x, y)))


@settings(max_examples=60)
@given(bimatrix(4, least=2, values=(0, 1)))
def test_components_are_chains_of_subsets(game: NormalForm) -> None:
    """Maximal subsets that share an equilibrium belong together, and nothing else does."""
    profiles = extreme_equilibria(game)
    groups = [set(subset) for subset in maximal_nash_subsets(profiles)]
    merged: list[set[int]] = []
    for group in groups:
        touching = [other for other in merged if other & group]
        merged = [other for other in merged if not other & group] + [group.union(*touching)]
    assert set(map(frozenset, merged)) == set(map(frozenset, connected_components(profiles)))


# --- long games ---------------------------------------------------------------------------------------------


def test_the_hook_is_heard_and_stops() -> None:
    game = generators.random_game((10, 10), -50, 50, 1)
    calls: list[float | None] = []
    extreme_equilibria(game, lambda done, text="": calls.append(done))
    fractions = [done for done in calls if done is not None]
    assert all(0 <= done <= 1 for done in fractions) and len(calls) > 20

    for last in (0, len(calls) // 2, len(calls) - 1):
        heard = 0

        def hook(done: float | None, text: str = "", last: int = last) -> None:
            nonlocal heard
            heard += 1
            if heard > last:
                raise Cancelled

        with pytest.raises(Cancelled):
            extreme_equilibria(game, hook)
        assert heard == last + 1


def test_too_many_to_list(monkeypatch: pytest.MonkeyPatch) -> None:
    game = NormalForm.from_arrays(np.eye(6, dtype=int), np.eye(6, dtype=int))
    with pytest.raises(InputError, match="more than 20 vertices are too many for a complete list"):
        extreme_equilibria(game, most=20)
    monkeypatch.setattr(engine, "MAX_EQUILIBRIA", 62)
    with pytest.raises(InputError, match="more than 62 extreme equilibria are too many"):
        extreme_equilibria(game)
    monkeypatch.setattr(engine, "MAX_SUBSETS", 3)
    zero = NormalForm.from_arrays([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], np.zeros((3, 4), dtype=int))
    with pytest.raises(InputError, match="more than 3 maximal Nash subsets"):
        maximal_nash_subsets(extreme_equilibria(zero))
