"""The Library page, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from playground.app.pages import library as library_module
from playground.app.pages.library import LibraryPage
from playground.app.widgets.cards import Card, fold
from playground.app.window import Window
from playground.files import library, load_library, save

Key = Qt.Key


@pytest.fixture
def page(window: Window) -> LibraryPage:
    found = window.pages["library"]
    assert isinstance(found, LibraryPage)
    return found


def titles(page: LibraryPage) -> list[str]:
    return [card.title for card in page.shelf.shown]


def test_every_game_has_a_card_at_once_and_a_picture_soon(page: LibraryPage, qtbot: QtBot):
    assert len(page.shelf.shown) == len(library()) >= 36
    assert titles(page)[0] == "Stag Hunt"
    qtbot.waitUntil(lambda: len(page.shelf.scenes) == len(library()), timeout=20_000)
    qtbot.waitUntil(lambda: not page._fill.isActive())  # it stops at its next tick


def test_the_open_game_is_selected_and_told(page: LibraryPage):
    assert page.story.title.text() == "Stag Hunt"
    assert page.story.facts.text() == "Two players, 2 × 2, symmetric"
    assert "Stag Hunt" in page.headline and "Game" in page.headline
    assert "two hunters" in page.story.story.toPlainText().lower()
    parallel = page.story._parallel_text.toPlainText()
    assert all(word in parallel for word in ("Holds.", "Breaks.", "Shown by data."))
    assert "Skyrms" in page.story.references.toPlainText()


@pytest.mark.parametrize("typed, found", [("stag", "Stag Hunt"), ("HARE", "Stag Hunt"),
                                            ("lizard", "Rock, Paper, Scissors, Lizard, Spock"),
                                            ("zero-sum blotto", "Colonel Blotto and Lieutenant Kije")])
def test_search_finds_titles_tags_and_strategies(page: LibraryPage, qtbot: QtBot, typed: str, found: str):
    qtbot.keyClicks(page.search, typed)
    assert found in titles(page) and len(titles(page)) < len(library())
    assert page.story.title.text() == page.shelf.shown[page.view.currentIndex().row()].title
    assert page.headline == f"{len(titles(page))} of {len(library())} games match."


def test_titles_come_before_mentions(page: LibraryPage, qtbot: QtBot):
    qtbot.keyClicks(page.search, "hunt")
    assert titles(page)[0] == "Stag Hunt"


def test_typing_over_the_cards_searches(page: LibraryPage, window: Window, qtbot: QtBot):
    page.view.setFocus()
    qtbot.keyClick(page.view, "c")
    assert page.search.text() == "c"
    qtbot.keyClicks(page.search, "hicken")
    assert titles(page)[0] == "Chicken"


def test_tags_narrow_and_an_empty_result_says_what_to_do(page: LibraryPage, qtbot: QtBot):
    qtbot.mouseClick(page.chips["symmetric"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.chips["experiment"], Qt.MouseButton.LeftButton)
    assert page.shelf.shown
    assert all({"symmetric", "experiment"} <= set(card.tags) for card in page.shelf.shown)
    qtbot.keyClicks(page.search, "zebra")
    assert not page.shelf.shown and page.nothing.isVisible()
    for part in ("“zebra”", "“symmetric”", "“experiment”"):
        assert part in page.nothing.text()
    assert not page.story.isVisible()
    qtbot.keyClick(page.search, Key.Key_Escape)
    assert page.search.text() == "" and page.view.isVisible()
    page.show_all()
    assert len(page.shelf.shown) == len(library())


def test_a_tag_of_the_story_shows_its_games(page: LibraryPage, qtbot: QtBot):
    page.story.tag_asked.emit("trust")
    assert page.chips["trust"].isChecked() and page.chips["trust"].isVisible()
    assert all("trust" in card.tags for card in page.shelf.shown)


def test_arrows_walk_and_enter_opens(page: LibraryPage, window: Window, qtbot: QtBot):
    page.search.setFocus()
    qtbot.keyClick(page.search, Key.Key_Down)
    assert page.view.hasFocus()
    qtbot.keyClick(page.view, Key.Key_Right)
    assert page.story.title.text() == "Prisoner's Dilemma"
    qtbot.keyClick(page.view, Key.Key_Down)
    qtbot.keyClick(page.view, Key.Key_Up)
    assert page.story.title.text() == "Prisoner's Dilemma"
    qtbot.keyClick(page.view, Key.Key_Up)  # out at the top
    assert page.search.hasFocus()
    qtbot.keyClick(page.search, Key.Key_Down)
    qtbot.keyClick(page.view, Key.Key_Return)
    assert window.document.state.title == "Prisoner's Dilemma"
    assert window.document.path is None and window.document.is_clean


def test_enter_in_the_search_opens_the_first(page: LibraryPage, window: Window, qtbot: QtBot):
    qtbot.keyClicks(page.search, "matching pennies")
    qtbot.keyClick(page.search, Key.Key_Return)
    assert window.document.state.title == "Matching Pennies"


def test_a_double_click_opens(page: LibraryPage, window: Window, qtbot: QtBot):
    index = page.shelf.index(2)
    where = page.view.visualRect(index).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert page.view.currentIndex() == index
    qtbot.mouseDClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.document.state.title == page.shelf.shown[2].title


def test_open_in_a_new_window_leaves_this_one(page: LibraryPage, window: Window, qtbot: QtBot):
    page.view.setCurrentIndex(page.shelf.index(1))
    qtbot.mouseClick(page.story.window_button, Qt.MouseButton.LeftButton)
    assert [w.document.state.title for w in window.application.windows] == ["Stag Hunt", "Prisoner's Dilemma"]


def test_recent_files_are_one_click_away(window: Window, page: LibraryPage, tmp_path: Path, qtbot: QtBot):
    path = tmp_path / "my dilemma.game.json"
    save(load_library("prisoners-dilemma"), path)
    window.context.settings.add_recent(path)
    page.refresh()
    button = next(b for b in page.findChildren(QToolButton) if b.accessibleName() == f"Open {path.name}")
    qtbot.waitUntil(button.isVisible)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.document.path == path


def test_a_file_that_cannot_be_read_is_a_card_that_says_so(make_window: Callable[..., Window], tmp_path: Path,
                                                           monkeypatch: pytest.MonkeyPatch, qtbot: QtBot):
    bad = tmp_path / "torn.game.json"
    bad.write_text('{"format": "playground-game", "tit')
    monkeypatch.setattr(library_module, "library", lambda: [*library(), bad])
    window = make_window()
    page = window.pages["library"]
    assert isinstance(page, LibraryPage)
    qtbot.waitUntil(lambda: not page._fill.isActive(), timeout=20_000)
    assert page.shelf.shown[-1].summary == "This file cannot be read."
    said: list[str] = []
    monkeypatch.setattr(window, "error", lambda text, details="": said.append(text))
    page.view.setCurrentIndex(page.shelf.index(len(page.shelf.shown) - 1))
    page.open_selected()
    assert said == ["“torn.game.json” cannot be opened."] and window.document.state.title == "Stag Hunt"


def test_cards_fill_the_width_and_the_story_gives_way(page: LibraryPage, window: Window, qtbot: QtBot):
    for width, columns in ((1280, 3), (1900, 6)):
        window.resize(width, 800)
        qtbot.waitUntil(lambda width=width: window.width() == width)
        qtbot.wait(20)
        tops = {page.view.visualRect(page.shelf.index(row)).top() for row in range(columns)}
        assert len(tops) == 1 and page.story.isVisible()
        right = page.view.visualRect(page.shelf.index(columns - 1)).right()
        assert page.view.viewport().width() - right < columns + 20
    window.application.set_zoom(2)
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: not page.story.isVisible())
    right = page.view.visualRect(page.shelf.index(1)).right()
    assert page.view.viewport().width() - right < 20


def test_fold():
    assert fold("Pigou’s Rôle – A") == "pigou's role - a"


def test_cards_read_nothing_they_do_not_need(tmp_path: Path):
    path = tmp_path / "deep.game.json"
    path.write_text("[" * 100_000)
    assert Card.read(path).summary == "This file cannot be read."
