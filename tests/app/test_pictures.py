"""Pictures: what they show, pixel by pixel where it matters, and that every format is written whole."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from fractions import Fraction as F
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

from playground import equilibrium
from playground.app.pictures import (
    best_response,
    export,
    flow,
    learning,
    paper,
    payoff_space,
    phase_line,
    region_map,
    shares,
    square,
    thumbnail,
    triangle,
)
from playground.app.pictures.view import PictureView
from playground.app.theme import DARK, LIGHT, contrast
from playground.arena import curves
from playground.equilibrium import certify, solve
from playground.files import load_library
from playground.game import NormalForm, Player, Profile
from playground.problem import InputError

SIZE = QSize(420, 400)
RECT = QRectF(0, 0, 420, 400)
UNIT = 14

STAG = NormalForm.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]],
                              players=(Player("Ann", ("Stag", "Hare")), Player("Bob", ("Stag", "Hare"))))


def solved(*profiles):
    """What `solve` gives, as far as a picture looks at it."""
    return SimpleNamespace(equilibria=[SimpleNamespace(profile=Profile(p), payoffs=(F(1), F(1)))
                                       for p in profiles])


STAG_SOLVED = solved([[1, 0], [1, 0]], [["3/4", "1/4"], ["3/4", "1/4"]], [[0, 1], [0, 1]])


def portrait(coordinates: int, **more) -> flow.Portrait:
    lines = np.linspace(0.1, 0.4, 2 * 10 * coordinates).reshape(2, 10, coordinates)
    if coordinates == 3:
        lines /= lines.sum(axis=-1, keepdims=True)
    return flow.Portrait(lines, np.linspace(0, 1, 64).reshape(8, 8), **more)


def triangle_scene(**more) -> triangle.Scene:
    path = flow.Path(np.array([[0.2, 0.2, 0.6], [0.5, 0.2, 0.3], [0.8, 0.1, 0.1]]), now=(0.5, 0.2, 0.3))
    places = [(F(1), F(0), F(0)), (F(0), F(1), F(0)), (F(0), F(0), F(1)), (F(1, 3),) * 3]
    rest = tuple(map(flow.Rest, places, ["sink", "source", "saddle", "centre"]))
    edge = ((0.0, 0.5, 0.5), (0.5, 0.5, 0.0))
    names = ("Rock", "Paper", "Scissors")
    return triangle.Scene(names, portrait(3, rest=rest, continua=(edge,)), path, **more)


def square_scene() -> square.Scene:
    rest = (flow.Rest((F(1, 2), F(1, 2)), "saddle"), flow.Rest((0.1234, 1.0), "degenerate"))
    return square.Scene(("Ann", "Bob"), (("Opera", "Football"),) * 2, portrait(2, rest=rest),
                        flow.Path(np.array([[0.2, 0.7], [0.3, 0.5]])))


def line_scene() -> phase_line.Scene:
    x = np.linspace(0, 1, 51)
    rest = (flow.Rest((F(0),), "sink"), flow.Rest((F(3, 4),), "source"), flow.Rest((F(1),), "sink"))
    return phase_line.Scene(("Stag", "Hare"), x, np.stack([4 * x, np.full_like(x, 3)], -1),
                            x * (1 - x) * (4 * x - 3), rest, path=flow.Path(np.array([[0.6], [0.1]])))


def shares_scene() -> shares.Scene:
    t = np.linspace(0, 20, 301)
    rock = 0.5 + 0.4 * np.sin(t)
    lines = (shares.Line("Rock & <Roll>", 0), shares.Line("Blues", 1))
    return shares.Scene(t, np.stack([rock, 1 - rock], -1), lines, 4.0)


def space_scene() -> payoff_space.Scene:
    points = tuple(((F(a), F(b)), name)
                   for a, b, name in [(4, 4, "a"), (0, 3, "b"), (3, 0, "c"), (3, 3, "d")])
    best = (F(4), F(4))
    return payoff_space.Scene(("Ann", "Bob"), points, ((F(0), F(3)), (F(3), F(0)), best), (best,), (best,),
                              (F(3), F(3)))


def region_scene() -> region_map.Scene:
    """The dilemma, R across from 3 to 8, S up from -1 to 2."""
    game = load_library("prisoners-dilemma").game
    found = equilibrium.region_map(game, "R", "S", (F(3), F(8)), (F(-1), F(2)))
    return region_map.scene(game, found, region_map.ground(game, found))


def learning_scene() -> learning.Scene:
    """A learner with memory, one without, and what both earn."""
    game = load_library("prisoners-dilemma").game
    return learning.scene(game, curves(game, ("q-learning", "exp3"), 300, 50, seed=1))


PICTURES = {
    "thumbnail": (thumbnail.paint, lambda: thumbnail.scene(STAG)),
    "thumbnail-pattern": (thumbnail.paint, lambda: thumbnail.scene(NormalForm.from_arrays(
        np.arange(49).reshape(7, 7), np.arange(49).reshape(7, 7) % 5))),
    "thumbnail-one-player": (thumbnail.paint, lambda: thumbnail.scene(NormalForm.from_arrays([1, 3, 2]))),
    "thumbnail-four-players": (thumbnail.paint, lambda: thumbnail.scene(NormalForm.from_arrays(
        *np.arange(64).reshape(4, 2, 2, 2, 2)))),
    "best-response": (best_response.paint, lambda: best_response.scene(STAG, STAG_SOLVED)),
    "payoff-space": (payoff_space.paint, space_scene),
    "phase-line": (phase_line.paint, line_scene),
    "triangle": (triangle.paint, triangle_scene),
    "square": (square.paint, square_scene),
    "region-map": (region_map.paint, region_scene),
    "shares": (shares.paint, shares_scene),
    "learning": (learning.paint, learning_scene),
}


@pytest.fixture
def font(qapp) -> QFont:
    made = QFont("DejaVu Sans")
    made.setPixelSize(UNIT)
    return made


def drawn(paint, scene, theme, font, scale=1.0) -> QImage:
    return export.image(paint, SIZE, scene, theme, font, scale)


def near(image: QImage, at: QPointF, colour: QColor, radius: int = 0) -> bool:
    """Whether a pixel within `radius` of `at` has that colour."""
    return any(QColor(image.pixel(round(at.x()) + dx, round(at.y()) + dy)).rgb() == colour.rgb()
               for dx in range(-radius, radius + 1) for dy in range(-radius, radius + 1))


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_picture_is_written_in_every_format(name, theme, font, tmp_path):
    paint, make = PICTURES[name]
    scene = make()
    for suffix in export.SUFFIXES:
        export.save(tmp_path / f"a{suffix}", paint, SIZE, scene, theme, font, "A & B <title>")
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    assert root.attrib["viewBox"] == "0 0 420 400"
    assert len(list(root.iter())) > 10
    pdf = (tmp_path / "a.pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and b"315" in pdf  # 420 pixels are 315 points
    image = QImage(str(tmp_path / "a.png"))
    assert image.size() == SIZE * 2
    assert len({image.pixel(x, y) for x in range(0, 840, 7) for y in range(0, 800, 7)}) > 2
    assert {path.name for path in tmp_path.iterdir()} == {"a.svg", "a.pdf", "a.png"}  # no temporary left


def test_vector_formats_keep_words_and_stay_inside_the_triangle(font, tmp_path):
    export.save(tmp_path / "a.svg", triangle.paint, SIZE, triangle_scene(), LIGHT, font)
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    words = {"".join(e.itertext()).strip() for e in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Rock", "Paper", "Scissors", "stable", "all at rest", "slow"} <= words
    # the speed field is an image; beside the triangle it is empty
    image = drawn(triangle.paint, triangle_scene(), LIGHT, font)
    to = triangle.place(RECT, UNIT)
    left = to.at((0, 0.5, 0.5)) - QPointF(0, 6)
    assert not near(image, left, LIGHT.colour("surface"))
    edge = to.at((0.5, 0.5, 0))
    assert near(image, edge - QPointF(12, 0), LIGHT.colour("surface"))


def test_saving_says_what_to_do(font, tmp_path):
    scene = thumbnail.scene(STAG)
    with pytest.raises(InputError, match=r"ends in \.svg, \.pdf, \.png"):
        export.save(tmp_path / "a.bmp", thumbnail.paint, SIZE, scene, LIGHT, font)
    with pytest.raises(InputError, match="make it, or save somewhere else"):
        export.save(tmp_path / "none" / "a.svg", thumbnail.paint, SIZE, scene, LIGHT, font)
    (tmp_path / "a.svg").write_text("old")

    def broken(*_args):
        raise RuntimeError("a painter that fails")

    with pytest.raises(RuntimeError):
        export.save(tmp_path / "a.svg", broken, SIZE, scene, LIGHT, font)
    assert (tmp_path / "a.svg").read_text() == "old"


# --- regions of two parameters ---------------------------------------------------------------------

@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_regions_have_their_colour_number_and_words(theme, font, tmp_path):
    scene = region_scene()
    image = drawn(region_map.paint, scene, theme, font)
    frame = region_map.place(RECT, UNIT, scene)
    sets = {(4, 0): "pure (Defect, Defect)", (7, 1.5): "pure (Cooperate, Cooperate)"}
    for (x, y), words in sets.items():
        colour = region_map.fill(scene.ground.sets.index(words), theme)
        assert near(image, frame.at(x + 0.3, y + 0.2), colour)
        assert contrast(colour.name(), theme.text) > 4.5
    assert near(image, frame.at(5, -0.5), theme.colour("text"), 1), "the border R = T"
    assert near(image, frame.at(3, 0), theme.colour("accent"), 1), "the dot, R = 3 and S = 0"
    assert len({region_map.fill(i, theme).name() for i in range(10)}) == 10
    export.save(tmp_path / "a.svg", region_map.paint, SIZE, scene, theme, font)
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    told = {"".join(e.itertext()).strip() for e in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"1", "2", "3", "4", "R = T", "P = S", "R", "S", "All borders are exact", *sets.values()} <= told


def test_the_key_is_beside_a_wide_map_and_says_what_it_leaves_out(font, tmp_path):
    scene = region_scene()
    for size, beside in ((QSize(420, 400), False), (QSize(700, 300), True), (QSize(300, 190), False)):
        frame = region_map.place(QRectF(0, 0, size.width(), size.height()), UNIT, scene)
        assert (size.width() - frame.box.right() > 200) == beside and frame.box.height() > 40
        export.save(tmp_path / "a.svg", region_map.paint, size, scene, LIGHT, font)
        told = (tmp_path / "a.svg").read_text()
        assert ("more: hold the pointer" in told) == (size.height() == 190)


# --- thumbnail -----------------------------------------------------------------------------------

def test_thumbnail_marks_best_responses_and_equilibria():
    scene = thumbnail.scene(STAG)
    assert scene.texts[0] == (("4", "4"), ("0", "3"))
    assert scene.best.tolist() == [[[True, False], [False, True]], [[True, False], [False, True]]]
    assert scene.equilibria.tolist() == [[True, False], [False, True]]


def test_thumbnail_of_three_players_is_their_first_slice_with_equilibria_of_the_whole_game():
    third = np.array([[[0, 1], [0, 0]], [[0, 0], [0, 1]]])
    game = NormalForm.from_arrays(*np.zeros((2, 2, 2, 2), dtype=int), third)
    scene = thumbnail.scene(game)
    assert scene.slices == 2
    assert scene.equilibria.tolist() == [[False, True], [True, False]]  # where player 3 would not deviate


# --- best responses ------------------------------------------------------------------------------

fractions = st.fractions(min_value=-3, max_value=3, max_denominator=4)


@given(first=fractions, second=fractions, t=st.fractions(min_value=0, max_value=1, max_denominator=12))
def test_stair_holds_exactly_the_best_answers(first, second, t):
    """A mixture is on the curve if and only if it is a best response."""
    curve = best_response.stair(first, second)
    advantage = first * t + second * (1 - t)
    for own in (F(0), F(1, 3), F(1)):
        best = advantage == 0 or (own == 1 and advantage > 0) or (own == 0 and advantage < 0)
        on = not curve or any(all(min(a[i], b[i]) <= (own, t)[i] <= max(a[i], b[i]) for i in (0, 1))
                              for a, b in pairwise(curve))
        assert on == best


@given(st.lists(st.integers(-1, 2), min_size=8, max_size=8))
def test_equilibria_and_continua_are_where_the_curves_meet(payoffs):
    a, b = np.array(payoffs).reshape(2, 2, 2)
    game = NormalForm.from_arrays(a, b)
    scene = best_response.scene(game, solve(game))

    def on(point, curve) -> bool:
        return not curve or any(all(min(s[i], e[i]) <= point[i] <= max(s[i], e[i]) for i in (0, 1))
                                for s, e in pairwise(curve))

    assert scene.dots and all(on(dot, curve) for dot in scene.dots for curve in scene.curves)
    for start, end in scene.segments:
        middle = [(s + e) / 2 for s, e in zip(start, end)]
        assert certify(game, Profile([[p, 1 - p] for p in middle]))
    grid = [F(i, 6) for i in range(7)]
    for p, q in ((p, q) for p in grid for q in grid):  # nothing that is an equilibrium is left out
        if certify(game, Profile([[p, 1 - p], [q, 1 - q]])):
            assert (scene.everywhere or (p, q) in scene.dots
                    or any(on((p, q), segment) for segment in scene.segments))


def test_equilibrium_dot_and_curves_are_where_they_belong(font):
    image = drawn(best_response.paint, best_response.scene(STAG, STAG_SOLVED), LIGHT, font)
    frame = best_response.place(RECT, UNIT)
    for p in (0, 0.75, 1):
        assert near(image, frame.at(p, p), LIGHT.colour("text"), 1)
    assert not near(image, frame.at(0.3, 0.6), LIGHT.colour("text"), 3)
    assert near(image, frame.at(0.4, 0.75), LIGHT.player(0), 1)  # Ann switches where Bob plays Stag 3/4
    assert near(image, frame.at(0.75, 0.4), LIGHT.player(1), 9)  # dashed: somewhere along it
    assert not near(image, frame.at(0.75, 0.4), LIGHT.player(0), 5)


def test_continua_are_segments_and_full_indifference_is_the_whole_square(font):
    # Entry deterrence: a continuum at p = 0 from q = 0 to 1/2
    game = NormalForm.from_arrays([[1, -1], [0, 0]], [[1, -1], [2, 2]])
    scene = best_response.scene(game, solved([[0, 1], [0, 1]], [[0, 1], ["1/2", "1/2"]], [[1, 0], [1, 0]]))
    assert scene.segments == (((F(0), F(0)), (F(0), F(1, 2))),)
    assert scene.curves[1] == ((F(0), F(0)), (F(0), F(1)), (F(1), F(1)))
    frame = best_response.place(RECT, UNIT)
    image = drawn(best_response.paint, scene, LIGHT, font)
    beside = QPointF(5, 0)  # the band is wider than the curves
    band = QColor(image.pixel((frame.at(0, 0.25) + beside).toPoint()))
    elsewhere = QColor(image.pixel((frame.at(0, 0.8) + beside).toPoint()))
    assert band not in (LIGHT.colour("surface"), elsewhere)
    nothing = NormalForm.from_arrays([[0, 0], [0, 0]], [[5, 5], [5, 5]])
    corners = solved(*[[[a, 1 - a], [b, 1 - b]] for a in (0, 1) for b in (0, 1)])
    everywhere = best_response.scene(nothing, corners)
    assert everywhere.everywhere and everywhere.curves == ((), ()) and everywhere.segments == ()
    image = drawn(best_response.paint, everywhere, LIGHT, font)
    assert not any(near(image, frame.at(p, q), LIGHT.colour("surface"))
                   for p in (0.31, 0.62) for q in (0.37, 0.71))


# --- portraits -----------------------------------------------------------------------------------

@given(st.lists(st.floats(-3, 3), min_size=3, max_size=3))
def test_nearest_state_is_a_state_and_none_is_nearer(values):
    point = np.array(values) - (sum(values) - 1) / 3  # anywhere in the triangle's plane
    found = triangle.nearest(point)
    assert np.all(found >= 0) and abs(found.sum() - 1) < 1e-9
    best = np.linalg.norm(found - point)
    edges = (np.eye(3) + np.roll(np.eye(3), 1, axis=0)) / 2
    for other in [*np.eye(3), np.full(3, 1 / 3), *edges]:
        assert best <= np.linalg.norm(other - point) + 1e-9


@pytest.mark.parametrize("corners", [(0, 1, 2), (2, 0, 1), (1, 0, 2)])
def test_triangle_maps_pixels_and_shares_both_ways(corners):
    to = triangle.place(RECT, UNIT, corners)
    for state in [(1, 0, 0), (0.2, 0.3, 0.5), (0, 0.5, 0.5)]:
        assert triangle.shares(to, to.at(state)) == pytest.approx(state)
    assert to.at(np.eye(3)[corners[0]]).y() < to.at(np.eye(3)[corners[1]]).y()  # the first is on top
    assert triangle.shares(to, QPointF(-500, 390)) == pytest.approx(np.eye(3)[corners[1]])


def test_square_maps_pixels_and_shares_both_ways():
    to = square.place(RECT, UNIT)
    assert square.shares(to, to.at((0.2, 0.9))) == pytest.approx((0.2, 0.9))
    assert square.shares(to, QPointF(-50, -50)) == (0, 1)


def test_rest_points_start_and_end_are_drawn_at_their_places(font):
    for corners in [(0, 1, 2), (1, 2, 0)]:
        image = drawn(triangle.paint, triangle_scene(corners=corners), LIGHT, font)
        to = triangle.place(RECT, UNIT, corners)
        ink, ground = LIGHT.colour("text"), LIGHT.colour("surface")
        assert near(image, to.at((1, 0, 0)), ink)  # sink: filled
        assert near(image, to.at((0, 1, 0)), ground)  # source: hollow
        saddle = to.at((0, 0, 1))
        assert near(image, saddle - QPointF(3, 0), ink) and near(image, saddle + QPointF(3, 0), ground)
        assert near(image, to.at((F(1, 3),) * 3), ink)  # centre: a dot in a ring
        assert near(image, to.at((0.2, 0.2, 0.6)), LIGHT.colour("good"))
        end = to.at((0.8, 0.1, 0.1))  # a frame, in which a rest point would be seen
        assert near(image, end + QPointF(UNIT * 0.6, 0), LIGHT.colour("danger"), 2)
        assert not near(image, end, LIGHT.colour("danger"), 2)
        assert near(image, to.at((0.5, 0.2, 0.3)), LIGHT.colour("accent"), 2)  # the moving population


def test_speed_field_has_its_fast_corner_where_the_speed_is(font):
    """speed[i, j] belongs to the first coordinate i and the second j, also when corners are swapped."""
    speed = np.zeros((33, 33))
    speed[25:, :8] = 1.0  # the first strategy's corner
    for corners in [(0, 1, 2), (2, 0, 1)]:
        scene = triangle.Scene(("a", "b", "c"), flow.Portrait(np.empty((0, 2, 3)), speed), corners=corners)
        image = drawn(triangle.paint, scene, LIGHT, font)
        to = triangle.place(RECT, UNIT, corners)
        colours = [QColor(image.pixel(to.at(state).toPoint()))
                   for state in [(0.9, 0.05, 0.05), (0.05, 0.9, 0.05), (0.05, 0.05, 0.9)]]
        assert colours[0].red() > colours[0].blue()  # yellow, and the others violet
        assert colours[1] == colours[2] != colours[0]


def test_phase_line_has_arrows_and_threshold_label(font, tmp_path):
    scene = line_scene()
    where = phase_line.place(RECT, UNIT, scene)
    assert phase_line.share(where, where.velocity.at(0.3, 0)) == pytest.approx(0.3)
    export.save(tmp_path / "a.svg", phase_line.paint, SIZE, scene, LIGHT, font)
    words = {"".join(e.itertext()).strip() for e in ElementTree.parse(tmp_path / "a.svg").iter(
        "{http://www.w3.org/2000/svg}text")}
    assert {"3/4", "all Hare", "all Stag", "growth of Stag"} <= words


# --- payoff space, shares ------------------------------------------------------------------------

def test_payoff_space_of_a_zero_sum_game_is_a_line(font):
    game = NormalForm.from_arrays([[1, -1], [-1, 1]])
    scene = payoff_space.scene(game, solve(game))
    assert len(scene.hull) == 2 and scene.secured == (0, 0) and scene.equilibria == ((F(0), F(0)),)
    image = drawn(payoff_space.paint, scene, LIGHT, font)
    assert near(image, payoff_space.place(RECT, UNIT, scene).at(0, 0), LIGHT.colour("text"), 1)
    point = NormalForm.from_arrays([[2, 2], [2, 2]], [[1, 1], [1, 1]])
    drawn(payoff_space.paint, payoff_space.scene(point, solve(point)), LIGHT, font)


@given(st.lists(st.floats(0, 200), min_size=1, max_size=12))
def test_labels_keep_their_distance_and_their_order(heights):
    made = shares.spread(heights, 15, 0, 200)
    kept = sorted((h, y) for h, y in zip(heights, made) if y is not None)
    assert all(b[1] - a[1] >= 15 - 1e-6 for a, b in pairwise(kept))
    assert all(-1e-6 <= y <= 200 + 1e-6 for _h, y in kept) and kept


@pytest.mark.parametrize(("value", "text"), [
    (F(3, 4), "3/4"), (F(-1), "−1"), (0.5, "≈ 0.5"), (F(123456789, 1000), "≈ 123457"), (0, "0"),
    (-1e-7, "≈ −1e−07")])
def test_numbers_are_written_exactly_where_they_are_exact(value, text):
    assert paper.number(value) == text


def test_ticks_are_round_and_few():
    assert paper.ticks(0, 1) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert paper.ticks(2, 2) == [2]
    for low, high in [(-3.2, 17), (0.001, 0.0043), (-1e6, 1e6)]:
        found = paper.ticks(low, high, 6)
        assert 2 <= len(found) <= 7 and all(low <= t <= high for t in found)


# --- the view ------------------------------------------------------------------------------------

points = st.tuples(st.floats(0, 400), st.floats(0, 300))


@given(st.lists(st.tuples(points, st.text("abcxyz ", min_size=1, max_size=25)), max_size=12))
def test_names_beside_points_never_cover_one_another(found):
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    made = QFont("DejaVu Sans")
    made.setPixelSize(12)
    painter.setFont(made)
    try:
        room = QRectF(0, 0, 400, 300)
        labels = paper.Labels(painter, room, QColor("white"), [QPointF(*at) for at, _name in found])
        for at, name in found:
            labels.put(QPointF(*at), name, QColor("black"), made, QPointF(1, -1))
    finally:
        painter.end()
    boxes = labels.taken
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert len(boxes) > 0 or not found  # the first one always has room
    assert all(room.left() <= box.left() and box.right() <= room.right() + 1e-6 for box in boxes)


def test_the_key_has_the_colours_of_what_is_secured_alone(font):
    scene = space_scene()
    image = drawn(payoff_space.paint, scene, LIGHT, font, 4)
    top = payoff_space.place(RECT, UNIT, scene).box.top() - UNIT * 0.7
    colours = {image.pixel(x, y) for x in range(image.width()) for y in range(int(top * 4))}
    assert {LIGHT.player(0).rgb(), LIGHT.player(1).rgb(), LIGHT.colour("good").rgb()} <= colours


def test_view_shows_words_without_a_scene_copies_and_saves(qtbot, tmp_path):
    view = PictureView(thumbnail.paint, "Stag Hunt")
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show_scene(None, "Open a game first.")
    empty = view.grab().toImage()
    assert view.accessibleDescription() == "Open a game first."
    assert not any(action.isEnabled() for action in view.menu().actions())
    with pytest.raises(InputError):
        view.save(tmp_path / "a.svg")
    view.show_scene(thumbnail.scene(STAG))
    assert view.grab().toImage() != empty
    view.copy()
    data = QGuiApplication.clipboard().mimeData()
    copied = ElementTree.fromstring(bytes(data.data("image/svg+xml").data()))
    assert data.hasImage() and copied.attrib["viewBox"] == "0 0 300 200"
    view.set_theme(DARK)
    view.save(tmp_path / "dark.png")
    view.save(tmp_path / "light.png", LIGHT)
    assert QColor(QImage(str(tmp_path / "dark.png")).pixel(0, 0)) == DARK.colour("surface")
    assert QColor(QImage(str(tmp_path / "light.png")).pixel(0, 0)) == LIGHT.colour("surface")
    assert "print" in " ".join(action.text() for action in view.menu().actions())


def test_view_draws_the_still_layer_once_while_the_start_is_dragged(qtbot):
    painted = []

    def still(painter: QPainter, rect, scene, theme):
        painted.append(scene)
        triangle.paint_still(painter, rect, scene, theme)

    view = PictureView(triangle.paint, "Portrait",
                       layers=(still, triangle.paint_moving, lambda scene: scene.portrait))
    qtbot.addWidget(view)
    view.resize(SIZE)
    scene = triangle_scene()
    for x in (0.2, 0.3, 0.4):
        path = flow.Path(np.array([[x, 0.5 - x, 0.5], [1, 0, 0]]))
        view.show_scene(triangle.Scene(scene.strategies, scene.portrait, path))
        view.grab()
    assert len(painted) == 1
    view.set_theme(DARK)
    view.grab()
    assert len(painted) == 2
    view.resize(300, 300)
    view.grab()
    assert len(painted) == 3


def test_view_reports_a_failing_painter_once(qtbot):
    calls = []

    def broken(*_args):
        calls.append(1)
        raise RuntimeError("a painter that fails")

    view = PictureView(broken, "Broken")
    qtbot.addWidget(view)
    view.resize(100, 100)
    view.show_scene(object())
    with pytest.raises(RuntimeError):
        view.grab()
    view.grab()
    assert len(calls) == 1


def test_view_tells_where_the_mouse_is(qtbot):
    view = PictureView(thumbnail.paint, "Stag Hunt")
    qtbot.addWidget(view)
    view.resize(200, 200)
    for signal in (view.pressed, view.released, view.double_clicked):
        with qtbot.waitSignal(signal) as blocker:
            act = qtbot.mouseDClick if signal is view.double_clicked else qtbot.mouseClick
            act(view, Qt.MouseButton.LeftButton, pos=QPointF(20, 30).toPoint())
        assert blocker.args[0] == QPointF(20, 30)
