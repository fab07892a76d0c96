"""What strangers send: names that look like HTML, payoffs beyond floats, rubbish where the program keeps its
own files, and somebody else who writes to the same file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import Qt as Gui
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from playground.app import filing
from playground.app.application import Application
from playground.app.dialogs import DetailsDialog, Question
from playground.app.recovery import Session
from playground.app.settings import Folders, Settings
from playground.app.widgets.label import Label, tip
from playground.app.widgets.payoff_table_model import Spot
from playground.app.window import Window
from playground.arena import RecordedMatch
from playground.files import GameDocument, load, load_library, save
from playground.game import Expression, NormalForm, Parameter, edits
from playground.game.edits import set_payoff
from playground.problem import InputError

BAD = "<img src='file:///nowhere.png'><b>bold</b>"


def hostile(players: int = 2) -> GameDocument:
    """A document with HTML wherever a text can be."""
    game = NormalForm.from_arrays(*([[2, 0], [0, 1]] for _ in range(2)))
    if players == 3:
        game = edits.add_player(game)
    for k in range(players):
        game = edits.rename_player(game, k, f"{BAD} {k}")
        for i in range(2):
            game = edits.rename_strategy(game, k, i, f"{BAD} {k}{i}")
    game = edits.add_parameter(game, Parameter("h", Expression("3"), meaning=BAD))
    names = tuple(player.strategies[0] for player in game.players)
    match = RecordedMatch((BAD, *["grim"] * (players - 1)), (names, names))
    return GameDocument(game, BAD, BAD, BAD, (BAD,), (BAD,), notes=BAD, matches=(match,))


def item_tips(model: QAbstractItemModel) -> list[str]:
    rows = (model.index(row, 0, QModelIndex()) for row in range(model.rowCount()))
    return [str(index.data(Qt.ItemDataRole.ToolTipRole) or "") for index in rows]


def check(root: QWidget) -> int:
    """Every label is plain or shows no tag that was not escaped; every tooltip likewise. How many labels."""
    labels = root.findChildren(QLabel)
    for label in labels:
        if label.textFormat() != Qt.TextFormat.PlainText:
            assert "<img" not in label.text() and "<b>bold" not in label.text()
    tips = [widget.toolTip() for widget in root.findChildren(QWidget)]
    for view in root.findChildren(QAbstractItemView):
        if view.model() is not None:
            tips += item_tips(view.model())
    for text in tips:
        assert "<img" not in text and "<b>bold" not in text, text
    return len(labels)


@pytest.mark.parametrize("players", [2, 3])
def test_names_are_shown_as_they_are(make_window: Callable[..., Window], qtbot: QtBot, players: int) -> None:
    window = make_window(hostile(players), page="game")
    seen = 0
    for page in ("game", "play", "evolution", "library"):
        window.show_page(page)
        qtbot.wait(150)
        seen += check(window)
        ours = [label for label in window.findChildren(Label) if label.textFormat() == Qt.TextFormat.AutoText]
        assert not ours
    assert seen > 60
    page = window.pages["game"]
    table = page.table  # type: ignore[attr-defined]
    words = [table.model.words(Spot(kind, k)) for kind in ("player", "strategy", "payoff") for k in (0, 1)]
    assert all("<img" in text and "<img" not in tip(text) for text in words)
    dialog = DetailsDialog(window)
    check(dialog)
    dialog.deleteLater()


def test_a_tip_is_plain_whatever_is_in_it() -> None:
    assert tip("a < b\nc") == "a < b\nc" and not Gui.mightBeRichText(tip("3 < 4"))
    assert "&lt;img" in tip(BAD) and "<br>" in tip(f"{BAD}\nline")


def test_names_have_an_end() -> None:
    with pytest.raises(InputError, match="a name of 100,000 characters; 200 are allowed"):
        edits.rename_player(load_library("stag-hunt").game, 0, "x" * 100_000)


def test_payoffs_beyond_floats(make_window: Callable[..., Window], qtbot: QtBot) -> None:
    """Exact everywhere else, they have no dynamics; and nothing is drawn of them that is not so."""
    state = load_library("rock-paper-scissors")
    game = edits.scale(state.game, 10**301)
    window = make_window(replace(state, game=game), page="evolution")
    page = window.pages["evolution"]
    assert "payoffs of at most 1e+100" in page.headline
    window.show_page("game")
    qtbot.wait(50)
    assert "mixed equilibrium" in window.pages["game"].headline
    window.document.edit_game("Smaller", edits.scale(state.game, 2))
    window.show_page("evolution")
    qtbot.waitUntil(lambda: "At time 20" in page.readout.text())  # type: ignore[attr-defined]


def test_many_parameters_and_players(make_window: Callable[..., Window]) -> None:
    game = load_library("stag-hunt").game
    for i in range(60):
        game = edits.add_parameter(game, Parameter(f"p{i}", Expression(str(i))))
    window = make_window(GameDocument(game, "Many"), page="game")
    panel = window.pages["game"].parameters  # type: ignore[attr-defined]
    assert len(panel.rows) == 40 and panel.more.text() == "and 21 more, which can be changed in the file"
    window.show_page("evolution")
    QApplication.processEvents()
    window.document.edit_game("One", edits.remove_parameter(game, "p59"))
    window.show_page("game")
    assert panel.more.text().startswith("and 20 more")


# --- the program's own files --------------------------------------------------------------------------------


def test_rubbish_in_the_recovery_folder_hides_no_copy(folders: Folders) -> None:
    left = Session(folders.recovery)
    good = replace(load_library("stag-hunt"), game=set_payoff(load_library("stag-hunt").game, 0, (0, 0), "9"))
    for name in ("aa", "bb", "cc", "dd", "ee"):
        left.save(name, good, None)
    about = {name: (left.folder / f"{name}.game.about") for name in ("aa", "bb", "cc", "dd")}
    for path, text in zip(about.values(), (
            '{"when": "2026-01-01T10:00:00+02:00"}', "[" * 100_000, '{"drafts": [[Infinity, [0], "x"]]}',
            json.dumps({"drafts": 3, "when": [], "title": {}, "original": 7}))):
        path.write_text(text)
    os.symlink(left.folder / "nowhere", left.folder / "ff.game.json")
    os.symlink(left.folder / "gg.game.json", left.folder / "gg.game.json")
    left.abandon()
    copies = Session(folders.recovery).left_behind()
    assert {copy.file.name[:2] for copy in copies} == {"aa", "bb", "cc", "dd", "ee"}
    assert all(load(copy.file).game.payoff(0, (0, 0)) == 9 for copy in copies)


def test_rubbish_in_the_settings(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "settings.ini").write_text(
        f"[General]\nrecent={'x' * 5000}, \"a\\x0b\"\nfolder={'y' * 5000}\nzoom=big\nappearance=pink\n"
        "geometry=7\n")
    settings = Settings(Folders(config, tmp_path / "recovery"))
    assert settings.recent == [] and settings.zoom == 1 and settings.appearance == "system"
    assert settings.folder == str(Path.home()) and settings.geometry.isEmpty()


def test_it_starts_where_nothing_can_be_kept(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    application = Application(qapp, Folders(tmp_path / "file" / "config", tmp_path / "file" / "recovery"))
    window = application.new_window(load_library("stag-hunt"))
    window.document.edit_game("Nine", set_payoff(window.document.game, 0, (0, 0), "9"))
    window.autosave()
    window.document.undo_stack.setClean()
    window.close()
    application.stop()
    application.deleteLater()


def test_what_somebody_else_wrote_is_not_replaced_unasked(make_window: Callable[..., Window], tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "hunt.game.json"
    state = load_library("stag-hunt")
    save(state, path)
    one, two = make_window(load(path), path, "game"), make_window(load(path), path, "game")
    asked: list[str] = []
    answers = [filing.CANCEL, filing.REPLACE]

    def answer(question: Question) -> None:
        asked.append(question.text)
        question.answer = answers.pop(0)

    monkeypatch.setattr(Question, "exec", answer)
    for window, text in ((one, "7"), (two, "8")):
        window.document.edit_game("Change", set_payoff(state.game, 0, (0, 0), text))
    assert one.filing.save() and not asked
    assert not two.filing.save() and "changed by somebody else" in asked[0]
    assert load(path).game.payoff(0, (0, 0)) == 7 and not two.document.is_clean
    assert two.filing.save() and load(path).game.payoff(0, (0, 0)) == 8 and two.document.is_clean
    two.document.edit_game("Again", set_payoff(state.game, 0, (0, 0), "9"))
    assert two.filing.save() and len(asked) == 2, "its own writing is no surprise"
    path.unlink()
    assert two.filing.save() and path.exists() and len(asked) == 2
