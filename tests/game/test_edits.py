"""Edits change what they say and nothing else: payoffs of kept profiles, drafts and parameters stay."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.game import Draft, Expression, NormalForm, Parameter, Player, edits
from playground.problem import InputError

NAMES = ("a", "bb", "c1")
TEXTS = ("0", "3", "-1/2", "0.25", "2.5e-3", "a", "-a", "a - bb", "-(a + bb)", "2*a", "a^2 / c1",
         "min(a, bb)", "(a)", "a*-bb", "max(bb, 1)/3")
HALF_TYPED = ("3/", "a +", "", "  x y", "1/0", "unknown", "2**3", "(a")
OWN = st.sampled_from(("Up", "Down", "links", "größer", "A", "B", "1", "👍"))


@st.composite
def games(draw: st.DrawFn, players: tuple[int, int] = (1, 3), square: bool = False) -> NormalForm:
    """Small games over three parameters, some cells drafts."""
    n = draw(st.integers(*players))
    sizes = [draw(st.integers(1, 3)) for _ in range(n)]
    if square:
        sizes = [sizes[0]] * n
    seats = tuple(Player(f"P{k}", tuple(draw(st.lists(OWN, min_size=size, max_size=size, unique=True))))
                  for k, size in enumerate(sizes))
    values = draw(st.permutations(("2/3", "a + 1", "-0.5")))
    # The one that is written in another stays after it, so that there is no cycle.
    values = ["7", *(value for value in values if value != "a + 1")] if values[0] == "a + 1" else values
    parameters = tuple(Parameter(name, Expression(value), meaning=f"what {name} means")
                       for name, value in zip(NAMES, values))
    cells = np.empty((n, *sizes), dtype=object)
    for at in np.ndindex(*cells.shape):
        cells[at] = Expression(draw(st.sampled_from(TEXTS)))
    game = NormalForm(seats, cells, parameters)
    for at in np.ndindex(*cells.shape):
        if draw(st.integers(0, 5)) == 0:
            game = edits.set_payoff(game, at[0], at[1:], draw(st.sampled_from(HALF_TYPED)))
    return game


def pick(data: st.DataObject, game: NormalForm) -> tuple[int, int]:
    """Some player and one of their strategies."""
    player = data.draw(st.integers(0, game.n_players - 1))
    return player, data.draw(st.integers(0, game.shape[player] - 1))


def same(one: NormalForm, two: NormalForm, parameters: bool = True) -> None:
    """Cell by cell the same typed texts, drafts with their reasons, and payoffs."""
    assert one.cells.tolist() == two.cells.tolist()
    assert one.payoffs.tolist() == two.payoffs.tolist()
    if parameters:
        assert one.parameters == two.parameters


@given(games(), st.data())
def test_strategies_come_go_and_move(game: NormalForm, data: st.DataObject) -> None:
    player, index = pick(data, game)
    names = game.players[player].strategies
    before = (game.cells.tolist(), game.payoffs.tolist())

    added = edits.add_strategy(game, player, at=index)
    new = added.players[player].strategies
    assert (*new[:index], *new[index + 1:]) == names and new[index] not in names
    assert not added.payoffs.take(index, axis=1 + player).any()
    assert {str(cell) for cell in added.cells.take(index, axis=1 + player).flat} == {"0"}
    back = edits.remove_strategy(added, player, index)
    assert back == game
    same(back, game)

    to = data.draw(st.integers(0, len(names) - 1))
    moved = edits.move_strategy(game, player, index, to)
    assert moved.players[player].strategies[to] == names[index]
    rest = [name for name in moved.players[player].strategies if name != names[index]]
    assert rest == [name for name in names if name != names[index]]
    for profile in np.ndindex(*game.shape):  # what is played counts, not where it stands
        chosen = game.players[player].strategies[profile[player]]
        there = list(profile)
        there[player] = moved.players[player].strategies.index(chosen)
        assert moved.cells[(slice(None), *there)].tolist() == game.cells[(slice(None), *profile)].tolist()
    assert edits.move_strategy(moved, player, to, index) == game

    if len(names) > 1:
        fewer = edits.remove_strategy(game, player, index)
        assert fewer.cells.tolist() == np.delete(game.cells, index, axis=1 + player).tolist()
        assert fewer.payoffs.tolist() == np.delete(game.payoffs, index, axis=1 + player).tolist()
    else:
        with pytest.raises(InputError, match="only strategy"):
            edits.remove_strategy(game, player, index)

    renamed = edits.rename_strategy(game, player, index, "  Straight on ")
    assert renamed.players[player].strategies[index] == "Straight on"
    same(renamed, game)
    for other in names:
        if other != names[index]:
            with pytest.raises(InputError, match=rf"^players\[{player}\]\.strategies\[\d\]: the name "):
                edits.rename_strategy(game, player, index, other)
    with pytest.raises(InputError, match="needs a name"):
        edits.rename_strategy(game, player, index, " \t ")
    assert (game.cells.tolist(), game.payoffs.tolist()) == before


@given(games(), st.data())
def test_players_come_go_and_change_seats(game: NormalForm, data: st.DataObject) -> None:
    player, index = pick(data, game)
    more = edits.add_player(game)
    assert more.shape == (*game.shape, 2)
    assert not more.payoffs[-1].any()
    for played in (0, 1):  # the newcomer does not matter to the others, and leaves no trace
        same(edits.remove_player(more, game.n_players, keep=played), game)
    if game.n_players > 1:
        fewer = edits.remove_player(game, player, keep=index)
        for profile in np.ndindex(*fewer.shape):
            was = (*profile[:player], index, *profile[player:])
            others = [k for k in range(game.n_players) if k != player]
            assert fewer.cells[(slice(None), *profile)].tolist() == game.cells[(others, *was)].tolist()
    order = data.draw(st.permutations(range(game.n_players)))
    seated = edits.reorder_players(game, order)
    assert [seated.players[i] for i in np.argsort(order)] == list(game.players)
    for profile in np.ndindex(*game.shape):
        for k, who in enumerate(order):
            there = tuple(profile[j] for j in order)
            assert seated.cells[(k, *there)] == game.cells[(who, *profile)]
            assert seated.payoff(k, there) == game.payoff(who, profile)
    assert edits.reorder_players(seated, [int(i) for i in np.argsort(order)]) == game
    assert len(seated.drafts) == len(game.drafts)
    same(edits.rename_player(game, player, "Zoë"), game)
    with pytest.raises(InputError):
        edits.reorder_players(game, [0] * (game.n_players + 1))


@given(games(players=(2, 2)))
def test_transposed_twice_is_the_same(game: NormalForm) -> None:
    once = edits.transpose(game)
    assert [player.name for player in once.players] == [player.name for player in game.players]
    assert once.payoffs[0].tolist() == game.payoffs[1].T.tolist()
    assert once.cells[1].tolist() == game.cells[0].T.tolist()
    assert edits.transpose(once) == game


@given(games(), st.data())
def test_typing(game: NormalForm, data: st.DataObject) -> None:
    """Half-typed text keeps the earlier value, whatever it is; a value ends the draft."""
    at = tuple(data.draw(st.integers(0, size - 1)) for size in game.cells.shape)
    text = data.draw(st.sampled_from(HALF_TYPED) | st.text(max_size=12))
    typed = edits.set_payoff(game, at[0], at[1:], text)
    cell = typed.cells[at]
    if isinstance(cell, Draft):
        assert cell.text == text and cell.problem
        assert typed.payoffs.tolist() == game.payoffs.tolist()
        twice = edits.set_payoff(typed, at[0], at[1:], text + "(")  # one more wrong letter
        assert twice.payoffs.tolist() == game.payoffs.tolist()
        assert edits.discard_drafts(typed) == edits.discard_drafts(game)
    else:
        assert typed.payoffs[at] == Expression(text.strip()).value(game.values)
    for other in np.ndindex(*game.cells.shape):
        assert other == at or typed.cells[other] == game.cells[other]
    right = edits.set_payoff(typed, at[0], at[1:], " a / 3 ")
    assert right.payoffs[at] == game.values["a"] / 3 and str(right.cells[at]) == "a / 3"
    for bad in ((game.n_players, *at[1:]), (*at[:-1], -1), (*at[:-1], game.shape[-1]), (*at, 0)):
        with pytest.raises(InputError, match=r"^payoffs\[.*no such cell"):
            edits.set_payoffs(game, [(bad[0], bad[1:], "1")])


@given(games(), st.sampled_from(NAMES))
def test_parameters_come_and_go(game: NormalForm, name: str) -> None:
    gone = edits.remove_parameter(game, name)
    assert name not in gone.values
    assert gone.payoffs.tolist() == game.payoffs.tolist()
    assert all(name not in cell.names for cell in gone.cells.flat)
    assert gone.values == {other: value for other, value in game.values.items() if other != name}

    renamed = edits.rename_parameter(game, name, "neu")
    assert renamed.payoffs.tolist() == game.payoffs.tolist()
    assert len(renamed.drafts) == len(game.drafts)
    assert edits.rename_parameter(renamed, "neu", name) == game
    for taken in {*NAMES, "min", "1x", "a b", "_"} - {name}:
        with pytest.raises(InputError):
            edits.rename_parameter(game, name, taken)

    for bad in ("", "3/", "unknown + 1", name, "1/0", "2^999999999"):
        with pytest.raises(InputError):
            edits.set_parameter(game, name, bad)


def test_a_parameter_that_was_typed_first() -> None:
    """Text that only lacked a parameter is an expression once there is one, and keeps its meaning."""
    game = NormalForm.from_arrays([[1, 2]], [[3, 4]])
    game = edits.set_payoffs(game, [(0, (0, 0), "v - 1"), (1, (0, 1), "v/0")])
    assert game.payoff(0, (0, 0)) == 1 and "'v' is not a parameter" in game.drafts[0][2].problem
    game = edits.add_parameter(game, Parameter("v", Expression("5")))
    assert game.payoff(0, (0, 0)) == 4
    assert [draft.text for _, _, draft in game.drafts] == ["v/0"]
    assert edits.set_parameter(game, "v", " 7/2 ").payoff(0, (0, 0)) == Fraction(5, 2)
    with pytest.raises(InputError, match="already"):
        edits.add_parameter(game, Parameter("v", Expression("1")))


def test_a_value_that_spoils_payoffs_is_refused_with_their_places() -> None:
    game = edits.add_parameter(NormalForm.from_arrays([[1, 2]], [[3, 4]]), Parameter("v", Expression("5")))
    game = edits.set_payoffs(game, [(1, (0, 1), "1/v"), (0, (0, 0), "1/(v - 5 + v)")])
    with pytest.raises(InputError) as refused:
        edits.set_parameter(game, "v", "0")
    assert [problem.place for problem in refused.value.problems] == ["payoffs[0][1][1]"]
    with pytest.raises(InputError, match="a → b → a is a cycle"):
        edits.set_parameter(edits.add_parameter(edits.add_parameter(
            game, Parameter("a", Expression("1"))), Parameter("b", Expression("a"))), "a", "b")


FACTORS = st.sampled_from([Fraction(text) for text in ("-1", "2", "0", "1/3", "-5/2", "1")])


@given(games(), FACTORS, FACTORS, st.data())
def test_payoffs_rescaled(game: NormalForm, factor: Fraction, shift: Fraction, data: st.DataObject) -> None:
    player = data.draw(st.none() | st.integers(0, game.n_players - 1))
    scaled = edits.scale(game, factor, shift, player)
    for k in range(game.n_players):
        expected = game.payoffs[k] * factor + shift if player in (None, k) else game.payoffs[k]
        assert scaled.payoffs[k].tolist() == expected.tolist()
    assert [draft.text for _, _, draft in scaled.drafts] == [draft.text for _, _, draft in game.drafts]
    # Parameters still move what was written in them.
    other = edits.set_parameter(scaled, "bb", "11")
    plain = edits.set_parameter(game, "bb", "11")
    assert other.payoffs.tolist() == edits.scale(plain, factor, shift, player).payoffs.tolist()
    negated = edits.negate(edits.negate(game))
    assert negated.payoffs.tolist() == game.payoffs.tolist()
    assert all(len(str(cell)) <= len(str(was)) + 4 for cell, was in zip(negated.cells.flat, game.cells.flat))


@given(games(players=(2, 3)))
def test_zero_sum(game: NormalForm) -> None:
    made = edits.make_zero_sum(game)
    assert made.is_zero_sum
    assert made.cells[:-1].tolist() == game.cells[:-1].tolist()
    assert edits.set_parameter(made, "bb", "11").is_zero_sum


@given(games(players=(1, 3), square=True))
def test_symmetrised(game: NormalForm) -> None:
    made = edits.symmetrise(game)
    assert made.is_symmetric
    assert edits.symmetrise(made).cells.tolist() == made.cells.tolist()
    if game.n_players == 2:
        assert made.cells[0].tolist() == game.cells[0].tolist()
        assert made.payoffs[1].tolist() == game.payoffs[0].T.tolist()


@pytest.mark.parametrize("edit", [
    lambda game: edits.rename_player(game, 5, "x"),
    lambda game: edits.rename_player(game, 0, "Bob"),
    lambda game: edits.rename_player(game, 0, ""),
    lambda game: edits.remove_player(game, 0, keep=9),
    lambda game: edits.remove_player(edits.remove_player(game, 0), 0),
    lambda game: edits.add_player(game, "Ann"),
    lambda game: edits.add_strategy(game, 2),
    lambda game: edits.add_strategy(game, 0, "B"),
    lambda game: edits.move_strategy(game, 0, 0, 2),
    lambda game: edits.remove_strategy(game, 0, -1),
    lambda game: edits.transpose(edits.add_player(game)),
    lambda game: edits.symmetrise(edits.add_strategy(game, 0)),
    lambda game: edits.make_zero_sum(edits.remove_player(game, 0)),
    lambda game: edits.remove_parameter(game, "q"),
])
def test_refused(edit: Callable[[NormalForm], NormalForm]) -> None:
    with pytest.raises(InputError):
        edit(NormalForm.from_arrays([[1, 2], [3, 4]], [[1, 2], [3, 4]]))


def test_growth_is_bounded() -> None:
    """Players are refused before the table is as large as that."""
    game = NormalForm.from_arrays([[1, 2], [3, 4]], [[1, 2], [3, 4]])
    with pytest.raises(InputError, match=r"^payoffs: 1,048,576 numbers; 500,000 are allowed"):
        for _ in range(40):
            game = edits.add_player(game)
    assert game.n_players == 15


def test_many_strategies() -> None:
    """Half a million names are compared in no time, and one more is refused."""
    started = time.perf_counter()
    game = NormalForm((Player("Ann", tuple(map(str, range(500_000)))),),
                      np.full((1, 500_000), Expression("0"), dtype=object))
    with pytest.raises(InputError, match="500,001 numbers"):
        edits.add_strategy(game, 0)
    assert time.perf_counter() - started < 20
