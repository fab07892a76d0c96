"""A picture beside the table fills the page and is presented; the table stays at hand, and all comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from playground.app.application import Application
from playground.app.pages.game import GamePage
from playground.app.pictures.view import PictureView
from playground.app.window import Window
from playground.files import load_library
from playground.game import edits

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
TABS = {"responses": "stag-hunt", "regions": "rock-paper-scissors", "payoffs": "chicken", "map": "chicken",
        "atlas": "chicken", "concepts": "chicken", "story": "chicken"}


@pytest.fixture
def page(make_window: Callable[..., Window]) -> Iterator[GamePage]:
    window = make_window(load_library("stag-hunt"), page="game")
    window.activateWindow()
    page = window.page
    assert isinstance(page, GamePage)
    QApplication.processEvents()
    yield page
    window.presentation.leave()


def look_at(page: GamePage, tab: str) -> QWidget:
    """A game that has this picture, and the picture."""
    page.document.load(load_library(TABS[tab]))
    page.side.show_tab(tab)
    QApplication.processEvents()
    return page.side.stack.currentWidget()


def present(page: GamePage) -> None:
    page.context.window.presentation.enter(full_screen=False)
    QApplication.processEvents()


def visible(page: GamePage) -> list[QWidget]:
    return [widget for widget in page.findChildren(QWidget) if widget.isVisible() and not widget.isWindow()]


def test_the_picture_fills_the_page_and_the_splitters_come_back_as_they_were(page: GamePage) -> None:
    page.splitter.setSizes([500, 620])
    page.right.setSizes([180, 520])
    before = page.splitter.sizes(), page.right.sizes(), page.side.size()
    QTest.keyClick(page.window(), Key.Key_L, Control)
    QApplication.processEvents()
    assert page.enlarged and page.side.width() > 0.6 * page.width() > before[2].width()
    assert page.side.height() > 1.25 * before[2].height()
    assert page.table.isVisible() and page.sentence.isVisible() and not page.equilibria.isVisible()
    page.side.enlarge.click()
    QApplication.processEvents()
    assert (page.splitter.sizes(), page.right.sizes(), page.side.size()) == before
    assert page.equilibria.isVisible() and page.legend.isVisible() and page.parameters.add.isVisible()


def test_in_a_narrow_page_the_picture_is_above_the_table(page: GamePage) -> None:
    page.window().resize(640, 1000)
    QApplication.processEvents()
    before = page.splitter.orientation(), page.splitter.sizes()
    page.set_enlarged()
    QApplication.processEvents()
    picture, table = (widget.mapTo(page, QPoint(0, 0)).y() for widget in (page.side, page.table))
    assert 0 <= picture < picture + page.side.height() <= table
    assert page.side.width() > 0.9 * page.splitter.width()
    page.set_enlarged()
    QApplication.processEvents()
    assert (page.splitter.orientation(), page.splitter.sizes()) == before
    assert page.splitter.indexOf(page.right) == 1


def test_a_payoff_changed_in_the_small_table_moves_the_picture(page: GamePage) -> None:
    page.set_enlarged()
    page.table.setFocus()
    before = page.side.responses.scene
    for key in (Key.Key_8, Key.Key_Return):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert page.game.payoff(0, (0, 0)) == 8
    assert page.side.responses.scene.words != before.words


def test_the_small_table_offers_no_buttons_and_shows_all_of_a_3x3_game(page: GamePage) -> None:
    page.set_enlarged()
    look_at(page, "regions")
    plan, view = page.table.plan, page.table.viewport()
    assert plan.width <= view.width() and plan.height <= view.height()
    edge = plan.adder(0).center()
    assert page.table.bare and plan.plus == 0 and not page.table._pointer.button_at(edge)


@pytest.mark.parametrize("leave", [Key.Key_Escape, Key.Key_F11])
def test_f11_presents_the_enlarged_picture_alone(page: GamePage, qtbot: QtBot, leave: Key) -> None:
    window = page.window()
    page.set_enlarged()
    picture = look_at(page, "payoffs")
    assert page.side.payoffs.chips["correlated"].isVisible()
    before = visible(page)
    QTest.keyClick(window, Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    assert picture.isVisible() and page.context.window.header.headline.isVisible()
    assert not any(widget.isVisible() for widget in
                   (page.table, page.side.tabs, page.side.enlarge, page.side.payoffs.chips["correlated"]))
    QTest.keyClick(window, leave)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert page.enlarged and [widget for widget in before if not widget.isVisible()] == []


def test_the_command_in_a_presentation_changes_what_is_presented(page: GamePage) -> None:
    window = page.window()
    before = visible(page)
    present(page)
    assert page.table.isVisible() and not page.side.responses.isVisible()
    QTest.keyClick(window, Key.Key_L, Control)
    assert page.side.responses.isVisible() and not page.table.isVisible()
    QTest.keyClick(window, Key.Key_Delete)
    assert page.game.payoff(0, (0, 0)) == 4  # no cell is changed that nobody sees
    QTest.keyClick(window, Key.Key_L, Control)
    assert page.table.isVisible() and not page.side.responses.isVisible()
    QTest.keyClick(window, Key.Key_Escape)
    assert [widget for widget in before if not widget.isVisible()] == []


def test_a_presented_picture_has_its_own_line(page: GamePage) -> None:
    page.set_enlarged()
    look_at(page, "map")
    equilibria = page.headline
    present(page)
    assert page.headline == "Ann: probability of Dare in all equilibria as crash moves; the set changes at 2"
    page.document.edit_game("Rename", edits.rename_player(page.game, 0, "Eve"))
    assert page.headline.startswith("Eve: ")
    page.side.show_tab("concepts")
    page.side.concepts.choose("level-k")
    assert page.headline == "Level-k. 2 levels, exact, ties split evenly; higher levels repeat them."
    assert not page.side.concepts.text.isVisible()
    page.side.concepts.choose("pure")  # has no picture
    assert page.side.concepts.text.isVisible()
    page.context.window.presentation.leave()
    assert page.headline == equilibria


def test_a_walk_goes_on_before_an_audience(page: GamePage) -> None:
    page.set_enlarged()
    look_at(page, "regions")
    panel = page.side.regions
    present(page)
    assert not panel.next.isVisible() and page.headline == "One mixed equilibrium."
    panel.label.setCurrentIndex(1)
    panel.label.activated.emit(1)
    for number in (1, 2):
        panel.next.click()
        assert page.headline.startswith(f"Step {number} of 6: ")
    assert panel.next.isVisible() and not panel.told.isVisible() and not panel.label.isVisible()


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("tab", TABS)
def test_nothing_is_cut_off(page: GamePage, application: Application, tab: str, zoom: float) -> None:
    application.set_zoom(zoom)
    page.set_enlarged()
    panel = look_at(page, tab)
    window = page.window()
    for presented in (False, True):
        if presented:
            present(page)
        else:
            assert page.splitter.orientation() == Qt.Orientation.Horizontal
        QApplication.processEvents()
        assert window.size() == QSize(1280, 800)
        seen = QRect(page.mapTo(window, QPoint(0, 0)), page.size())
        for widget in (panel, *(each for each in panel.findChildren(QWidget) if each.isVisible()),
                       *(() if presented else (page.table, page.parameters))):
            if widget.parentWidget().objectName() == "qt_scrollarea_viewport":
                continue
            assert seen.contains(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())), widget
            if isinstance(widget, QLabel):
                assert widget.height() >= widget.heightForWidth(widget.width()), widget.text()


@pytest.mark.parametrize(("side", "times"), [(7, 0.5), (19, 1.0), (26, 1.0), (26 * 8, 2.0)])
def test_letters_follow_the_size_of_a_picture(qtbot: QtBot, side: float, times: float) -> None:
    painted: list[int] = []

    def paint(painter: Any, *_rest: object) -> None:
        painted.append(painter.font().pixelSize())

    view, fixed = (PictureView(paint, "Probe", grows=grows) for grows in (True, False))
    letters = fixed.unit()
    for each in (view, fixed):
        qtbot.addWidget(each)
        each.show_scene(object())
        each.resize(round(letters * side) + 300, round(letters * side))
        each.grab()
    assert painted == [round(letters * times), letters] == [view.unit(), fixed.unit()]
