"""The Game page in a real window: keys and clicks in, what is seen beside the table out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from playground.app.application import Application
from playground.app.pages.game import GamePage
from playground.app.pictures import equilibrium_map, region_map
from playground.app.widgets.game_side import ORDER
from playground.app.widgets.parameter_dialog import ParameterDialog
from playground.app.widgets.payoff_table_model import Spot
from playground.app.window import Window
from playground.files import load_library
from playground.files.document import GameDocument
from playground.game import NormalForm, edits, generators

MakePage = Callable[..., GamePage]


@pytest.fixture
def make_page(make_window: Callable[..., Window]) -> MakePage:
    def make(game: str | NormalForm = "stag-hunt") -> GamePage:
        state = load_library(game) if isinstance(game, str) else GameDocument(game)
        window = make_window(state, page="game")
        window.resize(1280, 800)
        page = window.page
        assert isinstance(page, GamePage)
        page.table.setFocus()
        QApplication.processEvents()
        return page

    return make


def keys(*given: str | Qt.Key) -> None:
    for key in given:
        for each in key if isinstance(key, str) else [key]:
            QTest.keyClick(QApplication.focusWidget(), each)


def listed(page: GamePage) -> list[str]:
    """What the list of equilibria says, row by row."""
    return [row.title or " | ".join((*row.lines, ", ".join(row.payoffs)))
            for row in page.equilibria.model.rows]


def undo_names(page: GamePage) -> list[str]:
    stack = page.document.undo_stack
    return [stack.text(i) for i in range(stack.count())]


def test_everything_follows_a_key_in_the_same_event(make_page: MakePage) -> None:
    page = make_page()
    assert listed(page) == ["Stag | Stag | 4, 4",
                            "Ann: 3/4 Stag + 1/4 Hare | Bob: 3/4 Stag + 1/4 Hare | 3, 3",
                            "Hare | Hare | 3, 3"]
    assert page.headline.startswith("Two pure equilibria and one mixed")
    keys("1")  # no event loop between the key and what is asserted
    assert listed(page) == ["Hare | Hare | 3, 3"]
    assert page.headline.startswith("One pure equilibrium")
    assert page.sentence.text() == "Ann would gain 2 by switching to Hare."
    scene = page.side.responses.scene
    assert scene is not None and len(scene.dots) == len(page.equilibria.solution.equilibria)
    keys(Qt.Key.Key_Escape)
    assert page.headline.startswith("Two pure equilibria and one mixed")
    assert undo_names(page) == []


def test_the_selected_cell_is_explained(make_page: MakePage) -> None:
    page = make_page()
    assert page.sentence.text().startswith("A strict Nash equilibrium")
    keys(Qt.Key.Key_Down)
    assert page.document.selected == (1, 0)
    assert page.sentence.text() == ("Ann would gain 1 by switching to Stag; "
                                    "Bob would gain 3 by switching to Hare.")


def test_unfinished_text_is_told_and_blocks_nothing(make_page: MakePage) -> None:
    page = make_page()
    keys("3/", Qt.Key.Key_Tab)
    text = page.sentence.text()
    assert "\n⚠ Ann at Stag, Stag: '3/' is not an expression" in text and "3 counts" in text
    assert text.startswith("A Nash equilibrium"), "of the selected cell the usual is told"
    assert page.equilibria.solution is not None and page.game.payoff(0, (0, 0)) == 3
    keys(Qt.Key.Key_Down, "8", Qt.Key.Key_Return)
    assert "'3/'" in page.sentence.text(), "it stays until it is mended"
    run(page, "discard-drafts")
    assert page.table.model.text(0, 0, 0) == "3"
    assert not page.sentence.text().startswith("⚠")


def run(page: GamePage, name: str) -> None:
    action = next(action for action in page.actions() if action.name == name)
    assert action.is_enabled
    action.run()


def test_choosing_an_equilibrium_shows_its_probabilities_or_its_cell(make_page: MakePage) -> None:
    page = make_page()
    page.equilibria.choose(1)
    model = page.table.model
    assert [model.probability(0, 0), model.probability(1, 1)] == [Fraction(3, 4), Fraction(1, 4)]
    assert model.weight(0, 0) == pytest.approx(9 / 16)
    page.equilibria.choose(2)
    assert page.document.selected == (1, 1) and page.table.model.highlight is None
    assert page.table.cursor == Spot("payoff", 0, 1, 1)
    page.equilibria.choose(1)
    QTest.keyClick(page.equilibria.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == ("Ann: 3/4 Stag + 1/4 Hare; Bob: 3/4 Stag + 1/4 Hare; "
                                                  "payoffs 3, 3")
    assert "0.75" in page.equilibria.model.rows[1].hover
    run(page, "copy-equilibria")
    assert QGuiApplication.clipboard().text().split("\n")[2] == "3/4\t1/4\t3/4\t1/4\t3\t3"
    page.table.setFocus()
    keys("5")
    assert page.table.model.highlight is not None, "it stays chosen while its support does"


def test_continua_are_grouped_by_component(make_page: MakePage) -> None:
    page = make_page(NormalForm.from_arrays([[1, 1], [0, 0]], [[1, 1], [0, 0]]))
    assert any(line.startswith("Component 1 of 1: 2 extreme equilibria") for line in listed(page))
    assert page.headline.startswith("Infinitely many equilibria")


def test_other_players_are_chosen_above_the_table(make_page: MakePage) -> None:
    page = make_page("majority-3")
    line = page.others.lines[0]
    assert line.isVisible() and line.selected == 0
    before = page.table.model.shown(0, 0, 1)
    QTest.mouseClick(line.buttons[1], Qt.MouseButton.LeftButton)
    assert page.document.selected[2] == 1 and page.table.model.others == (1,)
    assert [page.table.model.text(k, 0, 1) for k in range(3)] == [
        str(page.game.cells[k, 0, 1, 1]) for k in range(3)]
    assert page.table.model.shown(0, 0, 1) != before or page.game.payoff(0, (0, 1, 0)) == page.game.payoff(
        0, (0, 1, 1))
    page.table.setFocus()
    keys("77", Qt.Key.Key_Return)
    assert page.game.payoff(0, (0, 0, 1)) == 77 != page.game.payoff(0, (0, 0, 0))
    assert "mixed" in page.equilibria.note.text().lower(), "an honest line on what is not searched"
    assert [name for i, name in enumerate(ORDER) if page.side.tabs.isTabVisible(i)] == ["concepts", "story"]


def test_a_game_of_one_player_is_a_list(make_page: MakePage) -> None:
    page = make_page(NormalForm.from_arrays([1, 5, 3]))
    assert (page.table.model.rows, page.table.model.columns, page.table.model.has_columns) == (3, 1, False)
    assert listed(page) == ["B | 5"]
    keys("9", Qt.Key.Key_Return)
    assert listed(page) == ["A | 9"]


def test_a_slider_is_one_undo_step_and_the_box_is_exact(make_page: MakePage) -> None:
    page = make_page()
    row = page.parameters.rows["h"]
    assert (row.box.text(), row.slider.value(), row.slider.maximum()) == ("3", 30, 50)
    row.slider.setSliderDown(True)
    for tick in (31, 35, 40):
        row.slider.setSliderPosition(tick)
    row.slider.setSliderDown(False)
    assert row.box.text() == "4" and page.game.values["h"] == 4
    assert undo_names(page) == ["Set h"]
    row.box.setFocus()
    row.box.selectAll()
    keys("10/3")
    assert page.game.values["h"] == Fraction(10, 3)
    assert page.table.model.note(0, 1, 0) == "= 10/3"
    keys("/")
    assert row.box.property("invalid") and page.game.values["h"] == Fraction(10, 3)
    assert row.box.text() == "10/3/", "the text stays"
    assert "10/3/" in row.box.toolTip()
    keys(Qt.Key.Key_Backspace)
    assert not row.box.property("invalid")
    assert undo_names(page) == ["Set h", "Set h"]


def test_parameters_are_added_renamed_and_removed(make_page: MakePage) -> None:
    page = make_page()
    dialog = ParameterDialog(page.editing, None, page.window())
    dialog.fields["name"].setText("h")
    dialog.accept()
    assert "h" in dialog.problem.text() and list(page.parameters.rows) == ["h"]
    dialog.fields["name"].setText("bonus")
    dialog.fields["value"].setText("h/2")
    dialog.accept()
    assert list(page.parameters.rows) == ["h", "bonus"]
    assert page.parameters.rows["bonus"].value.text() == "= 3/2"
    change = ParameterDialog(page.editing, page.game.parameters[0], page.window())
    change.fields["name"].setText("hare")
    change.fields["maximum"].setText("6")
    change.accept()
    assert page.table.model.text(0, 1, 0) == "hare"
    assert page.game.parameters[0].maximum == 6
    page.parameters.rows["hare"]._remove()
    assert page.table.model.text(0, 1, 0) == "3"
    assert len(undo_names(page)) == 3


def test_dominated_strategies_are_dimmed_on_demand(make_page: MakePage) -> None:
    page = make_page("prisoners-dilemma")
    assert not page.table.model.is_dimmed(0, 0)
    run(page, "dim-dominated")
    assert [page.table.model.is_dimmed(k, i) for k in (0, 1) for i in (0, 1)] == [True, False, True, False]
    assert "Strictly dominated by Defect" in page.table.model.words(Spot("strategy", 0, 0, 0))


@pytest.mark.parametrize("game", ["stag-hunt", "rock-paper-scissors", "colonel-blotto", "volunteers-dilemma"])
def test_every_action_that_is_offered_works_and_is_undone(make_page: MakePage, game: str) -> None:
    page = make_page(game)
    before = page.document.state
    for action in page.actions():
        if action.is_enabled and not action.title.endswith("…") and action.menu == "Game":
            action.run()
            page.table.cancel()
            assert page.equilibria.note.text() and page.sentence.text() and page.headline
            while page.document.undo_stack.canUndo():
                assert page.document.undo_stack.undoText()
                page.document.undo_stack.undo()
            assert page.document.state == before, action.name


def test_the_numbers_are_named_and_a_wrong_title_is_told(make_page: MakePage) -> None:
    page = make_page()
    assert "Stag Hunt" in page.kind.text() and not page.kind.text().startswith("⚠")
    page.document.edit("Change title", replace(page.document.state, title="Matching Pennies"))
    assert page.kind.text().startswith("⚠")


def test_other_methods_run_beside_the_window_and_say_what_they_missed(make_page: MakePage,
                                                                      qtbot: QtBot) -> None:
    page = make_page(NormalForm.from_arrays([[1, 1], [0, 1]], [[1, 0], [0, 0]]))
    exact = len(page.equilibria.solution.equilibria)
    box = page.equilibria.method
    box.setCurrentIndex(box.findData("nashpy-lemke-howson"))
    qtbot.waitUntil(lambda: page.equilibria.solution.method == "nashpy-lemke-howson", timeout=20000)
    found = len(page.equilibria.solution.equilibria)
    assert page.equilibria.solution.missed == exact - found
    if found < exact:
        assert str(exact - found) in page.equilibria.note.text()


def test_a_large_game_is_solved_beside_the_window_and_can_be_cancelled(make_page: MakePage,
                                                                       qtbot: QtBot) -> None:
    rng = np.random.default_rng(5)
    page = make_page(NormalForm.from_arrays(*[rng.integers(0, 99, (14, 14)).tolist() for _ in range(2)]))
    assert not page.is_quick()
    qtbot.waitUntil(lambda: "found so far" in page.equilibria.note.text(), timeout=20_000)
    first = page.equilibria.solution
    assert first.certified and not first.complete and len(listed(page)) == len(first.equilibria) > 0
    assert page.equilibria.stop.isVisible() and page.context.live.is_busy("game-equilibria")
    QTest.mouseClick(page.equilibria.stop, Qt.MouseButton.LeftButton)
    assert "cancelled" in page.headline and listed(page) == []
    assert not page.context.live.waiting
    small = NormalForm.from_arrays(*[rng.integers(0, 99, (7, 6)).tolist() for _ in range(2)])
    page.document.edit_game("Another game", small)
    qtbot.waitUntil(lambda: page.equilibria.solution is not None, timeout=30000)
    assert page.equilibria.game is small and "equilibri" in page.headline


def test_the_story_is_shown_and_edited(make_page: MakePage) -> None:
    page = make_page()
    page.side.show_tab("story")
    text = page.side.story.text.toPlainText()
    for words in ("Two hunters set out at dawn", "Where it breaks", "Rousseau"):
        assert words in text
    hostile = replace(page.document.state, description="<script>x</script> ![p](file:///etc/passwd) *new*")
    page.document.edit("Edit", hostile)
    assert "new" in page.side.story.text.toPlainText()


def test_nothing_is_cut_off_at_200_percent(make_page: MakePage, application: Application) -> None:
    page = make_page("prisoners-dilemma")
    application.set_zoom(2.0)
    for _ in range(5):
        QApplication.processEvents()
    assert page.splitter.orientation() == Qt.Orientation.Vertical
    assert page.splitter.minimumSizeHint().width() <= page.width(), "no scrolling across"
    for widget in (page.table, page.sentence, page.equilibria, page.side, *page.parameters.rows.values()):
        assert _inside(widget, page.splitter), widget
    assert page.table.horizontalScrollBar().maximum() == 0


def _inside(widget: QWidget, outer: QWidget) -> bool:
    top = widget.mapTo(outer, QPoint(0, 0))
    return outer.rect().contains(top) and outer.rect().contains(
        widget.mapTo(outer, QPoint(widget.width() - 1, widget.height() - 1)))


def test_all_controls_have_a_name(make_page: MakePage) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QScrollBar

    page = make_page("public-goods-4")
    kinds: tuple[Any, ...] = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)
    unnamed = [widget for widget in page.findChildren(QWidget)
               if isinstance(widget, kinds) and not isinstance(widget, QScrollBar) and widget.isVisible()
               and not (widget.accessibleName() or getattr(widget, "text", str)())]
    assert unnamed == []


def test_a_presentation_shows_the_board_alone(make_page: MakePage) -> None:
    page = make_page()
    window = page.window()
    assert isinstance(window, Window)
    window.presentation.enter()
    QApplication.processEvents()
    assert page.table.isVisible() and page.sentence.isVisible()
    assert not page.equilibria.isVisible() and not page.parameters.isVisible()
    window.presentation.leave()
    assert page.equilibria.isVisible() and page.parameters.isVisible()


def test_components_say_what_they_are_like(make_page: MakePage) -> None:
    page = make_page(load_library("entry-deterrence").game)
    titles = [row.title for row in page.equilibria.model.rows if row.kind == "component"]
    assert titles == ["Component 1 of 2: one equilibrium, index +1",
                      "Component 2 of 2: 2 extreme equilibria, dimension 1, index 0"]
    page.document.edit_game("Fight pays", edits.set_parameter(page.game, "f", "3"))
    titles = [row.title for row in page.equilibria.model.rows if row.kind == "component"]
    assert titles == ["Component 1 of 1: 2 extreme equilibria, dimension 1, index +1"]


def test_other_concepts_follow_every_edit(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page(load_library("prisoners-dilemma").game)
    page.side.show_tab("concepts")
    panel = page.side.concepts
    panel.choose("dominance")
    assert "Ann’s Cooperate goes, dominated by Defect" in panel.text.toPlainText()
    assert panel.summary.text().startswith("What is left when strictly dominated strategies")
    page.document.edit_game("Better together", edits.set_parameter(page.game, "R", "6"))
    assert panel.text.toPlainText() == "No strategy is strictly dominated."
    for index in range(panel.choice.count()):
        panel.choose(panel.choice.itemData(index))
        qtbot.waitUntil(lambda: panel.text.toPlainText() not in ("", "Being computed …"))
    large = make_page(generators.random_game((7, 7), -9, 9, 1))
    large.side.show_tab("concepts")
    large.side.concepts.choose("maximin")
    qtbot.waitUntil(lambda: "can secure" in large.side.concepts.text.toPlainText(), timeout=20_000)
    large.side.concepts.copy()
    assert QGuiApplication.clipboard().text().startswith("Maximin\n\nAnn can secure")


def test_concepts_are_laid_over_the_picture_of_payoffs(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page(load_library("chicken").game)
    page.side.show_tab("payoffs")
    panel = page.side.payoffs
    assert panel.picture.scene.regions == ()
    for chip in panel.chips.values():
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(panel.picture.scene.regions) == 3 and bool(panel.picture.scene.agreements))
    regions = dict(panel.picture.scene.regions)
    assert set(regions["correlated"]) == {(2, 7), (Fraction(18, 5), Fraction(18, 5)), (7, 2),
                                          (Fraction(21, 4), Fraction(21, 4))}
    assert panel.picture.scene.agreements == (
        ("Nash, Kalai–Smorodinsky, Egalitarian, Utilitarian", (Fraction(6), Fraction(6))),)
    assert "Utilitarian agreement: (6, 6)" in panel.picture.accessibleDescription()
    qtbot.mouseClick(panel.chips["folk"], Qt.MouseButton.LeftButton)
    assert "folk" not in dict(panel.picture.scene.regions)
    page.document.edit_game("Both gain", edits.set_payoff(page.game, 0, (1, 1), "8"))
    qtbot.waitUntil(lambda: not panel.picture.scene.stale)
    assert dict(panel.picture.scene.regions)["correlated"] == ((2, 7),)  # Swerve dominates for Ann now


def test_mixed_equilibria_of_three_players_follow_the_pure_ones(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page(load_library("stag-hunt-3").game)
    page.side.show_tab("concepts")
    page.side.concepts.choose("nash")
    pure = len(page.equilibria.solution.equilibria)
    assert page.equilibria.solution.concept == "pure" and "mixed ones not counted" in page.headline
    assert "being looked for" in page.equilibria.note.text()
    qtbot.waitUntil(lambda: page.equilibria.solution.concept == "nash", timeout=20_000)
    found = page.equilibria.solution
    assert len(found.equilibria) > pure and any(each.kind == "mixed" for each in found.equilibria)
    assert "not counted" not in page.headline and "mixed" in page.headline
    qtbot.waitUntil(lambda: found.message in page.side.concepts.text.toPlainText(), timeout=5_000)
    page.equilibria.choose(next(i for i, each in enumerate(found.equilibria) if each.kind == "mixed"))
    assert page.table.model.highlight == page.equilibria.chosen_equilibrium().profile
    page.document.edit_game("Hares are many", edits.set_payoff(page.game, 0, (1, 1, 1), "9"))
    assert page.equilibria.solution.concept == "pure"
    qtbot.waitUntil(lambda: page.equilibria.solution.concept == "nash", timeout=20_000)


def test_the_search_for_mixed_ones_tells_how_far_it_is_and_can_be_cancelled(make_page: MakePage, qtbot: QtBot
                                                                            ) -> None:
    page = make_page(generators.random_game((4, 4, 4), 0, 1000, 3))
    note = page.equilibria.note
    qtbot.waitUntil(lambda: re.search(r"looked for … \d+%, .* mixed so far", note.text()) is not None,
                    timeout=30_000)
    assert page.equilibria.stop.isVisible() and page.equilibria.solution.concept == "pure"
    QTest.mouseClick(page.equilibria.stop, Qt.MouseButton.LeftButton)
    assert not page.context.live.waiting and "was cancelled" in note.text()
    assert not page.equilibria.stop.isVisible() and page.equilibria.solution.concept == "pure"


def test_methods_that_fit_the_number_of_players(make_page: MakePage, qtbot: QtBot) -> None:
    pytest.importorskip("pygambit")
    page = make_page(generators.random_game((2, 2, 2), 0, 100, 1))
    box = page.equilibria.method

    def offered() -> set[str]:
        return {box.itemData(i) for i in range(box.count()) if box.model().item(i).isEnabled()}

    several = ("enumpoly", "gnm", "ipa", "simpdiv", "logit")
    assert offered() == {"exact", *(f"gambit-{name}" for name in several)}
    box.setCurrentIndex(box.findData("gambit-logit"))
    qtbot.waitUntil(lambda: page.equilibria.solution.method == "gambit-logit", timeout=20_000)
    assert "there may be more" in page.headline and len(listed(page)) == 1
    page.document.edit_game("Alone", NormalForm.from_arrays([1, 2]))
    assert offered() == {"exact"} and page.method == "exact" and page.equilibria.solution.complete
    page.document.edit_game("Two", generators.random_game((2, 2), 0, 9, 1))
    assert len(offered()) == box.count()


def test_an_equilibrium_is_worked_out_live(make_page: MakePage) -> None:
    page = make_page(load_library("stag-hunt").game)
    page.equilibria.choose(1)
    page.equilibria.view.doubleClicked.emit(page.equilibria.view.currentIndex())
    panel = page.side.concepts
    assert page.side.current == "concepts" and panel.concept == "nash"
    assert "  They do where q = 3/4.\n" in panel.text.toPlainText()
    assert panel.text.textCursor().selectedText() == "Equilibrium 2."
    page.document.edit_game("Hares are many", edits.set_payoff(page.game, 0, (1, 1), "2"))
    assert "  They do where q = 2/3.\n" in panel.text.toPlainText()
    page.equilibria.method_changed.emit("nashpy-support")
    assert "indifferent" not in panel.text.toPlainText()


def test_the_map_of_a_parameter(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page(load_library("stag-hunt").game)
    page.side.show_tab("map")
    panel = page.side.map
    shown = panel.picture.scene
    assert [text for _value, text in shown.breaks] == ["4"] and shown.now == 3 and len(shown.curves) == 4
    told = panel.picture.accessibleDescription()
    assert told.startswith("Ann: probability of Stag in all equilibria as h moves")
    kept = panel._found
    page.document.edit_game("Slide", edits.set_parameter(page.game, "h", "1"))
    assert panel._found is kept and panel.picture.scene.now == 1, "the map stays, the line moves"
    frame = equilibrium_map.place(panel.picture.picture_rect(), panel.picture.unit(), shown)
    for across, value in ((4.02, "4"), (2.52, "5/2"), (9.0, "5/2")):
        QTest.mouseClick(panel.picture, Qt.MouseButton.LeftButton, pos=frame.at(across, 0.5).toPoint())
        assert page.game.values["h"] == Fraction(value)
    panel.what.setCurrentIndex(panel.what.findText("Bob’s payoff"))
    panel._draw()
    assert panel.picture.scene.heights[0] < 0 and panel.picture.scene.player == 1
    page.document.edit_game("Other", edits.set_payoff(page.game, 0, (0, 0), "6"))
    assert [text for _value, text in panel.picture.scene.breaks] == ["4"]
    page.document.edit_game("Both", edits.set_payoff(page.game, 1, (0, 0), "h^2"))
    assert [text for _value, text in panel.picture.scene.breaks] == ["1"]
    large = make_page(load_library("travelers-dilemma").game)
    large.side.show_tab("map")
    said = large.side.map.picture.accessibleDescription
    qtbot.waitUntil(lambda: "up to about 5 × 5" in said(), timeout=20_000)
    none = make_page(generators.random_game((2, 2), 0, 3, 1))
    assert not none.side.tabs.isTabVisible(ORDER.index("map"))


def test_the_map_of_two_parameters(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("prisoners-dilemma")
    page.side.show_tab("map")
    panel = page.side.map

    def choose(box: QComboBox, data: str) -> None:
        box.setCurrentIndex(box.findData(data))
        box.activated.emit(box.currentIndex())

    choose(panel.parameter, "R")
    choose(panel.second, "S")
    assert panel.names == ("R", "S") and panel.second.findData("R") < 0
    qtbot.waitUntil(lambda: panel.picture.name == "Equilibrium regions", timeout=20_000)
    kept, told = panel._found, panel.picture.accessibleDescription()
    assert "region 1: pure (Defect, Defect)" in told and "Borders: P = S, R = T" in told
    assert told.endswith("Now R = 3, S = 0: as in region 1") and not panel.what.isVisible()

    def at(x: float, y: float) -> QPoint:
        rect, unit = panel.picture.picture_rect(), panel.picture.unit()
        return region_map.place(rect, unit, panel.picture.scene).at(x, y).toPoint()

    def values() -> tuple[Fraction, Fraction]:
        return page.game.values["R"], page.game.values["S"]

    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(panel.picture, left, pos=at(7.52, 6.03))
    assert values() == (Fraction(15, 2), 6) and panel._found is kept, "the map stays, the dot moves"
    assert panel.picture.scene.told == "R = 15/2, S = 6: as in region 4"
    assert undo_names(page) == ["Set R and S"]
    page.document.undo_stack.undo()
    assert values() == (3, 0)
    QTest.mouseClick(panel.picture, left, pos=at(5.04, 4))
    assert values()[0] == 5 and panel.picture.scene.told.endswith("a set of its own")
    steps = page.document.undo_stack.count()
    QTest.mousePress(panel.picture, left, pos=at(2, 4))
    for x in (3, 4, 30):
        QTest.mouseMove(panel.picture, at(x, 6))
    QTest.mouseRelease(panel.picture, left, pos=at(30, 6))
    assert values() == (10, 6) and page.document.undo_stack.count() == steps + 1, "one drag, one step"
    QTest.mouseMove(panel.picture, at(2, 0.5))
    assert panel.picture.toolTip().endswith("region 1, pure (Defect, Defect)") and values() == (10, 6)
    QTest.mouseMove(panel.picture, at(2, 1))
    assert "on the line P = S" in panel.picture.toolTip()
    step = next(each.step for each in page.game.parameters if each.name == "R")
    assert step is not None
    panel.picture.setFocus()
    keys(Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert values() == (10, 6 - step) and panel._found is kept
    page.document.edit_game("P", edits.set_parameter(page.game, "P", "2"))
    qtbot.waitUntil(lambda: panel._found not in (kept, None), timeout=20_000)
    assert panel._found.strips[0].heights[1] == (2, 2)
    choose(panel.second, "T")
    choose(panel.parameter, "T")
    assert panel.names == ("T",) and panel.picture.name == "Equilibrium map" and panel.what.isVisible()


def test_arrows_lead_round_or_to_an_equilibrium(make_page: MakePage) -> None:
    page = make_page(load_library("matching-pennies").game)
    run(page, "arrows")
    model = page.table.model
    assert model.arrows
    way, at = [], (0, 0)
    for _ in range(4):
        ((player, *to),) = model.moves(*at)
        way.append((player, at))
        at = (to[0], to[1])
    assert at == (0, 0) and len(set(way)) == 4, "round the square, each player in turn"
    before = page.table.grab().toImage()
    run(page, "arrows")
    assert not page.table.model.arrows and page.table.grab().toImage() != before
    hunt = make_page(load_library("stag-hunt").game)
    assert hunt.table.model.moves(0, 0) == [] and hunt.table.model.moves(0, 1) == [(0, 1, 1), (1, 0, 0)]


# --- the pages of concepts ----------------------------------------------------------------------------------


def test_options_of_a_concept_are_fields_and_its_picture_follows(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page(load_library("chicken").game)
    page.side.show_tab("concepts")
    panel = page.side.concepts
    panel.choose("quantal")
    assert panel.picture.isVisible() and panel.picture.scene.chosen is None
    assert "Ann: Dare" in panel.picture.accessibleDescription()
    field = panel.options.fields["lambda"]
    field.setText("0")
    assert "1/2" in panel.text.toPlainText() or "0.5 Dare" in panel.text.toPlainText()
    field.setText("3/2")
    assert panel.picture.scene.chosen == 1.5 and "At λ = 1.5" in panel.text.toPlainText()
    for wrong, words in (("x", "'x' is not a number"), ("-1", "lambda is -1, which is not from 0")):
        field.setText(wrong)
        assert words in panel.text.toPlainText() and not panel.picture.isVisible()
    field.setText("0,5")
    assert panel.picture.scene.chosen == 0.5
    panel.choose("folk")
    panel.options.fields["discount"].setText("1/2")
    assert "δ" in panel.text.toPlainText() and panel.picture.isVisible()
    panel.choose("pure")
    assert not panel.options.fields and not panel.picture.isVisible()


def test_the_mediator_draws_advice(make_page: MakePage) -> None:
    page = make_page(load_library("chicken").game)
    page.side.show_tab("concepts")
    panel = page.side.concepts
    panel.choose("correlated")
    panel._random = np.random.default_rng(1)
    assert panel.picture.scene.texts == (("", "1/4"), ("1/4", "1/2")) and panel.picture.scene.lit is None
    for _ in range(40):
        QTest.mouseClick(panel.draw_button, Qt.MouseButton.LeftButton)
    lit = panel.picture.scene.lit
    assert lit in ((0, 1), (1, 0), (1, 1)) and "Drawn 40 times so far" in panel.drawn.text()
    names = page.game.profile_names(lit)
    assert panel.drawn.text().startswith(f"Told: Ann: {names[0]}; Bob: {names[1]}.")
    assert "(Dare, Dare)" not in panel.drawn.text(), "that is never advised"
    counts = [int(each) for each in re.findall(r"\) (\d+)", panel.drawn.text())]
    assert sum(counts) == 40 and len(counts) == 3
    panel.device.setCurrentIndex(2)
    panel.device.activated.emit(2)
    QTest.mouseClick(panel.draw_button, Qt.MouseButton.LeftButton)
    assert panel.drawn.text().startswith("Told: Ann: Dare; Bob: Swerve. Drawn 1 times")
    page.side.show_tab("story")
    page.side.show_tab("concepts")
    assert panel.device.currentIndex() == 2 and panel.picture.scene.lit == (0, 1)
    assert panel.picture.scene.texts == (("", "1"), ("", "")), "the picture is of the advice that is chosen"


def test_what_is_eliminated_and_what_levels_play_are_drawn(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page(load_library("travelers-dilemma").game)
    page.side.show_tab("concepts")
    panel = page.side.concepts
    panel.choose("dominance")
    qtbot.waitUntil(lambda: panel.picture.isVisible(), timeout=20_000)
    scene = panel.picture.scene
    assert scene.crossed_rows == {i: str(9 - i) for i in range(1, 9)} == scene.crossed_columns
    panel.choose("level-k")
    qtbot.waitUntil(lambda: "Level 1" in panel.text.toPlainText(), timeout=20_000)
    scene = panel.picture.scene
    assert [name for name, player in scene.rows if player == 0] == ["2", "3", "4", "5", "6", "7"]
    assert [row[0] for row in scene.texts[:6]] == ["", "", "", "", "1/2", "1/2"]
    assert scene.table()[0] == ["", "1", "2", "3", "4", "5"]
