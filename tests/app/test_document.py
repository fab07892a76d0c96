"""The document: exact undo, bursts as one step, a selection that always exists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from playground.app import document as document_module
from playground.app.document import Document
from playground.files import load, load_library
from playground.game.edits import add_player, add_strategy, remove_strategy, set_parameter, set_payoff
from playground.problem import InputError


@pytest.fixture
def document(qapp: QApplication) -> Document:
    return Document(load_library("stag-hunt"))


class Heard:
    def __init__(self, document: Document) -> None:
        self.names: list[str] = []
        document.changed.connect(self.changed)
        document.selection_changed.connect(self.selection)
        document.meta_changed.connect(self.meta)

    def changed(self) -> None:
        self.names.append("changed")

    def selection(self) -> None:
        self.names.append("selection")

    def meta(self) -> None:
        self.names.append("meta")


def test_an_edit_is_one_named_step_and_undo_is_exact(document: Document):
    before, heard = document.state, Heard(document)
    document.edit_game("Change Ann's payoff", set_payoff(document.game, 0, (0, 0), "7"))
    assert document.game.payoff(0, (0, 0)) == 7 and document.revision == 1
    assert document.undo_stack.undoText() == "Change Ann's payoff" and not document.is_clean
    assert heard.names == ["changed", "meta"]
    document.undo_stack.undo()
    assert document.state is before and document.revision == 2 and document.is_clean
    document.undo_stack.redo()
    assert document.game.payoff(0, (0, 0)) == 7


def test_what_changes_nothing_is_no_step(document: Document):
    document.edit("Nothing", replace(document.state))
    assert document.undo_stack.count() == 0 and document.revision == 0


def test_a_drag_of_fifty_ticks_is_one_step(document: Document):
    for tick in range(50):
        document.edit_game("Change h", set_parameter(document.game, "h", f"{tick}/10"), merge="h")
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.game.values["h"] == 3


def test_a_burst_that_ends_where_it_began_leaves_no_step(document: Document):
    for value in ("4", "5", "3"):
        document.edit_game("Change h", set_parameter(document.game, "h", value), merge="h")
    assert document.undo_stack.count() == 0 and document.is_clean


def test_other_keys_other_bursts_and_no_key_are_steps_of_their_own(document: Document,
                                                                     monkeypatch: pytest.MonkeyPatch):
    now = [0.0]
    monkeypatch.setattr(document_module.time, "monotonic", lambda: now[0])

    def change(value: str, merge: str) -> None:
        document.edit_game("Change", set_payoff(document.game, 0, (0, 0), value), merge=merge)

    change("1", "a")
    change("2", "b")
    now[0] += document_module.BURST + 1
    change("3", "b")
    change("5", "")
    change("6", "")
    assert document.undo_stack.count() == 5


def test_a_burst_does_not_swallow_what_was_saved(document: Document, tmp_path: Path):
    document.edit_game("Change h", set_parameter(document.game, "h", "1"), merge="h")
    document.save(tmp_path / "a.game.json")
    document.edit_game("Change h", set_parameter(document.game, "h", "2"), merge="h")
    assert not document.is_clean
    document.undo_stack.undo()
    assert document.is_clean and document.game.values["h"] == 1


def test_the_selection_always_exists(document: Document):
    document.select((1, 1))
    heard = Heard(document)
    document.edit_game("Add", add_strategy(document.game, 0, "Fish"))
    assert document.selected == (1, 1) and "selection" not in heard.names
    document.select((9, -3))
    assert document.selected == (2, 0)
    document.edit_game("Remove", remove_strategy(document.game, 0, 2))
    assert document.selected == (1, 0) and heard.names[-1] == "selection"
    document.edit_game("Add a player", add_player(document.game))
    assert document.selected == (1, 0, 0)
    document.undo_stack.undo()
    assert document.selected == (1, 0)


def test_loading_another_document_starts_afresh(document: Document):
    document.edit_game("Change h", set_parameter(document.game, "h", "1"))
    document.select((1, 1))
    document.load(load_library("chicken"), Path("chicken.game.json"))
    assert document.state.title == "Chicken" and document.undo_stack.count() == 0 and document.is_clean
    assert document.selected == (0, 0) and document.path == Path("chicken.game.json")
    document.load(load_library("stag-hunt"), modified=True)
    assert not document.is_clean and document.path is None


def test_saving_makes_it_clean_and_failing_changes_nothing(document: Document, tmp_path: Path):
    document.edit_game("Change h", set_parameter(document.game, "h", "1/3"))
    path = tmp_path / "my game.game.json"
    document.save(path)
    assert document.is_clean and document.path == path
    assert load(path) == document.state
    document.edit_game("Change h", set_parameter(document.game, "h", "2"))
    with pytest.raises(InputError):
        document.save(tmp_path / "no such folder" / "a.game.json")
    assert not document.is_clean and document.path == path


def test_names(document: Document, tmp_path: Path):
    assert document.display_name == "Stag Hunt"
    document.load(replace(document.state, title="  "), tmp_path / "hunt.nfg")
    assert document.display_name == "hunt.nfg"
