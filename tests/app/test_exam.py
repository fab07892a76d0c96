"""Exams as PDF: what stands on their pages, that no table is cut, and how one is asked for."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from playground.app import exam as module
from playground.app.exam import HEIGHT, MARGIN, WIDTH, exam_pdf, printed
from playground.app.pages.practice_exam import ExamDialog
from playground.app.widgets.payoff_table_layout import Layout, Measure
from playground.app.widgets.payoff_table_model import TableModel
from playground.app.window import Window
from playground.files import load_library
from playground.game import NormalForm, Player, generators
from playground.practice import WISHES, find, find_many
from playground.practice.sheet import QUESTIONS, answers
from playground.problem import InputError
from playground.progress import Cancelled

GAMES = [find(entry.make, 5) for entry in WISHES.values()]
LONG = "The Federal Reserve Bank of New York"


def pages(data: bytes) -> list[str]:
    """The text of each page, one space between words."""
    pypdf = pytest.importorskip("pypdf")
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, QRectF]]:
    """Where tables and lines are drawn: the page from 0, and the rectangle on it."""
    found: list[tuple[int, QRectF]] = []
    draw = module._Drawings.drawObject

    def note(self: object, painter: QPainter, rect: QRectF, *more: object) -> None:
        page = int(rect.top() // HEIGHT)
        found.append((page, rect.translated(0, -page * HEIGHT)))
        draw(self, painter, rect, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(module._Drawings, "drawObject", note)
    return found


def test_the_questions_stand_with_their_games(qapp: QApplication) -> None:
    data = exam_pdf(GAMES, "Midterm, “week” 3", False)
    assert data.startswith(b"%PDF") and data.count(b"/FontFile2") >= 2  # text and bold are embedded
    found = pages(data)
    assert len(found) == len(re.findall(rb"/Type /Page\b", data)) > 1
    assert found[0].startswith("Midterm, “week” 3 Name Date Show your working")
    whole = " ".join(found)
    for question in QUESTIONS:
        assert whole.count(question) == len(GAMES)
    for number in range(1, len(GAMES) + 1):
        (page,) = (text for text in found if f"Game {number} " in text)
        after = page.split(f"Game {number} ")[1].split("Game ")[0]
        assert QUESTIONS[-1] in after and "Ann" in after and "Bob" in after
    for number, text in enumerate(found, 1):
        assert text.endswith(f"{number} / {len(found)}")
    assert "dominated by" not in whole and "Complete" not in whole


def test_the_solutions_hold_every_answer(qapp: QApplication) -> None:
    whole = " ".join(pages(exam_pdf(GAMES, "Midterm", True)))
    assert whole.startswith("Midterm: solutions") and "Name" not in whole
    for game in GAMES:
        found = answers(game)
        for line in (*found.dominance, *(line for lines in found.working for line in lines)):
            assert " ".join(printed(line, True).split()) in re.sub(r" \d+ / \d+ ", " ", whole)
        assert found.cells in whole and found.solution.message in whole


@pytest.mark.parametrize(("shape", "solutions"), [
    *((shape, False) for shape in ((2, 2), (6, 6), (12, 14), (40, 30), (2, 2, 2), (3,), (7, 2))),
    *((shape, True) for shape in ((2, 2), (6, 6), (2, 2, 2), (3,), (7, 2)))])
def test_no_table_is_cut(shape: tuple[int, ...], solutions: bool, qapp: QApplication,
                         drawn: list[tuple[int, QRectF]]) -> None:
    exam_pdf([generators.random_game(shape, -99, 99, 1)] * 3, "", solutions)
    tables = [(page, rect) for page, rect in drawn if rect.height() > 10]
    assert len({(page, rect.top()) for page, rect in tables}) == 3 * (2 if len(shape) > 2 else 1)
    for _page, rect in tables:
        assert rect.left() >= MARGIN - 1 and rect.right() <= WIDTH - MARGIN + 1
        assert rect.top() >= MARGIN - 1 and rect.bottom() <= HEIGHT - MARGIN + 1


def test_numbers_as_they_are_printed() -> None:
    assert printed("-22/7, 1/3.") == "−²²⁄₇, ¹⁄₃."
    assert printed("8/9 “9/10” and 24/7x or a/b") == "⁸⁄₉ “9/10” and 24/7x or a/b"
    assert printed("-1/2*q12 + 1/3*(1 - q)", True) == "−¹⁄₂·q₁₂ + ¹⁄₃·(1\u00a0−\u00a0q)"
    assert printed("q1") == "q1"


def test_exact_payoffs_are_whole(qapp: QApplication) -> None:
    game = NormalForm.from_arrays([["123456789/1000000007", "-1/3"]], [["0.5", "2"]])
    (page,) = pages(exam_pdf([game], "", False))
    assert "¹²³⁴⁵⁶⁷⁸⁹⁄₁₀₀₀₀₀₀₀₀₇" in page and "−¹⁄₃" in page and "0.5" in page
    chicken = " ".join(pages(exam_pdf([load_library("chicken").game], "", False)))
    assert "crash" not in chicken  # a parameter's value, not its name


NAMES = st.lists(st.text(min_size=1, max_size=30).filter(str.strip), min_size=4, max_size=4, unique=True)


@settings(max_examples=25, deadline=None)
@given(NAMES, st.text(max_size=20), st.booleans())
def test_any_name_is_harmless(names: list[str], title: str, solutions: bool) -> None:
    """Whatever they are, the pages are there, and what stands behind a name stands as it should."""
    pypdf = pytest.importorskip("pypdf")
    players = (Player("Ann" + names[0], tuple(names[:2])), Player("Bob" + names[2], tuple(names[2:])))
    game = NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]], players=players)
    found = pypdf.PdfReader(io.BytesIO(exam_pdf([game], f"a\u202e{title}\nz", solutions)))
    text = " ".join(found.pages[0].extract_text().split())
    assert "Game 1" in text and "\u202e" not in text
    assert QUESTIONS[2] in text if not solutions else "Complete: all 3 equilibria." in text


def test_it_can_be_cancelled_and_needs_a_game(qapp: QApplication) -> None:
    def stop(done: float | None, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        exam_pdf(GAMES[:1], "", True, stop)
    with pytest.raises(InputError, match="at least one game"):
        exam_pdf([], "", True)


def test_a_shell_without_a_screen_writes_it(tmp_path: Path, root: Path) -> None:
    clean = {key: value for key, value in os.environ.items()
             if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [sys.executable, "-m", "playground", "find", "--wish", "coordination", "--count", "2", "--seed", "3",
         "--exam", "e.PDF", "--title", "Week 2"], cwd=tmp_path, env={**clean, "PYTHONPATH": str(root)},
        capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == ["written to e.PDF", "written to e-solutions.PDF"]
    made = [pages((tmp_path / name).read_bytes()) for name in ("e.PDF", "e-solutions.PDF")]
    games = find_many(WISHES["coordination"].make, 2, 3)
    assert made == [pages(exam_pdf(games, "Week 2", solutions)) for solutions in (False, True)]


# --- on the Practice page ---------------------------------------------------------------------------------


def save(window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, path: Path, kind: str) -> ExamDialog:
    """The dialog of Practice › Save Exam…, which will save there."""
    asked: list[str] = []

    def answer(_parent: object, _caption: str, start: str, filters: str) -> tuple[str, str]:
        asked.append(start)
        assert filters.startswith("PDF (*.pdf)")  # what is offered first
        return str(path), kind

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    action, = (action for action in window.page.actions() if action.name == "exam")
    action.run()
    dialog = window.findChild(ExamDialog)
    assert isinstance(dialog, ExamDialog) and dialog.isVisible()
    return dialog


def test_the_open_game_as_pdf(make_window: Callable[..., Window], qtbot: QtBot, tmp_path: Path,
                              monkeypatch: pytest.MonkeyPatch) -> None:
    window = make_window(page="practice")
    dialog = save(window, qtbot, monkeypatch, tmp_path / "stag", "PDF (*.pdf)")
    assert not dialog.count.isEnabled()
    dialog.accept()
    files = [tmp_path / "stag.pdf", tmp_path / "stag-solutions.pdf"]
    qtbot.waitUntil(lambda: all(file.exists() for file in files), timeout=30_000)
    made = [pages(file.read_bytes())[0] for file in files]
    assert made[0].startswith("Stag Hunt Name") and "³⁄₄ Stag" in made[1]
    assert str(files[0]) in window.note.text()


def test_new_games_as_latex(make_window: Callable[..., Window], qtbot: QtBot, tmp_path: Path,
                            monkeypatch: pytest.MonkeyPatch) -> None:
    window = make_window(page="practice")
    dialog = save(window, qtbot, monkeypatch, tmp_path / "a.tex", "LaTeX (*.tex)")
    dialog.level.setCurrentIndex(dialog.level.findData("battle"))
    assert dialog.count.isEnabled()
    dialog.count.setValue(3)
    dialog.title.setText("50 %")
    dialog.accept()
    file = tmp_path / "a-solutions.tex"
    qtbot.waitUntil(file.exists, timeout=30_000)
    assert file.read_text("utf-8").count(r"\subsection*") == 3
    assert r"\section*{50 \%}" in (tmp_path / "a.tex").read_text("utf-8")


def test_a_long_name_goes_on_below_itself(qapp: QApplication) -> None:
    """Of player 1, in the corner; only what two lines cannot hold is cut."""
    font = QFont("DejaVu Sans")
    font.setPixelSize(14)
    measure = Measure(font)

    def plan(name: str) -> Layout:
        game = NormalForm.from_arrays([[1, 0], [0, 1]], players=(
            Player(name, ("A", "B")), Player("Bob", ("A", "B"))))
        return Layout.of(TableModel(game), measure, measure)

    assert plan("Ann").corner_lines == 1
    assert plan(LONG).corner_lines == 2 and plan(LONG).width == plan(LONG + LONG).width
    for name, whole in ((LONG, True), (LONG * 4, False), ("W" * 60, False)):
        layout = plan(name)
        image = QImage(QSize(600, 200), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        try:
            look = module.Look(module.Spot("player", 0), plain=True)
            made = module.TablePainter(painter, layout, look, module.LIGHT)
            made.paint(QRectF(0, 0, 600, 200), QPointF())
            shown = made._cut_name(layout.header(module.Spot("player", 0)).adjusted(0, 0, -7, 0))
        finally:
            painter.end()
        assert shown == name if whole else shown.endswith("…") and len(shown) > 25
