"""Evolutionary stability against its definition, mutant by mutant, and against published games."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import certify, extreme_equilibria, solve, stability, symmetric_equilibria
from playground.equilibrium.evolutionary import ESS, NSS, UNSTABLE
from playground.files import load
from playground.game import NormalForm, Profile, edits, generators
from playground.problem import InputError
from playground.progress import Cancelled

Strategy = tuple[Fraction, ...]


def symmetric(rows: Any) -> NormalForm:
    rows = np.array(rows, dtype=object)
    return NormalForm.from_arrays(rows, rows.T)


@st.composite
def games(draw: st.DrawFn) -> NormalForm:
    """Small payoffs, so that ties and continua are frequent."""
    game = generators.random_symmetric(draw(st.integers(1, 4)), 0, draw(st.integers(1, 6)),
                                       draw(st.integers(0, 10**6)))
    return edits.scale(game, Fraction(5, 3), Fraction(-7, 2)) if draw(st.booleans()) else game


def grid(size: int, steps: int) -> Iterator[Strategy]:
    """All mixed strategies in multiples of 1/steps."""
    for bars in itertools.combinations(range(steps + size - 1), size - 1):
        cuts = (-1, *bars, steps + size - 1)
        yield tuple(Fraction(b - a - 1, steps) for a, b in itertools.pairwise(cuts))


def lead(table: Any, x: Strategy, y: Strategy) -> Fraction | None:
    """By how much x is better against y than y itself, for a mutant y that is as good against x."""
    one, other = np.array(x, dtype=object), np.array(y, dtype=object)
    if x == y or other @ table @ one != one @ table @ one:
        return None
    lead: Fraction = one @ table @ other - other @ table @ other
    return lead


def agrees(game: NormalForm, x: Strategy, steps: int) -> str:
    """The verdict on x, after trying all mutants of a grid and the halves of it nearer to x."""
    table, found = game.payoffs[0], stability(game, x)
    mutants = list(grid(len(x), steps))
    mutants += [tuple((p + 9 * q) / 10 for p, q in zip(mutant, x)) for mutant in mutants]
    leads = [value for y in mutants if (value := lead(table, x, y)) is not None]
    if found.verdict == ESS:
        assert found.mutant is None and all(value > 0 for value in leads)
    else:
        assert found.mutant is not None and found.resident is not None and found.earns is not None
        assert sum(found.mutant) == 1 and min(found.mutant) >= 0
        difference = lead(table, x, found.mutant)
        assert difference == found.resident - found.earns
        assert difference < 0 if found.verdict == UNSTABLE else difference == 0
        assert found.verdict == UNSTABLE or all(value >= 0 for value in leads)
    return found.verdict


@settings(max_examples=60)
@given(games())
def test_by_the_definition(game: NormalForm) -> None:
    strategies = symmetric_equilibria(game)
    verdicts = [agrees(game, x, 6) for x in strategies]
    solution = solve(game, "ess")
    assert solution.complete and solution.certified and solution.exact
    assert [tuple(each.profile) for each in solution.equilibria] == [
        (x, x) for x, verdict in zip(strategies, verdicts) if verdict == ESS]
    details = dict(solution.details)
    assert [each["verdict"] for each in details["candidates"]] == verdicts
    assert [tuple(map(Fraction, each["strategy"])) for each in details["candidates"]] == strategies


@given(games())
def test_the_candidates_are_the_extreme_symmetric_equilibria(game: NormalForm) -> None:
    assert symmetric_equilibria(game) == [x for x, y in extreme_equilibria(game) if x == y]


@given(games())
def test_an_ess_is_alone_among_its_best_answers(game: NormalForm) -> None:
    """Bishop and Cannings (1976): no other symmetric equilibrium plays only best answers to an ESS."""
    table = game.payoffs[0]
    strategies = symmetric_equilibria(game)
    for x in strategies:
        if stability(game, x).verdict == ESS:
            earned = list(table @ np.array(x, dtype=object))
            best = {i for i, value in enumerate(earned) if value == max(earned)}
            assert [y for y in strategies if {i for i, p in enumerate(y) if p} <= best] == [x]


@settings(max_examples=60)
@given(games(), st.randoms(use_true_random=False))
def test_one_answer_inside_each_set_of_mixtures(game: NormalForm, random: Any) -> None:
    """Random mixtures of jointly symmetric equilibria: the verdict given for their set is the mutants'."""
    details = dict(solve(game, "ess").details)
    points = [tuple(map(Fraction, each["strategy"])) for each in details["candidates"]]
    listed = {tuple(each["ends"]) for each in details["between"]}
    for each in details["between"]:
        weights = [Fraction(random.randint(1, 9)) for _ in each["ends"]]
        x = tuple(sum(w * points[i][k] for w, i in zip(weights, each["ends"])) / sum(weights)
                  for k in range(game.shape[0]))
        assert certify(game, Profile([x, x]))
        assert agrees(game, x, 4) == each["verdict"] != ESS
    for i, j in itertools.combinations(range(len(points)), 2):
        pair = Profile([points[i], points[j]])
        if certify(game, pair):  # each a best answer to the other: so is all between them
            assert any({i, j} <= set(ends) for ends in listed)


@settings(max_examples=30)
@given(st.integers(2, 6), st.integers(0, 2**15 - 1))
def test_cliques(size: int, edges: int) -> None:
    """Payoff 1 between neighbours in a graph, −1 between others, 0 among the same: the ESS are the equal
    mixtures of the maximal cliques (Vickers and Cannings 1988, Patterns of ESS's I and II)."""
    pairs = list(itertools.combinations(range(size), 2))
    joined = {pair for k, pair in enumerate(pairs) if edges >> k & 1}
    table = [[0 if i == j else 1 if (min(i, j), max(i, j)) in joined else -1 for j in range(size)]
             for i in range(size)]
    subsets = [some for count in range(1, size + 1) for some in itertools.combinations(range(size), count)]
    cliques = [set(some) for some in subsets
               if all(pair in joined for pair in itertools.combinations(some, 2))]
    maximal = [clique for clique in cliques if not any(clique < other for other in cliques)]
    expected = {tuple(Fraction(int(i in clique), len(clique)) for i in range(size)) for clique in maximal}
    solution = solve(symmetric(table), "ess")
    assert {each.profile[0] for each in solution.equilibria} == expected and solution.certified


def test_eight_strategies_with_eighteen_ess() -> None:
    """The complete graph in groups of 3, 3 and 2: one of each is a maximal clique."""
    group = [0, 0, 0, 1, 1, 1, 2, 2]
    table = [[0 if i == j else -1 if group[i] == group[j] else 1 for j in range(8)] for i in range(8)]
    solution = solve(symmetric(table), "ess")
    assert len(solution.equilibria) == 18
    assert all(each.payoffs == (Fraction(2, 3),) * 2 for each in solution.equilibria)


ROCK = {"standard": [[0, -1, 1], [1, 0, -1], [-1, 1, 0]], "good": [[0, -1, 2], [2, 0, -1], [-1, 2, 0]],
        "bad": [[0, -2, 1], [1, 0, -2], [-2, 1, 0]]}


@pytest.mark.parametrize(("rows", "verdicts"), [
    (ROCK["standard"], [NSS]), (ROCK["good"], [ESS]), (ROCK["bad"], [UNSTABLE]),
    ([[-1, 2], [0, 1]], [ESS]),  # Hawk–Dove with V = 2, C = 4: half Hawks
    ([[1, 0], [0, 1]], [ESS, UNSTABLE, ESS]),
    ([[3, 0], [5, 1]], [ESS]),
    ([[7]], [ESS]),
    ([[0, 0], [0, 0]], [NSS, NSS]),
    ([[1, 1], [1, 0]], [ESS]),  # weakly dominant, not strict
    ([[1, 1], [1, 2]], [UNSTABLE, ESS]),  # the first is an equilibrium that anybody of the second upsets
])
def test_known_games(rows: Any, verdicts: list[str]) -> None:
    game = symmetric(rows)
    assert [stability(game, x).verdict for x in symmetric_equilibria(game)] == verdicts


def test_retaliators() -> None:
    """Hawk, Dove, Retaliator with V = 2, C = 4 (Maynard Smith 1982, Evolution and the Theory of Games): half
    Hawk, half Dove is invaded; Retaliator is neutrally stable, since Doves drift in; with more than half
    Doves, at the end of the segment, Hawks invade."""
    game = symmetric([[-1, 2, -1], [0, 1, 1], [-1, 1, 1]])
    solution = solve(game, "ess")
    verdicts = {tuple(each["strategy"]): each for each in dict(solution.details)["candidates"]}
    assert verdicts["0", "0", "1"]["verdict"] == NSS and verdicts["0", "0", "1"]["mutant"] == ["0", "1", "0"]
    assert dict(solution.details)["between"][0]["verdict"] == NSS


def test_zeeman(root: Path) -> None:
    game = load(root / "games/zeeman.game.json").game
    solution = solve(game, "ess")
    assert [each.profile[0] for each in solution.equilibria] == [(1, 0, 0)]
    assert solution.lines == (
        "Red is evolutionarily stable: it is the only best answer to itself, so every mutant earns less.",
        "4/5 Red + 1/5 Blue is unstable: mutants with Red earn 0 among themselves, and it only -1/5 against "
        "them.",
        "1/3 Red + 1/3 Green + 1/3 Blue is unstable: mutants with Red earn 0 among themselves, and it only "
        "-4/3 against them.")
    assert solution.message == (
        "Complete: 1 evolutionarily stable strategy. Such a strategy is an extreme symmetric equilibrium, "
        "and all 3 were tested. No other symmetric equilibrium is neutrally stable.")


@pytest.mark.parametrize("game", [
    NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]]),
    generators.random_symmetric(2, 0, 5, 1, players=3), NormalForm.from_arrays([1, 2]),
])
def test_does_not_apply(game: NormalForm) -> None:
    with pytest.raises(InputError, match="asked of symmetric games of two players"):
        solve(game, "ess")


def test_too_many_best_answers_mixtures_and_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="15 best answers are not played"):
        solve(symmetric(np.zeros((16, 16), dtype=int)), "ess")
    solution = solve(symmetric(np.eye(6, dtype=int)), "ess")
    assert len(solution.equilibria) == 6 and len(solution.lines) == 41
    assert solution.lines[-1] == "And 23 more, all of which the JSON has."
    monkeypatch.setattr("playground.equilibrium.evolutionary.MOST_FACES", 10)
    solution = solve(symmetric(np.zeros((4, 4), dtype=int)), "ess")
    assert solution.complete and dict(solution.details)["between"] is None
    assert solution.message.endswith("Mixtures of them were not: there are more than 10 sets of those.")


@pytest.mark.parametrize("after", [0, 1, 5, 20])
def test_cancelled(after: int) -> None:
    heard = itertools.count()

    def hook(done: float | None, text: str = "") -> None:
        if next(heard) >= after:
            raise Cancelled

    with pytest.raises(Cancelled):
        solve(symmetric(np.zeros((6, 6), dtype=int)), "ess", progress=hook)
