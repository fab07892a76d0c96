"""Best-response regions on paper, and a Lemke–Howson walk by buttons and keys beside the table."""

from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ElementTree
from fractions import Fraction as F

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont

from playground.app.pictures import export, paper, regions
from playground.app.theme import DARK, LIGHT
from playground.app.widgets.game_side import ORDER
from playground.app.widgets.regions_panel import RegionsPanel
from playground.equilibrium import lemke_howson, solve
from playground.equilibrium.lemke_howson import walk
from playground.files import load_library
from playground.game import NormalForm, Player, Profile, generators

SIZE, UNIT = QSize(900, 480), 14
RPS = load_library("rock-paper-scissors").game
TEXTBOOK = NormalForm.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]],
                                  players=(Player("Ann", ("a", "b", "c")), Player("Bob", ("left", "right"))))


def font() -> QFont:
    made = QFont()
    made.setPixelSize(UNIT)
    return made


@pytest.fixture
def panel(qtbot) -> RegionsPanel:
    made = RegionsPanel()
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    return made


def drop(panel: RegionsPanel, label: int) -> None:
    panel.label.setCurrentIndex(label + 1)
    panel.label.activated.emit(label + 1)


# --- the picture ------------------------------------------------------------------------------------------


def test_which_games_are_drawn() -> None:
    def drawn(*shape: int) -> tuple[int, ...]:
        return regions.drawn(generators.random_game(shape, 0, 9, 1))
    assert drawn(3, 3) == drawn(2, 3) == drawn(2, 2) == (0, 1)
    assert drawn(3, 10) == (0,) and drawn(4, 2) == (1,)
    assert drawn(3, 11) == drawn(4, 4) == drawn(3, 3, 3) == drawn(1, 3) == drawn(3,) == ()
    assert not RegionsPanel.fits(generators.random_game((2, 2), 0, 9, 1))  # it has its square
    assert RegionsPanel.fits(RPS)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("game", [RPS, TEXTBOOK])
def test_each_region_has_its_own_colour_where_it_should(qapp, game, theme) -> None:
    """Pixels in the middle of regions, away from the words: the other player's tints, all different."""
    made = regions.scene(game)
    image = export.image(regions.paint, SIZE, made, theme, font(), 1)
    for side, place in zip(made.sides, regions.places(QRectF(0, 0, 900, 480), made, UNIT)):
        other = theme.player(1 - side.player)
        seen = []
        for j, region in enumerate(side.regions):
            shape = regions.shape_of(place, region, UNIT)
            corner, middle = shape[0], shape.boundingRect().center()
            at = corner + (middle - corner) * 0.3
            part = 0.12 + (0.38 - 0.12) * j / (len(side.answers) - 1)
            colour = QColor(image.pixel(at.toPoint()))
            assert close(colour, paper.mixed(theme.colour("surface"), other, part))
            seen.append(colour.name())
        assert len(set(seen)) == len(side.regions)


def close(a: QColor, b: QColor) -> bool:
    return all(abs(x - y) <= 8 for x, y in zip(a.getRgb(), b.getRgb()))


def test_equilibria_are_where_they_are_and_numbered(qapp) -> None:
    solution = solve(TEXTBOOK)
    made = regions.scene(TEXTBOOK, solution)
    assert [dict(side.dots) for side in made.sides] == [
        {each.profile[k]: (i + 1,) for i, each in enumerate(solution.equilibria)} for k in (0, 1)]
    image = export.image(regions.paint, SIZE, made, LIGHT, font(), 1)
    for side, place in zip(made.sides, regions.places(QRectF(0, 0, 900, 480), made, UNIT)):
        for point, _numbers in side.dots:
            beside = place.at(point) + QPointF(0, -UNIT * 0.44)  # the disc above its number
            assert close(QColor(image.pixel(beside.toPoint())), LIGHT.colour("text"))


def test_sets_of_equilibria() -> None:
    """Ann's first two strategies tie against Left, which is best while the first has at least 1/2."""
    game = NormalForm.from_arrays([[1, 0], [1, 0], [0, 0]], [[1, 0], [0, 1], [0, 0]])
    made = regions.scene(game, solve(game))
    ends = {(F(1), F(0), F(0)), (F(1, 2), F(1, 2), F(0))}
    assert ends in [set(part) for part in made.sides[0].sets]


def test_one_above_the_other_in_a_narrow_room() -> None:
    made = regions.scene(RPS)
    wide = regions.places(QRectF(0, 0, 900, 400), made, UNIT)
    narrow = regions.places(QRectF(0, 0, 400, 900), made, UNIT)
    assert wide[0].room.right() <= wide[1].room.left() + 1e-9 and wide[0].room.top() == wide[1].room.top()
    assert narrow[0].room.bottom() <= narrow[1].room.top() + 1e-9
    for place in (*wide, *narrow):
        assert all(place.room.contains(corner) for corner in place.corners) and place.side > 200


@pytest.mark.parametrize("shape", [(3, 3), (3, 2), (2, 3), (3, 10), (2, 10), (10, 3)])
def test_every_picture_can_be_drawn_and_written(qapp, shape) -> None:
    """At any size, with names that look like markup, ties, and a walk at each of its steps."""
    for high in (0, 2, 1000):
        game = generators.random_game(shape, 0, high, 5)
        game = dataclasses.replace(game, players=tuple(
            Player(f"<b>{k}</b>", tuple(f"<i>strategy</i> {i} & more" for i in range(size)))
            for k, size in enumerate(shape)))
        solution = solve(game)
        steps = tuple(walk(game, sum(shape) - 1))
        for number in range(len(steps) + 1):
            made = regions.scene(game, solution, steps, number)
            for size in (QSize(380, 380), QSize(60, 40)):
                data = export.svg(regions.paint, size, made, LIGHT, font())
            assert ElementTree.fromstring(data).tag.endswith("svg")
            assert made.words and made.told.startswith(f"Step {number} of {len(steps)}: ")


def test_words() -> None:
    made = regions.scene(TEXTBOOK, solve(TEXTBOOK))
    assert made.words.startswith(
        "Ann’s triangle of a, b, c: Bob’s best response is left on 7/15, right on 8/15; Bob’s segment of "
        "left, right: Ann’s best response is a on 1/3, b on 1/3, c on 1/3; equilibrium 1 at a of Ann; ")
    assert regions.label_name(RPS, 1) == "Ann’s Paper" and regions.label_name(RPS, 4) == "Bob’s Paper"
    assert regions.label_name(TEXTBOOK, 4) == "right"


def test_the_walk_in_words() -> None:
    steps = tuple(walk(TEXTBOOK, 1))
    assert [regions.told(TEXTBOOK, steps, number) for number in range(5)] == [
        "Step 0 of 4: both points start outside, at 0, with all labels. Drop label b: Ann’s point leaves it.",
        "Step 1 of 4: label right picked up in Ann’s triangle, at b. It is now there twice: Bob’s point "
        "leaves it next.",
        "Step 2 of 4: label c picked up in Bob’s segment, at right. It is now there twice: Ann’s point "
        "leaves it next.",
        "Step 3 of 4: label left picked up in Ann’s triangle, at 1/3 b + 2/3 c. It is now there twice: Bob’s "
        "point leaves it next.",
        "Step 4 of 4: label b picked up in Bob’s segment, at 1/3 left + 2/3 right. It is the label that was "
        "dropped: all are there, so this is an equilibrium."]


def test_a_tie_is_said() -> None:
    """Somewhere in a game of ties a point stays where it is while its label changes."""
    said = []
    for seed in range(40):
        game = generators.random_game((3, 3), 0, 1, seed)
        for label in range(6):
            steps = tuple(walk(game, label))
            for number in range(3, len(steps) + 1):
                k = steps[number - 1].player
                still = steps[number - 1].points[k] == steps[number - 3].points[k]
                assert still == ("which is a tie: the point stays" in regions.told(game, steps, number))
                said.append(still)
    assert True in said and False in said


# --- the panel --------------------------------------------------------------------------------------------


def test_back_and_next_walk_to_the_equilibrium(panel, qtbot) -> None:
    panel.show_game(RPS, solve(RPS))
    assert not panel.next.isEnabled() and not panel.back.isEnabled() and panel.told.isHidden()
    drop(panel, 2)
    assert panel.told.text().startswith("Step 0 of 6") and panel.next.isEnabled()
    seen = []
    while panel.next.isEnabled():
        qtbot.mouseClick(panel.next, Qt.MouseButton.LeftButton)
        seen.append(panel.told.text())
        assert seen[-1] in panel.picture.accessibleDescription()
    assert len(seen) == 6 and "this is an equilibrium" in seen[-1]
    assert Profile(panel.steps[-1].points) == lemke_howson(RPS, 2)
    ends = [side.path[-1][1] for side in panel.picture.scene.sides]
    assert ends == [(F(1, 3),) * 3] * 2
    for _step in range(6):
        qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert panel.number == 0 and not panel.back.isEnabled()


def test_by_keys_alone(panel, qtbot) -> None:
    panel.show_game(TEXTBOOK, None)
    panel.label.setFocus()
    qtbot.keyClick(panel.label, Qt.Key.Key_Down)
    assert panel.label.currentData() == 0 and panel.number == 0 and panel.steps
    panel.next.setFocus()
    for _step in panel.steps:
        qtbot.keyClick(panel.next, Qt.Key.Key_Space)
    assert panel.number == len(panel.steps)
    assert panel.back.hasFocus()  # Next has nowhere to go
    qtbot.keyClick(panel.back, Qt.Key.Key_Space)
    assert panel.number == len(panel.steps) - 1


def test_an_edit_keeps_the_walk_and_another_game_ends_it(panel) -> None:
    panel.show_game(RPS, None)
    drop(panel, 0)
    for _step in range(6):
        panel.next.click()
    game = NormalForm.from_arrays([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
                                  players=RPS.players)
    panel.show_game(game, None)
    assert panel.label.currentData() == 0 and panel.number == len(panel.steps) == 2
    renamed = dataclasses.replace(game, players=(Player("Ada", tuple("xyz")), RPS.players[1]))
    panel.show_game(renamed, None)
    assert panel.label.currentText() == "Drop x" and panel.number == 2
    panel.show_game(TEXTBOOK, None)
    assert panel.label.currentData() is None and not panel.steps and panel.told.isHidden()
    assert panel.label.count() == 6


# --- beside the table -------------------------------------------------------------------------------------


def test_the_tab_is_where_the_square_is_not(make_window, qtbot) -> None:
    window = make_window(load_library("rock-paper-scissors"), page="game")
    side = window.page.side
    assert side.tabs.isTabVisible(ORDER.index("regions"))
    assert not side.tabs.isTabVisible(ORDER.index("responses"))
    side.show_tab("regions")
    qtbot.waitUntil(lambda: side.regions.picture.scene is not None
                    and side.regions.picture.scene.equilibria == 1, timeout=20_000)
    square = make_window(load_library("stag-hunt"), page="game").page.side
    assert square.current == "responses" and not square.tabs.isTabVisible(ORDER.index("regions"))
    large = make_window(load_library("von-stengel-6x6"), page="game").page.side
    assert not large.tabs.isTabVisible(ORDER.index("regions"))


@pytest.mark.parametrize(("game", "tab"), [("rock-paper-scissors", "regions"), ("stag-hunt", "atlas")])
def test_the_picture_has_its_height_at_200_percent(application, make_window, qtbot, game, tab) -> None:
    application.set_zoom(2.0)
    window = make_window(load_library(game), page="game")
    side = window.page.side
    side.show_tab(tab)
    qtbot.waitUntil(lambda: getattr(side, tab).picture.scene is not None)
    qtbot.wait(50)
    picture = getattr(side, tab).picture
    assert picture.height() >= picture.minimumSizeHint().height()
    assert side.height() <= window.page.height() + side.fontMetrics().height()  # all of it fits the view
