"""The Evolution page's options, basins, agents, starts and strip of rest points, as people use them."""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from playground.app.pages.evolution_around import parameters, span
from playground.app.pictures import bifurcation
from playground.app.widgets.matrix_dialog import MatrixDialog
from playground.evolution import evolve
from playground.evolution.replicator_mutator import mutating
from playground.game import Expression, NormalForm, Parameter
from tests.app.test_evolution_page import (
    PENNIES,
    RPS_NAMES,
    STAG,
    exact,
    mouse,
    open_page,
    place_of,
    symmetric,
)

__all__ = ["open_page"]
ZEEMAN = symmetric([[0, 6, -4], [-3, 0, 5], [-1, 3, 0]], RPS_NAMES)
HAWKS = symmetric([["(V - C)/2", "V"], ["0", "V/2"]], ("Hawk", "Dove"),
                  (Parameter("V", Expression("2"), F(0), F(10)),
                   Parameter("C", Expression("4"), F(1), F(20))))


def choose(box, value) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_option_of_the_dynamic_moves_the_portrait(open_page, qtbot):
    page = open_page(STAG)
    page.controls.choose("logit")
    assert len(page.controls.rest_points.rows) == 3
    page.controls.options.fields["noise"].setText("1/2")
    assert page.dynamic == "logit:noise=1/2" and len(page.controls.rest_points.rows) == 1
    assert "≈ " in page.controls.rest_points.rows[0].title
    page.controls.options.fields["noise"].setText("nothing")
    assert page.dynamic == "logit:noise=1/2", "what is no number changes nothing"
    page.controls.options.sliders["noise"].setValue(100)
    assert page.dynamic == "logit:noise=10"
    end = evolve(STAG, "logit:noise=10", ["3/5", "2/5"]).shares[-1]
    assert exact(qtbot, page).shares[-1] == pytest.approx(end.tolist())


def test_payoffs_that_are_no_offspring_are_explained_and_mended_by_a_click(open_page, qtbot):
    page = open_page(ZEEMAN)
    page.controls.choose("replicator-discrete")
    assert "the lowest is -4" in page.headline and page.picture.scene is None
    assert page.controls.isVisible() and page.controls.mend_button.text() == "Set the background to 5"
    click(qtbot, page.controls.mend_button)
    assert page.dynamic == "replicator-discrete:background=5" and page.picture.scene is not None
    assert not page.controls.mend_button.isVisible()
    page.controls.choose("replicator")
    assert page.picture.scene is not None and "lowest" not in page.headline


def test_a_mutation_matrix_is_typed_or_pasted_and_moves_the_population(open_page, qtbot):
    """Rows that do not sum to 1 are refused with the reason; the rate has no say while there is a table."""
    page = open_page(STAG)
    page.controls.choose("replicator-mutator:mutation=1/20")
    options = page.controls.options
    click(qtbot, options.buttons["matrix"])
    dialog = page.window().findChild(MatrixDialog)
    dialog.cells.item(0, 0).setText("9/10")
    assert not dialog.ok.isEnabled() and "Row 1 of matrix sums to 9/10" in dialog.problem.text()
    dialog.cells.item(0, 1).setText("x")
    assert "Row 1, column 2" in dialog.problem.text()
    QGuiApplication.clipboard().setText("0.9\t0.1\n0\t0,5")
    QTest.keyClick(dialog.cells, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "column 2" in dialog.problem.text()  # 0,5 could be two numbers
    QGuiApplication.clipboard().setText("0.9\t0.1\n1/3\t2/3\n")
    dialog.paste()
    assert dialog.ok.isEnabled() and dialog.problem.text() == ""
    click(qtbot, dialog.ok)
    assert page.dynamic == "replicator-mutator:mutation=1/20,matrix=9/10 1/10; 1/3 2/3"
    assert not options.fields["mutation"].isEnabled() and "mutation" not in parameters(STAG, page.dynamic)
    exact(qtbot, page)
    expected = evolve(STAG, mutating([["9/10", "1/10"], ["1/3", "2/3"]]), page.start, 20)
    assert page.run.shares[-1] == pytest.approx(expected.shares[-1], abs=1e-6)
    click(qtbot, options.buttons["matrix"])
    again = [each for each in page.window().findChildren(MatrixDialog) if each.isVisible()][-1]
    assert again.cells.item(1, 0).text() == "1/3"
    click(qtbot, again.none)
    assert page.dynamic == "replicator-mutator:mutation=1/20" and options.fields["mutation"].isEnabled()


def test_a_stable_cycle_is_drawn_and_listed_with_its_period(open_page, qtbot):
    """The Shapley triangle of best responses (3 log 2 = 2.079) comes once it is quiet."""
    page = open_page(symmetric([[0, -2, 1], [1, 0, -2], [-2, 1, 0]], RPS_NAMES))
    page.controls.choose("best-response")
    ground = page.controls.show_box.ground
    choose(ground, "basins")
    assert page.picture.scene.portrait.cycles == () and "cycle" not in page.picture.scene.portrait.kinds
    qtbot.waitUntil(lambda: page.picture.scene.portrait.cycles != (), timeout=30_000)
    row = page.controls.rest_points.rows[0]
    assert (row.kind, row.title) == ("cycle", "period about 2.07 ± 0.02")
    assert row.details[1:] == ("A member earns −0.309 on average.", "Basin: 100.0\u2009% of all states.")
    assert "cycle" in page.picture.scene.portrait.kinds
    assert page.headline.startswith("From here the population comes to a cycle, with a period of about 2.07")
    choose(ground, "speed")
    assert page.picture.scene.portrait.cycles == () and page.controls.rest_points.rows[0].kind != "cycle"


def test_basins_of_three_populations_are_told_in_words(open_page, qtbot):
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    payoffs[:, 0, 0, 0] = payoffs[:, 1, 1, 1] = 1
    page = open_page(NormalForm.from_arrays(*payoffs))
    page.controls.structure_chosen.emit("three")

    def told() -> list[str]:
        return [line for row in page.controls.rest_points.rows for line in row.details if "Basin" in line]
    qtbot.waitUntil(lambda: len(told()) == 2, timeout=30_000)
    assert all(line.endswith("± 1.1\u2009% of all states.") for line in told())
    assert "2,000 states drawn at random; ± is the standard error" in page.controls.rest_points._more.text()


def test_basins_are_seen_at_once_and_then_finer_with_their_areas(open_page, qtbot):
    page = open_page(ZEEMAN)
    ground = page.controls.show_box.ground
    ground.setCurrentIndex(ground.findData("basins"))
    ground.activated.emit(ground.currentIndex())
    coarse = page.picture.scene.portrait.basins.labels
    assert page.picture.scene.portrait.speed is None and set(np.unique(coarse)) == {-2, 0, 1}
    qtbot.waitUntil(lambda: len(page.picture.scene.portrait.basins.labels) > len(coarse), timeout=15_000)
    told = [detail for row in page.controls.rest_points.rows for detail in row.details if "Basin" in detail]
    parts = [float(text.split(": ")[1].split("\u2009")[0]) for text in told]
    assert len(parts) == 2 and sum(parts) == pytest.approx(100, abs=0.5)
    assert max(parts) == pytest.approx(64, abs=1)
    for box, part in ((page.controls.show_box.nullclines, "nullclines"),
                      (page.controls.show_box.separatrices, "separatrices")):
        before = bool(getattr(page.picture.scene.portrait, part))
        box.click()
        assert bool(getattr(page.picture.scene.portrait, part)) != before
    page.controls.show_box.lines.click()
    assert not len(page.picture.scene.portrait.lines)


def test_agents_play_beside_the_mean_by_a_seed(open_page, qtbot):
    page = open_page(ZEEMAN)
    beside = page.controls.beside
    choose(beside.what, "agents")
    beside.size.setValue(50)
    qtbot.waitUntil(lambda: page.picture.scene.path.agents is not None, timeout=15_000)
    course = page.picture.scene.path.agents
    assert np.allclose(course.sum(axis=1), 1) and np.allclose(course * 50, np.round(course * 50))
    assert course[0].tolist() == [0.5, 0.3, 0.2]
    page.controls.now_moved.emit(page.end / 4)
    assert len(page.picture.scene.path.agents) == pytest.approx(len(course) / 4, abs=2), "up to now only"
    page.controls.now_moved.emit(page.end)
    click(qtbot, beside.again)
    qtbot.waitUntil(lambda: page.picture.scene.path.agents is not None, timeout=15_000)
    assert not np.array_equal(page.picture.scene.path.agents, course)
    page.controls.choose("projection")
    assert not beside.size.isVisible() and "imitation" in beside.words.text()
    assert page.picture.scene.path.agents is None


def test_two_who_learn_go_to_where_regret_is_small(open_page, qtbot):
    page = open_page(PENNIES)
    choose(page.controls.beside.what, "regret-matching")
    page.controls.beside.size.setValue(20_000)
    qtbot.waitUntil(lambda: page.picture.scene.path.agents is not None, timeout=15_000)
    assert page.picture.scene.path.agents[-1] == pytest.approx([0.5, 0.5], abs=0.1)
    assert "correlated equilibrium" in page.controls.beside.words.text()


def test_a_double_click_adds_a_start_and_the_others_stay(open_page, qtbot):
    page = open_page(ZEEMAN)
    mouse(page.picture, QEvent.Type.MouseButtonDblClick, place_of(page, (0.1, 0.2, 0.7)))
    assert [float(share) for share in page.start] == pytest.approx([0.1, 0.2, 0.7], abs=0.01)
    other, = page.picture.scene.path.others
    assert other[0] == pytest.approx([0.5, 0.3, 0.2]) and other[-1] == pytest.approx([1, 0, 0], abs=1e-3)
    assert page.picture.scene.path.points[-1] == pytest.approx([1 / 3] * 3, abs=0.05)
    page.context.document.edit_game("Other payoffs", symmetric([[3, 0, 0], [0, 1, 0], [0, 0, 1]], RPS_NAMES))
    assert page.picture.scene.path.others[0][-1] == pytest.approx([1, 0, 0], abs=1e-2), "they follow the game"
    action = next(action for action in page.actions() if action.name == "clear-starts")
    assert action.is_enabled
    action.run()
    assert page.picture.scene.path.others == ()


def test_rest_points_against_a_parameter_and_a_line_to_drag(open_page, qtbot):
    page = open_page(HAWKS)
    below = page.controls.below
    assert [below.what.itemText(k) for k in range(below.what.count())] == [
        "Shares and payoffs over time", "Rest points against V", "Rest points against C"]
    below.what.setCurrentIndex(2)
    below.what.activated.emit(2)
    assert page.strip.isVisible() and not page.plot.isVisible()
    qtbot.waitUntil(lambda: page.strip.scene is not None, timeout=15_000)
    scene = page.strip.scene
    assert (scene.low, scene.high, scene.now) == (1, 20, 4)
    stable = {value: share for value, share, kind in scene.dots if kind == "sink"}
    assert all(share == pytest.approx(min(1, 2 / float(value))) for value, share in stable.items())
    box = bifurcation.place(page.strip.picture_rect(), page.strip.unit(), scene)
    mouse(page.strip, QEvent.Type.MouseButtonPress, box.at(8.0, 0.5))
    mouse(page.strip, QEvent.Type.MouseMove, box.at(12.0, 0.5))
    mouse(page.strip, QEvent.Type.MouseButtonRelease, box.at(12.0, 0.5), down=False)
    cost = page.context.document.game.values["C"]
    assert float(cost) == pytest.approx(12, abs=0.1) and page.strip.scene.now == cost
    page.context.document.undo_stack.undo()
    assert page.context.document.game.values["C"] == 4, "a gesture is one step"


def test_what_can_be_a_parameter():
    assert parameters(HAWKS, "logit") == ["V", "C", "noise"] and parameters(STAG, "replicator") == []
    assert span(HAWKS, "logit", "C") == (1, 20) and span(STAG, "logit", "noise") == (F(1, 1000), 1)


def test_a_rest_point_under_the_pointer_says_why_and_a_start_there_can_be_nudged(open_page, qtbot):
    page = open_page(ZEEMAN)
    mouse(page.picture, QEvent.Type.MouseMove, place_of(page, (1 / 3, 1 / 3, 1 / 3)), down=False)
    assert page.readout.text().startswith("1/3 Rock, 1/3 Paper, 1/3 Scissors:   Sink")
    assert "0.471" in page.readout.text()
    page.start_even()
    assert "nothing moves" in page.headline or "is a rest point" in page.headline
    next(action for action in page.actions() if action.name == "nudge").run()
    assert page.start[0] != F(1, 3) and sum(page.start) == 1 and "is a rest point" not in page.headline


def test_steps_and_payoffs(open_page, qtbot):
    page = open_page(PENNIES)
    exact(qtbot, page)
    assert [line.name for line in page.payoffs.scene.lines] == ["Ann: A", "Ann: B", "Bob: A", "Bob: B"]
    earned = page.payoffs.scene.shares[0]
    assert earned == pytest.approx([0.2, -0.2, -0.4, 0.4])
    page.step(-1)
    assert page.readout.text().startswith("At time 19.8")
    page.step(1)
    assert page.readout.text().startswith("At time 20")
    QTest.qWait(1)
    middle = QPointF(page.payoffs.width() / 2, page.payoffs.height() / 2)
    mouse(page.payoffs, QEvent.Type.MouseButtonPress, middle)
    assert page.readout.text().startswith("At time ") and page.picture.scene.path.now is not None
