"""The atlas of 2×2 games: published counts, the topology of swaps, places of known and of arbitrary games."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.equilibrium import solve
from playground.files import load_library
from playground.game import NormalForm, atlas, edits
from playground.game.atlas import Place
from playground.game.classify import classify
from playground.problem import InputError

ALL = tuple(atlas.places())
SYMMETRIC = tuple(place for place in ALL if place.is_symmetric)
NAMES = {atlas.title(place): place for place in ALL}
cell = st.fractions(min_value=-9, max_value=9, max_denominator=4)
tables = st.lists(cell, min_size=4, max_size=4)


def game_of(one, two) -> NormalForm:
    return NormalForm.from_arrays([one[:2], one[2:]], [two[:2], two[2:]])


def pure(one, two) -> int:
    """How many pure equilibria, by the definition."""
    return sum(one[2 * i + j] > one[2 * (1 - i) + j] and two[2 * i + j] > two[2 * i + 1 - j]
               for i in (0, 1) for j in (0, 1))


def orbit(one, two):
    """The same game under all exchanges of rows and columns, independently of the atlas."""
    found = set()
    for rows, columns in product((0, 1), repeat=2):
        order = [2 * (i ^ rows) + (j ^ columns) for i in (0, 1) for j in (0, 1)]
        found.add((tuple(one[k] for k in order), tuple(two[k] for k in order)))
    return frozenset(found)


# --- counts -------------------------------------------------------------------------------------------


def test_every_strict_game_has_one_place_and_every_place_one_game():
    every = list(product(permutations((1, 2, 3, 4)), repeat=2))
    classes = {orbit(one, two) for one, two in every}
    assert len(every) == 576 and len(classes) == len(ALL) == len(set(ALL)) == 144
    by_place = {orbit(*atlas.ranks(place)): place for place in ALL}
    assert by_place.keys() == classes
    for one, two in every:
        assert atlas.locate(game_of(one, two)) == (by_place[orbit(one, two)],)


def test_published_counts():
    """Rapoport and Guyer (1966): 78 games up to the players, 21 of them without conflict. Robinson and
    Goforth (2005): 12 symmetric ones; 18 without and 18 with two equilibria; dominance. The same (2004),
    Alibi games: seven of the dilemma's kind."""
    assert len({frozenset((place, place.mirrored)) for place in ALL}) == 78
    assert len(SYMMETRIC) == 12 and all(place.mirrored == place for place in SYMMETRIC)
    assert Counter(len(atlas.equilibria(place)) for place in ALL) == {0: 18, 1: 108, 2: 18}
    assert Counter(sum(atlas.dominance(place)) for place in ALL) == {0: 36, 1: 72, 2: 36}
    assert len({frozenset((place, place.mirrored)) for place in ALL if place.layer == 3}) == 21
    assert Counter(atlas.family(place).name for place in ALL) == {
        "win-win": 27, "one-sided": 54, "second-best": 20, "dilemma": 7, "coordination": 9, "opposed": 9,
        "cyclic": 18}


@pytest.mark.parametrize("place", ALL)
def test_equilibria_are_those_of_the_exact_engine(place):
    game = atlas.at(place)
    found = {tuple(map(int, each.payoffs)) for each in solve(game).equilibria if each.kind == "pure"}
    assert set(atlas.equilibria(place)) == found
    assert len(found) == pure(*atlas.ranks(place))


def test_what_holds_of_games_holds_of_their_mirror_images():
    for place in ALL:
        other = place.mirrored
        assert other.mirrored == place and atlas.family(other) == atlas.family(place)
        assert atlas.dominance(other) == atlas.dominance(place)[::-1]
        assert {pair[::-1] for pair in atlas.equilibria(other)} == set(atlas.equilibria(place))
        assert atlas.locate(edits.reorder_players(atlas.at(place), (1, 0))) == (other,)


# --- the table ----------------------------------------------------------------------------------------


def test_layers_are_told_apart_by_where_the_best_outcomes_lie():
    meaning = {1: (False, False), 2: (True, False), 3: (True, True), 4: (False, True)}
    for place in ALL:
        one, two = atlas.ranks(place)
        mine, theirs = divmod(one.index(4), 2), divmod(two.index(4), 2)
        assert mine[1] == 1 and theirs[0] == 0  # player 1's in the right column, player 2's in the upper row
        assert (mine[0] == theirs[0], mine[1] == theirs[1]) == meaning[place.layer]
    assert Counter(place.layer for place in ALL) == dict.fromkeys((1, 2, 3, 4), 36)


def test_a_layer_is_a_torus_of_low_and_middle_swaps():
    """Player 1's low and middle swaps lead left and right, player 2's down and up, round the edge."""
    def near(a: int, b: int) -> bool:
        return (a - b) % 6 in (1, 5)

    for place in ALL:
        beside = {(n.player, n.swap): n.place for n in atlas.neighbours(place)}
        for swap in (atlas.LOW, atlas.MIDDLE):
            mine, theirs = beside[0, swap], beside[1, swap]
            assert mine.layer == theirs.layer == place.layer
            assert mine.row == place.row and near(mine.column, place.column)
            assert theirs.column == place.column and near(theirs.row, place.row)
        assert beside[0, atlas.LOW] != beside[0, atlas.MIDDLE]
        assert beside[0, atlas.HIGH].layer != place.layer != beside[1, atlas.HIGH].layer


def test_swaps_go_back_and_reach_everything():
    for place in ALL:
        for there in atlas.neighbours(place):
            assert place in {back.place for back in atlas.neighbours(there.place)
                             if (back.player, back.swap) == (there.player, there.swap)}
    seen, edge = {ALL[0]}, [ALL[0]]
    while edge:
        new = {n.place for place in edge for n in atlas.neighbours(place)} - seen
        seen |= new
        edge = list(new)
    assert seen == set(ALL)


def test_the_diagonal_as_in_bruns():
    titles = [atlas.title(place) for place in sorted(SYMMETRIC, key=lambda place: place.up)]
    assert titles == ["Chicken", "Battle of the Sexes", "Hero", "Compromise", "Deadlock",
                      "Prisoner’s Dilemma", "Stag Hunt", "Assurance", "Coordination", "Peace", "Harmony",
                      "Concord"]
    assert atlas.ranks(NAMES["Prisoner’s Dilemma"]) == ((1, 3, 2, 4), (4, 3, 2, 1))  # 1,4 3,3 / 2,2 4,1
    assert NAMES["Chicken"] == Place(1, 1, 1) and NAMES["Prisoner’s Dilemma"] == Place(1, 6, 6)
    assert NAMES["Stag Hunt"] == Place(3, 1, 1) and NAMES["Concord"] == Place(3, 6, 6)


@pytest.mark.parametrize(("name", "upper", "lower"), [
    ("Chicken", "32", "41"), ("Battle of the Sexes", "23", "41"), ("Hero", "13", "42"),
    ("Compromise", "12", "43"), ("Deadlock", "21", "43"), ("Prisoner’s Dilemma", "31", "42"),
    ("Stag Hunt", "41", "32"), ("Assurance", "41", "23"), ("Coordination", "42", "13"),
    ("Peace", "43", "12"), ("Harmony", "43", "21"), ("Concord", "42", "31")])
def test_player_ones_ranks_as_in_bruns(name, upper, lower):
    """Bruns (2015), as transcribed, columns exchanged, in a Julia program that cites doi:10.3390/g6040495
    (`game_taxonomy`); each game is symmetric."""
    a, b, c, d = map(int, upper + lower)
    assert [atlas.title(place) for place in atlas.locate(game_of((a, b, c, d), (a, c, b, d)))] == [name]


def test_blocks_of_nine():
    """Without equilibrium or with two: exactly where nobody has a dominant strategy."""
    for place in ALL:
        assert (sum(atlas.dominance(place)) == 0) == (len(atlas.equilibria(place)) != 1)


# --- names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", SYMMETRIC)
def test_names_agree_with_classify(place):
    one, two = atlas.ranks(place)
    for mine, theirs in orbit(one, two):
        found = classify(game_of(mine, theirs))
        assert (found.name if found else "") == atlas.PATTERNS[place.across].kind


def test_every_game_has_a_name_of_its_own_or_shares_it_with_its_mirror_image():
    for name in {atlas.title(place) for place in ALL}:
        called = {place for place in ALL if atlas.title(place) == name}
        assert called == {NAMES[name], NAMES[name].mirrored} or len(called) == 1


def test_named_games_as_published():
    samaritan = game_of((2, 1, 4, 3), (2, 1, 3, 4))  # Buchanan's active Samaritan in the rows
    assert [atlas.title(place) for place in atlas.locate(samaritan)] == ["Samaritan’s Dilemma"]
    # the first player as in the dilemma, T > R > P > S; the second as in Chicken, T > R > S > P
    bluff = game_of((3, 1, 4, 2), (3, 4, 2, 1))
    assert [atlas.title(place) for place in atlas.locate(bluff)] == ["Called Bluff"]
    bully = game_of((2, 1, 4, 3), (3, 4, 2, 1))  # T > P > R > S against Chicken
    poundstone = game_of((2, 1, 3, 0), (1, 3, 0, 2))  # with Chicken in the rows
    assert atlas.locate(poundstone) == (atlas.locate(bully)[0].mirrored,)
    assert [atlas.title(place) for place in atlas.locate(bully)] == ["Bully"]
    assert "Buchanan" in atlas.source(atlas.locate(samaritan)[0])
    assert "Bruns" in atlas.source(NAMES["Concord"])


@pytest.mark.parametrize(("name", "called"), [
    ("prisoners-dilemma", "Prisoner’s Dilemma"), ("chicken", "Chicken"), ("deadlock", "Deadlock")])
def test_games_of_the_library(name, called):
    assert [atlas.title(place) for place in atlas.locate(load_library(name).game)] == [called]


def test_the_dilemmas_neighbours():
    """Robinson and Goforth: it is a low swap from Chicken's ranks, a high swap from the Stag Hunt's."""
    found = {(n.player, n.swap): atlas.title(n.place) for n in atlas.neighbours(NAMES["Prisoner’s Dilemma"])}
    assert found == {(0, 1): "Called Bluff", (1, 1): "Called Bluff",
                     (0, 2): "Deadlock–Prisoner’s Dilemma", (1, 2): "Prisoner’s Dilemma–Deadlock",
                     (0, 3): "Stag Hunt–Prisoner’s Dilemma", (1, 3): "Prisoner’s Dilemma–Stag Hunt"}


# --- any game -----------------------------------------------------------------------------------------


@given(tables, tables)
def test_a_place_depends_on_order_only(one, two):
    places = atlas.locate(game_of(one, two))
    assert places and list(places) == sorted(set(places))
    if len(set(one)) == len(set(two)) == 4:
        assert len(places) == 1
    for mine, theirs in orbit(tuple(one), tuple(two)):
        assert atlas.locate(game_of(mine, theirs)) == places
    doubled = game_of([value * 3 - 7 for value in one], [value ** 3 for value in two])
    assert atlas.locate(doubled) == places


@given(tables, tables, st.randoms(use_true_random=False))
def test_ties_lie_between_the_games_that_a_small_change_makes(one, two, chance):
    tiny = [Fraction(chance.randrange(1, 1000), 10 ** 6) for _ in range(8)]
    moved = game_of([a + e for a, e in zip(one, tiny[:4])], [a + e for a, e in zip(two, tiny[4:])])
    assert set(atlas.locate(moved)) <= set(atlas.locate(game_of(one, two)))


def test_ties_in_words():
    pennies = atlas.locate(game_of((1, -1, -1, 1), (-1, 1, 1, -1)))
    assert len(pennies) == 8 and all(atlas.family(place).name == "cyclic" for place in pennies)
    assert atlas.words(pennies).startswith("Between ") and atlas.words(pennies).endswith(" and 5 more")
    assert atlas.words((NAMES["Chicken"],)) == "Chicken"
    assert atlas.words((NAMES["Chicken"], NAMES["Hero"])) == "Between Chicken and Hero"
    assert len(atlas.locate(game_of((0, 0, 0, 0), (1, 1, 1, 1)))) == 144


@given(st.sampled_from(ALL), st.sampled_from(range(6)), st.sampled_from(range(4)))
def test_a_neighbour_is_reached_by_exchanging_two_payoffs(place, which, turn):
    """However the table is turned, the neighbour is shown so that only the swapped ranks differ."""
    game = game_of(*sorted(orbit(*atlas.ranks(place)))[turn])
    there = atlas.neighbours(place)[which]
    made = atlas.at(there.place, game)
    assert atlas.locate(made) == (there.place,)
    assert (made.payoffs[1 - there.player] == game.payoffs[1 - there.player]).all()
    changed = made.payoffs[there.player] != game.payoffs[there.player]
    assert changed.sum() == 2
    assert set(game.payoffs[there.player][changed]) == {there.swap, there.swap + 1}


def test_what_has_no_place():
    with pytest.raises(InputError):
        atlas.locate(NormalForm.from_arrays([[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6]]))
    for wrong in ((0, 1, 1), (1, 7, 1), (5, 1, 1), (1, 1, 0)):
        with pytest.raises(InputError):
            Place(*wrong)
    assert atlas.place_of(0, 0) == Place(1, 1, 1) and atlas.place_of(11, 0) == Place(2, 1, 6)
    for wrong in ((12, 0), (0, -1)):
        with pytest.raises(InputError):
            atlas.place_of(*wrong)
