"""A match as CSV: read back by Python's own reader, safe in a spreadsheet, and never of another game."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.arena import play
from playground.files import RecordedMatch, load_library, match_csv
from playground.game import NormalForm, Player, Repetition
from playground.game.edits import rename_strategy
from playground.problem import InputError

NAMES = st.text(min_size=1, max_size=6).filter(str.strip) | st.sampled_from(
    ("=1+1", "+1", "-2", "@SUM(A1)", " =1", "\t=1", "\r=1", "'", '"', ",", "a,b", 'a"b', "a\nb", "a\rb",
     "x;y", "round"))
PAYOFFS = st.fractions(-99, 99, max_denominator=40) | st.sampled_from(
    (Fraction(1, 2**15), Fraction(10**20, 3)))


def rows(text: str) -> list[list[str]]:
    """As a program reads it that gets the file as it is."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@st.composite
def matches(draw: st.DrawFn) -> tuple[NormalForm, RecordedMatch]:
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))

    def names(count: int) -> tuple[str, ...]:
        return tuple(draw(st.lists(NAMES, min_size=count, max_size=count, unique=True)))

    players = [Player(name, names(count)) for name, count in zip(names(len(shape)), shape)]
    size = int(np.prod(shape))
    arrays = [np.array([str(draw(PAYOFFS)) for _ in range(size)], dtype=object).reshape(shape) for _ in shape]
    profiles = st.tuples(*(st.sampled_from(player.strategies) for player in players))
    actions = draw(st.lists(profiles, max_size=4))
    intended = draw(st.none() | st.lists(profiles, min_size=len(actions), max_size=len(actions)).map(tuple))
    seats = tuple(draw(st.sampled_from(("human", "tit-for-tat", "=x"))) for _ in shape)
    return NormalForm.from_arrays(*arrays, players=players), RecordedMatch(seats, tuple(actions), intended)


@given(matches())
def test_every_round_is_read_back(made: tuple[NormalForm, RecordedMatch]) -> None:
    """Round, actions, intentions and exact payoffs, whatever the names are; and no cell is a formula."""
    game, match = made
    heading, *table = rows(match_csv(game, match))
    n = game.n_players
    parts = 3 if match.intended is not None else 2
    assert len(heading) == 1 + parts * n and heading[0] == "round" and len(table) == len(match.actions)
    for k, player in enumerate(game.players):
        assert heading[1 + k].endswith(f"{player.name} ({match.players[k]})")
        assert heading[1 + (parts - 1) * n + k].endswith(f"{player.name} payoff")
        if match.intended is not None:
            assert heading[1 + n + k].endswith(f"{player.name} intended")
    for t, row in enumerate(table):
        profile = [player.strategies.index(name) for player, name in zip(game.players, match.actions[t])]
        texts = [*match.actions[t], *(match.intended[t] if match.intended is not None else ())]
        assert row[0] == str(t + 1) and len(row) == len(heading)
        for cell, name in zip(row[1:], texts):
            assert cell == (f"'{name}" if name.lstrip().startswith(("=", "+", "-", "@")) else name)
        assert [Fraction(cell) for cell in row[-n:]] == [game.payoff(k, profile) for k in range(n)]
    for cell in [*heading, *(cell for row in table for cell in row[1:len(row) - n])]:
        assert not cell.lstrip().startswith(("=", "+", "-", "@")), "a spreadsheet would take it for a formula"


@given(NAMES, NAMES)
@example("a\rb", "=cmd|' /C calc'!A0")
@example("\r", "-")
def test_line_breaks_in_names(first: str, second: str) -> None:
    """They stand in quotation marks, where no reader takes them for the end of the row."""
    if not first.strip() or first == second:
        return
    game = NormalForm.from_arrays(["1", "2"], players=[Player("Ann", (first, second))])
    text = match_csv(game, RecordedMatch(("human",), ((first,), (second,))))
    assert text.endswith("\n") and [row[-1] for row in rows(text)] == ["Ann payoff", "1", "2"]


@pytest.mark.parametrize(("payoff", "text"), [
    ("3", "3"), ("-1/2", "-0.5"), ("0.10", "0.1"), ("1/3", "1/3"), ("-2/7", "-2/7"), ("1e-3", "0.001"),
    ("1e20", "100000000000000000000"), ("1/32768", "0.000030517578125"), ("1/65536", "1/65536"), ("-0", "0"),
])
def test_numbers_are_exact_decimals_or_fractions(payoff: str, text: str) -> None:
    game = NormalForm.from_arrays([payoff], players=[Player("Ann", ("a",))])
    assert match_csv(game, RecordedMatch(("human",), (("a",),))) == \
        f"round,Ann (human),Ann payoff\n1,a,{text}\n"


def test_a_whole_match_with_noise() -> None:
    """What the arena played comes out round by round, with what was meant beside what was done."""
    game = load_library("prisoners-dilemma").game
    result = play(game, ("tit-for-tat", "grim"), Repetition(turns=60, noise=Fraction(1, 4)), seed=3)
    actions, intended = (tuple(map(game.profile_names, rounds))
                         for rounds in (result.actions, result.intended))
    match = RecordedMatch(result.players, actions, intended, seed=3)
    heading, *table = rows(match_csv(game, match))
    assert heading == ["round", *(f"{player.name} ({who})"
                                  for player, who in zip(game.players, result.players)),
                       *(f"{player.name} intended" for player in game.players),
                       *(f"{player.name} payoff" for player in game.players)]
    assert [int(row[0]) for row in table] == list(range(1, 61))
    assert any(row[1:3] != row[3:5] for row in table), "noise flipped something"
    for k in range(2):
        assert sum(Fraction(row[5 + k]) for row in table) / 60 == result.payoffs[k]


def test_a_match_of_another_game() -> None:
    """After a strategy was renamed, or a player came or went, there is no telling what was paid."""
    game = load_library("stag-hunt").game
    stag, hare = game.players[0].strategies
    match = RecordedMatch(("human", "grim"), ((stag, hare), (hare, hare)), ((stag, stag), (hare, hare)))
    assert len(rows(match_csv(game, match))) == 3
    renamed = rename_strategy(game, 1, 1, "Rabbit")
    with pytest.raises(InputError) as error:
        match_csv(renamed, match)
    assert [(problem.place, problem.message) for problem in error.value.problems] == [
        (f"{key}[{t}][1]", f"{hare!r} is not a strategy of {game.players[1].name}")
        for key, t in (("actions", 0), ("actions", 1), ("intended", 1))]
    only_meant = replace(match, actions=((stag, stag),), intended=((stag, hare),))
    with pytest.raises(InputError, match="is not a strategy of"):
        match_csv(renamed, only_meant)
    for seats in (("human",), ("human", "grim", "grim")):
        with pytest.raises(InputError, match=f"a match of {len(seats)}, but the game has 2 players"):
            match_csv(game, replace(match, players=seats, actions=((stag,) * len(seats),) * 2))
    long = RecordedMatch(("human", "grim"), (("gone", "gone"),) * 100_000)
    with pytest.raises(InputError) as error:
        match_csv(game, long)
    assert len(error.value.problems) == 20
