"""Automata drawn with the mouse, with keys and in the table: one model, kept in the document as one step."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from playground.app.widgets.automaton_editor import AutomatonEditor
from playground.app.widgets.automaton_table import NAME, PLAY, START
from playground.app.widgets.strategies_dialog import StrategiesDialog
from playground.app.widgets.strategy_dialog import StrategyDialog
from playground.app.window import Window
from playground.catalogue import Entry
from playground.files import dumps_json, load_library, loads_json
from playground.game import NormalForm
from playground.strategy import STRATEGIES, Automaton, State
from playground.strategy import sketch as sketches

LEFT = Qt.MouseButton.LeftButton
C, D = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))


@pytest.fixture
def dialog(window: Window, qtbot: QtBot) -> StrategiesDialog:
    made = window.consent.show()
    made.resize(1100, 760)
    qtbot.waitExposed(made)
    return made


def made_by(dialog: StrategiesDialog) -> Automaton:
    """What would be kept of the chosen strategy."""
    made = dialog.entries[dialog.at].make
    assert isinstance(made, Automaton)
    return made


def drag(qtbot: QtBot, editor: AutomatonEditor, start: QPointF, end: QPointF) -> None:
    graph = editor.graph
    qtbot.mousePress(graph, LEFT, pos=start.toPoint())
    for part in (0.3, 0.7, 1.0):
        qtbot.mouseMove(graph, pos=(start + (end - start) * part).toPoint())
    qtbot.mouseRelease(graph, LEFT, pos=end.toPoint())


def rim(editor: AutomatonEditor, name: str) -> QPointF:
    """A point at the lower rim of a state."""
    middle = editor.graph.point_of(name)
    return next(at for at in (middle + QPointF(0, y) for y in range(1, 200)) if editor.graph.name_at(at)[1])


def take(editor: AutomatonEditor, words: str) -> None:
    """Choose from the menu that asks after which moves."""
    menu = editor.graph.menu_of_moves
    assert menu is not None
    (action,) = [each for each in menu.actions() if each.text() == words]
    action.trigger()
    menu.close()


def test_tit_for_tat_is_drawn_with_the_mouse(dialog: StrategiesDialog, window: Window, qtbot: QtBot) -> None:
    assert "no strategies of its own" in dialog.empty.text() and dialog.stack.currentWidget() is dialog.empty
    dialog.new_automaton.trigger()
    editor = dialog.graph
    assert dialog.stack.currentWidget() is editor and editor.graph.scene.names == ("1",)
    qtbot.mouseDClick(editor.graph, LEFT, pos=QPoint(editor.graph.width() - 90, 90))
    assert editor.model.chosen == "2" and "Play never comes to 2" in editor.apart.text()
    editor.card.fields[0].selectAll()
    qtbot.keyClicks(editor.card.fields[0], "0")
    assert editor.card.problem.text() == "The probabilities sum to 0, not to 1."
    assert editor.wrong.text() == "State 2: the probabilities sum to 0, not to 1."
    assert editor.graph.scene.plays[1] == "?" and editor.graph.scene.wrong == (1,)
    assert not dialog.try_button.isEnabled() and len(made_by(dialog).states) == 2
    qtbot.keyClick(editor.card.fields[1], Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor.card.fields[1], "1")
    assert editor.wrong.text() == "" and dialog.try_button.isEnabled()
    drag(qtbot, editor, rim(editor, "1"), editor.graph.point_of("2"))
    take(editor, "the other’s Hare")
    drag(qtbot, editor, rim(editor, "2"), editor.graph.point_of("1"))
    take(editor, "the other’s Stag")
    assert editor.apart.text() == "" and [arrow.words for arrow in editor.graph.scene.arrows] == [
        "Stag", "Hare", "Stag", "Hare"]
    before = editor.graph.point_of("1")
    drag(qtbot, editor, before, before + QPointF(40, -60))
    moved = editor.graph.point_of("1")
    assert abs(moved.x() - before.x() - 40) < 2 and abs(moved.y() - before.y() + 60) < 2
    drag(qtbot, editor, editor.graph.point_of("2"), QPointF(-500, 5000))  # not out of the picture
    assert editor.model.sketch.places["2"] == (0.0, 1.0)
    qtbot.mouseClick(editor.undo_button, LEFT)
    assert editor.model.sketch.places["2"] != (0.0, 1.0) and editor.redo_button.isEnabled()
    dialog.accept()
    (entry,) = window.document.state.strategies
    table = STRATEGIES["tit-for-tat"].make
    assert isinstance(table, Automaton)
    assert entry.make == Automaton("1", {
        "1": State(C, ("1", "2", "1", "2")), "2": State(D, ("1", "2", "1", "2"))})
    again = loads_json(dumps_json(window.document.state))
    assert again.strategies == window.document.state.strategies
    kept = json.loads(dumps_json(again))["strategies"]["my-automaton"]["states"]
    assert kept["1"]["at"] == list(editor.model.sketch.places["1"])
    window.document.undo_stack.undo()
    assert window.document.state.strategies == () and not window.document.undo_stack.canUndo()


def test_grim_is_drawn_with_keys_alone(dialog: StrategiesDialog, qtbot: QtBot) -> None:
    dialog.add_automaton()
    editor, graph, model = dialog.graph, dialog.graph.graph, dialog.graph.model
    qtbot.keyClick(graph, Qt.Key.Key_N)
    assert model.chosen == "2"
    editor.card.slider.setFocus()
    qtbot.keyClick(editor.card.slider, Qt.Key.Key_Home)  # the slider's least: the second move
    assert model.sketch.rows["2"].play == ("0", "1")
    graph.setFocus()
    qtbot.keyClick(graph, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert model.chosen == "1"
    qtbot.keyClick(graph, Qt.Key.Key_C)
    assert editor.connect_button.isChecked() and graph.scene.pull is not None
    qtbot.keyClick(graph, Qt.Key.Key_Tab)
    qtbot.keyClick(graph, Qt.Key.Key_Return)
    assert not editor.connect_button.isChecked()
    take(editor, "the other’s Hare")
    qtbot.keyClick(graph, Qt.Key.Key_F2)
    qtbot.keyClicks(editor.card.name, "angry")
    qtbot.keyClick(editor.card.name, Qt.Key.Key_Return)
    assert graph.hasFocus() and dialog.isVisible()
    grim = made_by(dialog)
    assert grim == Automaton("1", {"1": State(C, ("1", "angry", "1", "angry")),
                                   "angry": State(D, ("angry",) * 4)})
    place = sketches.placed(model.sketch)["angry"]
    qtbot.keyClick(graph, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert model.sketch.places["angry"] == (pytest.approx(place[0] - 0.05), place[1])
    qtbot.keyClick(graph, Qt.Key.Key_S)
    assert made_by(dialog).start == "angry"
    qtbot.keyClick(graph, Qt.Key.Key_Delete)
    assert editor.told.text() == ("State angry is gone. Play starts in 1 now. What led to it leads to the "
                                  "start, 1.")
    assert made_by(dialog) == Automaton("1", {"1": State(C, ("1",) * 4)})
    qtbot.keyClick(graph, Qt.Key.Key_Delete)
    assert "The last state stays" in editor.told.text()
    for _ in range(3):
        qtbot.keyClick(graph, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert made_by(dialog) == grim
    dialog.done(0)  # what was changed is lost


def test_the_table_and_the_graph_follow_each_other(dialog: StrategiesDialog, window: Window,
                                                   qtbot: QtBot) -> None:
    dialog.copy(STRATEGIES["tit-for-tat"])
    editor, table = dialog.graph, dialog.graph.table
    rows = table.rows

    def write(row: int, column: int, text: str) -> None:
        table.setFocus()
        table.setCurrentIndex(rows.index(row, column))
        table.edit(rows.index(row, column))
        (field,) = [each for each in table.findChildren(QLineEdit) if each.isVisible()]
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: table.state() != table.State.EditingState)  # and the dialog stays open

    write(1, PLAY, "1/3")
    assert editor.model.chosen == "D"
    assert editor.wrong.text() == "State D: the probabilities sum to 4/3, not to 1."
    assert editor.card.fields[0].text() == "1/3"
    assert "4/3" in rows.data(rows.index(1, PLAY), Qt.ItemDataRole.ToolTipRole)
    write(1, PLAY + 1, "2/3")
    assert made_by(dialog).states["D"].play == (Fraction(1, 3), Fraction(2, 3))
    write(0, PLAY + 2, "nowhere")
    assert "it goes on to 'nowhere', and there is no such state" in editor.wrong.text()
    assert rows.data(rows.index(0, PLAY + 2)) == "nowhere" and editor.graph.scene.wrong == (0,)
    dialog.accept()  # refused, with the reason
    assert dialog.isVisible() and "something to mend" in dialog.status.text()
    write(0, PLAY + 2, "D")
    write(0, NAME, "D")
    assert "there is a state D already" in editor.told.text() and editor.graph.scene.names == ("C", "D")
    write(0, NAME, "kind")
    assert editor.graph.scene.names == ("kind", "D") and made_by(dialog).start == "kind"
    rows.setData(rows.index(1, START), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert editor.graph.scene.start == 1
    qtbot.mouseClick(editor.graph, LEFT, pos=editor.graph.point_of("kind").toPoint())
    assert table.currentIndex().row() == 0 and editor.card.name.text() == "kind"
    dialog.accept()
    assert [entry.title for entry in window.document.state.strategies] == ["My Tit for Tat"]


def test_what_was_tried_is_played_again_after_an_edit(dialog: StrategiesDialog, qtbot: QtBot) -> None:
    dialog.copy(STRATEGIES["cooperator"])
    dialog.opponent.setCurrentIndex(dialog.opponent.findData("defector"))
    qtbot.mouseClick(dialog.try_button, LEFT)
    qtbot.waitUntil(lambda: bool(dialog.outcome.text()), timeout=10_000)
    assert dialog.outcome.text() == "After 20 rounds Ann gets 0 and Bob gets 3 a round."
    dialog.graph.card.slider.setValue(0)
    qtbot.waitUntil(lambda: "Ann gets 3 and Bob gets 3" in dialog.outcome.text(), timeout=10_000)
    dialog.done(0)  # what was changed is lost


def test_places_and_unknown_keys_survive(make_window: Callable[..., Window], qtbot: QtBot) -> None:
    text = json.loads(dumps_json(load_library("stag-hunt")))
    text["strategies"] = {"mine": {"start": "a", "states": {
        "a": {"play": ["0.5", "1/2"], "after": ["a", "b", "a", "b"], "at": [0.25, 0.5], "colour": "red"},
        "b": {"play": ["0", "1"], "after": ["a"] * 4, "at": "middle"}}}}
    window = make_window(loads_json(json.dumps(text)))
    dialog = window.consent.show()
    model = dialog.graph.model
    assert model.sketch.places == {"a": (0.25, 0.5)}
    dialog.accept()
    assert window.document.is_clean  # nothing was changed
    dialog = window.consent.show()
    dialog.graph.model.rename("a", "first")
    dialog.accept()
    states = json.loads(dumps_json(window.document.state))["strategies"]["mine"]["states"]
    assert states["first"] == {"play": ["1/2", "1/2"], "after": ["first", "b", "first", "b"],
                               "at": [0.25, 0.5], "colour": "red"}
    assert states["b"]["at"] == "middle"


def test_three_moves_have_an_outcome_each(make_window: Callable[..., Window], qtbot: QtBot) -> None:
    dialog = make_window(load_library("rock-paper-scissors")).consent.show()
    dialog.add_automaton()
    editor, graph = dialog.graph, dialog.graph.graph
    editor.model.add()
    assert len(editor.card.fields) == 3 and not editor.card.slider.isVisible()
    graph.ask_when("1", "2", QPointF(0, 0))
    (own,) = [each for each in graph.menu_of_moves.actions() if each.text() == "own Paper and"]
    own.menu().actions()[2].trigger()
    graph.menu_of_moves.close()
    assert editor.model.sketch.rows["1"].after == ("1",) * 5 + ("2",) + ("1",) * 3
    assert [arrow.words for arrow in graph.scene.arrows][1] == "PS"
    dialog.done(0)  # what was changed is lost


def test_games_without_automata_say_why(make_window: Callable[..., Window]) -> None:
    game = NormalForm.from_arrays([[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6]])
    dialog = make_window(replace(load_library("stag-hunt"), game=game)).consent.show()
    assert not dialog.new_automaton.isEnabled() and not dialog.new_copy.isEnabled()
    assert "this game has 2 and 3" in " ".join(each.text() for each in dialog.new_button.menu().actions())
    dialog.done(0)  # what was changed is lost


def test_a_copy_is_edited_from_the_card(dialog: StrategiesDialog, qtbot: QtBot) -> None:
    dialog.choose_copy()
    (card,) = dialog.findChildren(StrategyDialog)
    card.choice.setCurrentIndex(card.choice.findData("grim"))
    card.choice.activated.emit(card.choice.currentIndex())
    qtbot.mouseClick(card.copy_button, LEFT)
    assert made_by(dialog) == STRATEGIES["grim"].make and dialog.title.text() == "My Grim"
    assert dialog.entries[0].name == "my-grim"
    dialog.done(0)  # what was changed is lost


def test_an_automaton_too_large_to_draw_is_edited_in_its_table(dialog: StrategiesDialog,
                                                               qtbot: QtBot) -> None:
    names = [f"s{i}" for i in range(100)]
    large = Automaton("s0", {name: State(C, (names[(i + 1) % 100],) * 4) for i, name in enumerate(names)})
    dialog.copy(Entry("large", "Large", "", large))
    editor = dialog.graph
    assert editor.graph.scene is None
    assert "100 states are too many to draw" in editor.graph.accessibleDescription()
    for key in (Qt.Key.Key_N, Qt.Key.Key_C, Qt.Key.Key_Left, Qt.Key.Key_Delete):
        qtbot.keyClick(editor.graph, key)
    qtbot.mouseDClick(editor.graph, LEFT, pos=QPoint(50, 50))
    assert made_by(dialog) == large
    rows = editor.table.rows
    rows.setData(rows.index(99, NAME), "last")
    assert made_by(dialog).states["s98"].after == ("last",) * 4
    dialog.done(0)  # what was changed is lost
