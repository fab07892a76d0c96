"""The logit branch: by its definition, against closed forms, and against Gambit's."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import certify, logit_branch, solve
from playground.equilibrium.quantal_response import shown_lambdas
from playground.equilibrium.words import mixture
from playground.files import load
from playground.game import NormalForm, Profile, edits, generators
from playground.problem import InputError
from playground.progress import Cancelled

SHAPES = st.sampled_from([(2, 2), (3, 2), (3, 3), (4, 5), (2, 2, 2), (2, 3, 2), (2, 2, 2, 2), (3,), (1, 4)])


@st.composite
def games(draw: st.DrawFn) -> NormalForm:
    return generators.random_game(draw(SHAPES), 0, draw(st.integers(0, 9)), draw(st.integers(0, 10**6)))


def logit_answer(game: NormalForm, profile: Profile, precision: float) -> list[list[float]]:
    """What a logit player answers, from the sum over all profiles."""
    answers = []
    for k, size in enumerate(game.shape):
        earned = [0.0] * size
        for at in itertools.product(*map(range, game.shape)):
            chance = np.prod([profile[j][i] for j, i in enumerate(at) if j != k])
            earned[at[k]] += float(chance) * float(game.payoff(k, at))
        weights = [exp(precision * (value - max(earned))) for value in earned]
        answers.append([weight / sum(weights) for weight in weights])
    return answers


@settings(max_examples=30)
@given(games())
def test_every_point_answers_itself(game: NormalForm) -> None:
    branch = logit_branch(game, 5)
    assert branch.lambdas[0] == 0 and branch.lambdas[-1] == 5 and branch.residual < 1e-9
    assert all(p == pytest.approx(1 / len(strategy)) for strategy in branch.profiles[0] for p in strategy)
    assert len(branch.lambdas) == len(branch.profiles)
    for precision, profile in list(zip(branch.lambdas, branch.profiles))[::5]:
        answer = logit_answer(game, profile, precision)
        for ours, theirs in zip(profile, answer):
            assert list(ours) == pytest.approx(theirs, abs=1e-9)
    # One curve: no step jumps far.
    for a, b in itertools.pairwise(branch.profiles):
        assert max(abs(p - q) for x, y in zip(a, b) for p, q in zip(x, y)) < 0.35


@settings(max_examples=60)
@given(games())
def test_the_concept(game: NormalForm) -> None:
    solution = solve(game, "quantal")
    details = dict(solution.details)
    assert not (solution.exact or solution.complete or solution.certified)
    assert details["residual"] < 1e-9
    assert len(solution.equilibria) == len(details["lambdas"]) + 1 <= len(solution.lines)
    for precision, each in zip(details["lambdas"], solution.equilibria):
        assert all(isinstance(p, float) for strategy in each.profile for p in strategy)
        for ours, theirs in zip(each.profile, logit_answer(game, each.profile, precision)):
            assert list(ours) == pytest.approx(theirs, abs=1e-8)
    if details["limit"] is not None:
        assert certify(game, solution.equilibria[-1].profile)
        assert Profile(details["limit"]) == solution.equilibria[-1].profile
    else:
        assert "nobody can gain more than" in " ".join(solution.lines)
        assert max(solution.equilibria[-1].profile.regrets(game)) < 0.01


def test_generic_games_of_two_players_end_at_an_exact_equilibrium() -> None:
    for seed in range(30):
        game = generators.random_game((3, 4), 0, 1000, seed)
        assert dict(solve(game, "quantal").details)["limit"] is not None


def test_one_player_in_closed_form() -> None:
    game = NormalForm.from_arrays([0, 1, 2])
    branch = logit_branch(game, 3, lambdas=[0.5, 3])
    for precision, profile in zip((0.5, 3), branch.profiles, strict=True):
        total = sum(exp(precision * i) for i in range(3))
        assert list(profile[0]) == pytest.approx([exp(precision * i) / total for i in range(3)], abs=1e-12)


@pytest.mark.parametrize("prize", [9, 4, 1])
def test_matching_pennies_in_closed_form(prize: int) -> None:
    """Ann gets `prize` at Top, Left. With a = P(Top) and b = P(Left) the log-odds are λ((prize + 1)b − 1)
    and −λ(2a − 1): one equation in a, solved here by bisection. It has one root, since b falls as a rises."""
    game = NormalForm.from_arrays([[prize, 0], [0, 1]], [[0, 1], [1, 0]])
    for precision in (0.3, 1.0, 4.0, 20.0):
        low, high = 0.0, 1.0
        for _ in range(100):
            a = (low + high) / 2
            b = 1 / (1 + exp(precision * (2 * a - 1)))
            if a < 1 / (1 + exp(-precision * ((prize + 1) * b - 1))):
                low = a
            else:
                high = a
        found = logit_branch(game, precision, lambdas=[precision]).profiles[-1]
        assert found[0][0] == pytest.approx(low, abs=1e-9) and found[1][0] == pytest.approx(b, abs=1e-9)


def test_the_own_payoff_effect(root: Path) -> None:
    """Goeree and Holt (2001): in equilibrium Ann plays Top half of the time whatever X is; people, and logit
    players, do it far more often where X is large, and less where it is small."""
    game = load(root / "games/asymmetric-matching-pennies.game.json").game
    for prize, way in (("320", 1), ("44", -1), ("80", 0)):
        solution = solve(edits.set_parameter(game, "X", prize), "quantal")
        for each in solution.equilibria[1:-1]:
            top = float(each.profile[0][0])
            assert np.sign(round(top - 0.5, 9)) == way
        left = Fraction(40, int(prize))
        assert solution.equilibria[-1].profile == Profile([["1/2", "1/2"], [left, 1 - left]])


def test_the_branch_leads_to_the_risk_dominant_equilibrium(root: Path) -> None:
    """In a symmetric 2×2 game of coordination the principal branch does (Turocy 2005, section 4)."""
    game = load(root / "games/stag-hunt.game.json").game
    solution = solve(game, "quantal")
    assert solution.equilibria[-1].profile == Profile.pure(game, [1, 1])


def test_a_branch_that_turns_back(root: Path) -> None:
    game = load(root / "games/travelers-dilemma.game.json").game
    branch = logit_branch(game, 5)
    assert len(branch.turns) == 2 and branch.turns[0] > branch.turns[1]
    assert sum(a > b for a, b in itertools.pairwise(branch.lambdas)) >= 1
    assert branch.residual < 1e-12
    lines = solve(game, "quantal").lines
    assert lines[-2].startswith("Near λ = 2.65") and "turns back" in lines[-2] and "turns forth" in lines[-1]


def test_where_branches_meet(root: Path) -> None:
    """El Farol with three guests: 1/2 answers itself for every λ, and at λ = 2 other branches meet it."""
    game = load(root / "games/el-farol-3.game.json").game
    for each in solve(game, "quantal").equilibria:
        assert all(p == pytest.approx(0.5) for strategy in each.profile for p in strategy)
    assert solve(game, "quantal").equilibria[-1].profile == Profile([["1/2", "1/2"]] * 3)


def test_the_precisions_that_are_shown() -> None:
    spread_of_five = NormalForm.from_arrays([[5, 0], [1, 2]], [[1, 2], [0, 4]])
    assert shown_lambdas(spread_of_five) == [0, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200]
    spread_of_one = edits.scale(spread_of_five, Fraction(1, 5))
    assert shown_lambdas(spread_of_one) == [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    assert shown_lambdas(generators.blank((2, 2)))[:2] == [0, 1]


def test_the_unit_of_payoffs_is_the_unit_of_precision() -> None:
    """A payoff ten times as large needs a tenth of the λ; a constant added to all payoffs changes nothing."""
    game = generators.random_game((3, 2, 2), 0, 9, 7)
    scaled = edits.scale(game, 10, 10**12)
    ours, theirs = logit_branch(game, 4, lambdas=[1, 4]), logit_branch(scaled, 0.4, lambdas=[0.1, 0.4])
    for a, b in zip(ours.profiles, theirs.profiles, strict=True):
        assert [p for x in a for p in x] == pytest.approx([p for x in b for p in x], abs=1e-9)


# --- Gambit -------------------------------------------------------------------------------------------------


def in_gambit(game: NormalForm) -> Any:
    gambit = pytest.importorskip("pygambit")
    return gambit.Game.from_arrays(*(payoffs.astype(float) for payoffs in game.payoffs))


def probabilities(made: Any, profile: Any) -> list[float]:
    return [float(profile[strategy]) for player in made.players for strategy in player.strategies]


def compare(game: NormalForm, lambdas: list[float]) -> None:
    gambit = pytest.importorskip("pygambit")
    made = in_gambit(game)
    ours = logit_branch(game, max(lambdas), lambdas=lambdas)
    theirs = gambit.qre.logit_solve_lambda(made, lambdas)
    assert ours.lambdas == pytest.approx(lambdas)
    for each, profile in zip(theirs, ours.profiles, strict=True):
        assert [p for x in profile for p in x] == pytest.approx(probabilities(made, each.profile), abs=1e-6)


@pytest.mark.parametrize("prize", ["320", "80", "44"])
def test_matching_pennies_against_gambit(root: Path, prize: str) -> None:
    game = edits.set_parameter(load(root / "games/asymmetric-matching-pennies.game.json").game, "X", prize)
    compare(game, [0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 3.0])


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 2, 2), (2, 3, 4), (2, 2, 2, 2)])
def test_random_games_against_gambit(shape: tuple[int, ...]) -> None:
    for seed in range(8):
        compare(generators.random_game(shape, 0, 9, seed), [0.1, 0.3, 1.0, 2.0, 5.0])


def test_the_whole_branch_against_gambit() -> None:
    """At each λ where Gambit made a step."""
    gambit = pytest.importorskip("pygambit")
    for shape, seed in (((2, 2), 1), ((3, 3), 2), ((2, 2, 2), 3)):
        game = generators.random_game(shape, 0, 9, seed)
        made = in_gambit(game)
        theirs = [each for each in gambit.qre.logit_solve_branch(made) if each.lam <= 50]
        lambdas = [each.lam for each in theirs]
        assert len(lambdas) > 20 and lambdas == sorted(lambdas)
        ours = logit_branch(game, lambdas[-1], lambdas=lambdas)
        for each, profile in zip(theirs, ours.profiles, strict=True):
            expected = probabilities(made, each.profile)
            assert [p for x in profile for p in x] == pytest.approx(expected, abs=1e-6)


# --- what is refused ----------------------------------------------------------------------------------------


def test_games_that_are_too_large() -> None:
    with pytest.raises(InputError, match="up to 200 strategies and 60,000 payoffs, and this one has 202"):
        solve(generators.blank((101, 101)), "quantal")


def test_it_can_be_cancelled() -> None:
    def hook(done: float | None, text: str = "") -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        solve(generators.random_game((2, 2), 0, 9, 1), "quantal", progress=hook)


def test_floats_in_words() -> None:
    assert mixture(["Top", "Bottom"], [0.25, 0.75]) == "0.25 Top + 0.75 Bottom"
    assert mixture(["Top", "Bottom"], [1 - 1e-9, 1e-9]) == "Top"
    assert mixture(["1", "2"], [1 / 3, 2 / 3]) == "0.3333 “1” + 0.6667 “2”"


def test_a_limit_that_is_not_reached_is_not_claimed() -> None:
    """Payoffs that differ by 10⁷ among 10¹⁵: λ ends long before that matters."""
    big = 10**15
    table = [[big + 10**7, big, 0], [big, big + 10**7 + 1, 0], [0, 0, 0]]
    game = NormalForm.from_arrays(table, [list(column) for column in zip(*table)])
    assert "the branch may go on to another" in solve(game, "quantal").message
    assert "the equilibrium at its end is exact" in solve(
        generators.random_game((2, 2), 0, 9, 1), "quantal").message
