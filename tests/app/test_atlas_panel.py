"""The atlas of 2×2 games in its tab: the picture cell by cell, pointer and keys, the way to another game."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest

from playground.app.pictures import atlas as picture
from playground.app.pictures import export
from playground.app.theme import DARK, LIGHT, contrast
from playground.app.widgets.atlas_panel import AtlasPanel, hint, told
from playground.app.widgets.game_side import ORDER
from playground.app.widgets.label import tip
from playground.files import load_library
from playground.game import NormalForm, Player, atlas, edits
from playground.game.atlas import Place

ALL = tuple(atlas.places())
DILEMMA, CHICKEN, STAG = Place(1, 6, 6), Place(1, 1, 1), Place(3, 1, 1)
HOSTILE = "<b>" + "x" * 180


@pytest.fixture
def font() -> QFont:
    made = QFont(QGuiApplication.font())
    made.setPixelSize(14)
    return made


@pytest.fixture
def panel(qtbot):
    made = AtlasPanel()
    made.resize(520, 600)
    qtbot.addWidget(made)
    made.show()
    made.show_game(load_library("prisoners-dilemma").game)
    return made


@pytest.fixture
def page(make_window):
    window = make_window(load_library("prisoners-dilemma"), page="game")
    window.page.side.show_tab("atlas")
    return window.page


def middle(panel: AtlasPanel, there: Place):
    grid = picture.place(panel.picture.picture_rect(), panel.picture.unit())
    return grid.at(there).center().toPoint()


def click(panel: AtlasPanel, there: Place, twice: bool = False) -> None:
    QTest.mouseClick(panel.picture, Qt.MouseButton.LeftButton, pos=middle(panel, there))
    if twice:
        QTest.mouseDClick(panel.picture, Qt.MouseButton.LeftButton, pos=middle(panel, there))


# --- the picture --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "unit"), [((500, 500), 14), ((381, 354), 14), ((919, 294), 28),
                                            ((1600, 900), 30), ((200, 700), 12)])
def test_cells_lie_in_the_picture_apart_from_each_other(size, unit):
    rect = QRectF(7, 5, *size)
    grid = picture.place(rect, unit)
    for there in ALL:
        box = grid.at(there)
        assert rect.contains(box)
        assert grid.place_at(box.center()) == there
        assert grid.place_at(box.topLeft() + QPointF(0.01, 0.01)) == there
    inner = [grid.at(there).adjusted(0.01, 0.01, -0.01, -0.01) for there in ALL]
    assert not any(a.intersects(b) for a, b in combinations(inner, 2))
    assert rect.contains(grid.key.adjusted(0.01, 0.01, -0.01, -0.01))
    assert not any(grid.key.intersects(grid.at(there)) for there in ALL)
    assert grid.place_at(rect.topLeft()) is None
    between = (grid.at(Place(1, 1, 6)).right() + grid.at(Place(2, 1, 1)).left()) / 2
    assert grid.place_at(QPointF(between, grid.at(CHICKEN).center().y())) is None


def test_the_diagonal_rises():
    grid = picture.place(QRectF(0, 0, 500, 500), 14)
    diagonal = [grid.at(atlas.place_of(i, i)).center() for i in range(12)]
    assert all(b.x() > a.x() and b.y() < a.y() for a, b in pairwise(diagonal))
    assert grid.cell >= 28  # pixels at 500×500: an order graph can be read


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_colours_of_cells_are_those_of_their_families(theme, font):
    shown = picture.scene(load_library("prisoners-dilemma").game)
    image = export.image(picture.paint, QSize(500, 500), shown, theme, font)
    scale = image.width() / 500
    grid = picture.place(QRectF(0, 0, 500, 500), 14)
    quiet = [there for there in ALL if not there.is_symmetric and there not in
             {near.place for near in atlas.neighbours(DILEMMA)}]
    for there in quiet:
        corner = grid.at(there).topLeft() + QPointF(grid.cell, grid.cell) * 0.08
        seen = image.pixelColor(round(corner.x() * scale), round(corner.y() * scale))
        assert seen.name() == picture.fill(atlas.family(there).name, theme).name()


# How linear RGB looks to those who lack one kind of cone: Machado, Oliveira and Fernandes (2009), severity 1.
EYES = {
    "all": np.eye(3),
    "no red": [[.152286, 1.052583, -.204868], [.114503, .786281, .099216], [-.003882, -.048116, 1.051998]],
    "no green": [[.367322, .860646, -.227968], [.280085, .672501, .047413], [-.011820, .042940, .968881]],
    "no blue": [[1.255528, -.076749, -.178779], [-.078411, .930809, .147602], [.004733, .691367, .303900]],
}


def lab(colour: QColor, eyes):
    """CIE 1976 L*a*b* of a colour as those eyes see it."""
    parts = np.array(colour.getRgb()[:3]) / 255
    linear = np.where(parts <= .04045, parts / 12.92, ((parts + .055) / 1.055) ** 2.4)
    xyz = [[.4124, .3576, .1805], [.2126, .7152, .0722], [.0193, .1192, .9505]] @ np.clip(eyes @ linear, 0, 1)
    x, y, z = (np.cbrt(t) if t > .008856 else 7.787 * t + 16 / 116 for t in xyz / [.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("eyes", EYES)
def test_families_are_told_apart_by_all_eyes(theme, eyes):
    seen = [lab(picture.fill(name, theme), np.array(EYES[eyes])) for name in atlas.FAMILIES]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 10  # 2.3 can just be noticed


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_dots_and_lines_stand_out(theme):
    for name in atlas.FAMILIES:
        ground = picture.fill(name, theme).name()
        assert contrast(theme.text, ground) >= 4.5
        assert min(contrast(theme.players[k], ground) for k in (0, 1)) >= 1.9


def test_the_place_is_ringed_and_its_neighbours_are_framed(font):
    game = load_library("prisoners-dilemma").game
    shown = picture.scene(game)
    image = export.image(picture.paint, QSize(500, 500), shown, LIGHT, font)
    plain = export.image(picture.paint_table, QSize(500, 500), shown, LIGHT, font)
    grid, scale = picture.place(QRectF(0, 0, 500, 500), 14), image.width() / 500

    def changed(there: Place) -> bool:
        box = grid.at(there)
        at = (round((box.left() + 1.2) * scale), round((box.center().y() + 0.31 * grid.cell) * scale))
        return image.pixelColor(*at) != plain.pixelColor(*at)

    near = {each.place for each in atlas.neighbours(DILEMMA)}
    assert changed(DILEMMA) and all(changed(there) for there in near)
    assert not any(changed(there) for there in ALL if there not in near | {DILEMMA})


def test_every_format_is_written(font, tmp_path):
    shown = picture.scene(load_library("matching-pennies").game, CHICKEN)
    data = export.svg(picture.paint, QSize(500, 500), shown, LIGHT, font, title="Atlas")
    root = ElementTree.fromstring(data)
    texts = "".join(root.itertext())
    assert "Between 8 games" in texts and "Layer 3" in texts and "Coordination" in texts and "Pd" in texts
    for name in ("a.svg", "a.pdf", "a.png"):
        export.save(tmp_path / name, picture.paint, QSize(500, 500), shown, DARK, font)
        assert (tmp_path / name).stat().st_size > 3000


def test_which_games_fit():
    game = load_library("prisoners-dilemma").game
    assert picture.fits(game) and AtlasPanel.fits(game)
    assert not picture.fits(edits.set_payoff(game, 0, (0, 0), "3+"))
    assert not picture.fits(edits.add_strategy(game, 0))
    assert not picture.fits(edits.add_player(game))


# --- words --------------------------------------------------------------------------------------------


def test_words_of_the_dilemma(panel):
    lines = panel.text.text().splitlines()
    assert lines == ["Prisoner’s Dilemma: layer 1, row 6, column 6. "
                     "Dilemma: one equilibrium, and another outcome is better for both.",
                     "Ann swaps 1↔2 Called Bluff, 2↔3 Dl–Pd, 3↔4 Sh–Pd",
                     "Bob swaps 1↔2 Called Bluff, 2↔3 Pd–Dl, 3↔4 Pd–Sh"]
    assert "Prisoner’s Dilemma" in panel.picture.accessibleDescription()


def test_a_hint_says_ranks_and_equilibria():
    game = load_library("chicken").game
    words = hint(game, CHICKEN)
    assert "2, 4 | 3, 3 above 1, 1 | 4, 2" in words
    assert "Opposed: two equilibria" in words and "Ann 2, Bob 4 or Ann 4, Bob 2" in words
    assert "kind of Harmony" in hint(game, Place(3, 6, 6)) and "kind of" not in words
    assert "no pure equilibrium" in hint(game, Place(2, 1, 1))


def test_every_place_has_words():
    game = load_library("chicken").game
    for there in ALL:
        assert atlas.title(there) in told(game, (CHICKEN,), there) and atlas.title(there) in hint(game, there)


def test_names_of_strangers_are_shown_as_they_are(qtbot):
    game = replace(load_library("chicken").game,
                   players=(Player(HOSTILE, ("<i>a", "b")), Player("<img src=x>", ("c", "d"))))
    made = AtlasPanel()
    made.resize(400, 400)
    qtbot.addWidget(made)
    made.show_game(game)
    assert made.text.textFormat() == Qt.TextFormat.PlainText and made.minimumSizeHint().width() < 400
    made.picture.moved.emit(QPointF(middle(made, CHICKEN)))
    shown = made.picture.toolTip()
    assert shown == tip(hint(game, CHICKEN)) and "xxx" in shown
    assert not made.grab().isNull()


# --- pointer and keys ---------------------------------------------------------------------------------


def test_a_click_shows_and_a_double_click_wants(panel, qtbot):
    with qtbot.assertNotEmitted(panel.wanted):
        click(panel, STAG)
    assert panel.cursor_place == STAG and panel.picture.scene.cursor == STAG
    assert panel.text.text().startswith("Stag Hunt: layer 3, row 1, column 1.")
    with qtbot.waitSignal(panel.wanted) as caught:
        click(panel, STAG, twice=True)
    game, title = caught.args
    assert title == "Stag Hunt" and atlas.locate(game) == (STAG,)
    with qtbot.assertNotEmitted(panel.wanted):
        click(panel, DILEMMA, twice=True)  # it is there already
    assert panel.cursor_place is None


def test_a_real_double_click_counts_though_the_words_below_grow(panel, qtbot):
    """The first click changes the words, and with their height the picture's."""
    panel.resize(300, 420)
    qtbot.wait(1)
    for there in (Place(2, 6, 3), Place(1, 1, 1), Place(4, 6, 6), Place(1, 4, 4)):
        panel.look_at(DILEMMA)
        qtbot.wait(1)
        at = middle(panel, there)
        QTest.mouseClick(panel.picture, Qt.MouseButton.LeftButton, pos=at)
        qtbot.wait(1)
        with qtbot.waitSignal(panel.wanted) as caught:
            panel.picture.mouseDoubleClickEvent(QMouseEvent(
                QEvent.Type.MouseButtonDblClick, QPointF(at), panel.picture.mapToGlobal(QPointF(at)),
                Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
        assert caught.args[1] == atlas.title(there)


def test_a_click_beside_the_cells_changes_nothing(panel, qtbot):
    click(panel, STAG)
    QTest.mouseClick(panel.picture, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert panel.cursor_place == STAG
    with qtbot.assertNotEmitted(panel.wanted):
        QTest.mouseDClick(panel.picture, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))


def test_keys_move_over_all_layers_and_stop_at_the_edge(panel, qtbot):
    panel.picture.setFocus()
    QTest.keyClick(panel.picture, Qt.Key.Key_Right)
    assert panel.cursor_place == Place(2, 6, 1)  # over the edge of the layer
    QTest.keyClick(panel.picture, Qt.Key.Key_Up)
    assert panel.cursor_place == STAG
    for _ in range(20):
        QTest.keyClick(panel.picture, Qt.Key.Key_Down)
    assert panel.cursor_place == Place(2, 1, 1)
    for _ in range(20):
        QTest.keyClick(panel.picture, Qt.Key.Key_Left)
    assert panel.cursor_place == CHICKEN
    with qtbot.waitSignal(panel.wanted) as caught:
        QTest.keyClick(panel.picture, Qt.Key.Key_Return)
    assert caught.args[1] == "Chicken"
    QTest.keyClick(panel.picture, Qt.Key.Key_Escape)
    assert panel.cursor_place is None
    with qtbot.assertNotEmitted(panel.wanted):
        QTest.keyClick(panel.picture, Qt.Key.Key_Return)


def test_the_menu_goes_too(panel, qtbot):
    assert not panel.go_action.isEnabled() and panel.go_action in panel.picture.actions()
    panel.look_at(CHICKEN)
    with qtbot.waitSignal(panel.wanted):
        panel.go_action.trigger()


def test_before_the_first_game(qtbot):
    made = AtlasPanel()
    qtbot.addWidget(made)
    made.resize(300, 300)
    made.picture.pressed.emit(QPointF(150, 150))
    QTest.keyClick(made, Qt.Key.Key_Right)
    made.go()
    assert made.cursor_place is None and not made.grab().isNull()


# --- on the page --------------------------------------------------------------------------------------


def test_the_tab_is_there_for_finished_2x2_games_only(page):
    def seen() -> bool:
        return page.side.tabs.isTabVisible(ORDER.index("atlas"))

    assert seen() and page.side.current == "atlas"
    page.editing.type_payoff(0, (0, 0), "3+", 1)
    assert not seen()
    page.document.undo_stack.undo()
    assert seen() and page.side.current == "atlas"
    page.editing.add_strategy(0)
    assert not seen()


def test_going_there_is_one_step_that_keeps_the_names(page):
    panel, before = page.side.atlas, page.game
    panel.look_at(CHICKEN)
    panel.go()
    game = page.game
    assert atlas.locate(game) == (CHICKEN,) and game.players == before.players
    assert game.parameters == before.parameters
    assert page.document.undo_stack.undoText() == "Go to Chicken"
    # Cooperate stays what it was: both get 3, the second best
    assert [game.payoff(k, (0, 0)) for k in (0, 1)] == [3, 3]
    assert panel.picture.scene.places == (CHICKEN,) and panel.cursor_place is None
    page.document.undo_stack.undo()
    assert page.game == before and panel.picture.scene.places == (DILEMMA,)


def test_a_payoff_that_passes_another_moves_the_game_to_its_neighbour(page):
    """P falls below S for Ann alone: her low swap."""
    page.editing.go_to(atlas.at(DILEMMA, page.game), "the ranks")
    panel = page.side.atlas
    assert panel.picture.scene.places == (DILEMMA,)
    page.editing.type_payoff(0, (1, 1), "1", 1)
    both = panel.picture.scene.places
    assert len(both) == 2 and DILEMMA in both
    page.editing.type_payoff(0, (1, 1), "1/2", 1)
    low, = (near.place for near in atlas.neighbours(DILEMMA) if (near.player, near.swap) == (0, 1))
    assert panel.picture.scene.places == (low,) and set(both) == {DILEMMA, low}
    assert panel.text.text().startswith("Called Bluff")


def test_an_edit_lets_the_cursor_go(page):
    panel = page.side.atlas
    panel.look_at(STAG)
    page.refresh()
    assert panel.cursor_place == STAG  # nothing has changed
    page.editing.negate()
    assert panel.cursor_place is None


def test_every_game_can_be_gone_to(page):
    for there in ALL:
        page.editing.go_to(atlas.at(there, page.game), atlas.title(there))
        assert page.side.atlas.picture.scene.places == (there,)


def test_the_menu_shows_the_tab(page):
    page.side.show_tab("story")
    action = next(each for each in page.actions() if each.name == "show-atlas")
    assert action.menu == "View" and action.enabled()
    action.run()
    assert page.side.current == "atlas"


def test_other_games_of_ties_lie_between_games(make_window):
    window = make_window(load_library("matching-pennies"), page="game")
    window.page.side.show_tab("atlas")
    panel = window.page.side.atlas
    assert len(panel.picture.scene.places) == 8
    assert "and 5 more" in panel.text.text() and "All are of one family, Cyclic" in panel.text.text()
    flat = NormalForm.from_arrays([[0, 0], [0, 0]], [[0, 0], [0, 0]])
    window.page.editing.go_to(flat, "nothing")
    assert len(panel.picture.scene.places) == 144 and "Their families" in panel.text.text()
