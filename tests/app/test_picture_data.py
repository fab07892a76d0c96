"""The numbers behind the pictures, copied and saved from the real widgets, against the core's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from playground.app.pictures import flow, phase_line, shares, thumbnail
from playground.app.pictures.view import PictureView
from playground.app.window import Window
from playground.arena import curves
from playground.equilibrium import best_response_regions, solve
from playground.files import load_library
from playground.files.csv_table import csv_table
from playground.game import NormalForm, Player, Repetition, atlas
from playground.problem import InputError

Rows = list[dict[str, str]]


def saved(view: PictureView, path: Path) -> Rows:
    """What the view writes, by the heading's names; the clipboard has the same."""
    view.save_data(path)
    text = path.read_text("utf-8")
    view.copy_data()
    mime = QGuiApplication.clipboard().mimeData()
    assert bytes(mime.data("text/csv").data()).decode() == text
    assert [line.split("\t") for line in mime.text().split("\n")] == list(csv.reader(io.StringIO(text)))
    return list(csv.DictReader(io.StringIO(text)))


def entries(view: PictureView) -> list[str]:
    menu = view.menu()
    try:
        return [action.text() for action in menu.actions() if action.text()]
    finally:
        menu.deleteLater()


def points(rows: Rows, what: str, *names: str) -> list[tuple[F, ...]]:
    """The exact numbers of these columns; their decimals are the same numbers."""
    kept = [row for row in rows if row["what"] == what]
    assert all(float(F(row[name])) == float(row[f"{name} (decimal)"])
               for row in kept for name in names if row[name])
    return [tuple(F(row[name]) for name in names) for row in kept]


@pytest.fixture
def tab(make_window: Callable[..., Window], qtbot: QtBot) -> Callable[[str, str], Window]:
    def make(game: str, name: str) -> Window:
        window = make_window(load_library(game), page="game")
        window.page.side.show_tab(name)
        qtbot.waitUntil(lambda: not window.context.live.waiting, timeout=20_000)
        return window
    return make


def test_best_responses(tab: Callable[[str, str], Window], tmp_path: Path) -> None:
    view = tab("stag-hunt", "responses").page.side.responses
    rows = saved(view, tmp_path / "a.csv")
    names = ("probability of Ann’s Stag", "probability of Bob’s Stag")
    assert points(rows, "best response of Ann", *names) == [(0, 0), (0, F(3, 4)), (1, F(3, 4)), (1, 1)]
    assert set(points(rows, "equilibrium", *names)) == {(1, 1), (F(3, 4), F(3, 4)), (0, 0)}
    assert "3/4" in (tmp_path / "a.csv").read_text("utf-8")
    assert entries(view)[-3:] == ["Copy data", "Copy data as LaTeX", "Save data as CSV…"]


def test_payoffs(tab: Callable[[str, str], Window], tmp_path: Path, qtbot: QtBot) -> None:
    window = tab("chicken", "payoffs")
    panel = window.page.side.payoffs
    panel.chips["folk"].setChecked(True)
    qtbot.waitUntil(lambda: not window.context.live.waiting, timeout=20_000)
    rows = saved(panel.picture, tmp_path / "a.csv")
    names = ("Ann’s payoff", "Bob’s payoff")
    game = window.document.game
    profiles = [row["which"] for row in rows if row["what"] == "profile"]
    assert profiles == ["Dare, Dare", "Dare, Swerve", "Swerve, Dare", "Swerve, Swerve"]
    assert points(rows, "profile", *names) == [
        (game.payoff(0, at), game.payoff(1, at)) for at in ((0, 0), (0, 1), (1, 0), (1, 1))]
    assert points(rows, "equilibrium", *names) == [
        tuple(each.payoffs) for each in solve(game).equilibria]
    assert set(points(rows, "feasible payoffs", *names)) == {(0, 0), (7, 2), (2, 7), (6, 6)}
    assert points(rows, "repeated, if patient", *names)
    secured = [row for row in rows if row["what"] == "secured alone"]
    assert [(row["which"], row[names[0]], row[names[1]]) for row in secured] == [
        ("Ann", "2", ""), ("Bob", "", "2")]


def test_profiles_with_equal_payoffs_are_all_there(make_window: Callable[..., Window], qtbot: QtBot,
                                                   tmp_path: Path) -> None:
    window = make_window(load_library("matching-pennies"), page="game")
    window.page.side.show_tab("payoffs")
    qtbot.waitUntil(lambda: window.page.side.payoffs.picture.scene is not None, timeout=20_000)
    rows = saved(window.page.side.payoffs.picture, tmp_path / "a.csv")
    assert sum(row["what"] == "profile" for row in rows) == 4


def test_the_map(tab: Callable[[str, str], Window], qtbot: QtBot, tmp_path: Path) -> None:
    view = tab("chicken", "map").page.side.map.picture
    qtbot.waitUntil(lambda: view.scene is not None, timeout=20_000)
    rows = saved(view, tmp_path / "a.csv")
    changes = [(row["crash"], row["exactly"]) for row in rows if row["what"] == "the set changes"]
    assert changes == [("2.0", "2")]  # from there on Dare is best against Dare, too
    branches = [row for row in rows if row["what"] == "branch"]
    assert len({row["number"] for row in branches}) == len(view.scene.curves)
    for row in branches:  # the mixed one: Dare with probability 1/(3 − crash)
        chance, crash = float(row["Ann: probability of Dare"]), float(row["crash"])
        assert chance in (0, 1) or chance == pytest.approx(1 / (3 - crash))


def test_regions(tab: Callable[[str, str], Window], tmp_path: Path) -> None:
    window = tab("rock-paper-scissors", "regions")
    panel = window.page.side.regions
    panel.label.setCurrentIndex(1)
    panel.label.activated.emit(1)
    panel.next.click()
    rows = saved(panel.picture, tmp_path / "a.csv")
    game = window.document.game
    for k, (me, other) in enumerate((("Ann", "Bob"), ("Bob", "Ann"))):
        own = [row for row in rows if row["picture"] == f"{me}’s mixtures"]
        names = [f"{me}’s {name}" for name in game.players[k].strategies]
        assert all(row[f"{other}’s Rock"] == "" for row in own)
        corners = [tuple(corner) for region in best_response_regions(game, k) for corner in region.corners]
        assert points(own, "best response", *names) == corners
        assert points(own, "equilibrium", *names) == [(F(1, 3),) * 3]
    assert sum(row["what"] == "step" for row in rows) == 1


def test_the_atlas(tab: Callable[[str, str], Window], tmp_path: Path) -> None:
    rows = saved(tab("stag-hunt", "atlas").page.side.atlas.picture, tmp_path / "a.csv")
    assert len(rows) == 144 and len({tuple(row.values()) for row in rows}) == 144
    here = [row["game"] for row in rows if row["this game"]]
    assert here == [atlas.title(each) for each in atlas.locate(load_library("stag-hunt").game)]
    cells = ("upper left", "upper right", "lower left", "lower right")
    assert all(sorted(row[f"{name}: {cell}"] for cell in cells) == list("1234")
               for row in rows for name in ("Ann", "Bob"))


@pytest.mark.parametrize(("game", "names", "expected"), [
    ("stag-hunt", ["share of Stag"], {("stable", "1"), ("stable", "0"), ("repelling", "3/4")}),
    ("rock-paper-scissors", ["share of Rock", "share of Paper"],
     {("saddle", "1", "0"), ("saddle", "0", "1"), ("saddle", "0", "0"), ("centre", "1/3", "1/3")}),
    ("battle-of-the-sexes", ["Ann: share of Opera", "Bob: share of Opera"],
     {("stable", "1", "1"), ("stable", "0", "0"), ("repelling", "1", "0"), ("repelling", "0", "1"),
      ("saddle", "2/3", "1/3")})])
def test_rest_points_and_shares(make_window: Callable[..., Window], qtbot: QtBot, tmp_path: Path, game: str,
                                names: list[str], expected: set[tuple[str, ...]]) -> None:
    window = make_window(load_library(game), page="evolution")
    views = {view.name: view for view in window.page.findChildren(PictureView)}
    plot, main = views["Shares over time"], window.page.main_view
    qtbot.waitUntil(lambda: main.scene is not None and plot.scene is not None, timeout=20_000)
    rows = saved(main, tmp_path / "a.csv")
    assert {(row["kind"], *(row[name] for name in names)) for row in rows} == expected
    over_time = saved(plot, tmp_path / "b.csv")
    assert list(over_time[0]) == ["time", *(line.name for line in plot.scene.lines)]
    assert [float(row["time"]) for row in over_time] == plot.scene.times.tolist()  # to the last digit
    assert [[float(row[line.name]) for line in plot.scene.lines]
            for row in over_time] == plot.scene.shares.tolist()


def test_no_numbers_no_entry(qtbot: QtBot, tmp_path: Path) -> None:
    view = PictureView(thumbnail.paint, "Payoffs at a glance")
    qtbot.addWidget(view)
    assert entries(view) == ["Copy picture", "Save picture as…"]
    view.show_scene(thumbnail.scene(load_library("stag-hunt").game))
    assert entries(view) == ["Copy picture", "Save picture as…"]
    with pytest.raises(InputError, match="no numbers"):
        view.save_data(tmp_path / "a.csv")
    x = np.linspace(0, 1, 5)
    still = phase_line.Scene(("A", "B"), x, np.zeros((5, 2)), np.zeros(5), ())
    view.show_scene(still)  # nothing rests
    assert "Copy data" not in entries(view) and not list(tmp_path.iterdir())
    rest = (flow.Rest((0.25,), "sink"),)
    moving = phase_line.Scene(("A", "B"), x, np.zeros((5, 2)), np.zeros(5), rest, True)
    view.show_scene(moving)
    view.use(shares.paint, "Other")  # the scene goes with its painter
    assert "Copy data" not in entries(view)
    view.show_scene(moving)
    assert [list(row.values()) for row in saved(view, tmp_path / "a.csv")] == [
        ["1", "stable", "0.25"], ["segment 1", "all at rest", "0.0"], ["segment 1", "all at rest", "1.0"]]


def test_names_are_no_formulas_and_lines_stay_whole(tab: Callable[[str, str], Window],
                                                    tmp_path: Path) -> None:
    window = tab("stag-hunt", "responses")
    players = (Player("=cmd", ("-1", 'a "b", c')), Player("B", ("x", "@y")))
    game = NormalForm.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]], players=players)
    window.document.edit_game("Names", game)
    view = window.page.side.responses
    rows = saved(view, tmp_path / "a.csv")
    assert list(rows[0])[2:4] == ["probability of =cmd’s -1", "probability of B’s x"]
    assert csv_table([["=1+1", F(-1, 2), -0.1, None, 3]]) == "'=1+1,-1/2,-0.1,,3\n"
    assert csv_table([['a "b", c\r\nd']]) == '"a ""b"", c\r\nd"\n'


def test_a_folder_that_is_not_there_is_said(tab: Callable[[str, str], Window], tmp_path: Path,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    view = tab("stag-hunt", "responses").page.side.responses
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(words[2]))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "a"), ""))
    view.ask_and_save_data()
    assert len(said) == 1 and "save somewhere else" in said[0]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a"), ""))
    view.ask_and_save_data()
    assert [path.name for path in tmp_path.glob("*.csv")] == ["a.csv"] and len(said) == 1


def test_learning_curves_are_those_of_the_match(make_window: Callable[..., Window], tmp_path: Path) -> None:
    state = load_library("prisoners-dilemma")
    page = make_window(replace(state, repeated=Repetition(turns=30)), page="play").pages["play"]
    seats = ("q-learning:epsilon=1/2", "tit-for-tat")
    page._begin(state.game, replace(page.setup.setup, seats=seats, seed=4))
    for _ in range(30):
        page.step()
    rows = saved(page.stage.curves, tmp_path / "learning.csv")
    found = curves(state.game, seats, 30, seed=4)
    assert [int(row["round"]) for row in rows] == found.rounds.tolist() == list(range(31))
    ann, bob = (player.name for player in state.game.players)
    defect = state.game.players[0].strategies[1]
    both = [row[f"{ann}: Cooperate after {defect}, {defect}"] for row in rows]
    at = found.players[0].states.index(((1, 1),))
    assert [float(value) for value in both] == found.players[0].chances[:, at].tolist()
    assert rows[0][f"{bob}: payoff"] == rows[0][f"{bob}: {defect}"] == ""
    played = page.sitting.rounds
    assert [F(row[f"{bob}: payoff"]) for row in rows[1:]] == [each.payoffs[1] for each in played]
    assert [int(float(row[f"{bob}: {defect}"])) for row in rows[1:]] == [each.actions[1] for each in played]
    panel = page.stage.curves.scene.panels[-1]  # at most so many rounds are averaged: 31 samples make one
    assert panel.lines.shares[:, 1].tolist() == [float(each.payoffs[1]) for each in played]
