"""The Practice page, by clicks and keys: a game solved from the first step to the last."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.app.application import Application
from playground.app.pages.practice import OWN, PracticePage
from playground.app.theme import DARK
from playground.app.widgets.label import Label
from playground.app.widgets.payoff_table_model import Spot
from playground.app.window import Window
from playground.equilibrium import best_responses, pure_equilibria
from playground.files import load_library
from playground.files.document import GameDocument
from playground.game import NormalForm, generators
from playground.practice import WISHES

MakePage = Callable[[NormalForm], PracticePage]


@pytest.fixture
def make_page(make_window: Callable[..., Window]) -> MakePage:
    def make(game: NormalForm) -> PracticePage:
        window = make_window(GameDocument(game, "A game"), page="practice")
        window.resize(1280, 800)
        QApplication.processEvents()
        assert isinstance(window.page, PracticePage)
        return window.page
    return make


def click(page: PracticePage, qtbot: QtBot, spot: Spot) -> None:
    table = page.table
    box = table.number_rect(spot) if spot.kind == "payoff" else table.visual_rect(spot)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def press(page: PracticePage, qtbot: QtBot, button: str) -> None:
    qtbot.mouseClick(getattr(page, f"{button}_button"), Qt.MouseButton.LeftButton)


def test_a_game_is_solved_by_hand(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page(NormalForm.from_arrays([[4, 0, 1], [3, 3, 1]], [[4, 3, 1], [0, 3, -1]]))
    assert page.level.currentData() == OWN and page.task.text().startswith("Cross out")
    click(page, qtbot, Spot("payoff", 0, 0, 0))
    assert page.feedback.text() == "Click on the name of the strategy that is to go."
    click(page, qtbot, Spot("strategy", 1, 0, 2))
    assert page.feedback.text() == "✓ A pays Bob more than C, whatever Ann does."
    assert page.table.model.is_dimmed(1, 2) and page.found.toPlainText() == "Bob’s C is crossed out"
    press(page, qtbot, "done")
    assert page.task.text().startswith("Underline") and not page.done_button.isVisible()
    click(page, qtbot, Spot("payoff", 0, 1, 0))
    assert page.feedback.text() == "✗ Against Bob’s A, A pays Ann 4, B only 3."
    assert page.feedback.property("role") == "danger" and not page.table.model.is_best(0, 1, 0)
    page.table.setFocus()
    page.table.set_cursor(Spot("payoff", 0, 0, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.table.model.is_best(0, 0, 0) and not page.table.model.is_equilibrium(0, 0)
    for player, row, column in ((0, 1, 1), (0, 0, 2), (0, 1, 2), (1, 0, 0), (1, 1, 1)):
        click(page, qtbot, Spot("payoff", player, row, column))
    assert page.task.text().startswith("Find all equilibria in pure")
    press(page, qtbot, "hint")
    assert "both payoffs of its cell are underlined" in page.feedback.text()
    for i in (0, 1):
        click(page, qtbot, Spot("payoff", 0, i, i))
        assert page.table.model.is_equilibrium(i, i)
    press(page, qtbot, "done")
    assert page.entry.isVisible() and not page.table.model.is_equilibrium(0, 1)
    texts = iter(("3/4", "0.25", "3/4", "x", ""))
    for row in page.entry.fields:
        for field in row:
            qtbot.keyClicks(field, next(texts))
    qtbot.keyClick(page.entry.fields[0][0], Qt.Key.Key_Return)
    assert page.feedback.text().startswith("Bob’s B: write a fraction") and page.exercise.mistakes == 1
    page.entry.fields[1][1].setText("1/4")
    qtbot.keyClick(page.entry.fields[1][1], Qt.Key.Key_Return)
    assert page.feedback.text() == "✓ Nobody gains by anything else. It pays Ann 3 and Bob 3."
    assert page.table.model.highlight is not None
    press(page, qtbot, "done")
    assert page.task.text() == page.headline == "All done, with 1 mistake, 1 hint."
    press(page, qtbot, "solution")
    assert "They do where q = 3/4." in page.found.toPlainText()
    assert page.exercise.score == "1 mistake, 1 hint"
    found = page.found.toPlainText()
    assert "Equilibrium 1: A, A\nEquilibrium 2: B, B\nEquilibrium 3: Ann 3/4 A + 1/4 B; Bob" in found
    assert "  1. A, A: " in found and "  2. B, B: " in found and "  3. Ann 3/4 A" in found


@pytest.mark.parametrize("game", ["battle-of-the-sexes", "rock-paper-scissors"])
def test_all_that_matters_is_in_view_at_200_percent(application: Application, make_page: MakePage,
                                                    qtbot: QtBot, game: str) -> None:
    application.set_zoom(2.0)
    page = make_page(load_library(game).game)
    work = page.exercise

    def check(*more: QWidget) -> None:
        qtbot.wait(50)
        for widget in (page.task, page.table, page.feedback, page.hint_button, page.next_button, *more):
            box = QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())
            assert widget.isVisible() and page.rect().contains(box), (work.step, widget)
        below = page.level.mapTo(page, QPoint(0, 0)).y()
        assert below >= page.height() - page.fontMetrics().height()  # and the game has all of the view

    assert page.headline == "Solve it by hand, step 1 of 4: dominance."
    assert not any(label.isVisible() for label in page.steps.values())
    check(page.done_button)
    page.say_done()
    check()
    for player, row, column in np.argwhere(np.stack([best_responses(work.game, k) for k in (0, 1)])).tolist():
        work.underline(player, row, column)
    page._show("")
    check(page.done_button)
    for cell in pure_equilibria(work.game):
        work.choose_cell(*cell)
    page.say_done()
    page.show_hint()
    check(page.done_button, page.entry)
    field = page.entry.fields[0][1]
    assert field.placeholderText() == work.game.players[0].strategies[1]
    assert page.entry.fields[1][0].isVisible()
    application.set_zoom(1.0)
    qtbot.wait(50)
    assert page.steps["mixed"].isVisible() and field.placeholderText() == "0"


@pytest.mark.parametrize("level", list(WISHES))
def test_a_game_is_found_for_each_level(make_page: MakePage, qtbot: QtBot, level: str) -> None:
    page = make_page(load_library("stag-hunt").game)
    before = page.exercise
    page.choose(level)
    qtbot.waitUntil(lambda: page.exercise is not before, timeout=20_000)
    assert page.exercise.game.shape == WISHES[level].make.shape
    assert page.about.text() == WISHES[level].summary and page.heading == "Practice"
    page.practise_open()
    assert page.exercise.game == load_library("stag-hunt").game and page.heading == ""


def test_the_keyboard_goes_from_field_to_field(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page(load_library("matching-pennies").game)
    page.say_done()
    for player in (0, 1):
        for row in (0, 1):
            page.table.set_cursor(Spot("payoff", player, row, row if player == 0 else 1 - row))
            qtbot.keyClick(page.table, Qt.Key.Key_Space)
    page.say_done()
    fields = [field for row in page.entry.fields for field in row]
    for field, text in zip(fields, ("50%", "0,5", "1/2", "0.5")):
        assert page.window().focusWidget() is field
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert page.window().focusWidget() is page.entry.check
    page.set_theme(DARK)
    label = page.entry.findChildren(Label)[0]
    assert label.styleSheet() == f"color: {DARK.player(0).name()}" and fields[0].text() == "50%"
    qtbot.keyClick(page.entry.check, Qt.Key.Key_Space)
    assert page.feedback.text() == "✓ Nobody gains by anything else. It pays Ann 0 and Bob 0."


def test_what_was_seen_is_told(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page(load_library("trust").game)
    press(page, qtbot, "solution")
    page.exercise.cross_out(0, 0)
    assert page.exercise.score == "no mistakes, no hints, the solution looked up" or page.exercise.mistakes
    assert ("There are infinitely many: in each component those between its corners."
            in page.found.toPlainText())
    assert page.exercise.steps == ("dominance", "best", "pure")


def test_an_edit_begins_the_open_game_anew(make_page: MakePage) -> None:
    page = make_page(load_library("stag-hunt").game)
    work = page.exercise
    page.refresh()
    assert page.exercise is work
    page.context.document.edit_game("Another game", generators.random_game((3, 2), 0, 9, 1))
    assert page.exercise.game.shape == (3, 2) and page.feedback.text() == ""
    page.say_done()
    page.context.document.edit_game("Yet another", generators.random_game((2, 2), 0, 9, 1))
    assert page.exercise.step == "dominance"


def test_a_game_that_is_no_work_for_a_hand(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page(generators.random_game((2, 2, 2), 0, 9, 1))
    first = next(iter(WISHES))
    assert page.level.currentData() == first
    qtbot.waitUntil(lambda: page.exercise.game.shape == WISHES[first].make.shape, timeout=20_000)
    work = page.exercise
    page.choose(OWN)
    qtbot.waitUntil(lambda: page.exercise is not work, timeout=20_000)
    assert page.level.currentData() == first
    assert page.feedback.text() == ("Practice is for two players with at most 6 strategies each; "
                                    "here is another game.")
