"""Scripts in the app: written, checked and tried in the dialog, played on the page, allowed once a file."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from playground.app.application import Application
from playground.app.dialogs import Question
from playground.app.settings import Settings
from playground.app.trying import problem_of, try_out
from playground.app.widgets.script_examples import EXAMPLES
from playground.app.widgets.strategies_dialog import CHECK, DISCARD, GO_ON, TRY, StrategiesDialog
from playground.app.window import Window
from playground.catalogue import Entry
from playground.files import GameDocument, dumps_json, load_library
from playground.progress import silent
from playground.strategy import Script

HEAD = "def move(history, me, game, random):\n    "


def document(**scripts: str) -> GameDocument:
    return replace(load_library("stag-hunt"),
                   strategies=tuple(Entry(name, name.title(), "", Script(HEAD + body))
                                    for name, body in scripts.items()))


def dialog_of(window: Window) -> StrategiesDialog:
    window.consent.show()
    (dialog,) = window.findChildren(StrategiesDialog)
    return dialog


def leave(dialog: StrategiesDialog, answer: str) -> None:
    """Press Escape, and answer the question that follows."""
    def press() -> None:
        (question,) = dialog.findChildren(Question)
        (button,) = [each for each in question.findChildren(QPushButton) if each.text() == answer]
        button.click()

    QTimer.singleShot(0, press)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def settled(qtbot: QtBot, dialog: StrategiesDialog) -> None:
    qtbot.waitUntil(lambda: not dialog._timer.isActive() and not dialog.live.is_busy(CHECK), timeout=10_000)


@pytest.mark.parametrize("name, title, source", EXAMPLES, ids=[name for name, _, _ in EXAMPLES])
def test_the_examples_play_every_game_they_make_sense_for(name: str, title: str, source: str) -> None:
    assert problem_of(source) == (0, 0, "")
    games = ["stag-hunt", "prisoners-dilemma"] + ["rock-paper-scissors"] * (name != "my-forgiving")
    for game in games:
        state = replace(load_library(game), strategies=(Entry(name, title, "", Script(source)),))
        result = try_out(state, name, "uniform", 50, silent)
        assert result.forfeit is None and result.turns == 50
    dilemma = replace(load_library("prisoners-dilemma"), strategies=state.strategies)
    played = try_out(dilemma, name, "defector", 10, silent).actions
    assert {"my-tit-for-tat": played[1:] == ((1, 1),) * 9, "my-grim": played[1:] == ((1, 1),) * 9,
            "my-forgiving": {(0, 1), (1, 1)} == set(played), "my-counter": played == ((1, 1),) * 10}[name]


def test_a_script_is_written_tried_and_kept_as_one_step(window: Window, qtbot: QtBot) -> None:
    before = window.document.state
    dialog = dialog_of(window)
    assert not dialog.try_button.isEnabled() and not dialog.editor.isEnabled()
    dialog.add(EXAMPLES[0])
    dialog.add(EXAMPLES[0])
    assert [entry.name for entry in dialog.entries] == ["my-tit-for-tat", "my-tit-for-tat-2"]
    dialog.delete()
    dialog.opponent.setCurrentIndex(dialog.opponent.findData("defector"))
    qtbot.mouseClick(dialog.try_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.outcome.text()), timeout=10_000)
    assert dialog.outcome.text() == "After 20 rounds Ann gets 57/20 and Bob gets 3 a round."
    assert [played.actions for played in dialog.strip.rounds[:3]] == [(0, 1), (1, 1), (1, 1)]
    dialog.accept()
    (made,) = window.document.state.strategies
    assert (made.name, made.title) == ("my-tit-for-tat", "My Tit for Tat")
    kept = json.loads(dumps_json(window.document.state))["strategies"]["my-tit-for-tat"]
    assert kept["script"][2] == HEAD[:36]
    window.document.undo_stack.undo()
    assert window.document.state == before and not window.document.undo_stack.canUndo()


def test_an_error_is_marked_at_its_line_while_one_types(window: Window, qtbot: QtBot) -> None:
    dialog = dialog_of(window)
    dialog.add(EXAMPLES[0])
    dialog.editor.setPlainText(HEAD.rstrip(" "))
    cursor = dialog.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    dialog.editor.setTextCursor(cursor)
    qtbot.keyClick(dialog.editor, Qt.Key.Key_Tab)
    qtbot.keyClicks(dialog.editor, "if me == 0:")
    qtbot.keyClick(dialog.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.editor, "return nobody")
    assert dialog.editor.toPlainText() == HEAD + "if me == 0:\n        return nobody"
    settled(qtbot, dialog)
    assert dialog.status.text().startswith("Line 3: Variable `nobody` not found")
    (mark,) = dialog.editor.extraSelections()
    assert mark.cursor.selectedText() == "nobody"
    for _ in "nobody":
        qtbot.keyClick(dialog.editor, Qt.Key.Key_Backspace)
    qtbot.keyClicks(dialog.editor, "0")
    settled(qtbot, dialog)
    assert dialog.editor.extraSelections() == [] and "my-tit-for-tat" in dialog.status.text()
    leave(dialog, GO_ON)
    assert dialog.isVisible() and dialog.editor.toPlainText().endswith("return 0")
    leave(dialog, DISCARD)
    assert not dialog.isVisible() and window.document.is_clean


def test_what_could_not_be_told_apart_or_read_again_is_not_kept(window: Window, qtbot: QtBot) -> None:
    before = window.document.state
    dialog = dialog_of(window)
    dialog.add(EXAMPLES[0])
    dialog.add(EXAMPLES[1])
    for title in ("my tit for TAT", "Tit for Tat"):  # of the first, and of the program's
        dialog.list.setCurrentRow(1)
        dialog.title.selectAll()
        qtbot.keyClicks(dialog.title, title)
        dialog.list.setCurrentRow(0)
        dialog.accept()
        settled(qtbot, dialog)
        assert dialog.isVisible() and dialog.list.currentRow() == 1 and window.document.state == before
        assert dialog.status.text() == (f"There is a strategy with the title {title} already; give this one "
                                        "another.")
    dialog.title.selectAll()
    qtbot.keyClicks(dialog.title, "Another")
    dialog.editor.selectAll()
    huge = QMimeData()
    huge.setText("x = 0\n" * 2_000_000)
    dialog.editor.insertFromMimeData(huge)
    dialog.accept()
    assert dialog.isVisible() and dialog.status.text() == (
        "the script has 100,001 characters; 100,000 are allowed")
    dialog.delete()
    dialog.accept()
    assert [entry.title for entry in window.document.state.strategies] == ["My Tit for Tat"]


def test_an_endless_script_is_stopped_and_leaves_the_window_free(window: Window, qtbot: QtBot) -> None:
    dialog = dialog_of(window)
    dialog.add(EXAMPLES[0])
    dialog.editor.setPlainText(HEAD + "for i in range(1000000000):\n        for j in range(1000000000): pass")
    settled(qtbot, dialog)
    began = time.monotonic()
    dialog.try_or_stop()
    assert dialog.try_button.text() == "Stop"
    dialog.try_or_stop()
    assert time.monotonic() - began < 0.5 and not dialog.live.is_busy(TRY)
    dialog.try_or_stop()
    qtbot.waitUntil(lambda: bool(dialog.outcome.text()), timeout=15_000)
    assert "forfeits: line 3: it computes for longer than 1 s." in dialog.outcome.text()
    dialog.delete()
    dialog.reject()  # nothing is lost, and nothing asked
    assert not dialog.isVisible()


def test_scripts_of_a_file_wait_for_a_word(make_window: Callable[..., Window], qtbot: QtBot) -> None:
    window = make_window(document(mine="return 1", other="return 0"), page="play")
    page = window.pages["play"]
    assert "2 strategies that are scripts" in window.consent.bar.label.text()

    def offered() -> bool:
        box = page.setup.seats[1]
        return bool(box.model().item(box.findData("mine")).isEnabled())

    assert not offered()
    dialog = dialog_of(window)
    assert not dialog.live.is_busy(CHECK) and not dialog.try_button.isEnabled()
    dialog.allow()
    assert dialog.try_button.isEnabled() and offered() and window.consent.bar is None
    dialog.reject()
    box = page.setup.seats[1]
    box.setCurrentIndex(box.findData("mine"))
    box.activated.emit(box.currentIndex())
    qtbot.mouseClick(page.stage.panels[0].buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.thinking.busy)
    assert [played.actions for played in page.sitting.rounds] == [(0, 1)]
    window.document.load(document(third="return 0 + 0"))  # another script asks anew
    assert "a strategy that is a script" in window.consent.bar.label.text()
    (allow,) = [b for b in window.consent.bar.findChildren(QPushButton) if b.text() == "Allow"]
    qtbot.mouseClick(allow, Qt.MouseButton.LeftButton)
    assert window.document.scripts_allowed and window.document.is_clean


def test_a_script_that_was_agreed_to_is_not_asked_about_again(make_window: Callable[..., Window],
                                                              application: Application) -> None:
    window = make_window(document(mine="return 1", other="return 0"))
    window.consent.allow()
    window.document.load(document(other="return 0"))
    assert window.document.scripts_allowed and window.consent.bar is None
    again = make_window(document(mine="return 1", other="return 0"))  # at the next start, say
    assert again.document.scripts_allowed and again.consent.bar is None
    assert application.settings.agreed_scripts == Settings(application.settings.folders).agreed_scripts != []
    for state in (document(mine="return 2", other="return 0"), document(mine="return 1", third="return 0 ")):
        again.document.load(state)
        assert not again.document.scripts_allowed and again.consent.bar is not None
    again.document.load(document(mine="return 2"))  # it was asked about, and not agreed to
    assert not again.document.scripts_allowed


def test_a_match_with_a_script_that_fails_ends_with_the_reason(make_window: Callable[..., Window],
                                                               qtbot: QtBot) -> None:
    window = make_window(document(mine="return 0 if not history else 9"), page="play")
    window.consent.allow()
    page = window.pages["play"]
    box = page.setup.seats[1]
    box.setCurrentIndex(box.findData("mine"))
    box.activated.emit(box.currentIndex())
    for _ in range(2):
        qtbot.mouseClick(page.stage.panels[0].buttons[0], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not page.thinking.busy)
    assert "Bob forfeits after 1 round: Mine: move returned 9" in page.headline
    assert not page.stage.panels[0].buttons[0].isEnabled() and page.stage.again_button.text() == "Play again"
    page.undo_round()
    qtbot.waitUntil(lambda: not page.thinking.busy)
    assert page.sitting.rounds == [] and page.sitting.stage == "choose"


def test_at_200_percent_a_script_and_its_trial_are_seen_together(window: Window, application: Application,
                                                                 qtbot: QtBot) -> None:
    application.set_zoom(2.0)
    dialog = dialog_of(window)
    dialog.resize(1216, 720)
    dialog.add(EXAMPLES[0])
    settled(qtbot, dialog)
    stage = dialog.stack.parentWidget().parentWidget().parentWidget()
    assert isinstance(stage, QScrollArea)
    for widget in (dialog.status, dialog.try_button):
        corner = widget.mapTo(stage, widget.rect().bottomRight())
        assert stage.rect().contains(corner), widget
    for add in (lambda: None, dialog.add_automaton):
        add()
        QTest.qWait(50)
        assert stage.horizontalScrollBar().maximum() == 0
    card = dialog.graph.card
    assert card.height() >= card.sizeHint().height()
    dialog.done(0)
