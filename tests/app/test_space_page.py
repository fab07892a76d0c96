"""The Space page, driven as a person drives it; and the thread that its runs live in."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtTest import QTest

from playground.app import animation
from playground.app.pages import space as module
from playground.app.pages.space_controls import size_of
from playground.app.pictures import lattice as pictures
from playground.app.space_runner import Packed, Runner
from playground.app.theme import LIGHT
from playground.evolution.space import Lattice, SpatialRun, network_of, single_start
from playground.files import load_library


@pytest.fixture
def open_page(make_window, qtbot):
    """open_page(name): the page of a window on that library game, at its start."""
    def make(name: str = "nowak-may"):
        window = make_window(load_library(name), page="space")
        page = window.pages["space"]
        if not module.space_problem(window.document.game):
            settled(qtbot, page, 0)
        return page
    return make


def settled(qtbot, page, generation: int) -> None:
    """Wait until all is done and this generation is shown."""
    qtbot.waitUntil(lambda: page.runner.is_idle and page._shown is not None
                    and page._shown is page.runner.newest and page._shown.generation == generation,
                    timeout=20_000)


def site_point(page, row: int, column: int) -> QPointF:
    scene = page.picture.scene
    box = pictures.place(page.picture.picture_rect(), page.picture.unit(), scene.sites)
    return QPointF(box.left() + (column + 0.5) * box.width() / scene.sites.columns,
                   box.top() + (row + 0.5) * box.height() / scene.sites.rows)


def test_the_carpet_unfolds_and_can_be_looked_back_at(open_page, qtbot) -> None:
    page = open_page()
    controls = page.controls
    controls.choose(controls.start_box, "single")
    settled(qtbot, page, 0)
    assert page.picture.scene.states.sum() == 1
    controls.step_button.click()
    settled(qtbot, page, 1)
    page.step(7)
    settled(qtbot, page, 8)
    assert page.picture.scene.states.sum() == 289
    assert page.headline == "After 8 generations 97.1% play Cooperate and 2.9% Defect."
    assert "kept to look back: from 0 to 8" in controls.kept.text()
    for generation, count in ((3, 41), (0, 1), (8, 289), (6, 109)):
        controls.moment.setValue(generation)
        assert page.picture.scene.states.sum() == count
        assert page.headline.startswith(("After", "At the start"))
    page.step(-1)
    assert page.picture.scene.states.sum() == 81
    page.step(3)
    assert page.picture.scene.states.sum() == 289
    times, values, _measured, payoffs = page.runner.series()
    assert times.tolist() == list(range(9)) and values[2].tolist() == [1 - 25 / 10_000, 25 / 10_000]
    assert len(payoffs)
    lines = page.csv().splitlines()
    assert lines[0] == "generation,Cooperate,Defect,mean payoff"
    assert lines[9].startswith("8,0.9711,0.0289,8.7")


def test_dragging_the_temptation_changes_the_pattern_that_runs(open_page, qtbot) -> None:
    page = open_page()
    page.step(5)
    settled(qtbot, page, 5)
    before = page.runner.newest.run
    slider = page.controls.parameters.rows["b"].slider
    assert page.runner.newest.shares[0] < 0.5
    slider.setValue(slider.minimum())  # b = 1: cooperators win back nearly all
    page.step(40)
    settled(qtbot, page, 45)
    assert page.runner.newest.run is before and page.runner.newest.shares[0] > 0.8
    assert page.context.document.undo_stack.canUndo()


def test_playing_is_quick_and_the_window_never_waits(open_page, qtbot) -> None:
    page = open_page()
    for name in (*page.context.window.page_names, "space"):  # which are made later, one after the other
        page.context.window.show_page(name)
    page.controls.size_box.setCurrentText("512 × 512")
    page.controls.size_box.activated.emit(0)
    settled(qtbot, page, 0)
    page.controls.choose(page.controls.speed_box, 0.0)
    page.controls.play_button.click()
    assert page.controls.play_button.text() == "Pause"
    beats, timer = [], QTimer()
    timer.timeout.connect(lambda: beats.append((time.thread_time(), time.perf_counter())))
    timer.start(1)
    qtbot.wait(1500)
    timer.stop()
    assert page._shown.generation > 50
    work, waits = np.diff(beats, axis=0).T
    assert np.quantile(work, 0.99) < 0.05  # what the window's thread itself does between two beats
    assert np.median(waits) < 0.05  # the machine may do other things
    page.controls.play_button.click()
    at = page.runner.newest.generation
    qtbot.wait(50)
    assert page.runner.newest.generation <= at + 1
    page.play_or_pause()
    page.context.window.show_page("library")
    assert not page.runner.is_playing  # nobody sees it
    page.runner.play(0)
    page.context.window.close()
    qtbot.waitUntil(lambda: not page.runner.is_alive, timeout=2000)


def test_the_same_seed_starts_the_same_run(open_page, qtbot) -> None:
    page = open_page()
    page.controls.choose(page.controls.rule_box, "fermi")
    seen = []
    for seed in ("7", "8", "7"):
        page.controls.seed_field.setText(seed)
        page.controls.seed_field.editingFinished.emit()
        settled(qtbot, page, 0)
        page.step(3)
        settled(qtbot, page, 3)
        seen.append(page.runner.newest.states.tolist())
    assert seen[0] == seen[2] != seen[1]


def test_the_mouse_paints(open_page, qtbot) -> None:
    page = open_page()
    page.controls.choose(page.controls.start_box, "single")
    settled(qtbot, page, 0)
    page.controls.brush_box.setCurrentIndex(1)
    page.picture.pressed.emit(site_point(page, 10, 20))
    page.picture.moved.emit(site_point(page, 10, 29))
    page.picture.released.emit(site_point(page, 10, 29))
    page.picture.moved.emit(site_point(page, 60, 60))  # no longer down
    qtbot.waitUntil(lambda: page.picture.scene.states.sum() == 11)
    assert page.picture.scene.states.reshape(100, 100)[10, 20:30].all()
    QTest.keyClick(page.picture, Qt.Key.Key_1)
    assert page.controls.brush_box.currentIndex() == 0
    page.controls.width_box.setCurrentIndex(1)
    page.picture.pressed.emit(site_point(page, 10, 20))
    qtbot.waitUntil(lambda: page.picture.scene.states.sum() == 9)
    QTest.keyClick(page.picture, Qt.Key.Key_Right)
    settled(qtbot, page, 1)


def test_a_rule_that_cannot_be_is_explained(open_page, qtbot) -> None:
    page = open_page("rock-paper-scissors")
    said = []
    page.context.window.say = said.append
    page.controls.choose(page.controls.rule_box, "proportional")
    qtbot.waitUntil(lambda: bool(said))
    assert "payoffs of 0 and above" in said[-1]
    page.controls.choose(page.controls.rule_box, "birth-death")
    assert page.controls.updating_box.currentData() == "asynchronous"
    page.step(2)
    settled(qtbot, page, 2)
    page.controls.choose(page.controls.hood_box, "hexagonal")
    page.controls.size_box.setCurrentText("25 × 25")
    page.controls.size_box.activated.emit(0)
    assert "even" in said[-1]
    page.controls.size_box.setEditText("many")
    page.controls.size_box.lineEdit().editingFinished.emit()
    assert "is no size" in said[-1]


def test_other_games_say_why_not_and_come_back(open_page, qtbot) -> None:
    page = open_page("battle-of-the-sexes")
    assert "must be symmetric" in page.headline and page.picture.scene is None
    assert not page.controls.isEnabled()
    page.context.document.load(load_library("rock-paper-scissors-lizard-spock"))
    settled(qtbot, page, 0)
    assert page.controls.isEnabled() and "and 2 more strategies" in page.headline
    page.step(2)
    page.context.document.load(load_library("nowak-may"))
    settled(qtbot, page, 0)
    page.step(2)
    settled(qtbot, page, 2)
    page.context.document.load(load_library("stag-hunt"))  # as many strategies, another story
    settled(qtbot, page, 0)
    page.context.document.load(load_library("nowak-may"))
    settled(qtbot, page, 0)
    assert page.picture.scene.names == ("Cooperate", "Defect")


def test_networks_are_drawn_and_read(open_page, qtbot, tmp_path: Path) -> None:
    page = open_page()
    page.controls.choose(page.controls.place_box, "small-world")
    qtbot.waitUntil(lambda: page.picture.scene is not None and page.picture.scene.sites.size == 500
                    and page.picture.scene.places is not None, timeout=30_000)
    assert not page.controls.hood_box.isVisible()
    page.begin()
    page.controls.choose(page.controls.rule_box, "death-birth")  # before the run has begun
    told = "Moran, death–birth, together; a small world"
    qtbot.waitUntil(lambda: page.stage.readout.text().startswith(told))
    edges = tmp_path / "two parts.txt"
    edges.write_text("a b\nb c\nd e\n")
    page.controls.place_box.setCurrentIndex(page.controls.place_box.findData("file"))
    page.use_network(edges)
    qtbot.waitUntil(lambda: page.picture.scene is not None and page.picture.scene.sites.size == 5,
                    timeout=30_000)
    assert "two parts.txt, 5 nodes, in 2 parts" in page.stage.readout.text()
    scene = page.picture.scene
    x, y = pictures.node_places(page.picture.picture_rect(), page.picture.unit(), scene.places)[1]
    page.controls.brush_box.setCurrentIndex(int(1 - scene.states[1]))
    page.picture.pressed.emit(QPointF(x, y))
    qtbot.waitUntil(lambda: page.picture.scene.states[1] == 1 - scene.states[1])
    said = []
    page.context.window.say = said.append
    edges.write_text("a b c d\n")
    bad = tmp_path / "bad.txt"
    bad.write_text("a b c d\n")
    page.use_network(bad)
    qtbot.waitUntil(lambda: bool(said))
    assert said[-1].startswith("bad.txt, line 1: 4 words")
    assert page.picture.scene is None and page.headline == said[-1] and page.runner.is_idle
    page.play_or_pause()
    assert not page.runner.is_playing


def test_an_animation_has_a_frame_a_generation(open_page, qtbot, tmp_path: Path) -> None:
    page = open_page()
    page.step(4)
    settled(qtbot, page, 4)
    path = tmp_path / "carpet.gif"
    page.context.window.ask_save_path = lambda *_: path
    page._actions.save_animation()
    made = page.findChild(animation.Animation)
    with qtbot.waitSignal(made.finished, timeout=20_000):
        pass
    assert Image.open(path).n_frames == 5
    page.picture.save(tmp_path / "picture.png")
    assert Image.open(tmp_path / "picture.png").width > 200


@pytest.mark.parametrize("hood", ["moore", "hexagonal"])
def test_the_picture_has_four_colours_and_every_site_its_place(hood: str) -> None:
    sites = Lattice(4, 6, hood)
    before = np.zeros(24, dtype=np.uint8)
    before[[0, 1]] = 1
    states = before.copy()
    states[[0, 23]] = 0, 1
    image = pictures.image(pictures.Scene(sites, states, before, ("C", "D")), LIGHT)
    wide = 2 if hood == "hexagonal" else 1
    shades = {(row, column): image.pixelColor(wide * column + (wide - 1) * (row % 2), row).name()
              for row in range(4) for column in range(6)}
    old, new = (LIGHT.players[0], LIGHT.players[1]), pictures.NEWLY
    assert (shades[0, 0], shades[0, 1], shades[3, 5], shades[2, 2]) == (new[0], old[1], new[1], old[0])
    box = QRectF(10, 20, 130, 80)
    for (row, column) in shades:
        shift = 0.5 * (row % 2) if hood == "hexagonal" else 0
        x = box.left() + (column + 0.5 + shift) * box.width() / pictures.extent(sites)[0]
        at = QPointF(x, box.top() + (row + 0.5) * box.height() / 4)
        assert pictures.site_at(box, sites, at) == (row, column)
    assert pictures.site_at(box, sites, QPointF(9, 30)) is None


def test_where_there_are_fewer_pixels_than_sites_some_are_shown() -> None:
    sites = Lattice(300, 200)
    states = np.zeros((300, 200), dtype=np.uint8)
    states[150:] = 1
    scene = pictures.Scene(sites, states.ravel(), states.ravel(), ("C", "D"))
    image = pictures.image(scene, LIGHT, 30)
    assert (image.width(), image.height()) == (20, 30)
    seen = [image.pixelColor(7, y).name() for y in range(30)]
    assert seen == [LIGHT.players[0]] * 15 + [LIGHT.players[1]] * 15


def test_past_generations_are_packed() -> None:
    luck = np.random.default_rng(1)
    for strategies in (2, 3, 8):
        packed = Packed(1001, strategies, room=2000)
        states = [luck.integers(0, strategies, 1001).astype(np.uint8) for _ in range(30)]
        for generation, each in enumerate(states):
            packed.put(generation, each)
        assert packed.last == 29 and packed.last - packed.first + 1 == packed.most
        assert packed.most == 2000 // (126 * (strategies - 1).bit_length())
        assert all(np.array_equal(packed.at(k), states[k]) for k in range(packed.first, 30))


def test_stopping_ends_the_thread_in_the_middle_of_a_generation() -> None:
    runner = Runner()
    lattice = Lattice(1000, 1000)
    game = load_library("nowak-may").game
    start = single_start(lattice, 1, 0)
    runner.begin(lambda: SpatialRun(game, lattice, "fermi", start, updating="asynchronous"))
    runner.play(0)
    deadline = time.monotonic() + 20
    while runner.newest is None and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    runner.stop()
    runner._thread.join(0.5)
    assert not runner.is_alive and runner.newest.generation == 0


def test_what_a_brush_covers() -> None:
    torus, walls = Lattice(10, 10), Lattice(10, 10, walls=True)
    assert module.brushed(torus, (0, 0), (0, 0), 1).tolist() == [0, 1, 9, 10, 11, 19, 90, 91, 99]
    assert module.brushed(walls, (0, 0), (0, 0), 1).tolist() == [0, 1, 10, 11]
    assert module.brushed(walls, (2, 2), (4, 4), 0).tolist() == [22, 33, 44]
    assert size_of("20 x 30") == (20, 30) and size_of("7") == (7, 7)
    assert size_of("a × 2") is size_of("9" * 5000) is None
    assert network_of("scale-free").words.startswith("a scale-free network of 500")


def test_what_was_not_foreseen_is_not_kept_quiet(qtbot) -> None:
    runner = Runner()
    lattice = Lattice(10, 10)
    game = load_library("nowak-may").game
    runner.begin(lambda: 1 / 0)  # type: ignore[arg-type, return-value]
    qtbot.waitUntil(lambda: isinstance(runner.failure, ZeroDivisionError))
    runner.begin(lambda: SpatialRun(game, lattice))
    qtbot.waitUntil(lambda: runner.newest is not None)  # the thread lives on
    runner.stop()
