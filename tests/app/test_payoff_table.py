"""The payoff table, driven by keys and the pointer; what is asserted is what a person would see."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground import equilibrium
from playground.app.document import Document
from playground.app.widgets.game_editing import GameEditing
from playground.app.widgets.payoff_drag import Drag, as_decimal, plan
from playground.app.widgets.payoff_table import PayoffTable
from playground.app.widgets.payoff_table_layout import is_bimatrix
from playground.app.widgets.payoff_table_model import Spot, TableModel
from playground.files.document import GameDocument
from playground.game import Draft, Expression, NormalForm, Parameter, Player, number
from playground.game.normal_form import cells_from_texts

HUNT = ([["4", "0"], ["h", "h"]], [["4", "h"], ["0", "h"]])


class Board:
    """A table on a document of its own, as the Game page has it."""

    def __init__(self, game: NormalForm) -> None:
        self.said: list[str] = []
        self.document = Document(GameDocument(game))
        self.table = PayoffTable(GameEditing(self.document, self.said.append), self.model())
        self.document.changed.connect(self.refresh)
        self.table.resize(760, 460)
        self.table.show()
        self.table.setFocus()
        QApplication.processEvents()

    @property
    def game(self) -> NormalForm:
        return self.document.game

    def model(self) -> TableModel:
        game = self.game
        best = np.stack([equilibrium.best_responses(game, k) for k in range(game.n_players)])
        return TableModel(game, self.document.selected[2:], best, formulas=is_bimatrix(game.shape))

    def refresh(self) -> None:
        self.table.show_model(self.model())

    def type(self, *keys: str | Qt.Key) -> None:
        """Press keys where the focus is, as a person does."""
        for key in keys:
            for each in key if isinstance(key, str) else [key]:
                QTest.keyClick(QApplication.focusWidget(), each)

    def undo_names(self) -> list[str]:
        stack = self.document.undo_stack
        return [stack.text(i) for i in range(stack.count())]

    def press(self, at: QPoint, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, modifier, at)

    def in_view(self, x: float, y: float) -> QPoint:
        return QPoint(round(x + self.table.origin.x()), round(y + self.table.origin.y()))


def hunt() -> NormalForm:
    parameter = Parameter("h", Expression("3"), Fraction(0), Fraction(5), Fraction(1, 10))
    players = (Player("Ann", ("Stag", "Hare")), Player("Bob", ("Stag", "Hare")))
    return NormalForm(players, cells_from_texts(np.array(HUNT, dtype=object)), (parameter,))


@pytest.fixture
def make_board(qapp: QApplication) -> Iterator[Callable[[NormalForm], Board]]:
    made: list[Board] = []

    def make(game: NormalForm) -> Board:
        made.append(Board(game))
        return made[-1]

    yield make
    for board in made:
        board.table.close()
        board.table.deleteLater()


@pytest.fixture
def board(make_board: Callable[[NormalForm], Board]) -> Board:
    return make_board(hunt())


def test_typing_replaces_at_once_and_tab_goes_player_by_player(board: Board) -> None:
    board.type("1/2")
    assert board.game.payoff(0, (0, 0)) == Fraction(1, 2), "live, before the cell is left"
    board.type(Qt.Key.Key_Tab, "-7", Qt.Key.Key_Tab, "0.50", Qt.Key.Key_Backtab, Qt.Key.Key_Backtab)
    model = board.table.model
    assert [model.text(0, 0, 0), model.text(1, 0, 0), model.text(0, 0, 1)] == ["1/2", "-7", "0.50"]
    assert model.shown(1, 0, 0) == "−7", "shown with a true minus"
    assert board.table.cursor == Spot("payoff", 0, 0, 0)
    assert board.undo_names() == ["Set Ann’s payoff at Stag, Stag", "Set Bob’s payoff at Stag, Stag",
                                  "Set Ann’s payoff at Stag, Hare"]


def test_a_visit_is_one_undo_step_however_long(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    board.type("1")
    later = time.monotonic() + 60
    monkeypatch.setattr(time, "monotonic", lambda: later)
    board.type("2", Qt.Key.Key_Return)
    assert board.undo_names() == ["Set Ann’s payoff at Stag, Stag"]
    board.document.undo_stack.undo()
    assert board.table.model.text(0, 0, 0) == "4"


def test_enter_moves_down_arrows_move_and_names_are_above_and_beside(board: Board) -> None:
    board.type("5", Qt.Key.Key_Return)
    assert board.table.cursor == Spot("payoff", 0, 1, 0)
    board.type("6", Qt.Key.Key_Right)
    assert board.table.cursor == Spot("payoff", 0, 1, 1), "an arrow leaves a cell that is typed into"
    board.type(Qt.Key.Key_F2)
    assert board.table.editor.text() == "h"
    board.type(Qt.Key.Key_Home, "2*", Qt.Key.Key_Left)
    assert board.table.editing is not None, "in a cell that is edited, arrows move the caret"
    board.type(Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert board.table.cursor == Spot("strategy", 1, 0, 1)
    board.type(Qt.Key.Key_Up, Qt.Key.Key_Left)
    assert board.table.cursor == Spot("player", 0)
    board.type(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert board.table.cursor == Spot("payoff", 0, 1, 0)
    assert "Ann’s payoff at Hare, Stag: 6" in board.table.accessibleDescription()


def test_tab_leaves_the_table_at_its_ends(board: Board) -> None:
    board.type(*[Qt.Key.Key_Tab] * 7)
    assert board.table.cursor == Spot("payoff", 1, 1, 1)
    assert board.table.model.following(board.table.cursor, 1) is None
    assert board.table.model.following(Spot("payoff", 0, 0, 0), -1) is None


def test_escape_brings_back_what_was_there_and_leaves_no_step(board: Board) -> None:
    before = board.game
    board.type("99/", Qt.Key.Key_Escape)
    assert board.game == before
    assert board.table.editing is None and board.table.hasFocus()
    assert board.undo_names() == []


def test_delete_clears_to_zero(board: Board) -> None:
    board.type(Qt.Key.Key_Delete)
    assert [board.table.model.text(k, 0, 0) for k in (0, 1)] == ["0", "4"]
    QTest.keyClick(board.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(board.table, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert board.table.chosen == (0, 1, 0, 1)
    board.type(Qt.Key.Key_Delete)
    assert not np.any(board.game.payoffs)
    assert board.undo_names() == ["Set Ann’s payoff at Stag, Stag to 0", "Set 8 payoffs to 0"]


def test_invalid_text_stays_marked_and_the_earlier_value_counts(board: Board) -> None:
    board.type("x+", Qt.Key.Key_Tab)
    draft = board.table.model.draft(0, 0, 0)
    assert draft is not None and draft.text == "x+"
    assert board.table.model.shown(0, 0, 0) == "x+"
    assert board.game.payoff(0, (0, 0)) == 4
    words = board.table.model.words(Spot("payoff", 0, 0, 0))
    assert "x+" in words and "4 counts" in words
    board.type(Qt.Key.Key_Backtab, Qt.Key.Key_F2)
    assert board.table.editor.text() == "x+"
    board.type(Qt.Key.Key_End, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, "h+1", Qt.Key.Key_Return)
    assert board.table.model.draft(0, 0, 0) is None
    assert board.table.model.note(0, 0, 0) == "= 4"


def test_a_name_is_edited_in_place_and_a_doubled_one_stays_in_the_editor(board: Board) -> None:
    board.table.set_cursor(Spot("strategy", 0, 1, 0))
    board.type("Stag", Qt.Key.Key_Return)
    assert board.table.editing == Spot("strategy", 0, 1, 0) and board.table.editor.text() == "Stag"
    assert "Stag" in board.said[-1]
    board.type(" Two", Qt.Key.Key_Return)
    assert board.game.players[0].strategies == ("Stag", "Stag Two")
    box = board.table.visual_rect(Spot("player", 1))
    QTest.mouseDClick(board.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    board.type("Zoe", Qt.Key.Key_Return)
    assert board.game.players[1].name == "Zoe"
    assert board.undo_names() == ["Rename Hare to Stag Two", "Rename Bob to Zoe"]


def test_copy_and_paste_a_block_grow_the_table_in_one_step(board: Board) -> None:
    QTest.keyClick(board.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(board.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "(4, 4)\t(0, h)\n(h, 0)\t(h, h)"
    board.table.set_cursor(Spot("payoff", 0, 1, 1))
    QTest.keyClick(board.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert board.game.shape == (3, 3)
    assert [[board.table.model.text(0, i, j) for j in (1, 2)] for i in (1, 2)] == [["4", "0"], ["h", "h"]]
    assert board.undo_names() == ["Paste payoffs"]
    assert "grew to 3 × 3" in board.said[-1]
    board.document.undo_stack.undo()
    assert board.game == hunt()


@pytest.mark.parametrize(("text", "expected"), [
    ("1\t2\n3\t4", [[(1, 4), (2, 3)], [(3, 0), (4, 3)]]),  # one player's matrix
    ("1\t2\t3\t4\n5\t6\t7\t8", [[(1, 2), (3, 4)], [(5, 6), (7, 8)]]),  # a spreadsheet column a payoff
    ("1,2\t3,4\n5,6\t1/2,-0.5", [[(1, 2), (3, 4)], [(5, 6), (Fraction(1, 2), Fraction(-1, 2))]]),
])
def test_what_spreadsheets_hold(board: Board, text: str, expected: list[list[tuple[Fraction, ...]]]) -> None:
    QGuiApplication.clipboard().setText(text)
    board.table.paste()
    found = [[tuple(board.game.payoff(k, (i, j)) for k in (0, 1)) for j in (0, 1)] for i in (0, 1)]
    assert found == expected


@pytest.mark.parametrize(("text", "rows", "columns"), [
    ("Ann\\Bob\tL\tR\nU\t1, 2\t3, 4\nD\t5, 6\t7, 8", ("U", "D"), ("L", "R")),
    ("\tL\tR\nU\t1, 2\t3, 4\nD\t5, 6\t7, 8\n", ("U", "D"), ("L", "R")),
    ("U\t1, 2\t3, 4\nD\t5, 6\t7, 8", ("U", "D"), ("Stag", "Hare")),
    ("Hare\tStag\n1, 2\t3, 4\n5, 6\t7, 8", ("Stag", "Hare"), ("Hare", "Stag")),
])
def test_names_that_stand_round_a_block(board: Board, text: str, rows: tuple[str, ...],
                                        columns: tuple[str, ...]) -> None:
    QGuiApplication.clipboard().setText(text)
    board.table.paste()
    assert [player.strategies for player in board.game.players] == [rows, columns]
    assert [board.game.payoff(k, (i, j)) for i in (0, 1) for j in (0, 1) for k in (0, 1)] == [*range(1, 9)]
    assert board.undo_names() == ["Paste payoffs"]


@pytest.mark.parametrize(("text", "drafts"), [
    ("3/3\t0/5\n5/0\t1/1", 1), ("1.5\t2,5\n3\t4", None), ("1,5\t2,5\n3\t4", None), ("q\t2\n3\t4", 1),
    ("A\tA\n1,2\t3,4\n5,6\t7,8", None),
])
def test_numbers_that_cannot_be_read_are_no_names(board: Board, text: str, drafts: int | None) -> None:
    """Nothing is dropped in silence: what is no number stays as it was typed, or all is refused."""
    QGuiApplication.clipboard().setText(text)
    board.table.paste()
    assert [player.strategies for player in board.game.players] == [("Stag", "Hare")] * 2
    if drafts is None:
        assert board.game == hunt() and board.said[-1].startswith("Nothing was pasted. ")
    else:
        assert len(board.game.drafts) == drafts and board.game.shape == (2, 2)


def test_a_block_of_the_wrong_kind_changes_nothing(board: Board) -> None:
    QGuiApplication.clipboard().setText("1,2,3\t4,5,6")
    board.table.paste()
    assert board.game == hunt()
    assert board.said[-1].startswith("Nothing was pasted. ")


def test_one_click_adds_and_removes(board: Board) -> None:
    adder = board.table.plan.adder(1).center()
    board.press(board.in_view(adder.x(), adder.y()))
    assert board.game.shape == (2, 3)
    remover = board.table.plan.remover(Spot("strategy", 1, 0, 0)).center()
    QTest.mouseMove(board.table.viewport(), board.in_view(remover.x(), remover.y()))
    board.press(board.in_view(remover.x(), remover.y()))
    assert board.game.players[1].strategies == ("Hare", "A")
    adder = board.table.plan.adder(0).center()
    board.press(board.in_view(adder.x(), adder.y()))
    assert board.game.shape == (3, 2)
    assert board.undo_names() == ["Add a strategy for Bob", "Remove Stag", "Add a strategy for Ann"]


def drag(board: Board, spot: Spot, ticks: int, fine: bool = False) -> None:
    start = board.table.number_rect(spot).center()
    step = board.table.plan.big.line * 0.45
    modifier = Qt.KeyboardModifier.ShiftModifier if fine else Qt.KeyboardModifier.NoModifier
    viewport = board.table.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for part in (0.5, 1.0):
        _move(board, start + QPoint(0, -round(step * ticks * part)), modifier)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, modifier, start)


def _move(board: Board, at: QPoint, modifier: Qt.KeyboardModifier) -> None:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    viewport = board.table.viewport()
    QApplication.sendEvent(viewport, QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), QPointF(viewport.mapToGlobal(at)), Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton, modifier))


def test_dragging_a_number_changes_it_live_in_one_step(board: Board) -> None:
    drag(board, Spot("payoff", 0, 0, 0), 3)
    assert board.table.model.text(0, 0, 0) == "7"
    assert board.undo_names() == ["Change Ann’s payoff at Stag, Stag"]
    drag(board, Spot("payoff", 1, 0, 0), -3, fine=True)
    assert board.table.model.text(1, 0, 0) == "3.7"


def test_dragging_a_parameter_moves_it_within_its_bounds(board: Board) -> None:
    drag(board, Spot("payoff", 0, 1, 0), -4)
    assert str(board.game.parameters[0].value) == "2.6"
    assert board.table.model.text(0, 1, 0) == "h"
    drag(board, Spot("payoff", 0, 1, 0), -90)
    assert board.game.values["h"] == 0
    assert board.undo_names() == ["Change h", "Change h"]


def test_a_formula_is_not_dragged(board: Board) -> None:
    board.type("h+1", Qt.Key.Key_Return)
    drag(board, Spot("payoff", 0, 0, 0), 5)
    assert board.table.model.text(0, 0, 0) == "h+1"
    assert "formula" in board.said[-1]


def test_dragging_beside_the_numbers_chooses_cells(board: Board) -> None:
    start = board.table.plan.cell(0, 0).center()
    end = board.table.plan.cell(1, 1).center()
    viewport = board.table.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=board.in_view(start.x(), start.y()))
    _move(board, board.in_view(end.x(), end.y()), Qt.KeyboardModifier.NoModifier)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=board.in_view(end.x(), end.y()))
    assert board.table.chosen == (0, 1, 0, 1)
    assert board.game == hunt()


def test_marks(board: Board) -> None:
    model = board.table.model
    assert [(i, j) for i, j in model.cells() if model.is_equilibrium(i, j)] == [(0, 0), (1, 1)]
    assert model.is_best(0, 1, 1) and not model.is_best(1, 0, 1)


def sizes() -> list[NormalForm]:
    rng = np.random.default_rng(1)
    shapes = [(3,), (2, 2), (3, 4), (9, 12), (2, 3, 2), (2, 2, 2, 2)]
    return [NormalForm.from_arrays(*[rng.integers(-99, 99, shape).tolist() for _ in shape])
            for shape in shapes]


@pytest.mark.parametrize("game", sizes(), ids=lambda game: "×".join(map(str, game.shape)))
def test_every_spot_is_found_where_it_is_drawn(make_board: Callable[[NormalForm], Board],
                                               game: NormalForm) -> None:
    board = make_board(game)
    plan, model = board.table.plan, board.table.model
    spots = [Spot("payoff", k, i, j) for i, j in model.cells() for k in range(game.n_players)]
    spots += [Spot("strategy", 0, i, 0) for i in range(model.rows)]
    if model.has_columns:
        spots += [Spot("strategy", 1, 0, j) for j in range(model.columns)]
    for spot in spots:
        box = plan.number(spot.player, spot.row, spot.column) if spot.kind == "payoff" else plan.header(spot)
        assert plan.spot_at(box.center()) == spot
    numbers = [plan.number(s.player, s.row, s.column) for s in spots if s.kind == "payoff"]
    for a, b in pairwise(numbers):
        assert not a.intersects(b), "payoffs overlap"


def test_a_large_table_scrolls_and_keeps_its_names_in_view(make_board: Callable[[NormalForm], Board]) -> None:
    rng = np.random.default_rng(2)
    board = make_board(NormalForm.from_arrays(*[rng.integers(0, 9, (30, 30)).tolist() for _ in range(2)]))
    QTest.keyClick(board.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert board.table.cursor == Spot("payoff", 0, 29, 29)
    view = board.table.viewport().rect()
    assert view.contains(board.table.visual_rect(Spot("payoff", 0, 29, 29)))
    assert view.intersects(board.table.visual_rect(Spot("strategy", 0, 29, 0)))
    assert view.intersects(board.table.visual_rect(Spot("strategy", 1, 0, 29)))
    board.press(board.table.number_rect(Spot("payoff", 1, 28, 28)).center())
    assert board.table.cursor == Spot("payoff", 1, 28, 28)


def test_letters_do_not_change_under_the_typing_hand(board: Board) -> None:
    before = board.table.plan.big.line
    board.type("1234567890123")
    assert board.table.plan.big.line == before


def test_a_row_that_goes_closes_its_editor(board: Board) -> None:
    board.table.edit(Spot("payoff", 0, 1, 1))
    board.table.commands.remove_strategy(0, 1)
    assert board.table.editing is None and board.table.cursor == Spot("payoff", 0, 0, 1)


def test_an_undo_while_the_editor_is_open_is_seen_in_it(board: Board) -> None:
    board.type("7")
    board.document.undo_stack.undo()
    assert board.table.editor.text() == "4"
    board.type(Qt.Key.Key_Escape, "8")
    QTest.keyClick(board.table.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert board.table.editing is None and board.game == hunt()


def test_a_name_that_cannot_be_taken_is_mended_before_anything_else(board: Board) -> None:
    board.table.set_cursor(Spot("strategy", 1, 0, 0))
    board.type("Hare")
    board.press(board.table.number_rect(Spot("payoff", 0, 1, 1)).center())
    assert board.table.editing == Spot("strategy", 1, 0, 0) == board.table.cursor
    assert board.table.editor.text() == "Hare"
    board.type("s")
    board.press(board.table.number_rect(Spot("payoff", 0, 1, 1)).center())
    assert board.game.players[1].strategies == ("Hares", "Hare")
    assert board.table.cursor == Spot("payoff", 0, 1, 1)


# --- dragging, the numbers behind it ------------------------------------------------------------------


@pytest.mark.parametrize(("text", "ticks", "fine", "expected"), [
    ("3", 2, False, "5"), ("3", -4, False, "-1"), ("0.25", 3, False, "0.28"), ("1/3", 1, False, "2/3"),
    ("3", 3, True, "3.3"), ("250", 1, False, "260"), ("2.50", 1, False, "2.6"), ("-7", 0, True, "-7"),
    ("1e3", 1, False, "1100"),
])
def test_steps_are_those_of_the_number_s_own_last_place(text: str, ticks: int, fine: bool,
                                                        expected: str) -> None:
    game = NormalForm.from_arrays([["1", "0"], ["0", text]], [[0, 0], [0, 0]])
    found = plan(game, 0, (1, 1))
    assert found is not None and found.text(ticks, fine) == expected


@given(st.fractions(-1000, 1000, max_denominator=1000), st.integers(-500, 500), st.booleans())
def test_a_drag_back_to_its_start_is_no_change_and_every_text_is_exact(value: Fraction, ticks: int,
                                                                       fine: bool) -> None:
    found = Drag(value, Fraction(1, 10))
    assert number(found.text(0, fine)) == value
    moved = number(found.text(ticks, fine))
    assert ticks == 0 or (moved / (found.step / (10 if fine else 1))).denominator == 1
    assert number(as_decimal(value)) == value


def test_drafts_are_not_dragged() -> None:
    game = hunt()
    cells = game.cells.copy()
    cells[0, 0, 0] = Draft("3/", "it ends too early", Expression("3"))
    assert plan(NormalForm(game.players, cells, game.parameters), 0, (0, 0)) is None
