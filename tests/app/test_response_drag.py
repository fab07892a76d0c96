"""Dragging in the picture of best responses, with a real pointer: payoffs and equilibria follow."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as F
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.app.pictures import best_response
from playground.app.widgets.payoff_drag import as_decimal
from playground.app.widgets.response_drag import handle, turned
from playground.app.window import Window
from playground.equilibrium import solve
from playground.files import load_library
from playground.files.document import GameDocument
from playground.game import Expression, NormalForm, Parameter
from playground.game.normal_form import cells_from_texts
from playground.problem import InputError

SMALL = st.integers(-6, 6)
TABLE = st.lists(st.lists(SMALL, min_size=2, max_size=2), min_size=2, max_size=2)
COORDINATION = NormalForm.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])


class Pointer:
    """Drags in the picture of the window's page, in the data's coordinates (p, q)."""

    def __init__(self, window: Window) -> None:
        self.page = window.page
        self.view = window.page.side.responses
        window.page.side.show_tab("responses")
        QApplication.processEvents()

    def at(self, p: float, q: float) -> QPoint:
        return best_response.place(self.view.picture_rect(), self.view.unit()).at(p, q).toPoint()

    def press(self, p: float, q: float) -> None:
        QTest.mouseMove(self.view, self.at(p, q))
        QTest.mousePress(self.view, Qt.MouseButton.LeftButton, pos=self.at(p, q))

    def move(self, p: float, q: float) -> None:
        QTest.mouseMove(self.view, self.at(p, q))

    def release(self, p: float, q: float) -> None:
        QTest.mouseRelease(self.view, Qt.MouseButton.LeftButton, pos=self.at(p, q))


@pytest.fixture
def pointer(make_window: Callable[..., Window]) -> Callable[[Any], Pointer]:
    def make(game: Any) -> Pointer:
        state = load_library(game) if isinstance(game, str) else GameDocument(game)
        return Pointer(make_window(state, page="game"))
    return make


def turn(game: NormalForm, player: int) -> F:
    """Where the player is indifferent, from the definition."""
    one, two = best_response.advantage(game, player)
    return two / (two - one)


def test_equilibria_meet_and_vanish_under_the_pointer(pointer: Callable[[Any], Pointer]) -> None:
    hand = pointer(COORDINATION)
    page, view = hand.page, hand.view
    before = page.game
    hand.press(0.3, 0.75)
    assert view.cursor().shape() == Qt.CursorShape.SizeVerCursor
    hand.move(0.3, 0.4)  # no event loop between the pointer and what is asserted
    assert abs(turn(page.game, 0) - F(2, 5)) < F(1, 50) and turn(page.game, 1) == F(3, 4)
    assert [(k, i, j) for k in (0, 1) for i in (0, 1) for j in (0, 1)
            if page.game.payoffs[k, i, j] != before.payoffs[k, i, j]] == [(0, 1, 1)], "one payoff changes"
    mixed = [dot for dot in view.scene.dots if 0 < dot[0] < 1]
    assert mixed == [(F(3, 4), turn(page.game, 0))]
    hand.move(0.3, -0.1)
    assert len(view.scene.dots) == 1 and page.headline.startswith("One pure equilibrium")
    hand.move(0.3, 0.6)
    assert len(view.scene.dots) == 3, "they come back within the same drag"
    hand.release(0.3, 0.6)
    stack = page.document.undo_stack
    assert stack.count() == 1 and "best response" in stack.text(0)
    stack.undo()
    assert page.game == before


def test_the_crossing_takes_both_along(pointer: Callable[[Any], Pointer]) -> None:
    hand = pointer(COORDINATION)
    hand.press(0.75, 0.75)
    assert hand.view.cursor().shape() == Qt.CursorShape.SizeAllCursor
    hand.move(0.3, 0.5)
    hand.release(0.3, 0.5)
    game = hand.page.game
    assert abs(turn(game, 0) - F(1, 2)) < F(1, 50) and abs(turn(game, 1) - F(3, 10)) < F(1, 50)
    assert (turn(game, 1), turn(game, 0)) in hand.view.scene.dots
    assert hand.page.document.undo_stack.count() == 1


def test_a_press_elsewhere_and_a_drag_back_change_nothing(pointer: Callable[[Any], Pointer]) -> None:
    hand = pointer(COORDINATION)
    hand.press(0.4, 0.4)
    hand.move(0.4, 0.2)
    hand.release(0.4, 0.2)
    hand.press(0.3, 0.75)
    hand.move(0.3, 0.5)
    hand.move(0.3, 0.75)
    hand.release(0.3, 0.75)
    assert hand.page.game == COORDINATION and hand.page.document.undo_stack.count() == 0


def test_formulas_move_their_only_parameter_or_say_why_not(pointer: Callable[[Any], Pointer]) -> None:
    game = load_library("stag-hunt").game
    down, words = turned(game, 0, F(1, 2))
    assert down.values == game.values and words.startswith("Ann’s payoff at"), "a plain number comes first"
    whose = NormalForm.from_arrays([[0, 0], [0, 0]]).players
    cells = cells_from_texts(np.array([[["2*x", "1+0*x"], ["1+0*x", "x"]]] * 2))
    one = NormalForm(whose, cells, (Parameter("x", Expression("2"), maximum=F(4)),))
    assert turn(one, 0) == F(1, 4)  # 2x − 1 is 3, x − 1 is 1
    made, words = turned(one, 0, F(1, 10), fine=True)
    assert words == f"x = {as_decimal(made.values['x'])}" and abs(turn(made, 0) - F(1, 10)) < F(1, 50)
    assert turned(one, 0, F(8, 25))[0].values["x"] == 4, "the slider's end"
    hand = pointer("hawk-dove")  # of the payoffs that count, one is just V
    before = hand.page.game
    where = float(turn(before, 0))
    hand.press(0.1, where)
    hand.move(0.1, where - 0.2)
    hand.release(0.1, where - 0.2)
    game = hand.page.game
    assert [name for name in game.values if game.values[name] != before.values[name]] == ["V"]
    assert turn(game, 0) == turn(game, 1) and abs(turn(game, 0) - F(where) + F(1, 5)) < F(1, 30)
    cells = cells_from_texts(np.array([[["x+y", "0*x"], ["0*y", "x*y"]]] * 2))
    two = NormalForm(whose, cells, tuple(Parameter(name, Expression("2")) for name in "xy"))
    hand, said = pointer(two), []
    hand.page.editing.say = said.append
    hand.press(0.1, 0.5)
    hand.move(0.1, 0.2)
    hand.release(0.1, 0.2)
    assert hand.page.game == two and "formulas in x, y: drag a parameter" in said[-1]


@given(TABLE, st.fractions(F(-1, 4), F(5, 4), max_denominator=100))
def test_the_turn_goes_where_it_is_dragged(table: list[list[int]], at: F) -> None:
    """As far as the grid allows, and one payoff at most is another; beyond the edges nothing turns."""
    game = NormalForm.from_arrays(table, [[0, 0], [0, 0]])
    ends = handle(game, 0)
    if ends is None:
        with pytest.raises(InputError, match="indifferent"):
            turned(game, 0, at)
        return
    made, _words = turned(game, 0, at, fine=True)
    assert sum(a != b for a, b in zip(made.payoffs.flat, game.payoffs.flat)) <= 1
    one, two = best_response.advantage(game, 0)
    assume(one * two < 0)
    new = best_response.advantage(made, 0)
    if F(1, 20) < at < F(19, 20):
        assert abs(turn(made, 0) - at) < F(1, 40)
    elif not 0 <= at <= 1 and min(abs(at), abs(at - 1)) > F(1, 20):
        assert new[0] * new[1] > 0
        assert all(each.profile[0].count(0) for each in solve(made).equilibria)
    scale = max(abs(one), abs(two))
    assert max(abs(a - b) for a, b in zip(made.payoffs.flat, game.payoffs.flat)) <= scale * F(5, 4) + 1
