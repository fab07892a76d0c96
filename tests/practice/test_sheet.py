"""Exam sheets: they compile, hold every answer, and show any name as it is."""

from __future__ import annotations

import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.equilibrium import solve
from playground.files.latex import latex, latex_number
from playground.game import NormalForm, Player, generators
from playground.practice import WISHES, exam, find
from playground.practice.sheet import MOST_WORKED
from playground.problem import InputError

HOSTILE = "\\ { } $ & # % _ ^ ~ < > | \" ` ' \x1b \\input{/etc/passwd} 50% { 2: 3*p + q"
GAMES = [find(entry.make, 5) for entry in WISHES.values()]


def balanced(text: str) -> bool:
    """Whether every environment is closed by its own end, and every group too."""
    open_ones: list[str] = []
    for kind, name in re.findall(r"\\(begin|end)\{(\w+)\}", text):
        if kind == "begin":
            open_ones.append(name)
        elif not open_ones or open_ones.pop() != name:
            return False
    groups = re.sub(r"\\[{}]", "", text)
    return not open_ones and groups.count("{") == groups.count("}") and text.count("$") % 2 == 0


def test_the_questions_give_nothing_away() -> None:
    sheet = exam(GAMES, "Midterm", False)
    assert balanced(sheet) and r"\section*{Midterm}" in sheet
    assert "underline" not in sheet and "Complete" not in sheet and "dominated by" not in sheet
    assert sheet.count(r"\subsection*") == len(GAMES) and sheet.count(r"\item") == 3 * len(GAMES)
    for game in GAMES:
        for i, j in [(0, 0), (1, 1)]:
            cell = ",\\, ".join(latex_number(game.payoff(k, (i, j))) for k in (0, 1))
            assert f"${cell}$" in sheet


@pytest.mark.parametrize("game", GAMES, ids=list(WISHES))
def test_the_solutions_hold_every_answer(game: NormalForm) -> None:
    sheet = exam([game], "Midterm", True)
    solution = solve(game)
    assert balanced(sheet) and r"\section*{Midterm: solutions}" in sheet
    assert sheet.count("Equilibrium ") == len(solution.equilibria)
    assert latex(solution.message) in sheet
    for each in solution.equilibria:
        assert ",\\, ".join(map(latex_number, each.payoffs)) in sheet
    # An underlined payoff is the greatest of its column, or its row.
    first, second = game.payoffs
    best = sum(int(value == column.max()) for column in first.T for value in column)
    best += sum(int(value == row.max()) for row in second for value in row)
    assert sheet.count(r"\underline") == best


def test_answers_word_for_word() -> None:
    game = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    sheet = exam([game], "One", True)
    assert "Round 1: Ann’s A goes, dominated by B; Bob’s A goes, dominated by B." in sheet
    assert "Left after 1 round: Ann: B; Bob: B." in sheet
    assert "They meet in this cell: (B, B)." in sheet and "Complete: the only equilibrium." in sheet
    pennies = exam([NormalForm.from_arrays([[1, -1], [-1, 1]])], "Two", True)
    assert "No strategy is dominated, not even weakly." in pennies and "They meet in no cell" in pennies
    assert r"\quad A: $1\,q - 1\,(1 - q)$" in pennies and "They do where q = 1/2." in pennies
    weak = exam([NormalForm.from_arrays([[1, 1], [1, 0]], [[1, 1], [1, 0]])], "Three", True)
    assert "No strategy is strictly dominated." in weak
    assert "weakly dominated, but not strictly: Ann’s B by A; Bob’s B by A." in weak


def test_three_mixtures_are_written_with_indices() -> None:
    game = NormalForm.from_arrays([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    assert r"\quad B: $1\,q_{1} + 0\,q_{2} - 1\,q_{3}$" in exam([game], "", True)


def test_many_equilibria_are_listed_and_some_worked_out() -> None:
    game = NormalForm.from_arrays(*(2 * [[[int(i == j) for j in range(5)] for i in range(5)]]))
    sheet = exam([game], "", True)
    assert len(solve(game).equilibria) == 31 and sheet.count("Equilibrium ") == MOST_WORKED
    assert f"The first {MOST_WORKED} are worked out here" in sheet


def test_an_exam_needs_a_game() -> None:
    with pytest.raises(InputError, match="at least one game"):
        exam([], "Empty", False)


NAMES = st.lists(st.text(min_size=1, max_size=20).filter(str.strip), min_size=4, max_size=4, unique=True)


@settings(max_examples=40)
@given(NAMES, st.text(max_size=20), st.booleans())
def test_any_name_is_harmless(names: list[str], title: str, solutions: bool) -> None:
    """No names, no commands: the document has the same ones as with plain names."""
    def document(names: list[str], title: str) -> str:
        players = (Player("Ann" + names[0], tuple(names[:2])), Player("Bob" + names[2], tuple(names[2:])))
        return exam([NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]], players=players)], title,
                    solutions)

    def commands(text: str) -> list[str]:
        shown = re.sub(r"\\(textbackslash|textasciicircum|textasciitilde|textless|textgreater|textbar|"
                       r"textquotedbl|textperiodcentered)\{\}|\\[{}$&#%_]", "", text)
        return re.findall(r"\\[A-Za-z]+\*?|[{}$&#%_^~]", shown)

    assert commands(document(names, title)) == commands(document(["A", "B", "X", "Y"], "Plain"))


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed")
@pytest.mark.parametrize("solutions", [False, True])
def test_it_compiles(tmp_path: Path, solutions: bool) -> None:
    players = (Player(HOSTILE, (f"{HOSTILE} 1", "2", "%")), Player("Bob", (f"{HOSTILE} 4", "&", "\\")))
    hostile = NormalForm.from_arrays([[0, -1, 1], [1, 0, -1], [-1, 1, Fraction(1, 3)]], [[0] * 3] * 3,
                                     players=players)
    games = [*GAMES, hostile, *(generators.random_game(shape, -9, 9, 1) for shape in ((6, 6), (2, 2, 2)))]
    (tmp_path / "exam.tex").write_text(exam(games, HOSTILE, solutions), "utf-8")
    done = subprocess.run(["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "exam.tex"],
                          cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-800:]
    assert (tmp_path / "exam.pdf").stat().st_size > 1000
