"""What is written on the board is right: every equation, read again and evaluated."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import extreme_equilibria, pure_equilibria, worked
from playground.files import load_library
from playground.game import Expression, NormalForm, Profile, generators
from playground.problem import InputError


def test_the_stag_hunt() -> None:
    game = load_library("stag-hunt").game
    mixed = next(profile for profile in extreme_equilibria(game) if not profile.is_pure)
    assert worked(game, mixed) == (
        "Let Bob play Stag with probability q and Hare with 1 - q. Ann mixes, so these must pay the same:",
        "  Stag: 4*q + 0*(1 - q)", "  Hare: 3*q + 3*(1 - q)", "  They do where q = 3/4.",
        "Against Bob’s 3/4 Stag + 1/4 Hare, Ann’s strategies pay: Stag 3, Hare 3. Stag and Hare are both "
        "best, so any mixture of them is.",
        "Let Ann play Stag with probability p and Hare with 1 - p. Bob mixes, so these must pay the same:",
        "  Stag: 4*p + 0*(1 - p)", "  Hare: 3*p + 3*(1 - p)", "  They do where p = 3/4.",
        "Against Ann’s 3/4 Stag + 1/4 Hare, Bob’s strategies pay: Stag 3, Hare 3. Stag and Hare are both "
        "best, so any mixture of them is.")
    assert worked(game, Profile.pure(game, (0, 0)))[0] == (
        "Against Bob’s Stag, Ann’s strategies pay: Stag 4, Hare 3. Stag is best.")
    assert worked(game, Profile.pure(game, (0, 1)))[1] == (
        "Against Ann’s Stag, Bob’s strategies pay: Stag 4, Hare 3. Hare is not best: this is no equilibrium.")


@settings(max_examples=60)
@given(st.integers(2, 4), st.integers(2, 4), st.integers(0, 10**6))
def test_every_equation_is_right(m: int, n: int, seed: int) -> None:
    game = generators.random_game((m, n), -5, 5, seed)
    for profile in extreme_equilibria(game):
        values: dict[str, Fraction] = {}
        waiting: list[str] = []
        for line in worked(game, profile):
            assert "no equilibrium" not in line
            if found := re.match(r"  \S+: (.*)", line):
                waiting.append(found[1])
            elif line.startswith("  They do"):
                values = {name: Fraction(value) for name, value in re.findall(r"(\w+) = (-?[\d/]+)", line)}
            elif line.startswith("Against"):
                pays = [Fraction(value) for value in re.findall(r" (-?[\d/]+)[,.]", line.split("pay: ")[1])]
                level = max(pays)
                assert all(Expression(text).value(values) == level for text in waiting)
                waiting = []


def test_where_every_mixture_would_do() -> None:
    game = NormalForm.from_arrays([[1, 2], [1, 2]], [[3, 3], [5, 5]])
    half = Profile([[Fraction(1, 2)] * 2, [Fraction(1, 3), Fraction(2, 3)]])
    assert "  They do whatever q is; here q = 1/3." in worked(game, half)


def test_any_number_of_players() -> None:
    game = generators.random_game((2, 2, 2), 0, 5, 4)
    for at in pure_equilibria(game):
        lines = worked(game, Profile.pure(game, at))
        assert len(lines) == 3 and all(" is best" in line for line in lines)
    alone = NormalForm.from_arrays([3, 5, 5])
    assert worked(alone, Profile.pure(alone, (1,))) == (
        "Ann’s strategies pay: A 3, B 5, C 5. B is best; C would do as well.",)


def test_what_cannot_be_worked_out() -> None:
    game = load_library("stag-hunt").game
    for profile in (Profile([[0.5, 0.5], [0.5, 0.5]]), Profile([[1, 0, 0], [1, 0]])):
        with pytest.raises(InputError, match="only exact profiles"):
            worked(game, profile)
