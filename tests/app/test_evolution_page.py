"""The Evolution page, driven as a person drives it."""

from __future__ import annotations

import csv
import io
from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSlider

from playground.app.pages import evolution_words as words
from playground.app.pictures import evolution as pictures
from playground.app.pictures import flow
from playground.app.widgets.shares import changed, rounded
from playground.evolution import population_game, rest_set, trajectory
from playground.files.document import GameDocument
from playground.game import Expression, NormalForm, Parameter, Player
from playground.game.normal_form import cells_from_texts


def symmetric(rows, names, parameters=()):
    a = np.array(rows, dtype=object)
    cells = cells_from_texts(np.stack([a, a.T]).astype(str).astype(object))
    return NormalForm((Player("Ann", names), Player("Bob", names)), cells, parameters)


STAG = symmetric([[4, 0], [3, 3]], ("Stag", "Hare"))
RPS_NAMES = ("Rock", "Paper", "Scissors")
RPS = symmetric([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], RPS_NAMES)
BAD_RPS = symmetric([[0, -2, 1], [1, 0, -2], [-2, 1, 0]], RPS_NAMES)
PENNIES = NormalForm.from_arrays([[1, -1], [-1, 1]])
TRUST = NormalForm.from_arrays([[4, -2], [0, 0]], [[2, 6], [0, 0]])
FIVE = symmetric(np.array([[0, -1, 1, 1, -1], [1, 0, -1, -1, 1], [-1, 1, 0, 1, -1], [-1, 1, -1, 0, 1],
                           [1, -1, 1, -1, 0]]), ("Rock", "Paper", "Scissors", "Lizard", "Spock"))
FOUR_PLAYERS = NormalForm.from_arrays(*np.arange(64).reshape(4, 2, 2, 2, 2))


@pytest.fixture
def open_page(make_window):
    """open_page(game): the page of a window on that game."""
    def make(game: NormalForm):
        window = make_window(GameDocument(game, title="Test game"), page="evolution")
        return window.pages["evolution"]
    return make


def mouse(view, kind, at: QPointF, down: bool = True) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    event = QMouseEvent(kind, at, view.mapToGlobal(at), button, left if down else none,
                        Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)


def drag(view, a: QPointF, b: QPointF) -> None:
    mouse(view, QEvent.Type.MouseButtonPress, a)
    for part in (0.3, 0.7, 1.0):
        mouse(view, QEvent.Type.MouseMove, a + (b - a) * part)
    mouse(view, QEvent.Type.MouseButtonRelease, b, down=False)


def place_of(page, state) -> QPointF:
    view = page.picture
    return pictures.point_of(view.picture_rect(), view.unit(), view.scene, [float(share) for share in state])


def exact(qtbot, page):
    """The way with its error bound, which comes once it is quiet."""
    qtbot.waitUntil(lambda: page.run is not None and page.run.error is not None, timeout=15_000)
    return page.run


# --- what is seen --------------------------------------------------------------------------------

def test_stag_hunt_tells_where_it_ends_what_else_is_stable_and_the_threshold(open_page, qtbot):
    page = open_page(STAG)
    run = exact(qtbot, page)
    assert page.headline == ("From here the population ends at all Hare; all Stag is stable too; "
                             "3/4 Stag is the threshold.")
    assert run.shares[0].tolist() == [0.6, 0.4] and run.shares[-1, 0] < 1e-3
    assert "±" in page.readout.text() and "Hare > 0.9999" in page.readout.text()
    rows = page.controls.rest_points.rows
    assert [(row.title, row.kind) for row in rows] == [("3/4 Stag", "source"), ("all Stag", "sink"),
                                                       ("all Hare", "sink")]
    assert "eigenvalue 3/4" in rows[0].details[0] and "(3/4, 1/4)" in rows[0].tip
    page.set_start((F(4, 5), F(1, 5)))
    assert page.headline.startswith("From here the population ends at all Stag; all Hare is stable too")
    page.set_start((F(3, 4), F(1, 4)))
    assert page.headline.startswith("The start, 3/4 Stag, is a rest point, and nearby states leave it")


@pytest.mark.parametrize(("game", "start", "told"), [
    (RPS, ("1/2", "3/10", "1/5"), "At time 20 the population is still moving; nearby states circle around "
                                  "1/3 Rock, 1/3 Paper, 1/3 Scissors."),
    (BAD_RPS, ("1/2", "3/10", "1/5"), "At time 20 the population is still moving; no rest point is stable."),
    (BAD_RPS, ("1/3", "1/3", "1/3"), "The start, 1/3 Rock, 1/3 Paper, 1/3 Scissors, is a rest point, and "
                                     "nearby states leave it; no rest point is stable."),
    (symmetric([[1, 1], [1, 1]], ("A", "B")), ("1/2", "1/2"),
     "Every state is a rest point here: nothing ever moves."),
    (TRUST, ("7/10", "3/10", "3/5", "2/5"),
     "From here the population comes to rest on a line of rest points."),
    (PENNIES, ("1/2", "1/2", "1/2", "1/2"), "The start, Ann 1/2 A, Bob 1/2 A, is a rest point, and nearby "
                                            "states circle around it."),
])
def test_headline_claims_what_the_results_say_and_no_more(game, start, told):
    population = population_game(game)
    state = tuple(map(F, start))
    run = pictures.cut(trajectory(game, "replicator", state, steps=400), 20)
    assert words.headline(game, population, rest_set(game), run, 20) == told


def test_strategies_named_by_numbers_are_quoted():
    game = symmetric([[4, 0], [3, 3]], ("9", "Hare"))
    population = population_game(game)
    assert words.state_name(game, population, (F(3, 4), F(1, 4))) == "3/4 “9”"
    assert words.state_name(game, population, (F(0), F(1))) == "all Hare"


def test_a_centre_at_the_start_does_not_count_as_stable_elsewhere():
    run = trajectory(PENNIES, "replicator", tuple(map(F, ("1/2", "1/2", "1/2", "1/2"))))
    told = words.headline(PENNIES, population_game(PENNIES), rest_set(PENNIES), run, 20)
    assert told.count("circle") == 1


@pytest.mark.parametrize(("error", "text"), [(3.2e-9, "4e−9"), (9.7e-8, "1e−7"), (0.0021, "0.003"),
                                             (1e-9, "1e−9")])
def test_error_bounds_are_rounded_up(error, text):
    assert words.bound(error) == text


def test_games_that_do_not_fit_say_what_would(open_page):
    page = open_page(FOUR_PLAYERS)
    assert page.picture.scene is None and not page.controls.isVisible()
    said = page.picture.accessibleDescription()
    assert "need two or three players" in page.headline and "What fits: a symmetric game" in said
    assert not any(action.is_enabled for action in page.actions())
    page.context.document.edit_game("Take two players", STAG)
    assert page.picture.scene is not None and page.controls.isVisible()
    page.context.document.undo_stack.undo()
    assert page.picture.scene is None


def test_larger_games_show_their_shares_and_rest_points_come_from_a_worker(open_page, qtbot):
    page = open_page(FIVE)
    assert not page.picture.isVisible() and "needs two, three or four strategies" in page.stage.note.text()
    assert len(page.plot.scene.lines) == 5
    run = exact(qtbot, page)
    assert np.allclose(run.shares.sum(axis=1), 1)
    assert page.controls.rest_points.rows[0].title.startswith("1/5 Rock")
    assert "circle around 1/5 Rock" in page.headline


def test_two_populations(open_page, qtbot):
    page = open_page(PENNIES)
    assert page._portrait.kind == "square"
    assert [line.dashed for line in page.plot.scene.lines] == [False, True]
    page.context.document.edit_game("Another game", STAG)
    assert page._portrait.kind == "line"
    combo = page.controls._structure
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    assert page._portrait.kind == "square" and len(page.start) == 4
    page.context.document.edit_game("Asymmetric", TRUST)  # two populations are all that is left
    assert page._portrait.kind == "square" and page.picture.scene.portrait.continua
    page.set_start(tuple(map(F, ("0", "1", "1", "0"))))
    assert "is a rest point" in page.headline


# --- start ---------------------------------------------------------------------------------------

def test_start_is_dragged_and_the_way_follows(open_page, qtbot):
    page = open_page(RPS)
    page.picture.grab()
    kept, layer = page.picture.scene.portrait, page.picture._kept[2]
    goal = (F(1, 5), F(7, 10), F(1, 10))
    drag(page.picture, place_of(page, page.start), place_of(page, goal))
    assert page.start == pytest.approx(goal, abs=0.01) and sum(page.start) == 1
    assert page.run.shares[0] == pytest.approx([float(s) for s in page.start])
    assert page.picture.scene.path.points[0] == pytest.approx(page.run.shares[0])
    page.picture.grab()
    assert page.picture.scene.portrait is kept and page.picture._kept[2] is layer  # drawn once for the drag
    assert page.run.error is None
    assert exact(qtbot, page).shares[0] == pytest.approx([float(s) for s in page.start])
    before = page.start
    drag(page.picture, place_of(page, (0.1, 0.1, 0.8)), place_of(page, (0.3, 0.3, 0.4)))  # not at the start
    assert page.start == before
    drag(page.picture, place_of(page, before), QPointF(-4000, 20))  # beyond the triangle: the nearest state
    assert min(page.start) == 0 and sum(page.start) == 1
    mouse(page.picture, QEvent.Type.MouseButtonDblClick, place_of(page, (0.3, 0.3, 0.4)))
    assert page.start == pytest.approx((0.3, 0.3, 0.4), abs=0.01)


@pytest.mark.parametrize(("game", "goal"), [(STAG, (F(1, 4), F(3, 4))),
                                            (PENNIES, (F(1, 4), F(3, 4), F(4, 5), F(1, 5)))])
def test_start_is_dragged_on_the_line_and_in_the_square(open_page, game, goal):
    page = open_page(game)
    drag(page.picture, place_of(page, page.start), place_of(page, goal))
    assert page.start == pytest.approx(goal, abs=0.01)


def test_start_is_typed_exactly(open_page, qtbot):
    page = open_page(RPS)
    boxes = page.controls.findChildren(QLineEdit)[:3]
    boxes[0].setFocus()
    boxes[0].selectAll()
    qtbot.keyClicks(boxes[0], "1/7")
    assert page.start == (F(1, 7), F(18, 35), F(12, 35))
    assert boxes[1].text() == "18/35"
    qtbot.keyClicks(boxes[0], "/")  # half-typed: marked, kept, and no error
    assert boxes[0].text() == "1/7/" and boxes[0].property("invalid") and page.start[0] == F(1, 7)
    boxes[0].editingFinished.emit()
    assert boxes[0].text() == "1/7" and not boxes[0].property("invalid")
    slider = page.controls.findChildren(QSlider)[2]
    slider.setValue(1000)
    assert page.start == (0, 0, 1) and "all Scissors" in page.headline
    page.start_even()
    assert page.start == (F(1, 3),) * 3
    page.start_random()
    assert sum(page.start) == 1 and page.start != (F(1, 3),) * 3


@given(st.lists(st.integers(0, 50), min_size=2, max_size=5).filter(any), st.data())
def test_changed_shares_sum_to_one_and_keep_proportions(parts, data):
    start = tuple(F(part, sum(parts)) for part in parts)
    for _ in range(4):
        k = data.draw(st.integers(0, len(parts) - 1))
        value = data.draw(st.fractions(0, 1, max_denominator=997))
        made = changed(start, k, value)
        assert sum(made) == 1 and made[k] == value and min(made) >= 0
        start = made
    assert max(share.denominator for share in start) < 10**10  # dragging on must not slow down


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6).filter(lambda s: sum(s) > 0.01))
def test_rounded_shares_are_exact_and_near(values):
    shares = [value / sum(values) for value in values]
    made = rounded(shares)
    assert sum(made) == 1 and max(abs(float(a) - b) for a, b in zip(made, shares)) <= 1e-3


# --- live ----------------------------------------------------------------------------------------

def test_changes_made_elsewhere_and_undo_are_seen_on_return(open_page, qtbot):
    page = open_page(STAG)
    window, document = page.context.window, page.context.document
    window.show_page("library")
    document.edit_game("Hare pays 2", symmetric([[4, 0], [2, 2]], ("Stag", "Hare")))
    assert page.controls.rest_points.rows[0].title == "3/4 Stag"  # a hidden page does no work
    window.show_page("evolution")
    assert page.controls.rest_points.rows[0].title == "1/2 Stag"
    assert "1/2 Stag is the threshold" in page.headline
    document.undo_stack.undo()
    assert page.controls.rest_points.rows[0].title == "3/4 Stag" and "3/4" in page.headline
    assert page.start == (F(3, 5), F(2, 5))  # the start is kept while the strategies stay


def test_parameters_move_the_threshold_from_this_page_and_undo_takes_one_step(open_page):
    h = Parameter("h", Expression("3"), F(0), F(4), F(1, 10), "what hunting hare pays")
    page = open_page(symmetric([["4", "0"], ["h", "h"]], ("Stag", "Hare"), (h,)))
    row = page.controls.parameters.rows["h"]
    row.slider.setValue(10)
    row.slider.setValue(20)
    assert "1/2 Stag is the threshold" in page.headline
    assert page.context.document.game.values["h"] == 2
    assert page.controls.findChildren(type(row))[0] is row  # the row stays while it is dragged
    page.context.document.undo_stack.undo()
    assert "3/4 Stag is the threshold" in page.headline and row.box.text() == "3"


# --- time, corners, out --------------------------------------------------------------------------

def test_time_and_play(open_page, qtbot, monkeypatch):
    page = open_page(STAG)
    time = page.controls._time
    time.selectAll()
    qtbot.keyClicks(time, "0")
    assert page.end == 20 and time.property("invalid")
    time.selectAll()
    qtbot.keyClicks(time, "5/2")
    assert page.end == 2.5 and page.plot.scene.times[-1] == 2.5 and not time.property("invalid")
    monkeypatch.setattr(page, "reduced_motion", lambda: False)
    page.play_or_pause()
    qtbot.waitUntil(lambda: (page.plot.scene.now or 0) > 0.05)
    assert page.is_playing and page.picture.scene.path.now is not None
    page.play_or_pause()
    assert not page.is_playing
    page.play_or_pause()
    page.context.window.show_page("library")
    assert not page.is_playing  # nothing moves where nobody looks
    monkeypatch.setattr(page, "reduced_motion", lambda: True)
    page.context.window.show_page("evolution")
    page._show_now(0.0)
    page.play_or_pause()
    assert not page.is_playing and page.plot.scene.now is None  # it is where it ends
    assert page.controls._now.value() == page.controls._now.maximum()


def test_corners_turn_and_the_pointer_follows(open_page):
    page = open_page(RPS)
    before = place_of(page, (1, 0, 0))
    page.turn_corners()
    assert flow.distance(place_of(page, (1, 0, 0)), before) > 50
    assert flow.distance(place_of(page, (0, 1, 0)), before) < 1e-6
    drag(page.picture, place_of(page, page.start), place_of(page, (F(1, 5), F(7, 10), F(1, 10))))
    assert page.start == pytest.approx((0.2, 0.7, 0.1), abs=0.01)
    texts = [action.text() for action in page.picture.menu().actions()]
    assert "Rotate corners" in texts and "Save picture as…" in texts


def test_pointing_tells_the_state_and_its_speed(open_page):
    page = open_page(RPS)
    mouse(page.picture, QEvent.Type.MouseMove, place_of(page, (0.5, 0.25, 0.25)), down=False)
    assert "Rock 0.50" in page.readout.text() and "speed" in page.readout.text()
    QApplication.sendEvent(page.picture, QEvent(QEvent.Type.Leave))
    assert page.readout.text().startswith("At time 20")


def test_table_and_picture_leave_the_page_whole(open_page, qtbot, tmp_path, monkeypatch):
    page = open_page(PENNIES)
    run = exact(qtbot, page)
    table = list(csv.reader(io.StringIO(page.csv())))
    assert table[0] == ["time", "Ann: A", "Ann: B", "Bob: A", "Bob: B"]
    assert [float(value) for value in table[1]] == [0.0, 0.7, 0.3, 0.6, 0.4]
    assert [float(value) for value in table[-1]] == [20.0, *run.shares[-1].tolist()]
    monkeypatch.setattr(page.context.window, "ask_save_path",
                        lambda caption, filter, name="": tmp_path / f"out{name[name.rindex('.'):]}")
    page._actions.save_shares()
    assert (tmp_path / "out.csv").read_text() == page.csv()
    page._actions.save_picture()
    assert b"<svg" in (tmp_path / "out.svg").read_bytes()
    page._actions.copy_rest_points()
    assert QGuiApplication.clipboard().text().count("\n") == 4
    told = []
    monkeypatch.setattr(page.context.window, "error", lambda text, details="": told.append(details))
    monkeypatch.setattr(page.context.window, "ask_save_path", lambda *_a, **_k: tmp_path / "no" / "out.csv")
    page._actions.save_shares()
    assert "save somewhere else" in told[0]


def test_everything_has_a_name_and_fits_when_zoomed(open_page, application, qtbot):
    page = open_page(RPS)
    for widget in page.controls.findChildren(QSlider) + page.controls.findChildren(QLineEdit):
        assert widget.accessibleName()
    for _ in range(6):
        application.zoom_in()
    QApplication.processEvents()
    body = page.controls.widget()
    assert body.minimumSizeHint().width() <= page.controls.viewport().width()
