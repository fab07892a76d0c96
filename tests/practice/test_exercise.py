"""A game solved by hand: what is right is taken, what is wrong is not and says why."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import extreme_equilibria, iterated_elimination
from playground.files import load_library
from playground.game import NormalForm, Profile, generators
from playground.practice.exercise import Exercise
from playground.problem import InputError


def test_a_whole_exercise() -> None:
    work = Exercise(NormalForm.from_arrays([[4, 0, 1], [3, 3, 1]], [[4, 3, 1], [0, 3, -1]]))
    assert work.steps == ("dominance", "best", "pure", "mixed")
    wrong = work.cross_out(0, 0)
    assert not wrong.right and wrong.words == "Ann’s A is not strictly dominated: it is best against Bob’s A."
    assert work.no_more().words == "Something is still strictly dominated."
    assert work.hint() == "Look at Bob’s strategies."
    assert work.hint() == work.hint() == "Compare C with A."
    right = work.cross_out(1, 2)
    assert right.right and right.words == "A pays Bob more than C, whatever Ann does."
    assert work.left == ((0, 1), (0, 1)) and work.cross_out(1, 2).words.endswith("crossed out already.")
    assert work.no_more().right and work.step == "best"
    assert work.underline(0, 1, 0).words == "Against Bob’s A, A pays Ann 4, B only 3."
    assert not work.no_more().right
    for mark in ((0, 0, 0), (0, 1, 1), (0, 0, 2), (0, 1, 2), (1, 0, 0)):
        assert work.underline(*mark).right and work.step == "best"
    assert work.underline(1, 1, 1).words == "That is all of them: 6 best responses."
    assert work.step == "pure" and work.task.startswith("Find all equilibria in pure")
    assert work.choose_cell(0, 1).words == (
        "Ann would gain 3 by switching to B; Bob would gain 1 by switching to A.")
    assert work.choose_cell(0, 0).right and work.no_more().words == "There is 1 more."
    assert work.hint().startswith("In an equilibrium both") and work.hint() == "Look at B, B."
    assert work.choose_cell(1, 1).right and work.no_more().right and work.step == "mixed"
    assert work.try_mixed(Profile([["1/2", "1/2"], ["1/2", "1/2", 0]])).words == (
        "Against Bob’s 1/2 A + 1/2 B, Ann’s strategies pay: A 2, B 3. A is not best: this is no equilibrium.")
    assert work.try_mixed(Profile([[1, 0], [1, 0, 0]])).words.startswith("An equilibrium, but nobody mixes")
    hints = [work.hint(), work.hint(), work.hint()]
    assert hints[0] == "In one of them Ann plays A and B and Bob plays A and B."
    assert "Stag" not in hints[1] and "They do" not in hints[1] and "They do where q = 3/4." in hints[2]
    found = work.try_mixed(Profile([["3/4", "1/4"], ["3/4", "1/4", 0]]))
    assert found.right and found.words == "Nobody gains by anything else. It pays Ann 3 and Bob 3."
    assert work.no_more().right and work.step == "" and work.hint() == ""
    assert work.task == f"All done, with {work.score}."
    assert work.score == "7 mistakes, 7 hints"  # the last hint of a step can be read again
    assert work.solution()[-1].endswith("any mixture of them is.") and not work.looked_up


@settings(max_examples=50)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 10**6), st.booleans())
def test_hints_and_solutions_lead_to_the_end(m: int, n: int, seed: int, few: bool) -> None:
    """Whoever takes exactly what is right, of everything there is, finishes without a mistake."""
    game = generators.random_game((m, n), 0, 2 if few else 9, seed)
    work = Exercise(game)
    expected = iterated_elimination(game).survivors
    while any(work.cross_out(k, i).right for k in (0, 1) for i in reversed(work.left[k])):
        pass
    assert work.left == expected
    work.mistakes = 0
    assert work.no_more().right
    for row in range(m):
        for column in range(n):
            if game.payoff(0, (row, column)) == max(game.payoff(0, (i, column)) for i in range(m)):
                assert work.underline(0, row, column).right
            if game.payoff(1, (row, column)) == max(game.payoff(1, (row, j)) for j in range(n)):
                assert work.underline(1, row, column).right
    assert work.step == "pure"
    equilibria = extreme_equilibria(game)
    for profile in equilibria:
        if profile.is_pure:
            assert work.choose_cell(*(support[0] for support in profile.supports)).right
    assert work.no_more().right
    if work.step:
        for profile in equilibria:
            assert work.try_mixed(profile).right
        assert work.no_more().right
    assert not work.step and not work.mistakes
    text = "\n".join(work.solution())
    assert text.count("this is no equilibrium") == 0


def test_what_is_no_mixture_is_refused_and_costs_nothing() -> None:
    work = Exercise(load_library("stag-hunt").game)
    for profile, words in ((Profile([["1/2", "1/2"]]), "needed for each"),
                           (Profile([["3/2", "-1/2"], [1, 0]]), "each is from 0 to 1"),
                           (Profile([["149/200", "51/200"], ["3/4", "1/4"]]), "write exact fractions"),
                           (Profile([["3/4", "1/4"], ["3/4", "249/1000"]]), "do not come out, write frac"),
                           (Profile([["1/2", "1/3"], [1, 0]]), "add up to 5/6")):
        with pytest.raises(InputError, match=words):
            work.try_mixed(profile)
    assert work.mistakes == 0


def test_no_work_for_a_hand() -> None:
    for shape in ((7, 2), (2, 2, 2), (3,)):
        with pytest.raises(InputError, match="practice is for two players"):
            Exercise(generators.random_game(shape, 0, 9, 1))


def test_infinitely_many_are_not_asked_for() -> None:
    work = Exercise(NormalForm.from_arrays([[1, 1], [1, 1]], [[1, 1], [1, 1]]))
    assert work.steps == ("dominance", "best", "pure")
    assert Fraction(1) == sum(extreme_equilibria(work.game)[0][0])
