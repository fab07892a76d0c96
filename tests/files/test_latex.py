"""LaTeX: every sign of a name is shown as it is, every row has its cells, and it compiles."""

from __future__ import annotations

import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.equilibrium import solve
from playground.files import latex_document, latex_equilibria, latex_rows, latex_table, library, load
from playground.files.latex import latex, latex_file, latex_number
from playground.game import NormalForm, edits, generators

HOSTILE = "\\ { } $ & # % _ ^ ~ < > | \" ` ' \x1b \u202e \\input{/etc/passwd} 50% {"


@given(st.text(max_size=40))
def test_any_text_is_harmless(text: str) -> None:
    """No command but our own, no group left open, no sign that LaTeX would take for itself."""
    made = latex(text)
    own = re.sub(r"\\(textbackslash|textasciicircum|textasciitilde|textless|textgreater|textbar|textquotedbl|"
                 r"textperiodcentered)\{\}|\\[{}$&#%_]", "", made)
    assert not set(own) & set("\\{}$&#%_^~<>|\"")
    assert all(ord(c) >= 32 and not 127 <= ord(c) < 160 for c in made)


def test_numbers() -> None:
    assert latex_number(Fraction(3)) == "3" and latex_number(Fraction(-1, 2)) == r"-\tfrac{1}{2}"
    assert latex_number(0.3333333333) == "0.333333"


def test_a_table() -> None:
    game = NormalForm.from_arrays([["1/2", 0], [0, 1]], [[2, 0], [0, 1]])
    assert latex_table(game) == r"""\begin{tabular}{rr|c|c|}
\multicolumn{2}{c}{} & \multicolumn{2}{c}{Bob} \\
\multicolumn{2}{c}{} & \multicolumn{1}{c}{A} & \multicolumn{1}{c}{B} \\ \cline{3-4}
Ann & A & $\underline{\tfrac{1}{2}},\, \underline{2}$ & $0,\, 0$ \\ \cline{3-4}
 & B & $0,\, 0$ & $\underline{1},\, \underline{1}$ \\ \cline{3-4}
\end{tabular}
"""
    assert r"$\tfrac{1}{3}$ A $+$ $\tfrac{2}{3}$ B" in latex_equilibria(game, solve(game))


@given(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.integers(0, 99))
def test_every_row_has_its_cells(shape: list[int], seed: int) -> None:
    game = generators.random_game(tuple(shape), -3, 3, seed)
    text = latex_table(game)
    width = shape[1] if len(shape) > 1 else 1
    rows = [line for line in text.splitlines() if "$" in line]
    assert len(rows) == shape[0] * max(1, _product(shape[2:]))
    assert all(line.count("&") == width + 1 for line in rows)
    assert text.count("{") == text.count("}")


def _product(numbers: list[int]) -> int:
    made = 1
    for number in numbers:
        made *= number
    return made


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed")
def test_it_compiles(tmp_path: Path) -> None:
    hunt = load(next(file for file in library() if file.name.startswith("stag-hunt.")))
    named = edits.rename_strategy(edits.rename_player(hunt.game, 0, HOSTILE), 1, 0, HOSTILE)
    games = {"hunt": hunt.game, "named": named, "three": generators.random_game((2, 3, 2), -9, 9, 1),
             "one": generators.random_game((3,), 0, 9, 1), "nine": generators.random_game((9, 9), 0, 1, 1)}
    for name, game in games.items():
        (tmp_path / f"{name}.tex").write_text(latex_document(HOSTILE, game, solve(game)), "utf-8")
        done = subprocess.run(["pdflatex", "-halt-on-error", "-interaction=nonstopmode", f"{name}.tex"],
                              cwd=tmp_path, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-800:]
        assert (tmp_path / f"{name}.pdf").stat().st_size > 1000


ROWS = [["what & which", "Ann’s payoff", "share"], ["λ ≈ 1/2 ± 3", Fraction(-7, 3), 0.25], ["_x^2", 4, None]]


def test_rows() -> None:
    assert latex_rows(ROWS) == (
        "\\begin{tabular}{lrr}\nwhat \\& which & Ann’s payoff & share \\\\\n\\hline\n"
        "$\\lambda$ $\\approx$ 1/2 $\\pm$ 3 & $-\\tfrac{7}{3}$ & $0.25$ \\\\\n"
        "\\_x\\textasciicircum{}2 & $4$ &  \\\\\n\\end{tabular}\n")


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed")
def test_rows_compile(tmp_path: Path) -> None:
    (tmp_path / "rows.tex").write_text(latex_file([latex_rows(ROWS)]), encoding="utf-8")
    done = subprocess.run(["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "rows.tex"],
                          cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-1000:]
