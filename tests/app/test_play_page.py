"""The Play page, driven as people drive it: clicks and keys, and what they see."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction as F

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from playground.app.pages.play import PlayPage
from playground.app.widgets import match_words as words
from playground.app.widgets.option_fields import TICKS, at_tick, tick_of
from playground.arena import HUMAN, play
from playground.catalogue import Option
from playground.files import GameDocument, load_library
from playground.game import NormalForm, Player, Repetition, edits

Key = Qt.Key
DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]], players=[
    Player("Ann", ("Cooperate", "Defect")), Player("Bob", ("Cooperate", "Defect"))])
THREE = NormalForm.from_arrays(*np.arange(24).reshape(3, 2, 2, 2))


@pytest.fixture
def open_page(make_window):
    """open_page(document or game, repeated=…): the page, shown."""
    def make(game, **more) -> PlayPage:
        state = game if isinstance(game, GameDocument) else GameDocument(game, title="Test game", **more)
        return make_window(state, page="play").pages["play"]
    return make


def seats(page: PlayPage, *names: str) -> None:
    """Choose who plays from the boxes."""
    for box, name in zip(page.setup.seats, names):
        box.setCurrentIndex(box.findData(name))
        box.activated.emit(box.currentIndex())


def click(qtbot, page: PlayPage, seat: int, action: int) -> None:
    qtbot.mouseClick(page.stage.panels[seat].buttons[action], Qt.MouseButton.LeftButton)


def all_text(page: PlayPage) -> str:
    """Every word that can be seen on the page."""
    parts = [page.headline, page.window().header.headline.text()]
    for widget in page.findChildren(QLabel) + page.findChildren(QAbstractButton):
        if widget.isVisible():
            parts.append(widget.text())
    return "\n".join(parts)


def test_ten_rounds_against_tit_for_tat_at_once(open_page, qtbot):
    page = open_page(DILEMMA)
    assert "Tit for Tat" in page.stage.panels[1].who.text() and "10 rounds" in page.headline
    mine = [0, 0, 1, 0, 0, 1, 1, 0, 0, 0]
    for action in mine:
        click(qtbot, page, 0, action)
    theirs = [0, *mine[:-1]]
    expected = [sum(int(DILEMMA.payoff(k, pair)) for pair in zip(mine, theirs)) for k in (0, 1)]
    assert expected == [26, 26]
    assert [panel.score.text() for panel in page.stage.panels] == ["26", "26"]
    rate = page.stage.panels[0].rate.text()
    assert "13/5 a round" in rate and "cooperated 70 %" in rate
    assert "After 10 rounds Ann and Bob are level at 26." in page.headline
    assert not page.stage.panels[0].buttons[0].isEnabled() and page.stage.again_button.text() == "Play again"
    assert [r.actions for r in page.stage.strip.rounds] == list(zip(mine, theirs))
    assert page.stage.strip.shown == 10
    assert page.stage.table.last == (0, 0)


def test_one_person_plays_with_number_keys(open_page, qtbot):
    page = open_page(DILEMMA)
    page.take_focus()
    qtbot.waitUntil(page.stage.hasFocus)
    qtbot.keyClick(page.stage, Key.Key_2)
    qtbot.keyClick(page.stage, Key.Key_3)  # there is no third strategy
    assert [r.actions for r in page.sitting.rounds] == [(1, 0)]
    told = page.stage.message.text()
    assert "Ann played Defect and Bob played Cooperate: Ann gets 5 and Bob gets 0." in told
    qtbot.keyClick(page.stage, Key.Key_Backspace)
    qtbot.waitUntil(lambda: not page.thinking.busy)
    assert not page.sitting.rounds and page.stage.panels[0].score.text() == "0"


def test_two_people_on_one_keyboard_see_nothing_before_both_have_chosen(open_page, qtbot):
    page = open_page(DILEMMA)
    seats(page, HUMAN, HUMAN)
    assert page.stage.panels[0].buttons[0].text().endswith("[A]")
    assert page.stage.panels[1].buttons[1].text().endswith("[K]")
    before = all_text(page)
    seen = set()
    for key in (Key.Key_A, Key.Key_S):
        qtbot.keyClick(page.stage, key)
        seen.add(all_text(page))
        assert "Ann has chosen" in page.stage.panels[0].status.text()
        assert not page.sitting.rounds and page.stage.strip.shown == 0
        qtbot.keyClick(page.stage, key)  # a second thought is not possible without undo
        assert not page.sitting.rounds
        qtbot.keyClick(page.stage, Key.Key_Backspace)
        qtbot.waitUntil(lambda: not page.thinking.busy)
        assert all_text(page) == before
    assert len(seen) == 1, "what is seen tells which key was pressed"
    qtbot.keyClick(page.stage, Key.Key_S)
    qtbot.keyClick(page.stage, Key.Key_J)
    assert [panel.score.text() for panel in page.stage.panels] == ["5", "0"]


def test_passing_the_computer_hides_the_choice(open_page, qtbot):
    page = open_page(DILEMMA)
    seats(page, HUMAN, HUMAN)
    page.setup.sharing.setCurrentIndex(1)
    page.setup.sharing.activated.emit(1)
    assert page.stage.cover.isHidden()
    seen = set()
    for action in (0, 1):
        click(qtbot, page, 0, action)
        assert page.stage.cover.isVisible() and not page.stage.seats.isVisible()
        assert page.stage.cover_text.text() == "Pass the computer to Bob"
        seen.add(all_text(page))
        qtbot.keyClick(page.stage, Key.Key_Backspace)
        qtbot.waitUntil(lambda: not page.thinking.busy)
    assert len(seen) == 1
    click(qtbot, page, 0, 1)
    qtbot.keyClick(page.stage, Key.Key_Space)
    assert page.stage.seats.isVisible() and not page.stage.panels[0].buttons[0].isVisible()
    assert page.stage.panels[1].buttons[0].isVisible()
    click(qtbot, page, 1, 0)
    assert [panel.score.text() for panel in page.stage.panels] == ["5", "0"]  # both look
    assert page.stage.cover_text.text() == "Next round: Ann takes the computer"
    qtbot.mouseClick(page.stage.take_button, Qt.MouseButton.LeftButton)
    assert page.sitting.open == (0,) and page.stage.panels[0].buttons[0].isVisible()


def test_strategies_step_run_and_reach_the_end(open_page, qtbot):
    page = open_page(DILEMMA, repeated=Repetition(turns=5000, noise=F(1, 10)))
    seats(page, "tit-for-tat", "random")
    page.setup.seed.setText("7")
    page.setup.seed.textEdited.emit("7")
    assert page.stage.step_button.isVisible() and not page.stage.panels[0].buttons[0].isVisible()
    qtbot.keyClick(page.stage, Key.Key_Space)
    assert len(page.sitting.rounds) == 1
    qtbot.mouseClick(page.stage.end_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.sitting.stage == "over", timeout=10_000)
    repetition = Repetition(turns=5000, noise=F(1, 10))
    result = play(DILEMMA, ("tit-for-tat", "random"), repetition=repetition, seed=7)
    assert [r.actions for r in page.sitting.rounds] == [tuple(a) for a in result.actions]
    scores = [panel.score.text() for panel in page.stage.panels]
    assert scores == [words.exact(5000 * mean) for mean in result.payoffs]
    assert "choices slipped" in page.headline


def test_running_pauses_and_stops_when_the_page_is_left(open_page, qtbot):
    page = open_page(DILEMMA)
    seats(page, "cooperator", "defector")
    page.stage.speed.setCurrentIndex(2)
    qtbot.mouseClick(page.stage.run_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.sitting.rounds) >= 2)
    page.window().show_page("library")
    count = len(page.sitting.rounds)
    qtbot.wait(150)
    assert len(page.sitting.rounds) == count < 10
    page.window().show_page("play")
    assert page.stage.run_button.text() == "▶ Play" and page.stage.step_button.isEnabled()


def test_play_again_has_other_luck_unless_a_seed_is_set(open_page, qtbot):
    page = open_page(DILEMMA, repeated=Repetition(continuation=F(9, 10)))
    other = open_page(DILEMMA)
    seeds = [page.sitting.setup.seed, other.sitting.setup.seed]
    for _ in range(3):
        click(qtbot, page, 0, 0)
        qtbot.mouseClick(page.stage.again_button, Qt.MouseButton.LeftButton)
        assert page.setup.seed.text() == str(page.sitting.setup.seed) and not page.sitting.begun
        seeds.append(page.sitting.setup.seed)
    assert len(set(seeds)) == 5

    def type_seed(text: str) -> None:
        page.setup.seed.selectAll()
        qtbot.keyClicks(page.setup.seed, text)

    click(qtbot, page, 0, 0)
    type_seed("23")
    page.restart()
    assert page.sitting.setup.seed == 23
    click(qtbot, page, 0, 0)
    page.restart_with_same_luck()
    assert page.sitting.setup.seed == 23 and not page.sitting.begun
    click(qtbot, page, 0, 0)
    page.restart()
    assert page.sitting.setup.seed != 23
    type_seed("23")
    assert page.sitting.setup.seed == 23


def test_a_key_that_is_held_down_chooses_once(open_page):
    page = open_page(DILEMMA)
    for again in (False, True, True):
        QApplication.sendEvent(page.stage, QKeyEvent(QEvent.Type.KeyPress, Key.Key_1,
                                                     Qt.KeyboardModifier.NoModifier, "1", again))
    assert len(page.sitting.rounds) == 1


def test_a_random_end_tells_nobody_the_length(open_page, qtbot):
    page = open_page(DILEMMA, repeated=Repetition(continuation=F(9, 10)))
    assert "nobody knows which is the last" in page.headline
    while page.sitting.stage == "choose":
        assert " of " not in page.headline
        click(qtbot, page, 0, 0)
    assert "Chance ended the match" in page.headline


def test_noise_is_told(open_page, qtbot):
    page = open_page(DILEMMA, repeated=Repetition(turns=3, noise=F(1)))
    click(qtbot, page, 0, 0)
    assert page.sitting.rounds[0].actions == (1, 1)
    assert page.stage.panels[0].last.text() == "slipped: Cooperate was meant, played Defect"
    assert "Ann slipped: Cooperate was meant." in page.stage.message.text()


def test_match_is_saved_exported_seen_again_and_deleted(open_page, qtbot, tmp_path, monkeypatch):
    page = open_page(DILEMMA)
    document = page.context.document
    assert not page.list.isVisible() and not page.stage.keep_button.isEnabled()
    for action in (0, 1, 0):
        click(qtbot, page, 0, action)
    qtbot.mouseClick(page.stage.keep_button, Qt.MouseButton.LeftButton)
    assert document.undo_stack.undoText() == "Save match" and not page.stage.keep_button.isEnabled()
    record, = document.state.matches
    assert record.actions == (("Cooperate", "Cooperate"), ("Defect", "Cooperate"), ("Cooperate", "Defect"))
    monkeypatch.setattr(page.context.window, "ask_save_path", lambda *_: tmp_path / "match.csv")
    qtbot.mouseClick(page.stage.export_button, Qt.MouseButton.LeftButton)
    rows = list(csv.reader(io.StringIO((tmp_path / "match.csv").read_text("utf-8"))))
    assert rows[2] == ["2", "Defect", "Cooperate", "5", "0"] and len(rows) == 4
    assert page.list.isVisible()
    qtbot.mouseClick(page.list.look_button, Qt.MouseButton.LeftButton)
    assert page.headline.startswith("Recorded: Ann – Tit for Tat, 3 rounds")
    page.stage.position.setValue(2)
    assert page.stage.strip.shown == 2 and [panel.score.text() for panel in page.stage.panels] == ["8", "3"]
    qtbot.mouseClick(page.stage.back_button, Qt.MouseButton.LeftButton)
    assert page.stage.strip.shown == 3 and page.stage.panels[0].buttons[0].isVisible()
    qtbot.mouseClick(page.list.delete_button, Qt.MouseButton.LeftButton)
    assert document.state.matches == () and not page.list.isVisible()
    document.undo_stack.undo()
    assert document.state.matches == (record,) and page.list.isVisible()


def test_an_edit_meanwhile_is_told_and_changes_the_next_match(open_page, qtbot):
    page = open_page(DILEMMA)
    document = page.context.document
    click(qtbot, page, 0, 0)
    document.edit_game("Raise", edits.set_payoff(DILEMMA, 0, (0, 0), "7"))
    assert "The game was changed" in page.stage.notice.text()
    click(qtbot, page, 0, 0)
    assert page.stage.panels[0].score.text() == "6"
    qtbot.mouseClick(page.stage.again_button, Qt.MouseButton.LeftButton)
    assert not page.stage.notice.isVisible()
    click(qtbot, page, 0, 0)
    assert page.stage.panels[0].score.text() == "7"
    document.edit_game("Add", edits.add_strategy(document.game, 0))
    qtbot.mouseClick(page.stage.again_button, Qt.MouseButton.LeftButton)
    assert len(page.stage.panels[0].buttons) == 3 and page.sitting.setup.seats == (HUMAN, "best-response")


def test_settings_that_cannot_be_are_marked_and_change_nothing(open_page, qtbot):
    page = open_page(DILEMMA)
    before = page.sitting.setup
    for box, text in ((page.setup.noise, "2"), (page.setup.noise, "1/0"), (page.setup.seed, "-1")):
        good = box.text()
        box.setText(text)
        box.textEdited.emit(text)
        assert box.property("invalid") and page.sitting.setup == before
        box.setText(good)
        box.textEdited.emit(good)
        assert not box.property("invalid")
    page.setup.turns.setValue(2)
    click(qtbot, page, 0, 0)
    page.setup.turns.setValue(3)
    assert "new settings" in page.stage.notice.text()
    click(qtbot, page, 0, 0)
    assert page.sitting.stage == "over"
    qtbot.keyClick(page.stage, Key.Key_Return)
    assert page.sitting.setup.repetition.turns == 3 and not page.sitting.begun


def test_what_cannot_play_is_offered_greyed_with_the_reason(open_page):
    page = open_page(load_library("rock-paper-scissors"))
    box = page.setup.seats[1]
    item = box.model().item(box.findData("tit-for-tat"))
    assert not item.isEnabled() and "two strategies" in item.toolTip()
    assert page.sitting.setup.seats == (HUMAN, "best-response")


def test_a_strategy_is_found_by_typing(open_page, qtbot):
    page = open_page(DILEMMA)
    box = page.setup.seats[1]

    def type_(text):
        box.lineEdit().selectAll()
        qtbot.keyClicks(box.lineEdit(), text)

    type_("fortr")
    assert box.completer().completionCount() == 2
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert box.currentText() == "Fortress 3" and page.sitting.setup.seats == (HUMAN, "fortress-3")
    type_("GRIM")  # the title itself before Grim of Memory One
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert page.sitting.setup.seats == (HUMAN, "grim")
    type_("no such thing")
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert box.currentText() == "Grim" and page.sitting.setup.seats == (HUMAN, "grim")
    other = open_page(load_library("rock-paper-scissors"))
    box = other.setup.seats[1]
    type_("tit for tat")  # which cannot play here
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert box.currentText() == "Best Response" and other.sitting.setup.seats == (HUMAN, "best-response")


def test_three_players_and_many_strategies(open_page, qtbot):
    page = open_page(THREE)
    assert len(page.stage.panels) == 3 and page.stage.table.isVisible()
    click(qtbot, page, 0, 1)
    assert len(page.sitting.rounds) == 1
    description = page.stage.table.accessibleDescription()
    assert description == ", ".join(THREE.profile_names(page.sitting.rounds[0].actions))
    table = page.stage.table
    plan = table._fitting(table.width(), table.height())
    assert plan.width <= table.width() and plan.height <= table.height(), "all tables are in view"
    many = open_page(load_library("travelers-dilemma"))
    for _ in range(2):
        if many.stage.panels[0].buttons:
            click(qtbot, many, 0, 0)
        else:
            many.stage.panels[0].list.setCurrentIndex(3)
            qtbot.mouseClick(many.stage.panels[0].take, Qt.MouseButton.LeftButton)
    assert len(many.sitting.rounds) == 2


def test_a_record_of_another_game_is_shown_without_payoffs(open_page, qtbot):
    page = open_page(DILEMMA)
    click(qtbot, page, 0, 0)
    page.keep()
    document = page.context.document
    document.edit_game("Rename", edits.rename_strategy(DILEMMA, 0, 0, "Be nice"))
    page.look(0)
    assert "payoffs are not known" in page.headline and page.stage.panels[0].score.text() == ""
    assert "Cooperate" in page.stage.message.text()
    document.edit("More players", replace(document.state, game=THREE))
    page.restart()
    page.look(0)
    assert not page.stage.seats.isVisible() and page.stage.strip.shown == 1


def test_tool_tip_tells_a_round(open_page, qtbot):
    page = open_page(DILEMMA)
    for _ in range(3):
        click(qtbot, page, 0, 0)
    cell, left = page.stage.strip._cell(), page.stage.strip._left()
    assert page.stage.strip.round_at(QPoint(round(left + cell * 1.5), 20)) == 1
    assert page.stage.strip.round_at(QPoint(round(left + cell * 3.5), 20)) == -1


def test_it_has_names_and_fits_at_200_percent(open_page, application):
    page = open_page(DILEMMA)
    for widget in page.findChildren(QAbstractButton):
        assert not widget.isVisible() or widget.accessibleName() or widget.text()
    for _ in range(6):
        application.zoom_in()
    QApplication.processEvents()
    body = page.stage.parentWidget()
    assert body.minimumSizeHint().width() <= page.width()


def test_another_document_is_another_match(open_page, qtbot):
    page = open_page(DILEMMA)
    click(qtbot, page, 0, 0)
    page.context.document.load(load_library("rock-paper-scissors"))
    assert not page.sitting.begun and len(page.stage.panels[0].buttons) == 3
    assert not page.stage.notice.isVisible()


def test_after_the_end_one_is_told_what_could_have_been_earned(open_page, qtbot):
    page = open_page(load_library("prisoners-dilemma"))
    page.watch((HUMAN, "tit-for-tat"), Repetition(turns=4), 1)
    for choice in (0, 1, 1):
        page.choose(0, choice)
    assert page.stage.hindsight.isHidden()
    page.choose(0, 0)
    assert page.stage.hindsight.isVisible() and page.stage.hindsight.text() == (
        "Ann: always Defect, against what was played, would have earned 3/4 a round more. "
        "The best reply to Tit for Tat earns 7/2 a round, expected.")
    page.undo_round()
    qtbot.waitUntil(lambda: not page.thinking.busy)
    assert page.stage.hindsight.isHidden()


def test_the_press_dyson_family_says_which_phi_there_is(open_page):
    page = open_page(load_library("prisoners-dilemma"))
    seats(page, "press-dyson", "q-learning")
    fields, others = page.setup.options
    fields.fields["phi"].setText("1/2")
    assert page.sitting.setup.seats[0] == "press-dyson"  # the last that could be played
    assert "at chi 2 and baseline 0, phi is 1/2; it has to be above 0 and at most 1/9." in all_text(page)
    fields.fields["phi"].setText("1/9")
    fields.fields["chi"].setText("3")
    assert "at chi 3 and baseline 0, phi is 1/9; it has to be above 0 and at most 1/13." in all_text(page)
    fields.fields["phi"].setText("1/26")
    assert page.sitting.setup.seats[0] == "press-dyson:chi=3,phi=1/26" and "has to be" not in all_text(page)
    QApplication.processEvents()
    for box in (fields, others):  # sliders and fields are in line
        for widgets in (box.fields.values(), box.sliders.values()):
            assert len({(widget.x(), widget.width()) for widget in widgets}) == 1


def test_options_of_a_strategy_are_set_by_sliders_and_fields(open_page, qtbot):
    page = open_page(DILEMMA)
    seats(page, "q-learning", "hedge")
    own, other = page.setup.options
    assert set(own.fields) == {"memory", "alpha", "gamma", "epsilon", "decay", "temperature"}
    assert set(other.fields) == {"rate"} and page.sitting.setup.seats == ("q-learning", "hedge")
    own.sliders["memory"].setValue(100)
    assert page.sitting.setup.seats[0] == "q-learning:memory=2" and own.fields["memory"].text() == "2"
    other.fields["rate"].setText("1/2")
    assert page.sitting.setup.seats[1] == "hedge:rate=1/2" and other.sliders["rate"].value() == 17
    assert "Q-Learning (memory 2)" in page.stage.panels[0].who.text()
    own.fields["epsilon"].setText("2")
    assert page.sitting.setup.seats[0] == "q-learning:memory=2"  # the last that could be played
    assert "Ann: epsilon is 2, which is not from 0 to 1." in all_text(page)
    own.fields["epsilon"].setText("")
    assert "epsilon is 2" not in all_text(page)
    page.step()
    page.keep()
    assert page.context.document.state.matches[0].players == ("q-learning:memory=2", "hedge:rate=1/2")
    # the settings outlast an edit of the game that they fit, and are gone with the strategy
    page.restart()
    page.context.document.edit("Edit", replace(page.context.document.state, game=edits.set_payoff(
        DILEMMA, 0, (0, 0), "4")))
    assert page.setup.options[0].fields["memory"].text() == "2"
    seats(page, "tit-for-tat")
    assert page.setup.options[0].fields == {} and page.setup.setup.seats[0] == "tit-for-tat"


@pytest.mark.parametrize("whole", [True, False])
def test_every_tick_of_a_slider_is_a_value_of_the_option(whole):
    option = Option("x", None, F(0) if whole else F(1, 1000), F(2) if whole else F(10), "", whole=whole)
    values = [at_tick(option, tick) for tick in range(TICKS + 1)]
    assert values == sorted(values) and (values[0], values[-1]) == (option.minimum, option.maximum)
    assert not any(option.refuses(value) for value in values)
    far = max(abs(at_tick(option, tick_of(option, value)) - value) for value in values)
    assert far <= (0 if whole else F(3, 10))  # a tick near the upper end


def test_learning_is_drawn_while_it_happens(open_page, qtbot):
    page = open_page(DILEMMA, repeated=Repetition(turns=400))
    assert not page.stage.curves.isVisible()  # Tit for Tat does not learn
    seats(page, "lola", "policy-gradient")
    assert page.stage.curves.isVisible() and page.stage.curves.scene is None
    page.step()
    page.step()
    first = page.stage.curves.scene
    assert [panel.title for panel in first.panels[:2]] == ["Ann: Cooperate after …", "Bob: Cooperate after …"]
    assert [line.name for line in first.panels[0].lines.lines] == ["CC", "CD", "DC", "DD"]
    page.run_to_end()
    qtbot.waitUntil(lambda: page.stage.curves.scene is not first and page.sitting.match.can_undo)
    qtbot.waitUntil(lambda: page.sitting.stage == "over", timeout=20_000)
    scene = page.stage.curves.scene
    assert scene.panels[0].lines.times[-1] == 400
    assert "After 400 rounds." in page.stage.curves.accessibleDescription()
    learned = page.sitting.match.learned(0)
    after = [((a, b),) for a in (0, 1) for b in (0, 1)]
    assert scene.panels[0].lines.shares[-1].tolist() == [learned[state][0] for state in after]
    page.undo_round()
    qtbot.waitUntil(lambda: page.stage.curves.scene.panels[0].lines.times[-1] == 399, timeout=10_000)
    page.keep()
    page.look(0)  # a record does not know what was learned
    assert page.stage.curves.scene.panels[0].title == "Cooperation, mean so far"
