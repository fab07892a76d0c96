"""Beliefs by their definition; the games of Bernheim and of Osborne and Rubinstein."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import belief, dominated, point_rationalizable, solve
from playground.equilibrium import rationalizable as module
from playground.game import NormalForm, edits, generators

HALF = Fraction(1, 2)
SHAPES = st.sampled_from([(2, 2), (3, 3), (4, 4), (2, 2, 2), (3, 2, 2), (2, 2, 3, 2), (3, 1), (4,)])


@st.composite
def games(draw: st.DrawFn) -> NormalForm:
    game = generators.random_game(draw(SHAPES), 0, draw(st.integers(1, 4)), draw(st.integers(0, 10**6)))
    return edits.scale(game, Fraction(3, 7), Fraction(-1, 3)) if draw(st.booleans()) else game


def earned(game: NormalForm, player: int, held: dict[tuple[int, ...], Fraction]) -> list[Fraction]:
    """What each strategy of the player is expected to earn."""
    return [sum((p * game.payoff(player, (*at[:player], i, *at[player:])) for at, p in held.items()),
                Fraction(0)) for i in range(game.shape[player])]


@settings(max_examples=60)
@given(games())
def test_beliefs_are_the_other_side_of_domination(game: NormalForm) -> None:
    """Pearce (1984), Lemma 3: never a best response, or strictly dominated, and not both."""
    everything = tuple(tuple(range(size)) for size in game.shape)
    strictly = {(each.player, each.strategy) for each in dominated(game) if each.strict}
    for player, own in enumerate(everything):
        for strategy in own:
            held = belief(game, player, strategy, everything)
            assert (held is None) == ((player, strategy) in strictly)
            if held is not None:
                assert sum(held.values()) == 1 and min(held.values()) > 0
                values = earned(game, player, held)
                assert values[strategy] == max(values)


@settings(max_examples=60)
@given(games())
def test_what_is_said_of_every_strategy(game: NormalForm) -> None:
    solution = solve(game, "rationalizable")
    details = dict(solution.details)
    assert solution.certified and solution.complete and solution.exact
    strict = dict(solve(game, "dominance").details)
    assert details["survivors"] == strict["survivors"] and details["rounds"] == strict["rounds"]
    names = [(player.name, name) for player, own in zip(game.players, details["survivors"]) for name in own]
    assert [(each["player"], each["strategy"]) for each in details["beliefs"]] == names
    all_independent = True
    for each in details["beliefs"]:
        k = [player.name for player in game.players].index(each["player"])
        rest = [j for j in range(game.n_players) if j != k]
        held = {}
        for part in each["belief"]:
            own = part["others"].split(", ") if rest else []
            assert all(name in details["survivors"][j] for j, name in zip(rest, own, strict=True))
            at = tuple(game.players[j].strategies.index(name) for j, name in zip(rest, own))
            held[at] = Fraction(part["probability"])
        values = earned(game, k, held)
        assert values[game.players[k].strategies.index(each["strategy"])] == max(values)
        single = [{i: sum(p for at, p in held.items() if at[n] == i) for i in range(game.shape[j])}
                  for n, j in enumerate(rest)]
        for at in product(*(range(game.shape[j]) for j in rest)):
            independent = Fraction(1)
            for shares, i in zip(single, at):
                independent *= shares[i]
            all_independent = all_independent and held.get(at, 0) == independent
    assert details["independent"] is (True if all_independent else None)
    points = point_rationalizable(game)
    for k, own in enumerate(points):  # each best against a profile of these, and all within what survives
        assert set(details["point"][k]) <= set(details["survivors"][k])
        for i in own:
            assert any(earned(game, k, {at: Fraction(1)})[i] == max(earned(game, k, {at: Fraction(1)}))
                       for at in product(*(points[j] for j in range(game.n_players) if j != k)))


def test_bernheim() -> None:
    """Bernheim (1984), Figure 1: player 2's fourth strategy goes and then player 1's fourth; the others stand
    in a cycle of best responses."""
    one = [[0, 2, 7, 0], [5, 2, 5, 0], [7, 2, 0, 0], [0, -2, 0, 10]]
    two = [[7, 5, 0, 1], [2, 3, 2, 1], [0, 5, 7, 1], [0, 0, 0, -1]]
    game = NormalForm.from_arrays(one, two)
    solution = solve(game, "rationalizable")
    assert solution.message == "Rationalizable: Ann: A, B, C; Bob: A, B, C."
    rounds = dict(solution.details)["rounds"]
    assert [[(each["player"], each["strategy"]) for each in found] for found in rounds] == [
        [("Bob", "D")], [("Ann", "D")]]
    assert point_rationalizable(game) == ((0, 1, 2), (0, 1, 2))


def test_only_a_correlated_belief() -> None:
    """Osborne and Rubinstein (1994), Figure 58.1: player 3's second matrix is a best response where the
    others do the same, each half of the time, and to no independent belief; all three are paid the same."""
    matrices = [[[8, 0], [0, 0]], [[4, 0], [0, 4]], [[0, 0], [0, 8]], [[3, 3], [3, 3]]]
    payoffs = [[[matrices[m][i][j] for m in range(4)] for j in range(2)] for i in range(2)]
    game = NormalForm.from_arrays(payoffs, payoffs, payoffs)
    assert earned(game, 2, {(0, 0): HALF, (1, 1): HALF}) == [4, 4, 4, 3]
    held = belief(game, 2, 1, ((0, 1), (0, 1), (0, 1, 2, 3)))
    assert held and earned(game, 2, held)[1] == max(earned(game, 2, held))
    assert held.get((0, 0), 0) == held.get((1, 1), 0) > max(held.get((0, 1), 0), held.get((1, 0), 0))
    solution = solve(game, "rationalizable")
    details = dict(solution.details)
    assert details["survivors"] == [["A", "B"], ["A", "B"], ["A", "B", "C", "D"]]
    assert details["independent"] is None and "may be correlated" in solution.message
    assert details["point"] == [["A", "B"], ["A", "B"], ["A", "C", "D"]]
    assert any(line.startswith("Carl’s B is best against 3/8 (A, A) + ") for line in solution.lines)


def test_the_certificate_can_fail() -> None:
    game = NormalForm.from_arrays([[3, 0], [0, 3], [1, 1]], [[0, 0]] * 3)
    left = ((0, 1), (0, 1))
    assert module._is_best(game, 0, 0, left, {(0,): Fraction(1)})
    assert not module._is_best(game, 0, 1, left, {(0,): Fraction(1)})
    assert not module._is_best(game, 0, 0, left, {(0,): HALF}), "half is missing"
    assert not module._is_best(game, 0, 0, left, {(0,): 2 * HALF + HALF, (1,): -HALF})
    assert not module._is_best(game, 0, 0, ((0, 1), (1,)), {(0,): Fraction(1)}), "that one is gone"


def test_of_large_games_long_beliefs_are_cut_in_lines_only() -> None:
    solution = solve(generators.random_game((40, 40), 0, 99, 1), "rationalizable")
    assert solution.certified
    longest = max(dict(solution.details)["beliefs"], key=lambda each: len(each["belief"]))
    assert len(longest["belief"]) > 10
    assert max(line.count(" + ") for line in solution.lines if " is best against " in line) == 5
    assert any(line.endswith(" others.") for line in solution.lines)
