"""The textbook's names: what they promise holds, and nothing but the order of payoffs decides."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.files import library, load
from playground.game import NormalForm, edits
from playground.game.classify import TITLES, classify, disagrees


def symmetric(r: int, s: int, t: int, p: int) -> NormalForm:
    return NormalForm.from_arrays([[r, s], [t, p]], [[r, t], [s, p]])


def name(game: NormalForm) -> str:
    found = classify(game)
    return found.name if found else ""


# As printed: Rapoport and Chammah 1965; Rousseau's hunt as in Skyrms 2004; Rapoport, Guyer and Gordon 1976;
# Luce and Raiffa 1957 (Battle of the Sexes); Maynard Smith 1982 (V = 2, C = 4); Osborne and Rubinstein 1994.
TEXTBOOK = {
    "dilemma 5 3 1 0": (symmetric(3, 0, 5, 1), "prisoners-dilemma"),
    "donation b = 3, c = 1": (symmetric(2, -1, 3, 0), "prisoners-dilemma"),
    "years in prison": (
        NormalForm.from_arrays([[-1, -10], [0, -8]], [[-1, 0], [-10, -8]]), "prisoners-dilemma"),
    "dilemma that is not symmetric": (
        NormalForm.from_arrays([[3, 0], [5, 1]], [[30, 90], [-7, 2]]), "prisoners-dilemma"),
    "stag hunt": (symmetric(4, 0, 3, 3), "stag-hunt"),
    "stag hunt, strict": (symmetric(4, 1, 3, 2), "stag-hunt"),
    "assurance": (symmetric(4, 1, 2, 3), "coordination"),
    "chicken": (symmetric(0, -1, 1, -10), "chicken"),
    "hawk and dove": (symmetric(-1, 2, 0, 1), "chicken"),
    "battle of the sexes": (
        NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]]), "battle-of-the-sexes"),
    "battle, crossed": (
        NormalForm.from_arrays([[2, -1], [-1, 1]], [[1, -1], [-1, 2]]), "battle-of-the-sexes"),
    "leader": (symmetric(2, 3, 4, 1), "battle-of-the-sexes"),
    "hero": (symmetric(2, 4, 3, 1), "hero"),
    "matching pennies": (NormalForm.from_arrays([[1, -1], [-1, 1]]), "matching-pennies"),
    "left or right": (symmetric(1, 0, 0, 1), "pure-coordination"),
    "keep to the other side": (symmetric(0, 1, 1, 0), "pure-coordination"),
    "better and worse way": (symmetric(2, 0, 0, 1), "coordination"),
    "harmony": (symmetric(4, 3, 2, 1), "harmony"),
    "deadlock": (symmetric(2, 1, 4, 3), "deadlock"),
    "indifference": (symmetric(1, 1, 1, 1), ""),
    "one is indifferent": (NormalForm.from_arrays([[1, 1], [1, 1]], [[0, 1], [1, 0]]), ""),
}


@pytest.mark.parametrize(("game", "expected"), TEXTBOOK.values(), ids=list(TEXTBOOK))
def test_textbook_games(game: NormalForm, expected: str) -> None:
    assert name(game) == expected
    found = classify(game)
    assert found is None or TITLES[expected] in found.sentence


@pytest.mark.parametrize("size", [(2, 3), (3, 3), (2, 2, 2), (2,), (1, 1)])
def test_other_sizes_have_no_name(size: tuple[int, ...]) -> None:
    assert classify(NormalForm.from_arrays(*np.zeros((len(size), *size), dtype=int))) is None


def relabelled(game: NormalForm) -> Iterator[NormalForm]:
    """The same game with strategies and players in every order."""
    for order, rows, columns in itertools.product(((0, 1), (1, 0)), (0, 1), (0, 1)):
        yield edits.move_strategy(edits.move_strategy(edits.reorder_players(game, order), 0, 0, rows), 1, 0,
                                  columns)


PAYOFFS = st.lists(st.integers(0, 3), min_size=4, max_size=4)
FACTOR = st.fractions(min_value=Fraction(1, 9), max_value=9)


@given(st.booleans(), PAYOFFS, PAYOFFS, FACTOR, st.fractions(-9, 9), FACTOR)
def test_names_are_the_games_own(same: bool, one: list[int], two: list[int], factor: Fraction,
                                 shift: Fraction, other: Fraction) -> None:
    """Whatever strategies and players are called, in whatever units each player's payoffs are."""
    if same:  # the symmetric ones would hardly ever come
        two = [one[0], one[2], one[1], one[3]]
    game = NormalForm.from_arrays(np.reshape(one, (2, 2)), np.reshape(two, (2, 2)))
    expected = name(game)
    assert {name(twin) for twin in relabelled(game)} == {expected}
    assert name(edits.scale(edits.scale(game, factor, shift, 0), other, -shift, 1)) == expected
    cubes = NormalForm.from_arrays(game.payoffs[0] ** 3, game.payoffs[1])
    assert name(cubes) == expected, "only the order counts"


def test_what_names_promise_in_all_strict_games() -> None:
    """All 576 games of four different payoffs a player; 144 up to the names of strategies."""
    counts: Counter[str] = Counter()
    orders = list(itertools.permutations((1, 2, 3, 4)))
    for one, two in itertools.product(orders, orders):
        game = NormalForm.from_arrays(np.reshape(one, (2, 2)), np.reshape(two, (2, 2)))
        found = name(game)
        counts[found] += 1
        pure = [(i, j) for i, j in np.ndindex(2, 2) if is_equilibrium(game, (i, j))]
        if found == "matching-pennies":
            assert not pure
        elif found in ("chicken", "battle-of-the-sexes", "hero", "coordination", "stag-hunt"):
            assert len(pure) == 2
        elif found in ("prisoners-dilemma", "deadlock", "harmony"):
            assert len(pure) == 1
            better = [at for at in np.ndindex(2, 2) if all(game.payoff(k, at) > game.payoff(k, pure[0])
                                                           for k in (0, 1))]
            assert bool(better) == (found == "prisoners-dilemma")
        if not pure:
            assert found == "matching-pennies"
        if len(pure) == 2 and found == "coordination":  # both prefer the same one
            assert (game.payoff(0, pure[0]) > game.payoff(0, pure[1])) == (
                game.payoff(1, pure[0]) > game.payoff(1, pure[1]))
    # Each symmetric game comes in four labellings. A dilemma has one Pareto-inferior dominant outcome.
    assert counts["prisoners-dilemma"] == counts["chicken"] == counts["hero"] == counts["deadlock"] == 4
    assert counts["matching-pennies"] == 72  # 18 of the 144 have no pure equilibrium


def is_equilibrium(game: NormalForm, at: Sequence[int]) -> bool:
    i, j = at
    return bool(game.payoff(0, (i, j)) >= game.payoff(0, (1 - i, j))
                and game.payoff(1, (i, j)) >= game.payoff(1, (i, 1 - j)))


@pytest.mark.parametrize("file", library(), ids=lambda file: file.name.split(".")[0])
def test_the_library_says_what_it_is(file: Path) -> None:
    document = load(file)
    assert disagrees(document.title, document.game) == ""


@pytest.mark.parametrize(("title", "game", "says"), [
    ("Stag Hunt", symmetric(2, 1, 4, 3), "Stag Hunt, but these numbers are not: they are Deadlock"),
    ("A Stag  hunt?", symmetric(1, 1, 1, 1), ""),
    ("a stag hunt", symmetric(1, 1, 1, 1), "they have no textbook name"),
    ("Prisoner's dilemma", symmetric(4, 0, 3, 3), "Stag Hunt"),
    ("PRISONERS’ DILEMMA", symmetric(3, 0, 5, 1), ""),
    ("The assurance game", symmetric(4, 1, 3, 2), ""), ("Chicken", symmetric(3, 0, 5, 1), "Prisoner"),
    ("Hawk–dove", symmetric(-1, 2, 0, 1), ""), ("Hawk-Dove, cheap fights", symmetric(1, 4, 0, 2), "Prisoner"),
    ("Heroes of our time", symmetric(3, 0, 5, 1), ""), ("My game", symmetric(1, 1, 1, 1), ""),
    ("Prisoner’s Dilemma with three ways", NormalForm.from_arrays(np.zeros((3, 3), dtype=int)), ""),
    ("Pure coordination", symmetric(2, 0, 0, 1), "they are a Coordination game"),
])
def test_titles_that_promise_too_much(title: str, game: NormalForm, says: str) -> None:
    warning = disagrees(title, game)
    assert (says in warning) and bool(says) == bool(warning)
