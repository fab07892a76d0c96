"""Gambit's methods: what they find is certified or says its regret, and they end when they are told to."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np
import pytest

from playground.equilibrium import METHODS, certify, mixed_equilibria, solve
from playground.equilibrium.gambit import SOLVERS, Solver
from playground.game import NormalForm, Profile, edits, generators
from playground.problem import InputError
from playground.progress import Cancelled

pytest.importorskip("pygambit")
SEVERAL = [f"gambit-{name}" for name, solver in SOLVERS.items() if solver.several]


def heard(done: float | None, text: str = "") -> None:
    """A hook, so that a child process is used."""


def volunteers(value: int) -> NormalForm:
    """Of three, one has to act at a cost of 1 so that all get `value`: each waits with √(1/value)."""
    payoffs = np.empty((3, 2, 2, 2), dtype=object)
    for at in np.ndindex(2, 2, 2):
        for k in range(3):
            payoffs[k][at] = value - 1 if at[k] == 0 else value if 0 in at else 0
    return NormalForm.from_arrays(*payoffs)


@pytest.mark.parametrize("method", SEVERAL)
def test_three_players(method: str) -> None:
    """Random games: each result is an equilibrium, most of them exactly, and ours are all of them."""
    for seed in range(8):
        game = generators.random_game((2, 2, 2), 0, 100, seed)
        solution = solve(game, method=method)
        assert solution.method == method and not solution.complete and solution.equilibria
        assert "may be more" in solution.message
        known = mixed_equilibria(game)
        for each, regret in zip(solution.equilibria, dict(solution.details)["regrets"], strict=True):
            assert (regret == 0) == certify(game, each.profile) and regret < 1e-10
            if known.complete and not known.multiple:
                assert min(apart(each.profile, other) for other in known.profiles) < 1e-9


def apart(one: Profile, other: Profile) -> float:
    return max(abs(float(p) - float(q)) for a, b in zip(one, other) for p, q in zip(a, b))


@pytest.mark.parametrize("method", ["gambit-enumpoly", "gambit-logit", "gambit-simpdiv"])
@pytest.mark.parametrize(("value", "wait"), [(4, Fraction(1, 2)), (2, 2 ** -0.5)])
def test_rational_ones_are_recognised(method: str, value: int, wait: Fraction | float) -> None:
    """Diekmann (1985), three volunteers. Where the mixed equilibrium is rational it is exact, and otherwise
    polished to fifteen digits. (Gambit's other methods find none of value 4, and do not end with value 2.)"""
    solution = solve(volunteers(value), method=method)
    inner = [each.profile for each in solution.equilibria if not any(0 in own for own in each.profile)]
    assert len(inner) == (1 if method != "gambit-simpdiv" else len(inner))
    for profile in inner:
        for strategy in profile:
            assert strategy[1] == (wait if isinstance(wait, Fraction) else pytest.approx(wait, abs=1e-15))


@pytest.mark.parametrize("method", [*SEVERAL, "gambit-enummixed"])
def test_two_players_are_exact(method: str) -> None:
    for seed in range(5):
        game = generators.random_game((3, 4), -5, 5, seed)
        solution = solve(game, method=method)
        assert solution.exact and solution.certified and solution.missed is not None
        assert solution.complete == (solution.missed == 0)
        for each in solution.equilibria:
            assert certify(game, each.profile)
        if method == "gambit-enummixed":
            assert solution.complete


def test_huge_payoffs_are_scaled() -> None:
    """An affine change of anybody's payoffs changes no equilibrium."""
    game = volunteers(4)
    larger = NormalForm.from_arrays(*(payoffs * 10**30 + Fraction(1, 7) for payoffs in game.payoffs))
    for method in SEVERAL:
        assert [each.profile for each in solve(larger, method=method).equilibria] == [
            each.profile for each in solve(game, method=method).equilibria]


def test_in_a_child_process_it_is_the_same() -> None:
    game = volunteers(2)
    for method in ("gambit-enumpoly", "gambit-simpdiv"):
        here, there = solve(game, method=method), solve(game, method=method, progress=heard)
        assert here.equilibria == there.equilibria and here.message == there.message


def test_it_ends_when_told_to() -> None:
    """On a game of ties Gambit's polynomials take for ever: the child is ended, soon."""
    game = generators.random_game((4, 4, 4), 0, 1, 2)
    begun = time.monotonic()

    def hook(done: float | None, text: str = "") -> None:
        if time.monotonic() > begun + 1.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        solve(game, method="gambit-enumpoly", progress=hook)
    assert time.monotonic() < begun + 20


def test_what_gambit_refuses_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(gambit: object, made: object) -> None:
        raise RuntimeError("no start")

    monkeypatch.setitem(SOLVERS, "gnm", Solver("gnm", "", "", "", fails))
    with pytest.raises(InputError, match="Gambit gave up: no start"):
        solve(volunteers(4), method="gambit-gnm")


def test_one_player_and_which_methods_there_are() -> None:
    with pytest.raises(InputError, match="gambit-gnm is for two and more players and this game has 1"):
        solve(NormalForm.from_arrays([1, 2]), method="gambit-gnm")
    assert {name for name, entry in METHODS.items() if entry.make.several} == {"exact", *SEVERAL}


def test_a_long_name_changes_nothing() -> None:
    game = edits.rename_player(volunteers(4), 0, 'A "quoted" name, with \\ and ,')
    found = solve(volunteers(4), method="gambit-logit").equilibria
    assert solve(game, method="gambit-logit").equilibria == found
