"""The pictures of the Tournament page, driven with the mouse and with keys."""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import playground as pg
from playground.app.pages import tournament_run
from playground.app.pages.tournament_words import COMPUTING
from playground.app.pictures import invaders, standings
from playground.app.pictures import timeline as lines
from playground.arena import LINEUPS
from playground.files import load_library

FOUR = ("cooperator", "defector", "tit-for-tat", "grim")
Key = Qt.Key


@pytest.fixture
def page(make_window, qtbot):
    window = make_window(load_library("prisoners-dilemma"))
    window.show_page("tournament")
    made = window.page
    made.controls.seed_box.setText("42")
    made.controls._edited()
    qtbot.keyClick(made.controls.length, Key.Key_Home)
    made.controls.tick(FOUR)
    settled(made, qtbot)
    yield made
    window.presentation.leave()


def settled(page, qtbot):
    """Wait until nothing is worked out or simulated any more."""
    qtbot.waitUntil(lambda: not page.run.quiet.isActive() and not page.context.live.waiting, timeout=20_000)


def look(page, qtbot, title):
    """Choose a picture, and wait for it."""
    page.what.setCurrentText(title)
    page.what.activated.emit(page.what.currentIndex())
    qtbot.waitUntil(lambda: page.picture.scene is not None, timeout=20_000)
    return page.view


def middle(page, row, column):
    """The middle of a cell of the table, counted in the order shown."""
    scene, picture = page.picture.scene, page.picture
    longest = max(map(QFontMetricsF(picture.font()).horizontalAdvance, scene.titles))
    place = standings.layout(picture.unit(), longest, picture.picture_rect(), len(scene.order))
    wide, high = place.cell
    return (place.cells.topLeft() + QPointF((column + 0.5) * wide, (row + 0.5) * high)).toPoint()


def test_a_double_click_shows_the_match_round_by_round(page, qtbot):
    page.controls.noise_slider.setValue(10)
    settled(page, qtbot)
    at = middle(page, 2, 0)
    pair = tuple(page.picture.scene.order[k] for k in (2, 0))
    qtbot.mouseClick(page.picture, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(page.picture, Qt.MouseButton.LeftButton, pos=at)
    view = page.view
    assert view.title == "Round by round" and page.lit == pair
    qtbot.waitUntil(lambda: page.picture.scene is not None and not page.picture.dimmed, timeout=20_000)
    found, seed = page.picture.scene.found, page.match_of(pair)[1]
    players = [page.asked.players[k] for k in pair]
    same = pg.match(page._game, players, turns=200, noise="1/20", seed=seed)
    assert found.actions.tolist() == [list(profile) for profile in same.actions]
    assert f"seed {seed}" in page.headline and "expected" in page.headline
    assert page.strip.isHidden() and page.pair.isHidden() and page.watch.isVisible()
    assert view.bar.isVisible() and [box.currentIndex() for box in view.boxes] == list(pair)
    qtbot.keyClick(view.number, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: page.picture.scene.found is not found and not page.picture.dimmed, timeout=20_000)
    another = page.match_of(pair)[1]
    same = pg.match(page._game, players, turns=200, noise="1/20", seed=another)
    assert another != seed and f"seed {another}" in page.headline
    assert page.picture.scene.found.actions.tolist() == [list(profile) for profile in same.actions]
    page.look_at((pair[1], pair[0]))
    assert view.number.value() == 1


def test_the_time_line_is_scrubbed_stepped_zoomed_and_played(page, qtbot):
    page.look_at((2, 1))
    view = look(page, qtbot, "Round by round")
    settled(page, qtbot)
    picture = page.picture
    picture.setFocus()
    assert picture.scene.now == 199 == view.slider.value() == view.slider.maximum()
    for key, now in ((Key.Key_Home, 0), (Key.Key_Right, 1), (Key.Key_PageDown, 11), (Key.Key_Left, 10),
                     (Key.Key_End, 199), (Key.Key_Right, 199)):
        qtbot.keyClick(picture, key)
        assert picture.scene.now == now == view.slider.value()
    qtbot.keyClick(view.slider, Key.Key_Home)
    assert picture.scene.now == 0 and "Round 1 of 200" in picture.accessibleDescription()
    assert "state “" in picture.scene.told(0)  # of Tit for Tat; Always Defect has but one
    qtbot.keyClick(picture, "+")
    assert picture.scene.count == 100 and view.zoom[2].isEnabled()
    frame = lines.place(picture.picture_rect(), picture.unit(), picture.scene).cooperation
    qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=frame.at(50, 0.5).toPoint())
    assert picture.scene.now == 49
    qtbot.mouseMove(picture, frame.at(60, 0.5).toPoint())
    qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=frame.at(60, 0.5).toPoint())
    assert picture.scene.now == 59
    whole = lines.place(picture.picture_rect(), picture.unit(), picture.scene).whole
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=(whole.topRight() + QPointF(-2, 3)).toPoint())
    assert picture.scene.first == 100
    qtbot.mouseClick(view.zoom[2], Qt.MouseButton.LeftButton)
    assert picture.scene.whole
    before = picture.scene.now
    qtbot.keyClick(picture, Key.Key_Space)
    assert view.play.text() == "Pause"
    qtbot.waitUntil(lambda: picture.scene.now >= before + 2, timeout=5_000)
    qtbot.mouseClick(view.play, Qt.MouseButton.LeftButton)
    assert view.play.text() == "Play" and not view._timer.isActive()
    view.boxes[1].setCurrentIndex(3)
    view.boxes[1].activated.emit(3)
    assert page.lit == (2, 3)
    settled(page, qtbot)
    assert picture.scene.names == ("Tit for Tat", "Grim") and not picture.dimmed
    look(page, qtbot, "Payoffs")
    assert view.bar.isHidden() and page.pair.isVisible()


def test_a_match_whose_strategies_are_no_automata_has_no_expectation(page, qtbot):
    page.controls.tick(("grim", "fictitious-play"))
    settled(page, qtbot)
    page.look_at((1, 0))
    look(page, qtbot, "Round by round")
    settled(page, qtbot)
    assert page.picture.scene.found.first is None and "expected" not in page.headline


def test_numbers_in_a_table_of_fifteen_and_the_cell_under_the_pointer(page, qtbot):
    page.controls.repetitions.setValue(2)
    page.controls.tick(LINEUPS["first-tournament"].make(page._game))
    settled(page, qtbot)
    scene = page.picture.scene
    at = middle(page, 3, 5)
    qtbot.mouseMove(page.picture, at)
    assert page.picture.scene.pointed == (scene.order[3], scene.order[5])
    assert page.picture.scene.told.startswith(f"{scene.titles[scene.order[3]]} gets ")
    written, how = [], standings._writing

    def listen(*arguments):
        written.append(how(*arguments))
        return written[-1]

    try:
        standings._writing = listen
        page.picture._kept = None
        page.picture.grab()
    finally:
        standings._writing = how
    assert written and written[0] is not None and written[0][1] == 2
    QTest.keyClick(page.window(), Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert page.enlarged and page.controls.isHidden() and page.strip.isHidden() and page.pair.isVisible()
    assert not page.pair.text().endswith("match:")
    page.context.window.presentation.enter(full_screen=False)
    QApplication.processEvents()
    page.step(1, 0)  # what changes while it is presented does not bring the rest back
    assert not page.pair.isVisible() and not page.about_button.isVisible()
    page.context.window.presentation.leave()
    page.set_enlarged()
    assert page.controls.isVisible() and page.strip.isVisible()


def test_a_table_that_takes_long_stays_greyed_until_the_next_is_there(page, qtbot):
    page.run._costs = {None: 1.0}  # as if it took a second
    before = page.found
    page.controls.noise_slider.setValue(10)
    assert page.state.text() == COMPUTING
    page.run.slow.timeout.emit()  # as if it took a moment, too
    assert page.picture.dimmed == COMPUTING
    assert page.found is before and not np.isnan(page.picture.scene.standings.payoffs).any()
    page.controls.noise_slider.setValue(20)
    settled(page, qtbot)
    assert not page.picture.dimmed
    exact = pg.tournament(page._game, FOUR, turns=200, noise="1/10", exact=True)
    assert np.allclose(page.found.mean, [float(mean) for mean in exact.mean], rtol=0, atol=1e-12)
    assert page.headline.startswith("Always Defect wins") and "computed" not in page.state.text()


def test_an_automaton_of_the_document_that_is_changed_is_laid_out_anew(page):
    """The chains are kept by what the automata are, not by what they are called."""
    tables = page.run._field[0]
    assert len(tables) == 4 and len({id(table) for table in tables}) == 4
    assert tournament_run.tabled(tables, page.asked)[2] is None  # had to be laid out
    assert tournament_run.tabled(tables, page.asked)[2] > 0
    _asked, ready, seconds = tournament_run.tabled(tables[:2], page.asked)
    assert ready.table.shape == (2, 2, 2, 2) and seconds is None


def test_shares_of_the_ecology_by_keys_and_typed(page, qtbot):
    view = look(page, qtbot, "Ecology")
    picture = page.picture
    picture.setFocus()
    assert view.who.currentText() == "Always Cooperate" and view.share.text() == "1/4"
    qtbot.keyClick(picture, Key.Key_Down)
    qtbot.keyClick(picture, "+")
    assert view.who.currentText() == "Always Defect" and view.share.text() == "13/50"
    assert picture.scene.shares[0].tolist() == pytest.approx([0.74 / 3, 0.26, 0.74 / 3, 0.74 / 3])
    view.share.setFocus()
    view.share.selectAll()
    qtbot.keyClicks(view.share, "1/2")
    assert picture.scene.shares[0].tolist() == pytest.approx([1 / 6, 1 / 2, 1 / 6, 1 / 6])
    qtbot.keyClick(view.share, Key.Key_Return)
    qtbot.keyClick(view.who, Key.Key_Down)
    view.share.selectAll()
    qtbot.keyClicks(view.share, "1/4")  # by way of 1, which leaves nothing for the others
    assert view._start == (F(3, 20), F(9, 20), F(1, 4), F(3, 20))
    view.share.selectAll()
    qtbot.keyClicks(view.share, "3/2")
    assert view.share.property("invalid") and view._start[2] == F(1, 4)
    qtbot.keyClick(view.share, Key.Key_Return)
    assert not view.share.property("invalid")
    picture.setFocus()
    qtbot.keyClick(picture, Key.Key_Home)
    qtbot.keyClick(picture, Key.Key_Right)
    assert picture.scene.now == 1 and picture.scene.chosen == 2
    qtbot.mouseClick(view.equal, Qt.MouseButton.LeftButton)
    assert np.allclose(picture.scene.shares[0], 1 / 4)
    assert page.headline.startswith("After 500 generations ")


def test_a_small_population_of_another_size_and_strength(page, qtbot):
    view = look(page, qtbot, "Small populations")
    before = page.picture.scene.found.residents
    view.people.setValue(2)
    view.strength.setFocus()
    view.strength.selectAll()
    qtbot.keyClicks(view.strength, "0")
    assert np.allclose(page.picture.scene.found.residents, 1 / 4)  # chance alone decides
    assert not np.allclose(before, 1 / 4) and "a population of 2 plays" in page.headline
    view.people.setValue(5_000)
    settled(page, qtbot)
    assert page.picture.scene.people == 5_000


def test_whose_arrows_stand_out(page, qtbot):
    page.controls.tick(LINEUPS["classics"].make(page._game))
    settled(page, qtbot)
    view = look(page, qtbot, "Who invades whom")
    scene = page.picture.scene
    k = scene.names.index("Grim")
    at = invaders.places(page.picture.picture_rect(), page.picture.unit(), scene)[k]
    qtbot.mouseClick(page.picture, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert view.who.currentText() == "Grim" and page.picture.scene.lit == k
    page.picture.setFocus()
    qtbot.keyClick(page.picture, Key.Key_Right)
    after = scene.order[(scene.order.index(k) + 1) % len(scene.order)]
    assert page.picture.scene.lit == after and view.who.currentText() == scene.names[after]
    view.which.setCurrentText(invaders.CHOSEN)
    view.which.activated.emit(view.which.currentIndex())
    assert page.picture.scene.arrows == invaders.CHOSEN
    place = page.picture.scene.order
    page.controls.noise_slider.setValue(1)
    assert set(page.picture.scene.order) == set(place) and view.who.currentText() == scene.names[after]
    settled(page, qtbot)
    page.controls.tick(LINEUPS["automata"].make(page._game))
    page.controls.tick(LINEUPS["automata"].make(page._game)[:45])  # worked out beside the window
    qtbot.mouseMove(page.picture, page.picture.rect().center())
    settled(page, qtbot)
    assert len(page.picture.scene.names) == 45


def test_who_is_left_out_of_ranks_by_noise_is_said(page, qtbot):
    page.controls.tick((*FOUR, "fictitious-play", "hedge"))
    view = look(page, qtbot, "Ranks by noise")
    assert view.out.text().endswith("would have to be simulated: Fictitious Play and Hedge")
    assert page.picture.scene.by_rank and "whatever the noise" in page.headline
    view.what.setCurrentIndex(1)
    view.what.activated.emit(1)
    assert not page.picture.scene.by_rank


@pytest.mark.parametrize("title", ["Payoffs", "Cooperation", "Round by round", "Who invades whom", "Ecology",
                                   "Small populations", "Ranks by noise", "Fingerprint",
                                   "Mutation and selection"])
def test_every_picture_can_be_saved_and_has_its_numbers_and_its_headline(page, qtbot, tmp_path, title):
    look(page, qtbot, title)
    actions = {action.name: action for action in page.actions()}
    assert actions["copy-picture"].is_enabled and actions["save-table"].is_enabled
    actions["copy-table"].run()
    assert len(QApplication.clipboard().text().splitlines()) > 3
    for suffix in ("svg", "pdf", "png"):
        page.picture.save(tmp_path / f"a.{suffix}")
        assert (tmp_path / f"a.{suffix}").stat().st_size > 1000
    page.picture.save_data(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8").count("\n") > 3
    assert ("wins with" in page.headline) == (title == "Payoffs") and page.headline.endswith(".")
