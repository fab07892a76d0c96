"""The tetrahedron, the cube and faces on the Evolution page, turned and dragged as a person does."""

from __future__ import annotations

import math
from fractions import Fraction as F
from itertools import pairwise
from time import thread_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtTest import QTest

import playground as pg
from playground.app.pages.evolution_solid import HINT
from playground.app.pictures import evolution as pictures
from playground.app.pictures import export, flow, solid
from playground.app.theme import DARK, LIGHT
from playground.evolution import portrait
from playground.game import NormalForm
from tests.app.test_evolution_page import (
    FIVE,
    RPS_NAMES,
    drag,
    exact,
    mouse,
    open_page,
    place_of,
    symmetric,
)

__all__ = ["open_page"]
TWIN = symmetric([["0", "-2", "1", "1"], ["1", "0", "-2", "-2"], ["-2", "1", "0", "0"],
                  ["-21/10", "9/10", "-1/10", "-1/10"]], (*RPS_NAMES, "Blunt"))
SAME = symmetric([["1"] * 4] * 4, ("A", "B", "C", "D"))
VOLUNTEERS = pg.load("games/volunteers-dilemma.game.json").game
AHEAD = NormalForm.from_arrays(*np.arange(24).reshape(3, 2, 2, 2))  # three who differ


def view_of(page) -> solid.View:
    return solid.place(page.picture.picture_rect(), page.picture.unit(), page.picture.scene)


def tick(page, *strategies: int) -> None:
    names = page.controls.face.list
    for k in range(names.count()):
        wanted = Qt.CheckState.Checked if k in strategies else Qt.CheckState.Unchecked
        names.item(k).setCheckState(wanted)


def test_four_strategies_are_a_tetrahedron_that_dragging_turns(open_page, qtbot):
    page = open_page(TWIN)
    scene = page.picture.scene
    assert scene.kind == "tetrahedron" and page.picture.isVisible() and page.stage.note.text() == HINT
    assert {rest.kind for rest in scene.portrait.rest} == {"saddle", "source"}
    assert not page.controls.show_box.isVisible()
    places = [place_of(page, corner) for corner in np.eye(4)]
    assert min(flow.distance(a, b) for a, b in pairwise(places)) > 50
    empty = QPointF(12, page.picture.height() - 12)
    start, view = page.start, view_of(page)
    drag(page.picture, empty, empty + QPointF(view.radius / 2, 0))
    assert page.picture.scene.turn == pytest.approx((scene.turn[0] - 0.5, scene.turn[1]))
    assert page.start == start and page.picture.scene.portrait is scene.portrait, "it is not computed again"
    assert max(flow.distance(a, b) for a, b in zip(places, [place_of(page, c) for c in np.eye(4)])) > 40
    drag(page.picture, empty, empty + QPointF(0, 40 * view.radius))
    assert page.picture.scene.turn[1] == math.pi / 2, "from straight above, and no farther"
    mouse(page.picture, QEvent.Type.MouseMove, QPointF(300, 300), down=False)
    assert page.picture.scene.turn[1] == math.pi / 2, "only while the button is down"


def test_keys_turn_it_and_its_description_follows(open_page):
    page = open_page(TWIN)
    page.picture.setFocus()
    assert page.picture.focusPolicy() == Qt.FocusPolicy.StrongFocus
    first = page.picture.scene.turn
    told = page.picture.accessibleDescription()
    assert told.endswith("A tetrahedron with corners Rock, Paper, Scissors and Blunt; nearest is Paper.")
    for _ in range(16):
        QTest.keyClick(page.picture, Qt.Key.Key_Right)
    QTest.keyClick(page.picture, Qt.Key.Key_Down)
    assert page.picture.scene.turn == pytest.approx((first[0] - 1.6, first[1] + 0.1))
    assert page.picture.accessibleDescription().endswith("nearest is Rock.")
    QTest.keyClick(page.picture, Qt.Key.Key_Home)
    assert page.picture.scene.turn == first


@pytest.mark.parametrize(("game", "kind"), [(TWIN, ""), (VOLUNTEERS, "three")])
def test_the_start_moves_parallel_to_the_screen_and_stays_in_the_solid(open_page, qtbot, game, kind):
    page = open_page(game)
    if kind:
        page._choose_structure(kind)
    view, turn = view_of(page), page.picture.scene.turn
    coordinates = pictures.picture_point(page._population.sizes, list(map(float, page.start)))
    depth = float(view.nearness(np.array(coordinates)))
    here = place_of(page, page.start)
    drag(page.picture, here, here + QPointF(20, -15))
    moved = np.array(pictures.picture_point(page._population.sizes, list(map(float, page.start))))
    assert flow.distance(place_of(page, page.start), here + QPointF(20, -15)) < 2
    assert float(view.nearness(moved)) == pytest.approx(depth, abs=0.005)
    assert page.picture.scene.turn == turn and sum(page.start) == len(page._population.sizes)
    assert page.picture.scene.path.points[0] == pytest.approx(moved)
    drag(page.picture, place_of(page, page.start), QPointF(-4000, 30))
    assert min(page.start) == 0 and sum(page.start) == len(page._population.sizes)
    assert exact(qtbot, page).shares[0] == pytest.approx([float(share) for share in page.start])


def test_a_double_click_starts_on_the_surface_in_front(open_page):
    page = open_page(TWIN)
    before, view = page.start, view_of(page)
    at = place_of(page, (0.4, 0.4, 0.0, 0.2))
    mouse(page.picture, QEvent.Type.MouseButtonDblClick, at)
    assert page.start == pytest.approx((0.4, 0.4, 0, 0.2), abs=0.01) and page.start[2] == 0
    other, = page.picture.scene.path.others
    assert other[0] == pytest.approx([float(share) for share in before])
    behind = view.at_depth(at, -0.2)
    assert flow.distance(view.to.at(behind), at) < 1e-6
    assert float(view.nearness(behind)) < float(view.nearness(np.array(list(map(float, page.start)))))


def test_pointing_at_a_mark_tells_the_rest_point(open_page):
    page = open_page(TWIN)
    mouse(page.picture, QEvent.Type.MouseMove, place_of(page, (1 / 3, 1 / 3, 1 / 3, 0)), down=False)
    assert page.readout.text().startswith("1/3 Rock, 1/3 Paper, 1/3 Scissors:   Saddle")
    mouse(page.picture, QEvent.Type.MouseMove, QPointF(5, 5), down=False)
    assert page.readout.text().startswith("At time 20")


def test_three_populations_are_a_cube_whose_rest_points_come_from_a_worker(open_page, qtbot):
    page = open_page(VOLUNTEERS)
    assert page._portrait.kind == "line"
    combo = page.controls._structure
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    assert page.picture.scene.kind == "cube" and len(page.picture.scene.portrait.lines) > 50
    qtbot.waitUntil(lambda: bool(page.picture.scene.portrait.rest), timeout=15_000)
    assert {rest.kind for rest in page.picture.scene.portrait.rest} == {"sink", "source", "saddle"}
    assert page.headline.startswith("From here the population ends at Ann all Volunteer, Bob all Wait")
    assert "are Ann’s share of Volunteer, Bob’s share of" in page.picture.accessibleDescription()
    rows = page.picture.scene.table()
    assert rows[0][:3] == ["rest point", "kind", "Ann: share of Volunteer"]
    page.context.document.edit_game("Three who differ", AHEAD)
    assert page.picture.scene.kind == "cube" and not page.controls.face.isVisible()


def test_larger_games_offer_their_faces(open_page, qtbot):
    page = open_page(FIVE)
    assert "Leave up to four of them ticked under Strategies present" in page.stage.note.text()
    assert page.controls.face.isVisible() and not page.picture.isVisible()
    qtbot.mouseClick(page.controls.face.none, Qt.MouseButton.LeftButton)
    assert page.controls.face.words.text().startswith("Tick two or more") and len(page.start) == 5
    tick(page, 0)
    assert page.controls.face.words.text() == "Tick another one." and not page.picture.isVisible()
    for chosen, kind in (((0, 2), "line"), ((0, 1, 2), "triangle"), ((1, 2, 3, 4), "tetrahedron")):
        tick(page, *chosen)
        assert page._portrait.kind == kind and page.picture.isVisible() and len(page.start) == len(chosen)
        exact(qtbot, page)
        assert page.headline.startswith("With ") and " alone: " in page.headline
    assert page.picture.scene.strategies == (("Paper", "Scissors", "Lizard", "Spock"),)
    assert page.picture.theme.players[:4] == page.context.theme.players[1:5], "they keep their colours"
    tick(page, 0, 1, 2)
    row = page.controls.rest_points.rows[0]
    assert row.kind == "centre" and "Spock, absent here, earns more and would come in." in row.details[0]
    page.controls.choose("logit")
    assert "would come in by themselves where absent" in page.controls.face.words.text()
    assert not page.picture.isVisible() and len(page.start) == 5, "the whole game instead"
    assert page.picture.theme == page.context.theme
    page.controls.choose("imitation")
    assert page._portrait.kind == "triangle" and not page.controls.face.words.isVisible()
    page.context.document.edit_game("Four", TWIN)
    assert page._portrait.kind == "tetrahedron" and len(page.controls.face.ticked) == 4
    assert page.context.document.game is TWIN, "faces are the page's own and no edit"


def test_where_nothing_moves_the_solid_still_shows(open_page):
    page = open_page(SAME)
    assert page.picture.scene.kind == "tetrahedron" and "nothing ever moves" in page.headline
    page.picture.grab()


def test_planes_of_rest_are_filled():
    """A and B alike, C alike among themselves: all states without D rest."""
    game = symmetric([["1", "1", "1", "0"]] * 3 + [["2", "2", "2", "0"]], ("A", "B", "C", "D"))
    kept = pictures.still(portrait(game))
    area, = kept.areas
    assert area.shape == (3, 4) and (area[:, 3] == 0).all() and len(kept.continua) == 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_it_leaves_the_page_as_svg_and_pdf(open_page, tmp_path, theme):
    page = open_page(TWIN)
    for suffix, sign in ((".svg", b"<svg"), (".pdf", b"%PDF"), (".png", b"PNG")):
        file = tmp_path / f"solid{suffix}"
        page.picture.save(file, theme)
        assert sign in file.read_bytes()[:400] and suffix in export.SUFFIXES
    assert b"Blunt" in (tmp_path / "solid.svg").read_bytes()


ANGLES = some.tuples(some.floats(-7, 7), some.floats(-math.pi / 2, math.pi / 2))
RECT = QRectF(0, 0, 800, 600)


@given(ANGLES, some.sampled_from(["tetrahedron", "cube"]),
       some.lists(some.integers(0, 9), min_size=4, max_size=4))
def test_a_state_is_drawn_and_found_again_however_the_solid_is_turned(turn, kind, parts):
    shape = solid.SHAPES[kind]
    made = solid.Scene(kind, (), (), flow.Portrait(np.empty((0, 1, len(shape.middle))), None), turn=turn)
    view = solid.place(RECT, 15, made)
    state = np.array(parts if kind == "tetrahedron" else parts[:3], dtype=float)
    state = (state + 1) / (state + 1).sum() if kind == "tetrahedron" else state / 9
    at = view.to.at(state)
    assert RECT.contains(at), "it fits"
    assert view.at_depth(at, float(view.nearness(state))) == pytest.approx(state, abs=1e-6)
    front = view.in_front(at)
    assert flow.distance(view.to.at(front), at) < 1e-6 * 800
    assert float(view.nearness(front)) >= float(view.nearness(state)) - 1e-6
    assert min(front.min(), (1 - front).min()) == pytest.approx(0, abs=1e-6), "on the surface"
    right, up, towards = solid.directions(turn)
    assert np.array([right, up, towards]) @ np.array([right, up, towards]).T == pytest.approx(np.eye(3))


def test_solids_are_what_they_are_called():
    for kind, corners, edges, faces in (("tetrahedron", 4, 6, 4), ("cube", 8, 12, 6)):
        shape = solid.SHAPES[kind]
        assert (len(shape.corners), len(shape.edges), len(shape.faces)) == (corners, edges, faces)
        lengths = [float(np.linalg.norm(shape.points[a] - shape.points[b])) for a, b in shape.edges]
        assert lengths == pytest.approx([lengths[0]] * edges)
        assert np.linalg.norm(shape.points, axis=1) == pytest.approx(np.ones(corners))
        seen = shape.facing(solid.directions((0.3, 0.2))[2])
        assert 0 < sum(seen) < faces


def test_turning_is_fast(open_page):
    """30 pictures a second; several times as long is allowed here."""
    page = open_page(TWIN)
    page.context.window.resize(1280, 1100)
    page.picture.grab()
    times = []
    for _ in range(12):
        started = thread_time()
        QTest.keyClick(page.picture, Qt.Key.Key_Right)
        page.picture.repaint()
        times.append(thread_time() - started)
    assert sorted(times)[3] < 0.1


def test_shares_of_the_start_are_exact(open_page):
    page = open_page(TWIN)
    here = place_of(page, page.start)
    drag(page.picture, here, here + QPointF(9, 4))
    assert all(isinstance(share, F) and share.denominator <= 1000 for share in page.start)
