"""An automaton drawn with the mouse, typed in the table and by keys, tried, and kept in the document."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QComboBox

from playground.app.widgets.strategies_dialog import StrategiesDialog
from playground.files import dumps_json, load_library, loads_json
from playground.strategy import STRATEGIES, Automaton
from tests.app.test_evolution_page import mouse

PRESS, MOVE, RELEASE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease)


@pytest.fixture
def dialog(window, qtbot):
    window.consent.show()
    (made,) = window.findChildren(StrategiesDialog)
    made.add_automaton("my-automaton", "My Automaton", STRATEGIES["tit-for-tat"].make)
    made.resize(1000, 800)
    qtbot.waitExposed(made)
    return made


def place(editor, name: str) -> QPointF:
    at, _ = editor._places()
    return at[list(editor.automaton.states).index(name)]


def test_a_graph_is_drawn(dialog, qtbot):
    editor = dialog.graph
    assert editor.isVisible() and not dialog.editor.isVisible()
    assert [editor.table.item(row, 0).text() for row in range(2)] == ["C", "D"]
    box = editor.view.picture_rect()
    mouse(editor.view, QEvent.Type.MouseButtonDblClick, QPointF(box.width() * 0.5, box.height() * 0.15))
    assert list(editor.automaton.states) == ["C", "D", "1"] and editor.chosen == "1"
    assert "never gets to state 1" in editor.words.text()
    _, radius = editor._places()
    rim = place(editor, "D") + QPointF(0, -radius)
    mouse(editor.view, PRESS, rim)
    mouse(editor.view, MOVE, place(editor, "1"))
    assert editor.view.scene.pulled is not None
    mouse(editor.view, RELEASE, place(editor, "1"), down=False)
    texts = [action.text() for action in editor.menu.actions() if action.text()]
    moves = editor.moves
    assert texts[:3] == ["Whatever both play", *(f"When the other plays {move}" for move in moves)]
    editor.menu.actions()[2].trigger()
    editor.menu.close()
    assert editor.automaton.states["D"].after == ("C", "1", "C", "1") and "never" not in editor.words.text()
    before = place(editor, "C")
    mouse(editor.view, PRESS, before)
    mouse(editor.view, MOVE, before + QPointF(30, 40))
    mouse(editor.view, MOVE, before + QPointF(40, 60))
    mouse(editor.view, RELEASE, before + QPointF(40, 60), down=False)
    moved = place(editor, "C") - before
    assert abs(moved.x() - 40) < 2 and abs(moved.y() - 60) < 2
    editor.undo_button.click()
    assert abs(place(editor, "C").y() - before.y()) < 2, "a drag is one step"
    editor.undo_button.click()
    assert editor.automaton.states["D"].after == ("C", "D", "C", "D")
    editor.redo_button.click()
    assert editor.automaton.states["D"].after == ("C", "1", "C", "1")


def test_the_table_and_the_keys_say_the_same(dialog, qtbot):
    editor = dialog.graph
    editor.table.item(1, 1).setText("1/3")
    assert [str(chance) for chance in editor.automaton.states["D"].play] == ["1/3", "2/3"]
    assert "1/3" in editor.view.scene.plays[1]
    editor.table.item(1, 1).setText("3/2")
    assert "sum to 1" in editor.words.text() and editor.table.item(1, 1).text() == "1/3"
    editor.table.item(1, 1).setText("often")
    assert "not a probability" in editor.words.text()
    editor.table.item(0, 0).setText("kind")
    assert editor.automaton.start == "kind" and "kind" in editor.automaton.states["D"].after
    box = editor.table.cellWidget(0, 2)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert editor.automaton.states["kind"].after == ("D", "D", "kind", "D")
    editor.view.setFocus()
    qtbot.keyClick(editor.view, Qt.Key.Key_Insert)
    assert editor.chosen == "1" and len(editor.automaton.states) == 3
    qtbot.keyClick(editor.view, Qt.Key.Key_Left)
    assert editor.chosen == "D"
    qtbot.keyClick(editor.view, Qt.Key.Key_Home)
    assert editor.automaton.start == "D"
    qtbot.keyClick(editor.view, Qt.Key.Key_Delete)
    assert "D" not in editor.automaton.states and editor.automaton.start == "kind"
    qtbot.keyClick(editor.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "D" in editor.automaton.states


def test_it_is_tried_and_kept_with_its_places(dialog, window, qtbot):
    dialog.graph.table.item(0, 0).setText("kind")
    dialog.opponent.setCurrentIndex(dialog.opponent.findData("defector"))
    dialog.try_or_stop()
    qtbot.waitUntil(lambda: bool(dialog.outcome.text()), timeout=10_000)
    assert dialog.outcome.text().startswith("After 20 rounds")
    dialog.accept()
    (entry,) = window.document.state.strategies
    assert isinstance(entry.make, Automaton) and set(entry.make.states) == {"kind", "D"}
    written = dumps_json(window.document.state)
    again = loads_json(written)
    (read,) = again.strategies
    assert read.make.places == {name: pytest.approx(at, abs=1e-3) for name, at in entry.make.places.items()}
    assert len(json.loads(written)["strategies"]["my-automaton"]["states"]["kind"]["at"]) == 2


def test_menus_offer_what_fits_the_game(make_window):
    circle = make_window(load_library("rock-paper-scissors"))
    circle.consent.show()
    (dialog,) = circle.findChildren(StrategiesDialog)
    assert [action.text() for action in dialog.automata.actions() if action.text()] == ["Of one state"]
    dialog.automata.actions()[0].trigger()
    editor = dialog.graph
    assert editor.table.columnCount() == 1 + 3 + 9
    editor.table.item(0, 1).setText("1/2")
    assert "sum to 1" not in editor.words.text()
    assert [str(chance) for chance in editor.automaton.states["1"].play] == ["1/2", "0", "1/2"]
    dialog.reject()
    uneven = make_window(replace(load_library("stag-hunt-3")))
    uneven.consent.show()
    (other,) = uneven.findChildren(StrategiesDialog)
    assert not other.automata.isEnabled()
    other.reject()
