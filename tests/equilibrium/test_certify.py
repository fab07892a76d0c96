"""The last word: what is an equilibrium passes, whatever is changed in it does not."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import certify, extreme_equilibria
from playground.game import NormalForm, Profile, edits, generators

PENNIES = NormalForm.from_arrays([[1, -1], [-1, 1]])
EVEN = Profile([["1/2", "1/2"], ["1/2", "1/2"]])


@st.composite
def guess(draw: st.DrawFn) -> tuple[NormalForm, Profile]:
    """A game of one to three players and a profile of it in small fractions."""
    shape = tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=3)))
    game = edits.scale(generators.random_game(shape, -1, 1, draw(st.integers(0, 10**6))), Fraction(2, 7))
    mixed = []
    for size in shape:
        weights = draw(st.lists(st.integers(0, 2), min_size=size, max_size=size).filter(any))
        mixed.append([Fraction(weight, sum(weights)) for weight in weights])
    return game, Profile(mixed)


@settings(max_examples=300)
@given(guess())
def test_the_definition_written_out(case: tuple[NormalForm, Profile]) -> None:
    """Σ over all outcomes of their chance times their payoff, for every deviation."""
    game, profile = case

    def earned(player: int, mixed: list[list[Fraction]]) -> Fraction:
        total = Fraction(0)
        for outcome in itertools.product(*map(range, game.shape)):
            chance = Fraction(1)
            for k, strategy in enumerate(outcome):
                chance *= mixed[k][strategy]
            total += chance * game.payoff(player, outcome)
        return total

    mixed = [list(strategy) for strategy in profile]
    stable = all(
        earned(k, [*mixed[:k], [Fraction(int(s == i)) for s in range(size)], *mixed[k + 1:]])
        <= earned(k, mixed) for k, size in enumerate(game.shape) for i in range(size))
    assert certify(game, profile) == stable
    assert profile.payoffs(game) == tuple(earned(k, mixed) for k in range(game.n_players))


@given(st.integers(0, 10**6), st.integers(1, 10**12))
def test_the_smallest_change_is_seen(seed: int, scale: int) -> None:
    game = generators.random_game((3, 3), -9, 9, seed)
    tiny = Fraction(1, 10**40 * scale)
    for profile in extreme_equilibria(game):
        assert certify(game, profile)
        for k, strategy in enumerate(profile):
            support = [i for i, p in enumerate(strategy) if p]
            if len(support) == 3 and len(set(profile[1 - k])) == 3:
                moved = list(strategy)
                moved[support[0]] -= tiny
                moved[support[1]] += tiny
                changed = [list(each) for each in profile]
                changed[k] = moved
                # All three of the other's are played: only one mixture leaves them indifferent, or all do.
                rows = [sum(p * v for p, v in zip(moved, line)) for line in (
                    game.payoffs[1].T if k == 0 else game.payoffs[0])]
                assert certify(game, Profile(changed)) == (len(set(rows)) == 1)


@pytest.mark.parametrize("profile", [
    Profile([["1/2", "1/2"]]), Profile([["1/2", "1/2"]] * 3), Profile([["1/2", "1/2", 0], ["1/2", "1/2"]]),
    Profile([["1/2"], ["1/2", "1/2"]]), Profile([["1/2", "1/3"], ["1/2", "1/2"]]),
    Profile([["3/2", "-1/2"], ["1/2", "1/2"]]), Profile([[0, 0], ["1/2", "1/2"]]),
    Profile([[0.5, 0.5], [0.5, 0.5]]), Profile([[Fraction(1, 2), 0.5], ["1/2", "1/2"]]), Profile([]),
])
def test_what_is_no_exact_profile(profile: Profile) -> None:
    assert certify(PENNIES, EVEN)
    assert not certify(PENNIES, profile)


def test_three_players_mixed() -> None:
    """Going out pays 2, 0 or −2 as none, one or both of the others go; staying at home pays 0."""
    out = np.indices((2, 2, 2))  # 1 for those who go, in each outcome
    game = NormalForm.from_arrays(*(own * (2 - 2 * (out.sum(axis=0) - own)) for own in out))
    assert certify(game, Profile([["1/2", "1/2"]] * 3))
    assert certify(game, Profile([[0, 1], [1, 0], ["1/2", "1/2"]]))  # with one in and one out, nobody cares
    assert not certify(game, Profile([["1/2", "1/2"], ["1/2", "1/2"], ["1/3", "2/3"]]))
