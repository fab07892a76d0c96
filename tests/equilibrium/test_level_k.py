"""Level-k and the cognitive hierarchy, by their definitions and against values worked out by hand."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import exp, factorial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.equilibrium import certify, cognitive_hierarchy, reasoning_levels, solve
from playground.files import load
from playground.game import NormalForm, Profile, generators
from playground.problem import InputError
from playground.progress import Cancelled

SHAPES = st.sampled_from([(2, 2), (3, 2), (4, 5), (2, 2, 2), (2, 3, 2), (2, 2, 2, 2), (3,), (1, 4)])


@st.composite
def games(draw: st.DrawFn) -> NormalForm:
    return generators.random_game(draw(SHAPES), 0, draw(st.integers(0, 6)), draw(st.integers(0, 10**6)))


def answer(game: NormalForm, belief: Profile, player: int) -> tuple[Fraction, ...]:
    """All best responses with the same probability, from the sum over all profiles of the others."""
    others = [range(size) for k, size in enumerate(game.shape) if k != player]
    earned = []
    for own in range(game.shape[player]):
        total = Fraction(0)
        for rest in itertools.product(*others):
            profile = (*rest[:player], own, *rest[player:])
            chance = Fraction(1)
            for k, choice in enumerate(profile):
                chance *= Fraction(belief[k][choice]) if k != player else 1
            total += chance * game.payoff(player, profile)
        earned.append(total)
    ties = [value == max(earned) for value in earned]
    return tuple(Fraction(int(tie), sum(ties)) for tie in ties)


@given(games())
def test_each_level_answers_the_one_below(game: NormalForm) -> None:
    solution = solve(game, "level-k")
    below = Profile([[Fraction(1, size)] * size for size in game.shape])
    seen = [below]
    assert solution.exact and solution.certified and 1 <= len(solution.equilibria) <= 5
    for each in solution.equilibria:
        assert each.profile == Profile([answer(game, below, k) for k in range(game.n_players)])
        assert each.profile not in seen[1:]
        below = each.profile
        seen.append(below)
    again = Profile([answer(game, below, k) for k in range(game.n_players)])
    assert solution.complete == (again in seen[1:])
    if solution.complete:
        first, length = dict(solution.details)["cycle"]
        assert again == seen[first or 1] and len(seen) - 1 == (first or 1) + length - 1
        assert certify(game, below) or length > 1, "a level that answers itself is an equilibrium"


@given(games(), st.integers(1, 12))
def test_fewer_levels_are_the_first_of_many(game: NormalForm, most: int) -> None:
    few, many = reasoning_levels(game, most), reasoning_levels(game)
    assert few.supports == many.supports[:most + 1]
    if many.again is None:
        assert len(many.supports) == 201
    else:
        assert many.again < len(many.supports)
        assert few.again == (many.again if most >= len(many.supports) else None)


@given(games(), st.fractions(Fraction(1, 5), 4, max_denominator=7), st.integers(1, 4))
def test_the_hierarchy_by_its_definition(game: NormalForm, steps: Fraction, most: int) -> None:
    found = cognitive_hierarchy(game, steps, most)
    assert len(found) == most + 1
    for level in range(1, most + 1):
        weights = [steps**h / factorial(h) for h in range(level)]
        belief = Profile([[sum(w * Fraction(found[h][k][i]) for h, w in enumerate(weights)) / sum(weights)
                           for i in range(size)] for k, size in enumerate(game.shape)])
        assert found[level] == Profile([answer(game, belief, k) for k in range(game.n_players)])
    assert found[0] == Profile([[Fraction(1, size)] * size for size in game.shape])
    assert found[1] == solve(game, "level-k").equilibria[0].profile, "level 1 is the same in both models"


def names(game: NormalForm, profile: Profile, player: int = 0) -> list[str]:
    return [game.players[player].strategies[i] for i in profile.supports[player]]


def test_eleven_to_twenty(root: Path) -> None:
    """Arad and Rubinstein (2012): 19 is the best response to 20 and to uniform play as well, 18 to 19, …;
    the best response to 11 is 20. By hand: against uniform play 19 earns 19 + 20/10."""
    game = load(root / "games/eleven-twenty.game.json").game
    solution = solve(game, "level-k")
    assert [names(game, each.profile)[0] for each in solution.equilibria] == ["19", "18", "17", "16", "15"]
    assert not solution.complete and dict(solution.details)["cycle"] == [1, 10]
    assert "Level 11 is level 1 again: from there they go round in a cycle of 10." in solution.lines
    # By hand, τ = 3/2: level 2 believes in 2/5 uniform and 3/5 at 19; level 4 in 16, 24, 18 and 9 parts of 67
    # of levels 0 to 3, where 18 earns 18 + 20 · (1.6 + 24)/67 and 17 earns 17 + 20 · (1.6 + 27)/67, a little
    # less; level 5 is the first to ask for 17.
    assert [names(game, each) for each in cognitive_hierarchy(game, most=5)[1:]] == [
        ["19"], ["18"], ["18"], ["18"], ["17"]]


def test_travelers_dilemma(root: Path) -> None:
    """By hand: against uniform claims a claim c earns Σ_{j<c} (j − 2) + c + (10 − c)(c + 2) ninths: 44 for 6
    and 7, 43 for 5 and 8. Against half 6 and half 7, claims of 5 and of 6 earn 7 each. So it goes on."""
    game = load(root / "games/travelers-dilemma.game.json").game
    solution = solve(game, "level-k")
    assert [names(game, each.profile) for each in solution.equilibria] == [
        ["6", "7"], ["5", "6"], ["4", "5"], ["3", "4"], ["2", "3"]]
    uniform = Profile([[Fraction(1, 9)] * 9] * 2)
    assert [9 * value for value in uniform.action_payoffs(game, 0)][3:7] == [43, 44, 44, 43]
    found = reasoning_levels(game)
    assert found.again == 6 and found.supports[6] == ((0,), (0,)), "the equilibrium, after six steps"
    assert solution.lines[5] == "Level 7 is level 6 again, as are all above it: a Nash equilibrium."


def test_guess_two_thirds(root: Path) -> None:
    """By hand: against 25 twice, 0 is nearer to two thirds of the mean of (0, 25, 25), 11 1/9, than 25 is."""
    game = load(root / "games/guess-two-thirds.game.json").game
    solution = solve(game, "level-k")
    assert [names(game, each.profile) for each in solution.equilibria] == [["25"], ["0"]]
    assert solution.complete and dict(solution.details)["cycle"] == [2, 1]


def test_matching_pennies_stays_at_level_zero() -> None:
    solution = solve(NormalForm.from_arrays([[1, -1], [-1, 1]]), "level-k")
    assert solution.complete and len(solution.equilibria) == 1
    assert solution.equilibria[0].profile == Profile([["1/2"] * 2] * 2)
    assert dict(solution.details)["cycle"] == [0, 1]


def test_a_circle(root: Path) -> None:
    """Level 1 answers uniform play in one cell; from there matching pennies goes round its four cells."""
    game = load(root / "games/asymmetric-matching-pennies.game.json").game
    solution = solve(game, "level-k")
    played = [(names(game, each.profile, 0), names(game, each.profile, 1)) for each in solution.equilibria]
    # Bob is indifferent against uniform play; then he leaves Top, Ann follows him, and so on.
    assert played[0] == (["Top"], ["Left", "Right"]) and played[1] == (["Top"], ["Right"])
    assert played[2:] == [(["Bottom"], ["Right"]), (["Bottom"], ["Left"]), (["Top"], ["Left"])]
    assert solution.complete and dict(solution.details)["cycle"] == [2, 4]


@pytest.mark.parametrize(("tau", "steps"), [
    (None, 1.5), (Fraction(0), 0), (Fraction(1, 3), 1 / 3), (Fraction(8), 8)])
def test_the_hierarchy_of_a_dominant_strategy(tau: Fraction | None, steps: float) -> None:
    """All but level 0 play it, so 1 − e^{−τ}/2 of all."""
    game = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    solution = solve(game, "cognitive-hierarchy", options={} if tau is None else {"tau": tau})
    details = dict(solution.details)
    assert details["population"][0][1] == pytest.approx(1 - exp(-steps) / 2, abs=1e-6)
    assert solution.exact and solution.certified and solution.complete
    assert [each.profile for each in solution.equilibria] == [Profile.pure(game, (1, 1))]
    assert len(details["levels"]) == {0: 2, 1.5: 10, 1 / 3: 6, 8: 25}[steps] + 1
    if tau is None:
        assert solution.lines[-1].endswith("on average, in decimals: all play 0.1116 A + 0.8884 B.")


def test_how_many_levels_are_listed(root: Path) -> None:
    game = load(root / "games/eleven-twenty.game.json").game
    few, many = (solve(game, "level-k", options={"levels": Fraction(count)}) for count in (2, 12))
    assert [names(game, each.profile)[0] for each in few.equilibria] == ["19", "18"] and not few.complete
    assert len(many.equilibria) == 10 and many.complete
    for value, words in ((Fraction(1, 2), "levels is 1/2, which is not from 1 to 200"),
                         (Fraction(5, 2), "levels is 5/2, which is not a whole number")):
        with pytest.raises(InputError, match=words):
            solve(game, "level-k", options={"levels": value})


def test_what_is_refused() -> None:
    with pytest.raises(InputError, match="games of up to 60,000 payoffs and this one has 80,000"):
        solve(generators.blank((200, 200)), "level-k")


def test_it_can_be_cancelled() -> None:
    def hook(done: float | None, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        solve(generators.blank((2, 2)), "level-k", progress=hook)
